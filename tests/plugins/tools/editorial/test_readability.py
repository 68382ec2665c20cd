"""How old a reader has to be, and which sentences ask for it."""

from __future__ import annotations

import pytest

from plugins.tools.editorial.readability import (
    count_syllables,
    grade,
    hardest,
    read_sentences,
    reading_age,
)
from tests.plugins.tools.editorial.texts import a_source

#: Words of a clinic's posts and of everyday English, counted by ear.
SPOKEN = """
1 the were there here one done some time times whole side sides asked used blood law
1 state states dose years hour week months makes takes likes comes nurse group groups
2 people treatment compared studies patients wanted rated effect question social partial
2 special being going trying client diet science poem ruin something therefore movement
2 statement hopeful likely rarely safely largely namely changes messages_3 houses places
2 watches wishes boxes table bottle bottles trouble troubled handled region union
2 million
3 depression ketamine randomised guaranteed area medicine placebo suicide evidence
3 infusion serious various memory attention initial potential average idea create_2
3 reaction period radio nausea appetite lithium usual annual opinion religion funded_2
4 psilocybin participants esketamine psychiatric psychiatrist American emergency usually
4 semaglutide lamotrigine advertisement scientific anesthetic serotonin
5 antidepressant dissociation individual hallucination
6 benzodiazepines
"""


def test_syllables_are_those_that_are_spoken():
    """“Asked” has one, “psychiatry” does not run its vowels together."""
    wrong = []
    for line in SPOKEN.strip().splitlines():
        number, *words = line.split()
        for word in words:
            name, _, own = word.partition("_")
            wanted = int(own or (2 if name == "create" else number))
            if count_syllables(name) != wanted:
                wrong.append((name, wanted, count_syllables(name)))
    assert not wrong


def sentences(body):
    return [(one.line, one.text) for one in read_sentences(a_source(body))]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "Dr. Smith et al. saw 55.4% of people, e.g. in the U.S. trial. It ended.",
            [
                "Dr. Smith et al. saw 55.4% of people, e.g. in the U.S. trial.",
                "It ended.",
            ],
        ),
        (
            "One [@daly2019, p. 5].\nTwo “was it?” So.",
            ["One .", "Two “was it?”", "So."],
        ),
        ("## A heading\n\nWords.\n\nHead\n----\n\nMore", ["Words.", "More"]),
        ("- one item\n- another\n  goes on.\n\n> A quotation.", None),
        ("| a | b |\n|---|---|\n| c | d |\n\nWords.", ["Words."]),
        ("`code is` none.\n\n    and neither this\n\nIs it? Yes!", None),
        ("[Words](https://a.example/x.y) <b>here</b> &amp; there.", None),
    ],
)
def test_a_text_is_cut_into_sentences(body, said):
    """Abbreviations, decimals, headings, lists, tables, citations and code."""
    given = {
        "- one": ["one item", "another goes on.", "A quotation."],
        "`code": ["none.", "Is it?", "Yes!"],
        "[Words": ["Words here there."],
    }
    wanted = said or next(v for k, v in given.items() if body.startswith(k))
    assert [" ".join(text.split()) for _, text in sentences(body)] == wanted


def test_a_sentence_has_its_line():
    """Also where a paragraph goes on over several."""
    body = "First one.\nSecond one\ngoes on. Third.\n\n- An item.\n- Another."
    assert [line for line, _ in sentences(body)] == [6, 7, 8, 10, 11]


HARD = (
    "Notwithstanding methodological heterogeneity, randomised investigations of "
    "intravenous administration consistently demonstrated antidepressant superiority. "
)


def test_the_age_of_readers_is_that_of_the_formula():
    """0.39 words a sentence, 11.8 syllables a word, less 15.59; plus five."""
    easy = list(read_sentences(a_source("The cat sat on the mat with us. " * 15)))
    assert grade(easy[:1]) == pytest.approx(0.39 * 8 + 11.8 - 15.59)
    assert reading_age(easy) == 5
    both = list(read_sentences(a_source("The cat sat on the mat. " * 15 + HARD * 3)))
    age = reading_age(both)
    assert age is not None
    assert 10 < age < 20
    assert [one.text for one in hardest(both)] == [HARD.strip()] * 3


def test_too_little_has_no_age():
    """It is not known, which is not 5."""
    assert reading_age(read_sentences(a_source("Short."))) is None
