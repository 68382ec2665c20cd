"""Pelican's side of structured data: a template's context becomes records."""

from __future__ import annotations

from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from markupsafe import Markup
from pelican import signals

from ..report import ROOT, begin_run, report
from ..settings import find_setting
from ..site import forget_file_time
from ..source.read import read_source
from ..source.reviews import changed_at
from ..words import choose_words, languages_of
from .clinic import check_clinic, read_clinic
from .core import (
    SiteFacts,
    describe_crumbs,
    describe_organization,
    describe_person,
    describe_website,
    make_node,
    print_graph,
    shorten_work,
)
from .settings import parse_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .core import Node


def register() -> None:
    """Connect structured data to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(begin_run)
    signals.content_object_init.connect(forget_file_time)
    signals.generator_init.connect(offer_to_templates)
    signals.all_generators_finalized.connect(check_contact)


def check_settings(pelican: Any) -> None:
    """End the run where a setting cannot be used."""
    parse_settings(pelican.settings.get("STRUCTURED_DATA", {}))


def offer_to_templates(generator: Any) -> None:
    """Let templates ask for their page's graph and breadcrumbs."""
    if hasattr(generator, "env"):
        generator.env.globals["structured_data"] = structured_data
        generator.env.globals["breadcrumbs"] = breadcrumbs
        if given := _clinic(generator.settings):
            generator.env.globals["clinic"] = read_clinic(given)


def check_contact(generators: Any) -> None:
    """Report that readers cannot reach the clinic, where the site names one."""
    settings = generators[0].settings if generators else {}
    if given := _clinic(settings):
        root = Path(settings.get(ROOT) or Path(settings["PATH"]).parent)
        text = read_source(root / "pelicanconf.py", settings).text
        for problem in check_clinic(
            read_clinic(given), partial(find_setting, text, "CLINIC")
        ):
            report(problem, settings)


def _clinic(settings: Any) -> Mapping[str, object]:
    given = settings.get("CLINIC")
    return given if isinstance(given, dict) else {}


@pass_context
def structured_data(context: Any, title: str = "", description: str = "") -> Markup:
    """Return the JSON of the page that is being rendered."""
    site = _site(context)
    article = context.get("article")
    entry = article or context.get("page")
    url = f"{site.url}/{_address(context, entry)}"
    settings = parse_settings(context.get("STRUCTURED_DATA") or {})
    kind = settings.page_type if entry else "CollectionPage"
    is_for = settings.audience if kind == "MedicalWebPage" else ""
    name = str(entry.title) if entry else _plain(title)
    lang = str(getattr(entry, "lang", "") or site.lang)
    review = getattr(getattr(entry, "reading", None), "review", None)
    reviewed: Node = {}
    if review and review.by:
        reviewed["lastReviewed"] = _iso(review.on)
        reviewed["reviewedBy"] = describe_person(site, review.by)
    series = getattr(context.get("current_series"), "json_ld", None) or {}
    crumbs = describe_crumbs(
        {"@id": f"{url}#breadcrumbs"}, _crumbs(context, site, url, name)
    )
    post = _post(article, site, url, lang) if article else None
    if post:
        post |= _image(context)
    page = make_node(
        kind,
        {"@id": f"{url}#page"},
        url=url,
        name=name,
        description=_plain(description),
        inLanguage=lang,
        isPartOf=site.website,
        dateModified=_iso(changed_at(entry)),
        breadcrumb=_ref(crumbs),
        mainEntity=_ref(post or series),
        **reviewed,
        audience={"@type": is_for} if is_for else None,
    )
    organization = describe_organization(site)
    website = describe_website(site, is_post=bool(post))
    text = print_graph([organization, website, page, crumbs, post, series])
    return Markup(text)  # noqa: S704  # made safe there


def _address(context: Any, entry: Any) -> str:
    """Return where the page that is being rendered is found, below the site's own."""
    output = str(context.get("output_file") or "").replace("\\", "/")
    if getattr(entry, "save_as", None) == output:
        return str(entry.url)
    folder, _, name = output.rpartition("/")
    return output if name != "index.html" else f"{folder}/".lstrip("/")


def _has_page(thing: Any) -> bool:
    """Return whether a site makes the page of an author or a category."""
    return bool(getattr(thing, "save_as", True))


def _plain(text: str) -> str:
    return unescape(Markup(str(text)).striptags())  # noqa: S704  # goes into JSON


