"""``SECURITY_HEADERS`` in ``pelicanconf.py``, as a table of its keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..settings import checked, flag, read_settings
from .core import POLICY, SecurityHeaders

if TYPE_CHECKING:
    from ..settings import Place

DIRECTIVE = re.compile(r"[a-z][a-z-]*")
#: What would end a directive, the policy, its quotes in nginx, or the header.
ENDS = re.compile(r'[;,"\n\r]')


def _read_policy(place: Place, given: object) -> dict[str, str]:
    if not isinstance(given, Mapping):
        place.report_value(given, "a dict of directives", {"img-src": "'self'"})
        return {}
    directives = {str(name): str(value) for name, value in given.items()}
    for name, value in directives.items():
        if not DIRECTIVE.fullmatch(name) or ENDS.search(value):
            what = f"has “{name}: {value}”, which is no directive with its sources"
            place.report(what, "Write “img-src”: “'self'”.")
    return directives


@dataclass(frozen=True)
class SecurityHeadersSettings:
    """What a site wants otherwise than we do."""

    policy: dict[str, str] = checked({}, _read_policy)
    meta: bool = flag(False)


def parse_settings(given: object) -> SecurityHeaders | None:
    """Return the headers that a site wants, None where it wants none.

    Raise with every mistake in the setting.
    """
    if given is None:
        return None
    name, problem_name = "SECURITY_HEADERS", "security-headers-setting"
    own = read_settings(SecurityHeadersSettings, name, given, problem_name)
    return SecurityHeaders(POLICY | own.policy, own.meta)
