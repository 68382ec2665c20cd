"""The site as its author sees it: posts and pages with texts, states and addresses.

It is read as for a preview, so that drafts and posts to come have the addresses and the
numbers that they will have.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ...addresses.record import RecordError, parse_record
from ...feeds.posts import entry_id
from ...feeds.settings import read_site as read_feed_site
from ...feeds.text import join
from ...problem import Level
from ...report import relative_path
from ...site import contents_of, is_strict, now, slug_of
from ...source.dates import Moment, parse_date
from ...source.header import Header, parse_header
from ...source.own_files import kept_addresses
from ...source.values import as_text, split_list
from ..build.build import ledger_settings, overrides_of
from ..build.options import BuildOptions
from ..build.pelican_run import open_site
from ..files import list_files
from ..site import RefusedError, has_plugin, list_setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...problem import Problem
    from ...series.index import SeriesContents, SeriesIndex
    from ..build.pelican_run import PelicanSite
    from ..site import Site

TEXTS = (".md", ".markdown", ".mkd", ".mdown", ".rst", ".html", ".htm")
#: States of what readers can open, or could before it was withdrawn.
PUBLIC = ("published", "hidden", "withdrawn")


class Content(Protocol):
    """What is taken from Pelican's articles and pages."""

    source_path: str
    slug: str
    lang: str
    title: str

    def get_url_setting(self, key: str) -> str:
        """Return ``url`` or ``save_as``, as the site's settings make it."""


@dataclass(frozen=True)
class Piece:
    """A post or a page."""

    path: str  #: as problems name it
    inside: str  #: below ``PATH``, with slashes
    kind: str  #: post or page
    text: str  #: as the file holds it
    header: Header
    content: Content | None  #: None where the site leaves it out, or cannot read it
    slug: str
    state: str  #: published, scheduled, draft, hidden, withdrawn or skip
    day: str = ""  #: of its date, or an empty text
    kept: frozenset[str] = frozenset()  #: the addresses in the site's record

    @property
    def title(self) -> str:
        return as_text(self.header.values.get("title")) or self.slug

    @property
    def lang(self) -> str:
        return str(self.content.lang) if self.content else ""

    @property
    def aliases(self) -> list[str]:
        return split_list(self.header.values.get("aliases"))

    @property
    def was_public(self) -> bool:
        """Return whether readers know its address: it is out, or was once."""
        return self.state in PUBLIC or self.address in self.kept

    @cached_property
    def address(self) -> str:
        """Its page's address from the site's root, also that of a page to come."""
        return self.address_as()

    def address_as(self, **changes: object) -> str:
        """Return the address that it would have with another slug, date or file."""
        if self.content is None:
            return ""
        other = copy(self.content)
        for name, value in (*changes.items(), ("status", "published")):
            setattr(other, name, value)  # a status is no plain attribute
        return f"/{other.get_url_setting('url').lstrip('/')}"

    def said(self, key: str) -> str:
        """Return a value of the header as one line."""
        return as_text(self.header.values.get(key))


