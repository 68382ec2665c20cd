"""One run of Pelican: settings in, problems out, and no trace left in the process.

The only tool that imports Pelican.
"""

from __future__ import annotations

import sys
import traceback
from contextlib import contextmanager
from copy import copy
from functools import partial
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pelican import Pelican, signals, urlwrappers, utils
from pelican import log as pelican_log
from pelican import plugins as namespace
from pelican.contents import Content
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.plugins import _utils as loading
from pelican.readers import BaseReader, MarkdownReader
from pelican.settings import read_settings
from pelican.writers import FileOverwriteFailedError, Writer

from ...problem import Level, Problem, SettingsError
from ...report import REPORTED, BuildStoppedError, run_state
from ...site import (
    DRAFTS,
    HIDDEN,
    PUBLISHED,
    LaterError,
    contents_of,
    do_again,
    forget_html,
    when_read_anew,
)
from ...source.read import read_again, read_source, why_odd
from ..contents import Contents
from ..site import list_setting
from .inputs import find_odd_files
from .isolation import (
    compiled_anew,
    failing_walks,
    isolated_signals,
    restored_process,
)
from .log import Collector, collected
from .memos import (
    index_topics,
    quick_addresses,
    quick_dates,
    quick_links,
    quick_paths,
    quick_plugins,
    quick_slugs,
    quicken_globals,
)
from .profile import PELICAN, Profile
from .template_problems import explain_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..output_checks.examined import Examination


#: What a generator sends when it reads a file.
OF_KINDS = {
    ArticlesGenerator: (
        signals.article_generator_preread,
        signals.article_generator_context,
    ),
    PagesGenerator: (signals.page_generator_preread, signals.page_generator_context),
}


def explain_conf(error: BaseException, conf: Path | None) -> Problem | None:
    """Return the problem behind an exception, or None if the file is not its cause."""
    if conf is None or isinstance(error, SettingsError):
        return None
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename == str(conf)]
    line, remedy = 0, "Mend this line."
    if isinstance(error, SyntaxError) and error.filename == str(conf):
        line, what = error.lineno or 0, f"This is not Python: {error.msg}."
    elif lines:
        line = lines[-1]
        what = f"The settings stop here with {type(error).__name__}: {error}."
    elif not frames[-1].filename.endswith("pelican/settings.py"):
        return None
    elif "path containing the content" in str(error):
        what = "PATH names a folder that is not there."
        remedy = "Make it, or name another."
    else:
        what, remedy = f"Pelican refuses a setting: {error}", ""
    return Problem(conf.name, line, what, remedy, "conf")


