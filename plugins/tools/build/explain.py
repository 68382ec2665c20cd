"""Why a build has changed a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...problem import list_some
from .inputs import CODE, CONTENT, TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .inputs import Inputs
    from .output import Record
    from .publish import Changes


@dataclass(frozen=True)
class Reasons:
    """Two builds side by side: why a file of the later one is as it is."""

    changes: Changes
    before: Record  #: of the last build
    now: Inputs

    def lines(self) -> Iterator[str]:
        """Yield a line for each changed file: what happened to it, and why."""
        then, now = self.before.inputs.files, self.now.files
        #: The inputs that are not what they were, new and lost ones too.
        edited = [path for path in {**now, **then} if then.get(path) != now.get(path)]
        for path in self.changes.new:
            yield f"new      {path}: {self.why_new(path)}"
        for path in self.changes.changed:
            yield f"changed  {path}: {self.why_changed(path, edited)}"
        for path in self.changes.deleted:
            source = self.before.inputs.sources.get(path)
            gone = source is not None and source not in now
            why = f"{source} is gone" if gone else "nothing makes it any more"
            yield f"deleted  {path}: {why}"

    def why_new(self, path: str) -> str:
        source = self.now.sources.get(path)
        if path in self.before.files:
            return "it was missing from the output"
        if source is None:
            return "made for the first time"
        known = source in self.before.inputs.files
        return f"{source} is {'published now' if known else 'new'}"

    def why_changed(self, path: str, edited: list[str]) -> str:
        last, digest = self.before.inputs, self.changes.digests[path]
        if digest == self.before.files.get(path):
            return "it was changed by hand; this build mends it"
        # A file that is copied as it is has the very bytes of its input.
        copied = (name for name, one in self.now.files.items() if one == digest)
        source = self.now.sources.get(path) or next(copied, None)
        if source in edited:
            return f"{source} was edited"
        for key, value in self.now.settings.items():
            was = last.settings.get(key, value)
            if was != value:
                return f"{key} was {was}, is {value}"
        kinds = last.kinds | self.now.kinds
        for kind in (TEMPLATE, CODE, CONTENT):
            names = [name for name in edited if kinds.get(name) == kind]
            if names and last.files:
                verb = "were" if len(names) > 1 else "was"
                return f"{list_some(names, 1)} {verb} edited"
        return "the reason is not known"
