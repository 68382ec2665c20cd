"""The wheel beside a stranger's Pelican: it changes nothing until it is asked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup
from PIL import Image

ROOT = Path(__file__).parents[2]
PACKAGE = "pelican.plugins.bulletin"
CONF = """
SITENAME = "A stranger's blog"
SITEURL = "https://stranger.example"
AUTHOR = "Stranger"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PATH = "content"
ARTICLE_EXCLUDES = ["series", "references"]
OUTPUT_PATH = "output"
FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_ALL_RSS = "feeds/all.rss.xml"
RSS_FEED_SUMMARY_ONLY = False
"""
POSTS = {
    "one.md": "Title: One\nDate: 2026-01-01\nCategory: Notes\nTags: a, b\n\nWords.\n",
    "two.md": "Title: Two\nDate: 2026-02-01\nCategory: Notes\n\nMore words.\n",
}


def tree(folder):
    """Return {path: bytes} of everything below a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(name="blog")
def _blog(tmp_path, machine):
    """Build a stranger's blog with stock Pelican: ``blog(posts, PLUGINS=[…])``."""

    def build(posts, **settings):
        content = tmp_path / "content"
        for name, text in posts.items():
            path = content / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        lines = "".join(f"{key} = {value!r}\n" for key, value in settings.items())
        (tmp_path / "pelicanconf.py").write_text(CONF + lines, "utf-8")
        done = machine.run("pelican", "-d", "-s", "pelicanconf.py", cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        beside = tree(tmp_path / ".bulletin")  # what plugins keep there
        return tree(tmp_path / "output") | beside, done.stdout + done.stderr

    return build


def test_the_wheel_holds_our_plugins_and_nothing_of_pelican(wheel):
    """An ``__init__`` of Pelican's own would close its namespace."""
    names = zipfile.ZipFile(wheel).namelist()
    ours = [name for name in names if ".dist-info/" not in name]
    assert all(name.startswith("pelican/plugins/bulletin/") for name in ours)
    assert "pelican/__init__.py" not in names
    assert "pelican/plugins/__init__.py" not in names
    assert "pelican/plugins/bulletin/py.typed" in names


def test_the_font_of_cards_comes_with_its_licence(wheel, tmp_path):
    """The Open Font License asks that it stands beside the font, wherever that goes."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d"]
    subprocess.run([*command, tmp_path], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as sdist:
        names = [*zipfile.ZipFile(wheel).namelist(), *sdist.getnames()]
    fonts = {name.rpartition("/")[0] for name in names if name.endswith(".woff2")}
    assert len(fonts) == 2, fonts
    assert {f"{folder}/OFL.txt" for folder in fonts} <= {*names}


def test_what_only_this_repository_runs_is_not_given_away(wheel, tmp_path):
    """``dev/`` is neither in the wheel nor in the source distribution."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d"]
    subprocess.run([*command, tmp_path], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as sdist:
        folders = {name.split("/")[1] for name in sdist.getnames()}
    assert "plugins" in folders
    assert "dev" not in folders
    given = zipfile.ZipFile(wheel).namelist()
    assert [name for name in given if re.search("audit|screenshot|/dev/", name)] == []


def test_installing_the_wheel_changes_no_byte(blog, machine):
    """Where ``PLUGINS`` is unset, Pelican finds the umbrella, which does nothing."""
    machine.pip("uninstall", "--yes", "pelican-bulletin")
    before, _ = blog(POSTS)
    machine.install_wheel()
    after, said = blog(POSTS)
    assert after == before
    assert "bulletin" not in said.lower()


def test_what_the_wheel_asks_for_is_all_there(machine):
    """The dependencies that the wheel declares are the ones that it needs."""
    machine.install_wheel()
    machine.pip("check")


def has_read_yaml(output, said):
    """front_matter: a YAML header with quotes, and a misspelt key named."""
    page = output["quoted.html"].decode()
    assert "<title>A stranger&#39;s blog - Quoted</title>" in page.replace("'", "&#39;")
    assert "yaml.md:5: " in said
    assert "sumary" in said


def has_checked_the_body(output, said):
    """post_checks: an image without a description is named with its line."""
    assert "yaml.md:10: " in said
    assert "quoted.html" in output


def has_judged_the_text(output, said):
    """sanitizer: what would run is left out where a site wants it so."""
    assert b"<script>run" not in output["quoted.html"]
    assert "[html-unsafe]" in said


def has_made_a_series(output, said):
    """series: a page for the series, and one for all of them."""
    page = output["series/sleep/index.html"].decode()
    assert page.index("one.html") < page.index("two.html")
    assert "series/index.html" in output


def has_made_references(output, said):
    """references: a mark, a block, and the way back."""
    page = output["one.html"].decode()
    assert 'role="doc-biblioref"' in page
    assert 'role="doc-bibliography"' in page
    assert "https://doi.org/10.1038/npp.2017.84" in page


def has_written_feeds(output, said):
    """feeds: both formats, each post once and whole."""
    for name in ("feeds/all.atom.xml", "feeds/all.rss.xml"):
        parsed = feedparser.parse(output[name])
        assert not parsed.bozo, parsed.bozo_exception
        titles = [entry.title for entry in parsed.entries]
        assert sorted(titles) == sorted(set(titles))
        assert "More words." in "".join(str(entry) for entry in parsed.entries)
        for entry in parsed.entries:
            body = entry.content[0].value if "content" in entry else entry.summary
            assert "Read this post on" in body


def has_made_images(output, said):
    """images: a picture of a post in several widths."""
    page = output["one.html"].decode()
    assert "srcset=" in page


def has_announced_a_card(output, said):
    """social_cards: a card of the title, in the font that the wheel carries."""
    page = BeautifulSoup(output["two.html"], "lxml")
    address = page.find("meta", property="og:image")["content"]
    card = output[address.removeprefix("https://stranger.example/")]
    with Image.open(BytesIO(card)) as opened:
        assert opened.size == (1200, 630)
        assert opened.histogram()[10] > 100  # signs of the title, in ink


def has_read_the_text(output, said):
    """reading: a callout in Markdown becomes a card with its hidden word."""
    assert "Important" in output["two.html"].decode()


def has_described_the_page(output, said):
    """structured_data: a graph in JSON-LD, for themes that ask for it."""
    data = BeautifulSoup(output["one.html"], "lxml").find(id="graph")
    kinds = {node["@type"] for node in json.loads(data.string)["@graph"]}
    assert "BlogPosting" in kinds


def has_bundled_the_sheets(output, said):
    """stylesheets: one file with its hash in its name, for themes that ask for it."""
    bundles = [n for n in output if re.fullmatch(r"theme/css/main\.\w+\.css", n)]
    assert len(bundles) == 1
    assert b"@import" not in output[bundles[0]]


def has_links_that_work_anywhere(output, said):
    """addresses: links that count from where a page lies, and old addresses."""
    page = output["category/notes.html"].decode()
    assert 'href="../one.html"' in page


def has_sent_headers(output, said):
    """security_headers: a policy for every page, as hosts read it."""
    rules = output["_headers"].decode()
    assert "/*\n  Content-Security-Policy: default-src 'none'" in rules


def has_kept_what_pages_read(output, _said):
    """For the next run."""
    assert "ledger/pages.bin" in output


WORK = {
    "front_matter": has_read_yaml,
    "post_checks": has_checked_the_body,
    "sanitizer": has_judged_the_text,
    "series": has_made_a_series,
    "references": has_made_references,
    "feeds": has_written_feeds,
    "images": has_made_images,
    "social_cards": has_announced_a_card,
    "reading": has_read_the_text,
    "structured_data": has_described_the_page,
    "stylesheets": has_bundled_the_sheets,
    "addresses": has_links_that_work_anywhere,
    "security_headers": has_sent_headers,
    "incremental": has_kept_what_pages_read,
}
LIBRARY = """[{"id": "carhartharris2017", "type": "article-journal",
"author": [{"family": "Carhart-Harris", "given": "Robin L."},
{"family": "Goodwin", "given": "Guy M."}],
"title": "The Therapeutic Potential of Psychedelic Drugs: Past, Present, and Future",
"container-title": "Neuropsychopharmacology", "issued": {"date-parts": [[2017, 10]]},
"volume": "42", "issue": "11", "page": "2105-2113", "DOI": "10.1038/npp.2017.84"}]
"""
RICH = {
    "one.md": "Title: One\nDate: 2026-01-01\nCategory: Notes\nTags: a, b\n"
    "Series: Sleep\nSeries_index: 1\n\n"
    "Words [@carhartharris2017].\n\n![A grey square]({static}/images/grey.png)\n",
    "two.md": "Title: Two\nDate: 2026-02-01\nCategory: Notes\n"
    "Series: Sleep\nSeries_index: 2\n\nMore words.\n\n"
    '!!! warning "Do not drive"\n    Not until the day after.\n',
    "yaml.md": '---\ntitle: "Quoted"\ndate: 2026-03-01\ncategory: Notes\n'
    "sumary: A misspelt key.\n---\n\nWords.\n\n![]({static}/images/grey.png)\n\n"
    "<script>run()</script>\n",
    "references/library.json": LIBRARY,
}

ADDRESSES = {"relative_links": True, "aliases": {"/old/": "/one.html"}}
OWN = {"SANITIZER": {"html": "clean"}, "ADDRESSES": ADDRESSES}
THEME = {
    "templates/article.html": '{% extends "!simple/article.html" %}'
    "{% block head %}{{ super() }}{% if structured_data %}"
    '<script id="graph" type="application/ld+json">'
    "{{ structured_data(article.title, article.title) }}</script>{% endif %}"
    "{% if social_cards %}<meta property=og:image content="
    "{{ social_cards.get(output_file).url }}>{% endif %}"
    "{% if STYLESHEET %}<link rel=stylesheet href={{ STYLESHEET }}>{% endif %}"
    "{% endblock %}",
    "static/css/main.css": '@import "tokens.css";\n',
    "static/css/tokens.css": ":root { --ink: #222; }\n",
}


@pytest.fixture(name="rich")
def _rich(tmp_path, machine):
    """A stranger's blog, with a small theme, and with work for each plugin."""
    machine.install_wheel()
    for name, text in THEME.items():
        path = tmp_path / "theme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    picture = tmp_path / "content" / "images" / "grey.png"
    picture.parent.mkdir(parents=True)
    Image.new("RGB", (1600, 900), "grey").save(picture)
    return RICH


def test_every_plugin_of_the_wheel_is_tried_here(wheel):
    """A new plugin brings its line."""
    names = zipfile.ZipFile(wheel).namelist()
    rooms = {n.split("/")[3] for n in names if n.endswith("/adapter.py")}
    assert rooms == set(WORK)


@pytest.mark.parametrize("plugin", WORK)
def test_each_plugin_works_alone(plugin, blog, rich):
    """A stranger takes one and keeps the theme."""
    plugins = [f"{PACKAGE}.{plugin}"]
    WORK[plugin](*blog(rich, PLUGINS=plugins, THEME="theme", **OWN))


@pytest.mark.parametrize("turn", [1, -1], ids=["in order", "in reverse"])
def test_all_plugins_work_together_in_either_order(turn, blog, rich):
    """No plugin needs another to come first."""
    plugins = [f"{PACKAGE}.{name}" for name in WORK][::turn]
    output, said = blog(rich, PLUGINS=plugins, THEME="theme", **OWN)
    for shows_its_work in WORK.values():
        shows_its_work(output, said)
