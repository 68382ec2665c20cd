"""What a registration agency holds on a work, as one frozen record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..library.doi import record_doi
from ..library.reference import Name
from ..library.tidy import NOT_YET
from ..library.titles import clean_text, clean_title, join_subtitle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: CSL's types, and Crossref's for each; anything else is a document.
KINDS = {
    "article-journal": "journal-article",
    "book": "book monograph edited-book reference-book book-set book-series"
    " proceedings",
    "chapter": "book-chapter book-section book-part book-track",
    "entry-encyclopedia": "reference-entry",
    "paper-conference": "proceedings-article",
    "article": "posted-content",
    "thesis": "dissertation",
    "report": "report report-component report-series",
    "standard": "standard",
    "dataset": "dataset database",
    "review": "peer-review",
}
TYPES = {theirs: ours for ours, kinds in KINDS.items() for theirs in kinds.split()}
#: Of a name, in the order of its record; last, Crossref's word for an organisation.
NAME_PARTS = (
    *("family", "given", "dropping-particle", "non-dropping-particle", "suffix"),
    *("literal", "name"),
)
#: Characters of a DOI; the longest that are registered have some two hundred.
LONGEST_DOI = 500
#: Titles in other languages and subtitles that are read of one record.
MOST_TITLES = 12
#: What no record has more of: the largest study named 15,025 authors, the most
#: corrected works have a dozen notices, the longest titles some hundred words.
MOST_AUTHORS, MOST_NOTICES, MOST_OTHERS = 20_000, 200, 50
LONGEST_TITLE, LONGEST_PART = 5_000, 1_000


@dataclass(frozen=True)
class Update:
    """One entry of ``updated-by`` or ``update-to``: what, when, and who says it."""

    type: str  #: Crossref's word, underscores within: ``expression_of_concern``
    doi: str = ""  #: of the notice, or of the article where a notice speaks
    date: str = ""  #: ISO, as precise as deposited
    source: str = "publisher"  #: or ``retraction-watch``, ``title``, ``pubmed``


@dataclass(frozen=True)
class Deposit:
    """A work as its publisher deposited it, cleaned; nothing is guessed."""

    doi: str
    agency: str = "Crossref"
    type: str = "article-journal"  #: CSL's
    titles: tuple[str, ...] = ()  #: every form that is right; the first is printed
    authors: tuple[Name, ...] = ()
    #: ``print``, ``online``, ``issued``: year, month, day as far as known
    dates: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    journals: tuple[str, ...] = ()  #: full names first, then short ones
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""  #: the article number
    updated_by: tuple[Update, ...] = ()
    update_to: tuple[Update, ...] = ()
    published_as: tuple[str, ...] = ()  #: DOIs of what a preprint became
    unread_date: str = ""  #: what was deposited as a date and is none, such as “0”
    #: The agency's own record, for ``csl.py``.
    item: Mapping[str, object] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.titles[0] if self.titles else ""

    @property
    def years(self) -> frozenset[int]:
        """Return every year that is right."""
        return frozenset(date[0] for date in self.dates.values())

    @property
    def is_plausible(self) -> bool:
        """Return whether it has no more of anything than a record can have.

        What compares and prints records takes longer than their length says.
        """
        own = [update for update in self.update_to if update.doi == self.doi]
        names = (one.text for one in self.authors)
        parts = (self.volume, self.issue, self.page, self.number, *self.journals)
        return (
            len(self.authors) <= MOST_AUTHORS
            and max(len(self.journals), len(self.published_as)) <= MOST_OTHERS
            and len(self.updated_by) + len(own) <= MOST_NOTICES
            and all(len(title) <= LONGEST_TITLE for title in self.titles)
            and all(len(part) <= LONGEST_PART for part in (*parts, *names))
        )

    def year(self, kind: str) -> int | None:
        """Return the ``print``, ``online`` or ``issued`` year."""
        date = self.dates.get(kind)
        return date[0] if date else None


def parse_crossref(message: Mapping[str, object]) -> Deposit:
    """Read a work as Crossref's REST API gives it."""
    kind, issue = str(message.get("type") or ""), message.get("journal-issue")
    inner = issue if isinstance(issue, dict) else {}

    def first_date(*keys: str) -> tuple[int, ...]:
        return next(filter(None, (parse_date(message.get(key)) for key in keys)), ())

    return Deposit(
        doi=deposited_doi(message.get("DOI")),
        type=TYPES.get(kind, "document"),
        titles=_titles(message),
        authors=parse_names(message.get("author")),
        dates=known_dates(
            print=first_date("published-print")
            or parse_date(inner.get("published-print")),
            online=first_date("published-online", "posted"),
            issued=first_date("issued", "published", "approved"),
        ),
        journals=tuple(
            dict.fromkeys(
                clean_text(name)
                for key in ("container-title", "short-container-title")
                for name in texts(message.get(key))
            )
        ),
        volume=known_text(message.get("volume")),
        issue=known_text(message.get("issue") or inner.get("issue")),
        page=known_text(message.get("page")),
        number=known_text(message.get("article-number")),
        updated_by=_updates(message.get("updated-by")),
        update_to=_updates(message.get("update-to")),
        published_as=_published_as(message.get("relation")),
        unread_date=unread_date(message),
        item=message,
    )


