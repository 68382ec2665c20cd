"""``uid``: stored once, for ever."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.feeds.posts import entry_id
from plugins.source.header import parse_header
from plugins.tools.build.pelican_run import run_pelican
from plugins.tools.commands.feed_uid import with_uid
from plugins.tools.site import find_site
from tests.conftest import a_post

ROOT = Path(__file__).parents[3]
UID = "tag:site.example,2026-01-01:/blog/x/"
YAML = "---\ntitle: X\ndate: 2026-01-01\n---\n\nBody\n---\nmore"
KEYS = "Title: X\nDate: 2026-01-01\n\nBody: not a key\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "BOM"])
@pytest.mark.parametrize("text", [YAML, KEYS], ids=["yaml", "keys"])
def test_a_uid_is_the_headers_last_line_and_nothing_else_changes(text, mark, newline):
    """Whatever ends the file's lines."""
    before = mark + text.replace("\n", newline)
    after = with_uid(before, UID)

    assert after is not None
    assert after.replace(f"{newline}uid: {UID}", "", 1) == before
    assert parse_header(after).values["uid"] == UID
    assert parse_header(after).body == parse_header(before).body


@pytest.mark.parametrize(
    "text",
    [
        "Just a text.\n",
        "---\ntitle: [\n---\n",
        "---\ntitle: x\n",
        "Title: x\nuid: y\n\nz",
        "",
    ],
    ids=["no header", "broken", "never closed", "has one", "empty"],
)
def test_a_header_that_cannot_hold_a_uid_is_left_alone(text):
    """Rather no id than a broken post."""
    assert with_uid(text, UID) is None


@given(
    st.sampled_from(
        [
            YAML,
            KEYS,
            "---\ntags: [a, b]\nsummary: |\n  One\n  two\n---\n",
            "Title: a\nSummary: b\n    c\n\nx",
        ]
    ),
    st.sampled_from(
        [
            UID,
            "tag:h,2026-01-01:/a:b/#c",
            "https://s.example/?p=1&q=2",
            "tag:s,2026-01-01:/日本/",
            "a: b",
            "- x",
            "#1",
        ]
    ),
)
def test_a_stored_uid_is_read_back_as_it_was(text, uid):
    """Also one that YAML would take for something else."""
    after = with_uid(text, uid)

    assert after is None or parse_header(after).values["uid"] == uid
    if parse_header(text).form == "yaml":
        assert after is not None


CONF = """
SITENAME = "Test"
SITEURL = {url!r}
TIMEZONE = "UTC"
PATH = "content"
ARTICLE_PATHS = ["posts"]
OUTPUT_PATH = "output"
PLUGINS = ["plugins.feeds"]
FEED_ALL_ATOM = "feeds/all.atom.xml"
ARTICLE_URL = {article!r} + "{{slug}}/"
ARTICLE_SAVE_AS = {article!r} + "{{slug}}/index.html"
"""
TASKS = """
import sys
sys.path.insert(0, {root!r})
from plugins.tools.tasks import namespace
"""


def ids(root):
    """Return title and id of every entry of the site's feed."""
    output = root / "output"
    run_pelican(
        root / "pelicanconf.py",
        PATH=str(root / "content"),
        OUTPUT_PATH=str(output),
    )
    feed = feedparser.parse((output / "feeds" / "all.atom.xml").read_bytes())
    return {entry.title: entry.id for entry in feed.entries}


def test_old_posts_keep_their_ids_when_the_site_moves(tmp_path):
    """``invoke check`` names them, ``--fix feed-uid`` stores what feeds carry today."""
    posts = tmp_path / "content" / "posts"
    posts.mkdir(parents=True)
    (posts / "a.md").write_text(a_post("One"), "utf-8")
    (posts / "b.md").write_text("Title: Two\nDate: 2026-02-02\n\nText.\n", "utf-8")
    (posts / "c.md").write_text(
        a_post("Three", uid="urn:uuid:1b4e28ba-2fa1-11d2-883f-0016d3cca427"), "utf-8"
    )
    (posts / "d.md").write_text(a_post("Draft", status="draft"), "utf-8")
    (tmp_path / "tasks.py").write_text(TASKS.format(root=str(ROOT)), "utf-8")
    conf = tmp_path / "pelicanconf.py"
    conf.write_text(CONF.format(url="https://old.example", article="blog/"), "utf-8")

    def invoke(*words):
        return subprocess.run(
            [sys.executable, "-m", "invoke", *words],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    before = ids(tmp_path)
    asked = invoke("check", "--only", "feeds")
    fixed = invoke("check", "--fix", "feed-uid")
    texts = {path.name: path.read_text("utf-8") for path in posts.iterdir()}
    again = invoke("check", "--fix", "feed-uid")
    conf.write_text(CONF.format(url="https://new.example", article="posts/"), "utf-8")
    for path in posts.iterdir():
        moved = (
            path.read_text("utf-8")
            .replace("itle: ", "itle: New ")
            .replace("2026-0", "2025-0")
        )
        moved = moved.replace(
            "uid: tag:old.example,2025-0", "uid: tag:old.example,2026-0"
        )
        path.write_text(moved, "utf-8")
    after = ids(tmp_path)

    assert asked.stderr.count("[feed-uid]") == 2, asked.stderr
    assert "content/posts/a.md:1: notice: This post has no uid" in asked.stderr
    assert fixed.returncode == 0, fixed.stderr
    assert "2 of 2 posts" in fixed.stdout
    assert "uid" not in texts["d.md"]
    assert "0 of 0 posts" in again.stdout
    assert {f"New {title}": uid for title, uid in before.items()} == after
    assert find_site(tmp_path).root == tmp_path


PLUGINS = ["plugins.front_matter", "plugins.feeds"]


@pytest.mark.parametrize(
    ("guid", "atom"),
    [
        ("5a9c:5ab2d4:5ab2", "urn:uuid:"),
        (
            "4F1A8B7C-0D7E-4B52-9F0D-5C0C8B3E2F6B",
            "urn:uuid:4f1a8b7c-0d7e-4b52-9f0d-5c0c8b3e2f6b",
        ),
        ("17 at a.example", "urn:uuid:"),
        ("https://a.example/?p=12&amp;x=1", "https://a.example/?p=12&amp;x=1"),
    ],
    ids=["colons", "capitals", "words", "address"],
)
def test_the_guid_of_another_program_stands_as_it_was(guid, atom, site):
    """Readers compare it sign by sign; Atom has an address, made from it for ever."""
    feeds = {"FEED_ALL_ATOM": "a.xml", "FEED_ALL_RSS": "r.xml"}
    post = a_post(uid=f'"guid:{guid}"')
    built = site({"posts/a.md": post}, PLUGINS=PLUGINS, **feeds)
    [rss] = feedparser.parse(built.output / "r.xml").entries
    [item] = json.loads(built.read("feeds/all.json"))["items"]
    [entry] = feedparser.parse(built.output / "a.xml").entries

    assert rss.id == item["id"] == guid
    assert entry.id.startswith(atom)
    assert entry.id == entry_id(guid, "", date(2026, 1, 1))
