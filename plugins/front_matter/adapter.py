"""Pelican's side: what a run reads, what it publishes, and when problems are told."""

from __future__ import annotations

import logging
import os
import re
from dataclasses import replace
from datetime import datetime, time
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.log import LimitFilter
from pelican.readers import MarkdownReader, RstReader

from ..ledger import Names, Table
from ..places import check_collisions
from ..problem import Level, Problem
from ..report import begin_run, end_on_errors, relative_path, run_state
from ..site import (
    HIDDEN,
    LaterError,
    addresses_of,
    await_all,
    contents_of,
    foresee,
    now,
    when_read_anew,
)
from ..source.agenda import REVIEW, Due
from ..source.dates import parse_date
from ..source.litter import LEFT_BEHIND
from ..source.own_files import unpublished_files
from ..source.read import (
    find_outside,
    list_files,
    read_source,
    unreadable,
    why_odd,
)
from .folder import (
    Layout,
    check_files,
    check_hidden,
    check_names,
    check_unread,
)
from .post import Rules
from .reader import (
    STATE,
    FrontMatterRun,
    HeaderReader,
    SafeRstReader,
    check_post,
    read_as_pelican,
    report_all,
    slugify_names,
)
from .record import record_of
from .schema import RESERVED
from .settings import parse_settings
from .spelling import check_spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .record import FrontMatter

#: The site's own wish about dates to come, before this plugin takes it over.
FUTURE = "FRONT_MATTER_FUTURE"
#: What Pelican itself reads.
ENDINGS = ("md", "markdown", "mkd", "mdown", "rst", "html", "htm")
TRANSLATIONS = ("translations",)
#: What templates compute; the rest of them is printed as it is.
#: How templates call a content, of which they read a key.
CONTENT = (
    r"\b(?:(?:\w*(?:article|page|post|draft|entry|item|content|metadata)|a|p)"
    r"(?:\.|\[['\"]|\.get\(['\"]|\s*\|\s*attr\(['\"])"
    r"|attribute=['\"])"
)
JINJA = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
#: What Pelican says without a line, and this plugin with one.
SAID_BETTER = (
    "Cannot get modification stamp for %s\n\t%s",
    *(
        f"{text}: {sources}"
        for text in (
            'There are %s items "%s" with lang %s',
            "There are %s original (not translated) items %s",
        )
        for sources in ("\n%s" * number for number in range(2, 20))
    ),
)


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(begin_run)
    signals.readers_init.connect(read_headers)
    signals.generator_init.connect(skip_odd_files)
    signals.article_generator_init.connect(check_sources)
    signals.article_generator_context.connect(set_status)
    signals.page_generator_context.connect(set_status)
    signals.all_generators_finalized.connect(check_site)
    signals.get_writer.connect(end_on_errors)


def check_settings(pelican: Any) -> None:
    """Read the settings, and take dates to come over from Pelican."""
    settings = pelican.settings
    run = _run(settings)
    LimitFilter._ignore.update((logging.WARNING, text) for text in SAID_BETTER)
    settings.setdefault(FUTURE, bool(settings["WITH_FUTURE_DATES"]))
    if run.own.strict or settings.get("BULLETIN_NOW"):
        settings["WITH_FUTURE_DATES"] = True
    if run.own.strict:
        settings["IGNORE_FILES"] = [*settings["IGNORE_FILES"], *LEFT_BEHIND]
        safe = {"file_insertion_enabled": False, "raw_enabled": False}
        settings["DOCUTILS_SETTINGS"] = {**settings["DOCUTILS_SETTINGS"], **safe}
        off = dict.fromkeys(("rst", "html", "htm"))
        settings["READERS"] = {**off, **settings["READERS"]}


def read_headers(readers: Any) -> None:
    """Read Markdown with this plugin's reader, unless the site has one of its own."""
    for ending, reader in readers.reader_classes.items():
        if reader is MarkdownReader:
            readers.reader_classes[ending] = HeaderReader
        elif reader is RstReader:
            readers.reader_classes[ending] = SafeRstReader


