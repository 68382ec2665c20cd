"""The body of an old item as Markdown that this site builds and lets through.

The way of a text: its shortcodes are read, browsers' HTML is made of it, blocks of its
old system become plain ones, footnotes are taken out, everything becomes a run of
simple blocks, and those are written. Each step says what it changed and what it left.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bs4.element import NavigableString, Tag

from ...problem import count
from .addresses import is_picture, is_whole, join, split
from .blocks import Blocks
from .characters import Characters
from .flow import Flow
from .footnotes import Footnotes
from .markdown_writer import write
from .old_site import Converted, Note, Tally
from .outline import Outline
from .shortcodes import Shortcodes
from .tree import new_tag, parse, texts_in, value_of, words_alone, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .old_site import OldItem, Places

#: Where a link may lead, and those that another program than a browser opens.
SCHEMES = ("", "http", "https", "mailto", "tel", "sms")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: Names that a theme may give to parts of every page.
TAKEN = frozenset(
    {"main", "content", "top", "references", "neighbours", "nav", "header", "footer"}
)
NAME = re.compile(r"[A-Za-z][\w:.-]{0,80}")
#: Of Squarespace: there a line's end is none.
OTHER = re.compile(r"white-space:\s*pre-wrap|\bsqs-|data-sqsp-|image-block-outer")


def convert(item: OldItem, places: Places) -> Converted:
    """Return a body as Markdown; ``places`` say where its links will lead."""
    shortcodes = Shortcodes(item.pictures)
    body, notes = _read(item, shortcodes)
    links = _Links(item, places)
    blocks = Blocks(body, item.pictures)
    blocks.read()
    characters = Characters()
    damaged, mended = _mend(body, characters)
    links.find_idle(body)
    links.find_own(body)
    footnotes_of = Footnotes(body, item.fields)
    taken = footnotes_of.take()
    links.name_places([body, *taken])
    is_classic = _is_classic(item)
    # Between its blocks, what was written before there were any is classic still.
    loose = body if is_classic or "<!-- wp:" in item.body else None
    outline = Outline(Flow(is_classic=is_classic, loose=loose).take(body))
    run, title = _without_title(outline.read(), item.title)
    footnotes = [Flow(is_classic=is_classic, depth=1).take(one) for one in taken]
    everything = [*run, *(block for blocks_of in footnotes for block in blocks_of)]
    found = _count(everything)
    for block in everything:
        links.lead(block)
    told = [*notes, *blocks.notes(), *characters.notes(), *outline.notes()]
    if title:
        told.append(Note("left", "its first heading, which says its title again"))
    if taken:
        what = count(len(taken), "footnote")
        told.append(Note("changed", f"{what} in Markdown’s own form"))
    text = write([one for one in run if one.contents or one.name == "hr"], footnotes)
    apart = [*shortcodes.apart, *blocks.apart, *footnotes_of.apart]
    apart += [*outline.marks, title, damaged]
    return Converted(
        text,
        (*told, *links.notes()),
        found,
        " ".join(" ".join(apart).split()),
        " ".join([mended, *blocks.added]),
        links.unlinked + blocks.unlinked,
    )


def _read(item: OldItem, shortcodes: Shortcodes) -> tuple[Tag, list[Note]]:
    """Return the tree of a body, and what became of its shortcodes."""
    html = shortcodes.read(item.body)
    notes = list(shortcodes.notes())
    body = parse(html)
    if body is None:
        what = (
            "its markup lies too deep or is never closed: its words came over,"
            " without links and pictures"
        )
        notes.append(Note("changed", what))
        body = parse(words_alone(html))
    return body or new_tag("body"), notes


def _is_classic(item: OldItem) -> bool:
    """Return whether empty lines are paragraphs, as in WordPress's old editor."""
    is_wordpress = item.fields.get("system") == "WordPress"
    return is_wordpress and "<!-- wp:" not in item.body and not OTHER.search(item.body)


def _without_title(blocks: list[Tag], title: str) -> tuple[list[Tag], str]:
    """Return blocks without a first heading that is the title, and its words."""
    first = blocks[0] if blocks else None
    if first is None or first.name != "h2" or words_of(first) != title:
        return blocks, ""
    return blocks[1:], title


def _mend(body: Tag, characters: Characters) -> tuple[str, str]:
    """Mend the signs of a body; return the words that were damaged, before and now."""
    before, now = Counter[str](), Counter[str]()
    for node in list(texts_in(body)):
        known, old = characters.counts["damaged"], str(node)
        new = characters.mend(old)
        if new != old:
            node.replace_with(NavigableString(new))
        if characters.counts["damaged"] > known:
            was, are = Counter(old.split()), Counter(new.split())
            before, now = before + (was - are), now + (are - was)
    for tag in body.find_all(("img", "a", "abbr")):
        for name in ("alt", "title"):
            if isinstance(tag, Tag) and value_of(tag, name):
                tag[name] = characters.mend(value_of(tag, name))
    return " ".join(before.elements()), " ".join(now.elements())


def _count(blocks: Sequence[Tag]) -> Tally:
    """Count what is to be brought: words, links and pictures, captions among them."""
    words = links = images = 0
    for block in blocks:
        words += len(words_of(block).split())
        links += len(block.find_all("a", href=True))
        for image in block.find_all("img"):
            images += 1
            words += (
                len(value_of(image, "title").split()) if isinstance(image, Tag) else 0
            )
    return Tally(words=words, links=links, images=images)


