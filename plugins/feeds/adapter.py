"""Feeds on Pelican's side: settings claimed, posts read, files written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from markupsafe import Markup
from pelican import signals
from pelican.generators import ArticlesGenerator

from ..ledger import Lookup, Tracked, identity
from ..problem import Level
from ..report import begin_run, end_on_errors, relative_path, report
from ..site import (
    PUBLISHED,
    add_templates,
    contents_of,
    do_beside,
    find_image,
    forget_file_time,
    has_links,
    is_strict,
    ledger_of,
    share,
    slugify_for,
)
from ..source.read import read_source
from ..source.reviews import corrections_of, key_points_of
from ..words import WORDS, direction, mark_english, offer_words
from . import checks, plan
from .atom_rss import XmlFeeds
from .cleaner import Cleaner
from .core import AT_HAND, Feed, KeptEntry, Picture, archive_path, keep
from .json_feed import JsonFeeds
from .opml import opml
from .output import FeedOutput
from .plan import FeedSubject, documents, is_ours
from .posts import (
    FeedPost,
    find_duplicate_ids,
    key_of,
    read_entry,
    read_posts,
    shown_link,
    unsafe_points_of,
)
from .settings import TAKEN_OVER, addresses, parse_settings, read_site
from .sheet import list_from_right, list_notices
from .text import as_language, as_uri, find_unsafe, plain_line, xml_safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..ledger import Ledger
    from .settings import FeedSettings, FeedSite

#: Keys of the context that all generators of a run share, and of nothing else.
RUN = "FEEDS_RUN"
OUTPUT = "FEEDS_OUTPUT"


@dataclass(frozen=True)
class FeedRun(Tracked):
    """A run's plan."""

    options: FeedSettings
    site: FeedSite
    posts: dict[str, FeedPost]  #: published, not withdrawn; by ``posts.key_of``
    listed: list[FeedSubject]
    links: Lookup[tuple[plan.FeedLink, ...]]  #: of each subject

    @property
    def ledger_key(self) -> tuple[str, ...]:
        """There is one in a run."""
        return ("FeedRun",)


HERE = Path(__file__).parent
#: Where the site's own ``FEED_*`` values are kept while Pelican finds none.
TAKEN = "FEEDS_TAKEN_OVER"
#: Where a task asks for the posts without a uid: a dict, from source to today's id.
WITHOUT_UID = "FEEDS_WITHOUT_UID"


def connect() -> None:
    """Connect feeds to Pelican."""
    signals.initialized.connect(claim_feed_settings)
    signals.get_generators.connect(begin_run)
    signals.content_object_init.connect(forget_file_time)
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
    offer_words(generator.env.globals, generator.settings)
    if OUTPUT not in context:
        output = context[OUTPUT] = FeedOutput(Path(generator.output_path))
        if settings.get("DELETE_OUTPUT_DIRECTORY"):
            options = parse_settings(settings.get("FEEDS"))
            wanted = addresses(settings, settings.get(TAKEN, {}), options)
            feeds = [address.path for address in wanted]
            archives = [archive_path(path, "*") for path in feeds]
            beside = filter(None, (options.opml, options.stylesheet))
            output.remember([*feeds, *archives, *beside])


def plan_feeds(generators: list[Any]) -> None:
    """Find out which feeds there are, and report mistakes, before a page is made."""
    generator = next(g for g in generators if isinstance(g, ArticlesGenerator))
    settings, context = generator.settings, generator.context
    options, site = parse_settings(settings.get("FEEDS")), read_site(settings)
    articles = (*generator.articles, *generator.translations)
    posts = read_posts(articles, site, slugify_for(settings))
    listed = plan.list_feeds(
        subjects_of(generator, posts, site),
        addresses(settings, settings.get(TAKEN, {}), options),
        site,
        options.words,
    )
    links = Lookup("feeds", plan.index_links(listed).get)
    run = context[RUN] = FeedRun(options, site, posts, listed, links)
    context["site_feeds"] = plan.groups(listed, options.words)
    context["feeds_page"] = site.address(options.page)
    context["feeds_opml"] = site.address(options.opml)
    _report_problems(run, generators, settings)


