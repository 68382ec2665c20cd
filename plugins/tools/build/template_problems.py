"""Mistakes in templates as problems: all that can be found once one was met."""

from __future__ import annotations

import re
import traceback
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, nodes

from ...problem import Problem, did_you_mean
from ...report import relative_path
from ...source.read import read_file
from .log import find_current_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

NAME = "template"
#: How often a template calls itself before nobody can have meant it.
ENDLESS = 20
MEND = "Mend this line."
JINJA = Path(jinja2.__file__).parent
#: What names another template.
LEADS = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def explain_template(error: Exception, settings: dict[str, object]) -> list[Problem]:
    """Return the problems behind an exception; none if no template is its cause.

    What a template computes is a program's fault and keeps its traceback; what Jinja
    cannot read, or cannot find, is the mistake of whoever wrote the line.
    """
    own = [one for one in (_explain(error, settings),) if one]
    if not own:
        return []
    env = _environment(error.__traceback__)
    others = _read_all(env, settings) if env else []
    return sorted({*own, *others})


def _explain(error: Exception, settings: dict[str, object]) -> Problem | None:
    """Return the problem that ended the run."""
    frames = _template_frames(error, settings)
    path, line = frames[-1] if frames else (_source_at_hand(error, settings), 0)
    if isinstance(error, TemplateSyntaxError):
        return _unreadable(error, settings)
    if isinstance(error, TemplateNotFound):
        names = getattr(error, "templates", (error.name,))
        return _missing(path, line, "” or “".join(map(str, names)), settings)
    if isinstance(error, UnicodeDecodeError):
        name = _file_being_read(error.__traceback__)
        what = f"This template is not written in UTF-8 (at byte {error.start})."
        place = relative_path(name, settings)
        return Problem(place, 0, what, "Save it as UTF-8.", NAME) if name else None
    if isinstance(error, RecursionError):
        counts = Counter(name for name, _line in frames)
        if any(times > ENDLESS for times in counts.values()):
            what = "This template extends or includes itself without end."
            return Problem(path, line, what, MEND, NAME)
    if type(error).__name__ == "PelicanTemplateNotFound":
        found = re.search(r"unable to load ([^\[]*)\[", str(error))
        name = found[1] if found else str(error)
        root = Path(str(settings["BULLETIN_ROOT"]))
        line = line or read_file(root / path, "").find_line([name])
        return _missing(path, line, f"{name}.html", settings)
    return None


def _source_at_hand(error: Exception, settings: dict[str, object]) -> str:
    """Return the post that wants a template, else the settings, which name the rest."""
    walk = list(traceback.walk_tb(error.__traceback__))
    name = find_current_source(reversed(walk), settings)
    is_file = name and (Path(str(settings["BULLETIN_ROOT"])) / name).is_file()
    return name if is_file else "pelicanconf.py"


def _unreadable(
    error: TemplateSyntaxError, settings: dict[str, object]
) -> Problem | None:
    # Jinja's lexer gives the file for the name.
    file = error.filename or error.name or ""
    if not Path(file).is_file():
        return None
    what = f"Jinja cannot read this: {(error.message or '').rstrip('.')}."
    place = relative_path(file, settings)
    return Problem(place, error.lineno, what, MEND, NAME)


def _missing(path: str, line: int, name: str, settings: dict[str, object]) -> Problem:
    folder = Path(str(settings["THEME"])) / "templates"
    known = (one.relative_to(folder).as_posix() for one in folder.rglob("*.*"))
    remedy = did_you_mean(name, known) or "Correct the name, or write that template."
    return Problem(path, line, f"There is no template “{name}”.", remedy, NAME)


def _template_frames(
    error: Exception, settings: dict[str, object]
) -> list[tuple[str, int]]:
    """Return the places in templates that the exception passed, innermost last.

    Jinja gives each of them a frame of the template's own name and line.
    """
    return [
        (relative_path(frame.filename, settings), frame.lineno or 0)
        for frame in traceback.extract_tb(error.__traceback__)
        if _is_templates(frame)
    ]


def _is_templates(frame: traceback.FrameSummary) -> bool:
    is_block = frame.name.startswith("block ")
    return is_block or frame.name in {"template", "top-level template code"}


def find_template_line(error: BaseException) -> tuple[str, int] | None:
    """Return the file and line of a template whose own words have raised an error.

    None where code that the template calls has raised it: a filter, a plugin.
    """
    frames = traceback.extract_tb(error.__traceback__)
    while frames and Path(frames[-1].filename).is_relative_to(JINJA):
        frames.pop()
    if not frames or not _is_templates(frames[-1]):
        return None
    return frames[-1].filename, frames[-1].lineno or 0


def _file_being_read(trace: TracebackType | None) -> str:
    for frame, _line in traceback.walk_tb(trace):
        if frame.f_globals.get("__name__") == "jinja2.loaders":
            name = frame.f_locals.get("filename")
            if isinstance(name, str):
                return name
    return ""


def _environment(trace: TracebackType | None) -> Environment | None:
    for frame, _line in traceback.walk_tb(trace):
        owner = frame.f_locals.get("self")
        for one in (owner, getattr(owner, "env", None)):
            if isinstance(one, Environment):
                return one
    return None


def _read_all(env: Environment, settings: dict[str, object]) -> Iterator[Problem]:
    """Yield what is wrong in all templates of the site's theme."""
    known = set(env.list_templates())
    theme = Path(str(settings["THEME"])).resolve()
    for name in sorted(known):
        source = _source(env, name)
        if not source or name.startswith("!"):
            continue
        text, file = source
        if not Path(file).resolve().is_relative_to(theme):
            continue
        try:
            tree = env.parse(text, name, file)
            env.compile(text, name, file)
        except TemplateSyntaxError as error:
            yield from filter(None, [_unreadable(error, settings)])
            continue
        for lead in tree.find_all(LEADS):
            wanted = getattr(getattr(lead, "template", None), "value", None)
            if getattr(lead, "ignore_missing", False) or not isinstance(wanted, str):
                continue
            if wanted not in known:
                place = relative_path(file, settings)
                yield _missing(place, lead.lineno, wanted, settings)


def _source(env: Environment, name: str) -> tuple[str, str] | None:
    """Return a template's text and file, where it can be read."""
    if env.loader is None:
        return None
    try:
        text, file, _ = env.loader.get_source(env, name)
    except (OSError, UnicodeDecodeError, TemplateNotFound):
        return None
    return (text, file) if file else None
