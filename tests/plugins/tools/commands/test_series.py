"""``invoke series`` on a site in a temporary folder."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from plugins.tools.commands.series import list_series
from plugins.tools.deploy.record import ReleaseRecord
from plugins.tools.deploy.released import find_seen, keep_seen
from plugins.tools.deploy.targets import Target
from plugins.tools.site import RefusedError, Site
from tests.needs import needs
from tests.plugins.series.test_adapter import a_file
from tests.plugins.series.test_checks import post
from tests.plugins.tools.clocked import make_clocked
from tests.plugins.tools.conftest import an_ssh_server

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


def test_what_was_withdrawn_is_no_part_that_is_still_to_come(table):
    """The heading counts what is out and, where there are plans, of how many."""
    gone = post(3, slug="c", status="hidden", withdrawn_because="It was wrong.")
    files = FILES | {"posts/c.md": gone}
    assert table(files)[1][3].startswith("Sleep · 1 of 2 parts published · ")
    without = files | {"series/sleep.md": a_file()}
    assert table(without)[1][3].startswith("Sleep · 1 part published · ")


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


STRICT = """
PLUGINS = ["plugins.front_matter", "plugins.series"]
FRONT_MATTER = {"strict": True}
"""


def a_part(number, title, **more):
    """Return a part as ``invoke new`` begins it, and an author goes on."""
    keys = {"title": title, "date": "2026-01-01", "category": "All"}
    keys |= {"summary": "What this part says, in one sentence of some length."}
    keys |= {"series": "Sleep", "series_index": number, "status": "published"} | more
    return "".join(f"{key}: {value}\n" for key, value in keys.items()) + "\nText.\n"


@pytest.fixture(name="strict_table")
def _strict_table(table, monkeypatch):
    """The same on a site whose drafts Pelican never sees, as on the clinic's."""
    monkeypatch.setattr(sys.modules[__name__], "CONF", CONF + STRICT)
    return table


def test_a_series_of_drafts_alone_is_listed_in_its_order(strict_table):
    """Which has no published part yet; what waits for its date is said."""
    drafts = {
        "posts/2026-01-01-zebra.md": a_part(1, "Zebra", status="draft"),
        "posts/2026-01-01-ape.md": a_part(2, "Ape", status="draft"),
        "posts/2026-03-01-bee.md": a_part(3, "Bee", date="2026-03-01"),
    }
    code, out, _ = strict_table(drafts, "Sleep")
    assert code == 0
    assert out == [
        "Sleep · nothing is published yet",
        "  (1)  2026-01-01  draft      Zebra  content/posts/2026-01-01-zebra.md",
        "  (2)  2026-01-01  draft      Ape    content/posts/2026-01-01-ape.md",
        "  (3)  2026-03-01  scheduled  Bee    content/posts/2026-03-01-bee.md",
        "",
    ]
    assert strict_table({})[1] == out


def test_a_part_that_cannot_be_read_is_not_passed_over_in_silence(
    strict_table, tmp_path, capsys
):
    """It may belong to any series."""
    files = {
        "posts/2026-01-01-ape.md": a_part(1, "Ape"),
        "posts/2026-01-01-bee.md": a_part(2, "Bee", date="one day"),
    }
    assert "published  Ape" in strict_table(files)[1][1]
    list_series(Site(tmp_path, tmp_path))
    said = "for which parts may be missing here: invoke check names them."
    assert said in capsys.readouterr().err
    with pytest.raises(RefusedError, match="No series is called “Bees”"):
        list_series(Site(tmp_path, tmp_path), "Bees")
    assert said in capsys.readouterr().err


def test_after_three_times_invoke_new_the_series_is_listed(tmp_path):
    """By the commands that an author types."""
    site = make_clocked(tmp_path / "blog", tmp_path / "www")
    conf = (site.root / "pelicanconf.py").read_text()
    plugins = 'PLUGINS = ["plugins.front_matter", "plugins.series"]\n'
    site.write("pelicanconf.py", conf + plugins)
    for title in ("Zebra", "Ape", "Bee"):
        assert site.run("new", title, "--series", "Sleep and more").code == 0
    for words in ([], ["--name", "Sleep and more"]):
        ended = site.run("series", *words)
        assert ended.code == 0, ended.said
        parts = [line.split()[:4] for line in ended.out.splitlines()[1:4]]
        assert parts == [
            [f"({number})", "2026-03-01", "draft", title]
            for number, title in enumerate(("Zebra", "Ape", "Bee"), 1)
        ]
    assert "  live: not known: it shows no release of ours." in ended.out


