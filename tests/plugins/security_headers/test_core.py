"""One source of headers, written in each form."""

from __future__ import annotations

from plugins.security_headers.core import (
    format_caddy,
    format_meta,
    format_netlify,
    format_nginx,
)
from plugins.security_headers.settings import HEADERS, SecurityHeaders


def test_the_policy_allows_nothing_but_what_the_site_uses():
    """Nothing by default, no script, no frame, nothing unsafe."""
    policy = SecurityHeaders().csp

    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "script" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "http:" not in policy


def test_all_forms_say_the_same():
    """Every header of the source stands in every form that can carry it."""
    headers = SecurityHeaders()

    for name, value in headers.all.items():
        assert f"  {name}: {value}\n" in format_netlify(headers)
        assert f'add_header {name} "{value}" always;' in format_nginx(headers)
        assert f' {name} "{value}"\n' in format_caddy(headers)
    meta = format_meta(headers)
    assert "frame-ancestors" not in meta
    assert "default-src 'none'" in meta
    assert f'content="{HEADERS["Referrer-Policy"]}"' in meta


def test_cloudflares_limits_are_kept():
    """At most 100 rules and 2,000 characters a line."""
    lines = format_netlify(SecurityHeaders()).splitlines()

    assert len([line for line in lines if not line.startswith(" ")]) <= 100
    assert max(map(len, lines)) <= 2000
