"""One question, one answer: what two plugins print of a post is the same."""

from __future__ import annotations

import json
import re

import pytest
from PIL import Image

from tests.conftest import a_post

PLUGINS = ["front_matter", "post_checks", "series", "references", "images", "reading"]
ON = {
    "PLUGINS": [f"plugins.{name}" for name in (*PLUGINS, "feeds")],
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "FEEDS": {},
}
PAGE = """{% extends "!simple/article.html" %}{% block content %}
<p id="minutes">{{ article.reading.minutes }}</p>
<p id="entry">{{ ((article.series or {}).current or {}).minutes }}</p>
<p id="picture">{{ (article.picture or {}).url }}</p>
{% for one in article.reading.corrections %}
<p class="c">{{ one.date }} {{ one.text }}</p>
{% endfor %}{{ super() }}{% endblock %}"""


@pytest.fixture(name="shown")
def _shown(site, tmp_path):
    """Build a site whose articles print what the plugins say of them."""
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "article.html").write_text(PAGE, "utf-8")

    def build(files, **settings):
        own = {"THEME_TEMPLATES_OVERRIDES": [str(folder)]}
        return site(files, **(ON | own | settings))

    return build


def feed_of(built):
    return json.loads(built.read("feeds/all.json"))["items"][0]


@pytest.mark.parametrize("words", [219, 220, 221, 331, 440, 441])
@pytest.mark.parametrize("named", [{}, {"SERIES": {"words_per_minute": 100}}], ids=str)
def test_a_post_takes_as_long_on_its_series_page_as_on_its_own(shown, words, named):
    """One rounded where the other rounded up."""
    body = "word " * words
    files = {
        f"posts/{n}.md": a_post(f"Part {n}", body=body, series="Sleep", series_index=n)
        for n in (1, 2)
    }
    built = shown(files, **named)
    page = built.soup("part-1.html")

    minutes = page.find(id="minutes").text
    assert page.find(id="entry").text == minutes
    pages = built.read("series/sleep/index.html")
    assert re.findall(r"(\d+) min(?:ute)? read", pages)[1:] == [minutes, minutes]


def test_a_list_of_references_is_not_read_but_looked_up(shown):
    """Where a theme has no place for it, the block stands below the text."""
    work = {"id": "daly2019", "type": "book", "title": "word " * 500}
    library = {"references/library.json": json.dumps([work])}
    built = shown({"posts/a.md": a_post(body="Cited [@daly2019]."), **library})

    assert 'role="doc-bibliography"' in built.read("a-post.html")
    assert built.soup("a-post.html").find(id="minutes").text == "1"


def test_page_and_feed_show_the_same_picture(shown, tmp_path):
    """``image: a.png`` with that name in two folders."""
    pictures = {}
    for place, width in (("a.png", 40), ("images/a.png", 60)):
        file = tmp_path / f"{width}.png"
        Image.new("RGB", (width, 40)).save(file)
        pictures[place] = file.read_bytes()
    post = a_post(image="a.png", image_alt="A square")
    built = shown({"posts/a.md": post, **pictures}, STATIC_PATHS=["images", "a.png"])

    made = built.soup("a-post.html").find(id="picture").text
    assert "-40." in made
    enclosed = re.search(r'rel="enclosure"[^>]*', built.read("feeds/all.atom.xml"))
    assert f'length="{len(pictures["a.png"])}"' in enclosed[0]


@pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])
def test_a_correction_reaches_page_and_feed(shown, strict):
    """No correction had ever reached a feed."""
    lines = "\n  - 2026-01-02: The dose was wrong.\n  - 2026-01-03: So was the year."
    built = shown(
        {"posts/a.md": a_post(corrections=lines)},
        FRONT_MATTER={"strict": strict},
        BULLETIN_NOW="2026-06-01",
    )
    told = [line.text for line in built.soup("a-post.html").find_all(class_="c")]

    assert told == ["2026-01-03 So was the year.", "2026-01-02 The dose was wrong."]
    content = feed_of(built)["content_html"]
    assert content.index("So was the year") < content.index("The dose was wrong")
    assert '<time datetime="2026-01-03">2026-01-03</time>' in content


def test_a_post_without_corrections_has_no_empty_list(shown):
    """Each entry of a feed carried an empty one."""
    built = shown({"posts/a.md": a_post(corrections="[]")})

    assert "corrections" not in feed_of(built)["content_html"]
    assert "<ul" not in feed_of(built)["content_html"]


@pytest.mark.parametrize("points", ["[One, Two]", "\n  - One\n  - Two"], ids=str)
def test_key_points_reach_page_and_feed(shown, points):
    """However they were written."""
    built = shown({"posts/a.md": a_post(key_points=points)})

    content = feed_of(built)["content_html"]
    assert re.findall(r"<li>(\w+)</li>", content) == ["One", "Two"]


def test_a_tag_in_another_script_is_found_by_a_link(site):
    """Pelican keeps its letters with SLUGIFY_USE_UNICODE; so does the check."""
    post = a_post(body="See [sleep]({tag}睡眠).", tags="[睡眠]")
    built = site(
        {"posts/a.md": post},
        PLUGINS=["plugins.front_matter", "plugins.post_checks"],
        SLUGIFY_USE_UNICODE=True,
    )

    assert built.names() == []


def test_a_tag_with_rules_of_its_own_is_found_by_a_link(site):
    """TAG_REGEX_SUBSTITUTIONS makes another slug than that of a title."""
    post = a_post(body="See [C++]({tag}C++).", tags="[C++]")
    built = site(
        {"posts/a.md": post},
        PLUGINS=["plugins.front_matter", "plugins.post_checks"],
        TAG_REGEX_SUBSTITUTIONS=[(r"\+", "p"), (r"[^\w-]", "")],
    )

    assert built.names() == []
