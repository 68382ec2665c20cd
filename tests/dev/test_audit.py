"""The audit's own checks, each tried on planted faults."""

from __future__ import annotations

import copy
import re
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

from dev.audit.lighthouse import CATEGORIES, read_report
from dev.audit.linked_data import check_graph, check_page
from dev.audit.links import find_broken_links
from dev.audit.pages import choose_pages, list_pages
from dev.audit.report import MOST_BYTES, Row, format_rows, format_table
from dev.audit.run import SIMPLE, build, stand_in
from dev.audit.server import serving

GOOD = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "MedicalClinic",
            "@id": "https://c.example/#o",
            "name": "Clinic",
            "address": {"@type": "PostalAddress", "addressLocality": "Portland"},
        },
        {
            "@type": "MedicalWebPage",
            "@id": "https://c.example/x/#page",
            "name": "X",
            "url": "https://c.example/x/",
            "lastReviewed": "2026-01-01",
            "reviewedBy": {"@type": "Person", "name": "R."},
            "mainEntity": {"@id": "https://c.example/x/#post"},
        },
        {
            "@type": "BlogPosting",
            "@id": "https://c.example/x/#post",
            "headline": "X",
            "author": [{"@id": "https://c.example/#o"}],
            "datePublished": "2026-01-01T10:00:00-08:00",
            "dateModified": "2026-01-01",
            "position": 2,
            "isPartOf": {
                "@type": "CreativeWorkSeries",
                "name": "S",
                "url": "https://c.example/s/",
            },
            "citation": [
                {
                    "@type": "ScholarlyArticle",
                    "name": "W",
                    "url": "https://doi.org/10.1/x",
                }
            ],
        },
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": 1,
                    "name": "Home",
                    "item": "https://c.example/",
                }
            ],
        },
    ],
}
PAGE, POST, CRUMBS = 1, 2, 3
CONF = Path(__file__).parents[2] / "pelicanconf.py"


def planted(place, **values):
    graph = copy.deepcopy(GOOD)
    for name, value in values.items():
        if value is None:
            del graph["@graph"][place][name]
        else:
            graph["@graph"][place][name] = value
    return graph


def test_a_good_graph_is_good():
    """Nothing is found where nothing is wrong."""
    assert check_graph(GOOD) == []


@pytest.mark.parametrize(
    ("graph", "said"),
    [
        (planted(POST, **{"@type": "BlogSeries"}), "BlogSeries is not a type"),
        (planted(POST, lastReviewed="2026-01-01"), "no property lastReviewed"),
        (planted(POST, reviewedBy={"@type": "Person", "name": "R"}), "no property"),
        (planted(POST, headline=None), "BlogPosting lacks headline"),
        (planted(POST, datePublished="soon"), "datePublished may not be"),
        (planted(POST, datePublished="01/02/2026"), "datePublished may not be"),
        (planted(POST, position=True), "position may not be"),
        (planted(POST, headlin="X"), "no property headlin"),
        (planted(POST, author=[{"@id": "https://c.example/#gone"}]), "leads nowhere"),
        (planted(POST, author=[{"@type": "Person"}]), "Person lacks name"),
        (planted(POST, isPartOf={"@type": "Person", "name": "R"}), "isPartOf may not"),
        (planted(POST, citation=[{"@type": "Paper"}]), "Paper is not a type"),
        (planted(PAGE, reviewedBy="R."), "reviewedBy may not be"),
        (planted(PAGE, url="/x/"), "url may not be"),
        (planted(PAGE, name=""), "lacks name"),
        (planted(CRUMBS, itemListElement=[{"@type": "ListItem"}]), "lacks position"),
        ({**GOOD, "@context": "http://schema.org"}, "@context"),
        ({"@context": "https://schema.org"}, "there is no @graph"),
        ([GOOD], "not one JSON-LD document"),
    ],
)
def test_planted_mistakes_in_a_graph_are_found(graph, said):
    """Types, properties, ranges, days, places, references, required ones."""
    found = "\n".join(check_graph(graph))

    assert said in found


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<html><head></head></html>", "0 JSON-LD blocks"),
        ('<script type="application/ld+json">{</script>', "not JSON"),
        (2 * '<script type="application/ld+json">{}</script>', "2 JSON-LD blocks"),
    ],
)
def test_a_page_has_one_readable_block(tmp_path, html, said):
    """None, two or a broken one are findings."""
    file = tmp_path / "x.html"
    file.write_text(f"<!doctype html><title>x</title>{html}", "utf-8")

    assert said in check_page(file)[0]


