"""PubMed's own file (``.nbib``, “Format: PubMed”) as CSL-JSON.

Its fields: https://www.nlm.nih.gov/bsd/mms/medlineelements.html. A record is read as
the same record of Europe PMC is, so that a work is told alike whichever way it comes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..library.dates import read_date, to_csl_date
from ..lookup.pubmed import parse_europepmc
from .shared import Exchange
from .tagged import TaggedRecord, read_lines, unify_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = frozenset(
    """AB AD AID AU AUID BTI CI CIN CN COI COIS CON CP CRDT CRF CRI CTDT CTI DCOM DDIN
    DDO DEP DP DRDT DRIN ECF ECI ED EDAT EFR EIN EN FAU FED FIR FPS GN GR IP IR IRAD IS
    ISBN JID JT LA LID LR MH MHDA MID NM OAB OABL OCI OID ORI OT OTO OWN PB PG PHST PL
    PMC PMCR PMID PS PST PT PUBM RF RIN RN ROF RPF RPI RRF RRI SB SFM SI SO SPIN STAT
    TA TI TT UIN UOF VI VTI""".split()  # noqa: SIM905  # a table of words
)
#: PubMed's tag of a link to a notice → what Europe PMC calls it.
LINKS = {
    "RIN": "retraction in",
    "PRIN": "partial retraction in",
    "ECI": "expression of concern in",
    "EIN": "erratum in",
    "CRI": "corrected and republished in",
    "UIN": "update in",
}
#: CSL's type → kinds of publication that are no articles.
TYPES = {
    "chapter": "Book Chapter",
    "book": "Book Books",
    "thesis": "Dissertation Academic_Dissertation",
    "report": "Technical_Report Reports",
    "article": "Preprint",
    "article-newspaper": "Newspaper_Article",
    "dataset": "Dataset",
    "motion_picture": "Video-Audio_Media",
}


#: An article's number among the identifiers: “e80092”.
ARTICLE = re.compile(r"[a-zA-Z]?\d{1,8}").fullmatch


def read_nbib(text: str) -> Exchange:
    """Return the records of a file of PubMed's; the line of each is known."""
    found = Exchange()
    for number, record in enumerate(_records(unify_lines(text)), 1):
        found.add(_item(record, f"nbib{number}"), record.line)
    return found


def _records(text: str) -> Iterator[TaggedRecord]:
    """Yield the records: each begins with its PMID, or after a blank line."""
    record: TaggedRecord | None = None
    is_apart = True
    for one in read_lines(text, KNOWN):
        if one is None:
            is_apart = True
            continue
        if not one.text:
            continue
        begins = one.tag in ("PMID", "OWN") and record and one.tag in record.tags
        if record and (begins or (is_apart and one.tag in ("PMID", "OWN", "STAT"))):
            yield record
            record = None
        record = record or TaggedRecord(one.line)
        record.fields.append(one)
        is_apart = False
    if record:
        yield record


def _item(record: TaggedRecord, name: str) -> dict[str, object]:
    def said(*tags: str) -> str:
        texts = (one.text for one in record.fields if one.tag in tags)
        return next(texts, "")

    kinds = [one.text for one in record.fields if one.tag == "PT"]
    whole = parse_europepmc(_as_europepmc(record, kinds))
    item: dict[str, object] = {"id": name, **whole.csl}
    item["type"] = next((csl for csl in TYPES if _is_a(kinds, csl)), item["type"])
    if not item.get("issued"):
        item["issued"] = to_csl_date(read_date(said("DP")))
    if book := said("BTI"):
        item["container-title" if said("TI") else "title"] = book.removesuffix(".")
        item["type"] = "chapter" if said("TI") else "book"
        item |= {"publisher": said("PB"), "publisher-place": said("PL")}
        item |= {"edition": said("EN"), "ISBN": said("ISBN")}
    if item["type"] == "article" and item.get("container-title"):
        # A server is no journal: “bioRxiv : the preprint server for biology”.
        item["publisher"] = said("TA") or item["container-title"]
        item |= {"container-title": "", "container-title-short": ""}
    places = [one.text for one in record.fields if one.tag in ("LID", "AID")]
    if shelf := re.search(r"\b(NBK\d+) \[bookaccession\]", "\n".join(places)):
        item["URL"] = f"https://www.ncbi.nlm.nih.gov/books/{shelf[1]}/"
    editors = [one.text for one in record.fields if one.tag == "FED"]
    item["editor"] = [*map(_name, editors)]
    item["language"] = said("LA")
    if item.get("container-title") not in (None, "", said("TA")):
        item["container-title-short"] = said("TA")
    if states := [update.type for update in whole.deposit.updated_by]:
        custom = item.get("custom")
        own = custom if isinstance(custom, dict) else {}
        item["custom"] = {**own, "updates": [{"type": one} for one in states]}
    return {key: value for key, value in item.items() if value}


