"""External addresses are found as their authors wrote them, with file and line."""

from __future__ import annotations

import pytest

from plugins.source.core import make_source
from plugins.tools.editorial.passes import Text
from plugins.tools.external_links.gather import gather

SETTINGS = {"SITEURL": "https://site.example/sub"}


def found(body, *, head="title: A\n", conf="", excludes=(), state="published", **more):
    """Return the addresses in a text, and the lines on which they stand."""
    source = make_source("content/posts/a.md", f"---\n{head}---\n{body}".encode())
    texts = [Text(source, None, state, "en")]
    external = gather(texts, SETTINGS | more, conf, excludes)
    return {key: [str(one) for one in its] for key, its in external.places.items()}


def addresses(body, **more):
    return [*found(body, **more)]


WRITTEN = {
    "[a](https://x.example/a)": "https://x.example/a",
    '![a](https://x.example/a.png "A title")': "https://x.example/a.png",
    "[a](<https://x.example/a b>)": "https://x.example/a b",
    "[a](https://x.example/a_(b))": "https://x.example/a_(b)",
    "(see https://x.example/a_(b)).": "https://x.example/a_(b)",
    "See https://x.example/a, and more": "https://x.example/a",
    "**https://x.example/a**": "https://x.example/a",
    "<https://x.example/a>": "https://x.example/a",
    "<https://x.example/a[b]'c'>": "https://x.example/a[b]'c'",
    "[a]: https://x.example/a": "https://x.example/a",
    "[a]: <https://x.example/a> 'T'": "https://x.example/a",
    "[^1]: https://x.example/a": "https://x.example/a",
    '<a href="https://x.example/?a=1&amp;b=2">': "https://x.example/?a=1&b=2",
    "<img src='http://x.example/a.png'>": "http://x.example/a.png",
    "[a](https://x.example/?a=1&copy=2)": "https://x.example/?a=1&copy=2",
    r"[a](https://x.example/a\_b)": "https://x.example/a_b",
    "[a](//x.example/a)": "https://x.example/a",
    "[a](HTTPS://X.example/A)": "HTTPS://X.example/A",
    "[a](https://site.example/other)": "https://site.example/other",
    "[a](https://site.example.org/sub/)": "https://site.example.org/sub/",
}


@pytest.mark.parametrize(("text", "wanted"), WRITTEN.items(), ids=WRITTEN)
def test_an_address_is_read_as_browsers_read_it(text, wanted):
    """In every way in which a link is written."""
    assert addresses(f"Words.\n\n{text}\n") == [wanted]


NONE = [
    "`https://x.example/a`",
    "https://x.example/`NAME`",
    "```\nhttps://x.example/a\n```",
    "    [a](https://x.example/a)",
    "<!-- [a](https://x.example/a) -->",
    "[a](/b/) [c](#d) [e](mailto:f@x.example) [g](tel:911) [h]({filename}i.md)",
    "[a](https://site.example/sub/b/) https://site.example/sub",
    "[a](//site.example/sub/b/)",
    "[a](ftp://x.example/a)",
]


@pytest.mark.parametrize("text", NONE)
def test_code_comments_and_the_site_itself_are_nothing_external(text):
    """What nobody can follow, and what a build checks itself."""
    assert addresses(f"Words.\n\n{text}\n") == []


def test_an_address_has_all_its_places_and_is_asked_once():
    """Without its fragment; in texts, headers and settings that readers see."""
    head = "title: A\nsummary: See https://x.example/b.\nmore:\n  - no\n"
    head += "  - https://x.example/a#c\n"
    body = (
        "\n[a](https://x.example/a)\n\n<!-- two\nlines -->[b](https://x.example/a#d)\n"
    )
    conf = "SITENAME = 'A'\nMENUITEMS = [\n  ('A', 'https://x.example/a'),\n]\n"
    shown = {"MENUITEMS": [("A", "https://x.example/a")]}
    shown |= {"CLINIC": {"booking_url": "https://x.example/made"}}
    shown |= {"READING": {"crisis_html": '<a href="https://x.example/b">B</a>'}}
    assert found(body, head=head, conf=f"{conf}CLINIC = made()\n", **shown) == {
        "https://x.example/a": [
            "content/posts/a.md:6",
            "content/posts/a.md:9",
            "content/posts/a.md:12",
            "pelicanconf.py:3",
        ],
        "https://x.example/b": ["content/posts/a.md:3", "pelicanconf.py"],
        "https://x.example/made": ["pelicanconf.py:5"],
    }


def test_what_readers_see_is_named_before_what_waits():
    """A published post's link is the graver one, whatever its file is called."""
    body = b"---\ntitle: A\n---\n[a](https://x.example/)\n"
    texts = [
        Text(make_source(path, body), None, state, "en")
        for path, state in [("a.md", "draft"), ("b.md", "scheduled"), ("c.md", "")]
    ]
    external = gather(texts, SETTINGS, "", ())
    (places,) = external.places.values()
    assert [place.path for place in places] == ["c.md", "a.md", "b.md"]


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        ("https://x.example/", ["https://y.example/a.b?c"]),
        ("HTTPS://X.EXAMPLE/", ["https://y.example/a.b?c"]),
        ("https://*.example/", []),
        ("*?c", ["https://x.example/a"]),
        ("example", ["https://x.example/a", "https://y.example/a.b?c"]),
        ("https://y.example/a?b", ["https://x.example/a", "https://y.example/a.b?c"]),
    ],
)
def test_a_site_leaves_out_what_begins_so(exclude, left):
    """A star is any signs, and nothing else is more than itself."""
    body = "https://x.example/a https://y.example/a.b?c\n"
    assert addresses(body, excludes=[exclude]) == left
