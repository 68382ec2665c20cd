"""Who else would be written where a series has its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..problem import Level, Problem
from .checks import find_file_problems
from .core import Content, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from .shelf import Group, Shelf
    from .view import Series


def keep_addresses_apart(shelves: Iterable[Shelf]) -> Iterator[Fault]:
    """Let one series have each address; yield a fault for each that goes without."""
    owners: dict[str, tuple[str, Group]] = {}
    for shelf in shelves:
        for group in shelf.groups:
            if not group.series:
                continue
            slug = group.series[0].slug
            kind, owner = owners.setdefault(slug, (shelf.kind, group))
            if owner is not group:
                for series in group.series:
                    series.is_written = False
                yield _explain(group, owner, is_mixed=kind != shelf.kind)


def _explain(group: Group, owner: Group, *, is_mixed: bool) -> Fault:
    name, other = group.series[0].name, owner.series[0].name
    content = group.shown[0].content
    if is_mixed:
        what = f"The series “{name}” has pages as well as posts: they are two series."
        remedy = "Give the pages another name; the series' page shows the posts only."
        return Fault(content, "series", what, remedy, "series-mixed")
    what = f"The series “{name}” would have the address of “{other}”."
    remedy = "Give it a series file with a slug of its own; until then it has no page."
    return Fault(content, "series", what, remedy, "series-slug-taken")


def find_clashes(
    written: Iterable[Series],
    list_save_as: str,
    contents: Iterable[Content],
    templates: dict[str, str],
) -> Iterator[Fault | Problem]:
    """Yield contents and templates that would be written over a page of a series.

    An address holds its content's slug, so only contents whose slug is a piece of an
    address of ours, or which choose their own, are looked at closely.
    """
    ours = {list_save_as: "the list of all series"} if list_save_as else {}
    for series in written:
        for save_as in (series.save_as, series.whole_save_as):
            if save_as:
                ours[save_as] = f"the series “{series.name}”"
    pieces = {p for save_as in ours for p in save_as.replace(".", "/").split("/")}
    for content in contents:
        slug = getattr(content, "slug", None)
        if slug in pieces or hasattr(content, "override_save_as"):
            save_as = getattr(content, "save_as", "")
            if save_as in ours:
                what = f"Its address, {save_as}, is that of {ours[save_as]}."
                remedy = "Give it another slug, or change the address in SERIES."
                name = "series-address-taken"
                yield Fault(content, "slug", what, remedy, name, Level.ERROR)
    for template, save_as in templates.items():
        if save_as in ours:
            what = f"The template “{template}” is written to {save_as}, the address of"
            what += f" {ours[save_as]}."
            remedy = "Change one of the two addresses."
            name = "series-address-taken"
            yield Problem("pelicanconf.py", 0, what, remedy, name)


def find_empty(shelves: Iterable[Shelf], today: date) -> Iterator[Problem]:
    """Yield what is wrong with series files that no post and no page belongs to."""
    groups = [group for shelf in shelves for group in shelf.groups]
    used = {group.key for group in groups if group.contents}
    unused = {group.key: group for group in groups if group.key not in used}
    for group in unused.values():
        for file in group.files.values():
            if file.planned or file.parts:
                yield from find_file_problems(group, file, today)
            else:
                what = f"No post belongs to the series “{file.title}”."
                remedy = f"Write “series: {file.title}” in its posts, or plan a part."
                name, level = "series-empty", Level.WARNING
                yield Problem(file.path, file.line("title"), what, remedy, name, level)
