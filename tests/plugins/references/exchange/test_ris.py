"""RIS of every exporter: how lines are written, and what their tags mean."""

from __future__ import annotations

import json
import re
from itertools import cycle

import pytest

from plugins.references.exchange.formats import read_file
from plugins.references.exchange.ris import KNOWN, TYPES, read_ris
from plugins.references.library.add import add_works
from plugins.references.library.file import format_library, parse_library, read_items
from plugins.references.settings import STYLES
from plugins.references.styles import format_reference

PLAIN = """TY  - JOUR
AU  - Müller, A
TI  - Rest
JO  - Sleep
PY  - 2009
VL  - 3
ER  -\x20
"""
#: What no reader may see of a record.
REMNANTS = re.compile(r"(?i)\b(?:none|nan|undefined|null)\b|\[(?:doi|article)")


def as_record(*lines, kind="JOUR"):
    head = "" if any(line.startswith("TI") for line in lines) else "TI  - Rest\n"
    return f"TY  - {kind}\n{head}" + "\n".join(lines) + "\nER  - \n"


def read_one(*lines, kind="JOUR"):
    (item,) = read_ris(as_record(*lines, kind=kind)).items
    return item


WRITTEN = {
    "one space": PLAIN.replace("  -", " -"),
    "no space before the dash": PLAIN.replace("  -", "-"),
    "no space at all": PLAIN.replace("  - ", "-"),
    "none after the dash": PLAIN.replace("  - ", "  -"),
    "two after the dash": PLAIN.replace("  - ", "  -  "),
    "tabs": PLAIN.replace("  - ", "\t-\t"),
    "no-break spaces": PLAIN.replace("  - ", "\xa0\xa0- "),
    "small letters": re.sub(
        "^..", lambda tag: tag[0].lower(), PLAIN, flags=re.MULTILINE
    ),
    "indented": re.sub("^", "    ", PLAIN, flags=re.MULTILINE),
    "a dash of Word's": PLAIN.replace("  - ", "  – "),
    "a mark of the order of bytes": "\ufeff" + PLAIN,
    "CRLF": PLAIN.replace("\n", "\r\n"),
    "CR": PLAIN.replace("\n", "\r"),
    "blank lines": PLAIN.replace("\n", "\n\n"),
    "lines above": f'Record #3 of 18\nContent: text/plain; charset="UTF-8"\n\n{PLAIN}',
    "a number above": f"1. \n{PLAIN}",
    "TY last": PLAIN.replace("TY  - JOUR\n", "").replace("ER", "TY  - JOUR\nER"),
    "a text that goes on": PLAIN.replace(
        "VL", "AB  - Endothelin\nET-1 and\n      DO-it-yourself\nVL"
    ),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_a_record_is_read_however_its_lines_are_written(way):
    """Every program has its own way; the record is the same."""
    found = read_file(WRITTEN[way].encode(), ".ris")
    (item,) = found.items

    assert (item["title"], item["container-title"]) == ("Rest", "Sleep")
    assert (item["volume"], item["author"][0]["family"]) == ("3", "Müller")
    assert item["issued"] == {"date-parts": [[2009]]}
    assert found.faults == []


@pytest.mark.parametrize(
    "code", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "mac_roman"]
)
def test_letters_of_other_codes_are_read(code):
    """And where a guess was made, that is said."""
    text = PLAIN.replace("\n", "\r") if code == "mac_roman" else PLAIN
    found = read_file(text.encode(code), ".ris")

    assert found.items[0]["author"][0]["family"] == "Müller"
    assert bool(found.doubts) == (code in ("cp1252", "mac_roman"))


def test_fields_above_a_type_belong_to_its_record():
    """Without an end the next type begins a record, and that is said."""
    two = "TI  - One\nAU  - A, B\nTY  - BOOK\nER  - \nTI  - Two\nTY  - BOOK\nER  -"
    endless = read_ris(PLAIN.replace("ER  - \n", "\n") + "TY  - BOOK\nTI  - Two\n")

    assert [item["title"] for item in read_ris(two).items] == ["One", "Two"]
    assert [item["title"] for item in endless.items] == ["Rest", "Two"]
    assert [fault.line for fault in endless.faults] == [1, 8]


