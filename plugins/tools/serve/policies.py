"""The headers of a preview: the site's own, with policies that let its parts in.

But for what a page without https cannot have, a preview sends what ``_headers`` says.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..host_files import Pattern

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
