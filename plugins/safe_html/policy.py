"""The allow-list: the elements, attributes and addresses that a text may have.

What is not named here does not reach a page. The names are those of the HTML standard
(https://html.spec.whatwg.org/).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

ELEMENT_NAMES = (
    "a abbr address article aside b bdi bdo blockquote br caption cite code col"
    " colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr"
    " i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub"
    " summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
#: What an author may write.
ELEMENTS = frozenset(ELEMENT_NAMES.split())
#: What docutils and our own pictures add to it in the finished text.
MADE = frozenset({"big", "picture", "source", "tt"})
LABEL_NAMES = (
    "abbr b bdi bdo br cite code em i kbd mark q s small span strong sub sup u"
)
#: What a title may have: words and their emphasis.
IN_LABELS = frozenset(LABEL_NAMES.split())
EVERYWHERE_NAMES = "class dir hidden id lang markdown role tabindex title"
EVERYWHERE = frozenset(EVERYWHERE_NAMES.split())
ATTRIBUTES = {
    "a": "href rel hreflang target type download",
    "blockquote": "cite",
    "col": "span",
    "colgroup": "span",
    "del": "cite datetime",
    "details": "open name",
    "img": "src alt width height loading decoding srcset sizes",
    "ins": "cite datetime",
    "li": "value",
    "ol": "start reversed type",
    "q": "cite",
    "table": "border",
    "td": "colspan rowspan headers align valign",
    "th": "colspan rowspan headers scope abbr align valign",
    "time": "datetime",
}
#: Likewise, beside those.
MADE_ATTRIBUTES = {
    "col": "width",
    "img": "align fetchpriority",
    "source": "src srcset sizes type media width height",
    "table": "align frame rules width",
    "tbody": "valign",
    "td": "style",
    "tfoot": "valign",
    "th": "style",
    "thead": "valign",
}
ADDRESS_NAMES = (
    "action archive background cite classid codebase data dynsrc formaction href icon"
    " longdesc lowsrc manifest ping poster profile src srcset usemap xlink:href"
)
#: Attributes that hold an address.
ADDRESSES = frozenset(ADDRESS_NAMES.split())
#: Those by which a browser fetches something as soon as the page is shown.
FETCHED = frozenset({"background", "data", "poster", "src", "srcset"})
#: Those that hold several addresses.
LISTS = frozenset({"archive", "ping", "srcset"})
#: Attributes that hold a program or a document, whatever the element.
NEVER = frozenset({"style", "srcdoc", "formaction", "action"})
#: How Markdown's tables say where a column stands, and docutils how large a thing is.
COLUMN = re.compile(r"text-align: (?:left|right|center);")
SIZE = re.compile(
    r"(?:(?:width|height): ?[\d.]{1,6}(?:%|ch|cm|em|ex|in|mm|pc|pt|px);? ?)+"
)
STYLES = {"div": SIZE, "img": SIZE, "table": SIZE, "td": COLUMN, "th": COLUMN}
SCHEMES = ("http", "https", "mailto", "tel", "sms")
WEB = ("http", "https")
LIVE = ("javascript", "vbscript", "data")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
#: What browsers take off the ends of an address, and what they drop inside it.
AROUND = "".join(map(chr, range(0x21)))
INSIDE = dict.fromkeys(map(ord, "\t\n\r"))


class Fault(Enum):
    """What can be wrong with an attribute."""

    ATTRIBUTE = "attribute"  #: it may not stand there
    ADDRESS = "address"  #: its address begins with what no address may
    HOST = "host"  #: a page would fetch it from elsewhere
    CLASS = "class"  #: the theme would put it where it puts parts of its own
    ID = "id"  #: the page has one of that name


@dataclass(frozen=True)
class Policy:
    """What one site allows."""

    more: frozenset[str] = frozenset()  #: elements (``video``), attributes (``a.ping``)
    media_hosts: frozenset[str] = frozenset({"*"})  #: the site's own among them
    page_ids: frozenset[str] = frozenset()  #: that the theme gives to every page
    page_classes: frozenset[str] = frozenset()  #: by which it places its own parts
    elements: frozenset[str] = ELEMENTS | MADE

    def allows(self, element: str) -> bool:
        """Return whether an element may be in a finished text."""
        return element in self.elements or element in self.more

    def allows_all_of(self, other: Policy) -> bool:
        """Return whether it lets through whatever another policy does."""
        return (
            self.elements >= other.elements
            and self.more >= other.more
            and ("*" in self.media_hosts or self.media_hosts >= other.media_hosts)
            and self.page_ids <= other.page_ids
            and self.page_classes <= other.page_classes
        )

    def fault_of(self, element: str, name: str, value: str) -> Fault | None:
        """Return what is wrong with an attribute of a finished text, or None."""
        if not self._allows_attribute(element, name, value):
            return Fault.ATTRIBUTE
        if name == "id" and value in self.page_ids:
            return Fault.ID
        if name == "class" and not self.page_classes.isdisjoint(value.split()):
            return Fault.CLASS
        return self._fault_of_address(element, name, value)

    def _fault_of_address(self, element: str, name: str, value: str) -> Fault | None:
        if name not in ADDRESSES:
            is_ours = name in EVERYWHERE or is_attribute_allowed(element, name, ())
            return None if is_ours or scheme_of(value) not in LIVE else Fault.ADDRESS
        parts = re.split(r"[\s,]+", value) if name in LISTS else [value]
        schemes = {"", *(SCHEMES if name in ("href", "cite") else WEB)}
        if not schemes.issuperset(map(scheme_of, parts)):
            return Fault.ADDRESS
        if name in FETCHED and not all(map(self._may_fetch, parts)):
            return Fault.HOST
        return None

    def _allows_attribute(self, element: str, name: str, value: str) -> bool:
        if name == "style" and f"{element}.style" not in self.more:
            styles = STYLES.get(element)
            return styles is not None and bool(styles.fullmatch(value))
        made = MADE_ATTRIBUTES.get(element, "").split()
        return name in made or is_attribute_allowed(element, name, self.more)

    def _may_fetch(self, address: str) -> bool:
        host = host_of(address)
        return not host or "*" in self.media_hosts or host in self.media_hosts


def is_allowed(name: str, more: Iterable[str]) -> bool:
    """Return whether an author may write an element."""
    return name in ELEMENTS or name in more


def is_attribute_allowed(element: str, name: str, more: Iterable[str]) -> bool:
    """Return whether an element may have an attribute; event handlers never."""
    if f"{element}.{name}" in more:
        return True
    if name.startswith("on") or name in NEVER:
        return False
    if name.startswith(("aria-", "data-")) or name in EVERYWHERE or not element:
        return True
    return element in more or name in ATTRIBUTES.get(element, "").split()


def scheme_of(address: str) -> str:
    """Return the scheme of an address as a browser reads it; "" for a relative one."""
    found = SCHEME.match(address.strip(AROUND).translate(INSIDE))
    return found[1].lower() if found else ""


def host_of(address: str) -> str:
    """Return the host of an address as a browser reads it; "" for one of the site."""
    plain = address.strip(AROUND).translate(INSIDE).replace("\\", "/")
    found = re.match(r"(?:(?:https?):/*|//+)([^/?#]*)", plain, re.IGNORECASE)
    if not found:
        return ""
    try:
        parts = urlsplit(f"//{found[1]}")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
        return f"{parts.hostname or '?'}{port}".lower()
    except ValueError:
        return "?"
