"""Keys that other generators and note tools write, and what becomes of them here.

The tables follow what Jekyll, Hugo, Hexo, Eleventy, Obsidian and the exporters of
WordPress document; a key of theirs gets a remedy that works in Pelican, or none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..source.dates import DateFault, parse_date
from ..source.values import as_text, split_list
from .schema import CALLED, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from .post import Post, Rules

BOOLEANS = {"true": True, "yes": True, "on": True, "1": True} | {
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}
#: What other tools' switches are called here; the others change nothing.
STATUSES = {
    ("draft", True): "draft",
    ("hidden", True): "hidden",
    ("private", True): "hidden",
    ("unlisted", True): "hidden",
    ("published", False): "draft",
    ("publish", False): "draft",
}
SWITCHES = frozenset(name for name, _ in STATUSES)
#: What a WordPress export says of a post's state.
WORDPRESS = {"publish": "published", "future": "published"} | {
    "draft": "draft",
    "pending": "draft",
    "private": "hidden",
}
#: Templates that other tools name for every post and page.
USUAL = ("post", "posts", "page", "pages", "default", "single", "article", "note")
#: They set what Pelican has no setting for, or what the theme decides.
_NOTHING_HERE = """
author_profile cascade classes comment_status comments cssclass cssclasses disableShare
eleventyExcludeFromCollections eleventyNavigation excerpt_separator hideMeta id
isCJKLanguage katex linkTitle markup math mathjax menu menus mermaid meta nav_exclude
nav_order order outputs paginate params parent pin pinned position post_id post_type
read_time related resources share ShowToc sitemap sort sticky toc TocOpen toc_sticky
type weight wordpress_id wordpress_url
"""
NOWHERE = "Remove the line: it is for another program and does nothing here."
PLACEHOLDER = re.compile(r":\w|\{\{|\{%|\{\w")


def advise(post: Post, rules: Rules, name: str) -> str | None:
    """Return what to do with another tool's key; None where it is none of those.

    The advice is empty where nothing is lost without it, as for ``draft: false``.
    """
    bare = _fold(name)
    if bare in _SPECIAL:
        return _SPECIAL[bare](post, rules, name)
    if bare in SWITCHES:
        return _switch(post, bare, name)
    if bare in _CALLED:
        return _renamed(post, _CALLED[bare])
    return "" if bare in NOTHING_HERE else None


def called_here(name: str) -> str:
    """Return what another tool's key is called here, or nothing."""
    return _CALLED.get(_fold(name), "")


def why_needless(post: Post, name: str) -> str:
    """Return what to do with a line that changes nothing."""
    meant = called_here(name)
    is_said = meant and _has(post, meant) and _fold(name) not in _SPECIAL
    return f"Remove the line: “{meant}” says it already." if is_said else NOWHERE


def is_theirs(name: str) -> bool:
    """Return whether a word is a key of ours, or one of another tool."""
    bare = _fold(name)
    ours = re.sub(r"[ -]", "_", name) in NAMES
    return ours or bare in _CALLED or bare in NOTHING_HERE or bare in SWITCHES


def _fold(name: str) -> str:
    """Return a key as all its spellings have it: ``coverImage``, ``cover_image``."""
    return re.sub(r"[\s_-]", "", name.casefold())


def _renamed(post: Post, meant: str) -> str:
    """Return the advice for a key that has another name here, if it is free."""
    return "" if _has(post, meant) else f"The key for it is “{meant}”."


def _has(post: Post, name: str) -> bool:
    names = {"author", "authors"} if name in ("author", "authors") else {name}
    return bool(names & {*post.header.values, *post.given})


def _value(post: Post, name: str) -> str:
    return as_text(post.header.values[name]).strip("'\"")


def _switch(post: Post, plain: str, name: str) -> str:
    value = _value(post, name)
    is_on = BOOLEANS.get(value.lower())
    if is_on is None:
        return _date(post, "date", value)
    status = STATUSES.get((plain, is_on), "")
    if not status or as_text(post.header.values.get("status")).lower() == status:
        return ""
    return f"Write “status: {status}” instead, or remove the line."


def _date(post: Post, meant: str, value: str) -> str:
    moment = parse_date(value)
    is_none = isinstance(moment, DateFault) and moment.meant is None
    return "" if is_none else _renamed(post, meant)


def _layout(post: Post, rules: Rules, name: str) -> str:
    value = _value(post, name)
    own = "page" if post.kind == "page" else "article"
    if value.lower() in {"", own, *USUAL} or _has(post, "template"):
        return ""
    if any(value + ending in rules.templates for ending in rules.endings):
        return f"Write “template: {value}”, or remove the line for the usual one."
    return f"Remove the line: the theme has no template “{value}”."


def _categories(post: Post, _rules: Rules, name: str) -> str:
    value = post.header.values[name]
    first, *others = split_list(value) or [""]
    if not first or _has_category(post):
        return ""
    more = f", and “tags: {', '.join(others)}”" if others else ""
    if others and _has(post, "tags"):
        more = f", and add {', '.join(others)} to the tags"
    return f"Write “category: {first}”{more}: a post has one category."


def _has_category(post: Post) -> bool:
    return "category" in post.header.values


def _permalink(post: Post, _rules: Rules, name: str) -> str:
    path = _value(post, name)
    path = re.sub(r"^https?://[^/]*", "", path).lstrip("/")
    if {"url", "save_as"} & post.header.values.keys() or not path:
        return ""
    if PLACEHOLDER.search(path):
        kind = "PAGE" if post.kind == "page" else "ARTICLE"
        return f"Set {kind}_URL and {kind}_SAVE_AS in pelicanconf.py instead."
    last = path.rsplit("/", 1)[-1]
    save_as = path if "." in last else f"{path.rstrip('/')}/index.html"
    return f"Write “url: {path}” and “save_as: {save_as}” to keep this address."


def _wordpress_status(post: Post, _rules: Rules, name: str) -> str:
    status = WORDPRESS.get(_value(post, name).lower(), "")
    if not status or status == "published" or _has(post, "status"):
        return ""
    return f"Write “status: {status}” instead."


def _expiry(post: Post, _rules: Rules, name: str) -> str:
    day = _value(post, name) or "that day"
    return f"Nothing expires here by itself: write “status: hidden” on {day}."


_SPECIAL: dict[str, Callable[[Post, Rules, str], str]] = {
    "layout": _layout,
    "categories": _categories,
    "permalink": _permalink,
    "poststatus": _wordpress_status,
    "expirydate": _expiry,
    "expires": _expiry,
}
NOTHING_HERE = frozenset(map(_fold, _NOTHING_HERE.split()))
_CALLED = {_fold(name): key for name, key in CALLED.items()}
