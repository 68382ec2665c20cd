"""The manual's table of promises names tests that are there."""

from __future__ import annotations

import ast
from pathlib import Path

import plugins.feeds

HERE = Path(__file__).parent
ROWS = 26  #: the rows of the table of anchors that our issue names, and our own


def test_every_promise_of_the_manual_is_held_by_a_test():
    """A test that is renamed or deleted takes its row along, or this fails."""
    table = plugins.feeds.__doc__.split("What is promised")[1].split("=  =")[1]
    rows = [line for line in table.splitlines() if ": " in line[31:]]
    for row in rows:
        file, name = row[31:].strip().split(": ")
        tree = ast.parse((HERE / f"test_{file}.py").read_text("utf-8"))
        laws = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
        assert f"test_{name}" in laws, row

    assert len(rows) == ROWS
