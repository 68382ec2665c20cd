"""Reading: what a page tells its reader beside the text, and callouts in Markdown.

How to write a callout
======================

::

    !!! warning "Do not drive"
        Not until the day after the treatment.

    !!! urgent "Call 988 or 911"
        If you think about ending your life.

``warning`` and ``urgent`` become cards that are announced by a word and not by colour
alone: a hidden “Important:” or “Urgent:” stands before the title. Any other name
(``!!! note``) is a quiet card. A callout without a title has the one that Markdown
gives it, its name, unless ``callout_titles`` has another.

``> [!NOTE]``, as GitHub and Obsidian write it, is one too: ``WARNING``, ``CAUTION`` and
``IMPORTANT`` become the card of ``warning``, all others quiet ones.

What else is rendered as its author meant
=========================================

``~~struck out~~``; ``- [ ]`` and ``- [x]`` as ☐ and ☑; a backslash at the end of a line
as a line break; Markdown between ``<details>``, ``<div>``, ``<section>`` … and their
closing tags where each stands alone on its line and an empty line follows the first
(HTML that is set in stays HTML); lists that are set in by two or three spaces, as
CommonMark reads them, and code between fences inside of lists, quotations and callouts.
Lists of four spaces stay as they are. A numbered list begins with the number that it is
given: “3.” below a block of code, “1986. A great year.”

Braces are attributes only where they hold nothing else (``{#harms}``, ``{.wide}``,
``{lang=de}``, ``{: hidden }``): in “5 {mg}” and “{1, 2}” they are words.

Every table stands in a frame (``div.table-frame``, named after its column heads) that
scrolls by itself and that the keyboard reaches, so that a wide table never makes the
whole page wider than a phone. Code with a line of more than 16 columns, which may be
wider than a phone, is reached in the same way (``pre`` as a group that is called
“Code”); what its author says in ``tabindex``, ``role`` or ``aria-label`` stays. Feeds
get the table and the code alone.

Footnotes have letters: a raised ``[a]`` leads to “a.” below the text and back, and says
“Note a” to who listens. So none is taken for a reference, whose ``[1]`` stands on the
line: in the HTML itself, hence in feeds, on paper and in what is copied too. A site
whose ``SUPERSCRIPT_TEXT`` says how marks look keeps its numbers.

Settings
========

``READING = {}`` with these keys:

``words_per_minute = 220``
    A slow and careful pace; Chinese and Japanese are counted by characters.
``contents_from = 4``
    A page with at least so many second-level headings gets a list of contents.
``risk_words = ["depress", "suicid", "self-harm", "crisis"]``
    Beginnings of words. A page that has one of them is given the crisis line.
``crisis_mark = "988"``
    How a text shows that it gives the crisis line itself.
``crisis_html = ""``
    The crisis line: one or more HTML paragraphs, without a heading.
``callouts = {"warning": "Important", "urgent": "Urgent"}``
    The hidden word of each kind of callout.
``callout_titles = {}``
    Titles of callouts that their author gave none: ``{"warning": "Important"}``.

What themes get
===============

Articles and pages of every status, translations too, have ``reading``:

``article.reading.minutes``
    Whole minutes, at least 1.
``article.reading.words``
    How many words its text has.
``article.reading.contents``
    Its second-level headings in order, each with ``id`` and ``text``; empty where they
    are fewer than ``contents_from``.
``article.reading.needs_crisis_line``
    True where the text or title names a risk and does not give the crisis line itself.
``article.crisis_html``
    ``crisis_html`` where the page needs it, else empty; the feeds print it too.
``article.reading.review``
    From ``reviewed_by``, ``reviewed`` and ``review_due``: ``by`` (None: nobody has
    reviewed the page), ``on`` and ``due`` (dates or None), ``person`` (the entry of
    ``PEOPLE`` for that name, or an empty dict).
``article.reading.corrections``
    From ``corrections``: each with ``date`` (or None) and ``text``, newest first.
``article.reading.key_points``
    From ``key_points``: a tuple of text, whether they were written as a list or as
    lines.

``words_in("de")``
    The words for readers in a language: ``words_in(article.lang).minutes``. What a
    language lacks is English, and says so where Jinja escapes it (``plugins.words``).
``date_in(day, "de", words_in("de"))``, ``direction_of("ar")``
    A day in words, in the form of the site or of the language; ``rtl`` or ``ltr``.

Everything is worked out when a template first asks for it.

Problems
========

Wrong settings end the run with ``reading-setting``.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
