"""The session of this machine's browser: who is given it, and from where it opens nothing."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.service.parts import API_KEY, Home
from vitascope.http.app import create_app
from vitascope.http.session import FORWARDED

LOCAL = "http://127.0.0.1:8000"
COOKIE = "vitascope_session_8000"
CREATE = "/v2/video/generations"
BODY = {"model": "luma/ray-2", "prompt": "a fox in snow"}
ELSEWHERE = [
    "evil.example:8000",
    "127.0.0.1.evil.example:8000",
    "localhost.evil.example",
    "evil.example#127.0.0.1",
    "127.0.0.1@evil.example",
    "192.168.1.7:8000",
    "0.0.0.0:8000",
    "2130706433:8000",
    "[::ffff:127.0.0.1]:8000",
    "",
]


def browser(home: Home, peer: str = "127.0.0.1", url: str = LOCAL, **settings: Any) -> TestClient:
    """A browser on a machine, before a server that is reached at ``public_url``."""
    services = home.build(**{"public_url": LOCAL} | settings)
    return TestClient(
        create_app(services), base_url=url, client=(peer, 50_000), raise_server_exceptions=False
    )


@pytest.fixture
def inside(home: Home) -> TestClient:
    """A browser that has a session."""
    client = browser(home)
    assert client.get("/").status_code == 200
    assert COOKIE in client.cookies
    return client


def test_the_page_brings_a_cookie_that_no_script_and_no_other_site_may_use(home: Home) -> None:
    cookie = browser(home).get("/").headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/"} <= parts
    assert "secure" not in parts


@pytest.mark.parametrize("page", ["/", "/admin"])
@pytest.mark.parametrize(
    ("peer", "host"),
    [
        ("127.0.0.1", "localhost:8000"),
        ("127.8.9.1", "127.0.0.1"),
        ("::1", "[::1]:8000"),
        ("::ffff:127.0.0.1", "LOCALHOST"),
    ],
)
def test_whoever_sits_at_the_machine_gets_it(home: Home, page: str, peer: str, host: str) -> None:
    assert "set-cookie" in browser(home, peer).get(page, headers={"Host": host}).headers


@pytest.mark.parametrize("host", ELSEWHERE)
def test_a_name_that_is_not_loopback_gets_none(home: Home, host: str) -> None:
    """DNS rebinding: the peer is this machine's browser, the page is the attacker's."""
    assert "set-cookie" not in browser(home).get("/", headers={"Host": host}).headers


@pytest.mark.parametrize("peer", ["192.168.1.9", "203.0.113.5", "::ffff:10.0.0.1", "fe80::1", "testclient"])
def test_another_machine_gets_none(home: Home, peer: str) -> None:
    assert "set-cookie" not in browser(home, peer).get("/").headers


@pytest.mark.parametrize("header", FORWARDED)
def test_what_came_through_a_proxy_gets_none(home: Home, inside: TestClient, header: str) -> None:
    assert "set-cookie" not in browser(home).get("/", headers={header: "127.0.0.1"}).headers
    assert inside.get("/v1/session", headers={header: "127.0.0.1"}).status_code == 403


def test_a_server_with_a_public_name_gives_none(home: Home) -> None:
    assert "set-cookie" not in browser(home, public_url="https://video.example").get("/").headers


def test_it_can_be_switched_off(home: Home, inside: TestClient) -> None:
    closed = browser(home, local_session=False)
    assert "set-cookie" not in closed.get("/").headers
    closed.cookies.update(inside.cookies)
    assert closed.get("/v1/session").status_code == 401


def test_the_session_is_the_operators_own(inside: TestClient) -> None:
    expected = {"owner": "default", "via": "session", "admin": True}
    assert inside.get("/v1/session").json() == expected
    assert inside.post(CREATE, json=BODY, headers={"Origin": LOCAL}).status_code == 200
    assert inside.get("/dream-machine/v1/generations").status_code == 200
    assert inside.get("/v1/videos").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:3000"},
        {"Origin": "http://localhost:8000"},
        {"Origin": "https://127.0.0.1:8000"},
        {"Origin": LOCAL, "Sec-Fetch-Site": "cross-site"},
        {"Origin": LOCAL, "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_write_from_another_page_is_refused(
    home: Home, inside: TestClient, headers: dict[str, str]
) -> None:
    answer = inside.post(CREATE, json=BODY, headers=headers)
    assert answer.status_code == 403
    assert "Authorization: Bearer" in answer.json()["message"]
    assert home.services.generations.list("default").generations == ()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://127.0.0.1:3000"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "cross-site"}],
)
@pytest.mark.parametrize(
    "path", ["/v1/gallery", "/v1/admin/keys", "/v1/videos", "/dream-machine/v1/generations"]
)
def test_a_read_from_another_page_is_refused(inside: TestClient, path: str, headers: dict[str, str]) -> None:
    assert inside.get(path, headers=headers).status_code == 403


@pytest.mark.parametrize("host", ELSEWHERE)
def test_the_cookie_opens_nothing_under_another_name(inside: TestClient, host: str) -> None:
    value = inside.cookies[COOKIE]
    for name in (COOKIE, "vitascope_session"):
        stolen = {"Host": host, "Cookie": f"{name}={value}", "Origin": f"http://{host}"}
        assert inside.get("/v1/session", headers=stolen).status_code in {401, 403}
        assert inside.post(CREATE, json=BODY, headers=stolen).status_code in {401, 403}


def test_the_cookie_opens_nothing_from_another_machine(home: Home, inside: TestClient) -> None:
    far = browser(home, "192.168.1.9")
    far.cookies.update(inside.cookies)
    assert far.get("/v1/session").status_code == 403


@pytest.mark.parametrize("change", ["sign", "until", "empty", "text"])
def test_a_cookie_that_was_changed_is_none(inside: TestClient, change: str) -> None:
    until, _, signature = inside.cookies[COOKIE].partition(".")
    forged = {
        "sign": f"{until}.{signature[:-1]}{'0' if signature[-1] != '0' else '1'}",
        "until": f"{int(until) + 1}.{signature}",
        "empty": ".",
        "text": f"x{until}.{signature}",
    }[change]
    answer = inside.get(
        "/v1/session", headers={"Cookie": f"{COOKIE}={forged}".encode("latin-1", "replace").decode("latin-1")}
    )
    assert answer.status_code == 401


def test_the_cookie_runs_out(home: Home, inside: TestClient) -> None:
    home.clock.advance(31 * 86_400)
    assert inside.get("/v1/session").status_code == 401


def test_a_key_counts_more_than_the_cookie(inside: TestClient) -> None:
    told = inside.get("/v1/session", headers={"Authorization": f"Bearer {API_KEY}"}).json()
    assert told["via"] == "key"
    assert inside.get("/v1/session", headers={"Authorization": "Bearer vsk_no"}).status_code == 401
