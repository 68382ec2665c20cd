"""Deleting what builds and tests have made, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from ..build.archive import is_ours, place_of
from ..build.build import read_settings_of
from ..build.options import PREVIEW
from ..build.output import LITTER, Output
from ..site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..site import Site

#: What tools write into every folder that is their cache (bford.info/cachedir).
TAG = "CACHEDIR.TAG"


def clean_site(site: Site) -> Iterator[str]:
    """Delete outputs, stages and caches; yield a line for what is left, and why."""
    for folder in _outputs(site):
        yield from _clean_output(Output(folder.resolve()), site)
        if is_ours(archive := place_of(folder.resolve())):
            archive.unlink()
    shutil.rmtree(site.root / ".bulletin", ignore_errors=True)
    for cache in site.root.glob(f".*/{TAG}"):
        if cache.parent.name != ".venv":
            shutil.rmtree(cache.parent)


def _outputs(site: Site) -> list[Path]:
    try:
        output = Path(str(read_settings_of(site)["OUTPUT_PATH"]))
    except RefusedError:
        output = site.root / "output"
    return [output, site.root / PREVIEW]


def _clean_output(output: Output, site: Site) -> Iterator[str]:
    """Delete what builds have put there; a file that they have not stays."""
    if not output.folder.is_dir():
        return
    for path in (*output.read_record().owned, *output.leftovers()):
        file = output.folder / path
        if file.is_symlink() or not file.is_dir():
            file.unlink(missing_ok=True)
    folders = sorted(p for p in output.folder.rglob("*") if p.is_dir())
    for folder in (*reversed(folders), output.folder):
        for name in LITTER:
            (folder / name).unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()
    left = output.foreign_files(())
    if left:
        name = site.relative(output.folder)
        fault = output.record_fault()
        why = f" (the record of that cannot be used: {fault})" if fault else ""
        yield f"{name} keeps what no build has put there{why}: {', '.join(left[:3])}."
    shutil.rmtree(output.area, ignore_errors=True)
