"""Which posts belong to which feed, from Pelican's own lists."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from .characters import as_language, plain
from .plan import Subject
from .posts import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .posts import Part
    from .site import Site


def subjects_of(
    generator: Any,
    published: Mapping[str, Any],
    parts: Mapping[str, Part],
    site: Site,
) -> list[Subject]:
    """Return everything that can have a feed, each with its published posts."""
    articles = _keys(generator.articles, published)
    made = [
        _of_site("site", site, published),
        _of_site("posts", site, articles),
        *_series(parts, site),
    ]
    named = (
        ("category", generator.categories),
        ("tag", generator.tags.items()),
        ("author", generator.authors),
    )
    for kind, pairs in named:
        for thing, posts in pairs:
            page = site.address(thing.url) if kind in site.paged else ""
            made.append(
                Subject(
                    kind=kind,
                    name=plain(str(thing.name)),
                    slug=str(thing.slug),
                    home=page or site.home,
                    posts=_keys(posts, published),
                    lang=site.lang,
                    page=page,
                )
            )
    made.extend(_languages(published, site))
    ordered = sorted(made, key=lambda subject: (subject.name.casefold(), subject.slug))
    return [s for s in ordered if s.posts or s.kind in ("site", "posts")]


def _keys(articles: Iterable[Any], published: Mapping[str, Any]) -> tuple[str, ...]:
    keys = (key_of(article) for article in articles)
    return tuple(dict.fromkeys(key for key in keys if key in published))


def _of_site(kind: str, site: Site, keys: Iterable[str]) -> Subject:
    home, posts = site.home, tuple(keys)
    return Subject(kind, site.name, "", home, posts, site.lang, site.subtitle, home)


def _series(parts: Mapping[str, Part], site: Site) -> list[Subject]:
    members: dict[str, list[str]] = defaultdict(list)
    first: dict[str, Part] = {}
    for key, part in parts.items():
        members[part.slug].append(key)
        first.setdefault(part.slug, part)
    return [
        Subject(
            kind="series",
            name=first[slug].name,
            slug=slug,
            home=first[slug].url or site.home,
            posts=tuple(keys),
            lang=first[slug].lang or site.lang,
            summary=first[slug].summary,
            page=first[slug].url,
        )
        for slug, keys in members.items()
    ]


def _languages(published: Mapping[str, Any], site: Site) -> list[Subject]:
    spoken: dict[str, list[str]] = defaultdict(list)
    for key, article in published.items():
        spoken[str(article.lang)].append(key)
    return [
        Subject("language", lang, lang, site.home, tuple(keys), as_language(lang))
        for lang, keys in spoken.items()
    ]
