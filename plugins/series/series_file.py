"""A series file: its header as a record, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..problem import Level, Problem, did_you_mean
from ..source.values import as_text
from .names import fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..source.core import Source
    from ..source.header import Header
    from ..source.values import Value

KEYS = (
    "title", "slug", "lang", "summary", "image", "image_alt", "status", "completed",
    "parts", "planned", "formerly", "next",
)  # fmt: skip
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
    """What an author has set for a series as a whole."""

    path: str
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
    body: str = ""
    lines: tuple[tuple[str, int], ...] = ()

    def line(self, key: str) -> int:
        """Return the line of a key."""
        return dict(self.lines).get(key, 1)

    @property
    def names(self) -> tuple[str, ...]:
        """All names that mean this series, the present one first."""
        return (self.title, *self.formerly)


def parse_series_file(
    source: Source, default_lang: str, slugify: Callable[[str], str]
) -> tuple[SeriesFile | None, list[Problem]]:
    """Return the record, or None where there is no title, and the problems."""
    path, header = source.path, source.header
    reader = _Reader(path, header, slugify)
    faults = (*source.faults, *header.faults)
    reader.problems += [fault.at(path) for fault in faults]
    for key in header.values:
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
        path=path,
        title=title,
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
        body=header.body,
        lines=tuple(header.lines.items()),
    )
    return record, reader.problems


def find_duplicate_files(
    file: SeriesFile, others: Iterable[SeriesFile]
) -> Iterator[Problem]:
    """Yield what two files claim: one address in one language, or one name."""
    for other in others:
        if (file.slug, file.lang) == (other.slug, other.lang):
            what = f"The slug “{file.slug}” is that of {other.path} already."
            remedy = "Give it another slug, or another “lang”."
            key = "slug" if "slug" in dict(file.lines) else "title"
        elif file.slug != other.slug and _names(file) & _names(other):
            name = min(_names(file) & _names(other))
            what = f"The name “{name}” is that of {other.path} already."
            remedy = "A name can mean one series only."
            key = "title" if name == fold_name(file.title) else "formerly"
        else:
            continue
        yield Problem(file.path, file.line(key), what, remedy, "series-file-invalid")


def _names(file: SeriesFile) -> set[str]:
    return {fold_name(name) for name in file.names}


class _Reader:
    """Takes values out of a header and keeps what is wrong with them."""

    def __init__(
        self, path: str, header: Header, slugify: Callable[[str], str]
    ) -> None:
        self.slugify = slugify
        self.path = path
        self.header = header
        self.problems: list[Problem] = []

    def add_problem(self, key: str, what: str, remedy: str) -> None:
        line = self.header.line(key)
        self.problems.append(
            Problem(self.path, line, what, remedy, "series-file-invalid", Level.ERROR)
        )

    def text(self, key: str) -> str:
        value = self.header.values.get(key)
        if value is None:
            return ""
        if isinstance(value, str):
            return as_text(value)
        self.add_problem(key, f"{key} is {value!r}.", "Write one line of text.")
        return ""

    def slug(self) -> str:
        slug = self.text("slug")
        if slug and not SLUG.match(slug):
            self.add_problem(
                "slug", f"slug is “{slug}”.", "Use letters, digits and hyphens."
            )
            return ""
        return slug

    def day(self, key: str) -> date | None:
        value = self.header.values.get(key)
        if not value:
            return None
        found = _parse_day(str(value))
        if found is None:
            self.add_problem(
                key, f"{key} is “{value}”.", "Write a date such as 2026-05-01."
            )
        return found

    def items(self, key: str) -> Iterator[Value]:
        """Yield a list's items; ``Key: value`` headers give one a line or by commas."""
        value = self.header.values.get(key)
        if value is None:
            return
        if isinstance(value, str):
            separator = "\n" if "\n" in value or key == "planned" else ","
            yield from (item.strip() for item in value.split(separator) if item.strip())
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
                self.add_problem(
                    key, f"{key} names “{text}” twice.", "Remove one of them."
                )
            seen.add(fold_name(text))
            yield text

    def planned(self) -> Iterator[Planned]:
        """Yield planned parts; ``- Aftercare: 2026-12-01`` is a mapping in YAML."""
        for item in self.items("planned"):
            pairs = item.items() if isinstance(item, dict) else [(item, None)]
            for title, day in pairs:
                yield self._planned(str(title).strip(), day)

    def _planned(self, title: str, day: object) -> Planned:
        found = WITH_DATE.match(title) if day is None else None
        text = found["date"] if found else "" if day is None else str(day)[:10]
        title = found["title"] if found else title
        parsed = _parse_day(text) if text else None
        if text and parsed is None:
            what = f"The planned part “{title}” has the date “{day or text}”."
            self.add_problem("planned", what, "Write a date such as 2026-12-01.")
        date_text = text if parsed else ""
        return Planned(title, parsed, date_text, self.slugify(title))


def _parse_day(text: str) -> date | None:
    try:
        if re.fullmatch(r"\d{4}-\d\d", text):
            year, month = int(text[:4]), int(text[5:])
            following = date(year + month // 12, month % 12 + 1, 1)
            return date.fromordinal(following.toordinal() - 1)
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
