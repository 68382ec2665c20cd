"""``SECURITY_HEADERS`` in ``pelicanconf.py``, read once."""

from __future__ import annotations

import re

from ..problem import Problem, SettingsError, did_you_mean
from .core import POLICY, SecurityHeaders

KEYS = ("policy", "meta")
DIRECTIVE = re.compile(r"[a-z][a-z-]*")
#: What would end a directive, the policy, its quotes in nginx, or the header.
ENDS = re.compile(r'[;,"\n\r]')


def parse_settings(given: object) -> SecurityHeaders | None:
    """Return the headers that a site wants, None where it wants none.

    Raise with one line for each value that cannot be used.
    """
    if given is None:
        return None
    if not isinstance(given, dict):
        what = "SECURITY_HEADERS is not a dict."
        raise SettingsError([_problem(what, "Write a dict of “policy” and “meta”.")])
    problems = [
        _problem(
            f"SECURITY_HEADERS has no key “{key}”.",
            did_you_mean(str(key), KEYS) or "Known keys: policy, meta.",
        )
        for key in given
        if key not in KEYS
    ]
    policy = given.get("policy", {})
    if not isinstance(policy, dict):
        what = f"SECURITY_HEADERS[“policy”] is {policy!r}, not a dict of directives."
        problems.append(_problem(what, "Write {“img-src”: “'self'”}."))
        policy = {}
    directives = {str(name): str(value) for name, value in policy.items()}
    problems += [
        _problem(
            f"SECURITY_HEADERS has “{name}: {value}”, which is no directive with its "
            "sources.",
            "Write “img-src”: “'self'”.",
        )
        for name, value in directives.items()
        if not DIRECTIVE.fullmatch(name) or ENDS.search(value)
    ]
    if problems:
        raise SettingsError(problems)
    return SecurityHeaders(POLICY | directives, bool(given.get("meta")))


def _problem(what: str, remedy: str) -> Problem:
    return Problem("pelicanconf.py", 0, what, remedy, "security-headers-setting")
