"""A series file: its header as a record, and what is wrong with it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING

from ..problem import Level, Problem, did_you_mean
from ..source.core import Source
from ..source.values import as_text
from .names import fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..source.values import Value

STATUSES = ("", "ongoing", "complete")
SLUG = re.compile(r"^[^\s/\\?#]+$")
WITH_DATE = re.compile(
    r"^(?P<title>.*\S)\s*:\s*(?P<date>\d{4}-\d\d(?:-\d\d)?)$", re.DOTALL
)


@dataclass(frozen=True)
class Planned:
    """A part that is announced."""

    title: str
    date: date | None = None  #: when it is to appear; a month counts as its last day
    date_text: str = ""  #: as the author wrote it: a day or a month
    slug: str = ""  #: the slug that a post of this title would have


@dataclass(frozen=True)
class SeriesFile:
    """What an author has set for a series as a whole; its keys, and where they are."""

    source: Source
    title: str
    slug: str
    lang: str
    summary: str = ""
    image: str = ""
    image_alt: str = ""
    status: str = ""
    completed: date | None = None
    parts: tuple[str, ...] = ()
    planned: tuple[Planned, ...] = ()
    formerly: tuple[str, ...] = ()
    next: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All names that mean this series, the present one first."""
        return (self.title, *self.formerly)

    def problem(
        self, key: str, what: str, remedy: str, name: str, level: Level = Level.ERROR
    ) -> Problem:
        """Return a problem with what stands under a key."""
        source = self.source
        return Problem(source.path, source.line(key), what, remedy, name, level)


KEYS = tuple(field.name for field in fields(SeriesFile) if field.name != "source")
#: Stands for the file that a series does not have.
NO_FILE = SeriesFile(Source(""), "", "", "")


def parse_series_file(
    source: Source, default_lang: str, slugify: Callable[[str], str]
) -> tuple[SeriesFile | None, list[Problem]]:
    """Return the record, or None where there is no title, and the problems."""
    reader = _Reader(source, slugify)
    faults = (*source.faults, *source.header.faults)
    reader.problems += [fault.at(source.path) for fault in faults]
    for key in source.header.values:
        if key not in KEYS:
            remedy = did_you_mean(key, KEYS) or f"The keys are: {', '.join(KEYS)}."
            reader.add_problem(key, f"A series file has no key “{key}”.", remedy)
    title = reader.text("title")
    if not title:
        if not faults:
            reader.add_problem("title", "The series has no title.", "Write “title: …”.")
        return None, reader.problems
    status = reader.text("status").lower()
    if status not in STATUSES:
        remedy = did_you_mean(status, STATUSES[1:]) or "Write ongoing or complete."
        reader.add_problem("status", f"status is “{status}”.", remedy)
        status = ""
    record = SeriesFile(
        source,
        title,
        slug=reader.slug() or slugify(title),
        lang=reader.text("lang").lower() or default_lang,
        summary=reader.text("summary"),
        image=reader.text("image"),
        image_alt=reader.text("image_alt"),
        status=status,
        completed=reader.day("completed"),
        parts=tuple(reader.unique("parts")),
        planned=tuple(reader.planned()),
        formerly=tuple(reader.unique("formerly")),
        next=reader.text("next"),
    )
    return record, reader.problems


def find_duplicate_files(
    file: SeriesFile, others: Iterable[SeriesFile]
) -> Iterator[Problem]:
    """Yield what two files claim: one address in one language, or one name."""
    for other in others:
        shared = _names(file) & _names(other)
        if (file.slug, file.lang) == (other.slug, other.lang):
            what = f"The slug “{file.slug}” is that of {other.source.path} already."
            remedy = "Give it another slug, or another “lang”."
            key = "slug" if "slug" in file.source.header.lines else "title"
        elif file.slug != other.slug and shared:
            what = f"The name “{min(shared)}” is that of {other.source.path} already."
            remedy = "A name can mean one series only."
            key = "title" if min(shared) == fold_name(file.title) else "formerly"
        else:
            continue
        yield file.problem(key, what, remedy, "series-file-invalid")


def _names(file: SeriesFile) -> set[str]:
    return {fold_name(name) for name in file.names}


class _Reader:
    """Takes values out of a header and keeps what is wrong with them."""

    def __init__(self, source: Source, slugify: Callable[[str], str]) -> None:
        self.source = source
        self.slugify = slugify
        self.values = source.header.values
        self.problems: list[Problem] = []

    def add_problem(self, key: str, what: str, remedy: str) -> None:
        path, line = self.source.path, self.source.line(key)
        self.problems.append(Problem(path, line, what, remedy, "series-file-invalid"))

    def text(self, key: str) -> str:
        value = self.values.get(key, "")
        if isinstance(value, str):
            return as_text(value)
        self.add_problem(key, f"{key} is {value!r}.", "Write one line of text.")
        return ""

    def slug(self) -> str:
        slug = self.text("slug")
        if slug and not SLUG.match(slug):
            remedy = "Use letters, digits and hyphens."
            self.add_problem("slug", f"slug is “{slug}”.", remedy)
            return ""
        return slug

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        found = _parse_day(str(value)) if value else None
        if value and found is None:
            remedy = "Write a date such as 2026-05-01."
            self.add_problem(key, f"{key} is “{value}”.", remedy)
        return found

    def items(self, key: str) -> Iterator[Value]:
        """Yield a list's items; ``Key: value`` headers give one a line or by commas."""
        value = self.values.get(key, [])
        if isinstance(value, str):
            separator = "\n" if "\n" in value or key == "planned" else ","
            yield from filter(None, map(str.strip, value.split(separator)))
        elif isinstance(value, list):
            yield from value
        else:
            self.add_problem(key, f"{key} is {value!r}.", "Write a list.")

    def unique(self, key: str) -> Iterator[str]:
        seen = set()
        for item in self.items(key):
            if not isinstance(item, str):
                self.add_problem(key, f"{key} holds {item!r}.", "Write plain text.")
                continue
            text = item.strip()
            if fold_name(text) in seen:
                what = f"{key} names “{text}” twice."
                self.add_problem(key, what, "Remove one of them.")
            seen.add(fold_name(text))
            yield text

    def planned(self) -> Iterator[Planned]:
        """Yield planned parts; ``- Aftercare: 2026-12-01`` is a mapping in YAML."""
        for item in self.items("planned"):
            if isinstance(item, dict):
                pairs = [(title.strip(), str(day)) for title, day in item.items()]
            else:
                title = str(item).strip()
                found = WITH_DATE.match(title)
                pairs = [(found["title"], found["date"]) if found else (title, "")]
            for title, day in pairs:
                yield self._plan(title, day)

    def _plan(self, title: str, day: str) -> Planned:
        parsed = _parse_day(day[:10])
        if day and parsed is None:
            what = f"The planned part “{title}” has the date “{day}”."
            self.add_problem("planned", what, "Write a date such as 2026-12-01.")
        date_text = day[:10] if parsed else ""
        return Planned(title, parsed, date_text, self.slugify(title))


def _parse_day(text: str) -> date | None:
    try:
        if re.fullmatch(r"\d{4}-\d\d", text):
            year, month = map(int, text.split("-"))
            return date(year, month, monthrange(year, month)[1])
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