def subjects_of(
    generator: Any, posts: Mapping[str, FeedPost], site: FeedSite
) -> list[FeedSubject]:
    """Return everything that can have a feed, each with its published posts."""
    page = site.address("/")
    home = FeedSubject("site", site.name, "", page, site.lang, site.subtitle)
    every = [post.article for post in posts.values()]
    found = [(home, every), (replace(home, kind="posts"), generator.articles)]
    named = (
        ("category", generator.categories),
        ("tag", generator.tags.items()),
        ("author", generator.authors),
    )
    for kind, pairs in named:
        for thing, articles in pairs:
            name, slug = plain_line(str(thing.name)), str(thing.slug)
            page = site.address(thing.url) if kind in site.paged else ""
            found.append((FeedSubject(kind, name, slug, page, site.lang), articles))
    shared: dict[tuple[str, str], tuple[FeedSubject, list[Any]]] = {}
    for post in posts.values():
        lang = str(post.article.lang)
        own = [FeedSubject("language", lang, lang, "", as_language(lang))]
        own += [post.part.series] if post.part else []
        for subject in own:
            place = (subject.kind, subject.slug)
            shared.setdefault(place, (subject, []))[1].append(post.article)
    known = {identity(post.article): key for key, post in posts.items()}
    subjects = []
    for subject, articles in (*found, *shared.values()):
        named_by = (known.get(identity(one)) or key_of(one) for one in articles)
        keys = dict.fromkeys(key for key in named_by if key in posts)
        if keys or subject.kind in ("site", "posts"):
            subjects.append(replace(subject, posts=tuple(keys)))
    return subjects


def _report_problems(
    run: FeedRun, generators: list[Any], settings: dict[str, Any]
) -> None:
    posts = run.posts
    ids = {key: post.id for key, post in posts.items()}
    for uid, first, other in find_duplicate_ids(ids):
        stored = bool(posts[other].uid)
        if not stored and not posts[first].uid:
            continue  # one address: the checks of addresses report it
        source = read_source(posts[other].article.source_path, settings)
        name = relative_path(posts[first].article.source_path, settings)
        place = (source.path, source.line("uid"))
        problem = checks.duplicate_id_problem(*place, uid, name, stored=stored)
        report(problem, settings)
    _report_missing_ids(posts, settings)
    for post in posts.values():
        article = post.article
        shown = unsafe_points_of(article)
        if shown:
            source = read_source(article.source_path, settings)
            has_reader = hasattr(article, "front_matter")  # which has reported its own
            text = xml_safe(source.text) if has_reader else source.text
            for line, name in find_unsafe(text, shown):
                report(checks.character_problem(source.path, line, name), settings)
    for problem in checks.find_path_conflicts(run.listed, _others(run, generators)):
        report(problem, settings)


def _report_missing_ids(
    posts: Mapping[str, FeedPost], settings: dict[str, Any]
) -> None:
    """Report the posts without a uid: each to a task that asks for them, else once.

    A build speaks of it where the site is strict; the posts of a preview wait.
    """
    without, is_told = settings.get(WITHOUT_UID), is_strict(settings)
    level = Level.WARNING if is_told else Level.NOTICE
    found = [(str(p.article.source_path), p) for p in posts.values() if not p.uid]
    if without is not None:
        without.update((path, post.id) for path, post in found)
    waiting = {path for path, post in found if _is_waiting(post.article)}
    told = sorted((path, post.id) for path, post in found if path not in waiting)
    more = len(told) - 1 if without is None else 0
    for path, uid in told if without is not None else told[:is_told]:
        name = relative_path(path, settings)
        report(checks.missing_uid_problem(name, uid, level, more), settings)


def _is_waiting(article: Any) -> bool:
    """Return whether a post is shown in a preview alone."""
    return bool(getattr(getattr(article, "front_matter", None), "mark", ""))


def _others(
    run: FeedRun, generators: list[Any]
) -> dict[str, Callable[[], checks.PathOwner]]:
    """Return the files of the site that are no feeds, each with who says what it is."""
    shown = contents_of(generators, PUBLISHED, ("hidden_articles",))
    owners: dict[str, Callable[[], checks.PathOwner]] = {
        content.save_as: partial(_page_of, content) for content in shown
    }
    ours = {
        run.options.page_save_as: "the page of all feeds",
        run.options.opml: "the OPML file",
    }
    own = {path: partial(checks.PathOwner, what) for path, what in ours.items() if path}
    return owners | own


