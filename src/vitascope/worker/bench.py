"""Where a child process works: the engines it has loaded, its orders in and its answers out."""

from __future__ import annotations

import os
import sys
import threading
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

from vitascope.clock import SystemClock
from vitascope.engines.base import Compiles, Engine
from vitascope.engines.diffusers import diffusers_engines
from vitascope.engines.registry import Registry
from vitascope.engines.remote import remote_engines
from vitascope.errors import Cancelled, StorageFull, VitascopeError
from vitascope.worker.job import Answer, Failed, Full, Job, Load, Order, Ready, Setup, Stop, Stopped
from vitascope.worker.memory import give_back
from vitascope.worker.pipeline import make
from vitascope.worker.scratch import NO_ROOM

IDLE_SECONDS = 5.0
"""Without an order, after which a process makes itself ready for any."""
LONG_SECONDS = 2.0
"""Of an order, from which on all that it left is looked for at once; else that waits for a rest."""

GIVES_WAY = 10
"""Niceness of what is made ready ahead."""


class Bench:
    """Runs one order after the other; a second thread listens for stops and for the parent's end."""

    def __init__(self, pipe: Connection, setup: Setup) -> None:
        self._pipe = pipe
        self._setup = setup
        local = diffusers_engines(setup.models) if setup.models else []
        self._registry = Registry.installed(setup.engines, [*remote_engines(setup.remotes), *local])
        self._loaded: dict[str, Engine] = {}
        self._warmed: list[Engine] = []
        self._ahead = False
        self._orders: SimpleQueue[Load | Job] = SimpleQueue()
        self._stopped: Stop | None = None
        self._sending = threading.Lock()
        self._clock = SystemClock()

    def work(self) -> None:
        """Carry out orders for ever."""
        threading.Thread(target=self._listen, name="orders", daemon=True).start()
        while True:
            order = self._next()
            began = self._clock.monotonic()
            self._carry_out(order)
            give_back(everything=self._clock.monotonic() - began > LONG_SECONDS)

    def _carry_out(self, order: Load | Job) -> None:
        self._ahead = isinstance(order, Load) and order.ahead
        if isinstance(order, Job):
            with _Witness(self, order):
                self._tell(self._make(order))
            return
        engine = self._engine(order.engine)
        self._tell(Ready(order.engine))
        if order.ahead:
            self._warm(engine)

    def _next(self) -> Load | Job:
        """The next order. While none comes for long, what no clip has needed yet is made ready as well."""
        try:
            return self._orders.get(timeout=IDLE_SECONDS)
        except Empty:
            for engine in self._loaded.values():
                self._warm(engine)
            give_back()
        return self._orders.get()

    def _warm(self, engine: Engine) -> None:
        """Make ready beside everything else what no clip has needed yet.

        A process that stands by compiles for others; it does not read what is compiled, a hundred megabytes
        that it may never need.
        """
        if (
            isinstance(engine, Compiles)
            and engine not in self._warmed
            and not (self._ahead and engine.compiled())
        ):
            self._warmed.append(engine)
            threading.Thread(target=_warm_aside, args=(engine,), name="warm", daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                order: Order = self._pipe.recv()
            except (EOFError, OSError):
                os._exit(0)  # The parent is gone; whatever the engine is doing is nobody's.
            if isinstance(order, Stop):
                self._stopped = order
            elif isinstance(order, Load | Job):
                self._orders.put(order)

    def _tell(self, answer: Answer) -> None:
        with self._sending:
            self._pipe.send(answer)

    def _engine(self, name: str) -> Engine:
        if name not in self._loaded:
            engine = self._registry.engine(name)
            engine.load(self._setup.device if engine.describe().accelerated else "cpu")
            self._loaded[name] = engine
        return self._loaded[name]

    def _make(self, job: Job) -> Answer:
        mine = Stop(job.id, job.attempt)
        try:
            engine = self._engine(job.engine)
            return make(job, engine, self._tell, lambda: self._stopped == mine)
        except Cancelled:
            return Stopped()
        except StorageFull as error:
            return Full(error.message)
        except VitascopeError as error:
            return Failed(type(error).__name__, error.message)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            return Full(f"No room to write {job.scratch}: {error.strerror}. Free some space.")

    def crashed(self, job: Job, error: BaseException) -> None:
        """Say that the engine broke, before the process ends."""
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        self._tell(Failed("EngineError", f"The engine {job.engine!r} broke: {reason}. See the server's log."))


def _warm_aside(engine: Compiles) -> None:
    """Compile where nobody waits for it: whoever makes a video meanwhile goes first."""
    if sys.platform == "linux":  # where each thread has a priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), GIVES_WAY)
    engine.warm()
    give_back()


class _Witness:
    """Reports what nobody foresaw and lets it end the process: an engine in that state is not used again."""

    def __init__(self, bench: Bench, job: Job) -> None:
        self._bench = bench
        self._job = job

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._bench.crashed(self._job, error)
