"""Every setting and every problem's name stands in its plugin's manual."""

from __future__ import annotations

import ast
import re

from tests.law.graph import PLUGINS, files_of
from tests.law.test_layers import room

ROOMS = sorted({room(path) for path in files_of(PLUGINS)} - {""})
NAME = re.compile(r"[a-z]+(-[a-z]+)*")


def tree(path):
    return ast.parse(path.read_text("utf-8"))


def manual(name):
    """Return what a plugin says of itself, and its folders of themselves."""
    files = sorted((PLUGINS / name).rglob("__init__.py"))
    return "\n".join(ast.get_docstring(tree(file)) or "" for file in files)


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


def fields_of_settings(owner):
    """Yield the fields of the record that a plugin's ``parse_settings`` returns."""
    nodes = [
        node
        for path in (PLUGINS / owner).rglob("*.py")
        for node in ast.walk(tree(path))
    ]
    records = {
        name.id
        for node in nodes
        if isinstance(node, ast.FunctionDef) and node.name == "parse_settings"
        for name in ast.walk(node.returns)
        if isinstance(name, ast.Name)
    }
    for node in nodes:
        if isinstance(node, ast.ClassDef) and node.name in records:
            for line in node.body:
                if isinstance(line, ast.AnnAssign) and isinstance(
                    line.target, ast.Name
                ):
                    yield line.target.id


def test_every_problem_stands_in_the_manual():
    """A name in brackets can be looked up."""
    wrong = [
        f"{path.relative_to(PLUGINS)}: {name}"
        for owner in ROOMS
        for path in sorted((PLUGINS / owner).rglob("*.py"))
        for name in names_of_problems(path)
        if not NAME.fullmatch(name) or f"``{name}``" not in manual(owner)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_setting_stands_in_the_manual():
    """A site's owner never has to read our code."""
    fields = {owner: list(fields_of_settings(owner)) for owner in ROOMS}
    wrong = [
        f"{owner}: {field}"
        for owner, names in fields.items()
        for field in names
        if not re.search(rf"\b{field}\b", manual(owner))
    ]
    wrong += [
        f"{owner}: no fields found"
        for owner, names in fields.items()
        if not names and (PLUGINS / owner / "settings.py").is_file()
    ]
    assert not wrong, "\n" + "\n".join(wrong)
