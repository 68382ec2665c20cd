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


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Smith, J.; Jones, A.; Brown, B.", ["Smith|J.", "Jones|A.", "Brown|B."]),
        ("John Smith; Jane Doe", ["Smith|John", "Doe|Jane"]),
        ("Smith J, Jones A, Brown B", ["Smith|J", "Jones|A", "Brown|B"]),
        ("Smith, J., Jones, A.", ["Smith|J.", "Jones|A."]),
        (r"Smith, J., \& Jones, A.", ["Smith|J.", "Jones|A."]),
        ("Smith, John & Jones, Ann", ["Smith|John", "Jones|Ann"]),
        ("Smith, John; {WHO}", ["Smith|John", "WHO"]),
        ("Smith J; Doe AB", ["Smith|J", "Doe|AB"]),
        ("Smith, J.|Doe, A.", ["Smith|J.", "Doe|A."]),
        ("J. Smith, A. Doe & B. Roe", ["Smith|J.", "Doe|A.", "Roe|B."]),
    ],
)
def test_persons_joined_by_other_signs_are_parted_and_named(value, names):
    """“;”, “,”, “&”: each is read as meant, and the author hears of it."""
    found, is_complete, (doubt,) = read(value)

    assert (found, is_complete) == (names, True)
    assert f"is read as {len(names)} persons. Write “ and ” between two" in doubt


@pytest.mark.parametrize(
    ("value", "names", "is_said"),
    [
        ("Smith, J. and others", ["Smith|J."], False),
        ("Smith, J. and et al.", ["Smith|J."], False),
        ("Smith, J. et al.", ["Smith|J."], True),
        ("Smith, J. et~al", ["Smith|J."], True),
        ("Smith, J., et al.", ["Smith|J."], True),
        (r"Smith, J. \& others", ["Smith|J."], True),
    ],
)
def test_a_list_that_goes_on_is_not_whole(value, names, is_said):
    """“et al.” inside a name is said; nobody is called so."""
    found, is_complete, doubts = read(value)

    assert (found, is_complete) == (names, False)
    assert ["“and others”" in one for one in doubts] == [True] * is_said


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("World Health Organization", "printed as “Organization, W.”"),
        ("Association, American Psychiatric", "{American Psychiatric Association}"),
        ("R Core Team and Smith, J.", "printed as “Team, R.”"),
        ("Centers for Disease Control and Prevention", "printed as “Disease Control"),
        ("Smith, John, Jones, Ann, Brown, Bob", "too many commas for one name"),
        (r"Johnson \& Johnson", "is read as an organisation. Put it in braces"),
        ("Smith JA", "is read as “Smith, JA”"),
        ("de la Cruz M and B, C", "is read as “de la Cruz, M”"),
        ("{Smith, John and Jones, Ann}", "is read as one name"),
        ("Müller, H. und Schmidt, P.", "is read as one name"),
        ("None", "Leave the field out"),
        (r"Haute Autorit{\'e} de Paris", "{Haute Autorité de Paris}"),
        ("BBC News", "printed as “News, B.”"),
        ("Public Health England", "{Public Health England}"),
    ],
)
def test_names_that_could_be_meant_in_two_ways_are_named(value, what):
    """No word of them is lost."""
    names, _, (doubt,) = read(value)

    assert what in doubt
    for word in read_latex(value).text.replace(",", "").split():
        assert word in " ".join(names).replace(",", "") or word == "and"


def test_the_number_of_an_index_is_no_name():
    """DBLP tells people of one name apart so."""
    assert read("Wei Wang 0001 and Li, X")[:2] == (["Wang|Wei", "Li|X"], True)
    assert "it is left out" in read("Wei Wang 0001")[2][0]
