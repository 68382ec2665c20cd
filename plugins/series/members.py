"""Which contents belong to a series, and to which."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..problem import Level
from ..source.values import part_number
from .names import fold_name

if TYPE_CHECKING:
    from datetime import datetime
    from typing import TypeAlias

    from _typeshed import SupportsRichComparison

    #: What contents are ordered by: a date, a title.
    Rank: TypeAlias = SupportsRichComparison

    from collections.abc import Callable, Iterable, Iterator, Sequence

PUBLISHED, WITHDRAWN, PLANNED = "published", "withdrawn", "planned"
#: States that hold a place in the series.
SHOWN = {PUBLISHED, WITHDRAWN}


LONGEST_NAME = 200  #: a series' page is a file that is named for it


class Content(Protocol):
    """What is taken from Pelican's articles and pages."""

    metadata: dict[str, object]
    title: str
    summary: str
    content: str
    slug: str
    lang: str
    url: str
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


class Waiting(NamedTuple):
    """What names its series and is left out of a build, as drafts are."""

    name: str
    slug: str
    given: int  #: the author's number; 0 where there is none


def find_state(content: Content) -> str:
    """Return whether readers see a content: its status, refined by its record."""
    mark = find_mark(content)
    if mark:
        return mark
    if content.status == "hidden" and "withdrawn_because" in content.metadata:
        return WITHDRAWN
    return str(content.status)


def find_mark(content: Content) -> str:
    """Return what a preview prints on a content that is not published, or nothing."""
    record = getattr(content, "front_matter", None)
    return str(getattr(record, "mark", "") or "")


def read_index(value: object) -> int | None:
    """Return an author's number, 0 if there is none, or None if it is no number."""
    text = str("" if value is None else value).strip()
    return part_number(text) if text else 0


def is_zero(content: Content) -> bool:
    """Return whether an author counts from 0, where other plugins for series do."""
    text = str(content.metadata.get("series_index", "")).strip()
    return bool(text) and not text.strip("0")


def read_member(content: Content) -> Member:
    """Return a content as a member of its series; an unreadable number is none."""
    metadata = content.metadata
    given = read_index(metadata.get("series_index")) or 0
    state = find_state(content)
    return Member(content, str(metadata["series"]), given, state, content.lang)


def group_contents(
    contents: Sequence[Content], keys: dict[str, str]
) -> tuple[dict[str, list[Content]], list[MemberFault]]:
    """Return the contents of each series, and what is wrong with the names of others.

    ``keys`` maps folded names to the keys of series files.
    """
    by_key: dict[str, list[Content]] = {}
    faults = []
    linked = [content for content in contents if content.translations]
    translated = _follow_translations(linked, keys)
    known: dict[tuple[str, str], list[Content]] = {}
    for content in contents:
        name = content.metadata.get("series")
        if isinstance(name, str) and len(name) <= LONGEST_NAME:
            mark = content.lang, name
            if mark not in known:
                key = _find_key(content, keys)
                key = translated.get((content.lang, key), key)
                known[mark] = by_key.setdefault(key, [])
            known[mark].append(content)
        elif "series" in content.metadata:
            content.series = None
            if name is not None:
                faults.append(_fault_name(content, name))
    for content in by_key.pop("", ()):
        content.series = None
    return by_key, faults


def order_plain_parts(
    contents: list[Content], date_of: Callable[[Content], Rank]
) -> list[Content]:
    """Return a plain series in order; an empty list if it needs a closer look.

    Plain is what most series are: published under one name in one language, and
    either without numbers or with the numbers 1, 2, 3 … by date.
    """
    kinds = {(c.lang, c.status, c.metadata["series"]) for c in contents}
    if len(kinds) > 1 or contents[0].status != PUBLISHED:
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
    return find_key(content.metadata.get("series"), keys)


def find_key(name: object, keys: dict[str, str]) -> str:
    """Return the key of the series that a name means; nothing if it is none."""
    key = fold_name(name) if isinstance(name, str) else ""
    return keys.get(key, key)


def _fault_name(content: Content, name: object) -> MemberFault:
    names = name if isinstance(name, list | tuple) else [name]
    what = f"series is {', '.join(f'“{one}”' for one in names)}."
    remedy = "Give the name of one series, as plain text."
    return MemberFault(
        content, "series", what, remedy, "series-name-invalid", Level.ERROR
    )


def find_index_faults(contents: Iterable[Content]) -> Iterator[MemberFault]:
    """Yield the authors' numbers that are none."""
    for content in contents:
        value = content.metadata.get("series_index")
        if read_index(value) is None:
            what = f"series_index “{value}” is no whole number from 1."
            remedy = "Write a whole number, or remove series_index to order by date."
            if is_zero(content):
                remedy = "Count the parts from 1, or remove series_index."
            name, key = "series-index-invalid", "series_index"
            yield MemberFault(content, key, what, remedy, name, Level.ERROR)
