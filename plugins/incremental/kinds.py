"""Kinds of objects that are plain through and through, and are compared whole."""

from __future__ import annotations

import re
import sys
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ..ledger import Value

if TYPE_CHECKING:
    from types import ModuleType

NAME = re.compile(r"[A-Za-z_][\w.]*")
#: What the types of a plain record's fields may be made of.
PLAIN = frozenset(
    [
        *("str", "int", "float", "bool", "bytes", "None", "date", "datetime", "object"),
        *("tuple", "list", "dict", "frozenset", "Mapping", "Sequence", "Literal"),
    ]
)


@cache
def is_plain(kind: type) -> bool:
    """Return whether a kind is a frozen record of nothing but plain values, or one.

    ``object`` counts as plain where it stands in such a field: what is found there in
    the end is followed all the same.
    """
    if issubclass(kind, Value):
        return True
    if not is_dataclass(kind) or not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]  # typeshed lacks it
        return False
    return all(_is_plain_text(str(one.type), kind) for one in fields(kind))


def _is_plain_text(annotation: str, kind: type) -> bool:
    names = set(NAME.findall(annotation)) - PLAIN
    package = kind.__module__.rpartition(".")[0]
    return all(
        (found := _find(name, package))
        and kind not in found
        and all(map(is_plain, found))
        for name in names
    )


@cache
def _find(name: str, package: str) -> frozenset[type]:
    """Return the kinds of a name in the modules of a package.

    A module that names a kind for its types alone does not hold it.
    """
    modules = _modules_of(package, len(sys.modules))
    found = (getattr(module, name, None) for module in modules)
    return frozenset(one for one in found if isinstance(one, type))


@lru_cache(maxsize=1)
def _modules_of(package: str, _number: int) -> list[ModuleType]:
    """Return the modules of a package, for names of one are asked for in a row."""
    return [module for name, module in sys.modules.items() if name.startswith(package)]
