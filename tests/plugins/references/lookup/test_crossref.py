"""An answer is taken only where it is about what was asked, and whole."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from plugins.references.lookup.crossref import MOST_PAGES
from plugins.references.lookup.deposit import MOST_NOTICES
from plugins.references.lookup.find import Lookup
from plugins.references.lookup.web import (
    LookupFailedError,
    OtherWorkError,
    ServiceError,
    UnknownWorkError,
)
from plugins.references.settings import parse_settings
from tests.plugins.references.liar import Liar, always, message, reply
from tests.plugins.references.lookup.test_find import Clock

ASKED = "10.1234/other"


def sit(liar):
    return Lookup(parse_settings({"services": liar.services}).services, Clock())


OTHERS = {
    "another work": {"DOI": "10.9999/other-work"},
    "a longer DOI": {"DOI": "10.1234/other.2"},
    "a shorter DOI": {"DOI": "10.1234/othe"},
    "no DOI": {},
    "an empty one": {"DOI": ""},
    "a list": {"DOI": [ASKED, "10.9999/x"]},
    "a number": {"DOI": 10.1234},
    "a novel": {"DOI": ASKED + "/" + "a" * 5000},
}


@pytest.mark.parametrize("fields", OTHERS.values(), ids=OTHERS)
def test_the_record_of_another_work_is_not_taken(fields):
    """It is said which was asked for, and which came."""
    with Liar(always(reply(message(title=["A"], **fields)))) as liar:
        with sit(liar) as lookup, pytest.raises(OtherWorkError) as said:
            lookup.lookup_doi(ASKED)

        assert len(liar.asked) == 1
    assert f"Crossref was asked for {ASKED} and gave" in str(said.value)
    assert "It was not taken." in str(said.value)


@pytest.mark.parametrize("doi", ["10.1234/OTHER", "https://doi.org/10.1234/Other"])
def test_a_doi_is_the_same_in_any_case(doi):
    """DOIs know no case."""
    with (
        Liar(always(reply(message(title=["A"], DOI=doi)))) as liar,
        sit(liar) as lookup,
    ):
        assert lookup.lookup_doi("10.1234/oTHer").deposit.title == "A"


def elsewhere(record):
    """Return a script of doi.org for a DOI that Crossref does not hold."""

    def script(request, send):
        path = request.split()[1]
        if path.endswith("/agency"):
            send(reply({"message": {"agency": {"label": "Data\x1b[31mCite"}}}))
        elif "/crossref/" in path:
            send(reply(status=404))
        else:
            send(reply(record))

    return script


@pytest.mark.parametrize("given", ["10.9999/x", "", None, 5])
def test_another_agencys_record_of_another_work_is_not_taken(given):
    """Content negotiation can err, too."""
    record = {"title": "A", "DOI": given}
    with (
        Liar(elsewhere(record)) as liar,
        sit(liar) as lookup,
        pytest.raises(OtherWorkError) as said,
    ):
        lookup.lookup_doi(ASKED)

    assert str(said.value).startswith(f"Data[31mCite was asked for {ASKED}")


def pubmed(results, summary):
    def script(request, send):
        if "/europepmc/" in request:
            send(reply({"resultList": {"result": results}}))
        else:
            missing = summary is None
            send(reply(status=404) if missing else reply({"result": summary}))

    return script


PUBMED = {
    "another number": ([{"pmid": "8", "title": "A"}], {}, OtherWorkError),
    "no number": ([{"title": "A"}], {}, OtherWorkError),
    "no work": ([], {}, UnknownWorkError),
    "no list, NCBI another": (5, {"7": {"uid": "8", "title": "A"}}, OtherWorkError),
    "no list, NCBI nothing": ("x", {}, ServiceError),
    "no list, NCBI not found": (5, None, ServiceError),
    "no list, NCBI unknown": ({}, {"7": {"uid": "7", "error": "x"}}, UnknownWorkError),
}


@pytest.mark.parametrize(("results", "summary", "kind"), PUBMED.values(), ids=PUBMED)
def test_pubmeds_record_of_another_number_is_not_taken(results, summary, kind):
    """And what cannot be read is no answer."""
    with (
        Liar(pubmed(results, summary)) as liar,
        sit(liar) as lookup,
        pytest.raises(LookupFailedError) as said,
    ):
        lookup.lookup_pmid("7")

    assert type(said.value) is kind


def listing(items, total=None):
    total = len(items) if total is None else total
    return reply({"message": {"items": items, "total-results": total}})


NOTICE = {"DOI": "10.1/n", "update-to": [{"DOI": ASKED, "type": "retraction"}]}
LISTS = {
    "not found": reply(status=404),
    "other works": listing([{"DOI": "10.9999/x", "title": ["A"]}]),
    "notices on others": listing([NOTICE | {"update-to": [{"DOI": "10.9999/x"}]}]),
    "no list": listing({"a": 1}),
    "nothing": reply({"message": {}}),
    "no total": listing([NOTICE], "many"),
    "a list that stops": listing([], 7),
    "a list without end": listing([NOTICE], 10**12),
    "no records": listing([5]),
    "no object": reply([1]),
    "too many notices": listing(
        [NOTICE | {"update-to": NOTICE["update-to"] * (MOST_NOTICES + 1)}]
    ),
}


@pytest.mark.parametrize("answer", LISTS.values(), ids=LISTS)
def test_a_list_that_is_not_what_was_asked_for_says_nothing(answer):
    """Else a retraction could hide behind it: it would read as no notice."""
    with Liar(always(answer)) as liar, sit(liar) as lookup:
        with pytest.raises(ServiceError, match="Crossref"):
            lookup.crossref.notices([ASKED])

        assert len(liar.asked) <= MOST_PAGES


def test_a_list_marks_none_but_the_works_asked_for():
    """A notice that speaks of ten others speaks of one."""
    others = [{"DOI": f"10.9999/{n}", "type": "retraction"} for n in range(10)]
    both = NOTICE | {"update-to": [*others, *NOTICE["update-to"]]}
    with Liar(always(listing([both]))) as liar, sit(liar) as lookup:
        assert list(lookup.crossref.notices([ASKED])) == [ASKED]


NOVELS = {
    "authors": {"author": [{"family": f"D{n}"} for n in range(20_001)]},
    "a title": {"title": ["a " * 2501]},
    "a page": {"page": "(" * 1001},
    "a name": {"author": [{"family": "D" * 1001}]},
    "journals": {"container-title": [f"J{n}" for n in range(51)]},
    "articles": {
        "relation": {"is-preprint-of": [{"id": f"10.1234/{n}"} for n in range(51)]}
    },
    "notices": {"updated-by": [{"DOI": f"10.1/{n}"} for n in range(201)]},
}


@pytest.mark.parametrize("fields", NOVELS.values(), ids=NOVELS)
def test_a_record_that_no_work_has_is_not_read(fields):
    """Comparing 100,000 brackets with a page took two minutes."""
    answer = reply(message(**{"DOI": ASKED, "title": ["A"]} | fields))
    with (
        Liar(always(answer)) as liar,
        sit(liar) as lookup,
        pytest.raises(ServiceError, match="not the form that it promises"),
    ):
        lookup.lookup_doi(ASKED)


def test_a_record_that_no_work_has_is_missing_from_a_list():
    """The other works of the list are not lost with it."""
    novel = {"DOI": ASKED, **NOVELS["a page"]}
    answer = listing([novel, OTHERS["another work"]])
    with Liar(always(answer)) as liar, sit(liar) as lookup:
        found = lookup.crossref.works([ASKED, "10.9999/other-work"])

    assert list(found) == ["10.9999/other-work"]


def test_a_search_gives_no_more_than_was_asked_for():
    """And nothing that could not be asked for again."""
    items = [{"title": ["A"]}, *({"DOI": f"10.1234/{n}"} for n in range(500))]
    with Liar(always(listing(items))) as liar, sit(liar) as lookup:
        assert len(lookup.search("a", rows=5)) == 4


def test_a_question_of_any_length_is_no_traceback():
    """What an author types may be longer than an address can be."""
    with (
        Liar(always(listing([]))) as liar,
        sit(liar) as lookup,
        pytest.raises(ServiceError, match="could not be reached"),
    ):
        lookup.search("a\x00b ☃" * 20_000)


def test_odd_dois_travel_whole():
    """What is asked for arrives as it was."""
    seen = []

    def script(request, send):
        seen.append(unquote(urlsplit(request.split()[1]).path))
        seen.append(parse_qs(urlsplit(request.split()[1]).query))
        send(reply(status=404))

    with Liar(script) as liar, sit(liar) as lookup, pytest.raises(UnknownWorkError):
        lookup.lookup_doi("10.1234/../../x?y")

    assert seen[:2] == ["/crossref/works/10.1234/../../x?y", {}]
