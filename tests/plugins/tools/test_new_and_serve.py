"""``invoke new`` starts a post that a build accepts; ``invoke serve`` shows it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from plugins.source.header import parse_header
from plugins.tools.build import read_settings_of
from plugins.tools.new import make_slug, write_post
from plugins.tools.site import Site

from .conftest import ROOT, free_port, wait_for_port


def strict(place):
    """Let the site read headers as the clinic's does."""
    conf = (place.root / "pelicanconf.py").read_text()
    plugins = 'PLUGINS = ["plugins.front_matter"]\nFRONT_MATTER = {"strict": True}\n'
    place.write("pelicanconf.py", conf + plugins)
    return place


TITLES = [
    "Sleep and ketamine",
    "“Better”: what does it mean?",
    "Yes",
    "It's 50 % — or {half}",
    "# not a comment",
    "Qué pasa, Áureo?",
]


def test_new_posts_keep_their_titles_and_pass_the_build(place):
    """They are drafts: they build, and are not seen."""
    strict(place)
    settings = read_settings_of(Site(place.root, place.root))
    for title in TITLES[1:]:
        write_post(Site(place.root, place.root), settings, title, "Sleep", "All")

    ended = place.run("new", TITLES[0], "--series", "Sleep", "--category", "All")

    assert ended.code == 0, ended.said
    drafts = list((place.root / "content/posts").glob("*-*-*-*.md"))
    found = [parse_header(path.read_text()).values for path in drafts]
    assert sorted(values["title"] for values in found) == sorted(TITLES)
    for values in found:
        assert (values["status"], values["series"]) == ("draft", "Sleep")
        assert re.match(r"urn:uuid:[0-9a-f-]{36}$", values["uid"])
    built = place.run("build")
    assert built.code == 0, built.said
    home = (place.output / "index.html").read_text()
    assert not any(title in home for title in TITLES)


def test_a_new_post_on_a_stock_site_is_read_by_stock_pelican(place):
    """Without front_matter a site does not read YAML."""
    ended = place.run("new", "“Better”: what?", "--category", "All")
    path = place.root / ended.out.splitlines()[0]
    assert path.read_text().startswith("title: “Better”: what?\n")
    text = path.read_text().replace("status: draft", "status: published")
    path.write_text(text)
    assert place.run("build").code == 0
    assert "“Better”: what?" in (place.output / "index.html").read_text()


def test_a_new_post_never_overwrites(place):
    """Also not one of an earlier day."""
    place.write("content/posts/2020-01-01-sleep.md", "title: Sleep\n\nMine.\n")
    before = place.files("content")
    ended = place.run("new", "Sleep!")
    assert ended.code == 1
    assert "content/posts/2020-01-01-sleep.md is there already" in ended.err
    assert place.files("content") == before


def test_a_new_part_gets_the_next_number_and_slips_are_pointed_out(place):
    """The author need not count."""
    place.post("one", series="Sleep", series_index="4")
    ended = place.run("new", "Dreams", "--series", "Sleep", "--category", "Al")
    assert "“Al” is a new category." in ended.out
    path = place.root / ended.out.splitlines()[0]
    assert parse_header(path.read_text()).values["series_index"] == "5"
    near = place.run("new", "Naps", "--series", "Slep")
    assert "“Slep” is a new series. Did you mean “Sleep”?" in near.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["new"], "title"),
        (["new", "!!!"], "gives no file name"),
        (["deploy"], "target"),
        (["rollback"], "target"),
    ],
)
def test_a_missing_or_empty_argument_is_told_in_one_line(place, words, said):
    """No traceback for a slip of the hand."""
    ended = place.run(*words)
    assert ended.code == 1
    assert said in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("What's “sleep”?", "whats-sleep"),
        ("Áureo – qué?", "aureo-que"),
        ("Ночь", "noch"),
        ("…", ""),
        ("a" * 80, "a" * 60),
        ("word " * 20, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_a_title_becomes_a_file_name(title, slug):
    """Plain letters, cut between words."""
    assert make_slug(title) == slug


def fetch(address):
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def until(happens, seconds=30):
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def test_serve_shows_drafts_and_each_save_on_this_machine_only(place):
    """A save, a mistake, its mending: the page follows, the output stays."""
    strict(place)
    place.post("soon", "Draft words.", status="draft")
    port = free_port()
    server = subprocess.Popen(
        place.command("serve", "--port", str(port)),
        cwd=place.root,
        env=place.env(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    home = f"http://127.0.0.1:{port}"
    try:
        wait_for_port(port)
        until(lambda: fetch(f"{home}/post-1.html")[0] == 200)
        assert f"{home}/soon.html" in fetch(f"{home}/")[1]
        assert "Draft words." in fetch(f"{home}/soon.html")[1]
        assert fetch(f"{home}/nowhere/")[0] == 404

        place.post("post-1", "Edited.")
        until(lambda: "Edited." in fetch(f"{home}/post-1.html")[1])
        place.post("post-1", "Broken.", status="pubished")
        time.sleep(1.5)
        assert "Edited." in fetch(f"{home}/post-1.html")[1]
        place.post("post-1", "Mended.")
        until(lambda: "Mended." in fetch(f"{home}/post-1.html")[1])

        with pytest.raises(OSError, match="refused"):
            socket.create_connection((own_address(), port), timeout=2)
    finally:
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=20)
    assert server.returncode == 130, err
    assert "content/posts/post-1.md" in err
    assert "Traceback" not in err
    assert f"{home}/ shows the site" in out
    assert not place.output.exists()


def own_address():
    """Return an address of this machine that is not the loopback's first."""
    return "127.0.0.2"


def test_a_port_that_is_taken_is_told_in_one_line(place):
    """The other server may be one's own, forgotten."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = place.run("serve", "--port", port)
    assert ended.code == 1
    assert "Choose another with --port." in ended.err
    assert "Traceback" not in ended.err


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
