"""What Pelican works out again and again, worked out once or with less work."""

from __future__ import annotations

from collections import ChainMap
from contextlib import contextmanager
from locale import LC_TIME, setlocale
from typing import TYPE_CHECKING, Protocol

from ...site import may_fill_links

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Iterable,
        Iterator,
        KeysView,
        Mapping,
        MutableMapping,
    )
    from datetime import datetime

    from jinja2 import Environment

    Expansion = Callable[["Addressed", str, str | None], str]

    class Slugify(Protocol):
        """Makes slugs of names."""

        def __call__(self, value: str, regex_subs: object = (), **more: object) -> str:
            """Return the slug of a name."""


def indexed(contents: list[object]) -> list[object]:
    """Return a list of contents that knows at once what is in it.

    Pelican asks for each topic which of all articles are in its list: with a plain list
    that takes articles times the topic's articles.
    """
    try:
        known = frozenset(contents)
    except TypeError:  # a plugin's contents, which no set can hold
        return contents
    size = len(contents)

    class IndexedList(list[object]):
        def __contains__(self, content: object) -> bool:
            return content in known or (
                len(self) != size and super().__contains__(content)
            )

    return IndexedList(contents)


class TemplateGlobals(ChainMap[str, object]):
    """The globals of a template above those of all, as Jinja has them.

    Each page, include and import walks through them. Few templates have globals of
    their own, and then those of all can be handed out as they are.
    """

    def __getitem__(self, name: str) -> object:
        maps = self.maps
        if maps[0] or len(maps) != 2:
            return super().__getitem__(name)
        return maps[1][name]

    def __iter__(self) -> Iterator[str]:
        maps = self.maps
        return super().__iter__() if maps[0] or len(maps) != 2 else iter(maps[1])

    def keys(self) -> KeysView[str]:
        """Return the names."""
        maps = self.maps
        return super().keys() if maps[0] or len(maps) != 2 else maps[1].keys()


def quicken_globals(environment: Environment) -> None:
    """Let an environment's templates, which are to come, share its globals quickly."""

    def make_globals(own: MutableMapping[str, object] | None) -> TemplateGlobals:
        return TemplateGlobals({} if own is None else own, environment.globals)

    vars(environment)["make_globals"] = make_globals


def index_topics(generators: Iterable[object]) -> None:
    """Index the lists of topics; call it when nothing changes contents any more."""
    for generator in generators:
        names = vars(generator)
        for kind in ("categories", "authors"):
            if kind in names:
                names[kind] = [(name, indexed(own)) for name, own in names[kind]]
        for tag, articles in names.get("tags", {}).items():
            names["tags"][tag] = indexed(articles)


class Addressed(Protocol):
    """What Pelican's ``Content`` makes an address of."""

    settings: Mapping[str, object]

    @property
    def url_format(self) -> dict[str, object]:
        """All that a pattern can name."""

    def _expand_settings(self, key: str, klass: str | None = None) -> str:
        """Fill in the pattern of a setting."""


@contextmanager
def quick_addresses(kind: type[Addressed]) -> Iterator[None]:
    """Let Pelican's ``Content``, which is the ``kind``, format its addresses quickly.

    For each address Pelican copies all metadata and works out the source's path, and a
    page asks for many; nearly every pattern names the slug alone. Nothing is kept, so
    that a plugin may change at any time what an address is made of.
    """
    plain, fields = kind._expand_settings, kind.url_format  # noqa: SLF001  # Pelican has no other door

    def expand(content: Addressed, key: str, klass: str | None = None) -> str:
        if type(content).url_format is not fields:
            return plain(content, key, klass)  # a plugin says what is in it
        named = {
            "slug": getattr(content, "slug", ""),
            "lang": getattr(content, "lang", "en"),
            # Asked always: Pelican warns of a name that makes no slug.
            "author": content.author.slug if hasattr(content, "author") else "",
            "category": content.category.slug if hasattr(content, "category") else "",
        }
        if hasattr(content, "date"):
            named["date"] = content.date
        setting = f"{klass or type(content).__name__}_{key}".upper()
        try:
            return str(content.settings[setting]).format(**named)
        except (AttributeError, LookupError, TypeError, ValueError):
            return plain(content, key, klass)  # it names more, or is a mistake

    _set_expansion(kind, expand)
    try:
        yield
    finally:
        if kind._expand_settings is expand:  # noqa: SLF001  # no plugin has laid its own over it
            _set_expansion(kind, plain)


