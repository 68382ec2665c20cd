"""A saved site comes over by the real command, and nobody who knew it is lost."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from tests.plugins.tools.importing.moved import GIF, a_house
from tests.plugins.tools.importing.pages import OWN, WORDS, by_hand, listing, wordpress
from tests.plugins.tools.importing.test_saved_site import FEED, HOME, HOST

ALONE = "A box beside the text, which stands on this page and on no other one."
ABOUT = f'<link rel="canonical" href="{HOME}/about-us/">'


@pytest.fixture(name="house")
def _house(tmp_path):
    return a_house(tmp_path / "blog")


@pytest.fixture(name="saved")
def _saved(tmp_path):
    """A mirror of a small blog of WordPress, as ``wget`` leaves it."""
    sleep = wordpress("Sleep &amp; Rest", "blog/sleep/", body=f"<p>{WORDS}</p>")
    sleep = sleep.replace(OWN, ALONE)
    files = {
        "index.html": listing("Sleep", "Dreams"),
        "index.html?p=12": sleep.replace("../../", ""),
        "blog/sleep/index.html": sleep,
        "blog/dream/index.html": wordpress("Dreams", "blog/dream/", number=13),
        "about-us/index.html": by_hand(
            "About us", f"<p>{WORDS}</p>", head=ABOUT, date=""
        ),
        "feed/index.html": FEED,
        "wp-content/uploads/room.jpg": GIF,
    }
    for path, text in files.items():
        file = tmp_path / "saved" / HOST / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path / "saved"


def test_a_saved_site_comes_over_adds_up_and_builds(house, saved):
    """Texts, links, pictures, ids of the feed; old addresses lead on, questions too."""
    ended = house.run("import", str(saved), "--yes")
    assert ended.code == 0, ended.said
    report = json.loads((house.root / "import-report.json").read_text("utf-8"))
    assert report["adds_up"]
    assert report["totals"]["items"] == {"changed": 3, "left": 2}
    post = (house.root / "content/posts/2020-03-14-sleep.md").read_text("utf-8")
    assert "[dreams]({filename}/posts/2020-03-14-dream.md" in post
    assert "{static}/images/room.gif" in post
    assert "sleep-1" in post
    assert "All rights" not in post
    said = (house.root / "import-report.md").read_text("utf-8")
    assert f"left: outside of the text, on this page alone: “{ALONE}" in said
    assert f"left: it is the same page as {HOST}/blog/sleep/index.html" in said

    built = house.run("build", "--strict")
    assert built.code == 0, built.said
    lines = (house.output / "_redirects").read_text("utf-8").splitlines()
    assert "/ p=12 /blog/sleep/ 301!" in lines
    page = BeautifulSoup((house.output / "blog/sleep/index.html").read_text(), "lxml")
    assert page.text.count(WORDS.strip()) == 2

    before = house.files("content"), (house.root / "import-report.md").read_bytes()
    again = house.run("import", str(saved), "--yes")
    assert again.code == 0, again.said
    after = house.files("content"), (house.root / "import-report.md").read_bytes()
    assert after == before


def test_lists_of_a_saved_site_lead_on_and_are_asked_for(house, saved):
    """To the list of their topic; home where it has none here, and is no page's."""
    lists = ("category/nights.html", "category/nights2.html", "author/ada.html")
    for name in (*lists, "page/2/index.html"):
        file = saved / HOST / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(listing("Sleep", "Dreams", name), "utf-8")
    house.run("import", str(saved), "--yes")
    assert house.run("build").code == 0
    lost = house.run("import", "--verify", str(saved))
    assert lost.code == 1
    assert "Lost: /category/nights2.html" in lost.said

    told = json.loads((house.root / "import-report.json").read_text("utf-8"))
    conf = house.root / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + "\n".join(told["settings"]) + "\n")
    assert house.run("build").code == 0
    kept = house.run("import", "--verify", str(saved))
    assert "redirected, 0 lost" in kept.said
    assert "all.atom.xml" not in kept.said  # it had none, whose ids could be kept
    lines = (house.output / "_redirects").read_text("utf-8")
    assert "/category/nights2.html /category/nights/ 301" in lines
    assert "/author/ada.html / 301" in lines
    assert "/page/2/ / 301" in lines


def test_one_saved_page_comes_over_too(house, saved):
    """With the picture that lies beside it."""
    page = saved / "Sleep.html"
    text = (saved / HOST / "blog/sleep/index.html").read_text("utf-8")
    page.write_text(text.replace("../../wp-content/uploads", "Sleep_files"), "utf-8")
    (saved / "Sleep_files").mkdir()
    (saved / "Sleep_files/room.jpg").write_bytes(GIF)
    ended = house.run("import", str(page), "--yes")

    assert ended.code == 0, ended.said
    assert [*house.files("content/posts")] == ["2020-03-14-sleep.md"]
    assert (house.root / "content/images/room.gif").read_bytes() == GIF
