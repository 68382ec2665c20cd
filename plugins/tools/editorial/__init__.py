"""What ``invoke check`` finds in texts, beside what a build finds.

Posts, pages and series files are read as their author wrote them: titles, summaries,
key points and texts; code, addresses, citations and HTML are left out. Drafts and posts
that wait for their date are among them.

What ``--changed`` leaves out
-----------------------------
``invoke check --changed`` reads the whole site, and tells of what differs from main:
the files that are not as they are in the last commit that main and this branch both
have, committed since or not, new ones too, by their present names; none that git
ignores. Main is the first that there is of ``origin/HEAD``, ``origin/main``,
``origin/master``, ``main`` and ``master``: on main itself, what has not been pushed
differs. ``--changed=COMMIT`` takes another branch or commit, ``--changed=HEAD`` what is
not committed.

Rows of the table, warnings and notices are those of these files, whatever they are
(``library.json``, a series' file, ``pelicanconf.py``), and of what names one of them or
stands on a line that does: a link to a post that was taken away. Errors are told
wherever they stand, for they end every build. The last lines say how many files differ
from which commit, and what is left out; with ``--format json`` that is ``changed``.

With ``--online`` links are asked of these files alone, and publishers where the library
is among them, or a post whose list of references was typed: what they say is kept as a
whole, and all works are asked for.

Where git cannot know what differs, as in a shallow clone, the check is refused and says
what to do.

Settings
--------
``CHECK = {"words": "words.txt"}``
    The site's own words, a file in ``PATH``. A line is a word that is right, or
    ``wrong->right``, which the house corrects in every language. What stands behind
    ``#`` is a note.
``CHECK = {"reading_age": 14}``
    The age of readers for whom a text is written, in years. The NHS aims at 9 to 11,
    “otherwise 11 to 14” (nhsuk service manual).
``CHECK = {"promises": ["cure", "guarantee", "miracle", …]}``
    Words that promise, each with its endings: “cure” is “cures”, “cured” and “curing”
    too. The list replaces ours.
``CHECK = {"crisis_words": ["suicid", "self-harm", "kill themsel"]}``
    How words begin that ask for the crisis line on their page.
``CHECK = {"review_days": 30}``
    How many days before a review is due it is told, on the desk too.
``CHECK = {"image_kilobytes": 500, "image_pixels": 2600}``
    The most that a picture may take, and the most pixels of its longer side, as it is
    sent to readers.
``CHECK = {"link_excludes": ["https://www.facebook.com/", "https://*.example/"]}``
    How external addresses begin that ``--online`` does not ask, such as those of
    networks that refuse programs; ``*`` is any signs. How many there are is said.
``CHECK = {"link_timeout": 15, "link_pause": 1}``
    The seconds that one address may take in all, and those between two questions to
    one host.
``CHECK = {"link_services": ["http://127.0.0.1:8000"]}``
    Servers that may be asked although they are not on the public internet, for a test.

External links
--------------
``invoke check --online`` asks where the links of texts, headers and settings
(``MENUITEMS``, ``LINKS``, ``SOCIAL``, ``CLINIC``, ``PEOPLE``, ``READING``) lead that
leave the site; ``--only links --online`` asks nothing else. Code and comments have no
links. Each address is asked once, without its fragment and without reading the page:
by HEAD, and by GET where that is no success. Eight hosts are asked at once, one of them
never twice at a time; one that asks for rest (429, ``Retry-After``) gets it, for a day
at most. Nothing is asked of a machine that is not on the public internet. A DOI's
address is asked of its resolver alone, for most publishers refuse programs. Works of
the library are held against their publishers' records instead (``references``).
What is good stands in ``.bulletin/links.json`` and is not asked again for seven days;
everything else is asked each time. ``--format json`` lists all addresses with what is
known of them under ``links``: ``fine``, ``moved``, ``dead`` or ``unknown``.
With ``--online`` the exit code is that of the references too: 1 where they have a
warning, 75 where a publisher's service did not answer.

Problems
--------
All of them are warnings unless their line says otherwise; in drafts nothing is more
than a warning. ``PROBLEM_LEVELS = {"promise": "error"}`` gives a name another level, or
``"off"``.

``spelling``
    A word is written wrongly: by codespell's list of common mistakes, in English, or by
    the house's own corrections. Names, titles of cited works in quotation marks and
    what stands in ``words`` are right. Example: “pubished”.
``promise``
    A word promises what no study can. Quotations and what is negated are none. Example:
    “Ketamine cures depression”, but not “there is no cure”.
``reading-age``
    A notice: a text in English asks for older readers than ``reading_age``, with its
    three hardest sentences. Flesch and Kincaid's grade, plus five. Other languages, and
    texts of fewer than a hundred words, have no age. Example: sentences of forty words.
``crisis-line``
    A page names suicide, and as it is built gives no crisis line. ``reading`` gives it
    where ``READING["crisis_html"]`` is set and the theme prints it; it is known by
    ``READING["crisis_mark"]``. Example: a theme without ``article.crisis_html``.
``link-plain``
    A link stands in a header, where it is printed as it is written. Example:
    ``summary: See [the leaflet](/leaflet/).``
``link-dead``
    With ``--online``: nothing is at an external address any more, so its server says
    (404, 410). Once for each address, with all its places. Example:
    ``[the trial](https://example.org/trial)``, which answers 404.
``link-moved``
    With ``--online``, a notice: an external address leads to another for good (301 and
    308 only, however often), which is the one to write; or to a site's front page, as
    where the page was given up. What leads on for now is fine. Example:
    ``http://example.org/``, which leads to ``https://example.org/``.
``link-unknown``
    With ``--online``, a notice: nobody could find out where some external addresses
    lead, once for all of them, with the reasons. Example: a server that did not answer,
    that refuses programs (403), or asks us to go slower (429).
``review-soon``
    A notice: a review is due within ``review_days``. Example: ``review_due:
    2026-04-01`` in March 2026.
``review-due``
    A notice: a review is due; ``front_matter`` says it itself. Example: ``review_due:
    2026-01-01`` in March 2026.
``image-heavy``
    A picture is sent to readers with more bytes or pixels than is needed. What is
    published counts, not the file in ``content``. Example: a photograph of 4 MB on a
    site without ``images``.
``image-location``
    A picture in ``content``, or one that is published, says where it was taken.
    Example: a photograph as a telephone saves it.

Settings: ``check-setting``, at ``pelicanconf.py``. Example: ``CHECK = {"age": 12}``.
"""
