"""Feeds on Pelican's side: settings claimed, posts read, files written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from markupsafe import Markup
from pelican import signals
from pelican.generators import ArticlesGenerator

from ..report import begin_run, end_on_errors, relative_path, report
from ..site import add_templates, find_image, slugify_for
from ..source.read import read_source
from ..source.reviews import corrections_of, key_points_of
from ..words import choose_words
from . import checks, plan
from .atom_rss import XmlFeeds
from .cleaner import Cleaner
from .core import Entry, Feed, Picture, archive_path
from .json_feed import JsonFeeds
from .opml import opml
from .output import FeedOutput
from .plan import documents, is_ours
from .posts import (
    SeriesPlace,
    entry_id,
    find_duplicate_ids,
    is_withdrawn,
    key_of,
    link_of,
    part_of,
    read_entry,
    shown_link,
    uid_of,
    unsafe_points_of,
)
from .settings import TAKEN_OVER, addresses, parse_settings, read_site
from .text import as_language, as_uri, find_unsafe, join, plain_line, xml_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .plan import ListedFeed
    from .settings import FeedSettings, FeedSite

#: Keys of the context that all generators of a run share, and of nothing else.
RUN = "FEEDS_RUN"
OUTPUT = "FEEDS_OUTPUT"


@dataclass
class FeedRun:
    """A run's plan. Posts are known by ``posts.key_of``."""

    options: FeedSettings
    site: FeedSite
    articles: dict[str, Any] = field(default_factory=dict)  #: published, not withdrawn
    parts: dict[str, SeriesPlace] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  #: as Pelican writes them
    ids: dict[str, str] = field(default_factory=dict)
    listed: list[ListedFeed] = field(default_factory=list)


HERE = Path(__file__).parent
#: Where the site's own ``FEED_*`` values are kept while Pelican finds none.
TAKEN = "FEEDS_TAKEN_OVER"
#: Where a task asks for the posts without a uid: a dict, from source to today's id.
WITHOUT_UID = "FEEDS_WITHOUT_UID"


def connect() -> None:
    """Connect feeds to Pelican."""
    signals.initialized.connect(claim_feed_settings)
    signals.get_generators.connect(begin_run)
    signals.generator_init.connect(restore_feed_settings)
    signals.all_generators_finalized.connect(plan_feeds)
    signals.get_writer.connect(end_on_errors)
    signals.article_writer_finalized.connect(write_feeds)


def claim_feed_settings(pelican: Any) -> None:
    """Keep the site's ``FEED_*`` settings and leave Pelican none, so it writes none."""
    settings = pelican.settings
    parse_settings(settings.get("FEEDS"))
    taken = settings.setdefault(TAKEN, {})
    for name in TAKEN_OVER:
        if settings.get(name):
            taken[name] = settings[name]
        settings[name] = None


def restore_feed_settings(generator: Any) -> None:
    """Show templates the settings as the site wrote them, and give them our names."""
    settings, context = generator.settings, generator.context
    context.update(settings.get(TAKEN, {}))
    add_templates(generator, HERE / "templates")
    generator.env.globals["feeds_here"] = feeds_here
    generator.env.globals["feeds_of"] = feeds_of
    generator.env.globals.setdefault("words_in", partial(choose_words, {}))
    if OUTPUT not in context:
        output = context[OUTPUT] = FeedOutput(Path(generator.output_path))
        if settings.get("DELETE_OUTPUT_DIRECTORY"):
            output.remember(_patterns(settings))


def _patterns(settings: dict[str, Any]) -> list[str]:
    options = parse_settings(settings.get("FEEDS"))
    wanted = addresses(settings, settings.get(TAKEN, {}), options)
    feeds = [address.path for address in wanted]
    files = [*feeds, *(archive_path(path, "*") for path in feeds)]
    return [*files, *filter(None, (options.opml, options.stylesheet))]


def plan_feeds(generators: list[Any]) -> None:
    """Find out which feeds there are, and report mistakes, before a page is made."""
    generator = next(g for g in generators if isinstance(g, ArticlesGenerator))
    settings, context = generator.settings, generator.context
    options = parse_settings(settings.get("FEEDS"))
    run = context[RUN] = FeedRun(options, read_site(settings))
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
        addresses(settings, settings.get(TAKEN, {}), options),
        run.site,
        options.words,
    )
    context["site_feeds"] = plan.groups(run.listed, options.words)
    context["feeds_page"] = run.site.address(options.page)
    context["feeds_opml"] = run.site.address(options.opml)
    _report_problems(run, generators, settings)


