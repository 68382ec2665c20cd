"""What an author says of a deploy on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class DeployOptions:
    """What the author said on the command line."""

    plan: bool = False
    yes: bool = False
    force: bool = False
    unlock: bool = False
    incremental: bool = False  #: makes what has changed since the last such build
    due: bool = False  #: only where something has come due
    quiet: bool = False  #: says nothing where there is nothing to do
    preview: str = ""  #: the name of a preview, with drafts; empty: it is no preview
    now: datetime | None = None  #: naive means the site's own time zone
