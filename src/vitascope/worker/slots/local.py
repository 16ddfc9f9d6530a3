"""A slot that is a child process of this one, with a second child waiting to take its place."""

from __future__ import annotations

import logging
import os
from multiprocessing.connection import wait

from vitascope.clock import Clock
from vitascope.worker.job import Answer, Died, Job, Load, Ready, Setup, Stop
from vitascope.worker.slots.process import Process

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0
"""Seconds before a child that died while it loaded is started again, doubling."""
SPARE_PAUSE = 1.0
"""Seconds before one that died while it stood by is."""


class LocalSlot:
    """One device, one child process that keeps its engine loaded.

    ``preload`` names the engine that is loaded before there is work. With ``standby`` a second child is
    kept that has done the same, so that a job whose child was killed goes on at once; it costs the
    memory of a loaded engine, which is little for one that runs on the CPU and too much for one that
    fills a GPU.
    """

    def __init__(self, setup: Setup, clock: Clock, preload: str, *, standby: bool = True) -> None:
        self._setup = setup
        self._clock = clock
        self._preload = preload
        self._standby = standby
        self._child: Process | None = None
        self._spare: Process | None = None
        self._ready = False
        self._loaded: set[str] = set()
        self._job: Job | None = None
        self._deaths = 0
        self._not_before = self._spare_not_before = 0.0
        self._trouble: str | None = None
        self._wake_out, self._wake_in = os.pipe()
        os.set_blocking(self._wake_in, False)
        os.set_blocking(self._wake_out, False)

    @property
    def child_pid(self) -> int | None:
        """The process that works, or None while there is none."""
        return self._child.pid if self._child else None

    @property
    def trouble(self) -> str | None:
        """That the engine died while it was loading; None again once it is loaded."""
        return self._trouble

    @property
    def loaded(self) -> frozenset[str]:
        """The engines that the child has loaded."""
        return frozenset(self._loaded)

    @property
    def relieved(self) -> bool:
        """Whether the second child is ready to take the place of the first."""
        return self._spare is not None and self._spare.alive and self._spare.spoke

    def revive(self) -> bool:
        """Bring up the child where there is none; whether it has loaded its engine."""
        if self._child is None and self._clock.monotonic() >= self._not_before:
            self._child = self._spare or self._spawn()
            self._spare = None
        if self._child is not None and not self._ready:
            self._hear(self._child, 0)
        if self._ready and self._standby:
            self._stand_by()
        return self._ready

    def start(self, job: Job) -> None:
        """Give the child a job."""
        self._job = job
        if self._child is not None:
            self._loaded.add(job.engine)
            self._child.tell(job)

    def poll(self, seconds: float) -> Answer | None:
        """The next answer of the child, or None when none came in time or somebody called ``wake``."""
        if self._child is not None:
            return self._hear(self._child, seconds)
        wait([self._wake_out], seconds)
        self._drain()
        return None

    def wake(self) -> None:
        """End a waiting ``poll`` early."""
        try:
            os.write(self._wake_in, b"!")
        except BlockingIOError:
            return  # The pipe is full of wake-ups nobody has answered yet; one more says no more.

    def cancel(self) -> None:
        """Ask the running job to stop."""
        if self._child is not None and self._job is not None:
            self._child.tell(Stop(self._job.id, self._job.attempt))

    def kill(self) -> None:
        """End the child; the next ``revive`` brings up another."""
        if self._child is not None:
            self._child.kill()
        self._child, self._ready, self._job = None, False, None
        self._loaded.clear()

    def close(self) -> None:
        """End the child and its stand-in."""
        self.kill()
        if self._spare is not None:
            self._spare.kill()
            self._spare = None

    def _stand_by(self) -> None:
        """Have a second child; one that died is replaced before it is needed."""
        if self._spare is not None and not self._spare.alive:
            log.warning("The process that stood by is gone; another takes its place.")
            self._spare.kill()
            self._spare, self._spare_not_before = None, self._clock.monotonic() + SPARE_PAUSE
        if self._spare is None and self._clock.monotonic() >= self._spare_not_before:
            self._spare = self._spawn(ahead=True)

    def _spawn(self, *, ahead: bool = False) -> Process:
        child = Process(self._setup)
        child.tell(Load(self._preload, ahead))
        return child

    def _hear(self, child: Process, seconds: float) -> Answer | None:
        answer = child.hear(seconds, self._wake_out)
        match answer:
            case None:
                self._drain()
            case Ready(engine=engine):
                self._ready, self._deaths, self._trouble = True, 0, None
                self._loaded.add(engine)
                return None
            case Died():
                self._buried(answer)
            case _:
                pass
        return answer

    def _buried(self, death: Died) -> None:
        if not self._ready:
            pause = min(FIRST_PAUSE * 2**self._deaths, LONGEST_PAUSE)
            self._deaths += 1
            self._not_before = self._clock.monotonic() + pause
            self._trouble = (
                f"The engine {self._preload!r} ended while it was loading (exit status {death.code}). "
                "What it said is in the log; `vitascope doctor` looks for the cause."
            )
            log.error("%s It is tried again in %.1f s.", self._trouble, pause)
        self.kill()

    def _drain(self) -> None:
        try:
            while os.read(self._wake_out, 4096):
                pass
        except BlockingIOError:
            return
