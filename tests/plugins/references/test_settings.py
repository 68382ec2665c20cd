"""``REFERENCES``: what is asked where, and how."""

from __future__ import annotations

import pytest

from plugins.problem import SettingsError
from plugins.references.lookup.services import Services
from plugins.references.settings import parse_settings


def test_services_have_the_addresses_and_manners_of_the_setting():
    """An address may be written with the slash or path that services print."""
    given = {
        "services": {"crossref": "http://127.0.0.1:1/works", "doi": "https://x.org/"},
        "contact": "ada@clinic.org",
        "timeout": 5,
    }
    services = parse_settings(given).services

    assert (services.crossref, services.doi) == ("http://127.0.0.1:1", "https://x.org")
    assert services.ncbi == Services().ncbi
    assert (services.contact, services.timeout) == ("ada@clinic.org", 5.0)
    assert parse_settings({}).services == Services()


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_contact_can_be_left_empty(nothing):
    """Then nobody is named to the services."""
    assert not parse_settings({"contact": nothing}).services.is_polite


@pytest.mark.parametrize(
    "address",
    [
        *("", "crossref.org", "ftp://x.org", "https://", "https://[", 3, None),
        *("http://a b", "http://a:0", "http://a:99999", "http://a:b", "http://a\u2066"),
    ],
)
def test_an_address_that_nobody_can_be_asked_at_is_named(address):
    """Before anything is built."""
    with pytest.raises(SettingsError) as raised:
        parse_settings({"services": {"doi": address}})

    (problem,) = raised.value.problems
    assert problem.what.startswith("REFERENCES[“services”][“doi”] is ")
    assert problem.what.endswith(", not an address that begins with https://.")
    assert problem.remedy == 'Write "doi": "https://doi.org".'


@pytest.mark.parametrize("contact", ["ada", "ada@clinic", "a b@clinic.org", 3])
def test_a_contact_that_is_no_address_is_named(contact):
    """The services would throttle it."""
    with pytest.raises(SettingsError, match="not an e-mail address"):
        parse_settings({"contact": contact})
