"""``SECURITY_HEADERS``: what a site may change, and what is refused."""

from __future__ import annotations

import pytest

from plugins.problem import SettingsError
from plugins.security_headers.settings import SecurityHeaders, parse_settings


def test_a_site_replaces_one_directive():
    """The others stay; a directive of its own is added."""
    policy = {"img-src": "'self' https://i.example", "manifest-src": "'self'"}
    headers = parse_settings({"policy": policy, "meta": True})

    assert "img-src 'self' https://i.example;" in headers.csp
    assert "manifest-src 'self'" in headers.csp
    assert "default-src 'none'" in headers.csp
    assert headers.meta


def test_nothing_said_is_ours_and_none_is_no_headers():
    """An empty dict is the whole policy, in headers only."""
    assert parse_settings({}) == SecurityHeaders()
    assert parse_settings(None) is None


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"polcy": {}}, "has no key “polcy”. Did you mean “policy”?"),
        ({"x": 1}, "has no key “x”. Its keys: policy, meta."),
        (["img-src"], "not a dict. Write SECURITY_HEADERS = {}."),
        ({"policy": "'self'"}, "[“policy”] is “'self'”, not a dict of directives."),
        ({"policy": None}, "[“policy”] is None, not a dict of directives."),
        (
            {"policy": {"img-src": "'self'; script-src *"}},
            "which is no directive with its sources. Write “img-src”: “'self'”.",
        ),
        ({"policy": {"img src": "'self'"}}, "has “img src: 'self'”"),
        ({"policy": {"img-src": "x\nSet-Cookie: y"}}, "has “img-src: x Set-Cookie: y”"),
        ({"policy": {"img-src": "{$HOME}"}}, "has “img-src: {$HOME}”"),
        ({"policy": {"img-src": 'x" always; add_header y "z'}}, 'has “img-src: x"'),
    ],
)
def test_what_is_no_policy_is_refused(wanted, said):
    """Nothing can be smuggled into a header."""
    with pytest.raises(SettingsError) as raised:
        parse_settings(wanted)
    (problem,) = raised.value.problems

    assert problem.address == "pelicanconf.py"
    assert problem.message.startswith("SECURITY_HEADERS")
    assert said in problem.message
    assert problem.name == "security-headers-setting"


def test_every_mistake_is_named_in_one_run():
    """Who mends one does not meet the next."""
    wanted = {"policy": {"img src": "", "a;b": ""}, "mta": True}
    with pytest.raises(SettingsError) as raised:
        parse_settings(wanted)

    assert len(raised.value.problems) == 3
