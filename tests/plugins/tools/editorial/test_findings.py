"""What ``invoke check`` says of texts: the real command on real sites."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from plugins.tools.commands.check import check_site
from plugins.tools.site import Site
from tests.conftest import a_post
from tests.plugins.tools.editorial.test_readability import HARD

CONF = """
PATH = "content"
SITENAME = "Test"
SITEURL = ""
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "simple"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
DRAFT_SAVE_AS = ""
FRONT_MATTER = {"strict": True}
PLUGINS = ["plugins.front_matter", "plugins.post_checks", "plugins.series",
    "plugins.reading", "plugins.references"]
"""
CRISIS = 'READING = {"crisis_html": "<p>Call 988.</p>"}\n'


@pytest.fixture(name="check")
def _check(tmp_path, capsys):
    """Check a site: ``check({"posts/a.md": …}, only="spelling")`` returns problems."""

    def run(files, conf="", **options):
        (tmp_path / "pelicanconf.py").write_text(CONF + conf, "utf-8")
        for name, text in files.items():
            path = tmp_path / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        options = {"form": "json", "strict": False} | options
        run.code = check_site(Site(tmp_path, tmp_path), **options)
        run.said = capsys.readouterr()
        return json.loads(run.said.out)["problems"] if options["form"] == "json" else []

    return run


def places(found):
    return [(one["path"], one["line"], one["level"]) for one in found]


def test_words_are_checked_in_all_texts_of_a_site(check):
    """Posts, pages, series and drafts; other languages by the house's words alone."""
    files = {
        "posts/a.md": a_post("A", body="We recieve it."),
        "posts/b.md": a_post("B", body="We recieve Ket.", lang="de"),
        "posts/c.md": a_post("C", body="We recieve it.", status="draft"),
        "pages/p.md": "---\ntitle: P\n---\n\nWe recieve it, nown.\n",
        "series/s.md": "---\ntitle: S\nsummary: We recieve it.\n---\n",
        "words.txt": "nown\nKet->ketamine\n",
    }
    assert places(check(files, only="spelling")) == [
        ("content/pages/p.md", 5, "warning"),
        ("content/posts/a.md", 8, "warning"),
        ("content/posts/b.md", 9, "warning"),
        ("content/posts/c.md", 9, "warning"),
        ("content/series/s.md", 3, "warning"),
    ]
    assert check.code == 0


def test_a_hard_text_is_told_with_its_three_hardest_sentences(check):
    """As a notice, with their lines; the site decides what is hard."""
    body = f"Easy words stand here.\n\n{HARD * 8}\n\n{HARD}It ends.\n\nMore {HARD}"
    (found,) = check({"posts/a.md": a_post(body=body)}, only="reading")
    assert (found["name"], found["level"]) == ("reading-age", "notice")
    assert "reading age of " in found["what"]
    assert "line 10, “Notwithstanding methodological" in found["what"]
    assert found["what"].count("line ") == 3
    given = {"posts/a.md": a_post(body=body)}
    assert not check(given, 'CHECK = {"reading_age": 25}\n', only="reading")
    assert not check({"posts/a.md": a_post(body=body, lang="de")}, only="reading")


def test_a_page_that_names_suicide_gives_the_crisis_line(check):
    """The built page is looked at: the plain theme prints no such line."""
    body = "It did not prevent\nsuicidal thoughts. That was in 1988."
    files = {"posts/a.md": a_post(body=body)}
    (found,) = check(files, only="crisis")
    assert places([found]) == [("content/posts/a.md", 9, "warning")]
    assert 'READING["crisis_html"]' in found["remedy"]
    (found,) = check(files, CRISIS, only="crisis")
    assert "article.crisis_html" in found["remedy"]
    template = (
        "{% extends '!simple/article.html' %}{% block content %}{{ super() }}"
        "{{ article.crisis_html|safe }}{% endblock %}"
    )
    conf = f"{CRISIS}THEME_TEMPLATES_OVERRIDES = ['content/own']\n"
    assert not check({**files, "own/article.html": template}, conf, only="crisis")


