"""Every check over every file of a finished tree, with the author's own addresses."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from ...post_checks.core import find_link_line
from ...site import is_strict
from ...source.core import digest as digest_of
from ...source.read import read_source
from ...source.values import as_text
from ...workers import Shared, WorkerError, count_workers
from ..site import home_folder, list_setting
from ..sources import read_series_files
from . import checks
from .examined import (
    BETWEEN,
    Anchors,
    Examination,
    Examined,
    find_lost,
    find_targets,
    leads_nowhere,
)
from .file_bytes import FEEDS, ByteChecks
from .links import Addresses, names_bare_pages
from .page_facts import PageFacts, is_feed, parse_page, read_page, read_words

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator

    from ...problem import Problem
    from ...source.core import Source
    from ..contents import Contents
    from ..files import FinishedTree
    from ..site import Site
    from .links import LinkTarget

PAGES = (".html", ".htm")
#: Pictures and the like are not searched for words.
MEDIA = (
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".ico", ".woff", ".woff2"),
    *(".ttf", ".otf", ".mp3", ".mp4", ".webm", ".ogg", ".zip", ".gz", ".br", ".pdf"),
)
#: Problems that a link in a post has, and numbers that differ from page to page.
OF_LINKS = ("output-link", "output-fragment")
NUMBER = re.compile(r"(?<= has )\d+(?= headings)")
#: A problem on more pages than this comes from a template, and is printed once.
MANY = 3


def check_output(
    tree: FinishedTree,
    site: Site,
    contents: Contents,
    told: Collection[Problem] = (),
    known: Examination | None = None,
    *,
    jobs: int = 1,
) -> tuple[list[Problem], Examination]:
    """Return everything that is wrong with a finished tree, sorted.

    A link that a plugin has ``told`` of at its line is not named again. Also return
    what was found in each file, which is ``known`` of those that are as they were. So
    many ``jobs`` share the work; 0 is as many as there are cores.
    """
    check = _Check(tree, site, contents)
    is_same = known is not None and known.given == check.given
    files = known.files if known and is_same else {}
    is_lost = any(path not in check.addresses.files for path in files)
    fresh = []
    for path in check.paths:
        one = files.get(path)
        if (
            one
            and one.digest == tree.kept.get(path)
            and not (is_lost and path.endswith(FEEDS))
        ):
            check.examined[path] = one
        else:
            fresh.append(path)
    check.examine_all(fresh, jobs)
    check.check_all_links()
    problems = [
        *check.problems,
        *(p for e in check.examined.values() for p in e.problems),
    ]
    found = (
        locate(problem, more, site, contents)
        for problem, more in group_repeats(problems, contents.sources)
    )
    shown = sorted(problem for problem in found if not is_told(problem, told))
    return shown, Examination(check.given, check.examined)


class PageCheck:
    """Checks pages that are made anew while the others of their tree stand."""

    def __init__(
        self, tree: FinishedTree, site: Site, contents: Contents, known: Examination
    ) -> None:
        self._check = _Check(tree, site, contents)
        self._check.tree = replace(tree, kept={})
        self._check.examined |= known.files

    def find(self, path: str) -> list[Problem]:
        """Return what is wrong with one page, as it lies in the tree's stage."""
        check = self._check
        check.examine(path, has_lost=True)  # all its links are looked at
        facts, anchors = check.pages[path], Anchors(check.examined)
        links = checks.check_links(path, facts, anchors, check.addresses)
        return [*check.examined[path].problems, *links]


