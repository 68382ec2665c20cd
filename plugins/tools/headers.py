"""Security headers: said here once, written for every kind of host.

A site switches them on in ``pelicanconf.py``::

    SECURITY_HEADERS = {
        "policy": {"img-src": "'self' https://img.example"},  # replaces a directive
        "meta": False,  # True: also in the pages, for hosts that send no headers
    }

Then ``invoke build`` writes ``_headers`` (Netlify, Cloudflare Pages) into the output,
and ``invoke headers nginx`` prints an include for nginx. The values are those of MDN's
HTTP Observatory and of OWASP's list; ``Referrer-Policy: no-referrer`` because where a
reader goes next must not learn which page about an illness was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from .site import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

#: What the site's own pages use, and nothing else. No script at all: JSON-LD is data.
#: ``connect-src`` lets checkers that run in the page read robots.txt.
POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "upgrade-insecure-requests": "",
}
#: What browsers ignore, with a warning, where the policy stands in a page.
NOT_IN_META = {"frame-ancestors", "report-uri", "sandbox"}
HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "browsing-topics=(), camera=(), geolocation=(), interest-cohort=(), "
        "microphone=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: Pictures stand in feeds, which people read on other sites.
SHARED = ("/images/",)
CORP = "Cross-Origin-Resource-Policy"
#: Addresses with a hash of their content may be kept for a year.
FOREVER = "public, max-age=31536000, immutable"
HASHED = {
    "/theme/css/*": r"^/theme/css/.+\.[0-9a-f]{10}\.css$",
    "/images/made/*": r"^/images/made/",
}
DIRECTIVE = re.compile(r"[a-z][a-z-]*")


@dataclass(frozen=True)
class SecurityHeaders:
    """The headers of one site."""

    policy: dict[str, str] = field(default_factory=lambda: dict(POLICY))
    meta: bool = False

    @property
    def csp(self) -> str:
        return format_policy(self.policy)

    @property
    def all(self) -> dict[str, str]:
        """Every header that every page is sent with, by name."""
        return {"Content-Security-Policy": self.csp, **HEADERS}


def read_headers(settings: dict[str, Any]) -> SecurityHeaders | None:
    """Return what a site wants, None where it wants none; refuse what cannot be."""
    wanted = settings.get("SECURITY_HEADERS")
    if wanted is None:
        return None
    if not isinstance(wanted, dict) or set(wanted) - {"policy", "meta"}:
        message = "pelicanconf.py: SECURITY_HEADERS is a dict of “policy” and “meta”."
        raise RefusedError(message)
    policy = wanted.get("policy", {})
    for name, value in dict(policy).items():
        if not DIRECTIVE.fullmatch(str(name)) or re.search(r'[;,"\n\r]', str(value)):
            message = (
                f"pelicanconf.py: SECURITY_HEADERS has “{name}: {value}”, which is no "
                "directive with its sources. Write “img-src”: “'self'”."
            )
            raise RefusedError(message)
    return SecurityHeaders(POLICY | dict(policy), bool(wanted.get("meta")))


def format_policy(policy: dict[str, str]) -> str:
    """Return a Content-Security-Policy.

    >>> format_policy({"default-src": "'none'", "upgrade-insecure-requests": ""})
    "default-src 'none'; upgrade-insecure-requests"
    """
    return "; ".join(f"{name} {value}".strip() for name, value in policy.items())


def format_netlify(headers: SecurityHeaders) -> str:
    """Return ``_headers`` as Netlify and Cloudflare Pages read it.

    Both send the values of all rules that fit, joined: a resource policy of two words
    is none, which is what a picture in a feed needs.
    """
    rules = {"/*": headers.all}
    rules |= {f"{place}*": {CORP: "cross-origin"} for place in SHARED}
    rules |= {place: {"Cache-Control": FOREVER} for place in HASHED}
    return "".join(
        f"{place}\n" + "".join(f"  {name}: {value}\n" for name, value in rule.items())
        for place, rule in rules.items()
    )


def format_nginx(headers: SecurityHeaders) -> str:
    """Return lines to include into nginx's ``server``.

    A ``location`` with an ``add_header`` of its own drops those around it, so each
    location here has all of them.
    """
    shared = headers.all | {CORP: "cross-origin"}
    pictures, sheets = HASHED["/images/made/*"], HASHED["/theme/css/*"]
    return "\n".join(
        [
            "# Written by `invoke headers nginx`. Include it into server { }.",
            "# Without a charset, feeds (text/xml) would count as US-ASCII.",
            "charset utf-8;",
            *_nginx_lines(headers.all),
            *_nginx_location(f'~ "{sheets}"', headers.all, FOREVER),
            *_nginx_location(f'~ "{pictures}"', shared, FOREVER),
            *(line for place in SHARED for line in _nginx_location(place, shared)),
            "",
        ]
    )


def format_meta(headers: SecurityHeaders) -> str:
    """Return the elements that stand in a page's head, first of all."""
    kept = {k: v for k, v in headers.policy.items() if k not in NOT_IN_META}
    return (
        '<meta http-equiv="Content-Security-Policy" '
        f'content="{escape(format_policy(kept), quote=False)}">\n'
        f'<meta name="referrer" content="{HEADERS["Referrer-Policy"]}">'
    )


def meta_for(settings: dict[str, Any]) -> str:
    """Return what a page's head gets, empty where the site does not want it."""
    headers = read_headers(settings)
    return format_meta(headers) if headers and headers.meta else ""


def write_headers(output: Path, settings: dict[str, Any]) -> None:
    """Write ``_headers`` into a finished tree, where the site wants headers."""
    headers = read_headers(settings)
    if headers:
        (output / "_headers").write_text(format_netlify(headers), "utf-8")


FORMS = {"netlify": format_netlify, "nginx": format_nginx, "meta": format_meta}


def _nginx_lines(headers: dict[str, str], indent: str = "") -> list[str]:
    return [
        f'{indent}add_header {name} "{value}" always;'
        for name, value in headers.items()
    ]


def _nginx_location(place: str, headers: dict[str, str], cache: str = "") -> list[str]:
    more = {"Cache-Control": cache} if cache else {}
    return [f"location {place} {{", *_nginx_lines(headers | more, "    "), "}"]
