"""``invoke check --fix feed-uid``: posts keep the id that their feed carries today."""

from __future__ import annotations

from pathlib import Path

from ...source.header import parse_header
from ...source.header_edit import HeaderEditError, set_value
from ..build.build import open_readable
from ..files import write_whole
from ..reporter import Reporter
from ..site import RefusedError, Site, has_plugin


def fix_uids(site: Site) -> int:
    """Write a ``uid`` into every published post without one; return the exit code."""
    reporter, written = Reporter(), 0
    ids = missing(site)
    for source, uid in sorted(ids.items()):
        path, name = Path(source), site.relative(Path(source))
        changed = with_uid(path.read_bytes().decode("utf-8"), uid)
        if changed is None:
            reporter.error(f"{name}: its header has no place for “uid: {uid}”.")
        else:
            write_whole(path, changed)
            reporter.print(f"{name}: uid: {uid}")
            written += 1
    reporter.print(f"{written} of {len(ids)} posts without a uid have one now.")
    return 1 if written < len(ids) else 0


def missing(site: Site) -> dict[str, str]:
    """Return the id of today for the file of every published post without a uid."""
    ids: dict[str, str] = {}
    with open_readable(site) as opened:
        if not has_plugin(opened.settings, "feeds"):
            message = "The plugin “feeds” is not in PLUGINS, so no post needs a uid."
            raise RefusedError(message)
        opened.read(FEEDS_WITHOUT_UID=ids)
        errors = [p for p in opened.problems if str(p.level) == "error"]
    if errors:
        lines = "\n".join(map(str, errors))
        raise RefusedError(f"{lines}\nMend these first; nothing was written.")
    return ids


def with_uid(text: str, uid: str) -> str | None:
    """Return a post's text with a uid as its header's last line.

    Nothing else changes, not even an end of line. None if the header cannot hold it.
    """
    if "uid" in parse_header(text).values:
        return None
    try:
        return set_value(text, "uid", uid)
    except HeaderEditError:
        return None
