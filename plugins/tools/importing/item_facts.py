"""What an item says of itself: whether it is brought, who saw it, what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .old_addresses import last_part
from .old_site import HTML, PAGE, POST, Note
from .summaries import begin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from .old_site import OldItem

BROUGHT, CHANGED, LEFT, MISSING = "brought", "changed", "left", "missing"
PUBLISHED, DRAFT = "published", "draft"
#: Statuses of the old site that visitors saw, or will on their day.
OPEN = ("publish", "published", "future", "scheduled", "sticky", "open", "")
#: What a draft was called there; nothing has to be said of these.
DRAFTS = ("draft", "pending", "auto-draft", "in-progress")
#: Kinds that are no texts, and why they are left.
NO_TEXTS = {
    "nav_menu_item": "a line of a menu; menus are the theme's here",
    "revision": "an older version of a post",
    "wp_block": "a reusable block; it stands in the posts that use it",
    "custom_css": "the old theme's style sheet",
    "customize_changeset": "a setting of the old theme",
    "wp_global_styles": "a setting of the old theme",
    "wp_template": "a template of the old theme",
    "wp_template_part": "a template of the old theme",
    "wp_navigation": "a menu; menus are the theme's here",
    "oembed_cache": "a copy that the old program kept for itself",
    "user_request": "a request about personal data",
}
#: A title where nothing serves for one.
UNTITLED = "Untitled"


def why_left(item: OldItem) -> str:
    """Return why an item is not brought; nothing where it is."""
    if item.kind not in (POST, PAGE):
        return NO_TEXTS.get(item.kind, f"of the kind “{item.kind}”, which is none here")
    if item.status == "trash":
        return "it lay in the bin"
    if item.status == "inherit":
        return "an older version of a post"
    return ""


def status_of(item: OldItem, date: datetime | None, notes: list[Note]) -> str:
    """Return published or draft: what not everybody saw is never published."""
    if item.has_password:
        notes.append(Note(CHANGED, "a password kept it; it is a draft here"))
        return DRAFT
    if item.status in OPEN:
        if item.kind == POST and date is None:
            return DRAFT
        return PUBLISHED
    if item.status == "private":
        notes.append(Note(CHANGED, "it was private; it is a draft here"))
    elif item.status not in DRAFTS:
        what = f"its status was “{item.status}”, which is none here; it is a draft"
        notes.append(Note(CHANGED, what))
    return DRAFT


def title_of(item: OldItem, notes: list[Note]) -> str:
    """Return its title, or what serves for one."""
    if title := " ".join(item.title.split()):
        return title
    begun = begin(item.body, 10, 60)
    words = begun or last_part(item.slug).replace("-", " ").strip().capitalize()
    why = "how its text begins" if begun else "its slug" if words else "a stand-in"
    notes.append(Note(CHANGED, f"it has no title; {why} serves for one"))
    return words or f"{UNTITLED} {item.kind} {item.number}"


def neighbours_of(item: OldItem) -> Iterator[Note]:
    """Yield what a page names as its neighbours; a text's reader says it itself."""
    pairs = (("previous", item.previous), ("next", item.following))
    if item.form == HTML:
        for which, title in pairs:
            if title:
                yield Note(LEFT, f"“{title}” stood beside it as its {which} post")


def alt_of(item: OldItem) -> str:
    """Return what its picture shows; nothing where it has none."""
    return " ".join(item.image_alt.split()) if item.image else ""
