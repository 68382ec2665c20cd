"""The record of addresses, kept with each change that an author makes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...addresses.output import find_standing, list_planned
from ...addresses.record import format_record, settle
from ...addresses.settings import parse_settings
from ...problem import list_some
from ...site import now
from ...words import choose_words
from ..commands.addresses import read_record
from ..site import has_plugin

if TYPE_CHECKING:
    from ..build.pelican_run import PelicanSite
    from .plan import Plan
    from .survey import Survey


def keep_addresses(survey: Survey, plan: Plan, opened: PelicanSite) -> Plan:
    """Return a plan that keeps the record of addresses too, as the change makes it.

    A site without a record yet gets none by the way, and what is to come out later is
    kept when it has come out.
    """
    settings = opened.settings
    if now(settings) > survey.now:
        return plan
    own = parse_settings(settings.get("ADDRESSES", {}))
    file = Path(str(survey.settings["PATH"]), own.record)
    if not own.record or not has_plugin(settings, "addresses") or not file.is_file():
        return plan
    before, generators = read_record(survey.site, file), opened.generators
    planned = list_planned(generators, settings)
    words = choose_words(own.words, str(settings["DEFAULT_LANG"]))
    site = find_standing(generators, settings, planned)
    after = settle(before, site, words["gone_empty"])
    path, text = survey.site.relative(file), file.read_text("utf-8")
    plan = plan.with_file(path, text, format_record(after))
    gone = sorted(before.addresses.keys() - after.addresses.keys())
    if gone:
        plan = plan.with_note(
            f"No post is left at {list_some(gone, 5)}: a page says so."
        )
    return plan
