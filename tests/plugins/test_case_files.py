"""Each bad post is named with its line, and each harmless oddity is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.problem import Level
from tests.plugins.case_files import build, read_case, said

FILES = sorted(Path(__file__).parent.glob("*/cases/*.case"))
UNSEEN = ("hidden", "skip", "withdrawn", "draft", "future")


def test_there_are_more_than_150_cases():
    """What authors get wrong is many things."""
    assert len(FILES) > 150


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_case_gives_exactly_the_problems_that_it_names(path, tmp_path):
    """No mistake is missed, no harmless text is scolded, nothing wrong is written."""
    case = read_case(path)
    run = build(case, tmp_path)
    assert said(run) == list(case.expected), "\n".join(map(str, run.problems))
    written = [file for file in (tmp_path / "output").rglob("*") if file.is_file()]
    if any(problem.level is Level.ERROR for problem in run.problems):
        assert not written
    else:
        assert (tmp_path / "output" / "index.html").is_file()
        assert (tmp_path / "output" / "good.html").is_file()
    assert not (tmp_path / "outside" / "secret.html").exists()
    assert all("secret" not in file.read_text("utf-8", "replace") for file in written)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_problem_says_what_to_do(path):
    """A case file's expected names are names that a manual explains."""
    case = read_case(path)
    manuals = [
        (Path("plugins") / plugin / "__init__.py").read_text("utf-8")
        for plugin in ("front_matter", "post_checks")
    ]
    for _, _, name in case.expected:
        assert any(f"``{name}``\n" in manual for manual in manuals), name
