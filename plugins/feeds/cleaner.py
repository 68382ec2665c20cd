"""A post's HTML as a feed may hold it: clean, complete, every address absolute.

Each post is cleaned once per build. nh3 parses as a browser does and keeps only what
the lists below name; one pass also makes every address absolute.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urljoin, urlsplit

import lxml.html
import nh3
from lxml import etree

from ..ledger import Tool
from .text import xml_safe, xml_safe_html

TEXT = """a abbr address article aside b bdi bdo blockquote br caption center cite code
col colgroup data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4
h5 h6 header hgroup hr i ins kbd li main mark menu nav ol p pre q rp rt ruby s samp
section small span strike strong sub summary sup table tbody td tfoot th thead time tr
tt u ul var wbr"""
MEDIA = "audio img source track video"
MATHS = """annotation maction math menclose merror mfrac mi mmultiscripts mn mo mover
mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable
mtd mtext mtr munder munderover semantics"""
TAGS = set(f"{TEXT} {MEDIA} {MATHS}".split())
#: Gone with all that is in them. A picture's ``source`` and ``img`` stand on their own.
GONE = """applet button canvas dialog embed fieldset form frame frameset iframe input
noembed noframes noscript object optgroup option script select style svg template
textarea title"""
REMOVED = set(GONE.split())
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class", "lang", "dir", "title"},
    "a": {"href", "hreflang", "rel", "type"},
    "audio": {"src", "controls", "loop", "muted", "preload"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "math": {"display", "alttext"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label"},
    "video": {"src", "poster", "controls", "loop", "muted", "width", "height"},
}
ADDRESSES = {"href", "src", "poster", "cite"}
WEB = ("https://", "http://")
SCHEMES = {"http", "https", "mailto", "tel", "data"}
#: Markup that nh3 cannot turn into something else, so that a look ahead is needed.
FRAMES = ("iframe", "frame", "embed", "object")
LAZY = ("data-src", "data-lazy-src", "data-original")
NEEDS_HELP = [
    mark.encode()
    for mark in (*(f"<{name}" for name in FRAMES), *LAZY, "<picture", "headerlink")
]
KELVIN = "\u212a"
#: As nh3 writes it.
ID = re.compile(r'\bid="([^"]*)"')


class Cleaner(Tool):
    """Cleans posts; one for a whole build."""

    def __init__(self) -> None:
        self._base = self._scheme = self._origin = ""
        self._fragments: set[str] = set()
        self._nh3 = nh3.Cleaner(
            tags=TAGS,
            clean_content_tags=REMOVED,
            attributes=ATTRIBUTES,
            attribute_filter=self._filter_attribute,
            url_schemes=SCHEMES,
            link_rel=None,
        )

    def clean(self, html: str, base: str) -> str:
        """Return ``html`` for a feed; ``base`` is the address of the post's page."""
        self._base, self._fragments = base, set()
        parts = urlsplit(base)
        self._scheme = parts.scheme
        self._origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        html = xml_safe_html(html)
        if needs_help(html):
            html = prepare(html, base)
        cleaned = xml_safe(self._nh3.clean(html)).strip()
        ids = set(ID.findall(cleaned)) if self._fragments else set()
        for fragment in self._fragments:
            if _in_quotes(fragment) not in ids:
                there, here = _in_quotes(f"{base}#{fragment}"), _in_quotes(base)
                cleaned = cleaned.replace(f'href="{there}"', f'href="{here}"')
        return cleaned

    def _filter_attribute(self, tag: str, name: str, value: str) -> str | None:
        if name not in ADDRESSES:
            return value
        try:
            return self._absolute(tag, name, value.strip())
        except ValueError:
            return None  # no address at all, such as “http://[”

    def _absolute(self, tag: str, name: str, value: str) -> str | None:
        if not value.isprintable():
            value = "".join(value.split("\t")).replace("\r", "").replace("\n", "")
        if value.startswith(WEB) and " " not in value and "[" not in value:
            address, scheme = value, "https"
        else:
            address, scheme = self._join(value)
            address = address.replace(" ", "%20")
        if scheme == "data":
            is_picture = (tag, name) == ("img", "src") and value[:11] == "data:image/"
            return value if is_picture else None
        if scheme and scheme not in SCHEMES:
            return None
        page, mark, fragment = address.partition("#")
        if mark and name == "href" and page == self._base:
            if not fragment:
                return page
            self._fragments.add(fragment)
        return address

    def _join(self, value: str) -> tuple[str, str]:
        """Join as urljoin does; most addresses of a blog need no parsing.

        The second text is the scheme, which the first two get from the base.
        """
        if value[:1] == "#":
            return f"{self._base}{value}", self._scheme
        if value[:1] == "/" and value[:2] != "//" and "/." not in value:
            return f"{self._origin}{value}", self._scheme if self._origin else ""
        address = urljoin(self._base, value)
        return address, urlsplit(address).scheme


def needs_help(html: str) -> bool:
    """Return whether markup stands in a text that nh3 cannot turn into something else.

    Small letters are as good as capitals. A text of bytes is searched more quickly;
    the Kelvin sign is the one character whose small letter, “k”, bytes do not know.
    """
    low = html.encode("utf-8", "surrogatepass").lower()
    if any(mark in low for mark in NEEDS_HELP):
        return True
    return KELVIN in html and needs_help(html.replace(KELVIN, "k"))


def prepare(html: str, base: str) -> str:
    """Turn frames into links, lazy pictures into plain ones; drop heading anchors.

    A text that is no part of a page, such as a frameset, stays as it is.
    """
    try:
        root = lxml.html.fragment_fromstring(html, create_parent="div")
    except (AssertionError, ValueError, etree.ParserError):
        return html
    for element in list(root.iter(*FRAMES)):
        _replace_frame(element, base)
    for element in root.iter("img"):
        lazy = next((element.get(name) for name in LAZY if element.get(name)), None)
        if lazy:
            element.set("src", lazy)
    for element in root.xpath(".//picture//source"):
        element.drop_tag()
    for element in root.find_class("headerlink"):
        if element.tag == "a":
            element.drop_tree()
    whole: str = lxml.html.tostring(root, encoding="unicode")
    return whole.removeprefix("<div>").removesuffix("</div>")


def _replace_frame(element: lxml.html.HtmlElement, base: str) -> None:
    address = element.get("src") or element.get("data") or ""
    if not address:
        element.drop_tree()
        return
    link = lxml.html.Element("a", href=address)
    link.text = element.get("title") or urljoin(base, address)
    link.tail = element.tail
    element.getparent().replace(element, link)


def _in_quotes(value: str) -> str:
    """Return an attribute's value as nh3 writes it."""
    return escape(value, quote=False).replace('"', "&quot;").replace("\xa0", "&nbsp;")
