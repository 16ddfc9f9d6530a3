from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from ipaddress import ip_network

import pytest
import trustme

from support.patience import PATIENCE
from support.ports import closed_port
from unit.netguard.sites import always, site, text
from vitascope.errors import AddressRefused, KeyframeUnreachable
from vitascope.netguard.connect import Resolver
from vitascope.netguard.fetch import Fetched, fetch

LOOPBACK = [ip_network("127.0.0.0/8")]
PICTURE = bytes(range(256)) * 40


def got(url: str, max_bytes: int = 1 << 20, timeout: float = PATIENCE) -> Fetched:
    return fetch(url, allow=LOOPBACK, max_bytes=max_bytes, timeout=timeout)


def silent(peer: socket.socket, request: bytes) -> None:
    time.sleep(60)


def names(*addresses: str) -> Resolver:
    """A resolver that knows one answer."""
    return lambda host: list(addresses)  # noqa: ARG005 - whatever the host


def test_a_picture_is_fetched_once_and_quietly() -> None:
    with site(always(text("200 OK", PICTURE, "Content-Type: image/png"))) as here:
        found = got(f"{here.url}/a%20b.png?size=2")
    assert (found.data, found.content_type) == (PICTURE, "image/png")
    assert found.url == f"{here.url}/a%20b.png?size=2"
    assert len(here.heard) == 1
    head = here.heard[0].decode()
    assert head.startswith("GET /a%20b.png?size=2 HTTP/1.1\r\n")
    assert f"Host: 127.0.0.1:{here.port}" in head
    assert "Accept-Encoding: identity" in head
    assert not {"cookie", "authorization", "referer"} & {
        line.split(":")[0].lower() for line in head.splitlines()
    }


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with site(always(text("200 OK", b"proxy"))) as proxy, site(always(text("200 OK", b"direct"))) as here:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert got(here.url).data == b"direct"
        assert proxy.heard == []


@pytest.mark.parametrize(
    "status", ["404 Not Found", "403 Forbidden", "500 Oops", "204 No Content", "206 Partial"]
)
def test_other_answers_are_named(status: str) -> None:
    with site(always(text(status, b""))) as here, pytest.raises(KeyframeUnreachable, match=status[:3]):
        got(here.url)


def test_an_empty_body_is_refused() -> None:
    with site(always(text("200 OK"))) as here, pytest.raises(KeyframeUnreachable, match="empty body"):
        got(here.url)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_are_followed(code: int) -> None:
    with (
        site(always(text("200 OK", PICTURE))) as end,
        site(always(text(f"{code} Moved", b"", f"Location: {end.url}/there"))) as here,
    ):
        assert got(here.url).url == f"{end.url}/there"


def test_relative_redirects_are_followed() -> None:
    def reply(peer: socket.socket, request: bytes) -> None:
        moved = text("302 Found", b"", "Location: ../b.png?x=1")
        peer.sendall(text("200 OK", PICTURE) if b"/b.png" in request else moved)

    with site(reply) as here:
        assert got(f"{here.url}/a/a.png").url == f"{here.url}/b.png?x=1"
        assert len(here.heard) == 2


def test_endless_redirects_end() -> None:
    with site(always(text("302 Found", b"", "Location: /"))) as here:
        with pytest.raises(KeyframeUnreachable, match="5 redirects"):
            got(here.url)
        assert len(here.heard) == 6


FORBIDDEN = """
http://10.0.0.1/ http://169.254.169.254/ http://2130706434/ http://[::1]/ //10.0.0.1/
file:///etc/passwd gopher://127.0.0.1/ http://user:pw@example.com/ http://8.8.8.8:22/ http://127.0.0.1\\@8.8.8.8/
"""


@pytest.mark.parametrize("location", FORBIDDEN.split())
def test_redirects_to_what_is_refused_are_refused(location: str) -> None:
    with site(always(text("302 Found", b"", f"Location: {location}"))) as here:
        with pytest.raises(AddressRefused):
            fetch(here.url, allow=[ip_network("127.0.0.1/32")], max_bytes=1000, timeout=PATIENCE)
        assert len(here.heard) == 1


def test_a_redirect_without_a_goal() -> None:
    with site(always(text("302 Found"))) as here, pytest.raises(KeyframeUnreachable, match="302"):
        got(here.url)


def test_announced_sizes_are_believed_when_too_large() -> None:
    def reply(peer: socket.socket, request: bytes) -> None:
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")
        time.sleep(60)

    began = time.monotonic()
    with site(reply) as here, pytest.raises(KeyframeUnreachable, match=r"more than 1,000 bytes"):
        got(here.url, max_bytes=1000)
    assert time.monotonic() - began < 30


