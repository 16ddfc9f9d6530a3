"""A child process and the pipe to it, seen from the parent."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection, wait
from typing import Any

from vitascope.worker.job import Answer, Died, Order, Setup

log = logging.getLogger(__name__)
COMMAND = "vitascope.worker.child"
KILL_SECONDS = 10.0
"""How long a killed process is waited for; one that hangs in the work of a disk is gone only after that."""
SECRETS = frozenset(
    {
        "VITASCOPE_API_KEY",
        "VITASCOPE_DATABASE_URL",
        "VITASCOPE_STORAGE_URL",
        "DATABASE_URL",
        "HF_TOKEN",
        "HUGGING_FACE_HUB_TOKEN",
    }
)
CLOUDS = ("AWS_", "AZURE_", "GOOGLE_", "GCP_", "PG")
"""How the names of the cloud's and PostgreSQL's own variables begin, which storage and ledger read."""


class Process:
    """One child.

    Must be made on a thread that lives as long as the child should: Linux counts the end of that
    thread as the parent's death.
    """

    def __init__(self, setup: Setup, command: str = COMMAND) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._child = subprocess.Popen(  # noqa: S603  # our own interpreter and module
                [sys.executable, "-P", "-m", command, str(theirs.fileno()), str(os.getpid())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=_harmless(os.environ),
                stdout=2,  # An engine that prints must not write into a video that goes to stdout.
            )
        self._pipe: Connection[Any, Any] = Connection(ours.detach())
        self._sentinel = _sentinel(self._child.pid)
        self.tell(setup)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._child.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._child.poll() is None

    @property
    def spoke(self) -> bool:
        """Whether something it said, or its end, waits to be heard."""
        return not self._pipe.closed and self._pipe.poll(0)

    def tell(self, order: Order) -> None:
        """Send an order; one that is sent to a dead child is lost, and ``hear`` says that it died."""
        try:
            self._pipe.send(order)
        except OSError:
            return

    def hear(self, seconds: float, waker: int) -> Answer | None:
        """The next answer; ``Died`` when there is none and never will be; None on time or ``waker``."""
        heard = wait([self._pipe, waker, *self._sentinel], seconds)
        if self._pipe in heard:
            return self._received()
        if any(end in heard for end in self._sentinel):
            # What it said before it died still lies in the pipe.
            return self._received() if self._pipe.poll(0) else self._died()
        return None

    def kill(self) -> None:
        """End it now and wait until it is gone, or the machine cannot end it yet."""
        self._end()
        self._pipe.close()
        for sentinel in self._sentinel:
            os.close(sentinel)
        self._sentinel = []

    def _received(self) -> Answer:
        try:
            answer: Answer = self._pipe.recv()
        except (EOFError, OSError):
            return self._died()
        return answer

    def _died(self) -> Died:
        return Died(self._end())  # It may have closed its pipe and hang.

    def _end(self) -> int:
        self._child.kill()
        try:
            return self._child.wait(KILL_SECONDS)
        except subprocess.TimeoutExpired:
            log.warning("Process %d is killed and not gone yet; the slot goes on without it.", self.pid)
            return -signal.SIGKILL


def _sentinel(pid: int) -> list[int]:
    """A file that becomes readable when the process ends, also while its own children keep the pipe open."""
    return [os.pidfd_open(pid)] if sys.platform == "linux" else []


def _harmless(environment: Mapping[str, str]) -> dict[str, str]:
    """What a child may know: it reads strangers' videos, and asks neither the ledger nor a storage."""
    return {
        name: value
        for name, value in environment.items()
        if name.upper() not in SECRETS and not name.upper().startswith(CLOUDS)
    }
