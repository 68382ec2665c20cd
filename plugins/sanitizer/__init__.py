"""What may reach a page: one allow-list over everything that was rendered.

An author pastes from anywhere and a guest writes a post. Whatever way it took (raw
HTML, Markdown, an attribute list, a link's address, another plugin), a text becomes
part of a page only if a browser makes nothing of it that could run, cover the page or
reach beyond the text.

The finished HTML is read as the HTML standard says (html5lib's tree), not as the source
looks; an element, attribute or address that is not on the list is an error at the
author's line, and nothing is written. Text, summary, title and names of every post and
page are judged as soon as they are rendered, those of a series' page as well, and again
when all plugins have had their say, in whatever order ``PLUGINS`` names them.
``post_checks`` tells most mistakes earlier and in more words; it is not needed.

Settings
========

``SANITIZER = {"html": "refuse"}``
    “refuse”: what is not allowed ends the build. “clean”: it is left out (by nh3), with
    a warning for each; a name of a category, tag or author is refused all the same.
``SANITIZER = {"allow_html": []}``
    Elements (``video``), or single attributes (``a.ping``), beside the list below.
    ``POST_CHECKS`` has the same key; each counts for both.
``SANITIZER = {"media_hosts": ["*"]}``
    The hosts from which a page may load pictures and other media: ``["cdn.example"]``,
    or none (``[]``) but the site itself.
``SANITIZER = {"page_ids": []}``
    Ids that the theme gives to every page, and no text may take.

``SANITIZER = {"page_classes": []}``
    Classes by which the theme places parts of its own over or beside others.
``SANITIZER = {"files": []}``
    Kinds of files (``.html``), or single names (``.htaccess``), that may be published
    beside those below, whatever is in them.
``SANITIZER = {"megabytes": 100}``
    The largest file that is published beside the pages, from 1.
``SANITIZER = {"page_ends": [".html", ".htm"]}``
    How the file of a page may end.

Files
=====

Pictures, sound, films, fonts, PDF, office documents, archives (ZIP, gzip), calendars,
data (CSV, JSON) and plain text; ``CNAME``, ``.nojekyll``, ``_headers``, ``_redirects``
and what lies in ``.well-known``, as ``EXTRA_PATH_METADATA`` places them. A file has to
be what its name says. What programs leave behind (``.DS_Store``, ``Thumbs.db``,
``.gitkeep``) is left out without a word. A drawing (SVG) holds shapes and words only:
no program, no link, nothing that is fetched. Everything else stays out: pages,
programs, settings of servers. The theme's own files are the theme's business.

The list
========

Elements and attributes of the manual of ``post_checks``, what docutils and ``images``
add to them, and the alignment of a table's columns. Addresses are relative or begin
with ``http:``, ``https:``, ``mailto:``, ``tel:`` or ``sms:``; what a page loads, with
the first two. Titles and names have words and their emphasis only.

No other problem's level switches this off. Where ``PROBLEM_LEVELS`` makes
``html-unsafe`` less than an error, texts are cleaned.

Problems
========

``html-unsafe``
    The finished text holds what may not be there. Example: ``<p onclick="…">``, a link
    whose address is ``&#106;avascript:…``, ``<!--> <script>``, one ``</div>`` too many.
``label-unsafe``
    A title, a name or another value of the header would leave the place where themes
    print it. It is never cleaned. Example: ``title: x" onmouseover="…"``.
``file-kind``
    A file is of no kind that may be published, or is not what its name says. Example:
    ``images/page.html``, ``shell.php``, ``.htaccess``, a drawing with ``<script>``.
``file-large``
    A file has more megabytes than the setting allows. Example: a film of 2 GB.
``address-kind``
    A page has an address that servers run, or that ends an attribute. Example:
    ``save_as: run/index.php``.

Settings: ``sanitizer-setting``, at ``pelicanconf.py``, ends the run at once. Example:
``SANITIZER = {"html": "wash"}``.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
