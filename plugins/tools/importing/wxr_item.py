"""One ``<item>`` of an export as a record, whoever wrote it.

WordPress: https://developer.wordpress.org/plugins/ has no page of it; what rules is
``export.php`` of WordPress itself. Squarespace writes the same with less: no date of
pages, addresses without a host, ends of files in slugs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .addresses import join, split
from .characters import mend_characters
from .old_site import ATTACHMENT, PAGE, POST, Comment, OldItem, Picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

#: Parts of namespaces' addresses, of any version, and the prefix that is meant.
SPACES = (
    ("wordpress.org/export/", "wp:"),
    ("purl.org/rss/1.0/modules/content", "content:"),
    ("purl.org/dc/elements", "dc:"),
    ("www.w3.org/2005/Atom", "atom:"),
)
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
#: What Squarespace writes for the caption of a picture that has none.
NO_CAPTION = re.compile(r"\A\s*exc-[0-9a-f]{12,}\s*\Z")
#: What visitors never had an address of.
UNSEEN = frozenset({"auto-draft", "draft", "future", "pending", "private", "trash"})
#: WordPress's names for its query forms.
QUERIES = {POST: "p", PAGE: "page_id", ATTACHMENT: "attachment_id"}
END = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)
#: Longer values of other plugins are pages of JSON that nobody reads.
LONGEST_META = 100_000
#: Numbers of pictures in a body: ``[gallery ids="1,2"]``, ``wp-image-3``, ``"id":4``.
GALLERY = re.compile(r"\[(?:gallery|playlist)\b[^\]\n]{0,2000}\]", re.IGNORECASE)
NUMBERED = re.compile(r"\bwp-image-(\d{1,12})|\"(?:id|mediaId)\":\s?(\d{1,12})")
SHARED = re.compile(r"<!--\s+wp:block\s+\{\"ref\":\s?(\d{1,12})[^{}]*\}\s+/-->")
#: Shared blocks may hold each other, and themselves: turns, and characters in all.
MOST_TURNS = 5
MOST_SHARED = 1_000_000
YEAR = re.compile(r" (?:19|20)\d\d ")
QUARTER = timedelta(minutes=15)
FARTHEST = timedelta(hours=14)


@dataclass
class Facts:
    """What items say of each other."""

    base: str = ""
    system: str = ""  #: as ``WxrSite`` has it
    authors: dict[str, str] = field(default_factory=dict)  #: login or address: name
    pictures: dict[str, Picture] = field(default_factory=dict)  #: by number
    #: Numbers of the pictures that were put there for an item, by its number.
    attached: dict[str, list[str]] = field(
        default_factory=lambda: defaultdict(list[str])
    )
    blocks: dict[str, str] = field(default_factory=dict)  #: shared ones, by number

    def add_picture(self, element: _Element) -> None:
        """Take down an attachment."""
        parts = _parts(element)
        number, address = parts["wp:post_id"], parts["wp:attachment_url"]
        if number and address:
            alt = text_of_title(_meta(element).get("_wp_attachment_image_alt", ""))
            caption = NO_CAPTION.sub("", parts["excerpt:encoded"])
            whole = join(f"{self.base}/", address)
            self.pictures[number] = Picture(number, whole, alt, caption)
            self.attached[parts["wp:post_parent"]].append(number)


def field_of(element: _Element) -> str:
    """Return an element's name with the usual prefix, whatever its file calls it."""
    name = str(element.tag)
    if not name.startswith("{"):
        return name
    space, _, local = name[1:].partition("}")
    if "/excerpt" in space:
        return f"excerpt:{local}"
    return next((f"{ours}{local}" for part, ours in SPACES if part in space), local)


