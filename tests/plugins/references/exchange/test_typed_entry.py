"""References typed by hand, in the styles in which people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.references.checking.compare import compare
from plugins.references.exchange.typed_entry import (
    find_excess,
    find_unexplained,
    read_text,
)
from plugins.references.exchange.typed_people import read_people
from plugins.references.library.item import parse_item
from plugins.references.lookup.deposit import parse_crossref
from tests.plugins.references.pairs import day, people

FILE = Path(__file__).parents[1] / "cases" / "typed-styles.txt"
STYLES = dict(line.split("\t") for line in FILE.read_text("utf-8").splitlines()[1:])
RECORD = parse_crossref(
    {
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
)
#: What is typed otherwise, and the field in which that is seen.
CHANGES = {
    "author": ("Carhart-Harris", "Carter"),
    "issued": ("2017", "2011"),
    "page": ("2105", "1105"),
    "volume": ("42", "43"),
    "title": ("otential", "romise"),
    "container-title": ("Neuropsychopharmacology", "Nature Medicine"),
}
DALY = "Daly EJ. A title of it. JAMA. 2019;76(9):893-903."
SMITH = "Smith, J. (2001). Other things. BMJ, 3(4), 5–6."


def differences(text):
    """Return the fields in which an entry parts from the record."""
    item = read_text(text) | {"id": "a", "type": "article-journal", "DOI": RECORD.doi}
    return {one.variable for one in compare(parse_item(item), RECORD).differences}


@pytest.mark.parametrize("style", STYLES)
def test_no_style_makes_a_difference(style):
    """Each entry is read, and agrees with the publisher's record."""
    item = read_text(STYLES[style])

    assert item.keys() >= {"author", "title", "container-title", "issued"}
    assert differences(STYLES[style]) == set()


@pytest.mark.parametrize("style", STYLES)
def test_true_differences_are_found_in_every_style(style):
    """Another author, year, page, volume, title and journal."""
    text = STYLES[style]
    for field, (right, wrong) in CHANGES.items():
        if field in read_text(text):
            assert field in differences(text.replace(right, wrong)), field


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Daly EJ, Trivedi MH, et al", ["Daly", "Trivedi", ""]),
        (
            "van der Berg, A., de Vries, E. and Li, X.",
            ["van der Berg", "de Vries", "Li"],
        ),
        ("Berg A van der, Silva RC da", ["van der Berg", "da Silva"]),
        ("Rush, A. John, et al.", ["Rush", ""]),
        ("Garcia Lopez, Maria Elena", []),  # one person or two
        ("World Health Organization", []),
        ("The pill and the mind", []),
        ("Smith JR Jr, O’Neill B", ["Smith", "O’Neill"]),
    ],
)
def test_people_are_read_where_they_are_clear(text, names):
    """Names that could be two people's are none."""
    assert [one.get("family", "") for one in read_people(text)] == names


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"{DALY} doi:10.1000/a doi:10.1000/b", "two DOIs"),
        (f"{DALY} PMID: 1234567 PMID: 7654321", "two numbers of PubMed"),
        (f"{DALY} {SMITH}", "more people and years"),
        (f"{DALY} {DALY}", "more people and years"),
        (f"{SMITH} {SMITH}", "more people and years"),
        (f"{DALY} doi:10.1000/a. The best trial that there is.", "words behind"),
    ],
)
def test_an_entry_that_says_more_is_refused(text, what):
    """Two works in one entry, or words that would go with the list."""
    assert what in find_excess(text)


@pytest.mark.parametrize(
    "behind",
    [
        "doi:10.1000/a. Epub 2019 Jun 5. PMID: 1234567; PMCID: PMC1234567.",
        "https://doi.org/10.1000/a. Accessed March 3, 2020.",
        "doi:10.1000/a. Erratum in: JAMA. 2019;77(1):3. doi:10.1000/b.",
        "Available at: https://doi.org/10.1000/a (Accessed: 3 March 2020).",
        "[10.1000/a](https://doi.org/10.1000/a) [PubMed] [Google Scholar] [CrossRef]",
        "doi:10.1000/a. Free PMC article. Clinical Trial.",
        "doi:10.1000/a. [Medline] [View article] [↩](#fnref1)",
        "https://doi.org/10.1000/a (zuletzt abgerufen am 3. März 2020).",
        "https://doi.org/10.1000/a, consultado el 3 mayo 2020.",
        "https://doi.org/10.1000/a. Consultado el 3 de marzo de 2020.",
    ],
)
def test_what_programs_put_behind_a_reference_is_no_excess(behind):
    """Numbers, days and links."""
    assert find_excess(f"{DALY} {behind}") == ""


def test_the_words_of_a_link_are_part_of_the_reference():
    """Blogs link titles, and say the journal behind them."""
    link = "[A title of some words](https://doi.org/10.1000/a)"

    assert find_excess(f"Daly EJ. {link}. JAMA, 2019") == ""
    assert find_unexplained(f"{link}, new!", "A title of some words", "") == ["new!"]


def test_words_that_no_record_says_are_named():
    """A reader's note inside the reference; abbreviated journals are none."""
    known = "A title of it Ella Daly JAMA"
    text = DALY.replace("2019;", "Read this one first, please. 2019;")

    assert find_unexplained(DALY, known, known) == []
    assert find_unexplained(text, known, "") == ["Read this one first, please."]
    assert find_unexplained("doi:10.1000/a – A fine trial", known, known) == [
        "fine trial"
    ]
    assert find_unexplained(f"RCT: {DALY}", known, known) == ["RCT:"]
