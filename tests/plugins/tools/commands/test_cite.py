"""``invoke cite``: works into the library, lists typed by hand into citations."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.references.library.doi import find_dois
from plugins.references.library.file import format_library, read_items
from plugins.references.settings import parse_settings
from plugins.source.header import parse_header
from plugins.tools.commands.adopt import adopt_post
from plugins.tools.commands.cite import (
    CiteOptions,
    cite_file,
    cite_works,
    find_works,
    render_file,
    split_works,
)
from plugins.tools.commands.library_files import LibraryFiles
from plugins.tools.site import RefusedError
from tests.plugins.references.pairs import day, people
from tests.plugins.references.server import Fault, Registry

ROOT = Path(__file__).parents[4]
REFERENCES = ROOT / "tests" / "plugins" / "references"
EXPORT = REFERENCES / "cases" / "export.bib"
#: The shapes in which people write a DOI, with what is meant.
SHAPES = {
    "10.1001/jamapsychiatry.2019.1189": "10.1001/jamapsychiatry.2019.1189",
    "doi: 10.1001/jamapsychiatry.2019.1189": "10.1001/jamapsychiatry.2019.1189",
    "DOI:10.1001/JAMAPSYCHIATRY.2019.1189.": "10.1001/jamapsychiatry.2019.1189",
    "https://doi.org/10.1038/npp.2017.84": "10.1038/npp.2017.84",
    "http://dx.doi.org/10.1038/npp.2017.84,": "10.1038/npp.2017.84",
    "(doi:10.1038/npp.2017.84)": "10.1038/npp.2017.84",
    "[10.1038/npp.2017.84](https://doi.org/10.1038/npp.2017.84)": "10.1038/npp.2017.84",
    "<https://doi.org/10.1038/npp.2017.84>": "10.1038/npp.2017.84",
    "doi:10.1016/S0140-6736(05)12345-6": "10.1016/s0140-6736(05)12345-6",
    "(see 10.1016/S2215-0366(17)30272-9)": "10.1016/s2215-0366(17)30272-9",
    "10.1016/S2215-0366(17)30272-9;": "10.1016/s2215-0366(17)30272-9",
    "10.1016%2FS2215-0366%2817%2930272-9": "10.1016/s2215-0366(17)30272-9",
    "“10.1038/npp.2017.84”": "10.1038/npp.2017.84",
    "'10.1038/npp.2017.84'": "10.1038/npp.2017.84",
    "10.1038/npp.2017.84?utm_source=x": "10.1038/npp.2017.84",
    "10.1038/npp.2017.84</a>": "10.1038/npp.2017.84",
    "10.1002/(SICI)1097-0258(19980815/30)17:15/16&lt;1661::AID-SIM968&gt;3.0.CO;2-2": (
        "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"
    ),
    "10.1038/ npp.2017.84": "10.1038/npp.2017.84",
    "10.1038/npp.2017.84\u200b": "10.1038/npp.2017.84",
    "10.1038/s41386‐017‐0001‐2": "10.1038/s41386-017-0001-2",
    "`10.1038/npp.2017.84`": "10.1038/npp.2017.84",
    "**10.1038/npp.2017.84**": "10.1038/npp.2017.84",
    "10.1038/npp.2017.84…": "10.1038/npp.2017.84",
    "10.1161/01.CIR.0000437738.63853.7a/full": "10.1161/01.cir.0000437738.63853.7a",
    "no DOI here, 10.5 mg/kg": "",
}
DALY = {
    "DOI": "10.1001/jamapsychiatry.2019.1189",
    "type": "journal-article",
    "title": [
        (
            "Efficacy of Esketamine Nasal Spray Plus Oral Antidepressant Treatment for"
            " Relapse Prevention in Patients With Treatment-Resistant Depression: A"
            " Randomized Clinical Trial"
        )
    ],
    "author": people(
        "Daly, E. J.; Trivedi, M. H.; Janik, A.; Li, H.; Zhang, Y.; Li, X.; Lane, R.;"
        " Drevets, W. C.; Singh, J. B."
    ),
    "container-title": ["JAMA Psychiatry"],
    "volume": "76",
    "issue": "9",
    "page": "893-903",
    "issued": day(2019, 6, 5),
    "published-online": day(2019, 6, 5),
    "published-print": day(2019, 9, 1),
}
CARHART = {
    "DOI": "10.1038/npp.2017.84",
    "type": "journal-article",
    "title": [
        "The Therapeutic Potential of Psychedelic Drugs: Past, Present, and Future"
    ],
    "author": people("Carhart-Harris, Robin L; Goodwin, Guy M"),
    "container-title": ["Neuropsychopharmacology"],
    "volume": "42",
    "issue": "11",
    "page": "2105-2113",
    "issued": day(2017, 5, 17),
    "published-print": day(2017, 10),
}
DAVIS = {
    "DOI": "10.1001/jamapsychiatry.2020.3285",
    "type": "journal-article",
    "title": [
        (
            "Effects of Psilocybin-Assisted Therapy on Major Depressive Disorder: A"
            " Randomized Clinical Trial"
        )
    ],
    "author": people(
        "Davis, Alan K.; Barrett, Frederick S.; May, Darrick G.; Cosimano, Mary P.;"
        " Sepeda, Nathan D.; Johnson, Matthew W.; Finan, Patrick H.;"
        " Griffiths, Roland R."
    ),
    "container-title": ["JAMA Psychiatry"],
    "volume": "78",
    "issue": "5",
    "page": "481-489",
    "issued": day(2020, 11, 4),
    "published-online": day(2020, 11, 4),
    "published-print": day(2021, 5, 1),
    "updated-by": [
        {
            "DOI": "10.1001/jamapsychiatry.2020.4714",
            "type": "correction",
            "source": "publisher",
            "updated": {"date-parts": [[2021, 2, 10]]},
        }
    ],
}
RETRACTED = {
    "DOI": "10.5555/retracted",
    "type": "journal-article",
    "title": ["A trial that was withdrawn"],
    "author": people("Doe, Jane"),
    "issued": day(2020),
    "updated-by": [
        {
            "DOI": "10.5555/notice",
            "type": "retraction",
            "source": "publisher",
            "updated": {"date-parts": [[2024, 8, 10]]},
        }
    ],
}
PUBMED = {
    "pmid": "31166571",
    "pmcid": "PMC6551577",
    "doi": DALY["DOI"],
    "title": DALY["title"][0],
    "pubTypeList": {"pubType": ["Journal Article", "Randomized Controlled Trial"]},
}
#: The clinic's post as it was, its list included, under a header of our own.
POST = """---
title: Ketamine vs. Psilocybin
date: 2024-01-01
---

