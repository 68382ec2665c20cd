"""A change as a plan: the texts that files get, and the places that they move to.

Nothing here opens a file. Paths are those that problems name: from the site's root,
with slashes; each file is known by the one that it has before the change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher, unified_diff
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...problem import Problem

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True)
class Plan:
    """What is to be done to files; all of it, or nothing."""

    #: What files hold that are looked at; those that are not here do not exist, or are
    #: only moved.
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(
        default_factory=dict
    )  #: texts that differ, new ones
    moves: Mapping[str, str] = field(default_factory=dict)  #: old path: new path
    notes: tuple[str, ...] = ()  #: what the author should know when it is done

    def text(self, path: str) -> str:
        """Return what a file will hold."""
        return self.after.get(path, self.before.get(path, ""))

    def with_text(self, path: str, text: str) -> Plan:
        """Return the plan with another text for a file, which may be a new one."""
        after = {one: words for one, words in self.after.items() if one != path}
        if self.before.get(path) != text:
            after[path] = text
        return Plan(self.before, after, self.moves, self.notes)

    def with_file(self, path: str, before: str | None, after: str) -> Plan:
        """Return the plan with a file of another kind: what it holds, what it will."""
        known = self.before if before is None else {**self.before, path: before}
        return Plan(known, self.after, self.moves, self.notes).with_text(path, after)

    def with_move(self, old: str, new: str) -> Plan:
        """Return the plan with a file moved."""
        moves = {**self.moves, old: new} if old != new else self.moves
        return Plan(self.before, self.after, moves, self.notes)

    def with_note(self, *notes: str) -> Plan:
        """Return the plan with more to say when it is done."""
        return Plan(self.before, self.after, self.moves, (*self.notes, *notes))

    @property
    def is_nothing(self) -> bool:
        return not self.after and not self.moves

    @property
    def old_paths(self) -> list[str]:
        """The files that are there and change or move, sorted."""
        changed = {path for path in self.after if path in self.before}
        return sorted({*changed, *self.moves})

    @property
    def new_paths(self) -> list[str]:
        """The places where there is no file yet, sorted."""
        made = {path for path in self.after if path not in self.before}
        return sorted({*made, *self.moves.values()} - {*self.moves})

    def place(self, path: str) -> str:
        """Return where a file will be."""
        return self.moves.get(path, path)

    def was_at(self, problem: Problem) -> Problem:
        """Return a problem of the changed files where the author finds it now."""
        came = {place: path for path, place in self.moves.items()}
        path = came.get(problem.path, problem.path)
        if path not in self.after or path not in self.before or not problem.line:
            return replace(problem, path=path)
        new = LINE.findall(self.after[path])
        now = LINE.findall(self.before[path])
        blocks = SequenceMatcher(None, new, now, autojunk=False).get_opcodes()
        at = problem.line - 1
        for _, start, end, first, last in blocks:
            if start <= at < end:
                line = min(first + at - start, max(last - 1, first))
                return replace(problem, path=path, line=min(line, len(now) - 1) + 1)
        return replace(problem, path=path)

    def diff(self) -> Iterator[str]:
        """Yield the change line by line, in the form that git and editors know."""
        for path in sorted({*self.after, *self.moves}):
            new = self.place(path)
            if new != path:
                yield f"rename from {path}"
                yield f"rename to {new}"
            if path in self.after:
                old = f"a/{path}" if path in self.before else "/dev/null"
                yield from _differences(
                    self.before.get(path, ""), self.after[path], old, f"b/{new}"
                )
            yield ""


def _differences(before: str, after: str, old: str, new: str) -> Iterator[str]:
    lines = unified_diff(LINE.findall(before), LINE.findall(after), old, new, n=1)
    for line in lines:
        yield line.rstrip("\r\n")
        if not line.endswith(("\r", "\n")):
            yield "\\ No newline at end of file"
