"""How large a drawing says it is (SVG 2, sections 8.2 and 8.9)."""

from __future__ import annotations

import math
import re

from lxml import etree

#: The root's tag is searched in so many bytes, in pieces: nothing behind it is read.
HEAD, PIECE = 65_536, 1024
#: A length and its unit, and how many pixels that is (CSS Values 4, section 6.2).
LENGTH = re.compile(
    r"\s*\+?(\d+\.?\d*|\.\d+)(?:e([+-]?\d{1,2}))?([a-z]*)\s*", re.IGNORECASE
)
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?", re.IGNORECASE)
PIXELS = {"": 1, "px": 1, "pt": 96 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54}
PIXELS |= {"mm": 96 / 25.4, "q": 96 / 101.6}
#: A side that is longer is a mistake, or meant to do harm.
MOST = 100_000


def measure_svg(head: bytes) -> tuple[int, int]:
    """Return width and height in pixels; 0, 0 where the file does not say.

    ``head`` is the file, or its first ``HEAD`` bytes. One side and a ``viewBox`` tell
    the other. Percents say nothing, as they are of the page; what is measured in
    letters, as formulas are, has a size that nobody knows here.
    """
    told = _read_root(head)
    width, height = _read_length(told.get("width")), _read_length(told.get("height"))
    box = NUMBER.findall(told.get("viewBox", ""))
    across, down = map(float, box[2:]) if len(box) == 4 else (0, 0)
    if across > 0 and down > 0:
        if not width and not height:
            width, height = across, down
        width, height = width or height * across / down, height or width * down / across
    if not (0.5 <= width <= MOST and 0.5 <= height <= MOST):
        return 0, 0
    return max(1, round(width)), max(1, round(height))


def _read_root(head: bytes) -> dict[str, str]:
    """Return the root's attributes; none of what is no SVG, or too odd."""
    parser = etree.XMLPullParser(
        events=("start",), resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for at in range(0, len(head[:HEAD]), PIECE):
            parser.feed(head[at : at + PIECE])
            for _, root in parser.read_events():
                return _attributes(root) if etree.iselement(root) else {}
    except etree.XMLSyntaxError:
        pass  # a browser does not show it either
    return {}


def _attributes(root: etree._Element) -> dict[str, str]:
    is_svg = etree.QName(root).localname == "svg"
    return {str(key): str(told) for key, told in root.items()} if is_svg else {}


def _read_length(text: str | None) -> float:
    """Return pixels; 0 where nothing is said, not a number where it is in letters."""
    if not text or text.strip() == "auto" or text.rstrip().endswith("%"):
        return 0
    found = LENGTH.fullmatch(text)
    unit = PIXELS.get(found[3].lower(), math.nan) if found else math.nan
    return float(found[1]) * 10.0 ** int(found[2] or 0) * unit if found else unit
