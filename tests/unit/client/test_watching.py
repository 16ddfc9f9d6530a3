"""Waiting and events where server and network are not at their best."""

from __future__ import annotations

import time

import pytest

from support.patience import PATIENCE
from unit.client.conftest import Connect
from unit.client.flaky import HANG_UP, ID, Step, events, said, serving, state
from vitascope.client import ConnectionFailed, GenerationFailed, NotFound, Retry, ServerError, Unauthorized
from vitascope.client.watching import FIRST_POLL

DONE = state("completed", video={"url": "http://127.0.0.1/film.mp4"}, meta={"progress": 1.0})
FRAGILE = Retry(times=0)
BEGUN = 'id: 1\nevent: state\ndata: {"state": "running", "progress": 0.0}'
HALF = 'id: 2\nevent: progress\ndata: {"state": "running", "progress": 0.5, "step": 4, "steps": 8}'
END = 'id: 3\nevent: end\ndata: {"state": "completed", "progress": 1.0, "seconds_left": 0.0}'


def test_a_wait_outlives_a_restart(connect: Connect) -> None:
    away = [HANG_UP, said(503, headers={"Retry-After": "0.1"}), said(502, headers={"Retry-After": "0.1"})]
    with serving(state("queued"), *away[1:], DONE) as flaky:
        client = connect(flaky.url, retry=FRAGILE)
        assert client.wait(client.get(ID)).status == "completed"
        assert len(flaky.asked) == 4


def test_a_wait_does_not_outlive_its_time(connect: Connect) -> None:
    with serving(state("queued"), HANG_UP) as flaky:
        client = connect(flaky.url, retry=FRAGILE)
        began = time.monotonic()
        with pytest.raises(ConnectionFailed):
            client.wait(ID, timeout=0.5)
        assert time.monotonic() - began < PATIENCE


def test_a_wait_ends_when_the_generation_is_gone(connect: Connect) -> None:
    with serving(state("queued"), said(404, message="Deleted.")) as flaky, pytest.raises(NotFound):
        connect(flaky.url).wait(ID)


def test_words_of_other_servers_are_waited_through(connect: Connect) -> None:
    with serving(state("waiting"), state("pondering"), DONE) as flaky:
        told: list[str] = []
        connect(flaky.url).wait(ID, on_progress=lambda found: told.append(found.status))
        assert told == ["queued", "generating", "completed"]


def test_polls_come_slower_and_slower(connect: Connect) -> None:
    with serving(*[state("generating")] * 3, DONE) as flaky:
        began = time.monotonic()
        connect(flaky.url).wait(ID)
        took = time.monotonic() - began
        assert took > 3.9 * FIRST_POLL  # 1 + 1.3 + 1.69 pauses
        assert len(flaky.asked) == 4


def test_progress_is_told_once(connect: Connect) -> None:
    half = state("generating", meta={"progress": 0.5, "stage": "render"})
    with serving(half, half, DONE) as flaky:
        told: list[float] = []
        connect(flaky.url).wait(ID, on_progress=lambda found: told.append(found.progress))
        assert told == [0.5, 1.0]


@pytest.mark.parametrize("error", [{"name": "EngineError", "message": "No light."}, None])
def test_a_failure_says_why(connect: Connect, error: dict[str, str] | None) -> None:
    with serving(state("error", error=error)) as flaky:
        with pytest.raises(
            GenerationFailed, match="EngineError: No light" if error else "no reason"
        ) as caught:
            connect(flaky.url).wait(ID)
        assert not caught.value.retryable


def test_events_come_as_they_were_sent(connect: Connect) -> None:
    with serving(
        events(BEGUN, "event: weather\ndata: {}", "event: state\ndata: no JSON", HALF, END)
    ) as flaky:
        seen = list(connect(flaky.url).events(f"{ID}:luma/ray-2"))
        assert [(one.kind, one.status, one.progress, one.id) for one in seen] == [
            ("state", "generating", 0.0, "1"),
            ("progress", "generating", 0.5, "2"),
            ("end", "completed", 1.0, "3"),
        ]
        assert (seen[1].step, seen[1].steps, seen[2].seconds_left) == (4, 8, 0.0)
        assert flaky.asked[0].path == f"/v2/video/generations/{ID}/events"
        assert flaky.header("Accept") == ["text/event-stream"]


@pytest.mark.parametrize("cut", [False, True])
def test_a_broken_stream_is_taken_up_again(connect: Connect, cut: bool) -> None:
    with serving(events(BEGUN, cut=cut), HANG_UP, said(503), events(HALF, cut=cut), events(END)) as flaky:
        seen = list(connect(flaky.url).events(ID))
        assert [one.kind for one in seen] == ["state", "progress", "end"]
        assert flaky.header("Last-Event-ID") == [None, "1", "1", "1", "2"]


HTML = Step(200, b"<html>", {"Content-Type": "text/html"})


@pytest.mark.parametrize("refusal", [said(404), said(405), said(501), HTML])
def test_a_server_without_events_is_asked_once(connect: Connect, refusal: Step) -> None:
    with serving(refusal, DONE) as flaky:
        assert [one.kind for one in connect(flaky.url).events(ID)] == ["state", "end"]
        assert len(flaky.asked) == 2


def test_a_server_without_events_is_polled(connect: Connect) -> None:
    half = state("generating", meta={"progress": 0.5, "stage": "render"})
    with serving(said(404), state("queued", meta={"queue_position": 2}), half, half, DONE) as flaky:
        seen = list(connect(flaky.url).events(ID))
        assert [(one.kind, one.status, one.progress) for one in seen] == [
            ("state", "queued", 0.0),
            ("progress", "queued", 0.0),
            ("state", "generating", 0.5),
            ("progress", "generating", 0.5),
            ("state", "completed", 1.0),
            ("end", "completed", 1.0),
        ]
        assert (seen[0].position, seen[2].stage) == (2, "render")


def test_a_server_whose_streams_always_break_is_polled(connect: Connect) -> None:
    with serving(HANG_UP, HANG_UP, HANG_UP, HANG_UP, DONE) as flaky:
        assert [one.kind for one in connect(flaky.url).events(ID)] == ["state", "end"]


def test_events_for_a_wrong_key(connect: Connect) -> None:
    with serving(said(401, message="A key is required.")) as flaky, pytest.raises(Unauthorized):
        list(connect(flaky.url).events(ID))


def test_events_of_a_server_that_is_down(connect: Connect) -> None:
    with serving(said(503, headers={"Retry-After": "100"})) as flaky, pytest.raises(ServerError):
        list(connect(flaky.url).events(ID))