class _Check:
    """One examination of a tree."""

    def __init__(self, tree: FinishedTree, site: Site, contents: Contents) -> None:
        settings = contents.settings
        self.tree, self.contents = tree, contents
        self.paths = tree.paths()
        home = str(settings.get("SITEURL") or "")
        adds_html = not is_strict(settings) or names_bare_pages(settings)
        self.addresses = Addresses(home, frozenset(self.paths), adds_html)
        self.titles = unpublished_titles(contents)
        self.theme = f"{settings.get('THEME_STATIC_DIR', 'theme')}/"
        self.linked = {path for path in self.paths if tree.file(path).is_symlink()}
        self.problems = [
            *checks.check_names(self.paths),
            *checks.check_links_on_disk(sorted(self.linked)),
        ]
        folders = machine_folders(tree.stage, site, settings)
        #: What every file is examined by, but for the stage, which no other build has.
        self.given = repr((sorted(self.titles.items()), list(folders.values())[1:]))
        self.file_bytes = ByteChecks(folders, self.addresses)
        self.examined: dict[str, Examined] = {}
        #: Pages whose links are to be looked at one by one.
        self.pages: dict[str, PageFacts] = {}
        self._targets: dict[LinkTarget, str] = {}

    def examine_all(self, paths: list[str], jobs: int) -> None:
        """Examine files by themselves, in several processes if that is worth it."""
        number, work = count_workers(jobs, len(paths)), partial(self._examine, paths)
        if number == 1:
            work(range(len(paths)))
            return
        try:
            answers = Shared(work).among(number, len(paths))
        except WorkerError as error:
            path = paths[error.number]
            self.problems.append(error.explain(path, f"examined {path}"))
            return
        for examined, pages in answers:
            self.examined |= examined
            self.pages |= pages

    def _examine(
        self, paths: list[str], numbers: Iterable[int]
    ) -> tuple[dict[str, Examined], dict[str, PageFacts]]:
        """Examine some of the files, and return what was found in them."""
        known = len(self.examined)
        for number in numbers:
            self.examine(paths[number])
        return dict(islice(self.examined.items(), known, None)), self.pages

    def examine(self, path: str, *, has_lost: bool = False) -> None:
        """Examine one file by itself; one that ``has_lost`` a target in any case."""
        if path in self.linked or path.lower().endswith(MEDIA):
            return
        data = (self.tree.file(path)).read_bytes()
        problems = list(self.file_bytes.check(path, data))
        has_faults = any(problem.name in OF_LINKS for problem in problems)
        digest, anchors, targets = digest_of(data), "", frozenset[str]()
        is_copied = path in self.contents.static or path.startswith(self.theme)
        if path.endswith(PAGES) and not is_copied and not is_feed(data):
            root = parse_page(data)
            facts = read_page(root)
            anchors = BETWEEN.join(sorted(facts.anchors))
            links = checks.find_links(facts)
            targets = find_targets(path, links, self.addresses, self._targets)
            is_private = any(map(self.addresses.is_private, links))
            if has_lost or is_private or any(map(leads_nowhere, targets)):
                self.pages[path] = facts
            problems += checks.check_page(path, facts)
            own = self.contents.sources.get(path)
            others = {t: s for t, s in self.titles.items() if s != own}
            if others:
                words = read_words(root)
                problems += checks.check_unpublished(path, words, others)
        self.examined[path] = Examined(
            digest, tuple(problems), anchors, targets, has_link_faults=has_faults
        )

    def check_all_links(self) -> None:
        """Check the links of pages that lead nowhere, or have lost a target."""
        anchors = Anchors(self.examined)
        stale = set(find_lost(self.examined, self.addresses, anchors))
        stale |= {path for path, one in self.examined.items() if one.has_link_faults}
        for path in sorted(stale - self.pages.keys()):
            self.examine(path, has_lost=True)
        for path, facts in self.pages.items():
            problems = list(checks.check_links(path, facts, anchors, self.addresses))
            self.problems += problems
            self.examined[path] = replace(
                self.examined[path], has_link_faults=bool(problems)
            )


def machine_folders(
    stage: Path, site: Site, settings: dict[str, object]
) -> dict[str, bytes]:
    """Return the folders of this machine that no page may name, inner ones first."""
    named = {
        "the stage of this build": stage,
        "the site's content folder": Path(str(settings["PATH"])),
        "the site's own folder": site.root,
        "the home folder of this account": home_folder() or site.root,
    }
    # A folder such as /srv or /root is too short to be told from an address.
    long = {what: path for what, path in named.items() if len(path.parts) > 2}
    return {what: os.fsencode(path) for what, path in long.items()}


