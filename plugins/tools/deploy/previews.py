"""The previews at a target: which there are, until when, and how they go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ...problem import did_you_mean
from ..command_line import UNCHANGED
from ..site import RefusedError
from .connect import connect
from .due import record_of
from .hosts import hand_over
from .preview import find_folder, name_of, preview_of, until

if TYPE_CHECKING:
    from pathlib import Path

    from ..reporter import Reporter
    from .record import ReleaseRecord
    from .targets import Target
    from .transport import Transport


@dataclass(frozen=True)
class Preview:
    """One preview of a target."""

    folder: str  #: what of its address nobody can guess
    #: Up to when it stays; None where the deploy of it did not end.
    until: datetime | None
    record: ReleaseRecord

    @property
    def name(self) -> str:
        return name_of(self.folder)

    @property
    def is_over(self) -> bool:
        return self.until is not None and self.until <= datetime.now(UTC)


def find_previews(transport: Transport, target: Target) -> list[Preview]:
    """Return the previews at a target, sorted by their names."""
    found = []
    for folder in transport.previews():
        own = transport.inside(preview_of(target, folder))
        current = own.releases().current
        days_end = until(target, current) if current else None
        found.append(Preview(folder, days_end, record_of(own, current)))
    return found


def expire(
    transport: Transport, target: Target, reporter: Reporter, *, dry: bool = False
) -> list[Preview]:
    """Take away the previews whose days are over; return those that stay.

    One that cannot be taken away stays, with a warning.
    """
    stay = []
    for preview in find_previews(transport, target):
        is_gone = preview.is_over and not dry
        if is_gone and (why := _drop(transport, target, preview.folder, reporter)):
            reporter.error(f"warning: The preview {preview.name} is over, but {why}")
            is_gone = False
        if is_gone:
            reporter.print(f"The preview {preview.name} is over, and gone.")
        else:
            stay.append(preview)
    return stay


def drop(
    root: Path, target: Target, name: str, reporter: Reporter, *, dry: bool
) -> int:
    """Take one preview away by its name; return the exit code."""
    with connect(target, root) as transport:
        folders = transport.previews()
        folder = find_folder(folders, name)
        if not folder:
            names = sorted(map(name_of, folders))
            known = f"Previews: {', '.join(names) or 'none'}."
            hint = did_you_mean(name, names) or known
            raise RefusedError(f"{target} has no preview “{name}”. {hint}")
        if dry:
            reporter.print_all([f"The preview {name} would go.", UNCHANGED])
            return 0
        if why := _drop(transport, target, folder, reporter):
            raise RefusedError(f"The preview {name} stays: {why}")
    reporter.print(f"The preview {name} is gone.")
    if hand_over(target):
        reporter.print(f"What {target.kind} was given of it stays: delete it there.")
    return 0


def _drop(transport: Transport, target: Target, folder: str, reporter: Reporter) -> str:
    """Take a preview away, unless a deploy is at work on it; return why not."""
    own = transport.inside(preview_of(target, folder))
    try:
        with own.locked(reporter.print, unlock=False):
            transport.drop(folder)
    except RefusedError as refused:
        return str(refused)
    return ""
