"""Images: several sizes of each picture, no camera data, and captions.

How to place a picture
======================

::

    ![Two empty armchairs beside a window.]({static}/images/room.jpg)
    ![Two empty armchairs.]({static}/images/room.jpg "A room, seen from the door.")

The first words are the text alternative. A title, where the picture stands alone in its
paragraph, becomes its caption: ``figure`` with ``figcaption``. A title of a picture
within a line stays what it is.

What it does
============

A JPEG, PNG or WebP picture of the site is measured, made in several widths as WebP,
and put into ``picture`` with ``srcset``, ``sizes``, ``width`` and ``height``, so that
a phone loads a small file and the text does not jump. Browsers without WebP get the
original's own format, at most ``fallback_width`` wide. Pictures below the first words
of a text load when a reader comes near them (``loading="lazy"``). Pictures elsewhere,
drawings (SVG), animations and ``img`` with a ``srcset`` of their own are left as they
are.

What a camera writes into a file (place, time, owner, device) is removed from every
JPEG, PNG and WebP that the site publishes, the originals included; a photograph that
the camera only marked as turned is really turned. The files in ``content`` are never
changed.

Made pictures are kept in a cache by the content of their original: a second build
makes nothing anew. The first one decodes each picture once, on all cores, and says how
far it is (on a terminal), how much it made and where that lies. Nothing is made for
nothing: no width that is nearly the original's, none whose file is much larger than
that of a wider one, and the picture's own file, cleaned, is the fallback where a new
one would be larger. Each build removes from the cache what no picture in ``PATH`` needs
any more.

Metadata
========

``image``, ``image_alt``
    The picture of a post or page: a path in ``images/`` below ``PATH``, or in ``PATH``
    itself.

Settings
========

``IMAGES = {}`` with these keys:

``widths = [480, 800, 1200, 1600]``
    Widths in pixels; wider than the original is never made.
``quality = 80``
    Of WebP and JPEG, 1 to 100. PNG stays lossless, but for photographs: files of more
    than one byte a pixel are made as WebP with loss and, where they are opaque, JPEG.
``sizes = "(min-width: 42rem) 37rem, 92vw"``
    How wide a theme shows a picture, for the browser's choice.
``fallback_width = 1200``
    The widest picture for browsers without WebP.
``eager_words = 40``
    A picture after more words than this is lazy.
``url = "images/made/{name}-{width}.{hash}.{suffix}"``
    The address of a made picture.
``cache = ".cache/images"``
    Where made pictures are kept, in the site's folder (the one that holds ``PATH``).
    Outside of it other sites may share them, and nothing is removed.
``cache_megabytes = 500``
    How much they may take. Beyond it, those of pictures that no page shows are removed,
    the oldest first; those that are shown stay.

What themes get
===============

``article.picture``
    The post's own picture, or None: ``html`` (the whole ``picture``, not lazy),
    ``url`` (its address for other sites), ``width``, ``height``, ``alt``. Pages too.
``picture_of("images/room.jpg", "Two empty armchairs.")``
    The same for any picture below ``PATH``; None where there is no such file.

With ``RELATIVE_URLS`` the addresses of made pictures begin with ``SITEURL`` all the
same, because Pelican does not look into ``srcset``; the plugin ``addresses`` does.

Problems
========

``image-unreadable`` (error)
    A file that a post shows is not a picture, whatever its name says.
``image-large`` (error)
    A picture that a post shows has more than 80 megapixels; none of it is decoded.
``image-missing`` (error)
    The file that ``image`` names is not there.
``image-cache-unusable`` (error)
    Made pictures cannot be written into ``cache``: the disk is full or read-only, or a
    file is in the way. A cache that holds everything already need not be writable.
``image-cache-large`` (notice)
    The made pictures that the site shows take more than ``cache_megabytes``.
``image-alt-missing`` (warning)
    A post has an ``image`` and no ``image_alt``.
Where ``front_matter`` is on, it says these two itself, with the line.
Wrong settings end the run with ``images-setting``.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
