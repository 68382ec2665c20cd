"""Faults of a header, told in words that an author knows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..problem import Problem

KEY_VALUE = re.compile(r"^ {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)$")
#: What YAML takes for a note behind a value.
NOTE = re.compile(r"(?<!\s)\s+#(?:\s.*)?$")

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

    def at(self, path: str) -> Problem:
        """Return the fault as a problem of a file."""
        return Problem(path, self.line, self.what, self.remedy, self.name)


def explain_sign(sign: str, line: int, text: str) -> HeaderFault:
    """Return the fault that a sign of ``YAML_WORDS`` stands for."""
    what, remedy = YAML_WORDS[sign]
    if "{quoted}" in remedy:
        known = KEY_VALUE.match(text)
        value = NOTE.sub("", known["value"]).replace('"', "'") if known else ""
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
        return explain_sign("could not find expected ':'", line, text)
    return explain_sign("that cannot start any token", line, text)


def unreadable(line: int, head: list[str]) -> HeaderFault:
    """Return the fault of a line that cannot be read, where no more is known."""
    text = head[line - 2].strip() if 0 <= line - 2 < len(head) else ""
    what = f"“{text}” in the header cannot be read."
    return HeaderFault(line, what, "header-yaml", GENERAL_REMEDY)
