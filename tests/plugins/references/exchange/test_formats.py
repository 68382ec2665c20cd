"""BibTeX, RIS and CSL-JSON as other programs export them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.references.exchange.bibtex import read_bibtex
from plugins.references.exchange.formats import read_csl_json
from plugins.references.exchange.ris import read_ris
from plugins.references.exchange.shared import csl_date, edition, pages
from plugins.references.library.add import add_works
from plugins.references.library.item import parse_item
from plugins.references.styles import format_reference
from plugins.tools.commands.library_files import read_references
from plugins.tools.site import RefusedError

EXPORT = (Path(__file__).parents[1] / "cases" / "export.bib").read_text("utf-8")
RIS = """TY  - JOUR
AU  - Daly, Ella J.
AU  - World Health Organization
TI  - A title
JO  - JAMA Psychiatry
JA  - JAMA Psych
PY  - 2019
DA  - 2019/09/01/
VL  - 76
IS  - 9
SP  - 893
EP  - 903
DO  - 10.1001/x
ER  -\x20

TY  - CHAP
AU  - King, Martin, Jr.
A2  - Editor, A.
TI  - A chapter
T2  - The Book
SP  - 1-9
PB  - Wiley
CY  - New York
PY  - 2010///
ER  -
TY  - WEB
TI  - Never ended
UR  - https://x.example
Y2  - 2024/05/06
"""


@pytest.fixture(name="bib", scope="module")
def _bib():
    return read_bibtex(EXPORT)


@pytest.fixture(name="items")
def _items(bib):
    return {item["id"]: item for item in reversed(bib.items)}


def test_every_readable_entry_comes_in_its_order(bib):
    """A broken entry costs itself; a doubled key costs nobody."""
    assert [item["id"] for item in bib.items] == [
        *("mueller2019", "chapter", "whole", "mueller2019", "these", "preprint"),
        *("web", "lost"),
    ]


def test_faults_are_named_with_their_lines(bib):
    """An editor finds each of them in the file."""
    lines = EXPORT.split("\n")
    said = {fault.what: lines[fault.line - 1] for fault in bib.faults}

    assert len(said) == 3
    for what, line in said.items():
        assert any(word in line for word in ("broken", "mueller2019, title", "lost")), (
            what
        )


def test_latex_becomes_text_and_emphasis_stays(items):
    """Umlauts, braces, dashes, sub- and superscripts, percent signs."""
    work = items["mueller2019"]

    assert work["title"] == (
        "A Ketamine <i>in vivo</i> study of H<sub>2</sub>O, CO<sub>2</sub> & 50%"
    )
    assert work["container-title"] == "JAMA Psychiatry"
    assert work["DOI"] == "10.1000/a_b"
    assert (work["page"], work["issue"], work["volume"]) == ("1-3", "3", "2")
    assert work["issued"] == {"date-parts": [[2019, 5]]}
    assert items["these"]["publisher"] == "Univ. of Łódź"
    assert items["these"]["genre"] == "PhD thesis"


def test_names_are_read_as_bibtex_reads_them(items):
    """Particles, suffixes, organisations in braces."""
    assert items["mueller2019"]["author"] == [
        {"family": "Müller", "given": "Jörg"},
        {"literal": "World Health Organization"},
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
        {"family": "Smith", "given": "John", "suffix": "Jr"},
    ]


def test_a_chapter_inherits_from_its_book(items):
    """Crossref in any case of letters; what is the chapter's own stays."""
    chapter = items["chapter"]

    assert chapter["title"] == "Chapter One"
    assert chapter["container-title"] == "The Book: A Story"
    assert chapter["editor"] == [{"family": "Zwei", "given": "Émile"}]
    assert (chapter["publisher"], chapter["edition"]) == ("Wiley & Sons", "2")
    assert chapter["page"] == "3-9"


def test_and_others_is_said_and_is_no_name(bib):
    """A list that is not whole is marked as such."""
    again = bib.items[3]

    assert again["author"] == [{"family": "Adams", "given": "A."}]
    assert again["custom"]["authors_complete"] is False
    assert again["issued"] == {"date-parts": [[2020, 5], [2020, 6]]}


def test_what_csl_has_no_place_for_is_kept_and_private_paths_are_not(items):
    """Nothing that an author wrote is lost; a path on somebody's disk is nobody's."""
    assert items["mueller2019"]["custom"]["imported"] == {"mynote": "keep me"}
    assert "/home/me" not in json.dumps(items["mueller2019"])


