"""Asking a server that the operator set up: small bodies out, small bodies back, no redirects."""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import httpcore

from vitascope.errors import AddressRefused, KeyframeRefused, RemoteUnreachable
from vitascope.netguard.addresses import Network
from vitascope.netguard.connect import Deadline, Guard, Resolver, system_resolver
from vitascope.netguard.url import ParsedUrl, check_url

MAX_ANSWER = 8 * 1024 * 1024
"""Bytes of an answer that is not a file."""
FAULTS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
    httpcore.TimeoutException,
)


@dataclass(frozen=True)
class Call:
    """One request; ``url`` is absolute, ``headers`` are sent beside those that HTTP needs."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """The answer, whatever its status; the names in ``headers`` are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Door:
    """How a server is reached: the networks that may be talked to although not public, and its TLS."""

    allow: Sequence[Network] = ()
    resolver: Resolver = system_resolver
    tls: ssl.SSLContext | None = None

    def guard(self, timeout: float) -> Guard:
        """Connections that end after ``timeout`` seconds."""
        return Guard(self.allow, self.resolver, Deadline(timeout))

    def check(self, url: str) -> ParsedUrl:
        """The URL's parts; ``AddressRefused`` for one that may not be asked."""
        try:
            return check_url(url, self.allow)
        except KeyframeRefused as error:
            raise AddressRefused(error.message) from error


def call(request: Call, door: Door, timeout: float) -> Reply:
    """Send a request and read the whole answer, within ``timeout`` seconds.

    Raises ``AddressRefused`` for a host that may not be reached, and ``RemoteUnreachable`` where no whole
    answer came.
    """
    url = door.check(request.url)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=door.tls, network_backend=door.guard(timeout)) as pool,
            pool.stream(
                request.method,
                target(url),
                headers=headers(url, request),
                content=request.body or None,
            ) as response,
        ):
            return Reply(response.status, answered(response), _body(url, response))
    except FAULTS as error:
        raise unreachable(url, error) from error


def target(url: ParsedUrl) -> httpcore.URL:
    """The URL as httpcore takes it, from the parts that were checked."""
    return httpcore.URL(scheme=url.scheme, host=url.host, port=url.port, target=url.target)


def headers(url: ParsedUrl, request: Call) -> list[tuple[str, str]]:
    """The request's headers and those of HTTP itself."""
    own = {"Host": url.authority, "User-Agent": "vitascope", "Accept-Encoding": "identity"}
    if request.body or request.method in {"POST", "PUT", "PATCH"}:
        own["Content-Length"] = str(len(request.body))
    return [*own.items(), *request.headers.items(), ("Connection", "close")]


def answered(response: httpcore.Response) -> dict[str, str]:
    """The answer's headers, their names in lower case."""
    return {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers}


def unreachable(url: ParsedUrl, error: Exception) -> RemoteUnreachable:
    """The error for a connection that failed."""
    why = str(error) or type(error).__name__
    return RemoteUnreachable(
        f"{url.authority} gave no whole answer: {why}. Check that the server runs there."
    )


def _body(url: ParsedUrl, response: httpcore.Response) -> bytes:
    data = bytearray()
    for chunk in response.iter_stream():
        data += chunk
        if len(data) > MAX_ANSWER:
            raise RemoteUnreachable(
                f"{url.authority} answered with more than {MAX_ANSWER:,} bytes, expected a small JSON "
                "object. Check that its url and dialect are right."
            )
    return bytes(data)
