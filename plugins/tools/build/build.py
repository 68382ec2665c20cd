"""A build: stage, check, publish; the published site is never harmed."""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ...ledger import LEDGER
from ...problem import Level, Problem, count
from ...report import carry, report, run_state
from ...security_headers import register as register_security_headers
from ...site import now, slugify_for
from ..files import (
    FinishedTree,
    compare_trees,
    make_public,
    refuse_os_errors,
    show_plugin_errors,
)
from ..output_checks.run import check_output
from ..reporter import Counts, Reporter
from ..site import RefusedError, has_plugin, list_setting
from ..stopping import undisturbed
from .archive import place_of, refuse_foreign, write_archive
from .explain import explain
from .follow import begin
from .inputs import input_folders, read_inputs
from .lock import PATIENCE, hold_lock
from .options import BuildOptions, how_to_look
from .output import Output, claim_output, refuse_foreign_files
from .pelican_run import PelicanSite, open_site
from .publish import publish, record_of
from .template_cache import TemplateCache

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ..files import Changes
    from ..site import Site
    from .follow import Follower, ReadLog

UNTOUCHED = "The output is as it was."
WHOLE = "Each file of the output is whole; build again to bring the rest."


class Stay(Protocol):
    """What goes on with a site when it has been built."""

    def hear(self, problems: tuple[Problem, ...]) -> None:
        """Take down what has been found, whether it ends the build or not."""

    def find_newer(self) -> Collection[str]:
        """Return the files of the output that are newer than what has been built."""

    def stay(self, opened: PelicanSite, output: Output) -> None:
        """Go on for as long as is wished; the site is open, the output is free."""


def build_site(
    options: BuildOptions, log: ReadLog | None = None, stay: Stay | None = None
) -> int:
    """Build and return the exit code: 0 only for a complete result.

    With the ``log`` of a process that is followed, the build is remembered.
    """
    reporter = Reporter(options.form, quiet=options.quiet, root=options.site.root)
    with (
        refuse_os_errors("The build could not be made", UNTOUCHED),
        open_site(options.site.conf, **overrides_of(options)) as opened,
    ):
        if not opened.settings:
            return print_problems(opened.problems, reporter, stay)
        output = find_output(options, opened.settings)
        if options.zip:
            refuse_foreign(place_of(output.folder))
        follower = begin(options, opened.settings, log)
        if log:
            carry("followed", log, opened.settings)
        if is_public(options, output):
            make_public(output.folder.parent)
        output.area.mkdir(parents=True, exist_ok=True)
        lock, work = output.area / "lock", "build of this output"
        with hold_lock(lock, work, reporter.print, patience=PATIENCE):
            code = build_and_publish(
                options, opened, output, reporter, follower, stay=stay
            )
            if options.zip and not code:
                reporter.print(pack(options, opened, output))
        if stay and not code:
            stay.stay(opened, output)
        return code


def build_and_publish(
    options: BuildOptions,
    opened: PelicanSite,
    output: Output,
    reporter: Reporter,
    follower: Follower | None = None,
    *,
    stay: Stay | None = None,
) -> int:
    """Build beside the output, and bring the output to it if all is well."""
    began = time.monotonic()
    with ExitStack() as stack:
        refuse_foreign_files(output, list_setting(opened.settings, "OUTPUT_RETENTION"))
        stack.callback(output.clear_stages)
        stage = output.make_stage()
        opened.profile.is_watching = options.profile
        tree = build_and_check(options, opened, stage, reporter, output)
        problems = make_strict(opened.problems) if options.strict else opened.problems
        if code := print_problems(problems, reporter, stay):
            return code
        stack.enter_context(opened.profile.part("publishing"))
        inputs = read_inputs(options.site, opened.settings, opened.contents.sources)
        record = record_of(stage, inputs, tree.kept, opened.examined)
        last = output.read_record()
        newer = frozenset(stay.find_newer() if stay else ())
        changes = compare_trees(stage, output.folder, last.owned, tree.kept)
        changes = changes.without(newer)
        with (
            refuse_os_errors("The output could not be brought up to date", WHOLE),
            undisturbed("the output is complete."),
        ):
            publish(
                stage, output, changes, record, is_public=is_public(options, output)
            )
    ledger, why = run_state(opened.settings).get(LEDGER), ""
    anywhere = shows_anywhere(opened.settings)
    with opened.profile.part("keeping what the next build needs"):
        if ledger:
            with suppress(OSError):  # it is a help, and no part of the site
                # What is newer was not read by this build: the next one makes it anew.
                ledger.finish({p: d for p, d in record.files.items() if p not in newer})
        if follower:
            moment = now(opened.settings)
            told = opened.contents, output, record, problems, moment
            why = follower.remember(*told, anywhere=anywhere)
    if options.explain:
        known = read_why(options.site, ledger.why) if ledger else {}
        last_line = f"The next build will be a whole one: {why}." if why else ""
        reporter.print_all([*explain(changes, last, record, known), last_line])
    reporter.print_all(opened.profile.lines() if options.profile else ())
    sum_up(opened, changes, time.monotonic() - began, reporter)
    if not (stay or options.zip):
        reporter.print(how_to_look(options, output.folder, anywhere=anywhere))
    return 0


