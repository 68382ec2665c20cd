"""Records on their way in: CSL-JSON of other programs, and what a person would ask."""

from __future__ import annotations

import json
from itertools import cycle

import pytest

from plugins.references.exchange.bibtex import read_bibtex
from plugins.references.exchange.formats import read_csl_json
from plugins.references.library.add import add_works
from plugins.references.library.file import format_library, parse_library
from plugins.references.library.item import FIELDS, parse_item
from plugins.references.settings import STYLES
from plugins.references.styles import format_reference
from tests.plugins.references.exchange.test_ris import REMNANTS

ARTICLE = {
    "id": "k",
    "type": "article-journal",
    "title": "T",
    "container-title": "Sleep",
    "author": [{"family": "Daly", "given": "E."}],
    "issued": {"date-parts": [[2019]]},
}


def read(**fields):
    return read_csl_json(json.dumps([ARTICLE | fields]))


def printed(item, style="apa"):
    return format_reference(parse_item(item), style)[1]


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        ({"raw": "2019-05"}, [[2019, 5]]),
        ({"raw": "May 5, 2019"}, [[2019, 5, 5]]),
        ([[2018, 5]], [[2018, 5]]),
        ([2018, 5], [[2018, 5]]),
        ("2018-05-01", [[2018, 5, 1]]),
        (2018, [[2018]]),
        ({"date-parts": ["2018-05-01"]}, [[2018, 5, 1]]),
        ({"date-parts": [["2012", 22], ["2012", 23]]}, [["2012", 22], ["2012", 23]]),
        ({"year": 2018, "month": "5"}, [[2018, 5]]),
    ],
)
def test_dates_of_other_programs_are_stored_as_csl_has_them(date, wanted):
    """Raw ones, lists and texts: none is printed as “n.d.”."""
    (item,) = read(issued=date).items

    assert item["issued"]["date-parts"] == wanted
    assert "n.d." not in printed(item)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("edition", "0"), ("edition", 0), ("edition", "0th"), ("volume", "0")),
        *(("issue", "0-0"), ("page", "NaN-NaN"), ("page", "-"), ("volume", "None")),
        *(("publisher", "null"), ("genre", "undefined"), ("URL", "None")),
        *(
            ("issue", "ahead of print"),
            ("number-of-pages", 0),
            ("medium", "[object Object]"),
        ),
    ],
)
def test_a_word_for_nothing_is_left_out_and_said(field, value):
    """In imports, and in a library that somebody put there."""
    found = read(**{field: value})
    (record,) = parse_library(json.dumps([ARTICLE | {field: value}]), "l").references

    assert field not in found.items[0]
    assert field in found.doubts[0].what
    assert not record.text(field)


@pytest.mark.parametrize(
    ("deposited", "wanted"),
    [
        ("R&amp;D of <jats:italic>N</jats:italic>-x", "R&D of <i>N</i>-x"),
        ("&amp;lt;5 mg <p>daily</p>", "<5 mg daily"),
        ("p<0.05, a<b and c>d", "p<0.05, a<b and c>d"),
        ("<scp>d</scp>-Serine &#8211; x", "d-Serine – x"),
        ('<span class="nocase">pH</span> <span lang="en">x</span>', None),
        ("The <Kiva> loan", "The <Kiva> loan"),
        ("Caf&eacute; AT&T", "Café AT&T"),
        ("CO<sub>2</sub>", "CO<sub>2</sub>"),
    ],
)
def test_entities_and_markup_never_reach_a_reader(deposited, wanted):
    """CSL's own marks stay, and what is no markup."""
    wanted = wanted or '<span class="nocase">pH</span> x'
    fields = {"title": deposited, "container-title": "Health &amp; Place"}
    (item,) = read(**fields).items
    (record,) = parse_library(json.dumps([ARTICLE | fields]), "l").references

    assert item["title"] == record.title == wanted
    assert record.text("container-title") == item["container-title"] == "Health & Place"


