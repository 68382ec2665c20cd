"""Faults of a header, told in words that an author knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

KEY_VALUE = re.compile(r"^ {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)$")
TIGHT = re.compile(r"^[A-Za-z_][\w-]*:[^\s:/]")
_OPENED = ("quoted scalar", "simple key", "flow sequence", "flow mapping")

GENERAL_REMEDY = (
    "Write one “key: value” on each line, and put a value that holds : # [ ] { } or"
    " quotation marks between straight quotes."
)
#: Words of the library's two parsers, and what to tell an author instead.
YAML_WORDS = {
    "mapping values are not allowed": (
        "“{}” has a second colon, so its value cannot be read.",
        "Put the value in straight quotes: {quoted}.",
    ),
    "quoted scalar": (
        "A quotation mark is opened in “{}” and not closed.",
        "Close it at the end of the value, or remove it.",
    ),
    "a tab": (
        "“{}” is set off with a tab.",
        "Use spaces instead.",
    ),
    "could not find expected ':'": (
        "“{}” is not a “key: value” line.",
        (
            "Write a key, a colon and a space before the value; if the header ends"
            " above this line, put --- there."
        ),
    ),
    "that cannot start any token": (
        "The value in “{}” begins with a sign that needs quotation marks.",
        "Put the value in straight quotes: {quoted}.",
    ),
    "flow sequence": (
        "A list is opened with [ in “{}” and not closed.",
        "Close it with ], with a comma between its items.",
    ),
    "flow mapping": (
        "The value in “{}” begins with {{, which needs quotation marks.",
        "Put the value in straight quotes: {quoted}.",
    ),
}
#: What an alias, an anchor, a tag and a mapping begin with.
SIGNS = ("*", "&", "!", "{")


@dataclass(frozen=True)
class HeaderFault:
    """A place in a file that cannot be read."""

    line: int
    what: str
    name: str
    remedy: str = ""


class Mark(Protocol):
    """A place in a header, as the YAML library gives it."""

    @property
    def index(self) -> int:
        """The character, from 0."""

    @property
    def line(self) -> int:
        """The line, from 0."""


class MarkedError(Protocol):
    """The YAML library's error with its place."""

    @property
    def context(self) -> str | None:
        """What was being read."""

    @property
    def problem(self) -> str | None:
        """What was not expected."""

    @property
    def context_mark(self) -> Mark | None:
        """Where that began."""

    @property
    def problem_mark(self) -> Mark | None:
        """Where it is."""


def explain_yaml(error: MarkedError, head: list[str]) -> HeaderFault:
    """Return the fault where a header stops being YAML; the library names the place."""
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
    if context.endswith((" alias", " anchor", " tag")):
        return explain_refusal(line + 2, head)
    said = f"{context}, {problem}, {_sign_at(error.problem_mark, head)}"
    sign = next((sign for sign in YAML_WORDS if sign in said), None)
    return _explain(sign, line + 2, text) if sign else unreadable(line + 2, head)


def _sign_at(mark: Mark | None, head: list[str]) -> str:
    """Return “a tab” where the library stumbled over one; libyaml does not name it."""
    is_tab = mark and "\n".join(head)[mark.index :].startswith("\t")
    return "a tab" if is_tab else ""


def _explain(sign: str, line: int, text: str) -> HeaderFault:
    what, remedy = YAML_WORDS[sign]
    if "{quoted}" in remedy:
        known = KEY_VALUE.match(text)
        value = known["value"].replace('"', "'") if known else ""
        quoted = f'{known["key"]}: "{value}"' if known else ""
        remedy = remedy.format(quoted=quoted) if known else GENERAL_REMEDY
    return HeaderFault(line, what.format(text), "header-yaml", remedy)


def explain_refusal(line: int, head: list[str]) -> HeaderFault:
    """Return the fault of a value whose first sign YAML takes off or takes apart."""
    written = head[line - 2] if 0 <= line - 2 < len(head) else ""
    text = written.strip()
    known = KEY_VALUE.match(text)
    value = known["value"] if known else text.removeprefix("-").strip()
    if not value.startswith(SIGNS):
        return unreadable(line, head)
    if written.startswith(SIGNS):
        return _explain("could not find expected ':'", line, text)
    return _explain("that cannot start any token", line, text)


def unreadable(line: int, head: list[str]) -> HeaderFault:
    """Return the fault of a line that cannot be read, where no more is known."""
    text = head[line - 2].strip() if 0 <= line - 2 < len(head) else ""
    what = f"“{text}” in the header cannot be read."
    return HeaderFault(line, what, "header-yaml", GENERAL_REMEDY)
