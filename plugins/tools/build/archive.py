"""``invoke build --zip``: the finished site in one file, read without a server."""

from __future__ import annotations

import posixpath
import re
from contextlib import suppress
from functools import partial
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from markupsafe import escape as as_html

from ...addresses.links import (
    SiteRoot,
    find_tag,
    make_relative,
    rewrite_links,
    split_path,
    value_of,
)
from ...words import choose_words
from ..files import list_files
from ..site import RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

PAGES = (".html", ".htm", ".xhtml")
#: A feed that lies at an old address, such as ``/feed/``, stays whole.
NO_PAGE = re.compile(
    rb"(?>\s*+(?:<\?.*?\?>|<!--.*?-->))*+\s*+(?:\{|<(?:rss|feed|opml|rdf:RDF)\b)",
    re.DOTALL,
)
#: What hosts read and no reader does.
OF_HOSTS = frozenset(["_headers", "_redirects", "CNAME", ".nojekyll"])
#: So an archive is known for ours: it may be replaced.
COMMENT = b"Made by Bulletin: it may be deleted and made anew."
#: The same site gives the same bytes; ZIP knows no earlier day.
MOMENT = (1980, 1, 1, 0, 0, 0)
MODE = 0o644 << 16
#: Wherever a tag may have a link; which of its attributes is one, the tag tells.
ANY_LINK = re.compile(
    r"\b(?:href|src|srcset|poster|action|data|cite|content)\s*=", re.IGNORECASE
)
DRAFT_SHEET = "draft.css"
#: In every theme, on screens and on paper; the words behind the text are decoration.
DRAFT_CSS = """\
.draft-copy {
  margin: 0;
  padding: 0.5rem 1rem;
  border-block-end: 2px solid #8a1c1c;
  background: #fff4f2;
  color: #5c1111;
  font: 600 1rem/1.4 system-ui, sans-serif;
  text-align: center;
}
.draft-copy::after {
  content: attr(data-mark) / "";
  position: fixed;
  inset: 40% 0 auto;
  z-index: 9;
  color: #8a1c1c;
  font-size: clamp(4rem, 22vw, 14rem);
  line-height: 1;
  opacity: 0.08;
  pointer-events: none;
  text-transform: uppercase;
  transform: rotate(-30deg);
}
@media (prefers-color-scheme: dark) {
  .draft-copy::after {
    color: #ff9d9d;
  }
}
"""


def place_of(folder: Path) -> Path:
    """Return where the archive of an output lies: beside it."""
    return folder.with_name(f"{folder.name}.zip")


def is_ours(place: Path) -> bool:
    """Return whether a file is an archive that a build has made."""
    with suppress(OSError, BadZipFile), ZipFile(place) as there:
        return there.comment == COMMENT
    return False


def refuse_foreign(place: Path) -> None:
    """Refuse to put an archive in the place of a file that is none of ours."""
    if place.exists() and not is_ours(place):
        message = f"{place} is there, and no build has made it. Move it away."
        raise RefusedError(message)


def write_archive(
    folder: Path, place: Path, name: str, siteurl: str, draft_of: str = ""
) -> None:
    """Pack a finished site; a page's links lead to files, so that no server is needed.

    ``name`` is the folder that it unpacks to. With ``draft_of``, the day of the draft,
    each page says that it is one, and a mark lies over its text.
    """
    files = list_files(folder)
    root = SiteRoot(siteurl.rstrip("/"))
    sheet = DRAFT_SHEET
    while sheet in files:
        sheet = f"_{sheet}"
    finish = partial(
        finish_page, root=root, files=frozenset(files), sheet=sheet, draft_of=draft_of
    )
    fresh = place.with_name(f".{place.name}.part")
    try:
        with ZipFile(fresh, "w", ZIP_DEFLATED) as archive:
            archive.comment = COMMENT
            for path in files:
                if path in OF_HOSTS:
                    continue
                data = (folder / path).read_bytes()
                if path.endswith(PAGES) and not NO_PAGE.match(data):
                    text = data.decode("utf-8", "surrogateescape")
                    data = finish(text, path).encode("utf-8", "surrogateescape")
                _add(archive, f"{name}/{path}", data)
            if draft_of:
                _add(archive, f"{name}/{sheet}", DRAFT_CSS.encode())
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)


def _add(archive: ZipFile, path: str, data: bytes) -> None:
    entry = ZipInfo(path, MOMENT)
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, MODE
    archive.writestr(entry, data)


def finish_page(
    html: str,
    page: str,
    root: SiteRoot,
    files: Collection[str],
    *,
    sheet: str = "",
    draft_of: str = "",
) -> str:
    """Return a page as it is read from a disk; a ``sheet`` marks that of a draft."""
    html = make_relative(html, page, root)
    folder = posixpath.dirname(page)
    marks = [one.start() for one in ANY_LINK.finditer(html)]
    html = rewrite_links(html, partial(_to_file, folder, files), marks)
    return _mark_draft(html, page, sheet, draft_of) if draft_of else html


def _to_file(folder: str, files: Collection[str], url: str) -> str:
    """Return a link whose folder is named by the page that a server would send."""
    path, rest = split_path(url)
    if not path or path.startswith("/") or ":" in path.partition("/")[0]:
        return url
    target = posixpath.normpath(posixpath.join(folder, unquote(unescape(path))))
    if target.startswith("..") or target in files:
        return url
    if posixpath.normpath(f"{target}/index.html") in files:
        return f"{posixpath.join(path, 'index.html')}{rest}"
    if f"{target}.html" in files:
        return f"{path.rstrip('/')}.html{rest}"
    return url


def _mark_draft(html: str, page: str, sheet: str, draft_of: str) -> str:
    """Return a page that says what it is, be its HTML as short as it may."""
    top, body = find_tag(html, "html"), find_tag(html, "body")
    words = choose_words({}, (value_of(top[0], "lang") if top else "") or "en")
    line, mark = words["draft_copy"].format(date=draft_of), escape(words["draft"])
    name = f'class="draft-copy" data-mark="{mark}" aria-label="{mark}"'
    link = f'<link rel="stylesheet" href="{"../" * page.count("/")}{sheet}">'
    # English for want of anything else says that it is.
    note = f"\n{link}<aside {name}>{as_html(line)}</aside>"
    at = body.end() if body else len(html)
    return f"{html[:at]}{note}{html[at:]}"
