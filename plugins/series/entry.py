"""One line of a list of parts, as readers of one language see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .core import PLANNED, PUBLISHED, WITHDRAWN
from .names import plain_title, shorten_titles

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from .order import Part
    from .view import Series


@dataclass(frozen=True)
class Entry:
    """A part in a list; the manual says what templates find in it."""

    number: int
    title: str
    short_title: str
    state: str
    lang: str
    mark: str = ""
    note: str = ""
    url: str = ""
    is_foreign: bool = False
    is_current: bool = False
    date: date | datetime | None = None
    date_line: str = ""
    article: Any = None
    count_minutes: Callable[[Any], int] = int

    @property
    def lang_mark(self) -> str:
        """The language to print beside a part in another one, such as “ES”."""
        return self.lang.upper() if self.is_foreign else ""

    @property
    def summary(self) -> str:
        """The content's summary as HTML."""
        return str(self.article.summary) if self.article is not None else ""

    @cached_property
    def minutes(self) -> int:
        """Minutes of reading, at least one; 0 where there is nothing to read."""
        if self.article is None:
            return 0
        return self.count_minutes(self.article)


def list_entries(series: Series) -> tuple[Entry, ...]:
    """Return an entry for every part, also for plans and for withdrawn ones."""
    entries = [_enter(series, part) for part in series.line.parts]
    short = shorten_titles([entry.title for entry in entries], series.name)
    return tuple(
        entry if entry.short_title else replace(entry, short_title=title)
        for entry, title in zip(entries, short, strict=True)
    )


def _enter(series: Series, part: Part) -> Entry:
    if part.state == PLANNED:
        return _enter_plan(series, part)
    member = part.version(series.lang) or part.versions[0]
    if part.state == PUBLISHED and member.state == WITHDRAWN:
        member = next(m for m in part.versions if m.state != WITHDRAWN)
    content = member.content
    metadata = content.metadata
    is_here = part.state != WITHDRAWN
    state = member.state
    return Entry(
        number=part.number,
        title=plain_title(content.title),
        short_title=plain_title(str(metadata.get("series_title") or "")),
        state=state,
        lang=member.lang,
        mark="" if state == PUBLISHED else series.words.get(state, state),
        note="" if is_here else str(metadata.get("withdrawn_because") or ""),
        url=str(getattr(content, "url", "")) if is_here else "",
        is_foreign=member.lang != series.lang,
        date=getattr(content, "date", None),
        date_line=str(getattr(content, "locale_date", "")) if is_here else "",
        article=content if is_here else None,
        count_minutes=series.frame.count_minutes,
    )


def _enter_plan(series: Series, part: Part) -> Entry:
    main, own = series.main_file, series.files.get(series.lang)
    if main is None:  # a plan comes from a file
        raise ValueError(part)
    is_translated = own is not None and len(own.planned) == len(main.planned)
    file = own if own is not None and is_translated else main
    plan = file.planned[part.plan]
    day = ""
    if plan.date:
        day = series.frame.format_date(plan.date, plan.date_text, series.lang)
    return Entry(
        number=part.number,
        title=plan.title,
        short_title="",
        state=PLANNED,
        lang=file.lang,
        mark=series.words["planned"],
        is_foreign=file.lang != series.lang,
        date=plan.date,
        date_line=day,
    )
