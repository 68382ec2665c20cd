"""What a store refuses, what it is never told, and whom a secret reaches."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from plugins.tools.deploy.s3 import bucket
from plugins.tools.deploy.s3.bucket import Bucket
from plugins.tools.site import RefusedError
from tests.plugins.tools.conftest import free_port
from tests.plugins.tools.deploy.s3.stores import (
    KEY,
    KEYS,
    SECRET,
    a_store,
    in_child,
)
from tests.plugins.tools.deploy.s3.test_transport import targets

ODD = "ä b/c&d<e>+%'\"=?#.html"


@pytest.mark.parametrize("store", ["rclone", "nanio"])
def test_objects_are_put_listed_copied_and_deleted(shop, store, request):
    """Whatever signs are in their names, and more than a listing has at a time."""
    wire = shop.transport().wire
    endpoint, _ = request.getfixturevalue(store)
    object.__setattr__(wire.target, "endpoint", endpoint)
    prefix = shop.target.prefix
    one, apart = Bucket(wire, "site", prefix), Bucket(wire, "apart", prefix)
    told = {"Content-Type": "text/html", "Cache-Control": "no-cache"}
    for key in (ODD, "a"):
        etag = one.put(key, key.encode(), told)
        assert one.list()[key] == bucket.Listed(etag, len(key.encode()))
        assert apart.copy(one.path(key), key, told) == etag
        assert apart.get(key) == key.encode()
    # nanio makes each survive a power cut.
    number = 1005 if store == "rclone" else 105
    bucket.do_all(lambda key: one.put(key, b"x", {}), map(str, range(number)))
    assert len(one.list()) == number + 2
    assert {*one.list("100")} == {"100", *map(str, range(1000, number))}
    one.delete([*one.list(), "nothing"])
    assert one.list() == {}
    assert one.get("a") is None


def test_what_a_store_refuses_is_one_line_without_keys(shop):
    """It names the target, what the store says, and no more."""
    wire = shop.transport().wire
    with pytest.raises(RefusedError) as refused:
        Bucket(wire, "missing", "").list()
    assert "live (s3://site/" in str(refused.value)
    assert "NoSuchBucket: The specified bucket does not exist" in str(refused.value)
    with pytest.raises(RefusedError, match="NoSuchBucket"):
        Bucket(wire, "missing", "").get("a")
    with pytest.raises(RefusedError, match="NoSuchKey"):
        Bucket(wire, "site", "").copy("site/missing", "a", {})
    assert SECRET not in str(wire.refused(f"{SECRET} {KEY}"))
    assert KEY not in str(wire.refused(f"{SECRET} {KEY}"))


def test_a_wrong_key_changes_nothing(shop, monkeypatch):
    """And is said."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    with pytest.raises(RefusedError, match="SignatureDoesNotMatch"):
        shop.deliver(shop.tree("one", {"index.html": "One."}))


def test_without_keys_the_line_says_where_they_belong(shop, monkeypatch, tmp_path):
    """A profile may be named that is not there, too."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_PROFILE", "nobody")

    def try_it():
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        with pytest.raises(RefusedError, match="Set AWS_ACCESS_KEY_ID and AWS_SECRET"):
            shop.transport()

    assert in_child(try_it) == 0  # whoever looks further starts threads


def test_without_its_extra_a_deploy_says_what_to_install(keyed, shop, monkeypatch):
    """Where nobody deploys to a store, it is not there."""
    targets(keyed, shop)
    monkeypatch.setitem(sys.modules, "awscrt", None)
    ended = keyed.run("deploy", "live", "--plan")
    assert ended.code == 1
    assert "awscrt is needed: " in ended.err
    assert "pip install 'pelican-bulletin[deploy]'" in ended.err
    assert "Traceback" not in ended.err


def test_a_store_that_is_gone_in_the_middle_is_told(shop, tmp_path, monkeypatch):
    """The next deploy brings the rest."""
    monkeypatch.setattr(bucket, "PAUSE", 0.001)
    files = {f"p{n}.html": f"Page {n}." for n in range(30)} | {"index.html": "Home."}
    with a_store("rclone", tmp_path / "short") as endpoint:
        object.__setattr__(shop.target, "endpoint", endpoint)
        mine, put = shop.transport(), Bucket.put

        def put_a_few(this, key, *words):
            if key == "p20.html":
                this._base = this._base.replace(endpoint, gone)
            return put(this, key, *words)

        gone = f"http://127.0.0.1:{free_port()}"
        with monkeypatch.context() as patch:
            patch.setattr(Bucket, "put", put_a_few)
            with pytest.raises(RefusedError, match="does not answer: "):
                shop.deliver(shop.tree("one", files))
        assert mine.releases().current == ""
        shop.deliver(shop.tree("one", files))
        assert {*mine.site.list()} >= files.keys()


def test_no_secret_leaves_the_environment(keyed, shop):
    """Not to the terminal, to a file, to the store or to a process's arguments."""
    targets(keyed, shop)
    seen, done = set(), threading.Event()

    def look():
        while not done.wait(0.02):
            for place in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    seen.add(place.read_bytes())
                except OSError:
                    continue

    watcher = threading.Thread(target=look)
    watcher.start()
    said = [keyed.run("deploy", "live", "--yes")]
    keyed.post("post-1", "Edited.")
    said += [keyed.run("deploy", "live", "--yes"), keyed.run("rollback", "live")]
    wrong = keyed.env(AWS_SECRET_ACCESS_KEY=SECRET[::-1])
    said.append(keyed.run_anew("deploy", "live", "--plan", **wrong))
    done.set()
    watcher.join()
    assert [one.code for one in said] == [0, 0, 0, 1]
    files = [path for path in keyed.root.rglob("*") if path.is_file()]
    files += [path for path in shop.www.rglob("*") if path.is_file()]
    texts = [one.said.encode() for one in said] + [file.read_bytes() for file in files]
    assert len(texts) > 40
    assert any(b"--auth-key" in line for line in seen)  # of the store itself
    texts += [line for line in seen if b"--auth-key" not in line]
    for secret in (KEY, SECRET, SECRET[::-1]):
        assert not [text for text in texts if secret.encode() in text]
    assert KEYS.keys() <= keyed.env().keys()
