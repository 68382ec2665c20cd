"""What a command prints: problems, progress on a terminal, one line at the end."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TextIO

from rich.console import Console

from ..problem import Level, count, format_problems, printable
from .git import find_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from rich.live import Live
    from rich.spinner import Spinner

    from ..problem import Problem


#: Seconds between two moves of the sign that something is going on.
SECONDS_BETWEEN = 0.1


@dataclass(frozen=True)
class Counts:
    """What a build has made."""

    posts: int
    pages: int
    changed: int  #: files, new ones among them
    total: int  #: files
    deleted: int  #: files


class Reporter:
    """The two streams of a command: results to standard output, trouble to error.

    What a file or a service says reaches the terminal as words; none of it is obeyed.
    ``root`` is the site's folder: GitHub counts the paths of annotations from the top
    of the repository that it lies in.
    """

    def __init__(
        self, form: str = "text", *, quiet: bool = False, root: Path | None = None
    ) -> None:
        self.form = form
        self.quiet = quiet
        self.root = root
        self._console = Console(file=sys.stderr, highlight=False)

    @contextmanager
    def step(self, what: str) -> Iterator[Callable[[object], None] | None]:
        """Show what is going on: a moving sign on a terminal, else a line.

        Yields a function that takes how much has been done so far, for the moving sign.
        """
        can_move = self._console.is_terminal and not self._console.is_dumb_terminal
        if can_move and not self.quiet and self.form == "text":
            from rich.live import Live  # noqa: PLC0415  # scripts have no terminal
            from rich.spinner import Spinner  # noqa: PLC0415  # same

            sign = Spinner("dots", what)
            # A thread that moves it would keep the process from being forked.
            with Live(
                sign, console=self._console, auto_refresh=False, transient=True
            ) as live:
                yield _Mover(live, sign, what).move
        else:
            self.print(what)
            yield None

    def print(self, line: str) -> None:
        """Print something that is no problem; ``--quiet`` leaves it out."""
        if not self.quiet and self.form == "text":
            _print(sys.stdout, printable(line))

    def print_all(self, lines: Iterable[str]) -> None:
        """Print lines; empty ones are left out."""
        for line in filter(None, lines):
            self.print(line)

    def problems(self, problems: Iterable[Problem]) -> None:
        """Print what is wrong, in the form that was asked for.

        ``--quiet`` leaves out notices and the sum, which nothing has to be done about;
        programs get them.
        """
        colour = self._console.is_terminal and not self._console.no_color
        is_short = self.quiet and self.form == "text"
        if is_short:
            problems = [one for one in problems if one.level > Level.NOTICE]
        if self.form == "github" and self.root:
            folder = PurePosixPath(find_folder(self.root))
            problems = [replace(p, path=str(folder / p.path)) for p in problems]
        text = format_problems(problems, self.form, colour=colour, has_sum=not is_short)
        if text:
            _print(sys.stderr if self.form == "text" else sys.stdout, text.rstrip("\n"))

    def sum_up(self, made: Counts, problems: Iterable[Problem], seconds: float) -> None:
        """Print the one line that sums a build up."""
        warnings = sum(problem.level is Level.WARNING for problem in problems)
        parts = (
            count(made.posts, "post"),
            count(made.pages, "page"),
            f"{made.changed} changed",
            f"{made.total - made.changed} unchanged",
            f"{made.deleted} deleted",
            f"{seconds:.1f} s",
            count(warnings, "warning"),
        )
        self.print(f"{', '.join(parts)}.")

    def error(self, line: str) -> None:
        """Print why there is no result."""
        if self.form == "text":
            _print(sys.stderr, printable(line))


@dataclass
class _Mover:
    """Moves a sign on a terminal, as often as an eye can follow."""

    live: Live
    sign: Spinner
    what: str
    moved: float = 0.0  #: seconds

    def move(self, done: object) -> None:
        """Say how much is done."""
        now = time.monotonic()
        if now - self.moved > SECONDS_BETWEEN:
            self.moved = now
            self.sign.update(text=f"{self.what}: {done}")
            self.live.refresh()


def _print(stream: TextIO, line: str) -> None:
    stream.write(f"{line}\n")
    stream.flush()
