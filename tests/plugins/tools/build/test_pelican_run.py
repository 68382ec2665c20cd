"""Pelican inside: its messages are problems, its faults are shown, no trace stays."""

from __future__ import annotations

import errno
import locale
import logging
import os
import sys
from pathlib import Path

import pytest
from pelican import log as pelican_log
from pelican import signals

from plugins.problem import Level
from plugins.tools.build.log import collected
from plugins.tools.build.pelican_run import open_site, run_pelican

BROKEN_TEMPLATE = "{{ article.title.nothing.at_all }}"
PLUGIN = """
from pelican import signals

def speak(generator):
    raise RuntimeError("a fault in the plugin")

def register():
    signals.article_generator_finalized.connect(speak)
"""
READER = """
from pelican import signals
from pelican.readers import MarkdownReader

class Faulty(MarkdownReader):
    def read(self, path):
        if "post-1" in path:
            return {}["a fault in the reader"]
        return super().read(path)

def add(readers):
    readers.reader_classes["md"] = Faulty

def register():
    signals.readers_init.connect(add)
"""


def with_plugin(place, name, code):
    place.write(f"{name}.py", code)
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", conf + f'PLUGINS = ["{name}"]\n')


def test_pelicans_own_messages_name_the_post(place):
    """An error without an address helps nobody."""
    place.write("content/posts/no-title.md", "date: 2026-01-01\n\nWords.\n")
    place.post("odd", status="pubished")

    ended = place.run("build")

    assert ended.code == 1
    assert "content/posts/no-title.md: The header says no title." in ended.said
    assert "content/posts/odd.md" in ended.said
    assert "“pubished” is not known" in ended.said
    assert "Traceback" not in ended.said
    assert not place.output.exists()


def test_a_link_that_pelican_cannot_follow_is_named_with_its_line(place):
    """Pelican warns without saying where."""
    place.post("linking", "One line.\n\nA [link]({filename}nowhere.md).")
    lines = (place.root / "content/posts/linking.md").read_text().splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "nowhere" in text)

    ended = place.run("build")

    assert ended.code == 0
    assert f"content/posts/linking.md:{line}: warning: The link" in ended.said


def test_a_file_that_cannot_be_read_ends_the_build_with_the_reason(place):
    """Pelican loses the post and exits with 0."""
    place.write("content/posts/latin.md", b"title: A\xe9\ndate: 2026-01-01\n\nWords.\n")
    place.post("when", date="2024-13-45")

    ended = place.run("build")

    assert ended.code == 1
    assert "content/posts/latin.md: This file cannot be read: 'utf-8'" in ended.said
    assert "content/posts/when.md:2: This file cannot be read: the date" in ended.said
    assert "2024-13-45" in ended.said


@pytest.mark.parametrize(
    ("code", "why"),
    [(None, "Cannot import plugin"), ("import nothing_like_this\n", "nothing_like")],
    ids=["not there", "needs something that is not there"],
)
def test_a_plugin_that_does_not_load_ends_the_build(place, code, why):
    """Pelican goes on without it, publishes less and exits with 0."""
    with_plugin(place, "mine", code or "")
    if code is None:
        (place.root / "mine.py").unlink()

    ended = place.run("build")

    assert ended.code == 1
    assert "pelicanconf.py" in ended.said
    assert "“mine” cannot be loaded" in ended.said
    assert why in ended.said
    assert "Traceback" not in ended.said
    assert not place.output.exists()


def test_a_plugin_that_fails_to_register_shows_its_traceback(place):
    """Pelican swallows it; it is a programmer's mistake."""
    with_plugin(place, "mine", "def register():\n    raise RuntimeError('my fault')\n")

    ended = place.run("build")

    assert ended.code == 1
    assert "Traceback" in ended.err
    assert "my fault" in ended.err
    assert not place.output.exists()


def test_a_fault_in_a_plugin_shows_its_traceback(place):
    """Somebody has to mend code, and needs its line."""
    with_plugin(place, "mine", PLUGIN)

    ended = place.run("build")

    assert ended.code == 1
    assert "Traceback" in ended.err
    assert "a fault in the plugin" in ended.err


def test_a_file_that_a_plugin_does_not_find_shows_its_traceback(place):
    """A full disk is the machine's fault; a wrong name in code is the code's."""
    with_plugin(place, "mine", PLUGIN.replace("raise RuntimeError", "open"))

    ended = place.run("build")

    assert ended.code == 1
    assert "Traceback" in ended.err
    assert "No such file or directory: 'a fault in the plugin'" in ended.err


def test_a_fault_while_reading_shows_its_traceback_and_the_post(place):
    """Pelican says “Could not process”, gives no reason and exits with 0."""
    with_plugin(place, "mine", READER)

    ended = place.run("build")

    assert ended.code == 1
    assert "Traceback" in ended.err
    assert "a fault in the reader" in ended.err
    assert "working on content/posts/post-1.md" in ended.err
    assert not place.output.exists()


