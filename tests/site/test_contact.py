"""Ways to the clinic: no page promises one that is not there; each works alone."""

from __future__ import annotations

import json
import re
import runpy

import pytest

from dev.audit.linked_data import check_graph
from plugins.structured_data.clinic import check_clinic, read_clinic
from tests.site.content import CONTENT, ROOT

PAGE = (CONTENT / "pages" / "contact.md").read_text("utf-8")
POLICY = (CONTENT / "pages" / "editorial-policy.md").read_text("utf-8")
LAW = (CONTENT / "pages" / "what-is-approved.md").read_text("utf-8")
FILES = {
    "pages/contact.md": PAGE,
    "pages/editorial-policy.md": POLICY,
    "pages/what-is-approved.md": LAW,
    "posts/2026-01-02-sleep.md": "---\ntitle: Sleep\ndate: 2026-01-02\ncategory: Life\n"
    f"summary: {'What people say of their sleep. ' * 3}\n---\nSleep.\n",
}


BLANK = {"phone": "", "email": "", "address": "", "booking_url": ""}
INVITES = re.compile(
    r"(?:how to )?reach us|tell us|get in touch|ask us|write to us", re.IGNORECASE
)


@pytest.fixture(name="build")
def _build(site, tmp_path):
    """Build posts and the contact page with the clinic's settings."""

    def build(conf="", **clinic):
        named = {"name": "Áureo", "city": "Portland", "region": "Oregon"}
        return site(
            FILES | ({"../pelicanconf.py": conf} if conf else {}),
            THEME=str(ROOT / "theme"),
            BULLETIN_ROOT=str(tmp_path),
            CLINIC=named | BLANK | clinic,
            PAGE_SAVE_AS="{slug}/index.html",
            PAGE_URL="{slug}/",
            ARTICLE_URL="blog/{slug}/",
            ARTICLE_SAVE_AS="blog/{slug}/index.html",
            PLUGINS=[
                "plugins.front_matter",
                "plugins.series",
                "plugins.reading",
                "plugins.structured_data",
            ],
        )

    return build


def clinic_problems(built):
    return [one for one in built.problems if one.name.startswith("clinic-")]


def graph(page):
    """Return what machines read of the organization, once it is found right."""
    text = page.find("script", type="application/ld+json").string
    document = json.loads(text)
    assert check_graph(document) == []
    return document["@graph"][0]


@pytest.mark.parametrize(
    ("clinic", "href", "known", "call"),
    [
        (
            {"phone": "+44 1632 960001"},
            "tel:+441632960001",
            {"telephone": "+44 1632 960001"},
            "contact/",
        ),
        (
            {"email": "hello@aureo.clinic"},
            "mailto:hello@aureo.clinic",
            {"email": "hello@aureo.clinic"},
            "contact/",
        ),
        (
            {"booking_url": "https://aureo.clinic/book"},
            "https://aureo.clinic/book",
            {
                "potentialAction": {
                    "@type": "ReserveAction",
                    "target": "https://aureo.clinic/book",
                }
            },
            "https://aureo.clinic/book",
        ),
        (
            {"address": "12 Oak Street, 97205"},
            None,
            {},
            "contact/",
        ),
    ],
)
def test_one_way_to_the_clinic_is_enough(build, clinic, href, known, call):
    """Page, structured data and invitation have it, and nothing stands empty."""
    built = build(**clinic)
    page, post = built.soup("contact/index.html"), built.soup("blog/sleep/index.html")
    box = page.find("address")
    links = [link["href"] for link in box.find_all("a")]

    for key, value in clinic.items():
        shown = "Book a first talk" if key == "booking_url" else value
        assert shown in box.get_text(" ")
    assert links == ([href] if href else [])
    assert page.main.find_all(href=["", "tel:", "mailto:"]) == []
    organization = graph(page)
    assert known.items() <= organization.items()
    assert ("streetAddress" in organization["address"]) == ("address" in clinic)
    invitation = post.find(class_="call-to-action")
    assert invitation.a["href"].endswith(call)
    assert "psilocybin" not in invitation.get_text().lower()
    assert clinic_problems(built) == []


def test_without_a_way_nothing_is_promised(build):
    """No invitation on any page; the contact page says so, and who helps at once."""
    conf = "SITENAME = 'x'\nCLINIC = {\n    'phone': '',\n}\n"
    built = build(conf)
    page, post = built.soup("contact/index.html"), built.soup("blog/sleep/index.html")

    assert page.find("address") is None
    assert "no way to reach the clinic" in page.find(class_="clinic").get_text()
    assert {"tel:988", "tel:911"} <= {link["href"] for link in page.main.find_all("a")}
    assert post.find(class_="call-to-action") is None
    assert not {"telephone", "email", "potentialAction"} & graph(post).keys()
    (told,) = clinic_problems(built)
    assert told.address == "pelicanconf.py:2"
    assert str(told.level) == "notice"
    assert "phone, email, address or booking_url" in told.remedy


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("phone", "+1 555 010 0100"),
        ("phone", "(503) 555-0123"),
        ("phone", "000 000 0000"),
        ("phone", "to be told"),
        ("phone", "(503) 555-0123, ext. 3"),
        ("phone", "1-800-CLINIC"),
        ("email", "hello@example.com"),
        ("email", "hello@aureo.example"),
        ("email", "hello"),
        ("address", "1 Example Street"),
        ("address", "…"),
        ("booking_url", "https://www.example.org/book"),
        ("booking_url", "javascript:alert(1)"),
        ("booking_url", "http://localhost:8000/"),
        ("booking_url", "aureo.clinic/book"),
    ],
)
def test_what_reaches_nobody_counts_as_empty(key, value):
    """Examples and blanks are named with their line and are no way."""
    clinic = read_clinic({key: value})
    lines = {key: 3, "": 2}
    left_out, unreachable = check_clinic(clinic, lines.__getitem__)

    assert not clinic.is_reachable
    assert f"“{value}” reaches nobody" in left_out.what
    assert (left_out.line, left_out.name) == (3, "clinic-placeholder")
    assert (unreachable.line, unreachable.name) == (2, "clinic-unreachable")


@pytest.mark.parametrize(
    ("phone", "tel"),
    [
        ("503-222-0100, ext. 4", "5032220100;ext=4"),
        ("(503) 222-0100 x12", "5032220100;ext=12"),
        ("tel:+1-503-222-0100;ext=7", "+15032220100;ext=7"),
        ("+44 (0)20 7946 1000", "+442079461000"),
        ("(0)20 7946 1000", "02079461000"),
        ("030/123 45-67", "0301234567"),
        ("503.222.0100 / 503.222.0101", "5032220100"),
        ("503 222 0100 or 503 222 0101", "5032220100"),
        ("Mo–Fr 9-17: 503–222–0100", "5032220100"),
    ],
)
def test_a_link_dials_one_number_whatever_else_is_said_of_it(phone, tel):
    """An extension, a zero for callers at home or a second number was dialled too."""
    assert read_clinic({"phone": phone}).tel == tel


def test_no_page_of_ours_invites_where_nobody_answers(blog):
    """As long as CLINIC is empty, no link and no invitation says otherwise."""
    conf = runpy.run_path(str(ROOT / "pelicanconf.py"))
    if read_clinic(conf["CLINIC"]).is_reachable:
        assert blog.soup("/contact/").find("address")
        return
    for address in blog.addresses:
        soup = blog.soup(address)
        assert soup.find(class_="call-to-action") is None, address
        for link in soup.find_all("a"):
            assert not INVITES.search(link.get_text(" ")), (address, link)
