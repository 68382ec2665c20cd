"""A builder that stays when it has built, and shows at once what is saved then."""

from __future__ import annotations

import gc
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from signal import SIGTERM
from typing import TYPE_CHECKING, cast

from ...problem import Level, SettingsError
from ...report import level_of
from ...site import LaterError, now, zone_of
from ..editorial.settings import parse_settings
from ..files import FinishedTree
from ..output_checks.run import PageCheck
from ..overview import read_entries
from ..stopping import StoppedError
from .state import READY, Clock, Outcome, look_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from ...problem import Problem
    from ..build.output import Output
    from ..build.pelican_run import PelicanSite
    from ..child import Line
    from ..site import Site

MOST = 20  #: texts that are shown at once; more are a branch that was changed


@dataclass
class Builder:
    """The builder's end of the line to the command."""

    site: Site
    line: Line
    #: What there is to say of a site, by its settings, beside what a build says.
    find_more: Callable[[dict[str, object]], Iterable[Problem]]
    problems: tuple[Problem, ...] = ()

    def hear(self, problems: tuple[Problem, ...]) -> None:
        """Take down what has been found, whether it ends the build or not."""
        self.problems = problems

    def find_newer(self) -> Collection[str]:
        """Return the pages that another builder has shown while this one was at work.

        From now on the command lets nothing be shown until the output is published.
        """
        with ending():
            self.line.send(READY)
            return cast("set[str]", self.line.recv())

    def stay(self, opened: PelicanSite, output: Output) -> None:
        """Show at once whatever the command names, until it ends this process."""
        with ending():
            self.line.send(self._sum_up(opened, output))
            at_once = AtOnce(self.site, opened, output)
            gc.freeze()  # to look through a whole site for garbage takes longer
            while True:
                paths = cast("set[str]", self.line.recv())
                self.line.send(set(at_once.show(paths)))

    def _sum_up(self, opened: PelicanSite, output: Output) -> Outcome:
        settings = opened.settings
        given = now(settings) if settings.get("BULLETIN_NOW") else None
        return Outcome(
            problems=(*self.problems, *self.find_more(opened.settings)),
            is_good=True,
            entries=read_entries(opened),
            sources=opened.contents.sources,
            look=look_of(output.read_record().files),
            clock=Clock(zone_of(settings), given, _days_ahead(settings)),
        )


def _days_ahead(settings: dict[str, object]) -> int:
    """Return how soon a review is due that is told; what is wrong a check says."""
    with suppress(SettingsError):
        return parse_settings(settings.get("CHECK") or {}).review_days
    return Clock.ahead


@contextmanager
def ending() -> Iterator[None]:
    """End this process where the command is gone: it hears nothing more."""
    try:
        yield
    except (EOFError, ConnectionError):
        raise StoppedError(SIGTERM) from None


@dataclass
class AtOnce:
    """The pages of a site that has been built, one of which can be made again alone."""

    site: Site
    opened: PelicanSite
    output: Output

    def __post_init__(self) -> None:
        self.folder = self.output.area / "at-once"
        self.texts = self.opened.find_texts()
        files = self.output.read_record().files
        self.folder.mkdir(exist_ok=True)
        tree = FinishedTree(self.folder, self.output.folder, files)
        known = self.opened.examined
        self.check = known and PageCheck(tree, self.site, self.opened.contents, known)

    def show(self, paths: Collection[str]) -> Iterable[str]:
        """Yield each page that is shown with the text that its file has now.

        Nothing is shown where anything is unusual, or a problem is found: the whole
        build that follows says what it is.
        """
        if len(paths) > MOST or not all(path in self.texts for path in paths):
            return
        for path in sorted(paths):
            with suppress(Exception, SystemExit):
                yield self._show(path)

    def _show(self, path: str) -> str:
        generator, content = self.texts[path]
        if generator.settings["RELATIVE_URLS"]:
            raise LaterError  # what a text remembers of its links depends on the page
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        try:
            self.opened.read_anew(generator, content)
            page = self.opened.write_page(generator, content, self.folder)
            problems = self.check.find(page) if self.check else []
            levels = [level_of(one, self.opened.settings) for one in problems]
            if Level.ERROR in levels:
                raise LaterError
            fresh, target = self.folder / page, self.output.folder / page
            if fresh.read_bytes() != target.read_bytes():
                fresh.replace(target)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
        return page
