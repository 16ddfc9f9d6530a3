"""Fetching a keyframe from somewhere on the internet."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass

import httpcore

from vitascope.errors import AddressRefused, KeyframeRefused, KeyframeUnreachable
from vitascope.netguard.addresses import Network
from vitascope.netguard.connect import Deadline, Guard, Resolver, system_resolver
from vitascope.netguard.url import ParsedUrl, check_url, redirected

MAX_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_FAULTS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
)


@dataclass(frozen=True)
class Fetched:
    """A body, what its server calls it, and the URL that it came from after redirects."""

    data: bytes
    content_type: str
    url: str


@dataclass(frozen=True)
class _Redirect:
    location: str


def fetch(
    url: str,
    *,
    allow: Sequence[Network] = (),
    max_bytes: int,
    timeout: float = 30.0,
    resolver: Resolver = system_resolver,
    tls: ssl.SSLContext | None = None,
) -> Fetched:
    """Get a URL, talking to public addresses and to the networks in ``allow`` only.

    ``timeout`` in seconds covers everything: names, redirects, TLS and a body that drips. No proxy,
    cookie or credential is used. Raises ``AddressRefused`` for a host or a redirect that may not be
    reached, ``KeyframeUnreachable`` for everything else that goes wrong on the way.
    """
    guard = Guard(allow, resolver, Deadline(timeout))
    target = _checked(url, allow)
    for _ in range(MAX_REDIRECTS + 1):
        answer = _asked(target, guard, max_bytes, tls, timeout)
        if isinstance(answer, Fetched):
            return answer
        target = _checked(answer.location, allow, target)
    raise KeyframeUnreachable(
        f"{target.host} was reached after more than {MAX_REDIRECTS} redirects. Use the picture's final URL."
    )


def _checked(url: str, allow: Sequence[Network], base: ParsedUrl | None = None) -> ParsedUrl:
    try:
        return check_url(redirected(base, url) if base else url, allow)
    except KeyframeRefused as error:
        raise AddressRefused(error.message) from error


def _asked(
    url: ParsedUrl, guard: Guard, max_bytes: int, tls: ssl.SSLContext | None, timeout: float
) -> Fetched | _Redirect:
    request = httpcore.URL(scheme=url.scheme, host=url.host, port=url.port, target=url.target)
    headers: dict[bytes | str, bytes | str] = {
        "Host": url.authority,
        "User-Agent": "vitascope",
        "Accept": "image/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    try:
        with (
            httpcore.ConnectionPool(ssl_context=tls, network_backend=guard) as pool,
            pool.stream("GET", request, headers=headers) as response,
        ):
            return _answer(url, response, max_bytes)
    except httpcore.TimeoutException as error:
        raise KeyframeUnreachable(
            f"{url.host} did not deliver the picture within {timeout:g} s. Try again or send a data URL."
        ) from error
    except _FAULTS as error:
        raise KeyframeUnreachable(
            f"{url.host} could not be asked for the picture: {error}. Check that the URL opens in a browser."
        ) from error


def _answer(url: ParsedUrl, response: httpcore.Response, max_bytes: int) -> Fetched | _Redirect:
    headers = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
    if response.status in _REDIRECTS and "location" in headers:
        return _Redirect(headers["location"])
    if response.status != 200:
        raise KeyframeUnreachable(
            f"{url.host} answered {response.status}, expected 200. Check that the URL opens without a login."
        )
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        raise KeyframeUnreachable(
            f"{url.host} sent the picture as {encoding[:20]!r} although asked not to. Use another host."
        )
    announced = headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > max_bytes:
        raise _too_large(url, max_bytes)
    return Fetched(_body(url, response, max_bytes), headers.get("content-type", ""), str(url))


def _body(url: ParsedUrl, response: httpcore.Response, max_bytes: int) -> bytes:
    data = bytearray()
    for chunk in response.iter_stream():
        data += chunk
        if len(data) > max_bytes:
            raise _too_large(url, max_bytes)
    if not data:
        raise KeyframeUnreachable(f"{url.host} answered with an empty body, expected a picture.")
    return bytes(data)


def _too_large(url: ParsedUrl, max_bytes: int) -> KeyframeUnreachable:
    return KeyframeUnreachable(
        f"The picture at {url.host} has more than {max_bytes:,} bytes, the most that is read. Shrink it."
    )
