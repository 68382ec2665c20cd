"""The day of the move: no subscriber sees a post again, no old address is lost."""

from __future__ import annotations

import os
import re
import signal
import time
from collections import Counter
from html import escape
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

import pytest

from tests.needs import needs
from tests.nginx import nginx
from tests.plugins.feeds.readers import Feedparser, Newsboat
from tests.plugins.tools.conftest import visited
from tests.plugins.tools.importing.exports import (
    BASE,
    a_squarespace_item,
    an_author,
    an_export,
    an_item,
)
from tests.plugins.tools.importing.moved import a_house

WORDS = "This is a sentence of the old blog, and a rather long one at that."
TOPIC = '<category domain="category" nicename="x"><![CDATA[Notes]]></category>'
POSTS = range(1, 13)


def a_post(number):
    return an_item(
        f"Post {number}",
        f"<p>{WORDS} Number {number}.</p>",
        post_id=str(number),
        post_name=f"p{number}",
        post_date=f"2020-03-{number:02d} 09:00:00",
        post_date_gmt=f"2020-03-{number:02d} 17:00:00",
        link=f"{BASE}/2020/03/{number}/p{number}/",
        more=TOPIC,
    )


def rss(numbers, guid="{base}/?p={n}", link="{base}/2020/03/{n}/p{n}/"):
    """Return the old blog's RSS feed, as WordPress writes it."""
    items = "".join(
        f"<item><title>Post {n}</title><link>{link.format(base=BASE, n=n)}</link>"
        f"<pubDate>Sun, {n:02d} Mar 2020 17:00:00 +0000</pubDate>"
        f'<guid isPermaLink="false">{escape(guid.format(base=BASE, n=n))}</guid>'
        f"<description>Words.</description></item>"
        for n in reversed(numbers)
    )
    head = f"<title>Old</title><link>{BASE}</link><description>O</description>"
    head = f'<?xml version="1.0"?><rss version="2.0"><channel>{head}'
    return f"{head}{items}</channel></rss>"


def atom(numbers):
    """Return its Atom feed."""
    entries = "".join(
        f"<entry><id>{BASE}/?p={n}</id><title>Post {n}</title>"
        f'<link href="{BASE}/2020/03/{n}/p{n}/"/>'
        f"<updated>2020-03-{n:02d}T17:00:00Z</updated><summary>Words.</summary></entry>"
        for n in reversed(numbers)
    )
    head = f"<title>Old</title><id>{BASE}/feed/atom/</id>"
    head += "<updated>2020-03-12T17:00:00Z</updated><author><name>Ada</name></author>"
    xml = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">'
    return f"{xml}{head}{entries}</feed>"


def add_lines(house):
    """Paste into pelicanconf.py what the report says."""
    text = (house.root / "import-report.md").read_text()
    lines = text.partition("```python\n")[2].partition("```")[0]
    conf = house.root / "pelicanconf.py"
    conf.write_text(f"{conf.read_text()}\n{lines}")


@pytest.fixture(name="moved", scope="module")
def _moved(tmp_path_factory):
    """Move a blog of twelve posts, as README says; return the site and its export."""
    root = tmp_path_factory.mktemp("moved")
    house = a_house(root / "blog")
    source = root / "export.xml"
    page = an_item(
        "About",
        f"<p>{WORDS}</p>",
        post_type="page",
        post_id="90",
        post_name="about-us",
        link=f"{BASE}/who/about-us/",
        guid=f"{BASE}/?page_id=90",
    )
    source.write_text(an_export(an_author(), *map(a_post, POSTS), page))
    ended = house.run("import", str(source), "--yes")
    assert ended.code == 0, ended.said
    add_lines(house)
    built = house.run("build")
    assert built.code == 0, built.said
    return house, source


def test_nothing_is_lost_and_nothing_is_seen_twice(moved):
    """By the export, by a list, and by each of the old feeds."""
    house, source = moved
    beside = house.root.parent
    (beside / "feed.xml").write_text(rss([*POSTS][-10:]))
    (beside / "atom.xml").write_text(atom([*POSTS][-10:]))
    (beside / "list.txt").write_text(f"{BASE}/2020/03/3/p3\n/?p=4\n/who/about-us/\n")
    for name in ("export.xml", "feed.xml", "atom.xml", "list.txt"):
        ended = house.run("import", "--verify", str(beside / name))
        assert ended.code == 0, ended.said
        assert " 0 lost" in ended.out
    said = house.run("import", "--verify", str(source)).out
    assert "12 known again, 0 shown twice" in said


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(k, marks=needs(*k.PROGRAMS, "nginx"), id=k.__name__)
        for k in (Newsboat, Feedparser)
    ],
)
@pytest.mark.reader
def test_a_subscriber_sees_every_post_once_over_the_move(kind, moved, tmp_path):
    """The old feeds' addresses stay in the reader; nginx leads them on."""
    house, _ = moved
    old, home = tmp_path / "old", tmp_path / "home"
    old.mkdir()
    home.mkdir()
    lines = "\n".join(
        f"location = {place} {{ types {{ }} default_type application/xml;"
        f" try_files /{name} =404; }}"
        for place, name in (("/feed/", "rss.xml"), ("/feed/atom/", "atom.xml"))
    )
    current = tmp_path / "current"
    current.symlink_to(old)
    with nginx(current, tmp_path, lines) as url:
        feeds = [f"{url}/feed/", f"{url}/feed/atom/"]
        reader = kind(home, feeds)
        for numbers in (POSTS[:10], POSTS[2:]):
            (old / "rss.xml").write_text(rss(numbers))
            (old / "atom.xml").write_text(atom(numbers))
            stamp = time.time() - 1000 + numbers[0]
            for name in ("rss.xml", "atom.xml"):
                os.utime(old / name, (stamp, stamp))
            reader.poll()
        before = Counter(row.feed for row in reader.held())
        ids = {row.id for row in reader.held()}
        move(tmp_path, current, house)
        reader.poll()
        held = reader.held()
    assert before == dict.fromkeys(feeds, 12)
    assert Counter(row.feed for row in held) == before
    assert {row.id for row in held} == ids
    assert all("/blog/p" in row.link for row in held)


