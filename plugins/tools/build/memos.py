"""What Pelican works out again and again, worked out once or with less work."""

from __future__ import annotations

import os
import re
from collections import ChainMap
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from ...site import FILLED, USUAL_LINK, may_fill_links

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Iterable,
        Iterator,
        KeysView,
        MutableMapping,
    )

    from jinja2 import Environment

    Expansion = Callable[["Addressed", str, str | None], str]

    class Slugify(Protocol):
        """Makes slugs of names."""

        def __call__(self, value: str, regex_subs: object = (), **more: object) -> str:
            """Return the slug of a name."""


#: How addresses begin that Pelican fills in, unless a site has a pattern of its own.
SIGN = re.compile("|".join(map(re.escape, FILLED)))
#: Forms of dates that mean the same to Pelican and to Python.
USUAL_FORM = re.compile(r"(?:[ -$&-~]|%-?[aAbBdHIjmMpSyY])*")


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


class Placed(Protocol):
    """What Pelican's ``Content`` works out its place below ``PATH`` from."""

    settings: Mapping[str, object]
    source_path: str | None

    def get_relative_source_path(self, source_path: str | None = None) -> str | None:
        """Return the path of a source, counted from ``PATH``."""


@contextmanager
def quick_paths(kind: type[Placed]) -> Iterator[None]:
    """Let Pelican's ``Content`` cut whole and plain paths off where ``PATH`` ends."""
    plain = kind.get_relative_source_path

    def find(content: Placed, source_path: str | None = None) -> str | None:
        path, root = source_path or content.source_path, content.settings["PATH"]
        if type(path) is str and type(root) is str and path.startswith(f"{root}/"):
            is_whole = os.sep == root[:1] == "/" and root[1:2] not in ("", "/")
            if is_whole and all(os.path.normpath(one) == one for one in (path, root)):
                return path[len(root) + 1 :]
        return plain(content, source_path)

    kind.get_relative_source_path = find  # type: ignore[assignment,method-assign]  # a class of Pelican's
    try:
        yield
    finally:
        if kind.get_relative_source_path is find:
            kind.get_relative_source_path = plain  # type: ignore[method-assign]  # same


class Linked(Protocol):
    """What Pelican's ``Content`` looks for links to files in."""

    _content: str
    settings: dict[str, object]

    def _update_content(self, content: str, siteurl: str) -> str:
        """Fill in the links of a text."""

    def _get_intrasite_link_regex(self) -> re.Pattern[str]:
        """Return the pattern of a tag up to a link that is filled in."""

    def _link_replacer(self, siteurl: str, found: re.Match[str]) -> str:
        """Return such a tag with the address filled in."""

    def get_static_links(self) -> set[str]:
        """Return the files that links in the text bring along."""


@contextmanager
def quick_links(kind: type[Linked]) -> Iterator[None]:
    """Let Pelican's ``Content`` look for links only where a text may have some."""
    plain, fill = kind.get_static_links, kind._update_content  # noqa: SLF001  # Pelican has no other door

    def find(content: Linked) -> set[str]:
        text = content._content  # noqa: SLF001  # same
        is_plain = text and "static" not in text and "attach" not in text
        return set() if is_plain else plain(content)

    def update(content: Linked, text: str, siteurl: str) -> str:
        if not may_fill_links(text or "", content.settings):
            return text
        is_usual = content.settings["INTRASITE_LINK_REGEX"] == USUAL_LINK
        if not is_usual or fill.__module__ != kind.__module__:  # a plugin's
            return fill(content, text, siteurl)
        return "".join(_fill(content, text, siteurl))

    kind.get_static_links = find  # type: ignore[assignment,method-assign]  # a class of Pelican's
    kind._update_content = update  # type: ignore[assignment,method-assign]  # noqa: SLF001  # same
    try:
        yield
    finally:
        if kind.get_static_links is find:
            kind.get_static_links = plain  # type: ignore[method-assign]  # same
        if kind._update_content is update:  # type: ignore[comparison-overlap]  # noqa: SLF001  # same
            kind._update_content = fill  # type: ignore[method-assign]  # noqa: SLF001  # same


def _fill(content: Linked, text: str, siteurl: str) -> Iterator[str]:
    """Yield a text piece by piece, its links filled in as Pelican does.

    Pelican looks at each tag; a link lies in a tag around one of a few signs.
    """
    link, at = content._get_intrasite_link_regex(), 0  # noqa: SLF001  # as above
    while sign := SIGN.search(text, at):
        # No tag goes on behind “>”, until its address begins.
        found = link.search(text, max(at, text.rfind(">", at, sign.start()) + 1))
        if not found:
            break
        yield text[at : found.start()]
        yield content._link_replacer(siteurl, found)  # noqa: SLF001  # same
        at = found.end()
    yield text[at:]


class Dates(Protocol):
    """Pelican's module that prints dates."""

    strftime: Callable[[datetime, str], str]


@contextmanager
def quick_dates(module: Dates) -> Iterator[None]:
    """Print dates of usual forms at once: Pelican cuts the form up for each."""
    plain = module.strftime

    def strftime(date: datetime, form: str) -> str:
        if not (isinstance(date, datetime) and USUAL_FORM.fullmatch(form)):
            return plain(date, form)
        usual, *bare = form.split("%-")
        pieces = [datetime.strftime(date, usual)]
        for piece in bare:  # “%-d”: without the zero before it
            pieces.append(datetime.strftime(date, f"%{piece[0]}").lstrip("0") or "0")
            pieces.append(datetime.strftime(date, piece[1:]))
        return "".join(pieces)

    module.strftime = strftime
    try:
        yield
    finally:
        if module.strftime is strftime:
            module.strftime = plain


class InstalledPlugins(Mapping[str, ModuleType]):
    """Plugins of Pelican's namespace by name, each imported when it is asked for."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = (*names,)

    def __getitem__(self, name: str) -> ModuleType:
        return import_module(name)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Loading(Protocol):
    """Pelican's module that loads plugins."""

    get_namespace_plugins: Callable[[], Mapping[str, ModuleType]]
    iter_namespace: Callable[[ModuleType], Iterable[tuple[object, str, bool]]]


@contextmanager
def quick_plugins(module: Loading, namespace: ModuleType) -> Iterator[None]:
    """Import no plugin that is installed and not wanted; Pelican imports all."""
    plain = module.get_namespace_plugins

    def find() -> InstalledPlugins:
        found = module.iter_namespace(namespace)
        return InstalledPlugins(name for _, name, is_package in found if is_package)

    module.get_namespace_plugins = find
    try:
        yield
    finally:
        if module.get_namespace_plugins is find:
            module.get_namespace_plugins = plain


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


def _set_expansion(kind: type[Addressed], expand: Expansion) -> None:
    kind._expand_settings = expand  # type: ignore[assignment,method-assign]  # noqa: SLF001  # a class of Pelican's
