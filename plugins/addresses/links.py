"""Links of a finished page: where they stand in its HTML, and how they are relative."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Attributes that hold one address, by HTML's index of attributes; lazy images too.
ADDRESS = frozenset(
    [
        *("action", "background", "cite", "data", "data-src", "formaction", "href"),
        *("longdesc", "manifest", "poster", "src", "xlink:href"),
    ]
)
#: Those that hold several; those of pictures have words behind each.
ADDRESSES = frozenset({"srcset", "imagesrcset", "data-srcset", "ping"})
#: Where a query or fragment begins; “&#” writes a sign.
QUERY = re.compile(r"\?|(?<!&)#")
#: Links between machines, which ask for whole addresses (RFC 6596; Google's hreflang).
WHOLE = frozenset({"canonical", "shortlink", "amphtml"})
#: What follows a tag's name, as HTML reads it (13.2.5): quotes count behind “=” alone,
#: and what is not closed goes on to the end. Nothing is read twice.
REST = (
    r"(?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?)*+"
    r"(?:>|\Z)"
)
#: A comment; a tag whose text holds no tags, with its text; a tag.
TOKEN = re.compile(
    r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])"
    rf"{REST}(?P<text>.*?)(?=</(?P=raw)[\s/>]|\Z)"
    rf"|(?P<name>[a-z][^\s/>]*+){REST})",
    re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(
    r"(?<=[\s\"'/])(?P<name>[^\s\"'<>/=]+)\s*=\s*"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>][^\s>]*))"
)
CANDIDATE = re.compile(r"[^\s,]\S*[^\s,]|[^\s,]")  #: one address of a srcset
#: In an attribute, quotes may be written as HTML writes signs.
IN_STYLE = re.compile(
    r"(?P<before>(?:\burl\(\s*|@import\s*(?=[\"']))(?:[\"']|&quot;|&apos;|&#\w+;)?)"
    r"(?P<url>[^\s\"')&]+)",
    re.IGNORECASE,
)
REFRESH = re.compile(
    r"^\s*[\d.]+[\s;,]++(?:url\s*=\s*)?[\"']?(?P<url>[^\s\"';,][^\"']*)", re.IGNORECASE
)
#: How an address from the root of the host begins. That it is a slash, Python looks for
#: first, and quickly.
ROOTED = re.compile(r"/(?<=[\s\"'=(;,]/)(?!/)")


@dataclass(frozen=True)
class SiteRoot:
    """The address that a site's own links begin with."""

    siteurl: str  #: without a slash at its end; empty where links begin with “/”

    @cached_property
    def path(self) -> str:
        """The path of the address, without a slash at its end."""
        return urlsplit(self.siteurl).path.rstrip("/")

    @cached_property
    def mark(self) -> re.Pattern[str]:
        """What every tag has that may have a link into the site."""
        ends = r"(?=[/?#\"'\s>),&])"
        ways = [re.escape(one) + ends for one in (self.siteurl, self.path) if one]
        ways += [] if self.path else ["/(?!/)"]
        return re.compile(rf"(?<=[\s\"'=(;,])(?:{'|'.join(ways)})")

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """What a whole address of the site begins with; to look for it is quick."""
        return re.compile(re.escape(self.siteurl))

    def find_marks(self, html: str) -> list[int]:
        """Return all places of a page where a link into the site may begin."""
        is_whole = self.siteurl and not self.path and not ROOTED.search(html)
        return [
            one.start()
            for one in (self.whole if is_whole else self.mark).finditer(html)
        ]

    def inside(self, url: str) -> str | None:
        """Return what follows the site's root in an address; None outside of it.

        >>> SiteRoot("https://www.example.org").inside("https://www.example.org/a/#b")
        'a/#b'
        """
        for home in (self.siteurl, self.path):
            if home and url.startswith(home):
                rest = url[len(home) :]
                if not rest or rest[0] in "/?#":
                    return rest.removeprefix("/")
        if not self.path and url.startswith("/") and not url.startswith("//"):
            return url[1:]
        return None


def make_relative(html: str, page: str, root: SiteRoot) -> str:
    """Return a page whose links into its own site count from where the page lies.

    ``page`` is its file below the output. Addresses that other machines ask for stay
    whole: canonical ones, those of translations, and whatever is no link.
    """
    folder, _, name = page.rpartition("/")
    own = name.removesuffix("index.html")

    def change(url: str) -> str:
        target = root.inside(url)
        return url if target is None else relative_link(folder, target, own)

    return rewrite_links(html, change, root.find_marks(html))


def make_rooted(html: str, root: SiteRoot) -> str:
    """Return a page that is sent at any depth: its links count from the host's root."""

    def change(url: str) -> str:
        target = root.inside(url)
        return url if target is None else f"{root.path}/{target}"

    return rewrite_links(html, change, root.find_marks(html))


def split_path(url: str) -> tuple[str, str]:
    """Return the path of an address as HTML has it, and its query and fragment.

    >>> split_path("it&#39;s/?q#a")
    ('it&#39;s/', '?q#a')
    """
    end = found.start() if (found := QUERY.search(url)) else len(url)
    return url[:end], url[end:]


