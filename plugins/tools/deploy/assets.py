"""Files with a hash of their content in their names, and how long they stay.

A page that is in a cache or an open tab names the style sheet of its own day. That
name is never used for another content, so the file may stay beside the new one.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from .precompress import original_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

#: Figures alone are a date, letters alone a word: a hash has both.
HASH = re.compile(r"[.-](?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,64}\.[a-z0-9]+\Z")
#: Pages, feeds and what is said of them are never kept: they say what was true.
TEXTS = (".htm", ".html", ".json", ".txt", ".xml")


def has_hash(path: str) -> bool:
    """Return whether a file's name holds a hash of its content.

    A packed copy has that of its file.

    >>> has_hash("theme/css/main.4f2a91c07b.css.gz"), has_hash("images/a-20260314.jpg")
    (True, False)
    """
    path = original_of(path) or path
    is_text = path.endswith(TEXTS)
    return path.isprintable() and not is_text and HASH.search(path) is not None


def find_kept(
    gone: Iterable[str],
    since: Mapping[str, datetime],
    now: datetime,
    days: int,
) -> dict[str, datetime]:
    """Return which files that left a site stay, with the time at which each left it.

    ``since`` are those times as the release before has them; what is not there leaves
    now. A packed copy stays where its file does. A clock that was set back keeps a
    file, but no longer than ``days`` from now.
    """
    left = {path: min(since.get(path, now), now) for path in gone if has_hash(path)}
    kept = {path: at for path, at in left.items() if now - at < timedelta(days=days)}
    return {
        path: at for path, at in kept.items() if (original_of(path) or path) in kept
    }
