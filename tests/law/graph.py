"""The imports of a tree of Python files, and the circles in them."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLUGINS = ROOT / "plugins"


@dataclass(frozen=True)
class Import:
    """One imported name; also one inside a function or below ``TYPE_CHECKING``."""

    file: Path  #: counts from the tree's root, like ``target``
    line: int
    level: int  #: how many dots
    module: str
    name: str  #: empty for ``import module``
    target: Path | None  #: the file of the tree that a relative import reads

    def __str__(self):
        start = f"from {'.' * self.level}{self.module} " if self.name else ""
        return f"{self.file}:{self.line}: {start}import {self.name or self.module}"


def files_of(root):
    return sorted(path.relative_to(root) for path in root.rglob("*.py"))


@cache
def imports_of(root):
    """Return every import of every file below ``root``."""
    files = frozenset(files_of(root))
    return tuple(
        one
        for file in files_of(root)
        for node in ast.walk(ast.parse((root / file).read_text("utf-8")))
        for one in _read(node, file, files)
    )


def _read(node, file, files):
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(file, node.lineno, 0, alias.name, "", None)
    elif isinstance(node, ast.ImportFrom):
        module = node.module or ""
        for alias in node.names:
            target = _find(file, node.level, module, alias.name, files)
            yield Import(file, node.lineno, node.level, module, alias.name, target)


def _find(file, level, module, name, files):
    """Return the file that is imported: a module's own before its package's."""
    if not 0 < level <= len(file.parts):
        return None
    place = file.parents[level - 1].joinpath(*filter(None, module.split(".")))
    for path in (place / name, place):
        for found in (path.with_suffix(".py"), path / "__init__.py"):
            if found in files:
                return found
    return None


def arrows_between_files(imports):
    """Return {file: the files that it imports}, as text."""
    arrows = defaultdict(set)
    for one in imports:
        if one.target not in {None, one.file}:
            arrows[str(one.file)].add(str(one.target))
    return arrows


def arrows_inside(folder, imports):
    """Return the arrows between what lies in ``folder``: a sub-folder counts as one."""
    arrows = defaultdict(set)
    for one in imports:
        if one.target and folder in one.file.parents and folder in one.target.parents:
            inner = [path.relative_to(folder).parts for path in (one.file, one.target)]
            start, end = (str(folder / parts[0]) for parts in inner)
            if start != end:
                arrows[start].add(end)
    return arrows


def circles(arrows):
    """Return each largest group that leads back to itself, and a shortest way round.

    The result is {group: way}; a way ends with the name that it begins with.
    """
    reached = {start: _reach(arrows, start) for start in arrows}
    groups = {
        frozenset(end for end in ends if start in reached.get(end, ()))
        for start, ends in reached.items()
        if start in ends
    }
    return {group: _way_round(arrows, min(group)) for group in groups}


def _reach(arrows, start):
    seen, todo = set(), [start]
    while todo:
        new = arrows.get(todo.pop(), set()) - seen
        seen |= new
        todo += new
    return seen


def _way_round(arrows, start):
    ways = [[start]]
    seen = set()
    for way in ways:
        for end in sorted(arrows.get(way[-1], set()) - seen):
            if end == start:
                return [*way, start]
            seen.add(end)
            ways.append([*way, end])
    raise AssertionError(start)