def test_a_record_without_a_type_is_taken_in_with_a_word():
    """Its journal and volume tell what it is."""
    found = read_ris(PLAIN.replace("TY  - JOUR\n", ""))

    assert found.items[0]["type"] == "article-journal"
    assert "no type" in found.doubts[0].what


@pytest.mark.parametrize(
    "text",
    [
        "TY  - JOUR\nER  - \n",
        "TY  - JOUR\nPY  - 2009\nER  - \n",
        "TY  - JOUR\nTI  - \nAU  - \nER  - \n",
        "TY  - JOUR\nTI  - None\nVL  - nan\nER  - \n",
        "TY  - BOOK\nN1  - words\nKW  - a\nER  - \n",
        "TY  - JOUR\nAU  - ; ;\nT1  -\nER  - \n",
    ],
)
def test_an_empty_record_is_never_stored(text):
    """It is named, and counts as lost."""
    found = read_file(text.encode(), ".ris")

    assert found.items == []
    assert any("empty" in one.what and one.is_loss for one in found.faults)


@pytest.mark.parametrize(
    ("lines", "kind", "wanted"),
    [
        (["M3  - doi:10.1001/Xy.1"], "JOUR", {"DOI": "10.1001/Xy.1", "genre": None}),
        (["M3  - 10.1000/abc", "M3  - Article"], "JOUR", {"DOI": "10.1000/abc"}),
        (["M3  - Article"], "JOUR", {"genre": None}),
        (["M3  - Journal: Conference Abstract"], "JOUR", {"genre": None}),
        (["M3  - Cognitive Therapy [3311]"], "JOUR", {"genre": None}),
        (["M3  - Book Section"], "CHAP", {"genre": None}),
        (["M3  - Doctoral dissertation"], "THES", {"genre": "Doctoral dissertation"}),
        (["M3  - Preprint"], "JOUR", {"genre": "Preprint", "type": "article"}),
        (["M1  - (Smith) Dep of X, Y"], "JOUR", {"issue": None}),
        (["M1  - Journal Article"], "JOUR", {"issue": None}),
        (["M1  - 4 Suppl 1"], "JOUR", {"issue": "4 Suppl 1"}),
        (["IS  - 4", "M1  - 104"], "JOUR", {"issue": "4", "number": "104"}),
        (["C7  - e15453", "IS  - 1"], "JOUR", {"number": "e15453", "issue": "1"}),
        (["VL  - None", "IS  - nan"], "JOUR", {"volume": None, "issue": None}),
        (["VL  - 0", "IS  - 0", "SP  - 0"], "JOUR", {"volume": None, "page": None}),
        (["SP  - None", "EP  - None"], "JOUR", {"page": None}),
        (["SP  - 1279‐1297", "EP  - 1297"], "JOUR", {"page": "1279-1297"}),
        (["BT  - The Book", "ED  - Roe, A"], "CHAP", {"container-title": "The Book"}),
        (["BT  - Whole", "TI  - "], "BOOK", {"title": "Whole"}),
        (["SP  - xii, 345 p."], "BOOK", {"number-of-pages": "345", "page": None}),
        (["SN  - 20411723 (ISSN)"], "JOUR", {"ISSN": "20411723"}),
        (["SN  - 1932-8494; 1932-8486"], "JOUR", {"ISSN": "1932-8494"}),
        (["SN  - 978-3-16-148410-0"], "BOOK", {"ISBN": "978-3-16-148410-0"}),
        (["SN  - MAR-21-02"], "RPRT", {"number": "MAR-21-02"}),
        (["DO  - https://dx.doi.org/10.1186/A-b"], "JOUR", {"DOI": "10.1186/A-b"}),
        (["L3  - 10.1371/x.1"], "JOUR", {"DOI": "10.1371/x.1"}),
        (["UR  - https://doi.org/10.1371/x.2"], "JOUR", {"DOI": "10.1371/x.2"}),
        (["DB  - Scopus", "C2  - 38580657"], "JOUR", {"PMID": "38580657"}),
        (["C3  - PUBMED 21314913,EMBASE 6"], "JOUR", {"PMID": "21314913"}),
        (["DB  - Embase", "C5  - 38773066"], "JOUR", {"PMID": "38773066"}),
        (["DP  - NLM", "AN  - 31166571"], "JOUR", {"PMID": "31166571"}),
        (["PY  - 2010///Spring"], "JOUR", {"issued": ([[2010]], "1")}),
        (["PY  - 2019", "DA  - SEP 1"], "JOUR", {"issued": ([[2019, 9, 1]], None)}),
        (
            ["PY  - 2019", "DA  - May-Jun"],
            "JOUR",
            {"issued": ([[2019, 5], [2019, 6]],)},
        ),
        (["Y1  - 2023/04//"], "JOUR", {"issued": ([[2023, 4]],)}),
        (["PY  - 2019", "Y1  - 2019/01/02"], "JOUR", {"issued": ([[2019, 1, 2]],)}),
        (["PY  - 2019", "DA  - 2024/05/06"], "JOUR", {"issued": ([[2019]],)}),
        (["Y1  - 2019/Sep/05"], "JOUR", {"issued": ([[2019, 9, 5]],)}),
        (
            ["T2  - Alternative title", "JF  - Time"],
            "JOUR",
            {"container-title": "Time"},
        ),
        (["T2  - Conf 9", "C3  - Proc"], "CPAPER", {"container-title": "Proc"}),
    ],
)
def test_tags_mean_what_their_exporter_means(lines, kind, wanted):
    """Ovid, Embase, Cochrane, Scopus, EBSCO, RefWorks, EndNote and Zotero."""
    item = read_one(*lines, kind=kind)
    for name, value in wanted.items():
        said = item.get(name)
        if isinstance(value, tuple):
            parts, season = [*value, None][:2]
            assert (said["date-parts"], said.get("season")) == (parts, season)
        elif lines[0] == "DB  - Embase":
            assert said == "38773066" or value is None
        else:
            assert said == value, name