def sum_up(
    opened: PelicanSite, changes: Changes, seconds: float, reporter: Reporter
) -> None:
    """Print the line that sums a build up."""
    counts = Counts(
        opened.contents.posts,
        opened.contents.pages,
        len(changes.new) + len(changes.changed),
        changes.total,
        len(changes.deleted),
    )
    reporter.sum_up(counts, opened.problems, seconds)


def build_and_check(
    options: BuildOptions,
    opened: PelicanSite,
    stage: Path,
    reporter: Reporter,
    output: Output | None = None,
) -> FinishedTree:
    """Build into the stage and check what came out."""
    folder = output.folder if output else stage
    tree = FinishedTree(stage, folder)
    settings = opened.settings
    if options.now:
        settings["BULLETIN_NOW"] = options.now
    moment = now(settings).isoformat(timespec="seconds")
    environment = settings["JINJA_ENVIRONMENT"]
    templates = TemplateCache(stage.parent / "templates.bin", environment)
    carry("templates", templates, settings)
    environment = {"bytecode_cache": templates, **environment}
    if settings.get("SECURITY_HEADERS") is not None:
        # The setting is enough here, whatever PLUGINS lists; connecting twice is once.
        register_security_headers()
    with (
        reporter.step("Reading posts and writing pages") as update,
        show_plugin_errors(),
    ):
        own = {"OUTPUT_PATH": str(stage), "BULLETIN_NOW": moment}
        kept = ledger_settings(options, settings, output)
        opened.build(update, **own, **kept, JINJA_ENVIRONMENT=environment)
    for line in opened.said:
        reporter.print(line)
    if opened.is_good:
        templates.save()
        contents = opened.contents
        ledger = run_state(settings).get(LEDGER)
        tree = FinishedTree(stage, folder, ledger.kept if ledger else {})
        with (
            reporter.step(f"Examining {len(contents.sources)} posts and pages"),
            opened.profile.part("examining the output"),
        ):
            told = opened.problems
            known = ledger.load("examined") if ledger else None
            jobs = jobs_of(options, settings)
            found, examined = check_output(
                tree, options.site, contents, told, known, jobs=jobs
            )
            opened.examined = examined
            for problem in found:
                report(problem, settings)
            if ledger:
                ledger.store("examined", examined)
    return tree


def shows_anywhere(settings: dict[str, object]) -> bool:
    """Return whether a site's pages need no host: their links count from themselves."""
    given = settings.get("ADDRESSES")
    is_relative = isinstance(given, dict) and given.get("relative_links")
    is_ours = is_relative and has_plugin(settings, "addresses")
    return bool(is_ours or settings.get("RELATIVE_URLS"))


def pack(options: BuildOptions, opened: PelicanSite, output: Output) -> str:
    """Pack a finished output, and return the line that says where it is."""
    settings, place = opened.settings, place_of(output.folder)
    name = slugify_for(settings)(str(settings["SITENAME"]))
    day = now(settings).date().isoformat() if options.drafts else ""
    name = f"{name or 'site'}{'-draft' if day else ''}"
    with refuse_os_errors("The site could not be packed", "The output is complete."):
        write_archive(output.folder, place, name, str(settings["SITEURL"]), day)
    shown = options.site.from_here(place)
    return f"{shown} holds the whole site: unpack it, and open {name}/index.html."


