"""The children that decode, kept for the next file: to start one costs more than most pictures do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from threading import BoundedSemaphore, Lock, Timer
from typing import Any, BinaryIO

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from vitascope.errors import MediaError, Unavailable
from vitascope.media.cage.tasks import ENOUGH, MORE, PART, Order

COMMAND = "vitascope.media.cage.child"
SECONDS = 60.0
"""How long a file, or a part of a stream, may take by the clock; CPU time is limited more tightly."""
START_SECONDS = 120.0
KILL_SECONDS = 10.0
USES = 5000
"""Files after which a child is replaced, so that nothing it leaks or was made to keep grows old."""
AHEAD = 2
"""Parts of a stream that are wanted before the first was used."""
LARGEST_REPLY = 1 << 20
LARGEST_BLOB = 1 << 28
KEEP_LITTLE = {"MALLOC_ARENA_MAX": "1"}
"""Threads that scale a picture share one heap, so that what they free is used again."""
_WALLS = TypeAdapter(list[str])
FAULTS = (EOFError, OSError, ValueError)
"""How a child that ended, or says nonsense, shows itself here."""


class Answer(BaseModel):
    """What a child said; ``refused`` is why the file cannot be used."""

    model_config = ConfigDict(frozen=True)

    value: Any = None
    refused: str | None = Field(default=None, max_length=2000)
    blobs: tuple[bytes, ...] = ()


class _Reply(BaseModel):
    value: Any = None
    refused: str | None = Field(default=None, max_length=2000)
    blobs: int = Field(default=0, ge=0, le=2)


class Pool:
    """At most ``size`` children that decode at the same time; more callers wait."""

    def __init__(self, size: int) -> None:
        self._room = BoundedSemaphore(size)
        self._lock = Lock()
        self._idle: list[Cell] = []

    def ask(
        self,
        task: str,
        data: bytes,
        files: Sequence[BinaryIO] = (),
        **given: int | str,
    ) -> Answer:
        """Have one order done. Raises ``MediaError`` for a file that cannot be used or ends its child.

        Raises ``Unavailable`` where no child can be started.
        """
        order = Order.model_validate({"task": task, "files": len(files), **given})
        with self._room:
            cell = self._take()
            try:
                answer = cell.ask(order, data, files)
            except FAULTS as error:
                raise _ended(cell) from error
            except BaseException:  # whoever asked is interrupted: the answer would be the next one's
                cell.end()
                raise
            self._give_back(cell)
        if answer.refused is not None:
            raise MediaError(answer.refused)
        return answer

    def stream(self, task: str, file: BinaryIO) -> Generator[bytes]:
        """The parts that a file is made into, few of them before they are used; raises as ``ask``.

        It keeps its child until it is exhausted or closed.
        """
        with self._room:
            cell = self._take()
            try:
                cell.begin(Order(task=task, files=1), file)
                while isinstance(part := cell.part(), bytes):
                    yield part
            except GeneratorExit:
                self._stop(cell)
                raise
            except FAULTS as error:
                raise _ended(cell) from error
            except BaseException:
                cell.end()
                raise
            self._give_back(cell)
        if part.refused is not None:
            raise MediaError(part.refused)

    @property
    def walls(self) -> list[str]:
        """What stands around a child: ``limits``, ``landlock``, ``seccomp``. Raises ``Unavailable``."""
        with self._room:
            cell = self._take()
            self._give_back(cell)
        return cell.walls

    @property
    def children(self) -> list[int]:
        """The process ids of those that wait for work."""
        with self._lock:
            return [cell.pid for cell in self._idle]

    def close(self) -> None:
        """End those that wait for work; the next order starts another."""
        with self._lock:
            cells, self._idle = self._idle, []
        for cell in cells:
            cell.end()

    def _take(self) -> Cell:
        while True:
            with self._lock:
                cell = self._idle.pop() if self._idle else None
            if cell is None:
                return Cell()
            if cell.alive:
                return cell
            cell.end()

    def _stop(self, cell: Cell) -> None:
        try:
            cell.stop()
        except FAULTS:
            cell.end()
        else:
            self._give_back(cell)

    def _give_back(self, cell: Cell) -> None:
        if cell.uses >= USES:
            cell.end()
            return
        with self._lock:
            self._idle.append(cell)


class Cell:
    """One child. It ends by itself when this process does."""

    def __init__(self) -> None:
        """Start it and wait until its walls stand; raises ``Unavailable`` where that fails."""
        self.uses = 0
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    [sys.executable, "-P", "-m", COMMAND, str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=2,
                    # No secret of this process's environment; one thread, for Landlock binds one.
                    env={"PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1", **KEEP_LITTLE},
                )
        except OSError as error:
            ours.close()
            raise _unstarted(str(error.strerror)) from error
        self._link = ours
        self._pipe: Connection[Any, Any] = Connection(os.dup(ours.fileno()))
        self.walls = self._started()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._child.poll() is None

    def ask(self, order: Order, data: bytes, files: Sequence[BinaryIO]) -> Answer:
        """Its answer. Raises ``EOFError``, ``OSError`` or ``ValueError`` where there is no proper one."""
        with self._watched():
            self._send(order, data, files)
            reply = _Reply.model_validate_json(self._pipe.recv_bytes(LARGEST_REPLY))
            blobs = tuple(self._pipe.recv_bytes(LARGEST_BLOB) for _ in range(reply.blobs))
        return Answer(value=reply.value, refused=reply.refused, blobs=blobs)

    def begin(self, order: Order, file: BinaryIO) -> None:
        """Start a stream; this, ``part`` and ``stop`` raise as ``ask``."""
        with self._watched():
            self._send(order, b"", [file])
            for _ in range(AHEAD):
                self._pipe.send_bytes(MORE)

    def part(self) -> bytes | _Reply:
        """The next part of the stream, or what was said at its end."""
        with self._watched():
            said = self._pipe.recv_bytes(LARGEST_REPLY)
            if said == PART:
                part = self._pipe.recv_bytes(LARGEST_BLOB)
                self._pipe.send_bytes(MORE)
                return part
            reply = _Reply.model_validate_json(said)
            self._pipe.send_bytes(ENOUGH)
            return reply

    def stop(self) -> None:
        """End the stream before its end, so that the next order finds the child at rest."""
        with self._watched():
            self._pipe.send_bytes(ENOUGH)
            while self._pipe.recv_bytes(LARGEST_REPLY) == PART:
                self._pipe.recv_bytes(LARGEST_BLOB)

    def end(self) -> int | None:
        """Kill it and wait until it is gone; its exit status."""
        self._child.kill()
        self._pipe.close()
        self._link.close()
        with suppress(subprocess.TimeoutExpired):
            return self._child.wait(KILL_SECONDS)
        return None

    def _send(self, order: Order, data: bytes, files: Sequence[BinaryIO]) -> None:
        self.uses += 1
        self._pipe.send_bytes(order.model_dump_json().encode())
        if files:
            socket.send_fds(self._link, [b"f"], [file.fileno() for file in files])
        self._pipe.send_bytes(data)

    @contextmanager
    def _watched(self, seconds: float | None = None) -> Generator[None]:
        """Kill the child where what is done here takes longer."""
        watch = Timer(SECONDS if seconds is None else seconds, self._child.kill)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _started(self) -> list[str]:
        try:
            with self._watched(START_SECONDS):
                return _WALLS.validate_json(self._pipe.recv_bytes(LARGEST_REPLY))
        except (EOFError, OSError, ValidationError) as error:
            raise _unstarted(f"it ended with status {self.end()}") from error


def _ended(cell: Cell) -> MediaError:
    return MediaError(
        f"The file ended the process that decoded it (status {cell.end()}), or took longer than "
        f"{SECONDS:.0f} seconds. It is damaged, hostile or too large; send another."
    )


def _unstarted(why: str) -> Unavailable:
    return Unavailable(
        f"The process that decodes pictures cannot be started: {why}. Try again; `vitascope doctor` on the "
        "server's machine looks for the cause."
    )
