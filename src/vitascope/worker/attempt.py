"""One lease from its claim to its end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

from vitascope.domain.generation import Asset, Failure, Lease
from vitascope.errors import GenerationFailed, LeaseLost, StorageFull, Unavailable
from vitascope.worker.assignment import Assignments
from vitascope.worker.desk import Desk
from vitascope.worker.job import Died, Done, Ending, Failed, Full, Job, Made, Stopped
from vitascope.worker.slots.base import Slot
from vitascope.worker.watch import Watch

log = logging.getLogger(__name__)
RECORD_SECONDS = 0.5
"""Between two tries to record an end while the ledger does not answer."""


class Attempt:
    """Has one slot make one generation, puts its files away and records the end once.

    Files are keyed by attempt, and the ledger refuses everything once the lease is lost: then the slot
    is stopped and this attempt's files are deleted, whoever works on the generation now.
    """

    def __init__(self, desk: Desk, slot: Slot, lease: Lease) -> None:
        self._desk = desk
        self._id = lease.generation.id
        self._attempt = lease.attempt
        self._watch = Watch(desk, slot, lease)

    def run(self) -> None:
        """Make it. Raises ``StorageFull`` or ``Unavailable`` when it was handed back for that reason."""
        try:
            self._make()
        except LeaseLost as error:
            log.warning("%s", error.message)
            self._watch.stop()
            self._withdraw()
        finally:
            self._watch.stop()
            self._desk.scratch.discard(self._id)

    def _make(self) -> None:
        try:
            for earlier in range(1, self._attempt):
                self._desk.storage.delete_prefix(self._place(earlier))
            self._conclude(self._watch.ending(self._job()))
        except GenerationFailed as error:
            self._conclude(Failed(type(error).__name__, error.message))
        except (StorageFull, Unavailable):
            self._watch.stop()
            self._desk.storage.delete_prefix(self._place(self._attempt))
            self._desk.ledger.hand_back(self._watch.lease)
            raise

    def _job(self) -> Job:
        desk = self._desk
        scratch = desk.scratch.attempt(self._id, self._attempt)
        return Assignments(desk.ledger, desk.storage, desk.settings).job(self._watch.lease, scratch)

    def _conclude(self, ending: Ending | None) -> None:
        ledger = self._desk.ledger
        match ending:
            case Done(outcome=outcome, files=files):
                assets = self._stored(files)
                self._record(lambda lease: ledger.complete(lease, assets, outcome))
            case Failed(name=name, message=message):
                self._record(lambda lease: ledger.fail(lease, Failure(name=name, message=message)))
            case Stopped():
                self._record(ledger.cancelled)
            case Full(message=message):
                raise StorageFull(message)
            case Died(code=code):
                log.warning("The engine's process died (exit status %s) at %s.", code, self._id)
                frames, poison_after = self._watch.frames, self._desk.settings.poison_after
                self._record(lambda lease: ledger.died(lease, frames, poison_after))
            case None:
                ledger.hand_back(self._watch.lease)

    def _record(self, verdict: Callable[[Lease], object]) -> None:
        """Write how it ended, as often as it takes: what was made must not be lost to a full disk."""
        while True:
            try:
                verdict(self._watch.lease)
            except (Unavailable, StorageFull) as error:
                if self._desk.draining.wait(RECORD_SECONDS):
                    raise
                log.warning("The end of %s is not recorded yet: %s", self._id, error.message)
            else:
                return

    def _stored(self, files: tuple[Made, ...]) -> tuple[Asset, ...]:
        """Put the files into storage while the lease is renewed, however long that takes."""
        with ThreadPoolExecutor(1, thread_name_prefix="store") as pool:
            storing = pool.submit(lambda: tuple(self._store(made) for made in files))
            while not wait([storing], self._desk.settings.heartbeat_seconds).done:
                self._watch.beat()
            return storing.result()

    def _store(self, made: Made) -> Asset:
        key = f"{self._place(self._attempt)}/{made.path.name}"
        stored = self._desk.storage.put(key, made.path)
        return Asset(
            name=made.name, key=key, media_type=made.media_type, size=stored.size, sha256=stored.sha256
        )

    def _withdraw(self) -> None:
        """Delete this attempt's files, unless they are what the ledger publishes.

        They are when a commit reached the disk and its answer did not reach us: the second try then
        finds the lease gone, because the first one has ended the generation.
        """
        place = self._place(self._attempt)
        found = self._desk.ledger.live([self._id]).get(self._id)
        published = found.assets if found else ()
        if not any(asset.key.startswith(f"{place}/") for asset in published):
            self._desk.storage.delete_prefix(place)

    def _place(self, attempt: int) -> str:
        """Under which storage keeps an attempt's files."""
        return f"{self._id}/{attempt}"
