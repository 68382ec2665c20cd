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

The entry is bundled and made small by lightningcss, which follows ``@import`` with its
layers. The bundle is published instead of the folder of the entry; every other static
file of the theme is published as before. A theme without the entry is left alone.

Settings
========

``STYLESHEETS = {}`` with these keys:

``entry = "css/main.css"``
    The entry, inside a folder of ``THEME_STATIC_PATHS``.
``browsers = []``
    Browserslist queries such as ``["safari >= 15"]``; what these browsers lack is
    rewritten for them. Empty: nothing is rewritten.

What themes get
===============

``STYLESHEET``
    The bundle's address below ``THEME_STATIC_DIR``, ``css/main.4f2a91c07b.css``.
    Undefined where nothing was bundled, so a theme writes
    ``{{ STYLESHEET or "css/main.css" }}``.

Problems
========

``stylesheet-broken`` (error): a sheet cannot be read; the line is the sheet's own.
Wrong settings end the run with ``stylesheets-setting``.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
