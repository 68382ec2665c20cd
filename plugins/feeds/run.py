"""What one run of Pelican finds out before it writes, and where it keeps that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .plan import Listed
    from .posts import Part
    from .settings import FeedSettings
    from .site import Site

#: Keys of the context that all generators of a run share, and of nothing else.
RUN = "FEEDS_RUN"
OUTPUT = "FEEDS_OUTPUT"


@dataclass
class Run:
    """A run's plan. Posts are known by ``posts.key_of``."""

    own: FeedSettings
    site: Site
    articles: dict[str, Any] = field(default_factory=dict)  #: published, not withdrawn
    parts: dict[str, Part] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  #: as Pelican writes them
    ids: dict[str, str] = field(default_factory=dict)
    listed: list[Listed] = field(default_factory=list)
