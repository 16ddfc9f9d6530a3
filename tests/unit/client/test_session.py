"""What is tried again, with what, and what is said in the end."""

from __future__ import annotations

import json
import time

import httpx
import pytest

from support.ports import closed_port
from unit.client.conftest import QUICK, Connect
from unit.client.flaky import HANG_UP, ID, Step, said, serving, state
from vitascope.client import (
    AsyncClient,
    BadRequest,
    Client,
    ConnectionFailed,
    HttpError,
    NotFound,
    RateLimited,
    Retry,
    ServerError,
    Unauthorized,
)

PASSING = [HANG_UP, said(408), said(429), said(500), said(502), said(503), said(504)]
CUT = Step(200, b'{"id":', {"Content-Type": "application/json"}, cut=3)


@pytest.mark.parametrize("fault", [*PASSING, CUT], ids=lambda fault: str(fault.status))
def test_a_passing_fault_is_tried_again(connect: Connect, fault: Step) -> None:
    with serving(fault, fault, state("queued")) as flaky:
        assert connect(flaky.url).submit("fog").status == "queued"
        assert len(flaky.asked) == 3


def test_every_try_of_a_create_is_the_same_create(connect: Connect) -> None:
    with serving(HANG_UP, said(503), HANG_UP, state("queued")) as flaky:
        client = connect(flaky.url)
        client.submit("fog", seed=4)
        client.submit("fog", seed=4)
        keys = flaky.header("Idempotency-Key")
        assert len(keys) == 5
        assert None not in keys
        assert len(set(keys[:4])) == 1
        assert keys[4] != keys[0]
        assert {one.body for one in flaky.asked} == {flaky.asked[0].body}
        assert json.loads(flaky.asked[0].body) == {"model": "luma/ray-2", "prompt": "fog", "seed": 4}


def test_a_key_of_ones_own(connect: Connect) -> None:
    with serving(state("queued")) as flaky:
        connect(flaky.url).submit("fog", idempotency_key="order-17")
        assert flaky.header("Idempotency-Key") == ["order-17"]
        assert b"order-17" not in flaky.asked[0].body


@pytest.mark.parametrize(
    "fault",
    [
        said(400, message="no"),
        said(404),
        said(409),
        said(422),
        said(501),
        said(503, headers={"x-should-retry": "false"}),
    ],
    ids=lambda fault: str(fault.status),
)
def test_a_lasting_fault_is_not(connect: Connect, fault: Step) -> None:
    with serving(fault, state("queued")) as flaky:
        with pytest.raises(HttpError) as caught:
            connect(flaky.url).submit("fog")
        assert caught.value.status == fault.status
        assert not caught.value.retryable
        assert len(flaky.asked) == 1


def test_it_gives_up(connect: Connect) -> None:
    with serving(said(503, message="The server is starting.")) as flaky:
        with pytest.raises(ServerError, match="is starting"):
            connect(flaky.url).cancel(ID)
        assert len(flaky.asked) == QUICK.times + 1


def test_no_retries_when_none_are_wanted(connect: Connect) -> None:
    with serving(said(503)) as flaky:
        with pytest.raises(ServerError, match="503"):
            connect(flaky.url, retry=Retry(times=0)).get(ID)
        assert len(flaky.asked) == 1


def test_retry_after_is_waited_for(connect: Connect) -> None:
    with serving(said(429, headers={"Retry-After": "0.4"}), state("queued")) as flaky:
        began = time.monotonic()
        connect(flaky.url).get(ID)
        assert time.monotonic() - began >= 0.4


def test_a_long_retry_after_is_the_callers(connect: Connect) -> None:
    with serving(said(429, headers={"Retry-After": "3600"}, message="Quota used up.")) as flaky:
        with pytest.raises(RateLimited, match="Quota") as caught:
            connect(flaky.url).get(ID)
        assert caught.value.retry_after == 3600
        assert len(flaky.asked) == 1


