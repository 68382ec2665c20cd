"""What a post says of itself: a typed record, and every mistake in it with its line.

A header stands at the top of a post or page, as YAML between ``---`` lines or as
Pelican's ``Key: value``; both give the same record. This plugin reads it with a reader
of its own (the site's ``MARKDOWN`` settings and Pelican's own treatment of metadata
stay as they are), checks it, and decides by status and date what is published.

Settings
--------
``FRONT_MATTER = {"strict": False}``
    False: mistakes are warnings, and Pelican goes on as it would without the plugin.
    True: mistakes end the build before anything is written (under plain ``pelican``
    with ``DELETE_OUTPUT_DIRECTORY`` the old output is gone by then; ``invoke build``
    protects it). Draft, skip and future posts appear nowhere. The readers for
    reStructuredText and HTML are off unless ``READERS`` names them, and file insertion
    and raw text are off in any case.
``FRONT_MATTER = {"keys": []}``
    Further keys that this site's posts may use. A site that is not strict is told of
    others only where a word was meant that the post lacks, or where another program's
    key (Jekyll's ``permalink``, Hugo's ``draft``) did what nothing does here; never of
    keys that its templates read. What many files have in common is told once.
``FRONT_MATTER = {"required": ["title", "date", "summary", "category"]}``
    What a post must say, unless Pelican's defaults say it. Where the site is not strict
    the default is what Pelican cannot do without, title and date: it makes summaries.
``FRONT_MATTER = {"page_required": ["title"]}``
    What a page must say.
``FRONT_MATTER = {"summary_length": [50, 300]}``
    The fewest and the most characters of a summary. Where the site is not strict, any
    length will do unless this is set.
``FRONT_MATTER = {"folders": ["series", "references"]}``
    Folders in ``PATH`` that belong to other plugins: nothing in them is a stray file.
``FRONT_MATTER = {"withdrawn_notice": True}``
    Put the reason above the text of a withdrawn post; False where the theme does.
``PEOPLE = {}``, ``TIMEZONE = "UTC"``
    The people that ``reviewed_by`` may name; the zone of dates that name none.
``BULLETIN_NOW = "2026-03-14T09:00:00-07:00"``
    What time it is now, for posts that come due; without it, the clock.
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
``aliases``             tuple of old addresses; ``addresses`` lets them lead on
``uid, series, series_index, series_title, cites_retracted, further_reading``
                        as written: their plugins read them from the article
======================  ============================================================

Problems
--------
A problem is an error unless its line says otherwise; where the site is not strict,
errors are warnings. ``PROBLEM_LEVELS = {"summary-length": "notice"}`` gives a name
another level, or ``"off"``. What a draft still lacks is a notice.

The file:

``file-empty``
    There is nothing in it. Example: a file of 0 bytes.
``file-encoding``
    It is not UTF-8, or holds characters that were damaged on the way. Example: ``é``
    saved by an old editor in Windows-1252; ``â€™`` where ``’`` was meant.
``file-control``
    It holds an invisible character that breaks feeds or hides text, as itself or as an
    escape in YAML or HTML, or in its name. Example: NUL, ``&#x202e;``.
``file-unreadable``
    It cannot be opened, is no file, or has more than 16 MB. Example: a link that leads
    nowhere, a pipe.
``file-twin``
    Another name differs from it in capitals or in the way accents are written alone.
    Example: ``images/Room.png`` beside ``images/room.png``.
``file-outside``
    It is a link to something outside of the content folder, or a folder that is a link
    in a circle; such files are not opened. Example: ``posts/x.md -> /etc/passwd``.
``file-name``
    Its name holds a date that is none. Example: ``2026-13-45-sleep.md``.
``file-extension``
    It lies among the posts, but no reader of the site reads it. Example:
    ``posts/sleep.txt``, ``posts/sleep.MD``, ``posts/sleep.markdown2``.
``file-misplaced``
    It is Markdown outside of the folders of posts and pages, or a post among the pages.
    Example: ``post/x.md``; a page with a ``category``.
``text-unreadable``
    Markdown cannot read it, or not within seconds. Example: a list inside a list, two
    hundred times; a thousand brackets that are never closed; more than a million
    characters.
``fence-unreadable``
    Markdown, or what colours code, stumbles over what stands behind a fence. Example:
    three backticks and ``{.python linenostart=x}``.
``rst-unreadable``
    docutils cannot read a reStructuredText post, or it uses file insertion or raw text,
    which are off. Example: ``.. include:: ../.env``.
``folder-hidden``
    A notice: a folder begins with a dot, so no file in it is published, though
    ``STATIC_PATHS`` holds it. ``.well-known`` is, and so are files that
    ``EXTRA_PATH_METADATA`` places; of ``.git`` and other folders of programs nothing is
    said. Example: ``images/.old/``.
``file-stray``
    It is published nowhere: no post links it, and no command reads it as it does the
    lists of addresses and of words. Example: ``posts/photo.jpg``.

The header:

``header-missing``
    There is none, or its first line is not quite right. Example: a file that begins
    with ``----``, or at once with the text; or one whose first ``---`` was deleted, so
    that the notes behind its values are read as values.
``header-late``
    Empty lines stand above it. Example: ``title`` on line 2 below an empty line.
``header-unclosed``
    It begins with ``---`` and no second ``---`` follows. Example: ``---``, three keys,
    then the text.
``header-yaml``
    It is between ``---`` lines, but a part of it cannot be read. Example:
    ``title: Ketamine: what we know``, which needs quotation marks. The other keys are
    judged all the same, and so is the text where it is known whose it is.
``header-line``
    A line was meant as a key and is none. Example: ``Title : Sleep``.
``header-split``
    A key stands below the end of the header, or a second header does. Example: an empty
    line above ``Date:``.

The keys:

``key-missing``
    A required key is not there. Example: no ``date``.
``key-empty``
    A key has no value; a warning where the key is not required. Example: ``title:``.
``key-unknown``
    No post can use it. Example: ``stauts: draft``, ``draft: true``, ``layout: post``.
``key-duplicate``
    It stands there twice. Example: two lines ``date: …``.

The values:

``value-shape``
    A list where one value is due, or the other way round; an item whose hyphen has no
    space behind it. Example: ``category: [Sleep, Mood]``, ``translation: maybe``,
    ``-Sleep`` below ``tags:``.
``value-html``
    HTML or an entity in a value that is printed as plain text. Example:
    ``title: Sleep <em>well</em>``, ``title: Sleep &amp; mood``.
``value-quotes``
    Curly quotation marks round the whole value. Example: ``title: “Sleep”``.
``title-markdown``
    A warning: Markdown in a title is printed as it is. Example: ``title: **Sleep**``.
``summary-length``
    It has fewer than 50 or more than 300 characters (``summary_length``). Example:
    ``summary: About sleep.``
``number-due``
    Something else where a number is due. Example: ``series_index: two``, where the
    series plugin, which says so itself, is not at work.
``series-missing``
    ``series_index`` or ``series_title`` without ``series``. Example:
    ``series_index: 2`` alone.
``date-format``
    Not ISO. Example: ``date: 14 March 2026`` for ``2026-03-14``. Where the site is not
    strict, ``date`` and ``modified`` may be whatever Pelican reads as it is meant.
``date-ambiguous``
    It can be read in two ways. Example: ``date: 03/04/2024``.
``date-impossible``
    No calendar or clock has it. Example: ``date: 2024-13-45``, ``2026-03-14 25:00``,
    ``Monday, 14 March 2026``, which was a Saturday.
``date-year``
    It is before 1970 or after 2100. Example: ``date: 0206-03-14``.
``date-timezone``
    It ends in something that is no difference from UTC. Example: ``09:00 PST``.
``date-order``
    ``modified`` is before ``date``. Example: ``date: 2026-03-14`` and
    ``modified: 2025-03-14``.
``timezone-unknown``
    No time zone has that name. Example: ``timezone: America/Portland``.
``lang-unknown``
    It is no code of a language. Example: ``lang: english`` for ``en``.
``status-unknown``
    It is none of published, draft, hidden, withdrawn, skip. Example: ``status:
    pubished``.
``template-missing``
    The theme has no such template. Example: ``template: artikle``.
``withdrawn-reason``
    ``status: withdrawn`` and ``withdrawn_because`` belong together; one is missing.
    Example: ``status: withdrawn`` alone.
``review-incomplete``
    ``reviewed_by`` and ``reviewed`` belong together; one is missing. Example:
    ``reviewed: 2026-03-14`` alone.
``review-future``
    The day of the review is still to come. Example: ``reviewed: 2062-03-14``.
``review-order``
    ``review_due`` is not after ``reviewed``. Example: both are ``2026-03-14``.
``review-due``
    A notice: the day of ``review_due`` has come. Example: ``review_due: 2026-01-01``
    in March 2026.
``reviewer-unknown``
    ``reviewed_by`` is not in ``PEOPLE``; a warning while ``PEOPLE`` is empty.
    Example: ``reviewed_by: Dr Wyrd`` where ``PEOPLE`` has “Dr Wird”.
``picture-missing``
    There is no such file, or an ``image_alt`` without ``image``. Example:
    ``image: images/slep.jpg``.
``picture-alt``
    ``image`` without ``image_alt``. Example: ``image: images/sleep.jpg`` alone.
``correction-format``
    A correction does not begin with a day, or with one to come. Example:
    ``- We corrected the dose`` for ``- 2026-03-14: We corrected the dose``.
``alias-format``
    An old address from which the plugin ``addresses`` cannot lead on. Example:
    ``aliases: [old page]``.
``post-scheduled``
    A notice: the post's date is to come, so it is not published yet. Example:
    ``date: 2099-01-01``.

Addresses and names:

``slug-unsafe``
    It cannot be an address. Example: ``slug: my post``, ``slug: ../x``,
    ``slug: sleep.html``.
``slug-case``
    A warning: it has capital letters. Example: ``slug: My-Post``.
``slug-long``
    It has more than 200 characters. Example: a whole paragraph as ``slug``.
``slug-reserved``
    The site needs it for itself, or a computer for a device. Example:
    ``slug: archives``, ``slug: con``.
``title-slug``
    The title gives no address. Example: ``title: ???`` without a slug.
``title-long``
    The title gives an address of more than 200 characters. Example: a whole paragraph
    as ``title``.
``address-outside``
    ``save_as`` or ``url`` leaves the site, or cannot be one. Example:
    ``save_as: ../x.html``, ``url: https://example.com/``.
``address-pair``
    ``save_as`` and ``url`` do not lead to the same place, or one is missing. Example:
    ``save_as: x/index.html`` with ``url: y/``. A hidden ``404.html`` needs no ``url``.
``address-taken``
    Two files, or a file and a page of the site, want one address; capital letters do
    not tell addresses apart. Example: two posts with ``slug: sleep``.
``name-slug``
    A tag, category or author gives no address, or one of more than 200 characters.
    Example: ``tags: [???]``.
``name-address``
    Two tags, categories or authors have one address, so that one of them is lost.
    Example: ``tags: C++, C#``; ``HIV+`` beside ``HIV``.
``name-spelling``
    It differs from another only in capitals, accents or spaces. The rarer spelling is
    named; of two that are as frequent, that of the later post. Example:
    ``tags: [sleep apnea]`` beside ``tags: [Sleep Apnea]``.

Settings: ``front-matter-setting``, at ``pelicanconf.py``, ends the run at once.
Example: ``FRONT_MATTER = {"strikt": True}``.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