Psilocybin may promote neuroplasticity [2]. Two trials [1, 3] and `[1]`.

References:

1. Daly, E. J., Trivedi, M. H., Janik, A., Li, H., Zhang, Y., Li, X., ... & Ma, Y. (2019). Efficacy of esketamine nasal spray plus oral antidepressant treatment for relapse prevention in patients with treatment-resistant depression: a randomized clinical trial. JAMA psychiatry, 76(9), 893-903. doi: 10.1001/jamapsychiatry.2019.1189

2. Carhart-Harris, R. L., & Goodwin, G. M. (2017). The Therapeutic Potential of Psychedelic Drugs: Past, Present, and Future. Neuropsychopharmacology, 42(11), 2105–2113. doi: 10.1038/npp.2017.84

3. Davis, A. K., Barrett, F. S., May, D. G., Cosimano, M. P., Sepeda, N. D., Johnson, M. W., & Griffiths, R. R. (2020). Effects of Psilocybin-Assisted Therapy on Major Depressive Disorder: A Randomized Clinical Trial. JAMA psychiatry, 77(4), 399-407. doi: 10.1001/jamapsychiatry.2020.3285
"""  # noqa: E501  # lines as an author has them


class Voice:
    """What a command said."""

    def __init__(self):
        self.said, self.errors, self.form = [], [], "text"

    def print(self, line):
        self.said.append(line)

    def error(self, line):
        self.errors.append(line)

    @property
    def text(self):
        return "\n".join([*self.said, *self.errors])


@pytest.fixture(name="registry", scope="module")
def _registry():
    works = [DALY, CARHART, DAVIS, RETRACTED]
    with Registry(works=works, pubmed=[PUBMED]) as registry:
        yield registry


@pytest.fixture(name="shelf")
def _shelf(registry, tmp_path):
    registry.faults.clear()
    registry.asked.clear()
    settings = parse_settings({"services": registry.services, "timeout": 5})
    folder = tmp_path / "content" / "references"
    name = "content/references/library.json"
    return LibraryFiles(
        folder / "library.json", folder / "checked.json", name, "c", settings
    )


@pytest.fixture(name="reporter")
def _reporter():
    return Voice()


def items(shelf):
    return read_items(shelf.library.read_text("utf-8"))


@pytest.mark.parametrize("text", SHAPES)
def test_a_doi_is_cleaned_however_people_write_it(text):
    """Every shape of the list, and text without a DOI in it."""
    found = find_dois(text)

    assert [*dict.fromkeys(found)] == ([SHAPES[text]] if SHAPES[text] else [])


def test_several_works_are_named_with_commas():
    """A comma inside a DOI is no comma between two."""
    assert split_works("10.1000/a,b, 10.1000/c; pmid:1234567,31166571") == [
        *("10.1000/a,b", "10.1000/c", "pmid:1234567", "31166571")
    ]


def test_a_doi_brings_a_record_a_key_and_the_mark(shelf, reporter):
    """One command: the library has the work, the author the mark to paste."""
    code = cite_works(
        shelf, "https://doi.org/" + DALY["DOI"].upper(), CiteOptions(), reporter
    )
    (item,) = items(shelf)

    assert code == 0
    assert (item["id"], item["DOI"]) == ("daly2019", DALY["DOI"])
    assert item["issued"] == {"date-parts": [[2019, 9, 1]]}
    assert reporter.said[0] == "[@daly2019]  (new)"
    assert "Daly, E. J., Trivedi, M. H." in reporter.said[1]


def test_the_other_records_keep_their_bytes(shelf, reporter):
    """Another program's indent, line ends and byte-order mark stay as they were."""
    there = [{"id": "own", "type": "book", "title": "É", "issued": {"raw": "2020"}}]
    text = "\ufeff" + json.dumps(there, ensure_ascii=True, indent="\t")
    shelf.library.parent.mkdir(parents=True)
    shelf.library.write_bytes(before := text.replace("\n", "\r\n").encode())
    cite_works(shelf, DALY["DOI"], CiteOptions(), reporter)
    after = shelf.library.read_bytes()

    assert after.startswith(before.removesuffix(b"\r\n]") + b",\r\n\t{\r\n\t\t")
    assert after.endswith(b"\r\n\t}\r\n]")
    assert after.count(b"\n") == after.count(b"\r\n")


