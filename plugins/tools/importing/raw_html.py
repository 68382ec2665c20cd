"""Blocks that Markdown has no form for, as HTML that a page may hold.

Tables with cells over several columns, lists that count backwards, code as the first
thing of an item. No empty line stands in it, at which Markdown would begin again, and
no sign that Markdown or another program would take for its own.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from bs4.element import NavigableString, Tag

from .escape import as_number, escape_in_html
from .running import NOTE
from .tree import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What each element keeps of its attributes.
KEPT = {
    "a": ("href", "title"),
    "abbr": ("title",),
    "img": ("src", "alt"),
    "li": ("value",),
    "ol": ("start", "reversed", "type"),
    "span": ("id",),
    "td": ("colspan", "rowspan", "align"),
    "th": ("colspan", "rowspan", "align", "scope"),
    "time": ("datetime",),
}
#: Behind the tags of these a line may end.
OUTER = ("blockquote", "dl", "ol", "table", "tbody", "thead", "tr", "ul")
INNER = ("caption", "dd", "dt", "hr", "li", "p", "pre", "td", "th")


def write_html(block: Tag) -> str:
    """Return a block as HTML, a line for each of its parts."""
    return re.sub(r"\n{2,}", "\n", "".join(_parts(block))).strip("\n")


def _parts(node: Tag) -> Iterator[str]:
    name = node.name
    if name == "pre":
        yield _code(node)
        return
    if name == NOTE:
        yield f"<sup>{value_of(node, 'data-note')}</sup>"
        return
    if name in ("br", "hr", "img"):
        yield f"{_begin(node)}{chr(10) if name == 'hr' else ''}"
        return
    is_alone = name == "p" and _is_only(node)
    if not is_alone:
        yield f"{_begin(node)}{chr(10) if name in OUTER else ''}"
    yield from _rows(node) if name == "table" else _inside(node)
    if not is_alone:
        yield f"</{name}>{chr(10) if name in (*OUTER, *INNER) else ''}"


def _inside(node: Tag) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, Tag):
            yield from _parts(child)
        elif isinstance(child, NavigableString):
            yield escape_in_html(str(child))


def _rows(table: Tag) -> Iterator[str]:
    caption = table.find("caption")
    if isinstance(caption, Tag):
        yield from _parts(caption)
    rows = [one for one in table.find_all("tr") if isinstance(one, Tag)]
    heads = 0
    while heads < len(rows) and not rows[heads].find("td"):
        heads += 1
    for name, group in (("thead", rows[:heads]), ("tbody", rows[heads:])):
        if group:
            yield f"<{name}>\n"
            for row in group:
                yield from _parts(row)
            yield f"</{name}>\n"


def _is_only(paragraph: Tag) -> bool:
    """Return whether a paragraph is all that its cell or item holds, or its first."""
    parent = paragraph.parent
    if parent is None or parent.name not in ("td", "th", "li", "dd", "dt", "caption"):
        return False
    blocks = [one for one in parent.children if isinstance(one, Tag)]
    others = {one.name for one in blocks if one is not paragraph}
    return blocks[0] is paragraph and others <= {"ul", "ol"}


def _code(node: Tag) -> str:
    language = value_of(node, "data-language")
    kind = f' class="language-{escape(language)}"' if language else ""
    text = escape_in_html(node.get_text()).replace("\n", as_number("\n"))
    return f"<pre><code{kind}>{text}</code></pre>\n"


def _begin(node: Tag) -> str:
    given = "".join(
        f' {key}="{_value(value_of(node, key))}"'
        for key in KEPT.get(node.name, ())
        if key in node.attrs and (value_of(node, key) or key in ("alt", "reversed"))
    )
    return f"<{node.name}{given}>"


def _value(text: str) -> str:
    return escape(" ".join(text.split()))
