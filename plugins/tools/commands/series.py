"""``invoke series``: the parts of each series, their dates, states and problems."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ...body import plain_text
from ...problem import Level, count, did_you_mean
from ...report import relative_path
from ...series.checks import day_of
from ...series.index import find_unused
from ...series.members import PLANNED, PUBLISHED
from ...series.names import fold_name
from ...series.order import choose_file
from ...site import now
from ...source.agenda import POST, Due
from ..build.build import open_readable
from ..deploy.released import find_all_seen
from ..reporter import Reporter
from ..site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...series.index import SeriesContents
    from ...series.members import Member
    from ..deploy.released import Seen
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


def list_series(site: Site, name: str = "", targets: object = None) -> int:
    """Print the table and return the exit code: 1 if a series has an error.

    ``targets`` is the ``deploy`` of invoke.yaml. The site is read as a preview is:
    else drafts, and what waits for its date, would not be there on a strict site.
    """
    reporter = Reporter()
    seen = find_all_seen(site.root, targets)
    with open_readable(site) as session:
        context = session.read(BULLETIN_PREVIEW=True)
        indexes = context.get("SERIES_INDEXES", {}).values()
        errors = [p.name for p in session.problems if p.level is Level.ERROR]
        if not all(one.startswith("series-") for one in errors):
            what = "The site has errors, for which parts may be missing here:"
            reporter.error(f"{what} invoke check names them.")
        every = [group for index in indexes for group in index.groups]
        groups = choose(gather_groups(every), name)
        problems = [p for p in session.problems if p.name.startswith("series-")]
        for group in groups:
            for line in describe(group, session.settings, seen):
                reporter.print(line)
    if groups and seen:
        reporter.print_all(seen_lines(seen, session.settings))
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


def describe(
    group: SeriesContents, settings: dict[str, object], seen: Iterable[Seen] = ()
) -> Iterator[str]:
    """Yield a heading, and for each part a line, and another one if it is not live."""
    heading = [title_of(group)]
    for series in group.series[:1]:
        out, planned = len(series.parts), series.order.plans
        of = f"{out} of " if planned else ""
        heading.append(f"{of}{count(out + planned, 'part')} published")
        heading += [series.status] if series.status else []
        heading += [f"/{series.url}"] if series.url else ["no page of its own"]
    if not group.series:
        heading.append("nothing is published yet")
    yield " · ".join(heading)
    table = list(rows(group, settings))
    lateness = dict(find_lateness(group, settings, seen))
    langs = {row.lang for row in table}
    columns = [n for n in range(len(Row._fields)) if n != 3 or len(langs) > 1]
    widths = [max((len(row[n]) for row in table), default=0) for n in columns]
    for row in table:
        cells = (row[n].ljust(w) for n, w in zip(columns, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()
        if late := lateness.get(row.file):
            yield f"  {' ' * widths[0]}  {late}"
    yield ""


def find_lateness(
    group: SeriesContents, settings: dict[str, object], seen: Iterable[Seen]
) -> Iterator[tuple[str, str]]:
    """Yield the files of parts that are out by now and not live, and since when."""
    for member in group.members:
        content = member.content
        at = getattr(content, "date", None)
        if member.state != PUBLISHED or at is None:
            continue
        path = relative_path(content.source_path, settings)
        uid = str(content.metadata.get("uid") or "")
        due = Due(POST, at, path, content.title, uid)
        lacking = [s.name for s in seen if s.record and not s.record.shows(due)]
        if lacking:
            days = now(settings).date() - at.astimezone(now(settings).tzinfo).date()
            since = f"due since {count(days.days, 'day')}" if days else "due today"
            yield path, f"{since}, not live on {', '.join(lacking)}"


def seen_lines(seen: Iterable[Seen], settings: dict[str, object]) -> Iterator[str]:
    """Yield what is known of each target, by which parts are live or not."""
    yield "What is live, by target:"
    zone = now(settings).tzinfo
    for one in seen:
        if one.record is None:
            yield f"  {one.name}: not known: {one.why}"
            continue
        made = f"{one.record.now.astimezone(zone):%Y-%m-%d %H:%M}"
        line = f"  {one.name}: release {one.record.release}, made for {made}"
        if one.record.is_assumed:
            line += ", by its name: it has no record yet"
        if one.at:
            line += f", as last seen from here {one.at.astimezone(zone):%Y-%m-%d %H:%M}"
        yield f"{line}."


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
    for place, member in place_unshown(group):
        yield _row(f"({place or '?'})", member, settings)
    if not group.orders:
        for file in group.files.values():
            for plan in file.planned:
                yield Row("-", plan.date_text, PLANNED, file.lang, plan.title, "")


def place_unshown(group: SeriesContents) -> Iterator[tuple[int, Member]]:
    """Yield what is not published, with its number once all before it is."""

    def rank(member: Member) -> tuple[int, int, str, str]:
        content = member.content
        given = member.given or len(group.members) + 1
        return part_of(member), given, day_of(content), content.source_path

    def part_of(member: Member) -> int:
        return int(getattr(member.content.series, "part", 0) or 0)

    before: Counter[str] = Counter()
    for member in sorted(group.unshown, key=rank):
        part = part_of(member)
        yield part and part + before[member.lang], member
        before[member.lang] += 1


def _row(number: str, member: Member, settings: dict[str, object]) -> Row:
    content = member.content
    file = relative_path(content.source_path, settings)
    title = _cut(plain_text(content.title))
    return Row(number, day_of(content), member.state, member.lang, title, file)


def _cut(title: str) -> str:
    return title if len(title) <= WIDTH else f"{title[: WIDTH - 1].rstrip()}…"
