"""A record as it is printed: without entities, foreign markup and words for nothing."""

from __future__ import annotations

import re
from collections.abc import ValuesView
from functools import lru_cache
from typing import TYPE_CHECKING

from .titles import clean_field

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Fields in which “<” and “>” are no markup; of an address “&amp;” alone is read.
PLAIN = ("id", "DOI", "note", "abstract", "custom")
#: What programs write where they have nothing to say.
NO_VALUE = frozenset(
    """None none NONE null NULL Null nil NaN nan NAN NA N/A n/a undefined Undefined
    <NA> NaT #N/A""".split()  # noqa: SIM905  # a table of words
)
#: Those that no work is called, either.
NO_TITLE = NO_VALUE & {"None", "null", "NaN", "nan", "undefined", "<NA>", "NaT", "#N/A"}
#: What publishers write where a volume, an issue or a page is not yet known.
NOT_YET = frozenset(
    (
        *("0", "00", "0-0", "000-000", "-", "–", "n/a", "na", "n.a.", "none", "epub"),
        *("ahead-of-print", "ahead of print", "publish ahead of print", "in press"),
        *("no-specified", "not specified", "no pagination specified"),
        *("online first", "online ahead of print", "early access", "forthcoming"),
    )
)
#: “0th edition”, and zero as a table of numbers has it.
ZEROTH = re.compile(r"(?<=0)(?:th|\.0+)?(?:\s*ed(?:n|ition)?\.?)?$", re.IGNORECASE)
WORD = re.compile(r"\w")
#: A longer text says something.
LONGEST = 40
#: Words that could be a work's own.
SPOKEN = ("title", "title-short", "abstract", "note", "keyword", "annote", "id")
#: Fields that hold a number above zero, or words.
COUNTED = frozenset(
    """chapter-number collection-number edition issue number-of-pages
    number-of-volumes page page-first part-number printing-number supplement-number
    volume""".split()  # noqa: SIM905  # a table of words
)


def tidy_item(
    item: Mapping[str, object], *, is_plain: bool = False
) -> dict[str, object]:
    """Return a CSL-JSON item whose texts are as they are to be printed.

    One that ``is_plain`` (``json_lines.Block``) holds no markup.
    """
    return {
        variable: value if is_plain else tidy_value(variable, value)
        for variable, value in item.items()
        if not is_nothing(variable, value)
    }


def tidy_value(variable: str, value: object) -> object:
    """Return a field's value without entities and markup that CSL does not know."""
    if variable == "URL" and isinstance(value, str):
        return re.sub("&(?:amp|#38);", "&", value)
    if variable in PLAIN or not _is_marked(value):
        return value
    if isinstance(value, list):
        return [tidy_value(variable, one) for one in value]
    if isinstance(value, dict):
        return {key: tidy_value(variable, one) for key, one in value.items()}
    return clean_field(str(value))


def _is_marked(value: object) -> bool:
    """Return whether a text inside holds a sign of markup; most do not."""
    if isinstance(value, str):
        return "&" in value or "<" in value
    inner = value.values() if isinstance(value, dict) else value
    return isinstance(inner, list | ValuesView) and any(map(_is_marked, inner))


def is_nothing(variable: str, value: object) -> bool:
    """Return whether a program wrote “None” or “NaN”, or zero for what has no number.

    A title or a name may be one of these words; “[object Object]” is nobody's.
    """
    if isinstance(value, str):
        text = value
    elif isinstance(value, bool) or not isinstance(value, int | float):
        return value is None
    else:
        text = str(value)
    if len(text) > LONGEST:
        return False
    text = text.strip()
    if text == "[object Object]":
        return True
    if variable in COUNTED:
        return _counts_nothing(text)
    if variable in SPOKEN:
        return text in NO_TITLE
    return text in NO_VALUE or not WORD.search(text)


@lru_cache(maxsize=4096)
def _counts_nothing(text: str) -> bool:
    parts = re.split(r"\s*[-–—]+\s*", text)
    is_word = all(part in NO_VALUE for part in parts) or text.lower() in NOT_YET
    return is_word or not re.search(r"[^\W0_]", ZEROTH.sub("", text))