def _completed(address: str) -> str:
    """Return an address with the beginning that its author left out."""
    if address.startswith("www."):
        return f"https://{address}"
    return f"mailto:{address}" if MAIL.fullmatch(address) else address


class _Links:
    """Leads the links and pictures of one body to their new places."""

    def __init__(self, item: OldItem, places: Places) -> None:
        self.base = item.base or item.address
        self.own = item.address.partition("#")[0].rstrip("/")
        self.places = places
        self.became: Counter[tuple[str, str]] = Counter()
        self.unlinked = 0

    def notes(self) -> Iterator[Note]:
        """Yield what became of links, each kind once."""
        for (outcome, what), number in sorted(self.became.items()):
            yield Note(outcome, f"{number} × {what}" if number > 1 else what)

    def find_own(self, body: Tag) -> None:
        """Write links to the text's own page as such to a place in it."""
        for tag in body.find_all("a", href=True):
            if isinstance(tag, Tag):
                self._within(tag)

    def find_idle(self, body: Tag) -> None:
        """Name links that lead nowhere else than their neighbour, or show nothing."""
        for tag in body.find_all("a", href=True):
            after = tag.next_sibling
            if not words_of(tag) and tag.find("img") is None:
                self._unlink("a link around nothing")
            elif isinstance(after, Tag) and after.get("href") == tag["href"]:
                self._unlink("two links beside each other to one place became one")

    def _unlink(self, what: str) -> None:
        self.became["left", what] += 1
        self.unlinked += 1

    def name_places(self, roots: Sequence[Tag]) -> None:
        """Keep the ids that links of this text lead to, and no others."""
        tags = [one for root in roots for one in root.find_all(True)]
        inside = [one for one in tags if value_of(one, "href").startswith("#")]
        wanted = {value_of(one, "href")[1:] for one in inside} - {""}
        given = dict[str, str]()
        for tag in tags:
            name = value_of(tag, "id", "name" if tag.name == "a" else "id")
            tag.attrs.pop("id", None)
            if name in wanted and name not in given:
                new = name if NAME.fullmatch(name) else f"at-{len(given) + 1}"
                given[name] = f"at-{new}" if new in TAKEN else new
                tag["id"] = given[name]
        for tag in inside:
            self._lead_within(tag, given)

    def _within(self, tag: Tag) -> None:
        whole, _, place = value_of(tag, "href").partition("#")
        is_whole_link = bool(place and whole and self.own)
        if is_whole_link and join(self.base, whole).rstrip("/") == self.own:
            tag["href"] = f"#{place}"

    def _lead_within(self, tag: Tag, given: dict[str, str]) -> None:
        place = value_of(tag, "href")[1:]
        if place in given:
            tag["href"] = f"#{given[place]}"
        else:
            if place and place != "top":
                self.became[
                    "left", f"a link to “#{place}”, which nothing here is called"
                ] += 1
            del tag["href"]

    def lead(self, block: Tag) -> None:
        """Put new addresses into a block of the new text."""
        for tag in block.find_all("a"):
            if isinstance(tag, Tag):
                self._link(tag)
        for tag in block.find_all("img"):
            if isinstance(tag, Tag):
                self._picture(tag)

    def _link(self, tag: Tag) -> None:
        address = _completed("".join(value_of(tag, "href").split()))
        image = tag.find("img")
        is_alone = isinstance(image, Tag) and not words_of(tag)
        if is_alone and is_picture(address):
            tag.unwrap()
            self._unlink("a link from a picture to its full size")
            return
        scheme = split(address).scheme.lower()
        is_odd = not scheme and ":" in address.partition("/")[0].partition("?")[0]
        if scheme not in SCHEMES or (is_odd and not address.startswith("#")):
            kind = scheme or address.partition(":")[0][:20]
            self._unlink(f"a link that no page may have ({kind}:)")
            address = ""
        if not address.startswith("#") and scheme in ("", "http", "https"):
            whole = join(self.base, address) if self.base else address
            address = self.places.link(whole) if address else ""
        if address and (words_of(tag) or image is not None):
            tag["href"] = address
        else:
            tag.unwrap()

    def _picture(self, tag: Tag) -> None:
        old = value_of(tag, "src")
        whole = join(self.base, old) if self.base else old
        new, alt = self.places.picture(whole), value_of(tag, "alt")
        caption = value_of(tag, "title")
        if not alt and caption:
            tag["alt"] = alt = caption
            self.became[
                "changed", "a picture’s caption became its description, too"
            ] += 1
        if new:
            tag["src"] = new
            if not alt:
                name = split(old).path.rpartition("/")[2]
                what = f"the description of the picture {name}: write what it shows"
                self.became["missing", what] += 1
            return
        self.became[
            "missing", f"the picture {whole}; its words stand as a link to it"
        ] += 1
        words = alt or split(old).path.rpartition("/")[2] or old
        made: Tag | NavigableString = NavigableString(words)
        if tag.find_parent("a") is None and is_whole(whole):
            made = new_tag("a", href=whole)
            made.append(NavigableString(words))
        if caption and caption != words:
            tag.insert_after(NavigableString(f" {caption}"))
        tag.replace_with(made)
