"""What did not change costs nothing: pages are made anew only where they can differ.

What it does
============

While a page is made, the plugin takes down what it reads: which names its templates
look up, and which attributes of posts, series and the like, each with a digest of what
was found there. In the next run the same is read again. Where all of it is as it was,
and the page's file is as it was left, the page is neither rendered nor written. None of
that is listed by hand.

In the same way it keeps what other plugins of Bulletin work out of a text: its HTML,
what is wrong in it, its references, its entry in feeds. Problems are said again in each
run.

The result is that of a clean run, byte for byte, and unchanged files keep their dates.

List it last::

    PLUGINS = [..., "pelican.plugins.bulletin.incremental"]

It works with any theme and beside any plugin. With plain ``pelican``, set
``DELETE_OUTPUT_DIRECTORY = False``: of an emptied folder no page stands.

What it cannot follow
=====================

A page is made anew in each run where

- a problem is found in it;
- it reads something that cannot be compared: an open file, a lock, a generator;
- a plugin that it does not know hears of every page that is written
  (``content_written``, ``finalized``): then that is so for all pages;
- a file differs that some page has read while it was rendered, or one has written a
  file into the output: that counts for all pages too.

A filter or a function for templates must depend on what it is given and on what it
holds, not on the time, on the network or on what it has been asked before.

Settings
========

``INCREMENTAL = {}`` with this key:

``folder = ".bulletin/ledger"``
    Where the ledger is kept, counted from the folder that holds ``PATH``. ``invoke
    build`` keeps one for each output, in ``.bulletin/<output>/ledger``. The folder may
    be deleted at any time, and then the next run makes everything; a build service that
    keeps it never makes everything.

Problems
========

``incremental-setting``
    ``INCREMENTAL`` cannot be used.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
