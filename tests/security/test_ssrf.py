"""Not one connection to an address that is not public, however it is spelled, resolved or redirected to."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from ipaddress import ip_address, ip_network
from itertools import cycle
from pathlib import Path

import httpcore
import pytest

from support.patience import PATIENCE
from unit.netguard.sites import Reply, Site, always, site, text
from vitascope.errors import AddressRefused, KeyframeRefused, KeyframeUnreachable, VitascopeError
from vitascope.netguard.addresses import is_public
from vitascope.netguard.connect import system_resolver
from vitascope.netguard.fetch import fetch
from vitascope.netguard.url import check_url

CORPUS = json.loads((Path(__file__).parents[1] / "data" / "ssrf_corpus.json").read_text())
URLS = [entry["url"] for entry in CORPUS if entry["cat"] not in {"redirect", "dns", "body"}]
NAMES = {
    "localhost.localdomain": ["127.0.0.1"],
    "metadata.google.internal": ["169.254.169.254"],
    "instance-data": ["169.254.169.254"],
    "kubernetes.default.svc": ["10.96.0.1"],
    "127.0.0.1.nip.io": ["127.0.0.1"],
    "localtest.me": ["127.0.0.1", "::1"],
    "rebind.test": ["127.0.0.1"],
}
"""What the corpus's names resolve to where they are attacks."""
PUBLIC = "93.184.216.34"
NEAR = [ip_network("127.0.0.0/8")]


class Connections(list[str]):
    """The address of every connection that was attempted; none is made to the outside."""


@pytest.fixture
def attempted(monkeypatch: pytest.MonkeyPatch) -> Connections:
    """Look at every address right where the socket would be opened; only loopback is really opened."""
    seen = Connections()
    connect = httpcore.SyncBackend.connect_tcp

    def spy(
        backend: httpcore.SyncBackend, host: str, port: int, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seen.append(host)
        if ip_address(host) not in ip_network("127.0.0.0/8"):
            raise httpcore.ConnectError("the tests stay on this machine")
        return connect(backend, host, port, timeout)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", spy)
    return seen


@pytest.fixture
def trap() -> Iterator[Site]:
    """A server on loopback that nobody may reach."""
    with site(always(text("200 OK", b"secret"))) as here:
        yield here


def resolver(host: str) -> Sequence[str]:
    return NAMES.get(host) or [PUBLIC]


def denied(url: str, **options: object) -> VitascopeError:
    """The error that a fetch ends with; that it ends with one is asserted."""
    with pytest.raises((AddressRefused, KeyframeUnreachable)) as caught:
        fetch(url, max_bytes=1000, timeout=PATIENCE, **{"resolver": resolver, **options})  # type: ignore[arg-type]
    return caught.value


def test_the_corpus_is_whole() -> None:
    assert len(CORPUS) == 137
    assert len(URLS) == 120


@pytest.mark.parametrize("url", URLS)
def test_corpus_urls_connect_to_nothing_private(url: str, attempted: Connections) -> None:
    denied(url)
    assert all(is_public(ip_address(address)) for address in attempted)


@pytest.mark.parametrize("url", [url for url in URLS if url.startswith("http://") and url.endswith("/")])
def test_corpus_urls_do_not_reach_a_listening_port(url: str, trap: Site, attempted: Connections) -> None:
    """The same with the port of a server that would answer."""
    denied(f"{url[:-1]}:{trap.port}/")
    denied(url.replace("http://", "https://", 1))
    assert trap.heard == []
    assert all(is_public(ip_address(address)) for address in attempted)


@pytest.mark.parametrize(
    "url", [entry["url"] for entry in CORPUS if entry["cat"].startswith(("ipv", "special"))]
)
def test_literal_addresses_are_refused_at_admission(url: str) -> None:
    with pytest.raises(KeyframeRefused):
        check_url(url)


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/",
        "file:///etc/passwd",
        "http://2130706434/",
        "http://user:pw@127.0.0.1/",
        "//[",
        "http://[x]/",
        "http://[::1]x]/",
    ],
)
@pytest.mark.parametrize("code", [301, 302, 303, 308])
def test_redirects_lead_nowhere_private(code: int, location: str, attempted: Connections) -> None:
    with site(always(text(f"{code} Moved", b"", f"Location: {location}"))) as here:
        error = denied(f"{here.url}/", allow=[ip_network("127.0.0.1/32")])
    assert isinstance(error, AddressRefused)
    assert attempted == ["127.0.0.1"]


def test_a_chain_of_redirects_ends(attempted: Connections) -> None:
    with site(always(text("302 Found", b"", "Location: /again"))) as here:
        assert "redirects" in denied(f"{here.url}/", allow=NEAR).message
    assert len(attempted) == 6


