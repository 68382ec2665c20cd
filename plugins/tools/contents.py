"""What a run has published, and from which files: addresses for what is found later."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..problem import Problem
from ..report import relative_path, report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

UNPUBLISHED = ("drafts", "drafts_translations", "draft_pages", "draft_translations")
ARTICLES = ("articles", "translations", "hidden_articles", "hidden_translations")
PAGES = ("pages", "hidden_pages")


@dataclass
class Contents:
    """The posts and pages of one run."""

    posts: int = 0
    pages: int = 0
    sources: dict[str, str] = field(default_factory=dict)  #: output path -> source
    published: set[str] = field(default_factory=set)  #: sources
    files: dict[str, str] = field(default_factory=dict)  #: source -> file on disk
    static: set[str] = field(default_factory=set)  #: output paths of copied files


def collect_contents(
    contents: Contents, settings: Any
) -> Callable[[Iterable[Any]], None]:
    """Return a handler for the moment when all generators have read everything."""

    def note(generators: Iterable[Any]) -> None:
        for generator in generators:
            names = vars(generator)
            if "articles" in names:
                contents.posts += len(generator.articles)
                contents.posts += len(generator.translations)
            if "pages" in names:
                contents.pages += len(generator.pages) + len(generator.translations)
            for item in names.get("staticfiles", ()):
                # Asking for save_as itself would forbid {attach} to move the file.
                contents.static.add(str(item.get_url_setting("save_as")))
            for name in (*ARTICLES, *PAGES, *UNPUBLISHED):
                for item in names.get(name, ()):
                    _note(contents, item, name, settings)

    return note


def _note(contents: Contents, item: Any, name: str, settings: Any) -> None:
    source = relative_path(str(item.source_path), settings)
    save_as = str(item.save_as)
    if save_as and save_as in contents.sources and not _has_front_matter(settings):
        report(_clash(source, contents.sources[save_as], save_as), settings)
    contents.sources[save_as] = source
    contents.files[source] = str(item.source_path)
    if name not in UNPUBLISHED:
        contents.published.add(source)


def _has_front_matter(settings: Any) -> bool:
    """Return whether that plugin, which names clashes with their lines, is at work."""
    return any(str(name).endswith("front_matter") for name in settings["PLUGINS"])


def explain_address_conflict(message: str, contents: Contents, output: str) -> Problem:
    """Return the problem behind Pelican's refusal to write a file twice."""
    quoted = re.search(r'"(.+?)"', message)
    path = os.path.relpath(quoted[1], output) if quoted else ""
    save_as = path.replace(os.sep, "/")
    source = contents.sources.get(save_as, "pelicanconf.py")
    return _clash(source, "a page that the site makes by itself", save_as)


def _clash(source: str, other: str, save_as: str) -> Problem:
    what = f"Its address {save_as} is that of {other} too."
    return Problem(source, 0, what, "Give one of them another slug.", "address-taken")
