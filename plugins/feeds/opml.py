"""OPML 2.0: all feeds of a site as one file that feed readers import."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .plan import FeedGroup


def opml(title: str, groups: Sequence[FeedGroup]) -> bytes:
    """Return the file. A subject is in it once, by its first feed."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "<head>",
        f"<title>{escape(title)}</title>",
        "</head>",
        "<body>",
    ]
    for group in groups:
        lines.append(f"<outline text={quoteattr(group.heading)}>")
        for subject in group.subjects:
            feed = subject.feeds[0]
            lines.append(
                f'<outline type="rss" text={quoteattr(subject.title)}'
                f" title={quoteattr(subject.title)} xmlUrl={quoteattr(feed.url)}"
                f" htmlUrl={quoteattr(subject.home)}/>"
            )
        lines.append("</outline>")
    lines += ["</body>", "</opml>", ""]
    return "\n".join(lines).encode()