def test_a_fault_in_a_template_shows_its_traceback_and_the_post(place):
    """The template alone does not say which post it cannot print."""
    place.write(
        "theme/templates/article.html",
        "{% if article.slug == 'post-2' %}" + BROKEN_TEMPLATE + "{% endif %}<h1>x</h1>",
    )

    ended = place.run("build")

    assert ended.code == 1
    assert "Traceback" in ended.err
    assert "UndefinedError" in ended.err
    assert "working on content/posts/post-2.md" in ended.err
    assert not place.output.exists()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("SITENAME = 'a'\nPATH = (\n", 2, "not Python"),
        ("SITENAME = 'a'\n\nPATH = nothing\n", 3, "NameError"),
        ("SITENAME = 'a'\nraise SystemExit(0)\n", 2, "SystemExit"),
    ],
    ids=["syntax", "name", "exit"],
)
def test_settings_that_cannot_be_read_are_named_with_their_line(
    place, text, line, said
):
    """A slip in pelicanconf.py is the commonest of all."""
    place.write("pelicanconf.py", text)

    ended = place.run("build")

    assert ended.code == 1
    assert f"pelicanconf.py:{line}: " in ended.said
    assert said in ended.said
    assert "Traceback" not in ended.said
    listed = place.run("--list")
    assert listed.code == 0
    assert "build" in listed.out


def state_of_process():
    """Return everything of it that a run changes while it lasts."""
    return (
        locale.setlocale(locale.LC_ALL),
        logging.getLogger().level,
        list(logging.getLogger().handlers),
        list(sys.path),
        Path.cwd(),
        {
            name: dict(signal.receivers)
            for name, signal in vars(signals).items()
            if hasattr(signal, "receivers")
        },
        pelican_log.console.quiet,
        pelican_log.LimitFilter._threshold,
    )


def test_runs_in_one_process_leave_no_trace(site, tmp_path):
    """``serve`` builds a hundred times in one process."""
    before = state_of_process()
    post = {"posts/a.md": "title: A\ndate: 2026-01-01\nstatus: odd\n\nText.\n"}
    settings = {"MARKDOWN": {"extensions": []}, "LOCALE": ["C"]}
    first = site(post, **settings)
    second = site(post, **settings)

    assert settings == {"MARKDOWN": {"extensions": []}, "LOCALE": ["C"]}
    assert first.problems == second.problems
    assert [problem.level for problem in second.problems] == [Level.ERROR]
    assert before == state_of_process()


def test_a_reader_of_one_site_does_not_read_for_the_next(place, tmp_path):
    """Pelican takes every reader class that the process has ever seen."""
    reader = (
        "from datetime import datetime\n"
        "from pelican.readers import BaseReader\n"
        "class Odd(BaseReader):\n"
        "    enabled = True\n"
        "    file_extensions = ['md']\n"
        "    def read(self, path):\n"
        "        name = path.split('/')[-1][:-3]\n"
        "        known = {'title': 'Odd', 'slug': name}\n"
        "        return 'odd', known | {'date': datetime(2026, 1, 1)}\n"
        "def register():\n    pass\n"
    )
    with_plugin(place, "odd_reader", reader)
    run_pelican(place.root / "pelicanconf.py", OUTPUT_PATH=str(tmp_path / "one"))
    conf = place.root / "pelicanconf.py"
    conf.write_text(conf.read_text().replace('["odd_reader"]', "[]"))

    run = run_pelican(conf, OUTPUT_PATH=str(tmp_path / "two"))

    assert run.problems == ()
    assert "Words of post 1" in (tmp_path / "two/post-1.html").read_text()


def test_no_page_that_is_written_is_logged():
    """Nobody hears it; other messages are heard."""
    writers = logging.getLogger("pelican.writers")
    before = writers.level
    with collected():
        assert not writers.isEnabledFor(logging.INFO)
        assert writers.isEnabledFor(logging.WARNING)
        assert logging.getLogger("pelican.plugins.one").isEnabledFor(logging.INFO)
    assert writers.level == before


def test_nothing_is_kept_of_settings_that_were_compiled(place, monkeypatch):
    """Python takes two files of one second and one size for the same."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    for name in ("One", "Two"):
        place.write("pelicanconf.py", f"PATH = 'content'\nSITENAME = '{name}'\n")
        with open_site(place.root / "pelicanconf.py") as opened:
            assert opened.settings["SITENAME"] == name
    assert not (place.root / "__pycache__").exists()
    assert sys.dont_write_bytecode is False


@pytest.mark.parametrize("slug", ["post-1", "archives"], ids=["post", "page"])
def test_two_files_that_want_one_address_are_named(place, slug):
    """Pelican dies in the middle of writing, with a traceback that names no post."""
    place.write(
        "content/posts/twin.md",
        f"title: Twin\ndate: 2026-01-02\ncategory: All\nslug: {slug}\n\nWords.\n",
    )
    if slug == "post-1":
        (place.root / "content/posts/twin.md").write_text(
            "title: Twin\ndate: 2026-01-02\ncategory: All\nslug: twin\n"
            "save_as: post-1.html\n\nWords.\n"
        )

    ended = place.run("build")

    assert ended.code == 1
    assert "Traceback" not in ended.said
    assert "content/posts/twin.md" in ended.said
    assert "[address-taken]" in ended.said
    assert not place.output.exists()


def test_a_folder_that_cannot_be_listed_is_not_an_empty_one(place):
    """Pelican would publish a site without posts, and exit with 0."""
    real = os.scandir

    def faulty(path="."):
        if str(path).endswith("content/posts"):
            raise OSError(errno.EIO, os.strerror(errno.EIO), path)
        return real(path)

    place.run("build")
    before = place.files()
    os.scandir = faulty
    try:
        ended = place.run("build")
    finally:
        os.scandir = real

    assert ended.code == 1
    assert "the disk has a fault" in ended.err
    assert place.files() == before


def test_every_message_of_a_group_is_heard(place):
    """Pelican falls silent after five warnings of one kind."""
    links = "\n\n".join(f"[{n}]({{filename}}gone-{n}.md)" for n in range(9))
    place.post("linking", links)

    ended = place.run("build")

    assert all(f"gone-{n}.md" in ended.said for n in range(9))
