"""Each item of an old site gets a file, a header and the addresses it had."""

from __future__ import annotations

import pytest

from plugins.source.header import parse_header
from plugins.tools.build.build import read_settings_of
from plugins.tools.importing.house import House
from plugins.tools.importing.old_site import OldItem
from plugins.tools.importing.plan import Wishes, plan_move
from plugins.tools.importing.writing import text_of
from plugins.tools.importing.wxr import WxrSite
from plugins.tools.site import Site
from tests.plugins.tools.importing.exports import (
    a_picture,
    an_author,
    an_export,
    an_item,
)
from tests.plugins.tools.importing.moved import a_house


@pytest.fixture(name="plan", scope="module")
def _plan(tmp_path_factory):
    """Plan a move: ``plan(an_item(…), …, category="All")``."""
    place = a_house(tmp_path_factory.mktemp("plan") / "blog", posts=1)
    settings = read_settings_of(Site(place.root, place.root))
    house = House(place.root / "content", settings)

    def plan(*items, more="", **wishes):
        export = place.write("export.xml", an_export(an_author(), *items, more=more))
        made = plan_move(WxrSite(export), house, Wishes(**wishes))
        plan.house = house
        return made

    return plan


def only(made):
    """Return the one item that is planned."""
    [one] = made.planned.values()
    return one


def said(one):
    """Return all that is said of an item."""
    return "\n".join(note.what for note in (*one.moved, *one.notes))


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"status": "publish"}, "published", ""),
        ({"status": "draft"}, "draft", ""),
        ({"status": "pending"}, "draft", ""),
        ({"status": "auto-draft"}, "draft", ""),
        ({"status": "private"}, "draft", "it was private"),
        ({"status": "publish", "post_password": "x"}, "draft", "a password kept it"),
        ({"status": "acf-disabled"}, "draft", "its status was “acf-disabled”"),
        ({"status": "future", "post_date": "2099-01-02 09:00:00"}, "published", ""),
    ],
    ids=lambda one: one.get("status", "") if isinstance(one, dict) else None,
)
def test_what_not_everybody_saw_is_never_published(plan, fields, status, words):
    """A date to come holds a post back by itself."""
    one = only(plan(an_item(**fields)))
    assert one.record.status == status
    assert words in said(one)
    if fields["status"] == "future":
        assert one.record.date.year == 2099


BARE = "https://old.example/?p=7"


@pytest.mark.parametrize(
    ("fields", "slug", "words"),
    [
        ({"post_name": "sleep"}, "sleep", ""),
        ({"post_name": "sleep.html"}, "sleep", ""),
        ({"post_name": "blog/2020/3/14/sleep"}, "sleep", ""),
        ({"post_name": "%C3%A9t%C3%A9-%E2%9C%93"}, "ete", ""),
        ({"post_name": "a$(touch${IFS}PWNED)"}, "a-touch-ifs-pwned", ""),
        ({"post_name": "../../etc/passwd"}, "passwd", ""),
        ({"post_name": "..", "title": "Dots"}, "dots", ""),
        ({"post_name": "", "title": "Été: qué?", "link": BARE}, "ete-que", ""),
        ({"post_name": "categories"}, "categories-2", "a name that the site needs"),
        ({"post_name": "con"}, "con-2", "the name of a device"),
        ({"post_name": "post-0"}, "post-0-2", "taken by another"),
        ({"post_name": "睡眠"}, "shui-mian", ""),
        ({"post_name": "??", "title": "…", "link": BARE}, "post-1", "neither its slug"),
        ({"post_name": "x" * 300}, "x" * 100, ""),
    ],
)
def test_a_slug_stays_or_becomes_one_that_can_be(plan, fields, slug, words):
    """Whatever stands there is a name: it leads to no folder and runs nothing."""
    link = "https://old.example/old/place/"
    one = only(plan(an_item(**{"link": link, **fields})))
    assert one.file == f"posts/2020-03-14-{slug}.md"
    assert one.url == f"/blog/{slug}/"
    assert words in said(one)
    assert one.record.aliases[0] == ("/?p=7" if "link" in fields else "/old/place/")


def test_items_with_one_slug_get_an_address_each(plan):
    """The first keeps it; all old addresses lead on, none to two."""
    items = [
        an_item(post_id=str(n), link=f"https://old.example/{n}/sleep/")
        for n in range(1, 4)
    ]
    made = plan(*items).planned
    assert [one.slug for one in made.values()] == ["a-post", "a-post-2", "a-post-3"]
    assert [one.record.aliases for one in made.values()] == [
        (f"/{n}/sleep/", f"/?p={n}") for n in range(1, 4)
    ]


