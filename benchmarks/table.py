"""What was measured, as tables in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.figures import ELEVENTY, HUGO, OURS, PELICAN, Case, Spread

if TYPE_CHECKING:
    from benchmarks.figures import Figures

STOCK = "Pelican with series, neighbors and sitemap"
NOTHING = "–"
MEBIBYTE = 1024**2
SUMMARY_HEAD = [
    "| the same posts, in turn; medians (least–most) | Bulletin | beside it | ratio |",
    "|---|---|---|---|",
]
#: Only their wall time is known: the processor's would be that of a whole server.
SAVES = {"serve": "save to served", "seen": "save to seen in Chromium"}
NAMES = {
    **SAVES,
    "cold": "cold",
    "edit": "one body edited",
    "post": "a new post",
    "title": "another title",
    "tag": "another tag",
    "record": "a corrected record of the library",
    "unchanged": "nothing changed",
    "clinic": "the clinic’s own site, one body edited",
}


def summarize(figures: Figures, clinic: int) -> list[str]:
    """Return the table of the README, a line for each thing that is to be known."""
    rows = [
        *(_seconds(figures, "cold", posts, PELICAN) for posts in (1000, 100)),
        *(_seconds(figures, "edit", posts, HUGO) for posts in (1000, 5000)),
        *(
            _seconds(figures, row, 1000, HUGO)
            for row in ("post", "title", "tag", "record", "unchanged", *SAVES)
        ),
        *(_growth(figures, row) for row in ("cold", "edit")),
        _peak(figures, 5000),
        _written(figures, 1000),
        _clinic(figures, clinic),
    ]
    return [*SUMMARY_HEAD, *rows]


def detail(figures: Figures) -> list[str]:
    """Return the table of everything, in the order of measuring."""
    lines = [
        (
            "| posts | what | who | wall, s | processor, s | peak, MiB "
            "| Bulletin’s wall to it | processor |"
        ),
        "|---|---|---|---|---|---|---|---|",
    ]
    cases = dict.fromkeys([*figures.costs, *figures.failures])
    order = {name: at for at, name in enumerate((OURS, PELICAN, HUGO, ELEVENTY))}
    rows = list(dict.fromkeys((case.posts, case.row) for case in cases))
    at = {row: number for number, row in enumerate(rows)}
    for case in sorted(cases, key=lambda c: (at[c.posts, c.row], order[c.who])):
        head = f"| {case.posts:,} | {NAMES.get(case.row, case.row)} | {case.who} |"
        if case not in figures.costs:
            lines.append(f"{head} {_cell(figures.why_not(case))} | | | | |")
            continue
        ours = case._replace(who=OURS)
        has_more = case.row not in SAVES
        cells = [
            _show(figures.walls(case), 3),
            _show(figures.processors(case), 3) if has_more else NOTHING,
            _show(figures.peak(case), 0) if has_more else NOTHING,
        ]
        if case.who == OURS:
            cells += [NOTHING, NOTHING]
        else:
            cells.append(_show(figures.wall_ratio(ours, case), 2))
            ratio = figures.processor_ratio(ours, case) if has_more else None
            cells.append(_show(ratio, 2))
        lines.append(f"{head} {' | '.join(cells)} |")
    return lines


def list_outputs(figures: Figures) -> list[str]:
    """Return the table of what cold builds wrote."""
    lines = ["| posts | who | files | MB |", "|---|---|---|---|"]
    for (posts, who), out in figures.outputs.items():
        lines.append(f"| {posts:,} | {who} | {out.files:,} | {out.size / 1e6:.1f} |")
    return lines


def _seconds(figures: Figures, row: str, posts: int, peer: str) -> str:
    ours, theirs = Case(row, posts, OURS), Case(row, posts, peer)
    what = {
        "cold": f"cold build of {posts:,} posts / {STOCK}",
        "edit": f"{posts:,} posts, one body edited / Hugo, full build",
        "unchanged": f"{posts:,} posts, nothing changed / Hugo, full build",
        **{
            save: f"{posts:,} posts, {words}, `invoke serve` / `hugo server`"
            for save, words in SAVES.items()
        },
    }.get(row, f"{posts:,} posts, {NAMES[row]} / Hugo, full build")
    wall = figures.walls(ours)
    if wall is None:
        return _line(what, figures.why_not(ours), NOTHING, NOTHING)
    beside = figures.walls(theirs)
    if beside is None:
        return _line(what, f"{_show(wall, 2)} s", figures.why_not(theirs), NOTHING)
    ratio = _show(figures.wall_ratio(ours, theirs), 2)
    if row not in SAVES:
        work = figures.processor_ratio(ours, theirs)
        ratio = f"wall {ratio}, processor {_show(work, 2)}"
    return _line(what, f"{_show(wall, 2)} s", f"{_show(beside, 2)} s", ratio)


def _growth(figures: Figures, row: str) -> str:
    """Compare the processor time of one post in a large corpus and in a small one."""
    what = f"processor time for each post, {NAMES[row]}: 5,000 posts / 1,000 posts"
    large, small = (Case(row, posts, OURS) for posts in (5000, 1000))
    of_large, of_small = figures.processors(large), figures.processors(small)
    if of_large is None or of_small is None:
        return _line(what, figures.why_not(large, small), NOTHING, NOTHING)
    one, other = of_large.median / 5000, of_small.median / 1000
    ms = f"{one * 1000:.2f} ms", f"{other * 1000:.2f} ms"
    return _line(what, *ms, f"{one / other:.2f}")


def _peak(figures: Figures, posts: int) -> str:
    what = f"peak memory of a cold build of {posts:,} posts / {STOCK}"
    ours, theirs = Case("cold", posts, OURS), Case("cold", posts, PELICAN)
    mine, beside = figures.peak(ours), figures.peak(theirs)
    if mine is None:
        return _line(what, figures.why_not(ours), NOTHING, NOTHING)
    if beside is None:
        return _line(what, f"{mine.most:.0f} MiB", figures.why_not(theirs), NOTHING)
    ratio = f"{mine.most / beside.most:.2f}"
    return _line(what, f"{mine.most:.0f} MiB", f"{beside.most:.0f} MiB", ratio)


def _written(figures: Figures, posts: int) -> str:
    what = f"what {posts:,} posts write / {STOCK}"
    ours = figures.outputs.get((posts, OURS))
    theirs = figures.outputs.get((posts, PELICAN))
    if ours is None:
        case = Case("cold", posts, OURS)
        return _line(what, figures.why_not(case), NOTHING, NOTHING)
    mine = f"{ours.size / 1e6:.1f} MB, {ours.files:,} files"
    if theirs is None:
        case = Case("cold", posts, PELICAN)
        return _line(what, mine, figures.why_not(case), NOTHING)
    beside = f"{theirs.size / 1e6:.1f} MB, {theirs.files:,} files"
    return _line(what, mine, beside, f"{ours.size / theirs.size:.2f}")


def _clinic(figures: Figures, posts: int) -> str:
    case = Case("clinic", posts, OURS)
    wall = figures.walls(case)
    shown = figures.why_not(case) if wall is None else f"{_show(wall, 2)} s"
    what = f"the clinic’s own site ({posts} posts), one body edited"
    return _line(what, shown, NOTHING, NOTHING)


def _line(*cells: str) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(words: str) -> str:
    """Keep a bar from ending its cell: reasons quote what programs say."""
    return words.replace("|", "\\|")


def _show(value: Spread | None, digits: int) -> str:
    if value is None:
        return NOTHING
    shown = [f"{number:,.{digits}f}" for number in value]
    if value.least == value.most:
        return shown[0]
    return f"{shown[0]} ({shown[1]}–{shown[2]})"
