"""What does not speak HTTP as it is written, or speaks it for ever, over real sockets."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from support import server
from support.patience import PATIENCE
from support.server import KEY, Server

SECONDS = PATIENCE
HEAD = b"Host: x\r\nAuthorization: Bearer " + KEY.encode() + b"\r\n"
SECOND = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
CREATE = b"POST /v2/video/generations HTTP/1.1\r\n" + HEAD + b"Content-Type: application/json\r\n"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    environment = {"VITASCOPE_ENGINES": "vitascope.testing.engine:StripesEngine"}
    with server.running(tmp_path_factory.mktemp("wire"), environment=environment) as found:
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
