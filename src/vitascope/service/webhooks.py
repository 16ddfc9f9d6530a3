"""Endpoints that are told of what happens to an owner's generations, and the log of the telling."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from vitascope import ids
from vitascope.domain.webhook import (
    ENDINGS,
    EVENT_KINDS,
    TEST_KIND,
    Delivery,
    Endpoint,
    Message,
    SigningSecret,
)
from vitascope.errors import InvalidRequest, TooManyRequests
from vitascope.ledger.webhooks import WebhookLedger
from vitascope.service.callback import check_callback
from vitascope.settings import Network
from vitascope.webhooks.deliverer import Deliverer

SAMPLES = (TEST_KIND, "video.completed", "video.failed")
"""What a test can send."""
TESTS_AT_ONCE = 4
"""A test waits for a receiver that may never answer; it must not take the threads that answer polls."""
RETRY_SECONDS = 5.0


@dataclass(frozen=True)
class Logged:
    """A message and what came of each try."""

    message: Message
    deliveries: tuple[Delivery, ...]


class Webhooks:
    """The use cases around an owner's endpoints; another owner's are not found."""

    def __init__(self, book: WebhookLedger, deliverer: Deliverer, allow: Sequence[Network]) -> None:
        self._book = book
        self._deliverer = deliverer
        self._allow = allow
        self._testing = set[str]()
        self._lock = Lock()

    def create(
        self, owner: str, url: str, events: Sequence[str] | None = None, name: str = ""
    ) -> tuple[Endpoint, SigningSecret]:
        """A new endpoint, told of the ``events``; of every end of a generation where none are named.

        Raises ``InvalidRequest`` for an address the server would not talk to, for an event that there is
        not, and where the owner has too many endpoints.
        """
        self._check(url, events)
        return self._book.create(owner, url, _unique(events or ENDINGS), name)

    def get(self, endpoint_id: str, owner: str) -> Endpoint:
        """One endpoint; ``NotFound`` when there is none, or it is another owner's."""
        return self._book.get(endpoint_id, owner)

    def list(self, owner: str) -> list[Endpoint]:
        """The owner's endpoints, the oldest first."""
        return self._book.list(owner)

    def update(self, endpoint_id: str, owner: str, changes: dict[str, Any]) -> Endpoint:
        """Change url, events, name or enabled; enabled again, it is sent what was held for it.

        Raises ``NotFound``, and ``InvalidRequest`` as ``create``.
        """
        self._check(changes.get("url"), changes.get("events"))
        if "events" in changes:
            changes = changes | {"events": list(_unique(changes["events"]))}
        return self._book.update(endpoint_id, owner, changes)

    def delete(self, endpoint_id: str, owner: str) -> Endpoint:
        """Remove an endpoint with its secrets and messages. Raises ``NotFound``."""
        return self._book.delete(endpoint_id, owner)

    def rotate(self, endpoint_id: str, owner: str, *, keep_old: bool = True) -> SigningSecret:
        """A new secret; the old one signs beside it for a day, or no more. Raises ``NotFound``."""
        return self._book.rotate(owner, endpoint_id, keep_old=keep_old)

    def own_secret(self, owner: str) -> SigningSecret:
        """What signs messages to the ``webhook`` of a request."""
        return self._book.secret(owner)

    def rotate_own(self, owner: str, *, keep_old: bool = True) -> SigningSecret:
        """A new one; the old one signs beside it for a day, or no more."""
        return self._book.rotate(owner, keep_old=keep_old)

    def test(self, endpoint_id: str, owner: str, kind: str = TEST_KIND) -> Delivery:
        """Send a sample now, once, also to a disabled endpoint, and tell what came of it.

        Raises ``NotFound``, ``InvalidRequest`` for a kind that has no sample, and ``TooManyRequests`` while
        another test of the owner's is under way, or as many of others as may.
        """
        if kind not in SAMPLES:
            raise InvalidRequest(
                f"There is no sample of {kind[:60]!r}; expected one of {', '.join(SAMPLES)}.", "event"
            )
        endpoint = self._book.get(endpoint_id, owner)
        with self._turn(owner):
            parcel = self._book.sample(endpoint, kind, self._deliverer.taken_seconds)
            tried, _ = self._deliverer.attempt(parcel)
        return tried

    def messages(
        self,
        owner: str,
        endpoint_id: str | None = None,
        generation_id: str | None = None,
        limit: int = 100,
    ) -> tuple[Logged, ...]:
        """The owner's newest messages with their tries: of one endpoint, or about one generation.

        Raises ``NotFound`` for an endpoint that is not the owner's.
        """
        if endpoint_id is not None:
            self._book.get(endpoint_id, owner)
        about = None if generation_id is None else ids.parse_generation_id(generation_id)
        found = self._book.messages(owner, endpoint_id, about, limit)
        return tuple(Logged(message, tuple(tries)) for message, tries in found)

    def redeliver(self, message_id: str, owner: str) -> Logged:
        """Let a message be sent again, under its id; a running server sends it at once.

        Raises ``NotFound``, and ``InvalidRequest`` while its endpoint is disabled.
        """
        message = self._book.redeliver(message_id, owner)
        return Logged(message, tuple(self._book.tries(message.id)))

    @contextmanager
    def _turn(self, owner: str) -> Generator[None]:
        """One at a time for each owner, few for all."""
        with self._lock:
            if owner in self._testing:
                raise TooManyRequests(
                    "Another test of yours waits for its receiver; expected one at a time. Try again once it "
                    "is answered.",
                    RETRY_SECONDS,
                )
            if len(self._testing) >= TESTS_AT_ONCE:
                raise TooManyRequests(
                    f"{TESTS_AT_ONCE} tests wait for their receivers, as many as may. Try again in a moment.",
                    RETRY_SECONDS,
                )
            self._testing.add(owner)
        try:
            yield
        finally:
            with self._lock:
                self._testing.discard(owner)

    def _check(self, url: str | None, events: Sequence[str] | None) -> None:
        if url is not None:
            check_callback(url, self._allow, "url")
        unknown = [event for event in events or () if event not in EVENT_KINDS]
        if unknown:
            raise InvalidRequest(
                f"There is no event {unknown[0][:60]!r}; expected some of {', '.join(EVENT_KINDS)}.", "events"
            )


def _unique(events: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(events))
