"""A file's record: what is known of it is not read again."""

from __future__ import annotations

from dataclasses import fields

import pytest

from plugins.source.core import make_source
from plugins.source.header import Header

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
    known.know(bare, read.faults)
    names = [one.name for one in fields(Header)]
    assert [getattr(known.header, name) for name in names] == [
        getattr(read.header, name) for name in names
    ]


def test_a_known_file_becomes_text_when_somebody_asks_for_it():
    """A post that is known needs none."""
    data = b"---\ntitle: A\n---\nText.\n"
    read, known = make_source("a.md", data), make_source("a.md", data)
    known.know(read.bare_header, read.faults)
    assert known.is_read
    assert known.header.values == {"title": "A"}
    assert known.header.is_closed
    assert "text" not in vars(known)
    assert known == read
    assert "text" in vars(known)
