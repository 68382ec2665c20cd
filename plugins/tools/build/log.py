"""Pelican's log read as problems: what its plugins reported, and its own messages."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ...problem import Level, Problem
from ...report import relative_path
from ...source.read import read_file
from ...source.rst import is_from_docutils
from .pelican_messages import translate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from types import FrameType

#: What a file itself can cause; anything else raised while reading is a fault in code.
IN_THE_FILE = (UnicodeError, ValueError, OSError)


#: Pelican's messages of posts that it drops, and what plugins say of the same, better.
TOLD = {
    "pelican-unreadable": ("date-", "rst-"),
    "pelican-key-missing": ("key-", "file-empty", "header-"),
}


class Collector(logging.Handler):
    """Keeps every problem that an adapter or Pelican reports."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.problems: list[Problem] = []
        self.said: list[str] = []  #: lines that are no problems
        #: Hears how far long work is.
        self.progress: Callable[[str], None] = lambda _what: None
        #: The site's, so that addresses can be found in messages.
        self.settings: dict[str, object] = {}
        self._logged_error: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        problem = getattr(record, "problem", None)
        if isinstance(problem, Problem):
            self.problems.append(problem)
        elif said := getattr(record, "said", ""):
            self.said.append(said)
        elif progress := getattr(record, "progress", ""):
            self.progress(progress)
        elif record.levelno >= logging.WARNING:
            self._take(record)

    def prepare(self, record: logging.LogRecord) -> None:
        """Note on a record what only the moment says in which it is logged."""
        is_told = hasattr(record, "problem") or hasattr(record, "translated")
        if not is_told and record.levelno >= logging.WARNING:
            record.translated = self._translate(record)

    def annotate(self, error: BaseException) -> None:
        """Note on an exception which post, page or output was being worked on."""
        walk = list(traceback.walk_tb(error.__traceback__))
        work = find_current_source(reversed(walk), self.settings)
        if work and not getattr(error, "__notes__", None):
            error.add_note(f"This happened while working on {work}.")

    def raise_logged_error(self) -> None:
        """Raise the programmer's mistake that Pelican has logged and gone on from."""
        if self._logged_error is not None:
            raise self._logged_error

    def _translate(
        self, record: logging.LogRecord
    ) -> tuple[Problem, str] | BaseException:
        """Return the problem behind a message, and the key that it is about.

        Or the programmer's mistake that was logged.
        """
        error = sys.exc_info()[1]
        if error is not None and self._is_programmers(record, error):
            self.annotate(error)
            return error
        problem, key = translate(record, error, self._address(record))
        if problem.name == "plugin-missing":
            problem = self._with_place(problem, error)
        return problem, key

    def _take(self, record: logging.LogRecord) -> None:
        self.prepare(record)
        found = cast("tuple[Problem, str] | BaseException", vars(record)["translated"])
        if isinstance(found, BaseException):
            self._logged_error = self._logged_error or found
            return
        problem, key = found
        named = {one.path for one in self.problems if one.level is Level.ERROR}
        said = {one.what for one in self.problems if one.name == "name-slug"}
        is_named = problem.name == "pelican-unreadable" and problem.path in named
        if is_named or problem.what in said:
            return  # a plugin has reported it already
        if problem.name in TOLD and self._make_grave(problem, key):
            return
        words = re.findall("“([^”]+)”", problem.what)
        root = Path(str(self.settings.get("BULLETIN_ROOT") or "."))
        content = Path(str(self.settings.get("PATH") or "."))
        places = (root / problem.path, content.parent / problem.path)
        files = [read_file(place, "") for place in places]
        is_alt = problem.name == "pelican-alt"
        if is_alt and any(calls_decoration(key, file.text) for file in files):
            return
        lines = (file.header.lines.get(key) or file.find_line(words) for file in files)
        line = problem.line or next(filter(None, lines), 0)
        self.problems.append(replace(problem, line=line))

    def _make_grave(self, problem: Problem, key: str) -> bool:
        """Make an error of what a plugin has warned of; Pelican drops the post."""
        for place, one in enumerate(self.problems):
            is_same = one.path == problem.path and one.name.startswith(
                TOLD[problem.name]
            )
            is_whole = one.name.startswith(("file-", "header-", "rst-"))
            if is_same and (is_whole or (key and key in one.message)):
                self.problems[place] = one.at_level(Level.ERROR)
                return True
        return False

    def _with_place(self, problem: Problem, error: BaseException | None) -> Problem:
        """Name the line of the site's own code whose import has failed."""
        frames = traceback.extract_tb(error.__traceback__ if error else None)
        for frame in reversed(frames):
            place = relative_path(frame.filename, self.settings)
            if not Path(place).is_absolute() and "/site-packages/" not in place:
                what = f"{problem.what.rstrip('.')} ({place}:{frame.lineno})."
                return replace(problem, what=what)
        return problem

    @staticmethod
    def _is_programmers(record: logging.LogRecord, error: BaseException) -> bool:
        if record.levelno < logging.ERROR or isinstance(error, ImportError):
            return False
        reading = str(record.msg).startswith("Could not process")
        is_theirs = isinstance(error, IN_THE_FILE) or is_from_docutils(error)
        return not (reading and is_theirs)

    def _address(self, record: logging.LogRecord) -> str:
        """Return the file that a message is about: named in it, or being worked on."""
        if record.name == "pelican.settings":
            return "pelicanconf.py"
        arguments = record.args if isinstance(record.args, tuple) else ()
        for argument in arguments:
            source = getattr(argument, "source_path", argument)
            if isinstance(source, str) and self._is_file(source):
                return relative_path(source, self.settings)
        callers = traceback.walk_stack(sys._getframe())  # noqa: SLF001  # where it was logged
        return find_current_source(callers, self.settings) or "pelicanconf.py"

    def _is_file(self, name: str) -> bool:
        content = self.settings.get("PATH")
        try:
            return bool(content) and (Path(str(content)) / name).is_file()
        except (OSError, ValueError):
            return False


