"""Sending a body to somewhere on the internet."""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpcore

from vitascope.errors import AddressRefused, KeyframeRefused
from vitascope.netguard.addresses import Network
from vitascope.netguard.connect import Deadline, Guard, Resolver, system_resolver
from vitascope.netguard.url import ParsedUrl, check_url

MAX_ANSWER = 16_384
"""Bytes of an answer that are read, so that its sender is not cut off; nobody looks at them."""
_FAULTS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
)


@dataclass(frozen=True)
class Letter:
    """What is sent: JSON, and headers beside the usual ones."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Posted:
    """What became of it: the ``status`` that was answered, or the ``fault`` for which there is none."""

    status: int | None = None
    fault: str | None = None


def post(
    url: str,
    letter: Letter,
    *,
    allow: Sequence[Network] = (),
    timeout: float = 15.0,
    resolver: Resolver = system_resolver,
    tls: ssl.SSLContext | None = None,
) -> Posted:
    """POST a letter, talking to public addresses and to the networks in ``allow`` only.

    ``timeout`` in seconds covers everything from the name to the answer's head. Redirects are not followed,
    no proxy, cookie or credential is used. Raises nothing for what goes wrong on the way: every try is
    recorded, whatever becomes of it. A name is looked up anew and checked at every call.
    """
    try:
        target = check_url(url, allow)
        return _sent(target, letter, Guard(allow, resolver, Deadline(timeout)), tls)
    except (AddressRefused, KeyframeRefused) as refusal:
        return Posted(fault=f"Refused: {refusal.message.partition('. ')[0].rstrip('.')}.")
    except httpcore.TimeoutException:
        return Posted(fault=f"No answer within {timeout:g} s.")
    except _FAULTS as error:
        return Posted(fault=f"Not reached: {error}."[:500])


def _sent(url: ParsedUrl, letter: Letter, guard: Guard, tls: ssl.SSLContext | None) -> Posted:
    request = httpcore.URL(scheme=url.scheme, host=url.host, port=url.port, target=url.target)
    headers = [
        ("Host", url.authority),
        ("User-Agent", "vitascope"),
        ("Accept", "*/*"),
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(letter.body))),
        ("Connection", "close"),
        *letter.headers.items(),
    ]
    with (
        httpcore.ConnectionPool(ssl_context=tls, network_backend=guard) as pool,
        pool.stream("POST", request, headers=headers, content=letter.body) as response,
    ):
        _drain(response)
        return Posted(status=response.status)


def _drain(response: httpcore.Response) -> None:
    """Read a little of the answer; one that breaks off or drips was an answer all the same."""
    read = 0
    try:
        for chunk in response.iter_stream():
            read += len(chunk)
            if read >= MAX_ANSWER:
                return
    except (httpcore.TimeoutException, *_FAULTS):
        return
