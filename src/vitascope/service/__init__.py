"""The use cases, each written once: every front door calls these, no front door does more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vitascope.clock import Clock
from vitascope.engines.registry import Registry
from vitascope.ledger.glances import Glances
from vitascope.ledger.shelf import Shelf
from vitascope.ledger.spending import Spending
from vitascope.ledger.webhooks import WebhookLedger
from vitascope.service.accounts import Accounts
from vitascope.service.assets import AssetLinks, Term
from vitascope.service.events import Watch
from vitascope.service.extensions import Extensions
from vitascope.service.gallery import Gallery
from vitascope.service.generations import Generations
from vitascope.service.health import Health
from vitascope.service.keyframes import KeyframeDesk
from vitascope.service.keys import Keys
from vitascope.service.moderation import Moderation
from vitascope.service.operator import Operator
from vitascope.service.parts import Parts
from vitascope.service.remixes import Remixes
from vitascope.service.reworks import Reworks
from vitascope.service.room import Room
from vitascope.service.uploads import Uploads
from vitascope.service.webhooks import Webhooks
from vitascope.service.wholes import Wholes
from vitascope.settings import Settings
from vitascope.webhooks.deliverer import Deliverer
from vitascope.webhooks.payloads import Payloads

__all__ = ["Parts", "Services", "build_services"]


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
    webhooks: Webhooks
    accounts: Accounts
    gallery: Gallery
    operator: Operator
    registry: Registry
    settings: Settings
    clock: Clock


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
    public_url = settings.public_url or f"http://{settings.host}:{settings.port}"
    term = Term(parts.clock, settings.link_seconds)
    assets = AssetLinks(ledger, storage, public_url, term, presigned=settings.asset_links == "presigned")
    room = Room(ledger, storage)
    uploads = Uploads(storage, parts.clock, room)
    desk = KeyframeDesk(
        ledger, storage, assets, uploads, settings.fetch_allow, Moderation.installed(settings)
    )
    generations = Generations(parts, desk, room, on_created)
    reworks = Reworks(generations, parts.registry, storage, desk, assets)
    wholes = Wholes(ledger)
    shelf = Shelf(parts.database)
    return Services(
        generations=generations,
        reworks=reworks,
        remixes=Remixes(generations, parts.registry, ledger, reworks),
        extensions=Extensions(generations, ledger, storage, wholes),
        wholes=wholes,
        uploads=uploads,
        keys=Keys(ledger, settings.api_key, parts.clock),
        assets=assets,
        health=Health(ledger.check, storage.check, slots, parts.clock),
        watch=Watch(generations, ledger, Glances(parts.database), assets, parts.clock),
        webhooks=_webhooks(parts, assets),
        accounts=Accounts(Spending(parts.database), settings, parts.clock),
        gallery=Gallery(ledger, shelf),
        operator=Operator(ledger, shelf, storage, settings.data_dir, parts.clock),
        registry=parts.registry,
        settings=settings,
        clock=parts.clock,
    )


def _webhooks(parts: Parts, assets: AssetLinks) -> Webhooks:
    settings, book = parts.settings, WebhookLedger(parts.database)
    deliverer = Deliverer(
        book, Payloads(assets.url), parts.clock, settings.fetch_allow, settings.webhook_timeout_seconds
    )
    return Webhooks(book, deliverer, settings.fetch_allow)
