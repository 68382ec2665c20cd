"""Files that are no files, and files without end: named, and never opened."""

from __future__ import annotations

import os
import re
import resource
import socket
import subprocess
import sys
from multiprocessing import get_context

import pytest
from PIL import Image

from plugins.tools.build.pelican_run import run_pelican
from tests.conftest import QUIET, ROOT, a_post
from tests.plugins.tools.conftest import CONF

SECONDS = 20
PNG = b"\x89PNG\r\n\x1a\n"
OURS = ["front_matter", "post_checks", "sanitizer", "series", "references", "images"]
PLUGINS = [f"plugins.{name}" for name in OURS]


def make_sparse(path, head=b"", size=2**31):
    """Make a file of 2 GB, or of another size, that takes no room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)


def make_pipe(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def build(place, *, plugins, command="build"):
    """Run a command that has to end in time; return what it says."""
    more = f"PLUGINS = {plugins!r}\n"
    place.write("pelicanconf.py", CONF + more)
    done = subprocess.run(
        place.command(command),
        cwd=place.root,
        env=place.env(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


PIPES = [
    *("content/posts/a.md", "content/posts/a.rst", "content/pages/a.md"),
    *("content/series/a.md", "content/images/a.png", "content/references/library.json"),
    *("content/references/checked.json", "theme/static/a.css"),
    "theme/templates/article.html",
]


@pytest.mark.parametrize("plugins", [[], PLUGINS], ids=["none", "ours"])
@pytest.mark.parametrize("command", ["build", "check"])
def test_pipes_are_named_and_not_opened(place, plugins, command):
    """All of them in one run; the next build finds no lock."""
    for path in PIPES:
        make_pipe(place.root / path)
    done = build(place, plugins=plugins, command=command)
    assert done.returncode == 1
    for path in PIPES:
        assert f"{path}: The file cannot be read: it is no file" in done.stderr
        (place.root / path).unlink()
    if command == "build" and not plugins:
        place.write("theme/templates/article.html", "{{ article.content }}\n")
        assert place.run("build").code == 0


def test_sockets_and_devices_are_named(place, monkeypatch):
    """A socket holds a build as a pipe does, and a device has no end."""
    monkeypatch.chdir(place.root / "content")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("posts/a.md")
        (place.root / "content/posts/b.md").symlink_to("/dev/zero")
        done = build(place, plugins=[])
    for name in ("a.md", "b.md"):
        said = f"content/posts/{name}: The file cannot be read: it is no file"
        assert said in done.stderr


def test_names_of_files_do_not_reach_the_terminal_as_they_are(place):
    """They are named with their control characters as numbers."""
    for name in ("posts/a\x1b[31m.md", "images/b\x9b2J.png", "images/c\u202e.png"):
        place.write(f"content/{name}", PNG if "images" in name else "words")
    done = build(place, plugins=PLUGINS)
    assert done.returncode == 1
    for shown in (
        "content/posts/aU+001B[31m.md",
        "content/images/bU+009B2J.png",
        "content/images/cU+202E.png",
    ):
        assert f"{shown}: warning: The file's name holds an invisible" in done.stderr
    assert not re.search("[\x1b\x9b\u202e]", done.stdout + done.stderr)


def test_a_pipe_for_a_configuration_is_named(place):
    """``invoke`` itself would wait for it."""
    make_pipe(place.root / "invoke.yaml")
    assert "invoke.yaml is no file" in build(place, plugins=[]).stderr


def test_a_pipe_for_a_library_is_named_by_its_commands(place):
    """No work is added to it."""
    make_pipe(place.root / "content/references/library.json")
    place.write("more.bib", "@book{a, title = {A}}\n")
    done = place.run("cite", "more.bib")
    assert done.code == 1
    assert "library.json: The file cannot be read: it is no file" in done.err


def test_files_without_end_are_named_and_not_read(place):
    """Of the content and of the theme, in one run and within little memory."""
    texts = ["posts/a.md", "posts/b.rst", "images/a.mp4", "references/library.json"]
    for path in texts:
        make_sparse(place.root / "content" / path, b"\0\0\0 ftyp")
    make_sparse(place.root / "theme/static/a.css")
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (2**30, before[1]))
    try:
        done = build(place, plugins=[])
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    assert done.returncode == 1
    for path in (*(f"content/{one}" for one in texts), "theme/static/a.css"):
        said = f"{path}: The file cannot be read: it has more than 1,024 MB"
        assert said in done.stderr


def _build_in_little_memory(content, output, theirs):
    """Build a site in a process that may have a gigabyte; send its problems."""
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
    strict = {"strict": True}
    built = run_pelican(
        None,
        **QUIET
        | {
            "PATH": content,
            "OUTPUT_PATH": output,
            "PLUGINS": PLUGINS,
            "FRONT_MATTER": strict,
            "POST_CHECKS": strict,
        },
    )
    theirs.send([(one.path, one.line, one.name) for one in built.problems])


def test_large_files_and_pictures_are_named_with_their_kind(tmp_path):
    """By size and by header, before anything is read or decoded."""
    content = tmp_path / "content"
    (content / "posts").mkdir(parents=True)
    (content / "posts/a.md").write_text(a_post(body="![Words](/images/b.png)\n"))
    make_sparse(content / "posts/c.md", size=2**29)
    make_sparse(content / "images/a.png", PNG, 2**29)
    Image.new("1", (13_000, 13_000)).save(content / "images/b.png")
    ours, theirs = get_context("fork").Pipe()
    args = (str(content), str(tmp_path / "output"), theirs)
    child = get_context("fork").Process(target=_build_in_little_memory, args=args)
    child.start()
    assert ours.poll(SECONDS)
    found = ours.recv()
    child.join()
    assert found == [
        ("content/images/a.png", 0, "file-large"),
        ("content/posts/a.md", 8, "image-large"),
        ("content/posts/c.md", 0, "file-unreadable"),
    ]


def test_plain_pelican_names_a_pipe_and_goes_on(tmp_path):
    """Whatever reader would open it; the site is not strict, so the rest is built."""
    pipes = ["posts/a.rst", "posts/b.html", "posts/c.md", "images/d.png", "pages/e.rst"]
    for name in pipes:
        make_pipe(tmp_path / "content" / name)
    (tmp_path / "content/images/zero.png").symlink_to("/dev/zero")
    (tmp_path / "content/posts/good.md").write_text(a_post("Good"), "utf-8")
    settings = QUIET | {"PATH": "content", "PLUGINS": ["plugins.front_matter"]}
    lines = (f"{key} = {value!r}\n" for key, value in settings.items())
    (tmp_path / "pelicanconf.py").write_text("".join(lines), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pelican"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "300"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    said = done.stdout + done.stderr

    assert done.returncode == 0, said
    assert (tmp_path / "output/good.html").is_file()
    for name in (*pipes, "images/zero.png"):
        assert said.count(f"content/{name}: The file cannot be read") == 1, said
