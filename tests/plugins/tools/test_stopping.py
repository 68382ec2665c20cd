"""Ctrl-C, SIGTERM and a closed terminal: one line, the site whole, nothing left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from weakref import WeakSet

import pytest

from plugins.tools.stopping import SIGNALS, StoppedError, is_ignored, stoppable
from tests.plugins.tools.conftest import ROOT

#: Sends signals to itself at the first call of a function of the tools.
AT = """
import importlib, os, sys, threading, time
from invoke.program import Program
import plugins.tools.build.build

module, _, name = sys.argv[1].rpartition(".")
*path, owner = module.split(".")
if owner.strip("_")[0].isupper():
    where = getattr(importlib.import_module(".".join(path)), owner)
else:
    where = importlib.import_module(module)
real, number, times = getattr(where, name), int(sys.argv[2]), int(sys.argv[3])

def send():
    for _ in range(times):
        os.kill(os.getpid(), number)
        time.sleep(0.01)

def stopped(*words, **more):
    if sys.argv[4] == "after":
        real(*words, **more)
    threading.Thread(target=send).start()
    time.sleep(0.3)
    return real(*words, **more)

setattr(where, name, stopped)
Program(namespace=None).run(["invoke", *sys.argv[5:]])
"""
BUILD, DEPLOY = "plugins.tools.build", "plugins.tools.deploy.folder.FolderTransport"


def run_and_stop(place, at, number, *words, times=1, when="before"):
    arguments = [at, str(int(number)), str(times), when, *words]
    done = subprocess.run(
        [sys.executable, "-c", AT, *arguments],
        cwd=place.root,
        env=place.env(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    return done


def assert_nothing_left(root):
    """No lock, no stage, no draft, no part of a release."""
    for path in root.rglob("*"):
        assert path.name not in {"lock", ".deploying", ".current.new"}
        assert not path.name.startswith("stage-")
        assert path.suffix not in {".new", ".part", ".bulletin-new"}


@pytest.mark.parametrize(
    ("at", "number", "times"),
    [
        (f"{BUILD}.build.check_output", signal.SIGTERM, 1),
        (f"{BUILD}.pelican_run.PelicanSite.build", signal.SIGHUP, 1),
        (f"{BUILD}.output.Output.make_stage", signal.SIGINT, 3),
        (f"{BUILD}.lock._Lock.take", signal.SIGTERM, 3),
    ],
)
def test_a_stopped_build_leaves_the_old_site_and_nothing_else(place, at, number, times):
    """Two impatient signals more are the same wish: what is tidied up is tidied up."""
    place.run("build")
    before = place.stamps()
    place.post("post-1", "Edited.")

    done = run_and_stop(place, at, number, "build", times=times)

    assert done.returncode == 128 + number
    assert done.stderr == "Stopped.\n"
    assert place.stamps() == before
    assert_nothing_left(place.root)


def test_a_build_that_has_begun_to_publish_ends_that_and_says_so(place):
    """Half of it would be two versions side by side."""
    place.run("build")
    place.post("post-1", "Edited.")

    done = run_and_stop(place, f"{BUILD}.publish.in_order", signal.SIGINT, "build")

    assert done.returncode == 0
    assert done.stderr == "Too late to stop: the output is complete.\n"
    assert "Edited." in (place.output / "post-1.html").read_text()
    assert_nothing_left(place.root)


@pytest.mark.parametrize(
    ("at", "when", "code"),
    [
        (f"{BUILD}.publish.in_order", "before", 130),
        (f"{DEPLOY}.send", "after", 130),
        (f"{DEPLOY}.prune", "before", 0),
    ],
)
def test_a_stopped_deploy_shows_the_old_site_or_the_new_one(
    place, tmp_path, at, when, code
):
    """Which of them, the code and the line say."""
    www = tmp_path / "www"
    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n")
    assert place.run("deploy", "live", "--yes").code == 0
    old = (www / "current").readlink()
    releases = len([*(www / "releases").iterdir()])
    place.post("post-1", "Edited.")

    words = ("deploy", "live", "--yes")
    done = run_and_stop(place, at, signal.SIGINT, *words, when=when)

    assert done.returncode == code
    said = "Stopped.\n" if code else f"Too late to stop: {www} shows release "
    assert done.stderr.startswith(said)
    assert ((www / "current").readlink() == old) == bool(code)
    assert len([*(www / "releases").iterdir()]) == releases + (not code)
    assert_nothing_left(tmp_path)


class Finalized:
    """Python prints what is raised in a finalizer, and goes on."""

    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0)


class Named:
    """Python 3.11 makes a RuntimeError of what is raised here."""

    def __set_name__(self, owner, name):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.1)


@pytest.mark.parametrize(
    "interrupted",
    [lambda: time.sleep(5 * bool(Finalized())), lambda: type("C", (), {"x": Named()})],
    ids=["lost", "wrapped"],
)
def test_a_wish_that_python_would_lose_or_wrap_ends_the_command(interrupted):
    """Both come from imports, which are half of a command's time."""
    before = [signal.getsignal(number) for number in SIGNALS]
    try:
        with pytest.raises(StoppedError) as stopped, stoppable():
            interrupted()
    finally:
        for number, handler in zip(SIGNALS, before, strict=True):
            signal.signal(number, handler)
    assert stopped.value.code == 143


def test_a_wish_waits_while_a_set_forgets_what_is_gone():
    """There too Python prints what is raised, and goes on."""
    found = []

    def look(frame, event, _):
        if event == "call" and frame.f_code.co_name == "_remove":
            found.append(is_ignored(frame))

    things = WeakSet([thing := Named()])
    sys.setprofile(look)
    try:
        del thing
    finally:
        sys.setprofile(None)
    assert found == [True]
    assert not things
    assert not is_ignored(sys._getframe())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_behind_the_work_does_not_belie_it(number):
    """Python takes a while to end; a traceback or a signal's code would be no news."""
    code = (
        "import atexit, os\n"
        "from plugins.tools.stopping import stoppable\n"
        "with stoppable():\n    pass\n"
        f"atexit.register(os.kill, os.getpid(), {int(number)})\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_command_that_nohup_started_outlives_its_terminal(place):
    """What was ignored when it began stays ignored."""
    words = [sys.executable, "-c", AT, f"{BUILD}.build.check_output"]
    words += [str(int(signal.SIGHUP)), "1", "before", "build"]
    done = subprocess.run(
        ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *words],
        cwd=place.root,
        env=place.env(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (place.output / "index.html").is_file()
