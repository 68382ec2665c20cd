"""Pelican's side of structured data: a template's context becomes records."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from markupsafe import Markup
from pelican import signals

from ..words import choose_words
from .core import Author, PageFacts, PostFacts, SiteFacts, build_graph, print_graph
from .settings import parse_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

LISTS = ("category", "tag", "author")


def register() -> None:
    """Connect structured data to Pelican."""
    signals.initialized.connect(check_settings)
    signals.generator_init.connect(offer_to_templates)


def check_settings(pelican: Any) -> None:
    """End the run where a setting cannot be used."""
    parse_settings(pelican.settings.get("STRUCTURED_DATA", {}))


def offer_to_templates(generator: Any) -> None:
    """Let templates ask for their page's graph and breadcrumbs."""
    if hasattr(generator, "env"):
        generator.env.globals["structured_data"] = structured_data
        generator.env.globals["breadcrumbs"] = breadcrumbs


@pass_context
def structured_data(context: Any, title: str = "", description: str = "") -> Markup:
    """Return the JSON of the page that is being rendered."""
    site = _site(context)
    page = _page(context, site, _plain(title), _plain(description))
    return Markup(print_graph(build_graph(page, site)))  # noqa: S704  # made safe there


def _plain(text: str) -> str:
    return unescape(Markup(str(text)).striptags())  # noqa: S704  # goes into JSON


def _site(context: Any) -> SiteFacts:
    return SiteFacts(
        url=str(context.get("SITEURL") or "").rstrip("/"),
        name=str(context.get("SITENAME") or ""),
        description=str(context.get("SITESUBTITLE") or ""),
        lang=str(context.get("DEFAULT_LANG") or "en"),
        clinic=context.get("CLINIC") or {},
    )


def _page(context: Any, site: SiteFacts, title: str, description: str) -> PageFacts:
    article, page = context.get("article"), context.get("page")
    entry = article or page
    settings = parse_settings(context.get("STRUCTURED_DATA") or {})
    output = str(context.get("output_file") or "").replace("\\", "/")
    url = f"{site.url}/{output.removesuffix('index.html')}"
    review = getattr(getattr(entry, "reading", None), "review", None)
    reviewer = _person(review.by, context) if review and review.by else None
    series = context.get("current_series")
    post = _post(article, context) if article else None
    name = str(entry.title) if entry else title
    return PageFacts(
        url=url,
        name=name,
        description=description,
        lang=str(getattr(entry, "lang", "") or site.lang),
        type=settings.page_type if entry else "CollectionPage",
        audience=settings.audience,
        crumbs=_crumbs(context, site, url, name),
        modified=_iso(getattr(entry, "modified", None)),
        reviewed=_iso(review.on) if reviewer and review else "",
        reviewer=reviewer,
        post=post,
        series=getattr(series, "json_ld", None) or None,
    )


@pass_context
def breadcrumbs(context: Any) -> list[tuple[str, str]]:
    """Return name and address of the pages between home and the page being rendered.

    Only what has an address is named: the list of all series and the series, where a
    post has none of both its category, and for a tag the list of tags.
    """
    words = _words(context)
    article, tag = context.get("article"), context.get("tag")
    series = getattr(article, "series", None) or context.get("current_series")
    found = [(words["series"], getattr(series, "list_url", ""))]
    if article or context.get("whole"):
        found.append((getattr(series, "name", ""), getattr(series, "url", "")))
    if tag and context.get("TAGS_SAVE_AS") and context.get("tags"):
        name = words.get("topics", words["tag_many"])
        found.append((name, context.get("TAGS_URL")))
    parents = [(str(name), str(url)) for name, url in found if url]
    category = getattr(article, "category", None)
    if category and not parents:
        return [(str(category.name), str(category.url))]
    return parents


def _words(context: Any) -> Mapping[str, str]:
    """Return the theme's words, and ours where it has none."""
    entry = context.get("article") or context.get("page")
    lang = getattr(entry, "lang", "") or context.get("DEFAULT_LANG") or "en"
    given = context.get("words")
    return choose_words(given if isinstance(given, dict) else {}, str(lang))


def _crumbs(
    context: Any, site: SiteFacts, url: str, name: str
) -> tuple[tuple[str, str], ...]:
    home = (site.name, f"{site.url}/")
    if url == home[1]:
        return (home,)
    between = [(name, f"{site.url}/{url}") for name, url in breadcrumbs(context)]
    return (home, *between, (name, url))


def _post(article: Any, context: Any) -> PostFacts:
    place = getattr(article, "series", None)
    references = getattr(article, "references", None) or ()
    cited = getattr(references, "cited", references)
    return PostFacts(
        headline=str(article.title),
        published=_iso(getattr(article, "date", None)),
        modified=_iso(getattr(article, "modified", None)),
        authors=tuple(
            _person(str(author), context, f"{context.get('SITEURL')}/{author.url}")
            for author in getattr(article, "authors", ())
        ),
        section=str(getattr(article, "category", "") or ""),
        keywords=tuple(str(tag) for tag in getattr(article, "tags", ())),
        words=getattr(getattr(article, "reading", None), "words", 0),
        image=_image(getattr(article, "picture", None)),
        citations=tuple(r.json_ld for r in cited if getattr(r, "json_ld", None)),
        series=getattr(place, "is_part_of", None) or None,
        position=getattr(place, "position", None) or None,
    )


def _image(picture: Any) -> dict[str, Any] | None:
    if picture is None:
        return None
    made = {"@type": "ImageObject", "url": picture.url}
    return {**made, "caption": picture.alt} if picture.alt else made


def _person(name: str, context: Any, url: str = "") -> Author:
    people: Mapping[str, Mapping[str, str]] = context.get("PEOPLE") or {}
    known = people.get(name, {})
    clinic = (context.get("CLINIC") or {}).get("name")
    return Author(
        name=name,
        url=known.get("url") or url,
        credentials=known.get("credentials", ""),
        role=known.get("role", ""),
        is_site=name in (context.get("AUTHOR"), clinic) and not known,
    )


def _iso(when: Any) -> str:
    return when.isoformat() if hasattr(when, "isoformat") else ""
