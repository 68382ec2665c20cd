"""Drawings: shapes and words pass, programs and whatever is fetched do not."""

from __future__ import annotations

import pytest

from plugins.sanitizer.svg import find_svg_fault

HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink"'
    ' xmlns:h="http://www.w3.org/1999/xhtml" xmlns:i="http://inkscape.example/ns">'
)


def judge(inside, before=""):
    return find_svg_fault(f"{before}{HEAD}{inside}</svg>".encode())


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0" fill="url(#a)"/><use x:href="#b"/>', "<title>A bed</title>",
        "<style>.a { fill: red; clip-path: url( #b ) }</style>", "<!-- <script> -->",
        '<i:note file="C:\\a.svg"/>', '<image href="data:image/png;base64,eA=="/>',
    ],
)  # fmt: skip
def test_a_drawing_passes(inside):
    """As drawing programs write it."""
    assert judge(inside) == ""


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>x</script>", "<script>"),
        ("<h:script>x</h:script>", "<script> of another language"),
        ("<h:img src='x' onerror='y'/>", "<img>"),
        ("<g onclick='x'/>", "“onclick”"),
        ("<a x:href='javascript:x'><text>w</text></a>", "<a>"),
        ("<use x:href='https://x.org/a#b'/>", "https://x.org/a#b"),
        ("<use href='data:image/svg+xml,x'/>", "data:image/svg+xml"),
        ("<image href='https://x.org/a.png'/>", "https://x.org/a.png"),
        ("<foreignObject><h:p>w</h:p></foreignObject>", "<foreignObject>"),
        ("<set attributeName='href' to='javascript:x'/>", "<set>"),
        ("<animate attributeName='href' values='javascript:x'/>", "<animate>"),
        ("<style>@import 'x'</style>", "style"),
        ("<style>.a { fill: u\\72l(x) }</style>", "style"),
        ("<style>@imp<tspan>x</tspan>ort 'x';</style>", "style"),
        ("<style>rect{fill:u<g>.</g>rl(http://x.org/y#a)}</style>", "style"),
        ("<g fill='url(https://x.org/a)'/>", "“fill”"),
        ("<?xml-stylesheet href='x'?>", "instruction"),
        ("<", "cannot be read"),
    ],
)
def test_what_could_run_or_be_fetched_is_named(inside, said):
    """Whatever the way."""
    assert said in judge(inside)


def test_the_whole_file_counts():
    """Not only what stands inside the drawing."""
    entity = '<!DOCTYPE svg [<!ENTITY a "b">]>'
    assert "entities" in judge("", entity)
    attlist = "<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'x'>]>"
    assert "entities" in judge("", attlist)
    assert "UTF-8" in find_svg_fault(f"{entity}{HEAD}&a;</svg>".encode("utf-16"))
    assert "encoding" in judge("", '<?xml version="1.0" encoding="UTF-7"?>')
    behind = f"{HEAD}</svg><?xml-stylesheet href='x'?>"
    assert "instruction" in find_svg_fault(behind.encode())
    assert "instruction" in judge("", "<?xml-stylesheet href='x'?>")
    assert judge("", '<?xml version="1.0"?>') == ""
    assert "no SVG" in find_svg_fault(b"<svg/>")