def skip_odd_files(generator: Any) -> None:
    """Let no reader open a pipe or a device, which has no end, and name it."""
    if not hasattr(generator, "get_files"):
        return
    settings, found = generator.settings, generator.get_files

    def get_files(*args: Any, **more: Any) -> Any:
        names = found(*args, **more)
        whys = {name: why_odd(f"{settings['PATH']}/{name}") for name in names}
        odd = {name: why for name, why in whys.items() if why}
        names.difference_update(odd)
        report_all(
            [
                unreadable(why).at(relative_path(name, settings))
                for name, why in odd.items()
            ],
            settings,
        )
        return names

    generator.get_files = get_files


def check_sources(generator: Any) -> None:
    """Read every post and page once, and say what is wrong with each."""
    settings, run = generator.settings, _run(generator.settings)
    files, problems, closed = list_files(settings)
    problems += [
        replace(problem, path=relative_path(problem.path, settings))
        for problem in check_names(files, run.layout)
    ]
    run.inside.update({*files}.difference(find_outside(files, settings["PATH"])))
    names, templates = Names(files), Names(generator.env.list_templates())
    keys, days = ReadKeys(generator.env), Table({"today": run.own.today})
    run.rules = replace(
        run.rules, files=names, templates=templates, read_keys=keys, days=days
    )
    run.tables = [names.table, templates.table, keys, days]
    for name in ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES"):
        settings[name] = [*settings[name], *closed]
    hidden = [one for one in closed if not _is_link(one, settings)]
    shown = {one for one in hidden if not run.layout.hides_statics(one)}
    back = [one for one in closed if one not in shown]
    settings["STATIC_EXCLUDES"] = [*settings["STATIC_EXCLUDES"], *back]
    problems += [
        replace(problem, path=relative_path(problem.path, settings))
        for problem in check_hidden(sorted({*hidden} - shown), run.layout)
    ]
    found = dict(_texts_among(files, generator, run))
    foresee("markdown", list(found), lambda path: found[path].foresee(path), settings)
    for path in found:
        problems += check_post(path, settings).problems
    read = [post for post in run.checked.values() if post.is_readable]
    problems += check_spelling(read, slugify_names(settings))
    report_all(problems, settings)


def _texts_among(
    files: Iterable[str], generator: Any, run: FrontMatterRun
) -> Iterator[tuple[str, HeaderReader]]:
    """Yield the whole path of each post and page, and who reads it."""
    root, readers = generator.settings["PATH"], generator.readers.readers
    for path in files:
        reader = readers.get(os.path.splitext(path)[1][1:])  # noqa: PTH122  # every file of a site
        if run.layout.kind_of(path) and isinstance(reader, HeaderReader):
            # Path would keep a “..”, and follow links where it resolves one.
            yield os.path.abspath(os.path.join(root, path)), reader  # noqa: PTH118  # see above


def _is_link(folder: str, settings: dict[str, Any]) -> bool:
    return os.path.islink(os.path.join(settings["PATH"], folder))  # noqa: PTH114, PTH118  # as above


class ReadKeys(Table[bool]):
    """The keys that templates read, which are no mistake then; found one by one."""

    def __init__(self, env: Any) -> None:
        super().__init__({})
        self.env = env

    def __contains__(self, key: object) -> bool:
        self._note(str(key))
        return self.answer(str(key))

    def answer(self, key: str | None) -> bool:
        """Return whether a template reads a key."""
        pattern = rf"{CONTENT}{re.escape(key or '')}\b"
        return bool(re.search(pattern, self._expressions, re.IGNORECASE))

    @cached_property
    def _expressions(self) -> str:
        find, env = self.env.loader.get_source, self.env
        texts = (find(env, name)[0] for name in env.list_templates())
        return "\n".join(found for text in texts for found in JINJA.findall(text))


