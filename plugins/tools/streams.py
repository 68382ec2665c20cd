"""The three standard streams of a command, as its caller has left them to it.

What a stream cannot show is printed as an escape, what cannot be printed at all ends
the command by its own name, and a stream that was closed leads nowhere.
"""

from __future__ import annotations

import atexit
import io
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from invoke import program

from .files import WORDS
from .site import RefusedError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import TextIO

    from _typeshed import ReadableBuffer

#: How a program ends that SIGPIPE ends: 128 and its number.
NO_READER = 128 + signal.SIGPIPE


class PrintError(RefusedError):
    """What a command prints cannot be written; with the site all may be well."""


class _Printed(io.FileIO):
    """A stream whose faults are not taken for those of the files of a site."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            why = WORDS.get(error.errno or 0, error.strerror)
            message = f"What this command has to say cannot be printed: {why}."
            raise PrintError(message) from error


def open_streams() -> None:
    """Make the standard streams fit for a command; call it as often as you like.

    Streams that somebody has put in the place of the system's stay as they are, but
    for the letters that they cannot show.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            _open_closed(number)
            mode = "w" if number else "r"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
    sys.stdout, sys.stderr = _fit(sys.stdout, 1), _fit(sys.stderr, 2)


def _fit(stream: TextIO, number: int) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.reconfigure(errors="backslashreplace")
    raw = getattr(stream.buffer, "raw", stream.buffer)  # python -u has no buffer
    if type(raw) is not io.FileIO or raw.fileno() != number:
        return stream
    printed = _Printed(number, "w", closefd=False)
    return io.TextIOWrapper(
        printed if stream.write_through else io.BufferedWriter(printed),
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def _open_closed(number: int) -> None:
    """Let nothing be opened under the number of a stream that was closed."""
    try:
        os.fstat(number)
    except OSError:
        null = os.open(os.devnull, os.O_RDWR)
        if null != number:
            os.dup2(null, number)
            os.close(null)


def watch_invoke() -> None:
    """Let invoke's own lists end as the commands do where nobody can read them."""

    def end(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        last = trace
        while last and last.tb_next:
            last = last.tb_next
        is_invokes = last and last.tb_frame.f_code.co_filename == program.__file__
        if not is_invokes or not isinstance(error, OSError):
            sys.__excepthook__(kind, error, trace)
            return
        drop_output()
        os._exit(NO_READER if isinstance(error, BrokenPipeError) else 1)

    sys.excepthook = end
    atexit.register(_flush_last)


def _flush_last() -> None:
    """Print what is still in a buffer; Python itself would show an exception."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, PrintError) as error:
        drop_output()
        os._exit(NO_READER if isinstance(error, BrokenPipeError) else 1)


def drop_output(*streams: TextIO) -> None:
    """Let what is still to be printed go nowhere: Python flushes it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams or (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
