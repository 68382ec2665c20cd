"""What a deploy asks of a target, be it a folder or a server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from .plan import Plan


@dataclass(frozen=True)
class Releases:
    """The releases that a target holds."""

    names: tuple[str, ...] = ()  #: sorted, oldest first
    current: str = ""  #: the one that visitors get; empty before the first deploy

    @property
    def before_current(self) -> str:
        """Return the release to go back to, or nothing."""
        older = [name for name in self.names if name < self.current]
        return older[-1] if older else ""

    def surplus(self, keep: int) -> tuple[str, ...]:
        """Return the oldest releases beyond ``keep``; never the current one."""
        return tuple(name for name in self.names[:-keep] if name != self.current)


class Transport(Protocol):
    """A target's hands."""

    def locked(self, *, force: bool) -> AbstractContextManager[None]:
        """Keep other deploys away for a while."""

    def releases(self) -> Releases:
        """Say what is there; change nothing."""

    def plan(self, tree: Path, releases: Releases) -> Plan:
        """Compare a built site with the current release; change nothing."""

    def send(self, tree: Path, name: str, releases: Releases) -> None:
        """Put a release beside the others, whole and compared, not yet visible."""

    def switch(self, name: str) -> None:
        """Show that release to visitors, by one rename."""

    def prune(self, names: tuple[str, ...]) -> None:
        """Delete old releases."""
