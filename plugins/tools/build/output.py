"""The folder that a build may write to, and what earlier builds have put there."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ...problem import list_some
from ..files import fsync, list_files, replace_text
from ..site import RefusedError
from .inputs import Inputs

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIX = ".bulletin-new"  #: a file on its way, where a rename cannot cross devices
#: What file managers leave everywhere; nobody's content.
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class Record:
    """What builds have put into an output."""

    files: dict[str, str] = field(default_factory=dict)  #: path -> digest
    owned: frozenset[str] = frozenset()  #: every path that may be deleted
    inputs: Inputs = field(default_factory=Inputs)  #: what the files were made from


@dataclass(frozen=True)
class Output:
    """An output folder, and beside it the area where builds are prepared."""

    folder: Path  #: the real folder, symbolic links resolved

    @property
    def area(self) -> Path:
        return self.folder.parent / ".bulletin" / self.folder.name

    def read_record(self) -> Record:
        """Return the record of the last build; one that is no record counts as none.

        A disk that cannot read it is another matter: then the build must end.
        """
        try:
            data = json.loads((self.area / "manifest.json").read_text("utf-8"))
            inputs = Inputs(**data["inputs"])
            return Record(dict(data["files"]), frozenset(data["owned"]), inputs)
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return Record()

    def write_record(self, record: Record) -> None:
        """Replace the record durably, so that a crash leaves the old or the new one."""
        data = asdict(record) | {"owned": sorted(record.owned)}
        text = json.dumps(data, indent=1, sort_keys=True)
        replace_text(self.area / "manifest.json", text)
        fsync(self.area)

    def make_stage(self) -> Path:
        """Make an empty stage; call it with the lock held: older ones are leftovers."""
        for left in self.area.glob("stage-*"):
            shutil.rmtree(left)
        return Path(tempfile.mkdtemp(prefix="stage-", dir=self.area))

    def leftovers(self) -> list[str]:
        """Return files that were on their way when a build was killed."""
        return [path for path in self._files() if path.endswith(SUFFIX)]

    def foreign_files(self, kept: Iterable[str]) -> list[str]:
        """Return what lies in the output and was not put there by a build."""
        owned, kept = self.read_record().owned, set(kept)
        return [
            path
            for path in self._files()
            if path.removesuffix(SUFFIX) not in owned
            and path.split("/")[0] not in kept
            and path.rpartition("/")[2] not in LITTER
        ]

    def _files(self) -> list[str]:
        return list_files(self.folder) if self.folder.is_dir() else []


def claim_output(folder: Path, root: Path, sources: Iterable[Path]) -> Output:
    """Accept a folder as a build's output, or refuse it and say why."""
    real = folder.resolve()
    if real.exists() and not real.is_dir():
        raise RefusedError(f"The output {folder} is a file. Choose a folder.")
    taken = {"the site's own folder": root}
    taken |= {f"the site's {source.name}/": source for source in sources}
    for name, path in taken.items():
        place = path.resolve()
        if place.is_relative_to(real):
            message = f"The output {folder} holds {name}. Choose a folder of its own."
            raise RefusedError(message)
        if place != root.resolve() and real.is_relative_to(place):
            message = f"The output {folder} lies in {name}. Choose a folder elsewhere."
            raise RefusedError(message)
    return Output(real)


def refuse_foreign_files(output: Output, kept: Iterable[str]) -> None:
    """Refuse an output that holds files which no build has put there."""
    foreign = output.foreign_files(kept)
    if foreign:
        files = f"files that no build has put there: {list_some(foreign, 3)}"
        remedy = "Move them away, or choose another folder with --output."
        raise RefusedError(f"{output.folder} holds {files}. {remedy}")
