"""What programs leave behind in a folder; nobody means to publish it."""

from __future__ import annotations

from fnmatch import fnmatchcase

#: Names of files and folders, as ``IGNORE_FILES`` has them.
LEFT_BEHIND = (
    *(".#*", "._*", ".*.sw[a-p]", ".~*", "~$*", "*~", "#*#", "*.tmp", ".nfs*"),
    *("*.pyc", "__pycache__", "Thumbs.db", "ehthumbs.db", "desktop.ini", ".DS_Store"),
    *(".directory", ".localized", "Icon\r", ".gitkeep", ".keep", ".gitignore"),
    *(".gitattributes", ".hgignore", ".dropbox", ".stignore", ".editorconfig"),
)
ANY_CASE = tuple(pattern.lower() for pattern in LEFT_BEHIND)


def is_litter(path: str) -> bool:
    """Return whether a file, or a folder that holds it, is a program's leaving.

    >>> is_litter("images/.gitkeep"), is_litter("images/thumbs.DB")
    (True, True)
    >>> is_litter("images/.htaccess")
    False
    """
    parts = path.lower().split("/")
    return any(fnmatchcase(part, one) for part in parts for one in ANY_CASE)
