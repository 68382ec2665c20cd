"""Real sites with texts that would run: they are not built, or built without them."""

from __future__ import annotations

import os

import feedparser
import pytest
from bs4 import BeautifulSoup

from plugins.problem import Level
from tests.conftest import a_post

ALONE = ["plugins.sanitizer"]
USUAL = ["plugins.front_matter", "plugins.post_checks", "plugins.sanitizer"]
LIVE = {
    "comment": "<!--> <script>document.title=1</script> -->",
    "handler": "<details/open/ontoggle=document.title=1//@a.b>",
    "twice": '<a href="java&#115;cript:document.title=1" href="https://x.org/">w</a>',
    "definition": "- item\n\n    [a]: java&#115;cript:document.title=1\n\nSee [a].",
    "attribute-list": 'Some *words*{: style="position:fixed;inset:0;x:{}" } here.',
    "namespace": "<svg><style><img src=x onerror=document.title=1></style></svg>",
    "mglyph": "<math><mtext><mglyph><style><img src=x onerror=document.title=1>",
    "closes-the-page": "words\n\n</div></div>",
    "reference-link": "[w][a]\n\n[a]: <java\tscript:document.title=1>",
    "image": "![alt](javascript:document.title=1)",
    "md-in-html": '<div markdown="1">\n\n*w*{: onclick=document.title=1 }\n\n</div>',
    "heading-id": "## Words {: onmouseover=document.title=1 }",
    "body": "<body onload=document.title=1>",
    "base": "<base href=https://x.org/>",
    "meta": "<div><meta http-equiv=refresh content=0;url=https://x.org/></div>",
    "torn-link": (
        """<div><a title="href='{index}" href="/about/">w</a> <b>'</b> <i """
        """title="><svg onload=document.title=1>">z</i></div>"""
    ),
    "torn-unknown": (
        """<details title="href='{9}//a ="/lang="x open """
        """ontoggle=document.title=1 y='">' ></details>"""
    ),
    "scheme-behind": "[w]({index}javascript:x?%0adocument.title=1)",
    "host-behind": "[w]({index}//[x)",
    "end-mark": "*w*{: onclick=\"document.title=1//bulletin-behind;x='{}'\" }",
    "wide-space": "<div hidden><div>a</div\xa0></div\xa0>",
    "form": "<form action=https://x.org/><input name=q></form>",
}
ORDERS = {
    "alone": ALONE,
    "usual": USUAL,
    "last": [*USUAL[:2], "plugins.series", "plugins.references", *ALONE],
    "first": [*ALONE, *USUAL[:2], "plugins.series", "plugins.references"],
}
STRICT = {"POST_CHECKS": {"strict": True}, "FRONT_MATTER": {"strict": True}}


@pytest.mark.parametrize("plugins", ORDERS.values(), ids=ORDERS)
@pytest.mark.parametrize("body", LIVE.values(), ids=LIVE)
def test_what_would_run_is_never_built(site, body, plugins):
    """Whatever form it takes and wherever the plugin stands."""
    built = site({"posts/a.md": a_post(body=body)}, PLUGINS=plugins, **STRICT)
    errors = [p for p in built.problems if p.level is Level.ERROR]
    assert {problem.path for problem in errors} == {"content/posts/a.md"}
    assert not built.output.exists() or not [*built.output.rglob("*.html")]


@pytest.mark.parametrize("body", LIVE.values(), ids=LIVE)
def test_no_other_problems_level_switches_it_off(site, body):
    """Every name of ``post_checks`` may be silent; the gate is not."""
    names = ["html-unclosed", "html-forbidden", "html-attribute", "link-unsafe"]
    more = ["link-broken", "link-unclosed", "reference-undefined", "fence-unclosed"]
    off = dict.fromkeys([*names, *more], "off")
    built = site({"posts/a.md": a_post(body=body)}, PLUGINS=USUAL, PROBLEM_LEVELS=off)
    assert "html-unsafe" in built.names()
    assert not built.output.exists() or not [*built.output.rglob("*.html")]


