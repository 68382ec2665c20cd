"""``invoke serve`` shows a site, drafts included, on this machine only."""

from __future__ import annotations

import signal
import socket
import time
import urllib.error
import urllib.request

import pytest

from tests.plugins.tools.conftest import free_port, strict, wait_for_port


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
