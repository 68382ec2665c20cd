"""What a deploy asks of any target; each kind of target does it in its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from ..files import Changes
    from .plan import Releases
    from .targets import Target


class Transport(Protocol):
    """A target, as far as it can be reached now.

    What the machine refuses is an ``OSError``; what a server does, a ``RefusedError``.
    """

    def locked(
        self, print_line: Callable[[str], None], *, unlock: bool
    ) -> AbstractContextManager[None]:
        """Keep other deploys away for a while."""

    def releases(self) -> Releases:
        """Return what is there; change nothing."""

    def faults(self) -> str:
        """Return what keeps visitors out though all is well here, or nothing."""

    def plan(self, tree: Path, releases: Releases) -> Changes:
        """Compare a built site with the current release; change nothing."""

    def files(self, name: str) -> list[str]:
        """Return the paths of all files of a release, sorted."""

    def read_record(self, name: str) -> str:
        """Return what is kept of a release; nothing where nothing is."""

    def write_record(self, name: str, text: str) -> None:
        """Keep that of a release, where no visitor gets it."""

    def send(
        self, tree: Path, name: str, releases: Releases, kept: Collection[str]
    ) -> None:
        """Bring a release there, whole and compared, so that no visitor sees it yet.

        It has what is ``kept`` of the current one too.
        """

    def finish(self, name: str) -> None:
        """Give a sent release its place among the others."""

    def switch(self, name: str) -> None:
        """Show that release to visitors, who can read all of it."""

    def give_modes(self, name: str) -> None:
        """Let a web server of another account read a release."""

    def keep(self, paths: Iterable[str], source: str, name: str) -> None:
        """Let a release have these files of another one too."""

    def discard(self, name: str) -> None:
        """Take away what was sent of a release, unless visitors get it."""

    def prune(self, names: tuple[str, ...]) -> None:
        """Delete old releases; half of one is none."""

    def previews(self) -> list[str]:
        """Return the folders of all previews there, sorted."""

    def inside(self, preview: Target) -> Transport:
        """Return what reaches a preview, by the same connection."""

    def drop(self, folder: str) -> None:
        """Take a preview away, from its readers first."""