def test_reviews_are_told_before_they_are_due(check):
    """A month before, with the header's line; drafts have none."""
    today = datetime.now(UTC).date()
    near, far, past = (today + timedelta(days) for days in (30, 31, -1))
    files = {
        "posts/a.md": a_post("A", review_due=near),
        "posts/b.md": a_post("B", review_due=far),
        "posts/c.md": a_post("C", review_due=past),
        "posts/d.md": a_post("D", review_due=near, status="draft"),
    }
    found = check(files, only="reviews")
    assert [(one["path"][-4:], one["line"], one["name"]) for one in found] == [
        ("a.md", 6, "review-soon"),
        ("c.md", 6, "review-due"),
    ]
    assert "in 30 days" in found[0]["what"]
    stock = CONF[CONF.index("PLUGINS") :]
    found = check(files, f"PLUGINS = []\n#{stock.splitlines()[0]}\n", only="reviews")
    assert [one["name"] for one in found] == ["review-soon", "review-due"]
    assert not check({}, 'CHECK = {"review_days": 0}\n', only="reviews")[1:]


def a_picture(size, *, exif=None, kind="JPEG", **more):
    file = BytesIO()
    image = Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3))
    image.save(file, kind, quality=95, **({"exif": exif} if exif else {}), **more)
    return file.getvalue()


def test_pictures_that_are_sent_large_are_told(check):
    """What is published counts: smaller ones that are made of a file will do."""
    text = "![A room]({static}/images/room.jpg)\n\n![A wide one]({static}/images/w.png)"
    files = {
        "posts/a.md": a_post(body=text),
        "images/room.jpg": a_picture((700, 700)),
        "images/w.png": a_picture((2700, 2), kind="PNG"),
        "images/unused.jpg": a_picture((700, 700)),
    }
    found = check(files, only="images")
    heavy = [one for one in found if one["name"] == "image-heavy"]
    assert [(one["line"], one["what"].split("”")[0][1:]) for one in heavy] == [
        (8, "room.jpg"),
        (10, "w.png"),
    ]
    assert "2,700 pixels" in heavy[1]["what"]
    conf = "PLUGINS = [*PLUGINS, 'plugins.images']\nIMAGES = {'widths': [400], "
    conf += "'fallback_width': 400}\n"
    found = check(files, conf, only="images")
    assert [one["line"] for one in found if one["name"] == "image-heavy"] == []


