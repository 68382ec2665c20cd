"""Pelican's side: what a run reads, what it publishes, and when problems are told."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.log import LimitFilter
from pelican.readers import MarkdownReader, RstReader

from ..problem import Level, Problem
from ..report import end_on_errors, relative_path, report
from .addresses import check_collisions
from .core import record_of
from .folder import LEFT_BEHIND, Layout, check_files
from .gather import gather_addresses
from .hidden import drop_unlisted, print_reasons
from .reader import STORE, HeaderReader, Store, examine
from .rst_reader import SafeRstReader
from .schema import RESERVED
from .settings import Settings, parse_settings
from .sources import Rules, Source
from .spelling import check_spelling
from .walk import list_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .core import FrontMatter

#: The site's own wish about dates to come, before this plugin takes it over.
FUTURE = "FRONT_MATTER_FUTURE"
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
    signals.readers_init.connect(read_headers)
    signals.article_generator_init.connect(check_sources)
    signals.article_generator_context.connect(decide_purpose)
    signals.page_generator_context.connect(decide_purpose)
    signals.all_generators_finalized.connect(check_site)
    signals.get_writer.connect(end_on_errors)


def check_settings(pelican: Any) -> None:
    """Read the settings, and take dates to come over from Pelican."""
    settings = pelican.settings
    store = _store(settings)
    LimitFilter._ignore.update((logging.WARNING, text) for text in SAID_BETTER)
    settings.setdefault(FUTURE, bool(settings["WITH_FUTURE_DATES"]))
    if store.own.strict or settings.get("BULLETIN_NOW"):
        settings["WITH_FUTURE_DATES"] = True
    if store.own.strict:
        settings["IGNORE_FILES"] = [*settings["IGNORE_FILES"], *LEFT_BEHIND]
        safe = {"file_insertion_enabled": False, "raw_enabled": False}
        settings["DOCUTILS_SETTINGS"] = {**settings["DOCUTILS_SETTINGS"], **safe}
        off = dict.fromkeys(("rst", "html", "htm"))
        settings["READERS"] = {**off, **settings["READERS"]}


def read_headers(readers: Any) -> None:
    """Read Markdown with this plugin's reader, unless the site has one of its own."""
    strict = _store(readers.settings).own.strict
    for ending, reader in readers.reader_classes.items():
        if reader is MarkdownReader:
            readers.reader_classes[ending] = HeaderReader
        elif reader is RstReader and strict:
            readers.reader_classes[ending] = SafeRstReader


def check_sources(generator: Any) -> None:
    """Read every post and page once, and say what is wrong with each."""
    settings, store = generator.settings, _store(generator.settings)
    files, problems, closed = list_files(settings)
    store.files = tuple(files)
    templates = frozenset(generator.env.list_templates())
    store.rules = _rules(settings, store, templates)
    for name in ("ARTICLE_EXCLUDES", "PAGE_EXCLUDES", "STATIC_EXCLUDES"):
        settings[name] = [*settings[name], *closed]
    sources = []
    for path in files:
        if store.layout.kind_of(path) and _is_ours(path, generator):
            examined = examine(_whole(path, settings), settings)
            problems += examined.problems
            if examined.is_readable:
                sources.append(examined.source)
    problems += check_spelling(sources)
    _tell(problems, settings)


