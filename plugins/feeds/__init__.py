"""Feeds: every post once, complete and for ever, as RSS 2.0, Atom 1.0 and JSON Feed.

What it does
============

Pelican's own feeds are replaced by feeds that carry the whole post, every author,
absolute addresses and ids that do not change. All formats are made from one record.
A site that switches from Pelican's Atom feeds keeps its addresses and its ids, so
that no reader shows a post twice.

Metadata of a post
==================

``uid``
    The post's id in every feed; ``invoke new`` writes one, and ``invoke publish`` where
    there is none. It must never change.
    An address (``tag:…``, ``urn:uuid:…``, ``https://…``) is the id as it stands, a bare
    UUID becomes ``urn:uuid:…``, any other text a UUID made from that text. ``guid:…``
    is for a post that came from another program: what follows is its id in RSS and JSON
    Feed as it stands, and is read as above for Atom, whose ids are addresses. Without
    ``uid`` the id is Pelican's (``tag:HOST,DATE:/PATH``), which changes with date and
    address; ``invoke check --fix feed-uid`` stores the id of today in the post.
``image``, ``image_alt``
    The post's picture: enclosure, ``media:thumbnail`` and JSON ``image``. A path in
    ``images/`` below ``PATH``, or in ``PATH`` itself, or a full address. Where
    ``images`` publishes it smaller than it is, feeds name the file for other sites.
``date``, ``modified``
    Published and updated. Nothing else sets a date; nothing is ever “now”.

Settings of Pelican that are taken over
=======================================

``FEED_ATOM``, ``FEED_RSS``, ``FEED_ALL_ATOM``, ``FEED_ALL_RSS``,
``CATEGORY_FEED_ATOM``, ``CATEGORY_FEED_RSS``, ``TAG_FEED_ATOM``, ``TAG_FEED_RSS``,
``AUTHOR_FEED_ATOM``, ``AUTHOR_FEED_RSS``, ``TRANSLATION_FEED_ATOM`` and
``TRANSLATION_FEED_RSS``, each with its ``…_URL``, keep their meaning. While Pelican
runs they are empty in ``settings`` (so that Pelican itself writes no feed) and as the
site wrote them in every template's context (so that themes print their links).
``settings["FEEDS_TAKEN_OVER"]`` holds them for other plugins.

``FEED_DOMAIN``, ``FEED_MAX_ITEMS``, ``RSS_FEED_SUMMARY_ONLY`` and ``FEED_APPEND_REF``
are read, never changed, and mean what Pelican says. ``FEED_MAX_ITEMS`` is the limit of
a feed; older posts are in its archives. Feeds of categories, tags and authors hold the
ten newest posts and have no archives, which the site's own feeds have: on a site with
many topics they would be most of what is written. Two settings below change that.

Settings of this plugin
=======================

``FEEDS = {}`` with these keys; a value of ``None`` or ``""`` switches a thing off:

``all_json = "feeds/all.json"``
    The site's JSON Feed, the third beside ``FEED_ALL_ATOM`` and ``FEED_ALL_RSS``.
``series_atom = "feeds/series/{slug}.atom.xml"``, ``series_rss = "…/{slug}.rss.xml"``
    The feeds of each series.
``series_json``, ``category_json``, ``tag_json``, ``author_json`` (with ``{slug}``) and
``language_json`` (with ``{lang}``)
    JSON Feeds of the other kinds; none by default.
``page = "feeds/"``
    The page that lists all feeds for people; the template is ``feeds.html``.
``opml = "feeds/all.opml"``
    All feeds as one file that feed readers import.
``stylesheet = "feeds/feed.css"``
    Where the style sheet for a feed opened in a browser is written. The address of
    another sheet (``https://…`` or ``/…``) is named in the feeds and not written.
    See “Opened in a browser” below.
``archives = True``
    RFC 5005: posts beyond ``FEED_MAX_ITEMS`` stand in ``all.archive-1.atom.xml`` (the
    oldest), ``-2`` and so on. A full archive does not change when a post is added.
``archive_formats = ["atom", "rss", "json"]``
    The formats that have archives. Without ``rss`` an RSS feed names the archives of
    the Atom feed beside it, which hold the same posts with the same ids (RFC 5005 asks
    for no format). Without ``json`` a JSON Feed ends with its newest posts.
``topic_items = 10``, ``topic_archives = False``
    How many posts a feed of a category, tag or author holds at most (0: as many as
    ``FEED_MAX_ITEMS`` says), and whether it has archives too.
``hub = ""``
    The address of a WebSub hub.
``copyright = ""``
    The rights notice of every feed.
``logo = ""``, ``icon = ""``
    A picture of the site, a small one: paths in the output, or full addresses.
``words = {}``
    The words in titles: ``posts``, ``series``, ``category``, ``tag``, ``author``,
    ``language`` (as in “Site – Series: Sleep”); in headings: ``site`` and
    ``series_many``, ``category_many``, ``tag_many``, ``author_many``,
    ``language_many``; in entries: ``part`` (“Part {part} of {of} in {series}”),
    ``part_alone`` and ``read`` (“Read this post on {site}”); in a feed that a browser
    opens: ``notice``, ``notice_page`` (with ``{page}``) and ``notice_archive``.

What themes get
===============

In the head of every page, for autodiscovery, this page's own feeds first::

    {% include "feeds/links.html" %}

or by hand, with a title of its own for each::

    {% for feed in feeds_here() %}
    <link rel="alternate" type="{{ feed.type }}" title="{{ feed.title }}"
          href="{{ feed.url }}">
    {% endfor %}

``feeds_here()`` looks at the page's ``article``, ``category``, ``tag``, ``author`` and
``series``; ``feeds_here(series="Sleep")`` (also ``category=``, ``tag=``, ``author=``,
``language=``: a name, a slug or the object) names the subject instead and gives its
feeds first. ``feeds_of(series="Sleep")`` gives that subject's feeds alone.

``site_feeds``
    The groups of the ``/feeds/`` page. A group has ``kind`` (``site``, ``series``,
    ``category``, ``tag``, ``author``, ``language``), ``heading`` and ``subjects``; a
    subject has ``name``, ``url`` (its page, or empty), ``count`` (posts) and ``feeds``.
``words_in("de")``
    The words for readers in a language, those of this page among them; see
    ``plugins.words``.
``feeds_opml``, ``feeds_page``
    The absolute address of the OPML file and of the page; empty where switched off.

A feed here has ``title`` (unique on the site), ``type`` (its media type), ``format``
(``Atom``, ``RSS``, ``JSON Feed``), ``url`` (absolute), ``path`` (in the output),
``kind`` and ``name``.

Templates, each of which a theme may have its own of: ``feeds.html`` (extends
``base.html``, gets ``site_feeds``), ``feeds/links.html``, ``feeds/sheet.css`` and
``feeds/tokens.css`` (see below), and ``feeds/entry.html``: a
post as it stands in a feed. That one gets ``article``, ``content``, ``series_line``
(text, or empty), ``references`` (HTML, empty where the content has the block already),
``link``, ``words`` and ``lang``, and prints also ``key_points``,
``corrections`` (with ``date`` and ``text``), ``article.evidence_html`` and
``article.crisis_html`` where a plugin gives them. What it prints is cleaned: scripts,
styles, forms and event handlers go out, a frame becomes a link, every address becomes
absolute.

Opened in a browser
===================

Who clicks on an Atom or RSS feed sees what it is and what to do with its address, then
titles, days in words and summaries; an archive names the feed that a reader wants. The
words are those of the feed's language, where there are any. JSON Feeds stay as they
are. Servers must send ``text/xml`` or ``application/xml``, as nginx and Caddy do for
``.xml``: what says ``application/atom+xml`` is shown as source or saved.

The sheet is a template, ``feeds/sheet.css``. A theme's ``feeds/tokens.css``, if there
is one, comes first in it and gives colours and type (``--paper``, ``--raised``,
``--ink``, ``--ink-soft``, ``--line``, ``--gold``, ``--link``, ``--visited``,
``--serif``, ``--sans``); ``{{ theme_file("css/tokens.css") }}`` in it is a static file
of the theme. Without it feeds are black on white, and white on black at night.

Each entry has one element for browsers alone::

    <dcterms:available>
      <a xmlns="http://www.w3.org/1999/xhtml" href="…">23 November 2026</a>
    </dcterms:available>

Style sheets can neither write a date nor make a link; browsers follow a link of HTML
wherever it stands. ``id``, ``updated``, content and summary are what they were, and no
reader shows a post anew. It is 170 bytes an entry, 16 in a packed feed; where
``stylesheet`` is switched off, it is left out.

Tried and not taken: an element or attribute of a namespace of our own, and a link of
HTML in the entry itself (the W3C's validator warns of all three, and takes anything in
``dcterms:available``, “the date that the resource became available”); the title as a
link (``type="xhtml"``), the summary or the content as XHTML (readers would show other
texts than before); the raw date cut off after its day (no words); XSLT (browsers have
given it up, and warn).

What is promised, and the test that holds it
============================================

Tests are in ``tests/plugins/feeds``; ``test_`` is left out here: ``core: x`` means
``test_x`` in ``test_core.py``.

=============================  =======================================================
RSS, Atom, JSON Feed alike     adapter: all_formats_say_the_same
valid (W3C's rules)            adapter: every_feed_keeps_the_rules_of_the_validator
full text and summary          adapter: content_is_whole_clean_and_absolute
absolute: #, srcset, poster    cleaner: a_case_is_cleaned_as_it_says
id stays when the URL changes  uid: old_posts_keep_their_ids_when_the_site_moves
id stays when the title does   readers: a_reader_holds_every_post_exactly_once
stock Pelican's ids are kept   switch: no_reader_shows_a_post_twice_after_the_switch
self link, own id, own title   adapter: each_feed_has_an_id_and_a_title_of_its_own
hub (WebSub), rights, logo     settings: hub_rights_and_logo_are_in_every_format
category, tag, author feeds    switch: ids_and_addresses_are_those_of_stock_pelican
language feeds, xml:lang       plan: each_language_has_its_feed
series feeds                   plan: a_series_has_feeds_of_its_own
archives (RFC 5005)            archives: a_thousand_posts_fill_feed_and_archives
styled by CSS, no XSLT         sheet: a_feed_in_a_browser_is_readable
for browsers alone             sheet: subscribers_see_nothing_of_what_browsers_show
autodiscovery, own feed first  themes: every_page_names_its_own_feeds_first
enclosure, media:thumbnail     posts: a_posts_picture_is_enclosure_and_thumbnail
updated is not published       adapter: dates_are_the_authors
deterministic                  adapter: two_builds_give_the_same_bytes
unchanged files, 304           caching: a_rebuild_without_a_change_is_answered_304
drafts and hidden left out     plan: a_withdrawn_or_unpublished_post_is_in_no_feed
future posts left out          plan: a_post_of_the_future_is_in_no_feed
withdrawn posts left out       plan: a_withdrawn_post_leaves_the_feeds
all authors and categories     adapter: all_authors_and_categories_appear
OPML of all feeds              themes: opml_holds_every_subject_once
limit by FEED_MAX_ITEMS        core: feed_and_archives_hold_every_entry
=============================  =======================================================

Left out on purpose: tombstones (no reader honours them) and podcasts.

Signals
=======

``feed_generated`` is sent with the template context and ``feed=``, before a feed is
written; a listener may return another feed record, which is then written instead.
``feed_written`` is sent with the file's path, ``context=`` and ``feed=``; also for a
file that did not change and so was not touched. ``feed`` is a ``core.Feed``; its
``feed`` and ``items`` are what listeners of Pelican's own feeds read. Archives are sent
as well.

Problems
========

``feed-id-taken`` (error)
    Two posts have one id, so that readers would show only one of them.
``feed-address-taken`` (error)
    Two feeds, or a feed and a page, want to be one file. Both are named.
``feed-character`` (warning)
    A post has a character that XML forbids. The feeds leave it out.
``feed-uid`` (warning)
    A published post has no ``uid``; ``invoke check --fix feed-uid`` writes it, a build
    never edits a post, and says it once for all of them. Where ``FRONT_MATTER`` is not
    strict, only ``invoke check`` says it, as a notice.
``feeds-setting``
    A key or value of ``FEEDS`` that cannot be used; the run ends before it starts.
"""

from __future__ import annotations


def register() -> None:
    """Connect the plugin to Pelican, which is loaded only now."""
    from .adapter import connect  # noqa: PLC0415  # tools use the pure rooms without it

    connect()
