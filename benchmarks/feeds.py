"""What feeds cost: ours against stock Pelican's, on the same posts, in turn.

``python benchmarks/feeds.py CORPUS ROUNDS`` prints a table. Both sides write the feeds
of the site and of every category, tag and author in Atom and RSS with whole posts; ours
writes JSON Feeds of all of them, the list of feeds, the sheet and the page for people
as well. Only processor time of feeds is counted: what Pelican spends in
``generate_feeds``, and what our handlers spend. The reader's cache is warm, each run is
a process of its own, and each writes into an empty folder.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from pelican import Pelican, generators
from pelican.settings import read_settings

from plugins.feeds import adapter

ALL = {
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "FEED_ALL_RSS": "feeds/all.rss.xml",
    "CATEGORY_FEED_ATOM": "feeds/category/{slug}.atom.xml",
    "CATEGORY_FEED_RSS": "feeds/category/{slug}.rss.xml",
    "TAG_FEED_ATOM": "feeds/tag/{slug}.atom.xml",
    "TAG_FEED_RSS": "feeds/tag/{slug}.rss.xml",
    "AUTHOR_FEED_ATOM": "feeds/author/{slug}.atom.xml",
    "AUTHOR_FEED_RSS": "feeds/author/{slug}.rss.xml",
    "TRANSLATION_FEED_ATOM": None,
    "RSS_FEED_SUMMARY_ONLY": False,
}
JSON = {
    f"{kind}_json": f"feeds/{kind}/{{slug}}.json"
    for kind in ("category", "tag", "author", "series")
}


def spent_on_feeds(content: Path, output: Path, **more: Any) -> float:
    """Build once, in a process of its own, and return the seconds that feeds took."""
    seconds = [0.0]

    def counted(work: Any) -> Any:
        def run(*args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            try:
                return work(*args, **kwargs)
            finally:
                seconds[0] += time.process_time() - start

        return run

    stock = generators.ArticlesGenerator
    stock.generate_feeds = counted(stock.generate_feeds)
    adapter.plan_feeds = counted(adapter.plan_feeds)
    adapter.write_feeds = counted(adapter.write_feeds)
    settings = {
        "PATH": str(content),
        "OUTPUT_PATH": str(output),
        "SITEURL": "https://site.example",
        "ARTICLE_PATHS": ["posts"],
        "AUTHOR": "Ada",
        "TIMEZONE": "UTC",
        "THEME": "simple",
        "DELETE_OUTPUT_DIRECTORY": False,
        "DIRECT_TEMPLATES": [],
        "ARTICLE_SAVE_AS": "blog/{slug}/index.html",
        "ARTICLE_URL": "blog/{slug}/",
        "CACHE_CONTENT": True,
        "LOAD_CONTENT_CACHE": True,
        "CACHE_PATH": str(output.parent / "cache"),
        "PLUGINS": [],
    }
    Pelican(read_settings(override=settings | ALL | more)).run()
    return seconds[0]


def measure(content: Path, place: Path, settings: dict[str, Any]) -> float:
    """Return the seconds of one build, by a fresh process."""
    shutil.rmtree(place, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, __file__, str(content), str(place), json.dumps(settings)],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout.rpartition("SECONDS ")[2])


def table(content: Path, rounds: int) -> list[str]:
    """Return the table: medians, and the median of the rounds' own ratios."""
    rows = [
        "| feeds, processor s | stock Pelican | ours | ratio |",
        "|---|---|---|---|",
    ]
    ours = {"PLUGINS": ["plugins.feeds"], "FEEDS": JSON}
    cases = {
        "every post in every feed": {"FEED_MAX_ITEMS": None},
        "30 in each; ours: the rest in archives": {"FEED_MAX_ITEMS": 30},
        "30 in each, no archives": {"FEED_MAX_ITEMS": 30, "FEEDS": {"archives": False}},
    }
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "output"
        measure(content, place, {})  # fills the reader's cache
        for name, case in cases.items():
            stock, own = [], []
            for _ in range(rounds):
                stock.append(measure(content, place, case))
                mine = case | ours | {"FEEDS": JSON | case.get("FEEDS", {})}
                own.append(measure(content, place, mine))
            ratio = median(b / a for a, b in zip(stock, own, strict=True))
            rows.append(
                f"| {name} | {median(stock):.2f} | {median(own):.2f} | {ratio:.2f} |"
            )
    return rows


if __name__ == "__main__":
    if len(sys.argv) == 4:
        one, other, more = sys.argv[1:]
        print("SECONDS", spent_on_feeds(Path(one), Path(other), **json.loads(more)))
    else:
        print("\n".join(table(Path(sys.argv[1]), int(sys.argv[2]))))
