"""Pelican's writer: pages that stand are left alone, and processes share the others."""

from __future__ import annotations

import pickle
import sys
from collections import defaultdict
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from io import StringIO
from logging import Formatter, Handler, LogRecord, getLogger
from typing import TYPE_CHECKING, Any, NoReturn

from pelican import signals
from pelican.log import FilteredMessage, LimitFilter
from pelican.utils import sanitised_join
from pelican.writers import Writer

from ..report import (
    BuildStoppedError,
    carried,
    relative_path,
    report,
    run_state,
    tell_progress,
)
from ..site import BESIDE, do_waiting
from ..workers import Shared, Tickets, WorkerError, count_workers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .run import LedgerRun

#: Options of Pelican's ``write_file``, in its order.
OPTIONS = ("relative_urls", "paginated", "template_name", "override_output", "url")
#: Those that say how each page is written.
OF_EACH = ("relative_urls", "override_output")
#: Names that ``write_file`` gives to each page by itself.
OF_WRITE_FILE = ("localsiteurl", "SITEURL", "output_file")


class LogKeeper(Handler):
    """Keeps what is logged while a page is made, until it is that page's turn."""

    def __init__(self, others: list[Handler], *, is_own: bool) -> None:
        super().__init__()
        self.others = others
        self.is_own = is_own
        self.number = 0  #: of the page
        self.records: dict[int, list[LogRecord]] = defaultdict(list)
        self.odd: set[int] = set()  #: pages that tell of an exception, which stays here

    def emit(self, record: LogRecord) -> None:
        """Keep a record, with what only this moment knows of it."""
        heard = [one for one in self.others if record.levelno >= one.level]
        if hasattr(record, "progress"):
            for one in heard if self.is_own else ():
                one.handle(record)
            return
        for one in heard:
            prepare = getattr(one, "prepare", None)
            if prepare is not None:
                prepare(record)
        if heard:
            self.records[self.number].append(record)
            if record.exc_info or sys.exc_info()[0]:
                self.odd.add(self.number)

    @contextmanager
    def listening(self, also: list[Handler]) -> Iterator[None]:
        """Hear everything instead of those who hear it later."""
        root = getLogger()
        root.handlers[:] = [*also, self]
        try:
            yield
        finally:
            root.handlers[:] = self.others


def pack(record: LogRecord) -> LogRecord:
    """Make a record fit for another process: its words, and what pickle takes."""
    record.msg, record.args = record.getMessage(), None
    if record.exc_info:
        record.exc_text = record.exc_text or Formatter().formatException(
            record.exc_info
        )
        record.exc_info = None
    for name, value in list(vars(record).items()):
        if not isinstance(value, str | int | float | None):
            try:
                pickle.dumps(value)
            except Exception:  # noqa: BLE001  # an object may raise anything
                delattr(record, name)
    return record


@dataclass
class PlannedPage:
    """A page that is to be written, as Pelican's ``write_file`` takes it."""

    name: str
    template: Any
    context: dict[str, Any]
    own: dict[str, Any]  #: what its template gets beside the context
    options: dict[str, Any]
    siteurl: Any  #: what links in texts begin with while it is made
    is_written: bool = True  #: no other page takes its place

    is_telling: bool = False  #: something was told of the text that it shows

    @property
    def shown(self) -> Any:
        """The article or page that it shows, or nothing."""
        return self.own.get("article") or self.own.get("page")

    def resolve(self) -> None:
        """Let the text that it shows have its links."""
        with suppress(Exception):  # which its template raises again
            _ = self.shown.content


@dataclass
class Made:
    """What one process has made of the planned pages."""

    numbers: list[int]
    records: dict[int, list[LogRecord]]
    error: Exception | None = None  #: that this process's last page has raised


class NotWritten(BaseException):
    """The page stands or is planned, and its writer has no other to write after it.

    Pelican would make its folder, and open a file that nothing is written into.
    """


class FollowedTemplate:
    """A template whose pages are followed."""

    def __init__(self, template: Any, writer: PageWriter, run: LedgerRun) -> None:
        self._template, self._writer, self._run = template, writer, run

    def render(self, context: dict[str, Any]) -> str:
        """Return the page; where the last one stands, nothing, and tell the writer."""
        writer = self._writer
        is_planned = writer.is_making and writer.page  # then the answer was no
        if not is_planned and writer.keeps(self._template, context):
            writer.end_last(context)
            return ""
        return self._run.render(self._template, context)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._template, name)