@pytest.fixture(name="live")
def _live(tmp_path):
    """Make a site with a scheduled part, and a release without it."""
    site = make_clocked(tmp_path / "blog", tmp_path / "www")
    conf = (site.root / "pelicanconf.py").read_text()
    plugins = 'PLUGINS = ["plugins.front_matter", "plugins.series"]\n'
    site.write("pelicanconf.py", conf + plugins)
    site.post("first", series="Sleep")
    site.post("sleep", date="2026-03-14 10:30", series="Sleep", uid="s1")
    site.commit("A series")
    assert site.run("deploy", "live", "--yes").code == 0
    return site


LATE = "due since 2 days, not live on live"


def test_a_part_that_is_due_and_not_live_is_said(live):
    """By the record of the last release, until one has brought it."""
    live.at("2026-03-14T10:29")
    assert "scheduled" in live.run("series").out
    assert "due" not in live.run("series").out
    live.at("2026-03-14T10:30")
    assert "due today, not live on live" in live.run("series").out
    live.at("2026-03-16T08:00")
    out = live.run("series").out
    line, after = out.splitlines()[2:4]
    assert "published" in line
    assert "content/posts/sleep.md" in line
    assert after.strip() == LATE
    assert "  live: release 20" in out
    assert ", made for 2026-03-01 09:00." in out
    assert live.run("deploy", "live", "--due").code == 0
    assert "not live" not in live.run("series").out
    assert live.run("rollback", "live").code == 0
    assert LATE in live.run("series").out


def test_what_is_not_known_of_a_target_is_never_fine(live):
    """Each target is named, with what is known of it."""
    text = (live.root / "invoke.yaml").read_text()
    more = "  gone:\n    path: gone\n  far:\n    host: far.aureo.health\n    path: /a\n"
    more += "  bad:\n    pth: /a\n"
    live.write("invoke.yaml", text + more)
    live.at("2026-03-16T08:00")
    out = live.run("series").out
    assert LATE in out
    assert "  gone: not known: it shows no release of ours." in out
    assert "  far: not known: nothing was deployed to it from here." in out
    assert "  bad: not known: invoke.yaml: deploy.bad.pth is not known." in out


@needs("sshd", "rsync")
@pytest.mark.server
def test_a_server_is_known_without_being_asked(live, tmp_path):
    """By what was last seen of it from here: a list needs no network."""
    with an_ssh_server(tmp_path / "ssh") as keys:
        given = {"path": tmp_path / "far", "keep": 2} | keys
        lines = "".join(f"    {key}: {value}\n" for key, value in given.items())
        live.write("invoke.yaml", f"deploy:\n  far:\n{lines}")
        live.commit("A server")
        assert live.run("deploy", "far", "--yes").code == 0
        live.at("2026-03-14T11:00")
        live.post("first", "Edited.", series="Sleep")
        live.commit("Edit")
        live.git("switch", "--quiet", "--create", "idea")
        assert live.run("deploy", "far", "--due").code == 1
        live.git("switch", "--quiet", "main")
        out = live.run("series").out
        assert "due today, not live on far" in out
        assert live.run("deploy", "far", "--due").code == 0
        shown = live.run("series").out
        assert "not live" not in shown
        assert live.run("rollback", "far").code == 0
    live.at("2026-03-16T08:00")
    out = live.run("series").out
    assert "due since 2 days, not live on far" in out
    assert "made for 2026-03-01 09:00, as last seen from here 20" in out


def test_a_server_is_known_as_it_was_last_seen(live):
    """Not by what another server of that name has shown."""
    seen = ReleaseRecord("20260301T090000.000", datetime(2026, 3, 1, 9, tzinfo=UTC))
    target = Target("far", "/a", "far.aureo.health")
    keep_seen(live.root, target, seen)
    found = find_seen(live.root, target)
    assert found.record == seen
    assert found.at is not None
    elsewhere = find_seen(live.root, replace(target, path="/b"))
    assert elsewhere.record is None
    kept = next((live.root / ".bulletin/released").glob("far.json"))
    for text in ("", "[]", "{}", kept.read_text().replace("20260301", "\\u00")):
        kept.write_text(text)
        assert find_seen(live.root, target).record is None
