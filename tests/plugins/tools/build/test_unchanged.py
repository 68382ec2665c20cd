"""A build with nothing to do says so at once, and notices whatever changes a page."""

from __future__ import annotations

import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context

import pytest

from plugins.tools.build.follow import ReadLog
from plugins.workers import Shared
from tests.plugins.tools.conftest import CONF, strict

NOTHING = "Nothing has changed since the last build."


def build(place, *words, **env):
    ended = place.run("build", *words, **env)
    assert ended.code == 0, ended.said
    return ended.out


def is_whole(place, *words, **env):
    return NOTHING not in build(place, *words, **env)


def remembered(place):
    return next((place.root / ".bulletin").glob("unchanged-*.json"))


def test_nothing_to_do_takes_no_pelican(place):
    """The same words and numbers, without the second that its import takes."""
    place.post("post-0", "![](a.png)")
    env = {"PYTHONPROFILEIMPORTTIME": "1"}
    first = place.run("build", **env)
    stamps = place.stamps()
    again = place.run("build", **env)

    assert first.code == again.code == 0
    assert " pelican\n" in first.err
    assert " pelican\n" not in again.err
    assert NOTHING in again.out
    *_, closing, look = again.out.splitlines()
    assert closing.startswith("3 posts, 1 page, 0 changed, 11 unch")
    assert look == "To look at it: invoke serve --no-drafts"
    assert look == first.out.splitlines()[-1]
    said = [line for line in first.err.splitlines() if "import time:" not in line]
    assert "a.png" in "".join(said)
    assert said == [one for one in again.err.splitlines() if "import time:" not in one]
    assert place.stamps() == stamps


def edit(path, text="Other words."):
    return lambda place: place.write(path, text)


