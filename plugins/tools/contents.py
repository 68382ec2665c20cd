"""What a run has published, and from which files: addresses for what is found later."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ..problem import Problem
from ..report import relative_path, report
from ..site import DRAFTS
from .site import has_plugin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ARTICLES = ("articles", "translations", "hidden_articles", "hidden_translations")
PAGES = ("pages", "hidden_pages")


class Content(Protocol):
    """What is asked of a post or page of Pelican."""

    source_path: object
    save_as: object


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
    contents: Contents, settings: dict[str, object]
) -> Callable[[Iterable[object]], None]:
    """Return a handler for the moment when all generators have read everything."""

    def note(generators: Iterable[object]) -> None:
        for generator in generators:
            names = vars(generator)
            if "articles" in names:
                contents.posts += len(names["articles"])
                contents.posts += len(names.get("translations", ()))
            if "pages" in names:
                contents.pages += len(names["pages"])
                contents.pages += len(names.get("translations", ()))
            for item in names.get("staticfiles", ()):
                # Asking for save_as itself would forbid {attach} to move the file.
                contents.static.add(str(item.get_url_setting("save_as")))
            for name in (*ARTICLES, *PAGES, *DRAFTS):
                for item in names.get(name, ()):
                    _note(contents, item, name, settings)

    return note


def _note(
    contents: Contents, item: Content, name: str, settings: dict[str, object]
) -> None:
    source = relative_path(str(item.source_path), settings)
    save_as = str(item.save_as)
    other = save_as and contents.sources.get(save_as)
    # That plugin reports such a clash itself, with its lines.
    if other and not has_plugin(settings, "front_matter"):
        report(_clash(source, other, save_as), settings)
    contents.sources[save_as] = source
    contents.files[source] = str(item.source_path)
    if name not in DRAFTS:
        contents.published.add(source)


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
