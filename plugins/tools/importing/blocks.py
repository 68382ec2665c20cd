"""Blocks of WordPress, Squarespace and page builders, as plain HTML.

A block is known by its classes or its data. What it shows stays: pictures that wait for
a program (``data-src``), their captions, links to what it embeds. Programs, styles and
forms go, and are named.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from itertools import takewhile
from typing import TYPE_CHECKING

from bs4.element import Comment, NavigableString, PreformattedString, Tag

from .addresses import is_whole, split
from .old_site import Note
from .shortcodes import json_of
from .tree import classes_of, new_tag, parse, value_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .old_site import Picture

#: Elements that go with all that they hold, and what each is called.
DROPPED = {
    "script": "a program (<script>)",
    "style": "a style sheet (<style>)",
    "link": "a style sheet (<link>)",
    "meta": "a line of data (<meta>)",
    "base": "a line of data (<base>)",
    "title": "a line of data (<title>)",
    "template": "a template (<template>)",
    "form": "a form",
    "input": "a field of a form",
    "select": "a field of a form",
    "textarea": "a field of a form",
    "button": "a button of a program",
    "canvas": "a drawing of a program (<canvas>)",
    "svg": "a drawing (<svg>)",
    "applet": "a program (<applet>)",
    "map": "the areas of a picture (<map>)",
}
#: Those whose words no reader counts.
SILENT_TAGS = frozenset({"form", "script", "style", "svg", "template"})
PLAYERS = ("iframe", "embed", "object", "video", "audio", "frame")
#: A picture that a style sets behind a part, as old covers do.
BEHIND = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*[\"']?([^\"')]+)")
#: What visitors of the old site did not see.
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: … and what they saw as soon as they asked for it.
FOLDED = re.compile(
    r"accordion|toggle|\btab|collapse|faq|spoiler|dropdown|expand|more|panel|region",
    re.IGNORECASE,
)
#: A form of more words is a page that its system put into one.
MOST_IN_FORM = 60
#: Where the address of a picture stands, best first.
SOURCES = (
    *("data-image", "data-src", "data-lazy-src", "data-original", "data-full-url"),
    *("data-orig-file", "data-large-file", "data-lazy", "src"),
)
BLANK = re.compile(
    r"^data:|(?:^|/)(?:blank|spacer|pixel|transparent|1x1)\.(?:gif|png)$"
)
#: The end of an address that a picture was made smaller by.
SIZE = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")
#: Descriptions that describe nothing: names of files, and words for pictures.
HOLLOW = re.compile(
    r"[^\s/]*\.(?:jpe?g|png|gif|webp|heic|avif|svg|bmp|tiff?)"
    r"|(?:img|dsc|pxl|dscn|screen ?shot|image|photo|picture|untitled|stocksy|unsplash)"
    r"[\s_\d.()-]*|[\d\s_.x-]+",
    re.IGNORECASE,
)
#: How many boxes lie between a caption and what holds its picture, too.
NEAR = 4
CAPTIONS = frozenset({"wp-caption-text", "image-caption-wrapper", "wp-element-caption"})
#: A block comment of WordPress: its name, its data, and whether it holds nothing.
BLOCK = re.compile(
    r"\s*(?P<end>/)?wp:(?P<name>[\w/-]+)\s*(?P<data>\{.*\})?\s*(?P<alone>/)?\s*\Z",
    re.DOTALL,
)
#: Those that hold nothing and show nothing.
SILENT = frozenset({"spacer", "separator", "more", "nextpage", "footnotes", "block"})
NAMES = {
    "youtube": "Video on YouTube",
    "youtu.be": "Video on YouTube",
    "vimeo": "Video on Vimeo",
    "wistia": "Video on Wistia",
    "spotify": "Sound on Spotify",
    "soundcloud": "Sound on SoundCloud",
    "podcasts.apple": "Podcast at Apple",
    "google.com/maps": "Map",
    "maps.google": "Map",
    "calendly": "Booking at Calendly",
    "instagram": "Post on Instagram",
    "twitter": "Post on Twitter",
    "facebook": "Post on Facebook",
}
YOUTUBE = re.compile(r"youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})")
VIMEO = re.compile(r"player\.vimeo\.com/video/(\d+)")


class Blocks:
    """Makes one body plain, and remembers what became of what."""

    def __init__(self, body: Tag, pictures: Sequence[Picture]) -> None:
        self.body = body
        self.pictures = {one.number: one for one in pictures}
        self.became: Counter[tuple[str, str]] = Counter()
        self.apart: list[str] = []  #: words that went, and that others may count
        self.added: list[str] = []  #: words that came in the place of such
        self.unlinked = 0  #: links that said nothing else than the one before

    def notes(self) -> Iterator[Note]:
        """Yield what became of them, each kind once."""
        for (outcome, what), number in sorted(self.became.items()):
            yield Note(outcome, f"{number:,} × {what}" if number > 1 else what)

    def read(self) -> None:
        """Change the body in its place."""
        self._comments()
        self._data()
        self._twins()
        self._hidden()
        self._downloads()
        for name in PLAYERS:
            for tag in self._all(name):
                self._player(tag)
        for tag in self._all("form", "button"):
            if _is_text(tag):
                tag.unwrap()
        for name, what in DROPPED.items():
            for tag in self._all(name):
                self.became["left", what] += 1
                if name not in SILENT_TAGS:
                    self.apart.append(words_of(tag))
                tag.decompose()
        for tag in self._all("img"):
            self._picture(tag)
        self._captions()
        self._titles()

    def _all(self, *names: str) -> Iterator[Tag]:
        """Yield elements that are still there when their turn comes."""
        for tag in self.body.find_all(names):
            if isinstance(tag, Tag) and not tag.decomposed:
                yield tag

    def _comments(self) -> None:
        count = 0
        for node in list(self.body.find_all(string=True)):
            if not isinstance(node, PreformattedString):
                continue
            block = BLOCK.match(str(node)) if isinstance(node, Comment) else None
            if block:
                count += 1
                self._block(block)
            elif str(node).strip().startswith(("more", "nextpage")):
                mark = str(node).strip().split(" ")[0]
                what = f"the mark <!--{mark}-->, as the text stands on one page here"
                self.became["left", what] += 1
            node.extract()
        if count:
            what = f"{count:,} block comments of WordPress (<!-- wp:… -->)"
            self.became["left", what] = 1

    def _block(self, block: re.Match[str]) -> None:
        name = block["name"].removeprefix("core/")
        if not block["alone"] or name in SILENT:
            if name == "block" and block["alone"]:
                what = "a block that several posts share: the export does not hold it"
                self.became["missing", what] += 1
            return
        what = f"the block “{name}”, which the old site filled itself"
        self.became["left", what] += 1

    def _data(self) -> None:
        """Read what Squarespace and WordPress keep in attributes for their programs."""
        for tag in list(self.body.find_all(True)):
            if tag.decomposed:
                continue
            html, address = value_of(tag, "data-html"), value_of(tag, "data-url")
            told = json_of(value_of(tag, "data-block-json"))
            if html and "<" in unescape(html):
                self._replace_by_html(tag, unescape(html))
            elif (
                is_whole(address)
                and not tag.find("a")
                and "sqs" in value_of(tag, "class")
            ):
                self._replace_by_link(tag, address, value_of(tag, "data-title"))
            elif told and not words_of(tag) and not tag.find(("img", "iframe", "a")):
                self._replace_by_data(tag, told)

    def _replace_by_html(self, tag: Tag, html: str) -> None:
        inside = parse(html)
        tag.clear()
        for node in list(inside.contents) if inside else ():
            tag.append(node)
        for name in ("data-html", "data-block-json"):
            tag.attrs.pop(name, None)

    def _replace_by_data(self, tag: Tag, told: dict[str, object]) -> None:
        address, title = told.get("url") or told.get("resolvedBy"), told.get("title")
        html, place = told.get("html"), told.get("location")
        if isinstance(html, str) and "<" in html:
            self._replace_by_html(tag, html)
            for name in PLAYERS:
                for inner in self._all(name):
                    self._player(inner, title if isinstance(title, str) else "")
        elif isinstance(address, str) and is_whole(address):
            self._replace_by_link(tag, address, title if isinstance(title, str) else "")
        elif isinstance(place, dict):
            names = ("addressTitle", "addressLine1", "addressLine2", "addressCountry")
            lines = [str(place[one]) for one in names if place.get(one)]
            self.became["changed", "a map became the address that it shows"] += 1
            self.added += lines
            tag.clear()
            for line in lines:
                tag.append(NavigableString(line))
                tag.append(new_tag("br"))

    def _replace_by_link(self, tag: Tag, address: str, title: str) -> None:
        address = _watched(address)
        self.became[
            "changed", f"what was embedded from {_host(address)} became a link"
        ] += 1
        self.apart.append(words_of(tag))
        link = new_tag("a", href=address)
        words = title.strip() or _named(address)
        link.string = words
        self.added.append(words)
        box = new_tag("p")
        box.append(link)
        tag.replace_with(box)

    def _player(self, tag: Tag, title: str = "") -> None:
        """Put a link into the place of what a page would fetch and run."""
        inner = tag.find(("source", "embed", "param", "a", "iframe"))
        inner = inner if isinstance(inner, Tag) else tag
        names = ("data-src", "data-lazy-src", "src", "data", "value", "href")
        address = unescape(value_of(tag, *names) or value_of(inner, *names))
        if address.startswith("//"):
            address = f"https:{address}"
        if (
            not address
            or BLANK.search(address)
            or split(address).scheme not in ("", "http", "https")
        ):
            self.became["missing", f"what <{tag.name}> embedded names no address"] += 1
            tag.decompose()
            return
        words = title or value_of(tag, "title", "aria-label", "data-title")
        if tag.name in ("video", "audio") and not words:
            words = split(address).path.rpartition("/")[2]
        self._replace_by_link(tag, address, words)

    def _twins(self) -> None:
        """Keep one of a picture that waits for a program and its twin without one."""
        for tag in self._all("noscript"):
            twins = [one for one in tag.find_all("img") if isinstance(one, Tag)]
            around = tag.parent
            others = around.find_all("img") if around is not None else []
            own = {*map(id, twins)}
            images = (one for one in others if isinstance(one, Tag))
            known = {_file(one) for one in images if id(one) not in own}
            if not twins or any(_file(one) in known for one in twins):
                tag.decompose()
                continue
            tag.unwrap()
        for tag in self._all("picture"):
            image = tag.find("img")
            if isinstance(image, Tag):
                source = tag.find("source")
                if isinstance(source, Tag) and not _address_of(image):
                    image["src"] = _largest(value_of(source, "srcset", "data-srcset"))
                tag.replace_with(image)
            else:
                tag.unwrap()

    def _hidden(self) -> None:
        for tag in list(self.body.find_all(True)):
            if tag.decomposed:
                continue
            style = value_of(tag, "style")
            is_hidden = "hidden" in tag.attrs or bool(HIDDEN.search(style))
            if is_hidden and not _is_folded(tag):
                if words_of(tag) or tag.find("img"):
                    what = "a part that visitors did not see (hidden by its style)"
                    self.became["left", what] += 1
                    self.apart.append(words_of(tag))
                tag.decompose()

    def _downloads(self) -> None:
        """Take out WordPress's button beside the name of a file, which leads there."""
        for tag in self.body.find_all("a", class_="wp-block-file__button"):
            box = tag.parent
            if isinstance(tag, Tag) and box and len(box.find_all("a")) > 1:
                self.became["left", "a second link to a file, as a button"] += 1
                self.apart.append(words_of(box))  # as both are one word there
                self.unlinked += 1
                tag.decompose()
                self.added.append(words_of(box))

    def _picture(self, tag: Tag) -> None:
        classes, address = classes_of(tag), _address_of(tag)
        alt = value_of(tag, "alt")
        if "emoji" in classes or "wp-smiley" in classes:
            tag.replace_with(NavigableString(alt))
            return
        if not address or value_of(tag, "width") in ("0", "1") or BLANK.search(address):
            what = "a picture without an address"
            if address:
                what = (
                    "a picture of one dot, which counts visitors, or that holds nothing"
                )
            if address.startswith("data:"):
                what = "a picture that stands in the text itself (data:)"
            self.became["left", what] += 1
            tag.decompose()
            return
        number = next((one[9:] for one in classes if one.startswith("wp-image-")), "")
        known = self.pictures.get(number)
        words = (alt, known.alt if known else "", value_of(tag, "title", "aria-label"))
        told = (one for one in words if one and not HOLLOW.fullmatch(one))
        title = value_of(tag, "data-bulletin-caption")
        tag.attrs = {"src": address, "alt": next(told, "")}
        if title:
            tag["title"] = title

    def _captions(self) -> None:
        """Put every caption into a figure with its picture."""
        for tag in list(self.body.find_all(True)):
            is_caption = tag.name != "figcaption" and bool(classes_of(tag) & CAPTIONS)
            if not is_caption or tag.find("img"):
                continue
            around = (one for one, _ in zip(tag.parents, range(NEAR), strict=False))
            boxes = takewhile(lambda one: one is not self.body, around)
            frame = next((one for one in boxes if one.find("img")), None)
            if frame is not None:
                frame.name = "figure"
                for outer in tag.find_all("figcaption"):
                    outer.unwrap()
                tag.name = "figcaption"

    def _titles(self) -> None:
        """Name what was left of looks: colours, sizes, alignment, pictures behind."""
        for tag in self.body.find_all(style=BEHIND):
            address = BEHIND.search(value_of(tag, "style"))
            if address and not tag.find("img"):
                what = f"the picture {address[1][:200]}, which lay behind the text"
                self.became["left", what] += 1
        if any(
            value_of(tag, "style", "align", "color") for tag in self.body.find_all(True)
        ):
            what = "colours, sizes and alignment that the text set itself"
            self.became["left", what] = 1