def test_an_endless_body_ends_at_the_limit() -> None:
    sent = []

    def reply(peer: socket.socket, request: bytes) -> None:
        peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            sent.append(peer.send(bytes(65536)))

    with site(reply) as here, pytest.raises(KeyframeUnreachable, match="more than 1,000,000 bytes"):
        got(here.url, max_bytes=1_000_000)
    assert sum(sent) < 20_000_000


def test_a_body_at_the_limit_is_read() -> None:
    with site(always(text("200 OK", bytes(1000)))) as here:
        assert len(got(here.url, max_bytes=1000).data) == 1000


@pytest.mark.parametrize("part", ["headers", "body", "status"])
def test_a_drip_does_not_outlive_the_deadline(part: str) -> None:
    def reply(peer: socket.socket, request: bytes) -> None:
        if part == "body":
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        elif part == "headers":
            peer.sendall(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            peer.sendall(b"h" if part != "status" else b"HTTP/1.1 100 Continue\r\n\r\n")
            time.sleep(0.05)

    began = time.monotonic()
    with site(reply) as here, pytest.raises(KeyframeUnreachable, match=r"within 0.5 s"):
        got(here.url, timeout=0.5)
    assert time.monotonic() - began < 30


def test_silence_ends_at_the_deadline() -> None:
    began = time.monotonic()
    with (
        site(silent) as here,
        pytest.raises(KeyframeUnreachable, match="within"),
    ):
        got(here.url, timeout=0.3)
    assert time.monotonic() - began < 30


def test_slow_names_end_at_the_deadline() -> None:
    answered = threading.Event()

    def resolver(host: str) -> Sequence[str]:
        answered.wait(60)
        return ["127.0.0.1"]

    began = time.monotonic()
    with pytest.raises(KeyframeUnreachable, match="within"):
        fetch("http://slow.test/", allow=LOOPBACK, max_bytes=9, timeout=0.3, resolver=resolver)
    assert time.monotonic() - began < 30
    answered.set()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n123456789",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n1",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
    ],
)
def test_broken_answers_are_errors(answer: bytes) -> None:
    with site(always(answer)) as here, pytest.raises(KeyframeUnreachable, match="could not be asked"):
        got(here.url)


def test_more_than_announced_is_left() -> None:
    with site(always(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n123456789")) as here:
        assert got(here.url).data == b"12345"


def test_compressed_answers_are_refused() -> None:
    body = gzip.compress(bytes(100_000))
    answer = always(text("200 OK", body, "Content-Encoding: gzip"))
    with site(answer) as here, pytest.raises(KeyframeUnreachable, match="gzip"):
        got(here.url)


def test_nobody_there() -> None:
    with closed_port() as port, pytest.raises(KeyframeUnreachable, match="refused"):
        got(f"http://127.0.0.1:{port}/")


def test_unknown_names() -> None:
    def resolver(host: str) -> Sequence[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(KeyframeUnreachable, match="cannot be resolved"):
        fetch("http://nowhere.test/", max_bytes=9, resolver=resolver)


def test_the_next_address_is_tried() -> None:
    with site(always(text("200 OK", b"here"))) as here:
        url = f"http://twins.test:{here.port}/"
        found = fetch(url, allow=LOOPBACK, max_bytes=9, resolver=names("127.0.0.2", "10.0.0.1", "127.0.0.1"))
    assert found.data == b"here"


def authority(name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server called ``name`` shows, and what a client that trusts its authority checks."""
    root = trustme.CA()
    server, client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    root.issue_cert(name).configure_cert(server)
    root.configure_trust(client)
    return server, client


def test_certificates_are_checked_against_the_name() -> None:
    server, client = authority("pictures.test")
    with site(always(text("200 OK", b"safe")), tls=server) as here:

        def asked(name: str, tls: ssl.SSLContext | None) -> bytes:
            url = f"https://{name}:{here.port}/"
            resolver = names("127.0.0.1")
            return fetch(url, allow=LOOPBACK, max_bytes=9, timeout=PATIENCE, resolver=resolver, tls=tls).data

        assert asked("pictures.test", client) == b"safe"
        with pytest.raises(KeyframeUnreachable, match="certificate"):
            asked("others.test", client)
        with pytest.raises(KeyframeUnreachable, match="certificate"):
            asked("pictures.test", None)


def test_a_slow_handshake_ends_at_the_deadline() -> None:
    began = time.monotonic()
    with site(silent) as here, pytest.raises(KeyframeUnreachable, match="within"):
        fetch(f"https://127.0.0.1:{here.port}/", allow=LOOPBACK, max_bytes=9, timeout=0.4)
    assert time.monotonic() - began < 30
