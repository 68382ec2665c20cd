"""What Pelican works out again and again while it writes, worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ...site import contents_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Addressed(Protocol):
    """What Pelican's contents have that finds their ``url`` and ``save_as``."""

    get_url_setting: Callable[[str], object]


class IndexedList(list[object]):
    """A list of contents, which are one object each, that knows at once what is in it.

    Pelican asks for each topic which of all articles are in its list: with a plain list
    that takes articles times the topic's articles.
    """

    def __init__(self, contents: Iterable[object]) -> None:
        super().__init__(contents)
        self._ids = frozenset(map(id, self))

    def __contains__(self, content: object) -> bool:
        return id(content) in self._ids or (
            len(self._ids) != len(self) and super().__contains__(content)
        )


def keep_answers(generators: Iterable[object]) -> None:
    """Keep each article's and page's address, and index the lists of topics.

    Call it when nothing changes contents any more (``get_writer``). Pelican formats
    an address anew whenever a template asks for ``url`` or ``save_as``.
    """
    for generator in generators:
        names = vars(generator)
        for kind in ("categories", "authors"):
            if kind in names:
                names[kind] = [(name, IndexedList(own)) for name, own in names[kind]]
        for tag, articles in names.get("tags", {}).items():
            names["tags"][tag] = IndexedList(articles)
    for content in contents_of(generators):
        content.get_url_setting = _keep(content)


def _keep(content: Addressed) -> Callable[[str], object]:
    """Return a content's ``get_url_setting`` that formats each address once.

    A plugin may still override it (``override_url``), even while pages are written.
    """
    ask, given = content.get_url_setting, vars(content)
    known: dict[str, object] = {}

    def get_url_setting(key: str) -> object:
        if f"override_{key}" in given:
            return given[f"override_{key}"]
        if key not in known:
            known[key] = ask(key)
        return known[key]

    return get_url_setting
