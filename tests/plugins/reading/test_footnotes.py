"""Footnotes beside references: nobody takes the one for the other, anywhere."""

from __future__ import annotations

import re

import feedparser
import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from plugins.reading.markdown import ReadingExtension
from plugins.references.library.file import format_library
from plugins.words import to_letters
from tests.conftest import a_post
from tests.plugins.references.samples import WORKS

BODY = """One[^x] and a source [@daly2019]. Two[^y], and the first again[^x].

[^x]: The first *note*.
[^y]: The second.

    ```
    with code
    ```
"""


def read(text, **footnotes):
    reader = Markdown(
        extensions=["extra", ReadingExtension({}, {})],
        extension_configs={"extra": {"footnotes": footnotes}},
    )
    return BeautifulSoup(reader.convert(text), "lxml")


def test_notes_have_letters_where_references_have_numbers(site):
    """In the words themselves, so on pages, in feeds and in what is copied."""
    built = site(
        {
            "references/library.json": format_library(WORKS),
            "posts/a.md": a_post(body=BODY),
        },
        PLUGINS=[
            f"plugins.{p}" for p in ("sanitizer", "references", "reading", "feeds")
        ],
        FEED_ALL_ATOM="all.atom.xml",
    )
    assert not [one for one in built.names() if one != "series-of-one"]
    content = feedparser.parse(built.read("all.atom.xml")).entries[0].content[0].value
    for soup in (built.soup("a-post.html"), BeautifulSoup(content, "lxml")):
        assert "One[a] and a source [1]. Two[b], and the first again[a]." in soup.text
        assert [mark.sup for mark in soup.select(".citation")] == [None]
        assert [one.parent.name for one in soup.select(".footnote-ref")] == ["sup"] * 3
        listed = soup.select_one(".footnote ol")
        assert listed["type"] == "a"
        assert [li["id"] for li in listed.find_all("li")] == ["fn:x", "fn:y"]
        for link in soup.select(".footnote a, .footnote-ref"):
            assert soup.find(id=link["href"].partition("#")[2]), link


def test_marks_and_ways_back_say_what_they_are():
    """To who listens; the names hold what is seen, and no two lead elsewhere."""
    soup = read(BODY)
    marks, backs = soup.select(".footnote-ref"), soup.select(".footnote-backref")

    assert [(m.text, m["role"], m["aria-label"]) for m in marks] == [
        ("[a]", "doc-noteref", "Note a"),
        ("[b]", "doc-noteref", "Note b"),
        ("[a]", "doc-noteref", "Note a"),
    ]
    assert [(b.text, b["aria-label"]) for b in backs] == [
        ("↩1", "1: back to mention 1 of note a"),
        ("↩2", "2: back to mention 2 of note a"),
        ("↩", "Back to note b in the text"),
    ]
    assert {b["role"] for b in backs} == {"doc-backlink"}
    assert [b["href"] for b in backs] == ["#fnref:x", "#fnref2:x", "#fnref:y"]
    assert "↩1 ↩2" in soup.text
    box = soup.select_one("div.footnote")
    assert (box["role"], box["aria-label"]) == ("doc-endnotes", "Notes")
    assert not soup.select(".footnote [title]")


@pytest.mark.parametrize("order", [True, False])
def test_each_mark_has_the_letter_of_its_note(order):
    """Also past z, and where notes are numbered as the text names them."""
    names = [f"n{number}" for number in range(30)]
    text = " ".join(f"w[^{name}]" for name in reversed(names))
    notes = "\n".join(f"[^{name}]: Words of {name}." for name in names)
    soup = read(f"{text}\n\n{notes}", USE_DEFINITION_ORDER=order)
    ids = [item["id"] for item in soup.select(".footnote li")]

    for mark in soup.select(".footnote-ref"):
        letter = to_letters(ids.index(mark["href"].removeprefix("#")) + 1)
        assert (mark.text, mark["aria-label"]) == (f"[{letter}]", f"Note {letter}")
    assert "[aa]" in soup.text
    assert len(ids) == 30


def test_a_site_with_marks_of_its_own_keeps_them():
    """Its numbers, and the list that counts like them."""
    soup = read(BODY, SUPERSCRIPT_TEXT="n. {}")

    assert soup.select_one(".footnote-ref").text == "n. 1"
    assert "type" not in soup.ol.attrs
    assert not re.search("doc-|aria-", str(soup))
