"""Which contents belong to a series, and to which."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..problem import Level
from .names import fold_name

if TYPE_CHECKING:
    from datetime import datetime
    from typing import TypeAlias

    from _typeshed import SupportsRichComparison

    #: What contents are ordered by: a date, a title.
    Rank: TypeAlias = SupportsRichComparison

    from collections.abc import Callable, Iterable, Sequence

PUBLISHED, WITHDRAWN, PLANNED = "published", "withdrawn", "planned"
#: States that hold a place in the series.
SHOWN = {PUBLISHED, WITHDRAWN}


class Content(Protocol):
    """What is taken from Pelican's articles and pages."""

    metadata: dict[str, object]
    title: str
    summary: str
    content: str
    slug: str
    lang: str
    status: str
    date: datetime
    translations: list[Content]
    source_path: str
    series: object


class MemberFault(NamedTuple):
    """A mistake in the header of a content; the adapter finds its path and line."""

    content: Content
    key: str
    what: str
    remedy: str
    name: str
    level: Level = Level.WARNING


class Member(NamedTuple):
    """A content that names its series."""

    content: Content
    name: str  #: as the author wrote it
    given: int  #: the author's number; 0 where there is none
    state: str  #: published, draft, scheduled, hidden or withdrawn
    lang: str


def find_state(content: Content) -> str:
    """Return whether readers see a content: its status, refined by its record."""
    mark = find_mark(content)
    if mark:
        return mark
    is_withdrawn = "withdrawn_because" in content.metadata
    if content.status == "hidden" and is_withdrawn:
        return WITHDRAWN
    return str(content.status)


def find_mark(content: Content) -> str:
    """Return what a preview prints on a content that is not published, or nothing."""
    record = getattr(content, "front_matter", None)
    return str(getattr(record, "mark", "") or "")


def read_index(value: object) -> int | None:
    """Return an author's number, 0 if there is none, or None if it is no number."""
    if type(value) is int:
        return value if value >= 0 else None
    text = str(value).strip() if isinstance(value, str) else value
    if text is None or text == "":
        return 0
    return int(text) if isinstance(text, str) and text.isdecimal() else None


def read_member(content: Content) -> Member:
    """Return a content as a member of its series; an unreadable number is none."""
    metadata = content.metadata
    given = read_index(metadata.get("series_index")) or 0
    state = find_state(content)
    return Member(content, str(metadata["series"]), given, state, content.lang)


class GroupedContents:
    """Contents by the series that they name."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[Content]] = {}
        self.mixed: set[str] = set()  #: keys with several names, drafts and the like
        self.faults: list[MemberFault] = []


def group_contents(
    published: Sequence[Content], others: Iterable[Content], keys: dict[str, str]
) -> GroupedContents:
    """Return the contents of each series, and the names that are none.

    ``keys`` maps folded names to the keys of series files.
    """
    grouped = GroupedContents()
    others = [c for c in others if "series" in c.metadata]
    linked = [c for c in chain(published, others) if c.translations]
    translated = _follow_translations(linked, keys) if linked else {}
    _sort(published, grouped, keys, translated)
    before = {key: len(grouped.by_key[key]) for key in grouped.by_key}
    _sort(others, grouped, keys, translated)
    if others:
        by_key = grouped.by_key.items()
        grouped.mixed |= {k for k, found in by_key if len(found) > before.get(k, 0)}
    for content in grouped.by_key.pop("", ()):
        content.series = None
    return grouped


def _sort(
    contents: Iterable[Content],
    grouped: GroupedContents,
    keys: dict[str, str],
    translated: dict[tuple[str, str], str],
) -> None:
    known: dict[object, list[Content]] = {}
    for content in contents:
        name = content.metadata.get("series")
        if not isinstance(name, str):
            if "series" in content.metadata:
                content.series = None
                if name is not None:
                    grouped.faults.append(_fault_name(content, name))
            continue
        mark: object = (content.lang, name) if translated else name
        found = known.get(mark)
        if found is None:
            key = fold_name(name)
            key = keys.get(key, key)
            key = translated.get((content.lang, key), key)
            if key in grouped.by_key:
                grouped.mixed.add(key)
            found = known[mark] = grouped.by_key.setdefault(key, [])
        found.append(content)


def order_plain_parts(
    contents: list[Content], date_of: Callable[[Content], Rank]
) -> list[Content]:
    """Return a plain series in order; an empty list if it needs a closer look.

    Plain is what most series are: published under one name in one language, and
    either without numbers or with the numbers 1, 2, 3 … by date.
    """
    if len({content.lang for content in contents}) > 1:
        return []
    if hasattr(contents[0], "front_matter") and any(map(find_mark, contents)):
        return []
    ordered = sorted(contents, key=date_of)
    given = [content.metadata.get("series_index") for content in ordered]
    if any(given):
        numbers = range(1, len(given) + 1)
        if list(map(str, given)) != list(map(str, numbers)):
            return []
    return ordered


def _follow_translations(
    contents: list[Content], keys: dict[str, str]
) -> dict[tuple[str, str], str]:
    """Map a name in a language to the series that its contents are translations in."""
    seen: dict[tuple[str, str], Counter[str]] = {}
    for content in contents:
        if not getattr(content, "in_default_lang", True):
            continue
        key = _find_key(content, keys)
        for other in content.translations:
            others = _find_key(other, keys)
            if key and others and key != others:
                seen.setdefault((other.lang, others), Counter())[key] += 1
    return {name: found.most_common(1)[0][0] for name, found in seen.items()}


def _find_key(content: Content, keys: dict[str, str]) -> str:
    name = content.metadata.get("series")
    key = fold_name(name) if isinstance(name, str) else ""
    return keys.get(key, key)


def _fault_name(content: Content, name: object) -> MemberFault:
    names = name if isinstance(name, list | tuple) else [name]
    what = f"series is {', '.join(f'“{one}”' for one in names)}."
    remedy = "Give the name of one series, as plain text."
    return MemberFault(
        content, "series", what, remedy, "series-name-invalid", Level.ERROR
    )


def fault_index(content: Content) -> MemberFault | None:
    """Return what is wrong with an author's number, if anything is."""
    value = content.metadata.get("series_index")
    if read_index(value) is not None:
        return None
    what = f"series_index “{value}” is no whole number from 1."
    remedy = "Write a whole number, or remove series_index to order by date."
    name = "series-index-invalid"
    return MemberFault(content, "series_index", what, remedy, name, Level.ERROR)