def _is_folded(tag: Tag) -> bool:
    """Return whether a part is shown to whoever opens it."""
    around = (tag, *[one for one, _ in zip(tag.parents, range(2), strict=False)])
    names = ("class", "id", "role", "aria-labelledby")
    told = (value_of(one, name) for one in around for name in names)
    return bool(FOLDED.search(" ".join(told)))


def _is_text(tag: Tag) -> bool:
    """Return whether what is called a form or a button holds words of the text."""
    if tag.name == "form":
        return len(words_of(tag).split()) > MOST_IN_FORM
    outer = tag.find_parent(("a", "summary", "h1", "h2", "h3", "h4", "h5", "h6"))
    opens = {"aria-expanded", "aria-controls"} & tag.attrs.keys()
    return outer is not None or tag.find("a") is not None or bool(opens)


def _address_of(tag: Tag) -> str:
    """Return where a picture lies, the whole one if there are several sizes."""
    values = (value_of(tag, name) for name in SOURCES)
    found = [one for one in values if one and not BLANK.search(one)]
    if not found:
        found = [_largest(value_of(tag, "srcset", "data-srcset"))]
    return found[0] or value_of(tag, "src")


def _largest(srcset: str) -> str:
    """Return the address of the widest picture of a ``srcset``."""
    widest, found = -1.0, ""
    for one in re.split(r",\s+", srcset.strip()):
        address, _, size = one.strip().partition(" ")
        number = float(re.sub(r"[^\d.]", "", size) or 0) if size.count(".") < 2 else 0
        if address and number > widest:
            widest, found = number, address.rstrip(",")
    return found


def _file(tag: Tag) -> str:
    """Return what two sizes of one picture have in common."""
    return SIZE.sub("", split(_address_of(tag)).path.rpartition("/")[2]).lower()


def _watched(address: str) -> str:
    """Return the page of what a player plays."""
    if found := YOUTUBE.search(address):
        return f"https://www.youtube.com/watch?v={found[1]}"
    if found := VIMEO.search(address):
        return f"https://vimeo.com/{found[1]}"
    return address


def _host(address: str) -> str:
    return split(address).netloc.removeprefix("www.") or "the old site"


def _named(address: str) -> str:
    names = (words for part, words in NAMES.items() if part in address)
    return next(names, f"What {_host(address)} shows")
