"""The clinic's blanks: left out while empty, printed once they are filled in."""

from __future__ import annotations

import pytest

from tests.site.content import CONTENT, ROOT

PAGE = (CONTENT / "pages" / "contact.md").read_text("utf-8")
POLICY = (CONTENT / "pages" / "editorial-policy.md").read_text("utf-8")
LAW = (CONTENT / "pages" / "what-is-approved.md").read_text("utf-8")
FILES = {
    "pages/contact.md": PAGE,
    "pages/editorial-policy.md": POLICY,
    "pages/what-is-approved.md": LAW,
}


@pytest.fixture(name="contact")
def _contact(site):
    """Build the contact page with the clinic's settings."""

    def build(**clinic):
        built = site(
            FILES,
            THEME=str(ROOT / "theme"),
            CLINIC={"name": "Áureo", "city": "Portland", "region": "Oregon"} | clinic,
            PAGE_SAVE_AS="{slug}/index.html",
            PAGE_URL="{slug}/",
            PLUGINS=["plugins.front_matter", "plugins.series", "plugins.reading"],
        )
        return built.soup("contact/index.html")

    return build


def test_what_is_filled_in_is_printed(contact):
    """Telephone, address and booking stand on the page, as links where they are."""
    soup = contact(
        phone="+1 555 010 0100",
        address="1 Example Street",
        booking_url="https://booking.example/",
    )
    box = soup.find("address")

    assert box.find(href="tel:+15550100100").get_text() == "+1 555 010 0100"
    assert "1 Example Street" in box.get_text(" ")
    assert box.find(href="https://booking.example/")


def test_what_is_empty_is_left_out(contact):
    """Without settings there is no empty box and no empty link."""
    soup = contact(phone="", address="", booking_url="")

    assert soup.find("address") is None
    assert soup.main.find_all(href=["", "tel:"]) == []
