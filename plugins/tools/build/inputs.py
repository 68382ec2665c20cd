"""What a build was made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...source.core import digest
from ...source.read import known_digests
from ..files import list_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..site import Site

#: Settings that a command can change; they are in nearly every page.
SET_BY_OPTIONS = ("SITEURL", "PATH", "BULLETIN_PREVIEW")
TEMPLATE = "template"
CONTENT = "content"
CODE = "code"


@dataclass(frozen=True)
class Inputs:
    """The digests of everything that goes into a build."""

    files: dict[str, str] = field(default_factory=dict)  #: path -> digest
    kinds: dict[str, str] = field(default_factory=dict)  #: path -> what it is
    settings: dict[str, str] = field(default_factory=dict)  #: of SET_BY_OPTIONS
    sources: dict[str, str] = field(default_factory=dict)  #: output -> source


def read_inputs(
    site: Site,
    settings: dict[str, object],
    folders: Mapping[str, Path],
    sources: Mapping[str, str],
) -> Inputs:
    """Return what the build of a site with these settings is made from."""
    known = known_digests(settings)
    files, kinds = {site.conf.name: digest(site.conf.read_bytes())}, {}
    kinds[site.conf.name] = CODE
    for kind, folder in folders.items():
        for path in list_files(folder) if folder.is_dir() else ():
            name = site.relative(folder / path)
            if (folder / path).is_file() and "__pycache__" not in path:
                whole = folder / path
                read = known.get(str(whole.absolute()))
                files[name] = read or digest(whole.read_bytes())
                kinds[name] = kind
    chosen = {key: str(settings.get(key)) for key in SET_BY_OPTIONS}
    return Inputs(files, kinds, chosen, dict(sources))