@pytest.mark.parametrize("body", LIVE.values(), ids=LIVE)
@pytest.mark.parametrize(
    "choice",
    [{"SANITIZER": {"html": "clean"}}, {"PROBLEM_LEVELS": {"html-unsafe": "notice"}}],
    ids=["setting", "level"],
)
def test_other_sites_may_have_it_cleaned(site, body, choice):
    """The page is built without it, feeds too, and the author is told."""
    built = site(
        {"posts/a.md": a_post(body=f"Before.\n\n{body}\n\nAfter.")},
        PLUGINS=[*ALONE, "plugins.feeds"],
        FEED_ALL_ATOM="feeds/all.atom.xml",
        **choice,
    )
    assert set(built.names()) == {"html-unsafe"}
    assert all("It was left out." in problem.what for problem in built.problems)
    page = BeautifulSoup(built.read("a-post.html"), "html5lib").article
    (entry,) = feedparser.parse(built.read("feeds/all.atom.xml")).entries
    read = BeautifulSoup(entry.content[0].value, "html5lib").body
    for text in (page, read):
        assert "Before." in text.text
        assert not text.find(["script", "svg", "math", "style", "base", "meta"])
        alive = [
            (one.name, key)
            for one in text.find_all(True)
            for key, value in one.attrs.items()
            if key.startswith("on") or str(value).lstrip().startswith("java")
        ]
        assert alive == []


def test_a_code_block_takes_no_handler(site):
    """Python-Markdown gives a fence the attributes that stand behind it."""
    body = "``` { .python onclick=document.title }\nx\n```"
    markdown = {"extensions": ["markdown.extensions.extra"]}
    files = {"posts/a.md": a_post(body=body)}
    assert site(files, PLUGINS=ALONE, MARKDOWN=markdown).names() == ["html-unsafe"]


def test_equal_texts_are_all_cleaned(site):
    """What one post holds says nothing of another that holds the same."""
    body = "<script>document.title=1</script>\n\nWords."
    summary = "'<b onclick=\"document.title\">Words</b> that say what it is about.'"
    files = {
        f"posts/{n}.md": a_post(f"Post {n}", body=body).replace(
            "summary: A summary that is", f"summary: {summary} #"
        )
        for n in range(3)
    }
    built = site(
        files, PLUGINS=["plugins.front_matter", *ALONE], SANITIZER={"html": "clean"}
    )
    texts = "".join(file.read_text("utf-8") for file in built.output.rglob("*.html"))
    assert texts.count("Words.") >= 3
    assert "document.title" not in texts
    named = {problem.path for problem in built.problems}
    assert named == {f"content/{name}" for name in files}
    refused = site(files, PLUGINS=ALONE)
    assert {problem.path for problem in refused.problems} == named


def test_a_cleaned_post_is_whole(site):
    """Without a summary too, which Pelican cuts from the text."""
    body = "<b onclick=x>hi</b> " + "words " * 120 + "end."
    text = "\n".join(
        line for line in a_post(body=body).split("\n") if "summary" not in line
    )
    built = site({"posts/a.md": text}, PLUGINS=ALONE, SANITIZER={"html": "clean"})
    page = built.read("a-post.html")
    assert "end." in page
    assert "<b>hi</b>" in page
    assert "onclick" not in built.read("index.html")


def test_a_missing_file_is_not_ours_to_tell(site):
    """Whoever links it has said so; the gate would send the author to no file."""
    files = {"posts/a.md": a_post(body="[x]({static}/missing.pdf)")}
    assert "file-kind" not in site(files, PLUGINS=ALONE).names()


def test_each_fault_has_its_line(site):
    """Where the author can mend it, also where another plugin says nothing."""
    body = "Words.\n\n<b onclick=x>b</b>\n\n[w](java&#115;cript:x) <q-r>z</q-r>"
    built = site({"posts/a.md": a_post(body=body)}, PLUGINS=ALONE)
    found = [(p.line, p.what.split(" <")[0]) for p in built.problems]
    assert found == [
        (10, "The attribute “onclick” may not be on"),
        (12, "An address begins in a way that is not allowed: “javascript:x”."),
        (12, "The element"),
    ]


