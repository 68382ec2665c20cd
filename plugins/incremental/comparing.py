"""What a page has read, and whether it is as it was in the run that took it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, repeat
from operator import is_
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from ..ledger import identity
from .digests import SIZE, UnfollowedError
from .recording import MISSING
from .records import GROUND, Name, PageRecord, cut, is_of_one_page
from .wholes import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .digests import Digests
    from .recording import Recorder
    from .records import Named, Read, Shares
    from .wholes import Wholes

#: The digest of what is not there, as long as all others: those of a group stand side
#: by side.
ABSENT: Final = b"absent".ljust(SIZE, b".")
#: What is found again and again, up to so many signs: words, addresses, numbers.
SHORT: Final = frozenset({str, int, bool, type(None)})
LONGEST: Final = 200
#: A table of more items is remembered by itself.
LARGE: Final = 40


class Found(NamedTuple):
    """A value: its digest, and the objects in it, whose attributes are read apart."""

    digest: bytes
    objects: Sequence[object]


NOTHING: Final = Found(ABSENT, ())


class Group(NamedTuple):
    """Some attributes of one object: their digests, and the objects in them."""

    digest: bytes
    met: list[tuple[Name, object]]  #: by attribute and number
    values: tuple[object, ...]  #: as a page has read them
    ids: tuple[int, ...]  #: of the values


class Told(NamedTuple):
    """What a page's record says of a name."""

    value: object
    objects: Sequence[object]  #: in the value
    key: bytes
    is_own: bool  #: to the page, and not what all of them have


class Common(NamedTuple):
    """Names that pages have in common, and what they mean on one of them."""

    firsts: tuple[str, ...]  #: the names of the context that they begin with
    values: tuple[object, ...]
    why: str  #: what is another; nothing for none


@dataclass(slots=True)
class Seen:
    """One object of this run: its own name, if it has one, and what was read of it."""

    thing: object  #: held alive, so that its ``id`` stays its own
    name: Name | None
    attributes: dict[str, tuple[object, Found]] = field(default_factory=dict)
    groups: dict[tuple[str, ...], Group] = field(default_factory=dict)
    keys: dict[tuple[str, ...], tuple[Name, bytes, bytes]] = field(default_factory=dict)


