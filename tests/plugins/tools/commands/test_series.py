"""``invoke series`` on a site in a temporary folder."""

from __future__ import annotations

import pytest

from plugins.tools.commands.series import list_series
from plugins.tools.site import RefusedError, Site
from tests.plugins.series.test_adapter import a_file
from tests.plugins.series.test_checks import post

CONF = """
SITENAME = "T"
SITEURL = ""
PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
TIMEZONE = "UTC"
PLUGINS = ["plugins.series"]
BULLETIN_NOW = "2026-02-01"
"""


@pytest.fixture(name="table")
def _table(tmp_path, capsys):
    """Write files and return what the task prints: ``table(files, name)``."""

    def run(files, name=""):
        (tmp_path / "pelicanconf.py").write_text(CONF, "utf-8")
        for path, text in files.items():
            whole = tmp_path / "content" / path
            whole.parent.mkdir(parents=True, exist_ok=True)
            whole.write_text(text, "utf-8")
        code = list_series(Site(tmp_path, tmp_path), name)
        said = capsys.readouterr()
        told = [line for line in said.err.splitlines() if "[series-" in line]
        return code, said.out.splitlines(), told

    return run


FILES = {
    "posts/a.md": post(1, slug="a"),
    "posts/b.md": post(2, slug="b", status="draft"),
    "posts/c.md": post(3, slug="c"),
    "posts/d.md": post(4, "Rest", slug="d"),
    "series/sleep.md": a_file(status="ongoing", planned='["Dreams: 2026-01-20"]'),
}


def test_the_table_shows_parts_dates_states_and_problems(table, tmp_path):
    """Published and planned parts have numbers; a draft's is in brackets."""
    code, out, err = table(FILES)
    assert code == 0
    assert out[3:] == [
        "Sleep · 2 of 3 parts published · ongoing · /series/sleep/",
        "  1    2026-01-01  published  On day 1  content/posts/a.md",
        "  2    2026-01-03  published  On day 3  content/posts/c.md",
        "  3    2026-01-20  planned    Dreams",
        "  (2)  2026-01-02  draft      On day 2  content/posts/b.md",
        "",
    ]
    assert [line.rsplit(" ", 1)[-1] for line in err] == [
        "[series-of-one]",
        "[series-planned-overdue]",
    ]
    assert not (tmp_path / "output").exists()


def test_one_series_is_found_by_its_name_or_slug(table):
    """Only its own problems are told; an error makes the exit code 1."""
    assert table(FILES, "SLEEP")[1] == table(FILES, "sleep")[1]
    assert len(table(FILES, "sleep")[2]) == 1
    with pytest.raises(RefusedError, match="Did you mean “Sleep”"):
        table(FILES, "Sleeep")
    code, _, err = table(FILES | {"posts/a.md": post(1, slug="a", series_index="x")})
    assert code == 1
    assert "[series-index-invalid]" in err[0]


def test_a_site_without_series_is_told_how_to_begin(table):
    """Nothing is wrong with it."""
    code, out, err = table({"posts/a.md": post(1).replace("series: Sleep\n", "")})
    assert (code, err) == (0, [])
    assert out == ["There is no series yet. A post joins one by “series: NAME”."]


def test_a_plan_is_listed_though_every_part_before_it_is_withdrawn(table):
    """Its series is nothing that readers see, and yet it has an order."""
    gone = post(1, slug="a", status="hidden", withdrawn_because="It was wrong.")
    files = {"posts/a.md": gone, "series/sleep.md": a_file(planned="[Dreams]")}
    assert table(files)[1][-4:] == [
        "Sleep · nothing is published yet",
        "  1  2026-01-01  withdrawn  On day 1  content/posts/a.md",
        "  2              planned    Dreams",
        "",
    ]