def _is_a(kinds: list[str], csl: str) -> bool:
    words = TYPES[csl].replace("Book Chapter", "Book_Chapter").split()
    return any(kind.replace(" ", "_") in words for kind in kinds)


def _as_europepmc(record: TaggedRecord, kinds: list[str]) -> dict[str, object]:
    said: dict[str, str] = {}
    for one in record.fields:
        said.setdefault(one.tag, one.text)
    ids = [one.text for one in record.fields if one.tag in ("LID", "AID")]
    doi = next((text for text in ids if text.endswith("[doi]")), "")
    issued = read_date(said.get("DP", "")).start
    online = read_date(said.get("DEP", "")).start
    links = [{"type": LINKS[one.tag]} for one in record.fields if one.tag in LINKS]
    return {
        "pmid": said.get("PMID", ""),
        "pmcid": said.get("PMC", ""),
        "doi": doi.removesuffix("[doi]").strip(),
        "title": said.get("TI", ""),
        "authorList": {"author": [*_authors(record)]},
        "journalInfo": {
            "journal": {"title": said.get("JT"), "medlineAbbreviation": said.get("TA")},
            "printPublicationDate": _iso(issued),
            "yearOfPublication": _iso(issued),
            "volume": said.get("VI", ""),
            "issue": said.get("IP", ""),
        },
        "electronicPublicationDate": _iso(online),
        "pageInfo": said.get("PG") or next((one for one in ids if ARTICLE(one)), ""),
        "pubTypeList": {"pubType": kinds},
        "commentCorrectionList": {"commentCorrection": links},
    }


def _authors(record: TaggedRecord) -> Iterator[dict[str, str]]:
    """Yield the authors in their order: full names, else short ones, and groups."""
    people = "FAU" if "FAU" in record.tags else "AU"
    for one in record.fields:
        if one.tag == "CN":
            yield {"collectiveName": one.text}
        elif one.tag == people:
            name = _name(one.text)
            if name.get("literal"):
                yield {"collectiveName": name["literal"]}
            else:
                suffix = name.get("suffix", "")
                parts = {"lastName": name["family"], "firstName": name["given"]}
                yield parts | {"suffix": suffix}


def _name(text: str) -> dict[str, str]:
    """Read “Daly, Ella J”, “King, Martin L Jr” and “Daly EJ”."""
    family, _, given = text.partition(",")
    if not given:
        found = re.fullmatch(r"(.+?) ([A-Z]{1,4})(?: (Jr|Sr|2nd|3rd|II|III|IV))?", text)
        if not found:
            return {"literal": text}
        letters = " ".join(f"{letter}." for letter in found[2])
        return {"family": found[1], "given": letters, "suffix": found[3] or ""}
    ended = re.fullmatch(r"(.+?),? (Jr|Sr|2nd|3rd|II|III|IV)\.?", given.strip())
    given, suffix = (ended[1], ended[2]) if ended else (given.strip(), "")
    return {"family": family.strip(), "given": given, "suffix": suffix}


def _iso(date: tuple[int, ...]) -> str:
    return "-".join(f"{part:02d}" for part in date)
