"""The theme and the plugins on sites that are not ours: every link leads somewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from plugins.references.library.file import format_library
from plugins.tools.files import list_files
from plugins.tools.output_checks.links import Addresses
from plugins.tools.output_checks.page_facts import parse_page, read_page
from tests.conftest import a_post
from tests.plugins.references.citing.test_status import WORKS, checked_file

ROOT = Path(__file__).parents[2]
PLUGINS = [
    *("front_matter", "post_checks", "sanitizer", "series", "references", "images"),
    *("reading", "structured_data", "stylesheets", "security_headers", "feeds"),
    "social_cards",
]
OURS = {
    "THEME": str(ROOT / "theme"),
    "PLUGINS": [f"plugins.{name}" for name in PLUGINS],
    "JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": True},
    "DELETE_OUTPUT_DIRECTORY": True,
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "AUTHOR_FEED_ATOM": "feeds/{slug}.atom.xml",
}
PAGE = "title: {0}\nslug: {1}\n\nSome words.\n"
SITE = {
    "posts/a.md": a_post("One", tags="x, y", authors="Ada", series="Steps"),
    "posts/b.md": a_post("Two", "2026-02-01", tags="y", series="Steps", authors="Bob"),
    "posts/c.md": a_post("Three", "2025-03-01", slug="an-index", authors="Bob"),
    "posts/d.md": a_post("Drei", "2025-03-01", slug="an-index", lang="de"),
    "posts/e.md": a_post("Four", "2024-03-01").replace("authors", "nobody"),
    "pages/about.md": PAGE.format("About", "about"),
    "pages/contact.md": PAGE.format("Contact", "contact"),
}
NO_LISTS = dict.fromkeys(
    ["ARCHIVES_SAVE_AS", "TAGS_SAVE_AS", "CATEGORIES_SAVE_AS", "AUTHORS_SAVE_AS"], ""
)
NO_PAGES = dict.fromkeys(
    ["AUTHOR_SAVE_AS", "TAG_SAVE_AS", "CATEGORY_SAVE_AS", "PAGE_SAVE_AS"], ""
)
WITH_SITEMAP = ["index", "tags", "archives", "404", "sitemap", "robots"]
FOLDERS = {
    f"{kind}_{key}": f"{place}/{{slug}}{end}"
    for kind, place in [("ARTICLE", "blog"), ("TAG", "tag"), ("PAGE", "pages")]
    for key, end in [("URL", "/"), ("SAVE_AS", "/index.html")]
}
BY_DAY = {
    "ARTICLE_URL": "{date:%Y}/{date:%m}/{slug}.html",
    "ARTICLE_SAVE_AS": "{date:%Y}/{date:%m}/{slug}.html",
    "YEAR_ARCHIVE_SAVE_AS": "{date:%Y}/index.html",
    "MONTH_ARCHIVE_SAVE_AS": "{date:%Y}/{date:%m}/index.html",
    "DAY_ARCHIVE_SAVE_AS": "{date:%Y}/{date:%m}/{date:%d}/index.html",
}
SITES = {
    "index-alone-in-pages": {
        "PAGINATED_TEMPLATES": {"index": None},
        "DEFAULT_PAGINATION": 2,
        "DIRECT_TEMPLATES": ["index"],
        "TAGS_SAVE_AS": "tags.html",
        "ARCHIVES_SAVE_AS": "archives.html",
    },
    "nothing-in-pages": {
        "PAGINATED_TEMPLATES": {},
        "DIRECT_TEMPLATES": WITH_SITEMAP,
        "SITEMAP_SAVE_AS": "sitemap.xml",
        **NO_PAGES,
        **BY_DAY,
    },
    "everything-in-pages": {
        "PAGINATED_TEMPLATES": dict.fromkeys(
            ["index", "tag", "category", "author", "archives", "period_archives"], 1
        ),
        "DEFAULT_PAGINATION": False,
        "SITEURL": "https://site.example/below",
        "INDEX_SAVE_AS": "blog/index.html",
        **FOLDERS,
        **BY_DAY,
    },
    "no-lists": {
        "ARTICLE_LANG_SAVE_AS": "",
        "DIRECT_TEMPLATES": [*WITH_SITEMAP, "authors", "categories"],
        "SITEMAP_SAVE_AS": "sitemap.xml",
        **NO_LISTS,
        **FOLDERS,
    },
    "nothing-said": {
        "SITEURL": "",
        "RELATIVE_URLS": True,
        "AUTHOR": None,
        "SITENAME": None,
        "TIMEZONE": None,
        "FEED_ALL_ATOM": "all.atom.xml",
        "AUTHOR_SAVE_AS": "",
        "PAGINATION_PATTERNS": [
            (1, "{url}", "{save_as}"),
            (2, "{name}{number}/", "{name}{number}/index.html"),
        ],
        "DEFAULT_PAGINATION": 1,
    },
    "path-as-address": {"SITEURL": "/blog", "FEED_ALL_ATOM": "feeds/all.atom.xml"},
    "no-address": {"SITEURL": "", "FEED_ALL_ATOM": "feeds/all.atom.xml"},
    "no-plugins": {"PLUGINS": [], "PAGINATED_TEMPLATES": {}, "INDEX_SAVE_AS": ""},
}


def dead_links(built, siteurl):
    """Return where each link to a page that is not there stands."""
    files = list_files(built.output)
    addresses = Addresses(siteurl, frozenset(files))
    return {
        (link, page)
        for page in files
        for link in (*links_of(built, page), *links_for_machines(built, page, siteurl))
        if (there := addresses.resolve(page, link))
        and not addresses.file_of(there.path)
    }


def links_of(built, page):
    """Yield the addresses that a page leads to."""
    if page.endswith(".html"):
        yield from read_page(parse_page((built.output / page).read_bytes())).links


def links_for_machines(built, page, siteurl):
    """Yield those of its data, of a feed or of a sitemap; home stands for the site."""
    found = (*links_of_data(built, page), *links_of_xml(built, page))
    yield from (link for link in found if link.rstrip("/") != siteurl)


def links_of_data(built, page):
    if page.endswith(".html"):
        for data in built.soup(page).find_all("script", type="application/ld+json"):
            yield from addresses_in(json.loads(data.string))


def links_of_xml(built, page):
    if page.endswith(".xml"):
        soup = BeautifulSoup(built.read(page), "xml")
        named = soup.find_all(["loc", "uri", "id"])
        links = [*(one.text for one in named)]
        links += [link["href"] for link in soup.find_all("link", href=True)]
        yield from (link for link in links if not link.startswith("tag:"))


def addresses_in(data):
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("url", "item"):
                yield value
            yield from addresses_in(value)
    elif isinstance(data, list):
        for one in data:
            yield from addresses_in(one)


@pytest.mark.parametrize("name", SITES)
def test_every_link_leads_to_a_page(site, name):
    """Whatever Pelican's settings switch off or put elsewhere."""
    settings = OURS | SITES[name]
    settings = {key: value for key, value in settings.items() if value is not None}
    built = site(SITE, **settings)

    assert not [p for p in built.problems if p.name == "template"], built.problems
    assert len(list_files(built.output)) > 15
    assert dead_links(built, settings.get("SITEURL", "https://site.example")) == set()


