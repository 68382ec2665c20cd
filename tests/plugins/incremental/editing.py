"""Edits of a small site by name, each told how by a number.

A sequence of them is plain data: what a random run finds is replayed as a case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.plugins.incremental.small_site import Post, SmallSite

    Edit = Callable[[SmallSite, int], None]

EDITS: dict[str, Edit] = {}


def edit(one: Edit) -> Edit:
    """List an edit by the name of its function."""
    EDITS[one.__name__] = one
    return one


def apply(site: SmallSite, edits: Sequence[tuple[str, int]]) -> None:
    """Apply edits to a site and write what they have changed."""
    for name, number in edits:
        site.count += 1
        EDITS[name](site, number)
    site.save()


def pick(site: SmallSite, number: int) -> Post:
    """Return the post that a number means."""
    names = sorted(site.posts)
    return site.posts[names[number % len(names)]]


def name_of(site: SmallSite, number: int) -> str:
    """Return the name of that post's file."""
    names = sorted(site.posts)
    return names[number % len(names)]


def other(number: int, of: int) -> int:
    """Return a second number that a number holds, for what is done to a post."""
    return number // 16 % of
