"""The site on this machine's own address, drafts shown, built again on each save.

The command itself has one thread. It forks a process that watches, one that answers
browsers, and a builder for each build. The builder whose pages are served stays, and
shows at once what is saved, while the next one brings the rest.
"""

from __future__ import annotations

import traceback
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ...problem import Problem, SettingsError
from ..build.build import build_site
from ..build.isolation import compiled_anew
from ..build.lock import hold_lock
from ..build.output import Output
from ..build.template_problems import find_template_line
from ..child import Child
from ..host_files import read_text
from ..serve.guests import Guests, find_lan_address
from ..serve.parts import DESK
from ..serve.state import READY, Outcome, State
from ..serve.staying import Builder
from ..serve.watching import watch_site
from ..serve.web_server import HOST, listening, serve_states
from ..site import RefusedError
from ..stopping import StoppedError, StoppedLateError
from .library_checks import check_age

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..build.options import BuildOptions
    from ..child import Line
    from ..reporter import Reporter
    from ..site import Site

STANDS = "The pages are as they were. Mend it and save: the site is built again."
ENDED = Problem(
    "", 0, "Something has ended the build.", "Save to build again.", "serve-ended"
)
TO_PHONES = (
    "A phone in this network opens {}, once, and sees the site, drafts too, until "
    "Ctrl-C. Nobody else does."
)
#: Seconds without a change after which a build begins: a branch is changed by then.
CALM = 0.05
MOST = 100  #: words of changes after which it begins all the same


def serve_site(
    options: BuildOptions, port: int, reporter: Reporter, *, lan: bool = False
) -> None:
    """Build, serve, and build again whenever a file of the site changes.

    No mistake ends it, an author's or a programmer's: it is told, the last good pages
    stay, and the next save builds again. With ``lan`` a phone can be let in.
    """
    site = options.site
    folder = site.root / ".bulletin" / "serve"
    address = find_lan_address() if lan else ""
    with ExitStack() as stack:
        tell_address = stack.enter_context(the_only_one(folder, reporter))
        server = stack.enter_context(listening(folder, port, address))
        if port and server.server_port != port:
            reporter.print(f"Port {port} is in use, so it is {server.server_port}.")
        siteurl = f"http://{address or HOST}:{server.server_port}"
        tell_address(siteurl)
        options = replace(options, output=folder, siteurl=siteurl)
        watcher = start(partial(watch_site, site), stack)
        watcher.line.recv()
        builders = Builders(options, reporter, State(has_pages=has_pages(options)))
        stack.callback(builders.end)
        builders.start()
        builders.finish()
        server.board.put(builders.state)
        if lan:
            server.guests = Guests(siteurl, reporter.print)
        web = start(partial(serve_states, server), stack)
        reporter.print(f"{siteurl}/ shows the site. Stop it with Ctrl-C.")
        reporter.print(f"{siteurl}{DESK} is your desk: drafts, dates, what to mend.")
        if server.guests:
            reporter.print(TO_PHONES.format(server.guests.address))
        while True:
            ready = wait([watcher.line, web.line, *builders.lines])
            if web.line in ready:
                raise RefusedError("The web server has ended. Start the command anew.")
            version = builders.state.version
            is_built = any(line in ready for line in builders.lines)
            if watcher.line in ready:
                builders.hear(watcher.line)
            if is_built:
                builders.finish()
            if builders.state.version != version:
                web.line.send(builders.state)


