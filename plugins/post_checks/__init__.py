"""What a post's text must not do: broken links, unsafe HTML, Markdown not meant.

The checks read the source text, so that each problem has the line where the author
can mend it, and run before anything is written. Whether something is one is decided by
the rendered text, as the site's own Markdown made it: code is shown and not judged, and
a link, a heading or a list is one where readers get one. What a text does in more than
three places is said at the first, with the lines of the others. Posts that are
published nowhere are not checked.

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
``id-duplicate``
    One id is given twice. Example: two headings with ``{#harms}``.
``html-forbidden``
    An element that is not allowed. Example: ``<script>``, ``<iframe>``, ``<form>``.
``html-attribute``
    An attribute that is not allowed. Example: ``<p onclick="…">``, ``style="…"``.
``html-unclosed``
    An element that is opened and not closed, or the other way round. Example: one
    ``<div>`` without ``</div>``, ``<!--`` without ``-->``.
``list-unseen``
    A list with text right above it, or with marks from a word processor, which
    Markdown prints as running text. Example: ``Harms are:`` and on the next line
    ``- sleep``; lines that begin with ``•``.
``emphasis-unclosed``
    Two asterisks that begin strong words, and none that end them. Example:
    ``Some **strong words.``
``table-unseen``
    A table with text right above it. Example: ``Results:`` and on the next line
    ``| a | b |``.
``fence-unclosed``
    A code block that is opened with three backticks and never closed. Example: one line
    of backticks in the whole post.
``file-leaves``
    A static file that is a link out of ``PATH``, or that would leave the output.
    Example: ``images/x.png -> /etc/passwd``.

Settings: ``post-checks-setting``, at ``pelicanconf.py``, ends the run at once. Example:
``POST_CHECKS = {"allow": []}``.
"""

from __future__ import annotations

from .adapter import register

__all__ = ["register"]
