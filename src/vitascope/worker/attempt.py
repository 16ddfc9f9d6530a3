"""One lease from its claim to its end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path

from vitascope.domain.generation import Asset, Failure, Lease, Progress
from vitascope.errors import GenerationFailed, LeaseLost, NotFound, StorageFull, Unavailable
from vitascope.worker.assignment import Assignments
from vitascope.worker.desk import Desk
from vitascope.worker.job import (
    Answer,
    Died,
    Done,
    Ending,
    Failed,
    Full,
    InputFetched,
    Made,
    Planned,
    Progressed,
    Stopped,
)
from vitascope.worker.progress import RENDER
from vitascope.worker.slots.base import Slot

log = logging.getLogger(__name__)
WATCH_SECONDS = 0.25
"""How often it is looked whether somebody, in whatever process, cancelled."""
RECORD_SECONDS = 0.5
"""Between two tries to record an end while the ledger does not answer."""


class Attempt:
    """Supervises one slot while it makes one generation; renews the lease; records the end once.

    The ledger refuses everything once the lease is lost (``LeaseLost``); then the slot is stopped and
    this attempt's files are deleted, whoever works on the generation now.
    """

    def __init__(self, desk: Desk, slot: Slot, lease: Lease) -> None:
        self._desk = desk
        self._slot = slot
        self._lease = lease
        self._progress = Progress(stage="starting")
        self._told: Progress | None = None
        self._next_beat = 0.0
        self._kill_at: float | None = None
        self._frames = 0

    def _place(self, attempt: int) -> str:
        """Under which storage keeps an attempt's files."""
        return f"{self._lease.generation.id}/{attempt}"

    def run(self) -> None:
        """Make it. Raises ``StorageFull`` when it was handed back because there is no room."""
        generation = self._lease.generation
        folder = self._desk.scratch.attempt(generation.id, self._lease.attempt)
        try:
            self._make(folder)
        except LeaseLost:
            log.warning("The lease on %s was lost; what was made here is thrown away.", generation.id)
            self._slot.kill()
            self._desk.storage.delete_prefix(self._place(self._lease.attempt))
        finally:
            self._desk.scratch.discard(generation.id)

    def _make(self, folder: Path) -> None:
        desk = self._desk
        for earlier in range(1, self._lease.attempt):
            desk.storage.delete_prefix(self._place(earlier))
        try:
            job = Assignments(desk.ledger, desk.storage, desk.settings).job(self._lease, folder)
        except GenerationFailed as error:
            desk.ledger.fail(self._lease, Failure(name=type(error).__name__, message=error.message))
            return
        self._slot.start(job)
        self._beat()
        try:
            self._conclude(self._ending())
        except StorageFull:
            desk.storage.delete_prefix(self._place(self._lease.attempt))
            desk.ledger.hand_back(self._lease)
            raise

    def _ending(self) -> Ending | None:
        """Watch the slot until its job ends; None when this process drains."""
        while True:
            answer = self._slot.poll(WATCH_SECONDS)
            if isinstance(answer, Ending):
                return answer
            self._hear(answer)
            if self._desk.draining.is_set():
                self._slot.kill()
                return None
            if self._kill_at is not None and self._now() >= self._kill_at:
                self._slot.kill()
                return Stopped()

    def _hear(self, answer: Answer | None) -> None:
        match answer:
            case Progressed():
                self._progress = Progress(
                    fraction=answer.fraction, stage=answer.stage, step=answer.step, steps=answer.steps
                )
                self._frames = max(self._frames, answer.step if answer.stage == RENDER else 0)
            case InputFetched():
                self._keep(answer)
            case Planned():
                self._desk.ledger.keep_plan(self._lease, dict(answer.plan))
            case _:
                self._watch()
        if self._now() >= self._next_beat or self._is_news():
            self._beat()

    def _keep(self, fetched: InputFetched) -> None:
        """Store a fetched keyframe, so that every retry and every look later finds the same picture."""
        name = fetched.name.rpartition(".")[2]
        key = f"{self._lease.generation.id}/input/{name}-{self._lease.attempt}"
        asset = self._store(Made(fetched.name, fetched.path, fetched.media_type), key)
        with ExitStack() as undo:
            undo.callback(self._desk.storage.delete, key)
            self._desk.ledger.keep_input(self._lease, asset)
            undo.pop_all()

    def _is_news(self) -> bool:
        """Whether a stage began: nobody should look at the stage before for a whole heartbeat."""
        return self._told is None or self._told.stage != self._progress.stage

    def _watch(self) -> None:
        """Look for a cancel between two heartbeats; nothing is written for that."""
        if self._kill_at is not None:
            return
        try:
            found = self._desk.ledger.get(self._lease.generation.id)
        except NotFound as error:
            raise LeaseLost(f"The generation {self._lease.generation.id} was deleted.") from error
        except Unavailable:
            return  # The next heartbeat says so.
        if found.cancel_requested:
            self._stop()

    def _beat(self) -> None:
        settings = self._desk.settings
        self._next_beat, self._told = self._now() + settings.heartbeat_seconds, self._progress
        try:
            self._lease = self._desk.ledger.beat(self._lease, self._progress, settings.lease_seconds)
        except (Unavailable, StorageFull) as error:
            # Work goes on: if the silence lasts until somebody else has the lease, the ledger will say so.
            log.warning("No heartbeat for %s: %s", self._lease.generation.id, error.message)
        if self._lease.generation.cancel_requested and self._kill_at is None:
            self._stop()

    def _stop(self) -> None:
        self._slot.cancel()
        self._kill_at = self._now() + self._desk.settings.cancel_grace_seconds

    def _conclude(self, ending: Ending | None) -> None:
        ledger, name = self._desk.ledger, self._lease.generation.id
        match ending:
            case Done():
                assets = self._stored(ending.files)
                self._record(lambda lease: ledger.complete(lease, assets, ending.outcome))
            case Failed():
                failure = Failure(name=ending.name, message=ending.message)
                self._record(lambda lease: ledger.fail(lease, failure))
            case Stopped():
                self._record(ledger.cancelled)
            case Full():
                raise StorageFull(ending.message)
            case Died():
                log.warning("The engine's process died (exit status %s) at %s.", ending.code, name)
                poison_after = self._desk.settings.poison_after
                self._record(lambda lease: ledger.died(lease, self._frames, poison_after))
            case None:
                ledger.hand_back(self._lease)

    def _record(self, verdict: Callable[[Lease], object]) -> None:
        """Write how it ended, as often as it takes: the work is done and must not be lost to a full disk."""
        while True:
            try:
                verdict(self._lease)
            except (Unavailable, StorageFull) as error:
                if self._desk.draining.wait(RECORD_SECONDS):
                    raise
                log.warning("The end of %s is not recorded yet: %s", self._lease.generation.id, error.message)
            else:
                return

    def _stored(self, files: tuple[Made, ...]) -> tuple[Asset, ...]:
        """Put the files into storage while the lease is renewed, however long that takes."""
        place = self._place(self._lease.attempt)
        with ThreadPoolExecutor(1, thread_name_prefix="store") as pool:
            storing = pool.submit(
                lambda: tuple(self._store(made, f"{place}/{made.path.name}") for made in files)
            )
            while not wait([storing], self._desk.settings.heartbeat_seconds).done:
                self._beat()
            return storing.result()

    def _store(self, made: Made, key: str) -> Asset:
        stored = self._desk.storage.put(key, made.path)
        return Asset(
            name=made.name, key=key, media_type=made.media_type, size=stored.size, sha256=stored.sha256
        )

    def _now(self) -> float:
        return self._desk.clock.monotonic()
