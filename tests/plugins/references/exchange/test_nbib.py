"""PubMed's own file, as its “Send to: Citation manager” writes it."""

from __future__ import annotations

from plugins.references.exchange.formats import read_file
from plugins.references.library.add import add_works
from plugins.references.library.item import parse_item
from plugins.references.styles import format_reference

NBIB = """
PMID- 31166571
OWN - NLM
STAT- MEDLINE
IS  - 2168-6238 (Electronic)
VI  - 76
IP  - 9
DP  - 2019 Sep 1
TI  - Efficacy of Esketamine Nasal Spray Plus Oral Antidepressant Treatment for\x20
      Relapse Prevention in Patients With Treatment-Resistant Depression.
PG  - 893-903
LID - 10.1001/jamapsychiatry.2019.1189 [doi]
AB  - IMPORTANCE: Words
      TI - that are no tag.
FAU - Daly, Ella J
AU  - Daly EJ
FAU - King, Martin L Jr
AU  - King ML Jr
CN  - GBD 2019 Collaborators
PT  - Journal Article
PT  - Randomized Controlled Trial
DEP - 20190605
TA  - JAMA Psychiatry
JT  - JAMA psychiatry
PMC - PMC6551577
SO  - JAMA Psychiatry. 2019 Sep 1;76(9):893-903.

PMID- 36448670
OWN - NLM
VI  - 11
DP  - 1998 Dec-1999 Jan
TI  - [Spinosaurus is not an aquatic dinosaur].
LID - e80092
AU  - Sereno PC
PT  - Retracted Publication
RIN - Elife. 2023
JT  - eLife

PMID- 21249755
STAT- Publisher
PB  - National Center for Biotechnology Information (US)
DP  - 2009
TI  - Peutz-Jeghers Syndrome
BTI - Cancer Syndromes
FED - Riegert-Johnson, Douglas L
FAU - Riegert-Johnson, Douglas
PT  - Book Chapter
PL  - Bethesda (MD)

OWN - ERIC
TI  - A report
AU  - Roe, Richard
PT  - Journal Article
DP  - 2001 Spring
JT  - Reading
"""


def test_pubmeds_file_gives_whole_records():
    """As “invoke cite PMID” does, whatever the file is called."""
    for suffix in (".nbib", ".txt", ".ris"):
        found = read_file(NBIB.replace("\n", "\r\n").encode("utf-8-sig"), suffix)
        assert len(found.items) == 4

    daly, sereno, chapter, eric = found.items
    assert daly["PMID"] == "31166571"
    assert daly["custom"]["evidence"] == {"design": "randomised controlled trial"}
    assert format_reference(parse_item(daly), "nlm")[1] == (
        "Daly EJ, King ML Jr, GBD 2019 Collaborators. Efficacy of Esketamine Nasal"
        " Spray Plus Oral Antidepressant Treatment for Relapse Prevention in Patients"
        " With Treatment-Resistant Depression. JAMA Psychiatry. 2019 Sep"
        " 1;76(9):893–903. doi:10.1001/jamapsychiatry.2019.1189 PubMed PMID: 31166571;"
        " PubMed Central PMCID: PMC6551577."
    )
    assert (sereno["title"], sereno["page"]) == (
        "Spinosaurus is not an aquatic dinosaur",
        "e80092",
    )
    assert sereno["author"] == [{"family": "Sereno", "given": "P. C."}]
    assert (chapter["type"], chapter["container-title"]) == (
        "chapter",
        "Cancer Syndromes",
    )
    assert eric["issued"]["date-parts"] == [[2001]]


def test_what_pubmed_knows_of_a_work_is_said_and_kept():
    """A retracted work is not cited without a word."""
    found = read_file(NBIB.encode(), ".nbib")

    assert found.items[1]["custom"]["updates"] == [{"type": "retraction"}]
    assert [one.line for one in found.doubts if "retraction" in one.what] == [28]


def test_pubmeds_file_comes_in_twice_without_a_trace():
    """The second time nothing changes."""
    items = read_file(NBIB.encode(), ".nbib").items
    first = add_works([], items)

    assert not add_works(first.items, items).is_changed


def test_a_server_is_no_journal_and_a_bookshelf_has_an_address():
    """A server publishes a preprint; a chapter of StatPearls has a page."""
    server = "TA  - bioRxiv\nJT  - bioRxiv : the preprint server for biology"
    preprint = f"PMID- 1\nTI  - T\nPT  - Preprint\n{server}\n"
    chapter = "PMID- 2\nBTI - B\nTI  - C\nLID - NBK541087 [bookaccession]\n"
    first, second = read_file(f"{preprint}\n{chapter}".encode(), ".nbib").items

    assert (first["publisher"], first.get("container-title")) == ("bioRxiv", None)
    assert second["URL"] == "https://www.ncbi.nlm.nih.gov/books/NBK541087/"
