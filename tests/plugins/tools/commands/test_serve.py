"""``invoke serve`` shows a site, drafts included, on this machine only."""

from __future__ import annotations

import errno
import os
import random
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.tools.build.lock import start_of
from tests.plugins.tools.conftest import Place, free_port, strict, wait_for_port


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
    server = place.start("serve", "--port", str(port))
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


#: File, its text, and what is told; a plugin that was loaded once stays as it is.
PLUGIN_MISTAKES = (
    (
        "mine.py",
        "\nimport nothing_like_this\n",
        "named 'nothing_like_this' (mine.py:2)",
    ),
    ("mine.py", "\ndef (:\n", "mine.py:2: SyntaxError: invalid syntax"),
    (
        "mine.py",
        "raise SystemExit(0)\n",
        "mine.py:1: RuntimeError: SystemExit(0) in a plugin",
    ),
    ("mine.py", "\n\n1 / 0\n", "mine.py:3: ZeroDivisionError: division by zero."),
)
MISTAKES = (
    ("theme/templates/article.html", "{% if %}", "article.html:1: Jinja"),
    (
        "theme/templates/article.html",
        '\n{% extends "bas.html" %}',
        "article.html:2: There is no template “bas.html”. Did you mean “base.html”?",
    ),
    (
        "theme/templates/base.html",
        "<html>{{ SITENAME|datte }}",
        "base.html:1: Jinja cannot read this: No filter named 'datte'.",
    ),
    (
        "theme/templates/article.html",
        "\n{{ nothing.at.all }}",
        "article.html:2: UndefinedError: 'nothing' is undefined.",
    ),
    ("pelicanconf.py", "SITENAME = 'a'\nPATH = (\n", "pelicanconf.py:2: "),
    (
        "pelicanconf.py",
        "SITENAME = 'a'\nraise SystemExit(0)\n",
        "pelicanconf.py:2: The settings stop here with SystemExit",
    ),
)


def test_no_mistake_ends_a_server(place):
    """One after the other: each is told with its place, the last good pages stay."""
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    errors = place.root / "errors"
    conf = (place.root / "pelicanconf.py").read_text() + 'PLUGINS = ["mine"]\n'
    place.write("pelicanconf.py", conf)
    with errors.open("w") as stream:
        server = subprocess.Popen(
            place.command("serve", "--port", str(port)),
            cwd=place.root,
            env=place.env(),
            stdout=subprocess.DEVNULL,
            stderr=stream,
        )

    def told(said, after):
        until(lambda: said in errors.read_text()[after:])

    try:
        told("“mine” cannot be loaded", 0)
        for path, text, said in PLUGIN_MISTAKES:
            seen = len(errors.read_text())
            place.write(path, text)
            told(said, seen)
        place.write("mine.py", "def register():\n    pass\n")
        until(lambda: fetch(f"{home}/post-1.html")[0] == 200)
        for path, text, said in MISTAKES:
            before, seen = (place.root / path).read_text(), len(errors.read_text())
            place.post("post-1", f"Behind {said}.")
            place.write(path, text)
            told(said, seen)
            assert "Traceback" not in errors.read_text()[seen:]
            assert "Words of post 2" in fetch(f"{home}/post-2.html")[1]
            place.write(path, before)
        place.post("post-1", "All is mended.")
        until(lambda: "All is mended." in fetch(f"{home}/post-1.html")[1])
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)
    assert server.returncode == 143


#: A plugin of the site that keeps whole builds from their end while a file is there,
#: and refuses a word.
SLOW = """
import time
from pathlib import Path

from pelican import signals

HERE = Path(__file__).parent


def wait(generators):
    while (HERE / "hold").exists():
        (HERE / "held").touch()
        time.sleep(0.02)
    for generator in generators:
        for article in getattr(generator, "articles", ()):
            if "forbidden" in article._content:
                raise ValueError("It is forbidden.")


def register():
    signals.all_generators_finalized.connect(wait)
"""
PLUGINS = """
PLUGINS = [
    "slow",
    "plugins.front_matter",
    "plugins.post_checks",
    "plugins.sanitizer",
    "plugins.incremental",
]
FRONT_MATTER = {"strict": True}
POST_CHECKS = {"strict": True}
"""


