"""What earlier runs have worked out, and what was read for it, for every plugin.

Without the plugin ``incremental`` nothing is kept, and each run works all of it out.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields
from typing import TYPE_CHECKING, Generic, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from _typeshed import DataclassInstance

T = TypeVar("T")
#: The identity of an object that is there, as ``id`` has it. Python tells audit hooks
#: of each ``id`` (PEP 578), and builds are followed by such hooks: they cost seconds.
identity: Callable[[object], int] = (
    object.__hash__ if sys.implementation.name == "cpython" else id
)
#: In a run's state: its ledger.
LEDGER = "LEDGER"
#: What the names of lookups begin with.
LOOKUP = "Lookup"
#: The look whether a table has anything in it.
ANY = "\0any"


class Tracked:
    """Something whose attributes are read one by one, and each read taken down.

    While a page is rendered, the ledger takes down which attributes it reads; the next
    run compares these alone. ``ledger_key`` names the object, the same in every run.
    """

    @property
    def ledger_key(self) -> tuple[str, ...]:
        """The name of this object among all of its kind."""
        raise NotImplementedError


class Tool:
    """Something that answers by what it is given alone: nothing of it is taken down."""


class Value:
    """A record that is compared whole: what is read of it is not taken down.

    What its own methods read of others is.
    """

    @property
    def ledger_value(self) -> object:
        """What says everything that anyone can read of it: here, its fields."""
        return [
            getattr(self, one.name) for one in fields(cast("DataclassInstance", self))
        ]


class Lookup(Tracked, Generic[T]):
    """What is found under texts, where each look is taken down by itself."""

    def __init__(self, name: str, find: Callable[[str], T | None]) -> None:
        self._name = name
        self._find = find

    @property
    def ledger_key(self) -> tuple[str, ...]:
        """The name of the lookup."""
        return (LOOKUP, self._name)

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        """Leave it out of Pelican's cache of contents: each run makes its own."""
        return type(None), ()

    def get(self, key: str) -> T | None:
        """Return what stands under a key, or None."""
        found: T | None = getattr(self, f"[{key}")
        return found

    def __getattr__(self, name: str) -> T | None:
        if not name.startswith("["):
            raise AttributeError(name)
        return self._find(name[1:])


class Table(Mapping[str, T]):
    """A table in which each look is taken down while a value is worked out."""

    def __init__(self, items: Mapping[str, T]) -> None:
        self.items_ = items
        self.answers: dict[str | None, bytes] = {}  #: digests of what looks have found
        self.hear: Callable[[str | None], None] | None = None

    def __getitem__(self, key: str) -> T:
        self._note(key)
        return self.items_[key]

    def __contains__(self, key: object) -> bool:
        if isinstance(key, str):
            self._note(key)
        return key in self.items_

    def __iter__(self) -> Iterator[str]:
        self._note(None)
        return iter(self.items_)

    def __len__(self) -> int:
        self._note(None)
        return len(self.items_)

    def __bool__(self) -> bool:
        self._note(ANY)
        return bool(self.items_)

    def answer(self, key: str | None) -> object:
        """Return what a look finds, and of the whole table if ``key`` is None.

        Bytes stand for themselves, all else is given a digest.
        """
        if key is None:
            return list(self.items_.items())
        if key == ANY:
            return bool(self.items_)
        found = self.items_.get(key)
        if isinstance(found, str):
            return f"={found}".encode("utf-8", "surrogatepass")
        return key in self.items_, found

    def _note(self, key: str | None) -> None:
        if self.hear:
            self.hear(key)


class Names(AbstractSet[str]):
    """A set of names in which each look is taken down, as in a ``Table``."""

    def __init__(self, names: Iterable[str]) -> None:
        self.table = Table(dict.fromkeys(names))

    @classmethod
    def _from_iterable(cls, it: Iterable[T]) -> frozenset[T]:
        return frozenset(it)

    def __contains__(self, name: object) -> bool:
        return name in self.table

    def __iter__(self) -> Iterator[str]:
        return iter(self.table)

    def __len__(self) -> int:
        return len(self.table)

    def __bool__(self) -> bool:
        return bool(self.table)


class Ledger:
    """What a plugin asks of what earlier runs have kept; this one keeps nothing."""

    is_open = False  #: whether anything is kept

    def recall(
        self,
        kind: str,
        given: object,
        make: Callable[[], T],
        tables: Sequence[Table[object]] = (),
    ) -> T:
        """Return what ``make`` returns, which depends on nothing but ``given``.

        And on what it looks up in ``tables``, the same ones in each run. Problems that
        ``make`` reports are reported again where it is not called.
        """
        del kind, given, tables
        return make()

    def silently(self, make: Callable[[], T]) -> T:
        """Return what ``make`` returns; what it reads is taken down otherwise."""
        return make()

    def follow(
        self, kind: str, name: str, given: Mapping[str, object], make: Callable[[], T]
    ) -> T:
        """Return what ``make`` returns of what it reads, as a page is followed.

        It may read what is ``given`` and, by their attributes, all objects that hang on
        that: posts, series and the like. With a ``generator`` it may render a template
        of its own. Call it when pages are written.
        """
        del kind, name, given
        return make()

    def stands(self, path: str, given: object) -> bool:
        """Return whether a file of the output stands that was made of the same.

        If not, it is to be written; ``given`` is taken down for the next run.
        """
        del path, given
        return False

    def need(self, kind: str, value: str) -> None:
        """Take down that the page which is being made wants something beside itself."""

    def needed(self, kind: str) -> Collection[str]:
        """Return what those pages want that are not made in this run, but stand."""
        del kind
        return ()

    def ask(self, path: str) -> None:
        """Take down that pages depend on whether a file is there, and on its bytes.

        What is opened while a page is made is taken down without it.
        """

    def left(self) -> Mapping[str, str]:
        """Return the files of the output that this run does not write, by their paths.

        Beside each is where it stands: what a run writes may lie in another folder.
        """
        return {}

    def is_new(self, kind: str) -> bool:
        """Return whether nothing of a kind is kept, and all of it is to be made."""
        del kind
        return True

    def load(self, kind: str) -> object:
        """Return what the last run has stored of a kind; None if that is nothing."""
        del kind
        return None

    def store(self, kind: str, value: object) -> None:
        """Store one value of a kind for the next run."""


NO_LEDGER = Ledger()
