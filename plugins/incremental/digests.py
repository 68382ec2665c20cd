"""Digests of values: equal in two runs only if everything that they say is equal."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import re
import types
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

SIZE = 16
#: Values whose ``repr`` says all of them.
PLAIN = (
    *(int, float, complex, type(None), bytes, range, slice, re.Pattern),
    *(dt.date, dt.time, dt.timedelta, dt.tzinfo),
    enum.Enum,
)
METHODS = (types.MethodType, types.BuiltinMethodType, types.MethodWrapperType)
NAMED = (type, types.ModuleType, types.BuiltinFunctionType)


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
        self._known: dict[int, tuple[object, bytes]] = {}
        self._open: list[int] = []
        #: What the last digest has met: objects with names of their own, and others.
        self.named: list[object] = []
        self.met: list[object] = []

    def digest(self, value: object) -> bytes:
        """Return the digest of a value; raises ``UnfollowedError``."""
        found = bytearray()
        self.named, self.met = [], []
        self._feed(value, found)
        return blake2b(found, digest_size=SIZE).digest()

    def _feed(self, value: object, out: bytearray) -> None:
        kind = type(value)
        if kind is str:
            data = value.encode("utf-8", "surrogatepass")  # type: ignore[attr-defined]  # a text
            out += b"s%d:" % len(data)
            out += data
        elif kind is bool or value is None or kind is int:
            out += repr(value).encode()
            out += b";"
        elif kind is list or kind is tuple:
            out += b"l" if kind is list else b"t"
            self._feed_all(value, out)  # type: ignore[arg-type]  # as the line before says
        elif kind is dict and id(value) not in self._constants:
            out += b"d"
            self._feed_all((x for pair in value.items() for x in pair), out)  # type: ignore[attr-defined]  # same
        elif isinstance(value, PLAIN):
            out += f"{kind.__name__}:{value!r};".encode("utf-8", "surrogatepass")
        else:
            self._feed_object(value, out)

    def _feed_all(self, values: Iterable[object], out: bytearray) -> None:
        out += b"("
        for one in values:
            self._feed(one, out)
        out += b")"

    def _feed_object(self, value: object, out: bytearray) -> None:
        constant = self._constants.get(id(value))
        if constant:
            out += constant.encode()
            return
        name = self._name_of(value)
        if name is not None:
            (self.named if type(name) is tuple else self.met).append(value)
            self._feed(name, out)
            return
        known = self._known.get(id(value))
        if known:
            out += known[1]
        elif id(value) in self._open:
            out += b"circle%d;" % (len(self._open) - self._open.index(id(value)))
        else:
            self._open.append(id(value))
            met = len(self.met)
            own = bytearray(_name_of_class(type(value)))
            try:
                self._feed_parts(value, own)
            finally:
                self._open.pop()
            digest = blake2b(own, digest_size=SIZE).digest()
            if len(self.met) == met:  # else its parts are to be met each time
                self._known[id(value)] = value, digest
            out += digest

    def _feed_parts(self, value: object, out: bytearray) -> None:
        stands = (
            make for kind, make in self._of_kind.items() if isinstance(value, kind)
        )
        stand_in = next(stands, None)
        if stand_in:
            self._feed(stand_in(value), out)
        elif isinstance(value, set | frozenset):
            met = list(self.met)
            out += b"".join(sorted(map(self._apart, value)))
            if len(self.met) != len(met):
                raise UnfollowedError(
                    f"a set of objects, {_name_of_class(type(value))!r}"
                )
        elif isinstance(value, types.FunctionType):
            self._feed_function(value, out)
        elif isinstance(value, METHODS):
            self._feed((value.__name__, value.__self__), out)
        elif isinstance(value, functools.partial):
            self._feed((value.func, value.args, value.keywords), out)
        elif isinstance(value, NAMED):
            out += f"{getattr(value, '__module__', '')}.{value.__name__}".encode()
        else:
            self._feed_state(value, out)

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

    def _feed_state(self, value: object, out: bytearray) -> None:
        """Feed what an object holds, without what it has only worked out and kept."""
        parts = list(_parts_of(value))
        if not parts:
            kind = type(value)
            raise UnfollowedError(f"a {kind.__module__}.{kind.__qualname__}")
        for part in parts:
            self._feed(part, out)


def _parts_of(value: object) -> Iterator[object]:
    """Yield what an object is made of."""
    kind = type(value)
    if isinstance(value, str):
        yield str.__str__(value)
    elif isinstance(value, list | tuple):
        yield list(value)
    elif isinstance(value, dict):
        yield list(value.items())
    own = getattr(value, "__dict__", None)
    if isinstance(own, dict):
        kept = (n for n in own if not _is_cached(getattr(kind, n, None)))
        yield [(name, own[name]) for name in sorted(kept)]
    for base in kind.__mro__:
        slots = vars(base).get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name not in ("__dict__", "__weakref__") and hasattr(value, name):
                yield name, getattr(value, name)


def _is_cached(attribute: object) -> bool:
    return isinstance(attribute, functools.cached_property)


def _names_in(code: types.CodeType) -> set[str]:
    inner = (one for one in code.co_consts if isinstance(one, types.CodeType))
    return set(code.co_names).union(*map(_names_in, inner))


def _name_of_class(kind: type) -> bytes:
    return f"{kind.__module__}.{kind.__qualname__}:".encode()
