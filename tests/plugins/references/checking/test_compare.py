"""Right records raise no alarm; one changed digit always does."""

from __future__ import annotations

import copy
import re

import pytest

from plugins.problem import Level
from plugins.references.checking.compare import compare
from plugins.references.library.item import parse_item
from plugins.references.lookup.deposit import parse_crossref
from tests.plugins.references.pairs import BASE, PAIRS, day, pair, people

NOTES = [note for note, _, _ in PAIRS]
DIGIT = re.compile(r"\d")


def differences(item, message):
    return compare(parse_item(item), parse_crossref(message)).differences


def changed_digits(item):
    """Yield (what was changed, item) for each digit of each field that is compared."""
    for field in ("title", "container-title", "volume", "issue", "page", "number"):
        text = item.get(field, "")
        for found in DIGIT.finditer(text):
            if re.search(r"<[^>]*$", text[: found.start()]):
                continue
            digit = str((int(found[0]) + 1) % 10)
            new = text[: found.start()] + digit + text[found.end() :]
            yield f"{field} {new}", item | {field: new}
    year = item["issued"]["date-parts"][0][0]
    for other in (year + 10, year - 1000, year + 100, year - 3):
        changed = copy.deepcopy(item)
        changed["issued"]["date-parts"][0][0] = other
        yield f"year {other}", changed


def test_there_are_many_kinds():
    """A hundred ways of being right, each said once."""
    assert len(PAIRS) >= 100
    assert len(set(NOTES)) == len(NOTES)


@pytest.mark.parametrize(("_note", "item", "message"), PAIRS, ids=NOTES)
def test_a_right_record_raises_no_alarm(_note, item, message):
    """Ways of writing are no differences."""
    assert differences(item, message) == ()


@pytest.mark.parametrize(("_note", "item", "message"), PAIRS, ids=NOTES)
def test_a_changed_digit_is_found(_note, item, message):
    """In every field that was compared, at every place."""
    compared = compare(parse_item(item), parse_crossref(message)).compared
    for what, changed in changed_digits(item):
        field = what.split(" ")[0].replace("number", "page").replace("year", "issued")
        if field in compared and not unknowable(field, item, message):
            assert differences(changed, message), what


def unknowable(field, item, message):
    """Say whether the publisher's record does not hold the digit at all."""
    if field != "page":
        return False
    mine, theirs = item.get("page", ""), message.get("page") or ""
    only_first = bool(theirs) and "-" not in theirs and "-" in mine
    return only_first or len(re.findall(r"\d+", mine)) > len(
        re.findall(r"\d+", theirs or mine)
    )


def wrong(mine=None, theirs=None):
    """Return the differences between the base records, with these fields put in."""
    _, item, message = pair("", mine or {}, theirs or {})
    return differences(item, message)


WRONG_AUTHORS = {
    "a letter": (
        "Dalby, Ella J.; Singh, J.",
        "author 1: Dalby, Ella J.; the publisher",
    ),
    "an initial": ("Daly, X. J.; Singh, J. B.", "author 1: Daly, X. J."),
    "one missing": (
        "Daly, Ella J.",
        "the list has 1 author, the publisher’s 2: Singh",
    ),
    "one too many": ("Daly, E.; Singh, J.; Ma, Y.", "Ma, Y. is not among them"),
    "another last one": (
        "Daly, E.; Ma, Y.",
        "last author: Ma, Y.; the publisher says S",
    ),
    "the order": ("Singh, J.; Daly, E.", "the order of authors: number 1"),
    "an initial for a name that is a particle elsewhere": (
        "Daly, E.; Wang, Q.",
        "author: Wang, Q.; the publisher says Wang, Bin",
    ),
    "elided, another last one": (
        "Daly, E.; ...; Ma, Y.",
        "last author: Ma, Y.; the pub",
    ),
    "elided, another first one": ("Ma, Y.; ...; Singh, J.", "author 1: Ma, Y."),
}


@pytest.mark.parametrize(("authors", "said"), WRONG_AUTHORS.values(), ids=WRONG_AUTHORS)
def test_a_wrong_author_is_found(authors, said):
    """Which one it is, and what the publisher says."""
    last = "Wang, Bin" if "Wang" in authors else "Singh, Jaskaran B."
    theirs = {"author": people(f"Daly, Ella J.; {last}")}
    (difference,) = wrong({"author": people(authors)}, theirs)

    assert difference.name == "reference-author"
    assert said in difference.what
    assert difference.fix["author"][0] == {"family": "Daly", "given": "Ella J."}


