"""The second pass: each text is converted, counted and written."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING, TextIO

from markdown import Markdown

from ...problem import count
from ..files import write_whole
from .item_facts import BROUGHT, CHANGED, LEFT, MISSING
from .new_places import ItemPlaces, index_of, lists_of
from .old_site import ATTACHMENT, Note, Tally
from .pictures import file_key
from .report import Earlier, ItemReport, differences_of
from .sources import is_export
from .summaries import shorten
from .tally import (
    Counted,
    UnreadError,
    count_export,
    count_file,
    count_html,
    words_of,
)
from .writing import KEPT, SAME, text_of, write_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .citations import Cited
    from .house import House
    from .old_site import Converted, OldItem, OldSite, Places
    from .pictures import Pictures
    from .plan import MovePlan, Planned
    from .writing import Writing

    Convert = Callable[[OldItem, Places], Converted]


#: Words that may stand for a film or a missing picture: “Video on YouTube”.
LABEL = 6
SHOWN = 200  #: characters of what is told apart
UNUSED = "no text that is brought shows it"


class SecondReading:
    """Hands out what the source holds, beside the first reading and in its order."""

    def __init__(self, source: Path) -> None:
        self.source, self.number, self.unread = source, 0, ""
        self.is_export = source.is_file() and is_export(source)
        self._items = count_export(source) if self.is_export else iter(())

    def of(self, item: OldItem) -> Counted | None:
        """Return what this item holds; None where the reading has no such item."""
        if not self.is_export:
            path = self.source / item.source if self.source.is_dir() else self.source
            return count_file(path) if path.is_file() else None
        counted = None
        while self.number < item.number and (counted := self._next()):
            pass
        return counted if self.number == item.number else None

    def rest(self) -> int:
        """Return how many items there are, when all that the first knew are read."""
        while self._next():
            pass
        return self.number

    def _next(self) -> Counted | None:
        try:
            counted = next(self._items, None)
        except UnreadError as error:
            self.unread, self._items, counted = str(error), iter(()), None
        self.number += counted is not None
        return counted


@dataclass
class Bringer:
    """Brings the items of a plan, one by one."""

    plan: MovePlan
    house: House
    pictures: Pictures
    convert: Convert
    earlier: Earlier  #: what has been written before
    dry: bool = False
    cite: Callable[[str, str], Cited] | None = None  #: turns typed references
    items: list[ItemReport] = field(default_factory=list)
    missing: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)
    comments: int = 0

    def bring(
        self,
        old: OldSite,
        second: SecondReading,
        comments: Path,
        move: Callable[[object], None] | None = None,
    ) -> None:
        """Bring all items; ``comments`` is the file that keeps those of readers."""
        index, lists = index_of(self.plan), lists_of(self.plan)
        left = {one.number: one for one in self.plan.left}
        markdown = _markdown_of(self.house.settings)
        with tempfile.TemporaryFile("w+", encoding="utf-8") as kept:
            for done, item in enumerate(old.items(), 1):
                counted = second.of(item)
                if planned := self.plan.planned.get(item.number):
                    places = ItemPlaces(self.plan, index, self.pictures, planned, lists)
                    self._bring_one(item, planned, places, counted, markdown)
                    self._keep_comments(item, planned, kept)
                elif gone := left.get(item.number):
                    self._leave(item, gone.title, gone.why, counted)
                else:
                    self._leave_file(item, counted)
                if move:
                    move(f"{done} of {self.plan.total}")
            if self.comments and not self.dry:
                kept.seek(0)
                write_whole(comments, kept.read())
        self.items = [self._judged(item) for item in self.items]

    def _bring_one(
        self,
        item: OldItem,
        planned: Planned,
        places: ItemPlaces,
        counted: Counted | None,
        markdown: Markdown,
    ) -> None:
        converted = self.convert(item, places)
        writing, notes, cited = self._write(planned, converted, places)
        notes = (*notes, *item.notes)
        for url, why in places.missing.items():
            files = self.missing.get(url, (why, ()))[1]
            self.missing[url] = (why, (*files, planned.file))
        moved = planned.moved or self.earlier.moved.get(planned.file, ())
        told = (*moved, *notes, *cited)
        is_changed = any(note.outcome != BROUGHT for note in told)
        # Of a list that became citations the words are in the library.
        holds = count_html(_shown(markdown, converted.text), is_ours=True)
        held = counted.tally if counted else Tally()
        words = compare(
            counted, holds, f"{item.apart} {converted.apart}", converted.mended
        )
        if item.apart:
            notes = (*notes, _told_apart(item.apart))
        self._report(
            ItemReport(
                number=item.number,
                kind=item.kind,
                where=planned.where,
                title=planned.title,
                outcome=CHANGED if is_changed else BROUGHT,
                file=planned.file,
                slug=planned.slug,
                url=planned.url,
                status=planned.record.status,
                state=writing.state,
                identity=planned.identity,
                has_old_id=planned.has_old_id,
                digest=writing.digest,
                notes=notes,
                moved=moved,
                cited=cited,
                held=held,
                wanted=converted.found if item.apart else held,
                holds=holds.tally,
                lost=words.lost,
                apart=words.apart,
                more=words.more,
                comments=len(item.comments),
                without=places.without,
                unlinked=converted.unlinked,
                labels=words.known + LABEL * (_frames(counted) + places.without),
            ),
            counted,
        )

    def _write(
        self, planned: Planned, converted: Converted, places: ItemPlaces
    ) -> tuple[Writing, tuple[Note, ...], tuple[Note, ...]]:
        """Write an item's file; return what is to be said of it and its citations."""
        image = places.featured(planned.image)
        alt = planned.record.image_alt if image else ""
        record = replace(planned.record, image=image, image_alt=alt)
        text = text_of(record, converted.text, self.house)
        notes = (*planned.notes, *converted.notes, *places.notes)
        cited: tuple[Note, ...] = ()
        if self.cite:
            done = self.cite(text, planned.file)
            text, cited = done.text, done.notes
        path = self.house.content / planned.file
        digest = self.earlier.digests.get(planned.file, "")
        writing = write_text(path, text, digest, self.house, dry=self.dry)
        if writing.state == SAME:  # what was asked then is in the library now
            cited = self.earlier.cited.get(planned.file, cited)
        if writing.state == KEPT:
            what = f"{planned.file} is another text than was imported: it stays"
            notes = (*notes, Note(LEFT, what))
        return writing, notes, cited

    def _report(self, one: ItemReport, counted: Counted | None) -> None:
        self.items.append(one)
        if counted is None:
            what = f"{one.where} “{one.title}”: the second reading has no such item"
            self.differences.append(what)
        else:
            self.differences += differences_of(one)
            if counted.comments != one.comments:
                what = f"{one.where} “{one.title}”: comments: {counted.comments} in the"
                self.differences.append(f"{what} source, {one.comments} kept")

    def _leave(
        self, item: OldItem, title: str, why: str, counted: Counted | None
    ) -> None:
        where = f"{item.source}:{item.line}" if item.line else item.source
        held = counted.tally if counted else Tally()
        notes = (Note(LEFT, why), *item.notes)
        self.items.append(
            ItemReport(
                item.number, item.kind, where, title, LEFT, notes=notes, held=held
            )
        )

    def _leave_file(self, item: OldItem, counted: Counted | None) -> None:
        """Leave a file, until it is known whether a text shows it."""
        self._leave(item, self.plan.titles.get(item.number, ""), item.file, counted)

    def _judged(self, one: ItemReport) -> ItemReport:
        """Return what became of a file, now that all texts are read."""
        if one.kind != ATTACHMENT:
            return one
        url = one.notes[0].what
        if path := self.pictures.placed.get(file_key(url)):
            return replace(one, outcome=BROUGHT, file=path, notes=(), held=Tally())
        why = self.pictures.missing.get(url, UNUSED)
        outcome = LEFT if why == UNUSED else MISSING
        return replace(one, notes=(Note(outcome, f"{url}: {why}"),))

    def _keep_comments(self, item: OldItem, planned: Planned, kept: TextIO) -> None:
        for one in item.comments:
            self.comments += 1
            line = {
                "file": planned.file,
                "author": one.author,
                "date": one.date.isoformat() if one.date else None,
                "was_shown": one.is_shown,
                "text": one.text,
            }
            kept.write(json.dumps(line, ensure_ascii=False) + "\n")


