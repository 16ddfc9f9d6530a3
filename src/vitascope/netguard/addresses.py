"""Which addresses are on the public internet.

The tables are IANA's special-purpose registries (IPv4 and IPv6, RFC 6890 and its updates), kept here
because ``ipaddress.is_global`` was wrong before Python 3.11.10 (CVE-2024-4032) and answers another
question. Every entry is refused, also the few anycast services marked as globally reachable: no
picture lives there.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

SPECIAL_V4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network, RFC 791
        "10.0.0.0/8",  # private, RFC 1918
        "100.64.0.0/10",  # carrier-grade NAT, RFC 6598; Alibaba's metadata service
        "127.0.0.0/8",  # loopback, RFC 1122
        "169.254.0.0/16",  # link-local, RFC 3927; the clouds' metadata services
        "172.16.0.0/12",  # private, RFC 1918
        "192.0.0.0/24",  # IETF protocols, RFC 6890; Oracle's metadata service
        "192.0.2.0/24",  # documentation, RFC 5737
        "192.31.196.0/24",  # AS112, RFC 7535
        "192.52.193.0/24",  # AMT, RFC 7450
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "192.168.0.0/16",  # private, RFC 1918
        "192.175.48.0/24",  # AS112, RFC 7534
        "198.18.0.0/15",  # benchmarks, RFC 2544
        "198.51.100.0/24",  # documentation, RFC 5737
        "203.0.113.0/24",  # documentation, RFC 5737
        "224.0.0.0/4",  # multicast, RFC 5771
        "240.0.0.0/4",  # reserved and broadcast, RFC 1112 and 919
        "168.63.129.16/32",  # Azure's wire server: public by number, inside every virtual machine
    )
)
GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")
"""All that IANA has opened for the public (RFC 4291); what lies outside is refused without a table."""
SPECIAL_V6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # IETF protocols, RFC 2928: Teredo, ORCHID, benchmarks, drone IDs, anycast
        "2001:db8::/32",  # documentation, RFC 3849
        "2002::/16",  # 6to4, RFC 3056: carries an IPv4 address
        "2620:4f:8000::/48",  # AS112, RFC 7534
        "3fff::/20",  # documentation, RFC 9637
    )
)
NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: how an IPv6-only network reaches the public IPv4 internet."""
_LOW_32 = (1 << 32) - 1
_ISATAP = {0x0000_5EFE, 0x0200_5EFE}


def is_public(address: Address, allow: Sequence[Network] = ()) -> bool:
    """Whether the address is on the public internet, or in one of the networks in ``allow``.

    An IPv4-mapped address counts as the IPv4 address that the system would connect to. An address
    that carries another one (NAT64, ISATAP) is only as public as that one.
    """
    address = unmapped(address)
    if is_allowed(address, allow):
        return True
    if isinstance(address, IPv4Address):
        return not any(address in network for network in SPECIAL_V4)
    inner = embedded(address)
    if inner is not None and not is_public(inner):
        return False
    if address in NAT64:
        return True
    return address in GLOBAL_UNICAST_V6 and not any(address in network for network in SPECIAL_V6)


def is_allowed(address: Address, allow: Sequence[Network]) -> bool:
    """Whether the operator opened a network that holds the address."""
    address = unmapped(address)
    return any(address in network for network in allow)


def unmapped(address: Address) -> Address:
    """The IPv4 address in ``::ffff:a.b.c.d``; every other address as it is, without its zone."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return IPv6Address(int(address)) if address.scope_id else address


def embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that traffic to this address would end at: NAT64, ISATAP, 6to4 or Teredo."""
    number = int(address)
    if address in NAT64 or (number >> 32) & _LOW_32 in _ISATAP:
        return IPv4Address(number & _LOW_32)
    if address.sixtofour is not None:
        return address.sixtofour
    return address.teredo[1] if address.teredo else None
