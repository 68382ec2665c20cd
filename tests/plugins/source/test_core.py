"""A file's record: what is known of it is not read again."""

from __future__ import annotations

import pytest

from plugins.source.core import make_source

TEXTS = [
    "---\ntitle: A\ntags: [a, b]\n---\n\nText.\n\nMore.\n",
    "\ufeff---\r\ntitle: A\r\n---\r\nText.\r\n",
    "title: A\ndate: 2026-03-01\n\nText.\n",
    "title: A",
    "---\ntitle: A\n---",
    "---\ntitle: [\n---\nText.\n",
    "---\ntitle: never closed\n",
    "Nothing but words.\n",
    "---\ntitle: A\x08B\n---\nA word\x08.\n",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_header_is_known_without_its_body(text):
    """The body is in the file anyway."""
    data = text.encode()
    read = make_source("a.md", data)
    bare = read.bare_header
    assert not bare.body or bare == read.header
    known = make_source("a.md", data)
    known.know_header(bare)
    assert known.header == read.header
