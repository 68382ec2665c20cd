"""What there is to say of a site's library, apart from what a build says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...references.checking.findings import find_age, find_events, find_unknown
from ...references.citing.usage import (
    find_loose_numbers,
    find_unused,
    justified_everywhere,
    read_usage,
)
from ...references.exchange.typed_list import read_typed
from ...report import level_of
from ...site import today
from ..sources import read_sources
from .library_files import open_library

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...problem import Problem
    from ...references.checking.results import CheckResults
    from ...references.library.file import Library
    from ...references.library.reference import Reference
    from ..site import Site


def offline_findings(site: Site, settings: dict[str, object]) -> list[Problem]:
    """Return what the library's last check and its use have to say."""
    files = open_library(site, settings)
    if not files.library.is_file():  # a build says it of anything else
        return []
    found = findings(files.read_library(), files.read_checked(), settings)
    return [*check_age(site, settings), *with_levels(found, settings)]


def check_age(site: Site, settings: dict[str, object]) -> list[Problem]:
    """Return that the library was never checked, or long ago; no build can mend it."""
    files = open_library(site, settings)
    if not files.library.is_file():
        return []
    works, checked = files.read_library().references, files.read_checked()
    age = find_age(
        works, checked, today(settings), files.settings.check_max_age, files.name
    )
    return with_levels(age, settings)


def findings(
    library: Library,
    file: CheckResults,
    settings: dict[str, object],
    typed: Iterable[Reference] = (),
) -> list[Problem]:
    """Return what happened to the works, and works and numbers that lead nowhere."""
    usages = [read_usage(source, library) for source in read_sources(settings)]
    explained = justified_everywhere(usages)
    works = [*library.references, *typed]
    return [
        *find_events(works, file, explained),
        *find_unknown(works, file),
        *find_unused(library, usages),
        *find_loose_numbers(usages),
    ]


def read_typed_lists(settings: dict[str, object]) -> list[Reference]:
    """Return the works in lists that posts have typed by hand."""
    return [work for source in read_sources(settings) for work in read_typed(source)]


def with_levels(
    problems: Iterable[Problem], settings: dict[str, object]
) -> list[Problem]:
    """Give problems the levels that the site gives to their names."""
    levels = ((problem, level_of(problem, settings)) for problem in problems)
    return [problem.at_level(level) for problem, level in levels if level]
