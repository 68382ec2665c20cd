"""What a host reads beside the pages: ``_headers`` and ``_redirects``.

Their form is Netlify's (https://docs.netlify.com/manage/routing/headers/ and
https://docs.netlify.com/manage/routing/redirects/overview/), which Cloudflare Pages
reads too. A preview sends the same, but for what a page without https cannot have.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from html import escape, unescape
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

POLICIES = ("content-security-policy", "content-security-policy-report-only")
#: A preview is not https, nothing of it is kept, and no password is asked for twice.
LEFT_OUT = ("strict-transport-security", "cache-control", "basic-auth")
SECURE_ONLY = ("upgrade-insecure-requests", "block-all-mixed-content")
#: Where the preview's own parts come from, and by which directives they are judged.
PARTS = (
    (("script-src-elem", "script-src"), "/.desk/preview.js"),
    (("style-src-elem", "style-src"), "/.desk/preview.css"),
    (("connect-src",), "/.desk/events"),
)
META = re.compile(rb"<meta\b[^>]*>", re.IGNORECASE)
IS_POLICY = re.compile(
    r"""http-equiv\s*=\s*["']?content-security-policy["'\s/>]""", re.IGNORECASE
)
CONTENT = re.compile(r"""(\bcontent\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)
#: Where a preview is asked by a number that policies have no form for.
SELF = "'self'"
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


def headers_of(
    rules: Iterable[tuple[Pattern, str, str]], path: str, origin: str
) -> dict[str, str]:
    """Return the headers of one address; the values of all rules that fit are joined.

    ``origin`` is where the preview's own parts come from, as policies name it.
    """
    found: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for pattern, name, value in rules:
        key = name.lower()
        if key not in LEFT_OUT and pattern.match(path) is not None:
            names.setdefault(key, name)
            found.setdefault(key, []).append(value)
    joined = {key: ", ".join(values) for key, values in found.items()}
    for key in POLICIES:
        if key in joined:
            joined[key] = admit_parts(joined[key], origin)
    return {names[key]: value for key, value in joined.items()}


def admit_parts(policies: str, origin: str) -> str:
    """Return content policies that let the preview's own parts in, by their paths.

    Nothing else is let in that was kept out; what wants https is left out.

    >>> admit_parts("default-src 'none'; upgrade-insecure-requests", "http://h")[:34]
    "default-src 'none'; script-src http"
    """
    return ", ".join(_admit(policy, origin) for policy in policies.split(","))


def _admit(policy: str, origin: str) -> str:
    directives: dict[str, list[str]] = {}
    for directive in policy.split(";"):
        name, *sources = directive.split() or [""]
        if name and name.lower() not in SECURE_ONLY:
            directives.setdefault(name.lower(), sources)
    for names, path in PARTS:
        ruling = next((one for one in names if one in directives), "")
        if (name := ruling or "default-src") not in directives:
            continue  # no directive keeps it out
        kept = [one for one in directives[name] if one.lower() != "'none'"]
        own = origin if origin == SELF else f"{origin}{path}"
        directives[ruling or names[-1]] = [*kept, own]
    if "sandbox" in directives:
        needed = ("allow-scripts", "allow-same-origin")
        given = directives["sandbox"]
        directives["sandbox"] = [*given, *(one for one in needed if one not in given)]
    return "; ".join(" ".join([name, *given]) for name, given in directives.items())


def admit_in_page(page: bytes, origin: str) -> bytes:
    """Return a page whose own policies, in ``<meta>``, let the preview's parts in."""

    def change(found: re.Match[bytes]) -> bytes:
        tag = found[0].decode("utf-8", "surrogateescape")
        if not IS_POLICY.search(tag):
            return found[0]
        fresh = CONTENT.sub(rewrite, tag, count=1)
        return fresh.encode("utf-8", "surrogateescape")

    def rewrite(content: re.Match[str]) -> str:
        policy = admit_parts(unescape(content[2][1:-1]), origin)
        return f'{content[1]}"{escape(policy)}"'

    return META.sub(change, page) if b"-security-policy" in page.lower() else page


@dataclass(frozen=True)
class Redirect:
    """One line of ``_redirects`` that leads on."""

    old: Pattern
    new: str
    code: int
    is_forced: bool  #: even where a file lies at the old address


def parse_redirects(text: str) -> list[Redirect]:
    """Return the lines of ``_redirects`` that lead on and depend on nothing else."""
    found = []
    for line in text.splitlines():
        old, new, code = (*line.partition("#")[0].split(), "", "", "")[:3]
        words = len(line.partition("#")[0].split())
        number = (code or "301").removesuffix("!")
        if words not in (2, 3) or not old.startswith("/") or not number.isdecimal():
            continue
        if int(number) in MOVED:
            is_forced = code.endswith("!")
            found.append(Redirect(Pattern(old), new, int(number), is_forced))
    return found


def find_redirect(
    redirects: Iterable[Redirect], path: str, *, is_there: Callable[[], bool]
) -> tuple[int, str] | None:
    """Return status and new address of the first line that fits an address.

    As on Netlify, ``/old`` and ``/old/`` are one, and a file that lies there is sent
    unless the line ends with an exclamation mark.
    """
    given = unquote(path)
    for one in redirects:
        signs = None
        for asked in dict.fromkeys((given, given.rstrip("/"), f"{given}/")):
            signs = signs if signs is not None else match(one.old, asked)
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
