"""A post's life, by commands alone: no address that it ever had goes dead."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, build_opener

import pytest

from tests.needs import needs
from tests.nginx import nginx
from tests.plugins.addresses.conftest import record_of

POST = """---
title: A night of waiting
date: 2026-01-05
summary: What people said about the night before, and why nobody has counted it yet.
category: Nights
tags: [waiting]
series: Nights
series_index: 2
status: draft
---

Some words about a night.
"""
FIRST = POST.replace("A night", "A day").replace("index: 2", "index: 1")


class Quiet(SimpleHTTPRequestHandler):
    """Python's own file server, without its log."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        """Say nothing."""


class Once(HTTPRedirectHandler):
    """Follows redirects, and counts them."""

    max_redirections = 1


def ask(address: str) -> tuple[int, int]:
    """Return how an address answers, and after how many redirects."""
    followed = []
    once = Once()
    plain = once.redirect_request

    def note(*args: object) -> object:
        followed.append(args)
        return plain(*args)

    once.redirect_request = note
    try:
        with build_opener(once).open(address, timeout=5) as answer:
            return answer.status, len(followed)
    except HTTPError as error:
        return error.code, len(followed)


@pytest.fixture(name="desk")
def _desk(kept):
    """Return a site in a repository, and what commits and runs commands in it."""

    def git(*words: str) -> str:
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        done = subprocess.run(
            ["git", *who, *words],
            cwd=kept.root,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def do(*words: str) -> str:
        ended = kept.run(*words)
        assert ended.code == 0, ended.said
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "--message", " ".join(words))
        built = kept.run("build")
        assert built.code == 0, built.said
        ever.update(record_of(kept)["addresses"])
        return ended.out

    ever: set[str] = set()
    kept.write(".gitignore", "output/\n.bulletin/\n")
    kept.write("content/posts/2026-01-01-first.md", FIRST)
    kept.write("content/posts/2026-01-05-a-night.md", POST)
    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "A site")
    return do, git, ever


@needs("nginx")
def test_every_address_of_a_posts_life_answers_at_its_end(kept, desk, tmp_path):
    """Published, renamed twice, moved, withdrawn, brought back, deleted."""
    do, git, ever = desk
    do("publish", "first", "--yes")
    do("publish", "a-night", "--yes")
    do("rename", "a-night", "the-night-before", "--yes")
    do("rename", "the-night-before", "one-night", "--yes")
    do("series", "--move", "one-night", "--to", "1", "--yes")
    said = do("withdraw", "one-night", "--because", "It was not ours to tell.", "--yes")
    assert "one-night" in said
    do("publish", "one-night", "--yes")
    path = git("ls-files", "content/posts/*one-night.md").strip()
    git("rm", "--quiet", path)
    assert kept.run("build").code == 1
    do("forget", path, "--because", "It was not ours to tell.")
    again = kept.run("check", "--fix", "addresses")
    assert "0 of them new." in again.out

    assert {"/blog/a-night/", "/blog/the-night-before/", "/blog/one-night/"} <= ever
    assert len(ever) > 20
    with ExitStack() as stack:
        handler = partial(Quiet, directory=kept.output)
        server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        stack.callback(thread.join)
        stack.callback(server.shutdown)
        lines = kept.run("headers", "nginx").out
        other = stack.enter_context(nginx(kept.output, tmp_path, lines))
        for home in (f"http://127.0.0.1:{server.server_port}", other):
            answers = {address: ask(home + address) for address in sorted(ever)}
            assert {status for status, _ in answers.values()} == {200}, answers
            assert max(count for _, count in answers.values()) <= 1, answers


def test_a_post_that_is_a_draft_again_keeps_the_address_that_it_had(kept, desk):
    """The record knows what its header does not: it was public once."""
    do, git, _ = desk
    do("publish", "first", "--yes")
    path = git("ls-files", "content/posts/*first.md").strip()
    text = (kept.root / path).read_text("utf-8").replace("published", "draft")
    kept.write(path, text)
    git("commit", "--quiet", "--all", "--message", "Not yet")
    ended = kept.run("rename", "first", "second", "--yes")

    assert ended.code == 0, ended.said
    assert "+  - /blog/first/" in ended.out
