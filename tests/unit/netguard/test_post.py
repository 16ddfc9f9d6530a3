from __future__ import annotations

import json
import socket
import ssl
import time
from ipaddress import ip_network
from pathlib import Path

import httpcore
import pytest
import trustme

from support.patience import PATIENCE
from support.ports import closed_port
from support.receiver import receiving
from unit.netguard.sites import always, site, text
from vitascope.netguard.post import MAX_ANSWER, Letter, Posted, post

LOOPBACK = [ip_network("127.0.0.0/8")]
LETTER = Letter(b'{"type":"webhook.test"}', {"webhook-id": "msg_1"})
CORPUS = json.loads((Path(__file__).parents[2] / "data" / "ssrf_corpus.json").read_text())
REFUSED = [entry["url"] for entry in CORPUS if entry["cat"] not in {"redirect", "dns", "body"}]


def sent(url: str, timeout: float = PATIENCE) -> Posted:
    return post(url, LETTER, allow=LOOPBACK, timeout=timeout)


def test_a_letter_arrives_whole_with_its_headers_and_nothing_else() -> None:
    with receiving() as here:
        assert sent(f"{here.url}/hook?a=1") == Posted(status=204)
    (heard,) = here.heard
    assert (heard.path, heard.body) == ("/hook?a=1", LETTER.body)
    assert heard.headers["webhook-id"] == "msg_1"
    assert heard.headers["content-type"] == "application/json"
    assert heard.headers["content-length"] == str(len(LETTER.body))
    assert not {"cookie", "authorization", "referer", "transfer-encoding"} & heard.headers.keys()


@pytest.mark.parametrize("status", [200, 204, 301, 307, 404, 410, 500, 503])
def test_every_status_is_an_answer_and_no_redirect_is_followed(status: int) -> None:
    with receiving() as here:
        here.status = status
        assert sent(here.url) == Posted(status=status)
    assert [heard.path for heard in here.heard] == ["/"]


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy, receiving() as here:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert sent(here.url).status == 204
        assert proxy.heard == []


def test_not_one_refused_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = list[str]()
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", lambda _self, host, *_, **__: tried.append(host))
    faults = [
        post(url, LETTER, timeout=PATIENCE, resolver=lambda _host: ["127.0.0.1", "::1"]).fault
        for url in REFUSED
    ]
    assert tried == []
    assert len(faults) > 100
    assert all(fault and fault.startswith("Refused: ") for fault in faults)


def test_a_name_is_checked_anew_each_time() -> None:
    answers = iter(["127.0.0.1", "10.0.0.1"])
    with receiving() as here:
        url = f"http://rebound.example:{here.port}/"
        first, second = (
            post(url, LETTER, allow=LOOPBACK, resolver=lambda _host: [next(answers)]) for _ in range(2)
        )
    assert first.status == 204
    reason = "rebound.example does not resolve to a public address, and the server fetches from no other"
    assert second.fault == f"Refused: {reason}."
    assert len(here.heard) == 1


def silent(peer: socket.socket, request: bytes) -> None:
    time.sleep(60)


def dripping(peer: socket.socket, request: bytes) -> None:
    peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        peer.sendall(b".")
        time.sleep(0.1)


def test_a_silent_receiver_costs_no_more_than_the_time_limit() -> None:
    started = time.monotonic()
    with site(silent) as here:
        assert sent(here.url, timeout=0.3) == Posted(fault="No answer within 0.3 s.")
    assert time.monotonic() - started < 30


def test_a_body_that_drips_was_answered_all_the_same() -> None:
    started = time.monotonic()
    with site(dripping) as here:
        assert sent(here.url, timeout=0.5) == Posted(status=200)
    assert time.monotonic() - started < 30


def test_of_a_long_answer_only_the_beginning_is_read() -> None:
    with site(always(text("200 OK", b"x" * (100 * MAX_ANSWER)))) as here:
        assert sent(here.url) == Posted(status=200)


@pytest.mark.parametrize("answer", [b"", b"not http at all\r\n\r\n"])
def test_what_is_no_answer_is_a_fault(answer: bytes) -> None:
    with site(always(answer)) as here:
        fault = sent(here.url).fault
    assert fault
    assert fault.startswith("Not reached: ")


def test_nobody_listening_is_a_fault() -> None:
    with closed_port() as port:
        fault = sent(f"http://127.0.0.1:{port}/").fault
    assert fault
    assert fault.startswith("Not reached: ")


def test_a_certificate_is_checked_against_the_name() -> None:
    authority = trustme.CA()
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("hooks.example").configure_cert(server_side)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    found: dict[str, Posted] = {}
    with site(always(text("200 OK")), server_side) as here:
        for host in ("hooks.example", "others.example"):
            url = f"https://{host}:{here.port}/"
            found[host] = post(
                url, LETTER, allow=LOOPBACK, resolver=lambda _host: ["127.0.0.1"], tls=trusting
            )
    assert found["hooks.example"] == Posted(status=200)
    assert found["others.example"].status is None