def set_status(generator: Any, metadata: dict[str, Any]) -> None:
    """Decide by status and date where a post appears, whatever is cached."""
    settings, own = generator.settings, _run(generator.settings).own
    if metadata.get("status") == "skip":
        return
    record: FrontMatter = metadata.get("front_matter") or record_of(metadata, own.zone)
    is_future = bool(record.date and record.date > own.now)
    due = record.review_due
    is_due = bool(due and due <= own.today)
    said = record.is_future, record.is_preview, record.is_review_due
    if said != (is_future, own.preview, is_due):
        record = replace(
            record, is_future=is_future, is_preview=own.preview, is_review_due=is_due
        )
    metadata["front_matter"] = record
    takes_over = own.strict or bool(settings.get("BULLETIN_NOW"))
    waits = is_future and _holds_back(settings)
    if record.status == "withdrawn":
        metadata["status"] = "hidden"
    if own.preview and takes_over:
        if waits or record.status == "draft":
            metadata["status"] = "published"
    elif waits:
        metadata["status"] = "skip" if own.strict else "draft"
    elif record.status == "draft" and own.strict:
        metadata["status"] = "skip"


def _holds_back(settings: dict[str, Any]) -> bool:
    """Return whether posts wait for their date: if strict, and where Pelican did."""
    is_told = bool(settings.get("BULLETIN_NOW")) and not settings.get(FUTURE, True)
    return _run(settings).own.strict or is_told


def check_site(generators: Iterable[Any]) -> None:
    """Report what is wrong between posts: shared addresses, files nobody uses."""
    generators = list(generators)
    settings = generators[0].settings
    run = _run(settings)
    addresses = addresses_of(generators)
    problems = list(check_collisions(addresses, is_strict=run.own.strict))
    if run.own.strict:
        strays = check_files(run.rules.files, _find_used(run, generators), run.layout)
    else:
        strays = check_unread(_unread(run, generators[0]), run.layout)
    for problem in strays:
        path = relative_path(problem.path, settings)
        problems.append(replace(problem, path=path))
    if _holds_back(settings) and not run.own.preview:
        problems += _scheduled(run)
    await_all(_agenda(run, is_holding=_holds_back(settings)), settings)
    report_all(problems, settings)
    if run.own.strict:
        hide_empty_lists(generators)
    if run.own.withdrawn_notice:
        print_reasons(generators)
    when_read_anew(settings, check_again, generators)


def check_again(content: Any) -> None:
    """Report what is wrong with a post that is read anew."""
    settings, path = content.settings, str(content.source_path)
    if path in _run(settings).checked:
        report_all(check_post(path, settings).problems, settings)
    record = getattr(content, "front_matter", None)
    if record and record.status == "withdrawn":
        raise LaterError


def hide_empty_lists(generators: list[Any]) -> None:
    """Take off a post the category, tags and authors that have no page.

    Pelican makes those of posts in the lists alone: none for what only hidden posts and
    translations have, and a theme's link would lead nowhere.
    """
    context = generators[0].context
    places = f"{context['ARTICLE_SAVE_AS']}{context['ARTICLE_URL']}"
    categories = {category.slug for category, _ in context.get("categories", ())}
    tags = {tag.slug for tag, _ in context.get("tags", ())}
    for content in contents_of(generators, HIDDEN, TRANSLATIONS):
        category = getattr(getattr(content, "category", None), "slug", "")
        if category not in categories and "{category}" not in places:
            vars(content).pop("category", None)
        if getattr(content, "tags", None):
            content.tags = [tag for tag in content.tags if tag.slug in tags]


def print_reasons(generators: list[Any]) -> None:
    """Put the reason above the text of each withdrawn post."""
    for content in contents_of(generators, HIDDEN):
        record = getattr(content, "front_matter", None)
        if record and record.status == "withdrawn":
            reason = escape(record.withdrawn_because, quote=False)
            content._content = (
                '<div class="withdrawn" role="note"><p><strong>Withdrawn.</strong> '
                f"{reason}</p></div>\n{content._content}"
            )


