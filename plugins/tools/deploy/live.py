"""Bringing a built site to visitors, and back where it does not reach them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ..files import list_files
from ..site import RefusedError
from ..stopping import undisturbed
from .due import record_of
from .hubs import tell_hub
from .plan import deletes_much, make_plan, plan_lines
from .preflight import confirm, too_many
from .record import format_record
from .rollback import keep_assets
from .verify import verify

if TYPE_CHECKING:
    from ..files import Changes
    from ..reporter import Reporter
    from .built import Sent
    from .options import DeployOptions
    from .plan import Plan, Releases
    from .record import ReleaseRecord
    from .targets import Target
    from .transport import Transport


@dataclass(frozen=True)
class Delivery:
    """One built site on its way to one target."""

    sent: Sent
    target: Target
    transport: Transport
    options: DeployOptions
    reporter: Reporter
    #: The release that something has come due since; empty where that does not matter.
    compared: str = ""
    #: What keeps the deploy from being made; then there is a plan alone.
    why_not: tuple[str, ...] = ()

    def deliver(self) -> ReleaseRecord | None:
        """Say what would change, ask, and put it there; return what visitors get."""
        releases = self.transport.releases()
        plan = self._plan(releases)
        if releases.astray:
            what = f"{self.target}/current {releases.astray}: visitors get the new one"
            self.reporter.print(f"{what} then.")
        self._say(plan)
        if self.options.plan:
            return None
        is_there = plan.is_nothing and bool(releases.current)
        if not is_there:
            confirm(plan, self.target, self.options)
        locked = self.transport.locked(self.reporter.print, unlock=self.options.unlock)
        with locked:  # of one that was killed too, so that this one tidies up
            return self._stay(releases, plan) if is_there else self._put()

    def _plan(self, releases: Releases) -> Plan:
        tree, days = self.sent.tree, self.target.grace_days
        changes = self.transport.plan(tree, releases)
        last = record_of(self.transport, releases.current)
        return make_plan(changes, last, datetime.now(UTC), days, list_files(tree))

    def _say(self, plan: Plan) -> None:
        is_planned = self.options.plan
        is_wished = is_planned or self.options.due or not self.options.quiet
        if plan.is_nothing and not is_wished:
            return
        lines = list(plan_lines(plan, every=is_planned))
        is_short = self.options.due and not is_planned
        self.reporter.print_all(lines[-1:] if is_short else lines)
        if not is_planned:
            return
        reasons = [*self.why_not]
        if deletes_much(plan.changes) and not self.options.force:
            reasons.append(too_many(plan, self.target))
        self.reporter.print_all(
            f"The deploy itself would be refused: {why}" for why in reasons
        )

    def _stay(self, releases: Releases, plan: Plan) -> ReleaseRecord:
        """Write down that the current release is what was built now."""
        self.transport.give_modes(releases.current)
        newest = record_of(self.transport, releases.current).newest
        newest = newest if self.options.due else releases.names[-1]
        record = replace(
            self.sent.record, release=releases.current, newest=newest, kept=plan.kept
        )
        self.transport.write_record(record.release, format_record(record))
        self.transport.prune(releases.surplus(self.target.keep))
        if self.options.due or not self.options.quiet:
            self.reporter.print(f"{self.target} has this site already.")
        self._print_faults()
        return record

    def _put(self) -> ReleaseRecord:
        """Send a release, show it, and look at it; the target is locked."""
        transport, target = self.transport, self.target
        releases = transport.releases()
        if self.compared and releases.current != self.compared:
            message = f"{target} shows {releases.current or 'none'} by now: somebody"
            raise RefusedError(f"{message} else was quicker. Nothing was sent.")
        plan = self._plan(releases)
        name = name_release(self.sent.record.commit[:8], releases)
        record = replace(self.sent.record, release=name, newest=name, kept=plan.kept)
        shown = f"{target} shows release {name}."
        try:
            transport.send(self.sent.tree, name, releases, plan.kept)
            with undisturbed(shown):
                transport.write_record(name, format_record(record))
                transport.finish(name)
                transport.switch(name)
            self._look(name, releases.current, plan.changes)
            with undisturbed(shown):
                transport.prune(transport.releases().surplus(target.keep))
        except BaseException:  # Ctrl-C too leaves no half release
            transport.discard(name)
            raise
        self.reporter.print(shown)
        tell_hub(self.sent, plan.changes, self.reporter)
        self._print_faults()
        return record

    def _look(self, name: str, before: str, changes: Changes) -> None:
        """Ask the live site; go back by oneself where visitors do not get it."""
        target, sent = self.target, self.sent
        if not target.url:
            why = f"the target “{target.name}” has no url in invoke.yaml"
            self.reporter.print(f"Not verified over HTTP: {why}.")
            return
        verdict = verify(target.url, sent, changes)
        if not verdict.failures:
            self.reporter.print_all(verdict.lines)
            return
        outcome = f"It stays: there is no release before {name}."
        if before:
            outcome = f"{target} shows release {before} again."
            with undisturbed(outcome):
                kept = keep_assets(self.transport, name, before, target)
                self.transport.switch(before)
                old = replace(record_of(self.transport, before), kept=kept)
                self.transport.write_record(before, format_record(old))
        faults = "\n".join(f"  {fault}" for fault in verdict.failures)
        raise RefusedError(f"Visitors do not get what was sent.\n{faults}\n{outcome}")

    def _print_faults(self) -> None:
        """Print what keeps visitors out though the deploy went well."""
        if fault := self.transport.faults():
            self.reporter.error(fault)


def name_release(commit: str, releases: Releases) -> str:
    """Return a name that tells time and commit, and sorts after all others.

    A clock can be set back; then the last name grows.
    """
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")[:-3]
    name = f"{moment}-{commit}" if commit else moment
    last = max(releases.names, default="")
    return name if name > last else f"{last}.1"
