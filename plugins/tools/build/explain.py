"""Why a build has changed a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...problem import list_some
from .inputs import CODE, CONTENT, TEMPLATE
from .publish import publish_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..files import Changes
    from .output import Record


@dataclass(frozen=True)
class Reasons:
    """Two builds side by side: why a file of the later one is as it is."""

    changes: Changes
    before: Record  #: of the last build
    record: Record  #: of this one

    def lines(self) -> Iterator[str]:
        """Yield a line for each changed file: what happened to it, and why."""
        then, now = self.before.inputs.files, self.record.inputs.files
        #: The inputs that are not what they were, new and lost ones too.
        edited = [path for path in {**now, **then} if then.get(path) != now.get(path)]
        for path in sorted(self.changes.new, key=publish_order):
            yield f"new      {path}: {self.why_new(path)}"
        for path in sorted(self.changes.changed, key=publish_order):
            yield f"changed  {path}: {self.why_changed(path, edited)}"
        for path in self.changes.deleted:
            source = self.before.inputs.sources.get(path)
            gone = source is not None and source not in now
            why = f"{source} is gone" if gone else "nothing makes it any more"
            yield f"deleted  {path}: {why}"

    def why_new(self, path: str) -> str:
        source = self.record.inputs.sources.get(path)
        if path in self.before.files:
            return "it was missing from the output"
        if source is None:
            return "made for the first time"
        known = source in self.before.inputs.files
        return f"{source} is {'published now' if known else 'new'}"

    def why_changed(self, path: str, edited: list[str]) -> str:
        last, now = self.before.inputs, self.record.inputs
        digest = self.record.files[path]
        if digest == self.before.files.get(path):
            return "it was changed by hand; this build mends it"
        # A file that is copied as it is has the very bytes of its input.
        copied = (name for name, one in now.files.items() if one == digest)
        source = now.sources.get(path) or next(copied, None)
        if source in edited:
            return f"{source} was edited"
        for key, value in now.settings.items():
            was = last.settings.get(key, value)
            if was != value:
                return f"{key} was {was}, is {value}"
        kinds = last.kinds | now.kinds
        for kind in (TEMPLATE, CODE, CONTENT):
            names = [name for name in edited if kinds.get(name) == kind]
            if names and last.files:
                verb = "were" if len(names) > 1 else "was"
                return f"{list_some(names, 1)} {verb} edited"
        return "the reason is not known"
