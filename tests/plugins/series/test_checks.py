"""Every mistake is told at its file and line, once, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.problem import Level
from tests.conftest import a_post
from tests.plugins.series.test_adapter import a_file

HERE = Path(__file__).parent


def post(day, name="Sleep", **header):
    header = {"slug": f"{name}-{day}".lower().strip("+")} | header
    return a_post(f"On day {day}", f"2026-01-{day:02}", series=name, **header)


CASES = {
    "nothing": {"a": post(1), "b": post(2)},
    "taken": {"a": post(1, series_index=1), "b": post(2, series_index=1)},
    "taken by a draft": {
        "a": post(2, series_index=1),
        "b": post(1, series_index=1, status="draft"),
        "c": post(3),
    },
    "one number in two languages": {
        "a": post(1, series_index=1, slug="a"),
        "b": post(1, series_index=1, slug="a", lang="es"),
        "c": post(2, series_index=2),
    },
    "no whole number": {
        "a": post(1, series_index="1.5"),
        "b": post(2, series_index="2 of 3"),
    },
    "an empty number": {"a": post(1, series_index=""), "b": post(2)},
    "a gap": {"a": post(1, series_index=1), "b": post(2, series_index=4)},
    "a gap that a draft will fill": {
        "a": post(1, series_index=1),
        "b": post(2, series_index=2, status="draft"),
        "c": post(3, series_index=3),
    },
    "a gap that a plan fills": {
        "a": post(1, series_index=1),
        "b": post(3, series_index=3),
        "../series/sleep": a_file(planned="[Dreams]"),
    },
    "a part between two plans": {
        "a": post(1, series_index=2, slug="a"),
        "b": post(2, slug="b"),
        "../series/sleep": a_file(parts="[First, a, b, Last]", planned="[First, Last]"),
    },
    "against the date": {"a": post(5, series_index=1), "b": post(2, series_index=2)},
    "another spelling": {"a": post(1), "b": post(2), "c": post(3, "sleep.")},
    "another case": {"a": post(1), "b": post(2), "c": post(3, "SLEEP")},
    "nearly a name": {
        "a": post(1, "Ketamine basics"),
        "b": post(2, "Ketamine basics"),
        "c": post(3, "Ketamin basics"),
    },
    "names that differ in a number": {
        f"{n}{year}": post(n, f"Letters of {year}", slug=f"l{n}{year}")
        for n in (1, 2)
        for year in (2025, 2026)
    },
    "one part": {"a": post(1)},
    "an old name": {
        "a": post(1),
        "b": post(2, "Nights"),
        "../series/sleep": a_file(formerly="[Nights]"),
    },
    "unknown parts": {
        "a": post(1, slug="falling"),
        "../series/sleep": a_file(parts="[faling]"),
    },
    "a plan past its date": {
        "a": post(1),
        "../series/sleep": a_file(planned='["Dreams: 2026-01-03"]'),
    },
    "plans in a complete series": {
        "a": post(1),
        "../series/sleep": a_file(status="complete", planned="[Dreams]"),
    },
    "a part after the end": {
        "a": post(1),
        "b": post(9),
        "../series/sleep": a_file(status="complete", completed="2026-01-05"),
    },
    "nobody belongs": {"a": a_post(), "../series/sleep": a_file()},
    "a file that cannot be read": {
        "a": post(1),
        "b": post(2),
        "../series/sleep": a_file(
            statuss="x",
            status="complet",
            planned='["A: 2026-31-01"]',  # codespell:ignore
        ),
    },
    "two files of one name": {
        "a": post(1),
        "b": post(2),
        "../series/a": a_file(),
        "../series/b": a_file("Rest", formerly="[sleep]"),
    },
    "two names with one address": {
        "a": post(1, "C"),
        "b": post(2, "C"),
        "c": post(3, "C++"),
        "d": post(4, "C++"),
    },
    "pages and posts": {
        "a": post(1),
        "b": post(2),
        "../pages/a": "title: A\nseries: Sleep\n\nText\n",
    },
    "a list of names": {
        "a": "Title: A\nDate: 2026-01-01\nSeries: Sleep\n    Rest\n\nText\n",
        "b": post(2),
        "c": post(3),
    },
    "a page at the address of a series": {
        "a": post(1),
        "b": post(2),
        "../pages/s": "title: S\nslug: series\nsave_as: series/index.html\n\nText\n",
    },
}


EXPECTED = {
    section.split("\n", 1)[0]: section.splitlines()[1:]
    for section in (HERE / "cases" / "problems.txt").read_text("utf-8").split("\n\n")
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_told_where_it_was_made(site, case):
    """The line can be clicked, and what to do stands behind it."""
    files = {f"posts/{name}.md": text for name, text in CASES[case].items()}
    built = site(files, PLUGINS=["plugins.series"], BULLETIN_NOW="2026-02-01")
    assert [str(problem) for problem in built.problems] == EXPECTED[f"# {case}"]


def test_every_expected_problem_has_its_case():
    """Nothing is expected of a case that does not exist."""
    assert [f"# {case}" for case in CASES] == list(EXPECTED)


def test_errors_end_the_run_before_anything_is_written(site):
    """All of them are told in one run; warnings and notices let it go on."""
    files = {
        "posts/a.md": post(1, series_index=1),
        "posts/b.md": post(2, series_index=1),
        "posts/c.md": post(3, series_index="x"),
        "posts/d.md": post(4, series_index=4),
    }
    built = site(files, PLUGINS=["plugins.series"])
    levels = [str(problem.level) for problem in built.problems]
    assert levels == ["error", "error", "warning"]
    assert not built.has("index.html")
    gap = site(
        files | {"posts/b.md": post(2, series_index=3), "posts/c.md": post(3)},
        PLUGINS=["plugins.series"],
    )
    assert [p.level for p in gap.problems] == [Level.WARNING]
    assert gap.has("series/sleep/index.html")


def test_an_overdue_plan_is_a_notice(site):
    """It depends on the clock alone, and never stops a site that was right."""
    files = {"posts/a.md": post(1), "series/s.md": a_file(planned='["D: 2026-01"]')}
    before = site(files, PLUGINS=["plugins.series"], BULLETIN_NOW="2026-01-31T23:00")
    assert before.problems == ()
    after = site(files, PLUGINS=["plugins.series"], BULLETIN_NOW="2026-02-01T01:00")
    assert [p.level for p in after.problems] == [Level.NOTICE]


def test_a_site_chooses_the_level_of_a_problem(site):
    """A site that came from pelican-series can keep its double numbers."""
    files = {
        "posts/a.md": post(1, series_index=1),
        "posts/b.md": post(2, series_index=1),
    }
    levels = {"series-index-taken": "warning"}
    built = site(files, PLUGINS=["plugins.series"], PROBLEM_LEVELS=levels)
    assert [p.level for p in built.problems] == [Level.WARNING]
    assert built.has("series/sleep/index.html")


def test_a_site_that_counts_from_0_goes_on_and_is_told(site):
    """Other plugins for series count so; part 0 comes first, whatever its date."""
    files = {
        "posts/a.md": post(3, series_index=0),
        "posts/b.md": post(1, series_index=1),
        "posts/c.md": post(2, series_index="02"),
    }
    built = site(files, PLUGINS=["plugins.series"])
    (problem,) = (p for p in built.problems if p.name == "series-index-invalid")
    assert (problem.path, problem.line) == ("content/posts/a.md", 8)
    assert problem.level is Level.WARNING
    assert problem.remedy.startswith("Count the parts from 1")
    links = built.soup("series/sleep/index.html").select("main a, body li a")
    order = [a["href"].rsplit("-", 1)[-1] for a in links if "sleep-" in a["href"]]
    assert list(dict.fromkeys(order)) == ["3.html", "1.html", "2.html"]
