"""Watching over a slot while it works: heartbeats, progress, what is kept on the way, and cancels."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event
from typing import TypeVar

from vitascope.domain.generation import PREVIEW, Asset, Lease, Progress
from vitascope.errors import LeaseLost, NotFound, StorageFull, Unavailable
from vitascope.worker.desk import Desk
from vitascope.worker.job import Answer, Ending, InputFetched, Job, Planned, Previewed, Progressed, Stopped
from vitascope.worker.progress import RENDER
from vitascope.worker.showing import Showing
from vitascope.worker.slots.base import Slot
from vitascope.worker.stages import Stages

T = TypeVar("T")
log = logging.getLogger(__name__)
LOOK_SECONDS = 0.25
"""How often it is looked whether somebody, in whatever process, cancelled."""


def unfinished_place(lease: Lease) -> str:
    """Below which key an attempt's pictures and videos of what is made so far lie in storage."""
    return f"{lease.generation.id}/{lease.attempt}/unfinished"


class Watch:
    """One job in one slot, from its start to its end.

    ``lease`` is as the last heartbeat renewed it; ``frames`` is how many the job got to. Every method
    raises ``LeaseLost`` once the ledger says so. A ledger that does not answer stops nothing: if the
    silence lasts until somebody else has the lease, it will say that when it answers again.
    """

    def __init__(self, desk: Desk, slot: Slot, lease: Lease) -> None:
        self.lease = lease
        self.frames = 0
        self.abandoned = Event()
        self.stages = Stages(desk.clock)
        self._desk = desk
        self._slot = slot
        self._progress = self._told = lease.generation.progress
        self._next_beat = self._now() + desk.settings.heartbeat_seconds
        self._next_look = 0.0
        self._kill_at: float | None = None
        self._busy = False
        self._showing = Showing(desk.storage, unfinished_place(lease))

    @property
    def cancelling(self) -> bool:
        """Whether the owner asked for its end."""
        return self._kill_at is not None

    def ending(self, job: Job) -> Ending | None:
        """Have the slot do the job and say how it ended; None when this process drains."""
        self._slot.start(job)
        self._busy = True
        while True:
            answer = self._slot.poll(LOOK_SECONDS)
            if isinstance(answer, Ending):
                self._busy = False
                return answer
            self._hear(answer)
            self._publish()
            self._attend()
            if self._desk.draining.is_set():
                self.stop()
                return None
            if self._kill_at is not None and self._now() >= self._kill_at:
                self.stop()
                return Stopped()

    def stop(self) -> None:
        """Make sure that the slot works no longer."""
        if self._busy:
            self._slot.kill()
            self._busy = False

    def settle(self) -> None:
        """Wait until nothing that shows how far it is is on its way to storage any more."""
        self._showing.settle()

    def beat(self) -> None:
        """Renew the lease and tell the progress."""
        settings = self._desk.settings
        self._next_beat, self._told = self._now() + settings.heartbeat_seconds, self._progress
        try:
            self.lease = self._desk.ledger.beat(self.lease, self._progress, settings.lease_seconds)
        except (Unavailable, StorageFull) as error:
            log.warning("No heartbeat for %s: %s", self.lease.generation.id, error.message)
        else:
            self._obey(cancel=self.lease.generation.cancel_requested)

    def meanwhile(self, work: Callable[[], T]) -> T:
        """Renew the lease while something else is done, however long that takes.

        Once the lease is lost ``abandoned`` is set, so that it may end early; it is waited for.
        """
        with ThreadPoolExecutor(1, thread_name_prefix="meanwhile") as pool:
            doing = pool.submit(work)
            try:
                while not wait([doing], self._desk.settings.heartbeat_seconds).done:
                    self.beat()
            except LeaseLost:
                self.abandoned.set()
                raise
            return doing.result()

    def _hear(self, answer: Answer | None) -> None:
        match answer:
            case Progressed(fraction=fraction, stage=stage, step=step, steps=steps):
                self.stages.enter(stage)
                seen = self._progress.preview
                self._progress = Progress(
                    fraction=fraction, stage=stage, step=step, steps=steps, preview=seen
                )
                self.frames = max(self.frames, step if stage == RENDER else 0)
            case InputFetched() | Planned() | Previewed():
                self._keep(answer)
            case _:
                pass

    def _attend(self) -> None:
        """Beat where it is time, and at once where a stage began; look for a cancel in between."""
        if self._now() >= self._next_beat or self._told.stage != self._progress.stage:
            self.beat()
        elif self._now() >= self._next_look:
            self._look()

    def _look(self) -> None:
        self._next_look = self._now() + LOOK_SECONDS
        try:
            found = self._desk.ledger.get(self.lease.generation.id)
        except NotFound as error:
            raise LeaseLost(f"The generation {self.lease.generation.id} was deleted.") from error
        except Unavailable:
            return  # The next heartbeat says so.
        self._obey(cancel=found.cancel_requested)

    def _obey(self, *, cancel: bool) -> None:
        """Pass a cancel on, once; an engine that does not stop in time is killed."""
        if cancel and self._kill_at is None:
            self._slot.cancel()
            self._kill_at = self._now() + self._desk.settings.cancel_grace_seconds

    def _keep(self, made: InputFetched | Planned | Previewed) -> None:
        """Keep what a retry should find again; where there is no room it is made anew then."""
        try:
            if isinstance(made, Planned):
                self._desk.ledger.keep_plan(self.lease, dict(made.plan))
            elif isinstance(made, Previewed):
                self._showing.show(made)
            else:
                self._keep_input(made)
        except (Unavailable, StorageFull) as error:
            log.warning("Not kept for %s: %s", self.lease.generation.id, error.message)

    def _publish(self) -> None:
        """List what was put away to be seen; those who watch are told of the picture with the progress."""
        try:
            for asset in self._showing.shown():
                self._desk.ledger.keep_input(self.lease, asset)
                if asset.name == PREVIEW:
                    self._progress = self._progress.model_copy(update={"preview": asset.sha256[:8]})
                    self._next_beat = 0.0
        except (Unavailable, StorageFull) as error:
            log.warning("Not shown for %s: %s", self.lease.generation.id, error.message)

    def _keep_input(self, fetched: InputFetched) -> None:
        name = fetched.name.rpartition(".")[2]
        key = f"{self.lease.generation.id}/input/{name}-{self.lease.attempt}"
        stored = self.meanwhile(lambda: self._desk.storage.put(key, fetched.path))
        asset = Asset(
            name=fetched.name, key=key, media_type=fetched.media_type, size=stored.size, sha256=stored.sha256
        )
        try:
            self._desk.ledger.keep_input(self.lease, asset)
        except LeaseLost:
            self._desk.storage.delete(key)
            raise

    def _now(self) -> float:
        return self._desk.clock.monotonic()
