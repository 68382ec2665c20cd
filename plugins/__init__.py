"""Bulletin: Pelican plugins for people who publish evidence in series.

This package is an umbrella. Installing it changes nothing: a site lists what it wants::

    PLUGINS = [
        "pelican.plugins.bulletin.front_matter",  # what a post must say of itself
        "pelican.plugins.bulletin.post_checks",  # what a post's body must not do
        "pelican.plugins.bulletin.sanitizer",  # what may reach a page
        "pelican.plugins.bulletin.series",  # part N of M, series pages, neighbours
        "pelican.plugins.bulletin.references",  # [@key] and the references block
        "pelican.plugins.bulletin.reading",  # length, contents, review, callouts
        "pelican.plugins.bulletin.images",  # sizes, WebP, no camera data
        "pelican.plugins.bulletin.social_cards",  # the picture beside a link
        "pelican.plugins.bulletin.structured_data",  # one JSON-LD graph per page
        "pelican.plugins.bulletin.stylesheets",  # one sheet, its hash in its name
        "pelican.plugins.bulletin.security_headers",  # for hosts and pages
        "pelican.plugins.bulletin.feeds",  # RSS, Atom and JSON Feed
        "pelican.plugins.bulletin.addresses",  # links and old addresses that work
        "pelican.plugins.bulletin.incremental",  # what did not change costs nothing
    ]

Each plugin's docstring is its manual.
"""

from __future__ import annotations


def register() -> None:
    """Do nothing.

    Where a site leaves ``PLUGINS`` unset, Pelican registers every package directly
    under ``pelican.plugins``; the only one of ours there is this umbrella.
    """
