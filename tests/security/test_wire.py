"""What does not speak HTTP as it is written, or speaks it for ever, over real sockets."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from support import server
from support.server import KEY, Server
from vitascope.http.wire import DIRECT, MOST_UNREAD, BoundedProtocol

SECONDS = 60.0
"""How long an answer may take on a busy machine."""
HEAD = b"Host: x\r\nAuthorization: Bearer " + KEY.encode() + b"\r\n"
SECOND = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
CREATE = b"POST /v2/video/generations HTTP/1.1\r\n" + HEAD + b"Content-Type: application/json\r\n"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with server.running(tmp_path_factory.mktemp("wire")) as found:
        yield found


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), SECONDS) as made:
        yield made


def port_of(live: Server) -> int:
    return int(live.url.rpartition(":")[2])


def answers(wire: socket.socket) -> bytes:
    """Everything that comes until the server closes the connection, or the end of a first whole answer."""
    got = b""
    try:
        while part := wire.recv(65_536):
            got += part
    except ConnectionResetError:
        pass  # closed with bytes unread: what came before it counts
    return got


def statuses(got: bytes) -> list[int]:
    return [int(code) for code in re.findall(rb"HTTP/1\.[01] (\d{3})", got)]


SMUGGLED = {
    "both lengths": CREATE + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "both, the other way": CREATE
    + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"
    + SECOND,
    "two lengths": CREATE + b"Content-Length: 0\r\nContent-Length: 40\r\n\r\n" + SECOND,
    "a list of lengths": CREATE + b"Content-Length: 0, 40\r\n\r\n" + SECOND,
    "a signed length": CREATE + b"Content-Length: +0\r\n\r\n" + SECOND,
    "a length in hex": CREATE + b"Content-Length: 0x0\r\n\r\n" + SECOND,
    "an unknown coding": CREATE + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SECOND,
    "chunked, and not last": CREATE + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SECOND,
    "a space before the colon": CREATE + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "a folded field": CREATE + b"X-A: 1\r\n Transfer-Encoding: chunked\r\n\r\n" + SECOND,
    "a tab before a name": CREATE + b"\tContent-Length: 40\r\n\r\n" + SECOND,
    "an end of line in a value": CREATE + b"X-A: 1\rContent-Length: 40\r\n\r\n" + SECOND,
    "a nought in a value": CREATE + b"X-A: 1\x00\r\n\r\n" + SECOND,
    "a wrong size of a chunk": CREATE + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + SECOND,
    "a size without end": CREATE + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n\r\n" + SECOND,
    "another protocol": b"GET / HTTP/1.1 HTTP/1.1\r\n\r\n" + SECOND,
    "an unknown version": b"GET / HTTP/9.9\r\n\r\n" + SECOND,
    "no path": b"GET\r\n\r\n" + SECOND,
    "two hosts": b"GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + SECOND,
    "the same host twice": CREATE + b"Host: x\r\nContent-Length: 0\r\n\r\n" + SECOND,
    "no host": b"GET /health HTTP/1.1\r\n\r\n" + SECOND,
    "a host and a user": b"GET /health HTTP/1.1\r\nHost: a@b\r\n\r\n" + SECOND,
    "a host and a path": b"GET /health HTTP/1.1\r\nHost: a/b\r\n\r\n" + SECOND,
    "a host of other bytes": b"GET /health HTTP/1.1\r\nHost: \xff\r\n\r\n" + SECOND,
}


@pytest.mark.parametrize("sent", SMUGGLED.values(), ids=SMUGGLED.keys())
def test_a_request_with_two_readings_is_refused_and_nothing_after_it_is_read(
    live: Server, sent: bytes
) -> None:
    with connected(port_of(live)) as wire:
        wire.sendall(sent)
        assert statuses(answers(wire)) == [400]


@pytest.mark.parametrize("host", [b"a", b"a_b.example:8000", b"127.0.0.1:1", b"[::1]:8000", b""])
def test_hosts_of_every_form_are_served(live: Server, host: bytes) -> None:
    with connected(port_of(live)) as wire:
        wire.sendall(b"GET /health HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
        assert statuses(answers(wire)) == [200]


def test_http_1_0_names_no_host(live: Server) -> None:
    with connected(port_of(live)) as wire:
        wire.sendall(b"GET /health HTTP/1.0\r\n\r\n")
        assert statuses(answers(wire)) == [200]


@pytest.mark.parametrize(
    "method", [b"CONNECT x:80", b"OPTIONS *", b"GET http://other.example/health", b"PRI *"]
)
def test_targets_of_other_forms_do_no_harm(live: Server, method: bytes) -> None:
    with connected(port_of(live)) as wire:
        wire.sendall(method + b" HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n")
        found = statuses(answers(wire))
    assert len(found) == 1
    assert found[0] < 500
    assert live.http.get("/health").status_code == 200


@pytest.mark.parametrize(
    "start",
    [
        b"GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ",
        b"GET /",
        CREATE + b"Transfer-Encoding: chunked\r\n\r\n1;",
        CREATE + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX-Trailer: ",
    ],
    ids=["field", "address", "extension", "trailer"],
)
def test_what_never_ends_is_not_collected(live: Server, start: bytes) -> None:
    """The server closes after some 64 KiB and what one read of the socket brought, not after 64 MB."""
    part, sent = b"a" * 65_536, 0
    with connected(port_of(live)) as wire:
        wire.sendall(start)
        try:
            while sent < 64_000_000:
                wire.sendall(part)
                sent += len(part)
        except OSError:
            pass  # it closed while we were sending
        assert sent < 32_000_000  # what both sides' buffers held
    assert live.http.get("/health").status_code == 200


def test_many_small_fields_are_no_way_around(live: Server) -> None:
    with connected(port_of(live)) as wire:
        try:
            wire.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n")
            for _ in range(4000):
                wire.sendall(b"X-A: 1\r\n" * 1000)
        except OSError:
            return  # closed, as it should be
        assert statuses(answers(wire)) == [431]


def test_others_are_served_while_bodies_do_not_come(live: Server) -> None:
    with ExitStack() as stack:
        for _ in range(100):
            wire = stack.enter_context(connected(port_of(live)))
            wire.sendall(CREATE + b"Content-Length: 100000\r\n\r\n{")
        assert live.http.get("/health").status_code == 200
        assert live.http.get("/v2/video/generations?limit=1").status_code == 200


def test_an_upgrade_is_not_taken(live: Server) -> None:
    asked = b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    with connected(port_of(live)) as wire:
        wire.sendall(b"GET /health HTTP/1.1\r\n" + HEAD + asked + b"Sec-WebSocket-Version: 13\r\n\r\n")
        assert statuses(wire.recv(65_536)) == [200]


class Hasty(BoundedProtocol):
    """Waits so long only as a test may."""

    patience = 3.0


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


@pytest.fixture(scope="module")
def hasty() -> Iterator[int]:
    """The port of a server that has little patience."""
    config = uvicorn.Config(echo, port=0, http=Hasty, ws="none", lifespan="off", log_config=None)
    running = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        yield int(listener.getsockname()[1])
        running.should_exit = True
        thread.join()


def in_drops(sent: bytes) -> Callable[[socket.socket], None]:
    """One byte at a time, for longer than the server waits."""

    def send(wire: socket.socket) -> None:
        for byte in sent:
            wire.send(bytes([byte]))
            time.sleep(0.05)

    return send


def test_a_header_in_drops_is_given_up(hasty: int) -> None:
    with connected(hasty) as wire:
        with suppress(OSError):
            in_drops(b"GET / HTTP/1.1\r\nX-A: " + b"a" * 500)(wire)
        assert statuses(answers(wire)) in ([408], [])


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", [408]),
        (b"GET / HTTP/1.1\r\n", [408]),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na", []),
    ],
)
def test_who_says_no_more_is_let_go(hasty: int, sent: bytes, told: list[int]) -> None:
    with connected(hasty) as wire:
        wire.sendall(sent)
        assert statuses(answers(wire)) == told


def test_who_never_reads_is_let_go(hasty: int) -> None:
    LET_GO.clear()
    with connected(hasty) as wire:
        wire.sendall(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
        assert LET_GO.wait(SECONDS)
        assert len(answers(wire)) < MUCH * 65_536


def test_who_reads_slowly_gets_everything(hasty: int) -> None:
    with connected(hasty) as wire:
        wire.sendall(b"GET /much HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        got, reads = 0, 0
        while part := wire.recv(65_536):
            got, reads = got + len(part), reads + 1
            if reads % (MUCH // 16) == 1:
                time.sleep(Hasty.patience / 8)
        assert got > MUCH * 65_536


def test_an_empty_line_after_an_answer_is_no_way_to_stay(hasty: int) -> None:
    with connected(hasty) as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert statuses(wire.recv(65_536)) == [200]
        wire.sendall(b"\r\n")
        assert statuses(answers(wire)) in ([408], [])


@pytest.mark.parametrize("host", [b"x \t", b"[fe80::1%25eth0]:8000", b"[::1]", b"my_host:80", b""])
def test_a_host_is_read_as_it_may_be_written(hasty: int, host: bytes) -> None:
    with connected(hasty) as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
        assert statuses(wire.recv(65_536)) == [200]


def test_a_body_that_gets_on_may_take_its_time(hasty: int) -> None:
    with connected(hasty) as wire:
        wire.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\nConnection: close\r\n\r\n")
        in_drops(b"a" * 90)(wire)
        assert answers(wire).endswith(b"90")


def test_time_that_the_server_takes_is_not_the_client_s(hasty: int) -> None:
    size = 4_000_000
    answer = httpx.post(f"http://127.0.0.1:{hasty}/slow", content=b"a" * size, timeout=SECONDS)
    assert (answer.status_code, answer.text) == (200, str(size))


def test_a_large_body_passes(hasty: int, tmp_path: Path) -> None:
    size = 40 * MOST_UNREAD
    answer = httpx.post(
        f"http://127.0.0.1:{hasty}/", content=(b"a" * 999 for _ in range(size // 999)), timeout=SECONDS
    )
    assert answer.text == str(size // 999 * 999)


def test_parts_of_a_body_may_go_straight_to_the_connection(hasty: int) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{hasty}", timeout=SECONDS) as client:
        for _ in range(2):  # over one connection
            assert client.get("/parts").text == "said at once, and the usual way"