def test_words_of_the_theme_are_in_the_language_that_the_page_says(site):
    """A screen reader reads English words in English, the text in its language."""
    body = "\n\n".join(f"## 部分 {n}\n\n词" for n in range(5))
    posts = {
        f"posts/{lang}.md": a_post(f"Post in {lang}", lang=lang, slug=lang, body=body)
        for lang in ("zh", "de", "en-gb", "pt")
    }
    words = {"pt": {"published": "Publicado"}}
    built = site(posts, WORDS=words, DEFAULT_LANG="en", **OURS)

    def langs(name):
        page = BeautifulSoup(built.read(f"{name}-{name}.html"), "lxml")
        parts = (page.html, page.h1, page.find(class_="prose"))
        skip, day = page.find(class_="skip-link"), page.find("time")
        said = (skip.span, day.span, "Publicado" in page.text)
        return [part.get("lang") for part in parts], [bool(one) for one in said]

    assert langs("zh") == (["zh", None, None], [True, True, False])
    assert langs("de") == (["de", None, None], [False, False, False])
    assert langs("en-gb") == (["en-gb", None, None], [False, False, False])
    assert langs("pt") == (["pt", None, None], [True, True, True])


@pytest.mark.parametrize(
    ("written", "day"),
    [("", "2026-11-01"), ("2026-10-02", "2026-11-01"), ("2026-11-02", "2026-11-02")],
)
def test_the_page_of_sources_changes_with_the_check_of_the_library(site, written, day):
    """The sitemap gives the newer of the author's day and that of the check."""
    modified = f"modified: {written}\n" if written else ""
    page = f"---\n{PAGE.format('Sources', 'sources')}"
    page = page.replace("\n\n", f"\ntemplate: sources\n{modified}---\n\n", 1)
    files = {
        "posts/a.md": a_post(body="One [@daly2019]."),
        "pages/sources.md": page,
        "references/library.json": format_library(WORKS.values()),
        "references/checked.json": checked_file("2026-11-01"),
    }
    more = {"DIRECT_TEMPLATES": ["index", "sitemap"], "SITEMAP_SAVE_AS": "sitemap.xml"}
    built = site(files, **OURS, **more)
    (line,) = [
        one for one in built.read("sitemap.xml").splitlines() if "sources" in one
    ]

    assert f"<lastmod>{day}" in line