def read_item(
    element: _Element, number: int, source: str, line: int, facts: Facts
) -> OldItem:
    """Return an item as a record; ``number`` counts from 1."""
    parts, meta = _parts(element), _meta(element)
    kind = parts["wp:post_type"] or POST
    status = parts["wp:status"] or "publish"
    terms = _terms(element)
    body = _with_shared(parts["content:encoded"], facts.blocks)
    is_seen = status not in UNSEEN and bool(parts["link"])
    address = join(f"{facts.base}/", parts["link"]) if is_seen else ""
    featured = facts.pictures.get(meta.get("_thumbnail_id", "").strip())
    kept = ("wp:post_id", "wp:post_parent", "wp:menu_order", "dc:creator")
    fields = {name: parts[name] for name in kept if parts[name]}
    formats = terms.get("post_format", ())
    fields |= {"system": facts.system} if facts.system else {}
    fields |= {"post_format": formats[0]} if formats else {}
    return OldItem(
        kind=kind,
        number=number,
        source=source,
        line=line,
        title=text_of_title(parts["title"]),
        body=body,
        status=status,
        has_password=bool(parts["wp:post_password"]),
        date=_date(parts, "post_date"),
        modified=_date(parts, "post_modified"),
        authors=_authors(parts["dc:creator"], terms, facts.authors),
        categories=terms.get("category", ()),
        tags=(*terms.get("post_tag", ()), *terms.get("tag", ())),
        excerpt=mend_characters(parts["excerpt:encoded"]).strip(),
        image=featured.address if featured else "",
        image_alt=featured.alt if featured else "",
        pictures=_pictures(body, parts["wp:post_id"], facts),
        slug=_slug(parts["wp:post_name"]),
        guid=parts["guid"],
        address=address,
        others=_others(parts, element, facts.base, address),
        base=join(f"{facts.base}/", parts["link"]) if facts.base else address,
        file=join(f"{facts.base}/", parts["wp:attachment_url"])
        if parts["wp:attachment_url"]
        else "",
        comments=_comments(element),
        is_sticky=parts["wp:is_sticky"] == "1",
        fields={**meta, **fields},
    )


def text_of_title(title: str) -> str:
    """Return a title as plain text, without its tags, and with its signs as meant.

    >>> text_of_title("Draft &amp; <em>Post</em>&mdash;More, 3 < 4")
    'Draft & Post—More, 3 < 4'
    """
    return " ".join(mend_characters(unescape(TAG.sub("", title))).split())


def _parts(element: _Element) -> defaultdict[str, str]:
    """Return the texts of an item's fields; empty where it has none."""
    found = defaultdict[str, str](str)
    for child in element:
        name = field_of(child)
        if not len(child) and name != "category":
            text = child.text or ""
            is_text = name in ("content:encoded", "excerpt:encoded", "title")
            found[name] = found[name] or (text if is_text else text.strip())
    return found


def _meta(element: _Element) -> dict[str, str]:
    """Return what WordPress and its plugins have noted, by their keys."""
    found = dict[str, str]()
    for child in element:
        if field_of(child) == "wp:postmeta":
            pair = {field_of(one): one.text or "" for one in child}
            key, value = pair.get("wp:meta_key", ""), pair.get("wp:meta_value", "")
            if key and len(value) <= LONGEST_META:
                found[key] = value
    return found


def _terms(element: _Element) -> dict[str, tuple[str, ...]]:
    """Return names by what kind of term they are; exports of old say each twice."""
    found = defaultdict[str, dict[str, None]](dict)
    for child in element:
        if field_of(child) == "category":
            name = text_of_title(child.text or "") or child.get("nicename", "")
            if name:
                found[child.get("domain", "category")][name] = None
    return {domain: tuple(names) for domain, names in found.items()}


def _authors(
    login: str, terms: Mapping[str, tuple[str, ...]], known: Mapping[str, str]
) -> tuple[str, ...]:
    """Return names that readers know; never an address that mail reaches."""
    together = terms.get("author", ())  # as the plugin Co-Authors has it
    if together:
        return together
    name = known.get(login, login).partition("@")[0]
    return (text_of_title(name),) if name else ()


