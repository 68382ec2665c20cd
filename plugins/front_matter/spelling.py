"""One thing, one name: tags, categories and authors that differ in spelling only."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ..places import LONGEST
from ..source.values import as_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ..problem import Problem
    from .post import Post

WORDS = {
    "tags": "Tag",
    "category": "Category",
    "authors": "Author",
}


def check_spelling(
    sources: Iterable[Post], slugify: Mapping[str, Callable[[str], str]]
) -> Iterator[Problem]:
    """Yield each name that other posts write with other capitals, accents or spaces.

    The rarer spelling is named; where both are as frequent, the one that came later:
    whoever writes a new post has that to mend and not an old one. Of other names that
    share an address each is named once, with the one that came first.
    """
    uses: dict[tuple[str, str], list[tuple[str, Post]]] = defaultdict(list)
    for post in sorted(sources, key=_day):
        for kind, name in _names(post):
            uses[kind, _fold(name)].append((name, post))
    owners: dict[tuple[str, str], tuple[str, Post]] = {}
    for (kind, _), group in uses.items():
        counts = Counter(name for name, _ in group)
        if len(counts) > 1:
            yield from _differing(kind, group, counts)
        slug = slugify[kind](group[0][0])
        owner = owners.setdefault((kind, slug), group[0])
        if owner is not group[0] and slug and "<" not in owner[0] + group[0][0]:
            yield _shared(kind, group[0], owner, slug)


def check_names(
    post: Post, slugify: Mapping[str, Callable[[str], str]]
) -> Iterator[Problem]:
    """Yield each name that gives no address for its page."""
    for kind, name in _names(post):
        slug = slugify[kind](name)
        if not slug:
            what = "gives no address: it has no letters a to z."
            yield _problem(post, (kind, name), what, "Write it in words.", "name-slug")
        elif len(slug.encode()) > LONGEST:
            what, remedy = (
                "gives an address that is too long.",
                "Shorten it to a few words.",
            )
            yield _problem(post, (kind, name), what, remedy, "name-slug")


def _shared(
    kind: str, own: tuple[str, Post], other: tuple[str, Post], slug: str
) -> Problem:
    """Return the problem of a name whose page is another's: one of them is lost."""
    (name, post), (rival, elsewhere) = own, other
    there = "the same post" if post is elsewhere else elsewhere.path
    what = f"has the address of “{rival}” in {there}, “{slug}”: one page for both."
    rule = f"{WORDS[kind].upper()}_REGEX_SUBSTITUTIONS"
    remedy = f"Write one of them in other words, or tell them apart in {rule}."
    return _problem(post, (kind, name), what, remedy, "name-address")


def _differing(
    kind: str, group: list[tuple[str, Post]], counts: Counter[str]
) -> Iterator[Problem]:
    # The counts are in the order of the posts' dates: of equal ones the first is first.
    model = max(counts, key=lambda name: counts[name])
    where = next(post.path for name, post in group if name == model)
    for name, post in group:
        if name == model:
            continue
        there = "the same post" if where == post.path else where
        what = f"is “{model}” in {there}."
        remedy = "Write both alike."
        yield _problem(post, (kind, name), what, remedy, "name-spelling")


def _day(post: Post) -> tuple[bool, str, str]:
    """Return what sorts posts by their dates, with those behind that have none."""
    day = post.record.date
    said = f"{day:%Y-%m-%d}" if day else post.day_in_name
    return not said, said, post.path


def _names(post: Post) -> Iterator[tuple[str, str]]:
    record = post.record
    yield from (("tags", name) for name in record.tags)
    yield from (("authors", name) for name in record.authors)
    if record.category:
        yield "category", record.category


def _problem(
    post: Post, named: tuple[str, str], what: str, remedy: str, problem_name: str
) -> Problem:
    kind, name = named
    key, what = kind, f"{WORDS[kind]} “{name}” {what}"
    if kind == "authors" and "authors" not in post.header.values:
        key = "author"
    value = post.header.values.get(key)
    lines = as_lines(value) if isinstance(value, list) else []
    item = lines.index(name) if name in lines else None
    return post.problem(key, what, remedy, problem_name, item=item)


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum() or sign in "+#&")
