"""The only place that names concrete back ends, and wires them."""
# ruff: noqa: PLC0415 - what needs the web framework imports it, so that the other commands start at once

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from itertools import islice
from threading import Event, Thread
from types import FrameType
from typing import Self

from vitascope.clock import Clock, SystemClock
from vitascope.domain.key import Scope
from vitascope.domain.webhook import CALLBACK_KIND
from vitascope.engines.base import Engine
from vitascope.engines.diffusers import Options, diffusers_engines
from vitascope.engines.diffusers.engine import absent
from vitascope.engines.registry import Registry
from vitascope.engines.remote import remote_engines
from vitascope.errors import ConfigurationError, Unavailable
from vitascope.ledger import Ledger, migrate
from vitascope.ledger.database import Database
from vitascope.ledger.shelf import Shelf
from vitascope.ledger.webhooks import WebhookLedger
from vitascope.listening import Address, Tls, bound, url_of
from vitascope.service import Parts, Services, build_services
from vitascope.service.keys import DEFAULT_OWNER
from vitascope.service.operator import Operator
from vitascope.service.webhooks import Webhooks
from vitascope.settings import Settings
from vitascope.storage import Storage, open_storage
from vitascope.telemetry import metrics
from vitascope.webhooks.courier import Courier
from vitascope.webhooks.deliverer import Deliverer
from vitascope.webhooks.payloads import Payloads
from vitascope.worker.demand import Demand
from vitascope.worker.dispatcher import Berth, Dispatcher
from vitascope.worker.job import Setup
from vitascope.worker.slots.local import LocalSlot

COLLECTIONS = (10_000, 20, 20)
"""When a server looks for cycles: walking what a thousand open streams hold takes it a tenth of a second, and
by Python's own numbers it would every two seconds."""
GRACEFUL_SECONDS = 5
"""How long open connections may take to end when the server stops."""


@dataclass(frozen=True)
class House:
    """Every part of one process. The dispatcher renders nothing until it is started."""

    settings: Settings
    clock: Clock
    ledger: Ledger
    storage: Storage
    registry: Registry
    services: Services
    dispatcher: Dispatcher

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close(self.settings.drain_seconds or 0.0)

    def close(self, grace: float = 0.0) -> None:
        """Let running work finish for ``grace`` seconds or hand it back, end the children, let go."""
        self.dispatcher.stop(grace)
        self.ledger.close()


Berths = Callable[[Settings, Ledger, Clock], list[Berth]]
"""What makes room for the slots of a house."""


def open_house(settings: Settings, *, standby: bool = True, berths: Berths | None = None) -> House:
    """Open or make everything in the data directory.

    ``standby`` keeps a second child for each slot, ready to take the place of one that dies; ``berths`` are
    other slots than children of this process. Raises ``ConfigurationError`` for settings that cannot work
    and ``Unavailable`` where the ledger cannot be opened.
    """
    clock = SystemClock()
    registry = open_registry(settings)
    ledger = open_ledger(settings, clock)
    storage = open_storage(settings.storage_url, settings.storage_dir, settings.storage_endpoint)
    made = berths(settings, ledger, clock) if berths else _children(settings, clock, standby=standby)
    dispatcher = Dispatcher(ledger, storage, settings, clock, made, _engines(registry))
    services = build_services(
        Parts(ledger, storage, registry, settings, clock, ledger.database),
        on_created=dispatcher.wake,
        slots=dispatcher.health,
    )
    return House(settings, clock, ledger, storage, registry, services, dispatcher)


def open_registry(settings: Settings) -> Registry:
    """Every engine that can be used here. Raises ``ConfigurationError`` for settings that cannot work."""
    options = Options.of(settings)
    more: list[Engine] = [*remote_engines(settings.remotes), *diffusers_engines(options)]
    return Registry.installed(settings.engines, more, absent(options))


def _children(settings: Settings, clock: Clock, *, standby: bool) -> list[Berth]:
    """A child process of this one for each slot."""
    return [
        Berth(partial(LocalSlot, setup(settings, device), clock, standby=standby), count)
        for device, count in zip(_devices(settings), settings.slots, strict=True)
    ]


def _actors(settings: Settings, ledger: Ledger, clock: Clock) -> list[Berth]:
    """A Ray actor for each slot that the queue is worth. Raises ``ConfigurationError``."""
    try:
        from vitascope.worker.slots import hired, ray
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "ray":
            raise
        raise ConfigurationError(
            "Slots in a Ray cluster need the package ray. Install vitascope[ray] here and on the cluster's "
            "nodes, both in the same version, or run `vitascope worker` without --ray."
        ) from missing

    ray.connect(settings.ray or "auto")
    gpus = bool(settings.devices) or ray.has_gpus()
    demand = Demand(ledger, clock, settings.pools, len(settings.slots))
    return [
        Berth(
            partial(
                ray.RaySlot,
                setup(settings),
                clock,
                shares=hired.shares(count, settings.ray_node_gpus) if gpus else (1, 0),
                wanted=partial(demand.wants, number),
            ),
            count,
        )
        for number, count in enumerate(settings.slots)
    ]


