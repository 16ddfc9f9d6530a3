"""The only place that names concrete back ends, and wires them."""
# ruff: noqa: PLC0415 - what needs the web framework imports it, so that the other commands start at once

from __future__ import annotations

import signal
import socket
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from typing import Self

from vitascope.clock import Clock, SystemClock
from vitascope.engines.registry import Registry
from vitascope.errors import ConfigurationError
from vitascope.ledger import Ledger
from vitascope.ledger.database import Database
from vitascope.service import Parts, Services, build_services
from vitascope.service.keys import DEFAULT_OWNER
from vitascope.settings import Settings
from vitascope.storage import LocalStorage
from vitascope.worker.dispatcher import Dispatcher
from vitascope.worker.job import Setup
from vitascope.worker.slots.local import LocalSlot

BACKLOG = 2048
"""Connections that may wait to be accepted."""
GRACEFUL_SECONDS = 5
"""How long open connections may take to end when the server stops."""


@dataclass(frozen=True)
class House:
    """Every part of one process. The dispatcher renders nothing until it is started."""

    settings: Settings
    clock: Clock
    ledger: Ledger
    database: Database
    storage: LocalStorage
    registry: Registry
    services: Services
    dispatcher: Dispatcher

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hand running work back, end the children, let go of the database."""
        self.dispatcher.stop()
        self.ledger.close()
        self.database.close()


def open_house(settings: Settings, *, standby: bool = True) -> House:
    """Open or make everything in the data directory.

    ``standby`` keeps a second child for each slot, ready to take the place of one that dies. Raises
    ``ConfigurationError`` for settings that cannot work and ``Unavailable`` where the ledger cannot be
    opened.
    """
    clock = SystemClock()
    registry = Registry.installed(settings.engines)
    ledger = open_ledger(settings, clock)
    database = Database.connect(settings.ledger_url, clock)
    storage = LocalStorage(settings.storage_dir)
    make_slot = partial(LocalSlot, setup(settings), clock, standby=standby)
    dispatcher = Dispatcher(
        ledger, storage, settings, clock, [make_slot] * settings.slots, _preloaded(registry)
    )
    services = build_services(
        Parts(ledger, storage, registry, settings, clock, database),
        on_created=dispatcher.wake,
        slots=dispatcher.health,
    )
    return House(settings, clock, ledger, database, storage, registry, services, dispatcher)


def open_ledger(settings: Settings, clock: Clock) -> Ledger:
    """The ledger alone."""
    return Ledger.open(settings.ledger_url, clock)


def setup(settings: Settings) -> Setup:
    """What a process that runs engines is told."""
    return Setup(
        path=tuple(sys.path),
        engines=settings.engines,
        cache_dir=settings.cache_dir,
        render_threads=settings.render_threads,
    )


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


def serve(settings: Settings, announce: Callable[[Address], None], tls: Tls | None = None) -> None:
    """Serve until SIGTERM or SIGINT; then let requests end and hand running work back.

    ``announce`` is called once the server answers. Raises ``ConfigurationError`` where the address or
    the certificate cannot be used.
    """
    import uvicorn

    from vitascope.http.app import create_app

    if tls is not None:
        tls.check()
    with _bound(settings.host, settings.port) as listener:
        url = _url(settings.host, listener.getsockname()[1], "https" if tls else "http")
        settings = settings.model_copy(update={"public_url": settings.public_url or url})
        with open_house(settings) as house:
            address = Address(url, _first_key(house))
            house.dispatcher.start()
            app = create_app(house.services)
            config = uvicorn.Config(
                app,
                ssl_certfile=tls.certificate if tls else None,
                ssl_keyfile=tls.key if tls else None,
                http="httptools",
                log_config=None,
                access_log=False,  # asset links open without a key: they are not written down
                server_header=False,
                timeout_graceful_shutdown=GRACEFUL_SECONDS,
            )
            config.load()
            _outlive_signals()
            announce(address)
            server = uvicorn.Server(config)
            app.state.hub.stopping = lambda: server.should_exit
            server.run(sockets=[listener])


def _bound(host: str, port: int) -> socket.socket:
    """A listening socket: whoever connects from now on is answered as soon as the server runs."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise ConfigurationError(
            f"Cannot listen on {host} port {port}: {error.strerror}. Choose another with --host and --port "
            "(port 0 takes a free one), or stop the program that has it."
        ) from error


def _url(host: str, port: int, scheme: str) -> str:
    """The address of a bound socket; one bound everywhere is reached here by its loopback address."""
    try:
        address = ip_address(host)
    except ValueError:
        return f"{scheme}://{host}:{port}"
    if address.is_unspecified:
        address = ip_address("127.0.0.1" if address.version == 4 else "::1")
    return f"{scheme}://[{address}]:{port}" if address.version == 6 else f"{scheme}://{address}:{port}"


def _first_key(house: House) -> str | None:
    """A new key where nobody could get in otherwise."""
    if house.settings.api_key is not None or house.ledger.has_keys():
        return None
    _, plaintext = house.ledger.create_key(DEFAULT_OWNER, "made at the first start")
    return plaintext


def _outlive_signals() -> None:
    """The server stops on these and then sends them again, when there is still work to hand back."""

    def pass_by(_number: int, _frame: FrameType | None) -> None:
        """Do nothing."""

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, pass_by)


def _preloaded(registry: Registry) -> str:
    if not registry.cards:
        raise ConfigurationError(
            "No engine is installed. Reinstall vitascope: the engine previz is part of it."
        )
    return registry.cards[0].engine
