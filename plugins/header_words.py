"""What is told of a header that is no YAML, in words that an author knows."""

from __future__ import annotations

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
