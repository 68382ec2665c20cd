"""Where Pelican fills in addresses after everybody has looked."""

from __future__ import annotations

import pytest
from pelican.contents import Page
from pelican.settings import DEFAULT_CONFIG

from plugins.sanitizer.links import find_torn_links

PATTERN = Page("", {"title": "t"}, dict(DEFAULT_CONFIG))._get_intrasite_link_regex()


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="{filename}a.md">w</a> <img alt="a" src="{static}/a.png" /></p>',
        "<p>{index} href = '{index}'</p>", "<IMG SRC='{attach}a.png' alt=x>",
        '<!-- <a href="{filename}a.md">w</a> -->', '<a class="x" href="{tag}a b">w</a>',
        '<a title="a &quot;b&quot;" href="|filename|a.md#b?c">w</a>', "<p>a</p>",
    ],
)  # fmt: skip
def test_an_attribute_of_its_own_passes(html):
    """As Markdown and authors write it."""
    assert list(find_torn_links(html, PATTERN)) == []


@pytest.mark.parametrize(
    "html",
    [
        """<a title="href='{index}" href="/about/">w</a> <b>'</b> <i title="><svg>">""",
        """<b title="<a href='{tag}x'>">w</b>""", """<p title='x src="{static}/a">'>""",
        """<!-- x --><b title=" data='{index}">w</b><i title="'>">z</i>""",
        """<b title="href='{9}//a ="/lang="x open ontoggle=x y='">' >w</b>""",
        '<a href="{index}javascript:x?%0ay">w</a>', '<img src="{index}//x.example/a">',
        '<a href="{index} java&#115;cript:x">w</a>', '<a href="{0}javascript:x">w</a>',
        '<a href="{index}//[x">w</a>', '<a href="|tag|\\\\x.example">w</a>',
    ],
)  # fmt: skip
def test_what_would_tear_a_tag_apart_is_named(html):
    """Its pattern looks for a quotation mark across the ends of tags."""
    assert list(find_torn_links(html, PATTERN))