def _run(settings: dict[str, Any]) -> FrontMatterRun:
    """Return what this run knows."""
    state = run_state(settings)
    if STATE not in state:
        own = parse_settings(settings, now(settings))
        readers = dict.fromkeys(ENDINGS, "on") | settings["READERS"]
        layout = Layout(
            posts=tuple(_folders(settings["ARTICLE_PATHS"])),
            pages=tuple(_folders(settings["PAGE_PATHS"])),
            statics=tuple(_folders(settings["STATIC_PATHS"])),
            excluded=tuple(_folders(settings["ARTICLE_EXCLUDES"])),
            others=(*own.folders, *unpublished_files(settings)),
            endings=tuple(ending for ending, reader in readers.items() if reader),
            ignored=tuple(settings["IGNORE_FILES"]),
            placed=tuple(map(str, settings["EXTRA_PATH_METADATA"])),
        )
        plugins = settings.get("PLUGINS") or ()
        direct = {str(name) for name in settings["DIRECT_TEMPLATES"]}
        rules = Rules(
            own,
            days={"today": own.today},
            # On other sites a page that is not there keeps no name.
            reserved=frozenset(RESERVED | direct) if own.strict else frozenset(),
            unicode_slugs=bool(settings.get("SLUGIFY_USE_UNICODE")),
            has_series=any(str(name).endswith(".series") for name in plugins),
            endings=tuple(settings["TEMPLATE_EXTENSIONS"]),
            read_date=parse_date if own.strict else read_as_pelican,
            formatted=frozenset(() if own.strict else settings["FORMATTED_FIELDS"]),
            escapes=own.strict or bool(settings["JINJA_ENVIRONMENT"].get("autoescape")),
        )
        state[STATE] = FrontMatterRun(own, layout, rules)
    found: FrontMatterRun = state[STATE]
    return found


def _find_used(run: FrontMatterRun, generators: list[Any]) -> Callable[[str], bool]:
    """Return what tells whether some post names a file, in its text or its header."""
    linked = {str(path) for path in generators[0].context.get("static_links", ())}

    def is_used(path: str) -> bool:
        name, posts = os.path.basename(path), run.checked.values()  # noqa: PTH119  # as above
        return path in linked or any(
            name in post.header.body or name in post.record.image for post in posts
        )

    return is_used


def _unread(run: FrontMatterRun, generator: Any) -> Iterator[str]:
    """Yield the files that are posts by their headers, and that no reader reads."""
    for path in run.rules.files:
        ending = os.path.splitext(path)[1][1:]  # noqa: PTH122  # every file of a site
        if ending not in generator.readers.readers and run.layout.seems_post(path):
            whole = os.path.join(generator.settings["PATH"], path)  # noqa: PTH118  # as above
            if "title" in read_source(whole, generator.settings).header.values:
                yield path


def _scheduled(run: FrontMatterRun) -> Iterator[Problem]:
    own = run.own
    for post in run.checked.values():
        date, is_out = post.record.date, post.record.status == "published"
        if post.is_readable and is_out and date and date > own.now:
            what = f"The post is not published before {date:%Y-%m-%d %H:%M %Z}."
            remedy = "It comes out with the first build after that."
            yield post.problem("date", what, remedy, "post-scheduled", Level.NOTICE)


def _agenda(run: FrontMatterRun, *, is_holding: bool) -> Iterator[Due]:
    """Yield which posts and pages wait for their date, and all days of reviews."""
    own = run.own
    zone = own.now.tzinfo
    for post in run.checked.values():
        record = post.record
        if not post.is_readable or post.is_draft:
            continue
        if is_holding and record.date and record.date > own.now:
            yield Due(post.kind, record.date, post.path, record.title, record.uid)
        if record.review_due:
            day = datetime.combine(record.review_due, time(), zone)
            yield Due(REVIEW, day, post.path, record.title, record.uid)


def _folders(paths: Any) -> Iterator[str]:
    for path in [paths] if isinstance(paths, str) else paths:
        yield str(path).strip("/").removeprefix("./") if path != "." else ""