def test_addresses_keep_their_characters(items):
    """An underscore, a tilde and a percent sign belong to the address."""
    assert items["web"]["URL"] == "https://x.example/a_b~c%20d"
    assert items["web"]["accessed"] == {"date-parts": [[2024, 1, 2]]}
    assert items["preprint"]["type"] == "article"
    assert items["preprint"]["publisher"] == "arXiv"


def test_a_bibtex_file_comes_in_twice_without_a_trace(bib):
    """The second time nothing changes."""
    first = add_works([], bib.items)
    again = add_works(first.items, bib.items)

    assert len(first.items) == len(bib.items)
    assert not again.is_changed
    assert again.items == first.items


def test_ris_records_are_read_ended_or_not():
    """Zotero, publishers and Google Scholar write RIS, each a little otherwise."""
    found = read_ris(RIS)
    daly, chapter, web = found.items

    assert daly["author"][1] == {"literal": "World Health Organization"}
    assert daly["page"] == "893-903"
    assert daly["issued"] == {"date-parts": [[2019, 9, 1]]}
    assert daly["container-title-short"] == "JAMA Psych"
    assert chapter["author"] == [{"family": "King", "given": "Martin", "suffix": "Jr."}]
    assert chapter["container-title"] == "The Book"
    assert chapter["issued"] == {"date-parts": [[2010]]}
    assert web["accessed"] == {"date-parts": [[2024, 5, 6]]}
    assert [fault.line for fault in found.faults] == [26]


def test_an_imported_work_reads_as_a_reference(items):
    """From an export to the printed line."""
    _, text = format_reference(parse_item(items["chapter"]), "apa")

    assert text == (
        "Galois, É. (2011). Chapter One. In É. Zwei (Ed.), The Book: A Story"
        " (2nd ed., pp. 3–9). Wiley & Sons."
    )


def test_csl_json_comes_as_a_list_one_item_or_under_items():
    """Zotero, Better BibTeX and doi.org each have their way."""
    item = {"id": "a", "type": "book", "title": "A"}

    assert read_csl_json(json.dumps([item])).items == [item]
    assert read_csl_json(json.dumps(item)).items == [item]
    assert read_csl_json(json.dumps({"items": [item]})).items == [item]
    assert read_csl_json('[{"title": "No id"}, "words"]').items == [
        {"title": "No id", "id": "item1"},
        {"title": "words", "id": "item2"},
    ]


def test_a_file_of_another_kind_is_refused(tmp_path):
    """In one line that says what is possible."""
    (tmp_path / "x.docx").write_bytes(b"PK")

    with pytest.raises(RefusedError, match=r"not a \.bib, \.ris or \.json"):
        read_references(tmp_path / "x.docx")
    with pytest.raises(RefusedError, match="There is no file"):
        read_references(tmp_path / "nothing.bib")


def test_a_file_in_the_alphabet_of_windows_is_read(tmp_path):
    """Older programs export so."""
    path = tmp_path / "x.ris"
    path.write_bytes("TY  - BOOK\nTI  - Über\nER  - \n".encode("cp1252"))

    assert read_references(path).items[0]["title"] == "Über"


def test_small_words_of_exports():
    """Months, editions and pages in the spellings that occur."""
    assert csl_date("2019", "Sept.", "5") == {"date-parts": [[2019, 9, 5]]}
    assert csl_date("in press") == {"literal": "in press"}
    assert csl_date("") is None
    assert csl_date("2019/2020") == {"date-parts": [[2019], [2020]]}
    assert [edition(one) for one in ("Second edition", "3rd ed.", "Revised")] == [
        *("2", "3", "Revised"),
    ]
    assert [pages(one) for one in ("1--3", "1 – 3", "e5")] == ["1-3", "1-3", "e5"]


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        ("PMID: 31166571\nPMCID: PMC1", {"PMID": "31166571", "PMCID": "PMC1"}),
        ("{:PMID: 5} {:number: 12}", {"PMID": "5", "number": "12"}),
        ("words first\nPMID: 5", {"PMID": "5"}),
        ("one line\nanother line\nPMID: 5", {"PMID": ""}),
        ("publisher: Other", {"publisher": "Wiley"}),
        ("see: page 5", {"see": ""}),
    ],
)
def test_what_zotero_keeps_in_extra_is_read(note, wanted):
    """Fields that the record lacks; its own come first, and words stay words."""
    record = parse_item({"id": "x", "publisher": "Wiley", "note": note})

    assert {name: record.text(name) for name in wanted} == wanted
