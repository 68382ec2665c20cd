"""The library, the file of its last check, and files of references, on disk."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...problem import SettingsError
from ...references.checking.results import CheckResults, parse_checked
from ...references.exchange.formats import FORMATS, SUFFIXES
from ...references.exchange.formats import read_file as read_exchange
from ...references.exchange.recognise import ADVICE, name_binary
from ...references.library.doi import clean_doi
from ...references.library.file import (
    Library,
    format_library,
    parse_library,
    read_items,
)
from ...references.library.json_edit import append, mend
from ...references.settings import Settings, parse_settings
from ...source.read import read_file
from ..files import write_whole
from ..site import RefusedError

if TYPE_CHECKING:
    from ...references.exchange.shared import Exchange
    from ...references.library.add import Additions
    from ..site import Site


@dataclass(frozen=True)
class LibraryFiles:
    """The library and the file of its last check, on disk."""

    library: Path
    checked: Path
    name: str  #: the library as problems name it
    checked_name: str
    settings: Settings
    is_dry: bool = False  #: whether the library stays as it is

    def read_library(self, *, must_be: bool = True) -> Library:
        if self.library.exists():
            return parse_library(self.read_text(), self.name)
        if must_be:
            message = f"There is no {self.name}. Add works to it with invoke cite."
            raise RefusedError(message)
        return Library(path=self.name)

    def read_text(self) -> str:
        """Return the library's text, or refuse what is no text."""
        source = read_file(self.library, self.name)
        if not source.is_read:
            fault = source.faults[0]
            raise RefusedError(f"{self.name}: {fault.what} {fault.remedy}")
        return source.text

    def write_library(self, text: str) -> None:
        """Write the library, with a byte-order mark where it has one."""
        if self.is_dry:
            return
        has_mark = self.library.exists() and self.library.read_bytes()[:3] == BOM_UTF8
        write_whole(self.library, f"\ufeff{text}" if has_mark else text)

    def write_additions(self, additions: Additions) -> None:
        """Write what is new in the library; every other byte stays as it is."""
        if not self.library.exists():
            return self.write_library(format_library(additions.items))
        text = self.read_text()
        known = len(read_items(text))
        completed: dict[str, dict[str, object]] = {}
        for one in additions.works:
            item = one.reference.item
            names = (name.partition(".")[0] for name in one.filled)
            fields = {name: item[name] for name in names}
            completed.setdefault(one.key, {}).update(fields)
        for key, fields in completed.items():
            text = mend(text, key, fields) if fields else text
        return self.write_library(append(text, additions.items[known:]))

    def read_checked(self) -> CheckResults:
        if not self.checked.exists():
            return CheckResults()
        try:
            return parse_checked(read_file(self.checked, self.checked_name).text)
        except ValueError:
            message = f"{self.checked_name} cannot be read. Restore or delete it."
            raise RefusedError(message) from None


def open_library(
    site: Site, pelican: dict[str, object], *, dry: bool = False
) -> LibraryFiles:
    """Return where a site keeps its library, and how works are looked up."""
    try:
        settings = parse_settings(pelican.get("REFERENCES", {}))
    except SettingsError as error:
        raise RefusedError(str(error)) from None
    content = Path(str(pelican["PATH"]))
    library, checked = content / settings.library, content / settings.checked
    return LibraryFiles(
        library,
        checked,
        site.relative(library.resolve()),
        site.relative(checked.resolve()),
        settings,
        dry,
    )


def is_file_name(text: str) -> bool:
    """Return whether an argument names a file of references, and not a DOI."""
    suffix = Path(text).suffix.lower()
    return suffix in FORMATS or (suffix in SUFFIXES and not clean_doi(text))


def read_references(path: Path) -> Exchange:
    """Return a file's entries as CSL-JSON, in its order, and its faults."""
    suffix = path.suffix.lower()
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise RefusedError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise RefusedError(f"{path} is a folder, not a file.") from None
    binary = name_binary(data)
    if suffix not in SUFFIXES or binary:
        what = f"not a .bib, .ris or .json file, nor PubMed’s .nbib; {binary}"
        raise RefusedError(f"{path.name}: {what.rstrip('; ')}. {ADVICE}")
    return read_exchange(data, suffix)
