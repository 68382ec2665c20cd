"""Pelican's side of the ledger: pages and files that need not be written again."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from enum import Enum
from functools import partial
from logging import WARNING, Handler, Logger, LogRecord, getLogger
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from weakref import ref

from jinja2 import Environment
from jinja2.runtime import Context
from jinja2.utils import missing
from pelican import signals
from pelican.contents import Content
from pelican.generators import (
    ArticlesGenerator,
    Generator,
    PagesGenerator,
    TemplatePagesGenerator,
)
from pelican.paginator import Page, Paginator
from pelican.readers import BaseReader
from pelican.urlwrappers import URLWrapper
from pelican.writers import Writer

from ..ledger import LEDGER, Ledger, Tool, Tracked, Value, identity
from ..report import JOBS, STATE, begin_run, carry, report, run_state
from ..site import BESIDE, do_waiting
from ..source.read import digest_file
from .kinds import is_plain
from .output import PageWriter
from .recording import MISSING, Recorder
from .run import LedgerRun, Manners
from .session import watcher
from .settings import parse_settings
from .store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .records import Name

#: Settings of one run alone, on which no value depends unless it is given them.
OF_A_RUN = ("OUTPUT_PATH", "BULLETIN_NOW", "BULLETIN_OUTPUT", "INCREMENTAL", STATE)
#: Sent when pages are written: a function may change their files, or list them all.
WRITTEN = (
    signals.content_written,
    signals.article_writer_finalized,
    signals.page_writer_finalized,
    signals.finalized,
)
#: Sent for each page, or when those of one generator are written.
EACH_WRITTEN = (
    *(signals.content_written, signals.article_generator_write_article),
    *(signals.page_generator_write_page, signals.article_writer_finalized),
    signals.page_writer_finalized,
)
#: Whose pages can be planned: making one changes nothing for another.
PLANNED = (ArticlesGenerator, PagesGenerator, TemplatePagesGenerator)
#: Kinds that are plain values, or that answer by what they are given alone.
UNTRACKED = (
    *(BaseException, Enum, Tool, Ledger, Value, str, tuple, list),
    *(Generator, Writer, BaseReader),
)


def register() -> None:
    """Connect the plugin to Pelican."""
    signals.initialized.connect(check_settings)
    signals.get_generators.connect(begin_run)
    signals.get_generators.connect(open_ledger)
    signals.generator_init.connect(hear_templates)
    signals.all_generators_finalized.connect(plan_pages)
    signals.get_writer.connect(give_writer)
    signals.finalized.connect(close_ledger)


def check_settings(pelican: Any) -> None:
    """End the run where a setting cannot be used."""
    parse_settings(pelican.settings.get("INCREMENTAL", {}))


class Ear(Handler):
    """Hears warnings: what logs one while it is made is to be made each time."""

    def emit(self, record: LogRecord) -> None:
        """Hear one; our own problems are kept, and said again."""
        if not hasattr(record, "problem"):
            watcher().hear_warning()


EAR = Ear(WARNING)


def open_ledger(pelican: Any) -> None:
    """Open the ledger, when all plugins have made up their settings."""
    settings = pelican.settings
    own = parse_settings(settings.get("INCREMENTAL", {}))
    run_state(settings)[JOBS] = own.jobs
    if not own.folder:
        return
    if own.jobs != 1:
        run_state(settings)[BESIDE] = []  # posts are read next
    root = settings.get("BULLETIN_ROOT") or Path(settings["PATH"]).parent
    output = Path(settings.get("BULLETIN_OUTPUT") or settings["OUTPUT_PATH"])
    given = {k: v for k, v in settings.items() if k not in OF_A_RUN}
    jinja = settings["JINJA_ENVIRONMENT"]
    given["JINJA_ENVIRONMENT"] = {
        k: v for k, v in jinja.items() if k != "bytecode_cache"
    }
    manners = Manners(
        (Content, Tracked),
        _name_of,
        STAND_INS,
        lambda: {Content, *classes_of(settings["PLUGINS"])},
        lambda one: isinstance(one, Generator),
        Environment,
    )
    store = Store(Path(root, own.folder), output)
    run = LedgerRun(store, given, manners)
    getLogger().addHandler(EAR)
    run.constants[identity(settings)] = "settings"
    run.stage = os.path.abspath(settings["OUTPUT_PATH"])  # may be no text
    run.session.report = partial(report, settings=settings)
    run_state(settings)[LEDGER] = run
    carry("ledger", run, settings)


def hear_templates(generator: Any) -> None:
    """Let what templates look up be taken down."""
    run = _run(generator.settings)
    if run is None:
        return
    run.constants[identity(generator.context)] = "context"
    run.know_context(generator.context)
    if hasattr(generator, "env"):
        kind = type("HearingContext", (HearingContext,), {"recorder": run.recorder})
        generator.env.context_class = kind
        generator.env.compile = partial(_compile, run, generator.env.compile)


def _compile(run: LedgerRun, plain: Any, *args: Any, **more: Any) -> Any:
    """Compile a template; what it says for sure, Jinja works out at once."""
    with run.session.watching() as watched:
        found = plain(*args, **more)
    run.session.note_opened(watched, run.stage)
    return found


def plan_pages(generators: list[Any]) -> None:
    """Let generators plan their pages, which several processes make."""
    for one in generators:
        if hasattr(one, "generate_output"):
            one.generate_output = partial(_generate, one, one.generate_output)


def _generate(generator: Any, generate: Any, writer: Any) -> None:
    """Let a generator write its pages; one that we do not know does so at once.

    It may read what others have written, and write more than pages.
    """
    if not isinstance(writer, PageWriter):
        generate(writer)
        return
    writer.shared = generator.context
    if writer.jobs != 1 and type(generator) in PLANNED:
        writer.begin_planning()
    else:
        writer.make_pages()
    try:
        generate(writer)
    except Exception:  # raised again, unless an earlier page raises: that came first
        writer.make_pages()
        raise


def give_writer(pelican: Any) -> type[Writer]:
    """Give Pelican the writer that leaves pages alone and lets processes share."""
    run, settings = _run(pelican.settings), pelican.settings
    do_waiting(settings)
    run_state(settings).pop(BESIDE, None)
    jobs = parse_settings(settings.get("INCREMENTAL", {})).jobs
    if any(map(_foreign_name, _listeners(EACH_WRITTEN))):
        jobs = 1  # it may want a page as soon as it is written
    if run is not None:
        run.hears_all = next(filter(None, map(_foreign_name, _listeners(WRITTEN))), "")
    return type("PageWriter", (PageWriter,), {"run": run, "jobs": jobs, "ears": [EAR]})


def close_ledger(pelican: Any) -> None:
    """Keep the ledger, unless a command publishes the output and then keeps it."""
    run, settings = _run(pelican.settings), pelican.settings
    if run is None:
        return
    getLogger().removeHandler(EAR)
    run.listen(is_on=False)
    run.end_comparison()
    if not settings.get("BULLETIN_OUTPUT"):
        with suppress(OSError):  # it is a help, and no part of the site
            run.finish(_digests_of(run, Path(settings["OUTPUT_PATH"])))


def _digests_of(run: LedgerRun, output: Path) -> dict[str, str]:
    """Return the digest of each file that is followed, as it lies there now."""
    paths = {*run.fresh, *run.given}
    files = {path: output / path for path in paths if path not in run.kept}
    made = {path: digest_file(file) for path, file in files.items() if file.is_file()}
    return run.kept | made


def _run(settings: dict[str, Any]) -> LedgerRun | None:
    found: LedgerRun | None = run_state(settings).get(LEDGER)
    return found


def _listeners(written: Iterable[Any]) -> Iterator[object]:
    """Yield the functions that hear of written pages."""
    for signal in written:
        for one in signal.receivers.values():
            yield one() if isinstance(one, ref) else one


def _foreign_name(function: object) -> str:
    """Return a function's name if it is neither ours nor Pelican's own.

    It finds the files that a run has written, and no others; so where there is one,
    everything is to be written.
    """
    module = str(getattr(function, "__module__", None))
    own = f"{__package__.rpartition('.')[0]}."
    is_own = module.startswith("pelican.") and not module.startswith("pelican.plugins.")
    if function is None or is_own or f"{module}.".startswith(own):
        return ""
    return f"{module}.{getattr(function, '__qualname__', '')}"


class HearingContext(Context):
    """A context that tells a recorder what templates look up in it."""

    recorder: Recorder

    def resolve_or_missing(self, key: str) -> Any:
        """Return what a name means, or Jinja's ``missing``."""
        value = super().resolve_or_missing(key)
        if not self.recorder.on[0]:
            return value
        found = self.recorder.look_up(key, MISSING if value is missing else value)
        return missing if found is MISSING else found


