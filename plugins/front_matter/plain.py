"""A checked post as plain tables, which are read in a fraction of a record's time.

Whatever a record has by default is left out, and a moment is written as text.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from ..source.dates import find_zone
from ..source.header import Header
from .post import Post
from .record import FrontMatter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from _typeshed import DataclassInstance

    from ..source.core import Source
    from ..source.faults import HeaderFault

T = TypeVar("T", bound="DataclassInstance")
Table = dict[str, object]
Moments = dict[str, tuple[str, str]]  #: by key: as ISO has it, and its zone
#: A post, its record without moments, these, its header, and its file's faults.
Plain = tuple[Table, Table, Moments, Table, "tuple[HeaderFault, ...]"]


def pack(post: Post, bare: Header, faults: tuple[HeaderFault, ...]) -> Plain:
    """Return a post without its file, and the header and the faults of that."""
    own, record = _changes(post), _changes(post.record)
    del own["source"], own["record"]
    moments = {
        name: (value.replace(tzinfo=None).isoformat(), value.tzinfo.key)
        for name, value in record.items()
        if type(value) is datetime
        and isinstance(value.tzinfo, ZoneInfo)
        and value.tzinfo is find_zone(value.tzinfo.key)
        and not value.fold
    }
    record = {name: value for name, value in record.items() if name not in moments}
    return own, record, moments, _changes(bare), faults


def unpack(plain: Plain, source: Source) -> Post:
    """Return a packed post of this file, which then knows its header and faults."""
    own, record, moments, bare, faults = plain
    source.know(_like(Header, bare), faults)
    times = {name: _moment(*moments[name]) for name in moments}
    return _like(
        Post, own | {"source": source, "record": _like(FrontMatter, record | times)}
    )


def _moment(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=find_zone(zone))


@dataclass(frozen=True)
class _Defaults:
    """What records of a kind have where nobody says anything else."""

    values: Mapping[str, object]
    makers: Mapping[str, Callable[[], object]]


@cache
def _defaults_of(kind: type[DataclassInstance]) -> _Defaults:
    values, makers = Table(), dict[str, "Callable[[], object]"]()
    for one in fields(kind):
        if one.default is not MISSING:
            values[one.name] = one.default
        elif one.default_factory is not MISSING:
            makers[one.name] = one.default_factory
    return _Defaults(values, makers)


def _changes(record: DataclassInstance) -> Table:
    """Return what a record holds that is not so by default."""
    usual = _defaults_of(type(record))
    return {
        one.name: value
        for one in fields(record)
        if (value := getattr(record, one.name)) != _default(usual, one.name)
    }


def _default(usual: _Defaults, name: str) -> object:
    made = usual.makers.get(name)
    return made() if made else usual.values.get(name, MISSING)


def _like(kind: type[T], changes: Table) -> T:
    """Return a record that differs from the default as another did."""
    usual, found = _defaults_of(kind), object.__new__(kind)
    vars(found).update(usual.values)
    for name, make in usual.makers.items():
        if name not in changes:
            vars(found)[name] = make()
    vars(found).update(changes)
    return found
