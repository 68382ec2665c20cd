"""Drawings (SVG): a document that browsers run, unless it holds shapes and words alone.

The list is DOMPurify's for SVG and its filters, without links and animations, which can
lead to a program, and without whatever a viewer's browser would fetch.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"
INSTRUCTION = type(etree.PI("x"))
ENCODING = re.compile(r"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([^"'>]*)""")
SUBSET = re.compile(r"<!DOCTYPE[^>]*\[|<!(?:ENTITY|ATTLIST|ELEMENT)")
ELEMENT_NAMES = (
    "circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer"
    " feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight"
    " feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage"
    " feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting"
    " feSpotLight feTile feTurbulence filter g image line linearGradient marker mask"
    " metadata path pattern polygon polyline radialGradient rect stop style svg switch"
    " symbol text textPath title tspan use view"
)
ELEMENTS = frozenset(ELEMENT_NAMES.split())
#: Drawing programs keep notes in namespaces of their own, which browsers pass over.
LIVE_SPACES = ("1999/xhtml", "MathML", "2001/xml", "xlink")
REFERENCE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);base64,")
#: What a style may not hold: anything fetched, and signs in disguise.
FETCHING = re.compile(r"@import|\\|url\((?!\s*[\"']?#)|image-set|src\(", re.IGNORECASE)


def find_svg_fault(data: bytes) -> str:
    """Return why a drawing may not be published, in words; "" where it may."""
    try:
        text = data.decode("utf-8-sig")
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return "is not what its name says: it cannot be read as SVG in UTF-8"
    if root.tag != f"{SVG}svg":
        return "is not what its name says: no SVG"
    declared = ENCODING.search(text)
    if declared and declared[1].lower() not in ("utf-8", "us-ascii", "ascii"):
        return "names another encoding than UTF-8"
    if SUBSET.search(text):
        return "declares entities or attributes, which can stand for anything"
    return next(_faults(root), "")


def _faults(root: etree._Element) -> Iterator[str]:
    around = (*root.itersiblings(preceding=True), *root.itersiblings())
    for element in (*around, *root.iter()):
        if isinstance(element, INSTRUCTION):
            yield "holds an instruction to browsers"
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        is_drawn = element.tag.startswith(SVG)
        if is_drawn and name not in ELEMENTS:
            yield f"holds the element <{name}>"
        if not is_drawn and any(one in element.tag for one in LIVE_SPACES):
            yield f"holds the element <{name}> of another language"
        if name == "style" and (len(element) or FETCHING.search(element.text or "")):
            yield "holds a style that fetches something, or hides signs"
        for key, value in element.attrib.items():
            yield from _attribute_faults(str(key), str(value), is_drawn)


def _attribute_faults(key: str, value: str, is_drawn: bool) -> Iterator[str]:
    name = key.rpartition("}")[2]
    if name.lower().startswith("on"):
        yield f"holds the attribute “{name}”, a program"
    elif name in ("href", "src") and not REFERENCE.match(value.strip()):
        yield f"leads to “{value[:40]}”"
    elif name == "base" or (is_drawn and name == key and FETCHING.search(value)):
        yield f"holds the attribute “{name}”, which fetches something"
