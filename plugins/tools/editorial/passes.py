"""A site as it is published, and beside it what is not published yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ...front_matter.record import parse
from ...problem import Level
from ...report import level_of
from ...site import now
from ...source.values import as_text
from ..build.build import build_and_check, overrides_of
from ..build.options import BuildOptions
from ..build.pelican_run import open_site
from ..overview import DRAFT, PUBLISHED, SCHEDULED, read_entries
from ..sources import read_series_files, read_sources
from .readability import is_english, read_sentences, reading_age

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from ...problem import Problem
    from ...source.core import Source
    from ..overview import Entry
    from ..reporter import Reporter
    from ..site import Site
    from .readability import Sentence

#: What readers do not see yet.
WAITING = (DRAFT, SCHEDULED)
SKIP = "skip"


@dataclass(frozen=True)
class Text:
    """One post, page or file of a series, in Markdown, as its check needs it."""

    source: Source
    entry: Entry | None  #: None where no run could read it, and for a series
    state: str  #: as ``Entry`` has it
    lang: str
    page: str = ""  #: the finished page, from the stage's top; "" where there is none
    stage: Path | None = None  #: where that lies

    @property
    def path(self) -> str:
        """The file as problems name it."""
        return self.source.path

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The text's sentences; none where no formula knows its language."""
        return tuple(read_sentences(self.source)) if is_english(self.lang) else ()

    @property
    def reading_age(self) -> int | None:
        """The age of its readers in years; None where it is not known."""
        return reading_age(self.sentences)

    def levelled(self, problem: Problem) -> Problem:
        """Return a problem of this text at its level: a draft stops nothing."""
        is_error = self.state == DRAFT and problem.level is Level.ERROR
        return problem.at_level(Level.WARNING) if is_error else problem


@dataclass(frozen=True)
class CheckedSite:
    """What one check has read."""

    settings: dict[str, object]  #: empty where they cannot be read
    problems: tuple[Problem, ...]
    texts: tuple[Text, ...]
    entries: tuple[Entry, ...]  #: also of posts that are no Markdown
    published: Path  #: the stage of what is published

    def with_levels(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield problems at the levels of the site, and of drafts."""
        by_path = {text.path: text for text in self.texts}
        for problem in problems:
            level = level_of(problem, self.settings)
            if level is not None:
                text, leveled = by_path.get(problem.path), problem.at_level(level)
                yield text.levelled(leveled) if text else leveled


@dataclass(frozen=True)
class _Pass:
    settings: dict[str, object]
    problems: tuple[Problem, ...] = ()
    entries: tuple[Entry, ...] = ()
    pages: Mapping[str, tuple[str, Path]] = field(default_factory=dict)


def read_site(site: Site, folder: Path, reporter: Reporter) -> CheckedSite:
    """Build a site in a folder that is thrown away, and read what is said of it.

    Where posts wait, it is built a second time with them, and what is wrong in their
    files alone counts: in what is published, a link to a draft is a mistake.
    """
    published = folder / "published"
    first = _run(BuildOptions(site), published, reporter)
    settings, waiting = first.settings, _Pass({})
    if not settings:
        return CheckedSite({}, first.problems, (), (), published)
    sources = {source.path: source for source in read_sources(settings)}
    entries = {entry.path: entry for entry in first.entries}
    unseen = dict(_unseen(sources, entries, settings))
    if any(state in WAITING for state in unseen.values()):
        reporter.print("Once more, with what is not published yet")
        options = BuildOptions(site, drafts=True)
        waiting = _run(options, folder / "waiting", reporter)
    entries |= {one.path: one for one in waiting.entries if one.path not in entries}
    pages = {**waiting.pages, **first.pages}
    language = str(settings.get("DEFAULT_LANG") or "")
    texts = []
    for source in (*sources.values(), *read_series_files(settings)):
        entry = entries.get(source.path)
        state = entry.state if entry else unseen.get(source.path, PUBLISHED)
        if state != SKIP:
            lang = as_text(source.header.values.get("lang")) or language
            page = pages.get(source.path, ("", None))
            texts.append(Text(source, entry, state, lang, *page))
    problems = (*first.problems, *_added(first, waiting, texts))
    every = tuple(sorted(entries.values()))
    return CheckedSite(settings, problems, tuple(texts), every, published)


def _run(options: BuildOptions, stage: Path, reporter: Reporter) -> _Pass:
    stage.mkdir()
    asked = overrides_of(options) | {"FEEDS_WITHOUT_UID": {}}
    with open_site(options.site.conf, **asked) as opened:
        if not opened.settings:
            return _Pass({}, opened.problems)
        build_and_check(options, opened, stage, reporter)
        places = opened.contents.sources.items()
        there = ((place, source) for place, source in places if place)
        pages = {
            source: (place, stage)
            for place, source in there
            if (stage / place).is_file()
        }
        return _Pass(opened.settings, opened.problems, read_entries(opened), pages)


def _unseen(
    sources: Mapping[str, Source],
    entries: Mapping[str, Entry],
    settings: dict[str, object],
) -> Iterator[tuple[str, str]]:
    """Yield the files that a run has not read, and their states by their headers."""
    for path in sources.keys() - entries.keys():
        record = parse(sources[path].header, str(settings.get("TIMEZONE") or ""))
        is_out = record.date is None or record.date <= now(settings)
        waits = record.status == PUBLISHED and not is_out
        yield path, SCHEDULED if waits else record.status


def _added(first: _Pass, second: _Pass, texts: list[Text]) -> Iterator[Problem]:
    """Yield what a second pass says of files that wait, and the first has not said."""
    told = {(one.path, one.line, one.what, one.name) for one in first.problems}
    waiting = {text.path: text for text in texts if text.state in WAITING}
    for one in second.problems:
        is_new = (one.path, one.line, one.what, one.name) not in told
        if is_new and one.path in waiting:
            yield waiting[one.path].levelled(one)
