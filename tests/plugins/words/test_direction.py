"""Which way a language is written."""

from __future__ import annotations

import pytest
from jinja2 import Environment, FileSystemLoader

from plugins.words import direction
from tests.theme.conftest import ROOT

RIGHT_TO_LEFT = """ar AR ar-EG ar_SA he he-IL iw fa fa-IR ur ps sd ckb ckb-IQ yi dv ug
az-Arab ku-Arab ku_Arab_IQ pa-Arab pa-PK az-IR uz-AF ks ks-Arab-IN syr nqo ff-Adlm
man-Nkoo en-Hebr ar-u-nu-latn zh-Arab""".split()  # noqa: SIM905  # a table of words
LEFT_TO_RIGHT = """en en-GB de fr zh ja ru el hi ku ku-TR ku-Latn az az-Latn pa pa-IN
ar-Latn he-Latn-IL ug-Cyrl ug-KZ sd-IN sd-Deva uz ms ff-Latn fa-Cyrl en-x-arab
mn-Mong""".split()  # noqa: SIM905  # same


@pytest.mark.parametrize("tag", RIGHT_TO_LEFT)
def test_a_script_or_the_language_is_written_from_right_to_left(tag):
    """The script in a tag decides; without one the language's usual script does."""
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", [*LEFT_TO_RIGHT, "", None, "-", "?"])
def test_every_other_is_written_from_left_to_right(tag):
    """So is a language that nobody knows."""
    assert direction(tag) == "ltr"


@pytest.mark.parametrize("page", ["en", "ar"])
def test_the_theme_alone_knows_the_languages_that_most_people_write(page):
    """Without plugins its own short list says the same of these."""
    loader = FileSystemLoader(ROOT / "theme" / "templates")
    form = '{% import "macros/links.html" as links with context %}'
    form += "{% for tag in tags %}{{ links.language(tag) }};{% endfor %}"
    tags = ["ar", "he-IL", "fa", "ur", "yi", "ku-Arab", "ar-Latn", "de", "en", "", None]
    asked = Environment(loader=loader, autoescape=True).from_string(form)

    alone = asked.render(lang=page, tags=tags)
    assert alone == asked.render(lang=page, tags=tags, direction_of=direction)
    assert 'lang="de"' in alone
    assert 'lang="ar-Latn"' in alone
    assert f'lang="{page}"' not in alone
    assert (' lang="he-IL" dir="rtl"' in alone) == (page == "en")
    assert (' lang="de" dir="ltr"' in alone) == (page == "ar")
