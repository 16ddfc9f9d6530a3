"""The browser of whoever sits at this machine: a cookie in place of a key.

A page that is fetched from a loopback address, by a loopback name, straight and not through a proxy, is
given a cookie that opens the API. What comes with the cookie is checked again in the same way, and its
``Origin`` and ``Sec-Fetch-Site`` too: a page of another site, of another port or under a name that was
bound to 127.0.0.1 for an attack (DNS rebinding) gets nothing.

Whoever may connect to a loopback port may use it: on a machine that is shared with people you do not
trust, switch it off with ``VITASCOPE_LOCAL_SESSION=false``.
"""

from __future__ import annotations

import re
from functools import cached_property
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import Request

from vitascope import ids
from vitascope.clock import Clock
from vitascope.errors import Forbidden
from vitascope.service.keys import DEFAULT_OWNER, Keys

DAYS = 30
"""How long a cookie opens the API; each look at a page gives a new one."""
NAME = "vitascope_session"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
"""What proxies add: behind one, every peer is a loopback peer and says nothing of who is there."""
_LOOPBACK_HOST = re.compile(r"(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::(\d{1,5}))?", re.IGNORECASE)


class LocalSession:
    """Gives the cookie to pages, and reads it from requests that bring no key."""

    def __init__(self, keys: Keys, clock: Clock, public_url: str, *, enabled: bool) -> None:
        self._keys = keys
        self._clock = clock
        # A server that is reached by a public name is reached through a proxy, which may hide itself.
        self._enabled = enabled and _LOOPBACK_HOST.fullmatch(urlsplit(public_url).netloc) is not None

    async def cookie(self, request: Request) -> str | None:
        """The ``Set-Cookie`` for the page that was asked for, or None where it must bring a key."""
        if not self._enabled or not is_local(request):
            return None
        secret = await to_thread.run_sync(lambda: self._secret)
        until = int(self._clock.now()) + DAYS * 86_400
        value = f"{until}.{ids.signature(secret, _signed(request, until))}"
        secure = "; Secure" if request.url.scheme == "https" else ""
        age = DAYS * 86_400
        return f"{_name(request)}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict{secure}"

    async def owner(self, request: Request) -> str | None:
        """Whose session the request is of; None where it brings no good cookie.

        Raises ``Forbidden`` for a good cookie that comes from elsewhere than the page it was given to.
        """
        sent = request.cookies.get(_name(request))
        if sent is None or not self._enabled:
            return None
        secret = await to_thread.run_sync(lambda: self._secret)
        if not self._is_good(request, sent, secret):
            return None
        _check_origin(request)
        return DEFAULT_OWNER

    def _is_good(self, request: Request, sent: str, secret: bytes) -> bool:
        until, _, signature = sent.partition(".")
        if not (until.isascii() and until.isdigit() and len(until) < 12):
            return False
        good = ids.same(signature, ids.signature(secret, _signed(request, int(until))))
        return good and self._clock.now() < int(until)

    @cached_property
    def _secret(self) -> bytes:
        return self._keys.session_secret()


def is_local(request: Request) -> bool:
    """Whether peer and ``Host`` are loopback, and no proxy says that it stands between."""
    if request.client is None or not _is_loopback(request.client.host):
        return False
    if request.scope.get("http_version") == "1.0" or any(name in request.headers for name in FORWARDED):
        return False  # 1.0: no browser speaks it, nginx does unless told otherwise
    return _LOOPBACK_HOST.fullmatch(request.headers.get("host", "")) is not None


def _check_origin(request: Request) -> None:
    if not is_local(request):
        raise Forbidden(
            "The session of this machine's browser is not valid here: the request came through a proxy, from "
            "another machine or under another name. Send an API key in Authorization: Bearer."
        )
    expected = f"{request.url.scheme}://{request.headers['host']}".lower()
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    missing = origin is None and request.method not in SAFE
    if missing or (origin or expected).lower() != expected or site not in {"same-origin", "none"}:
        raise Forbidden(
            f"The session of this machine's browser is for its own pages: received the Origin {origin!r}, "
            f"expected {expected!r}. Send an API key in Authorization: Bearer."
        )


def _is_loopback(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback


def _name(request: Request) -> str:
    """The cookie's name; cookies are shared by all ports of a host, so the port is in it."""
    found = _LOOPBACK_HOST.fullmatch(request.headers.get("host", ""))
    return f"{NAME}_{found[2]}" if found and found[2] else NAME


def _signed(request: Request, until: int) -> str:
    return f"session {request.headers.get('host', '').lower()} {until}"
