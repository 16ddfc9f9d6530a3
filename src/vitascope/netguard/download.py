"""Fetching a large file from a server that the operator set up, or from where that one keeps its files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpcore

from vitascope.errors import AddressRefused, KeyframeRefused, RemoteUnreachable
from vitascope.netguard.call import FAULTS, Call, Door, answered, headers, target, unreachable
from vitascope.netguard.url import ParsedUrl, redirected

MAX_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_SECRET = {"authorization"}
"""What is sent to the origin of the first URL only."""


def download(
    request: Call, path: Path, door: Door, *, max_bytes: int, timeout: float, stop: Callable[[], bool]
) -> None:
    """Write the answer's body to ``path``, following redirects, all within ``timeout`` seconds.

    Returns early, with a part of the file, when ``stop()`` turns true. Raises ``AddressRefused`` for a host
    that may not be reached, ``RemoteUnreachable`` for everything else, and ``OSError`` for the file.
    """
    guard, url = door.guard(timeout), door.check(request.url)
    home = _origin(url)
    for _ in range(MAX_REDIRECTS + 1):
        url = door.check(request.url)
        try:
            with (
                httpcore.ConnectionPool(ssl_context=door.tls, network_backend=guard) as pool,
                pool.stream("GET", target(url), headers=headers(url, request)) as response,
            ):
                location = answered(response).get("location", "")
                if response.status not in _REDIRECTS or not location:
                    _write(url, response, path, max_bytes, stop)
                    return
        except FAULTS as error:
            raise unreachable(url, error) from error
        request = _followed(request, _joined(url, location), home, door)
    raise RemoteUnreachable(f"{url.host} redirected more than {MAX_REDIRECTS} times, expected the file.")


def _joined(url: ParsedUrl, location: str) -> str:
    try:
        return redirected(url, location)
    except KeyframeRefused as error:
        raise AddressRefused(error.message) from error


def _followed(request: Call, location: str, home: tuple[str, str, int], door: Door) -> Call:
    """The request for a redirect's target; another server is not told the key."""
    if _origin(door.check(location)) == home:
        return replace(request, url=location)
    known = {name: value for name, value in request.headers.items() if name.lower() not in _SECRET}
    return Call("GET", location, known)


def _origin(url: ParsedUrl) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port


def _write(
    url: ParsedUrl, response: httpcore.Response, path: Path, max_bytes: int, stop: Callable[[], bool]
) -> None:
    if response.status != 200:
        raise RemoteUnreachable(f"{url.host} answered {response.status} for the video, expected 200.")
    size = 0
    with path.open("wb") as file:
        for chunk in response.iter_stream():
            if stop():
                return
            size += len(chunk)
            if size > max_bytes:
                raise RemoteUnreachable(
                    f"The video at {url.host} has more than {max_bytes:,} bytes, the most that is read."
                )
            file.write(chunk)