def test_broken_links_and_fragments_are_found(tmp_path):
    """A missing file, a missing place, a missing picture; and nothing else."""
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text(
        '<p id="here"><a href="a/">ok</a><a href="/a/#there">ok</a>'
        '<a href="#here">ok</a><a href="#gone">no</a><a href="/b/">no</a>'
        '<a href="a/#gone">no</a><img src="x.png"><img srcset="y.png 1x, z.png 2x">'
        '<a href="mailto:x@y.example">ok</a><a href="https://else.example/">ok</a>',
        "utf-8",
    )
    (tmp_path / "a/index.html").write_text('<p id="there">x <a href="../">up</a>')

    broken = find_broken_links(tmp_path, "https://s.example")

    assert list(broken) == ["index.html"]
    assert [line.split(":")[0] for line in broken["index.html"]] == [
        "#gone",
        "/b/",
        "a/#gone",
        "x.png",
        "y.png",
        "z.png",
    ]


def test_links_are_followed_below_a_folder(tmp_path):
    """A site may live at https://host/folder."""
    (tmp_path / "index.html").write_text('<a href="/blog/x.html">x</a>')
    (tmp_path / "x.html").write_text('<a href="https://h.example/blog/">home</a>')

    assert find_broken_links(tmp_path, "https://h.example/blog") == {}


def test_the_fullest_page_of_each_kind_is_looked_at(tmp_path):
    """It shows most of what can go wrong; unknown themes have one kind.

    What leads on from an old address is no page to look at.
    """
    for name, kind, words in (("a", "post", 1), ("b", "post", 9), ("c", "home", 1)):
        text = f'<body class="x" data-page="{kind}">{"word " * words}'
        (tmp_path / f"{name}.html").write_text(text)
    (tmp_path / "d.html").write_text("<body>")
    old = '<meta http-equiv="refresh" content="0; url=/a/"><body>'
    (tmp_path / "e.html").write_text(f"{old} {99 * 'word '}")

    chosen = choose_pages(list_pages(tmp_path))

    assert [(page.kind, page.path) for page in chosen] == [
        ("home", "c.html"),
        ("post", "b.html"),
        ("other", "d.html"),
    ]


def test_the_server_sends_gzip_headers_and_the_404_page(tmp_path):
    """As a real one does; nothing outside of its folder."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("<p>home " * 100)
    (tmp_path / "site/404.html").write_text("not here")
    (tmp_path / "secret.txt").write_text("secret")
    with serving(tmp_path / "site", {"X-A": "b"}) as server:
        wanted = {"Accept-Encoding": "gzip"}
        request = urllib.request.Request(server.address, headers=wanted)
        with urllib.request.urlopen(request) as answer:
            assert answer.headers["X-A"] == "b"
            assert answer.headers["Content-Encoding"] == "gzip"
            assert len(answer.read()) == server.sent["/"]
            assert server.sent["/"] < 200
        for place in ("/gone/", "/../secret.txt", "/%2e%2e/secret.txt"):
            with pytest.raises(urllib.error.HTTPError) as raised:
                urllib.request.urlopen(server.address + place)
            with raised.value as error:
                assert error.code == 404
                assert error.read() == b"not here"


def test_a_table_says_every_finding_once():
    """Counts in the cells, sentences below."""
    row = Row("post", "blog/x/", 3, bytes=MOST_BYTES + 1, requests=2)
    row.add("axe", ["light 320: image-alt (1)"])
    row.weigh()

    lines = format_rows([row])

    assert lines[0].split()[:3] == ["page", "pages", "axe"]
    assert lines[1].split()[:3] == ["post", "3", "1"]
    assert "post (blog/x/): axe: light 320: image-alt (1)" in lines
    assert any("more than 14000" in line for line in lines)
    assert row.count == 2


def test_columns_are_as_wide_as_they_need():
    """Numbers stand to the right."""
    assert format_table(("name", "n"), [("a", 1), ("long name", 10)]) == [
        "name       n ",
        "a           1",
        "long name  10",
    ]


def test_lighthouses_report_becomes_scores():
    """Scores from 0 to 100, paints in milliseconds, what did not pass."""
    report = {
        "categories": {name: {"score": 0.98} for name in CATEGORIES},
        "audits": {
            "first-contentful-paint": {"score": 1, "numericValue": 700.4},
            "largest-contentful-paint": {"score": 1, "numericValue": 800},
            "total-byte-weight": {"score": 1, "numericValue": 12345},
            "image-alt": {"score": 0},
            "not-asked": {"score": None},
        },
    }

    scores = read_report(report)

    assert scores.scores == (98, 98, 98, 98)
    assert scores.first_paint == 700.4
    assert scores.faults == ("image-alt",)


def test_the_theme_that_lighthouse_compares_with_can_build_every_text(tmp_path):
    """Templates that ours alone has, and that a text names, are plain pages there."""
    server = SimpleNamespace(address="http://127.0.0.1:9")
    templates = [str(stand_in(CONF.parent / "content", tmp_path))]
    more = SIMPLE | {"THEME_TEMPLATES_OVERRIDES": templates}
    build(CONF, tmp_path / "simple", server, more)
    page = (tmp_path / "simple/contact/index.html").read_text("utf-8")
    assert re.search("<title>.*Contact.*</title>", page)
