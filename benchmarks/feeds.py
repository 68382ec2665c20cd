"""What feeds cost: ours against stock Pelican's, on the same posts, in turn.

Both write the site's, every category's, tag's and author's feed in Atom and RSS with
every post in full; ours writes JSON Feeds of all of them, the series' feeds, the list
of feeds and the page for people as well. Only processor time of feeds is counted:
what Pelican spends in ``generate_feeds``, and what our handlers spend.

    python -m benchmarks.feeds [posts] [rounds]
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pelican import Pelican, generators
from pelican.settings import read_settings

from plugins.feeds import adapter

WORDS = ["sleep", "mood", "study", "people", "dose", "week", "trial", "after", "while"]
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


def write_posts(folder: Path, count: int) -> None:
    """Write posts of about 800 words with links, a table and references."""
    for number in range(count):
        text = []
        for section in range(6):
            words = " ".join(WORDS[(number + section + n) % 9] for n in range(120))
            text.append(
                f"## Section {section}\n\n{words} [link](/blog/post-{section}/)."
            )
        text.append("| a | b |\n|---|---|\n| 1 | 2 |")
        text.extend(f"{n}. [Work {n}](https://doi.org/10.1/{n})" for n in range(1, 9))
        header = (
            f"Title: Post {number}\nDate: {2000 + number // 360}-{1 + number % 12:02}-"
            f"{1 + number % 28:02}\nCategory: C{number % 10}\nSlug: post-{number}\n"
            f"Tags: t{number % 60}, t{number % 59}, t{number % 7}\n"
            f"Summary: A sentence about post {number}.\n"
        )
        body = "\n\n".join(text)
        (folder / f"{number:05}.md").write_text(f"{header}\n{body}\n", "utf-8")


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
    work = (
        "import json, sys; from pathlib import Path;"
        "from benchmarks.feeds import spent_on_feeds as spent;"
        "a, b, more = sys.argv[1:];"
        "print('SECONDS', spent(Path(a), Path(b), **json.loads(more)))"
    )
    shutil.rmtree(place, ignore_errors=True)
    arguments = [str(content), str(place), json.dumps(settings)]
    done = subprocess.run(
        [sys.executable, "-c", work, *arguments],
        cwd=Path(__file__).parent.parent,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout.rpartition("SECONDS ")[2])


def compare(count: int, rounds: int) -> list[tuple[str, float, float, float]]:
    """Return (case, stock's median, our median, median of the paired ratios)."""
    ours = {"PLUGINS": ["plugins.feeds"], "FEEDS": JSON}
    cases = {
        "every post in every feed": {"FEED_MAX_ITEMS": None},
        "30 in each, the rest in archives": {"FEED_MAX_ITEMS": 30},
    }
    found = []
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        content.mkdir()
        write_posts(content, count)
        measure(content, Path(folder) / "stock", {})  # fills the reader's cache
        for name, case in cases.items():
            pairs = [
                (
                    measure(content, Path(folder) / "stock", case),
                    measure(content, Path(folder) / "ours", case | ours),
                )
                for _ in range(rounds)
            ]
            stock, own = zip(*pairs, strict=True)
            ratio = statistics.median(b / a for a, b in pairs)
            found.append(
                (name, statistics.median(stock), statistics.median(own), ratio)
            )
    return found


def main(count: int = 1000, rounds: int = 5) -> None:
    """Print the table."""
    print(f"{count} posts, {rounds} rounds in turn, CPU seconds of feeds")
    print(f"{'':36}{'stock':>8}{'ours':>8}{'ours/stock':>12}")
    for name, stock, ours, ratio in compare(count, rounds):
        print(f"{name:36}{stock:8.2f}{ours:8.2f}{ratio:12.2f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
