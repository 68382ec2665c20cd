"""What is wrong with series: their parts, names, files and addresses."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from shlex import quote
from typing import TYPE_CHECKING

from ..problem import Level, Problem, did_you_mean, suggest
from .index import find_unused
from .members import Content, Member, MemberFault
from .names import find_near_names, fold_name
from .order import find_index, find_open_plans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .index import SeriesContents, SeriesIndex
    from .order import PartOrder
    from .series_file import SeriesFile
    from .view import Series

Finding = MemberFault | Problem


def find_problems(index: SeriesIndex, today: date) -> Iterator[Finding]:
    """Yield everything that is wrong with the series of one kind."""
    yield from index.faults
    for group in index.groups:
        if group.is_plain:
            continue
        yield from _find_taken(group)
        yield from _find_spellings(group)
        for order in group.orders:
            if find_index(next(p.versions for p in order.parts if p.versions)):
                yield from _find_gaps(group, order)
                yield from _find_against_date(group, order)
        if group.files and group.contents:
            for file in group.files.values():
                yield from find_file_problems(group, file, today)
    yield from _find_lonely(index)


def _find_taken(group: SeriesContents) -> Iterator[MemberFault]:
    """Yield numbers that two contents of one language hold, from the oldest on."""

    def age(member: Member) -> tuple[str, str]:
        return day_of(member.content) or "9999", member.content.source_path or ""

    members = [
        member
        for found in (group.shown, group.unshown)
        for member in sorted(found, key=age)
        if member.given and member.content.slug not in group.listed
    ]
    holders: dict[tuple[str, int], Member] = {}
    for member in members:
        holder = holders.setdefault((member.lang, member.given), member)
        if holder is member:
            continue
        yield MemberFault(
            member.content,
            "series_index",
            f"series_index {member.given} is already taken by {_file_of(holder)}.",
            "Give this post another number, list the order under “parts:” in the "
            "series’ file, or let the later parts move up: invoke series --move "
            f"{quote(member.content.slug)} --to {member.given}",
            "series-index-taken",
            Level.WARNING if member in group.unshown else Level.ERROR,
        )


def _find_gaps(group: SeriesContents, order: PartOrder) -> Iterator[MemberFault]:
    """Yield the first number that nobody holds, where it is missed."""
    listed = group.listed
    held = {member.given for member in group.unshown}
    held |= {one.given for one in group.waiting}
    held |= {part.number for part in order.parts if not part.versions}
    number = 0
    for part in order.parts:
        given = find_index(part.versions) if part.versions else 0
        if not given or part.versions[0].content.slug in listed:
            continue
        missing = [n for n in range(number + 1, given) if n not in held]
        number = given
        if missing:
            these = " or ".join(str(n) for n in missing[:2])
            these += " or more" if len(missing) > 2 else ""
            what = f"series_index {given} leaves a gap: no part is number {these}."
            remedy = "Number the parts without gaps, or announce the missing part under"
            remedy += " “planned” in the series file."
            content = part.versions[0].content
            yield MemberFault(content, "series_index", what, remedy, "series-index-gap")
            return


def _find_against_date(
    group: SeriesContents, order: PartOrder
) -> Iterator[MemberFault]:
    """Yield parts that follow one that was published later."""
    listed = group.listed
    versions = [part.versions for part in order.parts if part.versions]
    numbered = [v for v in versions if find_index(v)]
    for before, after in pairwise(numbered):
        earlier, later = before[0].content, after[0].content
        is_listed = bool(listed & {earlier.slug, later.slug})
        if is_listed or find_index(before) == find_index(after):
            continue
        if day_of(later) and day_of(earlier) and day_of(later) < day_of(earlier):
            yield MemberFault(
                later,
                "series_index",
                f"series_index {find_index(after)} stands after {_file_of(before[0])},"
                f" but the date is earlier ({day_of(later)}, {day_of(earlier)}).",
                "Correct the number or the date, or list the parts in the series file.",
                "series-index-against-date",
            )


def _find_spellings(group: SeriesContents) -> Iterator[MemberFault]:
    """Yield names that only nearly are the series' name, and names it no longer has."""
    if not group.files and len({m.name for m in group.shown}) < 2:
        return
    formerly = {
        fold_name(name): file for file in group.files.values() for name in file.formerly
    }
    names = {series.lang: series.name for series in group.series}
    names |= {file.lang: file.title for file in group.files.values()}
    for member in group.shown:
        name = names.get(member.lang, member.name)
        if name == member.name:
            continue
        file = formerly.get(fold_name(member.name))
        if file is not None:
            what = f"The series “{member.name}” is called “{file.title}” now."
            problem = "series-name-old"
        else:
            what = f"The series is called “{name}”, here it is “{member.name}”."
            problem = "series-name-spelling"
        if file is not None or fold_name(name) == fold_name(member.name):
            remedy = f"Write “series: {name}”."
            yield MemberFault(member.content, "series", what, remedy, problem)


