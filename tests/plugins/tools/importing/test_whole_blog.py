"""A blog with items of all kinds: it comes in, it adds up, it builds."""

from __future__ import annotations

import json

import pytest

from plugins.source.header import parse_header
from tests.plugins.tools.importing.exports import (
    BASE,
    a_picture,
    an_author,
    an_export,
    an_item,
)
from tests.plugins.tools.importing.moved import GIF, a_house
from tests.plugins.tools.importing.test_import import comment
from tests.plugins.tools.importing.test_move_day import add_lines

WORDS = "This is a sentence of the old blog, and a rather long one at that."
BED = f'<img src="{BASE}/wp-content/uploads/bed.gif" alt="A bed." />'
LAZY = BED.replace("src=", "data-src=")
LINES = """A second one with _marks_, *stars* and [brackets].

<!--more-->

The end."""
#: What each system makes of a text, in turn, behind the first sentence.
AFTER = (
    "<!-- wp:list --><ul><li>One<ul><li>Deep</li></ul></li></ul><!-- /wp:list -->",
    f"\n\n{LINES}",
    f'\n\n[caption id="a1" align="alignleft" width="300"]{BED} The bed[/caption]\n\n',
    '[gallery ids="12,13"]<p>After the gallery.</p>',
    "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></table>",
    "<pre><code>x = [1]\ny</code></pre><blockquote><p>Quoted.</p></blockquote>",
    '<iframe src="https://a.example/e" title="A talk"></iframe><script>x()</script>',
    f'<div class="sqs-block">{LAZY}<noscript>{BED}</noscript></div>',
    "<h2>References</h2><ol><li>Smith J. One. 2020.</li></ol>",
    f'<p>\u200bZero\u00a0width, <a href="{BASE}/q3/">a link</a>, “smart”.</p>',
)
OTHERS = ("nav_menu_item", "revision", "wp_block", "custom_css", "product")
SLUGS = ("about-us", "categories", "con", "index", "team")
STATUSES = ("draft", "pending", "private", "future", "auto-draft", "trash")


def topic(domain, name):
    return f'<category domain="{domain}" nicename="x"><![CDATA[{name}]]></category>'


def a_post(n):
    more = topic("category", "Notes" if n % 3 else "Sleep")
    more += topic("post_tag", f"tag {n % 7}") + (comment("Nice") if n % 5 == 0 else "")
    return an_item(
        f"Post {n} &amp; “more”",
        (WORDS if n % 10 in (1, 2) else f"<p>{WORDS}</p>") + AFTER[n % 10],
        post_id=str(100 + n),
        post_name=f"q{n}",
        post_date=f"{2010 + n % 10}-0{1 + n % 9}-{1 + n % 28:02d} 09:00:00",
        post_date_gmt=None,
        link=f"{BASE}/q{n}/",
        excerpt=WORDS if n % 2 else "",
        is_sticky="1" if n == 3 else "0",
        meta={"_thumbnail_id": "12"} if n % 9 == 0 else {},
        more=more,
    )


def others():
    """Yield what is no plain post."""
    notes = topic("category", "Notes")
    for n, slug in enumerate(SLUGS):
        guid = f"{BASE}/?page_id={300 + n}"
        told = {"post_type": "page", "post_id": str(300 + n), "guid": guid}
        yield an_item(slug, f"<p>{WORDS}</p>", post_name=slug, **told)
    for n, status in enumerate(STATUSES):
        told = {
            "post_id": str(400 + n),
            "post_name": "",
            "more": topic("category", "N"),
        }
        told["post_date"] = f"{2099 if status == 'future' else 2020}-01-01 09:00:00"
        link = f"{BASE}/?p={400 + n}"
        yield an_item(
            f"A {status}", f"<p>{WORDS}</p>", status=status, link=link, **told
        )
    notes = topic("category", "Notes")
    for n, told in enumerate(
        (
            {"title": "Secret", "post_password": "x", "post_name": "secret"},
            {"title": "Again", "post_name": "q1", "link": f"{BASE}/again/q1/"},
            {"title": "", "post_name": "untitled"},
        )
    ):
        yield an_item(body=f"<p>{WORDS}</p>", post_id=str(500 + n), more=notes, **told)
    for kind in OTHERS:
        for n in range(8):
            yield an_item(f"{kind} {n}", "x", post_type=kind, post_id=f"{kind}{n}")
    yield a_picture("12", "bed.gif")
    yield a_picture("13", "room.gif", "A room.")


@pytest.fixture(name="moved", scope="module")
def _moved(tmp_path_factory):
    """Bring 180 items over; return the site, the export, and how it ended."""
    root = tmp_path_factory.mktemp("whole")
    house, source = a_house(root / "blog"), root / "export.xml"
    (root / "uploads").mkdir()
    (root / "uploads/bed.gif").write_bytes(GIF)
    (root / "uploads/room.gif").write_bytes(GIF + b"x")
    items = [*map(a_post, range(100)), *others()]
    items += [a_picture(str(n), f"u{n}.gif") for n in range(900, 1080 - len(items))]
    source.write_text(an_export(an_author(), *items))
    return house, source, house.run("import", str(source), "--yes", "--no-cite")


def test_a_report_of_all_kinds_adds_up(moved):
    """Each item stands in it once, and every word is somewhere."""
    house, _, ended = moved
    assert ended.code == 0, ended.said
    report = json.loads((house.root / "import-report.json").read_text())
    totals = report["totals"]
    assert report["adds_up"], report["differences"]
    assert [one["number"] for one in report["items"]] == [*range(1, 181)]
    assert totals["second_reading"] == sum(totals["items"].values()) == 180
    for name in ("words", "links", "images", "references"):
        one = totals[name]
        assert one["in"] - one["not_brought"] + one["added"] == one["out"]
        texts = [item for item in report["items"] if item["slug"]]
        assert one["in"] == sum(item["in"][name] for item in texts)
        assert one["out"] == sum(item["out"][name] for item in texts)
    assert totals["images"]["out"] == 40
    assert totals["references"] == {
        "in": 10,
        "not_brought": 0,
        "added": 0,
        "out": 10,
    }
    assert totals["comments"] == 20
    left = [one for one in report["items"] if one["outcome"] == "left"]
    assert all(one["notes"] for one in left)
    shown = (house.root / "import-report.md").read_text()
    assert all(f"{one['where']})" in shown for one in report["items"])


def test_every_post_passes_the_build_and_every_address_leads_on(moved):
    """On a site as strict as the clinic's; a draft and a secret stay unseen."""
    house, source, _ = moved
    add_lines(house)
    built = house.run("build")
    assert built.code == 0, built.said
    verified = house.run("import", "--verify", str(source))
    assert verified.code == 0, verified.said
    assert " 0 lost" in verified.out
    assert verified.out.count(" 0 shown twice") == 2
    headers = [
        parse_header(path.read_text()).values
        for path in (house.root / "content/posts").iterdir()
    ]
    unseen = {one["title"] for one in headers if one.get("status") == "draft"}
    assert unseen == {"A draft", "A pending", "A private", "A auto-draft", "Secret"}
    pages = b"".join(data for name, data in house.files().items() if "html" in name)
    assert not any(title.encode() in pages for title in unseen)
    assert b"<script>x()" not in pages
