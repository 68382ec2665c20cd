"""All series of a site: contents in, places out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from operator import attrgetter
from typing import TYPE_CHECKING

from .members import (
    SHOWN,
    WITHDRAWN,
    Content,
    Member,
    MemberFault,
    fault_index,
    group_contents,
    order_plain_parts,
    read_member,
)
from .names import fold_name
from .order import PartOrder, order_parts
from .place import Place, PreviewPlace
from .view import Series, SeriesSite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .members import Rank
    from .series_file import SeriesFile

Files = dict[str, "SeriesFile"]  #: the files of one series by language


@dataclass(eq=False)
class SeriesContents:
    """Everything that has one series' name."""

    key: str
    contents: list[Content]
    files: Files
    show_all: bool = False  #: drafts and hidden contents hold places too
    is_plain: bool = False  #: nothing about it needs a closer look
    orders: list[PartOrder] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)  #: one for each language

    @cached_property
    def members(self) -> list[Member]:
        """All contents as members of their series."""
        return [read_member(content) for content in self.contents]

    @cached_property
    def shown(self) -> list[Member]:
        """Those that hold a place."""
        return [m for m in self.members if self.show_all or m.state in SHOWN]

    @cached_property
    def unshown(self) -> list[Member]:
        """Drafts and hidden ones."""
        return [m for m in self.members if not self.show_all and m.state not in SHOWN]


@dataclass(eq=False)
class SeriesIndex:
    """The series of a site, of one kind."""

    site: SeriesSite
    kind: str  #: articles or pages
    date_of: Callable[[Content], Rank]  #: what orders parts without a number
    groups: list[SeriesContents] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)  #: one for each language
    faults: list[MemberFault] = field(default_factory=list)
    _topics: dict[tuple[str, str], list[Series]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.site = replace(
            self.site,
            find_translations=self.find_translations,
            find_related=self.find_related,
        )

    def make_series(self, order: PartOrder, lang: str, files: Files) -> Series:
        """Return one series in one language, which knows the others through us."""
        return Series(self.site, self.kind, order, lang, files)

    def main_series(self) -> list[Series]:
        """Return each series once, in the site's language where it has it."""
        lang = self.site.default_lang
        return [
            next((s for s in group.series if s.lang == lang), group.series[0])
            for group in self.groups
            if group.series
        ]

    @cached_property
    def by_slug(self) -> dict[str, list[Series]]:
        """The series with one slug, which are one series in several languages."""
        found: dict[str, list[Series]] = {}
        for series in self.series:
            found.setdefault(series.slug, []).append(series)
        return found

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


def build_index(
    index: SeriesIndex,
    published: Sequence[Content],
    others: Iterable[Content],
    files: Iterable[SeriesFile],
) -> None:
    """Put contents into series and give each its place as ``content.series``."""
    by_slug: dict[str, Files] = {}
    keys: dict[str, str] = {}
    for file in files:
        by_slug.setdefault(file.slug, {}).setdefault(file.lang, file)
        for name in file.names:
            keys.setdefault(fold_name(name), f"/{file.slug}")
    grouped = group_contents(published, others, keys)
    index.faults = grouped.faults
    for slug in by_slug:
        grouped.by_key.setdefault(f"/{slug}", [])
    show_all = index.site.settings.show_unpublished
    for key, contents in grouped.by_key.items():
        group = SeriesContents(
            key, contents, by_slug.get(key[1:], {}) if key[0] == "/" else {}
        )
        index.groups.append(group)
        is_plain = not group.files and key not in grouped.mixed
        ordered = order_plain_parts(contents, index.date_of) if is_plain else []
        if ordered:
            _give_plain_places(index, group, ordered)
        else:
            group.show_all = show_all
            _place_group(index, group)
        index.series.extend(group.series)


def _give_plain_places(
    index: SeriesIndex, group: SeriesContents, ordered: list[Content]
) -> None:
    group.is_plain = True
    lang = ordered[0].lang
    order = PartOrder((lang,), plain=ordered)
    series = index.make_series(order, lang, group.files)
    for number, content in enumerate(ordered, 1):
        content.series = Place(series, number, number)
    group.orders.append(order)
    group.series.append(series)


def _place_group(index: SeriesIndex, group: SeriesContents) -> None:
    index.faults.extend(filter(None, map(fault_index, group.contents)))
    if group.shown:
        held = {m.given for m in group.unshown if m.given}
        lang, files = index.site.default_lang, group.files
        group.orders = order_parts(group.shown, lang, index.date_of, files, held)
    for order in group.orders:
        group.series.extend(_give_places(index, order, group.files))
    for member in group.unshown:
        find_place = partial(_preview_place, index, group, member)
        member.content.series = PreviewPlace(find_place)


def _give_places(index: SeriesIndex, order: PartOrder, files: Files) -> list[Series]:
    views = {lang: index.make_series(order, lang, files) for lang in order.langs}
    counts = dict.fromkeys(views, 0)
    for part in order.parts:
        for member in part.versions:
            lang = member.lang
            if member.state == WITHDRAWN:
                member.content.series = None
                continue
            counts[lang] += 1
            member.content.series = Place(views[lang], part.number, counts[lang])
    return [view for view in views.values() if counts[view.lang]]


def _preview_place(index: SeriesIndex, group: SeriesContents, member: Member) -> Place:
    """Return the place that a draft would have among the published parts."""
    members = [*group.shown, member]
    lang = index.site.default_lang
    held = {m.given for m in group.unshown if m.given and m is not member}
    for order in order_parts(members, lang, index.date_of, group.files, held):
        series = index.make_series(order, member.lang, group.files)
        for part in order.parts:
            if member in part.versions:
                return Place(series, part.number, series.members.index(member) + 1)
    raise LookupError(member)


def find_unused(groups: Sequence[SeriesContents]) -> list[SeriesContents]:
    """Return, once each, the series of files that neither post nor page belongs to."""
    used = {group.key for group in groups if group.contents}
    return list({g.key: g for g in groups if g.key not in used}.values())


def find_topic(series: Series) -> str:
    """Return the category of a series' first part."""
    first = next(iter(series.parts), None)
    return str(getattr(first, "category", "") or "")


def get_time(series: Series) -> float:
    """Return when a series last changed, for sorting."""
    return float(series.updated.timestamp()) if series.updated else 0.0
