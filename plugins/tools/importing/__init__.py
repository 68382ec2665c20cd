"""Moving a blog here: what an old site has becomes posts, pages and pictures.

What is read
    An export of WordPress or Squarespace (WXR), the folder of a saved site, one saved
    page, or one post as plain text. It is read twice: once to know what there is and
    where each item will lie, so that links among them hold, and once to bring it.
    Nothing of it is kept in memory but these facts. Nothing in it can read, run, fetch
    or write anything else.
    A saved page is a post, a page, a list or what only leads on by what it says itself:
    JSON-LD, Open Graph, microformats, the classes of its system. Its text is what the
    system marks as such, else what the page's outline leaves; all that stands around it
    is counted, and what stands there on this page alone is told. Links and pictures
    have their old addresses again, however they were rewritten when it was saved. A
    feed that was saved too tells which pages are posts, their dates and their ids.
    Of a plain text the first line is the title. By-line, date, tags and what was copied
    along (“Previous / Previous / a title”, buttons, the text a second time) are read
    and taken out. Headings are lines that stand apart, in title case or with marks of
    their own; a line that could be one is named with its number. Every other sign is
    shown as it was typed.

What becomes of it
    A post is ``posts/DATE-SLUG.md``, a page ``pages/SLUG.md``. A slug stays; one that
    is taken, reserved or no address gets another. What not everybody saw (drafts,
    private, behind a password) is a draft, and so is a post whose date nobody knows;
    the bin, menus and other kinds are left. Of several categories the first stays, the
    others become tags. A summary is the excerpt, else how the text begins. No e-mail
    address stands on a page.
    ``aliases`` are all old addresses, also those with a “?” (see ``addresses``), and
    ``uid`` is the id of the old feed, sign by sign (see ``feeds``). Squarespace's
    exports have none: ``--feed FILE`` takes them from the old feed, saved.
    For old feeds, lists of topics and documents the lines of ``ADDRESSES["aliases"]``
    are printed; a saved list whose topic nobody knows leads to the home page.
    Pictures that texts show are put into ``images/``, once each and by what they are,
    from ``--files FOLDER``, a saved site, or ``uploads`` beside an export. ``--fetch``
    asks the old site's own hosts for the others: no private address (unless
    ``CHECK["link_services"]`` has it), with the pauses of ``CHECK["link_pause"]``, up
    to the size of ``SANITIZER["megabytes"]``; what is there is not asked for again.
    References typed at the end of a post become citations; ``--no-cite`` leaves them.
    Series that titles tell of (“part 2 of 5”) are named, and written with ``--series``.

What is promised
    Each file is written whole, and never over one that somebody has edited: the digests
    of what was written stand in ``import-report.json``. A second time changes nothing;
    an import that was stopped is completed by the next. Nothing is written outside of
    the content folder. ``--dry-run`` writes nothing at all.

The report
    ``import-report.md`` and ``import-report.json``, beside the content folder: of each
    item what was brought, changed, left and why; what is missing, with its post; words,
    links, pictures and references in the source and in the new texts. The numbers of
    the source are those of a second reading, by other means than the first. Each word
    that is not the same is named, and the command ends with 1.
    ``import-comments.jsonl`` beside them keeps what readers wrote, one comment a line
    (``file``, ``author``, ``date``, ``was_shown``, ``text``). It is published nowhere,
    names people, and belongs in no public repository.

The proof
    ``invoke import --verify OLD`` asks the built site for what OLD knows: an export, a
    saved site, a feed (RSS, Atom, JSON Feed), a sitemap, or a list of addresses. It
    says of each old address whether it is answered, redirected or lost, and of each
    feed entry whether a subscriber would see it a second time; it ends with 1 if there
    is any. Addresses with a “?” are redirected by Netlify, nginx and Caddy, as the
    manual of ``addresses`` says; files alone cannot do that.
"""

from __future__ import annotations
