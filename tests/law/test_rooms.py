"""A file is one noun, a function one thought, and every plugin has its manual."""

from __future__ import annotations

import ast
from fnmatch import fnmatch

from tests.law.graph import PLUGINS, ROOT, files_of, imports_of
from tests.law.test_layers import room

CODE = [
    *(PLUGINS / path for path in files_of(PLUGINS)),
    *sorted((ROOT / "dev").rglob("*.py")),
    ROOT / "tasks.py",
]
ROOMS = sorted({room(path) for path in files_of(PLUGINS)} - {"", "tools"})


def tree(path):
    return ast.parse(path.read_text("utf-8"))


def defined(path, kind):
    """Return the names of the classes or functions that stand free in a file."""
    return {node.name for node in tree(path).body if isinstance(node, kind)}


def test_a_file_has_at_most_500_lines_and_a_function_60():
    """A longer one hides a room that is missing, or has more than one thought."""
    wrong = []
    for path in CODE:
        name = path.relative_to(ROOT)
        length = len(path.read_text("utf-8").splitlines())
        if length > 500:
            wrong.append(f"{name}: {length} lines")
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > 60:
                    wrong.append(f"{name}:{node.lineno} {node.name}: {length} lines")
    assert not wrong, "\n" + "\n".join(wrong)


def test_a_plugin_has_a_manual_and_an_adapter():
    """A stranger reads what it does first; Pelican's side is found at once."""
    wrong = []
    for name in ROOMS:
        init = PLUGINS / name / "__init__.py"
        manual = (init.is_file() and ast.get_docstring(tree(init))) or ""
        if len(manual.splitlines()) <= 15:
            wrong.append(f"{name}/__init__.py: {len(manual.splitlines())} lines")
        elif "register" in manual.splitlines()[0]:
            wrong.append(f"{name}/__init__.py: {manual.splitlines()[0]}")
        if not (PLUGINS / name / "adapter.py").is_file():
            wrong.append(f"{name}/adapter.py is missing")
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_same_file_name_means_the_same_role():
    """Whoever knows one plugin knows where things are in the next."""
    wrong = [
        f"{one} defines register()"
        for one in files_of(PLUGINS)
        if one.name not in {"__init__.py", "adapter.py"}
        and "register" in defined(PLUGINS / one, ast.FunctionDef)
    ]
    for name in ROOMS:
        folder = PLUGINS / name
        offered = {
            one.name
            for one in imports_of(PLUGINS)
            if one.file.parts == (name, "__init__.py")
        }
        if "register" not in offered | defined(folder / "__init__.py", ast.FunctionDef):
            wrong.append(f"{name}/__init__.py: no register()")
        wrong += [
            f"{path.relative_to(PLUGINS)}: no parse_settings()"
            for path in folder.rglob("settings.py")
            if "parse_settings" not in defined(path, ast.FunctionDef)
        ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_no_folder_of_tests_is_passed_over(pytestconfig):
    """Pytest leaves out folders by their names, and says nothing."""
    folders = {one.relative_to(ROOT).parent for one in ROOT.glob("tests/**/test_*.py")}
    names = {part for folder in folders for part in folder.parts}
    passed_over = pytestconfig.getini("norecursedirs")
    assert [n for n in sorted(names) if any(fnmatch(n, p) for p in passed_over)] == []
