"""Looking works up: Crossref, other agencies, PubMed; every fault of the network."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from plugins.references.lookup.crossref import BATCH, Crossref, batches
from plugins.references.lookup.find import Lookup
from plugins.references.lookup.pubmed import parse_europepmc
from plugins.references.lookup.services import ADDRESSES, Services
from plugins.references.lookup.web import ServiceError, UnknownWorkError, Web
from plugins.references.settings import parse_settings
from tests.plugins.references.server import Fault, Registry

DAVIS = {
    "DOI": "10.1001/jamapsychiatry.2020.3285",
    "type": "journal-article",
    "title": ["Effects of Psilocybin-Assisted Therapy\n   &amp; more"],
    "subtitle": ["A <i>Randomized</i> Clinical Trial"],
    "author": [
        {"given": "Alan K.", "family": "DAVIS", "sequence": "first"},
        {"name": "The Study Group"},
    ],
    "issued": {"date-parts": [[2020, 11, 4]]},
    "published-online": {"date-parts": [[2020, 11, 4]]},
    "published-print": {"date-parts": [[2021, 5, 1]]},
    "container-title": ["JAMA Psychiatry"],
    "short-container-title": ["JAMA Psychiatry"],
    "volume": "78",
    "issue": "5",
    "page": "481",
}
DATASET = {
    "DOI": "10.5061/dryad.1",
    "type": "dataset",
    "title": "Data from somewhere",
    "author": [{"family": "Ray", "given": "Ann"}],
    "issued": {"date-parts": [[2019]]},
    "publisher": "Dryad",
}
PUBMED = {
    "pmid": "31166571",
    "pmcid": "PMC6551577",
    "doi": "10.1001/jamapsychiatry.2020.3285",
    "title": "Effects of psilocybin.",
    "authorList": {
        "author": [{"fullName": "Davis AK", "lastName": "Davis", "initials": "AK"}]
    },
    "journalInfo": {
        "volume": "78",
        "issue": "5",
        "yearOfPublication": 2021,
        "printPublicationDate": "2021-05-01",
        "journal": {
            "title": "JAMA psychiatry",
            "medlineAbbreviation": "JAMA Psychiatry",
        },
    },
    "pageInfo": "481-489",
    "pubTypeList": {"pubType": ["Randomized Controlled Trial", "Journal Article"]},
}


@dataclass
class Clock:
    """A clock that stands until somebody sleeps."""

    time: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self):
        return self.time

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture(name="registry")
def _registry():
    with Registry([DAVIS], [DATASET], [PUBMED]) as registry:
        yield registry


def sit(registry, clock=None, **manners):
    services = parse_settings({"services": registry.services} | manners).services
    return Lookup(services, clock or Clock())


def test_a_doi_becomes_a_clean_record(registry):
    """Crossref's lists, entities, capitals and two years become CSL-JSON."""
    with sit(registry) as lookup:
        item = lookup.lookup_doi("https://doi.org/10.1001/JAMAPSYCHIATRY.2020.3285").csl

    assert item == {
        "type": "article-journal",
        "author": [
            {"family": "Davis", "given": "Alan K."},
            {"literal": "The Study Group"},
        ],
        "title": "Effects of Psilocybin-Assisted Therapy & more: "
        "A <i>Randomized</i> Clinical Trial",
        "container-title": "JAMA Psychiatry",
        "issued": {"date-parts": [[2021, 5, 1]]},
        "volume": "78",
        "issue": "5",
        "page": "481",
        "DOI": "10.1001/jamapsychiatry.2020.3285",
        "custom": {"online": "2020-11-04"},
    }


def test_a_doi_of_another_agency_comes_by_content_negotiation(registry):
    """Crossref says who registered it, doi.org leads to that agency's record."""
    with sit(registry) as lookup:
        found = lookup.lookup_doi("10.5061/dryad.1")

    assert found.deposit.agency == "DataCite"
    assert found.csl["type"] == "dataset"
    assert found.csl["publisher"] == "Dryad"
    assert registry.asked[-1].startswith("/negotiated/")


def test_an_unknown_doi_is_said_to_be_unknown(registry):
    """Nobody knows it: that is an answer, not a fault."""
    with sit(registry) as lookup, pytest.raises(UnknownWorkError) as caught:
        lookup.lookup_doi("10.1001/nothing")

    assert str(caught.value) == "The DOI 10.1001/nothing does not exist."


def test_an_unknown_doi_is_unknown_even_when_doi_org_is_silent(registry):
    """Crossref's word is enough; doi.org is asked once and not waited for."""
    registry.faults = [Fault("503", 9, "/doi/")]
    clock = Clock()
    with sit(registry, clock) as lookup, pytest.raises(UnknownWorkError):
        lookup.lookup_doi("10.1001/nothing")

    assert clock.slept == pytest.approx([0.21])


def test_a_pmid_brings_the_publishers_record_and_pubmeds_numbers(registry):
    """Europe PMC knows the DOI and the kind of study, Crossref the rest."""
    with sit(registry) as lookup:
        found = lookup.lookup_pmid("31166571")

    assert found.csl["PMID"] == "31166571"
    assert found.csl["PMCID"] == "PMC6551577"
    assert found.csl["volume"] == "78"
    assert found.publication_types[0] == "Randomized Controlled Trial"


