"""What places and neighbours cost for each post: ours, and those of the two peers.

``python benchmarks/places.py ours|theirs POSTS`` prints microseconds of processor
time for one post, the best of several runs over Pelican's own articles. The articles
are made before the clock starts, and the garbage collector leaves them alone, so that
only what the handlers make is on the bill.
"""

from __future__ import annotations

import gc
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

from pelican.contents import Article
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Category

RUNS = 7
SERIES_OF = 8
CATEGORIES = 10


def make_generator(posts: int) -> SimpleNamespace:
    """Return what the handlers read of a generator: articles, newest first."""
    settings = dict(DEFAULT_CONFIG) | {"TIMEZONE": "UTC", "PATH": "."}
    first = datetime(1990, 1, 1, tzinfo=UTC)
    names = [f"Category {n}" for n in range(CATEGORIES)]
    articles = []
    for n in reversed(range(posts)):
        metadata = {
            "title": f"Post {n}",
            "slug": f"post-{n}",
            "date": first + timedelta(days=n),
            "series": f"Series {n // SERIES_OF:04}",
            "series_index": str(n % SERIES_OF + 1),
            "category": Category(names[n // SERIES_OF % CATEGORIES], settings),
        }
        articles.append(Article("", metadata, settings, f"posts/{n}.md", {}))
    by_category: dict[str, list[Article]] = {}
    for article in articles:
        by_category.setdefault(article.category, []).append(article)
    empty: dict[str, list[Article]] = {
        name: []
        for name in (
            *("translations", "drafts", "drafts_translations"),
            *("hidden_articles", "hidden_translations"),
        )
    }
    return SimpleNamespace(
        articles=articles,
        categories=list(by_category.items()),
        settings=settings,
        context=dict(settings),
        **empty,
    )


def measure(handlers: list, posts: int) -> float:
    """Return the best time of some runs, in microseconds for one post."""
    best = float("inf")
    for _ in range(RUNS):
        generator = make_generator(posts)
        gc.collect()
        gc.freeze()
        began = time.process_time()
        for handler in handlers:
            handler(generator)
        best = min(best, time.process_time() - began)
        gc.unfreeze()
    return best / posts * 1e6


def load(whose: str) -> list:
    """Return the handlers of ours or of the peers."""
    if whose == "ours":
        sys.path.insert(0, str(Path(__file__).parents[1]))
        from plugins.series.adapter import (  # noqa: PLC0415  # one of the two is here
            give_neighbors,
            give_places,
        )

        return [give_places, give_neighbors]
    from pelican.plugins.neighbors import neighbors  # noqa: PLC0415
    from pelican.plugins.series import aggregate_series  # noqa: PLC0415

    return [aggregate_series, neighbors]


if __name__ == "__main__":
    print(f"{measure(load(sys.argv[1]), int(sys.argv[2])):.2f}")
