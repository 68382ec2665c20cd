"""The readers of one site only: Pelican takes each class that the process has seen."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def keep_own_readers(readers: Any, base: type[Any], plugins: Iterable[str]) -> None:
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
