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
from .folder import UNLOCK
from .hosts import hand_over
from .preview import find_folders, name_of, preview_of, until

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

    So goes what no deploy has brought about, unless one is at work on it: nobody has
    its address, and it has no day on which it would go. One that is over and cannot be
    taken away stays, with a warning.
    """
    stay = []
    for preview in find_previews(transport, target):
        name, is_half = preview.name, preview.until is None
        if dry or not (preview.is_over or is_half):
            stay.append(preview)
        elif not (why := _drop(transport, target, preview.folder, reporter)):
            what = "did not come about, and is gone" if is_half else "is over, and gone"
            reporter.print(f"The preview {name} {what}.")
        else:
            stay.append(preview)
            if why.endswith(UNLOCK):
                why += f" That is: invoke releases {target.name} --drop {name} --unlock"
            if not is_half:
                reporter.error(f"warning: The preview {name} is over, but {why}")
    return stay


def tidy(
    transport: Transport, target: Target, reporter: Reporter, *, dry: bool = False
) -> None:
    """Take away the previews that are over; what is in the way is a warning.

    The deploy beside which that is done has come about, and says so.
    """
    try:
        expire(transport, target, reporter, dry=dry)
    except (OSError, RefusedError) as error:
        why = f"previews whose days are over may be there still: {error}"
        reporter.error(f"warning: {target}: {why}")


def drop(
    root: Path,
    target: Target,
    name: str,
    reporter: Reporter,
    *,
    unlock: bool,
    dry: bool,
) -> int:
    """Take one preview away by its name; return the exit code.

    With ``unlock`` also where a deploy of it was killed on another machine.
    """
    with connect(target, root) as transport:
        folders = transport.previews()
        found = find_folders(folders, name)
        if not found:
            names = sorted(map(name_of, folders))
            known = f"Previews: {', '.join(names) or 'none'}."
            hint = did_you_mean(name, names) or known
            raise RefusedError(f"{target} has no preview “{name}”. {hint}")
        if dry:
            reporter.print_all([f"The preview {name} would go.", UNCHANGED])
            return 0
        for folder in found:
            if why := _drop(transport, target, folder, reporter, unlock=unlock):
                raise RefusedError(f"The preview {name} stays: {why}")
    reporter.print(f"The preview {name} is gone.")
    if hand_over(target):
        reporter.print(f"What {target.kind} was given of it stays: delete it there.")
    return 0


def _drop(
    transport: Transport,
    target: Target,
    folder: str,
    reporter: Reporter,
    *,
    unlock: bool = False,
) -> str:
    """Take a preview away, unless a deploy is at work on it; return why not."""
    own = transport.inside(preview_of(target, folder))
    try:
        with own.locked(reporter.print, unlock=unlock):
            transport.drop(folder)
    except (OSError, RefusedError) as error:
        return str(error)
    return ""
