"""``invoke build`` as its author meets it: the real command on real sites."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time

import pytest

from plugins.tools.build.lock import LockOwner, start_of
from tests.plugins.tools.conftest import ROOT, make_place

CLOSING = re.compile(
    r"(\d+) posts?, (\d+) pages?, (\d+) changed, (\d+) unchanged, (\d+) deleted, "
    r"\d+\.\d s, (\d+) warnings?\."
)


def closing(ended):
    """Return the numbers of the line that sums a build up."""
    found = CLOSING.fullmatch(ended.out.splitlines()[-2])
    assert found, ended.said
    return tuple(int(number) for number in found.groups())


def test_a_build_gives_a_site_and_sums_it_up(place):
    """Posts, pages, changed, unchanged, deleted, seconds, warnings."""
    ended = place.run("build")

    assert ended.code == 0
    assert closing(ended) == (3, 1, 11, 0, 0, 0)
    assert {"index.html", "post-1.html", "theme/main.css"} <= place.files().keys()


def test_an_unchanged_second_build_touches_no_file(place):
    """Subscribers download nothing again; ``find -newer`` finds nothing."""
    assert place.run("build").code == 0
    mark = place.write("mark", "")
    stamps = place.stamps()
    time.sleep(0.02)

    ended = place.run("build")

    assert closing(ended) == (3, 1, 0, 11, 0, 0)
    assert place.stamps() == stamps
    newer = subprocess.run(
        ["find", place.output, "-newer", mark], capture_output=True, check=True
    )
    assert newer.stdout == b""


def test_only_what_changed_is_replaced_and_only_what_is_gone_is_deleted(place):
    """One edit, one deletion: nothing else is touched."""
    place.run("build")
    stamps = place.stamps()
    place.post("post-0", "Edited.")
    (place.root / "content/posts/post-2.md").unlink()

    ended = place.run("build", "--explain")

    assert closing(ended)[4] == 1
    after = place.stamps()
    assert "post-2.html" not in after
    assert after["post-0.html"] != stamps["post-0.html"]
    for path in ("post-1.html", "pages/about.html", "theme/main.css"):
        assert after[path] == stamps[path]
    assert "changed  post-0.html: content/posts/post-0.md was edited" in ended.out
    assert "deleted  post-2.html: content/posts/post-2.md is gone" in ended.out


def test_explain_says_why_each_file_changed(place):
    """A template, an address, a hand: each leaves its own kind of change."""
    first = place.run("build", "--explain")
    assert "new      post-1.html: content/posts/post-1.md is new" in first.out

    text = (place.root / "theme/templates/page.html").read_text()
    place.write("theme/templates/page.html", text.replace("Home", "To the home page"))
    template = place.run("build", "--explain")
    why = "theme/templates/page.html was edited"
    assert f"changed  pages/about.html: {why}" in template.out

    place.write("theme/static/main.css", "body { margin: 1px }\n")
    sheet = place.run("build", "--explain")
    assert "changed  theme/main.css: theme/static/main.css was edited" in sheet.out
    assert closing(sheet)[2] == 1

    place.write("output/tags.html", "<title>mine</title>")
    hand = place.run("build", "--explain")
    assert "changed  tags.html: it was changed by hand" in hand.out

    (place.output / "tags.html").unlink()
    lost = place.run("build", "--explain")
    assert "new      tags.html: it was missing from the output" in lost.out

    moved = place.run("build", "--explain", "--siteurl", "https://other.health")
    assert "SITEURL was https://blog.aureo.health, is https://other.health" in moved.out


def test_options_say_where_posts_come_from_and_the_site_goes(place, tmp_path):
    """Paths count from where the command was typed; the site's from tasks.py."""
    elsewhere = place.root / "content/posts"
    (tmp_path / "drafts/posts").mkdir(parents=True)
    (tmp_path / "drafts/posts/only.md").write_text(
        "title: Only\ndate: 2026-01-01\ncategory: All\nslug: only\n\nWords.\n"
    )
    words = ["--content", "../../../drafts", "--output", "../../www", "--siteurl"]

    ended = place.run("build", *words, "https://other.health", cwd=elsewhere)

    assert ended.code == 0, ended.said
    assert closing(ended)[:2] == (1, 0)
    home = (place.root / "www/index.html").read_text()
    assert "https://other.health/only.html" in home
    assert not place.output.exists()


