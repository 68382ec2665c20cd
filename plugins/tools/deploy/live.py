"""Bringing a built site to visitors, and back where it does not reach them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ...problem import count, list_some
from ..files import list_files
from ..site import RefusedError
from ..stopping import undisturbed
from .due import record_of
from .hosts import find_unread, hand_over
from .hubs import tell_hub
from .plan import make_plan, plan_lines
from .preflight import confirm, objections
from .record import format_record, publish
from .rollback import keep_assets
from .targets import PRECOMPRESSED, PREVIEWED, SOON
from .verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

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
            what = f"{self.target.current} {releases.astray}: visitors get the new one"
            self.reporter.print(f"{what} then.")
        if releases.half:
            self.reporter.print(f"{releases.half} This one mends it.")
        self._say(plan)
        for left_out in find_unread(self.sent.tree, self.target.kind):
            self.reporter.error(f"warning: {left_out}")
        if self.options.plan:
            return None
        is_there = plan.is_nothing and bool(releases.current)
        is_there = is_there and not (releases.unfinished or self.target.preview)
        if not is_there:
            confirm(plan, self.target, self.options)
        locked = self.transport.locked(self.reporter.print, unlock=self.options.unlock)
        with locked:  # of one that was killed too, so that this one tidies up
            return self._stay(releases, plan) if is_there else self._put(releases, plan)

    def _plan(self, releases: Releases) -> Plan:
        tree, days = self.sent.tree, self.target.grace_days
        changes = self.transport.plan(tree, releases)
        last = record_of(self.transport, releases.current)
        files, now_ = list_files(tree), datetime.now(UTC)
        others = releases.others
        return make_plan(changes, last, now_, days, files=files, others=others)

    def _say(self, plan: Plan) -> None:
        is_planned = self.options.plan
        is_wished = is_planned or self.options.due or not self.options.quiet
        if plan.is_nothing and not is_wished:
            return
        lines = list(plan_lines(plan, every=is_planned))
        is_short = self.options.due and not is_planned
        self.reporter.print_all(lines[-1:] if is_short else lines)
        if self.sent.drafts and not is_short:
            pages = count(len(self.sent.drafts), "page")
            has_previews = self.target.kind in PREVIEWED
            where = " (--preview NAME shows them)" if has_previews else ""
            which = list_some(self.sent.drafts, 3)
            what = f"{pages} of drafts and posts to come left out{where}"
            self.reporter.print(f"{what}: {which}.")
        if not is_planned:
            return
        reasons = [*self.why_not, *objections(plan, self.target, self.options)]
        self.reporter.print_all(
            f"The deploy itself would be refused: {why}" for why in reasons
        )

    def _stay(self, releases: Releases, plan: Plan) -> ReleaseRecord:
        """Write down that the current release is what was built now."""
        self.transport.give_modes(releases.current)
        last = record_of(self.transport, releases.current)
        newest = last.newest if self.options.due else releases.names[-1]
        record = replace(
            self.sent.record,
            release=releases.current,
            newest=newest,
            kept=plan.kept,
            who=last.who,
            counts=last.counts,
        )
        # On a branch each record is a commit: the hour alone is worth none by hand.
        is_news = replace(publish(record), now=last.now) != last or self.options.due
        if is_news or not self.target.remote:
            self.transport.write_record(record.release, format_record(record))
        self.transport.prune(releases.surplus(self.target.keep))
        if self.options.due or not self.options.quiet:
            self.reporter.print(f"{self.target} has this site already.")
        self._print_faults()
        return record

    def _put(self, seen: Releases, plan: Plan) -> ReleaseRecord:
        """Send a release, show it, and look at it; the target is locked.

        The plan holds where it has the releases still that were ``seen`` before that.
        """
        transport, target = self.transport, self.target
        releases = transport.releases()
        if self.compared and releases.current != self.compared:
            message = f"{target} shows {releases.current or 'none'} by now: somebody"
            raise RefusedError(f"{message} else was quicker. Nothing was sent.")
        if releases != seen:
            plan = self._plan(releases)
        name = name_release(self.sent.record.commit[:8], releases)
        record = replace(
            self.sent.record,
            release=name,
            newest=name,
            kept=plan.kept,
            counts=plan.counts,
        )
        shown = f"{target} shows release {name}."
        try:
            transport.send(self.sent.tree, name, releases, plan.kept)
            with undisturbed(shown):
                transport.write_record(name, format_record(record))
                transport.finish(name)
                transport.switch(name)
            self._look(name, releases.current, plan.changes)
            with undisturbed(shown):
                now_there = replace(
                    releases, names=(*releases.names, name), current=name
                )
                transport.prune(now_there.surplus(target.keep))
        except BaseException:  # Ctrl-C too leaves no half release
            transport.discard(name)
            raise
        self.reporter.print(shown)
        if handing := hand_over(target):
            self.reporter.print(handing)
        else:
            tell_hub(self.sent, plan.changes, self.reporter)
        self._print_faults()
        return record

    def _look(self, name: str, before: str, changes: Changes) -> None:
        """Ask the live site; go back by oneself where visitors do not get it."""
        target, sent = self.target, self.sent
        why = "its host gets it from you" if hand_over(target) else ""
        if not (why or target.url):
            why = f"the target “{target.name}” has no url in invoke.yaml"
        if why:
            self.reporter.print(f"Not verified over HTTP: {why}.")
            self.reporter.print_all(self._lines_for_previews())
            return
        if target.wait > SOON:
            many = f"may take {target.wait} seconds to show it, and is asked till then"
            self.reporter.print(f"{target.url} {many}.")
        verdict = verify(target.url, sent, changes, target.wait)
        if not verdict.failures:
            self.reporter.print_all(verdict.lines)
            return
        outcome = f"It stays: there is no release before {name}."
        outcome = " ".join([outcome, *self._lines_for_previews()])
        if before:
            outcome = f"{target} shows release {before} again."
            with undisturbed(outcome):
                old = keep_assets(
                    self.transport, name, record_of(self.transport, before), target
                )
                self.transport.write_record(before, format_record(old))
                self.transport.switch(before)
        faults = "\n".join(f"  {fault}" for fault in verdict.failures)
        raise RefusedError(f"Visitors do not get what was sent.\n{faults}\n{outcome}")

    def _lines_for_previews(self) -> Iterator[str]:
        """Yield how a server of one's own comes to show previews."""
        if self.target.preview and self.target.kind in PRECOMPRESSED:
            nginx, caddy = (
                f"invoke headers {form} --target {self.target.name}"
                for form in ("nginx", "caddy")
            )
            yield f"Its server must show it; for nginx: {nginx}; for Caddy: {caddy}"

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
