"""A build service begins with a fresh clone, and with what it has kept of the last."""

from __future__ import annotations

import shutil
import tarfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml

from tests.plugins.incremental.fresh_builds import (
    build,
    copy_inputs,
    differences,
    read_tree,
    stamps_of,
)
from tests.plugins.incremental.small_site import SmallSite

ROOT = Path(__file__).parents[3]
JOBS = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text("utf-8"))["jobs"]
#: What the workflow keeps from one run to the next.
KEPT = next(
    step["with"]["path"].split()
    for step in JOBS["build"]["steps"]
    if "actions/cache" in step.get("uses", "")
)
#: Pelican warns while it makes this one, which is to be said in each build.
WARNED = {"blog/dose-two/index.html"}
#: Debian 12's own Python is older than this.
FILTER = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


@dataclass(frozen=True)
class Service:
    """A site, what was packed after its first build, and the folder of all builds."""

    site: SmallSite
    packed: Path

    def begin(self) -> SmallSite:
        """Lay a fresh clone where the last one lay, and unpack what was kept."""
        shutil.rmtree(self.site.root)
        site = self.site.restore()
        with tarfile.open(self.packed) as archive:
            archive.extractall(site.root, **FILTER)  # noqa: S202  # packed here
        return site


@pytest.fixture(scope="module", name="service")
def _service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("service")
    site = SmallSite(folder / "work" / "blog").make()
    assert not build(site.root, site.now).code
    with tarfile.open(folder / "packed.tar", "w") as archive:
        for name in KEPT:
            archive.add(site.root / name, name, filter=aged)
    return Service(site.copy(), folder / "packed.tar")


def aged(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Let a file come with another time."""
    member.mtime = 1_000_000_000
    return member


def pages_of(tree: dict[str, bytes]) -> set[str]:
    return {path for path in tree if path.endswith(".html")}


def made_by_build(site: SmallSite) -> set[str]:
    """Build, compare with a clean build, and return the pages that were made."""
    built = build(site.root, site.now)
    assert not built.code, built.problems
    clean = copy_inputs(site.root, site.root.parent / "clean")
    assert build(clean, site.now).problems == built.problems
    tree = read_tree(site.output)
    assert not differences(tree, read_tree(clean / "output"))
    return pages_of(tree) - built.kept - WARNED


def test_a_fresh_clone_makes_only_what_has_changed(service):
    """Inodes and times are others; pictures are not made again either."""
    site = service.begin()
    pictures = stamps_of(site.root / ".cache")
    assert pictures
    site.posts["alone"].body += "\n\nA sentence more."
    site.save()
    assert made_by_build(site) == {"blog/alone/index.html"}
    assert made_by_build(site) == set()
    assert stamps_of(site.root / ".cache") == pictures


def test_elsewhere_everything_is_made_and_right(service):
    """What is kept names files by their whole paths; nothing of it is taken."""
    site = service.begin()
    moved = replace(site, root=site.root.with_name("elsewhere"))
    shutil.rmtree(moved.root, ignore_errors=True)
    site.root.rename(moved.root)
    site.root.mkdir()
    assert made_by_build(moved) == pages_of(read_tree(moved.output)) - WARNED


def test_what_was_not_kept_is_made_again(service):
    """Of the output alone, or of pictures."""
    site = service.begin()
    shutil.rmtree(site.output)
    shutil.rmtree(site.root / ".cache")
    assert made_by_build(site) == pages_of(read_tree(site.output)) - WARNED
    assert stamps_of(site.root / ".cache")
