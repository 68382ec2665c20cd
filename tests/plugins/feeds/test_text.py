"""Characters that cannot stand in a feed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plugins.feeds.text import as_uri, find_unsafe, plain_line, unsafe_points, xml_safe
from tests.plugins.feeds.rules import URI


@given(st.text())
def test_what_is_left_can_stand_in_xml(text):
    """One wrong character, and lxml refuses the whole feed."""
    element = etree.Element("a")
    element.text = xml_safe(text)

    assert etree.fromstring(etree.tostring(element)).text == (
        xml_safe(text).replace("\r", "\r") or None
    )


def test_each_character_is_named_once_per_line():
    """Itself or as a reference, whatever the ends of lines."""
    source = "a\x00\x00\r\nb &#x1F;\rc &#11; &#65; &#xFFFFFFFF;\n\ufffe\ud800"

    assert find_unsafe(source, unsafe_points(source)) == [
        (1, "U+0000"),
        (2, "U+001F"),
        (3, "U+000B"),
        (4, "U+D800"),
        (4, "U+FFFE"),
    ]


def test_a_reference_in_code_is_a_text_like_others():
    """A post may write about the characters that it may not use."""
    shown = unsafe_points("<code>&amp;#11;</code> &#31; \x0c &#65;")

    assert shown == {31, 12}
    assert find_unsafe("`&#11;`\n&#31; \x0c", shown) == [(2, "U+000C"), (2, "U+001F")]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("a <b>c</b>", "a c"),
        ("AT&amp;T", "AT&T"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("a<br/>b<!-- c -->d", "abd"),
        ("  a \n b ", "a b"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_plain_text_has_no_markup(html, expected):
    """What only looks like markup stays."""
    assert plain_line(html) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "https://s.example/a b/ü?q=ä#ö",
            "https://s.example/a%20b/%C3%BC?q=%C3%A4#%C3%B6",
        ),
        ("https://s.example/a%20b", "https://s.example/a%20b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("/a/", "/a/"),
    ],
)
def test_an_address_has_only_characters_of_an_address(address, expected):
    """RSS refuses any other."""
    assert as_uri(address) == expected
    assert as_uri(expected) == expected
    assert URI.match(as_uri(address)) or address.startswith("/")
