"""The folder that a build may write to, and what earlier builds have put there."""

from __future__ import annotations

import json
import shlex
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ...problem import list_some
from ..files import fsync, list_files, replace_text
from ..site import RefusedError, home_folder
from .inputs import Inputs

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIX = ".bulletin-new"  #: a file on its way, where a rename cannot cross devices
#: What file managers leave everywhere; nobody's content.
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}
#: Folders that are a program's own, and what it keeps there.
HISTORY = "the history of your work is kept"
KEPT_BY = dict.fromkeys((".git", ".hg", ".svn", ".jj", ".bzr"), HISTORY)
KEPT_BY |= {".bulletin": "builds keep what they need themselves"}
OWN_TREES = {"serve", "deploy"}  #: what commands build in there


@dataclass(frozen=True)
class Record:
    """What builds have put into an output."""

    files: dict[str, str] = field(default_factory=dict)  #: path -> digest
    owned: frozenset[str] = frozenset()  #: every path that may be deleted
    inputs: Inputs = field(default_factory=Inputs)  #: what the files were made from


class RecordError(ValueError):
    """A record that no build has written so; its words say why."""


def parse_record(data: bytes) -> Record:
    """Read a record, or raise ``RecordError``: what it says may be deleted."""
    if not data.strip(b"\0 \n"):
        raise RecordError("it is empty")
    try:
        loaded = json.loads(data)
    except (ValueError, RecursionError):
        raise RecordError("it is cut off, or no JSON at all") from None
    try:
        inputs = {key: _read_texts(value) for key, value in loaded["inputs"].items()}
        # A text would pass for a list of its signs; only a list has this copy.
        owned = _read_texts(dict.fromkeys(list.copy(loaded["owned"]), ""))
        files = _read_texts(loaded["files"])
        record = Record(files, frozenset(owned), Inputs(**inputs))
    except (KeyError, TypeError, AttributeError):
        raise RecordError("it is not what a build writes") from None
    for path in (*record.owned, *record.files):
        if path.startswith("/") or ".." in path.split("/") or "\0" in path:
            raise RecordError("it names files outside of the output")
    return record


def _read_texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError
    if not all(isinstance(one, str) for pair in value.items() for one in pair):
        raise TypeError
    return value


@dataclass(frozen=True)
class Output:
    """An output folder, and beside it the area where builds are prepared."""

    folder: Path  #: the real folder, symbolic links resolved

    @property
    def area(self) -> Path:
        return self.folder.parent / ".bulletin" / self.folder.name

    @property
    def is_published(self) -> bool:
        """Return whether a web server may look in, or a command of ours alone."""
        return ".bulletin" not in self.folder.parts

    @property
    def manifest(self) -> Path:
        return self.area / "manifest.json"

    def read_record(self) -> Record:
        """Return the record of the last build; one that is no record counts as none.

        A disk that cannot read it is another matter: then the build must end.
        """
        try:
            return self._load_record()
        except RecordError:
            return Record()

    def record_fault(self) -> str:
        """Return why the last build's record cannot be used; nothing if it can."""
        try:
            self._load_record()
        except RecordError as error:
            return str(error)
        return ""

    def _load_record(self) -> Record:
        if not self.manifest.exists():
            return Record()
        if not self.manifest.is_file():
            raise RecordError("it is no file")
        return parse_record(self.manifest.read_bytes())

    def write_record(self, record: Record) -> None:
        """Replace the record durably, so that a crash leaves the old or the new one."""
        data = vars(record) | {"owned": sorted(record.owned)}
        data["inputs"] = vars(record.inputs)  # asdict would copy thousands of texts
        # In one line: Python's quick encoder knows no other form.
        replace_text(self.manifest, json.dumps(data, sort_keys=True))
        fsync(self.area)

    def make_stage(self) -> Path:
        """Make an empty stage; call it with the lock held."""
        self.clear_stages()
        return Path(tempfile.mkdtemp(prefix="stage-", dir=self.area))

    def clear_stages(self) -> None:
        """Delete all stages; with the lock held none is another build's."""
        for left in self.area.glob("stage-*"):
            shutil.rmtree(left, ignore_errors=True)

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
    around = (real, *real.parents)
    inputs = {f"the site's {source.name}/": source for source in sources}
    whole = {"the site's own folder": root, "your home folder": home_folder() or root}
    for name, path in (whole | inputs).items():
        place = path.resolve()
        if _is_one_of(real, (place, *place.parents)):
            message = f"The output {folder} holds {name}. Choose a folder of its own."
            raise RefusedError(message)
        if name in inputs and _is_one_of(place, around):
            message = f"The output {folder} lies in {name}. Choose a folder elsewhere."
            raise RefusedError(message)
    for inner, place in zip(("", *(one.name for one in around)), around, strict=False):
        keeper = KEPT_BY.get(place.name.casefold())
        if keeper and (place.name != ".bulletin" or inner not in OWN_TREES):
            message = f"The output {folder} lies in {place.name}/, where {keeper}."
            raise RefusedError(f"{message} Choose a folder elsewhere.")
        if place != real and (what := _what_lives_in(place)):
            message = f"The output {folder} lies in {what}, {place}."
            raise RefusedError(f"{message} Choose a folder elsewhere.")
    return Output(real)


def _what_lives_in(place: Path) -> str:
    """Return what would take an output inside a folder for its own, or nothing."""
    if Output(place).manifest.exists():
        return "another output"
    return "a Python environment" if (place / "pyvenv.cfg").is_file() else ""  # PEP 405


def _is_one_of(path: Path, places: Iterable[Path]) -> bool:
    """Return whether a folder is one of these, by whatever name or letter case."""
    return any(
        path == place or (path.exists() and place.exists() and path.samefile(place))
        for place in places
    )


def refuse_foreign_files(output: Output, kept: Iterable[str]) -> None:
    """Refuse an output that holds files which no build has put there."""
    foreign = output.foreign_files(kept)
    if not foreign:
        return
    what = f"{output.folder} holds files that no build has put there"
    first = list_some(foreign, 3)
    if fault := output.record_fault():
        places = shlex.join(map(str, (output.folder, output.area)))
        raise RefusedError(
            f"{what}, as far as is known: {first}. The record of what builds have put "
            f"there, {output.manifest}, cannot be used: {fault}. Nothing was touched. "
            f"Move away what is your own, then delete the rest and build again: "
            f"rm -r {places}"
        )
    remedy = "Move them away, or choose another folder with --output."
    raise RefusedError(f"{what}: {first}. {remedy}")