def test_what_csl_has_no_place_for_is_kept():
    """Nothing that was in the file is lost, but paths on somebody's disk."""
    item = read_one(
        *("M1  - (Smith) Dep of X", "AN  - CN-1", "L1  - file:///home/me/a.pdf"),
        *("XY  - own", "AB  - One", "AB  - Two", f"A2  - {'Achenbach, T., ' * 20}"),
    )
    kept = item["custom"]["imported"]

    assert kept["M1"] == "(Smith) Dep of X"
    assert (kept["AN"], kept["XY"], kept["AB"]) == ("CN-1", "own", "Two")
    assert kept["editor"].startswith("Achenbach, T.,")
    assert "/home/me" not in json.dumps(item)


def test_a_list_of_keywords_may_go_on_in_the_next_lines():
    """EndNote writes one a line; names likewise."""
    item = read_one("KW  - article", "two words", "DB  - Embase", "Medline", "VL  - 3")

    assert item["keyword"] == "article; two words"
    assert item["volume"] == "3"


BIOLOGICAL = ("container-title", "Biological psychiatry")
FALL = {"date-parts": [[2018]], "season": "3"}
AS_PROGRAMS_SAY = [
    ("JOUR", "BT  - Eine Übersicht\nJO  - Nervenarzt", "container-title", "Nervenarzt"),
    ("JOUR", "JO  - Arch.Gen.Psychiatry", "container-title", "Arch. Gen. Psychiatry"),
    ("JOUR", "T2  - Biol Psychiatry\nJ2  - Biological psychiatry", *BIOLOGICAL),
    ("JOUR", "JO  - X\nSP  - 199\nOP  - 214", "page", "199-214"),
    ("JOUR", "JO  - X\nET  - 2000/02/24", "edition", None),
    ("JOUR", "JO  - X\nCP  - United States", "issue", None),
    ("JOUR", "JO  - X\nPY  - 2018\nDA  - Fall 2018", "issued", FALL),
    ("JOUR", "JO  - X\nPY  - 2012-13", "issued", {"date-parts": [[2012], [2013]]}),
    ("JOUR", f"JO  - X\nIS  - {'Achenbach, T. (1991). ' * 9}", "issue", None),
    ("JOUR", "JO  - X\nVL  - No-Specified", "volume", None),
    ("CONF", "T2  - X\nIS  - 1\nSP  - 51", "issue", "1"),
    ("BOOK", "VL  - 5th", "edition", "5"),
    ("BOOK", "ET  - Eleventh edition.", "edition", "11"),
    ("BOOK", "ET  - 13e", "edition", "13"),
    ("BOOK", "ET  - 2. Auflage", "edition", "2"),
    ("CONF", "T2  - LNCS\nVL  - 11766 LNCS", "volume", "11766"),
    ("CPAPER", "T2  - X\nCP  - IEEE Conference\nSP  - 1\nEP  - 4", "number", None),
    ("COMP", "ET  - 1.1-34", "version", "1.1-34"),
    ("DATA", "ET  - V2", "version", "2"),
    ("STAND", "M1  - ISO 9001:2015", "number", "ISO 9001:2015"),
    ("STAT", "M1  - 21 U.S.C. § 801", "number", "21 U.S.C. § 801"),
    ("CASE", "M1  - 410 U.S. 113\nA4  - Blackmun", "volume", "410 U.S. 113"),
    ("CASE", "A2  - U.S. Supreme Court", "editor", None),
    ("THES", "A3  - Krystal, J.\nVL  - Ph.D.", "genre", "PhD thesis"),
    ("THES", "M3  - M.S.", "genre", "Master’s thesis"),
    ("THES", "M3  - Dissertation", "genre", "Dissertation"),
    ("THES", "A2  - Green, Robert", "editor", None),
    ("PAT", "A2  - Janssen Pharmaceutica NV", "editor", None),
    ("GOVDOC", "A2  - Department of Health", "editor", None),
]