def test_an_old_address_leads_to_the_page_that_lies_there_now(plan):
    """Where a new address is another's old one, the new page stays, and it is said."""
    first = an_item(post_name="b", link="https://old.example/blog/a/", post_id="1")
    second = an_item(post_name="a", link="https://old.example/x/", post_id="2")
    one, other = plan(first, second).planned.values()
    assert "/blog/a/" not in one.record.aliases
    assert "its old address /blog/a/ is that of item 2" in said(one)
    assert other.url == "/blog/a/"


def test_a_page_of_the_sites_own_keeps_its_address(plan):
    """What comes gets another, and its old address is not taken from that page."""
    link = "https://old.example/about/"
    one = only(plan(an_item(post_type="page", post_name="about", link=link)))
    assert (one.file, one.url) == ("pages/about-2.md", "/about-2/")
    assert "/about/" not in one.record.aliases
    assert "its old address /about/ is that of pages/about.md" in said(one)


def test_capitals_stay_where_an_address_would_be_lost_without_them(plan):
    """An alias cannot differ from the new address in capitals alone."""
    one = only(plan(an_item(post_name="Sleep", link="https://old.example/blog/Sleep")))
    assert (one.url, one.file) == ("/blog/Sleep/", "posts/2020-03-14-sleep.md")
    assert (one.record.slug, one.record.aliases[:1]) == ("Sleep", ("/?p=7",))


@pytest.mark.parametrize(
    ("fields", "date", "words"),
    [
        ({}, "2020-03-14", ""),
        ({"post_date": None, "post_date_gmt": None}, "2021-04-05", "of its address"),
    ],
    ids=["own", "address"],
)
def test_a_date_is_the_sources_or_that_of_the_address(plan, fields, date, words):
    """In the site's time zone."""
    link = "https://old.example/2021/4/5/sleep"
    one = only(plan(an_item(link=link, **fields)))
    assert one.file == f"posts/{date}-a-post.md"
    assert one.record.date.utcoffset() is not None
    assert words in said(one)


def test_a_post_whose_date_nobody_knows_is_a_draft_without_one(plan):
    """No date is invented."""
    one = only(plan(an_item(post_date=None, post_date_gmt=None)))
    assert (one.record.date, one.record.status) == (None, "draft")
    assert one.file == "posts/a-post.md"
    assert "the source gives it no date" in said(one)


@pytest.mark.parametrize(
    ("guid", "uid"),
    [
        ("https://old.example/?p=7", "https://old.example/?p=7"),
        ("tag:old.example,2020:7", "tag:old.example,2020:7"),
        ("5a9c:5ab2", "guid:5a9c:5ab2"),
        ("4F1A8B7C-0D7E-4B52-9F0D-5C0C8B3E2F6B",) * 2,
    ],
    ids=["address", "tag", "words", "UUID"],
)
def test_the_old_feeds_id_becomes_the_uid(plan, guid, uid):
    """So that readers know a post again; see the manual of ``feeds``."""
    if guid == uid and "-" in guid:
        uid = f"guid:{guid}"
    assert only(plan(an_item(guid=guid))).record.uid == uid


def test_two_posts_never_have_one_id(plan):
    """Nor does an id change from one import to the next."""
    items = [an_item(post_id=str(n), post_name=f"p{n}", guid="g") for n in (1, 2, 3)]
    ids, again = (
        [one.record.uid for one in plan(*items).planned.values()] for _ in range(2)
    )
    assert len({*ids}) == 3
    assert ids == again
    assert ids[0] == "guid:g"


def test_authors_are_named_as_readers_know_them(plan):
    """An e-mail address stands on no page."""
    known = only(plan(an_item(author="ada")))
    assert known.record.authors == ("Ada L.",)
    unknown = only(plan_move(Told(("eve@old.example",)), plan.house, Wishes()))
    assert unknown.record.authors == ()
    assert "known by e-mail alone" in said(unknown)


class Told:
    """A site that tells of one post, whose author it knows by these names."""

    name, base, feeds, notes = "told", "https://old.example", (), ()

    def __init__(self, authors):
        self.authors = authors

    def items(self):
        yield OldItem("post", 1, "told", 0, "Title", authors=self.authors)


