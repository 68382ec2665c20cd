"""Plain blocks as Markdown: markdownify's walk, with what this site's Markdown reads.

markdownify knows which element becomes what. How its text is escaped, where a list
stands and what a table cannot say is decided here for Python-Markdown with its
extensions, so that the page built of it has the same words, links and order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4.element import NavigableString, Tag
from markdownify import MarkdownConverter

from .escape import (
    escape_heading,
    escape_in_html,
    escape_lines,
    escape_text,
    escape_value,
    escape_words_of_link,
    write_address,
)
from .raw_html import write_html
from .running import NOTE
from .tree import value_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Put between two blocks that Markdown would make one of.
BETWEEN = "<!-- -->"
JOINED = ("ul", "ol", "blockquote", "dl")
STRONG = ("strong", "em")
#: What begins with a bracket, so that “!” before it would make a picture of it.
BRACKETS = ("a", "img", NOTE)
SAFE_LINK = re.compile(r"https?://[^\s<>\[\]`\\*&]+")
SIDES = {"left": ":---", "right": "---:", "center": ":---:"}
TICKS = re.compile(r"`+")
FENCE = 3
#: What Markdown has no form for inside of an item, or of a quotation.
NEVER_INSIDE = ("dl", "details", "hr", "table")


def write(blocks: Sequence[Tag], notes: Sequence[Sequence[Tag]] = ()) -> str:
    """Return blocks as Markdown; ``notes`` are the footnotes, in order, from 1."""
    parts = list(_parts(blocks))
    for number, inside in enumerate(notes, 1):
        text = "\n\n".join(_parts(inside))
        parts.append(f"[^{number}]: {_set_in(text)}")
    return "\n\n".join(parts) + "\n" if parts else ""


def _parts(blocks: Sequence[Tag]) -> Iterator[str]:
    writer = _Writer()
    last = ""
    for block in blocks:
        is_html = needs_html(block)
        if not is_html and block.name == last and last in JOINED:
            yield BETWEEN
        last = "" if is_html else block.name
        text = write_html(block) if is_html else writer.block(block)
        if text:
            yield text


def needs_html(block: Tag) -> bool:
    """Return whether Markdown cannot say what a block holds."""
    if block.name == "table":
        return not _is_simple(block)
    if block.name == "dl":
        return any(len(_tags(one)) > 1 or not _begins(one) for one in _tags(block))
    if block.name not in ("ul", "ol", "blockquote"):
        return False
    lists = [
        *block.find_all(("ul", "ol")),
        *([block] if block.name != "blockquote" else []),
    ]
    return _is_mixed(block) or any(map(_is_special, lists))


def _is_mixed(block: Tag) -> bool:
    """Return whether a list or a quotation holds what Markdown would not find in it."""
    if block.find(NEVER_INSIDE) is not None:
        return True
    if any(map(_joins_next, block.find_all(JOINED))):
        return True
    # Code in an item of a quotation, or the other way round.
    around = ({one.name for one in code.parents} for code in block.find_all("pre"))
    return any({"li", "blockquote"} <= names for names in around)


def _joins_next(inner: Tag) -> bool:
    """Return whether an element would become one with the next, as lists do."""
    pair = {inner.name, getattr(inner.next_sibling, "name", "")}
    return len(pair) == 1 or pair == {"ul", "ol"}


def _is_special(tag: Tag) -> bool:
    """Return whether a list has other numbers, or items that begin with no words."""
    if "reversed" in tag.attrs or value_of(tag, "type") not in ("", "1"):
        return True
    if not value_of(tag, "start").isdigit() and "start" in tag.attrs:
        return True
    items = _tags(tag)
    return any("value" in one.attrs or not _begins(one) for one in items)


def _begins(item: Tag) -> bool:
    first = next(iter(_tags(item)), None)
    return first is not None and first.name == "p"


def _is_simple(table: Tag) -> bool:
    """Return whether a table has one row of heads, and cells of running text."""
    rows = _tags(table)
    if not rows or table.find("caption") is not None:
        return False
    wide = {len(_tags(row)) for row in rows}
    cells = [cell for row in rows for cell in _tags(row)]
    is_plain = all(
        not {"colspan", "rowspan"} & cell.attrs.keys()
        and [one.name for one in _tags(cell)] in ([], ["p"])
        for cell in cells
    )
    has_head = all(one.name == "th" for one in _tags(rows[0]))
    others = (cell for row in rows[1:] for cell in _tags(row))
    has_one = all(one.name == "td" for one in others)
    return is_plain and len(wide) == 1 and len(rows) > 1 and has_head and has_one


def _tags(tag: Tag) -> list[Tag]:
    return [one for one in tag.children if isinstance(one, Tag)]


def _set_in(text: str) -> str:
    """Return lines of which all but the first stand four spaces in."""
    return re.sub(r"\n(?=[^\n])", "\n    ", text)


class _Writer(MarkdownConverter):
    """What becomes of each element; names and arguments are markdownify's."""

    def block(self, block: Tag) -> str:
        """Return one block as Markdown."""
        _mark_lists(block)
        return str(self.convert_soup(block)).strip("\n")

    def process_text(
        self, el: NavigableString, parent_tags: set[str] | None = None
    ) -> str:
        """Return words; their white space has been tidied before."""
        around = parent_tags or set()
        if "code" in around:
            return str(el)
        escape = escape_words_of_link if "a" in around else escape_text
        text = escape(str(el))
        after = el.next_sibling
        if text.endswith("!") and isinstance(after, Tag) and after.name in BRACKETS:
            text = f"{text[:-1]}\\!"
        return text.replace("|", "&#124;") if around & {"td", "th"} else text

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if parent_tags & {"td", "th"}:
            return text
        text = escape_lines(text)
        is_tight = el.parent is not None and _is_tight(el.parent)
        return f"{text}\n" if is_tight else f"\n\n{text}\n\n"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # its API
        return "<br>" if parent_tags & {"td", "th", "dt", "summary"} else "  \n"

    def convert_hr(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # same
        return "\n\n* * *\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002, N802  # same
        name = f" {{#{value_of(el, 'id')}}}" if "id" in el.attrs else ""
        return f"\n\n{'#' * n} {escape_heading(text)}{name}\n\n"

    def convert_strong(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _emphasised(el, text, "**", parent_tags)

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _emphasised(el, text, "*", parent_tags)

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = " ".join(text.split())
        is_odd = "|" in words and bool(parent_tags & {"td", "th"})
        before, after = el.previous_sibling, el.next_sibling
        is_odd = (
            is_odd or str(before or "").endswith("`") or str(after or "")[:1] == "`"
        )
        if is_odd or words.startswith("`") or words.endswith(("`", "\\")):
            return f"<code>{escape_in_html(words)}</code>"
        longest = max(map(len, TICKS.findall(words)), default=0)
        ticks = "`" * (longest + 1)
        return f"{ticks}{words}{ticks}"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # its API
        address, title = value_of(el, "href"), value_of(el, "title")
        if not address:
            return text
        if (
            words_of(el) == address
            and SAFE_LINK.fullmatch(address)
            and not el.find(True)
        ):
            return f"<{address}>"
        said = f' "{escape_value(title)}"' if title and title != words_of(el) else ""
        return f"[{text}]({write_address(address)}{said})"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # same
        title = value_of(el, "title")
        said = f' "{escape_value(title)}"' if title else ""
        alt = escape_value(value_of(el, "alt"))
        return f"![{alt}]({write_address(value_of(el, 'src'))}{said})"

    def convert_span(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # same
        name = value_of(el, "id")
        return f'<span id="{name}"></span>{text}' if name else text

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # same
        lines = text.strip("\n").split("\n")
        quoted = "\n".join(f"> {line}" if line else ">" for line in lines)
        return f"\n\n{quoted}\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip("\n")
        is_tight = el.parent is not None and _is_tight(el.parent)
        return f"{text}\n" if is_tight and "li" in parent_tags else f"\n\n{text}\n\n"

    convert_ul = convert_list
    convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # its API
        mark = value_of(el, "data-mark") or "-"
        end = "\n" if _is_tight(el) else "\n\n"
        return f"{mark} {_set_in(text.strip(chr(10)))}{end}"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # same
        code = el.get_text()
        longest = max(map(len, TICKS.findall(code)), default=0)
        fence = "`" * max(FENCE, longest + 1)
        return f"\n\n{fence}{value_of(el, 'data-language')}\n{code}\n{fence}\n\n"

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # same
        head, *rows = text.strip("\n").split("\n")
        first = el.find("tr")
        cells = _tags(first) if isinstance(first, Tag) else []
        sides = (SIDES.get(value_of(cell, "align"), "---") for cell in cells)
        return "\n".join(["", "", head, f"| {' | '.join(sides)} |", *rows, "", ""])

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # same
        return f"|{text}\n"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # same
        return f" {text} |"

    convert_th = convert_td

    def convert_dl(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # same
        return f"\n\n{text.strip(chr(10))}\n\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # same
        before = el.find_previous_sibling()
        gap = "\n\n" if isinstance(before, Tag) and before.name == "dd" else ""
        return f"{gap}{text.strip(chr(10))}\n"

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # same
        return f":   {_set_in(text.strip(chr(10)))}\n"

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002  # same
        summary = el.find("summary")
        head = write_html(summary) if isinstance(summary, Tag) else ""
        inside = "\n\n".join(_parts([one for one in _tags(el) if one is not summary]))
        return f'\n\n<details markdown="1">\n{head}\n\n{inside}\n\n</details>\n\n'


def _as_html(name: str) -> object:
    def convert(self: _Writer, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG001  # markdownify's API
        given = "".join(
            f' {key}="{escape_value(value_of(el, key))}"'
            for key in ("title", "datetime")
            if value_of(el, key)
        )
        return f"<{name}{given}>{text}</{name}>"

    return convert


for _name in [
    "sub",
    "sup",
    "small",
    "mark",
    "q",
    "abbr",
    "cite",
    "dfn",
    "var",
    "ins",
    "kbd",
    "u",
    "samp",
    "del",
    "time",
]:
    setattr(_Writer, f"convert_{_name}", _as_html(_name))


def _note(self: _Writer, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG001  # same
    return f"[^{value_of(el, 'data-note')}]"


setattr(_Writer, f"convert_{NOTE.replace('-', '_')}", _note)


def _mark_lists(block: Tag) -> None:
    """Write beside each list whether it is tight, and beside each item its mark.

    A list is tight where no item holds more than words and lists.
    """
    for tag in (block, *block.find_all(("ul", "ol"))):
        if tag.name not in ("ul", "ol"):
            continue
        items = _tags(tag)
        first = int(value_of(tag, "start") or "1")
        for number, item in enumerate(items, first):
            item["data-mark"] = f"{number}." if tag.name == "ol" else "-"
        is_tight = all(
            one.name in ("ul", "ol") or (one.name == "p" and not number)
            for item in items
            for number, one in enumerate(_tags(item))
        )
        if is_tight:
            tag["data-tight"] = "1"


def _is_tight(item: Tag) -> bool:
    """Return whether an item is one of a tight list."""
    parent = item.parent
    return item.name == "li" and parent is not None and "data-tight" in parent.attrs


def _emphasised(el: Tag, text: str, mark: str, parent_tags: set[str]) -> str:
    """Return emphasis; as HTML where marks would meet others."""
    beside = (el.previous_sibling, el.next_sibling)
    meets = any(isinstance(one, Tag) and one.name in STRONG for one in beside)
    if meets or parent_tags & set(STRONG):
        return f"<{el.name}>{text}</{el.name}>"
    return f"{mark}{text}{mark}"
