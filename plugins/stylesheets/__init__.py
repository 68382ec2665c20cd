"""Stylesheets: a theme's many sheets become one file with its hash in its name.

A theme keeps one sheet per component and one entry that imports them::

    @layer tokens, base, components;
    @import "tokens.css" layer(tokens);
    @import "series-nav.css" layer(components);

With this plugin a visitor's browser asks once, for ``theme/css/main.4f2a91c07b.css``;
the name changes when a byte of it changes, so a server may let browsers keep it for a
year. Without the plugin the entry works as it stands, one request per sheet.

What it does
============

Where a template asks for ``STYLESHEET``, the entry becomes one file with everything it
imports, whatever folder that lies in, and is made small by lightningcss; addresses of
fonts and pictures lead where they led. Sheets that came into it and that no published
file names are left out; every other file of the theme is published as ever, so a page
may go on linking a sheet of its own. A theme that does not ask, that has no entry, or a
site with a ``STYLESHEET`` of its own is left alone.

A sheet that imports another from a different host cannot be one file: then
``STYLESHEET`` stays undefined and the theme's sheets are published as they are.

Settings
========

``STYLESHEETS = {}`` with these keys:

``entry = "css/main.css"``
    The entry, inside a folder of ``THEME_STATIC_PATHS``. Where ``STATIC_PATHS`` and
    ``EXTRA_PATH_METADATA`` put a file of the site in its place, or in that of a sheet
    that it imports, that one counts.
``more = []``
    Further entries, such as ``["css/post.css"]``: each becomes a file of its own, so
    that one kind of page need not load the rules of all.
``browsers = []``
    Browserslist queries such as ``["safari >= 15"]``; what these browsers lack is
    rewritten for them. Empty: nothing is rewritten.

What themes get
===============

``STYLESHEET``
    The bundle's address below ``THEME_STATIC_DIR``, ``css/main.4f2a91c07b.css``.
    Undefined where nothing was bundled, so a theme writes
    ``{{ STYLESHEET or "css/main.css" }}``.
``STYLESHEET_OF``
    The address of each bundle by its entry, ``STYLESHEET_OF["css/post.css"]``;
    undefined where ``STYLESHEET`` is.

Problems
========

``stylesheet-broken`` (error): a sheet cannot be read, or imports one that is not there;
file and line are the sheet's own.
``stylesheet-loose`` (notice): a sheet that cannot stand in one file with others; they
are published one by one.
``stylesheet-unused`` (notice): ``STYLESHEETS`` says something, but the theme has no
such entry, or does not ask for ``STYLESHEET``.
Wrong settings end the run with ``stylesheets-setting``.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
