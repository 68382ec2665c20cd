"""Pelican's side of series: files in, places on contents, pages out."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import partial
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from pelican import signals
from pelican.contents import Page

from ..ledger import Lookup
from ..problem import Level, Problem
from ..report import begin_run, end_on_errors, relative_path, report
from ..site import (
    DRAFTS,
    HIDDEN,
    add_templates,
    body_of,
    contents_of,
    forget_file_time,
    is_strict,
    ledger_of,
    slug_of,
    slugify_for,
    today,
    words_per_minute,
)
from ..source.bounds import find_excess, unreadable
from ..source.read import known_sources, read_source
from ..source.values import as_text
from ..words import offer_words, write_date, write_month
from .checks import find_clashes, find_empty, find_problems, resolve_address_conflicts
from .index import SeriesIndex, build_index
from .members import MemberFault, Waiting, is_zero, read_index
from .neighbors import (
    CATEGORY,
    SITE,
    give_neighbors_to,
    give_no_neighbors_to,
    name_subcategory,
    order_by_date,
)
from .series_file import SeriesFile, find_duplicate_files, parse_series_file
from .settings import SeriesSettings, parse_settings
from .view import SeriesSite, sort_newest
from .whole import Whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from .checks import Finding
    from .members import Content, Rank

#: Where a run keeps its indexes of series, in the context that its generators share.
INDEXES = "SERIES_INDEXES"
FILES = "SERIES_FILES"
TEMPLATES = Path(__file__).parent / "templates"
#: An address that Pelican could not fill in.
UNFILLED = re.compile(r"""\s(?:href|src)=["'](\{\w+\}[^"']*)""")
#: Pelican's own order, in which it makes the site's list and those of categories.
NEWEST_FIRST = "reversed-date"
#: The names by which themes ask for what this plugin gives.
NAMES = ("pelican.plugins.series", "series", "pelican.plugins.neighbors", "neighbors")


def register() -> None:
    """Connect what this plugin does for a site."""
    signals.initialized.connect(prepare_settings)
    signals.get_generators.connect(begin_run)
    signals.content_object_init.connect(forget_file_time)
    signals.generator_init.connect(offer_templates)
    signals.article_generator_finalized.connect(give_places)
    signals.article_generator_finalized.connect(give_neighbors)
    signals.page_generator_finalized.connect(give_places_to_pages)
    signals.all_generators_finalized.connect(publish_series)
    signals.get_writer.connect(end_on_errors)
    signals.article_writer_finalized.connect(write_series)


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


def offer_templates(generator: Any) -> None:
    """Offer this plugin's templates after the theme's own, and the site's words."""
    add_templates(generator, TEMPLATES)
    words_in = read_options(generator.settings).words_in
    offer_words(generator.env.globals, generator.settings, words_in)


def give_places(generator: Any) -> None:
    """Give every article in a series its place."""
    _give_places(generator, "articles", "article_series", attrgetter("date"))


def give_places_to_pages(generator: Any) -> None:
    """Give every page in a series its place; pages without a number go by title."""
    _give_places(generator, "pages", "page_series", attrgetter("title"))


def give_neighbors(generator: Any) -> None:
    """Give every article its newer and older neighbours."""
    by_date = read_options(generator.settings).neighbors == "date"
    keep_order = generator.settings.get("ARTICLE_ORDER_BY") == NEWEST_FIRST
    order = order_by_date if by_date and not keep_order else list
    everywhere = [SITE, CATEGORY]
    for category, articles in generator.categories:
        names = name_subcategory(category)
        if names not in everywhere:
            everywhere.append(names)
        give_neighbors_to(order(articles), CATEGORY, names)
    for category, articles in getattr(generator, "subcategories", ()):
        give_neighbors_to(order(articles), name_subcategory(category))
    give_neighbors_to(order(generator.articles), SITE)
    give_no_neighbors_to(contents_of([generator], DRAFTS, HIDDEN), *everywhere)


def publish_series(generators: list[Any]) -> None:
    """Give every template the site's series, and check their addresses."""
    context, settings = generators[0].context, generators[0].settings
    options = read_options(settings)
    indexes: list[SeriesIndex] = list(context.get(INDEXES, {}).values())
    findings: list[Finding] = list(resolve_address_conflicts(indexes))
    found = sort_newest(one for index in indexes for one in index.main_series())
    context["all_series"] = found
    list_save_as = options.list_save_as if found else ""
    context["SERIES_LIST_URL"] = options.list_url if list_save_as else ""
    context["SERIES_WORDS"] = options.words_in(settings["DEFAULT_LANG"])
    written = [one for index in indexes for one in index.site.series]
    for one in written:
        one.render()
    contents = [c for c in context["generated_content"].values() if c is not None]
    templates = {
        name: settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html")
        for name in settings["DIRECT_TEMPLATES"]
    }
    findings += find_clashes(written, list_save_as, contents, templates)
    findings += find_empty(indexes, today(settings))
    for finding in findings:
        _report(finding, settings)


def write_series(generator: Any, writer: Any) -> None:
    """Write the page of every series, the list of all, and each whole series."""
    context = generator.context
    options = read_options(generator.settings)
    relative = generator.settings["RELATIVE_URLS"]

    def write(save_as: str, name: str, url: str, **named: Any) -> None:
        template = generator.get_template(name)
        writer.write_file(save_as, template, context, relative, url=url, **named)

    indexes = context.get(INDEXES, {}).values()
    for series in chain.from_iterable(index.site.series for index in indexes):
        if series.save_as:
            write(series.save_as, "series_page", series.url, current_series=series)
        if series.whole_save_as:
            merge = generator.env.globals.get("merge_references")
            whole = Whole(series, merge, ledger_of(generator.settings))
            named = {"current_series": series, "whole": whole}
            write(series.whole_save_as, "series_whole", series.whole_url, **named)
    if options.list_save_as and context.get("all_series"):
        write(options.list_save_as, "series_list", options.list_url)


def _give_places(
    generator: Any, kind: str, key: str, date_of: Callable[[Content], Rank]
) -> None:
    """Give contents of a kind their places; ``key`` is their series' in templates."""
    context, settings = generator.context, generator.settings
    options = read_options(settings)
    contents = list(contents_of([generator], (kind, "translations"), DRAFTS, HIDDEN))
    site = SeriesSite(
        kind,
        settings=options,
        siteurl=settings["SITEURL"],
        default_lang=settings["DEFAULT_LANG"].lower(),
        slugify=slugify_for(settings),
        format_date=partial(_format_date, settings=settings),
        render=partial(_render, generator=generator),
        minutes=_count_minutes(contents, kind, words_per_minute(settings)),
    )
    if FILES not in context:
        context[FILES] = _read_files(settings, options.path)
    waiting = _find_waiting(contents, generator)
    index = build_index(site, date_of, contents, context[FILES], waiting)
    context.setdefault(INDEXES, {})[kind] = index
    context.setdefault("article_series", {})
    context.setdefault("page_series", {})
    context[key] = {series.name: series.parts for series in index.main_series()}
    context["series"] = context["page_series"] | context["article_series"]
    for finding in find_problems(index, today(settings)):
        _report(finding, settings)


def _find_waiting(shown: list[Content], generator: Any) -> Iterator[Waiting]:
    """Yield what has a series and is left out, as drafts and posts to come are."""
    paths = {str(content.source_path) for content in shown}
    settings, kinds = generator.settings, tuple(generator.readers.extensions)
    for path, source in known_sources(settings).items():
        if path in paths or not path.endswith(kinds):
            continue
        values = source.header.values
        name = as_text(values.get("series"))
        if name:
            given = read_index(values.get("series_index")) or 0
            yield Waiting(name, slug_of(path, source.header, settings), given)


def _report(finding: Finding, settings: dict[str, Any]) -> None:
    """Report a finding; a fault's line is that of its key in the content's file."""
    if isinstance(finding, MemberFault):
        file = finding.content.source_path
        line = read_source(file, settings).line(finding.key) if file else 0
        path = relative_path(file or settings["PATH"], settings)
        is_usual = is_zero(finding.content) and finding.name == "series-index-invalid"
        finding = Problem(path, line, *finding[2:])
        if is_usual and not is_strict(settings):
            finding = finding.at_level(Level.WARNING)
    report(finding, settings)


def _count_minutes(contents: Iterable[Content], kind: str, pace: int) -> Lookup[int]:
    """Return the minutes that contents take to read, by their sources."""
    by_path = {str(content.source_path): content for content in contents}

    def count(path: str) -> int:
        return body_of(by_path[path]).minutes(pace)

    return Lookup(f"minutes of {kind}", count)


def _format_date(day: date, text: str, lang: str, settings: dict[str, Any]) -> str:
    """Print a day as the site prints dates; a month as month and year."""
    words = read_options(settings).words_in(lang)
    if len(text) == len("2026-12"):
        return write_month(day, words)
    return write_date(day, lang, words, settings)


def _render(file: SeriesFile, generator: Any) -> Callable[[], str]:
    """Return what prints a series file's text; links to files become addresses."""
    settings = generator.settings
    options = settings["MARKDOWN"]
    extensions = [*options.get("extensions", ()), *options.get("extension_configs", ())]
    unique = list(dict.fromkeys(extensions))
    markdown = Markdown(**options | {"extensions": unique})
    html, line = "", file.source.header.body_line
    try:
        fault = find_excess(file.source.body, line)
        html = "" if fault else markdown.convert(file.source.body)
    except RecursionError:
        fault = unreadable(line, "its lists lie too deep inside each other")
    if fault:
        name = "series-file-invalid"
        report(replace(fault, name=name).at(file.source.path), settings)
    name = Path(file.source.path).name
    source = os.path.join(settings["PATH"], read_options(settings).path, name)  # noqa: PTH118  # as Pelican joins its paths
    metadata = {"title": file.title, "slug": file.slug, "lang": file.lang}
    page = Page(html, metadata, settings, source, generator.context)
    return partial(_print, page, file, settings)


def _print(page: Page, file: SeriesFile, settings: dict[str, Any]) -> str:
    """Return a series file's text as HTML; report links that could not be filled in."""
    html = str(page.content)
    for link in dict.fromkeys(UNFILLED.findall(html)):
        what = f"The link “{link}” leads to nothing."
        line = file.source.find_line([link])
        remedy = "Correct the path, or put the file there."
        name, level = "series-link", Level.WARNING
        problem = Problem(file.source.path, line, what, remedy, name, level)
        report(problem, settings)
    return html


def _read_files(settings: dict[str, Any], folder: str) -> list[SeriesFile]:
    """Return the series files, by name; what is wrong with them is reported."""
    if not folder:
        return []
    default_lang = settings["DEFAULT_LANG"].lower()
    make_slug = slugify_for(settings)
    found: list[SeriesFile] = []
    for path in sorted(Path(settings["PATH"], folder).glob("*.md")):
        source = read_source(path, settings)
        file, problems = parse_series_file(source, default_lang, make_slug)
        if file is not None:
            problems += find_duplicate_files(file, found)
            found.append(file)
        for problem in problems:
            report(problem, settings)
    return found
