"""The tasks as invoke meets them, before any of them does its work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from .conftest import ROOT, make_place


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["new"], "title"),
        (["new", "!!!"], "gives no file name"),
        (["deploy"], "target"),
        (["rollback"], "target"),
        (["build", "--jobs", "two"], "--jobs two: that is no whole number."),
        (["serve", "--port=x"], "--port x: that is no whole number."),
    ],
)
def test_a_missing_or_empty_argument_is_told_in_one_line(place, words, said):
    """No traceback for a slip of the hand."""
    ended = place.run(*words)
    assert ended.code == 1
    assert said in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    "words", [["series"], ["new", "Rest"], ["check", "--fix", "feed-uid"]]
)
def test_settings_that_cannot_be_read_are_told_with_their_line(place, words):
    """Whatever a command would have done with them."""
    (place.root / "pelicanconf.py").write_text("PATH = 'content'\nPLUGINS = [\n")
    ended = place.run(*words)
    assert ended.code == 1
    assert ended.err.startswith("pelicanconf.py:2: This is not Python: ")


def test_windows_is_told_in_one_sentence_where_the_commands_run():
    """Before anything is imported that is not there."""
    code = (
        "import sys; sys.modules['fcntl'] = None; sys.platform = 'win32'\n"
        "import plugins.tools.tasks"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "wsl --install -d Debian" in done.stderr


def test_the_repositorys_own_tasks_are_listed_quickly_without_pelican(place):
    """A broken pelicanconf.py leaves the list working: nothing reads it."""
    code = (
        "import sys, runpy; sys.argv = ['invoke', '--list']\n"
        "try:\n    runpy.run_module('invoke', run_name='__main__')\n"
        "except SystemExit:\n    pass\n"
        "assert 'pelican' not in sys.modules\n"
    )
    done = subprocess.run(
        [place.command()[0], "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "  build " in done.stdout


@pytest.mark.parametrize("words", [["series"], ["headers", "nginx"], ["build"]])
def test_a_reader_that_has_enough_ends_a_command_without_a_traceback(place, words):
    """``invoke series | head -1``: head closes the pipe while more is to come."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        done = subprocess.run(
            place.command(*words),
            cwd=place.root,
            env=place.env(),
            stdout=closed,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.stderr == ""
    assert done.returncode == 128 + signal.SIGPIPE
    assert not place.output.exists()


def test_no_garbage_is_looked_for_when_a_command_ends():
    """All memory goes with the process; that search took a tenth of a small build."""
    code = (
        "import atexit, gc\n"
        "def count(): print(gc.get_threshold()[0], gc.get_freeze_count() > 0)\n"
        "atexit.register(count)  # which is called last\n"
        "from plugins.tools.command_line import spare_collector\n"
        "spare_collector(); spare_collector()\n"
    )
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    assert done.stdout.decode().split() == ["20000", "True"]


#: What other commands need, or one site in a hundred.
NEVER_IN_A_BUILD = (
    "httpx",
    "pylatexenc",
    "plugins.references.checking.compare",
    "plugins.references.exchange.typed_list",
    "plugins.references.lookup.web",
    "plugins.tools.commands",
    "plugins.tools.deploy",
)


def test_a_build_loads_nothing_of_other_commands():
    """They would cost every build what only they need."""
    code = (
        "import sys, importlib, pelicanconf, plugins.tools.build.build\n"
        "for name in pelicanconf.PLUGINS: importlib.import_module(name)\n"
        f"print(*(one for one in {NEVER_IN_A_BUILD} if one in sys.modules))"
    )
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    assert done.stdout.decode().strip() == ""


@pytest.mark.parametrize(("option", "is_kept"), [((), True), (("-B",), False)])
def test_what_python_compiles_is_kept_as_without_invoke(option, is_kept):
    """Each command compiled two hundred modules anew, as invoke lets none be kept."""
    code = (
        "import sys; sys.dont_write_bytecode = True  # as invoke does\n"
        "import plugins.tools; print(not sys.dont_write_bytecode)"
    )
    words = [sys.executable, *option, "-c", code]
    env = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    done = subprocess.run(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, check=True)
    assert done.stdout.decode().strip() == str(is_kept)


ASCII = {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}


@pytest.mark.parametrize(
    ("folder", "env"),
    [
        ("café", ASCII),
        ("café", {"PYTHONIOENCODING": "ascii"}),
        (os.fsdecode(b"caf\xe9"), ASCII),
    ],
    ids=["POSIX", "ascii streams", "Latin-1 name, POSIX"],
)
def test_names_are_utf_8_whatever_the_system_speaks(tmp_path, folder, env):
    """Python reads them as ASCII there, and pages with such signs cannot be written."""
    place = make_place(tmp_path / folder, posts=1)
    place.post("post-0", "[Words]({static}/images/größe.png)", title="Schön")
    place.write("content/images/größe.png", b"x")
    place.write("content/posts/é.md", "slug: second\n\nNo title.\n")

    ended = place.run_anew("build", "--output", "öffentlich", **env)

    assert ended.code == 1
    plain = "posts/é.md" if "PYTHONIOENCODING" not in env else "posts/\\xe9.md"
    assert f"content/{plain}: The header says no title." in ended.err
    assert "Traceback" not in ended.err

    (place.root / "content/posts/é.md").unlink()
    ended = place.run_anew("build", "--output", "öffentlich", **env)
    assert ended.code == 0, ended.said
    assert ended.err == ""
    page = (place.root / "öffentlich/post-0.html").read_text("utf-8")
    assert "<h1>Schön</h1>" in page
    assert (place.root / "öffentlich/images/größe.png").is_file()
