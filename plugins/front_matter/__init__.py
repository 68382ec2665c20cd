"""What a post says of itself: a typed record, and every mistake in it with its line.

A header stands at the top of a post or page, as YAML between ``---`` lines or as
Pelican's ``Key: value``; both give the same record. This plugin reads it with a reader
of its own (the site's ``MARKDOWN`` settings and Pelican's own treatment of metadata
stay as they are), checks it, and decides by status and date what is published.

Settings
--------
``FRONT_MATTER = {"strict": False}``
    False: mistakes are warnings, and Pelican goes on as it would without the plugin.
    True: mistakes end the build; draft, skip and future posts appear nowhere.
``FRONT_MATTER = {"keys": []}``
    Further keys that this site's posts may use.
``FRONT_MATTER = {"required": ["title", "date", "summary", "category"]}``
    What a post must say. A page must say its title.
``FRONT_MATTER = {"folders": ["series", "references"]}``
    Folders in ``PATH`` that belong to other plugins: nothing in them is a stray file.
``FRONT_MATTER = {"withdrawn_notice": True}``
    Put the reason above the text of a withdrawn post; False where the theme does.
``BULLETIN_NOW = "2026-03-14T09:00:00-07:00"``
    What time it is for posts that come due; without it, the clock.
``BULLETIN_PREVIEW = False``
    True: drafts and future posts are built at the address they will have, in every
    list, and marked. Templates read it too: each page of a preview is ``noindex``.

What templates get
------------------
``article.front_matter`` and ``page.front_matter``, a record that is never changed:

======================  ============================================================
``title, summary``      plain text
``date, modified``      ``datetime`` with time zone, or None
``category``            text
``tags, authors``       tuples of text
``slug, lang, template, save_as, url, timezone, translation``  text, empty if not given
``status``              published, draft, hidden or withdrawn, as the author wrote it
``is_future``           the date has not come yet (seen in a preview only)
``mark``                "", "draft" or "scheduled": what a preview prints at the top
``noindex``             True for hidden, draft and future posts, and in a preview
``withdrawn_because``   text; ``article.status`` is ``hidden`` for a withdrawn post, so
                        that no list, series or feed holds it, and its page stays
``reviewed_by``         text, a name in ``PEOPLE``
``reviewed, review_due``  ``datetime.date`` or None
``is_review_due``       the day of ``review_due`` has come
``key_points``          tuple of text
``corrections``         tuple of records with ``date`` and ``text``, newest first
``image, image_alt``    path under ``PATH``, text
``aliases``             tuple of old addresses
``uid, series, series_index, series_title, cites_retracted, further_reading``
                        as written: their plugins read them from the article
======================  ============================================================

Problems
--------
(follow)
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
