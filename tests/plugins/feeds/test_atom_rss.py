"""HTML in Atom and RSS, as feed readers and XML parsers find it."""

from __future__ import annotations

import datetime as dt

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plugins.feeds.atom_rss import XmlFeeds
from plugins.feeds.core import Entry, Feed
from plugins.feeds.text import UNFIT

DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
PLACES = {"atom": "{*}entry/{*}content", "rss": f"channel/item/{ENCODED}"}


def write(form, html):
    """Return a feed of one entry."""
    entry = Entry("urn:x:1", "https://s/1", "T & <b>", html, DAY, DAY, "<p>Sum</p>")
    address = f"https://s/all.{form}.xml"
    feed = Feed(address, form, "x", address, "S", "https://s/", entries=(entry,))
    return XmlFeeds().text(feed)


@pytest.mark.parametrize("form", PLACES)
@given(
    st.one_of(
        st.sampled_from(["]]>", "<p>]]></p>", "]]>]]>", "a]]", "<![CDATA[<b>]]>", ""]),
        st.text(st.sampled_from("]]><&;'\"![CDATA x\r\n\t\u00a0é€"), max_size=40),
        st.text(max_size=40),
    )
)
def test_what_stands_in_an_entry_arrives_as_it_is(form, html):
    """Whatever it holds: the end of a section, line ends, signs of XML."""
    html = UNFIT.sub("", html).strip() or "-"
    found = etree.fromstring(write(form, html)).find(PLACES[form])
    assert found.text == html


@pytest.mark.parametrize("form", PLACES)
def test_html_stands_as_it_is(form):
    """References for its signs made feeds a tenth larger."""
    html = '<p>“a” &amp; <a href="https://s/?a&amp;b">]]&gt;</a></p>'
    text = write(form, html)
    assert f"<![CDATA[{html}]]>".encode() in text
    assert feedparser.parse(text).entries[0].content[0].value == html


def test_what_xml_forbids_ends_the_build():
    """A plugin that hears of feeds may give any text."""
    with pytest.raises(ValueError, match="control"):
        write("atom", "\x01")
