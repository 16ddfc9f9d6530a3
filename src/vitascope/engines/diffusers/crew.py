"""The processes on a slot's other cards, which compute along, on this machine or on others."""

from __future__ import annotations

import logging
import multiprocessing
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol

from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.conditions import Shot
from vitascope.engines.diffusers.options import Options
from vitascope.engines.diffusers.quarters import call, is_far, meeting_before, near_name
from vitascope.engines.diffusers.reuse import Reuse
from vitascope.engines.diffusers.team import Team
from vitascope.errors import Cancelled, EngineError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    """A window that all compute together."""

    card: Card
    shot: Shot
    reuse: Reuse


class Follower(Protocol):
    """What a process of the crew does with orders."""

    def follow(self, order: Order) -> None:
        """Compute along."""
        ...

    def unload(self) -> None:
        """Let go of the model."""
        ...


Enlist = Callable[[Options, str, Team], Follower]


class Crew:
    """One process for each device but the first, and this one's place among them."""

    def __init__(self, devices: Sequence[str], options: Options, enlist: Enlist) -> None:
        """Start them and wait until all are there; ``enlist`` makes what one of them works with.

        Raises ``EngineError`` where another machine of theirs does not answer.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="vitascope-crew-")
        self._orders: list[Connection] = []
        self.processes: list[BaseProcess] = []
        far = next((one for one in devices if is_far(one)), None)
        meeting = meeting_before(far) if far else f"file://{Path(self._folder.name) / 'meeting'}"
        try:
            for rank, device in enumerate(devices[1:], start=1):
                given = (rank, tuple(devices), options, meeting, enlist)
                self._orders.append(call(device, given) if is_far(device) else self._spawn(given))
        except EngineError:
            self._dismiss()
            raise
        self.team = Team(0, devices, meeting)
        log.info("A diffusion model uses %d devices: %s.", len(devices), ", ".join(devices))

    def begin(self, order: Order | None) -> None:
        """Have them compute along; None: let go of the model."""
        for orders in self._orders:
            try:
                orders.send(order)
            except OSError as error:
                raise EngineError(
                    "The slot could not make this clip: the process on another of its devices died. Ask "
                    "again: it is replaced."
                ) from error

    def close(self) -> None:
        """End them, whatever they do."""
        self._dismiss()
        self.team.leave()

    def _spawn(self, given: tuple[Any, ...]) -> Connection:
        spawning = multiprocessing.get_context("spawn")
        theirs, ours = spawning.Pipe(duplex=False)
        process = spawning.Process(target=serve, args=(theirs, *given), daemon=True)
        process.start()
        theirs.close()
        self.processes.append(process)
        return ours

    def _dismiss(self) -> None:
        for orders in self._orders:
            orders.close()  # on another machine this ends the process
        for process in self.processes:
            process.kill()
            process.join()
        self._folder.cleanup()


def serve(
    orders: Connection, rank: int, devices: tuple[str, ...], options: Options, meeting: str, enlist: Enlist
) -> None:
    """The life of one of them: it ends with the pipe, or with its first error, which the others notice."""
    follower = enlist(options, near_name(devices[rank]), Team(rank, devices, meeting))
    while True:
        try:
            order: Order | None = orders.recv()
        except (EOFError, OSError):
            return
        if order is None:
            follower.unload()
            continue
        try:
            follower.follow(order)
        except Cancelled:
            log.info("Stopped with the others.")
