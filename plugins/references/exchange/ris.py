"""RIS files as CSL-JSON; the RIS library is fenced into this file."""

from __future__ import annotations

import re

import rispy

from .shared import Exchange, ImportFault, csl_date, edition, pages

TYPES = {
    "JOUR": "article-journal",
    "EJOUR": "article-journal",
    "JFULL": "periodical",
    "INPR": "article-journal",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "ABST": "article-journal",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "RPRT": "report",
    "GOVDOC": "report",
    "THES": "thesis",
    "ELEC": "webpage",
    "WEB": "webpage",
    "ICOMM": "webpage",
    "BLOG": "post-weblog",
    "DATA": "dataset",
    "DBASE": "dataset",
    "STAT": "legislation",
    "LEGAL": "regulation",
    "BILL": "bill",
    "CASE": "legal_case",
    "HEAR": "hearing",
    "STAND": "standard",
    "UNPB": "manuscript",
    "MANSCPT": "manuscript",
    "PAMP": "pamphlet",
    "COMP": "software",
    "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary",
    "PAT": "patent",
    "SLIDE": "speech",
    "VIDEO": "motion_picture",
    "MPCT": "motion_picture",
    "SOUND": "song",
    "MAP": "map",
    "GEN": "document",
}
SERIAL = {"article-journal", "article-magazine", "article-newspaper", "periodical"}
PARTS = {"chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"}
RECORD = re.compile(r"^TY  ?-.*?(?=^TY  ?-|\Z)", re.MULTILINE | re.DOTALL)
PLAIN = {
    "volume": "volume",
    "publisher": "publisher",
    "place_published": "publisher-place",
    "issn": "ISSN",
    "language": "language",
    "abstract": "abstract",
    "short_title": "title-short",
    "type_of_work": "genre",
    "custom2": "PMCID",
    "section": "section",
}


def read_ris(text: str) -> Exchange:
    """Return the records of a RIS file; a broken one is named and costs itself."""
    found = Exchange()
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, record in enumerate(RECORD.finditer(text), 1):
        line = text.count("\n", 0, record.start()) + 1
        body = record.group().rstrip()
        if not re.search(r"^ER  ?-", body, re.MULTILINE):
            what = "This record is never ended; it is read as far as it goes."
            found.faults.append(ImportFault(line, what))
            body += "\nER  - "
        body = re.sub(r"^([A-Z][A-Z0-9])  ?-(?! )", r"\1  - ", body, flags=re.MULTILINE)
        try:
            entries = rispy.loads(body, skip_unknown_tags=False)
        except (rispy.parser.ParseError, KeyError, ValueError, OSError) as error:
            found.faults.append(
                ImportFault(line, f"This record cannot be read: {error}.")
            )
            continue
        found.items.extend(_item(entry, f"ris{number}") for entry in entries)
    return found


def _item(entry: dict[str, object], name: str) -> dict[str, object]:
    kind = TYPES.get(str(entry.get("type_of_reference", "")).strip(), "document")
    key = _one(entry, "id", "label")
    item: dict[str, object] = {"id": key or name, "type": kind}
    _add_people(item, entry, kind)
    item["title"] = _one(entry, "title", "primary_title")
    _add_container(item, entry, kind)
    for field, variable in PLAIN.items():
        item[variable] = _one(entry, field)
    _add_numbers(item, entry, kind)
    item["DOI"] = re.sub(
        r"^(?:doi:\s*|https?://(?:dx\.)?doi\.org/)",
        "",
        _one(entry, "doi"),
        flags=re.IGNORECASE,
    )
    item["URL"] = _one(entry, "urls", "url")
    item["issued"] = _date(_one(entry, "date")) or _date(
        _one(entry, "year", "publication_year")
    )
    item["accessed"] = _date(_one(entry, "access_date"))
    if notes := _one(entry, "notes"):
        item["note"] = notes
    return {key: value for key, value in item.items() if value}


def _add_people(item: dict[str, object], entry: dict[str, object], kind: str) -> None:
    authors = _all(entry, "authors") or _all(entry, "first_authors")
    if authors:
        item["author"] = [_name(one) for one in authors]
    others = _all(entry, "secondary_authors")
    if others:
        item["editor"] = [_name(one) for one in others]
    more = _all(entry, "subsidiary_authors")
    if more:
        item["translator"] = [_name(one) for one in more]
    third = _all(entry, "tertiary_authors")
    if third:
        role = "collection-editor" if kind in PARTS or kind == "book" else "editor"
        item.setdefault(role, [_name(one) for one in third])


def _add_container(
    item: dict[str, object], entry: dict[str, object], kind: str
) -> None:
    second = _one(entry, "secondary_title")
    if kind in SERIAL:
        names = ("journal_name", "alternate_title3")
        full = _one(entry, "alternate_title3") or second or _one(entry, *names)
        item["container-title"] = full or _one(
            entry, "alternate_title2", "alternate_title1"
        )
        short = _one(entry, "alternate_title2", "alternate_title1")
        item["container-title-short"] = short
    elif kind in ("book", "report", "thesis"):
        item["collection-title"] = second or _one(entry, "tertiary_title")
    else:
        item["container-title"] = second
        item["collection-title"] = _one(entry, "tertiary_title")


def _add_numbers(item: dict[str, object], entry: dict[str, object], kind: str) -> None:
    number = _one(entry, "number") or _one(entry, "note")
    if kind in SERIAL:
        item["issue"] = number
        item["number"] = _one(entry, "custom7")
    else:
        item["number"] = number
    if _one(entry, "edition"):
        item["edition"] = edition(_one(entry, "edition"))
    start, end = _one(entry, "start_page"), _one(entry, "end_page")
    if start or end:
        item["page"] = pages(
            f"{start}-{end}" if start and end and end != start else start or end
        )
    if kind in ("book", "thesis") and str(item.get("page", "")).isdigit():
        item["number-of-pages"] = item.pop("page")


def _name(text: str) -> dict[str, str]:
    """Read “Family, Given, Suffix”; a name without a comma is an organisation's."""
    parts = [part.strip() for part in text.strip().split(",")]
    if len(parts) == 1 or not parts[1]:
        return {"literal": parts[0]}
    name = {"family": parts[0], "given": parts[1]}
    if len(parts) > 2 and parts[2]:
        name["suffix"] = parts[2]
    return name


def _date(text: str) -> dict[str, object] | None:
    """Read “2019/05/01/”, “2019-05-01”, “2019” or “2019 May”."""
    parts = re.split(r"[/-]|(?<=\d{4}) ", text.strip())
    if not parts or not parts[0]:
        return None
    year, month, day = [*parts, "", "", ""][:3]
    return csl_date(year, month, day)


def _one(entry: dict[str, object], *fields: str) -> str:
    for name in fields:
        value = entry.get(name)
        if isinstance(value, list):
            value = value[0] if value else ""
        if value:
            return re.sub(r"\s+", " ", str(value)).strip()
    return ""


def _all(entry: dict[str, object], name: str) -> list[str]:
    value = entry.get(name)
    names = value if isinstance(value, list) else [value] if value else []
    return [str(one).strip() for one in names if str(one).strip()]
