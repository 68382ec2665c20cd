"""All series of a site: contents in, places out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from .core import SHOWN, WITHDRAWN, Content, Fault, Member, gather
from .names import fold_name
from .order import Line, draw_lines
from .place import Place, PreviewPlace
from .view import Frame, Series

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .files import SeriesFile

Files = dict[str, "SeriesFile"]  #: the files of one series by language


class Group(NamedTuple):
    """Everything that bears one series' name."""

    key: str
    shown: list[Member]  #: those that hold a place
    unshown: list[Member]  #: drafts and hidden ones
    files: Files
    lines: list[Line]
    series: list[Series]  #: one for each language that has a published part


@dataclass
class Shelf:
    """The series of a site, of one kind."""

    frame: Frame
    kind: str  #: articles or pages
    date_of: Callable[[Content], Any]  #: what orders parts without a number
    groups: list[Group] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)  #: one for each language
    faults: list[Fault] = field(default_factory=list)
    by_slug: dict[str, list[Series]] = field(default_factory=dict)
    _topics: dict[tuple[str, str], list[Series]] = field(default_factory=dict)

    def main_series(self) -> list[Series]:
        """Return each series once, in the site's language where it has it."""
        lang = self.frame.default_lang
        return [
            next((s for s in group.series if s.lang == lang), group.series[0])
            for group in self.groups
            if group.series
        ]

    def find_translations(self, series: Series) -> list[Series]:
        """Return the same series in other languages."""
        others = self.by_slug.get(series.slug, ())
        return [s for s in others if s.lang != series.lang and s.url]

    def find_related(self, series: Series) -> Series | None:
        """Return what to read next: the file's ``next``, else the newest near it."""
        wanted = series.main_file.next if series.main_file else ""
        if wanted:
            found = self.by_slug.get(wanted, [])
            same = [s for s in found if s.lang == series.lang]
            return next(iter(same or found), None)
        if not self._topics:
            for one in sorted(self.series, key=attrgetter("slug")):
                self._topics.setdefault((one.lang, find_topic(one)), []).append(one)
            for on_topic in self._topics.values():
                on_topic.sort(key=get_time, reverse=True)
        topic = find_topic(series)
        near = self._topics.get((series.lang, topic), []) if topic else []
        return next((s for s in near if s.slug != series.slug), None)


def arrange(
    shelf: Shelf, contents: Iterable[Content], files: Iterable[SeriesFile]
) -> None:
    """Put contents into series and give each its place as ``content.series``."""
    by_slug: dict[str, Files] = {}
    keys: dict[str, str] = {}
    for file in files:
        by_slug.setdefault(file.slug, {}).setdefault(file.lang, file)
        for name in file.names:
            keys.setdefault(fold_name(name), f"/{file.slug}")
    found, shelf.faults = gather(contents, keys)
    for slug in by_slug:
        found.setdefault(f"/{slug}", [])
    for key, members in found.items():
        own = by_slug.get(key[1:], {}) if key.startswith("/") else {}
        group = _draw_group(shelf, key, members, own)
        shelf.groups.append(group)
        shelf.series.extend(group.series)
        for member in group.unshown:
            draw = partial(_draw_preview, shelf, group, member)
            member.content.series = PreviewPlace(draw)
    for series in shelf.series:
        shelf.by_slug.setdefault(series.slug, []).append(series)


def _draw_group(shelf: Shelf, key: str, members: list[Member], files: Files) -> Group:
    shown, unshown = members, list[Member]()
    if not shelf.frame.settings.show_unpublished:
        shown = [m for m in members if m.state in SHOWN]
        if len(shown) < len(members):
            unshown = [m for m in members if m.state not in SHOWN]
    lines: list[Line] = []
    if shown:
        held = {m.given for m in unshown if m.given}
        lines = draw_lines(shown, shelf.frame.default_lang, shelf.date_of, files, held)
    series = [one for line in lines for one in _give_places(shelf, line, files)]
    return Group(key, shown, unshown, files, lines, series)


def _give_places(shelf: Shelf, line: Line, files: Files) -> list[Series]:
    views = {lang: Series(shelf, line, lang, files) for lang in line.langs}
    counts = dict.fromkeys(views, 0)
    for part in line.parts:
        for member in part.versions:
            lang = member.lang
            if member.state == WITHDRAWN:
                member.content.series = None
                continue
            counts[lang] = index = counts[lang] + 1
            member.content.series = Place(views[lang], part.number, index)
    return [view for view in views.values() if counts[view.lang]]


def _draw_preview(shelf: Shelf, group: Group, member: Member) -> Place:
    """Return the place that a draft would have among the published parts."""
    members = [*group.shown, member]
    lang = shelf.frame.default_lang
    held = {m.given for m in group.unshown if m.given and m is not member}
    for line in draw_lines(members, lang, shelf.date_of, group.files, held):
        series = Series(shelf, line, member.lang, group.files)
        for part in line.parts:
            if member in part.versions:
                return Place(series, part.number, series.members.index(member) + 1)
    raise LookupError(member)


def find_topic(series: Series) -> str:
    """Return the category of a series' first part."""
    first = next(iter(series.parts), None)
    return str(getattr(first, "category", "") or "")


def get_time(series: Series) -> float:
    """Return when a series last changed, for sorting."""
    return float(series.updated.timestamp()) if series.updated else 0.0