def read_why(site: Site, why: Mapping[str, str]) -> dict[str, str]:
    """Return why pages were made anew, with files named from the site's root."""
    root = f"{site.root}/"
    return {path: words.replace(root, "") for path, words in why.items()}


def ledger_settings(
    options: BuildOptions, settings: dict[str, object], output: Output | None
) -> dict[str, object]:
    """Return where the ledger of an output is kept, and how many processes work.

    A build without an output, or a clean one, reads no ledger.
    """
    given = settings.get("INCREMENTAL")
    own = dict(given) if isinstance(given, dict) else {}
    if options.jobs:
        own["jobs"] = options.jobs
    if output is None or options.is_clean:
        return {"INCREMENTAL": own | {"folder": ""}}
    own["folder"] = str(output.area / "ledger")
    return {"BULLETIN_OUTPUT": str(output.folder), "INCREMENTAL": own}


def jobs_of(options: BuildOptions, settings: dict[str, object]) -> int:
    """Return how many processes share the work; 0 is as many as there are cores."""
    given = settings.get("INCREMENTAL")
    own = given.get("jobs") if isinstance(given, dict) else 0
    return options.jobs or (own if isinstance(own, int) else 0)


def is_public(options: BuildOptions, output: Output) -> bool:
    """Return whether others may read an output: drafts are read by their author."""
    return output.is_published and not options.drafts


def find_output(options: BuildOptions, settings: dict[str, object]) -> Output:
    """Return the output that the options name, or refuse it."""
    posts = list_setting(settings, "ARTICLE_PATHS")
    if options.content and not any((options.content / path).exists() for path in posts):
        message = f"--content {options.content} has no {' or '.join(posts)}/ folder."
        raise RefusedError(f"{message} Put the posts there.")
    sources = [path for path in input_folders(settings).values() if path.is_dir()]
    return claim_output(Path(str(settings["OUTPUT_PATH"])), options.site.root, sources)


def read_settings_of(site: Site) -> dict[str, object]:
    """Return a site's settings, or refuse as ``open_readable`` does."""
    with open_readable(site) as opened:
        return opened.settings


@contextmanager
def open_readable(site: Site, siteurl: str = "") -> Iterator[PelicanSite]:
    """Open a site, or refuse with the line of the mistake in its settings.

    ``siteurl`` is its address where it is not to be the site's own.
    """
    options = BuildOptions(site, siteurl=siteurl or None)
    with open_site(site.conf, **overrides_of(options)) as opened:
        if not opened.settings:
            raise RefusedError("\n".join(map(str, opened.problems)))
        yield opened


def overrides_of(options: BuildOptions) -> dict[str, object]:
    """Return the settings that a build sets, whatever the site's own say."""
    given = {
        "PATH": options.content,
        "OUTPUT_PATH": options.output,
        "SITEURL": options.siteurl,
    }
    return {
        "DELETE_OUTPUT_DIRECTORY": False,
        "STATIC_CREATE_LINKS": False,
        "STATIC_CHECK_IF_MODIFIED": False,
        "BULLETIN_PREVIEW": options.drafts,
        "BULLETIN_ROOT": str(options.site.root),
    } | {key: str(value) for key, value in given.items() if value}


def print_problems(
    problems: tuple[Problem, ...], reporter: Reporter, stay: Stay | None = None
) -> int:
    """Print the problems; return 1 if one of them ends the build."""
    if stay:
        stay.hear(problems)
    reporter.problems(problems)
    errors = sum(problem.level is Level.ERROR for problem in problems)
    if errors:
        reporter.error(f"The build stopped: {count(errors, 'error')}. {UNTOUCHED}")
    return 1 if errors else 0


def make_strict(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems at the levels that ``--strict`` gives to them."""
    levels = {Level.WARNING: Level.ERROR}
    return tuple(one.at_level(levels.get(one.level, one.level)) for one in problems)
