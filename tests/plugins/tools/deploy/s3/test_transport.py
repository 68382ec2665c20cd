"""A site in a bucket: what visitors get at each moment, and how it goes back."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
import urllib.request

import pytest

from plugins.tools.deploy import verify
from plugins.tools.deploy.options import DeployOptions
from plugins.tools.deploy.preview import name_of
from plugins.tools.deploy.rollback import roll_back
from plugins.tools.deploy.s3 import bucket, transport
from plugins.tools.reporter import Reporter
from plugins.tools.site import RefusedError
from tests.plugins.tools.conftest import visited
from tests.plugins.tools.deploy.s3.conftest import make_shop
from tests.plugins.tools.deploy.s3.stores import BIN, KEYS, in_child, kill_me

OLD_SHEET, SHEET = "theme/main.0a23456789.css", "theme/main.98765fedc4.css"
MANY = 15  #: a browser's pictures, on their way at once


def page(sheet, words):
    return f'<link rel="stylesheet" href="/{sheet}">{words}'


def a_site(sheet, words):
    """Return the files of a site whose pages all need one sheet."""
    pages = {f"p{n}/index.html": page(sheet, f"{words} {n}") for n in (1, 3)}
    feeds = {"feeds/all.atom.xml": f"<feed>{words}</feed>", "sitemap.xml": words}
    home = {"index.html": page(sheet, words), "404.html": page(sheet, "Not here.")}
    return {sheet: f"/* {sheet} */", "theme/plain.css": words, **pages, **feeds, **home}


ONE = a_site(OLD_SHEET, "one")
TWO = a_site(SHEET, "two") | {"p9/index.html": page(SHEET, "new")}
del TWO["p3/index.html"]


def as_bytes(files):
    return {path: files[path].encode() for path in sorted(files)}


def test_a_page_whose_address_only_looks_like_a_previews_is_the_sites_own(shop):
    """It comes, is known the next time, and goes."""
    odd = "preview/a-misunderstanding/index.html"
    assert name_of("a-misunderstanding")
    tree = shop.tree("tree", ONE | {odd: "Words."})
    assert shop.deliver(tree)
    assert odd in shop.names()
    assert shop.transport().plan(tree, shop.transport().releases()).is_nothing
    assert shop.transport().previews() == []
    assert shop.deliver(shop.tree("tree", ONE))
    assert odd not in shop.names()


def shown(shop):
    return shop.transport().releases().current


def headers_of(shop, path):
    """Return what a store sends with an object, asked by rclone where it can be."""
    wire = shop.transport().wire
    url = shop.transport().site._url(path)
    signed = wire._sign("GET", bucket.urlsplit(url), {}, b"")
    with urllib.request.urlopen(urllib.request.Request(url, headers=signed)) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}


def targets(place, shop, **keys):
    told = {"bucket": shop.target.bucket, "prefix": shop.target.prefix.strip("/")}
    told |= {"endpoint": shop.endpoint} | keys
    lines = "".join(f"    {key}: {value}\n" for key, value in told.items())
    place.write("invoke.yaml", f"deploy:\n  live:\n{lines}")


@pytest.mark.parametrize("store", ["rclone", "nanio"])
def test_a_bucket_gets_a_site_and_goes_back(keyed, store, request, tmp_path):
    """The plan names exactly what is put and deleted; old pages come back the same."""
    shop = make_shop(request.getfixturevalue(store), tmp_path)
    targets(keyed, shop)
    first = keyed.run("deploy", "live", "--yes")
    assert first.code == 0, first.said
    assert "11 new, 0 changed, 0 deleted, 11 files in all." in first.out
    before = listed(shop)
    keyed.post("post-1", "Edited.")
    (keyed.root / "content/posts/post-2.md").unlink()
    planned = keyed.run("deploy", "live", "--plan").out
    assert listed(shop) == before
    second = keyed.run("deploy", "live", "--yes")
    assert second.code == 0, second.said
    assert planned in second.out
    changes = [line.split() for line in planned.splitlines() if line[:2] == "  "]
    after = listed(shop)
    differs = {path for path in before if before[path] != after.get(path)}
    assert differs == {path for _, path in changes}
    assert ["deleted", "post-2.html"] in changes
    assert ["changed", "feeds/all.atom.xml"] in changes
    again = keyed.run("deploy", "live", "--yes")
    assert "has this site already." in again.out

    back = keyed.run("rollback", "live")
    assert back.code == 0, back.said
    assert listed(shop) == before
    newest = second.out.rsplit("shows release ", 1)[1].split()[0].rstrip(".")
    assert keyed.run("rollback", "live", "--release", newest).code == 0
    assert listed(shop) == after


def listed(shop):
    """Return the digests of a site's objects as rclone itself lists them."""
    words = [BIN / "rclone", "lsjson", "-R", "--hash", "--files-only", "--config"]
    where = f":s3:{shop.target.bucket}/{shop.target.prefix}"
    env = KEYS | {"RCLONE_S3_PROVIDER": "Other", "RCLONE_S3_ENV_AUTH": "true"}
    done = subprocess.run(
        [*words, "/dev/null", where],
        env=env | {"RCLONE_S3_ENDPOINT": shop.endpoint},
        capture_output=True,
        check=True,
    )
    found = {one["Path"]: one["Hashes"]["md5"] for one in json.loads(done.stdout)}
    return {path: md5 for path, md5 in found.items() if not path.startswith(".b")}


