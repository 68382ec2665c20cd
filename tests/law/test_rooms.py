"""A file is one noun, a function one thought, and every plugin has its manual."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLUGINS = ROOT / "plugins"
CODE = [*PLUGINS.rglob("*.py"), *(ROOT / "dev").rglob("*.py"), ROOT / "tasks.py"]
ROOMS = [
    p.parent
    for p in PLUGINS.glob("*/__init__.py")
    if p.parent.name not in ("tools", "source")
]


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_has_at_most_500_lines(path):
    """A longer one hides a room that is missing."""
    assert len(path.read_text("utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_function_has_at_most_60_lines(path):
    """A longer one has more than one thought."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{node.name}: {length} lines"


@pytest.mark.parametrize("room", ROOMS, ids=lambda p: p.name)
def test_a_plugin_has_its_rooms_and_a_manual(room):
    """The same file name means the same role everywhere."""
    for name in ("__init__.py", "settings.py", "adapter.py"):
        assert (room / name).is_file(), name
    manual = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8")))
    assert manual is not None
    assert "register" not in manual.splitlines()[0]
    assert len(manual.splitlines()) > 15
