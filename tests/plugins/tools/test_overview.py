"""What a table says of each post and page, read from real builds."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.references.library.file import format_library
from plugins.tools.build.pelican_run import run_pelican
from plugins.tools.overview import read_entries
from tests.conftest import QUIET, a_post
from tests.plugins.references.citing.test_status import WORKS

OURS = [f"plugins.{name}" for name in ("front_matter", "references", "reading")]
STRICT = {"PLUGINS": OURS, "FRONT_MATTER": {"strict": True}}
POSTS = {
    "references/library.json": format_library(WORKS.values()),
    "posts/a.md": a_post("A & B", body="Five words [@daly2019] stand here."),
    "posts/b.md": a_post("B", status="draft"),
    "posts/c.md": a_post("C", date="2026-03-01"),
    "posts/d.md": a_post("D", status="hidden"),
    "posts/e.md": a_post("E", status="withdrawn", withdrawn_because="It was wrong."),
    "pages/f.md": "---\ntitle: F\nreview_due: 2026-04-01\n---\n\nA page.\n",
}


@pytest.fixture(name="entries")
def _entries(tmp_path):
    """Build a site, and return its entries by the names of their files."""

    def build(files, **settings):
        for name, text in files.items():
            path = tmp_path / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        own = {"PATH": str(tmp_path / "content"), "BULLETIN_NOW": "2026-02-01"}
        own |= {"OUTPUT_PATH": str(tmp_path / "output")}
        opened = run_pelican(None, **QUIET | own | settings)
        assert opened.is_good
        found = read_entries(opened)
        assert sorted(found) == list(found)
        for entry in found:
            is_there = (tmp_path / "output" / entry.url).is_file()
            assert is_there == bool(entry.url)
        return {entry.path[-4:-3]: entry for entry in found}

    return build


def test_a_preview_tells_the_state_of_every_post_and_page(entries):
    """In the words of the vocabulary, which ``invoke series`` uses too."""
    found = entries(POSTS, BULLETIN_PREVIEW=True, **STRICT)
    assert {name: (one.kind, one.state) for name, one in found.items()} == {
        "a": ("post", "published"),
        "b": ("post", "draft"),
        "c": ("post", "scheduled"),
        "d": ("post", "hidden"),
        "e": ("post", "withdrawn"),
        "f": ("page", "published"),
    }
    assert found["a"].path == "content/posts/a.md"
    assert found["f"].review_due == date(2026, 4, 1)
    assert f"{found['c'].at:%Y-%m-%d}" == "2026-03-01"
    assert found["f"].at is found["a"].review_due is None


def test_what_waits_is_not_in_the_run_that_publishes(entries):
    """A strict site lets Pelican see neither drafts nor posts to come."""
    assert set(entries(POSTS, **STRICT)) == {"a", "d", "e", "f"}


def test_works_and_words_are_counted_where_somebody_knows_them(entries):
    """The list of references is looked up, and no words to read."""
    found = entries(POSTS, **STRICT)
    assert (found["a"].title, found["a"].words) == ("A & B", 5)
    assert (found["a"].sources, found["d"].sources) == (1, 0)


def test_a_site_without_our_plugins_is_read_too(entries):
    """What nobody counts is not known, and is not said to be 0."""
    header = "Title: {}\nDate: 2026-01-01\nStatus: {}\n\nTwo words.\n"
    states = {"a": "published", "b": "draft", "d": "hidden"}
    texts = {f"posts/{k}.md": header.format(k, state) for k, state in states.items()}
    late = header.format("c", "published").replace("2026", "2999")
    texts |= {"posts/c.md": late, "pages/f.md": "Title: F\n\nA page.\n"}
    found = entries(texts, WITH_FUTURE_DATES=False, DRAFT_SAVE_AS="")
    assert {name: one.state for name, one in found.items()} == {
        **states,
        "c": "scheduled",
        "f": "published",
    }
    assert (found["a"].words, found["a"].sources) == (2, None)
    assert (found["a"].review_due, found["b"].url) == (None, "")


def test_a_date_to_come_holds_nothing_back_where_pelican_publishes_it(entries):
    """That is its default; with the plugin, and without."""
    texts = {"posts/c.md": "Title: C\nDate: 2999-01-01\n\nOut already.\n"}
    for plugins in ([], OURS):
        found = entries(texts, PLUGINS=plugins)
        assert (found["c"].state, found["c"].url) == ("published", "c.html")
