"""How a comparison of a work with its publisher's record came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...problem import Level

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class ItemDifference:
    """One field where library and publisher part."""

    variable: str  #: CSL's variable in the library
    mine: str  #: what the library says, for messages
    theirs: str  #: what the publisher says
    what: str  #: the middle of a sentence: “volume 77, the publisher says 78”
    name: str  #: of the problem
    level: Level = Level.WARNING
    fix: Mapping[str, object] = field(default_factory=dict)  #: CSL fields to write


@dataclass(frozen=True)
class Uncompared:
    """One field that both sides have and that cannot be compared."""

    variable: str  #: CSL's variable in the library
    what: str  #: why not, the middle of a sentence


@dataclass(frozen=True)
class Comparison:
    """Which fields could be compared, and how they came out."""

    compared: tuple[str, ...] = ()
    differences: tuple[ItemDifference, ...] = ()
    #: Fields that both sides have and nobody can hold against each other: nothing is
    #: known of them, neither that they agree nor that they differ.
    uncompared: tuple[Uncompared, ...] = ()
