"""Addresses: a site whose links work wherever it lies.

What it does
============

With ``relative_links`` the links, style sheets, pictures and programs of a page count
from where the page lies. A finished site can then be opened from any folder, host and
port: by a file server at home, below another site, in a preview.

Whole addresses stay where other machines ask for them: canonical links and links to
translations (``rel="canonical"``, ``hreflang``), Open Graph, JSON-LD, feeds, the
sitemap, and the text of a message that a ``mailto:`` link begins. A page that servers
send at any depth (``404.html`` and its like) has links from the root of the host, with
the path of ``SITEURL`` before them. A page with a ``<base>`` stays as it is.

Themes and other plugins need to know nothing of it: they go on printing ``SITEURL``,
and leave ``RELATIVE_URLS`` off, which would make feeds and canonical links relative
too.

Settings
========

``ADDRESSES = {}`` with these keys:

``relative_links = False``
    Make the links inside pages relative.

Problems
========

Wrong settings end the run with ``addresses-setting``.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
