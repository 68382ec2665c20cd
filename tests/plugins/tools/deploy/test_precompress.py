"""Packed copies beside a release's texts: made once, told with their files."""

from __future__ import annotations

import gzip
import importlib.util
import os
import shutil
import subprocess
import sys
import urllib.request
from contextlib import nullcontext

import pytest

from plugins.tools.deploy import precompress as module
from plugins.tools.deploy import verify
from plugins.tools.deploy.content_coding import CODINGS
from plugins.tools.deploy.plan import make_plan
from plugins.tools.deploy.precompress import original_of, precompress
from plugins.tools.deploy.record import assume_record
from plugins.tools.deploy.targets import find_target
from plugins.tools.files import Changes
from plugins.tools.site import RefusedError
from tests.caddy import caddy
from tests.needs import needs
from tests.nginx import nginx
from tests.plugins.tools.conftest import an_ssh_server
from tests.web_servers import each_server

#: Missing where a machine has not what requirements-dev.txt asks for; never in CI.
needs_brotli = pytest.mark.skipif(
    importlib.util.find_spec("brotli") is None and "CI" not in os.environ,
    reason="needs brotli: pip install -r requirements-dev.txt",
)
SHEET, LATER = "theme/css/main.0a23456789.css", "theme/css/main.98765fedc4.css"
RULES = "body { margin: 0; padding: 0 }\n" * 20


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Nobody waits for caches here."""
    monkeypatch.setattr(verify, "PAUSES", (0.1,))


SSH = [needs("sshd", "rsync"), pytest.mark.server]


@pytest.fixture(name="www", params=["folder", pytest.param("ssh", marks=SSH)])
def _www(request, place, tmp_path):
    """Give the site a target of each kind, and what will be in its place."""
    is_ssh = request.param == "ssh"
    with an_ssh_server(tmp_path / "ssh") if is_ssh else nullcontext({}) as keys:
        target(place, tmp_path / "the www", **keys)
        yield tmp_path / "the www"


def target(place, www, **keys):
    lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
    place.write("invoke.yaml", f"deploy:\n  live:\n    path: {www}\n{lines}")


def deploy(place, *words):
    ended = place.run("deploy", "live", "--yes", *words)
    assert ended.code == 0, ended.said
    return ended.out


def files(folder):
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found}


def copies(folder):
    return {path for path in files(folder) if original_of(path)}


def sheet(place, path):
    shutil.rmtree(place.root / "theme/static/css", ignore_errors=True)
    place.write(f"theme/static/{path.removeprefix('theme/')}", f"/* {path} */\n{RULES}")


def test_each_text_that_gains_has_a_packed_copy(place, www):
    """Pages, sheets and feeds; what has few bytes, or is packed already, has none."""
    sheet(place, SHEET)
    place.write("content/images/a.png", os.urandom(2000))
    place.write("content/images/a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    said = deploy(place)
    current = www / "current"
    packed = {path for path in copies(current) if path.endswith(".gz")}
    gain = {"index.html.gz", "post-1.html.gz", "feeds/all.atom.xml.gz", f"{SHEET}.gz"}
    assert gain <= packed
    assert not {"theme/main.css.gz", "images/a.png.gz", "images/a.svg.gz"} & packed
    for path in packed:
        there = (current / path).read_bytes()
        text = (current / original_of(path)).read_bytes()
        assert gzip.decompress(there) == text
        assert len(there) <= 0.9 * len(text)
        assert (current / path).stat().st_mode & 0o777 == 0o644
    own = len(files(current)) - len(copies(current))
    total = len(copies(current))
    assert said.splitlines()[0].startswith("  new ")
    assert (
        f"{own} new, 0 changed, 0 deleted, {own} files in all. Packed copies " in said
    )
    assert f"of them: {total} new, 0 changed, 0 deleted, {total} in all." in said
    assert ".gz" not in said


@pytest.mark.parametrize(
    "www",
    ["folder", pytest.param("ssh", marks=[*SSH, pytest.mark.long])],
    indirect=True,
)
def test_the_plan_names_pages_and_counts_their_copies(place, www):
    """A copy is new, changed, kept and deleted with its file, and never alone."""
    sheet(place, SHEET)
    deploy(place)
    place.post("post-1", "Edited.")
    (place.root / "content/posts/post-2.md").unlink()
    sheet(place, LATER)
    planned = deploy(place, "--plan")
    named = {line[11:].split(" until")[0] for line in planned.splitlines()[:-1]}
    pages = {"post-1.html", "post-2.html", "index.html", "feeds/all.atom.xml"}
    assert pages | {SHEET, LATER} <= named
    assert not any(map(original_of, named))
    assert "has this site already" not in deploy(place)
    current = www / "current"
    assert (current / f"{SHEET}.gz").is_file()
    assert (current / f"{LATER}.gz").is_file()
    assert not (current / "post-2.html.gz").exists()
    assert b"Edited." in gzip.decompress((current / "post-1.html.gz").read_bytes())
    assert "has this site already" in deploy(place)
    before = (current / "pages/about.html.gz").stat().st_ino
    place.post("post-1", "Edited again.")
    deploy(place)
    assert (current / "pages/about.html.gz").stat().st_ino == before


def test_a_target_may_have_none(place, tmp_path):
    """What was there goes, though no page has changed; and comes again."""
    www = tmp_path / "www"
    target(place, www)
    sheet(place, SHEET)
    deploy(place)
    number = len(copies(www / "current"))
    target(place, www, precompress="false")
    said = deploy(place)
    assert "0 new, 0 changed, 0 deleted, " in said
    gone = f"Packed copies of them: 0 new, 0 changed, {number} deleted, 0 in all."
    assert gone in said
    assert copies(www / "current") == set()
    assert "Packed" not in deploy(place)
    target(place, www)
    assert f"copies of them: {number} new, 0 changed" in deploy(place)


@pytest.mark.parametrize("kind", ["netlify", "cloudflare", "github"])
def test_a_host_that_packs_itself_gets_none(tmp_path, kind):
    """Its visitors would get them as pages; who asks for them is told."""
    keys = {"path": "www", "kind": kind}
    assert not find_target({"live": keys}, "live", tmp_path).precompress
    said = f"deploy.live.precompress: {kind} packs what it sends itself"
    with pytest.raises(RefusedError, match=said):
        find_target({"live": keys | {"precompress": True}}, "live", tmp_path)


@pytest.mark.parametrize("value", ["often", "true", 1, None])
def test_a_target_has_copies_or_not(tmp_path, value):
    """A word is neither; without the key there are copies."""
    assert find_target({"live": {"path": "www"}}, "live", tmp_path).precompress
    keys = {"path": "www", "precompress": value}
    with pytest.raises(RefusedError, match=r"live\.precompress must be true or false"):
        find_target({"live": keys}, "live", tmp_path)


def test_deleting_much_counts_pages_and_not_their_copies():
    """Four pages of a hundred are few, whatever lies beside them."""
    gone = tuple(f"{number}.html" for number in range(4))
    deleted = tuple(f"{path}{end}" for path in gone for end in ("", ".br", ".gz"))
    rest = [f"stays-{number}.html" for number in range(20)]
    files = [f"{path}{end}" for path in rest for end in ("", ".br", ".gz")]
    changes = Changes((), (), deleted, len(files))
    record = assume_record("20260101T000000.000")
    plan = make_plan(changes, record, record.now, 30, files=files)
    assert plan.changes == Changes((), (), gone, 20)
    assert len(plan.packed.deleted) == 8
    assert plan.packed.total == 40


def test_an_archive_is_no_copy_and_a_copy_of_ones_own_stays(tmp_path):
    """An author may put packed files beside others."""
    assert original_of("data.tar.gz") == ""
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/data.csv").write_text("a,b\n" * 500)
    own = gzip.compress(b"a,b\n" * 500, 1)
    (tmp_path / "tree/data.csv.gz").write_bytes(own)
    (tmp_path / "tree/old.txt.gz").write_bytes(own)
    precompress(tmp_path / "tree", tmp_path / "store")
    assert (tmp_path / "tree/data.csv.gz").read_bytes() == own
    changes = Changes(("old.txt.gz",), (), (), 3)
    record = assume_record("20260101T000000.000")
    paths = files(tmp_path / "tree")
    plan = make_plan(changes, record, record.now, 30, files=paths)
    assert plan.changes.new == ("old.txt.gz",)  # there is nothing that it is a copy of


def packed_by(words, tree, store):
    """Pack a tree in another process; return the copies."""
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir()
    (tree / "index.html").write_text("<p>Words and more words.</p>\n" * 400)
    code = (
        "import pathlib, sys; from plugins.tools.deploy.precompress import precompress;"
        "precompress(*map(pathlib.Path, sys.argv[1:]))"
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | words
    subprocess.run([sys.executable, "-c", code, tree, store], env=env, check=True)
    return {path.name: path.read_bytes() for path in tree.iterdir()}


def test_copies_are_the_same_bytes_at_any_time_and_place(tmp_path):
    """No time, name or account stands in them: a release costs what has changed."""
    first = packed_by({"TZ": "UTC"}, tmp_path / "a", tmp_path / "1")
    second = packed_by({"TZ": "Asia/Tokyo"}, tmp_path / "other name", tmp_path / "2")
    assert first == second
    assert first["index.html.gz"][4:8] == bytes(4)  # the time (RFC 1952)
    assert first["index.html.gz"][9] == 255  # the system is not told


def test_a_copy_is_made_once_for_a_content(tmp_path, monkeypatch):
    """What a fault has done to those that are kept is made good."""
    made = []

    def pack(data):
        made.append(data)
        return gzip.compress(data)

    coding = module.CODINGS[0]
    again = type(coding)(coding.name, coding.suffix, pack, coding.unpack)
    monkeypatch.setattr(module, "CODINGS", (again,))
    store = tmp_path / "store"

    def run(*texts):
        made.clear()
        shutil.rmtree(tmp_path / "tree", ignore_errors=True)
        (tmp_path / "tree").mkdir()
        for number, text in enumerate(texts):
            (tmp_path / f"tree/{number}.html").write_text(text)
        precompress(tmp_path / "tree", store)
        for number, text in enumerate(texts):
            copy = tmp_path / f"tree/{number}.html.gz"
            assert gzip.decompress(copy.read_bytes()).decode() == text
        return len(made)

    one, two = "one " * 300, "two " * 300
    assert run(one, two) == 2
    assert run(two, one) == 0
    for kept, harm in zip(sorted(store.iterdir()), (b"", b"\x1f\x8b"), strict=True):
        kept.write_bytes(harm)
    assert run(one, two) == 2
    assert run(one, two) == 0
    for kept in store.iterdir():
        kept.write_bytes(gzip.compress(b"another page"))
    assert run(one, two) == 2
    shutil.rmtree(store)
    assert run(one) == 1
    monkeypatch.setattr(module, "ROOM", 100)
    run(*(f"{number} " * 400 for number in range(9)))
    assert 0 < sum(path.stat().st_size for path in store.iterdir()) <= 100


@needs_brotli
def test_where_brotli_is_installed_it_packs_too(tmp_path):
    """In fewer bytes than gzip; what is long in a way that takes less time."""
    import brotli

    words = " ".join(f"word {number}" for number in range(2000))
    texts = {"index.html": words, "all.xml": words * 100}
    for path, text in texts.items():
        (tmp_path / "tree").mkdir(exist_ok=True)
        (tmp_path / "tree" / path).write_text(text)
    precompress(tmp_path / "tree", tmp_path / "store")
    for path, text in texts.items():
        copy = (tmp_path / "tree" / f"{path}.br").read_bytes()
        assert brotli.decompress(copy) == text.encode()
        assert len(copy) < (tmp_path / "tree" / f"{path}.gz").stat().st_size


def test_without_brotli_there_is_gzip(tmp_path):
    """It is an extra, and no deploy is refused for it."""
    (tmp_path / "none").mkdir()
    (tmp_path / "none/brotli.py").write_text("raise ImportError\n")
    paths = os.pathsep.join([str(tmp_path / "none"), *filter(None, sys.path)])
    words = {"PYTHONPATH": paths}
    made = packed_by(words, tmp_path / "tree", tmp_path / "store")
    assert made.keys() == {"index.html", "index.html.gz"}


@pytest.mark.parametrize("coding", CODINGS, ids=lambda coding: coding.name)
def test_what_is_not_whole_is_not_unpacked(coding):
    """Nor more of it than is wanted: a few bytes can stand for many."""
    text = b"Words of a page.\n" * 9000
    packed = coding.pack(text)
    assert coding.unpack(packed, len(text)) == text
    assert 10 < len(coding.unpack(packed, 10)) < len(text)
    for wrong in (b"", packed[:-3], packed[:20], b"<html>", b"\0" * 50):
        with pytest.raises(ValueError, match=r"\w"):
            coding.unpack(wrong, len(text))


def ask(url, accepted):
    asked = urllib.request.Request(url, headers={"Accept-Encoding": accepted})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return answer.read(), answer.headers


@each_server
def test_a_server_sends_the_copies_with_the_lines_that_are_printed(
    serve, place, tmp_path
):
    """And a deploy looks at both, as browsers ask and as programs do."""
    www = tmp_path / "www"
    target(place, www)
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", f'{conf}\nPLUGINS = ["plugins.security_headers"]\n')
    deploy(place)
    (tmp_path / "server").mkdir()
    lines = place.run("headers", serve.__name__).out
    if serve is nginx:
        lines += "gzip off;\n"
    with serve(www / "current", tmp_path / "server", lines) as url:
        target(place, www, url=url)
        place.post("post-1", "Edited.")
        said = deploy(place)
        assert "Verified: " in said
        assert "warning" not in said
        there = (www / "current/post-1.html").read_bytes()
        body, headers = ask(f"{url}/post-1.html", "gzip")
        assert body == (www / "current/post-1.html.gz").read_bytes()
        assert headers["Content-Encoding"] == "gzip"
        assert headers["Vary"] == "Accept-Encoding"
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        body, headers = ask(f"{url}/post-1.html", "identity")
        assert (body, headers["Content-Encoding"]) == (there, None)


@needs("caddy")
@needs_brotli
@pytest.mark.server
def test_caddy_sends_brotlis_copies_to_who_takes_them(place, tmp_path):
    """With no module; they are the smaller ones."""
    www = tmp_path / "www"
    target(place, www)
    deploy(place)
    lines = place.run("headers", "caddy").out
    with caddy(www / "current", tmp_path, lines) as url:
        body, headers = ask(f"{url}/", "gzip, deflate, br, zstd")
        assert headers["Content-Encoding"] == "br"
        assert body == (www / "current/index.html.br").read_bytes()


@needs("nginx")
@pytest.mark.server
def test_a_server_that_sends_other_bytes_to_browsers_is_noticed(place, tmp_path):
    """A copy of another day; and one that sends none, though they lie there."""
    www, folder = tmp_path / "www", tmp_path / "nginx"
    target(place, www)
    deploy(place)
    folder.mkdir()
    (tmp_path / "stale").mkdir()
    (tmp_path / "stale/post-1.html").write_bytes(gzip.compress(b"Old."))
    stale = (
        "gzip off; if ($http_accept_encoding ~ gzip) { set $who browser; }"
        f"location = /post-1.html {{ root {www}/current; if ($who) {{"
        f" root {tmp_path}/stale; add_header Content-Encoding gzip; }} }}"
    )
    with nginx(www / "current", folder, stale) as url:
        target(place, www, url=url)
        place.post("post-1", "Edited.")
        ended = place.run("deploy", "live", "--yes")
        assert ended.code == 1
        said = f"{url}/post-1.html (post-1.html, packed) gives other bytes than were"
        assert said in ended.err
        (tmp_path / "stale/post-1.html").write_bytes(b"Not packed at all.")
        ended = place.run("deploy", "live", "--yes")
        assert "its answer is no gzip, though it says so" in ended.err
    with nginx(www / "current", folder, "gzip off;") as url:
        target(place, www, url=url)
        place.post("post-1", "Edited.")
        said = deploy(place)
        assert f"warning: {url}/ comes unpacked to those who take it packed." in said
