"""A target that is a branch of a git repository, as GitHub Pages reads one.

Each release is a commit, and so is each way back. The push is the lock: it counts only
where the branch still ends as it did when it was fetched.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import quote

from ..files import Changes, list_files
from ..git_store import Store
from ..site import RefusedError
from .assets import has_hash
from .plan import RELEASE, Releases
from .record import format_record, parse_record, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from ..git_store import Commit
    from .targets import Target

#: The subjects of our commits: a release, one that is shown again, and one of which
#: more is known while its files stay as they are.
MADE, AGAIN, NOTED = "Release", "Show again release", "Note on release"
#: Where visitors did not get a release, it is no more there to go back to.
WITHOUT = ", taking back "
SUBJECT = re.compile(
    rf"(?P<what>{MADE}|{AGAIN}|{NOTED}) (?P<name>{RELEASE.pattern}?)"
    rf"(?:{WITHOUT}(?P<lost>{RELEASE.pattern}))?",
    re.ASCII,
)


class BranchTransport:
    """Fetches the branch once, and puts commits on it."""

    def __init__(self, target: Target, root: Path) -> None:
        self.target, self.branch = target, target.branch
        folder = root / ".bulletin" / "git" / f"{quote(target.name, safe='')}.git"
        self.store = Store(folder, root, target.remote)
        #: The newest commit there, those below it, and the files of the site there.
        self.tip = self.store.fetch(self.branch)
        self.commits = self.store.commits(self.tip)
        self.there = self.store.tree(self.tip) if self.tip else {}
        #: What is to be shown: the files of releases, and their records.
        self._files: dict[str, dict[str, str]] = {}
        self._texts: dict[str, str] = {}
        self._built: dict[Path, dict[str, str]] = {}  #: what was asked of a tree
        self._sent = ""  #: the release that was made here

    @contextmanager
    def locked(
        self,
        print_line: Callable[[str], None],  # noqa: ARG002  # others have words
        *,
        unlock: bool,  # noqa: ARG002  # there is no lock that could be left behind
    ) -> Iterator[None]:
        """Let others work too: of two pushes the branch takes one."""
        self.store.refuse_nobody()
        yield

    def releases(self) -> Releases:
        """Return what was there when the branch was fetched, and has come since."""
        found = [(one, _read(one)) for one in self.commits]
        lost = {read["lost"] for _, read in found if read}
        made = {read["name"] for _, read in found if read and read["what"] == MADE}
        names = tuple(sorted(made - lost))
        shown = found[0][1] if found else None
        current = shown["name"] if shown and shown["name"] in names else ""
        on_top = ""
        if found and not current:
            on_top = f"ends with “{found[0][0].subject}”, a commit that is none of ours"
        return Releases(names, current, on_top=on_top, others=frozenset(self._others()))

    def faults(self) -> str:
        """Return nothing: who shows the branch is the host's affair."""
        return ""

    def plan(self, tree: Path, releases: Releases) -> Changes:  # noqa: ARG002  # the branch itself is compared, whoever wrote it
        """Compare a built site with the branch, by the digests of its files."""
        entries = self._entries(tree)
        return Changes(
            tuple(path for path in entries if path not in self.there),
            tuple(p for p, e in entries.items() if self.there.get(p, e) != e),
            tuple(sorted(self.there.keys() - entries.keys())),
            len(entries),
        )

    def files(self, name: str) -> list[str]:
        """Return the paths of all files of a release."""
        return sorted(self._files_of(name))

    def read_record(self, name: str) -> str:
        """Return what the newest commit that shows a release says of it."""
        commit = self._find(name)
        return self.store.body(commit) if commit else ""

    def write_record(self, name: str, text: str) -> None:
        """Keep a record for the commit that shows its release, as far as it is public.

        Where visitors get the release already, that is a commit of its own.
        """
        record = parse_record(text)
        self._texts[name] = format_record(publish(record)) if record else ""
        if name == self.releases().current:
            self._push(f"{NOTED} {name}", name, self.there)

    def send(
        self,
        tree: Path,
        name: str,
        releases: Releases,  # noqa: ARG002  # the branch itself is what is shared
        kept: Collection[str],
    ) -> None:
        """Take the files in that the branch has not; with those that it keeps."""
        entries = self._entries(tree)
        known = {*self.there.values()}
        fresh = [path for path, entry in entries.items() if entry not in known]
        added = self.store.add([tree / path for path in fresh])
        entries |= dict(zip(fresh, added, strict=True))
        entries |= {path: self.there[path] for path in kept}
        self._files[name], self._sent = entries, name

    def finish(self, name: str) -> None:
        """Do nothing: a release has its place with the commit that shows it."""

    def switch(self, name: str) -> None:
        """Put a commit with the files of that release on the branch."""
        if name in self._files and name == self._sent:
            self._push(f"{MADE} {name}", name, self._files[name])
            return
        files = self._files_of(name)
        # What others have put beside the site is not for us to take away.
        beside = self._others() - self._made().keys()
        others = {path: self.there[path] for path in beside}
        taking = f"{WITHOUT}{self._sent}" if self._sent else ""
        self._push(f"{AGAIN} {name}{taking}", name, others | files)

    def give_modes(self, name: str) -> None:
        """Do nothing: the host reads all of a branch."""

    def keep(self, paths: Iterable[str], source: str, name: str) -> None:
        """Let a release have these files of another one too."""
        given = self._files_of(source)
        mine = dict(self._files_of(name))
        self._files[name] = mine | {path: given[path] for path in paths}

    def discard(self, name: str) -> None:
        """Forget what was made of a release; what is on the branch is its history."""
        self._files.pop(name, None)
        self._texts.pop(name, None)

    def prune(self, names: tuple[str, ...]) -> None:
        """Do nothing: a history is not written anew, and each release stays in it."""

    def previews(self) -> list[str]:
        """Return nothing: what is on a branch stays there, and drafts shall not."""
        return []

    def inside(self, preview: Target) -> NoReturn:
        """Refuse it."""
        raise RefusedError(f"{preview} has no previews.")

    def drop(self, folder: str) -> NoReturn:
        """Refuse it."""
        raise RefusedError(f"{self.target} has no preview {folder}.")

    def _entries(self, tree: Path) -> dict[str, str]:
        """Return mode and digest of each file of a built site, which stays as it is."""
        if tree not in self._built:
            files = list_files(tree)
            self._built[tree] = {path: self.store.entry(tree / path) for path in files}
        return dict(self._built[tree])

    def _files_of(self, name: str) -> dict[str, str]:
        if name in self._files:
            return self._files[name]
        commit = self._find(name)
        return self.store.tree(commit) if commit else {}

    def _find(self, name: str) -> str:
        """Return the newest commit that shows a release, or nothing."""
        shown = (one.name for one in self.commits if _shows(one, name))
        return next(shown, "")

    def _made(self) -> dict[str, str]:
        """Return the release shown last, as we made it, whatever is on top of it."""
        read = next(filter(None, map(_read, self.commits)), None)
        subject = f"{MADE} {read['name']}" if read else ""
        made = (one.name for one in self.commits if subject == one.subject)
        commit = next(made, "")
        if commit == self.tip:
            return self.there
        return self.store.tree(commit) if commit else {}

    def _others(self) -> set[str]:
        """Return the files on the branch that others have made, or made otherwise.

        What an older release has of a newer one, for pages in caches, is ours too.
        """
        made, there = self._made(), self.there.items()
        return {p for p, entry in there if made.get(p) != entry and not has_hash(p)}

    def _push(self, subject: str, name: str, files: dict[str, str]) -> None:
        tree = self.store.write_tree(files)
        text = self._texts.pop(name, "")
        commit = self.store.commit(tree, self.tip, f"{subject}\n\n{text}")
        self.store.push(commit, self.branch, self.tip)
        self.tip, self.there = commit, files
        self.commits = self.store.commits(commit)


def _read(commit: Commit) -> re.Match[str] | None:
    return SUBJECT.fullmatch(commit.subject)


def _shows(commit: Commit, name: str) -> bool:
    read = _read(commit)
    return read is not None and read["name"] == name
