"""``invoke check --online``: what publishers say of works, and servers of links."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from ...problem import SettingsError, count
from ...references.settings import parse_settings as parse_references
from ...source.read import read_source
from ..build.build import read_settings_of
from ..editorial.settings import parse_settings
from ..external_links.answers import read_known, write_known
from ..external_links.ask import Manners, ask_all
from ..external_links.findings import LinkReport
from ..external_links.gather import gather
from ..site import RefusedError
from .check import Addition, check_site, read_parts
from .check_references import (
    STOPPED,
    as_table,
    ask_publishers,
    check_online,
    commit_checked,
    refuse_online,
)
from .library_checks import read_typed_lists
from .library_files import open_library

if TYPE_CHECKING:
    from pathlib import Path

    from ..editorial.passes import CheckedSite
    from ..external_links.answers import Known
    from ..reporter import Reporter
    from ..site import Site
    from .check_references import SourcesReport


def check_others(
    site: Site,
    *,
    only: str = "",
    fix: str = "",
    form: str = "text",
    online: bool,
    commit: bool = False,
    strict: bool = False,
) -> int:
    """Check what others have to say, and with it the whole site where nothing is named.

    ``fix`` writes what publishers say, and so asks them alone.
    """
    refuse_online(only, fix, form, online=online, commit=commit)
    parts = read_parts(only)
    if fix or parts == {"references"}:
        code = check_online(site, fix=fix, form=form)
    else:
        code = _check_with_links(site, only, form, strict=strict)
    if commit and code != STOPPED:
        commit_checked(site, form)
    return code


def _check_with_links(site: Site, only: str, form: str, *, strict: bool) -> int:
    sources = None
    if "references" in read_parts(only) and _has_works(site):
        sources = ask_publishers(site, form=form)
        if sources is None:
            return STOPPED
    ask = partial(_add, site, sources)
    code = check_site(site, only=only, form=form, strict=strict, ask=ask)
    return code or (sources.code if sources else 0)


def _has_works(site: Site) -> bool:
    """Return whether there is anything that a publisher could be asked for."""
    settings = read_settings_of(site)
    is_there = open_library(site, settings).library.exists()
    return is_there or bool(read_typed_lists(settings))


def _add(
    site: Site, sources: SourcesReport | None, checked: CheckedSite, reporter: Reporter
) -> Addition:
    """Return what was found out of works and of links."""
    added = Addition()
    if sources:
        shown, line = as_table(sources.rows), sources.summary()
        added = Addition(sources.problems, sources.as_data(), shown, (line,))
    if not checked.settings:
        return added  # which links there are is not known
    try:
        links = ask_links(site, checked, reporter)
    except SettingsError as error:
        return replace(added, problems=(*added.problems, *error.problems))
    return Addition(
        (*added.problems, *checked.with_levels(links.problems())),
        added.data | {"links": links.as_data()},
        added.table,
        (*added.lines, links.summary()),
    )


def ask_links(site: Site, checked: CheckedSite, reporter: Reporter) -> LinkReport:
    """Ask the addresses that a site's texts lead to, but for those known to be good.

    Raises ``SettingsError``. What was found out is kept, also where this is stopped.
    """
    settings, now = checked.settings, datetime.now(UTC)
    own = parse_settings(settings.get("CHECK") or {})
    agent = parse_references(settings.get("REFERENCES") or {}).services.agent
    conf = read_source(site.conf, settings).text
    external = gather(checked.texts, settings, conf, own.link_excludes)
    path = site.root / ".bulletin" / "links.json"
    known = read_known(path, now)
    wanted = [one for one in external.places if one not in known.answers]
    if wanted:
        manners = Manners(agent, own.link_services, own.link_timeout, own.link_pause)
        with reporter.step(f"Asking {count(len(wanted), 'external link')}") as move:
            done = itertools.count(1)

            def tell(_address: str) -> None:
                if move:
                    move(f"{next(done)} done")

            try:
                ask_all(wanted, manners, known, tell)
            finally:
                _keep(path, known, reporter)
    answers = {address: known.answers[address] for address in external.places}
    return LinkReport(external, answers, len(wanted))


def _keep(path: Path, known: Known, reporter: Reporter) -> None:
    """Write down what is known; where the disk refuses, it is asked again next time."""
    try:
        write_known(path, known, datetime.now(UTC))
    except RefusedError as error:
        reporter.error(str(error))