def test_each_object_has_its_type_its_cache_and_its_redirect(shop):
    """Also after a rollback, for which the store copies."""
    files = ONE | {
        "old/index.html": '<meta http-equiv="refresh" content="0; url=/p1/">',
        "real/index.html": "A page.",
        "_redirects": "/old/ /p1/ 301\n/feed.xml /feeds/all.atom.xml 301\n"
        "/real/ /p1/ 301\n/tag/* /p1/ 301\n",
        "feed/b c.json": "{}",
    }
    shop.deliver(shop.tree("one", files))
    first = {path: headers_of(shop, path) for path in shop.names()}
    assert "_redirects" not in first
    assert first["old/index.html"]["x-amz-website-redirect-location"] == "/p1/"
    feed = first["feed.xml"]
    assert feed["x-amz-website-redirect-location"] == "/feeds/all.atom.xml"
    assert "x-amz-website-redirect-location" not in first["real/index.html"]
    assert first["index.html"]["content-type"] == "text/html; charset=utf-8"
    assert first["index.html"]["cache-control"] == "no-cache"
    assert first["feeds/all.atom.xml"]["content-type"] == "application/atom+xml"
    assert first[OLD_SHEET]["content-type"] == "text/css; charset=utf-8"
    assert first[OLD_SHEET]["cache-control"] == "public, max-age=31536000, immutable"
    assert first["theme/plain.css"]["cache-control"] == "no-cache"
    moved = files | {"_redirects": "/old/ /p2/ 301\n"}
    changes = shop.transport().plan(
        shop.tree("two", moved), shop.transport().releases()
    )
    assert (changes.changed, changes.deleted) == (("old/index.html",), ("feed.xml",))
    shop.deliver(shop.tree("two", moved))
    assert headers_of(shop, "old/index.html")["x-amz-website-redirect-location"] == (
        "/p2/"
    )
    roll_back(shop.folder, shop.target, "", Reporter())
    for path, headers in first.items():
        for name in (
            "content-type",
            "cache-control",
            "x-amz-website-redirect-location",
        ):
            assert headers_of(shop, path).get(name) == headers.get(name), path


def test_an_old_page_keeps_its_style_and_old_releases_go(shop):
    """Hashed files stay a month; of older releases only what they need is kept."""
    shop.deliver(shop.tree("one", ONE))
    first = shown(shop)
    shop.deliver(shop.tree("two", TWO))
    assert shop.files() == as_bytes(TWO | {OLD_SHEET: ONE[OLD_SHEET]})
    roll_back(shop.folder, shop.target, "", Reporter())
    assert shop.files() == as_bytes(ONE | {SHEET: TWO[SHEET]})
    for words in ("three", "four", "five"):
        shop.deliver(shop.tree(words, a_site(SHEET, words)), keep=2)
    state = shop.transport().state
    names = state.releases().names
    assert len(names) == 2
    assert first not in names
    needed = {one.key for one in state.manifest(names[0]).values()}
    assert state.objects() <= needed
    roll_back(shop.folder, shop.target, "", Reporter())
    assert shop.files().items() >= as_bytes(a_site(SHEET, "four")).items()
    shop.deliver(shop.tree("six", a_site(SHEET, "six")), grace_days=0)
    assert OLD_SHEET not in shop.names()


def test_what_a_page_needs_is_there_before_it(shop):
    """Assets, pages, feeds, the home page; what goes, goes after that."""
    shop.deliver(shop.tree("one", ONE))
    shop.deliver(shop.tree("two", TWO))
    times = {path: (shop.www / path).stat().st_mtime_ns for path in shop.names()}
    stages = {path: transport.stage_of(path) for path in times}
    fresh = sorted(
        (times[path], stages[path])
        for path in times
        if path not in ONE or ONE[path] != TWO.get(path, ONE[path])
    )
    order = [stage for _, stage in fresh]
    assert order == sorted(order)
    assert {*order} == {*transport.Stage}


