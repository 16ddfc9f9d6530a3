"""Asking servers that the operator set up."""

from __future__ import annotations

import socket
import threading
import time
from ipaddress import ip_network
from pathlib import Path

import pytest

from support.patience import PATIENCE
from support.ports import closed_port
from unit.netguard.sites import always, site, text
from vitascope.errors import AddressRefused, RemoteUnreachable
from vitascope.netguard.call import MAX_ANSWER, Call, Door, call
from vitascope.netguard.download import download

HERE = Door((ip_network("127.0.0.0/8"),))


def test_a_request_goes_out_whole_and_every_answer_comes_back() -> None:
    answer = text("418 I'm a teapot", b'{"a": 1}', "X-Thing: yes")
    with site(always(answer)) as there:
        request = Call("POST", f"{there.url}/v1/x?y=1", {"Authorization": "Bearer k"}, b"body")
        reply = call(request, HERE, PATIENCE)
    assert (reply.status, reply.headers["x-thing"], reply.body) == (418, "yes", b'{"a": 1}')
    head = there.heard[0].decode()
    assert head.startswith("POST /v1/x?y=1 HTTP/1.1\r\n")
    assert "authorization: bearer k" in head.lower()
    assert "content-length: 4" in head.lower()


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with site(always(text("302 Found", b"", "Location: http://169.254.169.254/"))) as there:
        assert call(Call("GET", there.url), HERE, PATIENCE).status == 302


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9", "http://10.1.2.3", "http://[::1]", "http://169.254.169.254"]
)
def test_addresses_inside_are_refused_unless_they_are_allowed(url: str) -> None:
    with pytest.raises(AddressRefused):
        call(Call("GET", url), Door(), PATIENCE)


def test_a_name_that_resolves_inside_is_refused() -> None:
    with pytest.raises(AddressRefused):
        call(Call("GET", "http://inner.example.com"), Door(resolver=lambda _: ["192.168.0.7"]), PATIENCE)


def test_nobody_there_and_nothing_in_time_are_unreachable() -> None:
    with closed_port() as port, pytest.raises(RemoteUnreachable, match="gave no whole answer"):
        call(Call("GET", f"http://127.0.0.1:{port}"), HERE, PATIENCE)
    with site(_sleep) as slow:
        began = time.monotonic()
        with pytest.raises(RemoteUnreachable):
            call(Call("GET", slow.url), HERE, 0.3)
        assert time.monotonic() - began < 30


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"10000\r\n" + bytes(0x10000) + b"\r\n"

    def pour(peer: socket.socket, _: bytes) -> None:
        peer.sendall(head)
        for _n in range(2 * MAX_ANSWER // 0x10000):
            peer.sendall(piece)

    with site(pour) as there, pytest.raises(RemoteUnreachable, match="more than"):
        call(Call("GET", there.url), HERE, PATIENCE)


def test_a_file_is_fetched_through_redirects_and_the_key_stays_at_home(tmp_path: Path) -> None:
    with (
        site(always(text("200 OK", b"video"))) as files,
        site(always(text("302 Found", b"", f"Location: {files.url}/v.mp4"))) as home,
    ):
        _download(f"{home.url}/content", tmp_path / "v.mp4")
    assert (tmp_path / "v.mp4").read_bytes() == b"video"
    assert b"secret" in home.heard[0]
    assert b"secret" not in files.heard[0]


@pytest.mark.parametrize("location", ["http://10.0.0.1/v.mp4", "//[", "http://[x]/v.mp4"])
def test_a_redirect_inside_or_nowhere_is_refused(tmp_path: Path, location: str) -> None:
    with (
        site(always(text("302 Found", b"", f"Location: {location}"))) as home,
        pytest.raises(AddressRefused),
    ):
        _download(home.url, tmp_path / "v.mp4")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (text("404 Not Found"), "answered 404"),
        (text("200 OK", b"x" * 2000), "more than 1,000 bytes"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "no whole answer"),
    ],
)
def test_what_is_no_whole_file_is_unreachable(tmp_path: Path, answer: bytes, words: str) -> None:
    with site(always(answer)) as there, pytest.raises(RemoteUnreachable, match=words):
        _download(there.url, tmp_path / "v.mp4")


def test_redirects_in_a_circle_end(tmp_path: Path) -> None:
    with (
        site(always(text("302 Found", b"", "Location: /again"))) as there,
        pytest.raises(RemoteUnreachable, match="more than 5 times"),
    ):
        _download(there.url, tmp_path / "v.mp4")
    assert len(there.heard) == 6


def test_a_download_stops_when_nobody_wants_it(tmp_path: Path) -> None:
    stop = threading.Event()

    def drip(peer: socket.socket, _: bytes) -> None:
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        for _n in range(3000):
            peer.sendall(b"x" * 100)
            time.sleep(0.02)

    with site(drip) as there:
        threading.Timer(0.2, stop.set).start()
        began = time.monotonic()
        request = Call("GET", there.url)
        download(request, tmp_path / "v", HERE, max_bytes=10**7, timeout=PATIENCE, stop=stop.is_set)
    assert time.monotonic() - began < 30


def _sleep(peer: socket.socket, _: bytes) -> None:
    time.sleep(60)
    peer.close()


def _download(url: str, path: Path) -> None:
    request = Call("GET", url, {"Authorization": "Bearer secret"})
    download(request, path, HERE, max_bytes=1000, timeout=PATIENCE, stop=lambda: False)
