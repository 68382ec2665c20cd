"""Links that Pelican fills in later, with a pattern over the whole text.

Its pattern finds ``href="{filename}x"`` anywhere behind a “<”, also inside another
attribute and across the end of a tag. What it would put an address into has to be one
attribute of one tag, or the text that was judged is not the text that is printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..safe_html.judge import Unsafe

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A tag up to the value of an attribute; those before it are whole.
TAG = re.compile(
    r"""<[a-z][^\s"'<>/=]*
        (?:[\s/]+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'=<>`]+))?)*
        [\s/]+[a-z:-]+\s*=\s*""",
    re.VERBOSE | re.IGNORECASE,
)
INDICATOR = re.compile(r"[{|](?:filename|static|attach|tag|category|author|index)[|}]")


def find_torn_links(html: str, pattern: re.Pattern[str]) -> Iterator[Unsafe]:
    """Yield where Pelican's ``pattern`` takes more or less than one attribute."""
    if not INDICATOR.search(html):
        return
    for link in pattern.finditer(html):
        markup, value = link["markup"], link["path"]
        is_comment = markup.startswith("<!--") and "-->" not in link[0]
        is_whole = TAG.fullmatch(markup) and not re.search(r"[<>]", value)
        if not is_whole and not is_comment:
            what = f"“{value[:60]}” stands where no address can be filled in."
            remedy = "Write the link in Markdown, or the address in its own attribute."
            yield Unsafe(what, remedy, (value[:60], "{"))
