"""Takes generations from the ledger and gives them to slots: one thread for each slot."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Thread

from vitascope import ids
from vitascope.clock import Clock
from vitascope.domain.generation import Generation, Lease
from vitascope.domain.queue import Choice, Place
from vitascope.ledger import Ledger
from vitascope.settings import Settings
from vitascope.storage import Storage
from vitascope.worker.attempt import Attempt
from vitascope.worker.desk import TROUBLES, Desk
from vitascope.worker.herald import Herald
from vitascope.worker.housekeeper import Housekeeper
from vitascope.worker.listener import Listener
from vitascope.worker.scratch import Scratch
from vitascope.worker.signature import credentials
from vitascope.worker.slots.base import Slot

OK, STARTING = "ok", "starting"
BROKEN = "A slot broke and renders no more; the log says why. Restart the server."

log = logging.getLogger(__name__)
IDLE_SECONDS = 0.1
"""How often a slot without work looks for some that another process put in."""
TOLD_IDLE_SECONDS = 2.0
"""The same where the database tells of new work: only for what it could not tell."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
"""Seconds to wait when the disk is full or the ledger does not answer, doubling."""


Maker = Callable[[str], Slot]
"""Makes a slot that loads the named engine before there is work."""


@dataclass(frozen=True)
class Berth:
    """Room for one slot: how many devices it has, and what makes it on the thread that will use it."""

    make: Maker
    devices: int = 1


class Dispatcher:
    """Claims, supervises, records; and tidies up behind processes that died.

    ``engines`` are those installed; every slot loads the first of them before there is work, or that of the
    only generation there is. Nothing is claimed whose engine is not among them.
    """

    def __init__(
        self,
        ledger: Ledger,
        storage: Storage,
        settings: Settings,
        clock: Clock,
        berths: Sequence[Berth],
        engines: tuple[str, ...],
    ) -> None:
        self._parts = ledger, storage, settings, clock
        self._berths = berths
        self._engines = engines
        self._closing, self._draining = Event(), Event()
        self._runners: list[Runner] = []
        self._threads: list[Thread] = []
        self._scratch: Scratch | None = None

    def start(self, only: Generation | None = None, *, tidies: bool = True) -> None:
        """Begin; returns at once, engines load on the way.

        With ``only`` it works on that generation and leaves the others to whoever serves this ledger. With
        ``tidies`` off it leaves the files in storage that nothing refers to for other processes to remove.
        """
        ledger, storage, settings, clock = self._parts
        self._scratch = Scratch(settings.scratch_dir)
        engines = (only.engine, *self._engines) if only else self._engines
        desk = Desk(ledger, storage, settings, clock, self._scratch, engines, self._closing, self._draining)
        name = settings.worker_name or f"{socket.gethostname()}-{os.getpid()}-{ids.token(6)}"
        self._runners = [
            Runner(desk, berth, f"{name}-{number}", only.id if only else None)
            for number, berth in enumerate(self._berths)
        ]
        self._threads = [*self._runners, *self._helpers(desk, name, alone=only is not None, tidies=tidies)]
        for thread in self._threads:
            thread.start()

    @property
    def alive(self) -> bool:
        """Whether any slot still looks for work: an error that nobody foresaw ends the one it meets."""
        return any(runner.is_alive() for runner in self._runners)

    def wake(self) -> None:
        """Something was queued: look now. From any thread."""
        for runner in self._runners:
            runner.wake()

    def health(self) -> str:
        """``ok``, ``starting`` while no slot is ready yet, or why nothing is rendered."""
        conditions = [runner.condition for runner in self._runners]
        if not self._berths or OK in conditions:
            return OK
        return next((condition for condition in conditions if condition != STARTING), STARTING)

    def stop(self, grace: float = 0.0) -> None:
        """Begin nothing new, and end.

        What still runs after ``grace`` seconds is handed back to the queue. Ends the children and removes
        the scratch folder.
        """
        self._closing.set()
        self.wake()
        until = self._parts[3].monotonic() + grace
        for runner in self._runners:
            runner.join(max(0.0, until - self._parts[3].monotonic()))
        self.hurry()
        for thread in self._threads:
            thread.join()
        if self._scratch is not None:
            self._scratch.close()
            self._scratch = None

    def hurry(self) -> None:
        """Hand running work back now; from any thread, also while ``stop`` waits for it."""
        self._closing.set()
        self._draining.set()
        self.wake()

    def _helpers(self, desk: Desk, name: str, *, alone: bool, tidies: bool) -> list[Thread]:
        """The threads beside the slots'; one that works on a single generation serves no pool."""
        if alone or not self._berths:
            return [Housekeeper(desk, self.wake, tidies=tidies and not alone)]
        herald = Herald(desk, name, self._places, OK)
        told = desk.settings.pools if desk.ledger.shared else ()
        listeners = [Listener(desk, pool, self.wake) for pool in told]
        return [*listeners, Housekeeper(desk, self.wake, tidies=tidies, herald=herald)]

    def _places(self) -> tuple[Place, ...]:
        return tuple(runner.place() for runner in self._runners)