def unpublished_titles(contents: Contents) -> dict[str, str]:
    """Return the titles that must not be seen: unpublished, and named by nobody.

    A title that stands in a file which is published is its author's own mention, such
    as a part that a series announces. A preview shows everything.
    """
    settings = contents.settings
    content = Path(str(settings["PATH"]))
    kinds = () if settings.get("BULLETIN_PREVIEW") else ("ARTICLE_PATHS", "PAGE_PATHS")
    names = [name for kind in kinds for name in list_setting(settings, kind)]
    titles, hidden = {}, set()
    for name in names:
        for file in sorted((content / name).rglob("*.md")):
            source = read_source(file, settings)
            if source.path not in contents.published:
                titles[as_text(source.header.values.get("title"))] = source.path
                hidden.add(file)
    titles.pop("", None)
    if titles:
        for file in sorted(content.rglob("*.md")):
            if file not in hidden:
                text = " ".join(read_source(file, settings).text.split())
                titles = {t: source for t, source in titles.items() if t not in text}
    return titles


def group_repeats(
    problems: Iterable[Problem], sources: Container[str] = ()
) -> Iterator[tuple[Problem, int]]:
    """Yield each problem, and on how many more pages it is.

    What is wrong on many pages comes once: their template is to be mended. The number
    is 0 where each page has a problem of its own. A link of a few posts, whose pages
    are among ``sources``, is theirs, however many lists repeat it.
    """
    groups: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem.name, NUMBER.sub("", problem.what)].append(problem)
    for group in groups.values():
        own = [one for one in group if one.path in sources]
        if 0 < len(own) <= MANY and group[0].name in OF_LINKS:
            yield from ((problem, 0) for problem in own)
        elif len(group) > MANY:
            yield min(group), len(group) - 1
        else:
            yield from ((problem, 0) for problem in group)


def is_told(problem: Problem, told: Iterable[Problem]) -> bool:
    """Return whether a plugin has reported a link on its line, as gravely."""
    words = set(re.findall("“([^”]+)”", problem.what))
    words |= {word.partition("#")[2] for word in words if "#" in word}
    return problem.name in OF_LINKS and any(
        one.path == problem.path
        and one.line == problem.line > 0
        and one.level >= problem.level
        and "link" in one.name
        and words.intersection(re.findall("“([^”]+)”", one.what))
        for one in told
    )


def locate(problem: Problem, more: int, site: Site, contents: Contents) -> Problem:
    """Give a problem its source's address where that is known, else the output's."""
    source = contents.sources.get(problem.path)
    output = site.relative(Path(str(contents.settings["OUTPUT_PATH"])))
    if more:
        what = f"{problem.what} The same on {more} more pages."
        problem = replace(problem, what=what)
    what, path = f"In {output}/{problem.path}: {problem.what}", problem.path
    if source is not None and not more:
        text = read_source(contents.files[source], contents.settings)
        return replace(problem, path=source, line=_line_of(problem, text), what=what)
    if path.endswith(PAGES) and problem.name in OF_LINKS and not more:
        # The page of a series has the text of the series' file.
        for text in read_series_files(contents.settings):
            if line := _line_of(problem, text):
                return replace(problem, path=text.path, line=line, what=what)
    return replace(problem, path=f"{output}/{path}")


def _line_of(problem: Problem, text: Source) -> int:
    """Return the line of a text on which the words of a problem stand, or 0."""
    words = re.findall("“([^”]+)”", problem.what)
    line = text.find_line(words)
    if not line and problem.name in OF_LINKS:
        address = f"/{problem.path.removesuffix('index.html')}"
        found = (find_link_line(text.prose, address, target) for target in words)
        line = next(filter(None, found), 0)
    return line
