"""Which addresses a remote server may be reached at."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from vitascope.netguard.call import Door
from vitascope.remotes import RemoteServer

LOOPBACK = ("127.0.0.0/8", "::1/128")


def door_of(remote: RemoteServer) -> Door:
    """Public addresses, the networks in ``allow``, and the address that is written in ``url`` itself.

    A name is not an address: what it resolves to is the resolver's word, not the operator's.
    """
    host = urlsplit(remote.url).hostname or ""
    if host == "localhost":
        return Door((*remote.allow, *map(ip_network, LOOPBACK)))
    try:
        own = ip_network(ip_address(host))
    except ValueError:
        return Door(remote.allow)
    return Door((*remote.allow, own))
