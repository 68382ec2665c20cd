"""A visitor reads the site throughout its builds, and never sees one."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.needs import find, needs
from tests.plugins.tools.build.faulty import build, in_child
from tests.plugins.tools.conftest import (
    ROOT,
    free_port,
    make_place,
    running,
    wait_for_port,
)

VISITOR = Path(__file__).with_name("visitor.py")
PATHS = ["", "index.html", "post-0.html", "post-1.html", "feeds/all.atom.xml"]
NGINX = """
daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;
events {{ worker_connections 128; }}
http {{
  access_log off; types {{ text/html html; application/xml xml; }}
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


@contextmanager
def served(output, folder):
    """Serve the output with nginx."""
    folder.mkdir()
    port = free_port()
    text = NGINX.format(folder=folder, port=port, root=output)
    if Path("/proc/self").stat().st_uid == 0:
        text = "user root;" + text
    (folder / "conf").write_text(text)
    command = [find("nginx"), "-c", str(folder / "conf"), "-e", "stderr"]
    with running(command, stderr=subprocess.DEVNULL):
        wait_for_port(port)
        yield f"127.0.0.1:{port}"


def write_version(place, number):
    """Every page, the feed too, says the same number at its head and its foot."""
    text = (place.root / "theme/templates/base.html").read_text()
    head, foot = "<body>", "</body>"
    before, _, rest = text.partition(head)
    body, _, after = rest.partition(foot)
    body = body[body.index("{%") : body.rindex("%}") + 2]
    mark = f"version {number}"
    place.write(
        "theme/templates/base.html",
        f"{before}{head}{mark}{body}{mark}{foot}{after}",
    )
    for post in range(3):
        # Pages differ in length from version to version: a mix would be seen.
        filler = f"{mark} " * (50 + number % 7 * 40)
        place.post(f"post-{post}", filler)


def campaign(place, folder, publishes):
    write_version(place, 0)
    assert in_child(lambda: build(place.root)) == 0
    with served(place.output, folder) as address:
        visitor = subprocess.Popen(
            [sys.executable, str(VISITOR), address, *PATHS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        try:
            time.sleep(0.3)

            def many():
                for number in range(1, publishes + 1):
                    write_version(place, number)
                    if build(place.root):
                        return 1
                return 0

            log = folder / "log"
            assert in_child(many, log) == 0, log.read_text()[-2000:]
        finally:
            said, _ = visitor.communicate("", timeout=30)
    *faults, times = said.split("\n")[:-1]
    return int(times), [fault for fault in faults if fault]


@needs("nginx")
@pytest.mark.server
def test_a_visitor_never_sees_a_build(place, tmp_path):
    """No page is missing, empty, cut off or of two versions at once."""
    times, faults = campaign(place, tmp_path / "nginx", 15)
    assert faults == []
    assert times > 100


@needs("nginx")
@pytest.mark.server
@pytest.mark.long
def test_a_visitor_sees_no_fault_in_a_thousand_publishes(place, tmp_path):
    """The same for a thousand."""
    times, faults = campaign(place, tmp_path / "nginx", 1000)
    print(f"{times} pages fetched")
    assert faults == []
    assert times > 10_000


@needs("nginx")
@pytest.mark.server
def test_this_visitor_does_see_what_a_careless_build_does(place, tmp_path):
    """A check that cannot fail proves nothing: pages rewritten in place are caught."""
    write_version(place, 0)
    assert in_child(lambda: build(place.root)) == 0
    with served(place.output, tmp_path / "nginx") as address:
        visitor = subprocess.Popen(
            [sys.executable, str(VISITOR), address, *PATHS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        until = time.monotonic() + 1.5
        page = place.output / "post-0.html"
        while time.monotonic() < until:
            page.write_text("<html>version 1 " * 400)
            page.unlink()
        said, _ = visitor.communicate("", timeout=30)
    assert "post-0.html: " in said


@pytest.mark.long
def test_five_thousand_posts_are_built_and_published(tmp_path):
    """A site of that size is still examined, compared and left alone when unchanged."""
    place = make_place(tmp_path / "large", posts=5000)
    first = place.run("build")
    assert first.code == 0, first.said[-2000:]
    assert "5000 posts" in first.out
    stamps = place.stamps()
    assert len(stamps) > 5000

    second = place.run("build")

    print(first.out.splitlines()[-1], second.out.splitlines()[-1])
    assert " 0 changed" in second.out
    assert place.stamps() == stamps
