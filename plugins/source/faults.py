"""Faults of a header, told in words that an author knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

KEY_VALUE = re.compile(r"^ {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)$")
TIGHT = re.compile(r"^[A-Za-z_][\w-]*:[^\s:/]")
_OPENED = ("quoted scalar", "simple key", "flow sequence", "flow mapping")

GENERAL_REMEDY = (
    "Write one “key: value” on each line, and put a value that holds : # [ ] { } or"
    " quotation marks between straight quotes."
)
#: The library's words, and what to tell an author instead.
YAML_WORDS = (
    (
        "mapping values are not allowed",
        "“{}” has a second colon, so its value cannot be read.",
        "Put the value in straight quotes: {quoted}.",
    ),
    (
        "quoted scalar",
        "A quotation mark is opened in “{}” and not closed.",
        "Close it at the end of the value, or remove it.",
    ),
    (
        "'\\t'",
        "“{}” is set off with a tab.",
        "Use spaces instead.",
    ),
    (
        "could not find expected ':'",
        "“{}” is not a “key: value” line.",
        (
            "Write a key, a colon and a space before the value; if the header ends"
            " above this line, put --- there."
        ),
    ),
    (
        "that cannot start any token",
        "The value in “{}” begins with a sign that needs quotation marks.",
        "Put the value in straight quotes: {quoted}.",
    ),
    (
        "alias",
        "The value in “{}” begins with a sign that needs quotation marks.",
        "Put the value in straight quotes: {quoted}.",
    ),
    (
        "flow sequence",
        "A list is opened with [ in “{}” and not closed.",
        "Close it with ], with a comma between its items.",
    ),
    (
        "flow mapping",
        "The value in “{}” begins with {{, which needs quotation marks.",
        "Put the value in straight quotes: {quoted}.",
    ),
)


@dataclass(frozen=True)
class HeaderFault:
    """A place in a file that cannot be read."""

    line: int
    what: str
    name: str
    remedy: str = ""


def explain_yaml(error: Any, head: list[str]) -> HeaderFault:
    """Say where a header stops being YAML; ``error`` is the library's own."""
    context, problem = str(error.context or ""), str(error.problem or "")
    early = error.context_mark and any(sign in context for sign in _OPENED)
    mark = error.context_mark if early else error.problem_mark or error.context_mark
    line = min(mark.line, max(len(head) - 1, 0)) if mark else 0
    tight = next((n for n, words in enumerate(head) if TIGHT.match(words)), None)
    if tight is not None and tight <= line:
        words = head[tight].strip().replace(":", ": ", 1)
        what = f"There is no space after the colon in “{head[tight].strip()}”."
        return HeaderFault(tight + 2, what, "header-yaml", f"Write “{words}”.")
    text = head[line].strip() if head else ""
    if head and head[line][:1] == " " and "mapping values" in problem:
        what = f"“{text}” does not begin at the left edge."
        remedy = "Remove the spaces before it, or put the value above it in quotes."
        return HeaderFault(line + 2, what, "header-yaml", remedy)
    known = KEY_VALUE.match(head[line]) if head else None
    for sign, what, remedy in YAML_WORDS:
        if sign in problem or sign in context:
            do = _with_quotes(remedy, known)
            return HeaderFault(line + 2, what.format(text), "header-yaml", do)
    return unreadable(line + 2, head)


def _with_quotes(remedy: str, known: re.Match[str] | None) -> str:
    if "{quoted}" not in remedy:
        return remedy
    if not known:
        return GENERAL_REMEDY
    value = known["value"].replace('"', "'")
    return remedy.format(quoted=f'{known["key"]}: "{value}"')


def explain_refusal(line: int, head: list[str]) -> HeaderFault:
    """Say that a value begins with ``&``, ``!`` or ``*``, which YAML would take off."""
    text = head[line - 2].strip() if 0 <= line - 2 < len(head) else ""
    known = KEY_VALUE.match(text)
    if not known or known["value"][:1] not in ("&", "!", "*"):
        return unreadable(line, head)
    what = f"The value in “{text}” begins with a sign that needs quotation marks."
    remedy = _with_quotes("Put the value in straight quotes: {quoted}.", known)
    return HeaderFault(line, what, "header-yaml", remedy)


def unreadable(line: int, head: list[str]) -> HeaderFault:
    """Say that a line of a header cannot be read, where no more is known."""
    text = head[line - 2].strip() if 0 <= line - 2 < len(head) else ""
    what = f"“{text}” in the header cannot be read."
    return HeaderFault(line, what, "header-yaml", GENERAL_REMEDY)
