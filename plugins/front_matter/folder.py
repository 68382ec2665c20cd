"""What lies in the content folder: what is read, and what nobody reads."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from fnmatch import translate
from functools import cached_property
from os.path import normcase
from typing import TYPE_CHECKING

from ..places import fold_path
from ..problem import UNWANTED, Level, Problem, find_nearest, join_words
from ..source.encoding import name_character

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: Folders of programs, of which nobody asks why they are not published.
OF_PROGRAMS = frozenset(
    {
        *(".git", ".github", ".hg", ".svn", ".jj", ".bulletin", ".obsidian", ".trash"),
        *(".vscode", ".idea", ".vs", ".cache", ".venv", ".stfolder", ".stversions"),
        *(".ipynb_checkpoints", ".sass-cache", ".thumbnails", ".AppleDouble"),
    }
)
#: How Markdown is called elsewhere, where it is not what the site's readers read.
MARKDOWN = "md markdown mkd mkdn mdown mdwn mdtxt mdtext mdx mmd rmd qmd"
#: How files end that may have been meant as posts.
TEXTS = (
    "markdown mkd mdown mdwn mdx txt text rst html htm org adoc rtf doc docx odt pages"
)


@dataclass(frozen=True)
class Layout:
    """How a site's content folder is divided; all paths count from it."""

    posts: tuple[str, ...]
    pages: tuple[str, ...]
    statics: tuple[str, ...]
    excluded: tuple[str, ...]
    others: tuple[str, ...]  #: folders of other plugins
    endings: tuple[str, ...]  #: what the site's readers read: ``md``
    ignored: tuple[str, ...] = ()
    placed: tuple[str, ...] = ()  #: what ``EXTRA_PATH_METADATA`` names

    def kind_of(self, path: str) -> str:
        """Return ``post``, ``page`` or nothing for a file's path."""
        if _ending(path) not in self.endings or self.is_ignored(path):
            return ""
        if _within(path, self.pages):
            return "page"
        is_post = _within(path, self.posts) and not _within(path, self.excluded)
        return "post" if is_post else ""

    def is_ignored(self, path: str) -> bool:
        """Return whether Pelican leaves a file alone, as ``IGNORE_FILES`` has it."""
        return any(self._ignores(normcase(part)) for part in path.split("/"))

    @cached_property
    def _ignores(self) -> Callable[[str], re.Match[str] | None]:
        """What ``fnmatch`` would say of all the names, as one pattern."""
        patterns = "|".join(translate(normcase(name)) for name in self.ignored)
        return re.compile(patterns or r"(?!)").match

    def is_hidden(self, path: str) -> bool:
        """Return whether a file is a program's own: its name begins with a dot."""
        *folders, name = path.split("/")
        is_text = _ending(path) in self.endings
        hides = name.startswith(".") and not is_text
        return hides or any(folder.startswith(".") for folder in folders)

    def seems_post(self, path: str) -> bool:
        """Return whether a file among the posts ends nearly as those that are read."""
        ending = _ending(path)
        is_read = ending in self.endings or self.is_ignored(path)
        is_home = _within(path, (*self.posts, *self.pages))
        is_home = is_home and not _within(path, (*self.excluded, *self.statics))
        return is_home and not is_read and _is_markdown(ending)

    def hides_statics(self, folder: str) -> bool:
        """Return whether static files in a folder with a dot before its name stay back.

        What programs keep there is nobody's page; ``.well-known`` is (RFC 8615), and so
        is what the site itself places.
        """
        is_named = any(f"{path}/".startswith(f"{folder}/") for path in self.placed)
        return not is_named and posixpath.basename(folder) != ".well-known"


def check_unread(paths: Iterable[str], layout: Layout) -> Iterator[Problem]:
    """Yield a problem for each file that has a header and that no reader reads."""
    yield from (_stray(path, layout) for path in paths)


def check_hidden(folders: Iterable[str], layout: Layout) -> Iterator[Problem]:
    """Yield a problem for each folder whose static files Pelican would publish."""
    for folder in folders:
        is_programs = posixpath.basename(folder) in OF_PROGRAMS
        is_static = _within(folder, layout.statics) and folder not in layout.statics
        if is_static and not is_programs and not layout.is_ignored(folder):
            what = f"“{folder}/” begins with a dot, so nothing in it is published."
            remedy = "Name the folder in STATIC_PATHS, if its files shall be."
            yield Problem(folder, 0, what, remedy, "folder-hidden", Level.NOTICE)