def _find_lonely(index: SeriesIndex) -> Iterator[MemberFault]:
    """Yield names that are nearly another series', and series of a single part."""
    with_contents = [group for group in index.groups if group.contents]
    if all(len(group.contents) > 2 for group in with_contents):
        return
    sizes = {str(g.contents[0].metadata["series"]): g for g in with_contents}
    small = {
        name: group
        for name, group in sizes.items()
        if not group.files and len(group.contents) < 3 and group.shown
    }
    reported = set()
    for name, near in find_near_names(small, sizes):
        rivals = len(sizes[near].contents), near
        if rivals > (len(sizes[name].contents), name):
            reported.add(name)
            what = f"The series “{name}” is nearly “{near}”."
            remedy = suggest(near)
            content = small[name].shown[0].content
            yield MemberFault(content, "series", what, remedy, "series-name-near")
    for name, group in small.items():
        if name not in reported and _is_lonely(group):
            what = f"“{name}” is a series of one part."
            remedy = "Write a second part, or plan one in a series file; until then,"
            remedy += " remove “series”."
            content = group.shown[0].content
            yield MemberFault(content, "series", what, remedy, "series-of-one")


def _is_lonely(group: SeriesContents) -> bool:
    return len(group.shown) == 1 and not (group.unshown or group.waiting)


def find_file_problems(
    group: SeriesContents, file: SeriesFile, today: date
) -> Iterator[Problem]:
    """Yield where a series file and its contents disagree."""
    yield from _find_unknown_parts(group, file)
    yield from _find_plan_problems(group, file, today)
    yield from _find_late_parts(group, file)


def _find_unknown_parts(group: SeriesContents, file: SeriesFile) -> Iterator[Problem]:
    slugs = {content.slug for content in group.contents}
    slugs |= {one.slug for one in group.waiting}
    plans = {plan.slug for plan in file.planned}
    plans |= {fold_name(plan.title) for plan in file.planned}
    for slug in file.parts:
        if slug not in slugs and slug not in plans and fold_name(slug) not in plans:
            what = f"No post of this series has the slug “{slug}”."
            near = did_you_mean(slug, slugs - set(file.parts))
            remedy = near or f"Write “series: {file.title}” in that post, or remove it."
            yield file.problem("parts", what, remedy, "series-part-unknown")
    for member in group.shown if file.parts and file.status != "complete" else ():
        if member.lang == file.lang and member.content.slug not in file.parts:
            what = f"{_file_of(member)} is in the series, but not among its parts."
            remedy = f"Add “{member.content.slug}” to the list, where it belongs."
            name = "series-part-unlisted"
            yield file.problem("parts", what, remedy, name, Level.WARNING)


def _find_plan_problems(
    group: SeriesContents, file: SeriesFile, today: date
) -> Iterator[Problem]:
    still_open = find_open_plans(group.shown, file)
    for n, plan in enumerate(file.planned):
        if n not in still_open:
            what = f"The planned part “{plan.title}” has been published."
            remedy = "Remove it from “planned”."
            name = "series-planned-published"
            yield file.problem("planned", what, remedy, name, Level.WARNING)
        elif plan.date and plan.date < today:
            what = f"“{plan.title}” was planned for {plan.date_text}."
            remedy = "Publish it, or give it another date."
            name = "series-planned-overdue"
            yield file.problem("planned", what, remedy, name, Level.NOTICE)
    if still_open and file.status == "complete":
        titles = ", ".join(f"“{file.planned[n].title}”" for n in still_open)
        what = f"The series is complete, but more is planned: {titles}."
        remedy = "Remove the planned parts, or write “status: ongoing”."
        name = "series-after-complete"
        yield file.problem("status", what, remedy, name, Level.WARNING)


