"""What is live is asked over HTTP; a deploy that does not reach visitors goes back."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from plugins.tools.deploy import verify
from plugins.tools.deploy.verify import address_of
from tests.caddy import caddy
from tests.needs import needs
from tests.nginx import nginx
from tests.plugins.tools.conftest import an_ssh_server, free_port

pytestmark = [needs("nginx"), pytest.mark.server]


@pytest.fixture(name="www")
def _www(tmp_path, monkeypatch):
    """Return where releases go; nobody waits for caches, and all files are a sample."""
    monkeypatch.setattr(verify, "PAUSES", (0.1,))
    monkeypatch.setattr(verify, "OTHERS", 100)
    (tmp_path / "nginx").mkdir()
    return tmp_path / "www"


def targets(place, www, **keys):
    lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n{lines}")


def add(place, lines):
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", f"{conf}\n{lines}\n")


def deploy(place):
    return place.run("deploy", "live", "--yes")


def releases(www):
    return sorted(path.name for path in (www / "releases").iterdir())


def test_what_is_live_is_compared_with_what_was_sent(place, www, tmp_path):
    """Its landmarks and a sample; old addresses, headers and what is not there too."""
    add(place, 'PLUGINS = ["plugins.front_matter", "plugins.addresses",')
    add(place, '"plugins.security_headers"]\nADDRESSES = {"aliases": {"/old/": "/"}}')
    targets(place, www)
    first = deploy(place)
    assert "Not verified over HTTP: the target “live” has no url in" in first.out
    with nginx(www / "current", tmp_path / "nginx", "") as url:
        targets(place, www, url=url)
        place.post("post-1", "Edited.")
        ended = deploy(place)
        assert ended.code == 0, ended.said
        assert "Verified: what was sent comes from " in ended.out
        missing = "comes without Content-Security-Policy, Cross-Origin-Opener-Policy,"
        assert f"warning: {url}/ {missing}" in ended.out
        assert "invoke headers nginx" in ended.out
    lines = place.run("headers", "nginx").out
    with nginx(www / "current", tmp_path / "nginx", lines) as url:
        targets(place, www, url=url)
        place.post("post-1", "Edited once more.")
        ended = deploy(place)
        assert ended.code == 0, ended.said
        assert "warning" not in ended.said
    always = "location / { try_files $uri $uri/index.html /index.html; }"
    with nginx(www / "current", tmp_path / "nginx", always) as url:
        targets(place, www, url=url)
        place.post("post-1", "Edited at last.")
        assert ", which is no page, is answered with 200, not with 404." in (
            deploy(place).out
        )


@needs("caddy")
def test_caddy_with_the_lines_that_are_printed_leaves_nothing_to_say(
    place, www, tmp_path
):
    """Told nothing it sends the site too, and a deploy says what is missing."""
    add(place, 'PLUGINS = ["plugins.front_matter", "plugins.addresses",')
    add(place, '"plugins.security_headers"]\nADDRESSES = {"aliases": {"/old/": "/"}}')
    targets(place, www)
    assert deploy(place).code == 0
    (tmp_path / "caddy").mkdir()
    with caddy(www / "current", tmp_path / "caddy", "file_server\n") as url:
        targets(place, www, url=url)
        place.post("post-1", "Edited.")
        ended = deploy(place)
        assert ended.code == 0, ended.said
        for missing in ("comes without Content-Security-Policy,", "comes unpacked to"):
            assert f"warning: {url}/ {missing}" in ended.out
        assert "; for Caddy: invoke headers caddy\n" in ended.out
    lines = place.run("headers", "caddy").out
    with caddy(www / "current", tmp_path / "caddy", lines) as url:
        targets(place, www, url=url)
        place.post("post-1", "Edited once more.")
        ended = deploy(place)
        assert ended.code == 0, ended.said
        assert "Verified: what was sent comes from " in ended.out
        assert "warning" not in ended.said


def test_a_deploy_that_visitors_do_not_get_goes_back_by_itself(place, www, tmp_path):
    """It says where, and leaves nothing of the release."""
    targets(place, www)
    assert deploy(place).code == 0
    before = releases(www)
    old = (www / "releases" / before[0]).resolve()
    with nginx(old, tmp_path / "nginx", "") as url:
        targets(place, www, url=url)
        place.post("post-1", "Edited.")
        place.post("new")
        ended = deploy(place)
    assert ended.code == 1
    assert "Visitors do not get what was sent." in ended.err
    assert f"{url}/new.html (new.html) answers with 404." in ended.err
    assert f"{url}/post-1.html (post-1.html) gives other bytes than were" in ended.err
    assert f"{www} shows release {before[0]} again." in ended.err
    assert releases(www) == before
    assert (www / "current").resolve() == old
    assert len([*(www / ".records").iterdir()]) == 1

    place.post("post-1", "Right.")
    with nginx(www / "current", tmp_path / "nginx", "") as url:
        targets(place, www, url=url)
        assert deploy(place).code == 0
    assert "Right." in (www / "current/post-1.html").read_text()


@pytest.mark.long
@needs("sshd", "rsync")
def test_a_server_goes_back_in_the_same_way(place, www, tmp_path):
    """Over ssh; nothing answers where the site is asked for."""
    with an_ssh_server(tmp_path / "ssh") as keys:
        targets(place, www, **keys)
        assert deploy(place).code == 0
        before = releases(www)
        targets(place, www, **keys, url=f"http://127.0.0.1:{free_port()}", wait=0)
        place.post("post-1", "Edited.")
        ended = deploy(place)
    assert ended.code == 1
    assert f"shows release {before[0]} again." in ended.err
    assert releases(www) == before
    assert "Words of post 1" in (www / "current/post-1.html").read_text()


def test_a_first_deploy_that_is_not_reached_stays_and_fails(place, www):
    """There is nothing to go back to."""
    targets(place, www, url=f"http://127.0.0.1:{free_port()}")
    ended = deploy(place)
    assert ended.code == 1
    assert "(the home page) does not answer: " in ended.err
    assert "It stays: there is no release before " in ended.err
    assert (www / "current/index.html").is_file()


def test_pages_that_a_browser_would_save_to_disk_are_no_pages(place, www, tmp_path):
    """A server that knows no type for them."""
    plain = "types { } default_type application/octet-stream;"
    with nginx(www / "current", tmp_path / "nginx", plain) as url:
        targets(place, www, url=url)
        assert "is sent as “application/octet-stream”" in deploy(place).err


@contextmanager
def a_hub(status):
    """Run a hub; yield its address and the topics that it was told of."""
    told = []

    class Hub(BaseHTTPRequestHandler):
        def do_POST(self):
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])))
            assert form[b"hub.mode"] == [b"publish"]
            told.extend(form[b"hub.url"])
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_words):
            pass

    with HTTPServer(("127.0.0.1", 0), Hub) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", told
        server.shutdown()


@pytest.mark.parametrize("status", [204, 500])
def test_a_hub_is_told_of_feeds_that_have_changed(place, www, status):
    """Whom nobody has named is not told; one that fails is no mistake of the author."""
    # A hub on this machine is one that subscribers cannot reach.
    add(place, 'PROBLEM_LEVELS = {"output-local-address": "off"}')
    add(place, 'PLUGINS = ["plugins.feeds"]\nFEED_ALL_RSS = "feeds/all.rss.xml"')
    targets(place, www)
    assert "The hub" not in deploy(place).said
    with a_hub(status) as (hub, told):
        add(place, f'FEEDS = {{"hub": "{hub}?a=1&b=2"}}')
        place.post("post-1", "Edited.")
        ended = deploy(place)
        assert ended.code == 0, ended.said
        topics = {b"https://blog.aureo.health/feeds/all.atom.xml",
                  b"https://blog.aureo.health/feeds/all.rss.xml"}  # fmt: skip
        assert topics <= set(told)
        if status == 204:
            assert f"The hub {hub}?a=1&b=2 knows of {len(told)} new feeds." in ended.out
        else:
            assert "was not told of new posts: it answers with 500." in ended.err
        place.write("theme/static/more.css", "a {}")
        told.clear()
        assert deploy(place).code == 0
        assert told == []


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.html", "https://a.org/blog/"),
        ("x/index.html", "https://a.org/blog/x/"),
        ("x/myindex.html", "https://a.org/blog/x/myindex.html"),
        ("a b/ä:1.xml", "https://a.org/blog/a%20b/%C3%A4%3A1.xml"),
    ],
)
def test_a_file_has_the_address_that_visitors_type(path, url):
    """Below the address of the site."""
    assert address_of("https://a.org/blog/", path) == url


@pytest.mark.parametrize("url", ["www.a.org", "ftp://a.org", "https://"])
def test_an_address_that_cannot_be_asked_is_named(place, www, url):
    """With the key."""
    targets(place, www, url=url)
    ended = deploy(place)
    assert ended.code == 1
    assert f"invoke.yaml: deploy.live.url “{url}” is no address" in ended.err
