"""One try of one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from vitascope.clock import Clock
from vitascope.domain.webhook import CALLBACK_KIND, Delivery, Parcel
from vitascope.ledger.webhooks import WebhookLedger
from vitascope.netguard.addresses import Network
from vitascope.netguard.connect import Resolver, system_resolver
from vitascope.netguard.post import Letter, Posted, post
from vitascope.webhooks.payloads import Payloads
from vitascope.webhooks.schedule import next_pause
from vitascope.webhooks.signing import signed_headers

CALLBACK_SECONDS = 5.0
"""How long the Luma API waits for the answer to a callback."""
GONE = 410
LEEWAY_SECONDS = 5.0
"""By how much a message is taken for longer than its try may last."""


@dataclass(frozen=True)
class Deliverer:
    """Signs, sends and records.

    ``timeout`` is in seconds, ``allow`` are networks that may be reached although not public.
    """

    outbox: WebhookLedger
    payloads: Payloads
    clock: Clock
    allow: Sequence[Network] = ()
    timeout: float = 15.0
    resolver: Resolver = field(default=system_resolver)

    @property
    def taken_seconds(self) -> float:
        """For how long to take a message: until it is certain that nothing comes of a try."""
        return max(self.timeout, CALLBACK_SECONDS) + LEEWAY_SECONDS

    def attempt(self, parcel: Parcel) -> tuple[Delivery, float | None]:
        """Send a message that was taken, and record what came of it; also the pause until the next try.

        The pause is None where no try follows. An answer 410 ends the message and disables its endpoint.
        """
        message, began, started = parcel.message, self.clock.now(), self.clock.monotonic()
        posted = self._posted(parcel)
        tried = Delivery(
            message=message.id,
            attempt=message.tries + 1,
            at=began,
            seconds=self.clock.monotonic() - started,
            status=posted.status,
            fault=posted.fault,
        )
        gone = posted.status == GONE
        pause = None if gone else next_pause(message)
        settled = self.outbox.settle(parcel, tried, pause)
        if gone and settled is not None and message.endpoint is not None:
            self.outbox.disable(message.endpoint, message.owner, f"It answered {GONE} to {message.id}.")
        return tried, None if tried.accepted else pause

    def _posted(self, parcel: Parcel) -> Posted:
        message = parcel.message
        try:
            body = self.payloads.body(message)
        except ValueError as error:
            return Posted(fault=f"This version cannot read the event: {error}."[:500])
        unsigned = message.kind == CALLBACK_KIND
        headers = {} if unsigned else signed_headers(message.id, self.clock.now(), body, parcel.secrets)
        timeout = min(CALLBACK_SECONDS, self.timeout) if unsigned else self.timeout
        return post(
            message.url, Letter(body, headers), allow=self.allow, timeout=timeout, resolver=self.resolver
        )
