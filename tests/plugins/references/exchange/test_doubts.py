"""Names that are likely no person's, found; names of persons, left in peace."""

from __future__ import annotations

import pytest

from plugins.references.exchange.doubts import BIBTEX, CSL, RIS, doubtful_names

ORGANISATIONS = [
    {"family": "Organization", "given": "World Health"},
    {"family": "Team", "given": "R Core"},
    {
        "family": "Disease Control",
        "given": "Centers",
        "non-dropping-particle": "for",
    },
    {
        "family": "Pediatrics",
        "given": "American Academy",
        "non-dropping-particle": "of",
    },
    {"family": "Bank", "given": "World"},
    {"family": "Inc.", "given": "Pfizer"},
    {"family": "Gesundheit", "given": "Bundesministerium für"},
    {"family": "Santé", "given": "Organisation mondiale", "dropping-particle": "de la"},
    {"family": "Salud", "given": "Ministerio", "non-dropping-particle": "de"},
]
SEVERAL = [
    {"family": "Doe", "given": "John Smith; Jane"},
    {"family": "Smith J", "given": "Jones A"},
    {"family": "Smith J", "suffix": "Jones A", "given": "Brown B"},
    {"family": "Smith", "suffix": "J.", "given": "& Jones, A."},
    {"family": "Jones", "given": "Ann Smith and Bob"},
    {"literal": "Smith J; Jones A"},
    {"literal": "Smith, J., Jones, A., Brown, B."},
]
CUT = [
    {"family": "Smith", "given": "J. et al."},
    {"family": "al.", "given": "et"},
    {"family": "Smith et al"},
    {"literal": "Smith J, Jones A, et al."},
    {"family": "Smith", "given": "J. and others"},
]
PERSONS = [
    {"family": "Gasset", "given": "José Ortega y"},
    {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
    {"family": "Smith", "given": "John", "suffix": "Ph.D."},
    {"family": "Berg", "given": "Jan", "non-dropping-particle": "van den"},
    {"family": "Na", "given": ""},
    {"family": "Nguyen", "given": "The Anh"},
    {"family": "Banks", "given": "Union"},
    {"family": "Church", "given": "George"},
    {"family": "Williams", "given": "US"},
    {"family": "Ali", "given": "Alaa"},
    {"family": "Müller-Lüdenscheidt", "given": "Jörg-Peter"},
    {"family": "Etxeberria", "given": "Ana"},
    {"family": "OECD"},
    {"literal": "World Health Organization"},
    {"literal": "Johnson & Johnson"},
    {"literal": "Department of Health, Education, and Welfare"},
    {"literal": "Pfizer, Inc."},
    {"literal": "…"},
]


@pytest.mark.parametrize("name", ORGANISATIONS, ids=str)
def test_an_organisation_read_as_a_person_is_named(name):
    """And how it would be printed, and how it is written."""
    (said,) = doubtful_names([name])

    assert "printed as “" in said
    assert "in braces of its own: {" in said


@pytest.mark.parametrize("name", SEVERAL, ids=str)
def test_several_persons_in_one_name_are_named(name):
    """Whatever stands between them."""
    (said,) = doubtful_names([name])

    assert said.endswith(f"is read as one name. {BIBTEX.several}")


@pytest.mark.parametrize("name", CUT, ids=str)
def test_et_al_in_a_name_is_named(name):
    """It says that the list goes on; nobody is called so."""
    (said,) = doubtful_names([name], CSL)

    assert said.startswith("“et al.” is read as part of the name")
    assert said.endswith(CSL.others)


@pytest.mark.parametrize("name", PERSONS, ids=str)
def test_persons_and_marked_organisations_are_left_in_peace(name):
    """A check that cries wolf is switched off."""
    assert doubtful_names([name]) == []


def test_words_for_nobody_are_named():
    """Programs write them where the field is empty."""
    said = doubtful_names([{"family": "None"}, {"literal": "N/A"}], RIS)

    assert len(said) == 2
    assert "Leave the field out" in said[0]