def _date(parts: Mapping[str, str], name: str) -> datetime | None:
    """Return a date with the offset that the site had then, as far as it is told."""
    local = _moment(parts[f"wp:{name}"])
    world = _moment(parts[f"wp:{name}_gmt"])
    if local and world:
        offset = local - world
        is_offset = abs(offset) <= FARTHEST and not offset % QUARTER
        return local.replace(tzinfo=timezone(offset) if is_offset else None)
    if world:
        return world.replace(tzinfo=UTC)
    if local or name != "post_date":
        return local
    if not YEAR.search(parts["pubDate"]):  # “Mon, 30 Nov -0001 00:00:00 +0000”
        return None
    try:
        return parsedate_to_datetime(parts["pubDate"])
    except (ValueError, OverflowError):
        return None


def _moment(text: str) -> datetime | None:
    """Return a date as WordPress writes it; None for “0000-00-00 00:00:00”."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(tzinfo=None)


def _slug(name: str) -> str:
    """Return the last part of a slug, without the end of a file.

    >>> _slug("2020/3/14/sleep.html"), _slug("%d1%81%d0%be%d0%bd")
    ('sleep', 'сон')
    """
    return END.sub("", unquote(name).rstrip("/").rpartition("/")[2])


def _others(
    parts: Mapping[str, str], element: _Element, base: str, address: str
) -> tuple[str, ...]:
    """Return the other addresses that led to an item."""
    if not (address and base):
        return ()
    found = list[str]()
    number, query = parts["wp:post_id"], QUERIES.get(parts["wp:post_type"], "p")
    guid = split(parts["guid"])
    # Squarespace answers to no number.
    if number and parts["guid"]:
        found.append(f"{base}/?{query}={number}")
    if guid.scheme in ("http", "https") and guid.netloc == split(base).netloc:
        found.append(parts["guid"])
    for child in element:
        pair = {field_of(one): one.text or "" for one in child}
        if pair.get("wp:meta_key") == "_wp_old_slug" and pair.get("wp:meta_value"):
            slug = parts["wp:post_name"]
            path = split(address).path
            old = f"/{pair['wp:meta_value'].strip('/')}"
            if slug and path.rstrip("/").endswith(f"/{slug}"):
                end = path.rindex(f"/{slug}")
                renamed = f"{path[:end]}{old}{path[end + len(slug) + 1 :]}"
                found.append(join(address, renamed))
    return tuple(one for one in dict.fromkeys(found) if one != address)


def _with_shared(body: str, blocks: Mapping[str, str]) -> str:
    """Return a body with the blocks that several posts share put into it."""
    left = MOST_SHARED

    def fill(found: re.Match[str]) -> str:
        nonlocal left
        block = blocks.get(found[1], found[0])
        left -= len(block)
        return block if left > 0 else found[0]

    for _ in range(MOST_TURNS):
        if not SHARED.search(body):
            break
        body = SHARED.sub(fill, body)
    return body


def _pictures(body: str, number: str, facts: Facts) -> tuple[Picture, ...]:
    """Return the library's pictures that a body may mean."""
    named = [one for pair in NUMBERED.findall(body) for one in pair if one]
    galleries = GALLERY.findall(body)
    for gallery in galleries:
        named += re.findall(r"\d{1,12}", gallery)
    attached = facts.attached.get(number, []) if galleries and number else []
    found = dict[str, Picture]()
    for one in dict.fromkeys((*named, *attached)):
        if picture := facts.pictures.get(one):
            found[one] = Picture(
                picture.number,
                picture.address,
                picture.alt,
                picture.caption,
                is_attached=one in attached,
            )
    return tuple(found.values())


def _comments(element: _Element) -> tuple[Comment, ...]:
    """Return what readers wrote; who they are to a machine stays behind."""
    found = []
    for child in element:
        if field_of(child) == "wp:comment":
            parts = defaultdict[str, str](str)
            parts |= {field_of(one): one.text or "" for one in child}
            is_comment = parts["wp:comment_type"].strip() in ("", "comment")
            is_shown = parts["wp:comment_approved"].strip() in ("1", "approved")
            found.append(
                Comment(
                    text_of_title(parts["wp:comment_author"]),
                    _date(parts, "comment_date"),
                    parts["wp:comment_content"],
                    is_shown=is_shown and is_comment,
                )
            )
    return tuple(found)
