"""What a post's text must not do: broken links, unsafe HTML, Markdown not meant.

The checks read the source text, so that each problem has the line where the author
can mend it, and run before anything is written.

Settings
--------
``POST_CHECKS = {"strict": False}``
    False: mistakes are warnings. True: they end the build.
``POST_CHECKS = {"allow_html": []}``
    Elements, or attributes as ``element.attribute``, that posts of this site may use
    beside the allow-list.
``POST_CHECKS = {"page_ids": ["references", "content", "main", "top"]}``
    Ids that the theme gives to every page, so that ``#references`` leads somewhere.

Problems
--------
(follow)
"""

from __future__ import annotations


def register() -> None:
    """Connect nothing yet."""
