"""DOIs in fields of records, in texts and in addresses."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.references.library.doi import (
    clean_doi,
    doi_url,
    find_dois,
    printed_doi,
    record_doi,
)

FILE = Path(__file__).parents[1] / "cases" / "dois.txt"
CASES = [line.split("\t") for line in FILE.read_text("utf-8").splitlines()[1:]]
WILEY = "10.1002/1097-0142(19840101)53:1<1::aid-cncr2820530102>3.0.co;2-#"
ENCODED = "10.1002/1097-0142(19840101)53:1%3C1::AID-CNCR2820530102%3E3.0.CO;2-%23"
FIELDS = {
    WILEY: WILEY,
    ENCODED: WILEY,
    f"https://doi.org/{ENCODED}": WILEY,
    f"https://doi.org/{WILEY}": WILEY,
    f"doi:{WILEY.upper()}": WILEY,
    "10.1000/456#789": "10.1000/456#789",
    "https://doi.org/10.1000/456%23789": "10.1000/456#789",
    "https://doi.org/10.1000/456#abstract": "10.1000/456",
    "http://dx.doi.org/10.1000/456?download=true": "10.1000/456",
    "https://doi.org/10.1000/what%3F": "10.1000/what?",
    "10.1000/100%de": "10.1000/100%de",
    "10.1000/a b.": "10.1000/a b",
    "10.1000/a (accessed 2020)": "10.1000/a",
    "10.1000/a PMID: 123": "10.1000/a",
    "10.1000/a https://doi.org/10.1000/b": "10.1000/a",
    "[10.1000/a](https://doi.org/10.1000/a)": "10.1000/a",
    "10.1000/a<b>c": "10.1000/a<b>c",
    "10.1000/a>": "10.1000/a",
    "doi:10.1000/a).": "10.1000/a",
    "10.1000/a<br>": "10.1000/a",
    "<https://doi.org/10.1000/a>": "10.1000/a",
    "10.1000/İX": "10.1000/İx",
    "no DOI #1": "",
}


@pytest.mark.parametrize(("value", "doi"), FIELDS.items())
def test_a_field_holds_one_doi_and_all_of_its_characters(value, doi):
    """Only an address has queries and fragments, only a text goes on behind it."""
    assert record_doi(value) == doi


@given(
    st.lists(
        st.sampled_from(
            ["a", "B", "1", ".", "-", "_", "/", "PMID", "Free", "doi:", "İ"]
        )
    ).map("".join)
)
@example("a.Free")
@example("a.PMID1")
@example(".PMID")
@example(".Free")
def test_a_plain_doi_is_the_one_that_is_read_with_care(suffix):
    """A space before it is no part of it, but makes a field one that is not plain."""
    doi = f"10.1000/{suffix}"

    assert record_doi(doi) == record_doi(f" {doi}")


def test_the_hash_of_old_serials_belongs_to_a_doi_in_a_text():
    """Wiley's end in one; a fragment of a page ends no DOI so."""
    text = f"In {WILEY}, and https://doi.org/10.1000/b#abstract."
    assert find_dois(text) == [WILEY, "10.1000/b"]
    assert clean_doi(f"https://doi.org/{ENCODED}") == WILEY


def test_the_address_of_a_doi_leads_to_it_as_a_link_and_in_print():
    """What is mandatory is encoded everywhere (DOI Handbook, 2.5.2.4)."""
    odd = '10.1000/a#b?c%d"e f+g<h>'
    assert doi_url(odd).endswith("/a%23b%3Fc%25d%22e%20f%2Bg%3Ch%3E")
    assert printed_doi(odd) == "10.1000/a%23b%3Fc%25d%22e%20f+g<h>"


@pytest.mark.parametrize(("text", "doi"), CASES)
def test_a_doi_ends_where_the_address_or_the_sentence_goes_on(text, doi):
    """Path words, queries, fragments and files are no part of it; “#” may be."""
    assert [*dict.fromkeys(find_dois(text))] == [doi]


def test_two_dois_without_a_space_are_two():
    """A comma belongs to a DOI where no other begins behind it."""
    assert find_dois("10.1000/x,10.1000/y;https://doi.org/10.1000/z") == [
        *("10.1000/x", "10.1000/y", "10.1000/z")
    ]
    assert find_dois("10.1000/a,b") == ["10.1000/a,b"]


def test_long_texts_take_no_time():
    """Brackets that nothing opened were counted anew for each of them."""
    started = time.monotonic()
    find_dois("10.1000/" + ")" * 200_000)
    find_dois(" ".join(f"10.1000/a{number}" for number in range(20_000)))

    assert time.monotonic() - started < 5