def test_ncbi_is_asked_when_europe_pmc_is_silent(registry):
    """Either of the two is enough."""
    registry.faults = [Fault("503", 9, "/europepmc/")]
    with sit(registry) as lookup:
        found = lookup.lookup_pmid("31166571")

    assert found.csl["DOI"] == DAVIS["DOI"]


@pytest.mark.parametrize("source", ["europepmc", "ncbi"])
def test_an_article_without_doi_is_read_from_pubmed(source):
    """Old articles have a number in PubMed and no DOI."""
    with Registry(pubmed=[PUBMED | {"doi": ""}]) as registry:
        if source == "ncbi":
            registry.faults = [Fault("500", 9, "/europepmc/")]
        with sit(registry) as lookup:
            item = lookup.lookup_pmid("31166571").csl

    assert item["author"][0]["family"] == "Davis"
    assert item["title"] == "Effects of psilocybin"
    assert item["container-title"] == "JAMA psychiatry"
    assert item["issued"]["date-parts"][0][0] == 2021
    assert item["page"] == "481-489"


def test_an_unknown_pmid_is_said_to_be_unknown(registry):
    """PubMed's numbers can be mistyped too."""
    with sit(registry) as lookup, pytest.raises(UnknownWorkError, match="number 7"):
        lookup.lookup_pmid("7")


def test_a_search_lists_the_likeliest_first(registry):
    """What the author chooses from."""
    with sit(registry) as lookup:
        found = lookup.search("psilocybin-assisted therapy davis")

    assert [one.deposit.doi for one in found] == [DAVIS["DOI"]]


def patience(fault):
    """Wait long for what comes, even on a busy machine, and short for what does not."""
    return 1 if fault.kind == "hang" else 30