def open_ledger(settings: Settings, clock: Clock) -> Ledger:
    """The ledger alone. A file is brought up to date; the tables of a server must be by now."""
    return Ledger.open(settings.ledger_url, clock, upgrade=is_file(settings))


@contextmanager
def open_operator(settings: Settings) -> Generator[Operator]:
    """What who runs the server may do, without a server. Raises what ``open_ledger`` raises."""
    clock = SystemClock()
    with closing(open_ledger(settings, clock)) as ledger:
        storage = open_storage(settings.storage_url, settings.storage_dir, settings.storage_endpoint)
        yield Operator(ledger, Shelf(ledger.database), storage, settings.data_dir, clock)


def upgrade_database(settings: Settings) -> tuple[str | None, str]:
    """Bring the tables up to date; at which migration they stood before, and stand now.

    Raises ``ConfigurationError`` for a database that is too new, or a server that is too old.
    """
    database = Database.connect(settings.ledger_url, SystemClock())
    try:
        with database.read() as tx:
            before = migrate.revision(tx.connection)
        migrate.upgrade(database)
        with database.read() as tx:
            return before, migrate.revision(tx.connection) or migrate.HEAD
    finally:
        database.close()


def is_file(settings: Settings) -> bool:
    """Whether the ledger is SQLite, a file of this machine."""
    return settings.ledger_url.startswith("sqlite")


def setup(settings: Settings, device: str = "cpu") -> Setup:
    """What a process that runs engines is told."""
    return Setup(
        path=tuple(sys.path),
        engines=settings.engines,
        cache_dir=settings.cache_dir,
        render_threads=settings.render_threads,
        kernels_for=settings.kernels_for,
        remotes=settings.remotes,
        device=device,
        models=Options.of(settings),
    )


def _devices(settings: Settings) -> list[str]:
    """What each slot renders on: its devices, joined by commas, or the CPU where there are none."""
    if not settings.devices:
        return ["cpu"] * len(settings.slots)
    wanted = sum(settings.slots)
    if wanted > len(settings.devices):
        raise ConfigurationError(
            f"The slots need {wanted} devices and VITASCOPE_DEVICES names {len(settings.devices)}. Name as "
            "many devices as VITASCOPE_SLOTS takes, or ask for fewer or smaller slots."
        )
    remaining = iter(settings.devices)
    return [",".join(islice(remaining, count)) for count in settings.slots]


def serve(settings: Settings, announce: Callable[[Address], None], tls: Tls | None = None) -> None:
    """Serve until SIGTERM or SIGINT; then let requests end and hand running work back.

    ``announce`` is called once the server answers. Raises ``ConfigurationError`` where the address or
    the certificate cannot be used.
    """
    import uvicorn

    from vitascope.http.app import create_app
    from vitascope.http.wire import BoundedProtocol

    if tls is not None:
        tls.check()
    if not settings.slots and is_file(settings):
        raise ConfigurationError(
            "Without slots nothing would be rendered: the ledger is SQLite, which no worker on another "
            "machine can share. Set VITASCOPE_DATABASE_URL to a PostgreSQL database, or serve with slots."
        )
    with bound(settings.host, settings.port) as listener:
        url = url_of(settings.host, listener.getsockname()[1], "https" if tls else "http")
        settings = settings.model_copy(update={"public_url": settings.public_url or url})
        with open_house(settings) as house, _courier(house):
            address = Address(url, _first_key(house))
            house.dispatcher.start()
            app = create_app(house.services)
            _offer_tools(app, house.services)
            config = uvicorn.Config(
                app,
                ssl_certfile=tls.certificate if tls else None,
                ssl_keyfile=tls.key if tls else None,
                http=BoundedProtocol,
                ws="none",
                log_config=None,
                access_log=False,  # asset links open without a key: they are not written down
                server_header=False,
                proxy_headers=bool(settings.trusted_proxies),
                forwarded_allow_ips=[str(network) for network in settings.trusted_proxies],
                timeout_graceful_shutdown=GRACEFUL_SECONDS,
            )
            config.load()
            gc.freeze()  # lives as long as the process: a collection that walks it would hold up everybody
            gc.set_threshold(*COLLECTIONS)
            _outlive_signals()
            announce(address)
            server = uvicorn.Server(config)
            app.state.hub.stopping = lambda: server.should_exit
            server.run(sockets=[listener])


