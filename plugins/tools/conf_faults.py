"""A settings file that cannot be read, as a problem with its line."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from ..problem import Problem, SettingsError

if TYPE_CHECKING:
    from pathlib import Path


def explain_conf(error: Exception, conf: Path | None) -> Problem | None:
    """Return the problem behind an exception, or None if the file is not its cause."""
    if conf is None or isinstance(error, SettingsError):
        return None
    if isinstance(error, SyntaxError) and error.filename == str(conf):
        what = f"This is not Python: {error.msg}."
        return Problem(conf.name, error.lineno or 0, what, "Mend this line.", "conf")
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename == str(conf)]
    if not lines:
        return _explain_pelican(error, frames[-1].filename, conf)
    what = f"The settings stop here with {type(error).__name__}: {error}."
    return Problem(conf.name, lines[-1], what, "Mend this line.", "conf")


def _explain_pelican(error: Exception, raised_in: str, conf: Path) -> Problem | None:
    """Turn what Pelican itself says of a setting into a problem."""
    if not raised_in.replace("\\", "/").endswith("pelican/settings.py"):
        return None
    if "path containing the content" in str(error):
        what = "PATH names a folder that is not there."
        return Problem(conf.name, 0, what, "Make it, or name another.", "conf")
    return Problem(conf.name, 0, f"Pelican refuses a setting: {error}", "", "conf")
