"""Bodies of old items, converted and built as this site builds its own."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from markdown import Markdown

from plugins.reading.markdown import ReadingExtension
from plugins.references.citing.markdown import CitationExtension
from plugins.tools.importing.body import convert
from plugins.tools.importing.old_site import OldItem

BASE = "https://old.example/blog/a-post/"
BLOCK_NAMES = (
    "p h1 h2 h3 h4 h5 h6 li ul ol dl dt dd td th tr table blockquote pre div br hr"
    " details summary thead tbody caption figure figcaption"
)
#: As the clinic's own pelicanconf.py has them.
READER = Markdown(
    extensions=[
        "extra",
        "admonition",
        "sane_lists",
        "toc",
        ReadingExtension({}, {}),
        CitationExtension(),
    ],
    extension_configs={"toc": {"permalink": False, "toc_depth": "2-3"}},
    output_format="html",
)


class NewPlaces:
    """Every picture lies in images/ but those called “missing”; links stay."""

    def link(self, url):
        name = url.removeprefix("https://old.example/blog/").rstrip("/")
        return f"{{filename}}{name}.md" if name == "sleep" else url

    def picture(self, url):
        name = url.rpartition("/")[2]
        return "" if "missing" in name else f"{{static}}/images/{name}"


def an_old_item(body, *, is_classic=False, **more):
    """Return a post; ``is_classic``: of WordPress's old editor."""
    fields = {"system": "WordPress"} if is_classic else {}
    return OldItem(
        kind="post",
        number=1,
        source="export.xml",
        line=1,
        body=body,
        address=BASE,
        base=BASE,
        fields=fields | more.pop("fields", {}),
        **more,
    )


def converted(body, **more):
    """Return what becomes of a body."""
    return convert(an_old_item(body, **more), NewPlaces())


def markdown(body, **more):
    """Return a body as Markdown, without its last line's end."""
    return converted(body, **more).text.rstrip("\n")


def said(body, **more):
    """Return the notes of a body, each as one line."""
    return [f"{one.outcome}: {one.what}" for one in converted(body, **more).notes]


def built(text):
    """Return Markdown as this site's HTML."""
    return READER.reset().convert(text)


def words_in(html):
    """Return the words that a reader of HTML sees, in order."""
    body = BeautifulSoup(f"<!doctype html><body>{html}", "html5lib").body
    for block in body.find_all(BLOCK_NAMES.split()):
        block.insert_before(" ")
        block.insert_after(" ")
    return re.sub(r"\s+", " ", body.get_text()).split()
