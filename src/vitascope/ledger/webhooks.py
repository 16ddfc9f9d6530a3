"""Webhooks in the ledger, on one page; each method is one transaction."""
# ruff: noqa: A002 - "id" is what every caller calls it

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

from vitascope.domain.webhook import NOBODY, Busy, Delivery, Endpoint, Message, Parcel, SigningSecret
from vitascope.ledger import endpoints, outbox, signing
from vitascope.ledger.database import Database


class WebhookLedger:
    """Endpoints, their secrets, and the outbox.

    What tells of a state is put into the outbox by the ledger itself, in the transaction of the change.
    Every method raises ``StorageFull`` and ``Unavailable`` as the ledger's do.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- endpoints

    def create(
        self, owner: str, url: str, events: Sequence[str], name: str = ""
    ) -> tuple[Endpoint, SigningSecret]:
        """A new endpoint and its secret. Raises ``InvalidRequest`` where the owner has too many."""
        given = {"url": url, "events": list(events), "name": name}
        with self._database.write() as tx:
            made = endpoints.create(tx, owner, given)
            return made, signing.valid(tx, owner, made.id)[0]

    def get(self, id: str, owner: str) -> Endpoint:
        """One endpoint. Raises ``NotFound``, for an unknown id and for another owner's alike."""
        with self._database.read() as tx:
            return endpoints.get(tx, id, owner)

    def list(self, owner: str) -> builtins.list[Endpoint]:
        """The owner's endpoints, the oldest first."""
        with self._database.read() as tx:
            return endpoints.page(tx, owner)

    def update(self, id: str, owner: str, changes: dict[str, Any]) -> Endpoint:
        """Change url, events, name or enabled. Enabled again, it is sent what was held for it meanwhile.

        Raises ``NotFound``.
        """
        plain = {name: value for name, value in changes.items() if name != "enabled"}
        with self._database.write() as tx:
            endpoints.change(tx, id, owner, plain)
            if changes.get("enabled") is True:
                endpoints.enable(tx, id, owner)
            elif changes.get("enabled") is False:
                endpoints.disable(tx, id, owner, "Its owner disabled it.")
            return endpoints.get(tx, id, owner)

    def disable(self, id: str, owner: str, reason: str) -> None:
        """Tell an endpoint nothing more until it is enabled; what waits for it is held."""
        with self._database.write() as tx:
            endpoints.disable(tx, id, owner, reason)

    def delete(self, id: str, owner: str) -> Endpoint:
        """Remove an endpoint with its secrets and messages. Raises ``NotFound``."""
        with self._database.write() as tx:
            return endpoints.remove(tx, id, owner)

    # -- secrets

    def secret(self, owner: str) -> SigningSecret:
        """What signs messages to addresses that come with a request; made when it is first asked for."""
        with self._database.write() as tx:
            return signing.valid(tx, owner, None)[0]

    def rotate(self, owner: str, id: str | None = None, *, keep_old: bool = True) -> SigningSecret:
        """A new secret for an endpoint, or the owner's own; the old signs beside it for a day, or no more.

        Raises ``NotFound``.
        """
        with self._database.write() as tx:
            if id is not None:
                endpoints.change(tx, id, owner, {})
            return signing.rotate(tx, owner, id, keep_old=keep_old)

    # -- messages

    def is_due(self, busy: Busy = NOBODY) -> bool:
        """Whether some message waits for its try: a short read that keeps nobody from writing."""
        with self._database.read() as tx:
            return outbox.is_due(tx, busy)

    def take(self, limit: int, seconds: float, busy: Busy = NOBODY) -> builtins.list[Parcel]:
        """Take messages that are due; one that is not settled within that many seconds is due again."""
        with self._database.write() as tx:
            return [
                Parcel(message, signing.valid(tx, message.owner, message.endpoint), claim)
                for message, claim in outbox.take(tx, limit, seconds, busy)
            ]

    def settle(self, parcel: Parcel, tried: Delivery, pause: float | None) -> Message | None:
        """Record a try; one that failed is due again after ``pause`` seconds, or given up where that is None.

        None where somebody else has taken the message meanwhile, or it is gone.
        """
        with self._database.write() as tx:
            return outbox.settle(tx, parcel.message.id, parcel.claim, tried, pause)

    def sample(self, endpoint: Endpoint, kind: str, seconds: float) -> Parcel:
        """A message of no generation for an endpoint, taken at once: nobody else tries it in that time."""
        values: dict[str, Any] = {
            "owner": endpoint.owner,
            "endpoint": endpoint.id,
            "kind": kind,
            "payload": {},
        }
        with self._database.write() as tx:
            new = outbox.put(tx, values, hold=seconds)
            message = outbox.get(tx, new, endpoint.owner)
            return Parcel(message, signing.valid(tx, endpoint.owner, endpoint.id), 0)

    def message(self, id: str, owner: str) -> Message:
        """One message. Raises ``NotFound``."""
        with self._database.read() as tx:
            return outbox.get(tx, id, owner)

    def messages(
        self, owner: str, endpoint: str | None = None, generation: str | None = None, limit: int = 100
    ) -> builtins.list[tuple[Message, builtins.list[Delivery]]]:
        """The owner's newest messages, each with its tries; of one endpoint or generation if named."""
        with self._database.read() as tx:
            found = outbox.page(tx, owner, endpoint, generation, limit)
            tries = outbox.tries(tx, [one.id for one in found])
        return [(one, [tried for tried in tries if tried.message == one.id]) for one in found]

    def tries(self, id: str) -> builtins.list[Delivery]:
        """Every recorded try of a message, in order."""
        with self._database.read() as tx:
            return outbox.tries(tx, [id])

    def redeliver(self, id: str, owner: str) -> Message:
        """Let a message be tried again from now on, under its id, as often as a new one.

        Raises ``NotFound``, and ``InvalidRequest`` while its endpoint is disabled.
        """
        with self._database.write() as tx:
            return outbox.again(tx, id, owner)

    def forget(self) -> None:
        """Remove what was delivered or given up more than 30 days ago."""
        with self._database.write() as tx:
            outbox.forget(tx)