def test_a_pubmed_number_brings_the_design_too(shelf, reporter):
    """PubMed's publication types say what the study was."""
    assert cite_works(shelf, "pmid:31166571", CiteOptions(), reporter) == 0
    (item,) = items(shelf)

    assert item["PMID"] == "31166571"
    assert item["custom"]["evidence"] == {"design": "randomised controlled trial"}


def test_pubmed_completes_a_work_that_came_by_its_doi(shelf, reporter):
    """Numbers and design are filled in; what the library says itself stays."""
    cite_works(shelf, DALY["DOI"], CiteOptions(), reporter)
    cite_works(shelf, "31166571", CiteOptions(), reporter)
    (item,) = items(shelf)

    assert item["PMCID"] == "PMC6551577"
    assert item["custom"]["evidence"]["design"] == "randomised controlled trial"
    assert "(completed: PMID, PMCID, custom.evidence)" in reporter.text


def test_a_correction_is_said_and_holds_nobody_up(shelf, reporter):
    """A corrected article is an article."""
    assert cite_works(shelf, DAVIS["DOI"], CiteOptions(), reporter) == 0
    assert "Corrected on 2021-02-10" in reporter.text
    assert items(shelf)[0]["id"] == "davis2021"


def test_citing_twice_changes_nothing_and_asks_nobody(shelf, reporter, registry):
    """The second time the library itself answers."""
    cite_works(shelf, f"{DALY['DOI']}, {CARHART['DOI']}", CiteOptions(), reporter)
    before = shelf.library.read_bytes()
    registry.asked.clear()
    code = cite_works(
        shelf, f"{CARHART['DOI']}, {DALY['DOI']}", CiteOptions(), reporter
    )

    assert code == 0
    assert shelf.library.read_bytes() == before
    assert registry.asked == []
    assert "[@daly2019]  (in the library already)" in reporter.said


