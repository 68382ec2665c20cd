"""Deposits of any shape are read, and nothing in them is invented."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.references.checking.compare import compare
from plugins.references.checking.notices import find_notices
from plugins.references.checking.results import (
    CheckResult,
    CheckResults,
    format_checked,
    parse_checked,
)
from plugins.references.library.item import parse_item
from plugins.references.library.titles import clean_title
from plugins.references.lookup.csl import parse_negotiated, to_csl
from plugins.references.lookup.deposit import parse_crossref
from tests.plugins.references.pairs import PAIRS

FIELDS = (
    *("DOI", "type", "title", "subtitle", "original-title", "author", "editor"),
    *("issued", "published-print", "published-online", "container-title", "volume"),
    *("short-container-title", "issue", "page", "article-number", "update-to"),
    *("updated-by", "relation", "journal-issue", "publisher", "ISBN", "degree"),
    *("institution", "group-title", "edition-number", "posted", "approved"),
)
KEYS = (
    *("DOI", "type", "family", "given", "name", "date-parts", "updated", "id"),
    *("is-preprint-of", "date-time", "literal", "source", "label"),
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
MESSAGES = st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=8)


@settings(max_examples=150, deadline=None)
@given(MESSAGES)
def test_no_answer_however_odd_ends_in_a_traceback(message):
    """Records are typed by many hands; what cannot be read is left out."""
    deposit = parse_crossref(message)
    item = to_csl(deposit) | {"id": "x"}
    compare(parse_item(item), deposit)
    find_notices(deposit)
    parse_negotiated(message, "DataCite")


@pytest.mark.parametrize(
    ("item", "message"), [(i, m) for _, i, m in PAIRS], ids=[n for n, _, _ in PAIRS]
)
def test_a_record_agrees_with_what_the_library_gets_from_it(item, message):
    """What ``cite`` stores, ``check`` finds right; also after it was written down."""
    deposit = parse_crossref(message)
    stored = parse_item(to_csl(deposit) | {"id": item["id"]})
    work = CheckResult(stored.key, stored.doi, "2026-11-23", deposit)
    text = format_checked(CheckResults({stored.key: work}), {})
    kept = parse_checked(text).works[stored.key].deposit

    assert compare(stored, deposit).differences == ()
    assert compare(stored, kept).differences == ()


TITLES = {
    "JATS": ("<jats:italic>In vivo</jats:italic> work", "<i>In vivo</i> work"),
    "emphasis": (
        "<em>In vivo</em> and <strong>b</strong>",
        "<i>In vivo</i> and <b>b</b>",
    ),
    "small capitals": ('<span class="sc">d</span>-serine', "d-serine"),
    "entities twice": ("A &amp;amp; B", "A & B"),
    "line ends": ("A\n      B", "A B"),
    "MathML": (
        "of <mml:math><mml:mi>β</mml:mi> <mml:mn>2</mml:mn></mml:math> type",
        "of β2 type",
    ),
    "TeX beside it": (
        "of <math><mi>β</mi><annotation>\\beta</annotation></math> type",
        "of β type",
    ),
    "less than": ("Doses &lt; 5 mg and > 1", "Doses < 5 mg and > 1"),
    "half a pair": ("An <i>open title", "An open title"),
    "capitals": ("KETAMINE IN 24 ADULTS", "KETAMINE IN 24 ADULTS"),
    "nothing inside": ("A<sup></sup> B", "A B"),
}


@pytest.mark.parametrize(("deposited", "clean"), TITLES.values(), ids=TITLES)
def test_titles_are_cleaned_and_not_rewritten(deposited, clean):
    """One line, CSL's markup, the case that was deposited."""
    assert clean_title(deposited) == clean


NAMES = {
    "SMITH": "Smith",
    "VAN DER BERG": "van der Berg",
    "CARHART-HARRIS": "Carhart-Harris",
    "O'NEILL": "O'Neill",
    "MCINTYRE": "McIntyre",
    "LI": "LI",
    "de la Cruz": "de la Cruz",
    "ÖSTERGAARD": "Östergaard",
}


@pytest.mark.parametrize(("deposited", "name"), NAMES.items(), ids=NAMES)
def test_surnames_in_capitals_are_written_as_names(deposited, name):
    """Two letters may be initials, and stay."""
    message = {"DOI": "10.5555/x", "author": [{"family": deposited, "given": "A."}]}

    assert to_csl(parse_crossref(message))["author"][0]["family"] == name


KINDS = {
    "posted-content": ({"group-title": "medRxiv"}, ("article", "genre", "Preprint")),
    "dissertation": ({"degree": ["PhD"]}, ("thesis", "genre", "PhD")),
    "book-chapter": (
        {"container-title": ["A Handbook", "A Series"]},
        ("chapter", "collection-title", "A Series"),
    ),
    "monograph": (
        {"container-title": ["A Series"]},
        ("book", "collection-title", "A S"),
    ),
    "report": ({"publisher": "WHO"}, ("report", "publisher", "WHO")),
    "proceedings-article": ({}, ("paper-conference", "DOI", "10.5555/x")),
    "journal-article": ({"article-number": "e7"}, ("article-journal", "number", "e7")),
}


@pytest.mark.parametrize(("kind", "case"), KINDS.items(), ids=KINDS)
def test_each_kind_has_its_own_fields(kind, case):
    """A preprint says so, a thesis its degree, a chapter its series."""
    more, (wanted, field, value) = case
    item = to_csl(parse_crossref({"DOI": "10.5555/x", "type": kind} | more))

    assert item["type"] == wanted
    assert item[field].startswith(value)


def test_a_name_without_a_given_name_stays_without_one():
    work = {"doi": "10.1/x", "checked": "2026-11-01"}
    publisher = {"doi": "10.1/x", "authors": [{"family": "Daly", "given": None}]}
    text = json.dumps({"works": {"daly": work | {"publisher": publisher}}})
    (name,) = parse_checked(text).works["daly"].deposit.authors
    assert name.text == "Daly"