def ask_and_die(monkeypatch, number):
    """Let this process be killed before its n-th request."""
    left, ask = [number], bucket.Wire.ask

    def counted(wire, *words):
        left[0] -= 1
        return ask(wire, *words) if left[0] >= 0 else kill_me()

    monkeypatch.setattr(bucket.Wire, "ask", counted)
    monkeypatch.setattr(bucket, "AT_ONCE", 1)


def refuse_loss(shop):
    """Look at a site as visitors do: no page without its sheet."""
    files = shop.files()
    for path, data in files.items():
        if path.endswith(".html") and b'href="/' in data:
            sheet = data.split(b'href="/')[1].split(b'"')[0].decode()
            assert sheet in files, (path, sheet)
    return files


def another(shop):
    """Return an empty part of the same store."""
    return make_shop((shop.endpoint, shop.folder), shop.folder)


def test_a_deploy_that_is_killed_at_any_step_is_mended_by_the_next(shop, monkeypatch):
    """Or by a rollback; and no page is ever without its assets."""
    one, two = shop.tree("one", ONE), shop.tree("two", TWO)
    halves = set()
    for number in range(3, 300):
        place = another(shop)
        if number % 3:
            place.deliver(one)
        with monkeypatch.context() as patch:
            ask_and_die(patch, number)
            ended = in_child(lambda place=place: place.deliver(two))
        refuse_loss(place)
        releases = place.transport().releases()
        halves.add(bool(releases.unfinished))
        if number % 3 == 1 and releases.unfinished:
            roll_back(place.folder, place.target, "", Reporter())
            assert place.files().items() >= as_bytes(ONE).items()
            assert "p9/index.html" not in place.names()
        place.deliver(two)
        assert place.files().items() >= as_bytes(TWO).items()
        assert {*place.names()} - {*TWO} <= {OLD_SHEET}
        assert not place.transport().releases().unfinished
        if ended == 0:
            break
    assert ended == 0
    assert halves == {True, False}


@pytest.mark.long
def test_a_deploy_that_is_killed_at_any_moment_is_mended_by_the_next(shop):
    """While many files are on their way at once; what is there is not sent again."""
    more = {f"images/{n}.0123456789abc.png": f"picture {n}" for n in range(MANY)}
    one, two = shop.tree("one", ONE), shop.tree("two", TWO | more)
    began = time.monotonic()
    another(shop).deliver(two)
    whole = time.monotonic() - began
    chance = random.Random(18)  # noqa: S311  # moments, not keys
    resumed = 0
    for _ in range(20):
        place, moment = another(shop), chance.uniform(0.02, whole)
        place.deliver(one)

        def die_soon(place=place, moment=moment):
            signal.setitimer(signal.ITIMER_REAL, moment)
            place.deliver(two)

        in_child(die_soon)
        refuse_loss(place)
        sent = {path: (place.www / path).stat().st_mtime_ns for path in place.names()}
        place.deliver(two)
        assert place.files().items() >= as_bytes(TWO | more).items()
        again = {path: (place.www / path).stat().st_mtime_ns for path in place.names()}
        for path in sent.keys() & more.keys():
            assert sent[path] == again[path]
            resumed += 1
    assert resumed


@pytest.mark.long
def test_a_rollback_that_is_killed_goes_on_when_it_is_said_again(shop, monkeypatch):
    """Or a deploy brings the newer site back."""
    one, two = shop.tree("one", ONE), shop.tree("two", TWO)
    for number in range(4, 100, 4):
        place = another(shop)
        place.deliver(one)
        place.deliver(two)
        old, new = place.transport().releases().names
        with monkeypatch.context() as patch:
            ask_and_die(patch, number)
            ended = in_child(
                lambda place=place: roll_back(
                    place.folder, place.target, "", Reporter()
                )
            )
        refuse_loss(place)
        if number % 8 and ended:
            roll_back(place.folder, place.target, old, Reporter())
            assert shown(place) == old
            assert place.files() == as_bytes(ONE | {SHEET: TWO[SHEET]})
            roll_back(place.folder, place.target, new, Reporter())
        place.deliver(two)
        assert place.files() == as_bytes(TWO | {OLD_SHEET: ONE[OLD_SHEET]})
        if ended == 0:
            break
    assert ended == 0


def test_deploys_that_are_killed_one_after_the_other_leave_nothing(shop, monkeypatch):
    """Each with pages of its own."""
    shop.deliver(shop.tree("one", ONE))
    for words in ("two", "three", "four"):
        page_of_its_own = {f"{words}.html": page(OLD_SHEET, words)}
        tree = shop.tree(words, a_site(OLD_SHEET, words) | page_of_its_own)

        def die_before_home(tree=tree):
            put = bucket.Bucket.put
            monkeypatch.setattr(
                bucket.Bucket,
                "put",
                lambda *given: kill_me() if given[1] == "index.html" else put(*given),
            )
            shop.deliver(tree)

        assert in_child(die_before_home) == -signal.SIGKILL
        assert f"{words}.html" in shop.names()
    shop.deliver(shop.tree("one", ONE))
    assert shop.files() == as_bytes(ONE)