@dataclass
class Serving:
    """A site that is being served."""

    place: Place
    port: int
    process: subprocess.Popen

    def page(self, path):
        return fetch(f"http://127.0.0.1:{self.port}/{path}")[1]

    def until(self, path, words):
        until(lambda: words in self.page(path))

    @property
    def said(self):
        return (self.place.root / "said").read_text()

    def hold(self):
        """Keep the next whole build from its end; return what lets it go on."""
        (self.place.root / "held").unlink(missing_ok=True)
        return self.place.write("hold", "")

    def until_held(self):
        until((self.place.root / "held").exists)

    def children(self):
        """Return the numbers of the command's own processes."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in found.read_text().split()]

    def same_as_clean(self):
        """Tell whether what is served is what a clean build makes."""
        address = f"http://127.0.0.1:{self.port}"
        words = ("--drafts", "--output", "fresh", "--siteurl", address)
        ended = self.place.run("build", *words)
        assert ended.code == 0, ended.said
        return self.place.files(".bulletin/serve") == self.place.files("fresh")


@pytest.fixture(name="served")
def _served(place, request):
    """Serve a strict site whose whole builds can be held back."""
    conf = (place.root / "pelicanconf.py").read_text()
    plugins = getattr(request, "param", PLUGINS)
    place.write("pelicanconf.py", conf + plugins)
    place.write("slow.py", SLOW)
    port = free_port()
    with (place.root / "said").open("w") as stream:
        process = subprocess.Popen(
            place.command("serve", "--port", str(port)),
            cwd=place.root,
            env=place.env(),
            stdout=stream,
            stderr=stream,
        )
    served = Serving(place, port, process)
    try:
        until(lambda: "shows the site" in served.said)
        yield served
    finally:
        (place.root / "hold").unlink(missing_ok=True)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
    assert process.returncode in (130, -signal.SIGKILL)


FEED = "feeds/all.atom.xml"


def test_a_saved_text_is_shown_at_once_and_the_rest_after_it(served):
    """The page waits for no other; what else prints the text comes in its time."""
    hold = served.hold()
    served.place.post("post-1", "The first words.")
    served.until("post-1.html", "The first words.")
    served.until_held()
    served.place.post("post-1", "The second words.")
    served.until("post-1.html", "The second words.")
    served.place.write("content/pages/about.md", "title: About\nslug: about\n\nNew.\n")
    served.until("pages/about.html", "New.")
    assert "The first words." not in served.page(FEED)
    hold.unlink()
    seen = []
    while "The second words." not in served.page(FEED):
        seen.append("The second words." in served.page("post-1.html"))
    assert all(seen), "an older build has put its own page there"
    assert served.same_as_clean()


@pytest.mark.parametrize("served", ['PLUGINS = ["slow"]\n'], indirect=True)
def test_another_site_has_its_texts_at_once_too(served):
    """Without a plugin of ours, whose text the run has not read."""
    served.place.post("post-2", "All is as it was.")
    served.until(FEED, "All is as it was.")
    hold = served.hold()
    served.place.post("post-1", "The first words.")
    served.until("post-1.html", "The first words.")
    assert "The first words." not in served.page(FEED)
    hold.unlink()
    served.until(FEED, "The first words.")
    assert served.same_as_clean()


def test_a_header_takes_the_whole_way(served):
    """Other pages print it, and it may be another address."""
    hold = served.hold()
    served.place.post("post-1", "Other words.", title="Another title")
    served.until_held()
    served.place.post("post-2", "Words that are shown at once.")
    served.until("post-2.html", "Words that are shown at once.")
    assert "Other words." not in served.page("post-1.html")
    served.place.post("post-1", "Third words.", title="Another title")
    served.place.post("post-2", "Last words.")
    served.until("post-2.html", "Last words.")
    assert "Third words." not in served.page("post-1.html")
    hold.unlink()
    served.until("", "Another title")
    served.until(FEED, "Third words.")
    assert "Third words." in served.page("post-1.html")
    assert served.same_as_clean()


def test_a_thousand_saves_end_in_the_last_state(served):
    """Of a few posts, with builds among them; then of the very text of the start."""
    before = (served.place.root / "content/posts/post-0.md").read_text()
    for number in range(1000):
        served.place.post(f"post-{number % 3}", f"State {number} of all.")
    for slug, number in (("post-1", 997), ("post-2", 998), ("post-0", 999)):
        served.until(f"{slug}.html", f"State {number} of all.")
        served.until(FEED, f"State {number} of all.")
    served.place.write("content/posts/post-0.md", before)
    served.until("post-0.html", "Words of post 0.")
    served.until(FEED, "Words of post 0.")
    assert served.same_as_clean()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_saved_the_last_state_is_served(served, seed):
    """Texts, headers, new posts and lost ones, mistakes too, with builds among them."""
    chance, place = random.Random(seed), served.place  # noqa: S311  # no secret
    for number in range(150):
        slug, words = f"post-{chance.randrange(6)}", f"Words {number} of {seed}. "
        path = place.root / f"content/posts/{slug}.md"
        kind = chance.choice(("text", "text", "text", "title", "lost", "fault", "over"))
        if kind == "lost":
            path.unlink(missing_ok=True)
        elif kind == "title":
            place.post(slug, words, title=f"Title {number}")
        elif kind == "over":
            place.post(slug, words).rename(path.with_suffix(".tmp"))
            path.with_suffix(".tmp").rename(path)
        else:
            fault = "A [link](/nowhere/)." if kind == "fault" else ""
            place.post(slug, words * chance.randrange(1, 200) + fault)
        time.sleep(chance.choice((0, 0, 0.01, 0.1, 0.3)))
    for slug in ("post-1", "post-2", "post-3"):
        place.post(slug, f"The last words of {slug}.")
    for path in (place.root / "content/posts").glob("*.md"):
        path.write_text(path.read_text().replace("(/nowhere/)", "(/)"))
    place.post("post-0", "The very last words.")
    served.until(FEED, "The very last words.")
    served.until("post-0.html", "The very last words.")
    assert served.same_as_clean()


def test_a_changed_branch_is_one_change(served):
    """Its folder takes the place of the other, while a build of that one is made."""
    root = served.place.root
    hold = served.hold()
    served.place.post("post-1", "Words of the old branch.")
    served.until_held()
    other = served.place.root / "content-2"
    (root / "content").rename(other)
    served.place.post("post-1", "Words of the new branch.")
    served.place.post("post-9", "A new post.")
    hold.unlink()
    served.until("post-9.html", "A new post.")
    served.until("post-1.html", "Words of the new branch.")
    until(lambda: fetch(f"http://127.0.0.1:{served.port}/post-2.html")[0] == 404)
    (root / "content").rename(root / "content-3")
    other.rename(root / "content")
    served.until("post-1.html", "Words of the old branch.")
    served.until("post-2.html", "Words of post 2.")
    until(lambda: fetch(f"http://127.0.0.1:{served.port}/post-9.html")[0] == 404)
    served.place.post("post-2", "After all.")
    served.until("post-2.html", "After all.")
    served.until(FEED, "After all.")
    assert served.same_as_clean()


def test_a_problem_in_a_saved_text_is_told_and_the_good_page_stays(served):
    """What the whole build alone finds is told too, and keeps the rest as it was."""
    served.place.post("post-1", "A [link](/nowhere/) of mine.")
    until(lambda: "content/posts/post-1.md:7: “/nowhere/”" in served.said)
    assert "Words of post 1." in served.page("post-1.html")
    hold = served.hold()
    served.place.post("post-1", "A forbidden word.")
    served.until("post-1.html", "A forbidden word.")
    hold.unlink()
    until(lambda: "slow.py:17: ValueError: It is forbidden." in served.said)
    assert "A forbidden word." not in served.page(FEED)
    served.place.post("post-1", "All is mended.")
    served.until("post-1.html", "All is mended.")
    served.until(FEED, "All is mended.")
    assert served.same_as_clean()


def test_what_ends_the_command_ends_all_its_processes(served):
    """Even SIGKILL, while a build waits for ever; no builder is left unburied."""
    for number in range(3):
        served.place.post("post-1", f"Words {number} of mine.")
        served.until(FEED, f"Words {number} of mine.")
    until(lambda: len(served.children()) == 3)  # watcher, web server, builder
    served.hold()
    served.place.post("post-1", "The last words.")
    served.until("post-1.html", "The last words.")
    served.until_held()
    children = served.children()
    assert len(children) == 4
    served.process.kill()
    until(lambda: not any(map(start_of, children)))
    until(lambda: refuses(served.port))  # the system may still bury threads


def test_changed_code_of_a_plugin_is_in_the_next_build(served):
    """Even where size and second are those of the code before."""
    for mark in ("Mark A.", "Mark B.", "Mark C."):
        code = f"article._content += '<p>{mark}</p>'\n            if"
        served.place.write("slow.py", SLOW.replace("if", code))
        served.until("post-1.html", mark)
        served.until(FEED, mark)
    assert "Mark B." not in served.page(FEED)
    assert served.same_as_clean()


def refuses(port):
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED


def test_sigterm_ends_a_server_that_has_built_nothing_yet(place):
    """The command alone has it; its builder, which would wait for ever, ends too."""
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", f'{conf}PLUGINS = ["slow"]\n')
    place.write("slow.py", SLOW)
    place.write("hold", "")
    server = place.start("serve", "--port", str(free_port()))
    until((place.root / "held").exists)
    children = Serving(place, 0, server).children()
    server.terminate()
    out, err = server.communicate(timeout=20)
    assert server.returncode == 143, err
    assert err == "Stopped.\n"
    assert "shows the site" not in out
    assert not any(map(start_of, children))
    assert not list((place.root / ".bulletin").rglob("stage-*"))


def test_a_builder_that_is_killed_is_replaced(served):
    """By the next save, whichever builder it was."""
    served.place.post("post-1", "The first words.")
    served.until(FEED, "The first words.")
    until(lambda: len(served.children()) == 3)
    os.kill(max(served.children()), signal.SIGKILL)
    hold = served.hold()
    served.place.post("post-1", "The second words.")
    served.until_held()
    os.kill(max(served.children()), signal.SIGKILL)
    until(lambda: "Something has ended the build." in served.said)
    hold.unlink()
    served.place.post("post-1", "The third words.")
    served.until("post-1.html", "The third words.")
    served.until(FEED, "The third words.")
    assert served.same_as_clean()


def own_address():
    """Return an address of this machine that is not the loopback's first."""
    return "127.0.0.2"