def test_many_missing_authors_are_counted():
    """Three authors of twenty without dots are no elided list."""
    theirs = {"author": people("; ".join(f"Family{'x' * n}, A." for n in range(20)))}
    mine = {"author": people("Family, A.; Familyx, A.; Familyxx, A.")}
    (difference,) = wrong(mine, theirs)

    assert "3 authors; the publisher says 20 authors" in difference.what


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("JAMA", "JAMA Psychiatry"),
        ("Lancet", "The Lancet Psychiatry"),
        ("Journal of Clinical Psychiatry", "Journal of Clinical Psychology"),
        ("Nature", "Nature Medicine"),
        ("N Engl J Med", "New Zealand Medical Journal"),
        ("BMJ", "BMJ Open"),
        (
            "Biological Psychiatry",
            "Biological Psychiatry: Cognitive Neuroscience and Neuroimaging",
        ),
        ("JAMA", "Journal of Affective Disorders"),
    ],
)
def test_another_journal_is_found(mine, theirs):
    """Journals of one family are not one journal."""
    found = wrong(
        {"container-title": mine},
        {"container-title": [theirs], "short-container-title": []},
    )

    assert [one.name for one in found] == ["reference-journal"]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("893-9", "893-903"),
        ("893-903", "894-903"),
        ("S12-5", "S12-S16"),
        ("e1", "e2"),
        ("3525-3526", "3525-3525"),
        ("411-420.e7", "411-420.e8"),
    ],
)
def test_other_pages_are_found(mine, theirs):
    """“893-9” means 893 to 899."""
    assert [one.name for one in wrong({"page": mine}, {"page": theirs})] == [
        "reference-pages"
    ]


def test_pages_for_an_article_number_are_found():
    """The publisher counts no pages: the article number is to be cited."""
    (found,) = wrong({"page": "12-19"}, {"page": None, "article-number": "70042"})

    assert found.level is Level.WARNING
    assert found.fix == {"page": "", "number": "70042"}


def test_the_pages_of_a_printout_are_only_noted():
    """“1-12” is what the PDF of an article with a number shows."""
    (found,) = wrong({"page": "1-12"}, {"page": None, "article-number": "70042"})

    assert found.level is Level.NOTICE


#: Of a work that was online in one year and in print in the next.
TWO_YEARS = {
    "issued": day(2020, 11, 4),
    "published-online": day(2020, 11, 4),
    "published-print": day(2021, 5),
}


def test_the_online_year_beside_a_volume_is_noted():
    """Both years are right; volume and issue belong to the later one."""
    (found,) = wrong({"issued": day(2020)}, TWO_YEARS)

    assert (found.name, found.level) == ("reference-year-online", Level.NOTICE)
    assert (
        found.what == "year 2020 is that of the first appearance online, in print 2021"
    )
    assert found.fix == {"issued": day(2021, 5)}


def test_a_wrong_year_names_both_right_ones():
    """The print year first, as it belongs to the volume."""
    (found,) = wrong({"issued": day(2018)}, TWO_YEARS)

    assert found.what == "year 2018, the publisher says 2021 (online 2020)"


def test_a_month_that_nobody_has_is_noted():
    """The year is right, and the month is worth a look."""
    (found,) = wrong({"issued": day(2019, 12)})

    assert (found.name, found.level) == ("reference-date", Level.NOTICE)


def test_other_words_in_a_title_are_shown_where_they_begin():
    """Two long titles are read faster so."""
    (found,) = wrong({"title": BASE["title"].replace("24 weeks", "26 weeks")})

    assert found.name == "reference-title"
    assert found.what == (
        "title “… randomized trial over 26 weeks”, "
        "the publisher says “… randomized trial over 24 weeks”"
    )


def test_a_shortened_title_is_noted():
    """A title may be cut at its colon, and an editor should know."""
    (found,) = wrong({"title": "Ketamine for relapse prevention"})

    assert (found.name, found.level) == ("reference-title-short", Level.NOTICE)


def test_a_retracted_title_is_the_title():
    """“RETRACTED:” is the publisher's mark, and no other title."""
    title = f"RETRACTED ARTICLE: {BASE['title']}"

    assert wrong({}, {"title": [title]}) == ()


def test_a_doi_of_another_work_is_one_error():
    """Not seven differences: the DOI is the mistake."""
    other = {
        "title": ["Soil bacteria of the northern forest"],
        "author": people("Birch, Oak"),
    }
    (found,) = wrong({}, other | {"volume": "1", "page": "2"})

    assert (found.name, found.level) == ("reference-doi", Level.ERROR)
    assert "“Soil bacteria of the northern forest” (Birch, Oak)" in found.what


def test_the_missing_author_and_the_first_reference_of_the_first_post():
    """“… & Ma, Y.” was never the last author of the trial."""
    theirs = people(
        "Daly, Ella J.; Trivedi, M.; Janik, Adam; Li, H.; Singh, Jaskaran B."
    )
    mine = people("Daly, E. J.; Trivedi, M. H.; Janik, A.; ...; Ma, Y.")
    (found,) = wrong({"author": mine}, {"author": theirs})

    assert found.what == "last author: Ma, Y.; the publisher says Singh, Jaskaran B."


def test_a_digit_in_a_formula_is_no_footnote():
    """“10³” and “10⁴” end differently, a footnote's mark is on one side only."""
    mine = {"title": "Doses of 10<sup>3</sup>"}

    assert wrong(mine, {"title": ["Doses of 10<sup>4</sup>"]})
    assert not wrong(mine, {"title": ["Doses of 10<sup>3</sup>"]})
