"""References typed at the end of a post become citations while it is brought.

A list is turned whole or not at all, as ``invoke cite --adopt`` does it. What has been
asked once is in the library: an import that is made again asks nobody, and gives the
same text.
"""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...problem import count, join_words, list_some
from ...references.exchange.typed_heading import find_heading
from ...references.lookup.find import Lookup
from ...source.core import make_source
from ..commands.adopt import AdoptionDesk
from ..commands.cite import CiteOptions, read_library_items
from ..reporter import Reporter
from ..site import RefusedError
from .old_site import Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...references.lookup.web import Clock
    from ..commands.adopt import Adopted
    from ..commands.library_files import LibraryFiles

#: So many reasons are told of one list; ``invoke cite --adopt`` tells them all.
MOST_TOLD = 3


@dataclass(frozen=True)
class Cited:
    """A post as it is to be written, and what became of its list."""

    text: str
    notes: tuple[Note, ...] = ()
    number: int = 0  #: references that are citations or further reading now


class _Lines(Reporter):
    """Keeps what a command says for the report."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.failed: list[str] = []

    def print(self, line: str) -> None:
        """Keep a line about an entry, or about a difference, which is indented."""
        self.said.append(line)

    def error(self, line: str) -> None:
        """Keep why an entry has no record."""
        self.failed.append(line)


class TypedReferences(AbstractContextManager["TypedReferences"]):
    """One sitting with the library and the services; use it in a ``with`` statement.

    A service that does not answer is left alone after some questions. The library is
    written after each post, unless ``files`` are dry.
    """

    def __init__(
        self, files: LibraryFiles, reporter: Reporter, clock: Clock | None = None
    ) -> None:
        self.files, self.items = files, read_library_items(files)
        self.lookup = Lookup(files.settings.services, clock, reporter.error)

    def __exit__(self, *_: object) -> None:
        self.lookup.web.close()

    def cite(self, text: str, name: str) -> Cited:
        """Return a post with citations for its list, or as it is with the reasons.

        ``text`` is the whole post with its header, ``name`` its file.
        """
        lines = _Lines()
        source = make_source(name, text.encode())
        if not find_heading(source.prose):
            return Cited(text)
        desk = AdoptionDesk(self.files, self.lookup, CiteOptions(yes=True), lines)
        try:
            done = desk.adopt(source, self.items)
        except RefusedError as error:
            lines.failed.append(str(error))
            done = None
        if done is None:
            return Cited(text, (_stayed(lines.failed, name),))
        if done.additions.is_changed:
            self.files.write_additions(done.additions)
        self.items = list(done.additions.items)
        notes = (_turned(done), *_differences(lines.said, name))
        return Cited(done.text, notes, len(done.keys))


def _stayed(reasons: list[str], name: str) -> Note:
    """Return why a list stays; the reason of several entries is told once."""
    found = defaultdict[str, list[str]](list)
    for reason in reasons:
        of_entry = re.match(rf"{re.escape(name)}:\d+: (\w+)\. (.*)", reason)
        label, why = of_entry.groups() if of_entry else ("", reason)
        found[why.rstrip(".")].append(label)
    listed = [
        f"{', '.join(filter(None, labels))}: {why}" if any(labels) else why
        for why, labels in found.items()
    ]
    what = "the references at its end stay as they are typed"
    mend = f"Mend that, then: invoke cite --adopt {shlex.quote(name)}"
    return Note("brought", f"{what}. {list_some(listed, MOST_TOLD)}. {mend}")


def _turned(done: Adopted) -> Note:
    cited = [f"[@{done.keys[label]}]" for label in done.plan.cited]
    rest = [
        f"[@{key}]" for label, key in done.keys.items() if label not in done.plan.cited
    ]
    parts = []
    if cited:
        parts.append(f"cited in the text: {join_words(dict.fromkeys(cited))}")
    if rest:
        parts.append(f"further reading, as no mark names them: {join_words(rest)}")
    number = count(len(done.keys), "reference")
    return Note("changed", f"{number} from the list at its end: {'; '.join(parts)}")


def _differences(said: list[str], name: str) -> Iterator[Note]:
    """Yield where an entry and its record part, each with the entry's number."""
    label = ""
    for line in said:
        if line.startswith(" "):
            yield Note("changed", f"reference {label}: {line.strip()}")
        elif found := re.match(rf"{re.escape(name)}:\d+: (.*?)\. ", line):
            label = found[1]