def subjects_of(
    generator: Any,
    published: Mapping[str, Any],
    parts: Mapping[str, SeriesPlace],
    site: FeedSite,
) -> list[plan.FeedSubject]:
    """Return everything that can have a feed, each with its published posts."""
    articles = _keys(generator.articles, published)
    subjects = [
        plan.site_subject("site", site, published),
        plan.site_subject("posts", site, articles),
        *plan.series_subjects(parts, site),
    ]
    named = (
        ("category", generator.categories),
        ("tag", generator.tags.items()),
        ("author", generator.authors),
    )
    for kind, pairs in named:
        for thing, posts in pairs:
            page = site.address(thing.url) if kind in site.paged else ""
            subjects.append(
                plan.FeedSubject(
                    kind=kind,
                    name=plain_line(str(thing.name)),
                    slug=str(thing.slug),
                    home=page or site.home,
                    posts=_keys(posts, published),
                    lang=site.lang,
                    page=page,
                )
            )
    subjects.extend(_languages(published, site))
    ordered = sorted(subjects, key=lambda s: (s.name.casefold(), s.slug))
    return [s for s in ordered if s.posts or s.kind in ("site", "posts")]


def _keys(articles: Iterable[Any], published: Mapping[str, Any]) -> tuple[str, ...]:
    keys = (key_of(article) for article in articles)
    return tuple(dict.fromkeys(key for key in keys if key in published))


def _languages(published: Mapping[str, Any], site: FeedSite) -> list[plan.FeedSubject]:
    spoken: dict[str, list[str]] = defaultdict(list)
    for key, article in published.items():
        spoken[str(article.lang)].append(key)
    return [
        plan.FeedSubject(
            "language", lang, lang, site.home, tuple(keys), as_language(lang)
        )
        for lang, keys in spoken.items()
    ]


def _report_problems(
    run: FeedRun, generators: list[Any], settings: dict[str, Any]
) -> None:
    for uid, first, other in find_duplicate_ids(run.ids):
        article = run.articles[other]
        stored = bool(uid_of(article))
        if not stored and not uid_of(run.articles[first]):
            continue  # one address: the checks of addresses report it
        path = relative_path(article.source_path, settings)
        name = relative_path(run.articles[first].source_path, settings)
        line = read_source(article.source_path, settings).line("uid")
        report(
            checks.duplicate_id_problem(path, line, uid, name, stored=stored), settings
        )
    without = settings.get(WITHOUT_UID)
    if without is not None:
        for key, article in run.articles.items():
            if not uid_of(article):
                without[article.source_path] = run.ids[key]
                path = relative_path(article.source_path, settings)
                report(checks.missing_uid_problem(path, run.ids[key]), settings)
    for article in run.articles.values():
        shown = unsafe_points_of(article)
        path = relative_path(article.source_path, settings) if shown else ""
        source = read_source(article.source_path, settings).text if shown else ""
        if hasattr(article, "front_matter"):
            source = xml_safe(source)  # its reader has reported those itself
        for line, name in find_unsafe(source, shown):
            report(checks.character_problem(path, line, name), settings)
    for problem in checks.find_path_conflicts(run.listed, _others(run, generators)):
        report(problem, settings)


def _others(run: FeedRun, generators: list[Any]) -> dict[str, checks.PathOwner]:
    """Return the files of the site that are no feeds, each with what it is."""
    named = {}
    for generator in generators:
        for kind in ("articles", "translations", "pages", "hidden_articles"):
            for content in getattr(generator, kind, ()):
                named[content.save_as] = _page_of(content, generator.settings)
    ours = {
        run.options.page_save_as: "the page of all feeds",
        run.options.opml: "the OPML file",
    }
    return named | {path: checks.PathOwner(what) for path, what in ours.items() if path}


def _page_of(content: Any, settings: dict[str, Any]) -> checks.PathOwner:
    path = relative_path(content.source_path, settings)
    what = f"the page of {content.get_relative_source_path()}"
    return checks.PathOwner(what, path, lambda: _line_of_address(content))


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
    article = context.get("article")
    here = {
        "series": context.get("current_series") or getattr(article, "series", None),
        **{kind: context.get(kind) for kind in ("tag", "author", "category")},
        "language": getattr(article or context.get("page"), "lang", None),
    }
    return plan.feeds_for(run.listed, _subject_names(about) + _subject_names(here))


