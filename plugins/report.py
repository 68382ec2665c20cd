"""How an adapter reports a problem, and how a run with errors ends before it writes."""

from __future__ import annotations

import logging
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .ledger import LEDGER, Tool
from .problem import Level, Problem, SettingsError, count

if TYPE_CHECKING:
    from pathlib import Path

    from .workers import Carried

#: Where a run keeps what it knows, in Pelican's settings, which all handlers see.
STATE = "BULLETIN_RUN"
#: In a run's state: how many processes share its work; 0 is one for each core.
JOBS = "JOBS"
#: In a run's state: what workers add to, by name.
CARRIED = "CARRIED"
#: In a run's state: the problems that it has reported.
REPORTED = "PROBLEMS"
#: A site's own levels: ``PROBLEM_LEVELS = {"summary-length": "notice"}``; or ``"off"``.
LEVELS = "PROBLEM_LEVELS"
LOGGING = {
    Level.ERROR: logging.ERROR,
    Level.WARNING: logging.WARNING,
    Level.NOTICE: logging.INFO,
}

#: The folder that paths in problems count from; the tasks set it.
ROOT = "BULLETIN_ROOT"

logger = logging.getLogger(__name__)


class BuildStoppedError(Exception):
    """A run with errors was ended before Pelican wrote anything."""


class _NoTraceback(logging.Filter):
    """Keeps the traceback off the end of a run that authors' mistakes have ended."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, BuildStoppedError | SettingsError):
            record.exc_info, record.args = None, ()
            record.msg = str(error)
        return True


#: Under plain ``pelican`` its command logs whatever ended the run, with a traceback.
logging.getLogger("pelican").addFilter(_NoTraceback())


class _RunState(dict[str, Any], Tool):
    """What one run knows, by a key of each owner."""

    def __reduce__(self) -> tuple[type[_RunState], tuple[()]]:
        # Pelican's cache takes the settings along, but a run's state is not for others.
        return _RunState, ()


def run_state(settings: dict[str, Any]) -> dict[str, Any]:
    """Return what the present run knows; each owner has a key of its own in it."""
    state: dict[str, Any] = settings.setdefault(STATE, _RunState())
    return state


def begin_run(pelican: Any) -> None:
    """Forget the last run; connect it to Pelican's ``get_generators``.

    ``pelican --autoreload`` runs many times with the same settings, and that signal is
    the first of each run.
    """
    state = run_state(pelican.settings)
    kept = {key: state[key] for key in (LEDGER, CARRIED, JOBS) if key in state}
    state.clear()
    state |= kept


def carry(name: str, thing: Carried, settings: dict[str, Any]) -> None:
    """Let processes that share the run's work bring home what they add to a thing."""
    run_state(settings).setdefault(CARRIED, {})[name] = thing


def carried(settings: dict[str, Any]) -> list[Carried]:
    """Return all that ``carry`` was given in this run."""
    return [*run_state(settings).get(CARRIED, {}).values()]


def relative_path(path: str | Path, settings: dict[str, Any]) -> str:
    """Return a file's path as problems name it: from the site's root, with slashes.

    The root is the setting ``BULLETIN_ROOT`` where the file lies below it, else the
    folder that holds ``PATH``. A file that lies below neither keeps its full path.
    """
    folders = str(settings["PATH"]), str(settings.get(ROOT) or "")
    is_whole = all(map(os.path.isabs, filter(None, folders))) and folders[0]
    content, tops = _roots("" if is_whole else os.getcwd(), *folders)  # noqa: PTH109  # same
    whole = os.path.abspath(os.path.join(content, path))  # noqa: PTH118  # same
    for top in tops:
        inner = top if top.endswith(os.sep) else top + os.sep
        # Two slashes at the beginning are another root (POSIX 4.13).
        has_root = whole.startswith("//") == top.startswith("//")
        is_below = has_root and whole.startswith(inner)
        if whole == top or is_below:
            whole = whole[len(inner) :] or "."
            break
    slashed = whole.replace(os.sep, "/")
    return slashed.encode("utf-8", "backslashreplace").decode("utf-8")


@lru_cache(maxsize=8)
def _roots(here: str, content: str, root: str) -> tuple[str, tuple[str, ...]]:
    """Return the whole path of the content, and of the folders that paths count from.

    ``here`` is where those count from that are not whole.
    """
    content = os.path.normpath(os.path.join(here, content))  # noqa: PTH118  # as above
    above = os.path.dirname(content)  # noqa: PTH120  # same
    own = (os.path.normpath(os.path.join(here, root)),) if root else ()  # noqa: PTH118  # same
    return content, (*own, above)


def report(problem: Problem, settings: dict[str, Any]) -> None:
    """Report a problem once per run, at the level that the site gives to its name."""
    level = level_of(problem, settings)
    if level is None:
        return
    problem = problem.at_level(level)
    ledger = run_state(settings).get(LEDGER)
    if ledger is not None:
        ledger.session.hear(problem)
    reported: dict[Problem, None] = run_state(settings).setdefault(REPORTED, {})
    if problem in reported:
        return
    reported[problem] = None
    logger.log(LOGGING[problem.level], "%s", problem, extra={"problem": problem})


def tell_progress(what: str) -> None:
    """Tell whoever watches the run how far long work is: “12 of 60 pictures made”."""
    logger.info("%s", what, extra={"progress": what})


def say(what: str) -> None:
    """Say something that is no problem; a command prints it when the run is over."""
    logger.info("%s", what, extra={"said": what})


def level_of(problem: Problem, settings: dict[str, Any]) -> Level | None:
    """Return the level that the site gives to a problem; None where it is off."""
    wanted = str(settings.get(LEVELS, {}).get(problem.name, problem.level))
    return None if wanted == "off" else Level[wanted.upper()]


def end_on_errors(pelican: Any) -> None:
    """End the run if an error was reported; connect it to Pelican's ``get_writer``.

    That signal comes after every generator and every ``all_generators_finalized``
    handler has spoken, and before the first byte is written.
    """
    stop_on_errors(pelican.settings)


def stop_on_errors(settings: dict[str, Any]) -> None:
    """End the run at once if an error was reported."""
    if errors := errors_of(settings):
        number = count(len(errors), "error")
        message = f"The build stopped: {number}, listed above. Nothing was written."
        raise BuildStoppedError(message)


def errors_of(settings: dict[str, Any]) -> list[Problem]:
    """Return the errors that the run has reported so far."""
    reported: dict[Problem, None] = run_state(settings).get(REPORTED, {})
    return [problem for problem in reported if problem.level is Level.ERROR]
