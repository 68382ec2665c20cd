"""What a run must neither inherit nor leave in the process: signals, locale, folder."""

from __future__ import annotations

import locale
import logging
import os
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, AnyStr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from _typeshed import GenericPath

#: The modules that Pelican makes of settings files.
CONFS = ("pelicanconf", "publishconf")
#: What a site does not set must not come from the machine: the words for months …
SAME_EVERYWHERE = {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


@contextmanager
def failing_walks() -> Iterator[None]:
    """Let no folder that cannot be listed pass for an empty one.

    ``os.walk`` is silent about faults unless told otherwise, and Pelican does not tell
    it: a disk that failed once would publish a site without posts.
    """
    walk = os.walk

    def strict(
        top: GenericPath[AnyStr],
        topdown: bool = True,
        onerror: Callable[[OSError], object] | None = None,
        followlinks: bool = False,
    ) -> Iterator[tuple[AnyStr, list[AnyStr], list[AnyStr]]]:
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
def compiled_anew() -> Iterator[None]:
    """Let Python keep nothing of the code that it compiles inside the block.

    It takes a file of the same size and second for the same, which a file of settings
    need not be: ``"a"`` becomes ``"b"``.
    """
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


@contextmanager
def restored_process(folder: str) -> Iterator[None]:
    """Work in ``folder``, with one language and one clock, whatever the machine's are.

    Then restore folder, module path, settings modules, locale, clock and log level.
    """
    environ = {key: os.environ[key] for key in SAME_EVERYWHERE if key in os.environ}
    here, path, words = Path.cwd(), list(sys.path), locale.setlocale(locale.LC_ALL)
    modules = {name: sys.modules[name] for name in CONFS if name in sys.modules}
    level = logging.getLogger().level
    os.chdir(folder)
    os.environ.update(SAME_EVERYWHERE)
    time.tzset()
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        yield
    finally:
        for key in SAME_EVERYWHERE:
            os.environ.pop(key, None)
        os.environ.update(environ)
        time.tzset()
        os.chdir(here)
        sys.path[:] = path
        locale.setlocale(locale.LC_ALL, words)
        logging.getLogger().setLevel(level)
        for name in CONFS:
            sys.modules.pop(name, None)
        sys.modules.update(modules)


class InOrder(dict[object, None]):
    """As much of a set as blinker needs, in order of adding.

    It calls listeners in the order of a plain set, which is that of addresses in
    memory: two plugins on one signal would take turns from run to run.
    """

    def add(self, item: object) -> None:
        self[item] = None

    def discard(self, item: object) -> None:
        self.pop(item, None)


@contextmanager
def isolated_signals(signals: ModuleType) -> Iterator[None]:
    """Give this run its own listeners, in order, and put the former ones back."""
    named = [s for s in vars(signals).values() if hasattr(s, "receivers")]
    before = [dict(vars(signal)) for signal in named]
    for signal in named:
        signal.receivers = {}
        signal._by_receiver = defaultdict(InOrder)  # noqa: SLF001  # it has no copy
        signal._by_sender = defaultdict(InOrder)  # noqa: SLF001  # same
        signal._weak_senders = {}  # noqa: SLF001  # same
    try:
        yield
    finally:
        for signal, parts in zip(named, before, strict=True):
            vars(signal).update(parts)
