"""Every check over every file of a finished tree, with the author's own addresses."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...post_checks.core import find_link_line
from ...source.values import as_text
from ..files import list_files
from . import checks
from .links import Addresses
from .page_facts import PageFacts, read_page
from .secrets import check_machine_paths, check_secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...problem import Problem
    from ...source.core import Source
    from ..contents import Contents

PAGES = (".html", ".htm")
FEEDS = (".xml", ".rss", ".atom")
#: Pictures and the like are not searched for words.
MEDIA = (
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".ico", ".woff", ".woff2"),
    *(".ttf", ".otf", ".mp3", ".mp4", ".webm", ".ogg", ".zip", ".gz", ".br", ".pdf"),
)
#: A problem on more pages than this comes from a template, and is printed once.
MANY = 3


@dataclass(frozen=True)
class OutputContext:
    """What the checks need to know beside the tree."""

    contents: Contents
    siteurl: str
    theme_static: str  #: the folder of the theme's own files, such as ``theme``
    folders: dict[str, str]  #: what it is -> a folder of this machine
    content: Path  #: where sources lie
    posts: tuple[Path, ...]  #: the folders of posts and pages; none for a preview
    read: Callable[[Path], Source]  #: returns a source as the run has read it
    output: str  #: the output as an author knows it


def check_output(stage: Path, context: OutputContext) -> list[Problem]:
    """Return everything that is wrong with a finished tree, sorted."""
    paths = list_files(stage)
    addresses = Addresses(context.siteurl, frozenset(paths))
    folders = {what: folder.encode() for what, folder in context.folders.items()}
    titles = unpublished_titles(context)
    problems = list(checks.check_names(paths))
    linked = {path for path in paths if (stage / path).is_symlink()}
    problems += checks.check_links_on_disk(sorted(linked))
    pages: dict[str, PageFacts] = {}
    sources = context.contents.sources
    for path in paths:
        if path in linked or path.lower().endswith(MEDIA):
            continue
        data = (stage / path).read_bytes()
        problems += check_secrets(path, data)
        problems += check_machine_paths(path, data, folders)
        if path.endswith(FEEDS):
            problems += checks.check_feed(path, data, addresses)
        elif path.endswith(PAGES) and not is_copied(path, context):
            facts = read_page(data)
            problems += checks.check_page(path, facts)
            others = {t: s for t, s in titles.items() if s != sources.get(path)}
            problems += checks.check_unpublished(path, facts, others)
            pages[path] = replace(facts, text="", phrases=frozenset())
    for path, facts in pages.items():
        problems += checks.check_links(path, facts, pages, addresses)
    return sorted(
        locate(problem, more, context) for problem, more in group_repeats(problems)
    )


def is_copied(path: str, context: OutputContext) -> bool:
    """Return whether a file was copied as it is: its form is its owner's business."""
    return path in context.contents.static or path.startswith(
        f"{context.theme_static}/"
    )


def unpublished_titles(context: OutputContext) -> dict[str, str]:
    """Return the titles that must not be seen: unpublished, and named by nobody.

    A title that stands in a file which is published is its author's own mention, such
    as a part that a series announces.
    """
    titles, hidden = {}, set()
    for folder in context.posts:
        for file in sorted(folder.rglob("*.md")):
            source = context.read(file)
            if source.path not in context.contents.published:
                titles[as_text(source.header.values.get("title"))] = source.path
                hidden.add(file)
    titles.pop("", None)
    if titles:
        for file in sorted(context.content.rglob("*.md")):
            if file not in hidden:
                text = " ".join(context.read(file).text.split())
                titles = {t: source for t, source in titles.items() if t not in text}
    return titles


def group_repeats(problems: Iterable[Problem]) -> Iterator[tuple[Problem, int]]:
    """Yield each problem, and on how many more pages it is.

    What is wrong on many pages comes once: their template is to be mended. The number
    is 0 where each page has a problem of its own.
    """
    groups: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem.name, problem.what].append(problem)
    for group in groups.values():
        if len(group) > MANY:
            yield min(group), len(group) - 1
        else:
            yield from ((problem, 0) for problem in group)


def locate(problem: Problem, more: int, context: OutputContext) -> Problem:
    """Give a problem its source's address where that is known, else the output's."""
    source = context.contents.sources.get(problem.path)
    if more:
        what = f"{problem.what} The same on {more} more pages."
        problem = replace(problem, what=what)
    if source is None or more:
        return replace(problem, path=f"{context.output}/{problem.path}")
    what = f"In {context.output}/{problem.path}: {problem.what}"
    words = re.findall("“([^”]+)”", problem.what)
    text = context.read(Path(context.contents.files[source]))
    line = text.find_line(words)
    if not line and problem.name in ("output-link", "output-fragment"):
        address = f"/{problem.path.removesuffix('index.html')}"
        found = (find_link_line(text.prose, address, target) for target in words)
        line = next(filter(None, found), 0)
    return replace(problem, path=source, line=line, what=what)
