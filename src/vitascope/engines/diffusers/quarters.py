"""Processes of a crew on other machines: what waits there to be called, and how a crew calls.

Both sides prove that they know ``multiprocessing.current_process().authkey``; what they say afterwards is
not encrypted. Only for a private network, as everything that ``torch.distributed`` says.
"""

from __future__ import annotations

import logging
import multiprocessing
import select
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Client, Connection, answer_challenge, deliver_challenge
from multiprocessing.process import BaseProcess
from typing import Any

from vitascope.errors import EngineError

log = logging.getLogger(__name__)
ENDED = select.POLLIN | select.POLLHUP | select.POLLERR


class Quarters:
    """Waits on this machine for crews elsewhere; each call is a process of its own, which ends with it."""

    def __init__(self, host: str, serve: Callable[..., None]) -> None:
        """Listen at a free port of this host's; ``serve`` is called with the line and what the crew sent."""
        self._serve = serve
        self._key = bytes(multiprocessing.current_process().authkey)
        self._door = socket.create_server((host, 0))
        self.address = f"{host}:{self._door.getsockname()[1]}"
        threading.Thread(target=self._receive, name="quarters", daemon=True).start()

    def close(self) -> None:
        """Take no more calls; again changes nothing."""
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _receive(self) -> None:
        while True:
            try:
                caller, _ = self._door.accept()
            except OSError:
                return  # closed
            line: Connection[Any, Any] = Connection(caller.detach())
            threading.Thread(target=self._lodge, args=(line,), name="quarters-line", daemon=True).start()

    def _lodge(self, line: Connection) -> None:
        """Serve one crew, if it knows the key; who says nothing only keeps this thread."""
        with line:
            try:
                deliver_challenge(line, self._key)
                answer_challenge(line, self._key)
                given: tuple[Any, ...] = line.recv()
            except (OSError, EOFError, multiprocessing.AuthenticationError) as error:
                log.warning("A call was turned away: %s", str(error) or type(error).__name__)
                return
            spawning = multiprocessing.get_context("spawn")
            process = spawning.Process(target=self._serve, args=(line, *given), daemon=True)
            process.start()
            _watch(line, process)


def _watch(line: Connection, process: BaseProcess) -> None:
    """Wait for the end of the line or of the process, and end the process, whatever it computes."""
    poll = select.poll()
    poll.register(process.sentinel, ENDED)
    poll.register(line.fileno(), getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR)
    poll.poll()
    process.kill()
    process.join()


def is_far(device: str) -> bool:
    """Whether a device is another machine's: ``10.0.0.2:41001/cuda:0``, where quarters listen."""
    return "/" in device


def near_name(device: str) -> str:
    """What a device is called on its own machine."""
    return device.rpartition("/")[2]


def call(device: str, given: tuple[Any, ...]) -> Connection:
    """Have a process on a far device; the line to it. Raises ``EngineError``."""
    try:
        line = Client(_place(device), authkey=bytes(multiprocessing.current_process().authkey))
        line.send(given)
    except (OSError, EOFError, multiprocessing.AuthenticationError) as error:
        raise EngineError(
            f"The slot could not make this clip: {device} on another machine does not answer "
            f"({str(error) or type(error).__name__}). Ask again: it is replaced."
        ) from error
    return line


def meeting_before(device: str) -> str:
    """A free port of this machine's that the machine of a far device can reach."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as facing:
        facing.connect(_place(device))  # sends nothing; tells which of our addresses faces it
        host: str = facing.getsockname()[0]
    with socket.create_server((host, 0)) as free:
        return f"tcp://{host}:{free.getsockname()[1]}"


def _place(device: str) -> tuple[str, int]:
    host, _, port = device.partition("/")[0].rpartition(":")
    return host, int(port)
