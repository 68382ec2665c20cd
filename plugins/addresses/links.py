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
        *("longdesc", "manifest", "poster", "src"),
    ]
)
#: Those that hold several, each with words behind it.
ADDRESSES = frozenset({"srcset", "imagesrcset", "data-srcset"})
#: Links between machines, which ask for whole addresses (RFC 6596; Google's hreflang).
WHOLE = frozenset({"canonical", "shortlink", "amphtml"})
TAG = re.compile(r"<[a-zA-Z](?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
ATTRIBUTE = re.compile(
    r"(?<=[\s\"'/])(?P<name>[^\s\"'<>/=]+)\s*=\s*"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'=<>`]+))"
)
#: What is text, not tags, up to its end (HTML, 13.2.5).
RAW = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<name>script|style|textarea|title|xmp|iframe)\b.*?"
    r"(?:</(?P=name)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
BASE = re.compile(r"<base\s[^>]*\bhref", re.IGNORECASE)
CANDIDATE = re.compile(r"[^\s,]\S*[^\s,]|[^\s,]")  #: one address of a srcset
IN_STYLE = re.compile(r"(?P<before>\burl\(\s*[\"']?)(?P<url>[^\s\"')]+)")
REFRESH = re.compile(
    r"(?P<before>\d\s*[;,]\s*url\s*=\s*[\"']?)(?P<url>[^\"']+)", re.IGNORECASE
)


@dataclass(frozen=True)
class SiteRoot:
    """The address that a site's own links begin with."""

    siteurl: str  #: without a slash at its end; empty where links begin with “/”

    @cached_property
    def path(self) -> str:
        """The path of the address, without a slash at its end."""
        return urlsplit(self.siteurl).path.rstrip("/")

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """What a whole address of the site begins with."""
        return re.compile(f"{re.escape(self.siteurl)}(?=[/?#\"'\\s),>])")

    @cached_property
    def rooted(self) -> re.Pattern[str]:
        """What an address from the root of the host begins with."""
        return re.compile(f"(?<=[\"'=(]){re.escape(self.path)}/(?!/)")

    @cached_property
    def either(self) -> re.Pattern[str]:
        """Both; to look for both takes far longer."""
        return re.compile(f"{self.whole.pattern}|{self.rooted.pattern}")

    def mark_in(self, html: str) -> re.Pattern[str]:
        """Return what finds every link of a page into its own site."""
        if not self.siteurl:
            return self.rooted
        is_rooted = any(f"{sign}{self.path}/" in html for sign in "\"'=(")
        return self.either if is_rooted else self.whole

    def inside(self, url: str) -> str | None:
        """Return what follows the site's root in an address; None outside of it.

        >>> SiteRoot("https://www.example.org").inside("https://www.example.org/a/#b")
        'a/#b'
        """
        if self.siteurl and url.startswith(self.siteurl):
            rest = url[len(self.siteurl) :]
            if not rest or rest[0] in "/?#":
                return rest.removeprefix("/")
        if url.startswith(f"{self.path}/") and not url.startswith("//"):
            return url[len(self.path) + 1 :]
        return None


def make_relative(html: str, page: str, root: SiteRoot) -> str:
    """Return a page whose links into its own site count from where the page lies.

    ``page`` is its file below the output. Addresses that other machines ask for stay
    whole: canonical ones, those of translations, and whatever is no link.
    """
    folder = page.rpartition("/")[0]

    def change(url: str) -> str:
        target = root.inside(url)
        return url if target is None else relative_link(folder, target)

    return rewrite_links(html, change, root.mark_in(html))


def make_rooted(html: str, root: SiteRoot) -> str:
    """Return a page that is sent at any depth: its links count from the host's root."""

    def change(url: str) -> str:
        target = root.inside(url)
        return url if target is None else f"{root.path}/{target}"

    return rewrite_links(html, change, root.mark_in(html))


@lru_cache(maxsize=4096)
def relative_link(folder: str, target: str) -> str:
    """Return a link from a folder of the site to a target (RFC 3986, 4.2).

    Both count from the site's root; the target may have a query and a fragment.

    >>> relative_link("blog/sleep", "blog/mood/#risks")
    '../mood/#risks'
    >>> relative_link("blog/sleep", "blog/sleep/#risks")
    '#risks'
    >>> relative_link("", "")
    './'
    """
    ends = [at for sign in "?#" if (at := target.find(sign)) >= 0]
    end = min(ends, default=len(target))
    path, rest = target[:end], target[end:]
    here, there = folder.split("/") if folder else [], path.split("/")
    common = 0
    for own, other in zip(here, there[:-1], strict=False):
        if own != other:
            break
        common += 1
    down = "/".join(there[common:])
    link = "../" * (len(here) - common) + down
    if not link:
        return rest if rest.startswith("#") else f"./{rest}"
    # A colon in the first piece would be a scheme; a slash would be the host's root.
    is_odd = link[0] == "/" or ":" in link.partition("/")[0]
    return f"./{link}{rest}" if is_odd else f"{link}{rest}"


def rewrite_links(
    html: str, change: Callable[[str], str], mark: re.Pattern[str]
) -> str:
    """Return a page with its links changed; each has a mark in its tag.

    Signs that only look like tags, in scripts, comments and texts, are left alone; a
    page with a ``base`` too, for its links count from there.
    """
    if BASE.search(html):
        return html
    return "".join(_rewrite(html, change, mark))


def _rewrite(
    html: str, change: Callable[[str], str], mark: re.Pattern[str]
) -> Iterator[str]:
    raw, done, at = RAW.finditer(html), 0, 0
    is_raw = next(raw, None)
    while found := mark.search(html, at):
        while is_raw and is_raw.end() <= found.start():
            is_raw = next(raw, None)
        if is_raw and is_raw.start() <= (at := found.start()):
            # The tag that opens it has links, too, as those of scripts.
            tag = TAG.match(html, is_raw.start())
            if not (tag and tag.end() > at):
                at = is_raw.end()
                if (is_raw["name"] or "").lower() == "style":
                    yield _in_style(html[done:at], change, is_raw.start() - done)
                    done = at
                continue
        else:
            tag = _tag_around(html, found.start(), done)
        if not tag:
            at = found.end()
            continue
        yield html[done : tag.start()]
        yield "".join(_change_tag(tag[0], change))
        done = at = tag.end()
    yield html[done:]


def _tag_around(html: str, at: int, least: int) -> re.Match[str] | None:
    """Return the tag that a place lies in; “<” may stand in its attributes."""
    start = html.rfind("<", least, at)
    while start >= 0:
        tag = TAG.match(html, start)
        if tag and tag.end() > at:
            return tag
        if tag:
            return None  # it has ended before
        start = html.rfind("<", least, start)
    return None


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
    attributes = {one["name"].lower(): one for one in ATTRIBUTE.finditer(tag)}
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


def _in_style(text: str, change: Callable[[str], str], start: int) -> str:
    """Return a text whose end, from ``start`` on, is a style sheet."""
    css = text[start:]
    css = IN_STYLE.sub(lambda one: f"{one['before']}{change(one['url'])}", css)
    return text[:start] + css