def _find_late_parts(group: SeriesContents, file: SeriesFile) -> Iterator[Problem]:
    """Yield parts that came after the series was declared complete."""
    if file.status != "complete":
        return
    for member in group.shown:
        if member.lang != file.lang:
            continue
        day = day_of(member.content)
        is_late = bool(file.completed and day and day > str(file.completed))
        if is_late or (file.parts and member.content.slug not in file.parts):
            what = f"{_file_of(member)} came after the series was complete."
            remedy = "Write “status: ongoing”, or give a later date under “completed”."
            if not is_late:
                remedy = f"Write “status: ongoing”, or add “{member.content.slug}”."
            name = "series-after-complete"
            yield file.problem("status", what, remedy, name, Level.WARNING)


def _file_of(member: Member) -> str:
    return str(member.content.source_path or member.content.slug).rsplit("/", 1)[-1]


def day_of(content: Content) -> str:
    """Return the day of a content's date as its header writes it, or nothing."""
    day = content.metadata.get("date")
    return day.isoformat()[: len("2026-03-14")] if isinstance(day, date) else ""


def resolve_address_conflicts(indexes: Iterable[SeriesIndex]) -> Iterator[MemberFault]:
    """Let one series have each address; yield a fault for each that goes without."""
    owners: dict[str, tuple[str, SeriesContents]] = {}
    for index in indexes:
        for group in index.groups:
            if not group.series:
                continue
            slug = group.series[0].slug
            kind, owner = owners.setdefault(slug, (index.site.kind, group))
            if owner is not group:
                for series in group.series:
                    series.is_written = False
                yield _explain(group, owner, is_mixed=kind != index.site.kind)


def _explain(
    group: SeriesContents, owner: SeriesContents, *, is_mixed: bool
) -> MemberFault:
    name, other = group.series[0].name, owner.series[0].name
    content = group.shown[0].content
    if is_mixed:
        what = f"The series “{name}” has pages as well as posts: they are two series."
        remedy = "Give the pages another name; the series' page shows the posts only."
        return MemberFault(content, "series", what, remedy, "series-mixed")
    there = _file_of(owner.shown[0])
    what = f"The series “{name}” would have the address of “{other}” in {there}."
    remedy = "Give it a series file with a slug of its own; until then it has no page."
    return MemberFault(content, "series", what, remedy, "series-slug-taken")


def find_clashes(
    written: Iterable[Series],
    list_save_as: str,
    contents: Iterable[Content],
    templates: dict[str, str],
) -> Iterator[Finding]:
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
                key = "save_as" if hasattr(content, "override_save_as") else "slug"
                remedy = f"Give it another {key}, or change the address in SERIES."
                name = "series-address-taken"
                yield MemberFault(content, key, what, remedy, name, Level.ERROR)
    for template, save_as in templates.items():
        if save_as in ours:
            what = f"The template “{template}” is written to {save_as}, the address of"
            what += f" {ours[save_as]}."
            remedy = "Change one of the two addresses."
            name = "series-address-taken"
            yield Problem("pelicanconf.py", 0, what, remedy, name)


def find_empty(indexes: Iterable[SeriesIndex], today: date) -> Iterator[Problem]:
    """Yield what is wrong with series files that no post and no page belongs to."""
    for group in find_unused([group for index in indexes for group in index.groups]):
        for file in group.files.values():
            if file.planned or file.parts:
                yield from find_file_problems(group, file, today)
            elif not group.waiting:
                what = f"No post belongs to the series “{file.title}”."
                remedy = f"Write “series: {file.title}” in its posts, or plan a part."
                name, level = "series-empty", Level.WARNING
                yield file.problem("title", what, remedy, name, level)
