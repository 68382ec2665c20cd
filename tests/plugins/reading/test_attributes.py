"""Braces that are words, and braces that are attributes."""

from __future__ import annotations

import re

import pytest
from lxml import html as markup
from markdown import Markdown

from plugins.reading.markdown import ReadingExtension

READER = Markdown(extensions=["extra", ReadingExtension({}, {})])
TABLE = "| a | b |\n| --- | --- |\n| {} | x |"


def rendered(text):
    """Return a text as HTML."""
    return READER.reset().convert(text)


@pytest.mark.parametrize(
    "place",
    [
        TABLE,
        "## {}",
        "{} goes on",
        "Words\n{}",
        "- {}\n- b",
        "- a\n    - {}",
        "[link](/x) {}",
        "[link](/x){}",
        "*word*{}",
        "**word** {}",
        "term {}\n:   meaning",
        "term\n:   {}",
        "![picture](/x.png){}",
        "> {}",
    ],
    ids=lambda place: place.split("\n")[0],
)
@pytest.mark.parametrize(
    "words",
    [
        "5 {mg}",
        "{1, 2}",
        "{n=20}",
        "{p=0.05}",
        "{see note}",
        "a {b {.c",
        "{hidden}",
        "x {y} {z}",
        "{a: 1}",
        "{don't}",
        "{50 %}",
        "{μ}",
    ],
)
def test_no_word_in_braces_is_lost(place, words):
    """Wherever attributes could stand, words stay words."""
    shown = markup.fragment_fromstring(rendered(place.replace("{}", words)), "div")
    assert words in shown.text_content().replace("\u2019", "'")


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("## Harms {#harms}", 'id="harms"'),
        ("## Step {#3}", 'id="3"'),
        ("## Harms {note} {#harms .x}", 'class="x" id="harms"'),
        ('Words\n{: .note lang=de title="a b" }', 'class="note" lang="de" title="a b"'),
        ("[a](/b){: hidden }", 'hidden href="/b"'),
        (
            "[a](/b){rel=nofollow target=_blank}",
            'href="/b" rel="nofollow" target="_blank"',
        ),
        ("[a](/b){download}", 'download href="/b"'),
        ("![a](/b){width=300 .right}", 'class="right" src="/b" width="300"'),
        ('![a](/b){width="6.5in" height="50%"}', 'width="6.5in" height="50%"'),
        (TABLE.replace("{}", "x {: align=left #y}"), 'align="left" id="y"'),
        ("*a*{data-x=1 aria-label='b c'}", 'aria-label="b c" data-x="1"'),
        ('*a*{style="color: red"}', 'style="color: red"'),
    ],
)
def test_attributes_are_read_as_ever(text, attributes):
    """Those that a page may have, and those that checks refuse by name."""
    html = rendered(text)
    for attribute in re.findall(r'[\w-]+(?:="[^"]*")?', attributes):
        assert attribute in html
