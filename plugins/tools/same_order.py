"""Pelican's generators, made to see files in one order on every machine.

Pelican keeps the files that it finds in a plain set, whose order differs from process
to process; posts of one date then change places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class SortedFiles(set[str]):
    """A set of paths that is always walked in the same order."""

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(super().__iter__()))

    def __or__(self, other: Iterable[Any]) -> SortedFiles:  # type: ignore[override]
        return SortedFiles({*set(self), *other})

    __ror__ = __or__


def in_same_order(pelican: type[Any]) -> type[Any]:
    """Return the Pelican class with generators that walk files in sorted order."""

    class OrderedPelican(pelican):  # type: ignore[misc]
        def _get_generator_classes(self) -> list[type[Any]]:
            return [_ordered(cls) for cls in super()._get_generator_classes()]

    return OrderedPelican


def _ordered(generator: type[Any]) -> type[Any]:
    if not hasattr(generator, "get_files"):
        return generator

    def get_files(self: Any, *args: Any, **options: Any) -> SortedFiles:
        return SortedFiles(generator.get_files(self, *args, **options))

    body = {"get_files": get_files, "__module__": generator.__module__}
    return type(generator.__name__, (generator,), body)