def _markdown_of(settings: Mapping[str, object]) -> Markdown:
    """Return what makes HTML of Markdown as the site does."""
    given = settings.get("MARKDOWN")
    given = given if isinstance(given, Mapping) else {}
    wanted = {
        key: given[key] for key in ("extensions", "extension_configs") if key in given
    }
    return Markdown(**wanted)


def _shown(markdown: Markdown, text: str) -> str:
    """Return a text as HTML, to be counted."""
    try:
        return markdown.reset().convert(text)
    except RecursionError:  # a build says that it cannot read it
        return f"<pre>{escape(text)}</pre>"


def _frames(counted: Counted | None) -> int:
    return counted.frames if counted else 0


def _told_apart(text: str) -> Note:
    """Return how much of the source is no part of an item's text, and how it begins."""
    begun = shorten(" ".join(text.split()), SHOWN, SHOWN)
    what = f"{count(len(words_of(text)), 'word')} of the source are no part of the text"
    return Note(LEFT, f"{what}: “{begun}”")


@dataclass(frozen=True)
class WordsCompared:
    """The words of a source beside those of the new text."""

    lost: tuple[str, ...] = ()  #: that the source has alone, and nobody tells of
    apart: int = 0  #: that the source has alone, as the first reading tells
    more: tuple[str, ...] = ()  #: that the new text has alone
    known: int = 0  #: of these, mended ones, and descriptions that nobody read before


def compare(
    counted: Counted | None, holds: Counted, apart: str, mended: str = ""
) -> WordsCompared:
    """Compare the words of an item; ``apart`` are those that are no part of its text.

    Those explain what is missing, and never what there is too much of: that may be
    words that are ``mended``, or that no visitor read before.
    """
    if counted is None:
        return WordsCompared()
    surplus, more = counted.words - holds.words, holds.words - counted.words
    told = surplus & (Counter(words_of(apart)) + holds.marks)
    return WordsCompared(
        tuple(sorted((surplus - told).elements())),
        told.total(),
        tuple(sorted(more.elements())),
        (more & (counted.quiet + Counter(words_of(mended)))).total(),
    )
