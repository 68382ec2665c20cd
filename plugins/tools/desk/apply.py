"""A plan carried out on disk: all of it, or nothing; and how git undoes it."""

from __future__ import annotations

import os
import shlex
import stat
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from ...problem import list_some
from ..files import WORDS, fsync, refuse_os_errors, replace_bytes
from ..git import find_uncommitted, find_unknown
from ..site import RefusedError
from ..stopping import undisturbed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ..site import Site
    from .plan import Plan

AS_BEFORE = "Nothing was changed."
#: How the new text of a file is called until it takes the file's place.
DRAFT = ".new"


def refuse_uncommitted(site: Site, plan: Plan) -> None:
    """Refuse a plan that git could not undo: it would lose what is not committed."""
    paths = [*plan.old_paths, *plan.new_paths]
    changes = find_uncommitted(site.root, paths)
    if changes is None:
        message = "This site is in no git repository, so nothing could be undone."
        remedy = "Begin one: git init && git add . && git commit -m Begin"
        raise RefusedError(f"{message} {remedy}")
    unknown = {*changes, *find_unknown(site.root, plan.old_paths)}
    if unknown:
        files = sorted(unknown)
        message = f"Not committed: {list_some(files, 3)}."
        words = f"git add {_quoted(site, files)} && git commit"
        raise RefusedError(
            f"{message} Commit first, so that git can undo this: {words}"
        )


def undo_command(site: Site, plan: Plan) -> str:
    """Return the command that puts everything back, to be copied."""
    parts, paths = [], [*plan.old_paths, *plan.new_paths]
    is_plain = set("*?[\\:").isdisjoint("".join(paths))
    git = "git" if is_plain else "git --literal-pathspecs"
    if plan.old_paths:
        parts.append(f"{git} restore -- {_quoted(site, plan.old_paths)}")
    if plan.new_paths:
        parts.append(f"{git} clean -fq -- {_quoted(site, plan.new_paths)}")
    return " && ".join(parts)


def _quoted(site: Site, paths: Iterable[str]) -> str:
    """Return paths as they are to be typed where the command was."""
    return " ".join(
        shlex.quote(os.path.relpath(site.root / path, site.here)) for path in paths
    )


def apply_plan(root: Path, plan: Plan) -> None:
    """Carry a plan out.

    All new texts are on the disk before the first file is replaced. Whatever goes wrong
    then, what was done is taken back. A signal waits for the end.
    """
    outcome = "The change is made, whole."
    with (
        refuse_os_errors("The change could not be made", AS_BEFORE),
        undisturbed(outcome),
        ExitStack() as undo,
    ):
        _refuse_changed(root, plan)
        drafts = {path: root / f"{plan.place(path)}{DRAFT}" for path in plan.after}
        for path, draft in drafts.items():
            _make_folder(draft.parent, undo)
            undo.callback(draft.unlink, missing_ok=True)
            _write_draft(draft, plan.after[path], like=root / path)
        for old, new in plan.moves.items():
            if old not in plan.after:
                _make_folder((root / new).parent, undo)
                (root / old).rename(root / new)
                undo.callback((root / new).rename, root / old)
        for path, draft in drafts.items():
            _put_in_place(root, path, draft, plan, undo)
        undo.pop_all()
        for folder in {(root / old).parent for old in plan.moves}:
            with suppress(OSError):  # it holds something else
                folder.rmdir()


def _make_folder(folder: Path, undo: ExitStack) -> None:
    """Make a folder and those above it; each goes again if it is to be undone."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir()
        undo.callback(one.rmdir)


def _write_draft(draft: Path, text: str, *, like: Path) -> None:
    draft.write_bytes(text.encode("utf-8"))
    if like.exists():
        draft.chmod(stat.S_IMODE(like.stat().st_mode))
    fsync(draft)


def _put_in_place(
    root: Path, path: str, draft: Path, plan: Plan, undo: ExitStack
) -> None:
    """Let a new text take its place; what was there comes back if need be."""
    old, new = root / path, root / plan.place(path)
    is_there = path in plan.before
    if is_there:
        mode = stat.S_IMODE(old.stat().st_mode)
        undo.callback(_bring_back, old, plan.before[path], mode)
    if new != old or not is_there:
        undo.callback(new.unlink, missing_ok=True)
    draft.replace(new)
    if new != old and is_there:
        old.unlink()


def _bring_back(path: Path, text: str, mode: int) -> None:
    try:
        replace_bytes(path, text.encode("utf-8"))
        path.chmod(mode)
    except OSError as error:
        why = WORDS.get(error.errno or 0, str(error))
        message = f"{path} could not be put back: {why}. Take it from git: git restore"
        raise RefusedError(message) from error


def _refuse_changed(root: Path, plan: Plan) -> None:
    """Refuse where a file is not as it was read, or a place is taken."""
    for path, text in plan.before.items():
        is_needed = path in plan.after or path in plan.moves
        if is_needed and (root / path).read_bytes() != text.encode("utf-8"):
            raise RefusedError(f"{path} was changed meanwhile. {AS_BEFORE} Try again.")
    refuse_taken(root, plan)


def refuse_taken(root: Path, plan: Plan) -> None:
    """Refuse where something lies already that a file would be written over."""
    for path in plan.new_paths:
        if os.path.lexists(root / path):
            message = f"{path} is there already. {AS_BEFORE}"
            raise RefusedError(f"{message} Take it away, or give it another name.")
