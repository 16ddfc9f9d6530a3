"""The use cases, each written once: every front door calls these, no front door does more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vitascope.clock import Clock
from vitascope.engines.registry import Registry
from vitascope.ledger import Ledger
from vitascope.ledger.database import Database
from vitascope.ledger.glances import Glances
from vitascope.service.assets import AssetLinks
from vitascope.service.events import Watch
from vitascope.service.extensions import Extensions
from vitascope.service.generations import Generations
from vitascope.service.health import Health
from vitascope.service.keyframes import KeyframeDesk
from vitascope.service.keys import Keys
from vitascope.service.remixes import Remixes
from vitascope.service.reworks import Reworks
from vitascope.service.uploads import Uploads
from vitascope.service.wholes import Wholes
from vitascope.settings import Settings
from vitascope.storage import Storage

__all__ = ["Services", "build_services"]


@dataclass(frozen=True)
class Services:
    """What a front door needs."""

    generations: Generations
    reworks: Reworks
    remixes: Remixes
    extensions: Extensions
    wholes: Wholes
    uploads: Uploads
    keys: Keys
    assets: AssetLinks
    health: Health
    watch: Watch
    registry: Registry
    settings: Settings
    clock: Clock


@dataclass(frozen=True)
class Parts:
    """What the services stand on, as the bootstrap made it."""

    ledger: Ledger
    storage: Storage
    registry: Registry
    settings: Settings
    clock: Clock
    database: Database


def build_services(
    parts: Parts,
    *,
    on_created: Callable[[], None] = lambda: None,
    slots: Callable[[], str] = lambda: "ok",
) -> Services:
    """Wire the services.

    ``on_created`` is called after each accepted generation, to wake whoever renders. ``slots`` tells
    ``/health`` how the renderers are: ``ok``, ``starting``, or the reason why nothing is rendered.
    """
    ledger, storage, settings = parts.ledger, parts.storage, parts.settings
    assets = AssetLinks(ledger, storage, settings.public_url or f"http://{settings.host}:{settings.port}")
    uploads = Uploads(storage, parts.clock)
    desk = KeyframeDesk(ledger, storage, assets, uploads, settings.fetch_allow)
    generations = Generations(ledger, storage, parts.registry, parts.clock, desk, on_created)
    reworks = Reworks(generations, parts.registry, storage, desk, assets)
    wholes = Wholes(ledger)
    return Services(
        generations=generations,
        reworks=reworks,
        remixes=Remixes(generations, parts.registry, ledger, reworks),
        extensions=Extensions(generations, ledger, storage, wholes),
        wholes=wholes,
        uploads=uploads,
        keys=Keys(ledger, settings.api_key, parts.clock),
        assets=assets,
        health=Health(ledger.check, storage.check, slots),
        watch=Watch(generations, ledger, Glances(parts.database), assets, parts.clock),
        registry=parts.registry,
        settings=settings,
        clock=parts.clock,
    )
