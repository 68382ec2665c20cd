"""A walk through the content folder, which never leaves it."""

from __future__ import annotations

import os
from typing import Any

from ..problem import Problem
from ..report import relative_path


def list_files(settings: dict[str, Any]) -> tuple[list[str], list[Problem], list[str]]:
    """Return all files below ``PATH``, what is wrong with folders, and those folders.

    Folders that are links out of the content, or links in a circle, are not entered.
    """
    root = settings["PATH"]
    real = os.path.realpath(root)
    files: list[str] = []
    problems: list[Problem] = []
    closed: list[str] = []
    for folder, names, found in os.walk(root, followlinks=True):
        names.sort()
        for name in list(names):
            path = os.path.join(folder, name)  # noqa: PTH118
            inside = os.path.relpath(path, root).replace(os.sep, "/")
            target = os.path.realpath(path)
            leaves = os.path.commonpath([real, target]) != real
            circles = os.path.realpath(folder).startswith(target)
            if name.startswith("."):
                closed.append(inside)
                names.remove(name)
            elif leaves or circles:
                where = "out of the content folder" if leaves else "in a circle"
                what = f"The folder is a link that leads {where}."
                address = relative_path(path, settings)
                remedy = "Put the folder itself here."
                problem = Problem(address, 0, what, remedy, "file-outside")
                problems.append(problem)
                closed.append(inside)
                names.remove(name)
        inside = os.path.relpath(folder, root).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        files += [f"{prefix}{name}" for name in sorted(found)]
    return files, problems, closed
