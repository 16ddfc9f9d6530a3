from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.netguard.addresses import SPECIAL_V4, embedded, is_allowed, is_public, unmapped

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
]
PUBLIC += ["11.0.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255", "192.0.1.0", "198.17.255.255"]
PUBLIC += ["198.20.0.0", "223.255.255.255", "168.63.129.15", "2606:4700:4700::1111", "2a00:1450:4001::1"]
PUBLIC += ["64:ff9b::8.8.8.8", "::ffff:8.8.8.8", "2001:4860:4860::8888"]

PRIVATE = ["0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.254"]
PRIVATE += [
    "169.254.169.254",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.9",
    "192.0.0.192",
    "192.0.2.1",
]
PRIVATE += ["192.88.99.1", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.7"]
PRIVATE += ["224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "168.63.129.16", "192.31.196.1"]
PRIVATE += [
    "::",
    "::1",
    "::2",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0:0",
]
PRIVATE += ["64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::8.8.8.8", "100::1", "2001::1", "2001:2::1"]
PRIVATE += [
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "3fff::1",
    "5f00::1",
]
PRIVATE += ["fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1", "e000::1"]
PRIVATE += ["2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:127.0.0.1", "2620:4f:8000::1"]


@pytest.mark.parametrize("text", PUBLIC)
def test_the_public_internet(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize("text", PRIVATE)
def test_everything_else(text: str) -> None:
    assert not is_public(ip_address(text))


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:{}", "64:ff9b::{}", "2606:4700::5efe:{}"]))
def test_an_address_is_as_public_as_the_one_it_carries(inner: IPv4Address, form: str) -> None:
    assert is_public(ip_address(form.format(inner))) == is_public(inner)


@given(st.ip_addresses(v=4))
def test_what_ipaddress_calls_private_is_never_public(address: IPv4Address) -> None:
    if address.is_private or address.is_multicast or address.is_reserved or address.is_link_local:
        assert not is_public(address)


@given(st.ip_addresses(v=6))
def test_ipv6_outside_global_unicast_is_never_public(address: IPv6Address) -> None:
    inner = unmapped(address)
    if isinstance(inner, IPv6Address) and not inner.exploded.startswith(("2", "3", "0064:ff9b:0000")):
        assert not is_public(inner)


@pytest.mark.parametrize("network", SPECIAL_V4, ids=str)
def test_special_networks_have_exact_edges(network: object) -> None:
    block = ip_network(str(network))
    assert not is_public(block[0])
    assert not is_public(block[-1])


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("64:ff9b::c0a8:1", "192.168.0.1"),
        ("2002:a00:1::", "10.0.0.1"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "192.0.2.45"),
        ("fe80::5efe:7f00:1", "127.0.0.1"),
        ("2606:4700::1", None),
    ],
)
def test_what_an_address_carries(text: str, carried: str | None) -> None:
    assert embedded(IPv6Address(text)) == (ip_address(carried) if carried else None)


def test_allowed_networks_are_opened_and_no_others() -> None:
    allow = [ip_network("127.0.0.0/8"), ip_network("fd00::/8")]
    assert is_public(ip_address("127.0.0.1"), allow)
    assert is_public(ip_address("::ffff:127.0.0.1"), allow)
    assert is_public(ip_address("fd00::5"), allow)
    assert not is_public(ip_address("10.0.0.1"), allow)
    assert not is_public(ip_address("::1"), allow)
    assert is_allowed(ip_address("127.9.9.9"), allow)
    assert not is_allowed(ip_address("8.8.8.8"), allow)


def test_no_entry_of_the_table_lies_inside_another() -> None:
    """A slip while editing it shows here."""
    assert not [(a, b) for a in SPECIAL_V4 for b in SPECIAL_V4 if a is not b and a.subnet_of(b)]
