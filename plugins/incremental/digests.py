"""Digests of values: equal in two runs only if everything that they say is equal."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import marshal
import re
import types
from dataclasses import dataclass, fields, is_dataclass
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, TypeVar, cast

from ..ledger import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SIZE = 16
SHORT = 64  #: bytes of an object that stand for themselves
#: Values whose ``repr`` says all of them.
PLAIN = (
    *(int, float, complex, type(None), bytes, range, slice, re.Pattern),
    *(dt.date, dt.time, dt.timedelta, dt.tzinfo),
    enum.Enum,
)
METHODS = (types.MethodType, types.BuiltinMethodType, types.MethodWrapperType)
#: What its name says all of; a parameter of types is nothing while a site is built.
NAMED = (type, types.ModuleType, types.BuiltinFunctionType, TypeVar)
#: What kinds that add to Python's own are, beside what they add.
BASES: tuple[tuple[type, Callable[[object], object]], ...] = (
    (str, lambda value: str.__str__(cast("str", value))),
    (list, lambda value: list(cast("list[object]", value))),
    (tuple, lambda value: list(cast("tuple[object, ...]", value))),
    (dict, lambda value: list(cast("dict[object, object]", value).items())),
)


class UnfollowedError(Exception):
    """A value that nobody can compare with that of another run; it says which."""


class Digests:
    """Digests of values, followed down to what is plain.

    ``constants`` are objects that are the same in all runs that share a ledger, by
    ``id``; ``of_kind`` returns, for objects of a kind, what stands for them.
    ``name_of`` returns what an object is called that is not followed any further: its
    own name, a tuple, or that of its kind.
    """

    def __init__(
        self,
        constants: Mapping[int, str],
        of_kind: Mapping[type, Callable[[object], object]],
        name_of: Callable[[object], object] = lambda _thing: None,
    ) -> None:
        self._constants = constants
        self._of_kind = of_kind
        self._name_of = name_of
        #: By ``id``, with the object itself, so that its ``id`` stays its own.
        self._known: dict[int, tuple[object, bytes]] = {}
        self._open: list[int] = []
        self._ways: dict[type, Callable[[object, bytearray], None]] = {}
        self._shapes: dict[type, Shape] = {}
        #: Objects with names of their own that the last digest has met first of all.
        self.named: list[object] = []
        #: Other objects that the last digest has met, each time.
        self.met: list[object] = []

    def digest(self, value: object) -> bytes:
        """Return the digest of a value; raises ``UnfollowedError``."""
        found = bytearray()
        self.named, self.met = [], []
        self._feed(value, found)
        return blake2b(found, digest_size=SIZE).digest()

    def forget(self, value: object) -> None:
        """Let the next digest meet all that the last one has met first of all."""
        for one in (value, *self.named):
            self._known.pop(identity(one), None)

    def _feed(self, value: object, out: bytearray) -> None:
        kind = type(value)
        if kind is str:
            data = value.encode("utf-8", "surrogatepass")  # type: ignore[attr-defined]  # a text
            out += b"s%d:" % len(data)
            out += data
            return
        way = self._ways.get(kind)
        if way is None:
            way = self._ways[kind] = self._way_of(kind)
        way(value, out)

    def _way_of(self, kind: type) -> Callable[[object, bytearray], None]:
        """Return what feeds objects of a kind."""
        if kind in (bool, int, type(None)):
            return _feed_word
        if kind in (list, tuple, dict):
            return self._feed_items
        return _feed_plain if issubclass(kind, PLAIN) else self._feed_object

    def _feed_all(self, start: bytes, values: Iterable[object], out: bytearray) -> None:
        out += start
        out += b"("
        feed = self._feed
        for one in values:
            feed(one, out)
        out += b")"

    def _feed_items(self, value: object, out: bytearray) -> None:
        """Feed a list, a tuple or a table; at once, where all in it is plain."""
        if constant := self._constants.get(identity(value)):
            out += constant.encode()
            return
        items = cast("list[object] | tuple[object, ...] | dict[object, object]", value)
        try:
            data = marshal.dumps(
                cast("tuple[str, ...]", items), 2
            )  # the same each time
        except ValueError:  # something in it is an object
            if isinstance(items, dict):
                self._feed_all(b"d", chain.from_iterable(items.items()), out)
            else:
                self._feed_all(b"l" if type(items) is list else b"t", items, out)
        else:
            out += b"m%d:" % len(data)
            out += data

    def _feed_object(self, value: object, out: bytearray) -> None:
        key = identity(value)
        known = self._known.get(key)
        constant = known[1] if known else self._constants.get(key, "").encode()
        if constant:
            out += constant
            return
        name = self._name_of(value)
        own, met = bytearray(), len(self.met)
        if type(name) is tuple:
            self.named.append(value)
            self._feed(name, own)
            self._known[key] = value, bytes(own)
        elif name is not None:
            self.met.append(value)
            self._feed(name, own)
        elif key in self._open:
            own += b"circle%d;" % (len(self._open) - self._open.index(key))
        else:
            self._open.append(key)
            try:
                self._feed_parts(value, own)
            finally:
                self._open.pop()
            if len(own) > SHORT:
                own = bytearray(blake2b(own, digest_size=SIZE).digest())
            if len(self.met) == met:  # else its parts are to be met each time
                self._known[key] = value, bytes(own)
        out += own

    def _shape_of(self, kind: type) -> Shape:
        """Return what is the same for all objects of a kind."""
        found = self._shapes.get(kind)
        if found is None:
            makers = (m for one, m in self._of_kind.items() if issubclass(kind, one))
            found = self._shapes[kind] = Shape.of(kind, next(makers, None))
        return found

    def _feed_parts(self, value: object, out: bytearray) -> None:
        shape = self._shape_of(type(value))
        out += shape.name
        if shape.stand_in:
            self._feed(shape.stand_in(value), out)
        elif isinstance(value, set | frozenset):
            met = len(self.met)
            out += b"".join(sorted(map(self._apart, value)))
            if len(self.met) != met:
                raise UnfollowedError(f"a set of objects, {shape.name!r}")
        elif isinstance(value, types.FunctionType):
            self._feed_function(value, out)
        elif isinstance(value, METHODS):
            self._feed((value.__name__, value.__self__), out)
        elif isinstance(value, functools.partial):
            self._feed((value.func, value.args, value.keywords), out)
        elif isinstance(value, NAMED):
            out += f"{getattr(value, '__module__', '')}.{value.__name__}".encode()
        else:
            self._feed_state(value, shape, out)

    def _apart(self, value: object) -> bytes:
        found = bytearray()
        self._feed(value, found)
        return blake2b(found, digest_size=SIZE).digest()

    def _feed_function(self, value: types.FunctionType, out: bytearray) -> None:
        out += f"{value.__module__}.{value.__qualname__}".encode()
        self._feed_code(value.__code__, out)
        cells = [cell.cell_contents for cell in value.__closure__ or ()]
        self._feed((cells, value.__defaults__, value.__kwdefaults__), out)
        self._feed_globals(value, out)

    def _feed_globals(self, value: types.FunctionType, out: bytearray) -> None:
        """Feed what a function finds in its module; others' code is constant."""
        package = value.__module__.split(".")[0]
        for name in sorted(_names_in(value.__code__)):
            found = value.__globals__.get(name)
            home = getattr(found, "__module__", None) or ""
            if isinstance(found, types.FunctionType) and home.split(".")[0] != package:
                continue
            if found is not None and not isinstance(found, NAMED):
                self._feed(name, out)
                self._feed(found, out)

    def _feed_code(self, code: types.CodeType, out: bytearray) -> None:
        self._feed((code.co_code, code.co_names, code.co_varnames), out)
        for one in code.co_consts:
            if isinstance(one, types.CodeType):
                self._feed_code(one, out)
            else:
                self._feed(one, out)

    def _feed_state(self, value: object, shape: Shape, out: bytearray) -> None:
        """Feed what an object holds, without what it has only worked out and kept."""
        before = len(out)
        if shape.convert:
            self._feed(shape.convert(value), out)
        own = getattr(value, "__dict__", None)
        if isinstance(own, dict):
            if own.keys() - shape.worked_out == shape.fields:  # nothing more
                self._feed_all(b"f", map(own.__getitem__, shape.order), out)
            else:
                names = [name for name in sorted(own) if name not in shape.worked_out]
                self._feed([(name, own[name]) for name in names], out)
        for name in shape.slots:
            if hasattr(value, name):
                self._feed((name, getattr(value, name)), out)
        if len(out) == before:
            kind = type(value)
            raise UnfollowedError(f"a {kind.__module__}.{kind.__qualname__}")


