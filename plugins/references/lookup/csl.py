"""From a deposit to a record of the library: CSL-JSON as it will be printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..library.item import TYPES
from ..library.titles import clean_text, clean_title
from .deposit import (
    LONGEST_PART,
    MOST_TITLES,
    Deposit,
    any_text,
    deposited_doi,
    known_dates,
    parse_date,
    parse_names,
    real_date,
    records,
    texts,
    unread_date,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..library.reference import Name, Reference

#: Names that are written in capitals although they are no abbreviations.
CAPITALS = re.compile(r"(?=(?:\W*[^\W\d_]){3})[^\W\d_]+(?:[\s'’-][^\W\d_]+)*")
PARTICLES = "van von der den de la le du di da dos del"
#: Fields of CSL-JSON that come through content negotiation and are worth keeping.
KEPT = (
    *("type", "title", "container-title", "collection-title", "event-title"),
    *("volume", "issue", "page", "number", "edition", "version"),
    *("publisher", "publisher-place", "genre", "medium", "language", "URL", "ISBN"),
)
ROLES = ("author", "editor", "translator")
#: Who says what a record of the library says.
LIBRARY = "library"
DATES = ("issued", "published-print", "published-online")


def to_csl(deposit: Deposit) -> dict[str, object]:
    """Return the record to put into the library, without an ``id``.

    The year is the print year where a volume or pages are known, since they belong
    together; the first day online then goes to ``custom.online``.
    """
    message = deposit.item
    item: dict[str, object] = {"type": deposit.type}
    for role in ROLES:
        names = deposit.authors if role == "author" else parse_names(message.get(role))
        if names:
            item[role] = [csl_name(name) for name in names]
    item["title"] = deposit.title
    item |= _containers(deposit)
    item["issued"] = csl_date(printed_date(deposit))
    pages = {"volume": deposit.volume, "issue": deposit.issue, "page": deposit.page}
    item |= pages
    if not deposit.page:
        item["number"] = deposit.number
    item |= _particulars(deposit)
    item["DOI"] = deposit.doi
    online = deposit.dates.get("online")
    if online and online[0] != printed_date(deposit)[0]:
        item["custom"] = {"online": "-".join(f"{part:02d}" for part in online)}
    return {key: value for key, value in item.items() if value}


def printed_date(deposit: Deposit) -> tuple[int, ...]:
    """Return the date that belongs to the volume, else the earliest that is known."""
    dates = deposit.dates
    in_print = dates.get("print", ())
    if in_print and (deposit.volume or deposit.issue or deposit.page):
        return in_print
    return dates.get("issued") or dates.get("online") or in_print or ()


def csl_name(name: Name) -> dict[str, str]:
    """Return a name in CSL's parts; a surname in capitals is written as a name."""
    if name.literal:
        return {"literal": name.literal}
    parts = {
        "family": _uncapitalised(name.family),
        "given": name.given,
        "dropping-particle": name.dropping,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}


def csl_date(date: tuple[int, ...]) -> dict[str, list[list[int]]]:
    """Return CSL's form of a date, empty where nothing is known."""
    return {"date-parts": [list(date)]} if date else {}


def parse_negotiated(item: Mapping[str, object], agency: str) -> Deposit:
    """Read the CSL-JSON that doi.org hands over for any agency, such as DataCite."""
    titles, several = texts(item.get("title")), texts(item.get("container-title"))
    kind = str(item.get("type"))
    kept = {key: item[key] for key in KEPT if item.get(key)}
    names = {role: item[role] for role in ROLES if item.get(role)}
    return Deposit(
        doi=deposited_doi(item.get("DOI")),
        agency=agency,
        type=kind if kind in TYPES else "document",
        titles=tuple(clean_title(title) for title in titles[:MOST_TITLES]),
        authors=parse_names(item.get("author")),
        dates=known_dates(
            print=parse_date(item.get("published-print")),
            online=parse_date(item.get("published-online")),
            issued=parse_date(item.get("issued")),
        ),
        journals=tuple(clean_text(name) for name in several),
        volume=any_text(item.get("volume")),
        issue=any_text(item.get("issue")),
        page=any_text(item.get("page")),
        number=any_text(item.get("number") or item.get("article-number")),
        unread_date=unread_date(item),
        item=kept | names,
    )


def deposit_of(work: Reference) -> Deposit:
    """Return a work of the library as a deposit, to hold a typed entry against it."""
    online = str(work.custom.get("online") or "").split("-")
    names = ("container-title", "container-title-short", "collection-title")
    return Deposit(
        doi=work.doi,
        agency=LIBRARY,
        type=work.type,
        titles=tuple(filter(None, [work.title])),
        authors=work.name_list(),
        dates=known_dates(issued=work.date().start, online=real_date(online)),
        journals=tuple(filter(None, map(work.text, names))),
        volume=work.text("volume"),
        issue=work.text("issue"),
        page=work.text("page"),
        number=work.text("number"),
    )


def _containers(deposit: Deposit) -> dict[str, object]:
    """Return journal or book; Crossref puts a chapter's series after its book."""
    full = texts(deposit.item.get("container-title"))
    names = [clean_text(name) for name in full] or list(deposit.journals[:1])
    shortened = _first(deposit.item.get("short-container-title"))
    if not names:
        return {}
    if deposit.type == "book":
        return {"collection-title": names[0]}
    containers: dict[str, object] = {"container-title": names[0]}
    if deposit.type == "article-journal" and shortened != names[0]:
        containers["container-title-short"] = shortened
    if len(names) > 1 and deposit.type in {"chapter", "paper-conference"}:
        containers["collection-title"] = names[1]
    return containers


def _particulars(deposit: Deposit) -> dict[str, object]:
    """Return what only some kinds of works have."""
    message, kind = deposit.item, deposit.type

    def said(*keys: str) -> str:
        return next(filter(None, (_first(message.get(key)) for key in keys)), "")

    found: dict[str, object] = {}
    if kind not in {"article-journal", "review"}:
        found["publisher"] = said("publisher")
        found["publisher-place"] = said("publisher-location", "publisher-place")
        found["edition"] = said("edition-number", "edition")
    if message.get("type") == "posted-content":
        found["genre"] = "Preprint"
        names = (_first(one.get("name")) for one in records(message.get("institution")))
        institution = next(filter(None, names), "")
        found["publisher"] = said("group-title") or institution or found["publisher"]
    elif kind == "thesis":
        found["genre"] = said("degree")
    for key in ("genre", "version", "URL") if deposit.agency != "Crossref" else ():
        found.setdefault(key, said(key))
    if kind in {"book", "chapter"}:
        found["ISBN"] = said("ISBN").rpartition("/")[2]
    return found


def _first(value: object) -> str:
    """Return a text, or the first text of a list, cleaned."""
    value = str(value) if isinstance(value, int) and value else value
    return clean_text(next(iter(texts(value)), "")[:LONGEST_PART])


def _uncapitalised(family: str) -> str:
    """Write “VAN DER BERG” as “van der Berg”; what is mixed stays as it is."""
    if not family.isupper() or not CAPITALS.fullmatch(family):
        return family
    words = [
        word.lower() if word.lower() in PARTICLES.split() else word.capitalize()
        for word in family.split()
    ]
    text = " ".join(words)
    text = re.sub(r"(?<=[-'’])[^\W\d_]", lambda found: found[0].upper(), text)
    return re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), text)
