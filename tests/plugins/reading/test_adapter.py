"""Reading on real Pelican sites."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from plugins.reading.markdown import ReadingExtension
from plugins.reading.settings import parse_settings
from tests.conftest import a_post

PLUGIN = {"PLUGINS": ["plugins.reading"]}
LINE = '<p>Call <a href="tel:988">988</a>.</p>'
TEMPLATE = """{% extends "!simple/article.html" %}
{% block content %}
<i id="minutes">{{ article.reading.minutes }}</i>
<div id="crisis">{{ article.crisis_html }}</div>
{{ super() }}
{% endblock %}
"""


def test_a_theme_can_ask_every_article(site, tmp_path):
    """Minutes and the crisis line are there for any theme."""
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "article.html").write_text(TEMPLATE, "utf-8")

    built = site(
        {"posts/a.md": a_post(body="Depression. " + "word " * 300)},
        THEME_TEMPLATES_OVERRIDES=[str(templates)],
        READING={"crisis_html": LINE},
        **PLUGIN,
    )
    page = built.soup("a-post.html")

    assert page.find(id="minutes").string == "2"
    assert page.find(id="crisis").find("a")["href"] == "tel:988"


OURS = {"warning": "Important", "note": "Nota bene"}
CALLOUTS = [
    ('!!! warning "Do not drive"', "Important: Do not drive", {}),
    ('!!! urgent "Call 911"', "Urgent: Call 911", {}),
    ('!!! note "By the way"', "By the way", {}),
    # A callout without a title keeps the one that Markdown gives it.
    ("!!! warning", "Warning", {}),
    ("!!! urgent", "Urgent", {}),
    ("!!! note", "Note", {}),
    ("!!! danger warning", "Important: Danger", {}),
    ("!!! warning", "Important", {"callout_titles": OURS}),
    ("!!! note", "Nota bene", {"callout_titles": OURS}),
    ("!!! tip", "Tip", {"callout_titles": OURS}),
    ('!!! warning "Do not drive"', "Important: Do not drive", {"callout_titles": OURS}),
    ('!!! warning "Do not drive"', "Do not drive", {"callouts": {}}),
    (
        "!!! warning",
        "Achtung",
        {"callouts": {}, "callout_titles": {"warning": "Achtung"}},
    ),
]


@pytest.mark.parametrize(("text", "title", "settings"), CALLOUTS)
def test_a_callout_says_in_a_word_what_it_is(text, title, settings):
    """A hidden word before its title, else its name, or what a setting calls it."""
    own = parse_settings(settings)
    reading = ReadingExtension(own.callouts, own.callout_titles)
    html = Markdown(extensions=["admonition", reading]).convert(f"{text}\n    Words.")
    box = BeautifulSoup(html, "lxml").find(class_="admonition")

    assert box["role"] == "note"
    assert box.find(class_="admonition-title").get_text() == title


def test_a_site_gives_titles_by_its_settings(site):
    """Ours does; others have what Python-Markdown writes."""
    files = {"posts/a.md": a_post(body="!!! warning\n    Words.")}
    for reading, title in (({}, "Warning"), ({"callout_titles": OURS}, "Important")):
        built = site(files, **PLUGIN, READING=reading)
        assert built.soup("a-post.html").find(class_="admonition-title").string == title


def test_a_callout_without_any_title_stays_as_it_is(site):
    """An empty title means that the author wants none."""
    built = site({"posts/a.md": a_post(body='!!! warning ""\n    Words.')}, **PLUGIN)
    box = built.soup("a-post.html").find(class_="admonition")

    assert box.find(class_="admonition-title") is None
    assert box.get_text().strip() == "Words."


def test_a_table_scrolls_in_a_frame_with_a_name(site):
    """The keyboard reaches it, and a screen reader knows what it is."""
    body = "| Dose | Effect |\n|---|---|\n| 1 | none |\n\nAfter."
    built = site({"posts/a.md": a_post(body=body)}, **PLUGIN)
    frame = built.soup("a-post.html").find(class_="table-frame")

    assert frame["tabindex"] == "0"
    assert frame["aria-label"] == "Dose, Effect"
    assert frame.find("table").find("td").string == "1"
    assert len(built.soup("a-post.html").find_all(class_="table-frame")) == 1
    assert frame.find_next("p").string == "After."


def test_the_sites_own_markdown_settings_stay(site):
    """Its extensions are kept, in a second run too."""
    markdown = {"extensions": ["markdown.extensions.abbr"], "output_format": "html5"}
    body = "HTML\n\n*[HTML]: a language"
    for _ in range(2):
        built = site({"posts/a.md": a_post(body=body)}, MARKDOWN=markdown, **PLUGIN)
        assert built.soup("a-post.html").find("abbr")["title"] == "a language"
    assert markdown["extensions"] == ["markdown.extensions.abbr"]


def test_a_wrong_setting_ends_the_run(site):
    """Nothing is written."""
    built = site({"posts/a.md": a_post()}, READING={"minutes": 3}, **PLUGIN)

    assert built.names() == ["reading-setting"]
    assert not built.has("a-post.html")