def classes_of(plugins: Iterable[object]) -> Iterator[type]:
    """Yield the kinds of objects that plugins give to templates.

    What a plugin has parsed of its settings is left out: they are the same in all runs
    that share a ledger.
    """
    names = {str(getattr(one, "__name__", one)) for one in plugins}
    around = {name.rpartition(".")[0] or name for name in names}
    packages = tuple(f"{name}." for name in names | around)
    own = __package__.rpartition(".")[0]
    left_out = (__package__, f"{own}.tools", f"{own}.settings")
    for module in list(sys.modules.values()):
        name = str(getattr(module, "__name__", ""))
        is_settings = name.startswith(own) and name.endswith(".settings")
        is_theirs = f"{name}.".startswith(packages)
        if not is_theirs or name.startswith(left_out) or is_settings:
            continue
        for kind in list(vars(module).values()):
            if isinstance(kind, type) and kind.__module__ == name and _is_tracked(kind):
                yield kind


def _is_tracked(kind: type) -> bool:
    """Return whether what an object of a kind says is read by its attributes."""
    is_plain_table = issubclass(kind, dict) and not issubclass(kind, (Tool, Value))
    # Whether a kind is a mapping takes long to find out, and few can be one.
    is_table = hasattr(kind, "__getitem__") and issubclass(kind, Mapping)
    is_value = (is_table or issubclass(kind, UNTRACKED)) and not is_plain_table
    return not is_value and not is_plain(kind)


