"""The graph of a page: nothing empty, nothing invented, nothing that breaks out."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from dev.audit.linked_data import check_graph
from plugins.problem import SettingsError
from plugins.structured_data.adapter import breadcrumbs
from plugins.structured_data.core import (
    Author,
    PageFacts,
    PostFacts,
    SiteFacts,
    build_graph,
    print_graph,
)
from plugins.structured_data.settings import parse_settings

SITE = SiteFacts(
    "https://c.example",
    "Clinic",
    clinic={"name": "Clinic", "city": "Portland", "phone": "", "country": "US"},
)


def a_page(**facts):
    facts = {"url": "https://c.example/blog/x/", "name": "X"} | facts
    return PageFacts(**facts)


def a_post(**facts):
    facts = {"headline": "X", "published": "2026-01-01", "authors": (Author("Ada"),)}
    return PostFacts(**facts)


def nodes(page, site=SITE):
    return {node["@type"]: node for node in build_graph(page, site)["@graph"]}


def values(node):
    if isinstance(node, dict):
        for value in node.values():
            yield from values(value)
    elif isinstance(node, list):
        for value in node:
            yield from values(value)
    else:
        yield node


def test_no_empty_value_is_ever_printed():
    """What a site does not know it does not claim."""
    graph = build_graph(a_page(post=a_post()), SITE)

    assert "" not in set(values(graph))
    assert None not in set(values(graph))
    assert "telephone" not in json.dumps(graph)


def test_a_site_without_a_place_is_an_organization():
    """A clinic has an address; a blog is somebody."""
    assert "MedicalClinic" in nodes(a_page())
    alone = nodes(a_page(), SiteFacts("https://b.example", "Blog"))
    assert "MedicalClinic" not in alone
    assert alone["Organization"]["name"] == "Blog"


@pytest.mark.parametrize("kind", ["WebPage", "MedicalWebPage", "CollectionPage"])
def test_every_kind_of_page_is_valid(kind):
    """With a post, a review and breadcrumbs, and without them."""
    bare = a_page(type=kind)
    full = a_page(
        type=kind,
        audience="Patient",
        post=a_post(),
        reviewed="2026-02-01",
        reviewer=Author("Dr. R.", credentials="MD"),
        crumbs=(("Clinic", "https://c.example/"), ("X", "https://c.example/blog/x/")),
    )

    assert check_graph(build_graph(bare, SITE)) == []
    assert check_graph(build_graph(full, SITE)) == []


LIST, OWN = ("Series", "series/"), ("Sleep", "series/sleep/")
CATEGORY = ("Evidence", "category/evidence/")


def a_series(list_url="", url=""):
    return SimpleNamespace(name="Sleep", list_url=list_url, url=url)


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        (None, [CATEGORY]),
        (a_series(), [CATEGORY]),
        (a_series("series/"), [LIST]),
        (a_series("", "series/sleep/"), [OWN]),
        (a_series("series/", "series/sleep/"), [LIST, OWN]),
        ({"name": "Sleep", "index": 1}, [CATEGORY]),
    ],
)
def test_breadcrumbs_of_a_post_name_what_has_an_address(series, expected):
    """Its series, else its category; pelican-series' dict has no address."""
    category = SimpleNamespace(name=CATEGORY[0], url=CATEGORY[1])
    article = SimpleNamespace(series=series, category=category)

    assert breadcrumbs({"article": article}) == expected


def test_breadcrumbs_of_lists_are_called_as_the_theme_calls_them():
    """Else by our own words in the site's language, and only where there is a list."""
    tags = {"tag": object(), "tags": [1], "TAGS_SAVE_AS": "t", "TAGS_URL": "tags/"}
    series = {"current_series": a_series("series/", "series/sleep/")}

    assert breadcrumbs(tags) == [("Tags", "tags/")]
    assert breadcrumbs(tags | {"words": {"topics": "A–Z"}}) == [("A–Z", "tags/")]
    assert breadcrumbs(tags | {"TAGS_SAVE_AS": ""}) == []
    assert breadcrumbs(series) == [LIST]
    assert breadcrumbs(series | {"whole": object()}) == [LIST, OWN]
    assert breadcrumbs(series | {"DEFAULT_LANG": "de"}) == [("Reihen", "series/")]
    assert breadcrumbs({"words": "said by another theme"}) == []


def test_home_has_no_breadcrumbs():
    """A list of one leads nowhere."""
    page = a_page(crumbs=(("Clinic", "https://c.example/"),))

    assert "BreadcrumbList" not in nodes(page)
    assert "breadcrumb" not in nodes(page)["WebPage"]


def test_the_json_cannot_end_its_script():
    """A title with a script's end in it stays a title."""
    page = a_page(name="</script><script>alert(1)</script> & <b>")
    text = print_graph(build_graph(page, SITE))

    assert "<" not in text
    assert "&" not in text
    assert page.name in set(values(json.loads(text)))


def test_an_author_with_the_sites_name_is_the_organisation():
    """And nobody becomes a person by accident."""
    post = PostFacts("X", "2026-01-01", authors=(Author("Clinic", is_site=True),))
    found = nodes(a_page(post=post))["BlogPosting"]

    assert found["author"] == [{"@id": SITE.organization_id}]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"page": "WebPage"}, "no key “page”"),
        ({"page_type": "MedicalPage"}, "not one of “WebPage”, “MedicalWebPage”"),
        ({"audience": "Everybody"}, "not one of “”, “Patient”, “Clinician”"),
        (None, "STRUCTURED_DATA is None, not a dict"),
    ],
)
def test_a_wrong_setting_is_named(given, said):
    """One line each."""
    with pytest.raises(SettingsError, match="structured-data-setting") as raised:
        parse_settings(given)

    assert said in str(raised.value)