@pytest.mark.parametrize(
    "date", [day(0), day(-5, 3), day(20211), day("in press")], ids=str
)
def test_a_date_that_is_none_is_said(shelf, reporter, date):
    """The library says n.d.; the author hears why, and what to do."""
    unknown = {"date-parts": [[None]]}
    record = DALY | {"issued": date, "published-online": unknown, "published-print": {}}
    with Registry([record]) as registry:
        settings = parse_settings({"services": registry.services})
        files = replace(shelf, settings=settings)
        assert cite_works(files, DALY["DOI"], CiteOptions(), reporter) == 0
    said = "-".join(map(str, date["date-parts"][0]))
    assert f"Crossref gives “{said}” for the date, which is none." in reporter.text
    assert "issued" not in items(shelf)[0]


def test_a_comma_of_a_doi_does_not_cut_it():
    """A page's number behind it is no work of PubMed's."""
    work = "10.1001/jama.251.19.2504,2509, 31166571"
    assert split_works(work) == ["10.1001/jama.251.19.2504,2509", "31166571"]


def test_a_retracted_work_is_refused_unless_told(shelf, reporter):
    """The notice is named; the library stays as it was; --retracted takes it."""
    assert cite_works(shelf, RETRACTED["DOI"], CiteOptions(), reporter) == 1
    assert not shelf.library.exists()
    assert "Retracted on 2024-08-10 (https://doi.org/10.5555/notice)" in reporter.text
    assert "--retracted" in reporter.text
    assert (
        cite_works(shelf, RETRACTED["DOI"], CiteOptions(retracted=True), reporter) == 0
    )
    assert items(shelf)[0]["id"] == "doe2020"


def test_one_unknown_work_does_not_hold_the_others_up(shelf, reporter):
    """What was found is saved; the rest is said, and the command fails."""
    code = cite_works(
        shelf, f"10.5555/nothing, {DALY['DOI']}, Hello", CiteOptions(), reporter
    )

    assert code == 1
    assert [item["id"] for item in items(shelf)] == ["daly2019"]
    assert any("10.5555/nothing" in line for line in reporter.errors)
    assert any("neither a DOI" in line for line in reporter.errors)


def test_a_silent_service_is_said_and_nothing_is_written(shelf, reporter, registry):
    """A clear error, and no half-written library."""
    registry.faults.append(Fault("503", times=99, headers={"Retry-After": "0"}))
    assert cite_works(shelf, CARHART["DOI"], CiteOptions(), reporter) == 1
    assert not shelf.library.exists()
    assert "Crossref" in reporter.text


def test_a_broken_library_is_not_touched(shelf, reporter):
    """Writing it again would lose the record that cannot be read."""
    shelf.library.parent.mkdir(parents=True)
    shelf.library.write_text('[{"id": "a" "title": 1}]', "utf-8")
    with pytest.raises(RefusedError, match=r"(?s)library\.json:1: .*was not changed"):
        cite_works(shelf, DALY["DOI"], CiteOptions(), reporter)
    assert shelf.library.read_text("utf-8") == '[{"id": "a" "title": 1}]'


