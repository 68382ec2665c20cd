"""Series: parts in order, their neighbours, and pages for the series themselves.

A post (or a page) joins a series by its header::

    series: Ketamine, step by step
    series_index: 2                (optional: the author's number, from 1)
    series_title: How it feels     (optional: the part's short title)

A series needs nothing else. A file in ``content/series/`` gives it more::

    ---
    title: Ketamine, step by step  the name that posts write; required
    slug: ketamine                 its address; default: from the title
    lang: en                       files with one slug and several languages: one series
    summary: What to expect.
    image: images/steps.jpg
    image_alt: A flight of steps
    status: ongoing                or complete
    completed: 2026-05-01          optional, with complete
    parts: [what-it-is, a-visit]   slugs; they set the order
    planned: ["Aftercare: 2026-12-01", "Costs"]    a title, or “title: date”
    formerly: [Ketamine basics]    old names; posts that use them still belong
    next: sleep                    the slug of the series to read after this one
    ---
    The introduction, in Markdown.

**Order** comes from the file's ``parts``, else from ``series_index``, else from the
date; parts without a number follow those with one. A planned part whose title stands
in ``parts`` holds that place; the others fill the gaps between the authors' numbers
and then follow the last part, so that a part keeps its number when it appears.
Drafts and hidden posts hold no place and are never shown on a published page, though
``parts`` may list them; their own preview shows them, marked, where they would stand.
A withdrawn part keeps its
number, without a link and with its reason. Names that differ in case, spaces or a
full stop are one series.

**In templates**: ``article.series`` (and ``page.series``) is a *Place*, a read-only
dict whose keys are attributes too; it is missing where there is no series.

As with pelican-series:
``name, index`` (place among the published parts), ``all, all_previous, all_next``
(articles in the same language), ``previous, next`` (article or None), ``lang``.

More:
``part, of``           number shown to readers, and that of the last part that is out
                       or planned
``part_line``          “Part 2 of 5”, in the page's language
``slug, title, url``   the series; addresses here have no ``SITEURL/`` before them
``list_url, whole_url``   all series; the whole series on one page; "" where not written
``short_title``        this part's
``state``              published, draft, hidden or withdrawn
``contents``           every part as an *Entry*; ``earlier, window, later`` are the same
                       cut in three around this part (short series: all in ``window``)
``is_folded``          say whether ``earlier`` and ``later`` belong into ``details``
``earlier_line, later_line``   “Parts 1 to 12”, for those ``details``
``previous_part, next_part``   nearest Entry with a link, in either language, or None
``coming``             the planned Entry right after this part, or None
``is_last``            nothing follows, not even a planned part
``related``            the series to read next (a *Series*) or None
``rel``                records with ``rel, url, lang, title`` for ``<link>`` in the head
``is_part_of, position``   for JSON-LD, addresses absolute; print with ``|tojson``
``words``              the words below, in the page's language
``series``             the *Series*

*Entry*: ``number, title, short_title, url`` ("" where there is no link), ``state``
(published, planned, draft, hidden, withdrawn), ``is_current, lang, is_foreign`` (in
another language than the page: print ``lang`` and ``hreflang``), ``lang_mark``
(“ES” for such a part, else ""), ``date`` (of a planned part: the day or None),
``date_line`` (the date as the site writes it, or ""),
``mark`` (“planned”, “draft”, …; "" if published), ``mark_line`` (the same with the
date of a planned part), ``note`` (why it was withdrawn),
``article`` (or None), ``summary`` (HTML), ``minutes`` (of reading).

*Series*: ``name, title, slug, lang, url, save_as, whole_url, list_url, summary,
introduction`` (HTML), ``image, image_alt, status`` ("" if not said), ``status_line,
is_complete, parts`` (published articles in this language), ``contents`` (Entries),
``readable`` (whether each part has a page of its own, in order),
``planned, of, minutes, updated`` (a date), ``oldest_review`` (a date or None),
``updated_line`` (that a part came out, or was changed by its author since),
``review_line`` and ``count_line`` (parts that are out; of how many, where more are
planned) in words,
``is_reviewed`` (every part is), ``related, translations`` (the same series in other
languages), ``json_ld`` (CreativeWorkSeries with ``hasPart``), ``words``, ``kind``
(articles or pages).

Every template: ``all_series`` (list of Series, newest first; a site in several
languages finds each once, in its main language), ``article_series, page_series`` and
the older ``series`` (name to list), ``SERIES_LIST_URL`` ("" where not written) and
``SERIES_WORDS``; ``words_in("de")`` gives the words in a language: English, German,
Spanish and French are ours, and what another lacks is English that says so where HTML
is made of it (``plugins.words``). Pages that this plugin writes:

``series_page.html``   ``current_series``
``series_list.html``   ``all_series``
``series_whole.html``  ``current_series, whole``: ``whole.parts`` (``id, entry, html``;
                       headings begin at h3, ids are unique), ``whole.references_html``.
                       Not for search engines: each part has its own address.

Ready pieces for any theme, working with autoescape on or off::

    {% include "series/kicker.html" %}      Part 2 of 5 in …
    {% include "series/contents.html" %}    the parts
    {% include "series/pager.html" %}       previous and next part; what comes after
    {% include "series/neighbors.html" %}   older and newer article
    {% include "series/head.html" %}        rel=prev, rel=next (in the head)
    {% include "series/sheet.html" %}       a small sheet (in the head), if you like

Neighbours, as with pelican-neighbors, on every article (None where there is none):
``next_article`` (newer), ``prev_article`` (older), ``…_in_category``,
``…_in_subcategory0`` and so on. Pelican's own lists are never sorted anew.
``pelican.plugins.series`` and ``neighbors`` are found in ``PLUGINS``.

**Settings**, with their defaults::

    SERIES = {
        "path": "series",                     folder of the series files, below PATH
        "url": "series/{slug}/",              and "save_as"; empty: not written
        "lang_url": "series/{slug}-{lang}/",  and "lang_save_as": other languages
        "list_url": "series/",                and "list_save_as"
        "whole_url": "series/{slug}/all/",    and "whole_save_as"
        "whole_lang_url": "series/{slug}-{lang}/all/",   and "whole_lang_save_as"
        "fold_above": 8,                      more parts than this are folded
        "window": 2,                          parts shown on either side of the current
        "fold_limit": 100,                    parts listed in each fold
        "words_per_minute": 220,
        "neighbors": "date",                  or "site": in the order of the site's list
        "show_unpublished": False,            True: drafts and hidden posts are parts
        "words": {},                          {"part_of": "Chapter {part} of {of}"};
    }                                         {"fr": {…}} for one language; also
                                              "months", "weekdays", "date"

**Problems**: errors ``series-index-taken``, ``series-index-invalid``,
``series-name-invalid``, ``series-file-invalid``, ``series-address-taken``,
``series-part-unknown``, and ``series-setting`` for ``SERIES`` itself; warnings
``series-slug-taken``, ``series-index-gap``, ``series-index-against-date``,
``series-name-spelling``, ``series-name-near``, ``series-name-old``,
``series-of-one``, ``series-empty``, ``series-part-unlisted``,
``series-planned-published``, ``series-after-complete``, ``series-mixed``,
``series-link`` (a series file's ``{filename}`` or ``{static}`` that is not there);
notice ``series-planned-overdue``. Where ``FRONT_MATTER`` is not strict, a part 0 is
only warned of, and comes first.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