@dataclass(frozen=True)
class Survey:
    """Everything that a change of a post has to know."""

    site: Site
    settings: dict[str, object]
    pieces: tuple[Piece, ...]
    texts: dict[str, str]  #: of posts, pages and series files, by path
    insides: dict[str, str]  #: their paths below ``PATH``
    indexes: tuple[SeriesIndex, ...]  #: of the series of posts, and of pages
    ids: dict[str, str]  #: of posts without a uid in feeds, by path
    problems: tuple[Problem, ...]
    now: datetime

    @property
    def series(self) -> list[SeriesContents]:
        """All series, and those of posts that pages have too."""
        return [group for index in self.indexes for group in index.groups]

    @property
    def has_feeds(self) -> bool:
        return has_plugin(self.settings, "feeds")

    @property
    def has_front_matter(self) -> bool:
        return has_plugin(self.settings, "front_matter")

    @property
    def is_strict(self) -> bool:
        return self.has_front_matter and is_strict(self.settings)

    @property
    def holds_back(self) -> bool:
        """Return whether a post waits for its date."""
        return holds_back(self.settings)

    def translations(self, piece: Piece) -> list[Piece]:
        """Return what has a piece's slug in all languages, itself among them."""
        same = (piece.kind, piece.slug)
        return [one for one in self.pieces if (one.kind, one.slug) == same]

    def name_of(self, inside: str) -> str:
        """Return how problems call a file, from its path below ``PATH``."""
        return relative_path(self._content / inside, self.settings)

    def inside_of(self, path: str) -> str:
        """Return the path below ``PATH`` of a file that problems call so."""
        whole = self.site.root / path
        return whole.relative_to(str(self.settings["PATH"])).as_posix()

    def files_in(self, folder: str) -> list[str]:
        """Return all files in a folder below ``PATH``, by their paths from there."""
        return [f"{folder}/{one}" for one in list_files(self._content / folder)]

    def is_of_one(self, folder: str, piece: Piece) -> bool:
        """Return whether a folder in ``PATH`` holds one post and its translations."""
        paths = {f"{name}_PATHS" for name in ("ARTICLE", "PAGE", "STATIC")}
        tops = {one.strip("/") for name in paths for one in self.listed(name)}
        own = {one.path for one in self.translations(piece)}
        inside = {p.path for p in self.pieces if p.inside.startswith(f"{folder}/")}
        return folder not in {*tops, "", "."} and inside <= own

    def listed(self, name: str) -> list[str]:
        """Return the texts of a setting that is a list."""
        return list_setting(self.settings, name)

    @property
    def _content(self) -> Path:
        return Path(str(self.settings["PATH"]))

    def id_of(self, piece: Piece) -> str:
        """Return the id that feeds know a public post by, if only they know it."""
        if not self.has_feeds or piece.kind != "post" or not piece.was_public:
            return ""
        date = getattr(piece.content, "date", None)
        if piece.path in self.ids or not isinstance(date, datetime):
            return self.ids.get(piece.path, "")
        link = join(read_feed_site(self.settings).url, piece.address)
        return entry_id("", link, date)

    def refuse_unread(self, piece: Piece) -> None:
        """Refuse to touch what the site cannot read, with what is wrong with it."""
        wrong = [
            problem
            for problem in self.problems
            if problem.path == piece.path and problem.level is Level.ERROR
        ]
        if piece.content is None and piece.state != "skip":
            said = "\n".join(map(str, wrong)) or f"{piece.path} is not read."
            raise RefusedError(f"{said}\nMend this first; nothing was changed.")


def holds_back(settings: dict[str, object]) -> bool:
    """Return whether posts wait for their dates on a site."""
    strict = has_plugin(settings, "front_matter") and is_strict(settings)
    return strict or not settings.get("WITH_FUTURE_DATES", True)


class Reading(NamedTuple):
    """A site that has been read."""

    opened: PelicanSite
    indexes: tuple[SeriesIndex, ...]  #: of posts, and of pages
    ids: dict[str, str]  #: of posts without a uid in feeds, by their whole paths


@contextmanager
def reading(
    site: Site, *, drafts: bool, moment: datetime | None = None, **own: object
) -> Iterator[Reading]:
    """Open a site and read it as a build or a preview does, with further settings.

    Refuses where the settings cannot be used.
    """
    options = BuildOptions(site, drafts=drafts)
    with open_site(site.conf, **overrides_of(options) | own) as opened:
        if not opened.settings:
            raise RefusedError("\n".join(map(str, opened.problems)))
        at = moment or now(opened.settings)
        ids: dict[str, str] = {}
        context = opened.read(
            BULLETIN_NOW=at.isoformat(timespec="seconds"),
            FEEDS_WITHOUT_UID=ids,
            **ledger_settings(options, opened.settings, None),
        )
        yield Reading(opened, tuple(context.get("SERIES_INDEXES", {}).values()), ids)


