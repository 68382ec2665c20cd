"""A second reading counts what the first must not lose, and says what it lost."""

from __future__ import annotations

import json

import pytest

from plugins.tools.build.build import read_settings_of
from plugins.tools.importing.bring import Bringer, SecondReading
from plugins.tools.importing.house import House
from plugins.tools.importing.old_site import Converted, Tally
from plugins.tools.importing.pictures import Pictures
from plugins.tools.importing.plan import Wishes, plan_move
from plugins.tools.importing.report import Earlier
from plugins.tools.importing.tally import (
    UnreadError,
    count_export,
    count_file,
    count_html,
)
from plugins.tools.importing.wxr import WxrSite
from plugins.tools.site import Site
from tests.plugins.tools.importing.exports import an_export, an_item
from tests.plugins.tools.importing.moved import a_house


@pytest.mark.parametrize(
    ("html", "tally"),
    [
        ("<p>Two words</p>", Tally(words=2)),
        ("<p>Half<b>way</b>, it’s&nbsp;“so”</p>", Tally(words=4)),
        ("<h2>A</h2>B<br>C<td>D</td><td>E</td>", Tally(words=5)),
        ("<script>no</script><style>no</style><!-- wp:x {no} -->yes", Tally(words=1)),
        ('<img src="x"><noscript><img src="x"></noscript>', Tally(images=1)),
        ('<a href="x">y</a><a name="z"></a>', Tally(words=1, links=1)),
        ('<iframe src="x"></iframe>[embed]x.org[/embed]', Tally(words=2, links=2)),
        ('[gallery ids="1,2,3"][caption id="a"]Bed[/caption]', Tally(1, images=3)),
        ("zero\u200bwidth soft\u00adhyphen", Tally(words=2)),
        (
            "<li>A</li><h2>References</h2><ol><li>B<li>C</ol><h2>D</h2><li>E</li>",
            Tally(words=6, references=2),
        ),
    ],
    ids=range(10),
)
def test_what_visitors_see_is_counted(html, tally):
    """And nothing else."""
    assert count_html(html).tally == tally


@pytest.mark.parametrize(
    "sign",
    ["<a ", "<!-- ", "<![CDATA[", "&#", "[gallery ", "</", '<x y="', "<p>", "< ", "<!"],
)
def test_no_markup_keeps_the_counting_busy(sign):
    """A tenth of a megabyte of it cost minutes, with Python's own parser."""
    counted = count_html(f"two words {sign * 40_000}")
    assert counted.words["two"] == 1


def test_an_export_is_counted_item_by_item(tmp_path):
    """Characters that XML forbids do not end it; entities do."""
    path = tmp_path / "e.xml"
    body = "<p>Three&nbsp;short \x0bwords ]]> here</p>"
    path.write_text(an_export(an_item("One", body), an_item("Two", "", post_type="x")))
    one, two = count_export(path)
    assert (one.title, one.tally.words, two.kind) == ("One", 4, "x")
    notes = json.dumps([{"content": "A <em>short</em> note", "id": "a"}])
    path.write_text(an_export(an_item("One", body, meta={"footnotes": notes})))
    assert [one.tally.words for one in count_export(path)] == [7]
    raw = an_export(an_item("X", "<p>A &amp; B, C & D</p>")).replace(
        "Old blog", "A & B"
    )
    path.write_bytes(raw.replace("C & D", "caf\xe9&mdash; C").encode("latin-1"))
    assert [sorted(one.words) for one in count_export(path)] == [
        ["a", "b", "c", "café"]
    ]
    laughs = '<!DOCTYPE rss [<!ENTITY a "ha">]>'
    path.write_text(an_export(an_item()).replace("<rss", f"{laughs}<rss", 1))
    with pytest.raises(UnreadError, match="entities"):
        [*count_export(path)]


def test_a_page_and_a_text_are_counted_whole(tmp_path):
    """What stands around a text is told apart by its reader, word for word."""
    page = tmp_path / "p.html"
    page.write_text("<head><title>no</title><body><nav>Menu</nav><p>Two words</p>")
    assert count_file(page).tally.words == 3
    text = tmp_path / "p.txt"
    text.write_text("Three <b>words")
    assert count_file(text).tally.words == 3


BODY = '<p>One two three</p><p><a href="https://a.org/">four</a><img src="x.gif"></p>'
WHOLE = "One two three [four](https://a.org/)\n\n![](https://a.org/x.gif)"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (WHOLE, []),
        (WHOLE.replace("two ", ""), ["1 word of the source not in", "“two”"]),
        (WHOLE.replace("One two", "1. two"), ["“one”"]),
        (WHOLE + " five", ["1 word in posts/2020-03-14-a-post.md not in the source"]),
        (
            WHOLE.replace("[four](https://a.org/)", "four"),
            ["links: 1 in the"],
        ),
        (WHOLE.replace("![](https://a.org/x.gif)", ""), ["images: 1 in the"]),
    ],
    ids=["whole", "word", "number", "more", "link", "image"],
)
def test_what_a_converter_loses_is_named(text, told, tmp_path):
    """With the item, whatever the converter says of itself."""
    place = a_house(tmp_path / "blog")
    source = place.write("e.xml", an_export(an_item(body=BODY)))
    old = WxrSite(source)
    house = House(
        place.root / "content", read_settings_of(Site(place.root, place.root))
    )
    plan = plan_move(old, house, Wishes(category="Notes"))
    pictures = Pictures(house.content, (), 10, ())
    bringer = Bringer(
        plan, house, pictures, lambda *_: Converted(text), Earlier(), dry=True
    )
    bringer.bring(old, SecondReading(source), place.root / "comments")
    differences = "\n".join(bringer.differences)
    assert bool(differences) is bool(told)
    assert all(one in differences for one in told)
    assert not told or "e.xml:" in differences