def test_an_address_in_disguise_is_told_once_with_its_line(site):
    """Also where only the finished text shows it."""
    built = site(
        {"posts/a.md": a_post(body=LIVE["definition"])}, PLUGINS=USUAL, **STRICT
    )
    assert [problem.line for problem in built.problems] == [10]


def test_one_mistake_is_told_once(site):
    """In the words of ``post_checks``, which knows more of what was meant."""
    body = "<script>x</script>\n\n<b onclick=x>b</b>"
    built = site({"posts/a.md": a_post(body=body)}, PLUGINS=USUAL, **STRICT)
    assert built.names() == ["html-forbidden", "html-attribute"]


@pytest.mark.parametrize(
    "header",
    [
        {"summary": "<script>x</script> and enough words to say what this is about."},
        {"title": '"One <img src=x onerror=document.title=1>"'},
        {"category": '"<svg onload=x>"'},
        {"tags": '["<b onclick=x>t</b>"]'},
        {"author": '"<a href=javascript:x>A</a>"'},
        {"subtitle": "'x\" onmouseover=\"document.title=1'"},
        {"description": "'0;url=https://x.example/\" http-equiv=\"refresh'"},
    ],
    ids=lambda header: next(iter(header)),
)
def test_the_header_is_judged_as_the_text_is(site, header):
    """Themes print titles and names as they are."""
    text = a_post(**{"title": "A post"} | header)
    for key in header:  # a key of the header's own stands in place of the usual
        text = text.replace(f"{key}: Evidence\n", "").replace(
            f"{key}: A summary", "x: A"
        )
    built = site({"posts/a.md": text}, PLUGINS=["plugins.front_matter", *ALONE])
    name = "html-unsafe" if "summary" in header else "label-unsafe"
    assert name in built.names()
    assert not built.has("a-post.html")
    lenient = site(
        {"posts/a.md": text},
        PLUGINS=["plugins.front_matter", *ALONE],
        PROBLEM_LEVELS={"html-unsafe": "off"},
    )
    assert lenient.has("a-post.html") == ("summary" in header)


def test_a_series_introduction_is_judged(site):
    """It becomes a page of its own, and its file is named."""
    files = {
        "posts/a.md": a_post(series="Sleep", series_index=1),
        "series/sleep.md": "---\ntitle: Sleep\n---\n\nWords.\n\n<b onclick=x>b</b>\n",
    }
    built = site(files, PLUGINS=["plugins.front_matter", "plugins.series", *ALONE])
    unsafe = [(p.path, p.line) for p in built.problems if p.name == "html-unsafe"]
    assert unsafe == [("content/series/sleep.md", 7)]


