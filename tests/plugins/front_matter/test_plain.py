"""A post that is kept plain comes back as it was."""

from __future__ import annotations

from copy import deepcopy as copy
from dataclasses import replace

import pytest

from plugins.front_matter.plain import pack, unpack
from plugins.front_matter.post import Post
from plugins.front_matter.record import FrontMatter, parse
from plugins.problem import Problem
from plugins.source.core import make_source

TEXTS = [
    "---\ntitle: A\ndate: 2026-03-14 09:00\ntags: [a, b]\n---\n\nText.\n",
    "---\ntitle: 'A'\ndate: 2026-03-14T09:00:00+01:00\nmodified: 2026-03-15\n---\n",
    "---\ntitle: A\nreviewed: 2026-03-14\nreviewed_by: B\nkey_points: [x]\n---\n",
    "---\ntitle: A\ncorrections: ['2026-03-14: B']\nlist: {a: [b]}\ntitle: B\n---\n",
    "title: A\ndate: 2026-11-01 01:30\nsummary: B\n    C\n\nText.\n",
    "---\ntitle: [\n---\nText.\n",
    "---\ntitle: A\x08B\n---\nA word\x08.\n",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "UTC", "nowhere"])
def test_a_packed_post_is_the_same(text, zone):
    """With its dates and their zones, and with all that is wrong."""
    read, again = (make_source("a.md", text.encode()) for _ in range(2))
    record = parse(read.header, zone)
    post = Post(read, "post", record, slug="a", given=frozenset({"date"}))
    if read.faults:
        post = replace(post, problems=(Problem("a.md", 1, "b", "c", "d"),))
    found = unpack(copy(pack(post, read.bare_header, read.faults)), again)
    assert found == post
    assert repr(found.record) == repr(post.record)
    names = vars(FrontMatter()).keys()
    assert [getattr(found.record, one) for one in names] == [
        getattr(record, one) for one in names
    ]
    known, own = found.header, read.header
    assert {one: getattr(known, one) for one in vars(own)} == vars(own)


def test_usual_values_are_left_out():
    """A post says little, and the less is kept of it, the sooner it is read."""
    source = make_source("a.md", b"---\ntitle: A\n---\nText.\n")
    own, record, moments, _header, faults = pack(
        Post(source, "post", parse(source.header)), source.bare_header, ()
    )
    assert (own, record, moments, faults) == ({"kind": "post"}, {"title": "A"}, {}, ())