@pytest.mark.parametrize(("kind", "lines", "name", "wanted"), AS_PROGRAMS_SAY)
def test_a_tag_means_what_the_program_put_there(kind, lines, name, wanted):
    """Citavi, EndNote, ProQuest, RefWorks, Scopus, Web of Science, Zotero."""
    assert read_one(*lines.split("\n"), kind=kind).get(name) == wanted


def test_a_visit_is_no_volume():
    """EndNote has year and day of a visit to a page as volume and issue."""
    item = read_one("VL  - 2022", "IS  - May 3", kind="WEB")

    assert item["accessed"] == {"date-parts": [[2022, 5, 3]]}
    assert not item.keys() & {"volume", "issue", "number"}


VALUES = [
    *("0", "None", "n/a", "-", "doi:10.1000/x", "&amp;lt;b&gt;", "1-", "²", "日本"),
    *(
        "a\x00b",
        "<i>x",
        "et al.",
        "; ;",
        ", ,",
        "title: x\nissued: 2",
        "2012-22/2012-23",
    ),
]


def test_no_value_of_any_tag_ends_in_a_remnant_or_comes_twice():
    """Strange but real texts in every field: three styles, two imports."""
    kinds = " ".join(TYPES.values()).split()
    records = [
        f"TY  - {kinds[(at + n) % len(kinds)]}\nID  - k{at}x{n}\nT1  - T{at}x{n}\n"
        f"{tag}  - {value}\nER  - \n"
        for at, tag in enumerate(sorted(KNOWN - {"TY", "ER", "ID", "LB", "TI", "T1"}))
        for n, value in enumerate(VALUES)
    ]
    found = read_file("".join(records).encode(), ".ris")
    text = format_library(add_works([], found.items).items)

    assert len(found.items) == len(records)
    assert not add_works(read_items(text), found.items).is_changed
    works = parse_library(text, "l.json").references
    for record, style in zip(works, cycle(STYLES), strict=False):
        assert not REMNANTS.search(format_reference(record, style)[1]), record.item


def test_what_many_records_share_is_said_once():
    """A table that was made with a program's “nan” has it in every record."""
    found = read_ris(
        "".join(as_record(f"TI  - T{n}", "JO  - J", "IS  - nan") for n in range(9))
    )
    (said,) = found.said

    assert said.what.endswith("So too: lines 6, 11, 16, 21, 26, 31 and 2 more.")
