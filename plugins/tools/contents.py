"""What a run has published, and from which files: addresses for what is found later."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from ..problem import Problem
from ..report import relative_path, report
from ..site import DRAFTS, HIDDEN, PUBLISHED, awaited, now
from ..source.agenda import PAGE, POST, REVIEW, Due
from .site import has_plugin

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    class _Content(Protocol):
        metadata: dict[str, object]
        title: object


@dataclass
class Contents:
    """The posts and pages of one run."""

    settings: dict[str, object]  #: the site's
    posts: int = 0
    pages: int = 0
    sources: dict[str, str] = field(default_factory=dict)  #: output path -> source
    published: set[str] = field(default_factory=set)  #: sources
    files: dict[str, str] = field(default_factory=dict)  #: source -> file on disk
    static: set[str] = field(default_factory=set)  #: output paths of copied files
    out: list[Due] = field(default_factory=list)  #: what is not held back and dated
    held: list[Due] = field(default_factory=list)  #: what Pelican itself holds back

    def note(self, generators: Iterable[object]) -> None:
        """Take everything down when all generators have read; this handles a signal."""
        for generator in generators:
            names = vars(generator)
            translations = len(names.get("translations", ()))
            kind = POST if "articles" in names else PAGE
            if "articles" in names:
                self.posts += len(names["articles"]) + translations
            if "pages" in names:
                self.pages += len(names["pages"]) + translations
            for item in names.get("staticfiles", ()):
                # Asking for save_as itself would forbid {attach} to move the file.
                self.static.add(str(item.get_url_setting("save_as")))
            for name in (*PUBLISHED, *HIDDEN, *DRAFTS):
                for item in names.get(name, ()):
                    path, save_as = str(item.source_path), str(item.save_as)
                    self._note_one(path, save_as, is_draft=name in DRAFTS)
                    due = _due_of(item, path, kind, self.settings)
                    if due and name not in DRAFTS:
                        self.out.append(due)
                    elif due and not _is_draft(item):
                        self.held.append(due)

    @property
    def coming(self) -> list[Due]:
        """Return what the clock will bring, soonest first.

        ``front_matter`` knows of posts too that Pelican never sees.
        """
        moment, told = now(self.settings), awaited(self.settings)
        known = {due.path for due in told if due.kind != REVIEW}
        found = [*told, *(due for due in self.held if due.path not in known)]
        coming = (due for due in found if due.at > moment)
        return sorted(coming, key=lambda due: (due.at, due.path, due.kind))

    def reviews_since(self, moment: datetime) -> list[Due]:
        """Return the reviews that have fallen due between a time and now."""
        reviews = (due for due in awaited(self.settings) if due.kind == REVIEW)
        return [due for due in reviews if moment < due.at <= now(self.settings)]

    def _note_one(self, path: str, save_as: str, *, is_draft: bool) -> None:
        source = relative_path(path, self.settings)
        other = save_as and self.sources.get(save_as)
        # That plugin reports such a clash itself, with its lines.
        if other and not has_plugin(self.settings, "front_matter"):
            report(_clash(source, other, save_as), self.settings)
        self.sources[save_as] = source
        self.files[source] = path
        if not is_draft:
            self.published.add(source)

    def explain_conflict(self, message: str, output: str) -> Problem:
        """Return the problem behind Pelican's refusal to write a file twice."""
        quoted = re.search(r'"(.+?)"', message)
        path = os.path.relpath(quoted[1], output) if quoted else ""
        save_as = path.replace(os.sep, "/")
        source = self.sources.get(save_as, "pelicanconf.py")
        problem = _clash(source, "a page that the site makes by itself", save_as)
        remedy = "Give it another slug or save_as, or move the site's own page with its"
        return replace(problem, remedy=f"{remedy} …_SAVE_AS in pelicanconf.py.")


def _due_of(
    item: _Content, path: str, kind: str, settings: dict[str, object]
) -> Due | None:
    date, uid = getattr(item, "date", None), str(item.metadata.get("uid") or "")
    place = relative_path(path, settings)
    return Due(kind, date, place, str(item.title), uid) if date else None


def _is_draft(item: _Content) -> bool:
    """Return whether its author holds a content back, and not its date."""
    given = getattr(item, "front_matter", None)
    status = getattr(given, "status", "") or item.metadata.get("status") or ""
    return str(status).lower() == "draft"


def _clash(source: str, other: str, save_as: str) -> Problem:
    what = f"Its address {save_as} is that of {other} too."
    remedy = "Give one of them another slug, or another save_as where it has one."
    return Problem(source, 0, what, remedy, "address-taken")
