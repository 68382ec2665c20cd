"""Hosts that are handed a folder: by which command, and what they leave out of it.

The limits are those of https://developers.cloudflare.com/pages/configuration/redirects/,
…/configuration/headers/ and …/platform/limits/, and of
https://docs.netlify.com/manage/routing/headers/ and …/redirects/overview/.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...problem import count
from ..files import list_files
from ..host_files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .targets import Target

#: By kind of target: what hands a preview over, under a name that nobody guesses.
PREVIEWS = {
    "netlify": "netlify deploy --alias {preview} --no-build --dir {folder}",
    "cloudflare": "wrangler pages deploy {folder} --project-name NAME "
    "--branch {preview}",
}
#: By kind of target: what hands ``path/current`` over.
COMMANDS = {
    "netlify": "netlify deploy --prod --no-build --dir {folder}",
    "cloudflare": "wrangler pages deploy {folder} --project-name NAME --branch main",
    "github": "actions/upload-pages-artifact with path {folder}, then deploy-pages",
}


@dataclass(frozen=True)
class Limits:
    """What a host reads; 0 where its documentation names no limit."""

    name: str
    codes: frozenset[str]  #: third words of a line of ``_redirects``
    has_conditions: bool = False  #: more words, such as ``Country=us``
    plain: int = 0  #: lines without patterns, above the first one with
    patterns: int = 0  #: and all others
    redirect_length: int = 0  #: characters of a line
    rules: int = 0  #: addresses in ``_headers``
    header_length: int = 0  #: characters of a line
    splats: int = 0  #: ``*`` in one address of ``_headers``
    reserved: frozenset[str] = frozenset()  #: headers that are the host's own
    file_size: int = 0  #: bytes


#: Headers that Netlify sends as it sees fit.
OF_NETLIFY = (
    "accept-ranges age allow alt-svc connection content-encoding content-length "
    "content-range date location server trailer transfer-encoding upgrade"
)
LIMITS = {
    "netlify": Limits(
        "Netlify",
        codes=frozenset({"200", "301", "302", "404", "200!", "301!", "302!", "404!"}),
        has_conditions=True,
        reserved=frozenset(OF_NETLIFY.split()),
    ),
    "cloudflare": Limits(
        "Cloudflare Pages",
        codes=frozenset({"200", "301", "302", "303", "307", "308"}),
        plain=2000,
        patterns=100,
        redirect_length=1000,
        rules=100,
        header_length=2000,
        splats=1,
        file_size=25 * 1024 * 1024,
    ),
}


def hand_over(target: Target) -> str:
    """Return the line that says how a host gets a release; nothing if none needs it."""
    command = (PREVIEWS if target.preview else COMMANDS).get(target.kind, "")
    folder = shlex.quote(f"{target.path}/current/")
    words = command.format(folder=folder, preview=target.preview)
    who = "Its readers" if target.preview else "Visitors"
    return command and f"{who} get it with: {words}"


def find_unread(tree: Path, kind: str) -> Iterator[str]:
    """Yield what of a folder the host will leave out, with file and line."""
    limits = LIMITS.get(kind)
    if limits is None:
        return
    yield from _redirects(read_text(tree / "_redirects"), limits)
    yield from _headers(read_text(tree / "_headers"), limits)
    if not limits.file_size:
        return
    for path in list_files(tree):
        if (tree / path).stat().st_size > limits.file_size:
            most = limits.file_size // 1024 // 1024
            yield f"{path}: {limits.name} takes no file of more than {most} MiB."


def _redirects(text: str, limits: Limits) -> Iterator[str]:
    plain = patterns = 0
    asking = []
    for number, words in _lines(text):
        line, parts = f"_redirects:{number}", words.split()
        if not limits.has_conditions and any("=" in one for one in parts[1:2]):
            asking.append(line)
            continue
        has_pattern = "*" in parts[0] or "/:" in parts[0]
        # Below a line with a pattern all count as such.
        if patterns or has_pattern:
            patterns += 1
        else:
            plain += 1
        if limits.redirect_length and len(words) > limits.redirect_length:
            most = limits.redirect_length
            yield f"{line}: {limits.name} reads lines of at most {most} characters."
        if not _is_read(parts, limits):
            yield f"{line}: {limits.name} does not read “{words[:60]}”."
    if asking:
        what = f"{asking[0]}: {limits.name} knows no rule for what stands behind a “?”"
        yield f"{what}: {count(len(asking), 'line')} of _redirects will not lead on."
    if limits.plain and (plain > limits.plain or patterns > limits.patterns):
        yield (
            f"_redirects: {limits.name} reads {limits.plain:,} lines without patterns "
            f"and, below them, {limits.patterns} others; here are {plain:,} and "
            f"{patterns:,}."
        )


def _is_read(words: list[str], limits: Limits) -> bool:
    """Return whether a line has two addresses and, if more, what the host knows."""
    more = words[2:]
    if limits.has_conditions:
        more = [word for word in more if word[0].isdigit()]
    return len(words) > 1 and len(more) < 2 and limits.codes.issuperset(more)


def _headers(text: str, limits: Limits) -> Iterator[str]:
    rules = 0
    for number, words in _lines(text):
        line = f"_headers:{number}"
        if limits.header_length and len(words) > limits.header_length:
            most = limits.header_length
            yield f"{line}: {limits.name} reads lines of at most {most} characters."
        if words[:1].isspace():
            name = words.partition(":")[0].strip()
            if name.lower() in limits.reserved:
                yield f"{line}: {limits.name} sends its own {name}."
            continue
        rules += 1
        if limits.splats and words.count("*") > limits.splats:
            yield f"{line}: {limits.name} reads one * in an address."
    if limits.rules and rules > limits.rules:
        yield f"_headers: {limits.name} reads {limits.rules} rules; here are {rules}."


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line that says something."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.rstrip()
