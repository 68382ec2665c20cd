"""Each bad post is named with its line, and each harmless oddity is published."""

from __future__ import annotations

from pathlib import Path

import pytest

import plugins.front_matter
import plugins.post_checks
from plugins.problem import Level
from tests.plugins.case_files import build, read_case, said

FILES = sorted(Path(__file__).parent.glob("*/cases/*.case"))
MANUALS = plugins.front_matter.__doc__ + plugins.post_checks.__doc__
#: How a remedy may end without a full stop: with what the author copies.
COPIED = {"key-unknown": ["Delete the line and type it again: date: 2026-01-02"]}


def test_there_are_more_than_150_cases():
    """What authors get wrong is many things."""
    assert len(FILES) > 150


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_case_gives_exactly_the_problems_that_it_names(path, tmp_path):
    """None is missed or invented, each says what to do, nothing wrong is written."""
    case = read_case(path)
    run = build(case, tmp_path)
    assert said(run) == list(case.expected), "\n".join(map(str, run.problems))
    for problem in run.problems:
        ends = (".", "?", *COPIED.get(problem.name, ()))
        assert problem.remedy.strip().endswith(ends), problem
        assert f"``{problem.name}``\n" in MANUALS, problem
    written = [file for file in (tmp_path / "output").rglob("*") if file.is_file()]
    if any(problem.level is Level.ERROR for problem in run.problems):
        assert not written
    else:
        assert (tmp_path / "output" / "index.html").is_file()
        assert (tmp_path / "output" / "good.html").is_file()
    assert not (tmp_path / "outside" / "secret.html").exists()
    assert all("secret" not in file.read_text("utf-8", "replace") for file in written)