def move(folder, current, house):
    """Let nginx serve the new site, with the lines that we print for it."""
    (folder / "include.conf").write_text(house.run("headers", "nginx").out)
    current.unlink()
    current.symlink_to(house.output)
    os.kill(int((folder / "nginx.pid").read_text()), signal.SIGHUP)
    time.sleep(0.3)


def answers(url):
    """Return where a visitor ends who follows redirects and pages that lead on."""
    try:
        with urlopen(url, timeout=10) as answer:  # a server of ours
            page, end = answer.read().decode(), answer.url
    except HTTPError as error:
        return error.code
    if 'http-equiv="refresh"' in page:
        new = page.partition("url=")[2].partition('"')[0]
        return answers(urljoin(end, new))
    return urlsplit(end).path


@pytest.mark.parametrize("host", ["files", pytest.param("nginx", marks=needs("nginx"))])
def test_what_is_said_of_an_address_is_what_a_server_answers(host, moved, tmp_path):
    """Also that of a question, by a server that is told of it."""
    house, _ = moved
    told = house.run("headers", "nginx").out
    serve = (
        visited(house.output)
        if host == "files"
        else nginx(house.output, tmp_path, told)
    )
    with serve as url:
        for n in (1, 12):
            assert answers(f"{url}/2020/03/{n}/p{n}/") == f"/blog/p{n}/"
            asked = answers(f"{url}/?p={n}")
            assert asked == (f"/blog/p{n}/" if host == "nginx" else "/")
        assert answers(f"{url}/who/about-us/") == "/about-us/"
        assert answers(f"{url}/2020/03/13/p13/") == 404
        with urlopen(f"{url}/feed/", timeout=10) as answer:  # ours
            assert b"<rss" in answer.read()


def test_what_is_lost_is_named_and_ends_with_an_error(moved, tmp_path):
    """An address that nothing answers, one that leads elsewhere, a forgotten one."""
    house, _ = moved
    old = tmp_path / "list.txt"
    old.write_text(f"{BASE}/gone/\n{BASE}/?p=99\nhttps://elsewhere.example/x\n")
    ended = house.run("import", "--verify", str(old))
    assert ended.code == 1
    assert "Lost: /gone/: nothing lies there." in ended.out
    assert "Lost: /?p=99: no rule knows “?p=99”." in ended.out
    assert "2 asked: 0 answered, 0 redirected, 2 lost" in ended.out
    feed = tmp_path / "feed.xml"
    feed.write_text(rss([11, 12], guid="old-{n}"))
    ended = house.run("import", "--verify", str(feed))
    assert ended.code == 1
    assert "it was “old-12”, and is “https://old.example/?p=12” now" in ended.out


def test_the_ids_of_a_squarespace_feed_come_with_it(tmp_path):
    """They stand in no export, and are no addresses."""
    house, source, feed = a_house(tmp_path / "blog"), tmp_path / "e.xml", tmp_path / "f"
    items = [
        a_squarespace_item(
            f"Post {n}",
            f"<p>{WORDS}</p>",
            post_name=f"p{n}",
            more=TOPIC,
            link=f"/blog/2020/3/{n}/p{n}",
            post_id=str(n),
            post_date=f"2020-03-{n:02d} 09:00:00",
        )
        for n in (1, 2)
    ]
    source.write_text(an_export(*items, more=""))
    feed.write_text(
        rss(
            [1, 2],
            guid="5a9c:5ab2:{n}",
            link="{base}/blog/2020/3/{n}/p{n}",
        )
    )
    whole, short = feed.read_text(), tmp_path / "short.xml"
    short.write_text(re.sub("<item><title>Post 1<.*?</item>", "", whole))
    ended = house.run("import", str(source), "--yes", "--feed", str(short))
    assert ended.code == 0, ended.said
    add_lines(house)
    assert house.run("build").code == 0
    verified = house.run("import", "--verify", str(short))
    assert verified.code == 1
    assert "“Post 1”: the old feed, as it was saved, did not hold it" in verified.out
    assert "with FEED_MAX_ITEMS = 1 ours does not either" in verified.out

    ended = house.run("import", str(source), "--yes", "--feed", str(feed))
    assert "1 renewed, 1 same" in ended.out
    assert house.run("build").code == 0
    assert ">5a9c:5ab2:2</guid>" in (house.output / "feeds/all.rss.xml").read_text()
    verified = house.run("import", "--verify", str(feed))
    assert verified.code == 0, verified.said
    assert "2 known again, 0 shown twice" in verified.out
    assert "/blog?format=rss" in (house.root / "pelicanconf.py").read_text()
    (tmp_path / "list").write_text("/blog\n/blog/category/Notes\n/blog?format=rss\n")
    lists = house.run("import", "--verify", str(tmp_path / "list"))
    assert "3 asked: 0 answered, 3 redirected, 0 lost" in lists.out, lists.out
    assert Path(house.output / "_redirects").read_text().count("format=rss") >= 1
