"""Lists of names in BibTeX files, in the ways that authors write them."""

from __future__ import annotations

import pytest

from plugins.references.exchange.bibtex_names import read_names
from plugins.references.exchange.latex import read_latex


def read(value):
    """Return the names as “Family|Given” and the rest of what was read."""
    found = read_names(value, lambda part: read_latex(part).text)
    names = ["|".join(name.values()) for name in found.names]
    return names, found.is_complete, found.doubts


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (r"Nguy\~{\^e}n, V{\u a}n and S\~ao, X", ["Nguyễn|Văn", "São|X"]),
        (r"{\'E}mile Zola and {d'Arc}, Jeanne", ["Zola|Émile", "d'Arc|Jeanne"]),
        (
            r"A, B and \v{C}apek, K. and \'Alvarez, \'A",
            ["A|B", "Čapek|K.", "Álvarez|Á"],
        ),
        ("A, B AND and C, D\nand\tE, F", ["A|B", "C|D", "E|F"]),
        ("{A and B} and C, D", ["A and B", "C|D"]),
        ("{World Health Organization}", ["World Health Organization"]),
        ("{{UNICEF} Office} and {the X Group}", ["UNICEF Office", "the X Group"]),
        (r"{Johnson \& Johnson}", ["Johnson & Johnson"]),
        ("Smith, Jr., John and King, III, M.", ["Smith|John|Jr.", "King|M.|III"]),
        ("Holtzheimer III, Paul E.", ["Holtzheimer III|Paul E."]),
        ("given=Jan, family=Berg, prefix=van den", ["Jan|Berg|van den"]),
        ("Smith, J. and Jones, A. and", ["Smith|J.", "Jones|A."]),
        ("", []),
    ],
)
def test_names_that_are_clear_raise_no_doubt(value, names):
    """Accents, organisations, suffixes, biblatex's named parts."""
    assert read(value) == (names, True, [])


@pytest.mark.parametrize("value", ["Smith, J. and others", "Smith, J. and et al."])
def test_a_list_that_goes_on_is_not_whole(value):
    """“others” is nobody's name."""
    assert read(value) == (["Smith|J."], False, [])


@pytest.mark.parametrize("value", ["Smith, J.; Doe, A.", r"Johnson \& Johnson"])
def test_what_may_be_several_goes_on_whole(value):
    """It is parted, or asked about, as that of every format."""
    assert read(value) == ([value.replace("\\", "")], True, [])


@pytest.mark.parametrize("value", ["Smith JA", "Müller-Lüdenscheidt J"])
def test_bare_initials_are_no_family_name(value):
    """PubMed writes names so."""
    family, _, initials = value.rpartition(" ")
    names, _, (doubt,) = read(value)

    assert names == [f"{family}|{initials}"]
    assert "Write a comma before the initials" in doubt


def test_the_number_of_an_index_is_no_name():
    """DBLP tells people of one name apart so."""
    assert read("Wei Wang 0001 and Li, X")[:2] == (["Wang|Wei", "Li|X"], True)
    assert "it is left out" in read("Wei Wang 0001")[2][0]
