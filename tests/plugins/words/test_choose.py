"""What a language lacks is English, and HTML that is made of it says so."""

from __future__ import annotations

import pickle
from functools import partial

import pytest
from jinja2 import Environment
from markupsafe import escape

from plugins.words import (
    DATES,
    ENGLISH,
    LANGUAGES,
    REFERENCES,
    Word,
    choose_words,
    offer_words,
    theme_words,
)

OWN = {"skip": "Skip", "part_of_list": "page {page}", "marks": {"draft": "Draft"}}
SHIPPED = ("de", "es", "fr")


@pytest.mark.parametrize("lang", SHIPPED)
def test_series_references_and_dates_are_whole_in_the_languages_that_we_ship(lang):
    """Nothing of them is English there."""
    words = choose_words({}, lang)

    assert [
        n for n in (*ENGLISH, *REFERENCES, *DATES) if isinstance(words[n], Word)
    ] == []


@pytest.mark.parametrize(
    ("lang", "tag"),
    [("it", '<span lang="en">'), ("fa-IR", '<span lang="en" dir="ltr">')],
)
def test_a_word_that_a_language_lacks_says_its_language_in_html_alone(lang, tag):
    """Text, a filled-in sentence, a capital letter and a pickle: it stays English."""
    word = choose_words({}, lang)["parts"]
    said = pickle.loads(pickle.dumps(word.format(count="<2>")))  # noqa: S301  # ours

    assert said == "<2> parts"
    assert f"{said}" == "<2> parts"
    assert escape(said) == f"{tag}&lt;2&gt; parts</span>"
    assert escape(choose_words({}, lang)["draft"].capitalize()) == f"{tag}Draft</span>"
    assert escape(choose_words({}, lang)["part_only"]).startswith(tag)


@pytest.mark.parametrize("lang", ["en", "en-GB", "EN_us", "de", "es-MX", "fr_CA"])
def test_a_word_in_the_pages_language_is_a_plain_text(lang):
    """An English page has no byte more."""
    assert type(choose_words({}, lang)["parts"]) is str


def test_a_site_gives_a_language_its_words_one_by_one():
    """What it gives is in that language; its English is what falls back."""
    own = {"it": {"draft": "bozza"}, "en": {"planned": "to come"}}
    words = choose_words(own, "it-CH")

    assert escape(words["draft"]) == "bozza"
    assert escape(words["planned"]) == '<span lang="en">to come</span>'
    assert choose_words(own, "de")["planned"] == LANGUAGES["de"]["planned"]
    assert type(choose_words({"parts": "{count} T."}, "it")["parts"]) is str


@pytest.mark.parametrize("key", ["pt-BR", "pt_br", "PT-br"])
def test_a_tag_is_the_same_however_it_is_written(key):
    """For plugins and for themes."""
    own = {key: {"draft": "rascunho"}}

    assert choose_words(own, "pt-BR")["draft"] == "rascunho"
    assert choose_words(own, "pt_BR")["draft"] == "rascunho"
    assert escape(choose_words(own, "pt")["draft"]) == '<span lang="en">draft</span>'
    words, _ = theme_words(partial(choose_words, {}), "pt-br", OWN, own)
    assert words["draft"] == "rascunho"


def test_the_words_of_a_script_are_those_of_each_country_that_writes_it():
    """The next wider tag counts (RFC 4647, section 3.4), and a nearer one goes before.

    So “zh-Hant-TW” is not told in “zh”, which may be in other signs.
    """
    own = {"zh": {"draft": "草稿"}, "zh-Hant": {"draft": "草稿本", "planned": "計劃中"}}
    words = choose_words(own | {"zh-Hant-TW": {"planned": "預定"}}, "zh-Hant-TW")

    assert (words["draft"], words["planned"]) == ("草稿本", "預定")


def test_a_theme_gets_its_words_for_texts_and_plain_ones_for_attributes():
    """Its own, those of plugins, and what the setting WORDS says before both."""
    site = {"it": {"newer": "Più nuovo"}, "en": {"skip": "Go on"}}
    words, plain = theme_words(partial(choose_words, {}), "it", OWN, site)

    assert escape(words["skip"]) == '<span lang="en">Go on</span>'
    assert escape(plain["skip"]) == "Go on"
    assert escape(words["newer"]) == escape(plain["newer"]) == "Più nuovo"
    assert escape(words["draft"]) == '<span lang="en">draft</span>'
    assert words["marks"] == plain["marks"] == OWN["marks"]
    words, plain = theme_words(partial(choose_words, {}), "de-AT", OWN, site)
    assert words["skip"] == "Zum Hauptinhalt springen"
    assert escape(words["part_of_list"]) == '<span lang="en">page {page}</span>'
    assert words["newer"] == LANGUAGES["de"]["newer"]
    assert theme_words(partial(choose_words, {}), "en", OWN)[0]["skip"] == "Skip"


@pytest.mark.parametrize("is_escaping", [True, False])
def test_templates_mark_words_where_they_escape_them(is_escaping):
    """With Jinja's own escaping or with a filter; never in an attribute."""
    environment = Environment(autoescape=is_escaping)  # noqa: S701  # both are tried
    offer_words(environment.globals, {"DEFAULT_LANG": "en"})
    form = "{{ words.parts.format(count=2)|e }} {{ words.parts|striptags }}"
    form = "{% set words = words_in(lang) %}" + form + " {{ direction_of(lang) }}"
    text = environment.from_string(form).render(lang="ur")

    assert text == '<span lang="en" dir="ltr">2 parts</span> {count} parts rtl'


def test_a_plugin_with_the_sites_words_goes_before_the_others():
    """Whichever of them is loaded first."""
    own = partial(choose_words, {"draft": "rough"})
    for orders in ([None, own, None], [own, None]):
        names = {}
        for words_in in orders:
            offer_words(names, {}, words_in)
        assert names["words_in"]("de")["draft"] == "rough"
        assert names["theme_words"]("de", {})[0]["draft"] == "rough"


@pytest.mark.parametrize("lang", ["en", *SHIPPED])
def test_the_words_of_the_three_folds_fit_into_one_row_of_a_phone(lang):
    """360 px hold 31 letters in bold beside three arrows."""
    own = {"key_points": "Key points", "on_this_page": "On this page"}
    _, plain = theme_words(partial(choose_words, {}), lang, own)

    assert sum(len(plain[name]) for name in (*own, "series_one")) <= 31
