"""A site that is built with a ledger, beside the same site built clean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.plugins.incremental.edits import apply
from tests.plugins.incremental.fresh_builds import (
    Built,
    build,
    copy_inputs,
    differences,
    read_tree,
    stamps_of,
)
from tests.plugins.incremental.small_site import SmallSite

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Pair:
    """A site with a ledger, and the folder of its clean builds."""

    is_plain = False  #: whether ``pelican`` builds, and not ``invoke build``
    not_edited: tuple[str, ...] = ()  #: edits that are no use here

    def __init__(self, folder: Path) -> None:
        self.site = SmallSite(folder / "blog").make()
        self.clean = folder / "clean"

    def step(self, edits: Sequence[tuple[str, int]]) -> Built:
        """Apply edits, build both, and compare all that came of it.

        Where the build ends with an error, the edits are taken back afterwards.
        """
        before = self.site.copy()
        apply(self.site, [one for one in edits if one[0] not in self.not_edited])
        built = self.compare()
        if built.code:
            self.site = before.restore()
        return built

    def compare(self) -> Built:
        """Build both and compare."""
        site = self.site
        tree, stamps = read_tree(site.output), stamps_of(site.output)
        built = build(site.root, site.now, plain=self.is_plain, jobs=2)
        clean = build(copy_inputs(site.root, self.clean), site.now, plain=self.is_plain)
        assert built.code == clean.code, (built, clean)
        assert built.problems == clean.problems
        after = read_tree(site.output)
        if self.is_plain and built.code:
            return built  # it has no stage: what it has written stays
        wanted = tree if built.code else read_tree(self.clean / "output")
        if self.is_plain:  # which leaves what is no longer made
            after = {path: after[path] for path in after.keys() & wanted.keys()}
        found = differences(after, wanted)
        assert not found, "\n".join(found)
        now = stamps_of(site.output)
        stays = built.kept if self.is_plain else tree.keys()
        touched = [p for p in stays if after.get(p) == tree[p] and now[p] != stamps[p]]
        assert not touched
        return built


class PlainPair(Pair):
    """The same under plain ``pelican``, which publishes as it goes."""

    is_plain = True
    not_edited = ("walker",)  #: it lists pages that were left from former builds