class PlannedTemplate:
    """Stands for a template while pages are planned."""

    def __init__(
        self, template: Any, writer: PageWriter, context: Any, options: dict[str, Any]
    ) -> None:
        self._template, self._writer = template, writer
        self._context, self._options = context, options

    def render(self, local: dict[str, Any]) -> str:
        """Plan a page; Pelican opens its file next."""
        if not self._writer.keeps(self._template, local):
            context, siteurl = self._context, self._writer.shared.get("localsiteurl")
            own = {
                name: value
                for name, value in local.items()
                if name not in OF_WRITE_FILE
                and (name not in context or context[name] is not value)
            }
            name = local["output_file"]
            self._writer.plan(
                PlannedPage(name, self._template, context, own, self._options, siteurl)
            )
        self._writer.end_last(local)
        return ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._template, name)


class PageWriter(Writer):  # type: ignore[misc]  # Pelican has no annotations
    """Pelican's writer, which leaves a page alone where it stands.

    With ``jobs`` it first plans pages, and then several processes make them. A page is
    planned by Pelican's own ways, so that two of one name are refused as ever.
    """

    run: LedgerRun | None
    jobs: int  #: 1 where pages are made at once; 0 for as many as there are cores
    shared: dict[str, Any]  #: the context that all generators share
    ears: list[Handler]  #: who hears messages while they are kept
    is_planning = is_making = is_kept = False
    page: PlannedPage | None = None  #: the one at hand, planned or made

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.planned: list[PlannedPage] = []
        self._by_file: dict[str, PlannedPage] = {}
        self._next: list[str] = []  #: names of what follows the page of a list

    def write_file(
        self, name: Any, template: Any, context: Any, *args: Any, **more: Any
    ) -> None:
        """Render a template and write the file, if its page is not there already."""
        given = dict(zip(OPTIONS, args, strict=False)) | more
        pages = given.get("paginated") or ("articles", "dates")
        self._next = [f"{key}_next_page" for key in pages]
        try:
            self._write_file(name, template, context, args, more)
        except NotWritten as page:
            path = sanitised_join(self.output_path, str(page))
            self._open_w(path, "utf-8", bool(given.get("override_output"))).close()

    def end_last(self, local: dict[str, Any]) -> None:
        """End the writing with a page that is not, if no other is to follow it."""
        if not any(local.get(name) for name in self._next):
            raise NotWritten(local["output_file"])

    def _write_file(
        self, name: Any, template: Any, context: Any, args: Any, more: dict[str, Any]
    ) -> None:
        if self.is_planning:
            given = dict(zip(OPTIONS, args, strict=False)) | more
            options = {one: given[one] for one in OF_EACH if one in given}
            planned = PlannedTemplate(template, self, context, options)
            with signals.content_written.muted():
                super().write_file(name, planned, context, *args, **more)
            return
        if self.run:
            template = FollowedTemplate(template, self, self.run)
        super().write_file(name, template, context, *args, **more)

    def begin_planning(self) -> None:
        """Plan pages from now on; what no page needs waits until they are made."""
        self.is_planning = True
        run_state(self.settings).setdefault(BESIDE, [])

    def keeps(self, template: Any, local: dict[str, Any]) -> bool:
        """Return whether a page stands, and keep it if so; Pelican opens its file."""
        self.is_kept = self.run is not None and self.run.keeps(template, local)
        return self.is_kept

    def plan(self, page: PlannedPage) -> None:
        """Plan a page; Pelican opens its file next.

        The text that it shows is given its links now: that may move an attached file,
        which all processes have to know.
        """
        if not self.run:
            page.resolve()
        else:
            with self.run.session.watching() as watched:
                page.resolve()
            page.is_telling = watched.is_logged or bool(watched.problems)
        self.page = page

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Any:
        page, is_kept, self.is_kept = self.page, self.is_kept, False
        if self.is_making and page:  # its name was taken when it was planned
            return _open(filename, encoding) if page.is_written else StringIO()
        self.page = None
        is_taken = filename in self._overridden_files or (
            filename in self._written_files and not override
        )
        if is_taken or not (page or is_kept):
            file = super()._open_w(filename, encoding, override)  # which may refuse it
        else:
            self._written_files.add(filename)
            if override:
                self._overridden_files.add(filename)
            file = StringIO()
        if not is_taken and filename in self._by_file:
            self._by_file.pop(filename).is_written = False
        if page:
            page.is_written = not is_taken
            self.planned.append(page)
            if not is_taken:
                self._by_file[filename] = page
        return file

    def make_pages(self) -> None:
        """Make all pages that are planned, in several processes if that is worth it."""
        pages, self.planned = self.planned, []
        self._by_file.clear()
        self.is_planning = False
        number = count_workers(self.jobs, len(pages)) if pages else 1
        siteurl = self.shared.get("localsiteurl")
        self.is_making = True
        self._fix({})
        try:
            if number > 1:
                with signals.content_written.muted():
                    self._share(pages, number)
            else:
                do_waiting(self.settings)
                for page in pages:
                    self._make(page)
        finally:
            run_state(self.settings).pop(BESIDE, None)
            self._fix(None)
            self.is_making, self.page = False, None
            self.shared["localsiteurl"] = siteurl

    def _fix(self, fixed: dict[int, Any] | None) -> None:
        if self.run:
            self.run.recorder.fixed = fixed

    def _make(self, page: PlannedPage) -> None:
        """Make one page, as Pelican does; for links, all is as it was then."""
        self.page = page
        if self.shared.get("localsiteurl") != page.siteurl:
            self._fix({})  # addresses in texts begin with it
        self.shared["localsiteurl"] = page.siteurl
        options = {"relative_urls": False, **page.options}
        self.write_file(page.name, page.template, page.context, **options, **page.own)
        if self.run and page.is_telling:
            self.run.disown(page.name)

    def _share(self, pages: list[PlannedPage], number: int) -> None:
        """Make pages in several processes; then say in order what each has said."""
        shared = Shared(partial(self._make_some, pages), carried(self.settings))
        try:
            with filter_as_before():
                own, *others = shared.among(number, len(pages))
        except WorkerError as error:
            self._end_with(pages[error.number], error)
        made = dict.fromkeys(own.numbers, own.records)
        for one in others:
            made |= dict.fromkeys(one.numbers, one.records)
        for at, page in enumerate(pages):
            if at not in made:
                self._make(page)  # which raises what it has raised in a worker
                continue
            for record in made[at].get(at, ()):
                replay(record, self.settings, is_own=made[at] is own.records)
            if own.error and at == own.numbers[-1]:
                raise own.error

    def _make_some(self, pages: list[PlannedPage], tickets: Tickets) -> Made:
        """Make this process's share; it ends with the first page that raises."""
        if tickets.is_first:
            do_waiting(self.settings)
        keeper = LogKeeper(getLogger().handlers[:], is_own=tickets.is_first)
        made, number = Made([], keeper.records), 0
        with keeper.listening(self.ears):
            for number in tickets:
                keeper.number = number
                try:
                    self._make(pages[number])
                except Exception as error:  # noqa: BLE001  # it is raised in its turn
                    tickets.stop()
                    made.error = error
                    break
                if tickets.is_first or number not in keeper.odd:
                    made.numbers.append(number)
                if tickets.is_first:
                    tell_progress(f"{number + 1} of {len(pages)} pages")
        if tickets.is_first:
            made.numbers += [number] if made.error else []
        else:
            made.records = {at: [*map(pack, of)] for at, of in keeper.records.items()}
            made.error = None
        return made

    def _end_with(self, page: PlannedPage, error: WorkerError) -> NoReturn:
        """Report a worker that has died at a page, and end the run."""
        source = getattr(page.shown, "source_path", "")
        source = source and relative_path(source, self.settings)
        problem = error.explain(source or page.name, f"made the page {page.name}")
        report(problem, self.settings)
        raise BuildStoppedError(f"The build stopped: {problem.what}") from None


def _open(name: str, encoding: str) -> Any:
    return open(name, "w", encoding=encoding)  # noqa: PTH123  # as Pelican does


@contextmanager
def filter_as_before() -> Iterator[None]:
    """Let Pelican's filter forget what it hears meanwhile: it is to hear it again."""
    heard, counts = LimitFilter._raised_messages, LimitFilter._group_count  # noqa: SLF001  # it has no copy
    heard_before, counts_before = set(heard), dict(counts)
    try:
        yield
    finally:
        heard &= heard_before
        counts.clear()
        counts.update(counts_before)


def replay(record: LogRecord, settings: dict[str, Any], *, is_own: bool) -> None:
    """Let everyone hear a record in its turn, unless the same was said already."""
    problem = getattr(record, "problem", None)
    if problem is not None and not is_own:
        report(problem, settings)
        return
    with suppress(FilteredMessage):
        getLogger(record.name).handle(record)
