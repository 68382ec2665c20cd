"""Sites with a tasks.py of their own, and the real command run on them."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from invoke.program import Program

import plugins.tools.build  # noqa: F401  # loaded once, for all children
from tests.needs import find

ROOT = Path(__file__).parents[3]
CONF = """
SITENAME = "Test"
SITEURL = "https://blog.aureo.health"
PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
OUTPUT_PATH = "output"
THEME = "theme"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
AUTHORS_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
PLUGINS = []
"""
TASKS = """
import sys
sys.path.insert(0, {root!r})
from plugins.tools.tasks import namespace
"""
PAGE = """<!doctype html>
<html lang="{{ DEFAULT_LANG }}"><head><meta charset="utf-8">
<title>{% block title %}{{ SITENAME }}{% endblock %}</title></head>
<body>{% block content %}{% endblock %}</body></html>
"""
LIST = """{% extends "base.html" %}{% block content %}<h1>{{ SITENAME }}</h1>
<ul>{% for article in articles %}
<li><a href="{{ SITEURL }}/{{ article.url }}">{{ article.title }}</a></li>
{% endfor %}</ul>{% endblock %}
"""
ONE = """{% extends "base.html" %}{% block title %}{{ THING.title }}{% endblock %}
{% block content %}<h1>{{ THING.title }}</h1>
{{ THING.content }}
<p><a href="{{ SITEURL }}/">Home</a></p>{% endblock %}
"""
THEME = {
    "base": PAGE,
    "index": LIST,
    "archives": LIST,
    "category": LIST,
    "tag": LIST,
    "tags": LIST,
    "categories": LIST,
    "article": ONE.replace("THING", "article"),
    "page": ONE.replace("THING", "page"),
}


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


@dataclass(frozen=True)
class Place:
    """A site on disk that commands are run on."""

    root: Path

    @property
    def output(self) -> Path:
        return self.root / "output"

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def post(self, slug: str, body: str = "Some words.", **header: str) -> Path:
        keys = {"title": f"Title of {slug}", "date": "2026-01-01", "category": "All"}
        keys["summary"] = f"What the post {slug} says, in a sentence of some length."
        head = "".join(f"{key}: {value}\n" for key, value in (keys | header).items())
        return self.write(f"content/posts/{slug}.md", f"{head}slug: {slug}\n\n{body}\n")

    def run(self, *words: str, cwd: Path | None = None, **env: str) -> Ended:
        """Run the real command in a child of this process, or anew with an ``env``.

        A fork spares the second that every start of Python takes for its imports.
        """
        if env:
            return self.run_anew(*words, cwd=cwd, **env)
        return run_in_child(["invoke", *words], cwd or self.root, self.env())

    def run_anew(self, *words: str, cwd: Path | None = None, **env: str) -> Ended:
        """Run the real command in a process of its own."""
        done = subprocess.run(
            self.command(*words),
            cwd=cwd or self.root,
            env=self.env(**env),
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start the real command and leave it at work."""
        return subprocess.Popen(
            self.command(*words),
            cwd=self.root,
            env=self.env(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "invoke", *words]

    def env(self, **env: str) -> dict[str, str]:
        kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"} | env

    def files(self, folder: str = "output") -> dict[str, bytes]:
        top = self.root / folder
        found = sorted(path for path in top.rglob("*") if path.is_file())
        return {path.relative_to(top).as_posix(): path.read_bytes() for path in found}

    def stamps(self, folder: str = "output") -> dict[str, tuple[int, int]]:
        top = self.root / folder
        return {
            path.relative_to(top).as_posix(): (stat.st_ino, stat.st_mtime_ns)
            for path in top.rglob("*")
            if path.is_file() and (stat := path.stat())
        }


def run_in_child(argv: list[str], cwd: Path, env: dict[str, str]) -> Ended:
    """Fork, become that command, and return how it ended."""
    with tempfile.TemporaryFile("w+b") as out, tempfile.TemporaryFile("w+b") as err:
        with warnings.catch_warnings():
            # Python 3.12 warns where pytest's own threads are about.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if not child:
            become_command(argv, cwd, env, out.fileno(), err.fileno())
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said = []
        for stream in (out, err):
            stream.seek(0)
            said.append(stream.read().decode())
    return Ended(code, *said)


def become_command(argv, cwd, env, out: int, err: int) -> None:
    """Run invoke in this child with its own folder, environment and streams."""
    code = 1
    try:
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115  # lives as long as the child
        sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
        warnings.resetwarnings()
        logging.getLogger().handlers[:] = []
        # Each command loads it, and what it does then is for that command.
        sys.modules.pop("plugins.tools.tasks", None)
        Program(namespace=None).run(argv)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(bool(error.code))
    except BaseException:  # noqa: BLE001  # as Python itself does at the top
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


@pytest.fixture(name="place")
def _place(tmp_path):
    """Make a site of three posts and a page, with its own small theme."""
    return make_place(tmp_path / "blog")


def make_place(root: Path, posts: int = 3) -> Place:
    place = Place(root)
    place.write("pelicanconf.py", CONF)
    place.write("tasks.py", TASKS.format(root=str(ROOT)))
    for name, text in THEME.items():
        place.write(f"theme/templates/{name}.html", text)
    place.write("theme/static/main.css", "body { margin: 0 }\n")
    for number in range(posts):
        place.post(f"post-{number}", f"Words of post {number}.\n" * 3)
    place.write("content/pages/about.md", "title: About\nslug: about\n\nWho we are.\n")
    return place


def strict(place):
    """Let the site read headers as the clinic's does."""
    conf = (place.root / "pelicanconf.py").read_text()
    plugins = 'PLUGINS = ["plugins.front_matter"]\nFRONT_MATTER = {"strict": True}\n'
    place.write("pelicanconf.py", conf + plugins)
    return place


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, seconds: float = 10) -> None:
    """Return when something listens on the port."""
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < until, "nothing listens"
            time.sleep(0.02)
        else:
            return


@contextmanager
def running(command: list[str], **options):
    """Run a server for the length of a block and end it by its own number."""
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def visited(folder: Path):
    """Serve a folder to visitors; yield its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def an_ssh_server(folder: Path, **more: str):
    """Run a real sshd for this user; yield the keys of a target in invoke.yaml.

    ``more`` are options of sshd.
    """
    folder.mkdir(parents=True)
    for key in ("host", "user"):
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key]
        subprocess.run(words, check=True)
    (folder / "authorized").write_text((folder / "user.pub").read_text())
    port = free_port()
    known = (folder / "host.pub").read_text().split()[:2]
    (folder / "known").write_text(f"[127.0.0.1]:{port} {' '.join(known)}\n")
    Path("/run/sshd").mkdir(exist_ok=True)
    options = {
        "ListenAddress": "127.0.0.1",
        "Port": str(port),
        "UsePAM": "no",
        "StrictModes": "no",
        "PidFile": str(folder / "pid"),
        "AuthorizedKeysFile": str(folder / "authorized"),
        # What this account runs at each login, such as ~/.bashrc, is not the server's.
        "SetEnv": f"HOME={folder}",
        **more,
    }
    words = [w for key, value in options.items() for w in ("-o", f"{key}={value}")]
    command = [find("sshd"), "-D", "-f", "/dev/null", "-h", str(folder / "host")]
    with running([*command, *words], stderr=subprocess.DEVNULL):
        wait_for_port(port)
        yield {
            "host": "127.0.0.1",
            "port": port,
            "identity": str(folder / "user"),
            "known_hosts": str(folder / "known"),
        }
