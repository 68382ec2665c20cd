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
a phone loads a small file and the text does not jump. Browsers without WebP, feed
readers and previews of links get a JPEG or PNG, at most ``fallback_width`` wide.
Pictures below the first words of a text load when a reader comes near them
(``loading="lazy"``).

Drawings (SVG), GIFs and animations stay as they are, at their own address; they get
``width``, ``height`` and ``loading`` too. An SVG is as large as its ``width`` and
``height`` say, or else its ``viewBox``; where it says nothing, nothing is invented, and
what an author writes into the ``img`` stands. Pictures elsewhere and ``img`` with a
``srcset`` of their own are left as they are.

A photograph is made with loss. Of a drawing in a PNG or lossless WebP the lightest file
is kept that looks like it: in its own colours, in 256, or with loss where that cannot
be seen (structural similarity of 0.98 on the whole and 0.45 in the worst eight pixels,
and no surface in another shade). Nothing is published for nothing: no width that is
nearly the original's, none that is heavier than a wider one or than the original. Where
each fallback would be heavier than the picture's own file, that is the fallback,
cleaned, however wide.

What a camera writes into a file (place, time, owner, device) is removed from every
JPEG, PNG and WebP that the site publishes, the originals included; a photograph that
the camera only marked as turned is really turned. The originals stay at their own
addresses, as other sites, feeds and an author's own links to the whole picture may name
them; they are published at most ``original_width`` wide, and a photograph in a PNG at
most ``fallback_width``, unless they are lighter as they are. The files in ``content``
are never changed.

Made pictures are kept in a cache by the content of their original: a second build
makes nothing anew. The first one decodes each picture once, on all cores, and says how
far it is (on a terminal), how much it made and where that lies. Each build removes from
the cache what no picture in ``PATH`` needs any more.

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
    Of WebP and JPEG, 1 to 100. A PNG or lossless WebP is a photograph too where it has
    more than a third of a byte for each value: one byte a pixel in colour.
``sizes = "(min-width: 42rem) 39rem, 92vw"``
    How wide a theme shows a picture, for the browser's choice.
``fallback_width = 1200``
    The widest picture for browsers without WebP.
``original_width = 2000``
    The widest picture at an original's own address, in pixels.
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
    The post's own picture, or None: ``html`` (the whole ``picture``, not lazy), ``url``
    (its address for other sites: a JPEG or PNG at most ``fallback_width`` wide; empty
    where there is none, as of an SVG), ``width`` and ``height`` of that file in pixels
    (0 where an SVG does not say), ``length`` in bytes, ``is_shrunk`` (the original
    itself is published smaller than it is), ``alt``. Pages too.
``picture_of("images/room.jpg", "Two empty armchairs.")``
    The same for any picture below ``PATH``; None where there is no such file, or where
    one that stays as it is is not published (``STATIC_PATHS``).

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
