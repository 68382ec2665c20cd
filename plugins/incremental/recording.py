"""What a page reads while it is rendered: taken down, and compared in the next run."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, wraps
from types import FunctionType
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, cast

from .digests import SIZE, UnfollowedError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from .digests import Digests

#: Of any object, and the same in every run that shares a ledger.
CONSTANT = frozenset({"__class__", "settings", "_context", "ledger_key"})
#: Methods of Pelican's contents that look up what no attribute says: links to files.
ANSWERS = {"get_content": "content", "get_summary": "summary"}
#: Stands for what is not there.
MISSING: Final = object()
#: The digest of it, as long as all others: those of a group stand side by side.
ABSENT: Final = b"absent".ljust(SIZE, b".")
#: What is found again and again, up to so many signs: words, addresses, numbers.
SHORT: Final = frozenset({str, int, bool, type(None)})
LONGEST: Final = 200

#: What an object is called: its own name, or where a page has found it.
Name = tuple[object, ...]


@dataclass(frozen=True)
class PageRecord:
    """What one page has read: names of its context, and attributes of objects.

    Each with the digest of what was found there, in the order of the reading.
    """

    names: tuple[tuple[str, bytes], ...]
    reads: tuple[tuple[Name, tuple[str, ...], bytes], ...]
    ground: bytes  #: digest of what all pages may use
    #: What the page wants beside itself: kinds and values.
    needs: tuple[tuple[str, str], ...] = ()


class HeardList(list[object]):
    """A list that tells what is asked of it: whether it is empty, or anything more.

    It has the items of the list that it stands for once something is asked of them.
    """

    def __init__(
        self, plain: list[object], name: str, names: Callable[[str, object], None]
    ) -> None:
        super().__init__()
        self._plain, self._name, self._tell = plain, name, names
        self._is_open = False

    def __bool__(self) -> bool:
        self._tell(f"{self._name}?", bool(self._plain))
        return bool(self._plain)

    def __radd__(self, other: list[object]) -> list[object]:
        open_up(self)
        return other + self._plain


def open_up(heard: HeardList) -> None:
    """Tell that a list is read, and let it have its items; lists in them tell too."""
    heard._tell(heard._name, heard._plain)  # noqa: SLF001  # its own other half
    if heard._is_open:  # noqa: SLF001  # same
        return
    heard._is_open = True  # noqa: SLF001  # same
    for row, item in enumerate(heard._plain):  # noqa: SLF001  # same
        if type(item) is tuple:
            item = tuple(  # noqa: PLW2901  # as the page shall see it
                HeardList(one, f"{heard._name}/{row}/{at}", heard._tell)  # noqa: SLF001  # same
                if type(one) is list
                else one
                for at, one in enumerate(item)
            )
        list.append(heard, item)


class Method(Protocol):
    """A method of a list."""

    def __call__(self, heard: list[object], /, *args: object, **more: object) -> object:
        """Ask the list."""


def _telling(method: Method) -> Method:
    @wraps(method)
    def tell(self: list[object], /, *args: object, **more: object) -> object:
        for one in (self, *args):
            if isinstance(one, HeardList) and "_is_open" in vars(one):
                open_up(one)
        return method(self, *args, **more)

    return tell


OF_EACH = {"__init__", "__new__", "__getattribute__", "__class_getitem__"}
for _name in vars(list).keys() - OF_EACH:
    if callable(getattr(list, _name)):
        setattr(HeardList, _name, _telling(getattr(list, _name)))


@dataclass
class Recorder:
    """Takes down what is read between two moments."""

    on: list[bool] = field(default_factory=lambda: [False])  #: one, outside of a read
    base: Mapping[str, object] = field(default_factory=dict)
    names: dict[str, object] = field(default_factory=dict)
    objects: dict[int, tuple[object, dict[str, object]]] = field(default_factory=dict)
    lists: dict[str, HeardList] = field(default_factory=dict)
    made: dict[int, object] = field(default_factory=dict)  #: meanwhile, by ``id``
    is_making: bool = False

    def note(self, thing: object, name: str, value: object) -> bool:
        """Take down that an attribute was read; return whether that can tell anything.

        What a method reads is taken down when it is called.
        """
        found = self.objects.get(id(thing))
        if found is None:
            found = self.objects[id(thing)] = (thing, {})
        if name in ANSWERS:
            found[1].setdefault(ANSWERS[name], ...)
            return False
        if name in CONSTANT or _is_method(cast("Hashable", type(thing)), name):
            return False
        found[1].setdefault(name, value)
        return True

    def look_up(self, name: str, value: object) -> object:
        """Take down that a name was looked up, if a page's context has that value.

        Of a list nothing is taken down until something is asked of it.
        """
        if value is not MISSING and self.base.get(name, MISSING) is not value:
            return value  # a template has set it, of what it has read
        if type(value) is not list:
            self.names[name] = value
            return value
        heard = self.lists.get(name)
        if heard is None:
            heard = self.lists[name] = HeardList(value, name, self._hear_list)
        return heard

    def _hear_list(self, name: str, value: object) -> None:
        if self.on[0]:
            self.names[name] = value

    @contextmanager
    def taking_down(self, base: Mapping[str, object]) -> Iterator[None]:
        """Take down what is read meanwhile."""
        self.base, self.names, self.lists = base, {}, {}
        self.objects.clear()
        self.made.clear()
        self.on[0] = self.is_making = True
        try:
            yield
        finally:
            self.on[0] = self.is_making = False

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Take nothing down meanwhile."""
        was, self.on[0] = self.on[0], False
        try:
            yield
        finally:
            self.on[0] = was


