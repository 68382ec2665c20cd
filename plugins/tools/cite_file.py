"""Files of references on disk: BibTeX, RIS and CSL-JSON, read in one way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..references.exchange.formats import FORMATS
from .site import RefusedError

if TYPE_CHECKING:
    from ..references.exchange.shared import Exchange


def is_file_name(text: str) -> bool:
    """Say whether an argument names a file of references."""
    return Path(text).suffix.lower() in FORMATS


def read_references(path: Path) -> Exchange:
    """Return a file's entries as CSL-JSON, in its order, and its faults."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise RefusedError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise RefusedError(f"{path} is a folder, not a file.") from None
    except UnicodeDecodeError:
        # Older programs export in the alphabet of Windows.
        text = path.read_bytes().decode("cp1252", errors="replace")
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        message = f"{path.name}: not a .bib, .ris or .json file."
        raise RefusedError(message)
    return FORMATS[suffix](text)
