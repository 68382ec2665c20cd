"""A quick look that clears ordinary HTML, such as Markdown writes it.

It knows a small part of HTML in which nothing can be misread: every element is one of
the list and none of these changes how a browser reads what follows; attributes are
double-quoted; each element is closed where it was opened, inside a parent that browsers
leave as it is. In that part the tags are what they look like, so that no tree is
needed. Whatever else there is, harmless or not, is left to the judge.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from .policy import ELEMENTS, MADE, Policy

#: White space as HTML knows it; Python knows more.
SPACE = r"[ \t\n\f\r]"
#: A tag's first slash, its name, its attributes and its last slash.
TAG = re.compile(
    r"<(/?)([a-z][a-z0-9]*)"
    rf'((?:{SPACE}+[a-z][a-z0-9_:.-]*="[^"<]*")*)'
    rf"{SPACE}*(/?)>"
)
ATTRIBUTE = re.compile(r'([a-z][a-z0-9_:.-]*)="([^"]*)"')
KNOWN = ELEMENTS | MADE
#: The policy that allows least of what these elements may have.
LEAST = Policy(media_hosts=frozenset())
#: No post nests its elements deeper.
DEEPEST = 50
#: Character references that parsers may read differently.
OTHER_REFERENCE = re.compile(r"&(?!(?:amp|quot|lt|gt);)")
VOID = frozenset({"br", "col", "hr", "img", "source", "wbr"})
PHRASING_NAMES = (
    "a abbr b bdi bdo big br cite code del dfn em i img ins kbd mark picture q rp rt"
    " ruby s samp small source span strong sub sup time tt u var wbr"
)
PHRASING = frozenset(PHRASING_NAMES.split())
#: What holds words and their markup only.
TEXT = PHRASING | {
    "dt",
    "figcaption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "pre",
    "summary",
}
PARTS = {
    "caption": {"table"},
    "col": {"colgroup"},
    "colgroup": {"table"},
    "dd": {"dl"},
    "dt": {"dl"},
    "li": {"ol", "ul"},
    "rp": {"ruby"},
    "rt": {"ruby"},
    "source": {"picture"},
    "tbody": {"table"},
    "td": {"tr"},
    "tfoot": {"table"},
    "th": {"tr"},
    "thead": {"table"},
    "tr": {"tbody", "tfoot", "thead"},
}
#: What holds nothing but its parts.
FRAMES = frozenset(
    {"colgroup", "dl", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul"}
)


def is_ordinary(html: str, policy: Policy) -> bool:
    """Return whether HTML is surely harmless; False says only that nobody knows yet."""
    tags: list[tuple[str, str, str, str]] = TAG.findall(html)
    if len(tags) != html.count("<") or "\0" in html or not _are_nested(tags):
        return False
    begun = {(name, given) for end, name, given, _ in tags if not end}
    return all(_is_harmless(name, given, policy) for name, given in begun)


def _are_nested(tags: list[tuple[str, str, str, str]]) -> bool:
    """Return whether each element is closed where it was opened, in a usual parent."""
    opened = [""]
    for end, name, attributes, slash in tags:
        if end:
            if attributes or opened.pop() != name:
                return False
        elif not _belongs(name, opened):
            return False
        elif name not in VOID:
            if slash or len(opened) > DEEPEST:
                return False
            opened.append(name)
    return opened == [""]


def _belongs(name: str, opened: list[str]) -> bool:
    """Return whether browsers put an element where it is written."""
    parent = opened[-1]
    if name in PARTS:
        return parent in PARTS[name]
    if parent in FRAMES or (name == "a" and "a" in opened):
        return False
    return name in PHRASING or parent not in TEXT


def _is_harmless(name: str, attributes: str, policy: Policy) -> bool:
    """Return whether a tag may stand in a text."""
    if name not in KNOWN or not policy.allows(name):
        return False
    # Policies differ about ids and classes, and else in how much more they allow.
    has_names = 'id="' in attributes or 'class="' in attributes
    is_decided = not has_names or not (policy.page_ids or policy.page_classes)
    if is_decided and _is_harmless_to_all(name, attributes):
        return True
    return _has_no_fault(name, attributes, policy)


@lru_cache(maxsize=2048)
def _is_harmless_to_all(name: str, attributes: str) -> bool:
    """Return whether policies that know no theme's names all allow the attributes."""
    return _has_no_fault(name, attributes, LEAST)


@lru_cache(maxsize=2048)
def _has_no_fault(name: str, attributes: str, policy: Policy) -> bool:
    return all(
        not OTHER_REFERENCE.search(value)
        and policy.fault_of(name, key, unescape(value)) is None
        for key, value in ATTRIBUTE.findall(attributes)
    )
