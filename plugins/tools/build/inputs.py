"""What a build was made from."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ...report import relative_path
from ...source.read import digest_file, known_digests, unreadable, why_odd
from ..files import list_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...problem import Problem
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


def input_folders(settings: dict[str, object]) -> dict[str, Path]:
    """Return the folders that a site is made from, by what lies in them."""
    keys = {CONTENT: "PATH", TEMPLATE: "THEME"}
    found = {kind: Path(str(settings[key])) for kind, key in keys.items()}
    code = Path(str(settings["BULLETIN_ROOT"])) / "plugins"
    return found | ({CODE: code} if code.is_dir() else {})


def find_odd_files(settings: dict[str, object]) -> list[Problem]:
    """Return a problem for each pipe, device or endless file in a site's folders.

    To open one waits for ever, or takes all memory, whoever does it.
    """
    return [
        unreadable(why).at(relative_path(folder / name, settings))
        for folder in input_folders(settings).values()
        for name in (list_files(folder) if folder.is_dir() else ())
        if "/." not in f"/{name}" and (why := why_odd(f"{folder}/{name}"))
    ]


def read_inputs(
    site: Site, settings: dict[str, object], sources: Mapping[str, str]
) -> Inputs:
    """Return what the build of a site with these settings is made from."""
    known = known_digests(settings)
    files = {site.conf.name: digest_file(site.conf)}
    kinds = {site.conf.name: CODE}
    for kind, folder in input_folders(settings).items():
        inside, place = site.relative(folder), os.path.abspath(folder)  # links stay
        for path in list_files(folder) if folder.is_dir() else ():
            whole = f"{place}/{path}"
            if "__pycache__" not in path and os.path.isfile(whole):  # noqa: PTH113  # hundreds of them, each time
                name = path if inside == "." else f"{inside}/{path}"
                files[name] = known.get(whole) or digest_file(whole)
                kinds[name] = kind
    chosen = {key: str(settings.get(key)) for key in SET_BY_OPTIONS}
    return Inputs(files, kinds, chosen, dict(sources))
