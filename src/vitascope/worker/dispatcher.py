"""Takes generations from the ledger and gives them to slots: one thread for each slot."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event, Thread

from vitascope import ids
from vitascope.clock import Clock
from vitascope.domain.generation import Generation
from vitascope.errors import StorageFull, Unavailable
from vitascope.ledger import Ledger
from vitascope.settings import Settings
from vitascope.storage import LocalStorage
from vitascope.worker.attempt import Attempt
from vitascope.worker.desk import Desk
from vitascope.worker.housekeeper import Housekeeper
from vitascope.worker.scratch import Scratch
from vitascope.worker.slots.base import Slot

OK, STARTING = "ok", "starting"
BROKEN = "A slot broke and renders no more; the log says why. Restart the server."

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.1
"""How often a slot without work looks for some that another process put in."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds to wait when the disk is full or the ledger does not answer, doubling."""


class Dispatcher:
    """Claims, supervises, records; and tidies up behind processes that died.

    ``slots`` make the slots, each on the thread that will use it, for the engine that it should load
    before there is work: ``preload``, or that of the only generation there is.
    """

    def __init__(
        self,
        ledger: Ledger,
        storage: LocalStorage,
        settings: Settings,
        clock: Clock,
        slots: Sequence[Callable[[str], Slot]],
        preload: str,
    ) -> None:
        self._parts = ledger, storage, settings, clock
        self._slots = slots
        self._preload = preload
        self._draining = Event()
        self._runners: list[Runner] = []
        self._threads: list[Thread] = []
        self._scratch: Scratch | None = None

    def start(self, only: Generation | None = None) -> None:
        """Begin; returns at once, engines load on the way.

        With ``only`` it works on that generation and leaves the others to whoever serves this ledger.
        """
        ledger, storage, settings, clock = self._parts
        self._scratch = Scratch(settings.scratch_dir)
        desk = Desk(ledger, storage, settings, clock, self._scratch, self._draining)
        name = f"{socket.gethostname()}-{os.getpid()}-{ids.token(6)}"
        preload = only.engine if only else self._preload
        self._runners = [
            Runner(desk, partial(make, preload), f"{name}-{n}", only.id if only else None)
            for n, make in enumerate(self._slots)
        ]
        self._threads = [*self._runners, Housekeeper(desk, self.wake, tidies=only is None)]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Something was queued: look now. From any thread."""
        for runner in self._runners:
            runner.wake()

    def health(self) -> str:
        """``ok``, ``starting`` while no slot is ready yet, or why nothing is rendered."""
        conditions = [runner.condition for runner in self._runners]
        if not self._slots or OK in conditions:
            return OK
        return next((condition for condition in conditions if condition != STARTING), STARTING)

    def stop(self) -> None:
        """Hand running work back to the queue, end the children, remove the scratch folder."""
        self._draining.set()
        self.wake()
        for thread in self._threads:
            thread.join()
        if self._scratch is not None:
            self._scratch.close()
            self._scratch = None


class Runner(Thread):
    """One slot and the loop that feeds it.

    The loop's thread also makes the slot's children: they live as long as it does.
    """

    def __init__(self, desk: Desk, make: Callable[[], Slot], worker: str, only: str | None) -> None:
        super().__init__(name=f"slot-{worker.rpartition('-')[2]}", daemon=True)
        self._desk = desk
        self._make = make
        self._worker = worker
        self._only = only
        self._slot: Slot | None = None
        self._pause = 0.0
        self.condition = STARTING

    def wake(self) -> None:
        """Look for work now."""
        if self._slot is not None:
            self._slot.wake()

    def run(self) -> None:
        """Until the process drains."""
        slot = self._slot = self._make()
        try:
            while not self._desk.draining.is_set():
                if not self._turn(slot):
                    slot.poll(IDLE_SECONDS)
        finally:
            self.condition = BROKEN
            slot.close()

    def _turn(self, slot: Slot) -> bool:
        """Make one generation; whether there was one."""
        try:
            return self._next(slot)
        except (StorageFull, Unavailable) as error:
            self._pause = min(self._pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)
            self.condition = error.message
            log.warning("Nothing is rendered for %.1f s: %s", self._pause, error.message)
            self._desk.draining.wait(self._pause)
            return False

    def _next(self, slot: Slot) -> bool:
        if not slot.revive():
            self.condition = slot.trouble or STARTING
            return False
        if self._pause:
            self._desk.storage.check()
        else:
            self.condition = OK
        settings = self._desk.settings
        lease = self._desk.ledger.claim(self._worker, settings.lease_seconds, only=self._only)
        if lease is not None:
            Attempt(self._desk, slot, lease).run()
        self._pause, self.condition = 0.0, OK
        return lease is not None
