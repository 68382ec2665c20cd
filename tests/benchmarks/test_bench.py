"""What `invoke bench` is asked for, and what it keeps."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks import bench as bench_file
from benchmarks import install
from benchmarks.bench import compose, free_name, parse, parse_numbers, parse_rows
from benchmarks.figures import OURS, Case, Cost, Figures
from benchmarks.install import MissingError, Peers, find_peers, run_installer
from benchmarks.table import SUMMARY_HEAD, summarize

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
RESULTS = sorted((ROOT / "benchmarks" / "results").glob("*"))
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def test_rows_are_measured_in_their_own_order():
    """Edits follow a cold build, and saves come last: they change what is built."""
    assert parse_rows("edit, cold") == ("cold", "edit")
    assert "plugins" not in parse([]).rows
    assert parse(["--posts=5000,100"]).posts == (100, 5000)


@pytest.mark.parametrize("text", ["0", "", "many", "100,-1"])
def test_a_size_that_is_none_is_refused(text):
    """In one line."""
    with pytest.raises(ArgumentTypeError, match="is no list of sizes"):
        parse_numbers(text)


def test_a_row_that_is_none_is_refused_with_those_that_are():
    """A slip would measure for an hour without what was wanted."""
    with pytest.raises(ArgumentTypeError, match=r"called clod; there are cold, edit,"):
        parse_rows("clod,edit")


def test_a_run_writes_a_file_of_its_own(tmp_path, monkeypatch):
    """No run writes over another."""
    monkeypatch.setattr(bench_file, "RESULTS", tmp_path)
    names = []
    for _ in range(3):
        path = free_name(NOON)
        path.touch()
        names.append(path.name)
    assert names == ["2026-11-28.md", "2026-11-28-2.md", "2026-11-28-3.md"]


def test_results_say_when_on_what_and_of_what():
    """A number without them says nothing."""
    figures = Figures()
    figures.add(Case("cold", 100, OURS), Cost(2, 1.5, 90))
    peers = Peers(versions=("Hugo 0.168.0",), missing={"Eleventy": "No npm."})
    text = compose(figures, parse([]), peers, NOON, [])
    assert text.startswith("# 2026-11-28: 100, 1,000 posts, 3 rounds\n\n2026-11-28 12:")
    assert re.search(r"\d+ processors, \w+, \w+ 3\.\d+\.\d+", text)
    assert re.search(r"No peak below the bench’s own \d+ MiB can be seen\.\n", text)
    assert ", Hugo 0.168.0. Eleventy: No npm.\n" in text
    assert "\n".join(SUMMARY_HEAD) in text
    assert "| 100 | cold | Bulletin | 2.000 | 1.500 | 90 | – | – |" in text
    alone = compose(figures, parse(["--rounds=1"]), None, NOON, [])
    assert alone.startswith("# 2026-11-28: 100, 1,000 posts, 1 round\n")
    assert ", without peers.\n" in alone


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.name)
def test_results_that_are_kept_are_named_by_date(path):
    """Each begins with its date and says on what it was measured."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\d(-\d+)?\.md", path.name)
    text = path.read_text("utf-8")
    assert text.startswith(f"# {path.name[:10]}: ")
    assert re.search(r"\d+ processors, \w+, \w+ 3\.\d+\.\d+", text)


def test_readme_shows_what_was_measured():
    """Each line of its table stands in the results that it links to, row for row."""
    section = README.split("\n## How fast it is\n")[1].split("\n## ")[0]
    links = re.findall(r"\]\((benchmarks/results/[\w.-]+)\)", section)
    results = [(ROOT / link).read_text("utf-8").splitlines() for link in links]
    shown = [line for line in section.splitlines() if line.startswith("|")]
    assert shown[:2] == SUMMARY_HEAD
    rows = [line.split(" | ")[0] for line in summarize(Figures(), 0)[2:]]
    clinic = re.compile(r"\(\d+ posts\)")
    assert [clinic.sub("", line.split(" | ")[0]) for line in shown[2:]] == [
        clinic.sub("", row) for row in rows
    ]
    assert set(shown) <= set().union(*results)


def test_what_cannot_be_installed_is_said_in_one_line(tmp_path, monkeypatch):
    """What an installer prints names hosts; it stays in a log."""
    monkeypatch.setattr(install, "AREA", tmp_path)
    monkeypatch.setattr(install, "ROOT", tmp_path)
    with pytest.raises(MissingError, match=r"^no-such-program is not installed\.$"):
        run_installer("no-such-program", ["no-such-program"], tmp_path)
    words = r"^pip could not install it; pip\.log says why\.$"
    with pytest.raises(MissingError, match=words):
        run_installer("pip", ["sh", "-c", "echo host.example; exit 1"], tmp_path)
    assert (tmp_path / "pip.log").read_text("utf-8") == "host.example\n"


def test_one_peer_that_is_missing_leaves_the_others(monkeypatch):
    """Whoever has no npm still compares with Pelican and Hugo."""

    def refuse():
        raise MissingError("npm is not installed.")

    monkeypatch.setattr(install, "install_python", lambda: Path("python"))
    monkeypatch.setattr(install, "find_hugo", lambda _: Path("hugo"))
    monkeypatch.setattr(install, "install_eleventy", refuse)
    peers = find_peers()
    assert (peers.python, peers.hugo) == (Path("python"), Path("hugo"))
    assert peers.eleventy is None
    assert peers.missing == {"Eleventy": "npm is not installed."}
    assert "Pelican 4.12.0" in peers.versions
    assert "Hugo 0.168.0" in peers.versions