def calls_decoration(image: str, text: str) -> bool:
    """Return whether an author wrote ``<img … alt="">`` of an image, as HTML has it."""
    found = re.findall(rf"<img\b[^>]*{re.escape(image)}[^>]*>", text)
    return any(re.search(r"""\balt=(?:""|'')""", tag) for tag in found)


@contextmanager
def collected() -> Iterator[Collector]:
    """Collect what is logged at level INFO and above; the level is not put back."""
    collector = Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    root.setLevel(min(root.level or logging.INFO, logging.INFO))
    # It says of each page that it is written, which nobody hears.
    writers = logging.getLogger("pelican.writers")
    level = writers.level
    writers.setLevel(max(level, logging.WARNING))
    try:
        yield collector
    finally:
        root.removeHandler(collector)
        writers.setLevel(level)


THINGS = ("article", "page", "draft", "content", "item", "obj", "self")
SOURCES = ("source_path", "path", "f")


def find_current_source(
    walk: Iterable[tuple[FrameType, int]], settings: dict[str, object]
) -> str:
    """Return the source file at hand, else the output's name, else nothing.

    Frames and their lines come innermost first.
    """
    output = ""
    for frame, _ in walk:
        if not str(frame.f_globals.get("__name__", "")).startswith("pelican"):
            continue
        names = frame.f_locals
        kwargs = names.get("kwargs")
        inner = kwargs if isinstance(kwargs, dict) else {}
        source = _source(names) or _source(inner)
        if source:
            return relative_path(source, settings)
        if frame.f_code.co_name == "write_file" and not output:
            output = str(names.get("name") or "")
    return output


def _source(names: Mapping[str, object]) -> str:
    for name in THINGS:
        source = getattr(names.get(name), "source_path", None)
        if isinstance(source, str):
            return source
    if "preread_signal" in names or "generator" in names or "f" in names:
        for name in SOURCES:
            source = names.get(name)
            if isinstance(source, str) and "." in source:
                return source
    return ""
