"""The headers of one site: ours, and ``SECURITY_HEADERS`` in ``pelicanconf.py``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..settings import checked, flag, read_settings

if TYPE_CHECKING:
    from ..settings import Place

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
DIRECTIVE = re.compile(r"[a-z][a-z-]*")
#: What would end a directive, the policy, its quotes in nginx, or the header; or begin
#: what Caddy puts something else for.
ENDS = re.compile(r'[;,"{}\n\r]')


def _read_policy(place: Place, given: object) -> dict[str, str]:
    if not isinstance(given, Mapping):
        place.report_value(given, "a dict of directives", {"img-src": "'self'"})
        return {}
    directives = {str(name): str(value) for name, value in given.items()}
    for name, value in directives.items():
        if not DIRECTIVE.fullmatch(name) or ENDS.search(value):
            what = f"has “{name}: {value}”, which is no directive with its sources"
            place.report(what, "Write “img-src”: “'self'”.")
    return POLICY | directives


def format_policy(policy: dict[str, str]) -> str:
    """Return a Content-Security-Policy.

    >>> format_policy({"default-src": "'none'", "upgrade-insecure-requests": ""})
    "default-src 'none'; upgrade-insecure-requests"
    """
    return "; ".join(f"{name} {value}".strip() for name, value in policy.items())


@dataclass(frozen=True)
class SecurityHeaders:
    """The headers of one site."""

    policy: dict[str, str] = checked(POLICY, _read_policy)
    meta: bool = flag(False)

    @property
    def csp(self) -> str:
        return format_policy(self.policy)

    @property
    def all(self) -> dict[str, str]:
        """Every header that every page is sent with, by name."""
        return {"Content-Security-Policy": self.csp, **HEADERS}


def parse_settings(given: object) -> SecurityHeaders | None:
    """Return the headers that a site wants, None where it wants none.

    Raise with every mistake in the setting.
    """
    if given is None:
        return None
    name, problem_name = "SECURITY_HEADERS", "security-headers-setting"
    return read_settings(SecurityHeaders, name, given, problem_name)
