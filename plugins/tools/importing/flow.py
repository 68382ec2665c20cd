"""Any tree of HTML as a plain run of blocks, each of which Markdown has a form for.

What comes out holds nothing but ``p``, ``h1`` to ``h6``, ``ul``, ``ol``, ``li``,
``blockquote``, ``pre``, ``table``, ``dl``, ``details``, ``figure`` and ``hr``, with
running text in them: links, pictures, emphasis, code. Boxes that only order a page are
gone; emphasis and links around blocks are put into each of them; white space is as
browsers show it. Texts of WordPress's classic editor, whose paragraphs are empty lines,
get their paragraphs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4.element import NavigableString, Tag

from .addresses import is_picture
from .running import INLINE, NOTE, says_something, tidy
from .tree import BLOCKS, HEADINGS, has_block, is_text, new_tag, value_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: What each keeps of its attributes.
KEPT = {
    "a": ("href", "title"),
    "abbr": ("title",),
    "time": ("datetime",),
}
#: What stands for itself in running text, and what each keeps of its attributes.
LEAVES = {"img": ("src", "alt", "title"), NOTE: ("data-note",)}
LISTS = ("ul", "ol", "menu", "dir")
#: Parts of blocks, whose names their words take over.
PARTS = frozenset({"caption", "dd", "dt", "figcaption", "li", "summary", "td", "th"})
EMPTY_LINES = re.compile(r"[ \t]*\n[ \t\r]*\n\s*")
LINE = re.compile(r"[ \t\r]*\n[ \t\r]*")
DEEPEST = 8  #: lists and quotations inside each other, before they are laid flat


class Flow:
    """Collects the blocks of one place; ``wrappers`` stand around all of it."""

    def __init__(
        self,
        *,
        is_classic: bool,
        loose: Tag | None = None,
        wrappers: Sequence[Tag] = (),
        depth: int = 0,
    ) -> None:
        self.blocks: list[Tag] = []
        self.is_classic, self.depth = is_classic, depth
        self.loose = loose  #: words right in it are classic, those in its blocks not
        self.outer = list(wrappers)
        self.run: Tag | None = None  #: the paragraph that is being filled
        self.chain: list[tuple[Tag, Tag]] = []  #: wrappers in it, and their copies
        self.broken = ""  #: what broke the line last: a “tag”, or the text's own “line”

    def take(self, node: Tag) -> list[Tag]:
        """Return the blocks that an element holds."""
        self._walk(node, self.outer)
        self.end()
        return self.blocks

    def end(self) -> None:
        """End the paragraph that is being filled."""
        if self.run is not None:
            tidy(self.run)
            if says_something(self.run):
                self.blocks.append(self.run)
        self.run, self.chain, self.broken = None, [], ""

    def _walk(self, node: Tag, wrappers: list[Tag]) -> None:
        for child in list(node.children):
            if isinstance(child, Tag):
                self._tag(child, wrappers)
            elif is_text(child):
                self._text(str(child), wrappers, node)

    def _tag(self, tag: Tag, wrappers: list[Tag]) -> None:
        name = tag.name.lower()
        if name == "br":
            self._break(wrappers, "tag")
        elif name in LEAVES:
            self._put(_copy_of(tag, LEAVES[name]), wrappers)
            self.broken = ""
        elif name in BLOCKS:
            self._block(tag, name, wrappers)
        else:
            self._name(tag, wrappers)
            if name in INLINE:
                made = _copy_of(tag, KEPT.get(INLINE[name], ()), INLINE[name])
                wrappers = _with(wrappers, made)
            self._walk(tag, wrappers)

    def _name(self, tag: Tag, wrappers: list[Tag]) -> None:
        """Leave a place for links that lead to an element."""
        if "id" in tag.attrs:
            self._put(new_tag("span", id=value_of(tag, "id")), wrappers)

    def _block(self, tag: Tag, name: str, wrappers: list[Tag]) -> None:
        self.end()
        make = _MAKERS.get(name)
        if name in HEADINGS:
            self._heading(tag, name, wrappers)
        elif make is None or (self.depth >= DEEPEST and name not in ("pre", "hr")):
            self._name(tag, wrappers)
            self._walk(tag, wrappers)
            self.end()
        else:
            first = tag.find(("li", "td", "th", "p", "dt", "summary"))
            if "id" in tag.attrs and isinstance(first, Tag):
                first.insert(0, new_tag("span", id=value_of(tag, "id")))
            elif "id" in tag.attrs:
                self._name(tag, wrappers)
                self.end()
            make(self, tag, wrappers)

    def _text(self, text: str, wrappers: list[Tag], node: Tag) -> None:
        is_classic = self.is_classic or node is self.loose
        if not is_classic or "\n" not in text:
            self._words(text, wrappers)
            return
        for number, part in enumerate(EMPTY_LINES.split(text)):
            if number:
                self.end()
            for place, line in enumerate(LINE.split(part)):
                if place:
                    self._break(wrappers, "line")
                self._words(line, wrappers)

    def _words(self, text: str, wrappers: list[Tag]) -> None:
        if text.strip():
            self.broken = ""
        self._put(NavigableString(text), wrappers)

    def _break(self, wrappers: list[Tag], kind: str) -> None:
        """Break a line; two tags in a row end the paragraph."""
        if kind == self.broken == "tag":
            self.end()
        elif not self.broken:
            self._put(new_tag("br"), wrappers)
        if self.broken != "tag":
            self.broken = kind

    def _put(self, leaf: Tag | NavigableString, wrappers: list[Tag]) -> None:
        """Append to the paragraph, inside copies of all wrappers."""
        if isinstance(leaf, Tag) and wrappers and wrappers[-1].name == "code":
            wrappers = wrappers[:-1]
        if self.run is None:
            self.run = new_tag("p")
        same = 0
        for (known, _), wanted in zip(self.chain, wrappers, strict=False):
            if known is not wanted:
                break
            same += 1
        del self.chain[same:]
        for wanted in wrappers[same:]:
            made = new_tag(wanted.name)
            made.attrs = dict(wanted.attrs)
            (self.chain[-1][1] if self.chain else self.run).append(made)
            self.chain.append((wanted, made))
        (self.chain[-1][1] if self.chain else self.run).append(leaf)

    def _inside(self, tag: Tag, wrappers: list[Tag], deeper: int = 1) -> list[Tag]:
        depth = self.depth + deeper
        if tag.name in PARTS and "id" in tag.attrs:
            tag.insert(0, new_tag("span", id=value_of(tag, "id")))
        flow = Flow(is_classic=self.is_classic, wrappers=wrappers, depth=depth)
        return flow.take(tag)

    def _heading(self, tag: Tag, name: str, wrappers: list[Tag]) -> None:
        blocks = self._inside(tag, wrappers)
        pictures = [one for one in blocks if not words_of(one)]
        words = [one for one in blocks if words_of(one)]
        if words:
            heading = new_tag("strong" if self.depth else name)
            if "id" in tag.attrs:
                heading["id"] = value_of(tag, "id")
            for number, one in enumerate(words):
                if number:
                    heading.append(NavigableString(" "))
                for node in list(one.contents):
                    heading.append(node)
            for node in heading.find_all("br"):
                node.replace_with(NavigableString(" "))
            # All of a heading is strong already.
            for node in heading.find_all("strong"):
                node.unwrap()
            tidy(heading)
            if self.depth:  # in a list or a table it would not stand in the outline
                paragraph = new_tag("p")
                paragraph.append(heading)
                heading = paragraph
            self.blocks.append(heading)
        self.blocks += pictures

    def _list(self, tag: Tag, wrappers: list[Tag]) -> None:
        made = new_tag("ol" if tag.name == "ol" else "ul")
        for key in ("start", "reversed", "type"):
            if tag.name == "ol" and key in tag.attrs:
                made[key] = value_of(tag, key)
        last: Tag | None = None
        for child in _members(tag):
            blocks = self._inside(child, wrappers)
            # A list right inside of a list belongs to the item above it.
            if blocks and (child.name == "li" or last is None):
                last = new_tag("li")
                if value_of(child, "value"):
                    last["value"] = value_of(child, "value")
                made.append(last)
            for block in blocks:
                if last is not None:
                    last.append(block)
        if made.contents:
            self.blocks.append(made)

    def _item(self, tag: Tag, wrappers: list[Tag]) -> None:
        """Make a list of an item that stands in none."""
        box = new_tag("ul")
        tag.replace_with(box)
        box.append(tag)
        self._list(box, wrappers)

    def _quotation(self, tag: Tag, wrappers: list[Tag]) -> None:
        blocks = self._inside(tag, wrappers)
        if blocks:
            made = new_tag("blockquote")
            for block in blocks:
                made.append(block)
            self.blocks.append(made)

    def _code(self, tag: Tag, wrappers: list[Tag]) -> None:
        if "wp-block-verse" in value_of(tag, "class"):
            flow = Flow(is_classic=True, wrappers=wrappers, depth=self.depth + 1)
            self.blocks += flow.take(tag)
            return
        for line in tag.find_all("br"):
            line.replace_with(NavigableString("\n"))
        text = "".join(str(one) for one in tag.find_all(string=True) if is_text(one))
        text = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
        text = re.sub(r"\A[ \t]*\n|\s+\Z", "", text)
        if text.strip():
            made = new_tag("pre", **{"data-language": _language_of(tag)})
            made.append(NavigableString(text))
            self.blocks.append(made)

    def _rule(self, tag: Tag, wrappers: list[Tag]) -> None:  # noqa: ARG002  # as all
        self.blocks.append(new_tag("hr"))

    def _table(self, tag: Tag, wrappers: list[Tag]) -> None:
        rows = [one for one in tag.find_all("tr") if one.find_parent("table") is tag]
        cells = [
            [
                one
                for one in row.find_all(("td", "th"))
                if one.find_parent("table") is tag
            ]
            for row in rows
        ]
        if _is_frame(tag, cells):
            self._walk(tag, wrappers)
            self.end()
            return
        made = new_tag("table")
        caption = tag.find("caption")
        if isinstance(caption, Tag):
            self._cell(caption, made, "caption", wrappers)
        for row, members in zip(rows, cells, strict=True):
            if members:
                line = new_tag("tr")
                parent = row.parent
                is_head = parent is not None and parent.name == "thead"
                for member in members:
                    name = "th" if is_head else member.name
                    self._cell(member, line, name, wrappers)
                made.append(line)
        if words_of(made) or made.find("img"):
            self.blocks.append(made)

    def _cell(self, tag: Tag, parent: Tag, name: str, wrappers: list[Tag]) -> None:
        made = new_tag(name)
        for key in ("colspan", "rowspan"):
            value = value_of(tag, key)
            if value.isdigit() and 1 < int(value) < 1000:
                made[key] = value
        told = f"{value_of(tag, 'style')} {value_of(tag, 'class')}"
        told = value_of(tag, "align") or told
        side = re.search(r"(?:text-align:\s*|\balign-|^)(left|right|center)\b", told)
        if side and name != "caption":
            made["align"] = side[1]
        blocks = self._inside(tag, wrappers)
        for block in blocks:
            made.append(block)
        parent.append(made)

    def _definitions(self, tag: Tag, wrappers: list[Tag]) -> None:
        made = new_tag("dl")
        for child in tag.find_all(("dt", "dd")):
            if isinstance(child, Tag) and child.find_parent("dl") is tag:
                blocks = self._inside(child, wrappers)
                if blocks:
                    part = new_tag(child.name)
                    for block in blocks:
                        part.append(block)
                    made.append(part)
        names = [one.name for one in made.children if isinstance(one, Tag)]
        if "dd" in names and names[0] == "dt" and names[-1] == "dd":
            self.blocks.append(made)
        else:
            self._walk(tag, wrappers)
            self.end()

    def _details(self, tag: Tag, wrappers: list[Tag]) -> None:
        summary = tag.find("summary")
        if not isinstance(summary, Tag) or self.depth or tag.find_parent("details"):
            self._walk(tag, wrappers)
            self.end()
            return
        made, head = new_tag("details"), new_tag("summary")
        for block in self._inside(summary.extract(), wrappers):
            for node in list(block.contents):
                head.append(node)
        tidy(head)
        made.append(head)
        for block in self._inside(tag, wrappers, 0):
            made.append(block)
        self.blocks.append(made)

    def _figure(self, tag: Tag, wrappers: list[Tag]) -> None:
        """Put a caption behind its picture, or behind all if there are several."""
        captions = [
            one.extract()
            for one in tag.find_all("figcaption")
            if isinstance(one, Tag) and one.find_parent("figure") is tag
        ]
        blocks = self._inside(tag, wrappers, 0)
        told = [self._inside(one, wrappers, 0) for one in captions]
        lines = [block for blocks_of in told for block in blocks_of]
        images = [one for one in tag.find_all("img") if isinstance(one, Tag)]
        is_one = len(images) == 1 and len(blocks) == 1 and not words_of(blocks[0])
        # A title of a picture that leads elsewhere is no caption.
        link = blocks[0].find("a", href=True) if is_one else None
        if isinstance(link, Tag):
            is_one = is_picture(value_of(link, "href"))
        if is_one and len(lines) == 1 and not _is_rich(lines[0]):
            image = blocks[0].find("img")
            if isinstance(image, Tag):
                image["title"] = words_of(lines[0])
                self.blocks.append(blocks[0])
                return
        if len(blocks) == 1 and blocks[0].name == "blockquote":
            for line in lines:
                blocks[0].append(line)
            lines = []
        self.blocks += [*_parted(blocks), *lines]


_MAKERS = {
    **dict.fromkeys(LISTS, Flow._list),  # noqa: SLF001  # its own table
    "blockquote": Flow._quotation,  # noqa: SLF001
    "dd": None,
    "details": Flow._details,  # noqa: SLF001
    "dl": Flow._definitions,  # noqa: SLF001
    "figure": Flow._figure,  # noqa: SLF001
    "hr": Flow._rule,  # noqa: SLF001
    "li": Flow._item,  # noqa: SLF001
    "pre": Flow._code,  # noqa: SLF001
    "table": Flow._table,  # noqa: SLF001
}


def _is_rich(block: Tag) -> bool:
    """Return whether a caption holds what a title cannot."""
    return block.name != "p" or block.find(("a", "img", "sup", "sub")) is not None


def _parted(blocks: list[Tag]) -> list[Tag]:
    """Give each picture of a gallery a paragraph of its own."""
    out = list[Tag]()
    for block in blocks:
        images = [one for one in block.find_all("img") if isinstance(one, Tag)]
        if block.name != "p" or len(images) < len(("one", "two")) or words_of(block):
            out.append(block)
            continue
        for image in images:
            link = image.find_parent("a")
            made = new_tag("p")
            made.append((link if isinstance(link, Tag) else image).extract())
            out.append(made)
    return out


def _members(tag: Tag) -> Iterator[Tag]:
    """Yield a list's items, and what stands beside them, each in a box."""
    for child in list(tag.children):
        if isinstance(child, Tag) and child.name == "li":
            yield child
        elif isinstance(child, Tag) or (is_text(child) and str(child).strip()):
            box = new_tag("div")
            box.append(child.extract())
            yield box