class PelicanSite:
    """A site with its settings read, ready to be built once."""

    def __init__(self, settings: dict[str, Any], collector: Collector) -> None:
        #: Pelican's settings; empty if they could not be read.
        self.settings = settings
        self.contents = Contents(settings)
        self.profile = Profile()
        #: What was found in the files of the output, if they were examined.
        self.examined: Examination | None = None
        self.generators: list[Any] = []
        self._collector = collector

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What has been found so far, sorted: the plugins' problems and Pelican's."""
        return tuple(sorted(set(self._collector.problems)))

    @property
    def is_good(self) -> bool:
        """Return whether nothing ended the build."""
        return all(problem.level < Level.ERROR for problem in self.problems)

    @property
    def said(self) -> tuple[str, ...]:
        """What plugins have to say that is no problem."""
        return tuple(self._collector.said)

    def build(self, update: Callable[[object], None] | None = None, **own: Any) -> None:
        """Run Pelican with settings of one's own; ``update`` hears how far it is.

        That is a number of pages written, or words of a plugin whose work is long.

        A programmer's mistake raises, an author's is one of the problems.
        """
        if not self.settings:
            return
        settings = self.settings | own
        forget_unfinished(list_setting(settings, "PLUGINS"))
        signals.initialized.connect(self._end_on_errors)
        signals.get_writer.connect(self._end_on_errors)
        signals.readers_init.connect(keep_site_readers)
        signals.generator_init.connect(walk_in_order)
        signals.generator_init.connect(share_globals)
        signals.all_generators_finalized.connect(self.contents.note)
        generators = self.generators

        def remember(finalized: Iterable[Any]) -> None:
            generators.extend(finalized)

        def index(_pelican: Any) -> None:
            index_topics(generators)
            # Pelican has just done so to all.
            when_read_anew(settings, refresh_links)

        self._collector.progress = update or self._collector.progress

        def note_odd_files(_pelican: Any) -> None:
            self._collector.problems.extend(find_odd_files(settings))

        signals.all_generators_finalized.connect(remember)
        signals.get_writer.connect(index)
        signals.get_generators.connect(note_odd_files)
        if update:
            read, written = count(1), count(1)

            def count_file(_content: Any) -> None:
                update(f"{next(read)} read")

            def count_page(_path: str, **_context: Any) -> None:
                update(next(written))

            signals.content_object_init.connect(count_file)
            signals.content_written.connect(count_page)
        with self.profile.part(PELICAN), self.profile.watching(signals):
            self._run(settings)
        self._collector.raise_logged_error()

    def _run(self, settings: dict[str, Any]) -> None:
        """Run Pelican; what an author can mend becomes problems."""
        try:
            Pelican(settings).run()
        except SettingsError as error:
            self._collector.problems.extend(error.problems)
        except BuildStoppedError:
            pass  # every error behind it has been collected
        except FileOverwriteFailedError as error:
            output = settings["OUTPUT_PATH"]
            taken = self.contents.explain_conflict(str(error), output)
            self._collector.problems.append(taken)
        except SystemExit as error:
            message = f"SystemExit({error.code!r}) in a plugin, a template or Pelican"
            fault = RuntimeError(message).with_traceback(error.__traceback__)
            raise fault from None
        except Exception as error:
            found = explain_template(error, settings)
            if not found:
                self._collector.annotate(error)
                raise
            self._collector.problems.extend(found)

    def read(self, **overrides: Any) -> dict[str, Any]:
        """Return what templates would get, without writing anything."""
        context: dict[str, Any] = {}

        def keep(generators: Iterable[Any]) -> None:
            for generator in generators:
                context.update(generator.context)

        def stop(_pelican: Any) -> None:
            raise BuildStoppedError

        signals.all_generators_finalized.connect(keep)
        signals.get_writer.connect(stop)
        self.build(**overrides)
        return context

    def find_texts(self) -> dict[str, tuple[Any, Any]]:
        """Return generator and content of each post and page in Markdown, by its path.

        The run has read them all; of those that no plugin has read, it does so now.
        """
        found = {
            str(content.source_path): (generator, content)
            for generator in self.generators
            if type(generator) in OF_KINDS
            for content in contents_of([generator])
            if is_markdown(generator, content)
        }
        for path, (generator, _) in found.items():
            read_source(path, generator.settings)
        return found

    def read_anew(self, generator: Any, content: Any) -> None:
        """Let a content have the text that its file has now; the header is as it was.

        Raises ``LaterError``, or whatever else, where a whole run alone can do that.
        """
        self._collector.problems.clear()
        run_state(generator.settings).pop(REPORTED, None)
        read_again(str(content.source_path), generator.settings)
        preread, given = OF_KINDS[type(generator)]
        fresh = generator.readers.read_file(
            base_path=generator.path,
            path=content.get_relative_source_path(),
            content_class=type(content),
            context=generator.context,
            preread_signal=preread,
            preread_sender=generator,
            context_signal=given,
            context_sender=generator,
        )
        files = generator.context["static_links"]
        if type(fresh) is not type(content) or not fresh.get_static_links() <= files:
            raise LaterError
        # Of the header, and beside other contents, plugins have made what it has.
        known = {key.lower() for key in fresh.metadata} | {"translations"}
        vars(content).pop("_summary", None)
        vars(content).update({k: v for k, v in vars(fresh).items() if k not in known})
        forget_html(content)
        do_again(content, generator)
        self._collector.raise_logged_error()
        if not self.is_good:
            raise LaterError

    def write_page(self, generator: Any, content: Any, folder: Path) -> str:
        """Write one post or page into a folder, and return its path there."""
        writer = Writer(str(folder), settings=generator.settings)
        if isinstance(generator, ArticlesGenerator):
            write = partial(writer.write_file, relative_urls=False)
            narrow(generator, content, *PUBLISHED, *HIDDEN).generate_articles(write)
            narrow(generator, content, *DRAFTS).generate_drafts(write)
        else:
            one = narrow(generator, content, *PUBLISHED, *HIDDEN, *DRAFTS)
            with signals.page_writer_finalized.muted():
                one.generate_output(writer)
        return str(content.save_as)

    def _end_on_errors(self, _pelican: Any) -> None:
        """End a run that lacks a plugin or a post: Pelican would publish less."""
        self._collector.raise_logged_error()
        if not self.is_good:
            raise BuildStoppedError


def is_markdown(generator: Any, content: Any) -> bool:
    """Return whether a content's file has a header as Markdown's readers know it."""
    ending = Path(str(content.source_path)).suffix[1:]
    return isinstance(generator.readers.readers.get(ending), MarkdownReader)


def narrow(generator: Any, content: Any, *names: str) -> Any:
    """Return a generator whose lists of these names hold one content or none."""
    one = copy(generator)
    for name in names:
        found = vars(generator).get(name, ())
        setattr(one, name, [other for other in found if other is content])
    return one


def refresh_links(content: Any) -> None:
    """Fill in the links of a content's summary and the like, as Pelican does of all."""
    content.refresh_metadata_intersite_links()


def run_pelican(conf: Path | None, **overrides: Any) -> PelicanSite:
    """Build a site once and return it with its problems.

    Author's mistakes come back as problems; a programmer's mistake raises.
    """
    with open_site(conf, **overrides) as opened:
        opened.build()
    return opened