def test_a_port_in_use_picks_the_next_and_says_so(place):
    """The other server may be anybody's."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = place.start("serve", "--port", str(port))
        said = server.stdout.readline()
        found = int(said.split()[-1].rstrip("."))
        try:
            assert said == f"Port {port} is in use, so it is {found}.\n"
            assert port < found < port + 100
            home = f"http://127.0.0.1:{found}/"
            until_line(server.stdout, f"{home} shows the site")
            assert fetch(home)[0] == 200
        finally:
            server.send_signal(signal.SIGINT)
            err = server.communicate(timeout=20)[1]
    assert (server.returncode, err) == (130, "Stopped.\n")


def until_line(stream, words):
    """Read lines until one has these words, and return it."""
    return next(line for line in stream if words in line)


@pytest.mark.parametrize(
    ("port", "said"),
    [
        ("65536", "Port 65536 cannot be used: there is no such port."),
        ("-1", "Port -1 cannot be used: there is no such port."),
        ("65535", "Port 65535 is in use."),
    ],
)
def test_where_there_is_no_port_it_is_told_in_one_line(place, port, said):
    """None above the last, and no other way round."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 65535))
        taken.listen()
        ended = place.run("serve", "--port", port)
    assert ended.code == 1
    assert ended.err == f"{said} Choose another with --port.\n"