class Comparison:
    """The records of the last run against what there is now, and those of this run."""

    def __init__(
        self,
        recorder: Recorder,
        digests: Digests,
        name_of: Callable[[object], Name | None],
        shares: Shares,
        wholes: Wholes,
    ) -> None:
        self._recorder = recorder
        self._shares, self._wholes = shares, wholes
        self._digests = digests
        self._name_of = name_of
        #: Objects by their own names, or by the way from such a one to them.
        self._objects: dict[Name, object] = {}
        self._seen: dict[int, Seen] = {}
        self._values: dict[int, tuple[object, Found]] = {}
        self._named: dict[str, tuple[object, Found]] = {}
        self._told: dict[str, Told] = {}
        #: Keys of names, by name and digest, and what they are keys of.
        self._name_keys: dict[Named, bytes] = {}
        self._name_parts: dict[bytes, Named] = {}
        self._short: dict[tuple[type, object], Found] = {}
        #: Keys of reads that have been found as they were in the last run.
        self._same: set[bytes] = set()
        #: Names of objects of which all was compared at once.
        self._whole: set[Name] = set()
        #: What all pages have in their contexts.
        self.shared: Mapping[str, object] = {}
        #: Sets of names that are common: these, what they mean, and what differs.
        self._common: dict[bytes, Common] = {}
        #: Names of objects in what all pages may use, by their identity.
        self._of_ground: dict[int, Name] = {}

    def add_ground(self, objects: Iterable[object]) -> None:
        """Take objects for known that are in what all pages may use."""
        for one in objects:
            name = (GROUND, len(self._of_ground))
            self._objects[self._of_ground.setdefault(identity(one), name)] = one

    def record(self, ground: bytes) -> PageRecord:
        """Return the record of what the recorder has taken down."""
        where = dict(self._of_ground)
        names, common, reads = list[bytes](), list[bytes](), list[bytes]()
        base = self._recorder.base
        for name, value in self._recorder.names.items():
            told = self._told.get(name)
            if told is None or told.value is not value:
                told = self._tell(name, value, base)
            (names if told.is_own else common).append(told.key)
            for number, one in enumerate(told.objects):
                where.setdefault(identity(one), (name, number))
        for thing, own in self._recorder.objects.values():
            seen = self._see(thing)
            name_ = seen.name or where.get(identity(thing))
            if name_ is None and identity(thing) in self._recorder.made:
                continue  # made of what the page has read
            attributes = tuple(own)
            if not attributes:
                continue
            if name_ is None:
                raise UnfollowedError(f"a {type(thing).__qualname__} from nowhere")
            group = self._of_group(seen, attributes, own)
            known = seen.keys.get(attributes)
            if known is None or known[1] != group.digest or known[0] != name_:
                key_ = self._shares.put((name_, attributes, group.digest))
                known = seen.keys[attributes] = name_, group.digest, key_
            reads.append(known[2])
            for key, one in group.met:
                where.setdefault(identity(one), (name_, *key))
        in_common = self._shares.put(("", b"".join(sorted(common))))
        return PageRecord(b"".join(names), b"".join(reads), in_common, ground)

    def _tell(self, name: str, value: object, base: Mapping[str, object]) -> Told:
        """Return what the record of a page says of a name; hundreds say the same."""
        found, first = self._of_named(name, value), _first(name)
        is_own = base.get(first, MISSING) is not self.shared.get(first, MISSING)
        key = self._key_of_name(name, found.digest)
        told = Told(value, found.objects, key, is_own)
        if first == name:  # else it may be own to another page
            self._told[name] = told
        return told

    def difference(self, record: PageRecord, base: Mapping[str, object]) -> str:
        """Return what a page has read that is no longer as it was; nothing for none."""
        try:
            return (
                self._common_differ(record.common, base)
                or self._names_differ(record.names, base)
                or self._reads_differ(record, base)
            )
        except UnfollowedError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001  # who makes the page meets it again
            return f"{type(error).__name__} is raised by what it has read"

    def _common_differ(self, key: bytes, base: Mapping[str, object]) -> str:
        """Return what differs of a set of names, looked at once for all such pages."""
        known = self._common.get(key)
        if known and all(map(is_, _values(base, known.firsts), known.values)):
            return known.why
        names = self._names_in(key)
        told = (self._name_of_key(one)[0] for one in cut(names))
        firsts = tuple(dict.fromkeys(map(_first, told)))
        why = self._names_differ(names, base)
        self._common[key] = Common(firsts, tuple(_values(base, firsts)), why)
        return why

    def _names_in(self, key: bytes) -> bytes:
        """Return the keys of the names in a set, which is kept without a name."""
        return cast("Named", self._shares.get(key) or ("", b""))[1]

    def _names_differ(self, names: bytes, base: Mapping[str, object]) -> str:
        parts, seen = self._name_parts, self._named
        for key in cut(names):
            name, digest = parts.get(key) or self._name_of_key(key)
            value, known = _look_up(base, name), seen.get(name)
            is_known = known is not None and known[0] is value
            found = known[1] if is_known and known else self._of_named(name, value)
            if found.digest != digest:
                return f"“{_first(name)}” is another"
        return ""

    def _reads_differ(self, record: PageRecord, base: Mapping[str, object]) -> str:
        same, here = self._same, dict[Name, object]()
        for key in cut(record.reads):
            if key in same:
                continue
            read = cast("Read | None", self._shares.get(key))
            if read is None:
                return "what it has read is no longer known"
            self._compare_whole(read[0])
            if key in same:
                continue
            is_here = is_of_one_page(read[0])
            if is_here and not here:
                here = self._objects_in(record, base)
            where = here if is_here else self._objects
            if why := self._read_differs(read, key, where):
                return why
            if not is_here:
                same.add(key)
        return ""

    def _read_differs(self, read: Read, key: bytes, there: dict[Name, object]) -> str:
        name, attributes, digest = read
        # What is there may be false by itself, as a block without references.
        thing = there.get(name, MISSING)
        if thing is MISSING:
            return f"{spell(name)} is gone"
        seen = self._see(thing)
        group = self._of_group(seen, attributes, {})
        if group.digest != digest:
            was, now = (cut(one, SIZE) for one in (digest, group.digest))
            at = next(i for i in range(len(was)) if now[i] != was[i])
            return f"“{attributes[at]}” of {spell(name)} is another"
        seen.keys[attributes] = name, digest, key
        for at_, one in group.met:
            there.setdefault((name, *at_), one)
        return ""

    def _compare_whole(self, name: Name) -> None:
        """Compare all that pages have read of an object at once, the first time."""
        thing = self._objects.get(name, MISSING)
        if thing is MISSING or name in self._whole:
            return
        self._whole.add(name)
        whole = self._wholes.get(name)
        if whole is None:
            return
        digests: list[bytes] = []
        met: list[tuple[str, Sequence[object]]] = []
        try:
            for attribute in whole.attributes:
                value = getattr(thing, attribute, MISSING)
                found = NOTHING if value is MISSING else self._of(value)
                digests.append(found.digest)
                if found.objects:
                    met.append((attribute, found.objects))
        except Exception:  # noqa: BLE001  # of something that nobody may ask any more
            return
        if digest_of(b"".join(digests)) == whole.digest:
            for attribute, objects in met:
                for at, one in enumerate(objects):
                    self._objects.setdefault((name, attribute, at), one)
            self._same.update(self._wholes.keep(whole))

    def make_wholes(self, records: Iterable[PageRecord]) -> None:
        """Keep all that was read of each object, by what stands and by new records."""
        self._shares.kept.keep(*self._same)
        new = (key for record in records for key in cut(record.reads))
        self._wholes.make(chain(self._same, new))

    def _objects_in(
        self, record: PageRecord, base: Mapping[str, object]
    ) -> dict[Name, object]:
        """Return the objects that a page finds in its context, by these names."""
        keys = cut(record.names + self._names_in(record.common))
        names = [self._name_of_key(key)[0] for key in keys]
        return {
            (name, number): one
            for name in names
            for number, one in enumerate(
                self._of_named(name, _look_up(base, name)).objects
            )
        }

    def _see(self, thing: object) -> Seen:
        seen = self._seen.get(identity(thing))
        if seen is None:
            seen = self._seen[identity(thing)] = Seen(thing, self._name_of(thing))
        return seen

    def _of_group(
        self, seen: Seen, attributes: tuple[str, ...], own: Mapping[str, object]
    ) -> Group:
        """Return the digest of some attributes, and the objects that are in them.

        ``own`` are their values as a page has read them, if it has just done so.
        """
        known = seen.groups.get(attributes)
        if known and (not own or _are_same(own, known)):
            return known
        met: list[tuple[Name, object]] = []
        digests, of_attributes = [], seen.attributes
        for name in attributes:
            value = own.get(name, ...) if own else ...
            of_name = of_attributes.get(name)
            # A property may give other objects each time; a page has read its own.
            if of_name is None or not _is_same(value, of_name[0]):
                of_name = of_attributes[name] = self._of_attribute(seen, name, value)
            found = of_name[1]
            digests.append(found.digest)
            if found.objects:
                met += (((name, at), one) for at, one in enumerate(found.objects))
        values = tuple(own.values()) or (...,) * len(attributes)
        made = Group(b"".join(digests), met, values, tuple(map(identity, values)))
        seen.groups[attributes] = made
        return made

    def _of_named(self, name: str, value: object) -> Found:
        seen = self._named.get(name)
        if seen is None or seen[0] is not value:
            seen = self._named[name] = value, self._of_name(value)
        return seen[1]

    def _key_of_name(self, name: str, digest: bytes) -> bytes:
        key = self._name_keys.get((name, digest))
        if key is None:
            key = self._name_keys[name, digest] = self._shares.put((name, digest))
        return key

    def _name_of_key(self, key: bytes) -> Named:
        found = self._name_parts.get(key)
        if found is None:
            found = cast("Named", self._shares.get(key) or ("", b""))
            self._name_parts[key] = found
        return found

    def _of_name(self, value: object) -> Found:
        if value is MISSING:
            return NOTHING
        if isinstance(value, str | int | None):
            return self._of(value)
        known = self._values.get(identity(value))
        if known is None:  # a list may be that of the whole site, on each page
            outer = _without_lists(value) if type(value) is list else value
            known = self._values[identity(value)] = value, self._of_anything(outer)
        return known[1]

    def _of_attribute(
        self, seen: Seen, name: str, value: object
    ) -> tuple[object, Found]:
        if value is ...:
            value = getattr(seen.thing, name, MISSING)
        return value, NOTHING if value is MISSING else self._of(value)

    def _of(self, value: object) -> Found:
        kind = type(value)
        if kind is dict and len(cast("dict[object, object]", value)) > LARGE:
            return self._of_name(value)  # the site's words, on each page
        if kind not in SHORT or (kind is str and len(cast("str", value)) > LONGEST):
            return self._of_anything(value)
        known = self._short.get((kind, value))
        if known is None:
            known = self._short[kind, value] = self._of_anything(value)
        return known

    def _of_anything(self, value: object) -> Found:
        digest = self._digests.digest(value)
        if not self._digests.named:
            return Found(digest, self._digests.met)
        told = [self._name_of(one) or () for one in self._digests.named]
        others = [
            name
            for name, one in zip(told, self._digests.named, strict=True)
            if self._objects.setdefault(name, one) is not one
        ]
        if others:
            self._digests.forget(value)
            raise UnfollowedError(f"two objects named {others[0]}")
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


def _is_same(value: object, known: object) -> bool:
    """Return whether a value that was read is known, at little cost."""
    return value is known or value is ... or (type(value) is str and value == known)


def _are_same(own: Mapping[str, object], known: Group) -> bool:
    values = own.values()
    return tuple(map(identity, values)) == known.ids or all(
        map(_is_same, values, known.values)
    )


def _first(name: str) -> str:
    """Return the name of the context that a name begins with."""
    return name.partition("/")[0].removesuffix("?")


def _values(base: Mapping[str, object], names: Iterable[str]) -> Iterable[object]:
    return map(base.get, names, repeat(MISSING))


def _look_up(base: Mapping[str, object], name: str) -> object:
    """Return what a context has: “tags”, “tags/0/1” for a list in it.

    Behind a name with “?” that is whether the list has anything in it.
    """
    value = base.get(name, MISSING)
    if value is not MISSING or (name[-1:] != "?" and "/" not in name):
        return value
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