@contextmanager
def open_site(conf: Path | None, **overrides: Any) -> Iterator[PelicanSite]:
    """Read a site's settings; inside the block it can be built."""
    root = str(conf.parent) if conf else str(Path.cwd())
    with (
        restored_process(root),
        failing_walks(),
        isolated_signals(signals),
        isolated_filters(),
        quick_addresses(Content),
        quick_links(Content),
        quick_paths(Content),
        quick_slugs(urlwrappers),
        quick_plugins(loading, namespace),
        quick_dates(utils),
        collected() as collector,
    ):
        settings = {}
        try:
            with compiled_anew():
                path = str(conf) if conf else None
                settings = read_settings(path, _copied(overrides))
        except (Exception, SystemExit) as error:
            problem = explain_conf(error, conf)
            if problem is None:
                raise
            collector.problems.append(problem)
        if settings:
            settings.setdefault("BULLETIN_ROOT", root)
            # A run reads each template once; Jinja would ask the disk at each include.
            jinja = {"auto_reload": False, **settings["JINJA_ENVIRONMENT"]}
            settings["JINJA_ENVIRONMENT"] = jinja
            run_state(settings)  # shared with the run, which adds what it has read
            collector.settings = settings
        yield PelicanSite(settings, collector)


def forget_unfinished(plugins: list[str]) -> None:
    """Let plugins be loaded anew that ended, or could not register, in an earlier run.

    Pelican itself forgets those alone that ended with an ordinary exception.
    """
    for name in plugins:
        if name in sys.modules and not hasattr(sys.modules[name], "register"):
            del sys.modules[name]


@contextmanager
def isolated_filters() -> Iterator[None]:
    """Let no message of this run be swallowed because an earlier run logged it."""
    limit = pelican_log.LimitFilter
    parts = ("_ignore", "_raised_messages", "_threshold", "_group_count")
    before = {part: getattr(limit, part) for part in parts}
    fatal, quiet = pelican_log.FatalLogger.fatal_lvl, pelican_log.console.quiet
    limit._ignore, limit._raised_messages = set(), set()  # noqa: SLF001  # it has no reset
    limit._threshold = 10**9  # noqa: SLF001  # every message of a group, not five
    limit._group_count = type(limit._group_count)(int)  # noqa: SLF001  # same
    pelican_log.console.quiet = True
    try:
        yield
    finally:
        for part, value in before.items():
            setattr(limit, part, value)
        pelican_log.FatalLogger.fatal_lvl = fatal
        pelican_log.console.quiet = quiet


def _copied(value: Any) -> Any:
    """Copy dicts and lists, so that a run cannot change its caller's settings."""
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_copied(item) for item in value]
    return value


def keep_site_readers(readers: Any) -> None:
    """Drop readers that only another site's plugins have brought into the process.

    Connect it to ``readers_init``; what plugins put in there stays.
    """
    found = [BaseReader, *BaseReader.__subclasses__()]
    if all(reader.__module__ == BaseReader.__module__ for reader in found):
        return  # as nearly always: what modules hold is thousands of values
    modules = _modules_of(set(list_setting(readers.settings, "PLUGINS")))
    named = {id(value) for module in modules for value in vars(module).values()}
    names = {BaseReader.__module__} | {module.__name__ for module in modules}
    own = [r for r in found if r.__module__ in names or id(r) in named]
    mine: dict[str, Any] = {}
    for reader in own:
        if reader.enabled:
            mine |= dict.fromkeys(reader.file_extensions, reader)
    for extension, reader in list(readers.reader_classes.items()):
        if reader in found and reader not in own:
            readers.reader_classes[extension] = mine.get(extension)


def _modules_of(plugins: set[str]) -> list[ModuleType]:
    """Return the plugins' modules, and the modules that those hold by name."""
    own = [
        module
        for name, module in list(sys.modules.items())
        if isinstance(module, ModuleType)
        and any(name == plugin or name.startswith(f"{plugin}.") for plugin in plugins)
    ]
    held = (value for module in own for value in vars(module).values())
    return own + [value for value in held if isinstance(value, ModuleType)]


class SortedFiles(set[str]):
    """A set of paths that is always walked in the same order."""

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(super().__iter__()))

    def __ror__(self, other: Iterable[Any]) -> SortedFiles:
        return SortedFiles({*set(self), *other})


def share_globals(generator: Any) -> None:
    """Let a generator's templates share their globals; connect it as the one below."""
    if hasattr(generator, "env"):
        quicken_globals(generator.env)


def walk_in_order(generator: Any) -> None:
    """Let a generator walk files, and only files, in sorted order.

    Connect it to ``generator_init``.
    """
    if hasattr(generator, "get_files"):
        found, content = generator.get_files, generator.settings["PATH"]
        generator.get_files = lambda *args, **more: SortedFiles(
            name for name in found(*args, **more) if not why_odd(f"{content}/{name}")
        )
