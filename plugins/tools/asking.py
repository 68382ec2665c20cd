"""A question to whoever typed the command."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from .site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

ALONE = "Nobody can be asked here. Look at the above, then add --yes."


def agrees(
    question: str,
    *,
    yes: bool,
    ask: Callable[[str], str] = input,
    alone: str = ALONE,
) -> bool:
    """Return whether the author says yes, here or by ``--yes``.

    Without a terminal nobody can: that is refused in the words of ``alone``.
    """
    if yes:
        return True
    if ask is input and not sys.stdin.isatty():
        raise RefusedError(alone)
    with suppress(EOFError):
        return ask(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    return False
