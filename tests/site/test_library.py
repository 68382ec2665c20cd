"""The library: only works whose record was read, and no others."""

from __future__ import annotations

import datetime as dt
import re

from tests.site.content import read_all_posts, read_library, read_pages

RETRACTED = ("jerome2020", "mithoefer2019", "feduccia2021")
DOI = re.compile(r"10\.\d{4,9}/\S+")


def test_every_work_can_be_found_again():
    """A paper has a DOI, a journal and a year; a page has an address and a day."""
    for record in read_library():
        if record["type"] == "webpage":
            assert record["URL"].startswith("https://"), record["id"]
            day = dt.date(*record["accessed"]["date-parts"][0])
            assert day <= dt.datetime.now(tz=dt.UTC).date(), record["id"]
        else:
            assert DOI.fullmatch(record["DOI"]), record["id"]
            assert record["container-title"], record["id"]
            assert record["issued"]["date-parts"][0][0] >= 2006, record["id"]
        assert record["author"], record["id"]
        assert record["title"], record["id"]


def test_keys_are_the_first_authors_name_and_the_year():
    """A paper's key is its first author's family name and its year."""
    for record in read_library():
        if record["type"] == "webpage":
            continue
        year = record["issued"]["date-parts"][0][0]
        name = re.sub(r"[^a-z]", "", record["author"][0]["family"].lower())

        assert record["id"] == f"{name}{year}"


def test_our_own_notes_stay_out_of_the_library():
    """What was still open while we looked a work up is not published."""
    for record in read_library():
        notes = set(record.get("custom", {}))

        assert not notes & {"verified", "confirm", "authors_complete", "use"}


def test_every_work_is_cited_somewhere():
    """The library holds what the clinic cites."""
    cited = {key for post in [*read_all_posts(), *read_pages()] for key in post.keys}

    assert cited == {record["id"] for record in read_library()}


def test_no_retracted_work_is_in_the_library():
    """Retracted works of this field are never cited here."""
    records = read_library()

    assert not {record["id"] for record in records} & set(RETRACTED)
    assert not any(record.get("custom", {}).get("retracted") for record in records)
    assert not any(
        record["title"].lower().startswith("retracted") for record in records
    )


def test_studies_say_what_they_were():
    """Each paper's record says at least its design; trials say who took part."""
    for record in read_library():
        if record["type"] == "webpage":
            continue
        evidence = record["custom"]["evidence"]

        assert evidence["design"], record["id"]
        if "trial" in evidence["design"] and "comparator" in evidence:
            assert evidence["population"], record["id"]