def _ref(node: Node | None) -> Node | None:
    return {"@id": node["@id"]} if node and "@id" in node else None


def _site(context: Any) -> SiteFacts:
    return SiteFacts(
        url=str(context.get("SITEURL") or "").rstrip("/"),
        name=str(context.get("SITENAME") or ""),
        description=str(context.get("SITESUBTITLE") or ""),
        lang=str(context.get("DEFAULT_LANG") or "en"),
        author=str(context.get("AUTHOR") or ""),
        clinic=read_clinic(_clinic(context)),
        people=context.get("PEOPLE") or {},
    )


@pass_context
def breadcrumbs(context: Any) -> list[tuple[str, str]]:
    """Return name and address of the pages between home and the page being rendered.

    Only what has an address is named: the list of all series and the series, where a
    post has none of both its category, and for a tag the list of tags.
    """
    article, tag = context.get("article"), context.get("tag")
    series = getattr(article, "series", None) or context.get("current_series")
    words = _words(context) if series or tag else {}
    found = [(words.get("series", ""), getattr(series, "list_url", ""))]
    if article or context.get("whole"):
        found.append((getattr(series, "name", ""), getattr(series, "url", "")))
    has_list = "tags" in context.get("DIRECT_TEMPLATES", ("tags",))
    if tag and has_list and context.get("TAGS_SAVE_AS") and context.get("tags"):
        name = words.get("topics", words["tag_many"])
        found.append((name, context.get("TAGS_URL") or context["TAGS_SAVE_AS"]))
    parents = [(name, str(url)) for name, url in found if url]
    category = getattr(article, "category", None)
    if category and _has_page(category) and not parents:
        return [(str(category.name), str(category.url))]
    return parents


def _words(context: Any) -> Mapping[str, str]:
    """Return what lists are called: the theme's words, and ours where it has none."""
    entry = context.get("article") or context.get("page")
    lang = str(getattr(entry, "lang", "") or context.get("DEFAULT_LANG") or "en")
    given = context.get("words")
    given = given if isinstance(given, dict) else {}
    # Of a theme's hundred words no other is asked for; a language has its own table.
    asked = ("series", "topics", "tag_many", *languages_of(lang))
    return choose_words({name: given[name] for name in asked if name in given}, lang)


def _crumbs(
    context: Any, site: SiteFacts, url: str, name: str
) -> list[tuple[str, str]]:
    home = (site.name, f"{site.url}/")
    if url == home[1]:
        return [home]
    between = [(name, f"{site.url}/{url}") for name, url in breadcrumbs(context)]
    return [home, *between, (name, url)]


def _post(article: Any, site: SiteFacts, url: str, lang: str) -> Node:
    place = getattr(article, "series", None)
    references = getattr(article, "references", None) or ()
    cited = getattr(references, "cited", references)
    return make_node(
        "BlogPosting",
        {"@id": f"{url}#post"},
        mainEntityOfPage={"@id": f"{url}#page"},
        headline=str(article.title),
        inLanguage=lang,
        datePublished=_iso(getattr(article, "date", None)),
        dateModified=_iso(changed_at(article)),
        author=[
            describe_person(
                site,
                str(author),
                f"{site.url}/{author.url}" if _has_page(author) else "",
            )
            for author in getattr(article, "authors", ())
        ],
        publisher=site.organization,
        articleSection=str(getattr(article, "category", "") or ""),
        keywords=[str(tag) for tag in getattr(article, "tags", ())],
        wordCount=getattr(getattr(article, "reading", None), "words", 0),
        isPartOf=getattr(place, "is_part_of", None),
        position=getattr(place, "position", None),
        citation=[
            shorten_work(work) for r in cited if (work := getattr(r, "json_ld", None))
        ],
    )


def _image(context: Any) -> Node:
    """Return the picture that a post announces, else its own, as a post has it.

    A card says what the post's name says, and is an address alone.
    """
    own, cards = context["article"], context.get("social_cards")
    picture: Any = getattr(own, "picture", None)
    announced = cards and cards.get(str(context.get("output_file") or ""))
    if announced and announced.url != getattr(picture, "url", ""):
        return {"image": announced.url}
    if not picture or not picture.url:
        return {}
    return {"image": make_node("ImageObject", url=picture.url, caption=picture.alt)}


def _iso(when: Any) -> str:
    return when.isoformat() if hasattr(when, "isoformat") else ""