def test_files_of_others_stay_and_are_told(shop, capfd):
    """Nothing is deleted that no deploy has put."""
    shop.deliver(shop.tree("one", ONE))
    other = shop.transport().site.put("downloads/a.pdf", b"PDF", {})
    assert other
    shop.deliver(shop.tree("two", TWO))
    assert "downloads/a.pdf" in shop.names()
    said = capfd.readouterr().err
    assert "1 file at s3://site/" in said
    assert "such as downloads/a.pdf." in said


def test_a_file_that_somebody_changed_is_put_right(shop):
    """The plan looks at the store, not at what was sent once."""
    tree = shop.tree("one", ONE)
    shop.deliver(tree)
    shop.transport().site.put("p1/index.html", b"Defaced", {})
    changes = shop.transport().plan(tree, shop.transport().releases())
    assert (changes.new, changes.changed) == ((), ("p1/index.html",))
    shop.deliver(tree)
    assert shop.files() == as_bytes(ONE)


def test_a_release_that_is_not_whole_is_not_shown(shop):
    """It is refused before anything is changed."""
    shop.deliver(shop.tree("one", ONE))
    shop.deliver(shop.tree("two", TWO))
    state = shop.transport().state
    state.bucket.delete(f"objects/{key}" for key in state.objects())
    before = shop.files()
    with pytest.raises(RefusedError, match=r"cannot be shown: .* of it left the store"):
        roll_back(shop.folder, shop.target, "", Reporter())
    assert shop.files() == before
    assert not shop.transport().releases().unfinished


def test_a_site_that_visitors_do_not_get_goes_back_by_itself(shop, capfd, monkeypatch):
    """It is verified over HTTP, and nothing of the release is left."""
    monkeypatch.setattr(verify, "PAUSES", (0.05,))
    one = shop.tree("one", ONE)
    shop.www.mkdir(parents=True)
    with visited(shop.www) as url:
        shop.deliver(one, url=url)
        assert "Verified: what was sent comes from" in capfd.readouterr().out
        before = shop.transport().releases()
    with (
        visited(shop.folder.parent / "one") as url,
        pytest.raises(RefusedError, match="Visitors do not get what was sent"),
    ):
        shop.deliver(shop.tree("two", TWO), url=url)
    assert shop.transport().releases() == before
    assert shop.files() == as_bytes(ONE | {SHEET: TWO[SHEET]})
    assert len(shop.transport().state.bucket.list("records/")) == 1


def test_a_plan_that_deletes_much_needs_force(shop):
    """Before the first write."""
    shop.deliver(shop.tree("one", ONE | {f"{n}.html": "x" for n in range(20)}))
    before = shop.files()
    with pytest.raises(RefusedError, match="This would delete 20 files"):
        shop.deliver(shop.tree("two", ONE), DeployOptions(yes=True))
    assert shop.files() == before


def test_what_belongs_to_releases_may_lie_in_another_bucket(shop):
    """Then nothing of it is where the site is."""
    place = make_shop((shop.endpoint, shop.folder), shop.folder, state="apart/blog")
    place.deliver(place.tree("one", ONE))
    place.deliver(place.tree("two", TWO))
    assert not (place.www / ".bulletin").exists()
    roll_back(place.folder, place.target, "", Reporter())
    assert place.files() == as_bytes(ONE | {SHEET: TWO[SHEET]})
    assert (place.folder / "apart/blog/current").is_file()


def test_a_deploy_that_fails_leaves_no_page_that_nobody_wanted(shop, monkeypatch):
    """Ctrl-C before the site is changed: assets alone are there for the next one."""
    put = bucket.Bucket.put

    def stop(this, key, *words):
        if key == "feeds/all.atom.xml":
            raise KeyboardInterrupt
        return put(this, key, *words)

    tree = shop.tree("one", ONE)
    with monkeypatch.context() as patch:
        patch.setattr(bucket.Bucket, "put", stop)
        with pytest.raises(KeyboardInterrupt):
            shop.deliver(tree)
    assert shop.names() == sorted([OLD_SHEET, "theme/plain.css"])
    assert shop.transport().state.bucket.list("lock/") == {}
    shop.deliver(shop.tree("two", TWO))
    assert {*shop.names()} == {*TWO, OLD_SHEET}