def test_an_address_keeps_its_signs():
    """“&copy=2” is a part of it, and no ©."""
    url = "https://x.example/?a=1&amp;copy=2"

    assert read(URL=url).items[0]["URL"] == "https://x.example/?a=1&copy=2"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"container-title": ""}, "without a journal"),
        ({"type": "article-newspaper", "container-title": None}, "without a journal"),
        ({"type": "chapter", "container-title": None}, "without a book"),
        ({"title": ""}, "no title"),
        ({"title": "RETRACTED: Foo"}, "was retracted"),
        ({"title": "Retracted Article: Foo"}, "was retracted"),
        ({"title": "[Retracted] Foo"}, "was retracted"),
        ({"title": "Foo (Retracted article. See vol. 5, p. 10)"}, "was retracted"),
        ({"title": "WITHDRAWN: Foo"}, "was withdrawn"),
        ({"title": "Temporary removal: Foo"}, "was removed"),
        ({"title": "Expression of Concern: Foo"}, "a notice"),
        ({"title": "Retraction notice to “Foo”"}, "a notice"),
        ({"DOI": "see publisher"}, "is no DOI"),
        ({"type": "bogus"}, "not CSL’s"),
    ],
)
def test_what_a_person_would_ask_is_said(fields, words):
    """Once, with the record's name; the work is taken in all the same."""
    found = read(**fields)

    assert len(found.items) == 1
    assert [words in one.what for one in found.doubts] == [True]
    assert found.doubts[0].what.startswith(("k: ", "“T”: "))
    assert not found.faults


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": "Removed from care: a study"},
        {"title": "Retracted teeth in children"},
        {"title": "Withdrawn from market: a review"},
        {"type": "report", "container-title": None, "number": "MAR-21-02"},
        {"type": "paper-conference", "container-title": None, "event-title": "E"},
        {"genre": "Letter to the editor"},
        {"note": "type: words"},
        {"title": "Null results, none expected"},
    ],
)
def test_what_is_right_is_not_asked_about(fields):
    """A check that cries wolf is switched off."""
    assert read(**fields).said == []


def test_a_title_that_says_retracted_puts_the_work_into_that_state():
    """The build then asks for a reason, before any check online."""
    assert read(title="WITHDRAWN: x").items[0]["custom"] == {
        "updates": [{"type": "withdrawal"}]
    }
    bib = read_bibtex("@article{a, title={RETRACTED: x}, journal={J}}")
    assert bib.items[0]["custom"]["updates"] == [{"type": "retraction"}]


@pytest.mark.parametrize(
    ("genre", "kind", "wanted"),
    [
        ("Article", "article-journal", None),
        ("Research Article", "article-journal", None),
        ("Journal: Article", "article-journal", None),
        ("Book Section", "chapter", None),
        ("Letter to the editor", "article-journal", "Letter to the editor"),
        ("PhD thesis", "thesis", "PhD thesis"),
        ("doi:10.1000/zz", "article-journal", None),
        ("https://doi.org/10.1000/zz", "report", None),
    ],
)
def test_a_genre_is_what_a_reader_should_know(genre, kind, wanted):
    """“[Article]” and “[Doi: …]” say nothing; a DOI is one."""
    (item,) = read(genre=genre, type=kind).items

    assert item.get("genre") == wanted
    assert item.get("DOI") == ("10.1000/zz" if "10.1000" in genre else None)


def test_other_programs_words_for_types_and_fields_are_read():
    """Crossref's lists, Zotero's and BibTeX's names, capitals; the rest is kept."""
    item = {"type": "Journal Article", "title": ["T"], "journal": "Sleep"}
    item |= {"year": "2001", "pages": "1-9", "doi": "https://doi.org/10.1000/AB.c"}
    item["impact"] = "high"
    (item,) = read_csl_json(json.dumps(item)).items

    assert (item["type"], item["title"]) == ("article-journal", "T")
    assert (item["container-title"], item["page"]) == ("Sleep", "1-9")
    assert (item["DOI"], item["issued"]) == ("10.1000/AB.c", {"date-parts": [[2001]]})
    assert item["custom"] == {"imported": {"impact": "high"}}


def test_crossrefs_own_answer_is_read_as_the_lookup_reads_it():
    """One message, or a list of them."""
    message = {"type": "journal-article", "reference-count": 3, "title": ["A &amp; B"]}
    message |= {"container-title": ["Sleep"], "DOI": "10.1000/x", "volume": "0"}
    one = json.dumps({"status": "ok", "message": message})
    several = json.dumps({"message": {"items": [message, message | {"DOI": "10.1/y"}]}})

    assert read_csl_json(one).items[0]["title"] == "A & B"
    assert len(read_csl_json(several).items) == 2


