"""The typed record of a post, read from a header and written as one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as Day  # noqa: N812  # fields are called date
from typing import TYPE_CHECKING

from ..source.dates import DateReader, Moment, find_zone, parse_date
from ..source.header import Header, needs_no_quotes
from ..source.reviews import Correction, read_corrections, read_day
from ..source.values import as_lines, as_text, split_list
from .schema import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..source.values import Value

#: Kinds of keys whose value is a text as it was written.
TEXTS = ("text", "word", "number")


@dataclass(frozen=True)
class FrontMatter:
    """What a post says of itself; ``article.front_matter`` in templates."""

    title: str = ""
    date: datetime | None = None
    modified: datetime | None = None
    summary: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    slug: str = ""
    lang: str = ""
    template: str = ""
    save_as: str = ""
    url: str = ""
    timezone: str = ""
    translation: str = ""
    status: str = "published"  #: as the author wrote it, in small letters
    withdrawn_because: str = ""
    uid: str = ""
    series: str = ""
    series_index: str = ""
    series_title: str = ""
    reviewed_by: str = ""
    reviewed: Day | None = None
    review_due: Day | None = None
    key_points: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()  #: newest first
    image: str = ""
    image_alt: str = ""
    cites_retracted: tuple[str, ...] = ()
    further_reading: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    #: What the run knows; no author writes these.
    is_future: bool = False
    is_preview: bool = False
    is_review_due: bool = False

    @property
    def mark(self) -> str:
        """What a preview prints at the top: nothing, ``draft`` or ``scheduled``."""
        if self.status == "draft":
            return "draft"
        return "scheduled" if self.is_future else ""

    @property
    def noindex(self) -> bool:
        """Return whether search engines are asked to leave the page out."""
        return self.is_preview or self.status in ("hidden", "draft") or self.is_future


def parse(
    header: Header, zone: str = "UTC", read_date: DateReader = parse_date
) -> FrontMatter:
    """Return the record of a header; a value that cannot be read is left out.

    ``zone`` is the time zone of dates that name none, unless the header has its own.
    """
    read = _Values(header, as_text(header.values.get("timezone")) or zone, read_date)
    texts = {key.name: read.text(key.name) for key in KEYS if key.kind in TEXTS}
    author, status = texts.pop("author"), read.text("status").lower()
    return FrontMatter(
        **texts,
        date=read.moment("date"),
        modified=read.moment("modified"),
        tags=read.items("tags"),
        authors=read.items("authors") or ((author,) if author else ()),
        translation=read.text("translation").lower(),
        status=status or "published",
        reviewed=read.day("reviewed"),
        review_due=read.day("review_due"),
        key_points=read.lines("key_points"),
        corrections=read_corrections(read.lines("corrections")),
        cites_retracted=read.lines("cites_retracted"),
        further_reading=read.items("further_reading"),
        aliases=read.items("aliases"),
        is_future=False,
        is_preview=False,
        is_review_due=False,
    )


def record_of(metadata: Mapping[str, object], zone: str) -> FrontMatter:
    """Return the record of a post that another reader has read."""
    values: dict[str, Value] = {
        name: [str(item) for item in value] if isinstance(value, list) else str(value)
        for name, value in metadata.items()
        if value is not None
    }
    return parse(Header("keys", values), zone)


@dataclass(frozen=True)
class _Values:
    """A header's values by kind; what is none of a kind is left out."""

    header: Header
    zone: str
    read_date: DateReader

    def text(self, name: str) -> str:
        return as_text(self.header.values.get(name))

    def lines(self, name: str) -> tuple[str, ...]:
        return tuple(as_lines(self.header.values.get(name)))

    def items(self, name: str) -> tuple[str, ...]:
        return tuple(split_list(self.header.values.get(name)))

    def moment(self, name: str) -> datetime | None:
        text = self.text(name)
        moment = self.read_date(text) if text else None
        return moment.placed(self.zone) if isinstance(moment, Moment) else None

    def day(self, name: str) -> Day | None:
        return read_day(self.text(name) or None)


def render(
    record: FrontMatter,
    *,
    form: str = "yaml",
    comments: bool = False,
    zone: str = "UTC",
) -> str:
    """Write a record as a header that ``parse`` reads back to the same record.

    ``form`` is ``yaml`` or ``keys``; with ``comments`` each line of YAML says what its
    key is for, and the required keys are written even when they are empty. ``zone`` is
    the one that ``parse`` will be told: dates are written by its clock.
    """
    zone = record.timezone or zone
    quote = _quoted if form == "yaml" else _guarded
    lines = []
    values = dict(vars(record))
    if len(record.authors) == 1:
        values["author"] = values.pop("authors")[0]
    for key in KEYS:
        value = values.get(key.name)
        is_default = key.name == "status" and value == "published" and not comments
        wanted = comments and key.name in ("title", "date", "summary", "category")
        if (value and not is_default) or wanted:
            note = key.meaning if comments else ""
            if isinstance(value, datetime):
                value = _moment(value, zone)
            lines += _write(key.name, value, quote, note)
    body = "\n".join(lines)
    return f"---\n{body}\n---\n" if form == "yaml" else f"{body}\n"


def _write(
    name: str, value: object, quote: Callable[[str], str], note: str
) -> list[str]:
    if isinstance(value, tuple):
        items = [f"  - {quote(str(item))}" for item in value]
        return [*([f"# {note}"] if note else []), f"{name}:", *items]
    text = quote(str(value)) if value else ""
    line = f"{name}: {text}".rstrip()
    return [f"{line}  # {note}" if note else line]


def _moment(value: datetime, zone: str) -> str:
    """Write a moment by the clock of ``zone``; a midnight there is the day alone."""
    value = value.astimezone(find_zone(zone) or UTC).replace(microsecond=0)
    if value.hour or value.minute or value.second:
        return value.isoformat(sep=" ")
    return value.date().isoformat()


def _quoted(text: str) -> str:
    """Put a text into quotes where YAML would read it as something else."""
    if needs_no_quotes(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _guarded(text: str) -> str:
    """Keep quotes and brackets that ``Key: value`` would take off."""
    if text[:1] in "'\"[" or text.startswith("- "):
        return f"'{text}'" if "'" not in text else f'"{text}"'
    return text