def _is_frame(tag: Tag, cells: list[list[Tag]]) -> bool:
    """Return whether a table only orders what it holds, as pages of old had it."""
    most = max((len(row) for row in cells), default=0)
    is_ordering = value_of(tag, "role") in ("presentation", "none")
    is_narrow = most < 2 and tag.find("th") is None
    is_row = len(cells) == 1 and any(map(has_block, cells[0]))
    return is_ordering or is_narrow or is_row or tag.find("table") is not None


def _with(wrappers: list[Tag], made: Tag) -> list[Tag]:
    """Return wrappers and one more; code is the inmost, as no mark is read in it."""
    if wrappers and wrappers[-1].name == "code":
        return wrappers if made.name == "code" else [*wrappers[:-1], made, wrappers[-1]]
    return [*wrappers, made]


def _copy_of(tag: Tag, keys: Sequence[str], name: str = "") -> Tag:
    given = {key: value_of(tag, key) for key in keys if key in tag.attrs}
    return new_tag(name or tag.name, **given)


def _language_of(tag: Tag) -> str:
    """Return the language of a block of code, as its highlighter was told."""
    inner = tag.find("code")
    for one in (inner, tag):
        if not isinstance(one, Tag):
            continue
        names = ("data-enlighter-language", "data-language", "data-lang", "lang")
        told = value_of(one, *names)
        found = re.search(
            r"(?:language-|lang(?:uage)?:\s*|lang-|brush:\s*)([\w+#-]{1,20})",
            value_of(one, "class"),
        )
        if told or found:
            name = told or (found[1] if found else "")
            is_name = re.fullmatch(r"[\w+#-]{1,20}", name)
            is_told = name.lower() not in ("generic", "none", "default", "plain", "raw")
            return name.lower() if is_name and is_told else ""
    return ""