@cache
def _is_method(kind: Hashable, name: str) -> bool:
    return isinstance(getattr(kind, name, None), FunctionType)


def track(kind: type, recorder: Recorder) -> Callable[[], None]:
    """Let a recorder hear each attribute that is read; return what ends that."""
    own = {name: vars(kind).get(name) for name in ("__getattribute__", "__init__")}
    type.__setattr__(kind, "__getattribute__", _hearing(kind, recorder))
    begin = cast("Method", getattr(kind, "__init__"))  # noqa: B009  # mypy forbids the other

    def make(self: object, *args: object, **more: object) -> None:
        if recorder.is_making:
            recorder.made[id(self)] = self
        begin(cast("list[object]", self), *args, **more)

    if begin is not vars(object)["__init__"]:
        type.__setattr__(kind, "__init__", make)
    else:
        del own["__init__"]

    def end() -> None:
        for name, method in own.items():
            if method is None:
                type.__delattr__(kind, name)
            else:
                type.__setattr__(kind, name, method)

    return end


def _hearing(kind: type, recorder: Recorder) -> Callable[[object, str], object]:
    """Return the ``__getattribute__`` of a kind, which a recorder hears."""
    plain = cast("Callable[[object, str], object]", kind.__getattribute__)
    fallback: Callable[[object, str], object] | None = getattr(
        kind, "__getattr__", None
    )
    on, objects, note = recorder.on, recorder.objects, recorder.note
    tells_nothing: set[tuple[type, str]] = set()

    def hear(self: object, name: str) -> object:
        if not on[0]:
            return plain(self, name)
        on[0], value = False, MISSING
        try:
            value = plain(self, name)
        except AttributeError:
            if fallback is None:
                raise
            value = fallback(self, name)
        finally:
            found = objects.get(id(self))
            is_new = found is None or name not in found[1]
            if is_new and (type(self), name) not in tells_nothing:
                is_told = note(self, name, value)
                if not is_told and name not in ANSWERS:
                    tells_nothing.add((type(self), name))
            on[0] = True
        return value

    return hear


@dataclass(frozen=True)
class Found:
    """A value: its digest, and the objects in it, whose attributes are read apart."""

    digest: bytes
    objects: Sequence[object]


class Group(NamedTuple):
    """Some attributes of one object: their digests, and the objects in them."""

    digest: bytes
    met: list[tuple[Name, object]]
    values: tuple[object, ...]  #: as a page has read them


def _is_same(value: object, known: object) -> bool:
    """Return whether a value that was read is known, at little cost."""
    return value is known or value is ... or (type(value) is str and value == known)


