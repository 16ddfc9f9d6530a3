"""One lease from its claim to its end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress

from vitascope.domain.generation import Asset, Failure, Lease, Outcome
from vitascope.domain.price import credits_for
from vitascope.errors import Cancelled, LeaseLost, StorageFull, Unavailable, VitascopeError
from vitascope.storage import Stored
from vitascope.telemetry import logs, metrics, traces
from vitascope.worker.assignment import Assignments
from vitascope.worker.desk import TROUBLES, Desk
from vitascope.worker.job import Died, Done, Ending, Failed, Full, Job, Made, Stopped
from vitascope.worker.signature import credentials
from vitascope.worker.slots.base import Slot
from vitascope.worker.stages import STORE
from vitascope.worker.watch import Watch, unfinished_place

log = logging.getLogger(__name__)
RECORD_SECONDS = 0.5
"""Between two tries to record an end while the ledger does not answer."""
HANDED_BACK, LOST = "handed_back", "lost"
FIRST_STORE_PAUSE, LONGEST_STORE_PAUSE = 0.5, 4.0
"""Seconds between two tries to put a file away while the storage does not answer, doubling."""


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
        """Make it. Raises one of ``TROUBLES`` when it was handed back for that reason."""
        with logs.about(self._id, self._attempt), traces.attempt(self._id, self._attempt):
            self._run()

    def _run(self) -> None:
        try:
            self._make()
        except LeaseLost as error:
            metrics.ENDED.labels(LOST).inc()
            log.warning("%s", error.message)
            self._watch.stop()
            self._withdraw()
        finally:
            self._watch.stop()
            self._desk.scratch.discard(self._id)

    def _make(self) -> None:
        try:
            job = self._watch.meanwhile(self._job)
            self._conclude(self._watch.ending(job))
        except Cancelled:
            self._conclude(Stopped())
        except LeaseLost:
            raise
        except TROUBLES:
            self._watch.stop()
            self._discard()
            self._desk.ledger.hand_back(self._watch.lease)
            raise
        except VitascopeError as error:
            self._conclude(Failed(type(error).__name__, error.message))

    def _discard(self) -> None:
        """Delete this attempt's files; those of a storage that does not answer are swept up one day."""
        self._watch.settle()
        with suppress(StorageFull, Unavailable):
            self._desk.storage.delete_prefix(self._place(self._attempt))

    def _job(self) -> Job:
        desk = self._desk
        for earlier in range(1, self._attempt):
            desk.storage.delete_prefix(self._place(earlier))
        scratch = desk.scratch.attempt(self._id, self._attempt)
        sources = desk.scratch.sources(self._id)
        signing = credentials(desk.ledger, desk.settings, desk.clock)
        assignments = Assignments(desk.ledger, desk.storage, desk.settings, sources, signing)
        return assignments.job(self._watch.lease, scratch)

    def _conclude(self, ending: Ending | None) -> None:
        ledger = self._desk.ledger
        metrics.ENDED.labels(HANDED_BACK if ending is None else type(ending).__name__.lower()).inc()
        match ending:
            case Done(outcome=outcome, files=files):
                assets, priced = self._stored(files), self._priced(outcome)
                self._record(lambda lease: ledger.complete(lease, assets, priced))
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

    def _priced(self, outcome: Outcome) -> Outcome:
        """The outcome with what it costs; the new clip alone counts, not what it continues."""
        model = self._watch.lease.generation.model
        cost = credits_for(self._desk.settings.prices, model, outcome.duration)
        return outcome.model_copy(update={"credits": cost})

    def _record(self, verdict: Callable[[Lease], object]) -> None:
        """Write how it ended, as often as it takes: what was made must not be lost to a full disk."""
        while True:
            try:
                verdict(self._watch.lease)
                self._forget_previews()
            except (Unavailable, StorageFull) as error:
                if self._desk.draining.wait(RECORD_SECONDS):
                    raise
                log.warning("The end of %s is not recorded yet: %s", self._id, error.message)
            else:
                return

    def _forget_previews(self) -> None:
        """Delete what was shown meanwhile; if storage is away, it is swept up one day."""
        self._watch.settle()
        with suppress(StorageFull, Unavailable):
            self._desk.storage.delete_prefix(unfinished_place(self._watch.lease))

    def _stored(self, files: tuple[Made, ...]) -> tuple[Asset, ...]:
        """Put the files into storage while the lease is renewed, however long that takes."""
        self._watch.stages.enter(STORE)
        stored = self._watch.meanwhile(lambda: tuple(self._store(made) for made in files))
        self._watch.stages.enter(None)
        return stored

    def _store(self, made: Made) -> Asset:
        key = f"{self._place(self._attempt)}/{made.path.name}"
        stored = self._put(key, made)
        return Asset(
            name=made.name, key=key, media_type=made.media_type, size=stored.size, sha256=stored.sha256
        )

    def _put(self, key: str, made: Made) -> Stored:
        """Put one file away, as often as it takes: a video that was made is not made again for nothing."""
        pause = FIRST_STORE_PAUSE
        while True:
            try:
                return self._desk.storage.put(key, made.path)
            except Unavailable as error:
                log.warning("%s is not stored yet: %s", key, error.message)
                if self._desk.draining.wait(pause) or self._watch.abandoned.is_set():
                    raise
                if self._watch.cancelling:
                    raise Cancelled("The owner cancelled this generation.") from error
                pause = min(2 * pause, LONGEST_STORE_PAUSE)

    def _withdraw(self) -> None:
        """Delete this attempt's files, unless they are what the ledger publishes.

        They are when a commit reached the disk and its answer did not reach us: the second try then
        finds the lease gone, because the first one has ended the generation.
        """
        place = self._place(self._attempt)
        found = self._desk.ledger.live([self._id]).get(self._id)
        published = found.assets if found else ()
        if any(asset.key.startswith(f"{place}/") for asset in published):
            self._forget_previews()
        else:
            self._discard()

    def _place(self, attempt: int) -> str:
        """Under which storage keeps an attempt's files."""
        return f"{self._id}/{attempt}"
