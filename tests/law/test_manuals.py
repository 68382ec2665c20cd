"""Every setting and every problem's name stands in its plugin's manual."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[2] / "plugins"
ROOMS = sorted(
    p.parent for p in PLUGINS.glob("*/__init__.py") if p.parent.name != "source"
)
NAME = re.compile(r"[a-z]+(-[a-z]+)*")


def tree(path):
    return ast.parse(path.read_text("utf-8"))


def manual(room):
    return ast.get_docstring(tree(room / "__init__.py")) or ""


def names_of_problems(path):
    """Yield the name of every ``Problem(...)`` that is built with a literal one."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if called != "Problem":
            continue
        named = [keyword.value for keyword in node.keywords if keyword.arg == "name"]
        for value in named or node.args[4:5]:
            if isinstance(value, ast.Constant):
                yield value.value


def fields_of_settings(path):
    """Yield the fields of the plugin's settings record."""
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef) and node.name.endswith("Settings"):
            for line in node.body:
                if isinstance(line, ast.AnnAssign) and isinstance(
                    line.target, ast.Name
                ):
                    yield line.target.id


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_problem_stands_in_the_manual(room):
    """A name in brackets can be looked up."""
    text = manual(room)
    for path in room.rglob("*.py"):
        for name in names_of_problems(path):
            assert NAME.fullmatch(name), name
            assert f"``{name}``" in text, f"{path.name}: {name}"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_setting_stands_in_the_manual(room):
    """A site's owner never has to read our code."""
    path = room / "settings.py"
    if not path.is_file():
        assert room.name == "tools"
        return
    text = manual(room)
    for field in fields_of_settings(path):
        assert re.search(rf"\b{field}\b", text), field
