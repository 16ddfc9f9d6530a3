"""Clients that take their time, or for ever, before a server whose time is moved by hand."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.flow_control import FlowControl

from security.test_wire import SECONDS, answers, connected, statuses
from support.patience import until
from vitascope.http.wire import DIRECT, MOST_UNREAD, BoundedProtocol


class Hasty(BoundedProtocol):
    """Waits so long only as a test may."""

    patience = 0.5


class Standing(asyncio.SelectorEventLoop):
    """A loop whose time stands until a test moves it: nobody is late because the machine was."""

    def __init__(self) -> None:
        self._now = 0.0
        super().__init__()

    def time(self) -> float:
        """What timers go by."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Let time pass; from another thread."""
        passed = threading.Event()

        def move() -> None:
            self._now += seconds
            passed.set()

        self.call_soon_threadsafe(move)
        assert passed.wait(SECONDS)


@dataclass
class Patient:
    """A server on a loop whose time stands."""

    port: int
    loop: Standing
    server: uvicorn.Server

    @property
    def flows(self) -> list[FlowControl]:
        """Of every connection."""
        made = [one for one in list(self.server.server_state.connections) if isinstance(one, BoundedProtocol)]
        return [one.flow for one in made]

    def has_read(self) -> None:
        """Wait until it has read what was sent to it so far: it answers somebody else meanwhile."""
        with connected(self.port) as other:
            other.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert statuses(answers(other)) == [200]

    @contextmanager
    def ageing(self) -> Iterator[None]:
        """Time passes, as much as a client may take, again and again."""
        ended = threading.Event()

        def age() -> None:
            while not ended.wait(0.01):
                self.loop.advance(Hasty.patience)

        thread = threading.Thread(target=age)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


LET_GO = threading.Event()
"""The client of a large answer is gone."""
MUCH = 512
"""Parts of 64 KiB in it: more than the buffers of both sides hold."""


async def much(receive: Receive, send: Send) -> None:
    """A large answer."""
    headers = [(b"content-length", b"%d" % (MUCH * 65_536))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for left in reversed(range(MUCH)):
        await send({"type": "http.response.body", "body": bytes(65_536), "more_body": left > 0})
    while (await receive())["type"] != "http.disconnect":
        pass
    LET_GO.set()


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads the body, slowly where it is told to, and says how long it was."""
    assert scope["type"] == "http"
    if scope["path"] == "/parts":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        put = scope["extensions"][DIRECT]["put"]
        assert put(b"said at once, ")
        await send({"type": "http.response.body", "body": b"and the usual way", "more_body": True})
        await send({"type": "http.response.body", "body": b""})
        return
    if scope["path"] == "/much":
        await much(receive, send)
        return
    if scope["path"] == "/slow":
        await asyncio.sleep(1.5 * Hasty.patience)
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message.get("more_body", False)
    body = str(size).encode()
    await send(
        {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]}
    )
    await send({"type": "http.response.body", "body": body})


ASGI: dict[str, Any] = {"port": 0, "http": Hasty, "ws": "none", "lifespan": "off", "log_config": None}


@pytest.fixture(scope="module")
def hasty() -> Iterator[int]:
    """The port of a server that has little patience."""
    running = uvicorn.Server(uvicorn.Config(echo, **ASGI))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        yield int(listener.getsockname()[1])
        running.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def patient() -> Iterator[Patient]:
    """The same, with time by hand."""
    loop, running = Standing(), uvicorn.Server(uvicorn.Config(echo, **ASGI))

    def serve(listener: socket.socket) -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(running.serve(sockets=[listener]))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        made = Patient(int(listener.getsockname()[1]), loop, running)
        yield made
        running.should_exit = True
        with suppress(RuntimeError):  # the loop is closed
            while thread.is_alive():
                loop.call_soon_threadsafe(lambda: setattr(loop, "_now", loop.time() + 1.0))
                thread.join(0.01)
        thread.join()


def test_a_header_in_drops_is_given_up(hasty: int) -> None:
    with connected(hasty) as wire:
        with suppress(OSError):
            for byte in b"GET / HTTP/1.1\r\nX-A: " + b"a" * 500:
                wire.send(bytes([byte]))
                time.sleep(0.05)
        assert statuses(answers(wire)) in ([408], [])


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", [408]),
        (b"GET / HTTP/1.1\r\n", [408]),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na", []),
    ],
)
def test_who_says_no_more_is_let_go(patient: Patient, sent: bytes, told: list[int]) -> None:
    with connected(patient.port) as wire:
        wire.sendall(sent)
        patient.has_read()
        with patient.ageing():
            assert statuses(answers(wire)) == told


def test_who_never_reads_is_let_go(patient: Patient) -> None:
    LET_GO.clear()
    with connected(patient.port) as wire:
        wire.sendall(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
        until(lambda: any(flow.write_paused for flow in patient.flows))
        with patient.ageing():
            assert LET_GO.wait(SECONDS)
        assert len(answers(wire)) < MUCH * 65_536


def test_who_reads_slowly_gets_everything(patient: Patient) -> None:
    with connected(patient.port) as wire:
        wire.sendall(b"GET /much HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        got, passed = 0, 0
        while part := wire.recv(65_536):
            got += len(part)
            if got // 2_000_000 > passed:
                passed += 1
                patient.loop.advance(Hasty.patience / 8)
        assert got > MUCH * 65_536
    assert passed > 8, "it did not take longer than somebody may who does not read at all"


def test_an_empty_line_after_an_answer_is_no_way_to_stay(patient: Patient) -> None:
    with connected(patient.port) as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert statuses(wire.recv(65_536)) == [200]
        wire.sendall(b"\r\n")
        patient.has_read()
        with patient.ageing():
            assert statuses(answers(wire)) in ([408], [])


@pytest.mark.parametrize("host", [b"x \t", b"[fe80::1%25eth0]:8000", b"[::1]", b"my_host:80", b""])
def test_a_host_is_read_as_it_may_be_written(patient: Patient, host: bytes) -> None:
    with connected(patient.port) as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
        assert statuses(wire.recv(65_536)) == [200]


def test_a_body_that_gets_on_may_take_its_time(patient: Patient) -> None:
    with connected(patient.port) as wire:
        wire.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\nConnection: close\r\n\r\n")
        patient.has_read()
        for _ in range(30):
            wire.send(b"a")
            patient.loop.advance(0.4 * Hasty.patience)
        assert answers(wire).endswith(b"30")


def test_time_that_the_server_takes_is_not_the_client_s(patient: Patient) -> None:
    url, size = f"http://127.0.0.1:{patient.port}/slow", 4_000_000
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(httpx.post, url, content=b"a" * size, timeout=SECONDS)
        until(lambda: any(flow.read_paused for flow in patient.flows))
        patient.loop.advance(1.5 * Hasty.patience)
        answer = asked.result()
    assert (answer.status_code, answer.text) == (200, str(size))


def test_a_large_body_passes(patient: Patient, tmp_path: Path) -> None:
    size = 40 * MOST_UNREAD
    answer = httpx.post(
        f"http://127.0.0.1:{patient.port}/", content=(b"a" * 999 for _ in range(size // 999)), timeout=SECONDS
    )
    assert answer.text == str(size // 999 * 999)


def test_parts_of_a_body_may_go_straight_to_the_connection(patient: Patient) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{patient.port}", timeout=SECONDS) as client:
        for _ in range(2):  # over one connection
            assert client.get("/parts").text == "said at once, and the usual way"