def survey_site(site: Site) -> Survey:
    """Read a site with its drafts."""
    with reading(site, drafts=True) as found:
        opened, settings = found.opened, found.opened.settings
        if not opened.generators:
            lines = "\n".join(map(str, opened.problems))
            raise RefusedError(f"{lines}\nMend this first; nothing was changed.")
        texts, insides = read_texts(settings)
        contents: dict[str, Content] = {
            relative_path(content.source_path, settings): content
            for content in contents_of(opened.generators)
            if getattr(content, "source_path", None)
        }
        pieces = _find_pieces(texts, insides, contents, settings)
        return Survey(
            site,
            settings,
            tuple(pieces),
            texts,
            insides,
            found.indexes,
            {relative_path(one, settings): uid for one, uid in found.ids.items()},
            opened.problems,
            now(settings),
        )


def read_texts(settings: dict[str, object]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the texts of posts, pages and series files, and their paths in ``PATH``.

    Both by the path that problems name. What is no UTF-8 is left to the checks.
    """
    texts, insides = dict[str, str](), dict[str, str]()
    root = Path(str(settings["PATH"]))
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for file in sorted(files):
            path = Path(folder, file)
            if file.startswith(".") or path.suffix not in TEXTS or path.is_symlink():
                continue
            with suppress(OSError, UnicodeDecodeError):
                text = path.read_bytes().decode("utf-8")
                name = relative_path(path, settings)
                texts[name] = text
                insides[name] = path.relative_to(root).as_posix()
    return texts, insides


def _find_pieces(
    texts: dict[str, str],
    insides: dict[str, str],
    contents: dict[str, Content],
    settings: dict[str, object],
) -> Iterator[Piece]:
    """Yield every post and page, also those that the site leaves out or cannot read."""
    kinds = {
        kind: list_setting(settings, f"{name}_PATHS")
        for kind, name in (("page", "PAGE"), ("post", "ARTICLE"))
    }
    kept = _kept_addresses(settings)
    closed = list_setting(settings, "ARTICLE_EXCLUDES")
    closed += [path for path in _folders_of_plugins(settings) if path]
    for path, text in texts.items():
        content, inside = contents.get(path), insides[path]
        kind = next((k for k, folders in kinds.items() if _within(inside, folders)), "")
        if content is None and (not kind or _within(inside, closed)):
            continue
        header = parse_header(text)
        slug = str(content.slug) if content else slug_of(path, header, settings)
        moment = _date_of(content, header, settings)
        status = as_text(header.values.get("status")).lower()
        if not status:
            given = settings.get("DEFAULT_METADATA")
            known = given.get("status") if isinstance(given, Mapping) else ""
            status = str(known or "published").lower()
        if status == "published" and moment and moment > now(settings):
            status = "scheduled" if holds_back(settings) else status
        day = f"{moment:%Y-%m-%d}" if moment else ""
        kind = kind or "post"
        yield Piece(path, inside, kind, text, header, content, slug, status, day, kept)


def _kept_addresses(settings: dict[str, object]) -> frozenset[str]:
    """Return the addresses in a site's record; a build says what is wrong with it."""
    name = kept_addresses(settings)
    file = Path(str(settings["PATH"]), name)
    with suppress(OSError, RecordError, UnicodeDecodeError):
        return frozenset(
            parse_record(file.read_text("utf-8")).addresses if name else ()
        )
    return frozenset()


def _folders_of_plugins(settings: dict[str, object]) -> list[str]:
    own = settings.get("SERIES")
    return [str(own.get("path", "series")) if isinstance(own, Mapping) else "series"]


def _within(path: str, folders: Iterable[str]) -> bool:
    plain = (folder.strip("/").removeprefix("./") for folder in folders)
    return any(one in ("", ".") or path.startswith(f"{one}/") for one in plain)


def _date_of(
    content: Content | None, header: Header, settings: dict[str, object]
) -> datetime | None:
    date = getattr(content, "date", None)
    if isinstance(date, datetime):
        return date
    moment = parse_date(as_text(header.values.get("date")))
    zone = as_text(header.values.get("timezone")) or str(settings.get("TIMEZONE"))
    return moment.placed(zone) if isinstance(moment, Moment) else None