@dataclass(frozen=True)
class Shape:
    """What is the same for all objects of a kind."""

    name: bytes
    #: Returns what stands for an object; if there is none, it is followed itself.
    stand_in: Callable[[object], object] | None
    #: Returns what an object holds as the text, the list or the table that it is.
    convert: Callable[[object], object] | None
    slots: tuple[str, ...]
    order: tuple[str, ...]  #: a record's fields
    fields: frozenset[str]  #: the same
    worked_out: frozenset[str]  #: attributes that are kept only to save time

    @classmethod
    def of(cls, kind: type, stand_in: Callable[[object], object] | None) -> Shape:
        """Return the shape of a kind."""
        convert = next((make for one, make in BASES if issubclass(kind, one)), None)
        found = (vars(base).get("__slots__", ()) for base in kind.__mro__)
        slots = [(one,) if isinstance(one, str) else tuple(one) for one in found]
        order = tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
        worked_out = frozenset(
            name
            for base in kind.__mro__
            for name, own in vars(base).items()
            if isinstance(own, functools.cached_property)
        )
        return cls(
            f"{kind.__module__}.{kind.__qualname__}:".encode(),
            stand_in,
            convert,
            tuple(x for x in chain(*slots) if x not in ("__dict__", "__weakref__")),
            order,
            frozenset(order),
            worked_out,
        )


def _feed_word(value: object, out: bytearray) -> None:
    out += repr(value).encode()
    out += b";"


def _feed_plain(value: object, out: bytearray) -> None:
    kind = type(value).__name__
    out += f"{kind}:{value!r};".encode("utf-8", "surrogatepass")


def _names_in(code: types.CodeType) -> set[str]:
    inner = (one for one in code.co_consts if isinstance(one, types.CodeType))
    return set(code.co_names).union(*map(_names_in, inner))
