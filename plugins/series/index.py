"""All series of a site: contents in, places out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from .members import (
    SHOWN,
    WITHDRAWN,
    Content,
    Member,
    MemberFault,
    Waiting,
    find_index_faults,
    find_key,
    group_contents,
    order_plain_parts,
    read_member,
)
from .names import fold_name
from .order import Part, PartOrder, order_parts
from .place import Place, PreviewPlace
from .view import Files, OfOneRun, Series, SeriesSite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .members import Rank
    from .series_file import SeriesFile


@dataclass(eq=False)
class SeriesContents:
    """Everything that has one series' name."""

    key: str
    contents: list[Content]
    files: Files
    show_all: bool  #: drafts and hidden contents hold places too
    #: What says that it belongs to it, and is left out of this build.
    waiting: list[Waiting] = field(default_factory=list)
    is_plain: bool = False  #: nothing about it needs a closer look
    orders: list[PartOrder] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)  #: one for each language

    @cached_property
    def members(self) -> list[Member]:
        """All contents as members of their series."""
        return [read_member(content) for content in self.contents]

    @cached_property
    def listed(self) -> set[str]:
        """The slugs that a series file puts in order."""
        return {slug for file in self.files.values() for slug in file.parts}

    @cached_property
    def shown(self) -> list[Member]:
        """Those that hold a place."""
        return [m for m in self.members if self.show_all or m.state in SHOWN]

    @cached_property
    def unshown(self) -> list[Member]:
        """Drafts and hidden ones."""
        return [m for m in self.members if not self.show_all and m.state not in SHOWN]


@dataclass(eq=False)
class SeriesIndex(OfOneRun):
    """The series of a site, of one kind."""

    site: SeriesSite
    date_of: Callable[[Content], Rank]  #: what orders parts without a number
    groups: list[SeriesContents] = field(default_factory=list)
    faults: list[MemberFault] = field(default_factory=list)

    def order(
        self, group: SeriesContents, draft: Member | None = None
    ) -> list[PartOrder]:
        """Return the orders of what is shown of a series, and of one draft."""
        members = [*group.shown, draft] if draft else group.shown
        held = {m.given for m in group.unshown if m is not draft}
        lang = self.site.default_lang
        return order_parts(members, lang, self.date_of, group.files, held)

    def main_series(self) -> list[Series]:
        """Return each series once, in the site's language where it has it."""
        lang = self.site.default_lang
        return [
            next((s for s in group.series if s.lang == lang), group.series[0])
            for group in self.groups
            if group.series
        ]


def build_index(
    site: SeriesSite,
    date_of: Callable[[Content], Rank],
    contents: Sequence[Content],
    files: Iterable[SeriesFile],
    waiting: Iterable[Waiting] = (),
) -> SeriesIndex:
    """Put contents into series and give each its place as ``content.series``.

    What is ``waiting`` is left out of this build: it has no place, but is known.
    """
    by_key: dict[str, Files] = {}
    keys: dict[str, str] = {}
    for file in files:
        by_key.setdefault(f"/{file.slug}", {}).setdefault(file.lang, file)
        for name in file.names:
            keys.setdefault(fold_name(name), f"/{file.slug}")
    grouped, faults = group_contents(contents, keys)
    to_come: dict[str, list[Waiting]] = {}
    for one in waiting:
        to_come.setdefault(find_key(one.name, keys), []).append(one)
    index = SeriesIndex(site, date_of, faults=faults)
    show_all = site.settings.show_unpublished
    for key in dict.fromkeys((*grouped, *by_key)):
        own = grouped.get(key, [])
        later = to_come.get(key, [])
        group = SeriesContents(key, own, by_key.get(key, {}), show_all, later)
        index.groups.append(group)
        ordered = [] if group.files else order_plain_parts(own, date_of)
        if ordered:
            _give_plain_places(site, group, ordered)
        else:
            _place_group(index, group)
        site.series.extend(group.series)
    return index


def _give_plain_places(
    site: SeriesSite, group: SeriesContents, ordered: list[Content]
) -> None:
    numbered = enumerate(ordered, 1)
    parts = (Part(n, (read_member(content),)) for n, content in numbered)
    order = PartOrder((ordered[0].lang,), parts)
    series = Series(site, order, ordered[0].lang, group.files)
    series.parts, series.name = ordered, str(ordered[0].metadata["series"])
    for number, content in enumerate(ordered, 1):
        content.series = Place(series, number, number)
    group.is_plain = True
    group.orders.append(order)
    group.series.append(series)


def _place_group(index: SeriesIndex, group: SeriesContents) -> None:
    index.faults.extend(find_index_faults(group.contents))
    if group.shown:
        group.orders = index.order(group)
    for order in group.orders:
        group.series.extend(_give_places(index.site, order, group.files))
    for member in group.unshown:
        find_place = partial(_preview_place, index, group, member)
        member.content.series = PreviewPlace(find_place)


def _give_places(site: SeriesSite, order: PartOrder, files: Files) -> list[Series]:
    views = {lang: Series(site, order, lang, files) for lang in order.langs}
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
    order, part = next(
        (order, part)
        for order in index.order(group, member)
        for part in order.parts
        if member in part.versions
    )
    # Its series has a page only where something else of it has been published.
    standing = [one for one in group.series if one.lang == member.lang]
    is_written = any(one.is_written for one in standing)
    series = Series(index.site, order, member.lang, group.files, is_written)
    return Place(series, part.number, series.members.index(member) + 1)


def find_unused(groups: Sequence[SeriesContents]) -> list[SeriesContents]:
    """Return, once each, the series of files that neither post nor page belongs to."""
    used = {group.key for group in groups if group.contents}
    return list({g.key: g for g in groups if g.key not in used}.values())
