"""A part's place in its series: pelican-series' dict, read-only, and much more."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from .members import PLANNED, PUBLISHED

if TYPE_CHECKING:
    from _collections_abc import dict_items, dict_keys, dict_values
    from collections.abc import Callable, Iterator

    from .members import Content
    from .view import PartEntry, Series

#: The keys of pelican-series, in its order, then ours.
KEYS = (
    "name", "index", "all", "all_previous", "all_next", "lang", "previous", "next",
    "part", "of", "part_line", "slug", "title", "url", "list_url", "whole_url",
    "short_title", "state", "contents", "is_folded", "earlier", "window", "later",
    "earlier_line", "later_line", "previous_part", "next_part", "coming", "is_last",
    "related", "rel", "is_part_of", "position", "words", "series",
)  # fmt: skip
#: What a place says as its series does, and as its own entry in the series does.
OF_SERIES = {
    "name", "lang", "slug", "title", "url", "list_url", "whole_url", "of", "related",
    "is_part_of", "words",
}  # fmt: skip
OF_ENTRY = {"short_title", "state"}


class Link(NamedTuple):
    """A ``<link>`` in the head; ``url`` has no site before it."""

    rel: str
    url: str
    lang: str
    title: str


class Place(dict[str, object]):
    """The place of one content; the manual lists what templates find in it.

    Its keys are its attributes, each worked out when it is first asked for.
    """

    #: Contents are many: what was worked out gets a dict only when there is some.
    __slots__ = ("__dict__", "index", "part", "series")

    def __init__(self, series: Series, part: int, index: int) -> None:
        self.series = series
        self.part = part  #: the number for readers
        self.index = index  #: the place among the published parts of this language

    def __getattr__(self, name: str) -> object:
        if name in OF_SERIES:
            return getattr(self.series, name)
        if name in OF_ENTRY:
            return getattr(self._entry, name)
        raise AttributeError(name)

    # Its neighbours as contents.

    @property
    def all(self) -> list[Content]:
        return self.series.parts

    @property
    def all_previous(self) -> list[Content]:
        return self.all[: self.index - 1]

    @property
    def all_next(self) -> list[Content]:
        return self.all[self.index :]

    @property
    def previous(self) -> Content | None:
        return self.all[self.index - 2] if self.index > 1 else None

    @property
    def next(self) -> Content | None:
        return self.all[self.index] if self.index < len(self.all) else None

    @property
    def part_line(self) -> str:
        words, of = self.series.words, self.series.of
        return words["part_of"].format(part=self.part, of=of)

    @property
    def position(self) -> int:
        return self.part

    # The list of parts, whole and cut around this one.

    @cached_property
    def current(self) -> PartEntry:
        """This part's own entry."""
        return self._entry.as_current()

    @property
    def _entry(self) -> PartEntry:
        """This part's entry as other parts have it."""
        return self.series.contents[self.part - 1]

    @property
    def contents(self) -> tuple[PartEntry, ...]:
        entries = self.series.contents
        return (*entries[: self.part - 1], self.current, *entries[self.part :])

    @property
    def is_folded(self) -> bool:
        return self.series.of > self.series.site.settings.fold_above

    @cached_property
    def _cut(self) -> tuple[tuple[PartEntry, ...], ...]:
        """The parts before those in sight, these, and those after them."""
        options, entries = self.series.site.settings, self.contents
        if not self.is_folded:
            return (), entries, ()
        first = max(0, self.part - 1 - options.window)
        last = self.part + options.window
        before = entries[max(0, first - options.fold_limit) : first]
        return before, entries[first:last], entries[last : last + options.fold_limit]

    @property
    def earlier(self) -> tuple[PartEntry, ...]:
        return self._cut[0]

    @property
    def window(self) -> tuple[PartEntry, ...]:
        return self._cut[1]

    @property
    def later(self) -> tuple[PartEntry, ...]:
        return self._cut[2]

    @property
    def earlier_line(self) -> str:
        return self._range_line("before", self.earlier)

    @property
    def later_line(self) -> str:
        return self._range_line("after", self.later)

    def _range_line(self, side: str, entries: tuple[PartEntry, ...]) -> str:
        if not entries:
            return ""
        word = self.series.words[f"{side}_range" if len(entries) > 1 else f"{side}_one"]
        return word.format(first=entries[0].number, last=entries[-1].number)

    # What comes before and after, for readers.

    @cached_property
    def previous_part(self) -> PartEntry | None:
        before = reversed(self.series.contents[: self.part - 1])
        return next((entry for entry in before if entry.url), None)

    @cached_property
    def next_part(self) -> PartEntry | None:
        after = self.series.contents[self.part :]
        return next((entry for entry in after if entry.url), None)

    @property
    def coming(self) -> PartEntry | None:
        following = self.series.contents[self.part : self.part + 1]
        return next((entry for entry in following if entry.state == PLANNED), None)

    @property
    def is_last(self) -> bool:
        return self.next_part is None and self.coming is None

    @property
    def rel(self) -> tuple[Link, ...]:
        if self._entry.state != PUBLISHED:
            return ()
        around = (("prev", self.previous_part), ("next", self.next_part))
        return tuple(Link(rel, e.url, e.lang, e.title) for rel, e in around if e)

    # The dict that themes know.

    def __getitem__(self, key: str) -> object:
        if key in KEYS:
            return getattr(self, key)
        raise KeyError(key)

    def get(self, key: str, default: object = None) -> object:
        return getattr(self, key) if key in KEYS else default

    def __contains__(self, key: object) -> bool:
        return key in KEYS

    def __iter__(self) -> Iterator[str]:
        return iter(KEYS)

    def __len__(self) -> int:
        return len(KEYS)

    def keys(self) -> dict_keys[str, object]:
        return dict[str, object].fromkeys(KEYS).keys()

    def values(self) -> dict_values[str, object]:
        return self.copy().values()

    def items(self) -> dict_items[str, object]:
        return self.copy().items()

    def copy(self) -> dict[str, object]:
        return {key: getattr(self, key) for key in KEYS}

    __eq__, __ne__ = object.__eq__, object.__ne__

    def __repr__(self) -> str:
        return f"<Place {self.part} of {self.series.of} in {self.series.name!r}>"

    def __deepcopy__(self, memo: dict[int, object]) -> Place:
        return self

    def __reduce__(self) -> tuple[type, tuple[dict[str, object]]]:
        return dict, (self.copy(),)

    def _refuse(self, *_args: object, **_named: object) -> NoReturn:
        raise TypeError("article.series is read-only.")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


class PreviewPlace(Place):
    """The place that a draft or hidden content would have if it were published.

    Nobody else sees it, so its series is put in order for it alone, when asked for.
    """

    def __init__(self, find_place: Callable[[], Place]) -> None:
        self._find_place = find_place

    def __getattr__(self, name: str) -> object:
        if name not in ("series", "part", "index"):
            return super().__getattr__(name)
        found = self._find_place()
        self.series, self.part, self.index = found.series, found.part, found.index
        return getattr(self, name)
