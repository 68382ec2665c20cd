"""What a post outside of all lists shows: no link to a list that is not there."""

from __future__ import annotations

from html import escape
from typing import Any

HIDDEN = ("hidden_articles", "hidden_translations", "hidden_pages")


def drop_unlisted(generator: Any, context: Any) -> None:
    """Take category and tags off a hidden post where no published post has them.

    Pelican makes no page for those, so a theme's link would lead nowhere.
    """
    places = f"{context['ARTICLE_SAVE_AS']}{context['ARTICLE_URL']}"
    categories = {category.slug for category, _ in context.get("categories", ())}
    tags = {tag.slug for tag, _ in context.get("tags", ())}
    for content in _hidden(generator):
        shelf = getattr(getattr(content, "category", None), "slug", "")
        if shelf not in categories and "{category}" not in places:
            vars(content).pop("category", None)
        if getattr(content, "tags", None):
            content.tags = [tag for tag in content.tags if tag.slug in tags]


def print_reasons(generator: Any) -> None:
    """Put the reason above the text of each withdrawn post."""
    for content in _hidden(generator):
        record = getattr(content, "front_matter", None)
        if record and record.status == "withdrawn":
            reason = escape(record.withdrawn_because, quote=False)
            content._content = (  # noqa: SLF001  # Pelican's own field
                '<div class="withdrawn" role="note"><p><strong>Withdrawn.</strong> '
                f"{reason}</p></div>\n{content._content}"  # noqa: SLF001  # no public way
            )


def _hidden(generator: Any) -> list[Any]:
    return [
        content for name in HIDDEN for content in getattr(generator, name, ()) or ()
    ]
