"""Older and newer articles, by pelican-neighbors' names."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .members import Content

#: Names of attributes: the newer article's and the older one's.
Names = tuple[str, str]
SITE: Names = ("next_article", "prev_article")
CATEGORY: Names = ("next_article_in_category", "prev_article_in_category")


def name_subcategory(category: object) -> Names:
    """Return the names for a category, by the number of slashes in its own."""
    depth = str(getattr(category, "name", category)).count("/")
    return (
        f"next_article_in_subcategory{depth}",
        f"prev_article_in_subcategory{depth}",
    )


def order_by_date(articles: Iterable[Content]) -> list[Content]:
    """Return a new list, newest first; what shares a date keeps its order."""
    return sorted(articles, key=attrgetter("date"), reverse=True)


def give_neighbors_to(articles: Sequence[Content], *names: Names) -> None:
    """Set the neighbours of articles, given newest first, and of translations."""
    newer: Content | None = None
    for article, older in zip(articles, (*articles[1:], None), strict=False):
        attributes = vars(article)
        for newer_name, older_name in names:
            attributes[newer_name] = newer
            attributes[older_name] = older
            for translation in article.translations:
                setattr(translation, newer_name, _translate(newer, translation.lang))
                setattr(translation, older_name, _translate(older, translation.lang))
        newer = article


def give_no_neighbors_to(articles: Iterable[Content], *names: Names) -> None:
    """Set None, so that a template may ask a draft for its neighbours."""
    nothing = dict.fromkeys(name for pair in names for name in pair)
    for article in articles:
        vars(article).update(nothing)


def _translate(article: Content | None, lang: str) -> Content | None:
    """Return the translation into a language, else the article itself."""
    if article is None:
        return None
    found = (other for other in article.translations if other.lang == lang)
    return next(found, article)
