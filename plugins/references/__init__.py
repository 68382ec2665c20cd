r"""References: ``[@daly2019]`` in the text, a numbered block, links there and back.

How to cite
===========

``content/references/library.json`` is the library: CSL-JSON, one record per work,
with a key such as ``daly2019`` as its ``id``. ``invoke cite DOI`` adds records, also
from PubMed numbers and files of BibTeX, RIS, PubMed (``.nbib``) or CSL-JSON, whose
doubtful places it names; ``invoke cite --adopt POST`` turns a list typed by hand into
citations. In Markdown a post cites by pandoc's
notation::

    Relapses came later [@daly2019].
    Two trials agree [@daly2019, pp. 895-897; see also @davis2021].
    @daly2019 showed this.              becomes  Daly et al. [1] showed this.
    Daly and others [-@daly2019] ...    the number alone
    [@doi:10.1001/jamapsychiatry.2019.1189] and [@pmid:31166571] name library works
    @{key with odd characters}          braces around any key

BibTeX and biblatex files may say ``@string``, ``crossref`` and ``xdata``; their LaTeX
becomes text, and commands of their ``@preamble`` mean what it says. What is doubtful is
named with its line: an unknown command or macro, “et al.” in a name, persons joined
by “;”, an organisation without braces, a date that cannot be, a field never closed.

Code, links, e-mail addresses and attributes are never touched; ``[@key](address)``,
``[@key]: address`` and footnotes keep their Markdown meaning; ``\@word`` is text. A
bare ``@word`` cites only if it is a key.

Metadata of a post or page
==========================

``further_reading``
    Keys of works that are worth reading but are not cited; they stand apart, below
    the numbered block.
``cites_retracted``
    ``key: reason`` for each retracted work that is cited on purpose.

Settings
========

``REFERENCES = {}`` with these keys:

``append = True``
    Put the block at the end of the content. A theme that prints it says ``False``.
``style = "apa"``
    ``apa`` (APA 7), ``ama`` (AMA 11) or ``nlm`` (NLM, that is Vancouver).
``library = "references/library.json"``
    The library's file inside ``PATH``; sites without it cite nothing.
``checked = "references/checked.json"``
    What the last check of the library found, inside ``PATH``. Builds read it and never
    need the network; commit it.
``contact = ""``
    An e-mail address that somebody reads. The services that look works up ask for it
    and then answer faster; made-up addresses are not sent.
``services = {}``
    Other base addresses of these services: ``crossref``, ``doi``, ``europepmc``,
    ``ncbi``; for a mirror, a proxy or a test server. They may be on your own network;
    where a service leads elsewhere by redirects, that must be on the public internet.
``timeout = 10``
    Seconds for one whole answer, from the name of the service to the last byte. A
    passing fault is tried again three times. Waits are said before they begin; longer
    ones than 2 minutes, or than 10 for one service in one run, are not waited for.

An answer is taken only where it is strict JSON of 8 MB at most and about the work that
was asked for; nothing of it reaches the library or the terminal that nobody sees
(controls, escapes, marks of direction).
``check_max_age = 60``
    Days after which the last check of the library counts as old.
``evidence = True``
    Print what each study was (``custom.evidence``) as a quiet line.
``heading = "References"`` and ``further_heading = "Further reading"``
    The headings of the block; these two are said in the page's language, others as
    they are.
``words = {}``
    Other words: ``{"mark": "Source {number}: {work}"}``, or ``{"it": {…}}`` for one
    language. The names stand in ``plugins/words/en.py``: ``REFERENCES`` and ``DATES``.
    The block, the marks' labels and dates are in the page's language: English, German,
    Spanish and French are ours; what another lacks is English and says so, except in
    labels, which are attributes. What the library says, such as ``evidence``, is in
    the site's ``DEFAULT_LANG``, and on other pages it says so. A title whose record
    names a ``language`` other than the page's says that too; texts in two directions
    are laid out by their first letter. Citation styles stay as they are.
``heading_level = 2``
    Their level, 2 to 6.

What themes get
===============

Articles, pages, drafts, hidden ones and translations alike have:

``article.references``
    The block's records in the order of their numbers; false when there is nothing to
    print. Its own attributes: ``cited`` (the same records), ``further`` (records
    without a number), ``html`` (the whole block), ``appended`` (the content has it
    already), ``style``, ``heading``, ``further_heading``, ``words`` (in the page's
    language), ``foreign`` (attributes of what is in the library's).
``article.references_html``
    The whole block as HTML (``<section role="doc-bibliography">``), for themes that
    want it in one piece; empty without references.

``print_marks(article.content)``
    The content without what a mark keeps for the next build (``data-cite``): some sixty
    bytes of a page that readers need not load. Other themes print the content as it is.

A record has:

``number``
    1, 2, … in order of first mention; 0 for further reading.
``key``, ``id``
    The library's key; the entry's id in the page, ``SLUG-ref-KEY``.
``html``, ``text``
    The formatted reference, as HTML and as plain text, in the site's style;
    ``html_in("apa")`` in another. ``shown`` is the HTML with the title's language;
    ``is_mixed`` says that it may run another way than its page (``dir="auto"``).
``url``, ``doi``, ``pmid``, ``pubmed_url``
    The work's own address: the DOI link, else PubMed, else its URL; else empty.
``title``, ``authors``, ``year``, ``container``, ``type``
    For a theme's own print: ``authors`` is a list of names as text.
``backlinks``
    One per mark: ``href`` (``#SLUG-cite-KEY-1``), ``letter`` (``a``, ``b`` … ``z``,
    ``aa`` …; empty when there is one only) and ``label`` (“b: back to mention 2 of
    reference 1”: it begins with what is seen).
``evidence``
    What the study was, one sentence, or empty.
``state`` and ``notice``
    What the last check knew. ``state`` is ``unknown``, ``no-notice`` (none is known,
    which is not the same as clean), ``updated``, ``corrected``, ``concern`` or
    ``retracted``. ``notice`` is None or has ``kind``, ``label`` (“Retracted”, “Partly
    retracted”, “Expression of concern”, “Corrected”, “Not checked” …), ``date``,
    ``url`` (of the notice), ``reason`` (of ``cites_retracted``) and ``text`` (“on 10
    August 2024.”). The block prints them, so they stand on pages and in feeds alike.
``json_ld``
    The work as a ``ScholarlyArticle`` (or its kind) for a page's JSON-LD.
``record``
    The library's record itself.

The mark in the text is ``<span class="citation">[<a role="doc-biblioref" …>1</a>]
</span>``. Neighbouring marks collapse: ``[1–3, 5]``. Marks are absent in summaries.

The template ``references/block.html`` prints ``references_html``; a theme may have
its own. The Jinja global ``merge_references(articles)`` gives what a page with several
articles on it needs: ``contents`` (each article's content with the numbers of the
merged list), ``references`` (as ``article.references``; ``html`` is the merged block).
Without it the articles can stand on one page as they are, for every id begins with
the article's slug.

``references_checked`` in every template
    Where the whole library stands: ``text`` (one or two sentences, also before the
    first check; ``text_in("de")`` in a language), ``date`` (None until every work has
    been asked for), ``works``, ``checked`` and ``states`` (state to number). For a page
    about the blog's sources.

Checking the library
====================

``invoke check --online --only references`` holds every work against what its publisher
deposited at Crossref (other agencies by content negotiation; PubMed, or a search, for
works without a DOI) and writes ``checked.json``: what was compared, when, what differs,
which notices there are. It may be stopped at any time and goes on where it was.
With ``--commit`` git keeps that file, and nothing else, if it has changed.
Compared are authors (a list cut by “…” or “et al.” by its named ends), year (print and
online both count), title, journal, volume, issue, pages or article number. Ways of
writing are no differences; what one side does not say is none either. Names, titles
and journals are compared in any script, those in two scripts are not: that is said
(“the authors were not compared”), and so is a publisher's date that is none (“0”).

One work that a service gives no answer for hides no other: it alone is named. Where
nobody can be asked for notices, as for a DOI with a comma, a work's state is
``unknown``, and ``checked.json`` says ``why``; a notice that was known stays.

What an editor has read elsewhere stands in a record as ``"custom": {"updates":
[{"type": "correction", "date": "2021-02-10", "DOI": "10.…"}]}`` and is shown like what
a check finds.

A publisher's record can be wrong. ``"custom": {"confirmed": {"volume": "seen in the
PDF"}}`` in a record of the library settles a field by its CSL name.

``--fix reference-volume`` (several by commas, or ``all``) writes the publisher's value
into the library, and prints it first. ``--format json`` and ``github`` are for
programs. The exit code is 0 when nothing is wrong, 1 with errors or warnings, 75 when a
service did not answer and the command should run again, 130 when it was stopped.

Problems
========

``citation-unknown`` (error), ``citation-nearly`` (warning: a bare ``@word`` that is
nearly a key), ``citation-malformed`` (error), ``further-reading-unknown`` (error),
``references-plain`` (warning: a post's list is typed by hand), ``library-missing``
(error: a post cites, and there is no library), ``library-json``, ``library-record``,
``library-control`` (a character that no page may hold), ``library-duplicate``,
``library-doi-duplicate`` (errors), ``library-field``,
``library-type`` and ``library-date`` (warnings). Wrong settings end the run with
``references-setting``.

``invoke cite --adopt`` says ``typed-entry`` (words of a list that are no entry, or an
entry that is more than one work), ``typed-mark`` (a number that cannot be turned into
a citation) and ``typed-count`` (what was read and what would be written do not come
out even); with any of them nothing is written.

Problems of the last check
==========================

In posts and pages, said by every build:

``citation-retracted`` (error)
    A retracted, partly retracted, removed or withdrawn work is cited without a reason.
    Example: “jerome2020 was retracted on 10 August 2024.”
``citation-concern`` (warning)
    A work under an expression of concern is cited, and ``cites_retracted`` is silent.
``cites-retracted`` (warning)
    A reason for a work that the page does not cite, or a key without a reason.
``references-checked-file`` (error)
    ``checked.json`` cannot be read, as with half a merge in it.

On the line in the library, where it differs from the publisher's record:

``reference-author`` (warning)
    A name, an initial, the order, one too few or too many. Example: “the list has 7
    authors, the publisher’s 8: Finan, Patrick H. is missing”.
``reference-year``, ``reference-volume``, ``reference-issue``, ``reference-pages``
    (warnings)
    Example: “davis2021: volume 77, the publisher says 78.”
``reference-year-online`` (notice)
    The year of the first appearance online beside the volume of a later one.
``reference-date`` (notice)
    The year is right; no date of the publisher has that month or day.
``reference-title``, ``reference-journal`` (warnings)
    Example: “title “… over 26 weeks”, the publisher says “… over 24 weeks””.
``reference-title-short``, ``reference-title-long`` (notices)
    One of the two titles goes on where the other stops.
``reference-doi`` (error)
    The DOI does not exist, or is that of another work.
``reference-doi-missing`` (notice)
    The work has no DOI in the library, and a search finds one.

What happened to a work since it was published:

``reference-retracted``, ``reference-concern`` (errors)
    As above, said by ``invoke check`` for the library; a notice where every post that
    cites the work says why.
``reference-corrected``, ``reference-new-version`` (notices)
    A correction, corrigendum, erratum, addendum or clarification; a newer version.
``reference-is-notice`` (warning)
    The record is that of the notice. Example: “this is a notice (retraction) of 10.…”.
``reference-preprint-published`` (notice)
    A preprint has appeared in a journal.
``reference-unknown``, ``references-unanswered`` (notices)
    Nobody keeps a record of such a work, or nobody could be asked whether it was
    retracted or corrected; or a service did not answer.

How old the check of the library is, said by ``invoke check`` alone, for no build can
mend it:

``references-never-checked``, ``references-unchecked``, ``references-check-old``
    (notices)
    The library, or a new work in it, was never held against the publishers' records;
    or that is more than ``check_max_age`` days ago.

How the library is used, said by ``invoke check``:

``reference-uncited``, ``references-cited-once`` (notices)
    Works that no post cites, and works that one post only cites.
``reference-number`` (notice)
    A typed “[7]” that has no entry in the list of references.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
