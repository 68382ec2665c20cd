"""What all commands share where they are typed: refusals, signals, speed."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, cast

from invoke.exceptions import Exit
from invoke.parser.argument import Argument
from invoke.tasks import Task
from invoke.tasks import task as invoke_task

from ..problem import SettingsError, printable
from .site import RefusedError, Site, find_site
from .stopping import StoppedError, stoppable
from .streams import NO_READER, PrintError, drop_output, open_streams

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invoke.context import Context


def site_of(context: Context) -> Site:
    """Return the site whose tasks.py invoke has loaded."""
    project = getattr(context.config, "_project_prefix", None)
    return find_site(project)


def use_utf8() -> None:
    """Take names of files and words for UTF-8, whatever the system's language.

    Python fixes that when it starts: under ``LC_ALL=POSIX`` a folder “é” would come as
    two signs that no page can hold. There the command begins anew in Python's UTF-8
    mode (PEP 540).
    """
    if sys.getfilesystemencoding() != "utf-8":
        words = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execv(sys.executable, words)  # noqa: S606  # this very command


def spare_collector() -> None:
    """Look for garbage seldom, and not at all when the process ends.

    Nearly all that a build makes it needs to its end, and then the memory goes with the
    process: the last search alone took a tenth of a small build.
    """
    gc.set_threshold(20_000, 200)
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)


@contextmanager
def loading() -> Iterator[None]:
    """Look for no garbage while modules are loaded, nor in them later: they stay."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def in_one_line() -> Iterator[None]:
    """End a refused command with its line and exit 1, a stopped one with its signal's.

    Where the reader of what is printed has gone, as ``head`` does when it has enough,
    end as programs do that SIGPIPE ends (128 and its number), and print no more.
    """
    use_utf8()
    spare_collector()
    open_streams()
    try:
        with stoppable():
            yield
            sys.stdout.flush()
    except StoppedError as stop:
        raise Exit(str(stop), code=stop.code) from None
    except (RefusedError, SettingsError) as error:
        if isinstance(error, PrintError):
            drop_output(sys.stdout)
        raise Exit(printable(str(error)), code=1) from None
    except KeyboardInterrupt:
        raise Exit("Stopped.", code=130) from None
    except BrokenPipeError:
        drop_output()
        raise Exit(code=NO_READER) from None


def end(code: int) -> None:
    """End with an exit code; 0 goes on."""
    if code:
        raise Exit(code=code)


def refuse_dash(command: str, name: str, value: str) -> None:
    """Refuse an argument that looks like an option: it is nearly always a slip.

    invoke takes what follows a command for its first argument, ``--help`` too.
    """
    if value in {"-h", "--help"}:
        message = f"{command} wants a {name} first. What it can do says"
        raise Exit(f"{message}: invoke --help {command}", code=1)
    if value.startswith("-"):
        message = f"{name} “{printable(value)}” begins with a dash, like an option."
        remedy = f"Write the {name.lower()} first, then options"
        raise Exit(f"{message} {remedy}: invoke {command} {name} …", code=1)


#: What a command does with ``invoke --dry``: as always, for it changes nothing; or it
#: shows what it would change. Every other one is refused.
READS, PLANS = "reads", "plans"
WHEN_DRY = {
    **dict.fromkeys(("audit", "headers", "releases"), READS),
    **dict.fromkeys(("check", "cite", "deploy", "forget", "import", "new"), PLANS),
    **dict.fromkeys(("publish", "rename", "rollback", "series", "withdraw"), PLANS),
    **dict.fromkeys(("bench", "lint", "test"), PLANS),
}
INSTEAD = {
    "build": "What is wrong is found without a build by: invoke check",
    "serve": "It changes none of your texts: it builds into preview/ and .bulletin/.",
    "clean": "It deletes what builds and tests have made, and nothing else.",
    "screenshots": "It writes into screenshots/ alone.",
}
#: The last line of a command that has shown what it would do.
UNCHANGED = "Nothing was changed: --dry."


def is_dry(context: Context) -> bool:
    """Return whether nothing is to be changed: ``invoke --dry``."""
    return bool(context.config.run.dry)


class Command(Task):  # type: ignore[type-arg]  # invoke's class has no parameter at run time
    """A command that keeps what ``invoke --dry`` promises."""

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Run it, unless it would change what a dry run must leave."""
        context = cast("Context", args[0])
        if is_dry(context) and self.name not in WHEN_DRY:
            message = f"invoke {self.name} has no dry run, so nothing was done."
            raise Exit(f"{message} {INSTEAD.get(self.name, '')}".rstrip(), code=1)
        return super().__call__(*args, **kwargs)

    def arg_opts(
        self, name: str, default: str, taken_names: set[str]
    ) -> dict[str, object]:
        """Return what invoke makes of a parameter, and leave ``-h`` to its help."""
        return super().arg_opts(name, default, {*taken_names, "h"})


#: invoke's decorator, for commands of ours.
task = partial(invoke_task, klass=Command)


class _Instead(Argument):
    """An option in whose presence the command needs no positional."""

    subject: Argument  #: the positional

    def set_value(self, value: object, cast: bool = True) -> None:
        """Take the option's value, and let the positional be empty."""
        super().set_value(value, cast)
        if self.subject.value is None:
            self.subject.set_value("")


class _InsteadTask(Command):
    """A command with one positional, which some options make superfluous."""

    named: str  #: the positional
    instead: tuple[str, ...]  #: options that say what to do instead of naming it

    def get_arguments(
        self,
        ignore_unknown_help: bool | None = None,  # invoke's signature
    ) -> list[Argument]:
        """Return invoke's arguments, with those options among them."""
        arguments = super().get_arguments(ignore_unknown_help)
        named = next(one for one in arguments if one.name == self.named)
        for one in arguments:
            if one.name in self.instead:
                one.__class__ = _Instead
                one.subject = named  # type: ignore[attr-defined]  # of that class now
        return arguments


class CiteTask(_InsteadTask):
    """A command that needs no WORK where an option says what to do."""

    named, instead = "work", ("find", "adopt", "render")


class SourceTask(_InsteadTask):
    """A command that needs no SOURCE where something else is wanted of it."""

    named, instead = "source", ("verify",)


class _Number(Argument):
    """An option that is a whole number."""

    def set_value(self, value: object, cast: bool = True) -> None:
        """Take the option's value; invoke ends in a traceback where it is none."""
        try:
            super().set_value(value, cast)
        except ValueError:
            words = printable(f"--{self.name} {value}")
            message = f"{words}: that is no whole number. Write one, such as 2."
            raise Exit(message, code=1) from None


class NumberTask(Command):
    """A command with options that are whole numbers."""

    def get_arguments(
        self,
        ignore_unknown_help: bool | None = None,  # invoke's signature
    ) -> list[Argument]:
        """Return invoke's arguments, with those options among them."""
        arguments = super().get_arguments(ignore_unknown_help)
        for one in arguments:
            if one.kind is int:
                one.__class__ = _Number
        return arguments