@contextmanager
def the_only_one(folder: Path, reporter: Reporter) -> Iterator[Callable[[str], None]]:
    """Refuse to serve what another command serves; yield what keeps the address.

    Two would write into one folder, each with addresses of its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock, kept = folder.with_name("serve.lock"), folder.with_name("serve.address")
    with ExitStack() as stack:
        try:
            stack.enter_context(hold_lock(lock, "preview of this site", reporter.print))
        except RefusedError as error:
            there = read_text(kept).strip()
            shown = f"{there}/ shows this site already. " if there else ""
            raise RefusedError(f"{shown}{error}") from None
        kept.unlink(missing_ok=True)  # of one that was killed
        stack.callback(kept.unlink, missing_ok=True)

        def keep(address: str) -> None:
            kept.write_text(address, "utf-8")

        yield keep


def has_pages(options: BuildOptions) -> bool:
    """Return whether pages are there that the same command has made before."""
    record = Output(Path(str(options.output)).resolve()).read_record()
    made_with = record.inputs.settings
    return (made_with.get("SITEURL"), made_with.get("BULLETIN_PREVIEW")) == (
        options.siteurl,
        str(options.drafts),
    )


def start(work: Callable[[Line], None], stack: ExitStack) -> Child:
    """Do something beside the builds, for as long as the command runs."""
    child = Child(work)
    stack.callback(child.end)
    return child


@dataclass
class Builders:
    """The builder whose pages are served, and the one that is at work."""

    options: BuildOptions
    reporter: Reporter
    state: State  #: what browsers are to be shown
    served: Child | None = None
    at_work: Child | None = None
    #: What has changed since the one at work has begun, and the pages shown of it.
    changed: set[str] = field(default_factory=set)
    newer: set[str] = field(default_factory=set)

    @property
    def lines(self) -> list[Line]:
        """The lines on which something is to be heard."""
        return [self.at_work.line] if self.at_work else []

    def start(self) -> None:
        """Begin a build of the site as it is now."""
        is_code = any(path.endswith(".py") for path in self.changed)
        self.changed, self.newer = set(), set()
        with compiled_anew() if is_code else nullcontext():
            self.at_work = Child(partial(build_and_stay, self.options, self.reporter))

    def hear(self, line: Line) -> None:
        """Show at once what can be, and let a build follow."""
        try:
            changed = receive(line)
            if not (shown := self.show(changed)):
                changed |= receive(line, CALM)
        except EOFError:
            message = "Nothing watches the site any more. Start the command anew."
            raise RefusedError(message) from None
        if shown:
            self.state = self.state.after_show()
        self.changed |= changed
        self.newer |= shown
        if not self.at_work:
            self.start()

    def show(self, changed: set[str]) -> set[str]:
        """Show changed texts at once, and return their pages."""
        shown: object = None
        if self.served:
            with suppress(EOFError, OSError):
                self.served.line.send(changed)
                shown = self.served.line.recv()
        if isinstance(shown, set):
            return shown
        if self.served:  # it was killed, or broke
            self.served.end()
            self.served = None
        return set()

    def finish(self) -> None:
        """Let the builder at work take over, if it has built, and start the next one.

        What has changed while it was at work it shows at once, before that.
        """
        builder, said = self.at_work, None
        if builder is None:
            return
        with suppress(EOFError, OSError):
            said = builder.line.recv()
            if said == READY:
                builder.line.send(self.newer)
                said = builder.line.recv()
        outcome = said if isinstance(said, Outcome) else Outcome((ENDED,))
        self.state = self.state.after(outcome)
        if outcome.is_good:
            if self.served:
                self.served.end()
            self.served, self.at_work = builder, None
            if self.changed and self.show(self.changed):
                self.state = self.state.after_show()
        else:
            builder.end()
            self.at_work = None
            if outcome.problems == (ENDED,):
                self.reporter.error(ENDED.message)
        if self.changed:
            self.start()

    def end(self) -> None:
        """End both."""
        for builder in (self.at_work, self.served):
            if builder:
                builder.end()


def receive(line: Line, calm: float = 0.0) -> set[str]:
    """Return all changes that are told until so many seconds are without one."""
    found = set[str]()
    for _ in range(MOST):
        if not line.poll(calm):
            break
        found |= cast("set[str]", line.recv())
    return found


def build_and_stay(options: BuildOptions, reporter: Reporter, line: Line) -> None:
    """Build, and stay to show at once what is saved; this is a builder's whole life."""
    builder = Builder(options.site, line, partial(check_age, options.site))
    line.send(Outcome(build_again(options, reporter, builder)))


def build_again(
    options: BuildOptions, reporter: Reporter, builder: Builder
) -> tuple[Problem, ...]:
    """Build, tell whatever went wrong, and return it."""
    try:
        build_site(options, stay=builder)
    except StoppedLateError as late:
        raise StoppedError(late.number) from None  # the build is not the work here
    except SettingsError as error:
        reporter.error(str(error))
        return error.problems
    except RefusedError as error:
        reporter.error(str(error))
        return (Problem("", 0, str(error), "", "serve-refused"),)
    except Exception as error:  # noqa: BLE001  # it has been shown, and may be mended
        path, line = find_place(error, options.site)
        if found := find_template_line(error):
            file, line = Path(found[0]), found[1]
            is_ours = file.is_relative_to(options.site.root)
            path = options.site.relative(file) if is_ours else str(file)
        else:
            traceback.print_exc()
        words = " ".join((f"{error}.", *getattr(error, "__notes__", ())))
        what = f"{type(error).__name__}: {words}"
        fault = Problem(path, line, what, "Mend it and save.", "serve-fault")
        place = f"{fault.address}: " if path else ""
        reporter.error(f"{place}{what} {STANDS}")
        return (fault,)
    return builder.problems


def find_place(error: Exception, site: Site) -> tuple[str, int]:
    """Return the innermost line of the site's own files that an exception passed."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [(frame.filename, frame.lineno) for frame in frames]
    if isinstance(error, SyntaxError):
        places.append((error.filename or "", error.lineno))
    ours = Path(__file__).parents[2]
    for name, line in reversed(places):
        path = Path(name)
        if path.is_relative_to(site.root) and not path.is_relative_to(ours):
            return site.relative(path), line or 0
    return "", 0
