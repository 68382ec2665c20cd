"""One BibTeX entry, its text decoded, as a CSL-JSON item."""

from __future__ import annotations

import re

from .exchange import csl_date, edition, iso_date, pages

TYPES = {
    "article": "article-journal",
    "suppperiodical": "article-journal",
    "periodical": "periodical",
    "book": "book",
    "mvbook": "book",
    "collection": "book",
    "mvcollection": "book",
    "proceedings": "book",
    "mvproceedings": "book",
    "reference": "book",
    "booklet": "pamphlet",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "incollection": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "inreference": "entry-encyclopedia",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "manual": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "unpublished": "manuscript",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "dataset": "dataset",
    "software": "software",
    "patent": "patent",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
    "preprint": "article",
    "misc": "document",
}
GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
KINDS = {"phdthesis": "PhD thesis", "mathesis": "Master’s thesis"}
NAMES = {"author": "author", "editor": "editor", "translator": "translator"}
#: Field → CSL's variable, where the text goes over as it is.
PLAIN = {
    "title": "title",
    "volume": "volume",
    "publisher": "publisher",
    "institution": "publisher",
    "school": "publisher",
    "organization": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "series": "collection-title",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "language": "language",
    "langid": "language",
    "version": "version",
    "chapter": "chapter-number",
    "pagetotal": "number-of-pages",
    "abstract": "abstract",
    "note": "note",
    "keywords": "keyword",
    "shortjournal": "container-title-short",
    "shorttitle": "title-short",
    "origtitle": "original-title",
    "eventtitle": "event-title",
    "venue": "event-place",
    "pubstate": "status",
    "howpublished": "medium",
}
#: Fields that other programs keep for themselves, with paths and dates of their own.
PRIVATE = {
    "file",
    "owner",
    "timestamp",
    "groups",
    "keywords-plus",
    "local-url",
    "date-added",
}
PRIVATE |= {"date-modified", "bdsk-file-1", "bdsk-url-1", "creationdate", "priority"}
PRIVATE |= {
    "modificationdate",
    "crossref",
    "xdata",
    "ids",
    "comment",
    "read",
    "__markedentry",
}


def to_item(name: str, kind: str, fields: dict[str, str]) -> dict[str, object]:
    """Return the CSL-JSON item of an entry; what CSL has no place for is kept aside."""
    item: dict[str, object] = {"id": name, "type": _type(kind, fields)}
    for key, variable in NAMES.items():
        if names := [*_names(fields.get(key, ""))]:
            item[variable] = names
    for key, variable in PLAIN.items():
        if fields.get(key):
            item.setdefault(variable, fields[key])
    _join_titles(item, fields)
    _add_place(item, fields)
    _add_kind(item, kind, fields)
    known = {*NAMES, *PLAIN, *HANDLED} | PRIVATE
    rest = {key: value for key, value in fields.items() if key not in known and value}
    custom: dict[str, object] = {"imported": rest} if rest else {}
    if fields.get("author", "").endswith("\ue0f1others\ue0f1"):
        custom["authors_complete"] = False
    if custom:
        item["custom"] = custom
    return {key: value for key, value in item.items() if value not in ("", None)}


def _type(kind: str, fields: dict[str, str]) -> str:
    if kind == "misc":
        if fields.get("eprint") or "preprint" in fields.get("howpublished", "").lower():
            return "article"
        return "webpage" if fields.get("url") and not fields.get("doi") else "document"
    return TYPES.get(kind, "document")


def _names(value: str) -> list[dict[str, str]]:
    names = []
    for one in value.split("\ue0f0") if value else ():
        first, von, last, jr, *literal = [*one.split("\ue0f1"), "", "", "", ""][:5]
        if literal and literal[0] == "literal":
            names.append({"literal": last})
        elif last == "others" and not first:
            continue
        else:
            parts = {"family": last, "given": first, "suffix": jr}
            parts["non-dropping-particle"] = von
            names.append({key: part for key, part in parts.items() if part})
    return names


def _join_titles(item: dict[str, object], fields: dict[str, str]) -> None:
    for main, sub, variable in (
        ("title", "subtitle", "title"),
        ("booktitle", "booksubtitle", "container-title"),
        ("journaltitle", "journalsubtitle", "container-title"),
        ("journal", "", "container-title"),
    ):
        if fields.get(main):
            parts = (fields[main], fields.get(sub, ""))
            item[variable] = ": ".join(part for part in parts if part)


def _add_place(item: dict[str, object], fields: dict[str, str]) -> None:
    """Add dates, pages, numbers and addresses."""
    year = csl_date(*(fields.get(key, "") for key in ("year", "month", "day")))
    dates = {
        "issued": iso_date(fields.get("date", "")) or year,
        "accessed": iso_date(fields.get("urldate", "")),
        "original-date": iso_date(fields.get("origdate", "")),
    }
    texts = {
        "page": pages(fields.get("pages", "")),
        "edition": edition(fields.get("edition", "")),
        "DOI": _doi(fields.get("doi", "")),
        "URL": fields.get("url", "").replace("\\", ""),
    }
    if fields.get("eprinttype", "").lower() == "pubmed":
        texts["PMID"] = fields.get("eprint", "")
    item |= {key: value for key, value in (dates | texts).items() if value}
    _add_number(item, fields)


def _add_number(item: dict[str, object], fields: dict[str, str]) -> None:
    number = fields.get("issue") or fields.get("number")
    if fields.get("eid"):
        item["number"] = fields["eid"]
    if not number:
        return
    if str(item["type"]).startswith(("article-", "periodical")):
        item["issue"] = number
    elif item["type"] in ("book", "chapter", "paper-conference") and "series" in fields:
        item["collection-number"] = number
    else:
        item["number"] = number


def _doi(text: str) -> str:
    text = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text.strip())
    return text.replace("\\", "")


def _add_kind(item: dict[str, object], kind: str, fields: dict[str, str]) -> None:
    said = fields.get("type", "")
    genre = GENRES.get(kind, "") or KINDS.get(said.lower(), said)
    if genre:
        item["genre"] = genre
    archive = fields.get("archiveprefix") or fields.get("eprinttype", "")
    if fields.get("eprint") and archive and archive.lower() != "pubmed":
        item.setdefault("publisher", archive)
        item.setdefault("number", fields["eprint"])


HANDLED = {
    "date",
    "year",
    "month",
    "day",
    "urldate",
    "origdate",
    "pages",
    "edition",
    "eid",
}
HANDLED |= {
    "issue",
    "number",
    "doi",
    "url",
    "eprint",
    "eprinttype",
    "archiveprefix",
    "type",
}
HANDLED |= {"subtitle", "booktitle", "booksubtitle", "journal", "journaltitle"}
HANDLED |= {"journalsubtitle", "primaryclass"}
