"""Telling a WebSub hub that feeds are new, so that it tells their subscribers.

How a publisher does that is left open by WebSub (https://www.w3.org/TR/websub/, 5);
hubs take what PubSubHubbub 0.4 has: ``hub.mode=publish`` and each ``hub.url``.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from .verify import address_of
from .visit import visiting

if TYPE_CHECKING:
    from ..files import Changes
    from ..reporter import Reporter
    from .built import Sent

FEEDS = (".xml", ".json")
MANY = 100  #: addresses in one message


def tell_hub(sent: Sent, changes: Changes, reporter: Reporter) -> None:
    """Tell the site's hub which feeds have changed; what it says is no mistake here."""
    found = [*find_feeds(sent, changes)]
    if not found:
        return
    with visiting() as visitor:
        for start in range(0, len(found), MANY):
            form = {"hub.mode": "publish", "hub.url": found[start : start + MANY]}
            answer = visitor.post(sent.hub, form)
            if not 200 <= answer.status < 300:
                said = answer.why or f"it answers with {answer.status}"
                what = f"warning: The hub {sent.hub} was not told of new posts: {said}."
                remedy = "Subscribers get them when their readers look next."
                reporter.error(f"{what} {remedy}")
                return
    noun = "feed" if len(found) == 1 else "feeds"
    reporter.print(f"The hub {sent.hub} knows of {len(found)} new {noun}.")


def find_feeds(sent: Sent, changes: Changes) -> list[str]:
    """Return the addresses of changed feeds that name the hub as theirs."""
    if not sent.hub:
        return []
    named = {sent.hub.encode(), escape(sent.hub).encode()}
    base = f"{sent.siteurl.rstrip('/')}/"
    return [
        address_of(base, path)
        for path in sorted({*changes.new, *changes.changed})
        if path.endswith(FEEDS)
        and any(name in (sent.tree / path).read_bytes() for name in named)
    ]