def test_nobody_listens(connect: Connect) -> None:
    with closed_port() as port:
        url = f"http://127.0.0.1:{port}"
        with pytest.raises(ConnectionFailed, match="Check that the server runs") as caught:
            connect(url).get(ID)
    assert isinstance(caught.value, ConnectionError)
    assert url in str(caught.value)


@pytest.mark.parametrize(
    "base_url", ["127.0.0.1:8000", "ftp://host", "http://", "http://host:port", "nonsense"]
)
def test_an_address_that_is_none(base_url: str) -> None:
    for kind in (Client, AsyncClient):
        with pytest.raises(BadRequest, match="base_url"):
            kind(base_url)


def test_a_key_that_cannot_be_sent(connect: Connect) -> None:
    with serving(said()) as flaky:
        with pytest.raises(BadRequest, match="api_key"):
            connect(flaky.url, "a\nb").get(ID)
        assert flaky.asked == []


def test_another_kind_of_server(connect: Connect) -> None:
    with serving(Step(200, b"<html>It works!</html>", {"Content-Type": "text/html"})) as flaky:
        client = connect(flaky.url)
        with pytest.raises(ServerError, match="base_url"):
            client.get(ID)
        with pytest.raises(ServerError, match="base_url"):
            client.models()


def test_what_is_sent(connect: Connect) -> None:
    with serving(state("queued")) as flaky:
        connect(flaky.url, "k" * 20).get(f"{ID}:luma/ray-2")
        asked = flaky.asked[0]
        assert asked.headers["authorization"] == "Bearer " + "k" * 20
        assert asked.headers["user-agent"].startswith("vitascope-python/")
        assert asked.path == f"/v2/video/generations?generation_id={ID}%3Aluma%2Fray-2"


def test_a_client_of_ones_own_stays_open() -> None:
    with serving(state("queued")) as flaky, httpx.Client(headers={"X-Mine": "1"}) as http:
        with Client(flaky.url, http=http) as client:
            client.get(ID)
        assert not http.is_closed
        assert flaky.header("X-Mine") == ["1"]


def test_without_a_key_none_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VITASCOPE_API_KEY", raising=False)
    with serving(said(401, message="A key is required.")) as flaky, Client(flaky.url) as client:
        with pytest.raises(Unauthorized, match="required"):
            client.get(ID)
        assert flaky.header("Authorization") == [None]


SHAPES: list[tuple[type[HttpError], Step, str]] = [
    (NotFound, said(404, detail="Generation not found"), "Generation not found"),
    (BadRequest, said(400, error={"message": "seconds is out of range"}), "seconds is out of range"),
    (Unauthorized, said(403, message="Not yours"), "Not yours"),
    (BadRequest, Step(413, b"<h1>Request Entity Too Large</h1>"), "413"),
    (ServerError, said(500, detail=[{"msg": "odd"}], errors=["odd"]), "500"),
    (BadRequest, Step(400, b"[]"), "400"),
]


@pytest.mark.parametrize(("kind", "step", "message"), SHAPES)
def test_refusals_in_other_shapes(kind: type[HttpError], step: Step, message: str) -> None:
    with (
        serving(step) as flaky,
        Client(flaky.url, retry=Retry(times=0)) as client,
        pytest.raises(kind, match=message),
    ):
        client.get(ID)


def test_a_request_id_in_a_header(connect: Connect) -> None:
    said_no = said(404, headers={"X-Request-Id": "req-5"}, message="none")
    with (
        serving(said_no) as flaky,
        pytest.raises(NotFound, match=r"none \(HTTP 404, request req-5\)"),
    ):
        connect(flaky.url).get(ID)


def test_a_delete_whose_answer_was_lost_was_done(connect: Connect) -> None:
    gone = said(404, message="No such generation.")
    with serving(HANG_UP, gone) as flaky:
        connect(flaky.url).delete(ID)
        assert [asked.method for asked in flaky.asked] == ["DELETE", "DELETE"]
    with serving(gone) as flaky, pytest.raises(NotFound):
        connect(flaky.url).delete(ID)
