"""``invoke series``: the parts of each series, their dates, states and problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...body import plain_text
from ...problem import Level, did_you_mean
from ...report import relative_path
from ...series.checks import day_of
from ...series.index import find_unused
from ...series.members import PLANNED
from ...series.names import fold_name
from ...series.order import choose_file
from ..build.build import open_readable
from ..reporter import Reporter
from ..site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...series.index import SeriesContents
    from ...series.members import Member
    from ..site import Site

#: Titles are cut at this width, so that a row stays a line.
WIDTH = 48


class Row(NamedTuple):
    """One part: its number, date, state and language, its title, its file."""

    number: str  #: in brackets for a draft: where it would stand
    date: str
    state: str
    lang: str
    title: str
    file: str


def list_series(site: Site, name: str = "") -> int:
    """Print the table and return the exit code: 1 if a series has an error."""
    reporter = Reporter()
    with open_readable(site) as session:
        context = session.read()
        indexes = context.get("SERIES_INDEXES", {}).values()
        every = [group for index in indexes for group in index.groups]
        groups = choose(gather_groups(every), name)
        problems = [p for p in session.problems if p.name.startswith("series-")]
        for group in groups:
            for line in describe(group, session.settings):
                reporter.print(line)
    if not groups:
        reporter.print("There is no series yet. A post joins one by “series: NAME”.")
    if name:
        files = {row.file for group in groups for row in rows(group, session.settings)}
        files |= {f.source.path for group in groups for f in group.files.values()}
        problems = [problem for problem in problems if problem.path in files]
    reporter.problems(problems)
    return 1 if any(problem.level is Level.ERROR for problem in problems) else 0


def gather_groups(groups: Sequence[SeriesContents]) -> list[SeriesContents]:
    """Return every series once; one of posts is no second one without pages."""
    return [group for group in groups if group.contents] + find_unused(groups)


def choose(groups: list[SeriesContents], name: str) -> list[SeriesContents]:
    """Return the series that a name or slug means; all of them without a name."""
    if not name:
        return sorted(groups, key=lambda group: title_of(group).casefold())
    wanted = fold_name(name)
    chosen = [g for g in groups if wanted in {fold_name(n) for n in names_of(g)}]
    if not chosen:
        known = [title_of(group) for group in groups]
        hint = did_you_mean(name, known) or f"There are: {', '.join(known)}."
        raise RefusedError(f"No series is called “{name}”. {hint}")
    return chosen


def names_of(group: SeriesContents) -> Iterator[str]:
    """Yield every name and slug by which an author may ask for a series."""
    for series in group.series:
        yield from (series.name, series.slug)
    for file in group.files.values():
        yield from (*file.names, file.slug)
    yield from (str(content.metadata["series"]) for content in group.contents)


def title_of(group: SeriesContents) -> str:
    """Return the name to print."""
    return next(names_of(group))


def describe(group: SeriesContents, settings: dict[str, object]) -> Iterator[str]:
    """Yield a heading and a line for each part."""
    heading = [title_of(group)]
    for series in group.series[:1]:
        heading.append(f"{len(series.parts)} of {series.of} parts published")
        heading += [series.status] if series.status else []
        heading += [f"/{series.url}"] if series.url else ["no page of its own"]
    if not group.series:
        heading.append("nothing is published yet")
    yield " · ".join(heading)
    table = list(rows(group, settings))
    langs = {row.lang for row in table}
    columns = [n for n in range(len(Row._fields)) if n != 3 or len(langs) > 1]
    widths = [max((len(row[n]) for row in table), default=0) for n in columns]
    for row in table:
        cells = (row[n].ljust(w) for n, w in zip(columns, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()
    yield ""


def rows(group: SeriesContents, settings: dict[str, object]) -> Iterator[Row]:
    """Yield the parts in their order, then what is not published."""
    for order in group.orders:
        file = choose_file(group.files, order.langs)
        for part in order.parts:
            number = str(part.number)
            for member in part.versions:
                yield _row(number, member, settings)
            if not part.versions:
                plan = file.planned[part.plan]
                day, title = str(plan.date or ""), _cut(plan.title)
                yield Row(number, day, PLANNED, file.lang, title, "")
    for member in group.unshown:
        number = getattr(member.content.series, "part", "?")
        yield _row(f"({number})", member, settings)
    if not group.orders:
        for file in group.files.values():
            for plan in file.planned:
                yield Row("-", plan.date_text, PLANNED, file.lang, plan.title, "")


def _row(number: str, member: Member, settings: dict[str, object]) -> Row:
    content = member.content
    file = relative_path(content.source_path, settings)
    title = _cut(plain_text(content.title))
    return Row(number, day_of(content), member.state, member.lang, title, file)


def _cut(title: str) -> str:
    return title if len(title) <= WIDTH else f"{title[: WIDTH - 1].rstrip()}…"