FAULTS = {
    "slow down, in seconds": Fault("429", 1, headers={"Retry-After": "7"}),
    "slow down, a date": Fault(
        "429",
        1,
        headers={
            "Retry-After": "Mon, 23 Nov 2026 10:00:07 GMT",
            "Date": "Mon, 23 Nov 2026 10:00:00 GMT",
        },
    ),
    "slow down, no word": Fault("429", 2),
    "a server error": Fault("503", 3),
    "half an answer": Fault("cut", 1),
    "broken JSON": Fault("garbage", 2),
    "silence": Fault("hang", 1, headers={"seconds": "3"}),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_passing_fault_passes(registry, fault):
    """The request is sent again, after the wait that was asked for."""
    registry.faults = [replace(fault)]
    clock = Clock()
    with sit(registry, clock, timeout=patience(fault)) as lookup:
        found = lookup.lookup_doi(DAVIS["DOI"])

    waits = [pause for pause in clock.slept if pause >= 1]
    asked = {"7": [7.0], "Mon, 23 Nov 2026 10:00:07 GMT": [pytest.approx(7, abs=2)]}
    backoff = [1.0, 2.0, 4.0][: fault.times]
    assert found.deposit.volume == "78"
    assert waits == asked.get(fault.headers.get("Retry-After", ""), backoff)


LASTING = {
    "silence": (Fault("hang", 9, headers={"seconds": "3"}), "within 1 second"),
    "a server error": (Fault("500", 9), "error 500, asked 4 times. Try again later."),
    "slow down": (Fault("429", 9), "go slower"),
    "broken JSON": (Fault("garbage", 9), "not readable JSON"),
    "half an answer": (Fault("cut", 9), "could not be reached"),
    "a circle": (Fault("circle", 99), "in a circle"),
    "refused": (Fault("403", 9), "Set REFERENCES[“contact”]"),
    "a long wait": (Fault("429", 9, headers={"Retry-After": "3600"}), "wait 3600 sec"),
}


@pytest.mark.parametrize(("fault", "message"), LASTING.values(), ids=LASTING)
def test_a_lasting_fault_is_said_to_the_author(registry, fault, message):
    """No traceback: what happened, and what to do."""
    registry.faults = [replace(fault)]
    with (
        sit(registry, timeout=patience(fault)) as lookup,
        pytest.raises(ServiceError, match="Crossref ") as caught,
    ):
        lookup.lookup_doi(DAVIS["DOI"])

    assert str(caught.value).startswith("Crossref ")
    assert message in str(caught.value)


def test_a_service_that_cannot_be_reached_is_named():
    """Nothing listens there: no wait of minutes, no traceback."""
    services = replace(Services(), crossref="http://127.0.0.1:1")
    with (
        Lookup(services, Clock()) as lookup,
        pytest.raises(ServiceError, match="Crossref could not be reached"),
    ):
        lookup.lookup_doi(DAVIS["DOI"])


def test_a_silent_service_is_left_alone_after_three_failures(registry):
    """A run of 500 works does not wait 500 times."""
    registry.faults = [Fault("500", 99)]
    with sit(registry) as lookup:
        for _ in range(5):
            with pytest.raises(ServiceError):
                lookup.lookup_doi(DAVIS["DOI"])

    assert len(registry.asked) == 12


def test_a_redirect_is_followed(registry):
    """Services move."""
    registry.faults = [Fault("moved", 1)]
    with sit(registry, contact="ada@clinic.org") as lookup:
        assert lookup.lookup_doi(DAVIS["DOI"]).deposit.volume == "78"


def test_a_contact_opens_the_polite_pool(registry):
    """The address goes with every request, in the query and in the agent's name."""
    with sit(registry, contact="ada@clinic.org") as lookup:
        lookup.lookup_doi(DAVIS["DOI"])

    assert "mailto=ada%40clinic.org" in registry.asked[0]
    assert "mailto:ada@clinic.org" in registry.agents[0]


def test_a_made_up_contact_is_not_sent_to_crossref():
    """Crossref blocks addresses that nobody reads."""
    made_up = Services(contact="info@example.com")

    assert made_up.crossref == ADDRESSES["crossref"]
    assert not made_up.is_polite
    assert Services(contact="ada@clinic.org").is_polite


@pytest.mark.parametrize(
    ("contact", "kind", "seconds"),
    [
        ("ada@clinic.org", "single", 0.9),
        ("", "single", 1.8),
        ("ada@clinic.org", "list", 3.0),
        ("", "list", 9.0),
    ],
)
def test_ten_requests_keep_crossrefs_limits(registry, contact, kind, seconds):
    """10 and 5 single records a second, 3 and 1 lists, by the controlled clock."""
    clock = Clock()
    with sit(registry, clock, contact=contact) as lookup:
        for _ in range(10):
            if kind == "single":
                lookup.crossref.work(DAVIS["DOI"])
            else:
                lookup.crossref.works([DAVIS["DOI"]])

    assert seconds <= clock.time <= seconds * 1.06


def test_a_lower_limit_than_ours_is_heeded(registry):
    """The service's own headers say what it allows today."""
    registry.headers = {"x-rate-limit-limit": "1", "x-rate-limit-interval": "2s"}
    clock = Clock()
    with sit(registry, clock, contact="ada@clinic.org") as lookup:
        for _ in range(4):
            lookup.crossref.work(DAVIS["DOI"])

    assert 6.0 <= clock.time <= 6.4


def test_a_batch_asks_once_for_many(registry):
    """What Crossref does not know is missing, nothing else."""
    dois = [f"10.1000/{number}" for number in range(40)] + [DAVIS["DOI"]]
    with sit(registry) as lookup:
        found = lookup.crossref.works(dois)

    assert list(found) == [DAVIS["DOI"]]
    assert len(registry.asked) == 1


def test_a_doi_with_a_comma_is_asked_for_alone():
    """A comma ends a filter."""
    odd = DAVIS | {"DOI": "10.1000/a,b"}
    with Registry([DAVIS, odd]) as registry, sit(registry) as lookup:
        found = lookup.crossref.works([DAVIS["DOI"], odd["DOI"]])

        assert sorted(found) == ["10.1000/a,b", DAVIS["DOI"]]
        assert len(registry.asked) == 2


def test_a_service_without_the_filter_is_asked_one_by_one(registry):
    """A mirror may know less than Crossref."""
    registry.faults = [Fault("400", 1, "filter=doi:")]
    with sit(registry) as lookup:
        assert list(lookup.crossref.works([DAVIS["DOI"]])) == [DAVIS["DOI"]]


def test_batches_fit_into_an_address():
    """Below four kilobytes and fifty DOIs, with nothing lost."""
    dois = [f"10.1016/S0140-6736(20){number:05}-{'x' * 60}" for number in range(200)]
    parts = list(batches(dois))

    assert [doi for part in parts for doi in part] == dois
    assert max(map(len, parts)) <= BATCH
    assert max(sum(len(doi) for doi in part) for part in parts) < 3500
    assert len(list(batches(["10.1/a"] * 101))) == 3


@pytest.mark.parametrize("doi", ["10.1002/(sici)1097<1::aid-x>3.0.co;2-#", "10.1/a?b"])
def test_odd_characters_of_a_doi_reach_the_service(doi):
    """Old Wiley DOIs have brackets, semicolons and hashes."""
    with Registry([DAVIS | {"DOI": doi}]) as registry, sit(registry) as lookup:
        assert lookup.crossref.work(doi).volume == "78"


def test_a_type_that_stands_alone_says_that_a_work_is_retracted() -> None:
    alone = PUBMED | {"pubTypeList": {"pubType": "Retracted Publication"}}
    record = parse_europepmc(alone)
    assert record.publication_types == ("Retracted Publication",)
    assert [update.type for update in record.deposit.updated_by] == ["retraction"]


@pytest.mark.parametrize("items", [5, "none", {"DOI": "10.1/x"}])
def test_a_list_that_is_no_list_is_not_read_as_no_notice(items: object) -> None:
    class Answering(Web):
        def get_json(self, *_asked: object, **_more: object) -> object:
            return {"message": {"items": items, "total-results": 1}}

    with pytest.raises(ServiceError, match="form that it promises"):
        Crossref(Answering(Services(), Clock())).notices(["10.1/x"])
