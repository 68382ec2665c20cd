"""A text without what may not reach a page, for sites that ask for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import nh3

from ..safe_html.judge import find_unsafe
from ..safe_html.policy import IN_LABELS, SCHEMES

if TYPE_CHECKING:
    from ..safe_html.policy import Policy

NO_TEXT_NAMES = (
    "iframe noembed noframes noscript object plaintext script select style template"
    " textarea title xmp"
)
#: Elements whose content is no text for readers; it goes with them.
NO_TEXT = frozenset(NO_TEXT_NAMES.split())


def clean(html: str, policy: Policy) -> str:
    """Return HTML with only what a policy allows; every element is closed.

    Where that still reaches beyond the text, such as an item without a list, the text
    keeps its words and their emphasis, or its words alone.
    """
    allowed = policy.elements | {one for one in policy.more if "." not in one}
    for tags in (allowed, IN_LABELS & allowed):
        cleaned = _keep_only(tags, html, policy)
        if not find_unsafe(cleaned, policy):
            return cleaned
    return _keep_only(frozenset(), html, policy)


def _keep_only(tags: frozenset[str], html: str, policy: Policy) -> str:
    return nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags=set(NO_TEXT - tags),
        attributes={},
        generic_attribute_prefixes={""},  # the filter decides about all of them
        attribute_filter=partial(_keep, policy),
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def _keep(policy: Policy, element: str, name: str, value: str) -> str | None:
    return value if policy.fault_of(element, name, value) is None else None
