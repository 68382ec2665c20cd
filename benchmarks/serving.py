"""From a save to the page that is served with it, and to the page that is seen."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from benchmarks.contenders import clean_environment, find_reason
from benchmarks.figures import Cost
from benchmarks.install import MissingError
from dev.audit.browser import open_browser
from plugins.tools.site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.blog import Blog, Edit
    from benchmarks.contenders import Contender
    from dev.audit.browser import Browser

#: Seconds that a page has been open before a save, as an author's has.
OPEN = 0.5
POLL = 0.005  #: seconds between two questions
PATIENCE = 900.0  #: seconds until a page is given up


@contextmanager
def serving(contender: Contender, address: str) -> Iterator[int]:
    """Run a preview server, and give its port once it serves a page."""
    port = free_port()
    command = [word.format(port=port) for word in contender.serve]
    with contender.log.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=contender.folder,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(port, address, "<html", process, contender)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def measure_save(contender: Contender, blog: Blog, edit: Edit, port: int) -> Cost:
    """Save an edited post and return how long it took until its page was served."""
    post = edit.posts[0]
    sentence = post.body.rpartition("\n\n")[2]
    began = time.perf_counter()
    contender.write_edit(blog, edit)
    wait_for(port, f"/blog/{post.slug}/", sentence, None, contender)
    return Cost(time.perf_counter() - began)


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start Chromium; raise MissingError where something for it is missing."""
    try:
        with open_browser() as browser:
            yield browser
    except RefusedError as error:
        raise MissingError(str(error)) from None


def measure_seen(
    contender: Contender, blog: Blog, edit: Edit, port: int, browser: Browser
) -> Cost:
    """Save an edited post that is open in a browser; return how long until it is seen.

    Nobody reloads the page. It is looked at each time that the browser draws.
    """
    post = edit.posts[0]
    sentence = post.body.rpartition("\n\n")[2]
    address = f"http://127.0.0.1:{port}/blog/{post.slug}/"
    with browser.watching(address, PATIENCE) as wait_until_seen:
        time.sleep(OPEN)
        began = time.perf_counter()
        contender.write_edit(blog, edit)
        wait_until_seen(sentence)
        return Cost(time.perf_counter() - began)


def wait_for(
    port: int,
    address: str,
    words: str,
    process: subprocess.Popen[bytes] | None,
    contender: Contender,
) -> None:
    """Return when the page at an address has these words."""
    end = time.monotonic() + PATIENCE
    while words not in fetch(port, address):
        if process is not None and process.poll() is not None:
            raise MissingError(f"its server ended: {find_reason(contender.log)}")
        if time.monotonic() > end:
            raise MissingError(f"{address} was not served in {PATIENCE:.0f} s")
        time.sleep(POLL)


def fetch(port: int, address: str) -> str:
    """Return a page; an empty text where there is none yet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", address)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return text if answer.status == http.client.OK else ""
    connection.close()
    return ""


def free_port() -> int:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
