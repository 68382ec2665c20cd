"""References on pages in several languages, of one library in the site's own."""

from __future__ import annotations

import pytest

from plugins.problem import SettingsError
from plugins.references.library.file import format_library
from plugins.references.settings import parse_settings
from plugins.words import Word
from tests.conftest import a_post
from tests.plugins.references.samples import WORKS, a_work

EVIDENCE = {"design": "randomised trial", "people": 24, "funder": "a firm"}
RETRACTED = [{"type": "retraction", "date": "2024-08-01"}]
LIBRARY = [
    *WORKS,
    a_work(
        "noted", ["Doe", "Roe"], custom={"evidence": EVIDENCE, "updates": RETRACTED}
    ),
    a_work("arabic", "حداد", title="أثر الدواء", language="ar"),
    a_work("german", title="Wirkung & Dauer", language="de-AT"),
]
BODY = "First [@daly2019]. Then [@daly2019; @arabic; @german]. @noted said it."


@pytest.fixture(name="build")
def _build(site):
    """Build a site of one post in each language; return the pages by language."""

    def build(*langs, **settings):
        files = {"references/library.json": format_library(LIBRARY)}
        more = {"cites_retracted": "noted: to show it"}
        more["further_reading"] = "davis2021"
        for lang in langs:
            post = a_post(lang, lang=lang, slug=lang, body=BODY, **more)
            files[f"posts/{lang}.md"] = post
        built = site(files, PLUGINS=["plugins.references"], **settings)
        main = settings.get("DEFAULT_LANG", "en")
        names = {one: one if one == main else f"{one}-{one}" for one in langs}
        return {lang: built.soup(f"{name}.html") for lang, name in names.items()}

    return build


def texts(page, *selectors):
    return [page.select_one(one).get_text(" ", strip=True) for one in selectors]


ROLES = ("doc-biblioref", "doc-backlink")
SHOWN = (".references h2", ".further-heading", ".reference-notice", ".citation-authors")


def test_the_block_speaks_the_language_of_its_page(build):
    """Headings, notices with their day, names in a sentence, and labels."""
    pages = build("en", "de", "es", "fr")
    said = {lang: texts(page, *SHOWN) for lang, page in pages.items()}
    labels = {
        lang: [page.select_one(f'[role="{role}"]')["aria-label"] for role in ROLES]
        for lang, page in pages.items()
    }

    assert said == {
        "en": [
            "References",
            "Further reading",
            "Retracted on 1 August 2024. Why it is cited: to show it",
            "Doe and Roe",
        ],
        "de": [
            "Quellen",
            "Zum Weiterlesen",
            "Zurückgezogen am 1. August 2024. Warum sie angeführt ist: to show it",
            "Doe und Roe",
        ],
        "es": [
            "Referencias",
            "Lecturas recomendadas",
            "Retractado el 1 de agosto de 2024. Por qué se cita: to show it",
            "Doe y Roe",
        ],
        "fr": [
            "Références",
            "Pour aller plus loin",
            "Rétracté le 1er août 2024. Pourquoi il est cité : to show it",
            "Doe et Roe",
        ],
    }
    assert labels["en"][0] == "Reference 1: Daly et al., 2019"
    assert labels["de"][0] == "Quelle 1: Daly et al., 2019"
    assert labels["es"][1] == "a: volver a la mención 1 de la referencia 1"
    assert labels["fr"][1] == "a : retour à la mention 1 de la référence 1"


def test_what_a_language_lacks_is_english_and_says_so(build):
    """A label is an attribute, which cannot; what the site gives is in its language."""
    words = {"it": {"references": "Fonti", "mark": "Fonte {number}: {work}"}}
    pages = build("it", "he", REFERENCES={"words": words})
    hebrew, italian = pages["he"], pages["it"]

    english = hebrew.select(".references [lang=en]")
    assert {one["dir"] for one in english} == {"ltr"}
    assert "References" in [one.text for one in english]
    assert {"Retracted", "on 1 August 2024."} <= {one.text for one in english}
    assert hebrew.select_one(".citation-authors")["lang"] == "en"
    label = hebrew.select_one('[role="doc-biblioref"]')["aria-label"]
    assert label == "Reference 1: Daly et al., 2019"
    assert italian.select_one(".references h2").decode_contents() == "Fonti"
    label = italian.select_one('[role="doc-biblioref"]')["aria-label"]
    assert label == "Fonte 1: Daly et al., 2019"


def test_what_the_library_says_is_in_the_sites_language(build):
    """On a page in another it says which, with its direction."""
    pages = build("en", "de", "he")
    lines = {
        lang: page.select_one(".reference-evidence") for lang, page in pages.items()
    }

    assert {line.text for line in lines.values()} == {
        "Randomised trial, 24 people. Paid for by a firm."
    }
    said = {lang: (line.get("lang"), line.get("dir")) for lang, line in lines.items()}
    assert said == {"en": (None, None), "de": ("en", None), "he": ("en", "ltr")}
    german = build("de", DEFAULT_LANG="de")["de"].select_one(".reference-evidence")
    assert german.text == "Randomised trial, 24 Personen. Bezahlt von a firm."
    assert not german.get("lang")


def test_a_title_says_the_language_that_its_record_names(build):
    """Unless it is the page's; what may run the other way goes by its first letter."""
    pages = build("en", "de", "he")

    def title(lang, key):
        entry = pages[lang].find(id=f"{lang}-ref-{key}").select_one(".reference-text")
        span = entry.select_one("[lang]")
        return entry.get("dir"), span and (span.text, span["lang"], span.get("dir"))

    assert title("en", "daly2019") == (None, None)
    assert title("en", "arabic") == ("auto", ("أثر الدواء", "ar", "rtl"))
    assert title("en", "german") == (None, ("Wirkung & Dauer", "de-AT", None))
    assert title("de", "german") == (None, None)
    assert title("he", "arabic") == ("auto", ("أثر الدواء", "ar", None))
    assert title("he", "daly2019") == ("auto", None)


def test_a_heading_of_the_sites_own_is_as_it_wrote_it():
    """It may be in any language; the usual ones are said in the page's."""
    own = parse_settings({"heading": "Evidence", "words": {"de": {"removed": "Weg"}}})

    assert own.words_in("de")["references"] == own.words_in("it")["references"]
    assert own.words_in("de")["references"] == "Evidence"
    assert own.words_in("de")["further_reading"] == "Zum Weiterlesen"
    assert own.words_in("de")["removed"] == "Weg"
    assert isinstance(own.words_in("it")["removed"], Word)


@pytest.mark.parametrize(
    "words", [{"mark": "Nr. {nummer}"}, {"marks": "x"}, {"de": {"mark": 1}}]
)
def test_words_that_cannot_be_filled_in_are_refused(words):
    """Before a page is made."""
    with pytest.raises(SettingsError):
        parse_settings({"words": words})
