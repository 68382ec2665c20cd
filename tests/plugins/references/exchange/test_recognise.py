"""A file of another format is named, with what to export instead."""

from __future__ import annotations

import pytest

from plugins.references.exchange.formats import read_file

RIS = "TY  - JOUR\nTI  - T\nJO  - J\nER  - \n"
BIB = "@article{a, title={T}, author={A, B}, journal={J}, year=2001}\n"
CIW = (
    "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Smith, J\nTI T\nER\n\nEF\n"
)
ENDNOTE = '<?xml version="1.0" encoding="UTF-8" ?><xml><records><record></record></xml>'


@pytest.mark.parametrize(
    ("suffix", "text", "words"),
    [
        (".enw", "%0 Journal Article\n%A Smith, J\n%T Title\n%D 2001\n", "EndNote"),
        (".ris", "%0 Journal Article\n%A Smith, J\n%T Title\n", "EndNote"),
        (".ciw", CIW, "Web of Science"),
        (".ris", CIW, "Web of Science"),
        (".txt", "PT\tAU\tBA\tTI\nJ\tSmith\t\tT\n", "Web of Science"),
        (".xml", ENDNOTE, "EndNote XML"),
        (".xml", "<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>", "PubMed XML"),
        (".xml", "<modsCollection><mods/></modsCollection>", "MODS"),
        (".rdf", '<rdf:RDF xmlns="x"></rdf:RDF>', "Zotero RDF"),
        (".ris", "<!DOCTYPE html><html><body>Please log in</body></html>", "web page"),
        (".csv", '"Authors","Title","Year"\nA,B,2001\n', "table"),
        (".txt", "31166571\n32526774\n", "numbers"),
        (".txt", "Record #1 of 3\nID: CN-1\nAU: Smith\nTI: x\n", "Cochrane"),
        (".txt", "RT Journal Article\nA1 Smith, J\nT1 x\n", "RefWorks"),
        (".txt", "VN  - Ovid Technologies\nTI  - x\n", "Ovid"),
        (".yaml", "---\nreferences:\n- id: a\n", "YAML"),
        (
            ".txt",
            "1: Daly EJ. Efficacy of esketamine. JAMA. 2019. PMID: 1.\n",
            "as text",
        ),
        (".ris", "Dear all,\nhere are the references.\n", "begins “Dear all,”"),
        (".bib", "Dear all,\nhere are the references.\n", "nothing of BibTeX"),
        (".nbib", "Dear all\n", "nothing of PubMed"),
        (".ris", "", "empty"),
        (".json", " \n", "empty"),
        (".ris", "\ufeff", "empty"),
        (".json", "[]", "no work"),
        (".json", '{"items": []}', "no work"),
        (".json", '[{"itemType": "journalArticle", "title": "x"}]', "Zotero"),
        (".json", '{"a": 1}', "empty"),
        (".bib", "@string{a = {b}}\n@comment{x}\n", "no work"),
    ],
)
def test_a_file_without_works_says_what_it_is(suffix, text, words):
    """And nothing is taken in; the command fails."""
    found = read_file(text.encode(), suffix)

    assert found.items == []
    assert any(words in fault.what and fault.is_loss for fault in found.faults), found


@pytest.mark.parametrize(
    ("suffix", "text"),
    [(".bib", RIS), (".ris", BIB), (".txt", BIB), (".txt", RIS), (".json", RIS)],
)
def test_a_file_with_the_wrong_name_is_read(suffix, text):
    """What it holds decides."""
    found = read_file(text.encode(), suffix)

    assert found.items[0]["title"] == "T"
    assert bool(found.doubts) == (suffix != ".txt")


def test_one_damaged_letter_does_not_change_the_others():
    """A file in UTF-8 with a byte too many stays one."""
    data = RIS.replace("T\n", "Über größere Ängste\n").encode() + b"\xff"
    found = read_file(data.replace(b"JO  - J", b"JO  - J\xe4"), ".ris")

    assert found.items[0]["title"] == "Über größere Ängste"
    assert "characters are lost" in found.doubts[0].what
