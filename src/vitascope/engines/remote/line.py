"""The line to one remote server: its key, its patience, and an ear for the owner's cancel."""

from __future__ import annotations

import queue
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

from vitascope.clock import Clock
from vitascope.engines.base import Cancelled as Asked
from vitascope.engines.remote.dialect import complaint
from vitascope.errors import AddressRefused, Cancelled, RemoteRefused, RemoteUnreachable, VitascopeError
from vitascope.netguard.call import Call, Door, Reply, call
from vitascope.netguard.download import download
from vitascope.remotes import RemoteServer

T = TypeVar("T")
LISTEN_SECONDS = 0.05
"""How often the owner's cancel is looked for while a request is under way."""
CALL_SECONDS = 30.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
"""Seconds between tries, doubling."""
CREATES = 4
"""How often a create is sent; a server that knows no Idempotency-Key may make as many."""
STOP_SECONDS = 1.2
"""How long a cancel may take there, which is less than a worker waits before it kills us."""
LEARN_SECONDS = 1.0
"""How long a cancel waits for the answer to a create, from which the id is learnt."""
MAX_VIDEO = 2 * 1024**3
"""Bytes of a remote video."""
_BUSY = 429
_AWAY = frozenset({408, 500, 502, 503, 504})


class Line:
    """One generation's requests to one server, all within ``timeout_seconds`` of its settings."""

    def __init__(self, remote: RemoteServer, door: Door, clock: Clock, cancelled: Asked) -> None:
        self._remote = remote
        self._door = door
        self._clock = clock
        self._cancelled = cancelled
        self._end = clock.monotonic() + remote.timeout_seconds
        key = remote.key.get_secret_value() if remote.key else ""
        self._secret = {"Authorization": f"Bearer {key}"} if key else {}

    def create(self, request: Call, key: str) -> Reply:
        """Send a create, again where that may help, always with the same ``Idempotency-Key``.

        A cancel while the answer is on its way waits for it a moment: only it tells what is to be stopped.
        """
        sent = replace(request, headers={**request.headers, "Idempotency-Key": key})
        return self._persist(sent, CREATES, LEARN_SECONDS)

    def ask(self, request: Call) -> Reply:
        """Send what may arrive any number of times."""
        return self._persist(request, None, 0.0)

    def download(self, url: str, path: Path, *, secret: bool) -> None:
        """Fetch the video; ``secret`` says that the key opens it."""
        headers = {"Accept": "video/mp4, */*;q=0.1"} | (self._secret if secret else {})
        tries = 0
        while True:
            tries += 1
            try:
                self._patiently(lambda stop: self._download(Call("GET", url, headers), path, stop), 0.0)
            except RemoteUnreachable as error:
                if tries == CREATES:
                    raise self._named(error) from error
                self.pause(FIRST_PAUSE * 2**tries)
            else:
                return

    def stop(self, requests: tuple[Call, ...]) -> None:
        """Have the server end a generation, by the first of these that it does not refuse; never raises.

        One that does not answer in time has heard it.
        """
        with suppress(VitascopeError):
            for request in requests:
                sent = replace(request, headers={**request.headers, **self._secret})
                if call(sent, self._door, STOP_SECONDS).status < 300:
                    return

    def pause(self, seconds: float) -> None:
        """Let time pass; ``Cancelled`` when the owner cancels, ``RemoteUnreachable`` when time is up."""
        until = self._clock.monotonic() + seconds
        waiting = Event()
        while (now := self._clock.monotonic()) < until:
            self._go_on()
            waiting.wait(min(LISTEN_SECONDS, until - now))
        if self._clock.monotonic() > self._end:
            raise RemoteUnreachable(
                f"{self._remote.name} did not make it within {self._remote.timeout_seconds:g} s, the "
                "timeout_seconds of its settings. Raise that, or ask for less."
            )

    def _persist(self, request: Call, most: int | None, learn: float) -> Reply:
        sent = replace(request, headers={**request.headers, **self._secret})
        until = self._clock.monotonic() + self._remote.patience_seconds
        tries = 0
        while True:
            tries += 1
            self._go_on()
            error, pause = None, min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
            try:
                reply = self._patiently(lambda _: call(sent, self._door, CALL_SECONDS), learn)
            except RemoteUnreachable as found:
                error = self._named(found)
            else:
                if not _worth(reply):
                    return reply
                pause = max(pause, _asked(reply))
                error = RemoteUnreachable(f"{self._remote.name} answered {complaint(reply)}.")
                if reply.status == _BUSY:
                    self.pause(pause)  # it is there and says when; only the whole time limits this
                    continue
            if tries == most or self._clock.monotonic() + pause > until:
                raise error
            self.pause(pause)

    def _patiently(self, work: Callable[[Asked], T], learn: float) -> T:
        """Do it in a thread that is left behind when the owner cancels, ``learn`` seconds later."""
        left = Event()
        answers: queue.SimpleQueue[T | VitascopeError | OSError] = queue.SimpleQueue()

        def run() -> None:
            try:
                answers.put(work(left.is_set))
            except (VitascopeError, OSError) as error:
                answers.put(error)

        Thread(target=run, name="remote", daemon=True).start()
        patience: float | None = None
        while True:
            with suppress(queue.Empty):
                return self._answered(answers.get(timeout=LISTEN_SECONDS))
            if patience is None and self._cancelled():
                patience = self._clock.monotonic() + learn
            if patience is not None and self._clock.monotonic() >= patience:
                left.set()
                raise Cancelled("The owner cancelled this generation.")

    def _answered(self, answer: T | VitascopeError | OSError) -> T:
        if isinstance(answer, AddressRefused):
            raise RemoteRefused(
                f"{self._remote.name}: {answer.message.partition('. ')[0]}. Name the network it lies in "
                "under 'allow' of its entry in VITASCOPE_REMOTES, or correct its url."
            ) from answer
        if isinstance(answer, VitascopeError | OSError):
            raise answer
        return answer

    def _download(self, request: Call, path: Path, stop: Asked) -> None:
        left = max(self._end - self._clock.monotonic(), 1.0)
        download(request, path, self._door, max_bytes=MAX_VIDEO, timeout=left, stop=stop)

    def _named(self, error: RemoteUnreachable) -> RemoteUnreachable:
        return RemoteUnreachable(f"{self._remote.name}: {error.message}")

    def _go_on(self) -> None:
        if self._cancelled():
            raise Cancelled("The owner cancelled this generation.")


def _worth(reply: Reply) -> bool:
    """Whether the same request may be answered otherwise a little later."""
    if reply.headers.get("x-should-retry", "").lower() == "false":
        return False
    return reply.status == _BUSY or reply.status in _AWAY


def _asked(reply: Reply) -> float:
    """The seconds that ``Retry-After`` asks for, at most a minute; a date counts as none."""
    text = reply.headers.get("retry-after", "").strip()
    return min(float(text), 60.0) if text.isascii() and text.isdecimal() else 0.0