UNTITLED = [
    {"id": "xx", "type": "book", "author": [{"family": "Smith", "given": "J."}]},
    {"id": "xx", "type": "book", "author": [{"family": "Smith", "given": "A."}]},
    {"id": "item1", "type": "article-journal", "container-title": "J", "volume": "3"},
    {"id": "a", "type": "webpage", "URL": "https://x.example/"},
    {"id": "a", "type": "webpage", "URL": "https://x.example/", "note": "another"},
    {"id": "d", "type": "report", "number": "12", "custom": {"imported": {"x": "y"}}},
]


def test_a_work_without_a_title_comes_in_once():
    """Importing twice changes nothing, whatever the record; two works stay two."""
    items = read_csl_json(json.dumps(UNTITLED)).items
    first = add_works([], items)
    again = add_works(json.loads(format_library(first.items)), items)

    assert len(first.items) == len(UNTITLED)
    assert {one.what for one in again.works} == {"same"}
    assert not add_works([], [items[2], dict(items[2], id="other")]).items[1:]


STRANGE = [
    *("0", "None", "-", "doi:10.1000/x", "&amp;lt;b&gt;", "1-2-3", "²", "日本"),
    *("et al.", 0, -1, 1.5, True, None, [], {}, ["x"], [None], [[]], {"a": 1}),
    *([{"family": None}], {"date-parts": [[]]}, {"date-parts": None}, {"raw": None}),
    *({"date-parts": [[2019, "x"]]}, {"literal": "None"}, [[2019], [2020]], ["et al."]),
]


def test_no_value_of_any_field_stops_an_import_or_a_style():
    """Strange but real: wrong kinds, empty ones, words of programs."""
    records = [
        ARTICLE | {"id": f"k{at}x{n}", "title": f"T{at}x{n}", name: value}
        for at, name in enumerate(sorted(FIELDS - {"id", "title"}))
        for n, value in enumerate(STRANGE)
        if (at + n) % 3 == 0
    ]
    found = read_csl_json(json.dumps(records))
    first = add_works([], found.items)

    assert len(found.items) == len(records)
    assert not add_works(first.items, found.items).is_changed
    for item, style in zip(first.items, cycle(STYLES), strict=False):
        assert not REMNANTS.search(printed(item, style)), item


@pytest.mark.parametrize("words", ["", "Retrieved from ", "Available at: "])
def test_an_address_is_no_journal(words):
    """Google Scholar and Cochrane have it there; it was printed in capitals."""
    site = ARTICLE | {"container-title": f"{words}https://example.org/x"}
    found = read_csl_json(json.dumps([site]))
    (item,) = found.items

    assert item["URL"] == "https://example.org/x"
    assert "container-title" not in item
    assert any("without a journal" in one.what for one in found.doubts)


@pytest.mark.parametrize("said", ["v1.2", "V1.2", "Version 1.2", "1.2"])
def test_a_version_is_a_number_in_apa_and_nlm(said):
    """“Version v1.2” was printed, and nothing at all in NLM."""
    program = {"type": "software", "title": "T", "publisher": "P", "version": said}
    (item,) = read_csl_json(json.dumps([program])).items

    assert printed(item, "apa") == "P. (n.d.). T (Version 1.2) [Computer software]."
    assert printed(item, "nlm") == "T. Version 1.2. P."


def test_a_journal_in_one_word_is_parted():
    """AMA and NLM leave out the stops: “ArchGenPsychiatry” was printed."""
    glued = ARTICLE | {"container-title": "Arch.Gen.Psychiatry"}
    (item,) = read_csl_json(json.dumps([glued])).items

    assert "Arch Gen Psychiatry." in printed(item, "nlm")


def test_a_season_in_the_place_of_a_month_is_kept():
    """As words, where CSL has numbers."""
    dated = ARTICLE | {"issued": {"date-parts": [["2019", "Spring"]]}}
    (item,) = read_csl_json(json.dumps([dated])).items

    assert item["issued"] == {"date-parts": [[2019]], "season": "1"}
