"""Delivers what is in the outbox, for as long as the process runs."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from threading import Event, Lock, Thread, current_thread
from typing import Self

from vitascope.clock import Clock
from vitascope.domain.webhook import Busy, Message, Parcel
from vitascope.errors import StorageFull, Unavailable
from vitascope.ledger.webhooks import WebhookLedger
from vitascope.webhooks.deliverer import Deliverer

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.25
"""How often the outbox is looked at; what another process puts in waits no longer."""
TROUBLE_SECONDS = 2.0
"""The same while the ledger does not answer."""
AT_ONCE = 32
"""Tries under way: each is mostly a wait for somebody else's server."""
OF_ONE = 4
"""How many of them may go to one address: a slow receiver must not stop the rest."""
STOP_SECONDS = 2.0
"""How long the tries under way may take when the process stops; the others are made again later."""
FORGET_SECONDS = 3600.0


class Courier(Thread):
    """Takes what is due and tries it, each on a thread of its own. Any number of processes may run one.

    A message is taken for a while, by one courier. One whose courier is killed is taken again when that
    while is over: it may then arrive twice, under the same id, and is never lost.

    An owner may have half of the places that others leave, so there is one for who comes next, however
    many addresses of the others hang.
    """

    def __init__(self, outbox: WebhookLedger, deliverer: Deliverer, clock: Clock) -> None:
        super().__init__(name="courier", daemon=True)
        self._outbox = outbox
        self._deliverer = deliverer
        self._clock = clock
        self._stopping = Event()
        self._bell = Event()
        self._lock = Lock()
        self._under_way: dict[Thread, Message] = {}
        self._soonest = IDLE_SECONDS

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End; what is not delivered stays in the outbox."""
        self._stopping.set()
        self._bell.set()
        self.join()
        with self._lock:
            left = list(self._under_way)
        end = self._clock.monotonic() + STOP_SECONDS
        for thread in left:
            thread.join(max(end - self._clock.monotonic(), 0.0))

    def run(self) -> None:
        """Until the process stops."""
        forget_at = self._clock.monotonic()
        while not self._stopping.is_set():
            self._bell.clear()
            try:
                while self._dispatch():
                    pass
                if self._clock.monotonic() >= forget_at:
                    self._outbox.forget()
                    forget_at = self._clock.monotonic() + FORGET_SECONDS
                with self._lock:
                    pause, self._soonest = self._soonest, IDLE_SECONDS
            except (StorageFull, Unavailable) as error:
                log.warning("Webhooks wait: %s", error.message)
                pause = TROUBLE_SECONDS
            self._bell.wait(pause)

    def _dispatch(self) -> bool:
        """Begin some tries; whether there may be more to begin."""
        with self._lock:
            under_way = list(self._under_way.values())
        free, busy = AT_ONCE - len(under_way), _busy(under_way)
        if free <= 0 or self._stopping.is_set() or not self._outbox.is_due(busy):
            return False
        parcels = self._outbox.take(min(-(-free // 2), OF_ONE), self._deliverer.taken_seconds, busy)
        for parcel in parcels:
            thread = Thread(target=self._try, args=(parcel,), name="courier-try", daemon=True)
            with self._lock:
                self._under_way[thread] = parcel.message
            thread.start()
        return bool(parcels)

    def _try(self, parcel: Parcel) -> None:
        pause = None
        try:
            tried, pause = self._deliverer.attempt(parcel)
            if not tried.accepted:
                told = tried.fault or f"it answered {tried.status}"
                log.info("Webhook %s, try %d: %s", parcel.message.id, tried.attempt, told)
        except (StorageFull, Unavailable) as error:
            log.warning("A try of webhook %s is not recorded: %s", parcel.message.id, error.message)
        finally:
            self._ended(pause)

    def _ended(self, pause: float | None) -> None:
        """Make room, and look again: now, and once more when the message is due if that is soon."""
        with self._lock:
            self._under_way.pop(current_thread(), None)
            if pause is not None:
                self._soonest = min(self._soonest, pause)
        self._bell.set()


def _busy(under_way: Sequence[Message]) -> Busy:
    """Addresses with as many tries as one may have, and owners with as many as there are places free."""
    addresses = Counter(one.endpoint or one.url for one in under_way)
    owners = Counter(one.owner for one in under_way)
    free = AT_ONCE - len(under_way)
    return Busy(
        [one for one, tries in addresses.items() if tries >= OF_ONE],
        [one for one, tries in owners.items() if tries >= free],
    )
