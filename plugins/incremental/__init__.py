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

Several processes share the pages that are made, and in the first build the texts that
are read and checked, with the same bytes and words as one.

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

Several processes
=================

When posts are read and checked, pages are first planned, in Pelican's order. Then the
process forks, and each process makes the next page that nobody has begun, until all are
made. What the others have said, and what the ledger must know, comes home with them and
is told in the order of the pages. Feeds, static files, and what generators of other
plugins write, are written by the first process alone; feeds while the others begin.

In the first build texts are converted, get their references, are checked and become
entries of feeds in the same way, before pages are made. The library of works is read
while the others begin to convert.

One process does all where there is one core, no ``fork`` (on Windows) or none that is
safe (on a Mac), or fewer than 32 pages to make, where the process has threads, and
where a plugin that it does not know hears of each page (``content_written``,
``article_generator_write_article``, ``page_generator_write_page``,
``article_writer_finalized``, ``page_writer_finalized``).

A function for templates that counts, or keeps what it has been asked, answers in each
process by itself. What Pelican and these plugins work out of a post, such as its
address, is asked once in each process while planned pages are made.

Settings
========

``INCREMENTAL = {}`` with these keys:

``folder = ".bulletin/ledger"``
    Where the ledger is kept, counted from the folder that holds ``PATH``. ``invoke
    build`` keeps one for each output, in ``.bulletin/<output>/ledger``. The folder may
    be deleted at any time, and then the next run makes everything. A build service that
    keeps it, and the output beside it, never makes everything, if it builds in the same
    place each time: the ledger names files by their whole paths.

``jobs = 0``
    How many processes share the work; 0 is one for each core. ``invoke build --jobs 2``
    sets it for one build.

Problems
========

``incremental-setting``
    ``INCREMENTAL`` cannot be used.

``worker-ended``
    A process that shared the work was ended, most often for want of memory; the page or
    post that it was at is named. Fewer ``jobs`` need less.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