def _name_of(thing: Any) -> Name | None:
    """Return the name of an object whose attributes are read one by one."""
    if isinstance(thing, Tracked):
        return thing.ledger_key
    path = thing.source_path
    return (type(thing).__name__, str(path)) if path else None


def _topic(thing: Any) -> object:
    """Return what a category, tag or author is; its slug is made late."""
    known = ("name", "_name", "slug", "_slug", "_slug_from_name", "settings")
    more = sorted(
        (key, value) for key, value in vars(thing).items() if key not in known
    )
    return thing.name, thing.slug, more


def _paginator(thing: Any) -> object:
    own = thing.name, thing.url, thing.per_page, thing.orphans
    return own, list(thing.object_list)


def _page(thing: Any) -> object:
    own = thing.full_name, thing.base_url, thing.number
    return own, list(thing.object_list), thing.paginator


#: What stands for Pelican's objects, whose other parts are settings or worked out.
STAND_INS: dict[type, Any] = {
    URLWrapper: _topic,
    Paginator: _paginator,
    Page: _page,
    Generator: lambda _: "generator",
    Environment: lambda _: "environment",
    Tool: lambda one: type(one).__qualname__,
    Value: lambda one: one.ledger_value,
    Logger: lambda one: one.name,
    Ledger: lambda _: "ledger",
    PurePath: str,
}
