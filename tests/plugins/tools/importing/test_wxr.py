"""Exports as they really are: read as a stream, mended or refused."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from plugins.tools.importing import xml_stream
from plugins.tools.importing.wxr import WxrSite
from plugins.tools.site import RefusedError
from tests.plugins.tools.importing.exports import (
    BASE,
    a_picture,
    a_squarespace_item,
    an_author,
    an_export,
    an_item,
)

ROOT = Path(__file__).parents[4]
PACIFIC = dt.timezone(dt.timedelta(hours=-7))
WORLD = dt.UTC
BILLION = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in pairwise("abcdefghi"))
    + "]><rss><channel><title>&i;</title></channel></rss>"
)


OTHERS_FILE = (
    '<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE rss SYSTEM "file:///etc/hostname">'
    f"{an_export(an_item()).partition('?>')[2]}"
)


@pytest.fixture(name="site")
def _site(tmp_path):
    """Open an export of a text."""

    def read(text):
        path = tmp_path / "export.xml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return WxrSite(path)

    return read


def only(site):
    (item,) = site.items()
    return item


def test_an_item_of_wordpress_tells_all_that_it_is(site):
    more = (
        '<category domain="category" nicename="a-b"><![CDATA[A &amp; B]]></category>'
        '<category domain="category"><![CDATA[A &amp; B]]></category>'
        '<category domain="post_tag" nicename="t"><![CDATA[t]]></category>'
    )
    meta = {"_thumbnail_id": "12", "_wp_old_slug": "older", "footnotes": "[]"}
    export = an_export(
        an_author(),
        an_item(
            "Draft &amp; <em>Post</em>&mdash;More", more=more, meta=meta, excerpt="E"
        ),
        a_picture("12"),
    )
    post, picture = site(export).items()
    assert post.title == "Draft & Post—More"
    assert (post.kind, post.number, post.status) == ("post", 1, "publish")
    assert post.authors == ("Ada L.",)
    assert (post.categories, post.tags, post.excerpt) == (("A & B",), ("t",), "E")
    assert post.date == dt.datetime(2020, 3, 14, 9, tzinfo=PACIFIC)
    assert (post.image, post.image_alt) == (picture.file, "A bed.")
    assert (post.guid, post.address) == (f"{BASE}/?p=7", f"{BASE}/a-post/")
    assert post.others == (f"{BASE}/?p=7", f"{BASE}/older/")
    assert post.fields["footnotes"] == "[]"
    assert picture.kind == "attachment"
    assert picture.file == f"{BASE}/wp-content/uploads/bed.jpg"


def test_squarespace_leaves_out_what_it_likes(site):
    """No date of pages, no host in addresses, “.html” in slugs, no number, no guid."""
    name = "2020/3/14/sleep.html"
    export = an_export(
        an_author("a@x.example", "Ada L.", "a@x.example"),
        a_squarespace_item(post_name=name, author="a@x.example"),
        a_squarespace_item(post_type="page", post_date=None, author="bo@x.example"),
        more="",
    )
    opened = site(export)
    post, page = opened.items()
    assert opened.system == "Squarespace"
    assert opened.feeds == (f"{BASE}/blog?format=rss",)
    assert "is supposed" in opened.notes[-1].what
    assert (post.slug, post.address) == ("sleep", f"{BASE}/blog/{name}")
    assert (post.date, page.date) == (dt.datetime(2020, 3, 14, 9), None)  # noqa: DTZ001
    assert (post.authors, page.authors) == (("Ada L.",), ("bo",))
    assert (post.guid, post.others) == ("", ())


def test_pictures_of_squarespace_have_bare_ampersands_and_no_captions(site):
    address = "https://x.example/bed?auto=format&w=1268"
    picture = an_item(
        post_id="5",
        post_type="attachment",
        excerpt="exc-5134cbefe4b0c6fb04df8065",
        more=f"<wp:attachment_url>{address}</wp:attachment_url>",
    )
    post = a_squarespace_item(body='[gallery ids="5"]', meta={"_thumbnail_id": "5"})
    item, file = site(an_export(post, picture, more="")).items()
    assert item.image == file.file == address
    assert item.pictures[0].caption == ""
    assert item.fields["system"] == "Squarespace"


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_of_the_format_is_read(site, version):
    export = an_export(an_item(excerpt="Short."), version=version)
    assert only(site(export)).excerpt == "Short."


def test_dates_are_taken_where_there_is_one(site):
    never = "0000-00-00 00:00:00"
    gone = "<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>"
    told = "<pubDate>Sat, 14 Mar 2020 16:00:00 +0000</pubDate>"
    export = an_export(
        an_item(post_date_gmt=never),
        an_item(post_date=never, post_date_gmt=never, more=gone),
        an_item(post_date=None, post_date_gmt=None, more=told),
        an_item(post_date=never),
        an_item(post_date_gmt="2020-03-14 16:07:11"),
    )
    assert [item.date for item in site(export).items()] == [
        dt.datetime(2020, 3, 14, 9),  # noqa: DTZ001  # its zone is not told
        None,
        dt.datetime(2020, 3, 14, 16, tzinfo=WORLD),
        dt.datetime(2020, 3, 14, 16, tzinfo=WORLD),
        dt.datetime(2020, 3, 14, 9),  # noqa: DTZ001  # no zone is 7:07:11 off
    ]


def test_damaged_titles_are_mended(site):
    """“&nbsp;”, “Itâ€™s” and what hides would end the build in a header."""
    item = only(site(an_export(an_item("Itâ€™s&nbsp;caf\u200bÃ©", excerpt="Ã©"))))
    assert (item.title, item.excerpt) == ("It’s café", "é")


def test_what_visitors_never_had_has_no_address(site):
    unseen = ("draft", "pending", "private", "future", "trash")
    export = an_export(*(an_item(status=one) for one in unseen))
    items = list(site(export).items())
    assert [item.status for item in items] == list(unseen)
    assert {item.address for item in items} == {""}
    assert {item.base for item in items} == {f"{BASE}/a-post/"}


def test_kinds_that_nobody_wants_keep_their_place(site):
    kinds = ["nav_menu_item", "revision", "wp_block", "page", "portfolio"]
    opened = site(an_export(*(an_item(post_type=kind) for kind in kinds)))
    assert [item.kind for item in opened.items()] == kinds
    assert [item.number for item in opened.items()] == [1, 2, 3, 4, 5]
    assert opened.total == 5


def test_passwords_stickiness_and_comments_are_told(site):
    said = (
        "<wp:comment><wp:comment_author>Bo</wp:comment_author>"
        "<wp:comment_author_email>bo@x.example</wp:comment_author_email>"
        "<wp:comment_date_gmt>2020-03-15 10:00:00</wp:comment_date_gmt>"
        "<wp:comment_content>Yes.</wp:comment_content>"
        "<wp:comment_approved>{}</wp:comment_approved>"
        "<wp:comment_type>{}</wp:comment_type></wp:comment>"
    )
    more = said.format("1", "") + said.format("spam", "") + said.format("1", "pingback")
    told = {"post_password": "pass-1", "is_sticky": "1"}
    item = only(site(an_export(an_item(more=more, **told))))
    assert item.has_password
    assert item.is_sticky
    assert [one.is_shown for one in item.comments] == [True, False, False]
    assert item.comments[0].author == "Bo"
    assert item.comments[0].date == dt.datetime(2020, 3, 15, 10, tzinfo=WORLD)
    assert "bo@x.example" not in repr(item)
    assert "pass-1" not in repr(item)


def test_a_body_gets_its_pictures_and_shared_blocks(site):
    shared = '<p>Shared.</p><!-- wp:block {"ref":40} /-->'
    body = '<!-- wp:block {"ref":40} /--> [gallery ids="12,13"] [gallery]'
    export = an_export(
        an_item(body=body),
        an_item(body=shared, post_id="40", post_type="wp_block"),
        a_picture("12"),
        a_picture("13", "chair.jpg", "", parent="7", caption="A chair"),
        a_picture("14", "other.jpg"),
    )
    item = next(iter(site(export).items()))
    assert "<p>Shared.</p>" in item.body
    assert len(item.body) < 500
    found = [(one.number, one.caption, one.is_attached) for one in item.pictures]
    assert found == [("12", "", False), ("13", "A chair", True)]


def test_what_xml_forbids_is_mended_and_told_with_its_line(site):
    export = an_export(an_item("A\x0bB", "<p>x ]]> &nbsp; &#11; AT&T</p>"))
    export = export.replace("<channel>", "<channel><x>AT&T &mdash; &#xB;&#xD800;</x>")
    opened = site(export)
    item = only(opened)
    assert item.title == "A B"
    assert item.body == "<p>x ]]> &nbsp; &#11; AT&T</p>"
    said = [note.what for note in opened.notes]
    assert "first on line 9: a bare ampersand" in said[0]
    assert "first on line 9: a sign that XML forbids" in said[1]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("latin-1", "UTF-8"),
        ("latin-1", "ISO-8859-1"),
        ("utf-16", "UTF-16"),
        ("utf-8-sig", "UTF-8"),
    ],
)
def test_an_encoding_that_is_another_is_read(site, encoding, declared):
    export = an_export(an_item("Café")).replace('"UTF-8"', f'"{declared}"')
    assert only(site(export.encode(encoding))).title == "Café"


def test_a_missing_namespace_is_supplied(site):
    export = an_export(an_item(excerpt="E"))
    for line in export.split("\n")[3:8]:
        export = export.replace(f"{line}\n", ">\n" if line.endswith(">") else "\n")
    assert only(site(export)).excerpt == "E"


@pytest.mark.parametrize("size", [1, 7, 65536])
def test_a_vocabulary_that_nobody_declared_is_no_reason_to_stay(
    site, size, monkeypatch
):
    """Old exports have a link to their feed; plugins add more. What is known stays."""
    monkeypatch.setattr(xml_stream, "PIECE", size)
    more = (
        '<channel><atom:link href="https://a.org/feed/" rel="self" />'
        "<my-seo:meta>x</my-seo:meta>"
        '<geo:lat xmlns:geo="urn:geo">1</geo:lat>'
    )
    export = an_export(an_item("T", "<p><o:p>In a text</o:p></p>", excerpt="E"))
    opened = site(export.replace("<channel>", more))
    item = only(opened)
    assert (item.title, item.excerpt) == ("T", "E")
    assert item.body == "<p><o:p>In a text</o:p></p>"
    (note,) = (one.what for one in opened.notes if "vocabulary" in one.what)
    assert note.startswith("5 × in export.xml, first on line 9: a name of a vocabulary")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no export of WordPress or Squarespace"),
        ("hello", "no export of WordPress or Squarespace"),
        ("<!DOCTYPE html><html></html>", "but a web page"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "of another kind (<feed>)"),
        ("<rss><channel><item><title>x</title></item></channel></rss>", "is a feed"),
        (an_export(), "holds no item"),
        (BILLION, "export.xml:1: it declares a document type"),
        (
            OTHERS_FILE,
            "export.xml:3: it declares a document type",
        ),
        (an_export(an_item(), an_item())[:-300], "ends in the middle"),
        (
            an_export(an_item()).replace("</title><link>", "<link>"),
            "export.xml:15: it cannot be read as XML",
        ),
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused_in_one_sentence(site, text, says):
    with pytest.raises(RefusedError) as error:
        site(text)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_no_word_of_another_file_comes_in(site, tmp_path):
    """An entity that a document type would have to declare is no entity."""
    (tmp_path / "secret").write_text("SECRET", "utf-8")
    export = an_export(an_item()).replace("<title>Old", "<title>&secret;Old")
    opened = site(export)
    assert "SECRET" not in repr([*opened.items()])


MEASURE = """
import resource, sys
from pathlib import Path
from plugins.tools.importing import xml_stream
from plugins.tools.importing.wxr import WxrSite
from plugins.tools.site import RefusedError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    print(sum(1 for _ in WxrSite(Path(sys.argv[1])).items()))
except RefusedError as error:
    print(error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def measured(path):
    """Return what reading a file says, and by how many megabytes memory grew."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    said, grown = run.stdout.strip().rsplit("\n", 1)
    return said, int(grown) / 1024


def test_thousands_of_items_take_the_memory_of_one(tmp_path):
    path = tmp_path / "export.xml"
    item = an_item(body="<p>Some words.</p>\n" * 100)
    head, tail = an_export("@").split("@")
    path.write_text(head + item * 3000 + tail, "utf-8")
    said, grown = measured(path)
    assert said == "3000"
    assert grown < 25


def test_a_field_without_end_is_refused_before_it_fills_memory(tmp_path):
    """The file has two gigabytes and takes no room: its middle is a hole."""
    path = tmp_path / "export.xml"
    head, tail = an_export(an_item(body="@")).split("@")
    with path.open("wb") as file:
        file.write(head.encode())
        for _ in range(20):
            file.write(b"x" * 1_000_000)
        file.truncate(2_000_000_000)
        file.seek(0, 2)
        file.write(tail.encode())
    said, grown = measured(path)
    assert "has more than 16 megabytes" in said
    assert grown < 80


def test_deep_elements_end_in_a_sentence(site):
    export = an_export(an_item(more=f"{'<x>' * 5000}{'</x>' * 5000}"))
    with pytest.raises(RefusedError, match="cannot be read as XML"):
        site(export)
