"""Which contents say that they belong to a series, and to which."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ..problem import Level
from .names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

PUBLISHED, WITHDRAWN, PLANNED = "published", "withdrawn", "planned"
#: States that hold a place in the series.
SHOWN = {PUBLISHED, WITHDRAWN}


class Content(Protocol):
    """What is taken from Pelican's articles and pages."""

    metadata: dict[str, Any]
    title: str
    slug: str
    lang: str
    status: str
    translations: list[Content]
    source_path: str
    series: Any


class Fault(NamedTuple):
    """A mistake in the header of a content; the adapter finds its path and line."""

    content: Content
    key: str
    what: str
    remedy: str
    name: str
    level: Level = Level.WARNING


class Member(NamedTuple):
    """A content that says which series it belongs to."""

    content: Content
    name: str  #: as the author wrote it
    given: int  #: the author's number; 0 where there is none
    state: str  #: published, draft, scheduled, hidden or withdrawn
    lang: str


def find_state(content: Content) -> str:
    """Return whether readers see a content: its status, refined by its record."""
    record = getattr(content, "front_matter", None)
    mark = getattr(record, "mark", None)
    if mark:
        return str(mark)
    is_withdrawn = "withdrawn_because" in content.metadata
    if content.status == "hidden" and is_withdrawn:
        return WITHDRAWN
    return str(content.status)


def read_index(value: object) -> int | None:
    """Return an author's number, 0 if there is none, or None if it is no number."""
    if type(value) is int:
        return value if value >= 0 else None
    text = str(value).strip() if isinstance(value, str) else value
    if text is None or text == "":
        return 0
    return int(text) if isinstance(text, str) and text.isdecimal() else None


def gather(
    contents: Iterable[Content], keys: dict[str, str]
) -> tuple[dict[str, list[Member]], list[Fault]]:
    """Return the members of each series by its key, and what cannot be read.

    ``keys`` maps folded names to the key of a series file; it grows by what is found.
    """
    groups: dict[str, list[Member]] = {}
    faults: list[Fault] = []
    folded: dict[str, str] = {}
    contents = [c for c in contents if "series" in c.metadata]
    translated = _follow_translations(contents, keys)
    for content in contents:
        metadata = content.metadata
        content.series = None
        name = metadata["series"]
        if name is None:
            continue
        if not isinstance(name, str):
            faults.append(_name_fault(content, name))
            continue
        index = read_index(metadata.get("series_index", 0))
        if index is None:
            faults.append(_index_fault(content, metadata["series_index"]))
            index = 0
        key = folded.get(name)
        if key is None:
            key = fold_name(name)
            key = folded[name] = keys.get(key, key)
        if translated:
            key = translated.get((content.lang, key), key)
        member = Member(content, name, index, find_state(content), content.lang)
        if key in groups:
            groups[key].append(member)
        elif key:
            groups[key] = [member]
    return groups, faults


def _follow_translations(
    contents: list[Content], keys: dict[str, str]
) -> dict[tuple[str, str], str]:
    """Map a name in a language to the series that its contents are translations in."""
    seen: dict[tuple[str, str], Counter[str]] = {}
    for content in contents:
        if not content.translations or not getattr(content, "in_default_lang", True):
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


def _name_fault(content: Content, name: object) -> Fault:
    what = f"series is {name!r}."
    remedy = "Give the name of one series, as plain text."
    return Fault(content, "series", what, remedy, "series-name-invalid", Level.ERROR)


def _index_fault(content: Content, value: object) -> Fault:
    what = f"series_index “{value}” is no whole number from 1."
    remedy = "Write a whole number, or remove series_index to order by date."
    name = "series-index-invalid"
    return Fault(content, "series_index", what, remedy, name, Level.ERROR)
