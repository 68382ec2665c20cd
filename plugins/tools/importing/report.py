"""The report of a move: what became of each item, and whether the numbers add up."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ...problem import count, list_some
from ..files import write_whole
from ..site import RefusedError
from .item_facts import BROUGHT, CHANGED, LEFT, MISSING
from .old_site import Note, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path


MARKDOWN, JSON, COMMENTS = (
    "import-report.md",
    "import-report.json",
    "import-comments.jsonl",
)
MEASURES = ("words", "links", "images", "references")
SHOWN = 12  #: words of a difference that are named


@dataclass(frozen=True)
class ItemReport:
    """What became of one item."""

    number: int
    kind: str
    where: str  #: in the source
    title: str
    outcome: str  #: brought, changed or left
    file: str = ""
    slug: str = ""
    url: str = ""
    status: str = ""
    state: str = ""  #: of its file: written, renewed, same, kept
    identity: str = ""
    has_old_id: bool = True  #: feeds know it by the id that the old feed gave it
    digest: str = ""
    notes: tuple[Note, ...] = ()
    moved: tuple[Note, ...] = ()  #: why it has another slug
    cited: tuple[Note, ...] = ()  #: what became of its references
    held: Tally = field(default_factory=Tally)  #: by the second reading
    holds: Tally = field(default_factory=Tally)  #: the new text
    #: What the new text must hold: of a page not what stands around its text.
    wanted: Tally = field(default_factory=Tally)
    lost: tuple[str, ...] = ()  #: words of the source that the new text has not
    more: tuple[str, ...] = ()  #: the other way round
    apart: int = 0  #: words of the source that are no part of its text, and said so
    without: int = 0  #: pictures that are missing, and named so
    unlinked: int = 0  #: links that became none, and are named so
    labels: int = 0  #: words that may be there in the place of films and pictures
    comments: int = 0


@dataclass(frozen=True)
class MoveReport:
    """What became of a whole site."""

    source: str
    items: tuple[ItemReport, ...]
    pictures: Mapping[str, str]  #: what an old address is known by -> path
    notes: tuple[Note, ...] = ()  #: of the source as a whole
    #: Address -> why, files.
    missing: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    settings: tuple[str, ...] = ()  #: lines for pelicanconf.py
    series: tuple[str, ...] = ()  #: that titles tell of
    counted: int | None = None  #: items by the second reading; None: not known
    unread: str = ""  #: why it could not
    differences: tuple[str, ...] = ()  #: of items
    comments: int = 0
    earlier: tuple[Mapping[str, object], ...] = ()  #: files of other sources

    @property
    def outcomes(self) -> Counter[str]:
        return Counter(item.outcome for item in self.items)

    @property
    def brought(self) -> list[ItemReport]:
        return [item for item in self.items if item.outcome != LEFT]

    @property
    def adds_up(self) -> bool:
        return not (self.unread or self.differences)


def differences_of(one: ItemReport) -> Iterator[str]:
    """Yield a sentence for each number of an item that is not the same."""
    where = f"{one.where} “{one.title}”"
    if one.lost:
        words = list_some([f"“{word}”" for word in one.lost], SHOWN)
        what = count(len(one.lost), "word")
        yield f"{where}: {what} of the source not in {one.file}: {words}"
    if len(one.more) > one.labels:
        words = list_some([f"“{word}”" for word in one.more], SHOWN)
        what = count(len(one.more), "word")
        yield f"{where}: {what} in {one.file} not in the source: {words}"
    named = {"images": one.without, "links": one.unlinked}
    for name in MEASURES[1:]:
        held, holds = getattr(one.wanted, name), getattr(one.holds, name)
        if held > holds + named.get(name, 0):
            yield f"{where}: {name}: {held} in the source, {holds} in {one.file}"


def write_report(folder: Path, report: MoveReport) -> None:
    """Write both forms, each whole."""
    write_whole(folder / MARKDOWN, "\n".join(_lines(report)) + "\n")
    write_whole(folder / JSON, as_json(report))


def as_json(report: MoveReport) -> str:
    """Return the report for programs, and for the next import."""
    document = {
        "source": report.source,
        "adds_up": report.adds_up,
        "items": [_as_record(item) for item in report.items],
        "notes": [asdict(note) for note in report.notes],
        "totals": {
            "items": dict(sorted(report.outcomes.items())),
            "second_reading": report.counted,
            **_totals(report),
            "comments": report.comments,
        },
        "differences": list(report.differences),
        "unread": report.unread,
        "earlier": list(report.earlier),
        "pictures": dict(sorted(report.pictures.items())),
        "missing": {
            url: {"why": why, "files": list(files)}
            for url, (why, files) in sorted(report.missing.items())
        },
        "settings": list(report.settings),
        "series": list(report.series),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _as_record(item: ItemReport) -> dict[str, object]:
    """Return an item for programs: ``in`` is the source, ``out`` the new text.

    Whether its file had to be written is no fact of the move.
    """
    record = asdict(item)
    for name in ("state", "wanted", "labels"):
        del record[name]
    record["in"], record["out"] = record.pop("held"), record.pop("holds")
    return record


def _totals(report: MoveReport) -> dict[str, dict[str, int]]:
    """Return of each measure what came in, what of it did not, and what came out.

    For words that is said of each word, for the others of each item.
    """
    totals = {}
    for name in MEASURES:
        pairs = [
            (getattr(one.held, name), getattr(one.holds, name))
            for one in report.brought
        ]
        less = sum(max(held - holds, 0) for held, holds in pairs)
        more = sum(max(holds - held, 0) for held, holds in pairs)
        if name == "words":
            less = sum(len(one.lost) + one.apart for one in report.brought)
            more = sum(len(one.more) for one in report.brought)
        held, holds = (
            (sum(one) for one in zip(*pairs, strict=True)) if pairs else (0, 0)
        )
        totals[name] = {"in": held, "not_brought": less, "added": more, "out": holds}
    return totals


def _lines(report: MoveReport) -> Iterator[str]:
    yield f"# What became of {_plain(report.source)}"
    yield ""
    yield from _sums(report)
    yield from _section("What is known of the source", [n.what for n in report.notes])
    yield from _section("What does not add up", report.differences)
    lines = ["```python", *report.settings, "```"] if report.settings else []
    if lines:
        yield from ("", "## For pelicanconf.py", "", *lines)
    yield from _section("Series that titles tell of", report.series)
    missing = [
        f"{url}: {why} ({', '.join(files)})"
        for url, (why, files) in sorted(report.missing.items())
    ]
    yield from _section("Pictures and files that are missing", missing)
    yield from ("", "## Each item", "")
    for item in report.items:
        yield from _item(item)


def _sums(report: MoveReport) -> Iterator[str]:
    found = report.outcomes
    parts = [f"{found[one]} {one}" for one in (BROUGHT, CHANGED, LEFT)]
    yield f"{count(len(report.items), 'item')}: {', '.join(parts)}."
    if report.unread:
        what = f"The second reading could not read the source ({report.unread})"
        yield f"{what}: nothing was compared."
    elif report.adds_up:
        yield "A second, independent reading of the source adds up to the same."
    else:
        number = count(len(report.differences), "difference")
        yield f"A second, independent reading of the source: {number}, named below."
    yield ""
    yield "| of the items brought | in the source | not brought | added | in the new |"
    yield "|---|---|---|---|---|"
    for name, numbers in _totals(report).items():
        yield f"| {name} | {' | '.join(f'{one:,}' for one in numbers.values())} |"
    if report.comments:
        yield ""
        what = f"{count(report.comments, 'comment')} of readers: kept in {COMMENTS}"
        yield f"{what}, which is published nowhere."
        yield "It names people: think before you commit it."


def _section(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from ("", f"## {heading}", "")
        yield from (f"- {_plain(line)}" for line in lines)


def _item(item: ItemReport) -> Iterator[str]:
    to = f" → `{item.file}`" if item.file else ""
    kept = ", as you have edited it" if item.state == "kept" else ""
    draft = ", a draft" if item.status == "draft" else ""
    title = _plain(item.title) or "without a title"
    place = f"({item.kind}, {_plain(item.where)}){to}"
    yield f"- **{title}** {place}: {item.outcome}{draft}{kept}"
    for what in dict.fromkeys(map(_told, (*item.moved, *item.notes, *item.cited))):
        yield f"    - {_plain(what)}"


def _told(note: Note) -> str:
    sign = {LEFT: "left: ", MISSING: "missing: "}.get(note.outcome, "")
    return f"{sign}{note.what}"


def _plain(text: str) -> str:
    """Return a text that is no markup where the report is shown."""
    return " ".join(text.split()).replace("<", "&lt;").replace("*", "\\*")


#: What the next import, and the proof, have to know of a file.
KEPT_KEYS = (
    *("identity", "file", "slug", "digest", "url", "status", "has_old_id"),
    *("moved", "cited"),
)


@dataclass(frozen=True)
class Earlier:
    """What earlier imports of this site have written, from any source."""

    files: tuple[Mapping[str, object], ...] = ()  #: each with ``KEPT_KEYS``
    pictures: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def brought(self) -> dict[str, tuple[str, str]]:
        """Return file and slug of each item, by its identity."""
        return {
            str(one["identity"]): (str(one["file"]), str(one["slug"]))
            for one in self.files
        }

    @cached_property
    def digests(self) -> dict[str, str]:
        """Return the digest of each file as it was written last."""
        return {str(one["file"]): str(one["digest"]) for one in self.files}

    @cached_property
    def cited(self) -> dict[str, tuple[Note, ...]]:
        """Return what was said of each file's references when they were asked about."""
        return self._notes("cited")

    @cached_property
    def moved(self) -> dict[str, tuple[Note, ...]]:
        """Return why each file has another slug than the source gave it."""
        return self._notes("moved")

    def _notes(self, key: str) -> dict[str, tuple[Note, ...]]:
        return {
            str(one["file"]): tuple(
                Note(str(note["outcome"]), str(note["what"])) for note in notes
            )
            for one in self.files
            if isinstance(notes := one[key], list) and notes
        }

    def others(self, items: Iterable[ItemReport]) -> tuple[Mapping[str, object], ...]:
        """Return what came with other sources, or stands no more in this one."""
        now = {item.identity for item in items}
        return tuple(one for one in self.files if one["identity"] not in now)


def read_earlier(folder: Path) -> Earlier:
    """Return what the report beside the content says of earlier imports."""
    path = folder / JSON
    try:
        document = json.loads(path.read_bytes())
        given = [*document["items"], *document["earlier"]]
        files = [{key: one[key] for key in KEPT_KEYS} for one in given]
        pictures = {str(k): str(v) for k, v in document["pictures"].items()}
    except FileNotFoundError:
        return Earlier()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"{path.name} is no report of an import: {error}."
        raise RefusedError(f"{what} Move it away, and import again.") from None
    return Earlier(tuple(one for one in files if one["identity"]), pictures)
