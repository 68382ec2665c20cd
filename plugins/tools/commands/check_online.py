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
from ..editorial.changed import read_scope
from ..editorial.settings import parse_settings
from ..external_links.answers import read_known, write_known
from ..external_links.ask import Manners, ask_all
from ..external_links.findings import LinkReport
from ..external_links.gather import gather
from ..site import RefusedError
from .check import Addition, check_site, find_difference, read_parts
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

    from ..editorial.changed import Scope
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
    changed: str | bool = "",
) -> int:
    """Check what others have to say, and with it the whole site where nothing is named.

    ``fix`` writes what publishers say, and so asks them alone. With ``changed``, as
    ``check_site`` has it, links are asked of the files that differ, and publishers
    where the library is among them: what they say is kept as a whole.
    """
    refuse_online(only, fix, form, online=online, commit=commit)
    parts = read_parts(only)
    difference, settings = find_difference(site, changed), read_settings_of(site)
    scope = read_scope(site, difference, settings) if difference else None
    if fix or (parts == {"references"} and not scope):
        code = check_online(site, fix=fix, form=form)
    else:
        sources = None
        if "references" in parts and _has_works(site, settings, scope):
            sources = ask_publishers(site, form=form)
            if sources is None:
                return STOPPED
            told = (one for one in sources.problems if not scope or scope.concerns(one))
            sources = replace(sources, problems=tuple(told))
        ask = partial(_add, site=site, sources=sources, parts=parts)
        check = partial(check_site, site, only=only, form=form, changed=changed)
        code = check(strict=strict, ask=ask) or (sources.code if sources else 0)
    if commit and code != STOPPED:
        commit_checked(site, form)
    return code


def _has_works(site: Site, settings: dict[str, object], scope: Scope | None) -> bool:
    """Return whether there is anything that a publisher could be asked for.

    Where a ``scope`` says what differs, whether that does.
    """
    library = open_library(site, settings)
    paths = {work.path for work in read_typed_lists(settings)}
    paths |= {library.name} if library.library.exists() else set()
    return any(not scope or scope.holds(path) for path in paths)


def _add(
    checked: CheckedSite,
    reporter: Reporter,
    scope: Scope | None,
    *,
    site: Site,
    sources: SourcesReport | None,
    parts: set[str],
) -> Addition:
    """Return what was found out of works and of links."""
    added = Addition()
    if sources:
        shown, line = as_table(sources.rows), sources.summary()
        added = Addition(sources.problems, sources.as_data(), shown, (line,))
    elif scope and "references" in parts:
        added = Addition(lines=("No work differs, so no publisher was asked.",))
    if "links" not in parts or not checked.settings:
        return added  # of a site that cannot be read no links are known
    try:
        links = ask_links(site, checked, reporter, scope)
    except SettingsError as error:
        return replace(added, problems=(*added.problems, *error.problems))
    return Addition(
        (*added.problems, *checked.with_levels(links.problems())),
        added.data | {"links": links.as_data()},
        added.table,
        (*added.lines, links.summary()),
    )


def ask_links(
    site: Site, checked: CheckedSite, reporter: Reporter, scope: Scope | None = None
) -> LinkReport:
    """Ask the addresses that a site's texts lead to, but for those known to be good.

    Where a ``scope`` says what differs, those alone that stand in such a file.

    Raises ``SettingsError``. What was found out is kept, also where this is stopped.
    """
    settings, now = checked.settings, datetime.now(UTC)
    own = parse_settings(settings.get("CHECK") or {})
    agent = parse_references(settings.get("REFERENCES") or {}).services.agent
    conf = read_source(site.conf, settings).text
    external = gather(checked.texts, settings, conf, own.link_excludes)
    external = external.within(scope.holds) if scope else external
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
