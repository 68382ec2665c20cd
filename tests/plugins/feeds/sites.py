"""Settings and helpers of the feeds' own test sites."""

from __future__ import annotations

import importlib.machinery
import json
import sys
import types
from contextlib import contextmanager

from tests.plugins.feeds.rules import faults

#: All of Pelican's feeds, as a site would set them.
ON = {
    "PLUGINS": ["plugins.feeds"],
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "FEED_ALL_RSS": "feeds/all.rss.xml",
    "CATEGORY_FEED_ATOM": "feeds/category/{slug}.atom.xml",
    "CATEGORY_FEED_RSS": "feeds/category/{slug}.rss.xml",
    "TAG_FEED_ATOM": "feeds/tag/{slug}.atom.xml",
    "TAG_FEED_RSS": "feeds/tag/{slug}.rss.xml",
    "AUTHOR_FEED_ATOM": "feeds/author/{slug}.atom.xml",
    "AUTHOR_FEED_RSS": "feeds/author/{slug}.rss.xml",
    "RSS_FEED_SUMMARY_ONLY": False,
    "ARTICLE_URL": "blog/{slug}/",
    "ARTICLE_SAVE_AS": "blog/{slug}/index.html",
}
EVERY = ON | {
    "FEEDS": {"series_json": "feeds/series/{slug}.json", "hub": "https://hub.example/"}
}


def feed_paths(output):
    """Return every feed of a built site, relative to its output."""
    found = (*output.rglob("*.xml"), *output.rglob("*.json"))
    return sorted(path.relative_to(output).as_posix() for path in found)


def all_faults(output):
    """Return every fault of every feed of a built site."""
    return [
        f"{path}: {fault}"
        for path in feed_paths(output)
        for fault in faults((output / path).read_bytes(), path)
    ]


def items(site, path="feeds/all.json"):
    """Return the items of a JSON Feed."""
    return json.loads(site.read(path))["items"]


@contextmanager
def plugin(name, register):
    """Let a site list a plugin that is not a file."""
    module = types.ModuleType(name)
    module.__spec__ = importlib.machinery.ModuleSpec(name, None)
    module.register = register
    sys.modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]
