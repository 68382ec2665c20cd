"""What a page reads while it is rendered, taken down."""

from __future__ import annotations

import inspect
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import wraps
from types import FunctionType, MemberDescriptorType, WrapperDescriptorType
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, cast

from markupsafe import Markup

from ..ledger import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


#: Of any object, and the same in every run that shares a ledger.
CONSTANT = frozenset({"__class__", "settings", "_context", "ledger_key"})
#: Methods of Pelican's contents that look up what no attribute says: links to files.
ANSWERS = {"get_content": "content", "get_summary": "summary"}
#: What no page can change when it has it.
UNCHANGING = frozenset({str, int, float, bool, type(None), Markup})
#: The modules of these plugins, and of others.
OURS, THEIRS = f"{__package__.rpartition('.')[0]}.", "pelican.plugins."
#: Stands for what is not there.
MISSING: Final = object()


#: Reads an attribute of an object.
Get: TypeAlias = "Callable[[object, str], object]"


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
    #: What attributes give that no page changes, by ``id``; None: they may yet change.
    fixed: dict[int, tuple[object, dict[str, object]]] | None = None

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


class Way(Enum):
    """How an attribute of a kind is heard."""

    TELLS_NOTHING = auto()  #: what a method reads is taken down when it is called
    ANSWERS = auto()
    STORED = auto()  #: in the object itself
    WORKED_OUT = auto()  #: what is read for it is its own affair
    FIXED = auto()  #: the same, and by Pelican or us: no page changes it


def _way_of(kind: type, name: str, *, is_usual: bool) -> Way:
    """Return how an attribute is heard, if the kind looks up others as ``is_usual``."""
    if name in ANSWERS:
        return Way.ANSWERS
    if name in CONSTANT or isinstance(getattr(kind, name, None), FunctionType):
        return Way.TELLS_NOTHING
    own = inspect.getattr_static(kind, name, MISSING)
    is_slot = isinstance(own, MemberDescriptorType)
    is_stored = own is MISSING or is_slot or not hasattr(own, "__get__")
    if is_usual and is_stored:
        return Way.STORED
    return Way.FIXED if _is_known(own) else Way.WORKED_OUT


def _is_known(own: object) -> bool:
    """Return whether an attribute is a property of Pelican's or of ours."""
    function = getattr(own, "fget", None)
    module = f"{getattr(getattr(function, 'func', function), '__module__', None)}."
    is_ours = module.startswith(OURS)
    return is_ours or (module.startswith("pelican.") and not module.startswith(THEIRS))


def track(kind: type, recorder: Recorder) -> Callable[[], None]:
    """Let a recorder hear each attribute that is read; return what ends that."""
    own = {name: vars(kind).get(name) for name in ("__getattribute__", "__init__")}
    type.__setattr__(kind, "__getattribute__", _hearing(kind, recorder))
    begin = cast("Method", getattr(kind, "__init__"))  # noqa: B009  # mypy forbids the other

    def make(self: object, *args: object, **more: object) -> None:
        if recorder.is_making:
            recorder.made[identity(self)] = self
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
    plain = cast("Get", kind.__getattribute__)
    work_out = _silently(kind, plain, recorder.on)
    work_out_once = _once(recorder, work_out)
    on, objects = recorder.on, recorder.objects
    ways: dict[tuple[type, str], Way] = {}
    is_usual = isinstance(plain, WrapperDescriptorType)
    # A member of an enumeration is looked up for as long as all else takes here.
    tells_nothing, answers, stored = Way.TELLS_NOTHING, Way.ANSWERS, Way.STORED
    fixed = Way.FIXED

    def hear(self: object, name: str) -> object:
        if not on[0]:
            return plain(self, name)
        key = type(self), name
        way = ways.get(key) or ways.setdefault(key, _way_of(*key, is_usual=is_usual))
        if way is tells_nothing:
            return plain(self, name)
        own = identity(self)
        found = objects.get(own)
        if found is None:
            found = objects[own] = (self, {})
        read = found[1]
        if way is answers:
            read.setdefault(ANSWERS[name], ...)
            return plain(self, name)
        value = MISSING
        try:
            if way is stored:
                value = plain(self, name)
            else:
                value = (work_out_once if way is fixed else work_out)(self, name)
        except AttributeError:
            if way is not stored:
                raise
            value = work_out(self, name)
        finally:
            if name not in read:
                read[name] = value
        return value

    return hear


def _once(recorder: Recorder, work_out: Get) -> Get:
    """Return what works out an attribute once while contents are fixed."""

    def work_out_once(self: object, name: str) -> object:
        if recorder.fixed is None:
            return work_out(self, name)
        known = recorder.fixed.get(identity(self))
        if known is None:
            known = recorder.fixed[identity(self)] = (self, {})
        if name in known[1]:
            return known[1][name]
        value = work_out(self, name)
        if type(value) in UNCHANGING:
            known[1][name] = value
        return value

    return work_out_once


def _silently(kind: type, plain: Get, on: list[bool]) -> Get:
    """Return what reads an attribute as a kind does, and is not heard meanwhile."""
    fallback: Get | None = getattr(kind, "__getattr__", None)

    def work_out(self: object, name: str) -> object:
        on[0] = False
        try:
            return plain(self, name)
        except AttributeError:
            if fallback is None:
                raise
            return fallback(self, name)
        finally:
            on[0] = True

    return work_out
