"""Links that Pelican fills in later, with a pattern over the whole text.

Its pattern finds ``href="{filename}x"`` anywhere behind a “<”, also inside another
attribute and across the end of a tag; any word may stand in the braces, and a scheme or
a host behind them goes to the front of the address. What it takes has to be the value
of one attribute of one tag, and a path; or the text that was judged is not the text
that is printed.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from ..safe_html.judge import Unsafe
from ..safe_html.policy import AROUND, scheme_of

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A tag up to the value of an attribute; those before it are whole.
TAG = re.compile(
    r"""<[a-z][^\s"'<>/=]*
        (?:[\s/]+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'=<>`]+))?)*
        [\s/]+[a-z:-]+\s*=\s*""",
    re.VERBOSE | re.IGNORECASE,
)
#: What turns such a value into plain words.
PLAIN = str.maketrans({"{": "&#123;", "|": "&#124;"})


def find_torn_links(html: str, pattern: re.Pattern[str]) -> Iterator[Unsafe]:
    """Yield where Pelican's ``pattern`` takes more or less than a path.

    Its groups are ``markup``, ``path`` (the whole value) and ``value`` (what stands
    behind the braces).
    """
    for link in pattern.finditer(html):
        markup, path = link["markup"], link["path"]
        value = unescape(link["value"]).lstrip(AROUND)
        is_comment = markup.startswith("<!--") and "-->" not in link[0]
        is_whole = TAG.fullmatch(markup) and not re.search(r"[<>]", path)
        leads_away = scheme_of(value) or re.match(r"[/\\]{2}", value)
        if (not is_whole and not is_comment) or leads_away:
            what = f"“{path[:60]}” stands where no address can be filled in."
            remedy = "Write a path behind the braces, in an attribute of its own."
            yield Unsafe(what, remedy, (path[:60], "{"))


def without_links(html: str) -> str:
    """Return HTML in which Pelican fills in nothing; the words stay."""
    return html.translate(PLAIN)
