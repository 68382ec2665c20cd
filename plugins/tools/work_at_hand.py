"""Which post or page was being worked on, read from the calls that were going on.

Pelican names no file in half of its messages, but its functions hold it: a generator
the file, a writer the article, a content object its own source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..report import relative_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType

THINGS = ("article", "page", "draft", "content", "item", "obj", "self")
SOURCES = ("source_path", "path", "f")


def find_work(frames: Iterable[FrameType], settings: dict[str, Any]) -> str:
    """Return the source file at hand, else the output's name, else nothing.

    Frames come innermost first.
    """
    output = ""
    for frame in frames:
        if not str(frame.f_globals.get("__name__", "")).startswith("pelican"):
            continue
        names = frame.f_locals
        source = _source(names)
        if source:
            return relative_path(source, settings)
        kwargs = names.get("kwargs")
        source = _source(kwargs) if isinstance(kwargs, dict) else ""
        if source:
            return relative_path(source, settings)
        if frame.f_code.co_name == "write_file" and not output:
            output = str(names.get("name") or "")
    return output


def _source(names: dict[str, Any]) -> str:
    for name in THINGS:
        source = getattr(names.get(name), "source_path", None)
        if isinstance(source, str):
            return source
    if "preread_signal" in names or "generator" in names or "f" in names:
        for name in SOURCES:
            source = names.get(name)
            if isinstance(source, str) and "." in source:
                return source
    return ""