def test_tasks_work_from_any_folder_inside_the_site(place):
    """An author stands where the post is."""
    ended = place.run("build", cwd=place.root / "content/posts")
    assert ended.code == 0
    assert (place.output / "index.html").is_file()
    assert place.run("clean", cwd=place.root / "theme").code == 0
    assert not place.output.exists()


def test_a_preview_has_its_own_folder_and_stage(place):
    """Looking at drafts never touches what is published."""
    place.run("build")
    stamps = place.stamps()

    ended = place.run("build", "--drafts")

    assert ended.code == 0, ended.said
    assert place.stamps() == stamps
    assert (place.root / "preview/index.html").is_file()
    assert (place.root / ".bulletin/preview/manifest.json").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--format", "xml"], "Use one of: text, json, github."),
        (["--content", "nowhere"], "there is no such folder"),
        (["--siteurl", "aureo.health"], "begin it with https://"),
        (["--now", "yesterday"], "Write it as 2026-03-14"),
        (["--output", "."], "holds the site's own folder"),
        (["--output", ".."], "holds the site's own folder"),
        (["--output", "content"], "holds the site's content/"),
        (["--output", "content/www"], "lies in the site's content/"),
        (["--output", "theme/static"], "lies in the site's theme/"),
        (["--output", "content/../theme"], "holds the site's theme/"),
        (["--output", "link/www"], "lies in the site's content/"),
        (["--output", "pelicanconf.py"], "is a file"),
        (["--output", ".git"], "lies in .git/, where the history of your work is kept"),
        (["--output", ".git/x"], "lies in .git/, where"),
        (["--output", "link/../.git/x/y"], "lies in .git/, where"),
        (["--output", "../elsewhere/.GIT/x"], "lies in .GIT/, where"),
        (["--output", ".hg/x"], "lies in .hg/, where"),
        (["--output", ".bulletin"], "lies in .bulletin/, where builds keep"),
        (["--output", ".bulletin/output"], "lies in .bulletin/, where builds keep"),
        (["--output", "plugins/www"], "lies in the site's plugins/"),
        (["--output", "venv/x"], "lies in a Python environment"),
        (["--output", "www/x"], "lies in another output"),
        (["--output", "/"], "holds the site's own folder"),
        (["--output", "~"], "holds your home folder"),
        (["--output", "~nobody-like-this/x"], "there is no such place"),
        (["--output", "circle/x"], "there is no such place"),
        (["--output", "pipe"], "is a file"),
        (["--output", "pelicanconf.py/x"], "a file is in the way"),
        (["--output", "x" * 300], "its name is too long"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_build_that_cannot_be_right_is_refused_in_one_line(place, words, said):
    """Nothing is read, nothing is written, and the line says what to do."""
    place.write("plugins/mine.py", "")
    place.write(".git/HEAD", "ref: refs/heads/main\n")
    (place.root / "link").symlink_to("content")
    (place.root / "circle").symlink_to("circle")
    os.mkfifo(place.root / "pipe")
    place.write("venv/pyvenv.cfg", "")
    place.write(".bulletin/www/manifest.json", "{}")
    before = place.files(".")

    ended = place.run("build", *words)

    assert ended.code == 1
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1
    assert place.files(".") == before


def test_a_content_folder_without_posts_is_refused(place, tmp_path):
    """A slip in a path must not publish an empty site."""
    place.run("build")
    before = place.files()
    ended = place.run("build", "--content", str(tmp_path))
    assert ended.code == 1
    assert "has no posts/ folder. Put the posts there." in ended.err
    assert place.files() == before


def test_clean_deletes_what_builds_have_made_and_nothing_else(place):
    """A file that somebody put into the output stays, and is named."""
    place.run("build")
    place.run("build", "--drafts")
    place.write("output/mine.txt", "mine")
    before = place.files("content")

    ended = place.run("clean")

    assert ended.code == 0
    assert "output keeps what no build has put there: mine.txt." in ended.out
    assert place.files() == {"mine.txt": b"mine"}
    assert not (place.root / "preview").exists()
    assert not (place.root / ".bulletin").exists()
    assert place.files("content") == before


def test_an_output_with_somebody_elses_files_is_refused(place):
    """Only files of an earlier build are ever replaced or deleted."""
    place.write("output/holiday.jpg", "mine")

    ended = place.run("build")

    assert ended.code == 1
    assert "holds files that no build has put there: holiday.jpg" in ended.err
    assert place.files() == {"holiday.jpg": b"mine"}

    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", conf + 'OUTPUT_RETENTION = ["holiday.jpg"]\n')
    assert place.run("build").code == 0
    assert place.files()["holiday.jpg"] == b"mine"
    (place.root / "content/posts/post-1.md").unlink()
    assert place.run("build").code == 0
    assert place.files()["holiday.jpg"] == b"mine"


def test_a_link_in_the_output_is_never_followed(place, tmp_path):
    """A folder that became a link would lead writes out of the output."""
    place.run("build")
    outside = tmp_path / "outside"
    outside.mkdir()
    for file in (place.output / "pages").iterdir():
        file.unlink()
    (place.output / "pages").rmdir()
    (place.output / "pages").symlink_to(outside)

    ended = place.run("build")

    assert ended.code == 1
    assert "pages" in ended.err
    assert list(outside.iterdir()) == []


def test_quiet_says_problems_only(place):
    """A cron job writes mail only when something is wrong."""
    assert place.run("build", "--quiet").said == ""
    place.post("bad", status="pubished")
    assert "content/posts/bad.md" in place.run("build", "--quiet").err


def test_strict_makes_warnings_errors(place):
    """What is doubtful is not published, for those who want that."""
    place.post("linking", "[link]({filename}nowhere.md)")
    assert place.run("build").code == 0
    place.post("post-1", "Edited.")
    before = place.files()

    ended = place.run("build", "--strict")

    assert ended.code == 1
    assert "The build stopped: 1 error. The output is as it was." in ended.err
    assert place.files() == before


def test_no_colour_and_no_moving_signs_where_nobody_looks(place):
    """A log file holds plain lines."""
    ended = place.run("build", FORCE_COLOR="", NO_COLOR="1")
    assert "\x1b" not in ended.said
    assert "Reading posts and writing pages" in ended.out


def test_a_terminal_sees_that_something_is_going_on(place):
    """A real terminal, by ``script``."""
    command = " ".join(place.command("build"))
    try:
        done = subprocess.run(
            ["script", "-qec", command, "/dev/null"],
            cwd=place.root,
            env=place.env(TERM="xterm-256color"),
            capture_output=True,
            text=True,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        pytest.skip("needs script: apt-get install bsdutils")
    assert "Reading posts and writing pages" in done.stdout
    assert "\x1b[" in done.stdout
    assert re.search(r"writing pages: \d", done.stdout)
    assert CLOSING.search(done.stdout)


def test_another_sites_tasks_build_that_site(tmp_path):
    """A stranger takes the Collection over from the installed package."""
    packages = tmp_path / "packages/pelican/plugins"
    packages.mkdir(parents=True)
    (packages / "bulletin").symlink_to(ROOT / "plugins")
    place = make_place(tmp_path / "strangers")
    place.write(
        "tasks.py",
        "from pelican.plugins.bulletin.tools.tasks import namespace\n",
    )

    ended = place.run("build", PYTHONPATH=str(tmp_path / "packages"))

    assert ended.code == 0, ended.said
    assert (place.output / "index.html").is_file()
    listed = place.run("--list", PYTHONPATH=str(tmp_path / "packages"))
    for task in ("build", "serve", "new", "deploy", "rollback", "clean"):
        assert f"  {task} " in listed.out


def test_a_broken_invoke_yaml_is_named_in_one_line(place):
    """By itself invoke shows a traceback."""
    place.write("invoke.yaml", "deploy:\n  live: [\n")
    for words in (["--list"], ["build"]):
        ended = place.run(*words)
        assert ended.code == 1
        assert re.match(r"invoke\.yaml:\d+: not readable as YAML", ended.err)
        assert len(ended.err.splitlines()) == 1


def test_stages_that_were_left_behind_are_cleaned(place):
    """A killed build leaves its stage; the next one takes it away."""
    place.run("build")
    left = place.root / ".bulletin/output/stage-left"
    left.mkdir()
    (left / "page.html").write_text("half")

    assert place.run("build").code == 0

    area = place.root / ".bulletin/output"
    kept = {"manifest.json", "templates.bin"}
    assert {path.name for path in area.iterdir()} == kept


@pytest.mark.parametrize("number", [2, pytest.param(5, marks=pytest.mark.long)])
def test_builds_at_the_same_time_wait_for_each_other(place, number):
    """The second one says who holds the lock; the site is that of one of them."""
    builds = [place.start("build") for _ in range(number)]
    said = [build.communicate(timeout=120) for build in builds]

    assert [build.returncode for build in builds] == [0] * number, said
    assert closing(place.run("build"))[2:5] == (0, 11, 0)


def test_a_build_waits_and_says_who_holds_the_lock(place):
    """A number and a time of day: enough to find the other one."""
    place.run("build")
    code = (
        "import sys, time, pathlib\n"
        "from plugins.tools.build.lock import hold_lock\n"
        "with hold_lock(pathlib.Path(sys.argv[1]), 'build', print):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(2)\n"
    )
    area = str(place.root / ".bulletin/output/lock")
    holder = subprocess.Popen(
        [sys.executable, "-c", code, area],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"

    ended = place.run("build")

    holder.communicate(timeout=10)
    assert ended.code == 0
    who = f"Waiting for another build of this output (process {holder.pid}, at work"
    assert who in ended.out


def test_a_lock_of_a_dead_process_is_no_lock(place):
    """Its number may be another's by now: only number and start together tell."""
    place.run("build")
    lock = place.root / ".bulletin/output/lock"
    mine = start_of(os.getpid())
    assert LockOwner(os.getpid(), mine, "now").is_alive
    assert not LockOwner(os.getpid(), "1", "now").is_alive
    assert not LockOwner(2**22 + 1, mine, "now").is_alive

    lock.write_text(json.dumps({"pid": os.getpid(), "started": "1", "since": "09:00"}))

    assert place.run("build").code == 0


def test_a_lock_that_a_dead_builds_child_still_holds_is_broken(place):
    """A forked worker can outlive the build that was killed."""
    place.run("build")
    lock = place.root / ".bulletin/output/lock"
    code = (
        "import fcntl, json, sys, time\n"
        "file = open(sys.argv[1], 'a+')\n"
        "fcntl.flock(file, fcntl.LOCK_EX)\n"
        "print('held', flush=True)\n"
        "time.sleep(60)\n"
    )
    orphan = subprocess.Popen(
        [sys.executable, "-c", code, str(lock)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert orphan.stdout is not None
        assert orphan.stdout.readline() == "held\n"
        lock.write_text(json.dumps({"pid": 2**22 + 1, "started": "1", "since": "09"}))
        assert place.run("build").code == 0
    finally:
        orphan.kill()
        orphan.communicate()


def test_stopping_a_build_by_hand_leaves_the_site_and_no_stage(place):
    """Ctrl-C is an everyday event."""
    place.run("build")
    before = place.files()
    for number in range(60):
        place.post(f"more-{number}")
    build = place.start("build")
    area = place.root / ".bulletin/output"
    until = time.monotonic() + 20
    while not list(area.glob("stage-*/*.html")) and time.monotonic() < until:
        time.sleep(0.005)
    build.send_signal(2)
    _, said = build.communicate(timeout=30)

    if build.returncode:
        assert build.returncode == 130
        assert "Traceback" not in said
        assert place.files() == before
    assert list(area.glob("stage-*")) == []