def test_a_bibtex_file_comes_in_whole_and_only_once(shelf, reporter):
    """Umlauts, braces, crossrefs, a broken entry, a double; twice changes nothing."""
    assert cite_file(shelf, EXPORT, reporter) == 1
    before = shelf.library.read_bytes()
    keys = [item["id"] for item in items(shelf)]

    assert len(keys) == len(set(keys)) == 8
    assert "mueller2019" in keys
    assert any("This entry cannot be read" in line for line in reporter.errors)
    assert "8 works in export.bib: 8 new" in reporter.said[-1]
    cite_file(shelf, EXPORT, reporter)
    assert shelf.library.read_bytes() == before
    assert "0 new, 0 completed, 0 told differently, 8 known" in reporter.said[-1]


def test_a_file_says_what_a_person_would_ask(shelf, reporter, tmp_path):
    """With its line; the works that are there are taken in, and an empty one fails."""
    path = tmp_path / "x.ris"
    path.write_text(
        "TY - JOUR\nAU - Smith, J.; Doe, A.\nTI - RETRACTED: Rest\nPY - 2009\nER -\n"
        "TY - JOUR\nPY - 2010\nER -\n"
    )

    assert cite_file(shelf, path, reporter) == 1
    assert [item["id"] for item in items(shelf)] == ["smith2009"]
    assert [line.split(": ")[0] for line in reporter.errors] == [
        *("x.ris:1", "x.ris:1", "x.ris:1", "x.ris:6"),
    ]
    for words in (
        "2 people in one name",
        "without a journal",
        "was retracted",
        "empty",
    ):
        assert words in "\n".join(reporter.errors)
    path.write_bytes(b"%0 Journal Article\n%A Smith, J\n%T Title\n")
    assert cite_file(shelf, path, reporter) == 1
    assert "EndNote" in reporter.errors[-1]


def test_a_file_that_tells_a_work_differently_is_shown_and_not_believed(
    shelf, reporter, tmp_path
):
    """The library's own words stay; the author sees the others."""
    cite_works(shelf, DALY["DOI"], CiteOptions(), reporter)
    other = items(shelf)[0] | {"id": "x", "volume": "77", "language": "en"}
    (tmp_path / "other.json").write_text(json.dumps([other]), "utf-8")
    cite_file(shelf, tmp_path / "other.json", reporter)

    assert items(shelf)[0]["volume"] == "76"
    assert items(shelf)[0]["language"] == "en"
    assert "volume: the library says “76”, this says “77”" in reporter.text


def test_a_search_lets_the_author_choose(shelf, reporter):
    """Numbers by commas; a number that is not there is refused."""
    options = CiteOptions(ask=lambda _: "1")
    assert (
        find_works(shelf, "psychedelic drugs past present future", options, reporter)
        == 0
    )
    assert len(items(shelf)) == 1
    with pytest.raises(RefusedError, match="There is no number 77"):
        find_works(
            shelf, "psychedelic drugs", CiteOptions(ask=lambda _: "77"), reporter
        )


@pytest.fixture(name="post")
def _post(tmp_path):
    path = tmp_path / "post.md"
    path.write_text(POST, "utf-8")
    return path


def test_the_clinics_list_is_adopted_with_every_difference_shown(shelf, reporter, post):
    """Last author, the missing one, volume, issue, pages, online and print year."""
    code = adopt_post(shelf, post, "post.md", CiteOptions(ask=lambda _: "y"), reporter)
    text = post.read_text("utf-8")

    assert code == 0
    assert "neuroplasticity [@carhartharris2017]. Two trials" in text
    assert "trials [@daly2019; @davis2021] and `[1]`." in text
    assert "References" not in text
    assert [item["id"] for item in items(shelf)] == [
        *("daly2019", "carhartharris2017", "davis2021"),
    ]
    said = "\n".join(reporter.said)
    first, second, third = (said.split("post.md:")[n] for n in (1, 2, 3))
    assert "Ma" in first
    assert "Singh" in first
    assert second.count("\n    ") == 0
    for words in ("Finan", "volume 77", "issue 4", "399-407", "2020"):
        assert words in third, words


