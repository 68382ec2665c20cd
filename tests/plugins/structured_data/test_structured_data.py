"""The graph of a page: nothing empty, nothing invented, nothing that breaks out."""

from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace

import pytest

from dev.audit.linked_data import check_graph
from plugins.problem import SettingsError
from plugins.structured_data.adapter import breadcrumbs, structured_data
from plugins.structured_data.settings import parse_settings

SITE = {
    "SITEURL": "https://c.example",
    "SITENAME": "Clinic",
    "CLINIC": {"name": "Clinic", "city": "Portland", "phone": "", "country": "US"},
    "output_file": "blog/x/index.html",
}
ORGANIZATION = {"@id": "https://c.example/#organization"}


def a_post(author="Ada", **facts):
    ada = a_named(author, f"author/{author.lower()}/")
    return SimpleNamespace(title="X", date=date(2026, 1, 1), authors=[ada], **facts)


def a_named(name, url):
    """Return a name with an address, as Pelican's authors and categories are."""

    class Named(str):
        __slots__ = ("name", "url")

    named = Named(name)
    named.name, named.url = name, url
    return named


def a_graph(context, title="X"):
    return json.loads(structured_data(SITE | context, title))


def nodes(context, title="X"):
    return {node["@type"]: node for node in a_graph(context, title)["@graph"]}


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
    graph = a_graph({"article": a_post()})

    assert "" not in set(values(graph))
    assert None not in set(values(graph))
    assert "telephone" not in json.dumps(graph)


def test_a_site_without_a_place_is_an_organization():
    """A clinic has an address; a blog is somebody."""
    assert "MedicalClinic" in nodes({})
    alone = nodes({"SITENAME": "Blog", "CLINIC": {}})
    assert "MedicalClinic" not in alone
    assert alone["Organization"]["name"] == "Blog"


REVIEW = SimpleNamespace(by="Dr. R.", on=date(2026, 2, 1))
POST = {"article": a_post(reading=SimpleNamespace(review=REVIEW, words=9))}
PAGE = {"page": SimpleNamespace(title="X")}


@pytest.mark.parametrize(
    ("kind", "context"),
    [
        ("WebPage", PAGE),
        ("WebPage", POST),
        ("MedicalWebPage", PAGE),
        ("MedicalWebPage", POST),
        ("CollectionPage", {"output_file": "index.html"}),
        ("CollectionPage", {}),
    ],
)
def test_every_kind_of_page_is_valid(kind, context):
    """With a post, a review and breadcrumbs, and without them."""
    if kind != "CollectionPage":
        settings = {"page_type": kind, "audience": "Patient"}
        context = context | {"STRUCTURED_DATA": settings}

    assert kind in nodes(context)
    assert ("BreadcrumbList" in nodes(context)) == ("output_file" not in context)
    assert check_graph(a_graph(context)) == []


def test_a_review_is_told_with_its_day_and_what_is_known_of_the_reviewer():
    """Nobody's review is none."""
    context = POST | {"PEOPLE": {"Dr. R.": {"credentials": "MD"}}}
    page = nodes(context)["WebPage"]

    assert page["lastReviewed"] == "2026-02-01"
    assert page["reviewedBy"] == {
        "@type": "Person",
        "name": "Dr. R.",
        "honorificSuffix": "MD",
    }
    assert "reviewedBy" not in nodes({"article": a_post()})["WebPage"]


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
    category = a_named(*CATEGORY)
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
    home = nodes({"output_file": "index.html"})

    assert "BreadcrumbList" not in home
    assert "breadcrumb" not in home["CollectionPage"]


def test_the_json_cannot_end_its_script():
    """A title with a script's end in it stays a title."""
    title = "</script><script>alert(1)</script> & <b>"
    page = {"page": SimpleNamespace(title=title)}
    text = structured_data(SITE | page, "X")

    assert "<" not in text
    assert "&" not in text
    assert title in set(values(json.loads(text)))


def test_an_author_with_the_sites_name_is_the_organisation():
    """And nobody becomes a person by accident."""
    found = nodes({"article": a_post(author="Clinic")})["BlogPosting"]

    assert found["author"] == [ORGANIZATION]
    assert nodes({"article": a_post()})["BlogPosting"]["author"] == [
        {"@type": "Person", "name": "Ada", "url": "https://c.example/author/ada/"}
    ]


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
