"""A receiver, and a ledger with somebody's endpoint at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from contract.samples import a_generation, an_asset, an_outcome
from support.patience import PATIENCE
from support.receiver import Receiver, receiving
from support.sqlite import new_ledger
from vitascope.domain.generation import Generation
from vitascope.domain.request import GenerationRequest
from vitascope.domain.webhook import MessageState
from vitascope.ledger import Ledger
from vitascope.ledger.webhooks import WebhookLedger
from vitascope.testing.clock import FakeClock
from vitascope.webhooks.deliverer import Deliverer
from vitascope.webhooks.payloads import Payloads

LOOPBACK = (ip_network("127.0.0.0/8"),)


def link(generation: Generation, name: str) -> str | None:
    asset = generation.asset(name)
    return None if asset is None else f"https://vitascope.test/{asset.key}"


@dataclass
class Post:
    """The outbox, who delivers it, and who receives it."""

    ledger: Ledger
    book: WebhookLedger
    deliverer: Deliverer
    clock: FakeClock
    receiver: Receiver

    def complete(self, owner: str = "anna", **asked: Any) -> Generation:
        """A generation that was completed."""
        request = GenerationRequest(model="ray-2", prompt="a fox", **asked)
        made = self.ledger.insert(a_generation(owner, request=request))
        lease = self.ledger.claim("worker", 60.0, only=made.id)
        assert lease
        video = an_asset("video", f"{made.id}/1/video.mp4")
        return self.ledger.complete(lease, (video,), an_outcome())

    def deliver_due(self) -> int:
        """Try everything that is due, as a courier does; how many tries that were."""
        parcels = self.book.take(100, self.deliverer.taken_seconds)
        for parcel in parcels:
            self.deliverer.attempt(parcel)
        return len(parcels)

    def skip(self) -> None:
        """Go to the next moment at which something is due; a day on where nothing is."""
        waiting = [one.due for one, _ in self.book.messages("anna") if one.state is MessageState.WAITING]
        soonest = min(waiting, default=self.clock.now() + 86_400)
        self.clock.advance(max(soonest - self.clock.now(), 0) + 0.01)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as here:
        yield here


@pytest.fixture
def post(tmp_path: Path, clock: FakeClock, receiver: Receiver) -> Iterator[Post]:
    ledger = Ledger.open(new_ledger(tmp_path / "ledger.sqlite3"), clock)
    book = WebhookLedger(ledger.database)
    payloads = Payloads(link, {"luma.callback": lambda generation: generation.id.encode()})
    deliverer = Deliverer(book, payloads, clock, LOOPBACK, PATIENCE)
    yield Post(ledger, book, deliverer, clock, receiver)
    ledger.close()
