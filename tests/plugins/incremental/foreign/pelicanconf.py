"""A blog that knows nothing of Bulletin."""

from __future__ import annotations

SITENAME = "A foreign blog"
SITESUBTITLE = "Words about nothing"
SITEURL = "https://foreign.example"
AUTHOR = "Ada Invented"
PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
TIMEZONE = "Europe/Rome"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 5
DELETE_OUTPUT_DIRECTORY = False
SUMMARY_MAX_LENGTH = 3
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/{slug}.atom.xml"
TAG_FEED_RSS = "feeds/tag-{slug}.rss.xml"
YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"

# Of the theme.
THEME = "theme"
THEME_COLOR = "dark"
MAIN_MENU = True
LINKS = (("Pelican", "https://getpelican.com/"),)
COPYRIGHT_YEAR = 2026
MENUITEMS = (("Archives", "/archives.html"), ("Tags", "/tags.html"))

# Of plugins; a build lists those that it uses.
PLUGIN_PATHS = ["."]
SITEMAP = {"format": "xml"}
IMAGE_PROCESS = {
    "thumb": ["scale_in 40 40 True"],
    "crisp": {
        "type": "responsive-image",
        "srcset": [("1x", ["scale_in 30 30 True"]), ("2x", ["scale_in 60 60 True"])],
        "default": "1x",
    },
}