class Runner(Thread):
    """One slot and the loop that feeds it.

    The loop's thread also makes the slot's children: they live as long as it does.
    """

    def __init__(self, desk: Desk, berth: Berth, worker: str, only: str | None) -> None:
        super().__init__(name=f"slot-{worker.rpartition('-')[2]}", daemon=True)
        self._desk = desk
        self._berth = berth
        self._worker = worker
        self._only = only
        self._slot: Slot | None = None
        self._pause = 0.0
        self._idle = TOLD_IDLE_SECONDS if desk.ledger.shared else IDLE_SECONDS
        self._turns = 0
        self.condition = STARTING

    def wake(self) -> None:
        """Look for work now."""
        if self._slot is not None:
            self._slot.wake()

    def place(self) -> Place:
        """The slot as others see it."""
        loaded = sorted(self._slot.loaded) if self._slot else ()
        return Place(
            name=self._worker, devices=self._berth.devices, condition=self.condition, loaded=tuple(loaded)
        )

    def run(self) -> None:
        """Until the process ends."""
        slot = self._slot = self._berth.make(self._desk.engines[0])
        try:
            while not self._desk.closing.is_set():
                if not self._turn(slot):
                    slot.poll(self._idle if self.condition == OK else IDLE_SECONDS)
        finally:
            self.condition = BROKEN
            slot.close()

    def _turn(self, slot: Slot) -> bool:
        """Make one generation; whether there was one."""
        try:
            return self._next(slot)
        except TROUBLES as error:
            self._pause = min(self._pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)
            self.condition = error.message
            log.warning("Nothing is rendered for %.1f s: %s", self._pause, error.message)
            self._desk.closing.wait(self._pause)
            return False

    def _next(self, slot: Slot) -> bool:
        if not slot.revive():
            self.condition = slot.trouble or STARTING
            return False
        if self._pause:  # see for oneself before another generation is taken and handed back
            self._desk.storage.check()
            credentials(self._desk.ledger, self._desk.settings, self._desk.clock)
        else:
            self.condition = OK
        lease = self._claimed(slot)
        if lease is not None:
            Attempt(self._desk, slot, lease).run()
        self._pause, self.condition = 0.0, OK
        return lease is not None

    def _claimed(self, slot: Slot) -> Lease | None:
        """The next generation of the pools, each of which is asked first in its turn."""
        settings = self._desk.settings
        choice = Choice(engines=frozenset(self._desk.engines), loaded=slot.loaded)
        pools = settings.pools
        self._turns = (self._turns + 1) % len(pools)
        for pool in (*pools[self._turns :], *pools[: self._turns]):
            lease = self._desk.ledger.claim(self._worker, settings.lease_seconds, pool, self._only, choice)
            if lease is not None:
                return lease
        return None