def _courier(house: House) -> Courier:
    """Delivers webhooks and callbacks, those of every dialect in its words."""
    from vitascope.http.dialects.luma.callbacks import CallbackBody

    links, outbox = house.services.assets, WebhookLedger(house.ledger.database)
    payloads = Payloads(links.url, {CALLBACK_KIND: CallbackBody(links)})
    return Courier(outbox, _deliverer(outbox, payloads, house.settings, house.clock), house.clock)


@contextmanager
def open_webhooks(settings: Settings) -> Generator[Webhooks]:
    """The endpoints and their log alone. Raises what ``open_ledger`` raises."""
    clock = SystemClock()
    with closing(open_ledger(settings, clock)) as ledger:
        book = WebhookLedger(ledger.database)
        samples = Payloads(lambda _generation, _name: None)
        yield Webhooks(book, _deliverer(book, samples, settings, clock), settings.fetch_allow)


def _deliverer(book: WebhookLedger, payloads: Payloads, settings: Settings, clock: Clock) -> Deliverer:
    return Deliverer(book, payloads, clock, settings.fetch_allow, settings.webhook_timeout_seconds)


def _offer_tools(app: object, services: Services) -> None:
    """Serve the Model Context Protocol beside the APIs where its package is installed."""
    if find_spec("mcp") is not None:
        from vitascope.mcp.endpoint import offer

        offer(app, services)


def _first_key(house: House) -> str | None:
    """A new key where nobody could get in otherwise; whoever starts a server runs it."""
    if house.settings.api_key is not None or house.ledger.has_keys():
        return None
    _, plaintext = house.ledger.create_key(DEFAULT_OWNER, "made at the first start", tuple(Scope))
    return plaintext


def _outlive_signals() -> None:
    """The server stops on these and then sends them again, when there is still work to hand back."""

    def pass_by(_number: int, _frame: FrameType | None) -> None:
        """Do nothing."""

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, pass_by)


def _engines(registry: Registry) -> tuple[str, ...]:
    """Every engine that is installed, that of the best model first."""
    if not registry.cards:
        raise ConfigurationError(
            "No engine is installed. Reinstall vitascope: the engine previz is part of it."
        )
    return tuple(dict.fromkeys(card.engine for card in registry.cards))


GRACE_SECONDS = 30.0
"""How long a worker that is told to stop lets running work finish, unless VITASCOPE_DRAIN_SECONDS says."""
LOOK_SECONDS = 0.2


def work(settings: Settings, announce: Callable[[House], None]) -> None:
    """Render for the API nodes that share this database until SIGTERM or SIGINT.

    Then running work may finish within the grace period, and is handed back after it or at a second signal.
    ``announce`` is called once the slots start. Raises ``ConfigurationError`` where other machines could not
    take part, and ``Unavailable`` where no slot is left, for whoever watches over it to start it anew.
    """
    _check_shared(settings)
    grace = GRACE_SECONDS if settings.drain_seconds is None else settings.drain_seconds
    signals: list[int] = []
    if settings.metrics_port is not None:
        metrics.serve(settings.host, settings.metrics_port)
    berths = _actors if settings.ray else None
    with open_house(settings.model_copy(update={"drain_seconds": grace}), berths=berths) as house:

        def note(number: int, _frame: FrameType | None) -> None:
            signals.append(number)
            if len(signals) > 1:
                Thread(target=house.dispatcher.hurry, daemon=True).start()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, note)
        house.dispatcher.start(tidies=False)
        announce(house)
        never = Event()
        while not signals:
            if not house.dispatcher.alive:
                raise Unavailable("Every slot of this worker ended by an error, which its log shows.")
            never.wait(LOOK_SECONDS)


def _check_shared(settings: Settings) -> None:
    if is_file(settings):
        raise ConfigurationError(
            "A worker of its own needs PostgreSQL: the ledger is SQLite, a file whose locks and clock are "
            "this machine's alone, so no other machine may share it, nor a network file system hold it. Set "
            "VITASCOPE_DATABASE_URL to postgresql://…, or run `vitascope serve` with more slots instead."
        )
    if settings.storage_url is None:
        raise ConfigurationError(
            "A worker of its own needs a storage that the API nodes see too. Set VITASCOPE_STORAGE_URL to "
            "the same value as theirs: s3://bucket/folder, or file:///folder for one that all machines mount."
        )
    if not settings.slots:
        raise ConfigurationError("This worker has no slots. Set VITASCOPE_SLOTS to 1 or more.")
