"""What a registration agency holds on a work, as one frozen record."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from ..library.doi import clean_doi
from ..library.reference import Name
from ..library.titles import clean_text, clean_title, join_subtitle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Crossref's types and CSL's.
TYPES = {
    "journal-article": "article-journal",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-set": "book",
    "book-series": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "book-track": "chapter",
    "reference-entry": "entry-encyclopedia",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
    "report-series": "report",
    "standard": "standard",
    "dataset": "dataset",
    "database": "dataset",
    "peer-review": "review",
    "component": "document",
    "grant": "document",
    "other": "document",
}
#: What publishers write where a volume, an issue or a page is not yet known.
NOT_YET = frozenset(
    (
        *("0", "00", "0-0", "000-000", "-", "–", "n/a", "na", "n.a.", "none", "epub"),
        *("ahead-of-print", "ahead of print", "publish ahead of print", "in press"),
        *("online first", "online ahead of print", "early access", "forthcoming"),
    )
)


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
    dates: Mapping[str, tuple[int, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )  #: ``print``, ``online``, ``issued``: year, month, day as far as known
    journals: tuple[str, ...] = ()  #: full names first, then short ones
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""  #: the article number
    updated_by: tuple[Update, ...] = ()
    update_to: tuple[Update, ...] = ()
    published_as: tuple[str, ...] = ()  #: DOIs of what a preprint became
    item: Mapping[str, object] = field(
        default_factory=lambda: MappingProxyType({})
    )  #: the agency's own record, for ``csl.py``

    @property
    def title(self) -> str:
        return self.titles[0] if self.titles else ""

    @property
    def years(self) -> frozenset[int]:
        """Return every year that is right."""
        return frozenset(date[0] for date in self.dates.values() if date)

    def year(self, kind: str) -> int | None:
        """Return the ``print``, ``online`` or ``issued`` year."""
        date = self.dates.get(kind)
        return date[0] if date else None


def parse_crossref(message: Mapping[str, object]) -> Deposit:
    """Read a work as Crossref's REST API gives it."""
    kind = str(message.get("type") or "")
    return Deposit(
        doi=clean_doi(str(message.get("DOI") or "")),
        type=TYPES.get(kind, "document"),
        titles=_titles(message),
        authors=parse_names(message.get("author")),
        dates=MappingProxyType(_dates(message)),
        journals=tuple(
            dict.fromkeys(
                clean_text(name)
                for key in ("container-title", "short-container-title")
                for name in texts(message.get(key))
            )
        ),
        volume=_known(message.get("volume")),
        issue=_known(message.get("issue") or _inner(message).get("issue")),
        page=_known(message.get("page")),
        number=_known(message.get("article-number")),
        updated_by=_updates(message.get("updated-by")),
        update_to=_updates(message.get("update-to")),
        published_as=_published_as(message.get("relation")),
        item=MappingProxyType(dict(message)),
    )


def parse_names(deposited: object) -> tuple[Name, ...]:
    """Read a list of people and organisations; what has no name is left out."""
    names = []
    for one in records(deposited):
        family, given, suffix, literal = (
            clean_text(str(one.get(key) or ""))
            for key in ("family", "given", "suffix", "literal")
        )
        literal = literal or clean_text(str(one.get("name") or ""))
        particle = clean_text(str(one.get("non-dropping-particle") or ""))
        dropping = clean_text(str(one.get("dropping-particle") or ""))
        if family or literal:
            literal = "" if family else literal
            names.append(Name(family, given, dropping, particle, suffix, literal))
        elif given:
            names.append(Name(literal=given))
    return tuple(names)


def parse_date(deposited: object) -> tuple[int, ...]:
    """Read ``{"date-parts": [[2021, 5]]}``; unknown parts end the date."""
    parts = deposited.get("date-parts") if isinstance(deposited, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else None
    date: list[int] = []
    for part in first if isinstance(first, list) else ():
        text = str(part or "").strip()
        if not text.isdigit() or not int(text):
            break
        date.append(int(text))
    if not date and isinstance(deposited, dict):
        stamp = str(deposited.get("date-time") or "")[:10].split("-")
        date = [int(part) for part in stamp if part.isdigit()]
    return tuple(date[:3])


def _titles(message: Mapping[str, object]) -> tuple[str, ...]:
    mains = [clean_title(text) for text in texts(message.get("title"))]
    subs = [clean_title(text) for text in texts(message.get("subtitle"))]
    originals = [clean_title(text) for text in texts(message.get("original-title"))]
    whole = [join_subtitle(main, sub) for main in mains[:1] for sub in subs]
    return tuple(
        dict.fromkeys(title for title in (*whole, *mains, *originals) if title)
    )


def _dates(message: Mapping[str, object]) -> dict[str, tuple[int, ...]]:
    inner = _inner(message)
    found = {
        "print": parse_date(message.get("published-print"))
        or parse_date(inner.get("published-print")),
        "online": parse_date(message.get("published-online"))
        or parse_date(message.get("posted")),
        "issued": parse_date(message.get("issued"))
        or parse_date(message.get("published"))
        or parse_date(message.get("approved")),
    }
    return {kind: date for kind, date in found.items() if date}


def _updates(deposited: object) -> tuple[Update, ...]:
    updates = []
    for one in records(deposited):
        kind = str(one.get("type") or one.get("label") or "").strip().lower()
        date = parse_date(one.get("updated"))
        updates.append(
            Update(
                type=kind.replace("-", "_").replace(" ", "_"),
                doi=clean_doi(str(one.get("DOI") or "")),
                date="-".join(f"{part:02d}" for part in date),
                source=str(one.get("source") or "publisher").lower(),
            )
        )
    return tuple(updates)


def _published_as(relation: object) -> tuple[str, ...]:
    found = relation.get("is-preprint-of") if isinstance(relation, dict) else None
    dois = (clean_doi(str(one.get("id") or "")) for one in records(found))
    return tuple(dict.fromkeys(doi for doi in dois if doi))


def _inner(message: Mapping[str, object]) -> Mapping[str, object]:
    issue = message.get("journal-issue")
    return issue if isinstance(issue, dict) else {}


def _known(value: object) -> str:
    text = clean_text(str(value)) if isinstance(value, str | int) else ""
    return "" if text.lower() in NOT_YET else text


def texts(value: object) -> list[str]:
    """Return the texts of what may be one, a list of them, or anything."""
    several = value if isinstance(value, list) else [value]
    return [text for text in several if isinstance(text, str) and text.strip()]


def records(value: object) -> Iterable[dict[str, object]]:
    """Return the objects of what should be a list of them."""
    several = value if isinstance(value, list) else []
    return (one for one in several if isinstance(one, dict))