def test_a_relative_redirect_then_an_absolute_one(trap: Site, attempted: Connections) -> None:
    def reply(peer: socket.socket, request: bytes) -> None:
        absolute = f"Location: http://[::ffff:10.0.0.1]:{trap.port}/"
        peer.sendall(text("302 Found", b"", "Location: b" if b"GET / " in request else absolute))

    with site(reply) as here:
        assert isinstance(denied(f"{here.url}/", allow=NEAR), AddressRefused)
    assert set(attempted) == {"127.0.0.1"}


@pytest.mark.parametrize(
    "answer",
    [
        ["127.0.0.1"],
        ["::1"],
        ["::ffff:10.0.0.1"],
        ["10.0.0.1", "127.0.0.1"],
        ["fe80::1%eth0"],
        ["64:ff9b::7f00:1"],
    ],
)
def test_names_with_private_addresses_are_refused(answer: list[str], attempted: Connections) -> None:
    error = denied("http://pictures.test/", resolver=lambda _: answer)
    assert isinstance(error, AddressRefused)
    assert not any(address in error.message for address in answer)
    assert attempted == []


def test_of_a_mixed_answer_only_the_public_address_is_tried(attempted: Connections) -> None:
    denied("http://pictures.test/", resolver=lambda _: ["127.0.0.1", PUBLIC, "::1", "169.254.169.254"])
    assert attempted == [PUBLIC]


def test_an_alias_of_localhost_is_localhost(attempted: Connections) -> None:
    """As DNS would answer a CNAME: with the addresses of what it leads to."""
    assert isinstance(
        denied("http://alias.test/", resolver=lambda _: system_resolver("localhost")), AddressRefused
    )
    assert attempted == []


def test_rebinding_a_thousand_times(trap: Site, attempted: Connections) -> None:
    """A name that is public at one moment and loopback at the next."""
    for answers in (["127.0.0.1", PUBLIC], [PUBLIC, "127.0.0.1"], [PUBLIC, PUBLIC, "127.0.0.1"]):
        turns = cycle(answers)
        for _ in range(334):
            denied("http://rebind.test:8080/", resolver=lambda _, turns=turns: [next(turns)])
    assert trap.heard == []
    assert set(attempted) == {PUBLIC}


def test_rebinding_between_redirects(attempted: Connections) -> None:
    """The second hop names the same host; its address is looked up and checked anew."""
    turns = cycle(["127.0.0.1", "10.0.0.1"])
    with site(always(text("302 Found", b"", "Location: /again"))) as here:
        error = denied(f"http://rebind.test:{here.port}/", allow=NEAR, resolver=lambda _: [next(turns)])
    assert isinstance(error, AddressRefused)
    assert attempted == ["127.0.0.1"]


def test_slow_names_end(attempted: Connections) -> None:
    def slow(host: str) -> Sequence[str]:
        time.sleep(2)
        return [PUBLIC]

    with pytest.raises(KeyframeUnreachable, match="within"):
        fetch("http://slow.test/", max_bytes=1000, timeout=0.2, resolver=slow)
    assert attempted == []


def endless(peer: socket.socket, request: bytes) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        peer.sendall(bytes(65536))


def drip(peer: socket.socket, request: bytes) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        peer.sendall(b".")
        time.sleep(0.1)


BODIES: dict[str, Reply] = {
    "endless": endless,
    "drip": drip,
    "headers of a megabyte": always(b"HTTP/1.1 200 OK\r\nX-Long: " + bytes(1_000_000)),
    "204": always(text("204 No Content")),
}


@pytest.mark.parametrize("body", BODIES)
def test_hostile_bodies_end(body: str) -> None:
    began = time.monotonic()
    with site(BODIES[body]) as here, pytest.raises(KeyframeUnreachable):
        fetch(here.url, allow=NEAR, max_bytes=1_000_000, timeout=0.8)
    assert time.monotonic() - began < 30


def test_the_allow_list_opens_a_local_server_on_any_port(attempted: Connections) -> None:
    with ExitStack() as stack:
        here = stack.enter_context(site(always(text("200 OK", b"picture"))))
        for host in ("127.0.0.1", "localhost", "127.1"):
            found = fetch(f"http://{host}:{here.port}/", allow=NEAR, max_bytes=99, timeout=PATIENCE)
            assert found.data == b"picture"
    assert set(attempted) == {"127.0.0.1"}


def test_without_the_allow_list_it_stays_shut(trap: Site) -> None:
    for host in ("127.0.0.1", "localhost", "127.1", "[::1]", "[::ffff:127.0.0.1]"):
        assert isinstance(denied(f"http://{host}:{trap.port}/", resolver=system_resolver), AddressRefused)
    assert trap.heard == []