def _page_of(content: Any) -> checks.PathOwner:
    path, settings = content.source_path, content.settings
    return checks.PathOwner(
        f"the page of {content.get_relative_source_path()}",
        relative_path(path, settings),
        read_source(path, settings).line_of_address,
    )


@pass_context
def feeds_here(context: Any, **about: Any) -> list[plan.FeedLink]:
    """Return the feeds that a page names: its own first, then the site's."""
    article = context.get("article")
    here = {
        "series": context.get("current_series") or getattr(article, "series", None),
        **{kind: context.get(kind) for kind in ("tag", "author", "category")},
        "language": getattr(article or context.get("page"), "lang", None),
    }
    pairs = (*_subject_names(about), *_subject_names(here), *SITE)
    return _feeds(context, pairs)


@pass_context
def feeds_of(context: Any, **about: Any) -> list[plan.FeedLink]:
    """Return the feeds of one subject alone: ``feeds_of(series="Sleep")``."""
    return _feeds(context, _subject_names(about))


def _feeds(context: Any, about: Iterable[tuple[str, str]]) -> list[plan.FeedLink]:
    return plan.feeds_of(context[RUN].links, about) if RUN in context else []
    return plan.feeds_of(context[RUN].links, about) if RUN in context else []


def _subject_names(about: dict[str, Any]) -> list[tuple[str, str]]:
    return [(kind, plan.name_of(thing)) for kind, thing in about.items() if thing]


#: The site itself, as pairs of kind and slug.
SITE = (("site", ""), ("posts", ""))
PICTURES = {".webp": "image/webp", ".avif": "image/avif", ".jpeg": "image/jpeg"}
PICTURES |= {".jpg": "image/jpeg", ".png": "image/png", ".gif": "image/gif"}


def write_feeds(generator: Any, writer: Any) -> None:
    """Write every feed, the list of feeds, the style sheet and the page for people."""
    context, settings = generator.context, generator.settings
    run: FeedRun = context[RUN]
    options, output, ledger = run.options, context[OUTPUT], ledger_of(settings)
    entries = _entries(run, generator)
    every = [
        one
        for subject in run.listed
        for one in documents(subject, entries, options, run.site)
    ]
    write = partial(_write_documents, every, context, ledger)
    if _is_heard():
        write()
    else:  # who has the same posts, together: by the newest of each
        every.sort(key=lambda one: [e.published for e in one[1][:1]], reverse=True)
        do_beside(write, settings)
    if options.opml:
        output.write(options.opml, opml(run.site.name, context["site_feeds"]))
    if is_ours(options.stylesheet):
        output.write(options.stylesheet, _sheet(run, generator))
    if options.page:
        writer.write_file(
            options.page_save_as,
            generator.get_template("feeds"),
            context,
            relative_urls=settings["RELATIVE_URLS"],
            template_name="feeds",
            url=options.page,
        )


def _sheet(run: FeedRun, generator: Any) -> bytes:
    """Return the style sheet, with what it says in each language that feeds have."""
    options, site = run.options, run.site
    langs = (site.lang, *sorted({subject.lang for subject in run.listed}))
    own = {as_language(post.article.lang) for post in run.posts.values()}
    page = site.address(options.page)
    text: str = generator.env.get_template("feeds/sheet.css").render(
        generator.context,
        theme_file=partial(_theme_file, generator.settings),
        notices=list_notices(langs, options.words, page),
        from_right=list_from_right({*langs, *own}),
    )
    return text.encode()


def _theme_file(settings: dict[str, Any], name: str) -> Markup:
    """Return a static file of the theme as it is, or nothing where it has none."""
    for folder in settings["THEME_STATIC_PATHS"]:
        path = Path(settings["THEME"], folder, name)
        if path.is_file():
            return Markup(path.read_text("utf-8"))  # noqa: S704  # a style sheet
    return Markup()


def _is_heard() -> bool:
    """Return whether somebody wants to hear of each feed, in their order."""
    return bool(signals.feed_generated.receivers or signals.feed_written.receivers)


