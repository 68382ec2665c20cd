"""What the new site asks of what moves in, and what of it is taken already."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ...front_matter.settings import Settings, parse_settings
from ...places import fold_path
from ...site import now, slug_of, slugify_for
from ...source.dates import find_zone
from ...source.read import read_file
from ...source.values import as_lines, split_list
from ..site import has_plugin, list_setting
from .old_site import PAGE, POST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import tzinfo
    from pathlib import Path

    from ...front_matter.record import FrontMatter


#: Keys that name a category, tags and authors.
TOPIC_KEYS = {
    "category": ("category",),
    "tag": ("tags",),
    "author": ("author", "authors"),
}


@dataclass(frozen=True)
class Existing:
    """A post or page that is there before an import."""

    slug: str
    names: tuple[str, ...]  #: the uid of a post, the old addresses of a page
    topics: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class House:
    """The site that a blog moves into."""

    content: Path  #: where posts, pages and pictures are written
    settings: dict[str, object]  #: the site's

    @cached_property
    def own(self) -> Settings:
        """What headers must say here."""
        return parse_settings(self.settings, now(self.settings))

    @property
    def zone(self) -> str:
        return self.own.zone

    @cached_property
    def clock(self) -> tzinfo:
        return find_zone(self.zone) or UTC

    @property
    def is_yaml(self) -> bool:
        """Whether headers are YAML: stock Pelican does not read it."""
        return has_plugin(self.settings, "front_matter")

    def folder(self, kind: str) -> str:
        """Return the folder of posts or of pages, below ``content``."""
        name = "ARTICLE_PATHS" if kind == POST else "PAGE_PATHS"
        return next(iter(list_setting(self.settings, name)), "").strip("/")

    def is_required(self, kind: str, key: str) -> bool:
        """Return whether a post or page must say this, and no default says it."""
        return key in self.own.required_of("post" if kind == POST else "page")

    def slugify(self, kind: str, text: str) -> str:
        """Return the address of a category, tag or author."""
        return slugify_for(self.settings, kind)(text)

    def address(self, kind: str, slug: str, record: FrontMatter) -> tuple[str, str]:
        """Return the address of a published post or page, and its file.

        Nothing where the site's pattern wants a date and there is none.
        """
        prefix, day = "ARTICLE" if kind == POST else "PAGE", record.date
        author = record.authors[0] if record.authors else self.settings.get("AUTHOR")
        values = {
            "slug": slug,
            "lang": record.lang or str(self.settings.get("DEFAULT_LANG") or "en"),
            "category": self.slugify("category", record.category),
            "author": self.slugify("author", str(author or "")),
            "path": "",
            "date": day.astimezone(self.clock) if day else None,
        }
        url, save_as = (str(self.settings[f"{prefix}_{end}"]) for end in ENDS)
        if day is None and "{date" in url + save_as:
            return "", ""
        try:
            return f"/{url.format(**values)}".replace("//", "/"), save_as.format(
                **values
            )
        except (KeyError, ValueError, AttributeError, IndexError):
            return "", ""  # a pattern that only Pelican can fill

    def list_address(self, kind: str, name: str) -> str:
        """Return the address of a topic's list; nothing where the site has none."""
        prefix = kind.upper()
        if not self.settings.get(f"{prefix}_SAVE_AS"):
            return ""
        url = str(self.settings[f"{prefix}_URL"])
        return f"/{url.format(slug=self.slugify(kind, name))}"

    def taken(self, kind: str, brought: Collection[str]) -> set[str]:
        """Return the slugs of files that no earlier import has ``brought``."""
        return {
            one.slug.lower()
            for file, one in self.files(kind).items()
            if file not in brought
        }

    def files(self, kind: str) -> Mapping[str, Existing]:
        """Return the posts or pages that are there, by their files."""
        return self._files[kind]

    @cached_property
    def _files(self) -> dict[str, dict[str, Existing]]:
        return {kind: dict(self._read(kind)) for kind in (POST, PAGE)}

    def _read(self, kind: str) -> Iterator[tuple[str, Existing]]:
        folder = self.content / self.folder(kind)
        for path in sorted(folder.rglob("*.md")) if folder.is_dir() else ():
            if path.is_file():
                header = read_file(path, self.inside(path)).header
                values = header.values
                names = as_lines(values.get("uid" if kind == POST else "aliases"))
                topics = {
                    one: tuple(
                        name for key in keys for name in split_list(values.get(key))
                    )
                    for one, keys in TOPIC_KEYS.items()
                }
                slug = slug_of(str(path), header, self.settings)
                yield self.inside(path), Existing(slug, tuple(names), topics)

    def topics(self, kind: str, brought: Collection[str]) -> Iterator[str]:
        """Yield the names of a kind in files that no earlier import has ``brought``."""
        for files in self._files.values():
            for file, one in files.items():
                if file not in brought:
                    yield from one.topics[kind]

    def named(self, kind: str, names: Collection[str]) -> tuple[str, str] | None:
        """Return file and slug of the post or page that has one of these names."""
        for file, one in self.files(kind).items():
            if not {*names}.isdisjoint(one.names):
                return file, one.slug
        return None

    def names_itself(self, file: str, title: str) -> str:
        """Return the slug that a file of this name and title has without one."""
        from ...source.header import Header  # noqa: PLC0415  # a record, read late

        return slug_of(file, Header("yaml", {"title": title}), self.settings)

    def inside(self, path: Path) -> str:
        """Return a path below ``content`` with slashes."""
        return os.path.relpath(path, self.content).replace(os.sep, "/")

    @cached_property
    def pages_of_its_own(self) -> frozenset[str]:
        """The files that the site writes of itself, as far as settings name them."""
        named = {
            str(value)
            for name, value in self.settings.items()
            if name.endswith("SAVE_AS") and value and "{" not in str(value)
        }
        return frozenset(map(fold_path, {"index.html", *named}))

    @property
    def feeds(self) -> Mapping[str, str]:
        """The addresses of its own feeds by format."""
        names = {"rss": "FEED_ALL_RSS", "atom": "FEED_ALL_ATOM"}
        return {
            form: f"/{path}"
            for form, name in names.items()
            if (path := self.settings.get(name))
        }

    @property
    def now(self) -> datetime:
        return self.own.now


ENDS = ("URL", "SAVE_AS")
