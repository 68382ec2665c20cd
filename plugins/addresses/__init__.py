"""Addresses: links work wherever a site lies, and no published address vanishes.

Relative links
==============

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

Old addresses
=============

A post or page lists the addresses that it had, from the site's root, as they stood in a
browser::

    aliases:
      - /2020/03/sleep/
      - /sleep.html

``ADDRESSES["aliases"]`` does the same for what no post is: categories, tags, series and
feeds. The new address must be one of the site; it may end in a place of a page, such as
``/series/sleep/#part-2``.

Each old address then answers, on any host:

- A page lies there that leads on at once: with a refresh, a plain link, a canonical
  link to the new address, and ``noindex``. ``/old/`` and ``/old`` are the file
  ``old/index.html``, ``/old.html`` is that file, and for any other ending, such as
  ``/old.php``, it lies in a folder of that name, since servers send what it holds as a
  page.
- What is no page, such as a feed or a PDF, stands at the old address too, byte for
  byte: feed readers follow no page. The link to itself in the feed leads them on.
- Netlify, Cloudflare Pages and others answer with a redirect by the lines of the file
  ``_redirects``. Those of a file of that name that the site has of its own follow
  below ours.
- nginx answers with a redirect where it includes what ``invoke headers nginx`` prints,
  in ``server``, and Caddy where a site's block imports what ``invoke headers caddy``
  prints. Print it anew, and reload the server, when an address has changed.

An old address that leads to another old one leads where that one leads: nobody meets
two redirects. Addresses of drafts and of posts to come are kept for the day on which
these are published; a preview shows those of its drafts. Hidden and withdrawn posts
keep theirs. Lists, feeds and sitemaps name no old address.

What stands behind a “?” may be part of an old address, as name and value: ``/?p=12`` of
WordPress, ``/blog?format=rss`` of Squarespace. It is no part of a file's name, so that
no page can lie there: Netlify leads on by its lines of ``_redirects``, nginx and Caddy
by what ``invoke headers`` prints for them, and ``invoke serve`` as they do, in whatever
order the values come and whatever else is asked with them. Any other file server, a
store (S3), GitHub Pages and Cloudflare Pages know no such rule and send what lies at
the address without its question; ``invoke deploy`` says so.

List this plugin after ``series`` and ``feeds``: then all addresses are compared before
anything is written.

The record
==========

With ``record`` a file in ``PATH`` keeps every address that readers may have kept, with
what it comes from, sorted and without dates; commit it::

    {
     "addresses": {
      "/blog/sleep/": "content/posts/2026-03-14-sleep.md",
      "/feeds/all.atom.xml": "feed",
      "/tag/sleep/": "tag: sleep"
     },
     "forgotten": {
      "/blog/hope/": "The study that it was about has been retracted."
     }
    }

Pages, feeds and documents count, also those that are published as they are; pictures,
drafts, the theme's files, the pages of a list after its first, archives of feeds and
what servers read (``404.html``, ``robots.txt``) do not. The file itself is published
nowhere. A build only reads it. It ends where nothing would answer at an address any
more: a file was renamed or deleted, a post became a draft again, a title or slug
changed, a category, tag or series was renamed or has no posts left, a feed was switched
off. The problem says which of these it is, and what helps: an old address that leads on
(above), ``status: withdrawn``, or a reason.

``invoke check --fix addresses`` writes the file: on an existing site the first time,
and whenever there is something new. It takes nothing out. That does ``invoke forget
ADDRESS --because "…"``: from then on a page lies there that says why, until something
else does. Without these commands, write the file by hand as above.

A preview is held to the record too, but its drafts are not new to it; a site of an
earlier time (``--now``) is not. ``pelican`` alone counts what its earlier runs have
left in the output, too: set ``DELETE_OUTPUT_DIRECTORY``.

Settings
========

``ADDRESSES = {}`` with these keys:

``relative_links = False``
    Make the links inside pages relative.

``record = ""``
    The file in ``PATH`` that keeps the published addresses, such as
    ``"addresses.json"``. Empty: none is kept.

``aliases = {}``
    Old addresses and where they lead:
    ``{"/feed/": "/feeds/all.atom.xml", "/tag/old/": "/tag/new/"}``.

``redirect_code = "301"``
    What the lines of ``_redirects`` end with. Netlify shows the page that lies at an
    old address, which leads on as well; ``"301!"`` makes its servers answer with the
    redirect, and is for Netlify alone: Cloudflare leaves such lines out. ``""`` writes
    no file.

``words = {}``
    Words of the page at an old address, for all languages or one:
    ``{"fr": {"moved": "Cette page a déménagé", "moved_to": "Elle est ici :"}}``; and
    ``gone`` and ``gone_home`` for the page at a forgotten one.
    English, German and Spanish are there.

What themes get
===============

The page at an old address is the template ``redirect.html``, which a theme may replace.
It gets ``redirect``, with ``url`` (from the site's root, to be printed behind
``SITEURL``), ``canonical`` (whole), ``title`` and ``title_lang``, ``lang`` and
``words`` (``moved``, ``moved_to``). The page at a forgotten address is the template
``gone.html``: ``gone`` has ``because``, ``lang`` and ``words`` (``gone``,
``gone_home``). Ours have no style sheet and follow the scheme of the reader's system,
light or dark.

Problems
========

Wrong settings end the run with ``addresses-setting``.

``address-lost``
    A published address at which nothing would answer any more. Example: the post's
    ``slug`` is another than before.
``addresses-new`` (notice)
    Addresses that the record does not keep yet, with their number.
``addresses-unchecked`` (notice)
    The site is built for an earlier time, so nobody looked for lost addresses.
``addresses-unreadable``
    The record is no JSON, as after a merge, or holds something else.
``alias-format`` (warning)
    An old address that cannot be redirected; where ``FRONT_MATTER`` is strict, an
    error. A text without a slash is no address, but another name of a note.
``address-taken``
    An old address is that of a post, page, list, feed or file, or of another post's,
    be it in other letters: some disks do not tell capitals apart. Or the site's own
    ``_redirects`` has a line for it.
``alias-loop``
    An old address leads to itself, or in a circle.
``alias-target``
    ``ADDRESSES["aliases"]`` leads to an address where the site has nothing.
``redirects-many`` (warning)
    ``_redirects`` has more lines, or longer ones, than Cloudflare Pages reads.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
