"""A build: stage, check, publish; the published site is never harmed."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ...problem import Level, Problem, count
from ...report import report
from ...security_headers import register as register_security_headers
from ...site import now
from ...source.read import read_source
from ..files import refuse_os_errors, show_plugin_errors
from ..output_checks.run import OutputContext, check_output
from ..reporter import Reporter
from ..site import RefusedError, list_setting
from .explain import Reasons
from .inputs import CODE, CONTENT, TEMPLATE, read_inputs
from .lock import hold_lock
from .output import Output, claim_output, refuse_foreign_files
from .pelican_run import PelicanSite, RunResult, open_site
from .publish import Changes, compare_trees, publish

if TYPE_CHECKING:
    from ..site import Site
    from .options import BuildOptions

UNTOUCHED = "The output is as it was."
WHOLE = "Each file of the output is whole; build again to bring the rest."


def build_site(options: BuildOptions) -> int:
    """Build and return the exit code: 0 only for a complete result."""
    reporter = Reporter(options.form, quiet=options.quiet)
    with ExitStack() as stack:
        stack.enter_context(refuse_os_errors("The build could not be made", UNTOUCHED))
        opened = stack.enter_context(
            open_site(options.site.conf, **overrides_of(options))
        )
        if opened.settings is None:
            return print_problems(opened.problems, reporter)
        output = find_output(options, opened.settings)
        output.area.mkdir(parents=True, exist_ok=True)
        with hold_lock(output.area, reporter.print):
            return build_and_publish(options, opened, output, reporter)


def build_and_publish(
    options: BuildOptions, opened: PelicanSite, output: Output, reporter: Reporter
) -> int:
    """Build beside the output, and bring the output to it if all is well."""
    began = time.monotonic()
    settings = opened.settings or {}
    with ExitStack() as stack:
        refuse_foreign_files(output, list_setting(settings, "OUTPUT_RETENTION"))
        stage = output.make_stage()
        stack.callback(shutil.rmtree, stage, ignore_errors=True)
        run = build_and_check(options, opened, stage, reporter)
        code = print_problems(run.problems, reporter)
        if code:
            return code
        changes = compare_trees(stage, output)
        inputs = read_inputs(
            options.site, settings, _folders(settings), run.contents.sources
        )
        last = output.read_record()
        with refuse_os_errors("The output could not be brought up to date", WHOLE):
            publish(stage, output, changes, inputs)
    if options.explain:
        for line in Reasons(changes, last.inputs, inputs, last.files).lines():
            reporter.print(line)
    reporter.print(closing_line(run, changes, time.monotonic() - began))
    return 0


def build_and_check(
    options: BuildOptions, opened: PelicanSite, stage: Path, reporter: Reporter
) -> RunResult:
    """Build into the stage and check what came out."""
    settings = opened.settings or {}
    if options.now:
        settings["BULLETIN_NOW"] = options.now
    moment = now(settings).isoformat(timespec="seconds")
    if settings.get("SECURITY_HEADERS") is not None:
        # The setting is enough here, whatever PLUGINS lists; connecting twice is once.
        register_security_headers()
    with (
        reporter.step("Reading posts and writing pages") as update,
        show_plugin_errors(),
    ):
        run = opened.build(update, OUTPUT_PATH=str(stage), BULLETIN_NOW=moment)
    if run.is_good:
        with reporter.step(f"Examining {len(run.contents.sources)} posts and pages"):
            context = output_context(options, settings, stage, run)
            for problem in check_output(stage, context):
                report(problem, settings)
    problems = opened.problems
    if options.strict:
        problems = tuple(make_strict(problem) for problem in problems)
    return RunResult(problems, run.output, run.contents)


def output_context(
    options: BuildOptions, settings: dict[str, object], stage: Path, run: RunResult
) -> OutputContext:
    """Return what the checks need to know beside the tree."""
    content = Path(str(settings["PATH"]))
    kinds = ("ARTICLE_PATHS", "PAGE_PATHS")
    names = [name for kind in kinds for name in list_setting(settings, kind)]
    named = {
        "the stage of this build": stage,
        "the site's content folder": content,
        "the site's own folder": options.site.root,
        "the home folder of this account": Path.home(),
    }
    # A folder such as /srv or /root is too short to be told from an address.
    folders = {what: str(path) for what, path in named.items() if len(path.parts) > 2}
    return OutputContext(
        contents=run.contents,
        siteurl=str(settings.get("SITEURL") or ""),
        theme_static=str(settings.get("THEME_STATIC_DIR", "theme")),
        folders=folders,
        content=content,
        posts=() if options.drafts else tuple(content / name for name in names),
        read=partial(read_source, settings=settings),
        output=options.site.relative(Path(str(settings["OUTPUT_PATH"]))),
    )


def find_output(options: BuildOptions, settings: dict[str, object]) -> Output:
    """Return the output that the options name, or refuse it."""
    posts = list_setting(settings, "ARTICLE_PATHS")
    if options.content and not any((options.content / path).exists() for path in posts):
        message = f"--content {options.content} has no {' or '.join(posts)}/ folder."
        raise RefusedError(f"{message} Put the posts there.")
    sources = [path for path in _folders(settings).values() if path.is_dir()]
    return claim_output(Path(str(settings["OUTPUT_PATH"])), options.site.root, sources)


def read_settings_of(site: Site) -> dict[str, object]:
    """Return a site's settings, or refuse with the line of the mistake in them."""
    with open_site(site.conf, BULLETIN_ROOT=str(site.root)) as opened:
        if opened.settings is None:
            raise RefusedError("\n".join(map(str, opened.problems)))
        return opened.settings


