"""Every check over every file of a finished tree, with the author's own addresses."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...post_checks.core import find_link_line
from ...site import is_strict
from ...source.read import read_source
from ...source.values import as_text
from ..files import list_files
from ..site import home_folder, list_setting
from . import checks
from .file_bytes import FEEDS, ByteChecks
from .links import Addresses, names_bare_pages
from .page_facts import PageFacts, parse_page, read_page, read_words

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator

    from ...problem import Problem
    from ..contents import Contents
    from ..site import Site

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
    stage: Path, site: Site, contents: Contents, told: Collection[Problem] = ()
) -> list[Problem]:
    """Return everything that is wrong with a finished tree, sorted.

    A link that a plugin has ``told`` of at its line is not named again.
    """
    settings = contents.settings
    paths = list_files(stage)
    home = str(settings.get("SITEURL") or "")
    adds_html = not is_strict(settings) or names_bare_pages(settings)
    addresses = Addresses(home, frozenset(paths), adds_html)
    titles = unpublished_titles(contents)
    theme = f"{settings.get('THEME_STATIC_DIR', 'theme')}/"
    problems = list(checks.check_names(paths))
    linked = {path for path in paths if (stage / path).is_symlink()}
    problems += checks.check_links_on_disk(sorted(linked))
    pages: dict[str, PageFacts] = {}
    file_bytes = ByteChecks(machine_folders(stage, site, settings), addresses)
    for path in paths:
        if path in linked or path.lower().endswith(MEDIA):
            continue
        data = (stage / path).read_bytes()
        problems += file_bytes.check(path, data)
        if path.endswith(FEEDS):
            continue
        if path in contents.static or path.startswith(theme):
            continue  # copied as it is: its form is its owner's business
        if path.endswith(PAGES):
            root = parse_page(data)
            pages[path] = read_page(root)
            problems += checks.check_page(path, pages[path])
            own = contents.sources.get(path)
            others = {t: s for t, s in titles.items() if s != own}
            if others:
                words = read_words(root)
                problems += checks.check_unpublished(path, words, others)
    for path, facts in pages.items():
        problems += checks.check_links(path, facts, pages, addresses)
    found = (
        locate(problem, more, site, contents)
        for problem, more in group_repeats(problems, contents.sources)
    )
    return sorted(problem for problem in found if not is_told(problem, told))


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
    if source is None or more:
        return replace(problem, path=f"{output}/{problem.path}")
    what = f"In {output}/{problem.path}: {problem.what}"
    words = re.findall("“([^”]+)”", problem.what)
    text = read_source(contents.files[source], contents.settings)
    line = text.find_line(words)
    if not line and problem.name in OF_LINKS:
        address = f"/{problem.path.removesuffix('index.html')}"
        found = (find_link_line(text.prose, address, target) for target in words)
        line = next(filter(None, found), 0)
    return replace(problem, path=source, line=line, what=what)