def test_pictures_that_say_where_they_were_taken_are_told(check):
    """In Exif or XMP; what the site publishes is not looked at alone."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (45.0, 31.0, 12.0)}
    device = Image.Exif()
    device[0x010F] = "A camera"
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/" exif:GPSLatitude="45,31N"/>'
    files = {
        "posts/a.md": a_post(),
        "images/a.jpg": a_picture((8, 8), exif=exif),
        "images/b.webp": a_picture((8, 8), exif=exif, kind="WEBP"),
        "images/c.jpg": a_picture((8, 8), xmp=xmp),
        "images/d.jpg": a_picture((8, 8), exif=device),
        "images/e.png": a_picture((8, 8), exif=exif, kind="PNG"),
        "images/f.jpg": b"no picture",
    }
    found = check(files, only="images")
    assert [one["path"] for one in found if one["name"] == "image-location"] == [
        f"content/images/{name}" for name in ("a.jpg", "b.webp", "c.jpg", "e.png")
    ]


def test_a_wrong_setting_is_told_and_the_rest_is_checked(check):
    """With what was meant."""
    wrong = check(
        {"posts/a.md": a_post(body="[x]({filename}no.md)")}, "CHECK={'age':1}"
    )
    assert {one["name"] for one in wrong} >= {"check-setting", "link-missing"}
    assert check.code == 1


@pytest.mark.parametrize("only", ["spelling", "links", "images"])
@pytest.mark.parametrize(
    ("conf", "name"),
    [
        ("CHECK = {'age': 1}", "check-setting"),
        ("READING = {'age': 1}", "reading-setting"),
        ("PLUGINS = [", "conf"),
        ("PLUGINS = ['no_such_plugin']", "plugin-missing"),
    ],
)
def test_what_leaves_a_site_unchecked_is_told_whatever_part_is_asked_for(
    check, only, conf, name
):
    """It was not, and nothing was said to be wrong with what had not been checked."""
    files = {"posts/a.md": a_post()}
    assert name in [one["name"] for one in check(files, f"{conf}\n", only=only)]
    assert check.code == 1


def test_every_name_has_the_level_that_the_site_gives_to_it(check):
    """As the problems of a build have; off is nothing."""
    files = {"posts/a.md": a_post(body="We recieve it. It is a miracle.")}
    conf = "PROBLEM_LEVELS = {'spelling': 'error', 'promise': 'off'}\n"
    found = check(files, conf, only="spelling,promises")
    assert [(one["name"], one["level"]) for one in found] == [("spelling", "error")]
    assert check.code == 1


def test_links_are_followed_wherever_they_stand(check):
    """In texts, pages, files of series, summaries and key points; places too.

    Each has the line on which its author wrote it.
    """
    broken = "[a](/no/), [b]({filename}/posts/no.md), [c](/a.html#no)."
    other = broken.replace("no", "gone")
    key = "\n  - See [this](/no/).\n  - Fine."
    post = a_post("A", body="## Here {#here}\n\n[ok](#here)", key_points=key)
    files = {
        "posts/a.md": post.replace("A summary that", "See {filename}no.md, which"),
        "posts/b.md": a_post("B", body=broken, series="S"),
        "pages/p.md": f"---\ntitle: P\n---\n\n{broken}\n",
        "series/s.md": f"---\ntitle: S\n---\n\nWords.\n\n{other}\n",
    }
    conf = "PAGE_SAVE_AS = PAGE_URL = '{slug}.html'\nPOST_CHECKS = {'strict': False}\n"
    found = check(files, conf, only="links,series")
    told = sorted((p["path"][8:], p["line"], p["name"]) for p in found)
    of_a_text = ["link-broken", "link-fragment", "link-missing"]
    assert told == [
        *(("pages/p.md", 5, name) for name in of_a_text),
        ("posts/a.md", 4, "link-plain"),
        ("posts/a.md", 7, "link-plain"),
        *(("posts/b.md", 9, name) for name in of_a_text),
        ("series/s.md", 7, "output-fragment"),
        ("series/s.md", 7, "output-link"),
        ("series/s.md", 7, "series-link"),
    ]


def test_a_check_ends_with_one_row_for_each_text(check):
    """Drafts and posts to come too; what is not known is neither none nor zero."""
    clock = 'BULLETIN_NOW = "2026-02-01T12:00:00+00:00"\n'
    files = {
        "posts/long.md": a_post("Long", body=HARD * 12),
        "posts/kurz.md": a_post("Kurz", body="Wenige Worte.", lang="de"),
        "posts/draft.md": a_post("Draft", body="Few words.", status="draft"),
        "posts/soon.md": a_post("Soon", body="Some words.", date="2026-12-20"),
        "pages/about.md": a_post("About us", body="We."),
    }
    check(files, clock)
    rows = json.loads(check.said.out)["posts"]
    check(files, clock, form="text")
    printed = check.said.out.split("Post or page")[1].splitlines()[1:]

    assert [row["title"] for row in rows] == [
        *("Draft", "Kurz", "Long", "Soon", "About us")
    ]
    assert [row["state"] for row in rows] == [
        *("draft", "published", "published", "scheduled", "published")
    ]
    assert [row["reading_age"] is None for row in rows] == [1, 1, 0, 1, 1]
    assert all(row["sources"] == 0 for row in rows)
    assert re.match(r"Kurz +2 +unknown +0 +published", printed[1])
    assert re.match(r"Soon +2 +unknown +0 +scheduled 2026-12-20", printed[3])

    check(files, clock, form="text", only="spelling")
    assert "Post or page" not in check.said.out


def test_where_a_mistake_hides_the_state_it_is_unknown(check):
    """A draft whose status cannot be read was called published."""
    draft = a_post("A draft", body="Few words.", status="draft")
    files = {
        "posts/word.md": draft.replace(": draft", ": daft"),
        "posts/key.md": draft.replace("status:", "sattus:"),
        "posts/other.md": draft.replace("category:", "ctaegory:"),
        "posts/day.md": a_post("A day", body="Few words.", date="2026-02-30"),
        "posts/right.md": a_post("Right", body="Few words."),
    }
    check(files)
    states = {row["path"]: row["state"] for row in json.loads(check.said.out)["posts"]}
    assert {path.removeprefix("content/posts/"): s for path, s in states.items()} == {
        "word.md": None,
        "key.md": None,
        "other.md": "draft",
        "day.md": None,
        "right.md": "published",
    }
    check(files, form="text")
    assert re.search(r"A day +2 +unknown +0 +unknown", check.said.out)
