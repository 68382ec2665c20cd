"""Security headers: said once, written for every kind of host.

A browser that is told what a page needs refuses everything else: a script that
somebody smuggled in, a frame around the page, a request to another host. The values
are those of MDN's HTTP Observatory and of OWASP's list;
``Referrer-Policy: no-referrer`` because where a reader goes next must not learn which
page about an illness was read.

What it does
============

The output gets a file ``_headers``, which Netlify and Cloudflare Pages read: a content
policy that allows the site's own sheets, pictures and fonts and no script at all, the
other headers for every page, and a year in the cache for addresses with a hash of
their content: the sheets that ``STYLESHEET`` and ``STYLESHEET_OF`` name, pictures that
``images`` has made and cards, not what lies beside them.

``invoke headers nginx`` prints the same as an include for nginx, with two lines that
send the packed copies of ``invoke deploy`` (brotli's is a comment, as nginx refuses to
start where its module is missing) and the redirects of the plugin ``addresses`` where
the site has it. ``invoke headers caddy`` prints all that for ``import`` in a site's
block of a Caddyfile, brotli's copies and the page ``404.html`` too (tested with Caddy
2.6.2); the block has a ``root``, and no ``file_server`` of its own, which might answer
instead. ``invoke headers netlify`` prints the file itself, without the sheets,
whose names a build knows only, and ``invoke headers meta`` the elements for a page's
head.

Settings
========

``SECURITY_HEADERS = {}`` with these keys; ``None`` switches the headers off:

``policy = {}``
    Directives of the content policy, each instead of ours or beside them:
    ``{"img-src": "'self' https://img.example"}``. A directive without sources has an
    empty text.
``meta = False``
    ``True``: the policy stands in the pages too, for hosts that send no headers.

What themes get
===============

``META_POLICY``
    The policy and the referrer as ``<meta>`` elements where ``meta`` asks for them,
    else empty. They bind only what comes after them, so a theme prints them first in
    the head: ``{{ META_POLICY|safe if META_POLICY }}``. Browsers take
    ``frame-ancestors``, ``report-uri`` and ``sandbox`` from a header only; these are
    left out.

Problems
========

Wrong settings end the run with ``security-headers-setting``: no dict, an unknown key,
or a directive that would smuggle another one, or another header, into the policy.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