def parse_names(deposited: object) -> tuple[Name, ...]:
    """Read a list of people and organisations; what has no name is left out."""
    names = []
    for one in records(deposited):
        said = (any_text(one.get(key)) for key in NAME_PARTS)
        family, given, dropping, particle, suffix, literal, organisation = said
        literal = "" if family else literal or organisation
        if family or literal:
            names.append(Name(family, given, dropping, particle, suffix, literal))
        elif given:
            names.append(Name(literal=given))
    return tuple(names)


def known_dates(**dates: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """Return a deposit's dates by their kinds, without those that are not known."""
    return {kind: date for kind, date in dates.items() if date}


def parse_date(deposited: object) -> tuple[int, ...]:
    """Read ``{"date-parts": [[2021, 5]]}``; unknown parts end the date."""
    parts = deposited.get("date-parts") if isinstance(deposited, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    date = real_date(first if isinstance(first, list) else ())
    if not date and isinstance(deposited, dict):
        date = real_date(str(deposited.get("date-time") or "")[:10].split("-"))
    return date


def unread_date(deposited: Mapping[str, object]) -> str:
    """Return the first thing that was said for a date and is none, or nothing.

    Crossref's own word for an unknown date, ``[[null]]``, says nothing.
    """
    for key in ("published-print", "issued", "published-online", "posted"):
        date = deposited.get(key)
        parts = date.get("date-parts") if isinstance(date, dict) else None
        first = parts[0] if isinstance(parts, list) and parts else None
        said = first if isinstance(first, list) else []
        text = "-".join(str(part) for part in said if part is not None)
        if text and not parse_date(date):
            return text[:LONGEST_PART]
    return ""


def real_date(parts: Iterable[object]) -> tuple[int, ...]:
    """Return year, month and day as far as they are one, as numbers.

    >>> real_date(["2021", "5", "32"])
    (2021, 5)
    """
    date: list[int] = []
    for part, last in zip(parts, (9999, 12, 31), strict=False):
        text = str(part).strip()
        if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not 1 <= int(text) <= last:
            break
        date.append(int(text))
    return tuple(date)


def _titles(message: Mapping[str, object]) -> tuple[str, ...]:
    mains, subs, originals = (
        [clean_title(text) for text in texts(message.get(key))[:MOST_TITLES]]
        for key in ("title", "subtitle", "original-title")
    )
    whole = [join_subtitle(main, sub) for main in mains[:1] for sub in subs]
    return tuple(
        dict.fromkeys(title for title in (*whole, *mains, *originals) if title)
    )


def _updates(deposited: object) -> tuple[Update, ...]:
    updates = []
    for one in records(deposited):
        kind = str(one.get("type") or one.get("label") or "").strip().lower()
        date = parse_date(one.get("updated"))
        updates.append(
            Update(
                type=kind.replace("-", "_").replace(" ", "_"),
                doi=deposited_doi(one.get("DOI")),
                date="-".join(f"{part:02d}" for part in date),
                source=str(one.get("source") or "publisher").lower(),
            )
        )
    return tuple(updates)


def _published_as(relation: object) -> tuple[str, ...]:
    found = relation.get("is-preprint-of") if isinstance(relation, dict) else None
    dois = (deposited_doi(one.get("id")) for one in records(found))
    return tuple(dict.fromkeys(doi for doi in dois if doi))


def deposited_doi(value: object) -> str:
    """Return a deposited DOI, cleaned; empty for what is no text of its length."""
    if not isinstance(value, str) or len(value) > LONGEST_DOI:
        return ""
    return record_doi(value)


def any_text(value: object) -> str:
    """Return a text or a number as clean text, and nothing for anything else."""
    fits = isinstance(value, str | int) and not isinstance(value, bool)
    return clean_text(str(value)) if fits else ""


def known_text(value: object) -> str:
    """Return a volume, an issue or a page, empty where it is not yet known."""
    text = any_text(value)
    return "" if text.lower() in NOT_YET else text


def texts(value: object) -> list[str]:
    """Return the texts of what may be one, a list of them, or anything."""
    several = value if isinstance(value, list) else [value]
    return [text for text in several if isinstance(text, str) and text.strip()]


def records(value: object) -> Iterable[dict[str, object]]:
    """Return the objects of what should be a list of them."""
    several = value if isinstance(value, list) else []
    return (one for one in several if isinstance(one, dict))
