"""Where a post goes: its slug, its own addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ..places import LONGEST
from ..problem import Level, Problem
from .schema import DEVICES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from .post import Post, Rules


ENDING = re.compile(r"\.(?:html?|md|markdown|php|aspx?)$", re.IGNORECASE)
SLUG = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
UNICODE_SLUG = re.compile(r"\w(?:[\w.-]*\w)?")
#: What works as a piece of an address, though our own are plainer.
ANY_SLUG = re.compile(r"[\w-](?:[\w.~-]*[\w-])?")
#: Pages that servers send by themselves, whatever their address.
SENT_BY_SERVERS = ("404.html", "403.html", "50x.html", "500.html", "offline.html")


def check_address(
    post: Post, rules: Rules, slugify: Callable[[str], str]
) -> Iterator[Problem]:
    """Yield what is wrong with a post's slug, ``save_as`` and ``url``."""
    slug = post.record.slug
    near = slugify(re.sub(r"\W+", " ", slug))
    yield from _slug(post, rules, near) if slug else _slug_of_title(post, rules)
    save_as, url = post.record.save_as, post.record.url
    wrong = [*_own(post, "save_as", save_as), *_own(post, "url", url)]
    yield from wrong or _pair(post, rules, save_as, url)


def _pair(post: Post, rules: Rules, save_as: str, url: str) -> Iterator[Problem]:
    is_home = save_as == "index.html" and "url" in post.header.values
    unlinked = ("hidden",) if rules.own.strict else ("hidden", "draft", "skip")
    is_unlinked = post.record.status in unlinked
    if save_as and not url and is_unlinked:
        # A server sends 404.html by itself; lists link no hidden post.
        is_home = is_home or not rules.own.strict or save_as in SENT_BY_SERVERS
    if url and not save_as:
        what = f"The post is linked at “{url}”, but its file is written elsewhere."
        remedy = f"Add “save_as: {_file_of(url)}”, or remove “url”."
        yield post.problem("url", what, remedy, "address-pair")
    elif is_home and not url:
        return
    elif save_as and not url:
        what = f"The post's file is “{save_as}”, but links lead to its usual address."
        remedy = f"Add “{_url_line(save_as)}”, or remove “save_as”."
        yield post.problem("save_as", what, remedy, "address-pair")
    elif save_as and _file_of(url) != save_as:
        what = f"“url: {url}” does not lead to “save_as: {save_as}”."
        remedy = f"Write “{_url_line(save_as)}”."
        yield post.problem("url", what, remedy, "address-pair")


def _slug(post: Post, rules: Rules, near: str) -> Iterator[Problem]:
    slug, own = post.record.slug, rules.own
    fault = find_slug_fault(
        slug, near, strict=own.strict, unicode_slugs=rules.unicode_slugs
    )
    if not fault and not post.record.save_as:  # else it is no part of the address
        fault = find_reserved(slug, rules.reserved)
    if fault:
        level = Level.WARNING if fault.name == "slug-case" else Level.ERROR
        yield post.problem("slug", fault.what, fault.remedy, fault.name, level)


class SlugFault(NamedTuple):
    """Why a slug is no good part of an address, and what to write."""

    what: str
    remedy: str
    name: str


def find_slug_fault(
    slug: str, near: str, *, strict: bool, unicode_slugs: bool
) -> SlugFault | None:
    """Return why a slug cannot be an address; ``near`` is one that can, or nothing."""
    form = UNICODE_SLUG if unicode_slugs else SLUG
    fits = bool(form.fullmatch(slug))
    if not strict:
        fits = fits or all(map(ANY_SLUG.fullmatch, slug.split("/")))
    if fits and ENDING.search(slug):
        bare = ENDING.sub("", slug)
        what = f"Slug “{slug}” ends as a file's name does; its address is a folder."
        return SlugFault(what, f"Write “{bare}”.", "slug-unsafe")
    if not fits or ".." in slug:
        what = f"Slug “{slug}” cannot be an address."
        near = near if near and SLUG.fullmatch(near) else "a-few-words"
        remedy = f"Use small letters, digits and hyphens: {near}."
        return SlugFault(what, remedy, "slug-unsafe")
    if len(slug.encode()) > LONGEST:
        what = f"The slug has {len(slug)} characters."
        return SlugFault(what, "Shorten it to a few words.", "slug-long")
    return None


def find_reserved(slug: str, reserved: Collection[str]) -> SlugFault | None:
    """Return why a slug is not free for a post: by its name, or by capital letters."""
    if slug.lower() in reserved or slug.lower() in DEVICES:
        what = f"The slug “{slug}” is kept for a page of the site itself."
        if slug.lower() in DEVICES:
            what = f"The slug “{slug}” cannot be a folder's name on every computer."
        remedy = f"Choose another, such as about-{slug.lower()}."
        return SlugFault(what, remedy, "slug-reserved")
    if slug != slug.lower():
        what = f"Slug “{slug}” has capital letters, which some servers tell apart."
        return SlugFault(what, f"Write “{slug.lower()}”.", "slug-case")
    return None


def _slug_of_title(post: Post, rules: Rules) -> Iterator[Problem]:
    title = post.record.title
    if not title or "<" in title or post.record.save_as:
        return
    slug = post.slug
    if not slug:
        what = f"The title “{title}” gives no address: it has no letters from a to z."
        remedy = "Add “slug: …” with small letters, digits and hyphens."
        yield post.problem("title", what, remedy, "title-slug")
    elif len(slug.encode()) > LONGEST:
        what = f"The title gives an address of {len(slug)} characters, too long a name."
        remedy = "Add “slug: …” with a few words, or shorten the title."
        yield post.problem("title", what, remedy, "title-long")
    elif slug in rules.reserved or slug in DEVICES:
        what = f"The title gives the address “{slug}”, which the site itself needs."
        remedy = f"Add “slug: about-{slug}”, or another."
        yield post.problem("title", what, remedy, "slug-reserved")


def _own(post: Post, key: str, text: str) -> Iterator[Problem]:
    if not text:
        return
    parts = text.split("/")
    why = ""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text) or text.startswith("//"):
        why = "leads to another site"
    elif text.startswith("/"):
        why = "begins with a slash"
    elif ".." in parts or "\\" in text:
        why = "leaves the site"
    elif any(part.startswith(("~", ".")) for part in parts):
        why = "begins a name with a sign that servers hide"
    elif key == "save_as" and text.endswith("/"):
        why = "names a folder, not a file"
    elif re.search(r"[\s<>\"'?#%{}|^`*]", text) or not text.isascii():
        why = "holds signs that an address cannot have"
    elif max(len(part) for part in parts) > LONGEST or len(text) > 900:
        why = "is too long for a file's name"
    if why:
        what = f"“{key}: {text}” {why}."
        remedy = _inside(key, text)
        yield post.problem(key, what, remedy, "address-outside")


def _inside(key: str, text: str) -> str:
    bare = text.lstrip("/")
    if text == f"/{bare}" and bare and ".." not in bare:
        return f"Write “{key}: {bare}”."
    example = "guides/sleep/index.html" if key == "save_as" else "guides/sleep/"
    return f"Write a path inside the site, such as {example}."


def _file_of(url: str) -> str:
    url = url.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]
    last = url.rsplit("/", 1)[-1]
    if url.endswith("/") or not url:
        return f"{url}index.html"
    return url if "." in last else f"{url}/index.html"


def _url_line(save_as: str) -> str:
    """Return the line that belongs to a ``save_as``; that of the home page is empty."""
    return f"url: {save_as.removesuffix('index.html')}".rstrip()
