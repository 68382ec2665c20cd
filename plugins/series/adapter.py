"""Pelican's side of series: files in, places on contents, pages out."""

from __future__ import annotations

import os
from datetime import date, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader
from markdown import Markdown
from pelican.contents import Page
from pelican.utils import slugify, strftime

from ..header import parse_header
from ..problem import Problem
from ..report import relative_path, report
from .checks import find_address_faults, find_problems
from .files import SeriesFile, parse_series_file
from .neighbors import (
    CATEGORY,
    SITE,
    give_neighbors_to,
    give_no_neighbors_to,
    name_subcategory,
    order_by_date,
)
from .settings import SeriesSettings, parse_settings
from .shelf import Shelf, arrange
from .view import Frame, Series
from .whole import bind_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .core import Content, Fault

#: Where a run keeps its series, in the context that its generators share.
SHELVES = "SERIES_SHELVES"
FILES = "SERIES_FILES"
TEMPLATES = Path(__file__).parent / "templates"
#: The names by which themes ask for what this plugin gives.
NAMES = ("pelican.plugins.series", "series", "pelican.plugins.neighbors", "neighbors")


def read_options(settings: dict[str, Any]) -> SeriesSettings:
    """Return the site's settings; generators without a run have them unparsed."""
    return parse_settings(settings.get("SERIES", {}))


def prepare_settings(pelican: Any) -> None:
    """Check ``SERIES``, be found in ``PLUGINS``, and keep series files from readers."""
    settings = pelican.settings
    options = read_options(settings)
    names = [name for name in NAMES if name not in settings["PLUGINS"]]
    settings["PLUGINS"] = [*settings["PLUGINS"], *names]
    if options.path:
        for key in ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES"):
            settings[key] = [*settings[key], options.path]


def add_templates(generator: Any) -> None:
    """Offer this plugin's templates after the theme's own."""
    generator.env.loader.loaders.append(FileSystemLoader(TEMPLATES))


def give_places(generator: Any) -> None:
    """Give every article in a series its place."""
    articles = [
        *generator.articles,
        *generator.translations,
        *getattr(generator, "drafts", ()),
        *getattr(generator, "drafts_translations", ()),
        *getattr(generator, "hidden_articles", ()),
        *getattr(generator, "hidden_translations", ()),
    ]
    _shelve(generator, "articles", articles, _date_of)


def give_places_to_pages(generator: Any) -> None:
    """Give every page in a series its place; pages without a number go by title."""
    pages = [
        *generator.pages,
        *generator.translations,
        *generator.draft_pages,
        *generator.draft_translations,
        *generator.hidden_pages,
        *generator.hidden_translations,
    ]
    _shelve(generator, "pages", pages, _title_of)


def give_neighbors(generator: Any) -> None:
    """Give every article its newer and older neighbours."""
    by_date = read_options(generator.settings).neighbors == "date"
    order = order_by_date if by_date else list
    everywhere = [SITE, CATEGORY]
    for category, articles in generator.categories:
        names = name_subcategory(category)
        if names not in everywhere:
            everywhere.append(names)
        give_neighbors_to(order(articles), CATEGORY, names)
    for category, articles in getattr(generator, "subcategories", ()):
        give_neighbors_to(order(articles), name_subcategory(category))
    give_neighbors_to(order(generator.articles), SITE)
    unlisted = chain(
        generator.drafts,
        generator.drafts_translations,
        generator.hidden_articles,
        generator.hidden_translations,
    )
    give_no_neighbors_to(unlisted, *everywhere)


def share_series(generators: Iterable[Any]) -> None:
    """Give every template the site's series, and check the addresses."""
    for generator in generators:
        shelves = generator.context.get(SHELVES)
        if shelves is not None:
            _share(generator, shelves)
            return


def write_series(generator: Any, writer: Any) -> None:
    """Write the page of every series, the list of all, and each whole series."""
    context = generator.context
    options = read_options(generator.settings)
    write = partial(
        writer.write_file,
        context=context,
        relative_urls=generator.settings["RELATIVE_URLS"],
    )
    shelves = context.get(SHELVES, {}).values()
    for series in chain.from_iterable(shelf.series for shelf in shelves):
        if series.save_as:
            template = generator.get_template("series_page")
            write(series.save_as, template, url=series.url, current_series=series)
        if series.whole_save_as:
            whole = bind_parts(series, generator.env.globals.get("merge_references"))
            template = generator.get_template("series_whole")
            url, save_as = series.whole_url, series.whole_save_as
            write(save_as, template, url=url, current_series=series, whole=whole)
    if options.list_save_as and context.get("all_series"):
        template = generator.get_template("series_list")
        write(options.list_save_as, template, url=options.list_url)


def _shelve(
    generator: Any,
    kind: str,
    contents: list[Content],
    date_of: Callable[[Content], Any],
) -> None:
    context, settings = generator.context, generator.settings
    shelf = Shelf(_frame(generator), kind, date_of)
    for content in contents:
        if "series" in content.metadata:
            content.series = None
    arrange(shelf, contents, _read_files(generator) if kind == "articles" else ())
    context.setdefault(SHELVES, {})[kind] = shelf
    lists = {series.name: series.parts for series in shelf.main_series()}
    context.setdefault("article_series", {})
    context.setdefault("page_series", {})
    context["article_series" if kind == "articles" else "page_series"] = lists
    context["series"] = context["page_series"] | context["article_series"]
    tell = partial(_tell, settings=settings, lines={})
    for problem in find_problems(shelf, _today(settings)):
        tell(problem)


def _share(generator: Any, shelves: dict[str, Shelf]) -> None:
    context, settings = generator.context, generator.settings
    found = [one for shelf in shelves.values() for one in shelf.main_series()]
    found.sort(key=lambda series: series.slug)
    found.sort(key=_time_of, reverse=True)
    options = read_options(settings)
    context["all_series"] = found
    context["SERIES_LIST_URL"] = options.list_url if options.list_save_as and found else ""
    context["SERIES_WORDS"] = options.words_in(settings["DEFAULT_LANG"])
    written = [one for shelf in shelves.values() for one in shelf.series]
    contents = [c for c in context["generated_content"].values() if c is not None]
    for problem in find_address_faults(written, contents, options):
        _tell(problem, settings, {})


def _frame(generator: Any) -> Frame:
    settings = generator.settings
    return Frame(
        settings=read_options(settings),
        siteurl=settings["SITEURL"],
        default_lang=settings["DEFAULT_LANG"].lower(),
        slugify=partial(_slugify, settings=settings),
        format_date=partial(_format_date, settings=settings),
        render=partial(_render, generator=generator),
    )


def _slugify(text: str, settings: dict[str, Any]) -> str:
    return str(
        slugify(
            text,
            regex_subs=settings.get("SLUG_REGEX_SUBSTITUTIONS", []),
            preserve_case=settings.get("SLUGIFY_PRESERVE_CASE", False),
            use_unicode=settings.get("SLUGIFY_USE_UNICODE", False),
        )
    )


def _read_files(generator: Any) -> list[SeriesFile]:
    settings = generator.settings
    folder = read_options(settings).path
    if not folder:
        return []
    found = []
    default_lang = settings["DEFAULT_LANG"].lower()
    for path in sorted(Path(settings["PATH"], folder).glob("*.md")):
        header = parse_header(path.read_text("utf-8"))
        address = relative_path(path, settings)
        make_slug = partial(_slugify, settings=settings)
        file, problems = parse_series_file(address, header, default_lang, make_slug)
        for problem in problems:
            report(problem, settings)
        if file is not None:
            found.append(file)
    return found