def topic(domain, name):
    return f'<category domain="{domain}" nicename="x"><![CDATA[{name}]]></category>'


def test_a_post_has_one_category_and_each_topic_one_spelling(plan):
    """Two names with one address would be one page with two names."""
    more = topic("category", "Sleep") + topic("category", "Mood")
    first = an_item(more=more + topic("post_tag", "Side effects"), post_id="1")
    second = an_item(more=topic("post_tag", "side-effects"), post_id="2")
    third = an_item(
        more=topic("post_tag", "???") + topic("category", "ALL"), post_id="3"
    )
    one, two, three = plan(first, second, third, category="Notes").planned.values()
    assert (one.record.category, one.record.tags) == ("Sleep", ("Mood", "Side effects"))
    assert "its other categories are tags now: “Mood”" in said(one)
    assert (two.record.category, two.record.tags) == ("Notes", ("Side effects",))
    assert "it had no category, and is in “Notes” as you said" in said(two)
    assert (three.record.category, three.record.tags) == ("All", ())
    assert "“ALL” is written “All”, as elsewhere" in said(three)
    others = topic("post_tag", "C++") + topic("post_tag", "C#")
    assert only(plan(an_item(more=others))).record.tags == ("C++", "C#")
    assert "“???” gives no address" in said(three)


def test_a_summary_is_the_excerpt_or_how_the_text_begins(plan):
    """Cut to the end of a sentence; markup and shortcodes are no words of it."""
    sentence = "This is a sentence of the old blog, and a rather long one at that. "
    begun = f"<!-- wp:x --><h2>Head</h2><p>[gallery ids=1]{sentence * 9}</p>"
    given = only(plan(an_item(excerpt=f"<p>{sentence}</p>")))
    cut = only(plan(an_item(excerpt=sentence * 9)))
    made = only(plan(an_item(body=begun)))
    short = only(plan(an_item(body="<p>Short.</p>")))
    twice = only(
        plan(an_item(excerpt=f"Tea &amp;amp; &lt;b&gt;milk&lt;/b&gt;. {sentence}"))
    )
    assert given.record.summary == sentence.strip()
    assert twice.record.summary == f"Tea & milk. {sentence}".strip()
    assert cut.record.summary == made.record.summary == (sentence * 4).strip()
    assert "its summary is cut" in said(cut)
    note = "<sup>1</sup> <!--more--> Another. https://a.example/x"
    told = only(plan(an_item(body=f"{sentence}{note}")))
    assert told.record.summary == sentence.strip()
    assert "how its text begins serves for one" in said(made)
    assert "too few words" in said(short)


def test_what_is_no_text_is_left_and_named(plan):
    """A menu is no post."""
    kinds = ["nav_menu_item", "revision", "wp_block", "product"]
    items = [an_item(post_type=kind, post_id=kind) for kind in kinds]
    made = plan(*items, an_item(status="trash"), a_picture())
    assert not made.planned
    whys = [one.why for one in made.left]
    assert "menus are the theme's" in whys[0]
    assert "“product”, which is none here" in whys[3]
    assert "it lay in the bin" in whys[4]
    assert made.total == 6


def test_series_that_titles_tell_of_are_written_when_wished(plan):
    """Else they are only told of."""
    titles = ["Sleep, part 1 of 2", "Sleep – Part Two: dreams", "A part 3 of me"]
    items = [
        an_item(title, post_id=str(n), post_name=f"p{n}")
        for n, title in enumerate(titles)
    ]
    told = [*plan(*items).planned.values()]
    made = [*plan(*items, series=True).planned.values()]
    assert [one.record.series for one in told] == ["", "", ""]
    assert "part 2 of “Sleep”: --series makes it one" in said(told[1])
    assert [(one.record.series, one.record.series_index) for one in made] == [
        ("Sleep", "1"),
        ("Sleep", "2"),
        ("", ""),
    ]


def test_a_header_is_read_back_as_it_was_meant(plan):
    """Whatever stands in a title."""
    title = "---\n“Ketamine: what # we know” & more"
    one = only(plan(an_item(title, excerpt="A summary: # of some length, and [more].")))
    header = parse_header(text_of(one.record, "Words.", plan.house))
    assert header.values["title"] == "--- “Ketamine: what # we know” & more"
    assert header.values["summary"] == "A summary: # of some length, and [more]."
    assert header.body.strip() == "Words."
