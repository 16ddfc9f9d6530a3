"""Connections that are checked at the moment they are made, and that end when their time is up."""

from __future__ import annotations

import queue
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from threading import Thread
from typing import Any

import httpcore

from vitascope.clock import SystemClock
from vitascope.errors import AddressRefused
from vitascope.netguard.addresses import Address, Network, is_public, unmapped
from vitascope.netguard.url import PORTS, port_permitted

Resolver = Callable[[str], Sequence[str]]
"""A host name to the text of every address it has; raises ``OSError`` where it has none."""

_TRIED = 4
"""Addresses of one host that are tried before giving up."""


def system_resolver(host: str) -> list[str]:
    """All A and AAAA records, as the system orders them (RFC 6724)."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
    """A moment that nothing outlives: no chain of redirects, and no server that sends a byte a second."""

    def __init__(self, seconds: float) -> None:
        self._clock = SystemClock()
        self._end = self._clock.monotonic() + seconds

    def remaining(self) -> float:
        """Seconds left. Raises ``httpcore.ReadTimeout`` when there are none."""
        left = self._end - self._clock.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is up")
        return left


@dataclass(frozen=True)
class Guard(httpcore.NetworkBackend):
    """Resolves a host, drops the addresses that may not be reached, and connects to one that was checked.

    Names are looked up once for each connection and the connection goes to the number that was
    looked at, so there is no moment at which DNS could answer something else.
    """

    allow: Sequence[Network]
    resolver: Resolver
    deadline: Deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's signature, as below
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Raises ``AddressRefused`` where no address of the host may be reached on this port."""
        failure: Exception = httpcore.ConnectError("the name has no address")
        for address in self._permitted(host, port)[:_TRIED]:
            try:
                stream = httpcore.SyncBackend().connect_tcp(str(address), port, self.deadline.remaining())
                return DeadlineStream(stream, self.deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def _permitted(self, host: str, port: int) -> list[Address]:
        found = [
            unmapped(ip_address(text)) for text in ([host] if _is_literal(host) else self._resolved(host))
        ]
        public = [address for address in found if is_public(address, self.allow)]
        if found and not public:
            # The addresses are not named: that would let anyone read the inner network's DNS.
            raise AddressRefused(
                f"{host} does not resolve to a public address, and the server fetches from no other. "
                "Use a public host, or let the operator open its network with VITASCOPE_FETCH_ALLOW."
            )
        reachable = [address for address in public if port_permitted(port, address, self.allow)]
        if public and not reachable:
            asked = ", ".join(map(str, sorted(PORTS)))
            raise AddressRefused(f"Port {port} of {host} is refused; public hosts are asked on {asked}.")
        return reachable

    def _resolved(self, host: str) -> Sequence[str]:
        """Resolve in a thread that is left behind if it is slow: ``getaddrinfo`` knows no time limit."""
        answers: queue.SimpleQueue[Sequence[str] | OSError] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self.resolver(host))
            except OSError as error:
                answers.put(error)

        Thread(target=ask, name="resolver", daemon=True).start()
        try:
            answer = answers.get(timeout=self.deadline.remaining())
        except queue.Empty:
            raise httpcore.ConnectTimeout("the name was not resolved in time") from None
        if isinstance(answer, OSError):
            raise httpcore.ConnectError(f"the name cannot be resolved: {answer.strerror}") from answer
        return answer


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class DeadlineStream(httpcore.NetworkStream):
    """A connection whose every operation ends by the deadline."""

    inner: httpcore.NetworkStream
    deadline: Deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """At most ``max_bytes``; ``timeout`` gives way to the deadline."""
        return self.inner.read(max_bytes, self.deadline.remaining())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Send everything; ``timeout`` gives way to the deadline."""
        self.inner.write(buffer, self.deadline.remaining())

    def close(self) -> None:
        """Close the connection."""
        self.inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """TLS with the certificate checked against the host's name, not its address."""
        inner = self.inner.start_tls(ssl_context, server_hostname, self.deadline.remaining())
        return DeadlineStream(inner, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks of the connection."""
        return self.inner.get_extra_info(info)
