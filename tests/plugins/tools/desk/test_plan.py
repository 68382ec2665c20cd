"""A plan is shown as git would show it, and takes one file more."""

from __future__ import annotations

import subprocess

from plugins.problem import Problem
from plugins.tools.desk.plan import Plan

TEXTS = {
    "content/a.md": "---\ntitle: A\n---\n\nOne\nTwo\n",
    "content/b.md": "B\r\nno end",
    "content/c.md": "C\n",
}


def test_the_difference_is_one_that_git_applies(tmp_path):
    """With moves, line ends, new files and missing last lines."""
    plan = Plan(TEXTS).with_text("content/b.md", "B\r\nan end\r\n")
    plan = plan.with_text("content/a.md", TEXTS["content/a.md"].replace("Two", "2"))
    plan = plan.with_file("content/addresses.json", None, "{}\n")
    for path, text in TEXTS.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(text.encode())
    lines = [line for line in plan.diff() if line]
    ends = {"B": "\r", "an end": "\r"}
    patch = "".join(f"{line}{ends.get(line.lstrip('+- '), '')}\n" for line in lines)
    (tmp_path / "patch").write_bytes(patch.encode())
    subprocess.run(["git", "apply", "patch"], cwd=tmp_path, check=True)

    for path, text in plan.after.items():
        assert (tmp_path / path).read_bytes() == text.encode()
    assert plan.old_paths == ["content/a.md", "content/b.md"]
    assert plan.new_paths == ["content/addresses.json"]


def test_a_text_that_is_as_it_was_is_no_change():
    """Also when it was another in between."""
    plan = Plan(TEXTS).with_text("content/c.md", "D\n").with_text("content/c.md", "C\n")
    assert plan.is_nothing
    known = plan.with_file("content/addresses.json", "{}", "{}")
    assert known.is_nothing


def test_a_problem_is_told_where_the_author_finds_it():
    """The file is where it was, and its lines too."""
    before = TEXTS["content/a.md"]
    after = before.replace("title: A\n", "title: A\nstatus: published\nuid: x\n")
    plan = Plan(TEXTS).with_text("content/a.md", after)
    plan = plan.with_move("content/a.md", "content/z.md")
    told = Problem("content/z.md", 8, "Two is wrong.", "", "x")
    new = Problem("content/z.md", 3, "No such status.", "", "x")
    elsewhere = Problem("content/c.md", 1, "C is wrong.", "", "x")

    assert plan.was_at(told).address == "content/a.md:6"
    assert plan.was_at(new).address == "content/a.md:3"
    assert plan.was_at(elsewhere) == elsewhere
