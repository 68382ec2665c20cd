"""Feeds on Pelican's side: settings taken over, records gathered, files written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from pelican import signals
from pelican.generators import ArticlesGenerator

from ..report import begin_run, end_on_errors, relative_path, report
from ..site import add_templates, slugify_for
from ..source.read import read_source
from ..words import choose_words
from . import plan, problems
from .characters import fit, unfit_places
from .core import archive_path
from .files.adapter import write_feeds
from .files.output import Output
from .gather import subjects_of
from .identity import entry_id, taken_twice
from .posts import is_withdrawn, key_of, link_of, part_of, uid_of, unfit_of
from .run import OUTPUT, RUN, Run
from .settings import TAKEN_OVER, addresses, parse_settings
from .site import read_site

HERE = Path(__file__).parent
#: Where the site's own ``FEED_*`` values are kept while Pelican finds none.
TAKEN = "FEEDS_TAKEN_OVER"
#: Where a task asks for the posts without a uid: a dict, from source to today's id.
WITHOUT_UID = "FEEDS_WITHOUT_UID"


def connect() -> None:
    """Tell Pelican what to call, and when."""
    signals.initialized.connect(take_over)
    signals.get_generators.connect(begin_run)
    signals.generator_init.connect(put_back)
    signals.all_generators_finalized.connect(plan_feeds)
    signals.get_writer.connect(end_on_errors)
    signals.article_writer_finalized.connect(write_feeds)


def take_over(pelican: Any) -> None:
    """Keep the site's ``FEED_*`` settings and leave Pelican none, so it writes none."""
    settings = pelican.settings
    parse_settings(settings.get("FEEDS"))
    taken = settings.setdefault(TAKEN, {})
    for name in TAKEN_OVER:
        if settings.get(name):
            taken[name] = settings[name]
        settings[name] = None


def put_back(generator: Any) -> None:
    """Show templates the settings as the site wrote them, and give them our names."""
    settings, context = generator.settings, generator.context
    context.update(settings.get(TAKEN, {}))
    add_templates(generator, HERE / "templates")
    generator.env.globals["feeds_here"] = feeds_here
    generator.env.globals["feeds_of"] = feeds_of
    generator.env.globals.setdefault("words_in", partial(choose_words, {}))
    if OUTPUT not in context:
        output = context[OUTPUT] = Output(Path(generator.output_path))
        if settings.get("DELETE_OUTPUT_DIRECTORY"):
            output.remember(_patterns(settings))


def _patterns(settings: dict[str, Any]) -> list[str]:
    own = parse_settings(settings.get("FEEDS"))
    wanted = addresses(settings, settings.get(TAKEN, {}), own)
    feeds = [address.path for address in wanted]
    files = [*feeds, *(archive_path(path, "*") for path in feeds)]
    return [*files, *filter(None, (own.opml, own.stylesheet))]


def plan_feeds(generators: list[Any]) -> None:
    """Find out which feeds there are, and say what is wrong, before a page is made."""
    generator = next(g for g in generators if isinstance(g, ArticlesGenerator))
    settings, context = generator.settings, generator.context
    own = parse_settings(settings.get("FEEDS"))
    run = context[RUN] = Run(own, read_site(settings))
    slugify = slugify_for(settings)
    for article in (*generator.articles, *generator.translations):
        if not is_withdrawn(article):
            run.articles[key_of(article)] = article
    for key, article in run.articles.items():
        part = part_of(article, run.site, slugify)
        if part:
            run.parts[key] = part
        link = run.links[key] = link_of(article, run.site)
        run.ids[key] = entry_id(uid_of(article), link, article.date)
    run.listed = plan.list_feeds(
        subjects_of(generator, run.articles, run.parts, run.site),
        addresses(settings, settings.get(TAKEN, {}), own),
        run.site,
        own.words,
    )
    context["site_feeds"] = plan.groups(run.listed, own.words)
    context["feeds_page"] = run.site.address(own.page)
    context["feeds_opml"] = run.site.address(own.opml)
    _report_problems(run, generators, settings)


def _report_problems(run: Run, generators: list[Any], settings: dict[str, Any]) -> None:
    for uid, first, other in taken_twice(run.ids):
        article = run.articles[other]
        stored = bool(uid_of(article))
        if not stored and not uid_of(run.articles[first]):
            continue  # one address: whoever looks after addresses says so
        path = relative_path(article.source_path, settings)
        name = relative_path(run.articles[first].source_path, settings)
        line = read_source(article.source_path, settings).line("uid")
        report(problems.id_taken(path, line, uid, name, stored=stored), settings)
    without = settings.get(WITHOUT_UID)
    if without is not None:
        for key, article in run.articles.items():
            if not uid_of(article):
                without[article.source_path] = run.ids[key]
                path = relative_path(article.source_path, settings)
                report(problems.no_uid(path, run.ids[key]), settings)
    for article in run.articles.values():
        shown = unfit_of(article)
        path = relative_path(article.source_path, settings) if shown else ""
        source = read_source(article.source_path, settings).text if shown else ""
        if hasattr(article, "front_matter"):
            source = fit(source)  # its reader has named what stands there itself
        for line, name in unfit_places(source, shown):
            report(problems.character(path, line, name), settings)
    for problem in problems.addresses_taken(run.listed, _others(run, generators)):
        report(problem, settings)


def _others(run: Run, generators: list[Any]) -> dict[str, problems.Owner]:
    """Return the files of the site that are no feeds, each with what it is."""
    named = {}
    for generator in generators:
        for kind in ("articles", "translations", "pages", "hidden_articles"):
            for content in getattr(generator, kind, ()):
                named[content.save_as] = _page_of(content, generator.settings)
    own = {run.own.page_save_as: "the page of all feeds", run.own.opml: "the OPML file"}
    return named | {path: problems.Owner(what) for path, what in own.items() if path}


def _page_of(content: Any, settings: dict[str, Any]) -> problems.Owner:
    path = relative_path(content.source_path, settings)
    what = f"the page of {content.get_relative_source_path()}"
    return problems.Owner(what, path, lambda: _line_of_address(content))


def _line_of_address(content: Any) -> int:
    lines = read_source(content.source_path, content.settings).header.lines
    keys = ("save_as", "url", "slug", "title")
    return next((lines[key] for key in keys if key in lines), 1)


@pass_context
def feeds_here(context: Any, **about: Any) -> list[plan.FeedLink]:
    """Return the feeds that a page names: its own first, then the site's."""
    run = context.get(RUN)
    if run is None:
        return []
    pairs = [(kind, plan.name_of(thing)) for kind, thing in about.items() if thing]
    article = context.get("article")
    named = (
        "series",
        context.get("current_series") or getattr(article, "series", None),
    )
    subjects = [named]
    subjects += [(kind, context.get(kind)) for kind in ("tag", "author", "category")]
    subjects.append(("language", getattr(article or context.get("page"), "lang", None)))
    pairs += [(kind, plan.name_of(thing)) for kind, thing in subjects if thing]
    return plan.feeds_for(run.listed, pairs)


@pass_context
def feeds_of(context: Any, **about: Any) -> list[plan.FeedLink]:
    """Return the feeds of one subject alone: ``feeds_of(series="Sleep")``."""
    run = context.get(RUN)
    if run is None:
        return []
    pairs = ((kind, plan.name_of(thing)) for kind, thing in about.items() if thing)
    return [link for pair in pairs for link in plan.feeds_of(run.listed, *pair)]
