"""One thing, one name: tags, categories and authors that differ in spelling only."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ..source.values import as_lines
from .addresses import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..problem import Problem
    from .post import Post

WORDS = {
    "tags": "Tag",
    "category": "Category",
    "authors": "Author",
}


def check_spelling(sources: Iterable[Post]) -> Iterator[Problem]:
    """Yield each name that other posts write with other capitals, accents or spaces.

    The rarer spelling is named; where both are as frequent, both are.
    """
    uses: dict[str, dict[str, list[tuple[str, Post]]]] = {
        kind: defaultdict(list) for kind in WORDS
    }
    for post in sources:
        for kind, name in _names(post):
            uses[kind][_fold(name)].append((name, post))
    for kind, groups in uses.items():
        for group in groups.values():
            counts = Counter(name for name, _ in group)
            if len(counts) > 1:
                yield from _differing(kind, group, counts)


def check_names(post: Post, slugify: Callable[[str], str]) -> Iterator[Problem]:
    """Yield each name that gives no address for its page."""
    for kind, name in _names(post):
        slug = slugify(name)
        if slug and len(slug.encode()) <= LONGEST:
            continue
        what = f"{WORDS[kind]} “{name}” gives no address: it has no letters a to z."
        remedy = "Write it in words."
        if slug:
            what = f"{WORDS[kind]} “{name}” gives an address that is too long."
            remedy = "Shorten it to a few words."
        key, item = _place(post, kind, name)
        yield post.problem(key, what, remedy, "name-slug", item=item)


def _differing(
    kind: str, group: list[tuple[str, Post]], counts: Counter[str]
) -> Iterator[Problem]:
    most = max(counts.values())
    usual = [name for name, count in counts.items() if count == most]
    for name, post in group:
        model = next((other for other in usual if other != name), "")
        where = next((s.path for other, s in group if other == model), "")
        own = [other for other, s in group if s.path == post.path]
        if usual == [name] or not model:
            continue
        is_tie = name in usual and where == post.path
        if is_tie and own.index(model) > own.index(name):
            continue
        key, item = _place(post, kind, name)
        there = "the same post" if where == post.path else where
        what = f"{WORDS[kind]} “{name}” is “{model}” in {there}."
        remedy = "Write both alike."
        yield post.problem(key, what, remedy, "name-spelling", item=item)


def _names(post: Post) -> Iterator[tuple[str, str]]:
    record = post.record
    yield from (("tags", name) for name in record.tags)
    yield from (("authors", name) for name in record.authors)
    if record.category:
        yield "category", record.category


def _place(post: Post, kind: str, name: str) -> tuple[str, int | None]:
    key = kind
    if kind == "authors" and "authors" not in post.header.values:
        key = "author"
    value = post.header.values.get(key)
    lines = as_lines(value) if isinstance(value, list) else []
    return key, lines.index(name) if name in lines else None


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum() or sign in "+#&")
