"""Texts as an author would save them."""

from __future__ import annotations

from plugins.source.core import make_source

HEADER = "---\ntitle: A title\nsummary: A summary.\n---\n"


def a_source(body, header=HEADER, path="content/posts/a.md"):
    """Return the record of a file; its text begins on line 6."""
    return make_source(path, f"{header}\n{body}\n".encode())