def check_files(
    files: Iterable[str], is_used: Callable[[str], bool], layout: Layout
) -> Iterator[Problem]:
    """Yield a problem for each file that would be published nowhere.

    ``is_used`` tells whether some post links a file; it is asked last, for it reads all
    posts. All paths are those of the layout.
    """
    for path in files:
        is_post = _ending(path) in layout.endings
        known = (
            layout.kind_of(path)
            or layout.is_ignored(path)
            or layout.is_hidden(path)
            or (_within(path, layout.statics) and not is_post)
            or _within(path, layout.others)
            or is_used(path)
        )
        if not known:
            yield _stray(path, layout)


def check_names(files: Iterable[str], layout: Layout) -> Iterator[Problem]:
    """Yield a problem for each name that holds controls, or that another is alike to.

    Windows and macOS take “Room.png” and “room.png” for one file, and so do two ways of
    writing “é” in Unicode: one of the two would be lost there.
    """
    written: dict[str, str] = {}
    told: set[str] = set()
    for path in sorted(files):
        parts = path.split("/")
        if layout.is_ignored(path) or layout.is_hidden(path):
            continue
        shown = path.encode("utf-8", "backslashreplace").decode()
        if sign := UNWANTED.search(shown) or re.search(r"[\t\r\n]", path):
            what = f"The file's name holds {name_character(sign[0])}."
            remedy = "Rename it, with letters, digits and hyphens."
            yield Problem(path, 0, what, remedy, "file-control")
        for place in ("/".join(parts[: n + 1]) for n in range(len(parts))):
            other = written.setdefault(fold_path(place), place)
            if other != place and place not in told:
                told.add(place)
                what = f"“{place}” differs from “{other}” in capitals or accents alone."
                remedy = "Many disks take them for one; rename one of them."
                yield Problem(path, 0, what, remedy, "file-twin")


def _stray(path: str, layout: Layout) -> Problem:
    ending = _ending(path)
    name = posixpath.basename(path)
    folders = join_words(f"{folder}/" for folder in (*layout.posts, *layout.pages))
    home = _within(path, (*layout.posts, *layout.pages))
    if ending in layout.endings:
        top = path.split("/", maxsplit=1)[0] if "/" in path else ""
        what = f"The file lies outside {folders}, so nobody reads it."
        folder = find_nearest(top, layout.posts + layout.pages) if top else ""
        remedy = f"Move it into {folder or next(iter(layout.posts), '.')}/."
        return Problem(path, 0, what, remedy, "file-misplaced")
    first = layout.endings[0] if layout.endings else "md"
    if home and (ending.lower() in layout.endings or _is_markdown(ending)):
        right = ending.lower() if ending.lower() in layout.endings else first
        what = f"The file ends in .{ending} and is not read."
        remedy = f"Rename it to {name.removesuffix(ending)}{right}."
        return Problem(path, 0, what, remedy, "file-extension")
    if home and (ending.lower() in {"", *TEXTS.split()} or _was_post(name, layout)):
        what = f"“{name}” is not read: posts are files that end in .{first}."
        remedy = f"Write it in Markdown and end its name in .{first}, or take it away."
        return Problem(path, 0, what, remedy, "file-extension")
    what = f"No post uses “{name}”, so it is published nowhere."
    places = f"{layout.statics[0]}/" if layout.statics else "a folder of STATIC_PATHS"
    remedy = f"Link it, move it into {places}, or take it away."
    return Problem(path, 0, what, remedy, "file-stray")


def _was_post(name: str, layout: Layout) -> bool:
    return any(part in layout.endings for part in name.lower().split(".")[1:])


def _is_markdown(ending: str) -> bool:
    """Return whether an ending is one of Markdown, or was meant as one."""
    return bool(find_nearest(ending.lower(), MARKDOWN.split(), cutoff=0.8))


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1].removeprefix(".")


def _within(path: str, folders: Iterable[str]) -> bool:
    return any(
        folder in ("", ".") or path == folder or path.startswith(f"{folder}/")
        for folder in folders
    )
