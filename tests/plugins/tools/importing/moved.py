"""A site such as the clinic's, into which a blog moves."""

from __future__ import annotations

import plugins.tools.importing.proof  # loaded once, for all children
import plugins.tools.importing.run  # noqa: F401
from tests.plugins.tools.conftest import make_place

#: A picture of one pixel.
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00"
    b"\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
CONF = """
TIMEZONE = "America/Los_Angeles"
READERS = {"rst": None, "html": None, "htm": None}
FILENAME_METADATA = r"\\d{4}-\\d{2}-\\d{2}-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)$"
WITH_FUTURE_DATES = False
ARTICLE_URL = "blog/{slug}/"
ARTICLE_SAVE_AS = "blog/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = "category/{slug}/index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = "tag/{slug}/index.html"
DRAFT_SAVE_AS = DRAFT_PAGE_SAVE_AS = ""
FEED_ALL_RSS = "feeds/all.rss.xml"
FEED_MAX_ITEMS = 30
MARKDOWN = {
    "extensions": [
        "markdown.extensions.extra",
        "markdown.extensions.admonition",
        "markdown.extensions.sane_lists",
        "markdown.extensions.toc",
    ],
    "output_format": "html5",
}
PLUGINS = [
    "plugins.front_matter", "plugins.post_checks", "plugins.sanitizer",
    "plugins.series", "plugins.references", "plugins.images", "plugins.reading",
    "plugins.feeds", "plugins.addresses", "plugins.incremental",
]
FRONT_MATTER = {
    "strict": True, "required": ["title", "date", "summary", "category"],
}
POST_CHECKS = {"strict": True}
ADDRESSES = {"relative_links": True}
CHECK = {"link_pause": 0.01}
"""


def a_house(root, *, posts=0, more=""):
    """Make a site that is as strict as the clinic's, with its plugins."""
    place = make_place(root, posts=posts)
    conf = (place.root / "pelicanconf.py").read_text()
    place.write("pelicanconf.py", f"{conf}{CONF}{more}")
    return place
