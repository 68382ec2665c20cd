"""Which machines a redirect may lead to."""

from __future__ import annotations

import pytest

from plugins.references.lookup.addresses import is_public

OURS = """127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254
100.64.0.1 192.0.2.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 fe80::1
fe80::1%eth0 fc00::1 fd00:ec2::254 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::7f00:1 2002:7f00:1:: 2002:a00:1::
2001:db8::1 100::1 2001:0:808:808:0:0:80ff:fffe"""
THEIRS = """8.8.8.8 193.0.6.139 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::
2606:4700::1111"""


@pytest.mark.parametrize("address", OURS.split())
def test_an_address_of_ours_is_not_public(address):
    """Loopback, link-local, private, shared, reserved; in every spelling."""
    assert not is_public(address)


@pytest.mark.parametrize("address", THEIRS.split())
def test_an_address_of_the_internet_is_public(address):
    """Also where IPv6 carries it."""
    assert is_public(address)
