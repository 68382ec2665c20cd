"""Whatever fails, wherever a build is killed: the site that stands is whole."""

from __future__ import annotations

import json
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from plugins.tools.build.inputs import Inputs
from plugins.tools.build.output import Output, refuse_foreign_files
from plugins.tools.build.publish import fsync_all, publish, record_of
from plugins.tools.files import compare_trees
from plugins.tools.site import RefusedError
from tests.plugins.tools.build.faulty import CRASHED, Counter, build, in_child
from tests.plugins.tools.conftest import make_place

OLD = {
    "index.html": b"old home",
    "same.html": b"same",
    "feeds/all.xml": b"old feed",
    "gone/index.html": b"gone",
    "was-file": b"file",
    "was-folder/a.html": b"a",
    "theme/a.css": b"old css",
}
NEW = {
    "index.html": b"new home",
    "same.html": b"same",
    "feeds/all.xml": b"new feed",
    "fresh/index.html": b"fresh",
    "was-file/index.html": b"now a folder",
    "was-folder": b"now a file",
    "theme/a.css": b"new css",
}
#: What cannot be there without a gap: a file and a folder of one name.
CLASHES = {"was-file", "was-folder/a.html", "was-file/index.html", "was-folder"}


def grow(folder, files):
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def read(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def assert_whole(found, old, new, clashes=frozenset()):
    """Each file is the old or the new one, and none that stays is missing."""
    for path, data in found.items():
        assert data in (old.get(path), new.get(path)), path
    missing = (old.keys() & new.keys()) - found.keys() - clashes
    assert not missing


def assert_tidy(area):
    """Nothing of earlier builds is left beside the output."""
    kept = {"manifest.json", "templates.bin"}
    assert {path.name for path in area.iterdir()} <= kept


def publish_stage(stage, output):
    changes = compare_trees(stage, output.folder, output.read_record().owned)
    publish(stage, output, changes, record_of(stage, Inputs(), {}))


def publish_tree(root, files):
    output = Output(root / "output")
    output.area.mkdir(parents=True, exist_ok=True)
    stage = output.make_stage()
    grow(stage, files)
    publish_stage(stage, output)
    output.clear_stages()


@pytest.mark.parametrize("old", [OLD, {}], ids=["again", "first"])
@pytest.mark.parametrize("kill", [False, True], ids=["fails", "kills"])
def test_publishing_survives_a_fault_at_each_file_operation(tmp_path, kill, old):
    """The operation fails once, or the process is killed there: old or new, whole."""
    number = 0
    while True:
        number += 1
        root = tmp_path / str(number)
        root.mkdir()
        if old:
            publish_tree(root, old)
        else:
            Output(root / "output").area.mkdir(parents=True)

        def faulty(root=root, number=number):
            output = Output(root / "output")
            stage = output.make_stage()
            grow(stage, NEW)
            counter = Counter(root, number, kill=kill)
            counter.install()
            publish_stage(stage, output)
            return 0

        code = in_child(faulty, tmp_path / "log")
        assert number < 200, (tmp_path / "log").read_text()
        found = read(root / "output")
        assert_whole(found, old, NEW, CLASHES)
        publish_tree(root, NEW)
        assert read(root / "output") == NEW
        assert_tidy(Output(root / "output").area)
        if code == 0 and found == NEW:
            break
    assert number > (30 if old else 20)


@pytest.fixture(name="umask", params=[0o002, 0o022, 0o077], ids=oct)
def _umask(request):
    before = os.umask(request.param)
    yield
    os.umask(before)


def test_the_first_stage_becomes_the_output_as_it_is(tmp_path, umask):
    """With the modes that are published, without a folder that holds nothing."""
    del umask
    output = Output(tmp_path / "output")
    output.area.mkdir(parents=True)
    stage = output.make_stage()
    grow(stage, NEW)
    (stage / "empty/inner").mkdir(parents=True)
    inode = stage.stat().st_ino

    publish_stage(stage, output)

    assert output.folder.stat().st_ino == inode
    assert read(output.folder) == NEW
    folders = {one for one in output.folder.rglob("*") if one.is_dir()}
    assert {one.name for one in folders} == {"feeds", "fresh", "theme", "was-file"}
    assert {one.stat().st_mode & 0o777 for one in (output.folder, *folders)} == {0o755}
    assert [*output.area.iterdir()] == [output.manifest]


def test_an_output_that_is_there_stays_the_folder_that_it_is(tmp_path):
    """Whoever has made it, for a web server or a disk, has had reasons."""
    output = Output(tmp_path / "output")
    output.folder.mkdir(mode=0o2750)
    inode = output.folder.stat().st_ino
    publish_tree(tmp_path, NEW)
    assert output.folder.stat().st_ino == inode
    assert read(output.folder) == NEW


def test_new_files_come_before_deletions_and_home_comes_last(tmp_path):
    """A visitor who follows a link in the middle of it finds what it leads to."""
    publish_tree(tmp_path, OLD)
    steps = []
    number = 0
    while True:
        number += 1

        def killed(number=number):
            counter = Counter(tmp_path / "output", number, kill=True)
            counter.install()
            publish_tree(tmp_path, NEW)
            return 0

        code = in_child(killed, tmp_path / "log")
        assert code in (0, -signal.SIGKILL), (tmp_path / "log").read_text()
        found = read(tmp_path / "output")
        steps.append({p: found.get(p) == NEW.get(p) for p in {**OLD, **NEW}})
        if code == 0:
            break
        shutil.rmtree(tmp_path / "output")
        shutil.rmtree(tmp_path / ".bulletin")
        publish_tree(tmp_path, OLD)

    for step in steps:
        if step["index.html"] or step["feeds/all.xml"]:
            assert step["fresh/index.html"]
            assert step["theme/a.css"]
        if step["gone/index.html"]:
            assert step["index.html"]


def events_of(stage, output, tmp_path):
    """Return what is synced and renamed while a stage is published, in that order."""

    def watched():
        events = []
        real = os.fsync

        def fsync(handle):
            name = Path(f"/proc/self/fd/{handle}").readlink()
            events.append(["sync", str(name)])
            real(handle)

        def hear(event, arguments):
            if event == "os.rename":
                events.append(["rename", str(arguments[0]), str(arguments[1])])

        os.fsync = fsync
        sys.addaudithook(hear)
        publish_stage(stage, output)
        (tmp_path / "events").write_text(json.dumps(events))
        return 0

    assert in_child(watched, tmp_path / "log") == 0, (tmp_path / "log").read_text()
    return json.loads((tmp_path / "events").read_text())


def renames_in(events):
    """Return where names were given, to the record and to others."""
    renames = [n for n, event in enumerate(events) if event[0] == "rename"]
    records = [n for n in renames if events[n][2].endswith("manifest.json")]
    return records, [n for n in renames if n not in records]


def test_bytes_are_on_the_disk_before_their_names_and_names_before_the_record(tmp_path):
    """A power cut keeps the order of what was synced, and of nothing else."""
    publish_tree(tmp_path, OLD)
    output = Output(tmp_path / "output")
    stage = output.make_stage()
    grow(stage, NEW)
    events = events_of(stage, output, tmp_path)
    records, moved = renames_in(events)
    assert len(records) == 2
    assert len(moved) == 6
    assert records[0] < min(moved) < max(moved) < records[1]
    for n in (*records, *moved):
        assert ["sync", events[n][1]] in events[:n]
    for n in moved:
        folder = Path(events[n][2]).parent
        while folder != tmp_path:
            assert ["sync", str(folder)] in events[n : records[1]]
            folder = folder.parent


def test_all_bytes_are_on_the_disk_before_the_first_stage_becomes_the_output(tmp_path):
    """And all names before the record."""
    output = Output(tmp_path / "output")
    output.area.mkdir(parents=True)
    stage = output.make_stage()
    grow(stage, NEW)
    events = events_of(stage, output, tmp_path)
    records, (moved,) = renames_in(events)
    assert events[moved] == ["rename", str(stage), str(output.folder)]
    assert records[0] < moved < records[1]
    for path in NEW:
        assert ["sync", str(stage / path)] in events[:moved]
        folder = (output.folder / path).parent
        assert ["sync", str(folder)] in events[moved : records[1]]
    assert ["sync", str(tmp_path)] in events[moved : records[1]]


def test_a_disk_is_given_several_files_at_once_and_no_thread_is_left(
    tmp_path, monkeypatch
):
    """One after the other a thousand files wait for a thousand turns of the disk."""
    grow(tmp_path, NEW)
    before, real = threading.active_count(), os.fsync
    together = threading.Barrier(2, timeout=60)

    def fsync(handle):
        together.wait()  # for another one: alone it would break
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    fsync_all([tmp_path / "index.html", tmp_path / "same.html"])
    assert threading.active_count() == before


def test_a_file_that_cannot_be_synced_ends_the_build(tmp_path):
    grow(tmp_path, NEW)
    before = threading.active_count()
    with pytest.raises(FileNotFoundError):
        fsync_all([tmp_path / "index.html", tmp_path / "gone.html"])
    assert threading.active_count() == before


def toggled(place, version):
    for number in range(3):
        place.post(f"post-{number}", f"Version {version} of post {number}.")
    return place.files()


def two_versions(place):
    """Return the output of two versions of a site; the second one stands."""
    versions = []
    for version in "AB":
        toggled(place, version)
        assert in_child(lambda: build(place.root)) == 0
        versions.append(place.files())
    return versions


def fault_campaign(place, numbers, *, kill):
    """Go from one version to the other and back, with a fault on each way."""
    one, other = two_versions(place)
    log = place.root.parent / "log"
    for number in numbers:
        toggled(place, "A" if place.files() == other else "B")
        old = place.files()
        new = one if old == other else other

        def faulty(number=number):
            Counter(place.root, number, kill=kill).install()
            return build(place.root)

        code = in_child(faulty, log)
        said = log.read_text()
        assert code != CRASHED, said
        assert "Traceback" not in said
        assert_whole(place.files(), old, new)
        if code == 0:
            assert place.files() == new
        assert in_child(lambda: build(place.root), log) == 0, log.read_text()
        assert place.files() == new
        assert_tidy(place.root / ".bulletin" / "output")


def count_operations(place, tmp_path):
    two_versions(place)
    toggled(place, "A")

    def counted():
        counter = Counter(place.root, 0, kill=False)
        counter.install()
        build(place.root)
        (tmp_path / "count").write_text(str(counter.seen))
        return 0

    assert in_child(counted) == 0
    return int((tmp_path / "count").read_text())


@pytest.mark.parametrize("kill", [False, True], ids=["fails", "kills"])
def test_a_build_survives_faults_at_its_file_operations(place, tmp_path, kill):
    """A sample of all operations of a whole build; the long campaign takes each."""
    total = count_operations(place, tmp_path)
    assert total > 100
    chance = random.Random(total)  # noqa: S311  # no secret
    numbers = chance.sample(range(1, total + 1), 12)
    fault_campaign(place, numbers, kill=kill)


@pytest.mark.long
@pytest.mark.parametrize("kill", [False, True], ids=["fails", "kills"])
def test_a_build_survives_a_fault_at_each_file_operation(place, tmp_path, kill):
    """Every operation in turn."""
    total = count_operations(place, tmp_path)
    fault_campaign(place, range(1, total + 5), kill=kill)


def kill_campaign(root, kills, posts):
    """Kill real builds at random moments; the site is whole each time."""
    place = make_place(root, posts)
    versions = []
    for version in "AB":
        for number in range(posts):
            place.post(f"post-{number}", f"Version {version} of post {number}.")
        began = time.monotonic()
        assert in_child(lambda: build(place.root)) == 0
        lasted = time.monotonic() - began
        versions.append(place.files())
    chance = random.Random()  # noqa: S311  # no secret
    reached = set()
    for kill in range(kills):
        old, version = versions[(kill + 1) % 2], "AB"[kill % 2]
        new = versions[kill % 2]
        for number in range(posts):
            place.post(f"post-{number}", f"Version {version} of post {number}.")
        child = os.fork()
        if not child:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os._exit(build(place.root))
        time.sleep(chance.uniform(0, lasted))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = place.files()
        reached.add((found == old, found == new))
        assert_whole(found, old, new)
        assert in_child(lambda: build(place.root)) == 0
        assert place.files() == new
        assert_tidy(place.root / ".bulletin" / "output")
    return reached


def test_ten_kills_at_random_moments_leave_a_whole_site(tmp_path):
    """Stock Pelican left 0, 194 or 600 of 614 pages."""
    kill_campaign(tmp_path / "blog", 10, posts=20)


@pytest.mark.long
def test_fifty_kills_at_random_moments_leave_a_whole_site(tmp_path):
    """The same with 600 posts, as stock Pelican was measured."""
    kill_campaign(tmp_path / "blog", 50, posts=600)


@pytest.fixture(name="small_disk")
def _small_disk(tmp_path):
    """Mount a disk of half a megabyte, where the machine allows it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
        refused = done.returncode != 0
    except FileNotFoundError:
        refused = True
    if refused:
        pytest.skip("this machine does not let the test mount a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_leaves_the_site_as_it_was(place, small_disk):
    """One line says that the disk is full, and no page is lost."""
    output = small_disk / "site"
    assert place.run("build", "--output", str(output)).code == 0
    before = read(output)
    place.write("content/images/large.bin", os.urandom(600_000))

    ended = place.run("build", "--output", str(output))

    assert ended.code == 1
    assert "Traceback" not in ended.said
    assert "disk" in ended.said
    assert read(output) == before
    assert_tidy(small_disk / ".bulletin" / "site")


def test_an_output_that_cannot_be_written_is_told_in_one_line(place, small_disk):
    """A disk that became read-only, as disks with faults do."""
    output = small_disk / "site"
    assert place.run("build", "--output", str(output)).code == 0
    place.post("post-1", "Edited.")
    before = read(output)
    words = ["mount", "-o", "remount,ro", str(small_disk)]
    subprocess.run(words, check=True)

    ended = place.run("build", "--output", str(output))

    assert ended.code == 1
    assert "the disk is read-only" in ended.err
    assert len(ended.err.splitlines()) == 1
    assert read(output) == before


def test_an_output_that_is_a_disk_of_its_own_is_replaced_whole(place, small_disk):
    """A rename cannot cross devices: each file is copied first, then renamed there."""
    ended = place.run("build", "--output", str(small_disk))
    assert ended.code == 0, ended.said
    assert "index.html" in read(small_disk)

    place.write("content/images/large.bin", os.urandom(600_000))
    place.post("post-1", "Edited.")
    before = read(small_disk)
    ended = place.run("build", "--output", str(small_disk))

    assert ended.code == 1
    assert "Traceback" not in ended.said
    after = read(small_disk)
    after = {p: d for p, d in after.items() if not p.endswith(".bulletin-new")}
    assert before.keys() <= after.keys()
    assert all(data.rstrip().endswith((b">", b"}")) for data in after.values())

    (place.root / "content/images/large.bin").unlink()
    assert place.run("build", "--output", str(small_disk)).code == 0
    assert "images/large.bin" not in read(small_disk)
    assert b"Edited." in read(small_disk)["post-1.html"]


GOOD = {"files": {}, "owned": [], "inputs": {}}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b"\0" * 4096, "it is empty"),
        (b'{"files": {"index.html": "ab', "it is cut off"),
        (b"\xff\xfe\x00\x01binary", "it is cut off, or no JSON"),
        (b"[" * 100_000, "it is cut off, or no JSON"),
        (b"9" * 6000, "it is cut off, or no JSON"),
        (b"[1]", "it is not what a build writes"),
        (json.dumps(GOOD | {"files": []}).encode(), "it is not what a build writes"),
        (json.dumps(GOOD | {"owned": "a"}).encode(), "it is not what a build writes"),
        (json.dumps(GOOD | {"owned": [[]]}).encode(), "it is not what a build writes"),
        (json.dumps(GOOD | {"inputs": {"a": {}}}).encode(), "not what a build writes"),
        (json.dumps(GOOD | {"owned": ["../precious"]}).encode(), "outside of the"),
        (json.dumps(GOOD | {"owned": ["/etc/x"]}).encode(), "outside of the output"),
        (None, "it is no file"),
    ],
    ids=[
        *("empty", "zeros", "cut off", "binary", "deep", "long number", "list"),
        *("files", "owned", "owned lists", "inputs", "outside", "absolute", "fifo"),
    ],
)
def test_a_record_that_cannot_be_read_is_no_licence_to_delete(tmp_path, data, why):
    """Without its record a build owns nothing, and says why and what to do."""
    publish_tree(tmp_path, OLD)
    (tmp_path / "precious").write_text("mine")
    output = Output(tmp_path / "output")
    if data is None:
        output.manifest.unlink()
        os.mkfifo(output.manifest)
    else:
        output.manifest.write_bytes(data)
    before = read(tmp_path / "output")

    with pytest.raises(RefusedError) as refused:
        refuse_foreign_files(output, ())

    said = str(refused.value)
    assert "holds files that no build has put there, as far as is known:" in said
    assert f"{output.manifest}, cannot be used: it" in said
    assert why in said
    assert read(tmp_path / "output") == before
    assert (tmp_path / "precious").read_text() == "mine"
    subprocess.run(shlex.split(said.rpartition("build again: ")[2]), check=True)
    publish_tree(tmp_path, NEW)
    assert read(tmp_path / "output") == NEW


def test_a_build_names_a_record_that_was_cut_off(place):
    """A disk that lost its last bytes; the command says so in one line."""
    assert place.run("build").code == 0
    manifest = place.root / ".bulletin/output/manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:500])
    before = place.files()

    ended = place.run("build")

    assert ended.code == 1
    assert "holds files that no build has put there, as far as is known" in ended.err
    assert ended.err.count("\n") == 1
    assert place.files() == before
    cleaned = place.run("clean")
    assert cleaned.code == 0
    assert "the record of that cannot be used: it is cut off" in cleaned.out
    assert place.files() == before
