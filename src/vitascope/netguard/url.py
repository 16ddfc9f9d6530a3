"""Reading a URL the one way in which it is later used.

Libraries disagree about strange URLs, and the disagreement is the hole. So whatever is strange is
refused, and the parts found here, never the text, are what ``fetch`` connects to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NoReturn
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

from vitascope.errors import KeyframeRefused
from vitascope.netguard.addresses import Address, Network, is_allowed, is_public

SCHEMES = {"http": 80, "https": 443}
PORTS = frozenset({80, 443, 8080, 8443})
"""Ports of public hosts; others belong to other services. Allowed networks may use any."""
MAX_LENGTH = 8192
"""Characters: signed links are long."""

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_KEEP = "/?#[]@!$&'()*+,;=:%-._~"
"""What ``quote`` leaves alone in a path: RFC 3986's characters and what is encoded already."""


@dataclass(frozen=True)
class ParsedUrl:
    """A URL that may be fetched. ``host`` is ASCII, without brackets; ``address`` is set for literals."""

    scheme: str
    host: str
    port: int
    target: str
    address: Address | None = None

    @property
    def authority(self) -> str:
        """Host and port as the ``Host`` header wants them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        """The URL as it is asked for."""
        return f"{self.scheme}://{self.authority}{self.target}"


def check_url(url: str, allow: Sequence[Network] = ()) -> ParsedUrl:
    """Everything that can be known about a keyframe's URL without asking the network.

    ``allow`` are networks that may be reached although not public. Raises ``KeyframeRefused`` for
    other schemes than http and https, user names, odd characters, ports of other services, and
    addresses, in any spelling, that are not public. Names are resolved only when they are fetched.
    """
    parts = _split(url)
    host = _host(parts)
    address = _address(host)
    if isinstance(address, IPv4Address):
        host = str(address)
    port = _port(parts)
    _check_address(host, address, allow)
    _check_port(port, address, allow)
    path = quote(parts.path or "/", safe=_KEEP)
    query = f"?{quote(parts.query, safe=_KEEP)}" if parts.query else ""
    return ParsedUrl(parts.scheme, host, port, path + query, address)


def redirected(url: ParsedUrl, location: str) -> str:
    """Where a redirect leads, as an absolute URL that is not yet checked.

    Raises ``KeyframeRefused`` for a location that is none.
    """
    try:
        return urljoin(str(url), location)
    except ValueError as error:
        _refuse(f"leads to a location that is malformed: {error}")


def port_permitted(port: int, address: Address, allow: Sequence[Network]) -> bool:
    """Whether a connection to this address may use this port."""
    return port in PORTS or is_allowed(address, allow)


def _refuse(reason: str) -> NoReturn:
    raise KeyframeRefused(f"The URL {reason}. Use a plain http or https address of a public picture.")


def _split(url: str) -> SplitResult:
    if len(url) > MAX_LENGTH:
        _refuse(f"has {len(url):,} characters, at most {MAX_LENGTH:,} are read")
    if any(not char.isprintable() or char in ' \\"<>' for char in url):
        _refuse("has spaces, backslashes, quotes, < or >, or invisible characters; encode them with %")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        _refuse(f"is malformed: {error}")
    if parts.scheme not in SCHEMES:
        _refuse(f"has the scheme {parts.scheme[:20]!r}, expected http or https")
    if "@" in parts.netloc:
        _refuse("carries a user name")
    if not parts.netloc:
        _refuse("has no host")
    return parts


def _host(parts: SplitResult) -> str:
    """The host in ASCII and lower case, without brackets and the root's dot."""
    name, bracket, rest = parts.netloc.rpartition("]")
    if bracket:
        if not name.startswith("[") or (rest and not rest.startswith(":")):
            _refuse("has misplaced brackets")
        if ":" not in name:
            _refuse("has brackets around something else than an IPv6 address")
        return name[1:].lower()
    host = parts.netloc.partition(":")[0]
    if not host.isascii():
        host = _ascii(host)
    host = host.lower().removesuffix(".")
    if not host:
        _refuse("has no host")
    return host


def _ascii(host: str) -> str:
    """UTS 46, as browsers do: what is shown as ``ⓛocalhost`` is looked at as ``localhost``."""
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError as error:
        _refuse(f"has a host that is no domain name: {error}")


def _address(host: str) -> Address | None:
    """The address that a literal host spells; None for a name."""
    if ":" in host:
        if "%" in host:
            _refuse("has an IPv6 zone, which only means something on this machine")
        try:
            return IPv6Address(host)
        except ValueError as error:
            _refuse(f"has a malformed IPv6 address: {error}")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(labels)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        _refuse(f"has a host that is no domain name: {host[:80]!r}")
    return None


def _ipv4(labels: Sequence[str]) -> IPv4Address:
    """WHATWG's IPv4 parser: one to four parts, each decimal, octal (0…) or hexadecimal (0x…)."""
    text = ".".join(labels)[:80]
    if not all(_NUMBER.fullmatch(label) for label in labels):
        _refuse(f"has a host that is half an IPv4 address: {text!r}")
    try:
        *heads, last = [_part(label) for label in labels]
    except ValueError:
        _refuse(f"has a malformed IPv4 address: {text!r}")
    if len(heads) > 3 or any(value > 255 for value in heads) or last >= 256 ** (4 - len(heads)):
        _refuse(f"has an IPv4 address out of range: {text!r}")
    return IPv4Address(sum(value << (24 - 8 * i) for i, value in enumerate(heads)) + last)


def _part(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if len(label) > 1 and label.startswith("0") else 10)


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError:
        _refuse("has a port that is no number from 1 to 65535")
    if port == 0:
        _refuse("has port 0")
    return port or SCHEMES[parts.scheme]


def _check_address(host: str, address: Address | None, allow: Sequence[Network]) -> None:
    local = host == "localhost" or host.endswith(".localhost")  # RFC 6761: always this machine
    meant = [ip_address("127.0.0.1"), ip_address("::1")] if local else [address] if address else []
    if meant and not any(is_public(one, allow) for one in meant):
        raise KeyframeRefused(
            f"The URL's host {host} is not a public address, and the server fetches from no other. Send the "
            "picture itself as a data URL, or let the operator open its network with VITASCOPE_FETCH_ALLOW."
        )


def _check_port(port: int, address: Address | None, allow: Sequence[Network]) -> None:
    """A name may turn out to be in an allowed network, so its port waits for the connection."""
    permitted = port_permitted(port, address, allow) if address else port in PORTS or bool(allow)
    if not permitted:
        _refuse(f"has port {port}; public hosts are asked on {', '.join(map(str, sorted(PORTS)))}")
