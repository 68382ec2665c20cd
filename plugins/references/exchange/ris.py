"""RIS files as CSL-JSON; the RIS library is fenced into this file."""

from __future__ import annotations

import re

import rispy

from .shared import DOI_PREFIX, Exchange, csl_date, csl_type, edition, pages

#: CSL's type → what RIS calls it.
TYPES = {
    "article-journal": "JOUR EJOUR INPR ABST",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK EBOOK EDBOOK",
    "chapter": "CHAP ECHAP",
    "dataset": "DATA DBASE",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "UNPB MANSCPT",
    "map": "MAP",
    "motion_picture": "VIDEO MPCT",
    "pamphlet": "PAMP",
    "paper-conference": "CONF CPAPER",
    "patent": "PAT",
    "periodical": "JFULL",
    "post-weblog": "BLOG",
    "regulation": "LEGAL",
    "report": "RPRT GOVDOC",
    "software": "COMP",
    "song": "SOUND",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC WEB ICOMM",
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
            found.report(line, what)
            body += "\nER  - "
        body = re.sub(r"^([A-Z][A-Z0-9])  ?-(?! )", r"\1  - ", body, flags=re.MULTILINE)
        try:
            entries = rispy.loads(body)
        except (rispy.parser.ParseError, KeyError, ValueError, OSError) as error:
            found.report(line, f"This record cannot be read: {error}.")
            continue
        found.items.extend(_item(entry, f"ris{number}") for entry in entries)
    return found


def _item(entry: dict[str, object], name: str) -> dict[str, object]:
    kind = csl_type(TYPES, _one(entry, "type_of_reference"))
    item: dict[str, object] = {"id": _one(entry, "id", "label") or name, "type": kind}
    third = "collection-editor" if kind in PARTS or kind == "book" else "editor"
    for role, field in (
        ("author", "authors"),
        ("author", "first_authors"),
        ("editor", "secondary_authors"),
        ("translator", "subsidiary_authors"),
        (third, "tertiary_authors"),
    ):
        if names := _names(entry.get(field)):
            item.setdefault(role, names)
    item["title"] = _one(entry, "title", "primary_title")
    _add_container(item, entry, kind)
    for field, variable in PLAIN.items():
        item[variable] = _one(entry, field)
    _add_numbers(item, entry, kind)
    item["DOI"] = DOI_PREFIX.sub("", _one(entry, "doi"))
    item["URL"] = _one(entry, "urls")
    year = _one(entry, "year", "publication_year")
    item["issued"] = _date(_one(entry, "date")) or _date(year)
    item["accessed"] = _date(_one(entry, "access_date"))
    item["note"] = _one(entry, "notes")
    return {key: value for key, value in item.items() if value}


def _add_container(
    item: dict[str, object], entry: dict[str, object], kind: str
) -> None:
    second, series = _one(entry, "secondary_title"), _one(entry, "tertiary_title")
    if kind in SERIAL:
        short = _one(entry, "alternate_title2", "alternate_title1")
        full = _one(entry, "alternate_title3", "secondary_title", "journal_name")
        item["container-title"] = full or short
        item["container-title-short"] = short
    elif kind in ("book", "report", "thesis"):
        item["collection-title"] = second or series
    else:
        item["container-title"] = second
        item["collection-title"] = series


def _add_numbers(item: dict[str, object], entry: dict[str, object], kind: str) -> None:
    number = _one(entry, "number", "note")
    if kind in SERIAL:
        item["issue"] = number
        item["number"] = _one(entry, "custom7")
    else:
        item["number"] = number
    item["edition"] = edition(_one(entry, "edition"))
    start, end = _one(entry, "start_page"), _one(entry, "end_page")
    whole = f"{start}-{end}" if start and end and end != start else start or end
    item["page"] = pages(whole)
    if kind in ("book", "thesis") and pages(whole).isdigit():
        item["number-of-pages"] = item.pop("page")


def _name(text: str) -> dict[str, str]:
    """Read “Family, Given, Suffix”; a name without a comma is an organisation's."""
    parts = (part.strip() for part in text.split(","))
    family, given, suffix = [*parts, "", ""][:3]
    if not given:
        return {"literal": family}
    name = {"family": family, "given": given}
    return name | {"suffix": suffix} if suffix else name


def _date(text: str) -> dict[str, object] | None:
    """Read “2019/05/01/”, “2019-05-01”, “2019” or “2019 May”."""
    parts = [*re.split(r"[/-]|(?<=\d{4}) ", text.strip()), "", ""]
    return csl_date(*parts[:3])


def _one(entry: dict[str, object], *fields: str) -> str:
    for name in fields:
        value = entry.get(name)
        if text := value[0] if isinstance(value, list) else value:
            return re.sub(r"\s+", " ", str(text)).strip()
    return ""


def _names(values: object) -> list[dict[str, str]]:
    names = values if isinstance(values, list) else []
    return [_name(str(one)) for one in names if str(one).strip()]
