"""What Pelican works out again and again while it writes, worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...site import contents_of

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    an address anew whenever a template asks; ``override_url`` is where it looks first.
    """
    for generator in generators:
        names = vars(generator)
        for kind in ("categories", "authors"):
            if kind in names:
                names[kind] = [(name, IndexedList(own)) for name, own in names[kind]]
        for tag, articles in names.get("tags", {}).items():
            names["tags"][tag] = IndexedList(articles)
    for content in contents_of(generators):
        content.override_url = content.url