def overrides_of(options: BuildOptions) -> dict[str, object]:
    """Return the settings that a build sets, whatever the site's own say."""
    settings: dict[str, object] = {
        "DELETE_OUTPUT_DIRECTORY": False,
        "STATIC_CREATE_LINKS": False,
        "STATIC_CHECK_IF_MODIFIED": False,
        "BULLETIN_PREVIEW": options.drafts,
        "BULLETIN_ROOT": str(options.site.root),
    }
    if options.content:
        settings["PATH"] = str(options.content)
    if options.output:
        settings["OUTPUT_PATH"] = str(options.output)
    if options.siteurl:
        settings["SITEURL"] = options.siteurl
    return settings


def print_problems(problems: tuple[Problem, ...], reporter: Reporter) -> int:
    """Print the problems; return 1 if one of them ends the build."""
    reporter.problems(problems)
    errors = sum(problem.level is Level.ERROR for problem in problems)
    if errors:
        reporter.error(f"The build stopped: {count(errors, 'error')}. {UNTOUCHED}")
    return 1 if errors else 0


def closing_line(run: RunResult, changes: Changes, seconds: float) -> str:
    """Return the one line that sums a build up."""
    warnings = sum(problem.level is Level.WARNING for problem in run.problems)
    counts = (
        count(run.contents.posts, "post"),
        count(run.contents.pages, "page"),
        f"{len(changes.new) + len(changes.changed)} changed",
        f"{len(changes.unchanged)} unchanged",
        f"{len(changes.deleted)} deleted",
        f"{seconds:.1f} s",
        count(warnings, "warning"),
    )
    return ", ".join(counts) + "."


def make_strict(problem: Problem) -> Problem:
    """Return a problem at the level that ``--strict`` gives to it."""
    is_warning = problem.level is Level.WARNING
    return problem.at_level(Level.ERROR) if is_warning else problem


def _folders(settings: dict[str, object]) -> dict[str, Path]:
    root = Path(str(settings["BULLETIN_ROOT"]))
    keys = {CONTENT: "PATH", TEMPLATE: "THEME"}
    found = {kind: Path(str(settings[key])) for kind, key in keys.items()}
    return found | ({CODE: root / "plugins"} if (root / "plugins").is_dir() else {})
