"""What a host reads beside the pages: ``_headers`` and ``_redirects``.

Their form is Netlify's (https://docs.netlify.com/manage/routing/headers/ and
https://docs.netlify.com/manage/routing/redirects/overview/), which Cloudflare Pages
reads too.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

#: A word that stands for what is asked behind a “?”; not so an address.
ASKS = re.compile(r"[^/:=][^/:=]*=\S+")
MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Pattern:
    """A path as hosts name it: ``*`` is anything, ``:name`` one part."""

    text: str

    def match(self, path: str) -> dict[str, str] | None:
        """Return what the signs stand for; None where a path is another one."""
        found = re.fullmatch(self._as_regex(), path)
        return found and {k: v or "" for k, v in found.groupdict().items()}

    def _as_regex(self) -> str:
        pieces = re.split(r"(\*|:[A-Za-z]\w*)", self.text)
        names: set[str] = set()
        regex = ""
        for piece in pieces:
            name = "splat" if piece == "*" else piece[1:]
            if piece[:1] not in ("*", ":") or name in names:
                regex += re.escape(piece)
                continue
            names.add(name)
            regex += f"(?P<{name}>{'.*' if piece == '*' else '[^/]+'})"
        return regex


def parse_headers(text: str) -> list[tuple[Pattern, str, str]]:
    """Return the rules of ``_headers``: path, name and value of each line."""
    rules, path = [], ""
    for line in text.splitlines():
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        name, colon, value = words.partition(":")
        if line[:1].isspace() and path and colon:
            rules.append((Pattern(path), name.strip(), value.strip()))
        elif not line[:1].isspace():
            path = urlsplit(words).path if "://" in words else words
    return rules


@dataclass(frozen=True)
class Redirect:
    """One line of ``_redirects`` that leads on."""

    old: Pattern
    new: str
    code: int
    is_forced: bool  #: even where a file lies at the old address
    #: What is asked behind a “?”: names and values, as they are sent or ``:name``.
    asks: tuple[tuple[str, str], ...] = ()

    def match(self, path: str, query: str) -> dict[str, str] | None:
        """Return what the signs stand for; None where something else is asked."""
        signs = match(self.old, path)
        if signs is None or not self.asks:
            return signs
        given = dict(reversed(parse_qsl(query, keep_blank_values=True)))
        for name, value in self.asks:
            if name not in given or (value[:1] != ":" and value != given[name]):
                return None
            if value[:1] == ":":
                signs[value[1:]] = quote(given[name])
        return signs


def parse_redirects(text: str) -> list[Redirect]:
    """Return the lines of ``_redirects`` that lead on and depend on nothing else.

    Those with a question, which only Netlify reads, are among them
    (https://docs.netlify.com/manage/routing/redirects/redirect-options/).
    """
    found = []
    for line in text.splitlines():
        old, *rest = line.partition("#")[0].split() or [""]
        pairs = [*takewhile(ASKS.fullmatch, rest[:-1])]
        rest = rest[len(pairs) :]
        new, code = (*rest, "", "")[:2]
        number = (code or "301").removesuffix("!")
        if len(rest) not in (1, 2) or old[:1] != "/" or not number.isdecimal():
            continue
        if int(number) in MOVED:
            asks = tuple(parse_qsl("&".join(pairs)))
            is_forced = code.endswith("!")
            found.append(Redirect(Pattern(old), new, int(number), is_forced, asks))
    return found


def find_redirect(
    redirects: Iterable[Redirect],
    path: str,
    query: str = "",
    *,
    is_there: Callable[[], bool],
) -> tuple[int, str] | None:
    """Return status and new address of the first line that fits an address.

    As on Netlify, ``/old`` and ``/old/`` are one, and a file that lies there is sent
    unless the line ends with an exclamation mark.
    """
    given = unquote(path)
    for one in redirects:
        signs = None
        for asked in dict.fromkeys((given, given.rstrip("/"), f"{given}/")):
            signs = signs if signs is not None else one.match(asked, query)
        if signs is None:
            continue
        if one.is_forced or not is_there():
            return HTTPStatus(one.code), fill(one.new, signs)
    return None


def match(pattern: Pattern, path: str) -> dict[str, str] | None:
    """Match a decoded path; the lines of ``_redirects`` are encoded."""
    return Pattern(unquote(pattern.text)).match(path)


def fill(new: str, signs: Mapping[str, str]) -> str:
    """Return an address with what its signs stand for."""
    return re.sub(r":([A-Za-z]\w*)", lambda sign: signs.get(sign[1], sign[0]), new)


def read_text(file: Path) -> str:
    """Return the text of a file that may not be there."""
    with suppress(OSError):
        return file.read_text("utf-8", "replace")
    return ""
