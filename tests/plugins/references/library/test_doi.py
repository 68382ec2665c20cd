"""DOIs as pages, addresses and sentences hold them, and the DOI that is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.references.library.doi import find_dois

FILE = Path(__file__).parents[1] / "cases" / "dois.txt"
CASES = [line.split("\t") for line in FILE.read_text("utf-8").splitlines()[1:]]


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
