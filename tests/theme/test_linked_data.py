"""What machines read on every page."""

from __future__ import annotations

import json

from dev.audit.linked_data import check_page
from dev.audit.run import WITHOUT_DATA
from tests.theme.test_pages import POST


def graph_of(page):
    script = page.find("script", type="application/ld+json")
    return {
        node["@id"].rpartition("#")[2]: node
        for node in json.loads(script.string)["@graph"]
    }


def test_every_page_has_one_valid_graph(blog):
    """All but the pages for what is not there."""
    for page in blog.pages:
        if page.kind not in WITHOUT_DATA:
            assert check_page(blog.output / page.path) == [], page.path


def test_machines_are_told_what_the_head_says(blog):
    """Each page's name and description."""
    for page in blog.pages:
        if page.kind not in WITHOUT_DATA:
            soup = blog.soup(page.path)
            told = graph_of(soup)["page"]
            description = soup.find("meta", {"name": "description"})["content"]
            assert told["description"] == description, page.path
            assert soup.title.string.startswith(told["name"]), page.path


def test_breadcrumbs_are_the_same_for_readers_and_machines(blog):
    """Between home and the page; a post names what it stands in, and no more."""
    lengths = {}
    for page in blog.pages:
        soup = blog.soup(page.path)
        nav = soup.find("nav", class_=["breadcrumbs", "series-kicker"])
        if nav is None:
            continue
        shown = [(link.string, link["href"]) for link in nav.find_all("a")]
        items = graph_of(soup)["breadcrumbs"]["itemListElement"]
        listed = [(item["name"], item["item"]) for item in items]
        if "breadcrumbs" in nav["class"]:
            assert shown[1:] == listed[1:-1], page.path
            assert shown[0][1] == listed[0][1]
        else:
            assert shown == listed[-2:-1], page.path
        lengths[page.kind] = max(len(listed) - 1, lengths.get(page.kind, 0))

    assert lengths["tag"] == lengths["series"] == 2
    assert lengths["post"] == lengths["whole-series"] == 3


def test_a_posts_graph_says_what_the_page_says(blog):
    """Part, series, days, sources, clinic; and nobody's review."""
    page = blog.soup(POST)
    graph = graph_of(page)
    post = graph["post"]

    assert post["@type"] == "BlogPosting"
    assert post["headline"] == page.h1.string
    assert post["datePublished"].startswith("2026-05-05")
    assert post["isPartOf"]["@type"] == "CreativeWorkSeries"
    assert post["position"] == 3
    works = {work["url"] for work in post["citation"]}
    assert "https://doi.org/10.7717/peerj.1364" in works
    assert graph["page"]["@type"] == "MedicalWebPage"
    assert "reviewedBy" not in graph["page"]
    assert "lastReviewed" not in graph["page"]
    assert graph["organization"]["@type"] == "MedicalClinic"
    assert graph["organization"]["telephone"] == "+44 1632 960001"
    assert post["author"] == [{"@id": graph["organization"]["@id"]}]


def test_a_review_stands_on_the_page_and_not_on_the_posting(blog):
    """Schema.org gives lastReviewed and reviewedBy to WebPage alone."""
    graph = graph_of(blog.soup("blog/post-2/index.html"))

    assert graph["page"]["lastReviewed"] == "2026-04-01"
    assert graph["page"]["reviewedBy"]["name"] == "R. Viewer"
    assert graph["page"]["reviewedBy"]["honorificSuffix"] == "MD"
    assert "reviewedBy" not in graph["post"]


def test_a_series_page_is_about_its_series(blog):
    """The page's main entity is the CreativeWorkSeries with its parts."""
    page = blog.of("series")
    script = page.find("script", type="application/ld+json")
    nodes = json.loads(script.string)["@graph"]
    series = next(node for node in nodes if node["@type"] == "CreativeWorkSeries")

    assert series["name"] == page.h1.string
    assert series["hasPart"]