def decide_purpose(generator: Any, metadata: dict[str, Any]) -> None:
    """Decide by status and date where a post appears, whatever is cached."""
    settings, own = generator.settings, _store(generator.settings).own
    if metadata.get("status") == "skip":
        return
    record: FrontMatter = metadata.get("front_matter") or record_of(metadata, own.zone)
    is_future = bool(record.date and record.date > own.now)
    due = record.review_due
    record = replace(
        record,
        is_future=is_future,
        is_preview=own.preview,
        is_review_due=bool(due and due <= own.now.date()),
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
    """Say whether posts wait for their date: in strict sites, and where Pelican did."""
    is_told = bool(settings.get("BULLETIN_NOW")) and not settings.get(FUTURE, True)
    return _store(settings).own.strict or is_told


def check_site(generators: Iterable[Any]) -> None:
    """Say what is wrong between posts: addresses that two want, files nobody uses."""
    generators = list(generators)
    settings = generators[0].settings
    store = _store(settings)
    problems = list(
        check_collisions(
            gather_addresses(
                generators,
                {path: read.source for path, read in store.examined.items()},
                lambda path: relative_path(path, settings),
            )
        )
    )
    if store.own.strict:
        used = _used(store, generators)
        root = relative_path(settings["PATH"], settings)
        prefix = "" if root == "." else f"{root}/"
        problems += check_files(store.files, used, store.layout, prefix)
    if _holds_back(settings) and not store.own.preview:
        problems += _scheduled(store)
    _tell(problems, settings)
    for generator in generators:
        if store.own.strict:
            drop_unlisted(generator, generators[0].context)
        if store.own.withdrawn_notice:
            print_reasons(generator)


def _store(settings: dict[str, Any]) -> Store:
    """Return what this run knows; Pelican's settings live as long as the run."""
    if STORE not in settings:
        own = parse_settings(settings, datetime.now(UTC))
        layout = Layout(
            posts=tuple(_folders(settings["ARTICLE_PATHS"])),
            pages=tuple(_folders(settings["PAGE_PATHS"])),
            statics=tuple(_folders(settings["STATIC_PATHS"])),
            excluded=tuple(_folders(settings["ARTICLE_EXCLUDES"])),
            others=own.folders,
            endings=_endings(settings),
            ignored=(*settings["IGNORE_FILES"], *(LEFT_BEHIND if own.strict else ())),
        )
        store = Store(own, layout, {})
        store.rules = _rules(settings, store, frozenset())
        settings[STORE] = store
    found: Store = settings[STORE]
    return found


def _rules(
    settings: dict[str, Any], store: Store, templates: frozenset[str]
) -> dict[str, Rules]:
    own = store.own
    direct = {str(name) for name in settings["DIRECT_TEMPLATES"]}
    rules = Rules(
        required=own.required,
        keys=own.keys,
        strict=own.strict,
        summary_length=own.summary_length,
        people=own.people,
        zone=own.zone,
        today=own.now.date().isoformat(),
        templates=templates,
        files=frozenset(store.files),
        reserved=frozenset(RESERVED | direct),
        unicode_slugs=bool(settings.get("SLUGIFY_USE_UNICODE")),
        has_series=_has_series(settings),
        endings=tuple(settings["TEMPLATE_EXTENSIONS"]),
    )
    page = replace(rules, required=own.page_required)
    return {"post": rules, "page": page}


def _has_series(settings: dict[str, Any]) -> bool:
    names = (str(name) for name in settings.get("PLUGINS") or ())
    return any(name.endswith((".series", "bulletin.series")) for name in names)


def _tell(problems: Iterable[Problem], settings: dict[str, Any]) -> None:
    strict = _store(settings).own.strict
    for problem in sorted(problems):
        if problem.level is Level.ERROR and not strict:
            report(problem.at_level(Level.WARNING), settings)
        else:
            report(problem, settings)


def _used(store: Store, generators: list[Any]) -> frozenset[str]:
    """Return the files that some post names, in its text or in its header."""
    texts = "\n".join(
        f"{examined.source.header.body}\n{examined.source.record.image}"
        for examined in store.examined.values()
    )
    linked = {str(path) for path in generators[0].context.get("static_links", ())}
    layout = store.layout
    unread = (path for path in store.files if not layout.kind_of(path))
    named = {path for path in unread if os.path.basename(path) in texts}  # noqa: PTH119  # thousands of names
    return frozenset(named | linked)


def _scheduled(store: Store) -> Iterator[Problem]:
    own = store.own
    for examined in store.examined.values():
        source: Source = examined.source
        date = source.record.date
        waits = date and date > own.now and source.record.status == "published"
        if examined.is_readable and waits and date:
            what = f"The post is not published before {date:%Y-%m-%d %H:%M %Z}."
            remedy = "It comes out with the first build after that."
            yield source.problem("date", what, remedy, "post-scheduled", Level.NOTICE)


def _is_ours(path: str, generator: Any) -> bool:
    """Say whether this plugin's reader reads a file."""
    reader = generator.readers.readers.get(os.path.splitext(path)[1][1:])  # noqa: PTH122
    return isinstance(reader, HeaderReader)


def _endings(settings: dict[str, Any]) -> tuple[str, ...]:
    usual = ("md", "markdown", "mkd", "mdown", "rst", "html", "htm")
    wanted: dict[str, Any] = dict.fromkeys(usual, "on") | settings["READERS"]
    if settings.get("FRONT_MATTER", {}).get("strict"):
        off = dict.fromkeys(("rst", "html", "htm"))
        wanted = dict.fromkeys(usual, "on") | off | settings["READERS"]
    return tuple(ending for ending, reader in wanted.items() if reader)


def _folders(paths: Any) -> Iterator[str]:
    for path in [paths] if isinstance(paths, str) else paths:
        yield str(path).strip("/").removeprefix("./") if path != "." else ""


def _whole(path: str, settings: dict[str, Any]) -> str:
    return os.path.abspath(os.path.join(settings["PATH"], path))  # noqa: PTH118


__all__ = ["Settings", "register"]