def _entries(run: FeedRun, generator: Any) -> dict[str, KeptEntry]:
    """Return all posts as entries, by key; processes share those that tell nothing."""
    cleaner, settings = Cleaner(), generator.settings
    ledger, posts = ledger_of(settings), run.posts
    generator.get_template("feeds/entry")  # each process would compile its own

    def make(post: FeedPost, told: dict[str, Any]) -> KeptEntry:
        whole = _whole(post, run, generator, told)
        return keep(read_entry(post, run.site, cleaner, whole, told["picture"]))

    def entry(key: str) -> KeptEntry:
        post, article = posts[key], posts[key].article
        told = {
            "picture": _picture(article, run, generator),
            "key_points": _told(article, "key_points", key_points_of),
            "corrections": _told(article, "corrections", corrections_of),
        }
        given = {"run": run, "article": article, "post": post.shown, **told}
        given["generator"] = generator
        return ledger.follow("entries", key, given, partial(make, post, told))

    def path_of(key: str) -> str:
        return posts[key].article.source_path

    quiet = [k for k, post in posts.items() if has_links(post.article, run.site.url)]
    shared = share("entries", quiet, entry, settings, path_of)
    found = dict(zip(quiet, shared, strict=True))
    return {key: found.get(key) or entry(key) for key in posts}


def _whole(post: FeedPost, run: FeedRun, generator: Any, told: dict[str, Any]) -> str:
    article, part = post.article, post.part
    words = run.options.words
    if direction(str(article.lang)) == "rtl":  # the entry says its language itself
        words = mark_english(words, WORDS, str(article.lang))
    content = article.get_content(run.site.url)
    references = getattr(article, "references_html", "") or ""
    if 'role="doc-bibliography"' in content:
        references = ""  # the site's settings have put the block into the content
    whole: str = generator.get_template("feeds/entry").render(
        generator.context,
        article=article,
        content=Markup(content),  # noqa: S704  # an author's own HTML; cleaned later
        references=Markup(references),  # noqa: S704  # same
        series_line=part.line(words) if part else "",
        series_url=part.series.url if part else "",
        link=shown_link(post.page, run.site),
        words=words,
        key_points=told["key_points"],
        corrections=told["corrections"],
        lang=article.lang,
    )
    return whole


def _told(article: Any, name: str, read: Callable[[Any], Any]) -> Any:
    """Return what a plugin has given an article, else what its metadata hold."""
    given = getattr(article, name, None)
    is_authors = given is None or given is article.metadata.get(name)
    return read(article.metadata) if is_authors else given


def _picture(article: Any, run: FeedRun, generator: Any) -> Picture | None:
    made = getattr(article, "picture", None)  # of the images plugin
    url = getattr(made, "url", "") if getattr(made, "is_shrunk", False) else ""
    if made and "://" in url:
        return Picture(url, PICTURES[Path(url).suffix], made.length)
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
    return Picture(run.site.address(url), kind, file.stat().st_size)


def _stands(
    feed: Feed,
    held: Sequence[KeptEntry],
    writer: XmlFeeds | JsonFeeds,
    ledger: Ledger,
) -> bool:
    """Return whether a feed stands as it is, and nobody wants to hear of it."""
    given = (repr(feed), [entry.mark for entry in held], type(writer))
    return not _is_heard() and ledger.stands(feed.path, given)


def _write_documents(
    every: list[tuple[Feed, Sequence[KeptEntry]]], context: Any, ledger: Ledger
) -> None:
    """Write those documents that do not stand as they are."""
    xml, json, opened = XmlFeeds(), JsonFeeds(), lru_cache(AT_HAND)(KeptEntry.open)
    for feed, held in every:
        writer = json if feed.format == "json" else xml
        if not _stands(feed, held, writer, ledger):
            whole = replace(feed, entries=tuple(map(opened, held)))
            _write_feed(whole, writer, context)


def _write_feed(feed: Feed, writer: XmlFeeds | JsonFeeds, context: Any) -> None:
    for _, answer in signals.feed_generated.send(context, feed=feed):
        if isinstance(answer, Feed):
            feed = answer
    path = context[OUTPUT].write(feed.path, writer.text(feed))
    signals.feed_written.send(str(path), context=context, feed=feed)
