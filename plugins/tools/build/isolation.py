"""What a run must neither inherit nor leave: signals, readers, locale, file order."""

from __future__ import annotations

import locale
import logging
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, MutableSet
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

PARTS_OF_A_SIGNAL = ("receivers", "_by_receiver", "_by_sender", "_weak_senders")


#: What a site does not set must not come from the machine: the words for months …
SAME_EVERYWHERE = {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


@contextmanager
def fixed_locale_and_zone() -> Iterator[None]:
    """Give the process one language and one clock, whatever the machine's are."""
    before = {name: os.environ.get(name) for name in SAME_EVERYWHERE}
    os.environ.update(SAME_EVERYWHERE)
    time.tzset()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        time.tzset()


@contextmanager
def failing_walks() -> Iterator[None]:
    """Let no folder that cannot be listed pass for an empty one.

    ``os.walk`` is silent about faults unless told otherwise, and Pelican does not tell
    it: a disk that failed once would publish a site without posts.
    """
    walk = os.walk

    def strict(
        top: Any,
        topdown: bool = True,
        onerror: Callable[[OSError], object] | None = None,
        followlinks: bool = False,
    ) -> Iterator[Any]:
        return walk(top, topdown, onerror or _raise, followlinks)

    os.walk = strict
    try:
        yield
    finally:
        os.walk = walk


def _raise(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


@contextmanager
def restored_process(folder: str) -> Iterator[None]:
    """Work in ``folder``; then restore folder, module path, locale and log level."""
    here, path, words = Path.cwd(), list(sys.path), locale.setlocale(locale.LC_ALL)
    modules = {name: sys.modules.get(name) for name in ("pelicanconf", "publishconf")}
    level = logging.getLogger().level
    os.chdir(folder)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        yield
    finally:
        os.chdir(here)
        sys.path[:] = path
        locale.setlocale(locale.LC_ALL, words)
        logging.getLogger().setLevel(level)
        for name, module in modules.items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module


class InOrder(MutableSet[object]):
    """A set in order of adding.

    blinker calls listeners in the order of a plain set, which is that of addresses in
    memory: two plugins on one signal would take turns from run to run.
    """

    def __init__(self, items: Iterable[object] = ()) -> None:
        self._items = dict.fromkeys(items)

    def __contains__(self, item: object) -> bool:
        return item in self._items

    def __iter__(self) -> Iterator[object]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def add(self, value: object) -> None:
        self._items[value] = None

    def discard(self, value: object) -> None:
        self._items.pop(value, None)

    def copy(self) -> InOrder:
        return InOrder(self)


@contextmanager
def isolated_signals(signals: ModuleType) -> Iterator[None]:
    """Give this run its own listeners, in order, and put the former ones back."""
    named = [s for s in vars(signals).values() if hasattr(s, "receivers")]
    before = [{part: getattr(s, part) for part in PARTS_OF_A_SIGNAL} for s in named]
    for signal in named:
        signal.receivers = {}
        signal._by_receiver = defaultdict(InOrder)  # noqa: SLF001  # it has no copy
        signal._by_sender = defaultdict(InOrder)  # noqa: SLF001
        signal._weak_senders = {}  # noqa: SLF001
    try:
        yield
    finally:
        for signal, parts in zip(named, before, strict=True):
            for part, value in parts.items():
                setattr(signal, part, value)


def keep_site_readers(readers: Any, base: type[Any], plugins: Iterable[str]) -> None:
    """Drop readers that only another site's plugins have brought into the process.

    Connect it to ``readers_init``; what plugins put in there stays.
    """
    modules = _modules_of(set(plugins))
    named = {id(value) for module in modules for value in vars(module).values()}
    names = {base.__module__} | {module.__name__ for module in modules}
    found = [base, *base.__subclasses__()]
    own = [r for r in found if r.__module__ in names or id(r) in named]
    mine: dict[str, Any] = {}
    for reader in own:
        if reader.enabled:
            mine |= dict.fromkeys(reader.file_extensions, reader)
    for extension, reader in list(readers.reader_classes.items()):
        if reader in found and reader not in own:
            readers.reader_classes[extension] = mine.get(extension)


def _modules_of(plugins: set[str]) -> list[ModuleType]:
    """Return the plugins' modules, and the modules that those hold by name."""
    own = [
        module
        for name, module in list(sys.modules.items())
        if isinstance(module, ModuleType)
        and any(name == plugin or name.startswith(f"{plugin}.") for plugin in plugins)
    ]
    held = (value for module in own for value in vars(module).values())
    return own + [value for value in held if isinstance(value, ModuleType)]


class SortedFiles(set[str]):
    """A set of paths that is always walked in the same order."""

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(super().__iter__()))

    def __or__(self, other: Iterable[Any]) -> SortedFiles:  # type: ignore[override]
        return SortedFiles({*set(self), *other})

    __ror__ = __or__


def with_sorted_files(pelican: type[Any]) -> type[Any]:
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