def test_what_a_later_plugin_makes_is_judged_too(site, tmp_path, monkeypatch):
    """It may turn harmless words into a program after everybody has looked."""
    (tmp_path / "late_maker.py").write_text(
        "from pelican import signals\n"
        "def make(generators):\n"
        "    for one in generators[0].articles:\n"
        "        one._content = one._content.replace('[play]', '<iframe src=x>')\n"
        "def register():\n"
        "    signals.all_generators_finalized.connect(make)\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    for plugins in (["late_maker", *ALONE], [*ALONE, "late_maker"]):
        built = site({"posts/a.md": a_post(body="See [play].")}, PLUGINS=plugins)
        assert set(built.names()) == {"html-unsafe"}
        assert not built.has("a-post.html")


def test_a_site_lets_in_what_it_wants(site):
    """An element with its attributes, never a handler or a document by that."""
    body = '<video src="{static}/images/v.mp4" controls></video>'
    files = {"posts/a.md": a_post(body=body), "images/v.mp4": "0000ftypisom"}
    for name in ("SANITIZER", "POST_CHECKS"):
        built = site(files, PLUGINS=USUAL, **{name: {"allow_html": ["video"]}})
        assert built.names() == []
    more = {"SANITIZER": {"allow_html": ["iframe", "video"]}}
    for body in ("<video onplay=x></video>", "<iframe srcdoc='<b>'></iframe>"):
        built = site({"posts/a.md": a_post(body=body)}, PLUGINS=ALONE, **more)
        assert built.names() == ["html-unsafe"], body


def test_pictures_come_from_named_hosts(site):
    """The site's own is always one of them."""
    body = "![A bed](https://x.example/a.png) ![A bed](https://site.example/b.png)"
    files = {"posts/a.md": a_post(body=body)}
    assert site(files, PLUGINS=ALONE).names() == []
    built = site(files, PLUGINS=ALONE, SANITIZER={"media_hosts": []})
    assert [problem.line for problem in built.problems] == [8]
    named = {"media_hosts": ["x.example"]}
    assert site(files, PLUGINS=ALONE, SANITIZER=named).names() == []


def test_ids_of_the_theme_stay_its_own(site):
    """A text does not take the place of what the page links to."""
    files = {"posts/a.md": a_post(body="## Words {#main}")}
    built = site(files, PLUGINS=ALONE, SANITIZER={"page_ids": ["main"]})
    assert [(p.name, p.line) for p in built.problems] == [("html-unsafe", 8)]


def test_a_wrong_setting_ends_the_run(site):
    """The value is named, with one that is right."""
    built = site({"posts/a.md": a_post()}, PLUGINS=ALONE, SANITIZER={"html": "wash"})
    assert built.names() == ["sanitizer-setting"]


def test_ordinary_posts_pass(site):
    """What Markdown and our own plugins write is on the list."""
    body = (
        "## Words {#w}\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\nNote[^1] *w*{.x}.\n\n"
        "[^1]: A note.\n\nTerm\n:   Its meaning.\n\n!!! note\n    Words.\n\n"
        "*[HTML]: H\n\nHTML `<b>` <kbd>K</kbd> <a@b.org> <!-- a <b>comment</b> -->\n\n"
        "<details><summary>More</summary>Words.</details>\n\n```python\nx < 1\n```\n"
    )
    built = site({"posts/a.md": a_post(body=body)}, PLUGINS=ALONE)
    assert built.problems == ()


def test_restructured_text_passes(site):
    """What docutils writes for an ordinary text is on the list as well."""
    text = (
        "A post\n######\n\n:date: 2026-01-01\n\nWords\n=====\n\n``x`` *e* **s** [1]_ "
        "`link <https://x.org/>`_\n\n.. [1] A note.\n\n=== ===\na   b\n=== ===\n1   2\n"
        "=== ===\n\n.. note:: Words.\n\n.. code-block:: python\n\n    x = 1\n\n"
        "Term\n  Meaning.\n\n.. image:: /a.png\n   :alt: A bed\n   :align: center\n\n"
        ".. figure:: /a.png\n   :alt: A bed\n\n   A caption.\n\n| a line\n| block\n"
    )
    built = site({"posts/a.rst": text}, PLUGINS=ALONE)
    assert built.names() == [], built.problems
    assert built.has("a-post.html")


FILES = {
    "images/x.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
    "images/page.html": "<script>x</script>",
    "images/shell.php": "<?php x();",
    "images/.htaccess": "AddHandler x .png",
    "images/.user.ini": "auto_prepend_file=x",
    "images/x.cgi": "#!/bin/sh",
    "images/a.png": "<script>x</script>",
}


def test_files_of_other_kinds_are_not_published(site):
    """All are named in one run, and none is written, whatever the level."""
    files = {"posts/a.md": a_post()} | FILES
    built = site(files, PLUGINS=ALONE)
    assert set(built.names()) == {"file-kind"}
    assert [p.path for p in built.problems] == sorted(f"content/{f}" for f in FILES)
    built = site(files, PLUGINS=ALONE, SANITIZER={"html": "clean"})
    assert built.has("a-post.html")
    assert not (built.output / "images").exists()


def test_what_programs_leave_behind_is_no_mistake(site):
    """It is not published, and nobody hears of it; what is meant is judged as ever."""
    names = (".gitkeep", ".DS_Store", "Thumbs.db", "desktop.ini", "._a.png", "~$a.docx")
    files = {"posts/a.md": a_post()} | {f"images/{name}": "x" for name in names}
    built = site(files, PLUGINS=ALONE)
    assert built.problems == ()
    assert not (built.output / "images").exists()
    built = site(files, PLUGINS=ALONE, SANITIZER={"files": [".gitkeep"]})
    assert built.has("images/.gitkeep")
    built = site(files | {"images/.env": "KEY=1"}, PLUGINS=ALONE)
    assert [p.path for p in built.problems] == ["content/images/.env"]


def test_what_hosts_ask_for_is_published(site):
    """Where ``EXTRA_PATH_METADATA`` wants it, as with stock Pelican."""
    places = {
        "extra/security.txt": {"path": ".well-known/security.txt"},
        "extra/CNAME": {"path": "CNAME"},
        "extra/nojekyll": {"path": ".nojekyll"},
        "extra/robots.txt": {"path": "robots.txt"},
    }
    files = {"posts/a.md": a_post(), **dict.fromkeys(places, "words")}
    built = site(
        files, PLUGINS=ALONE, STATIC_PATHS=["extra"], EXTRA_PATH_METADATA=places
    )
    assert built.problems == ()
    assert all(built.has(place["path"]) for place in places.values())


def test_a_linked_file_is_judged_as_well(site):
    """A link makes Pelican publish what no folder of the settings holds."""
    files = {"posts/a.md": a_post(body="[x]({attach}x.phtml)"), "posts/x.phtml": "x"}
    built = site(files, PLUGINS=ALONE)
    assert [(p.path, p.name) for p in built.problems] == [
        ("content/posts/x.phtml", "file-kind")
    ]


def test_a_pipe_is_not_opened(site, tmp_path):
    """It would hold the build for ever."""
    (tmp_path / "content" / "images").mkdir(parents=True)
    os.mkfifo(tmp_path / "content" / "images" / "a.png")
    built = site({"posts/a.md": a_post()}, PLUGINS=ALONE)
    assert built.names() == ["file-unreadable"]


@pytest.mark.parametrize("save_as", ["run/index.php", "s/x.shtml", "x", "a.php.html"])
def test_a_page_ends_as_pages_do(site, save_as):
    """A server would run it, or not know what it is."""
    text = a_post(save_as=save_as, url=save_as)
    built = site({"posts/a.md": text}, PLUGINS=["plugins.front_matter", *ALONE])
    found = [(p.line, p.name) for p in built.problems if p.name == "address-kind"]
    assert found == [(6, "address-kind")]
    assert not built.output.exists() or not [*built.output.rglob("*.*")]


def test_an_address_ends_no_attribute(site):
    """Themes print it between quotation marks."""
    text = a_post(slug="'x\" onclick=\"y'")
    built = site({"posts/a.md": text}, PLUGINS=ALONE)
    assert "address-kind" in built.names()


def test_a_draft_is_a_file_too(site):
    """It is written where nobody links to it, and a server runs it all the same."""
    text = a_post(status="draft", save_as="x/run.php", url="x/run.php")
    built = site({"posts/a.md": text}, PLUGINS=ALONE)
    assert built.names() == ["address-kind"]


def test_a_summary_is_judged_as_it_is_printed(site):
    """A plugin may take a mark out of it that kept a tag apart."""
    summary = "'<div><[@k]img src=x onerror=document.title=1></div>'"
    text = a_post(body="Words [@k].").replace("summary: A", f"summary: {summary} #")
    plugins = ["plugins.front_matter", *ALONE, "plugins.references"]
    built = site({"posts/a.md": text}, PLUGINS=plugins)
    assert not built.has("a-post.html") or "onerror" not in built.read("index.html")


def test_a_link_out_of_the_folder_is_not_published(site, tmp_path):
    """Nor is a picture of a post that lies outside."""
    (tmp_path / "secret.txt").write_text("s3cret", "utf-8")
    (tmp_path / "content" / "images").mkdir(parents=True)
    (tmp_path / "content" / "images" / "t.txt").symlink_to(tmp_path / "secret.txt")
    built = site({"posts/a.md": a_post()}, PLUGINS=ALONE)
    assert built.names() == ["file-kind"]


def test_a_site_may_end_its_pages_otherwise(site):
    """It knows its own server."""
    built = site(
        {"posts/a.md": a_post()},
        PLUGINS=ALONE,
        ARTICLE_SAVE_AS="{slug}.xhtml",
        SANITIZER={"page_ends": [".xhtml"]},
    )
    assert built.problems == ()
