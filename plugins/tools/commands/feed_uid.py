"""``invoke check --fix feed-uid``: posts keep the id that their feed carries today."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ...source.header import Header, parse_header
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
    header = parse_header(text)
    if header.form == "none" or header.faults or "uid" in header.values:
        return None
    ends = list(re.finditer(r"\r\n|\n|\r|\Z", text))
    at = _last_line(header, text)
    if at is None:
        return None
    end = ends[at - 1]
    newline = ends[0].group() or "\n"
    for value in (uid, json.dumps(uid, ensure_ascii=False)):
        changed = f"{text[: end.start()]}{newline}uid: {value}{text[end.start() :]}"
        known = parse_header(changed)
        if known.values.get("uid") == uid and _others(known) == _others(header):
            return changed
    return None


def _others(header: Header) -> dict[str, str]:
    """Return the other keys; a block of lines at the end may gain an end of line."""
    values = header.values.items()
    return {key: str(value).rstrip("\n") for key, value in values if key != "uid"}


def _last_line(header: Header, text: str) -> int | None:
    """Return the number of the header's last line, counted from 1."""
    lines = re.split(r"\r\n|\n|\r", text)
    if header.form == "yaml":
        return header.body_line - 2
    last = header.body_line - 1
    while last > 0 and not lines[last - 1].strip():
        last -= 1
    return last or None
