"""Why a build has changed a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...problem import list_some
from .inputs import CODE, CONTENT, TEMPLATE
from .publish import publish_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..files import Changes
    from .output import Record


def explain(
    changes: Changes, last: Record, made: Record, known: Mapping[str, str]
) -> Iterator[str]:
    """Yield a line for each changed file: what happened to it, and why.

    ``last`` is the record of the build before, ``made`` that of the present one;
    ``known`` says of a path what its page has read that is not as it was.
    """
    then, now = last.inputs.files, made.inputs.files
    #: The inputs that are not what they were, new and lost ones too.
    edited = [path for path in {**now, **then} if then.get(path) != now.get(path)]
    for path in sorted(changes.new, key=publish_order):
        yield f"new      {path}: {_why_new(path, last, made)}"
    for path in sorted(changes.changed, key=publish_order):
        yield f"changed  {path}: {_why_changed(path, last, made, edited, known)}"
    for path in changes.deleted:
        source = last.inputs.sources.get(path)
        gone = source is not None and source not in now
        why = f"{source} is gone" if gone else "nothing makes it any more"
        yield f"deleted  {path}: {why}"


def _why_new(path: str, last: Record, made: Record) -> str:
    source = made.inputs.sources.get(path)
    if path in last.files:
        return "it was missing from the output"
    if source is None:
        return "made for the first time"
    return f"{source} is {'published now' if source in last.inputs.files else 'new'}"


def _why_changed(
    path: str,
    last: Record,
    made: Record,
    edited: list[str],
    known: Mapping[str, str],
) -> str:
    then, now, digest = last.inputs, made.inputs, made.files[path]
    if digest == last.files.get(path):
        return "it was changed by hand; this build mends it"
    # A file that is copied as it is has the very bytes of its input.
    copied = (name for name, one in now.files.items() if one == digest)
    source = now.sources.get(path) or next(copied, None)
    if source in edited:
        return f"{source} was edited"
    for key, value in now.settings.items():
        was = then.settings.get(key, value)
        if was != value:
            return f"{key} was {was}, is {value}"
    if (why := known.get(path)) and not why.startswith("a template"):
        return why
    kinds = then.kinds | now.kinds
    for kind in (TEMPLATE, CODE, CONTENT):
        names = [name for name in edited if kinds.get(name) == kind]
        if names and then.files:
            verb = "were" if len(names) > 1 else "was"
            return f"{list_some(names, 1)} {verb} edited"
    return "the reason is not known"