CHANGES = {
    "a body": edit(
        "content/posts/post-0.md",
        "title: T\ndate: 2026-01-01\nsummary: S.\ncategory: All\n\nOther words.\n",
    ),
    "a new post": lambda place: place.post("post-9"),
    "a post that is gone": lambda place: (
        place.root / "content/posts/post-1.md"
    ).unlink(),
    "a new name": lambda place: (place.root / "content/posts/post-1.md").rename(
        place.root / "content/posts/post-x.md"
    ),
    "a picture": edit("content/images/a.txt"),
    "a template": edit("theme/templates/page.html", "<title>T</title><p>x</p>"),
    "a new template": edit("theme/templates/author.html"),
    "a style": edit("theme/static/main.css", "body { margin: 1px }"),
    "the settings": lambda place: place.write(
        "pelicanconf.py", f"{CONF}\nSITENAME = 'Other'\n"
    ),
    "the tasks' settings": edit("invoke.yaml", "x: 1"),
    "the site's own plugin": edit("plugins/own.py", "x = 1"),
    "an output that a hand has changed": edit("output/index.html"),
    "an output that is gone": lambda place: (place.root / "output/index.html").unlink(),
    "a record that is gone": lambda place: (
        place.root / ".bulletin/output/manifest.json"
    ).unlink(),
    "nothing that is known": lambda place: remembered(place).write_bytes(b"{}"),
    "half of what is known": lambda place: remembered(place).write_bytes(
        remembered(place).read_bytes()[:999]
    ),
    "a folder behind a link": lambda place: (place.root / "content/images").symlink_to(
        place.root / "theme"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_is_read_or_written_is_noticed(place, change):
    """Each on its own; the build is a whole one."""
    assert is_whole(place)
    assert not is_whole(place)
    change(place)
    ended = place.run("build")
    assert NOTHING not in ended.out


def test_a_file_saved_with_its_old_size_and_time_is_noticed(place):
    """As some editors and copying programs leave them."""
    build(place)
    post = place.root / "content/posts/post-0.md"
    stat = post.stat()
    text = post.read_text()
    post.write_text(text.replace("Words of post 0", "Words of past 0"))
    os.utime(post, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert is_whole(place)
    assert "past 0" in (place.output / "post-0.html").read_text()


def test_a_file_that_was_only_touched_is_the_same(place):
    """As after a switch to a branch and back."""
    build(place)
    post = place.root / "content/posts/post-0.md"
    text = post.read_bytes()
    post.unlink()
    post.write_bytes(text)
    before = remembered(place).read_bytes()
    assert not is_whole(place)
    assert remembered(place).read_bytes() != before
    assert not is_whole(place)


def test_what_settings_read_elsewhere_is_noticed(place):
    """Data beside the site, a module that is imported, a folder that is listed."""
    beside = place.root.parent
    (beside / "lists").mkdir()
    (beside / "data.txt").write_text("One")
    (beside / "more.py").write_text("SITENAME = 'A'\n")
    place.write(
        "pelicanconf.py",
        f"{CONF}\nimport os, sys, pathlib\nsys.path.insert(0, {str(beside)!r})\n"
        f"from more import SITENAME\n"
        f"SITESUBTITLE = pathlib.Path({str(beside / 'data.txt')!r}).read_text()\n"
        f"NAMES = list(pathlib.Path({str(beside / 'lists')!r}).iterdir())\n",
    )
    assert is_whole(place)
    assert not is_whole(place)
    (beside / "data.txt").write_text("Two")
    assert is_whole(place)
    (beside / "more.py").write_text("SITENAME = 'Other'\n")
    assert is_whole(place)
    assert "Other" in (place.output / "index.html").read_text()
    (beside / "lists/x").write_text("")
    assert is_whole(place)
    assert not is_whole(place)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ("import subprocess\nsubprocess.run(['true'])", "something runs a program"),
        ("import os\nos.system('true')", "something runs a program"),
        (
            "import socket\nsocket.getaddrinfo('127.0.0.1', 9)",
            "something asks another machine",
        ),
        (
            "from datetime import datetime\nJINJA_GLOBALS = {'now': datetime.now}",
            "pelicanconf.py asks for “.now”",
        ),
    ],
    ids=range(4),
)
def test_what_cannot_be_followed_is_built_each_time(place, settings, why):
    """And ``--explain`` says why."""
    place.write("pelicanconf.py", f"{CONF}\n{settings}\n")
    assert f"The next build will be a whole one: {why}." in build(place, "--explain")
    assert is_whole(place)


def test_options_and_environment_are_builds_of_their_own(place):
    """What a terminal says of itself is not."""
    assert is_whole(place, HOME="/nowhere")
    assert not is_whole(place, HOME="/nowhere", TERM="dumb", COLUMNS="20")
    assert is_whole(place, HOME="/nowhere", DEPLOY_FOR="production")
    assert is_whole(place)
    assert is_whole(place, "--siteurl", "https://other.example")
    assert is_whole(place)
    assert is_whole(place, "--drafts")
    assert not is_whole(place)
    assert is_whole(place, "--explain")
    kept = list((place.root / ".bulletin").glob("unchanged-*.json"))
    assert len(kept) <= 8


def without_future(place):
    """Let Pelican itself hold back what is dated in the future."""
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", f"{conf}WITH_FUTURE_DATES = False\n")
    return place


@pytest.mark.parametrize("holding", [strict, without_future])
def test_the_clock_ends_what_is_known(place, holding):
    """At midnight, and when a post is due that Pelican never saw."""
    holding(place)
    build(place)
    until = json.loads(remembered(place).read_bytes())["until"]
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert until == (today + timedelta(days=1)).timestamp()
    soon = (datetime.now(UTC) + timedelta(seconds=90)).replace(second=0, microsecond=0)
    place.post("later", date=f"{soon:%Y-%m-%d %H:%M}")
    build(place)
    given = json.loads(remembered(place).read_bytes())
    assert given["until"] == min(soon, today + timedelta(days=1)).timestamp()
    for name, moment in (("until", time.time() - 1), ("since", time.time() + 99)):
        remembered(place).write_text(json.dumps(given | {name: moment}))
        assert is_whole(place)


def test_a_build_that_fails_is_not_what_is_known(place):
    """Its mistakes are said each time; a mistake that is undone is as if never made."""
    build(place)
    post = place.root / "content/posts/post-0.md"
    text = post.read_bytes()
    post.write_bytes(text.replace(b"date: 2026", b"date: nonsense"))
    for _ in range(2):
        assert place.run("build").code == 1
    post.write_bytes(text)
    assert not is_whole(place)


def test_a_file_saved_during_a_build_is_not_taken_for_read(place):
    """Whether the build has seen it or not."""
    place.write(
        "pelicanconf.py",
        f"{CONF}\nimport threading\nfrom pathlib import Path\n"
        f"from pelican import signals\n"
        f"def save(_writer):\n"
        f"    Path({str(place.root / 'content/posts/post-0.md')!r}).touch()\n"
        f"signals.get_writer.connect(save)\n",
    )
    out = build(place, "--explain")
    assert "a file was saved while the site was built" in out
    assert is_whole(place)


def share_and_open(file):
    """Return what is known of a process whose worker has opened a file."""
    log = ReadLog("key")
    sys.addaudithook(log.hear)

    def work(tickets):
        if not tickets.is_first:
            file.read_text("utf-8")

    Shared(work, [log]).among(2, 2)
    return str(file) in log.files, log.beyond


def test_processes_that_share_the_work_are_followed(tmp_path):
    """What they read is known, so the next build need not be a whole one."""
    file = tmp_path / "read.txt"
    file.write_text("Words.")
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert pool.submit(share_and_open, file).result() == (True, {})


def test_a_build_of_several_processes_is_known_to_the_next_one(place):
    """Whoever hears of events, and through however many hands they go."""
    for number in range(40):
        place.post(f"more-{number}")
    place.write("pelicanconf.py", f'{CONF}PLUGINS = ["plugins.incremental"]\n')
    words = ("--jobs", "2", "--explain")
    assert "The next build will be a whole one" not in build(place, *words)
    assert not is_whole(place, "--jobs", "2")
