"""What a command prints, wherever its caller lets that go."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import pytest

from tests.plugins.tools.conftest import ROOT, become_command

#: A command in a line: it opens its streams, and prints what ASCII has no sign for.
COMMAND = """
import sys
from invoke.exceptions import Exit
from plugins.tools.command_line import in_one_line
try:
  with in_one_line():
    print("\\xe9 \\u7cbe\\u795e \\u2192")
    sys.stderr.write("\\xfc\\n")
    sys.stderr.flush()
    assert not sys.stdin.read(1)
except Exit as end:  # as invoke does
    print(end.message, file=sys.stderr)
    sys.exit(end.code)
"""
SHELL = 'exec "$0" "$@" </dev/null'
#: How a shell lets the streams go, and what is seen of them in the end.
STREAMS = {
    "ascii": ("PYTHONIOENCODING=ascii:strict", "", 0, "\\xe9 \\u7cbe\\u795e \\u2192\n"),
    "latin": ("PYTHONIOENCODING=latin-1", "", 0, " \\u7cbe\\u795e \\u2192\n"),
    "no language": ("LC_ALL=C", "", 0, "é 精神 →\n"),
    "no mode": ("PYTHONUTF8=0 LC_ALL=POSIX", "", 0, "é 精神 →\n"),
    "no coercion": ("PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 LC_ALL=C", "", 0, "é 精神"),
    "no output": ("LC_ALL=C.UTF-8", ">&-", 0, "ü"),
    "nothing": ("LC_ALL=C.UTF-8", "<&- >&- 2>&-", 0, ""),
    "no errors": ("PYTHONIOENCODING=ascii", "2>&-", 0, "\\xe9"),
    "full": ("LC_ALL=C.UTF-8", ">/dev/full", 1, "cannot be printed: the disk is full."),
    "all full": ("PYTHONUNBUFFERED=1", ">/dev/full 2>/dev/full", 1, ""),
}


@pytest.mark.parametrize(
    ("env", "streams", "code", "said"), STREAMS.values(), ids=STREAMS
)
def test_a_command_prints_what_a_stream_can_show(env, streams, code, said):
    """As an escape where it cannot, nowhere where it is closed; no traceback."""
    given = dict(pair.split("=") for pair in env.split())
    done = subprocess.run(
        ["/bin/sh", "-c", f"{SHELL} {streams}", sys.executable, "-c", COMMAND],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | given,
        capture_output=True,
        check=False,
    )
    printed = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == code, printed
    assert said in printed
    assert "Traceback" not in printed
    assert "Exception ignored" not in printed


COMMANDS = [["series"], ["build"]]


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_full_device_is_not_taken_for_a_full_disk_of_the_site(place, words):
    """It is said what could not be done: printing."""
    place.post("post-1", "A link: [x](nowhere.html).", series="One")
    with tempfile.TemporaryFile("w+b") as err:
        child = os.fork()
        if not child:
            try:
                out = os.open("/dev/full", os.O_WRONLY)
                argv = ["invoke", *words]
                become_command(argv, place.root, place.env(), out, err.fileno())
            finally:
                os._exit(97)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        err.seek(0)
        said = err.read().decode().strip().splitlines()[-1]
    assert said == "What this command has to say cannot be printed: the disk is full."
    assert code == 1


def test_a_reader_that_has_gone_ends_invokes_own_lists_quietly(place):
    """As with ``head``, and as our commands do."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        place.command("--list"),
        cwd=place.root,
        env=place.env(),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


SLIPS = {
    ("deploy", "--help"): "What it can do says: invoke --help deploy",
    ("rollback", "-h"): "What it can do says: invoke --help rollback",
    ("headers", "--help"): "What it can do says: invoke --help headers",
    ("deploy", "--live"): "Write the target first, then options: invoke deploy TARGET",
    ("build", "-o", " "): "“ ”: this names no place. Write a path there.",
    ("build", "--content", "\t"): "this names no place. Write a path there.",
    ("cite", "--render", "  "): "this names no place. Write a path there.",
}


@pytest.mark.parametrize(("words", "said"), SLIPS.items(), ids=str)
def test_a_slip_on_the_command_line_is_told_with_a_way_out(place, words, said):
    """What to write instead, and nothing is built."""
    ended = place.run(*words)
    assert ended.code == 1
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1
    assert not place.output.exists()


def test_yes_is_no_slip_where_nothing_is_asked(place, tmp_path):
    """Scripts say it of every command."""
    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {tmp_path / 'www'}\n")
    assert "no release before" in place.run("rollback", "live", "--yes").err
