"""Misspelt words, by codespell and by the house."""

from __future__ import annotations

from plugins.source.core import make_source
from plugins.tools.editorial.spelling import (
    WordList,
    find_misspellings,
    fold_title,
    read_words,
)
from tests.plugins.tools.editorial.texts import HEADER, a_source


def misspelt(body, own=None, titles=(), header=HEADER, lang="en-GB"):
    sources = [(a_source(body, header), lang)]
    known = {fold_title(title) for title in titles}
    found = find_misspellings(sources, own or WordList("words.txt"), known)
    return [(one.line, one.what, one.remedy) for one in found]


def lines(body, **more):
    return [line for line, _, _ in misspelt(body, **more)]


def test_a_misspelt_word_is_told_with_its_line():
    """In titles, summaries, lists and descriptions of pictures."""
    header = "---\ntitle: Teh title\nkey_points:\n  - We recieve it.\n---\n"
    found = misspelt("Fine.\n\n- occured\n\n![Teh room](x.jpg)", header=header)
    assert [line for line, _, _ in found] == [2, 4, 9, 11]
    assert found[1][1] == "“recieve” looks misspelt; “receive” would be right."
    assert "add recieve to words.txt" in found[1][2]


def test_names_titles_and_code_do_not_alarm():
    """Nor addresses, citations, abbreviations and what the library says."""
    title = "A study that occured: what we recieve"
    body = (
        "We met Ms Teh. `recieve` [x](https://a.example/recieve) [@recieve2020]\n"
        "NWE and TEHs. It is called “A study that occured: what we recieve”, or\n"
        "“A study that\noccured”."
    )
    assert lines(body, titles=[title, "A study that occured"]) == []
    assert lines(body) == [7, 7, 9]


def test_a_site_says_what_is_right_and_what_it_corrects():
    """A correction holds in every language, codespell's only in English."""
    text = "# Ours\nteh  # a tea\nket -> ketamine\nSpravato infusion->nasal spray\n"
    own = read_words(make_source("words.txt", text.encode()))
    body = "teh Ket recieve, a Spravato\ninfusion and spravato infusion."
    said = [what for _, what, _ in misspelt(body, own)]
    assert said == [
        "“Ket” is “ketamine” in this house.",
        "“recieve” looks misspelt; “receive” would be right.",
    ]
    body = body.replace("\n", " ")
    house = ["“Ket” is “ketamine” in this house."]
    house += ["“Spravato infusion” is “nasal spray” in this house."]
    assert [what for _, what, _ in misspelt(body, own, lang="de")] == house


def test_what_is_right_is_no_mistake_though_it_looks_like_the_wrong_word():
    """It differs in capitals alone, or one of the two is a part of the other."""
    text = "spravato->Spravato\nresistant->treatment-resistant\ndrug use->drug\n"
    own = read_words(make_source("words.txt", text.encode()))
    body = "Spravato, SPRAVATO, spravato.\ntreatment-resistant, Resistant.\ndrug use"
    said = [what.split(" is ")[0] for _, what, _ in misspelt(body, own)]
    wrong = ["SPRAVATO", "spravato", "Resistant", "drug use"]
    assert said == [f"“{word}”" for word in wrong]


def test_a_line_of_the_list_that_says_nothing_is_told():
    """With its line, and all the others count."""
    own = read_words(make_source("content/words.txt", b"a->\n->b\na->b->c\nteh\n"))
    found = list(find_misspellings([(a_source("teh"), "en")], own))
    assert [(one.path, one.line) for one in found] == [
        ("content/words.txt", number) for number in (1, 2, 3)
    ]


def test_a_correction_is_found_whatever_signs_and_capitals_it_has():
    """Only those are looked for whose words a text has at all."""
    pairs = {
        "e-mail": "email",
        "Spravatto®": "Spravato",
        ".net": "dot net",
        "depressión": "depresión",
        "side  effects": "adverse events",
    }
    own = read_words(
        make_source("w.txt", "\n".join(map("->".join, pairs.items())).encode())
    )
    body = "E-Mail.\nSpravatto®\na .net\nDEPRESSIÓN\nSide effects\nemails, net, mail"
    assert lines(body, own=own, lang="es") == [6, 7, 8, 9, 10]