@pass_context
def feeds_of(context: Any, **about: Any) -> list[plan.FeedLink]:
    """Return the feeds of one subject alone: ``feeds_of(series="Sleep")``."""
    run = context.get(RUN)
    if run is None:
        return []
    pairs = _subject_names(about)
    return [link for pair in pairs for link in plan.feeds_of(run.listed, *pair)]


def _subject_names(about: dict[str, Any]) -> list[tuple[str, str]]:
    return [(kind, plan.name_of(thing)) for kind, thing in about.items() if thing]


PICTURES = {".webp": "image/webp", ".avif": "image/avif", ".jpeg": "image/jpeg"}
PICTURES |= {".jpg": "image/jpeg", ".png": "image/png", ".gif": "image/gif"}


def write_feeds(generator: Any, writer: Any) -> None:
    """Write every feed, the list of feeds, the style sheet and the page for people."""
    run: FeedRun = generator.context[RUN]
    entries = _entries(run, generator)
    xml, json = XmlFeeds(), JsonFeeds()
    for item in run.listed:
        for feed in documents(item, entries, run.options, run.site):
            _write_feed(feed, json if feed.format == "json" else xml, generator)
    _write_beside(run, generator)
    _write_page(run, generator, writer)


def _entries(run: FeedRun, generator: Any) -> dict[str, Entry]:
    cleaner = Cleaner()
    entries = {}
    for key, article in run.articles.items():
        part = run.parts.get(key)
        page = as_uri(run.links[key])
        whole = _whole(article, page, part, run, generator)
        picture = _picture(article, run, generator)
        entries[key] = read_entry(
            article,
            run.site,
            cleaner,
            page=page,
            uid=run.ids[key],
            part=part,
            whole=whole,
            picture=picture,
        )
    return entries


def _whole(
    article: Any, page: str, part: SeriesPlace | None, run: FeedRun, generator: Any
) -> str:
    template = generator.get_template("feeds/entry")
    content = article.get_content(run.site.url)
    references = getattr(article, "references_html", "") or ""
    if 'role="doc-bibliography"' in content:
        references = ""  # the site's settings have put the block into the content
    whole: str = template.render(
        generator.context,
        article=article,
        content=Markup(content),  # noqa: S704  # an author's own HTML; cleaned later
        references=Markup(references),  # noqa: S704  # same
        series_line=part.line(run.options.words) if part else "",
        series_url=part.url if part else "",
        link=shown_link(page, run.site),
        words=run.options.words,
        key_points=_given(article, "key_points", key_points_of),
        corrections=_given(article, "corrections", corrections_of),
        lang=article.lang,
    )
    return whole


def _given(article: Any, name: str, read: Callable[[Any], Any]) -> Any:
    """Return what a plugin has given an article, else what its metadata hold."""
    given = getattr(article, name, None)
    is_authors = given is None or given is article.metadata.get(name)
    return read(article.metadata) if is_authors else given


def _picture(article: Any, run: FeedRun, generator: Any) -> Picture | None:
    named = str(getattr(article, "image", "") or article.metadata.get("image") or "")
    if not named:
        return None
    kind = PICTURES.get(Path(named).suffix.lower(), "")
    if "://" in named:
        return Picture(as_uri(named), kind)
    file = find_image(named, generator.settings)
    if file is None:
        return None
    path = file.relative_to(generator.settings["PATH"]).as_posix()
    static = generator.context["static_content"].get(path)
    url = static.url if static else path
    return Picture(as_uri(join(run.site.url, url)), kind, file.stat().st_size)


def _write_feed(feed: Feed, writer: Any, generator: Any) -> None:
    context = generator.context
    for _, answer in signals.feed_generated.send(context, feed=feed):
        if isinstance(answer, Feed):
            feed = answer
    path = context[OUTPUT].write(feed.path, writer.text(feed))
    signals.feed_written.send(str(path), context=context, feed=feed)


def _write_beside(run: FeedRun, generator: Any) -> None:
    options, output = run.options, generator.context[OUTPUT]
    if options.opml:
        groups = generator.context["site_feeds"]
        output.write(options.opml, opml(run.site.name, groups))
    if is_ours(options.stylesheet):
        output.write(options.stylesheet, (HERE / "static" / "feed.css").read_bytes())


def _write_page(run: FeedRun, generator: Any, writer: Any) -> None:
    if run.options.page:
        writer.write_file(
            run.options.page_save_as,
            generator.get_template("feeds"),
            generator.context,
            relative_urls=generator.settings["RELATIVE_URLS"],
            template_name="feeds",
            url=run.options.page,
        )
