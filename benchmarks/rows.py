"""The rows of the table, each measured so that one that fails leaves the others.

Contenders take turns: a round runs each of them once, and a ratio is made of two runs
of the same round.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack, contextmanager
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from benchmarks.blog import EDITS, Blog
from benchmarks.contenders import (
    Contender,
    copy_site,
    make_bulletin,
    make_eleventy,
    make_hugo,
    make_pelican,
)
from benchmarks.corpus import make_sentence, name_post
from benchmarks.figures import ELEVENTY, HUGO, OURS, PELICAN, Case, Figures
from benchmarks.install import AREA, ROOT, MissingError, Peers
from benchmarks.serving import browsing, measure_save, measure_seen, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.figures import Cost

CHANGES = ("post", "title", "tag", "record")
#: Who takes part in a row, beside Bulletin.
PEERS = {
    "cold": (PELICAN, HUGO, ELEVENTY),
    "edit": (PELICAN, HUGO, ELEVENTY),
    **dict.fromkeys(CHANGES, (HUGO,)),
    "unchanged": (HUGO,),
    "serve": (HUGO,),
    "seen": (HUGO,),
}
#: What ``--rows`` may name; ``changes`` are four rows.
ROWS = ("cold", "edit", "changes", "unchanged", "serve", "seen", "clinic", "plugins")
#: Saves in a row are cheap, and a single one says little.
SAVES = 10
RUN = AREA / "run"


class Bench:
    """A corpus of one size, and everybody who builds it."""

    def __init__(
        self, posts: int, rounds: int, peers: Peers | None, figures: Figures
    ) -> None:
        self.posts = posts
        self.rounds = rounds
        self.peers = peers
        self.figures = figures
        self.blog = Blog(posts)
        self.contenders: dict[str, Contender] = {}

    def measure(self, rows: tuple[str, ...]) -> None:
        """Measure the rows of a corpus that are asked for."""
        self.line_up(rows)
        for row in rows:
            if row == "cold":
                self.take_turns("cold", build_cold)
            elif row == "edit":
                self.measure_edits("edit")
            elif row == "changes":
                for change in CHANGES:
                    self.measure_edits(change)
            elif row == "unchanged":
                self.take_turns("unchanged", Contender.build)
            elif row == "serve":
                self.measure_saves(row, measure_save)
            elif row == "seen":
                cases = [Case(row, self.posts, one) for one in (OURS, *PEERS[row])]
                with kept(self.figures, *cases), browsing() as browser:
                    measure = partial(measure_seen, browser=browser)
                    self.measure_saves(row, measure)

    def line_up(self, rows: tuple[str, ...]) -> None:
        """Make everybody's site and build it once, unmeasured.

        The first build of all fills Python's bytecode and the system's own caches.
        """
        makers = {OURS: partial(make_bulletin, posts=self.posts)}
        if self.peers is not None:
            makers[PELICAN] = partial(make_pelican, peers=self.peers)
            makers[HUGO] = partial(make_hugo, peers=self.peers)
            makers[ELEVENTY] = partial(make_eleventy, peers=self.peers)
        for name, make in makers.items():
            with kept(self.figures, *self.cases_of(name, rows)):
                folder = RUN / f"{name.lower()}-{self.posts}"
                shutil.rmtree(folder, ignore_errors=True)
                site = make(folder)
                site.write_blog(self.blog)
                tell(f"{self.posts:,} posts: first build of {name}")
                site.build()
                site.check_output(self.blog)
                self.figures.outputs[self.posts, name] = site.measure_output()
                self.contenders[name] = site

    def cases_of(self, name: str, rows: tuple[str, ...]) -> list[Case]:
        """Return all the cases that fail with somebody who cannot build at all."""
        named = [change for row in rows for change in expand(row)]
        return [
            Case(row, self.posts, name)
            for row in named
            if row in PEERS and (name == OURS or name in PEERS[row])
        ]

    def take_turns(self, row: str, measure: Callable[[Contender], Cost]) -> None:
        """Let everybody in a row build once in each round."""
        for number in range(self.rounds):
            for name in (OURS, *PEERS[row]):
                self.run_once(row, name, number, measure)

    def run_once(
        self, row: str, name: str, number: int, measure: Callable[[Contender], Cost]
    ) -> None:
        """Measure one run, unless an earlier one of its case failed."""
        case = Case(row, self.posts, name)
        if name not in self.contenders or case in self.figures.failures:
            return
        with kept(self.figures, case):
            cost = measure(self.contenders[name])
            self.figures.add(case, cost)
            what = f"{self.posts:,} posts, {row}, round {number + 1}"
            tell(f"{what}: {cost.wall:8.3f} s  {name}")

    def measure_edits(self, row: str) -> None:
        """Build after an edit, the same one for everybody."""
        for number in range(self.rounds):
            edit = EDITS[row](self.blog)
            for name, one in self.contenders.items():
                # Who takes no part has the edit too, and builds it with a later one.
                one.write_edit(self.blog, edit)
                if name == OURS or name in PEERS[row]:
                    self.run_once(row, name, number, Contender.build)

    def measure_saves(self, row: str, measure: Callable[..., Cost]) -> None:
        """Save edits, and measure until the preview server or a browser has each."""
        address = f"/blog/{name_post(0)}/"
        ports = {}
        with ExitStack() as stack:
            for name in (OURS, *PEERS[row]):
                if name in self.contenders:
                    one = self.contenders[name]
                    with kept(self.figures, Case(row, self.posts, name)):
                        ports[name] = stack.enter_context(serving(one, address))
            for number in range(SAVES):
                edit = self.blog.edit_body()
                for name, port in ports.items():
                    save = partial(measure, blog=self.blog, edit=edit, port=port)
                    self.run_once(row, name, number, save)


def build_cold(one: Contender) -> Cost:
    """Build from nothing; only the build is measured."""
    one.forget()
    return one.build()


def measure_clinic(rounds: int, figures: Figures) -> None:
    """Build the clinic's own site after an edit of one of its posts."""
    posts = sorted((ROOT / "content" / "posts").glob("*.md"))
    case = Case("clinic", len(posts), OURS)
    folder = RUN / "clinic"
    random = Random(0)  # noqa: S311  # the same words on every machine
    with kept(figures, case):
        shutil.rmtree(folder, ignore_errors=True)
        site = copy_site(folder, OURS)
        shutil.copytree(ROOT / "content", folder / "content")
        site.build()
        for number in range(rounds):
            path = folder / "content" / "posts" / posts[number % len(posts)].name
            with path.open("a", encoding="utf-8") as file:
                file.write(f"\n{make_sentence(random, 12)}\n")
            cost = site.build()
            figures.add(case, cost)
            tell(f"the clinic's site, round {number + 1}: {cost.wall:8.3f} s")


@contextmanager
def kept(figures: Figures, *cases: Case) -> Iterator[None]:
    """Keep why cases could not be measured, say it, and go on."""
    try:
        yield
    except (MissingError, OSError) as error:
        reason = str(error)
        if isinstance(error, OSError):  # its own words name paths of this machine
            reason = error.strerror or type(error).__name__
        for case in cases:
            figures.failures.setdefault(case, reason)
        if cases:
            tell(f"{cases[0].who} is not measured here: {reason}")


def expand(row: str) -> tuple[str, ...]:
    """Return the rows of the table that a name in ``--rows`` stands for."""
    return CHANGES if row == "changes" else (row,)


def tell(line: str) -> None:
    """Print how far it is."""
    print(line, flush=True)
