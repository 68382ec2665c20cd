"""What was last seen at each target, kept here: to ask a server needs the network."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..files import replace_text
from ..site import RefusedError
from .due import record_of
from .folder import FolderTransport
from .record import format_record, parse_record
from .targets import find_target, list_targets

if TYPE_CHECKING:
    from pathlib import Path

    from .record import ReleaseRecord
    from .targets import Target


@dataclass(frozen=True)
class Seen:
    """What is known of a target without the network."""

    name: str  #: the target's
    record: ReleaseRecord | None = None  #: None: nothing is known
    at: datetime | None = None  #: when a server was last asked; None for a folder
    why: str = ""  #: why nothing is known


def keep_seen(root: Path, target: Target, record: ReleaseRecord) -> None:
    """Keep what a server shows now; it is a help, and may be deleted at any time.

    A folder can be asked itself.
    """
    if target.is_here:
        return
    place = _place(root, target)
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    kept = {"target": str(target), "at": moment, "record": format_record(record)}
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_text(place, json.dumps(kept))


def find_all_seen(root: Path, config: object) -> list[Seen]:
    """Return what each target of invoke.yaml's ``deploy`` shows, as far as is known."""
    found = []
    for name in list_targets(config):
        try:
            found.append(find_seen(root, find_target(config, name, root)))
        except RefusedError as error:
            found.append(Seen(name, why=str(error)))
    return found


def find_seen(root: Path, target: Target) -> Seen:
    """Return what a target shows: a folder itself, a server when it was last seen."""
    if target.is_here:
        transport = FolderTransport(target.path)
        try:
            current = transport.releases().current
        except (OSError, RefusedError):
            current = ""
        if not current:
            return Seen(target.name, why="it shows no release of ours.")
        return Seen(target.name, record_of(transport, current))
    try:
        kept = json.loads(_place(root, target).read_bytes())
        record = parse_record(kept["record"])
        at = datetime.fromisoformat(kept["at"])
        is_this = kept["target"] == str(target)
    except (OSError, ValueError, TypeError, KeyError):
        record = None
    if record is None or not is_this:
        return Seen(target.name, why="nothing was deployed to it from here.")
    return Seen(target.name, record, at)


def _place(root: Path, target: Target) -> Path:
    return root / ".bulletin" / "released" / f"{quote(target.name, safe='')}.json"
