"""The site of Áureo as plain data: identity, addresses, plugins and their settings."""

from __future__ import annotations

# Who we are. Empty values are left out of pages.
SITENAME = "Áureo"
SITESUBTITLE = "Plain words about ketamine, depression and the evidence"
WELCOME = (
    "For people who live with depression, and for those beside them. We are a ketamine "
    "clinic; here we write what studies found, what they did not find, and who paid "
    "for them. The choice stays yours."
)
SITEURL = "https://aureo.example"
AUTHOR = "Áureo"
# How patients reach the clinic: while phone, email, address and booking_url are all
# empty, no page invites readers to, and the contact page says that there is no way yet.
# One of them is enough, as it is printed: "phone": "+1 …", "email": "…@…",
# "address": "number and street, postal code", "booking_url": "https://…".
CLINIC = {
    "name": "Áureo",
    "city": "Portland",
    "region": "Oregon",
    "country": "US",
    "phone": "",
    "email": "",
    "address": "",
    "booking_url": "",
    "emergency": "911",
}
PEOPLE: dict[str, dict[str, str]] = {}

# Where things are.
PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images", "root"]
# What browsers ask for by name at the site's root, a feed they show among it.
EXTRA_PATH_METADATA = {"root/favicon.ico": {"path": "favicon.ico"}}
OUTPUT_PATH = "output"
THEME = "theme"
READERS = {"rst": None, "html": None, "htm": None}
TIMEZONE = "America/Los_Angeles"
DEFAULT_LANG = "en"
DEFAULT_DATE_FORMAT = "%-d %B %Y"
USE_FOLDER_AS_CATEGORY = False
# A post's file is named “date-slug.md”; its address is that slug, whatever its title.
FILENAME_METADATA = r"\d{4}-\d{2}-\d{2}-(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)$"
WITH_FUTURE_DATES = False
TYPOGRIFY = False
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
}
MARKDOWN = {
    "extensions": [
        "markdown.extensions.extra",
        "markdown.extensions.admonition",
        "markdown.extensions.sane_lists",
        "markdown.extensions.toc",
    ],
    "extension_configs": {
        "markdown.extensions.toc": {"permalink": False, "toc_depth": "2-3"},
    },
    "output_format": "html5",
}

# Addresses. They hold for ever.
RELATIVE_URLS = False
ARTICLE_URL = "blog/{slug}/"
ARTICLE_SAVE_AS = "blog/{slug}/index.html"
ARTICLE_LANG_URL = "blog/{slug}-{lang}/"
ARTICLE_LANG_SAVE_AS = "blog/{slug}-{lang}/index.html"
DRAFT_URL = "drafts/{slug}/"
DRAFT_SAVE_AS = ""
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
DRAFT_PAGE_SAVE_AS = ""
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = "category/{slug}/index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = "tag/{slug}/index.html"
TAGS_URL = "tags/"
TAGS_SAVE_AS = "tags/index.html"
AUTHOR_URL = "author/{slug}/"
AUTHOR_SAVE_AS = "author/{slug}/index.html"
AUTHORS_SAVE_AS = ""
CATEGORIES_SAVE_AS = ""
ARCHIVES_URL = "archive/"
ARCHIVES_SAVE_AS = "archive/index.html"
DIRECT_TEMPLATES = ["index", "tags", "archives", "404", "sitemap", "robots"]
NOT_FOUND_SAVE_AS = "404.html"
SITEMAP_SAVE_AS = "sitemap.xml"
ROBOTS_SAVE_AS = "robots.txt"
DEFAULT_PAGINATION = 10
PAGINATED_TEMPLATES = {"index": None, "category": None, "tag": None, "author": None}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

# Feeds. A feed's address is a promise.
FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_ALL_RSS = "feeds/all.rss.xml"
CATEGORY_FEED_ATOM = "feeds/category/{slug}.atom.xml"
CATEGORY_FEED_RSS = "feeds/category/{slug}.rss.xml"
TAG_FEED_ATOM = "feeds/tag/{slug}.atom.xml"
TAG_FEED_RSS = "feeds/tag/{slug}.rss.xml"
AUTHOR_FEED_ATOM = "feeds/author/{slug}.atom.xml"
AUTHOR_FEED_RSS = "feeds/author/{slug}.rss.xml"
TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 30
RSS_FEED_SUMMARY_ONLY = False

# Plugins, one dict each; their manuals say what the keys mean.
PLUGINS = [
    "plugins.front_matter",
    "plugins.post_checks",
    "plugins.sanitizer",
    "plugins.series",
    "plugins.references",
    "plugins.images",
    "plugins.social_cards",
    "plugins.reading",
    "plugins.structured_data",
    "plugins.stylesheets",
    "plugins.security_headers",
    "plugins.feeds",
    "plugins.addresses",
    "plugins.incremental",
]
FRONT_MATTER: dict[str, object] = {
    "strict": True,
    "required": ["title", "date", "summary", "category"],
    "withdrawn_notice": False,
}
POST_CHECKS: dict[str, object] = {"strict": True}
# Pictures come from here alone: another host would learn who reads a post.
SANITIZER: dict[str, object] = {
    "media_hosts": [],
    "page_ids": ["main", "neighbours", "read-in-order", "sources-checked"],
    "page_classes": ["skip-link", "folds", "fold", "side", "next-part"],
}
SERIES: dict[str, object] = {}
REFERENCES: dict[str, object] = {"append": False}
READING: dict[str, object] = {
    "callout_titles": {"warning": "Important", "urgent": "Urgent"},
    "crisis_html": (
        "<p>You do not have to wait until it gets worse. In the United States, call or "
        'text <a href="tel:988">988</a> at any hour, or chat at '
        '<a href="https://988lifeline.org/">988lifeline.org</a>. Veterans press 1, '
        "Spanish speakers press 2.</p>"
        '<p>If a life is in danger now, call <a href="tel:911">911</a>.</p>'
    ),
}
IMAGES: dict[str, object] = {}
SOCIAL_CARDS: dict[str, object] = {}
# What every page is sent with; `invoke headers` prints it for nginx and Caddy.
SECURITY_HEADERS: dict[str, object] = {"meta": False}
STRUCTURED_DATA = {"page_type": "MedicalWebPage", "audience": "Patient"}
# Posts load no rules of home, lists and feeds.
STYLESHEETS: dict[str, object] = {"more": ["css/post.css"]}
# Links count from where a page lies: the site shows whole from any folder.
ADDRESSES: dict[str, object] = {"relative_links": True, "record": "addresses.json"}
# RSS feeds name the archives of the Atom feeds: the same posts need not stand twice.
FEEDS: dict[str, object] = {"archive_formats": ["atom", "json"]}

# What is only a warning elsewhere is not published here.
PROBLEM_LEVELS = dict.fromkeys(
    [
        "cites-retracted",
        "output-fragment",
        "output-h1",
        "output-id-duplicate",
        "output-link",
        "output-title",
    ],
    "error",
)