class Linked(Protocol):
    """What Pelican's ``Content`` looks for links to files in."""

    _content: str
    settings: dict[str, object]

    def _update_content(self, content: str, siteurl: str) -> str:
        """Fill in the links of a text."""

    def get_static_links(self) -> set[str]:
        """Return the files that links in the text bring along."""


@contextmanager
def quick_links(kind: type[Linked]) -> Iterator[None]:
    """Let Pelican's ``Content`` look for links only in texts that may have some."""
    plain, fill = kind.get_static_links, kind._update_content  # noqa: SLF001  # Pelican has no other door

    def find(content: Linked) -> set[str]:
        text = content._content  # noqa: SLF001  # same
        is_plain = text and "static" not in text and "attach" not in text
        return set() if is_plain else plain(content)

    def update(content: Linked, text: str, siteurl: str) -> str:
        may_fill = may_fill_links(text or "", content.settings)
        return fill(content, text, siteurl) if may_fill else text

    kind.get_static_links = find  # type: ignore[assignment,method-assign]  # a class of Pelican's
    kind._update_content = update  # type: ignore[assignment,method-assign]  # noqa: SLF001  # same
    try:
        yield
    finally:
        if kind.get_static_links is find:
            kind.get_static_links = plain  # type: ignore[method-assign]  # same
        if kind._update_content is update:  # type: ignore[comparison-overlap]  # noqa: SLF001  # same
            kind._update_content = fill  # type: ignore[method-assign]  # noqa: SLF001  # same


class Slugs(Protocol):
    """Pelican's module that makes slugs of the names of topics and authors."""

    slugify: Slugify


@contextmanager
def quick_slugs(module: Slugs) -> Iterator[None]:
    """Make the slug of each name once: each post has objects of its own for them."""
    plain = module.slugify
    known: dict[tuple[object, ...], list[tuple[object, str]]] = {}

    def slugify(value: str, regex_subs: object = (), **more: object) -> str:
        made = known.setdefault((value, *more.items()), [])
        for rules, slug in made:
            if rules is regex_subs:
                return slug
        made.append((regex_subs, plain(value, regex_subs, **more)))
        return made[-1][1]

    module.slugify = slugify
    try:
        yield
    finally:
        if module.slugify is slugify:
            module.slugify = plain


class Dates(Protocol):
    """Pelican's module that writes dates."""

    strftime: Callable[[datetime, str], str]


@contextmanager
def quick_dates(module: Dates) -> Iterator[None]:
    """Write each date in each pattern once: lists print those of the same posts."""
    plain = module.strftime
    known: dict[tuple[object, ...], str] = {}

    def strftime(date: datetime, pattern: str) -> str:
        # Times of different zones and folds are equal, and written in other ways.
        zone, fold = getattr(date, "tzinfo", None), getattr(date, "fold", 0)
        key = type(date), date, zone, fold, pattern, setlocale(LC_TIME)
        found = known.get(key)
        if found is None:
            found = known[key] = plain(date, pattern)
        return found

    module.strftime = strftime
    try:
        yield
    finally:
        if module.strftime is strftime:
            module.strftime = plain


def _set_expansion(kind: type[Addressed], expand: Expansion) -> None:
    kind._expand_settings = expand  # type: ignore[assignment,method-assign]  # noqa: SLF001  # a class of Pelican's