@lru_cache(maxsize=4096)
def relative_link(folder: str, target: str, own: str = "") -> str:
    """Return a link from a page in a folder of the site to a target (RFC 3986, 4.2).

    Both count from the site's root; the target may have a query and a fragment.
    ``own`` is the page's name, where it is not the folder's own page.

    >>> relative_link("blog/sleep", "blog/mood/#risks")
    '../mood/#risks'
    >>> relative_link("blog/sleep", "blog/sleep/#risks")
    '#risks'
    >>> relative_link("", "#risks", "tags.html")
    './#risks'
    >>> relative_link("", "")
    './'
    """
    path, rest = split_path(target)
    here, there = folder.split("/") if folder else [], path.split("/")
    common = 0
    for near, other in zip(here, there[:-1], strict=False):
        if near != other:
            break
        common += 1
    down = "/".join(there[common:])
    link = "../" * (len(here) - common) + down
    if not link:
        return rest if rest.startswith("#") and not own else f"./{rest}"
    # A colon in the first piece would be a scheme; a slash would be the host's root.
    is_odd = link[0] == "/" or ":" in link.partition("/")[0]
    return f"./{link}{rest}" if is_odd else f"{link}{rest}"


def find_tags(html: str, name: str) -> Iterator[re.Match[str]]:
    """Yield where a page begins an element of this name."""
    found = TOKEN.finditer(html)
    return (one for one in found if (one["name"] or "").lower() == name)


def find_tag(html: str, name: str) -> re.Match[str] | None:
    """Return where a page begins an element of this name, the first time."""
    return next(find_tags(html, name), None)


def value_of(tag: str, name: str) -> str:
    """Return an attribute's value in a tag; empty where it has none."""
    found = attributes_of(tag).get(name)
    return found[found.lastgroup or 0] if found else ""


def rewrite_links(html: str, change: Callable[[str], str], marks: list[int]) -> str:
    """Return a page with its links changed; each has one of the marks in its tag.

    Signs that only look like tags, in scripts, comments and texts, are left alone; a
    page with a ``base`` too, for its links count from there.
    """
    base = find_tag(html, "base") if "<base" in html.lower() else None
    if base and "href" in attributes_of(base[0]):
        return html
    pieces, done, ahead = [], 0, iter(marks)
    mark = next(ahead, -1)
    for found in TOKEN.finditer(html):
        end = found.end()
        if end <= mark:
            continue
        while -1 < mark < found.start():
            mark = next(ahead, -1)
        if mark < 0:
            break
        if mark >= end:
            continue
        start, name = found.start(), found["raw"] or found["name"]
        inner = found.start("text") if found["raw"] else end
        if name and mark < inner:
            pieces += [html[done:start], *_change_tag(html[start:inner], change)]
            done = inner
        if name and name.lower() == "style":
            pieces += [html[done:inner], _change_style(found["text"], change)]
            done = end
    return "".join([*pieces, html[done:]])


def _change_tag(tag: str, change: Callable[[str], str]) -> Iterator[str]:
    pieces = split_tag(tag)
    for number, piece in enumerate(pieces):
        yield change(piece) if number % 2 else piece


@lru_cache(maxsize=4096)
def split_tag(tag: str) -> tuple[str, ...]:
    """Return a tag in pieces, by turns what is no link and a link.

    >>> split_tag('<a class="on" href="/a/">')
    ('<a class="on" href="', '/a/', '">')
    """
    name = re.split(r"[\s/>]", tag[1:], maxsplit=1)[0].lower()
    attributes = attributes_of(tag)
    values = {key: one[one.lastgroup or 0] for key, one in attributes.items()}
    if name == "link":
        rels = set(values.get("rel", "").lower().split())
        if rels & WHOLE or "hreflang" in values or "itemprop" in values:
            return (tag,)
    spans = []
    for key, one in attributes.items():
        start = one.start(one.lastgroup or 0)
        spans += [
            (start + first, start + last) for first, last in _links(name, key, values)
        ]
    return tuple(_cut(tag, sorted(spans)))


def attributes_of(tag: str) -> dict[str, re.Match[str]]:
    """Return a tag's attributes that have values; the first of each name counts."""
    found: dict[str, re.Match[str]] = {}
    for one in ATTRIBUTE.finditer(tag):
        found.setdefault(one["name"].lower(), one)
    return found


def _links(name: str, key: str, values: dict[str, str]) -> Iterable[tuple[int, int]]:
    """Return where the links of an attribute begin and end in its value."""
    value = values[key]
    if key in ADDRESSES:
        return (one.span() for one in CANDIDATE.finditer(value) if not _is_size(one[0]))
    if key == "style":
        return (one.span("url") for one in IN_STYLE.finditer(value))
    if key == "content" and name == "meta":
        is_refresh = values.get("http-equiv", "").lower() == "refresh"
        return (one.span("url") for one in REFRESH.finditer(value) if is_refresh)
    bare = value.strip()
    start = value.find(bare)
    is_link = bare and key in ADDRESS and (key != "data" or name == "object")
    return [(start, start + len(bare))] if is_link else ()


def _is_size(word: str) -> bool:
    return bool(re.fullmatch(r"[\d.]+[wxh]", word))


def _cut(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    done = 0
    for first, last in spans:
        yield text[done:first]
        yield text[first:last]
        done = last
    yield text[done:]


def _change_style(css: str, change: Callable[[str], str]) -> str:
    return IN_STYLE.sub(lambda one: f"{one['before']}{change(one['url'])}", css)
