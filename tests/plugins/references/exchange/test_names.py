"""Names: several in one, organisations in pieces, lists that are cut."""

from __future__ import annotations

import pytest

from plugins.references.exchange.bibtex import read_bibtex
from plugins.references.exchange.formats import read_csl_json
from plugins.references.exchange.names import read_name, tidy_names
from plugins.references.exchange.ris import read_ris

THREE = ["Smith, J.", "Doe, A.", "Roe, B."]
JOINED = [
    ("Smith, J.; Doe, A.; Roe, B.", THREE),
    ("Smith, J., Doe, A., Roe, B.", THREE),
    ("Smith, J., Doe, A., & Roe, B.", THREE),
    ("Smith, J. & Doe, A.", THREE[:2]),
    ("J. Smith, A. Doe & B. Roe", THREE),
    ("Smith J; Doe A; Roe B", THREE),
    ("Smith, J.|Doe, A.", THREE[:2]),
    ("Smith, Jane, Doe, Ann", ["Smith, Jane", "Doe, Ann"]),
    ("Jane Smith, Ann Doe, Bo Roe", ["Smith, Jane", "Doe, Ann", "Roe, Bo"]),
]


def as_written(names):
    return [one.get("literal") or f"{one['family']}, {one['given']}" for one in names]


def from_ris(name):
    return read_ris(f"TY  - BOOK\nTI  - T\nAU  - {name}\nER  - \n")


def from_bibtex(name):
    return read_bibtex(f"@book{{a, title={{T}}, author={{{name}}}}}")


def from_csl(name):
    text = f'[{{"type": "book", "title": "T", "author": [{{"literal": "{name}"}}]}}]'
    return read_csl_json(text)


WAYS = [from_ris, from_bibtex, from_csl]


@pytest.mark.parametrize("read", WAYS)
@pytest.mark.parametrize(("name", "wanted"), JOINED)
def test_people_in_one_name_are_parted_with_a_word(read, name, wanted):
    """Whatever the format; the whole name is quoted."""
    found = read(name)

    assert as_written(found.items[0]["author"]) == wanted
    (doubt,) = found.doubts
    assert f"{len(wanted)} people in one name" in doubt.what


@pytest.mark.parametrize("read", WAYS)
@pytest.mark.parametrize(
    "name", ["Smith, J., et al.", "Smith, J. et al", "Smith, J., and others"]
)
def test_a_cut_list_is_no_name_and_is_marked(read, name):
    """“et al.” is printed where the list ends."""
    (item,) = read(name).items

    assert as_written(item["author"]) == ["Smith, J."]
    assert item["custom"]["authors_complete"] is False


@pytest.mark.parametrize(
    ("name", "wanted", "words"),
    [
        ("Organization, W. H.", "Organization, W. H.", "taken apart"),
        ("Organization, World Health", "World Health Organization", "whole again"),
        ("World Health Organization", "World Health Organization", "whole again"),
        ("Karolinska Institutet", "Karolinska Institutet", "whole again"),
        ("National Institute of Health", "National Institute of Health", "whole"),
        ("Centers for Disease Control and Prevention", "Prevention", "two pairs"),
        ("Food and Drug Administration", "Food and Drug Administration", "two pairs"),
        ("Johnson \\& Johnson", "Johnson & Johnson", ""),
        ("Department of Health, Leeds", "Department of Health, Leeds", "whole again"),
        ("Panelli, Ruth", "Panelli, Ruth", None),
        ("{World Bank}", "World Bank", None),
        ("King, Jr., Martin L.", "King, Martin L.", None),
        ("van der Berg, Jan", "Berg, Jan", None),
        ("Press, William H.", "Press, William H.", None),
        ("Garc{\\'i}a Lorca, Federico", "García Lorca, Federico", None),
    ],
)
def test_organisations_without_braces_are_seen(name, wanted, words):
    """Put together where all their words are there, named where not; people are not."""
    found = from_bibtex(name)
    said = " ".join(one.what for one in found.doubts)

    assert wanted in as_written(found.items[0]["author"])[-1]
    assert (said == "") if words is None else (words in said)
    assert len(found.items[0]["author"]) == 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Daly EJ", {"family": "Daly", "given": "E. J."}),
        ("van der Berg A.B.", {"family": "van der Berg", "given": "A. B."}),
        ("Jalil N.-E.", {"family": "Jalil", "given": "N.-E."}),
        ("Ella J. Daly", {"family": "Daly", "given": "Ella J."}),
        ("King, Martin, Jr.", {"family": "King", "given": "Martin", "suffix": "Jr."}),
        ("World Health Organization,", {"literal": "World Health Organization"}),
        ("Novartis AG", {"literal": "Novartis AG"}),
        ("Johnson & Johnson", {"literal": "Johnson & Johnson"}),
        ("李明", {"literal": "李明"}),
    ],
)
def test_names_without_a_comma_are_read_where_they_are_clear(text, wanted):
    """Cochrane's and PubMed's initials; an organisation stays one."""
    assert read_name(text) == wanted
    assert tidy_names([wanted]).names == [wanted]