def test_nothing_is_rewritten_without_a_yes(shelf, reporter, post):
    """No is the default, and nobody to ask is a no."""
    assert (
        adopt_post(shelf, post, "post.md", CiteOptions(ask=lambda _: ""), reporter) == 1
    )
    assert post.read_text("utf-8") == POST
    assert not shelf.library.exists()


def test_an_entry_without_a_record_holds_the_rewriting_up(shelf, reporter, post):
    """A post is rewritten whole or not at all."""
    post.write_text(POST.replace("10.1038/npp.2017.84", "10.5555/none"), "utf-8")
    before = post.read_text("utf-8")

    assert adopt_post(shelf, post, "post.md", CiteOptions(yes=True), reporter) == 1
    assert post.read_text("utf-8") == before
    assert not shelf.library.exists()
    assert any(line.startswith("post.md:12: 2.") for line in reporter.errors)


def test_an_entry_without_a_doi_is_found_by_title_year_and_author(
    shelf, reporter, post
):
    """And refused where one of them is another."""
    post.write_text(POST.replace(" doi: 10.1038/npp.2017.84", ""), "utf-8")
    assert adopt_post(shelf, post, "post.md", CiteOptions(yes=True), reporter) == 0
    assert "carhartharris2017" in post.read_text("utf-8")

    wrong = POST.replace(" doi: 10.1038/npp.2017.84", "").replace("2017)", "2001)")
    post.write_text(wrong, "utf-8")
    assert adopt_post(shelf, post, "post.md", CiteOptions(yes=True), reporter) == 1
    assert "No record agrees in title, year and first author" in reporter.text


def test_works_that_nothing_cites_become_further_reading(shelf, reporter, post):
    """The seed post has a list and no marks: nothing of it is lost."""
    body = POST.replace("[2]", "").replace("[1, 3]", "")
    post.write_text(body, "utf-8")
    assert adopt_post(shelf, post, "post.md", CiteOptions(yes=True), reporter) == 0
    header = parse_header(post.read_text("utf-8"))

    works = ["daly2019", "carhartharris2017", "davis2021"]
    assert header.values["further_reading"] == works


def test_a_post_without_such_a_list_is_refused(shelf, reporter, post):
    """In one line."""
    post.write_text("Title: x\n\nText [@daly2019].\n", "utf-8")
    with pytest.raises(RefusedError, match="no list of references typed by hand"):
        adopt_post(shelf, post, "post.md", CiteOptions(yes=True), reporter)


@pytest.mark.parametrize("name", ["records.json", "export.bib"])
def test_render_prints_every_record_in_its_order(name, capsys, reporter):
    """None is dropped, none is doubled, and ids say which is which."""
    path = REFERENCES / ("golden" if name == "records.json" else "cases") / name
    render_file(path, "ama", "json", reporter)
    printed = json.loads(capsys.readouterr().out)
    render_file(path, "ama", "text", reporter)
    lines = capsys.readouterr().out.splitlines()

    assert [*printed] == ["ids", "bib"]
    assert len(printed["ids"]) == len(printed["bib"]) == len(lines)
    assert all(printed["bib"])
    if name == "records.json":
        records = json.loads(path.read_text("utf-8"))
        assert printed["ids"] == [record["id"] for record in records]


def test_render_works_as_a_command_with_options_alone():
    """``invoke cite --render FILE --style nlm --format json``, without a WORK."""
    run = subprocess.run(
        [
            *(sys.executable, "-m", "invoke", "cite", "--render", str(EXPORT)),
            *("--style", "nlm", "--format", "json"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert len(json.loads(run.stdout)["bib"]) == 8
    assert "This entry cannot be read" in run.stderr
    assert run.returncode == 1


def test_an_unknown_style_is_refused_with_a_hint(reporter):
    """In one line that names the right ones."""
    with pytest.raises(RefusedError, match="Did you mean “apa”"):
        render_file(EXPORT, "appa", "json", reporter)


def test_the_clinics_own_library_would_be_written_as_it_is():
    """``cite`` adds to the file and touches nothing else in it."""
    path = ROOT / "content" / "references" / "library.json"
    items_there = read_items(path.read_text("utf-8"))

    assert read_items(format_library(items_there)) == items_there
