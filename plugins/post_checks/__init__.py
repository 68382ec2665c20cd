"""What a post's text must not do: broken links, unsafe HTML, Markdown not meant.

The checks read the source text, so that each problem has the line where the author
can mend it, and run before anything is written. Whether something is one is decided by
the rendered text, as the site's own Markdown made it: code is shown and not judged, and
a link, a heading or a list is one where readers get one. What a text does in more than
three places is said at the first, with the lines of the others, and what more than
three files do at the first of them, unless ``strict``. Posts that are published nowhere
are not checked.

Settings
--------
``POST_CHECKS = {"strict": False}``
    False: mistakes are warnings, and what ``sanitizer`` refuses is said by it alone.
    True: they end the build before anything is written.
``POST_CHECKS = {"allow_html": []}``
    Elements (``video``), or single attributes (``a.ping``), that posts of this site may
    use beside the list below.
``POST_CHECKS = {"page_ids": ["references", "content", "main", "top"]}``
    Ids that are given to every page, so that ``#references`` leads somewhere, beside
    those that stand in the theme's templates.
``POST_CHECKS = {"elsewhere": []}``
    Addresses of the site that are made outside of Pelican, such as ``shop/``: links
    there are believed. Those of series, feeds and the theme always are; ``invoke
    build`` examines them in the finished site.

HTML in posts: everything that Markdown itself writes, and ``abbr``, ``aside``, ``bdi``,
``cite``, ``details``, ``div``, ``figure``, ``kbd``, ``mark``, ``q``, ``section``,
``small``, ``span``, ``sub``, ``summary``, ``sup``, ``time``, ``u`` and their kind, with
``class``, ``id``, ``lang``, ``title``, ``aria-…``, ``data-…`` and the attributes that
belong to each. Never ``style`` and never event handlers.

Files: whatever the settings say, a ``{static}`` or ``{attach}`` link that leads out of
``PATH`` is not followed, and a static file that is a link out of ``PATH``, or would be
written outside of the output, is not published.

Problems
--------
``text-empty``
    There is a header and no text below it. Example: a post that ends with the second
    ``---``.
``placeholder``
    Words stand for others that are still to be written: the sentence of ``invoke new``,
    “lorem ipsum”, TODO, “[insert …]”, “Write here …”, a title or summary that is a
    template's. In a draft it is a warning; in a post that waits for its date, which the
    other checks see when it comes, an error. Example: ``[insert number]``.
``text-conflict``
    Two versions of the text stand one below the other, as git leaves them. Example: a
    line ``<<<<<<< HEAD``.
``link-missing``
    A ``{filename}``, ``{static}`` or ``{attach}`` link, or a ``{tag}``, ``{category}``
    or ``{author}``, that is not there. Example: ``[x]({filename}slep.md)``.
``link-unpublished``
    The link leads to a draft, or to a post whose date is to come. Example:
    ``[x]({filename}draft.md)``.
``link-outside``
    It leads out of the content folder. Example: ``{static}../../.env``.
``link-indicator``
    Braces that Pelican does not know. Example: ``{file}sleep.md``.
``link-broken``
    A relative or root-relative link that leads to no page. Example: ``(/blog/slep/)``,
    ``(sleep.md)``, ``(www.example.org)``.
``link-fragment``
    Nothing has that id. Example: ``(#harmz)``.
``link-unsafe``
    It begins with something that no link may. Example: ``(javascript:alert(1))``,
    ``(data:text/html,…)``, ``(C:/me/x.png)``.
``link-unclosed``
    A bracket is missing. Example: ``[words](https://example.org``, ``[@smith2020``.
``link-words``
    A link without words, which nobody can see or hear. Example:
    ``[](https://example.org)``.
``link-reversed``
    Its brackets are the wrong way round. Example: ``(words)[https://example.org]``.
``link-wiki``
    A link as Obsidian and wikis write it. Example: ``[[Sleep]]``.
``link-spaced``
    A space stands between the brackets. Example: ``[words] (https://example.org)``.
``link-title``
    Its title stands between curly quotation marks, and so belongs to the address.
    Example: ``[words](https://example.org “T”)``.
``character-hidden``
    An invisible sign in an address: a zero-width space, a soft hyphen. Example: one
    inside of ``https://example.org``.
``reference-undefined``
    ``[words][name]`` without a line ``[name]: …``, or ``[^1]`` without ``[^1]: …``.
    Example: ``see [the leaflet][leaflet]`` alone.
``image-alt``
    An image without description, or with one that says nothing. Example:
    ``![](sleep.jpg)``, ``![image](sleep.jpg)``.
``image-elsewhere``
    A warning: a picture lies on another site, which would learn who reads the post.
    Example: ``![A bed](https://example.org/bed.png)``.
``heading-first``
    A heading as large as the title. Example: ``# Harms``.
``heading-skip``
    A level is left out. Example: ``####`` below ``##``.
``heading-empty``
    A heading without words. Example: ``##`` alone.
``heading-unseen``
    Its number signs do not begin the line, or are wide ones, so that they are printed.
    Example: one space and ``## Harms``.
``heading-unmeant``
    A sentence or an item that a rule right below it makes a heading. Example:
    ``Words that end here.`` and on the next line ``---``.
``id-duplicate``
    One id is given twice. Example: two headings with ``{#harms}``.
``html-forbidden``
    An element that is not allowed. Example: ``<script>``, ``<iframe>``, ``<form>``.
``html-attribute``
    An attribute that is not allowed, or words in braces that are read as attributes.
    Example: ``<p onclick="…">``, ``style="…"``, ``## A set {1, 2}``.
``html-unclosed``
    An element that is opened and not closed, or the other way round. Example: one
    ``<div>`` without ``</div>``, ``<!--`` without ``-->``.
``html-markdown``
    Markdown inside of HTML, which is printed as it is. Example: ``<div>`` and on the
    next line ``**words**``; with an empty line between them, ``reading`` reads it.
``list-unseen``
    A list with text right above it, with marks from a word processor or an invisible
    sign beside them, or with numbers such as ``1)``, which Markdown prints as running
    text. Example: ``Harms are:`` and on the next line ``- sleep``; lines that begin
    with ``•``.
``list-flat``
    An item that is set in by two or three spaces, where Markdown wants four; the plugin
    ``reading`` reads it as it is meant. Example: ``- sleep``, and below it ``- deep``
    behind two spaces.
``emphasis-unclosed``
    Two asterisks that begin strong words, and none that end them, or a space that keeps
    them from it. Example: ``Some **strong words.``, ``**word **next``.
``table-unseen``
    A table with text right above it, or without a line of hyphens below its head.
    Example: ``Results:`` and on the next line ``| a | b |``.
``fence-unclosed``
    A code block that is opened with three backticks and never closed. Example: one line
    of backticks in the whole post.
``fence-unseen``
    A code block that is printed as running text, because more than a language stands
    behind its first marks, or because they are set in. Example: three backticks and
    ``js title="x"``.
``callout-empty``
    A callout whose text is not set in. Example: ``!!! note`` and below it words without
    four spaces.
``markdown-dialect``
    What another program reads and this site prints as it is: comments, marks and block
    names of Obsidian, shortcodes of Hugo, Jekyll and WordPress, blocks, attributes and
    high or low words of pandoc, tabs of MkDocs, markup of wikis and forums, formulas
    where no page loads a program for them. Code is never looked at, nor what is
    escaped. Example: ``%%private%%``, ``{{< youtube x >}}``, ``[caption id="x"]``,
    ``::: {.note}``.
``file-leaves``
    A static file that is a link out of ``PATH``, or that would leave the output.
    Example: ``images/x.png -> /etc/passwd``.

Settings: ``post-checks-setting``, at ``pelicanconf.py``, ends the run at once. Example:
``POST_CHECKS = {"allow": []}``.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
