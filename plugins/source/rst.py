"""What docutils says of a text that it cannot read, in words for an author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

#: Of docutils' messages: file, line, how grave, and what.
MESSAGE = re.compile(
    r".*?(?::(?P<line>\d+))?: \((?:DEBUG|INFO|WARNING|ERROR|SEVERE)/\d\) (?P<said>.*)",
    re.DOTALL,
)
SPHINX = re.compile(r"Unknown (?:interpreted text role|directive type) \"([^\"]+)\"")
REMEDY = "Correct it, or write the post in Markdown."


def explain_rst(error: BaseException) -> tuple[int, str, str]:
    """Return the line, what is wrong there and what to do; 0 without a line.

    >>> explain_rst(ValueError('a.rst:8: (ERROR/3) Unknown target name: "a".'))[:2]
    (8, 'The text cannot be read here: Unknown target name: “a”.')
    """
    found = MESSAGE.fullmatch(str(error))
    if not found:
        what = f"docutils stumbles over this text ({type(error).__name__})."
        return 0, what, "Take out its last change, or write the post in Markdown."
    said = " ".join(found["said"].split("\n\n")[0].split()).rstrip(".")
    said = re.sub(r'"([^"]*)"', r"“\1”", said)
    remedy = REMEDY
    if unknown := SPHINX.match(found["said"]):
        what = f"“{unknown[1]}” is not known here; Sphinx or a plugin may know it"
        said = f"{said.partition(' “')[0]}: {what}"
        remedy = "Write it without, such as a link as `words <address>`_."
    return int(found["line"] or 0), f"The text cannot be read here: {said}.", remedy


def is_from_docutils(error: BaseException) -> bool:
    """Return whether docutils itself raised an error, over what it read."""
    walk: TracebackType | None = error.__traceback__
    module = ""
    while walk is not None:
        module = str(walk.tb_frame.f_globals.get("__name__", ""))
        walk = walk.tb_next
    is_file = isinstance(error, (UnicodeError, OSError))  # which say it themselves
    return module.partition(".")[0] == "docutils" and not is_file
