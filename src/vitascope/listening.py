"""Where a server listens: its socket, its certificate and its address."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from vitascope.errors import ConfigurationError

BACKLOG = 2048
"""Connections that may wait to be accepted."""


@dataclass(frozen=True)
class Address:
    """Where a server is, and the key it made because there was none."""

    url: str
    key: str | None


@dataclass(frozen=True)
class Tls:
    """PEM files; ``key`` may be in the certificate's file."""

    certificate: Path
    key: Path | None = None

    def check(self) -> None:
        """Raise ``ConfigurationError`` unless the two can be used together."""
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(self.certificate, self.key)
        except OSError as error:
            raise ConfigurationError(
                f"The TLS certificate {self.certificate} cannot be used with its key: {error}. "
                "Give --tls-cert and --tls-key as PEM files that belong together."
            ) from error


def bound(host: str, port: int) -> socket.socket:
    """A listening socket: whoever connects from now on is answered as soon as the server runs.

    Raises ``ConfigurationError`` where the address cannot be listened on.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise ConfigurationError(
            f"Cannot listen on {host} port {port}: {error.strerror}. Choose another with --host and --port "
            "(port 0 takes a free one), or stop the program that has it."
        ) from error


def url_of(host: str, port: int, scheme: str) -> str:
    """The address of a bound socket; one bound everywhere is reached here by its loopback address."""
    try:
        address = ip_address(host)
    except ValueError:
        return f"{scheme}://{host}:{port}"
    if address.is_unspecified:
        address = ip_address("127.0.0.1" if address.version == 4 else "::1")
    return f"{scheme}://[{address}]:{port}" if address.version == 6 else f"{scheme}://{address}:{port}"