class Comparison:
    """The records of one run against what there is now."""

    def __init__(
        self,
        recorder: Recorder,
        digests: Digests,
        name_of: Callable[[object], Name | None],
    ) -> None:
        self._recorder = recorder
        self._digests = digests
        self._name_of = name_of
        #: Objects with names of their own; the others hold them alive.
        self._objects: dict[Name, object] = {}
        self._reads: dict[tuple[int, str], tuple[object, object, Found]] = {}
        self._groups: dict[tuple[int, tuple[str, ...]], Group] = {}
        self._values: dict[int, tuple[object, Found]] = {}
        self._named: dict[str, tuple[object, Found]] = {}
        self._short: dict[tuple[type, object], Found] = {}
        #: Objects in what all pages may use.
        self.of_ground: list[object] = []

    def record(self, ground: bytes) -> PageRecord:
        """Return the record of what the recorder has taken down."""
        where: dict[int, Name] = {}
        names, reads = [], []
        self._place(where, ("ground",), Found(ground, self.of_ground))
        for name, value in self._recorder.names.items():
            found = self._of_named(name, value)
            names.append((name, found.digest))
            self._place(where, (name,), found)
        for thing, own in self._recorder.objects.values():
            name_ = self._name_of(thing) or where.get(id(thing))
            if name_ is None and id(thing) in self._recorder.made:
                continue  # made of what the page has read
            group = tuple(own)
            if not group:
                continue
            if name_ is None:
                raise UnfollowedError(f"a {type(thing).__qualname__} from nowhere")
            now = self._of_group(thing, group, own)
            reads.append((name_, group, now.digest))
            for key, one in now.met:
                where.setdefault(id(one), (name_, *key))
        return PageRecord(tuple(names), tuple(reads), ground)

    def _of_group(
        self, thing: object, group: tuple[str, ...], own: Mapping[str, object]
    ) -> Group:
        """Return the digest of some attributes, and the objects that are in them."""
        known = self._groups.get((id(thing), group))
        if known and (not own or all(map(_is_same, own.values(), known.values))):
            return known
        met: list[tuple[Name, object]] = []
        digests = []
        for name in group:
            found = self._of_read(thing, name, own.get(name, ...))
            digests.append(found.digest)
            met += (((name, number), one) for number, one in enumerate(found.objects))
        values = tuple(own.values()) or (...,) * len(group)
        made = Group(b"".join(digests), met, values)
        self._groups[id(thing), group] = made
        return made

    def difference(self, record: PageRecord, base: Mapping[str, object]) -> str:
        """Return what a page has read that is no longer as it was; nothing for none."""
        try:
            return self._difference(record, base)
        except UnfollowedError as error:
            return str(error)

    def _difference(self, record: PageRecord, base: Mapping[str, object]) -> str:
        there: dict[Name, object] = {
            ("ground", number): one for number, one in enumerate(self.of_ground)
        }
        for name, digest in record.names:
            value = base.get(name, _look_up)
            if value is _look_up:
                value = _look_up(base, name)
            found = self._of_named(name, value)
            if found.digest != digest:
                return f"“{name.partition('/')[0].removesuffix('?')}” is another"
            for number, one in enumerate(found.objects):
                there[name, number] = one
        for name_, group, digest in record.reads:
            # What is there may be false by itself, as a block without references.
            thing = there.get(name_, self._objects.get(name_))
            if thing is None:
                return f"{spell(name_)} is gone"
            now, met, _ = self._of_group(thing, group, {})
            if now != digest:
                size = len(digest) // len(group)
                parts = range(0, len(digest), size)
                at = next(i for i in parts if now[i : i + size] != digest[i : i + size])
                return f"“{group[at // size]}” of {spell(name_)} is another"
            for key, one in met:
                there[name_, *key] = one
        return ""

    def _place(self, where: dict[int, Name], name: Name, found: Found) -> None:
        for number, one in enumerate(found.objects):
            where.setdefault(id(one), (*name, number))

    def _of_named(self, name: str, value: object) -> Found:
        seen = self._named.get(name)
        if seen is None or seen[0] is not value:
            seen = self._named[name] = value, self._of_name(value)
        return seen[1]

    def _of_name(self, value: object) -> Found:
        if value is MISSING:
            return Found(ABSENT, ())
        if isinstance(value, str | int | None):
            return self._of(value)
        known = self._values.get(id(value))
        if known is None:  # a list may be that of the whole site, on each page
            outer = _without_lists(value) if type(value) is list else value
            known = self._values[id(value)] = value, self._of(outer)
        return known[1]

    def _of_read(self, thing: object, name: str, value: object = ...) -> Found:
        key = id(thing), name
        known = self._reads.get(key)
        # A property may give other objects each time; a page has read those of its own.
        if known and _is_same(value, known[1]):
            return known[2]
        if value is ...:
            value = getattr(thing, name, MISSING)
        found = Found(ABSENT, ()) if value is MISSING else self._of(value)
        self._reads[key] = thing, value, found
        return found

    def _of(self, value: object) -> Found:
        kind = type(value)
        if kind not in SHORT or (kind is str and len(cast("str", value)) > LONGEST):
            return self._of_anything(value)
        known = self._short.get((kind, value))
        if known is None:
            known = self._short[kind, value] = self._of_anything(value)
        return known

    def _of_anything(self, value: object) -> Found:
        digest = self._digests.digest(value)
        for one in self._digests.named:
            name = self._name_of(one) or ()
            if self._objects.setdefault(name, one) is not one:
                raise UnfollowedError(f"two objects named {name}")
        return Found(digest, self._digests.met)


def spell(name: Name) -> str:
    """Return what an object is called, for people.

    >>> spell((("Article", "posts/sleep.md"), "references", 0))
    'references of posts/sleep.md'
    """
    first, *rest = name
    if isinstance(first, tuple):
        return f"{rest[0]} of {spell(first)}"
    if len(name) == 2 and isinstance(rest[0], str):
        return rest[0]  # a file
    return " ".join(str(one) for one in name if isinstance(one, str))


def _look_up(base: Mapping[str, object], name: str) -> object:
    """Return what a context has: “tags”, “tags/0/1” for a list in it.

    Behind a name with “?” that is whether the list has anything in it.
    """
    first, *rest = name.removesuffix("?").split("/")
    value = base.get(first, MISSING)
    try:
        for one in rest:
            value = cast("list[object]", value)[int(one)]
    except (IndexError, TypeError, ValueError):
        return MISSING
    return bool(value) if name.endswith("?") else value


def _without_lists(value: list[object]) -> list[object]:
    """Return a list without what is in the lists in it, which are heard apart."""
    return [
        tuple("a list" if type(one) is list else one for one in pair)
        if type(pair) is tuple
        else pair
        for pair in value
    ]
