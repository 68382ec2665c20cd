"""What places and neighbours cost for each post: those of the two peers, and ours.

``python benchmarks/places.py POSTS`` prints microseconds of processor time for one
post, theirs and ours: the best of several runs in turn over Pelican's own articles.
The articles are made before the clock starts, and the garbage collector leaves them
alone, so that only what the handlers make is on the bill.
"""

from __future__ import annotations

import gc
import sys
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from pelican.contents import Article
from pelican.plugins.neighbors import neighbors
from pelican.plugins.series import aggregate_series
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Category

from plugins.series.adapter import give_neighbors, give_places

RUNS = 9
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
    """Return what one run took, in microseconds for one post."""
    generator = make_generator(posts)
    gc.collect()
    gc.freeze()
    began = time.process_time()
    for handler in handlers:
        handler(generator)
    taken = time.process_time() - began
    gc.unfreeze()
    return taken / posts * 1e6


def compare(posts: int) -> tuple[float, float]:
    """Return the best of the peers' runs, and of ours."""
    theirs = [aggregate_series, neighbors]
    ours = [give_places, give_neighbors]
    runs = [(measure(theirs, posts), measure(ours, posts)) for _ in range(RUNS)]
    return min(run[0] for run in runs), min(run[1] for run in runs)


if __name__ == "__main__":
    print("{:.2f} {:.2f}".format(*compare(int(sys.argv[1]))))