def test_two_words_among_people_are_asked_about():
    """Alone they are an organisation's name; among people they may be a person's."""
    several = from_ris("Smith, J.\nAU  - CAIZHI SHEN")

    assert "CAIZHI SHEN" in several.doubts[0].what
    assert from_ris("World Bank").doubts == []


def test_one_name_in_reading_order_tells_of_the_others():
    """As some publishers write them."""
    found = from_ris("Jane Q. Doe\nAU  - John Smith\nAU  - World Health Organization")

    assert as_written(found.items[0]["author"]) == [
        *("Doe, Jane Q.", "Smith, John", "World Health Organization"),
    ]
    assert found.doubts == []


@pytest.mark.parametrize(
    "author",
    [
        '"Daly, E. J.; World Health Organization"',
        '["Daly, E. J.", "World Health Organization"]',
        '[{"firstName": "E. J.", "lastName": "Daly"}, "World Health Organization"]',
        '[{"first_name": "E. J.", "last_name": "Daly"}, "World Health Organization"]',
    ],
)
def test_names_of_other_programs_are_read(author):
    """Texts and objects of Zotero's and Mendeley's own kind."""
    found = read_csl_json(f'[{{"type": "book", "title": "T", "author": {author}}}]')

    assert as_written(found.items[0]["author"]) == [
        "Daly, E. J.",
        "World Health Organization",
    ]


IN_PLACE = [
    ("Daly, EJ", ("Daly", "E. J.", "")),
    ("MURROUGH, JW", ("MURROUGH", "J. W.", "")),
    ("KIM, MIN", ("KIM", "MIN", "")),
    ("Li, Bo", ("Li", "Bo", "")),
    ("Zarate Jr., C. A.", ("Zarate", "C. A.", "Jr.")),
    ("Zarate, Carlos A Jr", ("Zarate", "Carlos A", "Jr")),
    ("Smith, John III", ("Smith", "John", "III")),
    ("Daly, EJ, Jr.", ("Daly", "E. J.", "Jr.")),
]


@pytest.mark.parametrize("read", WAYS[:2])
@pytest.mark.parametrize(("name", "wanted"), IN_PLACE)
def test_initials_and_suffixes_are_what_they_are(read, name, wanted):
    """Web of Science writes “JW”, of which every style would print “J.” alone."""
    (author,) = read(name).items[0]["author"]

    assert tuple(author.get(key, "") for key in ("family", "given", "suffix")) == wanted


def test_a_junior_is_nobodys_family_name():
    """BibTeX reads the last word of “John Q. Public Jr.” as the family name."""
    (author,) = from_bibtex("John Q. Public Jr.").items[0]["author"]

    assert author == {"family": "Public", "given": "John Q.", "suffix": "Jr."}


TORN = [
    "Substance Abuse and Mental Health Services Administration",
    "National Institute for Health and Care Excellence",
    "U.S. Department of Health and Human Services",
    "US Food and Drug Administration",
    "National Center for Complementary and Integrative Health",
    "Canadian Network for Mood and Anxiety Treatments",
]


@pytest.mark.parametrize("name", TORN)
def test_an_organisation_parted_at_its_and_is_whole_again(name):
    """BibTeX knows braces alone; it is said once, and people beside it stay."""
    found = from_bibtex(f"{name} and John Smith")

    assert as_written(found.items[0]["author"]) == [name, "Smith, John"]
    (doubt,) = found.doubts
    assert f"“{name}” was parted at its “and”" in doubt.what


@pytest.mark.parametrize(
    "names",
    [
        "American Psychiatric Association and National Institute of Mental Health",
        "Department of Health and Ministry of Health",
        "Department of Veterans Affairs and Department of Defense",
        "World Health Organization and John Smith",
    ],
)
def test_two_organisations_stay_two(names):
    """And so does a person behind one."""
    assert len(from_bibtex(names).items[0]["author"]) == 2


@pytest.mark.parametrize("read", WAYS[:2])
@pytest.mark.parametrize("name", ["de Oliveira e Silva, M. C.", "Ortega y Gasset, J."])
def test_a_family_name_with_an_and_of_its_own_is_one(read, name):
    """Portuguese and Spanish ones."""
    found = read(name)

    assert len(found.items[0]["author"]) == 1
    assert found.doubts == []


def test_initials_of_ieee_are_a_person():
    """There “J.-P.” is “J. -P.”; he was taken for an organisation."""
    assert read_name("J. -P. Dupont") == {"family": "Dupont", "given": "J.-P."}
