"""Contenders in turn, and what is kept of one that cannot."""

from __future__ import annotations

import sys
from functools import partial

import pytest

from benchmarks import rows as rows_file
from benchmarks.contenders import Contender, clean_environment, run
from benchmarks.figures import ELEVENTY, HUGO, OURS, PELICAN, Case, Figures
from benchmarks.forms import bulletin_post, hugo_post
from benchmarks.install import MissingError, Peers
from benchmarks.rows import Bench, build_cold

PRINT = "import os; print(*sorted(os.environ)); print(os.getcwd())"


def contender(folder, name, code, form=hugo_post):
    """Return a site whose generator is a line of Python."""
    folder.mkdir()
    command = (sys.executable, "-c", code)
    return Contender(name, folder, "content", "output", command, form)


@pytest.fixture
def bench(tmp_path):
    """A bench of three that cost nothing; one of them fails in its second build."""
    fails = "import os; os.rmdir('left'); print('x')"
    one = Bench(8, 3, Peers(), Figures())
    one.contenders = {
        OURS: contender(tmp_path / "ours", OURS, "pass", bulletin_post),
        PELICAN: contender(tmp_path / "pelican", PELICAN, fails),
        HUGO: contender(tmp_path / "hugo", HUGO, "pass"),
    }
    (tmp_path / "pelican" / "left").mkdir()
    return one


def test_who_fails_is_said_and_the_others_go_on(bench, capsys):
    """The rounds before stand, the reason stands beside them."""
    bench.take_turns("cold", build_cold)
    figures = bench.figures
    number = {who: len(figures.costs.get(Case("cold", 8, who), ())) for who in NAMES}
    assert number == {OURS: 3, PELICAN: 1, HUGO: 3, ELEVENTY: 0}
    (case,) = figures.failures
    assert case == Case("cold", 8, PELICAN)
    assert figures.failures[case].startswith("it ended with 1: ")
    assert "FileNotFoundError" in figures.failures[case]
    lines = capsys.readouterr().out.splitlines()
    order = [line.split()[-1] for line in lines if " round " in line]
    assert order == [OURS, PELICAN, HUGO, OURS, HUGO, OURS, HUGO]
    assert any(line.startswith("Pelican is not measured here: it") for line in lines)


def test_everybody_gets_the_same_edits(bench):
    """Who takes no part in a row has its edits all the same: later rows build them."""
    bench.measure_edits("title")
    edited = [one.folder.rglob("post-*.md") for one in bench.contenders.values()]
    names = [sorted(path.name for path in paths) for paths in edited]
    assert names[0]
    assert names[0] == names[1] == names[2]
    assert Case("title", 8, HUGO) in bench.figures.costs
    assert Case("title", 8, PELICAN) not in bench.figures.costs


def test_a_peer_that_is_not_there_fails_in_its_rows_only(tmp_path, monkeypatch):
    """Each of its rows says what is missing."""
    monkeypatch.setattr(rows_file, "RUN", tmp_path)
    make = partial(contender, name=OURS, code=PAGES, form=bulletin_post)
    monkeypatch.setattr(rows_file, "make_bulletin", lambda folder, **_: make(folder))
    missing = Peers(missing=dict.fromkeys(NAMES[1:], "npm is not installed."))
    bench = Bench(2, 1, missing, Figures())
    bench.measure(("cold", "edit"))
    figures = bench.figures
    assert set(figures.costs) == {Case("cold", 2, OURS), Case("edit", 2, OURS)}
    assert set(figures.failures.values()) == {"npm is not installed."}
    assert set(figures.failures) == {
        Case(row, 2, who) for row in ("cold", "edit") for who in NAMES[1:]
    }
    assert figures.outputs[2, OURS].files == 2


def test_a_site_without_a_post_is_no_measurement(tmp_path, monkeypatch):
    """A generator that left posts out would only look faster."""
    monkeypatch.setattr(rows_file, "RUN", tmp_path)
    make = partial(contender, name=OURS, code="pass", form=bulletin_post)
    monkeypatch.setattr(rows_file, "make_bulletin", lambda folder, **_: make(folder))
    bench = Bench(2, 1, None, Figures())
    bench.measure(("cold",))
    reason = bench.figures.failures[Case("cold", 2, OURS)]
    assert reason.startswith("its site has no page of “")
    assert not bench.figures.costs
    assert len(bench.figures.failures) == 1


def test_a_child_runs_in_its_folder_with_a_clean_environment(tmp_path, monkeypatch):
    """Whoever keeps Python from writing bytecode would measure its compiler."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    cost = run((sys.executable, "-c", PRINT), tmp_path, tmp_path / "log")
    names, folder = (tmp_path / "log").read_text("utf-8").splitlines()
    assert set(names.split()) <= {*clean_environment(), "LC_CTYPE"}
    assert not any(name.startswith("PYTHON") for name in names.split())
    assert folder == str(tmp_path.resolve())
    assert cost.wall > 0
    assert cost.processor > 0
    assert cost.peak > 1


def test_a_program_that_fails_is_quoted_in_one_line(tmp_path):
    """The line that names the error, not the last of many."""
    code = "print('begin'); print('  Error: no such file'); print('bye'); exit(3)"
    with pytest.raises(MissingError, match=r"^it ended with 3: Error: no such file$"):
        run((sys.executable, "-c", code), tmp_path, tmp_path / "log")


NAMES = (OURS, PELICAN, HUGO, ELEVENTY)
#: A generator that copies each post to its page.
PAGES = (
    "import pathlib, shutil\n"
    "for path in pathlib.Path('content/posts').iterdir():\n"
    "    page = pathlib.Path('output/blog', path.stem, 'index.html')\n"
    "    page.parent.mkdir(parents=True, exist_ok=True)\n"
    "    shutil.copy(path, page)\n"
)
