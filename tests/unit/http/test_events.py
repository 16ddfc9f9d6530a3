"""Watching a generation over server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from support.patience import PATIENCE
from unit.service.parts import API_KEY, OTHER, PUBLIC_URL, Home
from vitascope.domain.generation import Generation, Lease, Progress
from vitascope.http.app import create_app
from vitascope.http.hub import KEEP_ALIVE, Hub
from vitascope.ledger.tables import generation
from vitascope.service.events import Told, Track, parse_last_id

PATH = "/v2/video/generations/{}/events"


@dataclass(frozen=True)
class Message:
    id: str
    event: str
    data: dict[str, Any]


def parse(text: str) -> list[Message]:
    """What an EventSource makes of the text."""
    blocks = [block for block in text.split("\n\n") if block and not block.startswith(":")]
    found = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [Message(one["id"], one["event"], json.loads(one["data"])) for one in found]


def watched(client: TestClient, generation: str, **headers: str) -> list[Message]:
    answer = client.get(PATH.format(generation), headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    return parse(answer.text)


def claim(home: Home, made: Generation) -> Lease:
    lease = home.ledger.claim("worker", 60.0, made.pool, made.id)
    assert lease is not None
    return lease


@asynccontextmanager
async def following(hub: Hub, generation: str, after: int = 0) -> AsyncIterator[Callable[[], Any]]:
    """A stream, and a way to wait for its next message."""
    chunks = hub.follow(generation, after)
    kept: list[Message] = []

    async def following() -> Message:
        while not kept:
            async with asyncio.timeout(PATIENCE):
                kept.extend(parse((await anext(chunks)).decode()))
        return kept.pop(0)

    try:
        yield following
    finally:
        await chunks.aclose()


async def to_the_end(message: Callable[[], Any]) -> None:
    while True:
        await message()


@pytest.mark.parametrize("form", ["{}", "{}:luma/ray-2", "video_{}", "{}%3Aluma%2Fray-2"])
def test_a_completed_one_says_so_and_ends(client: TestClient, home: Home, form: str) -> None:
    made = home.finish(home.create())
    state, end = watched(client, form.format(made.id))
    assert (state.event, state.id, state.data["state"], state.data["progress"]) == (
        "state",
        "3",
        "completed",
        1.0,
    )
    assert (end.event, end.id, end.data["error"]) == ("end", "3.end", None)
    assert end.data["preview_url"].startswith(f"{PUBLIC_URL}/assets/")
    assert set(end.data) == {
        *("state", "progress", "stage", "step", "steps", "position"),
        *("starts_in", "seconds_left", "preview_url", "error"),
    }


def test_a_failed_one_says_why(client: TestClient, home: Home) -> None:
    made = home.fail(home.create(), "MediaError", "The picture is damaged.")
    end = watched(client, made.id)[-1]
    assert end.data["state"] == "failed"
    assert end.data["error"] == {"name": "MediaError", "message": "The picture is damaged."}


def test_going_on_where_the_connection_broke(client: TestClient, home: Home) -> None:
    made = home.finish(home.create())
    told = watched(client, made.id, **{"Last-Event-ID": "1.250"})
    assert [(one.event, one.data["state"]) for one in told] == [
        ("state", "running"),
        ("state", "completed"),
        ("end", "completed"),
    ]
    assert [one.event for one in watched(client, made.id, **{"Last-Event-ID": "3"})] == ["end"]
    assert client.get(PATH.format(made.id), headers={"Last-Event-ID": "3.end"}).status_code == 204
    for odd in ("", "99", "x", "-1", "1e3"):
        assert len(watched(client, made.id, **{"Last-Event-ID": odd})) == 2


def test_nobody_elses(client: TestClient, anonymous: TestClient, home: Home) -> None:
    foreign = home.create(OTHER)
    assert client.get(PATH.format(foreign.id)).status_code == 404
    assert client.get(PATH.format("nonsense")).status_code == 404
    del anonymous.headers["Authorization"]
    assert anonymous.get(PATH.format(foreign.id)).status_code == 401


def test_every_step_as_it_happens(home: Home) -> None:
    ahead, made = home.create(), home.create()
    home.clock.advance(1)

    async def watch() -> None:
        hub = Hub(home.services.watch)
        async with following(hub, made.id) as message:
            first = await message()
            assert (first.event, first.data["state"], first.data["position"]) == ("state", "queued", 1)
            home.ledger.cancel(ahead.id, "default")
            home.clock.advance(2)
            moved = await message()
            assert (moved.event, moved.data["position"]) == ("progress", 0)
            lease = claim(home, made)
            running = await message()
            assert (running.event, running.id, running.data["state"]) == ("state", "2", "running")
            home.clock.advance(10)
            lease = home.ledger.beat(lease, Progress(fraction=0.25, stage="render", step=6, steps=24), 60.0)
            on = await message()
            assert (on.event, on.id) == ("progress", "2.2500")
            assert (on.data["step"], on.data["steps"], on.data["stage"]) == (6, 24, "render")
            assert on.data["seconds_left"] == 30.0
            home.ledger.cancel(made.id, "default")
            assert (await message()).data["stage"] == "cancelling"
            home.ledger.cancelled(lease)
            assert (await message()).data["state"] == "cancelled"
            end = await message()
            assert (end.event, end.data["error"]["name"]) == ("end", "Cancelled")
            with pytest.raises(StopAsyncIteration):
                await message()

    asyncio.run(watch())


def test_streams_share_one_look_and_a_late_one_hears_what_is_so_now(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = home.create()
    lease = claim(home, made)
    looks: list[int] = []
    look = home.services.watch.look

    def counted(tracks: Sequence[Track]) -> list[list[Told]]:
        looks.append(len(tracks))
        return look(tracks)

    monkeypatch.setattr(home.services.watch, "look", counted)

    async def watch() -> None:
        hub = Hub(home.services.watch)
        async with following(hub, made.id) as early, following(hub, made.id) as second:
            assert (await early()).data["state"] == (await second()).data["state"] == "running"
            home.ledger.beat(lease, Progress(fraction=0.5, stage="render", step=1, steps=2), 60.0)
            assert (await early()).data["progress"] == 0.5
            async with following(hub, made.id) as late:
                assert (await late()).event == "state"
                assert (await late()).data["progress"] == 0.5
        assert set(looks) == {1}
        assert hub._task is not None
        await asyncio.wait_for(hub._task, PATIENCE)  # nobody watches, and nobody looks any more

    asyncio.run(watch())


def test_what_a_connection_takes_is_put_on_it(home: Home) -> None:
    made = home.create()
    lease = claim(home, made)
    taken: list[list[Message]] = [[], []]
    full, heard = asyncio.Event(), asyncio.Event()

    def beat(step: int) -> None:
        home.ledger.beat(lease, Progress(fraction=step / 10, stage="render", step=step, steps=10), 60.0)

    def put(chunk: bytes) -> bool:
        taken[0].extend(parse(chunk.decode()))
        heard.set()
        return True

    def put_unless_full(chunk: bytes) -> bool:
        if not full.is_set():
            taken[1].extend(parse(chunk.decode()))
        heard.set()
        return not full.is_set()

    async def told(place: int, step: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while not taken[place] or taken[place][-1].data["step"] != step:
                heard.clear()
                await heard.wait()

    async def watch() -> None:
        hub = Hub(home.services.watch)
        fast, slow = hub.follow(made.id, put=put), hub.follow(made.id, put=put_unless_full)
        assert b"event: state" in await anext(fast)
        assert b"event: state" in await anext(slow)
        waiting, behind = asyncio.ensure_future(anext(fast)), asyncio.ensure_future(anext(slow))
        await asyncio.sleep(0)
        beat(1)
        await told(0, 1)
        await told(1, 1)
        full.set()
        beat(2)
        (late,) = parse((await asyncio.wait_for(behind, PATIENCE)).decode())
        beat(3)
        await told(0, 3)
        (later,) = parse((await asyncio.wait_for(anext(slow), PATIENCE)).decode())
        assert (late.data["step"], later.data["step"]) == (2, 3)
        assert [one.data["step"] for one in taken[0]] == [1, 2, 3]
        assert not waiting.done()
        home.ledger.cancel(made.id, "default")
        home.ledger.cancelled(lease)
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(waiting, PATIENCE)
        assert [one.event for one in taken[0]][-2:] == ["state", "end"]
        assert [one.event for one in taken[1]] == ["progress"]
        await slow.aclose()

    asyncio.run(watch())


def test_who_waits_among_many_is_told_when_it_starts_and_when_it_is_gone(home: Home) -> None:
    waiting = [home.create() for _ in range(3)]

    async def watch() -> None:
        hub = Hub(home.services.watch)
        async with (
            following(hub, waiting[0].id) as started,
            following(hub, waiting[1].id) as removed,
            following(hub, waiting[2].id) as stays,
        ):
            for message in (started, removed, stays):
                assert (await message()).data["state"] == "queued"
            claim(home, waiting[0])
            assert (await started()).data["state"] == "running"
            home.services.generations.cancel(waiting[1].id, "default")
            home.services.generations.delete(waiting[1].id, "default")
            home.clock.advance(2)
            with pytest.raises(StopAsyncIteration):
                await to_the_end(removed)
            assert (await stays()).data["position"] == 0

    asyncio.run(watch())


def test_a_deleted_one_and_a_stopping_server_end_the_stream(home: Home) -> None:
    made, other = home.create(), home.create()

    async def watch() -> None:
        hub = Hub(home.services.watch)
        async with following(hub, made.id) as message, following(hub, other.id) as stays:
            await message()
            await stays()
            home.finish(made)
            home.services.generations.delete(made.id, "default")
            with pytest.raises(StopAsyncIteration):
                await to_the_end(message)
            hub.stopping = lambda: True
            with pytest.raises(StopAsyncIteration):
                await stays()

    asyncio.run(watch())


def test_one_that_cannot_be_read_ends_its_own_stream_and_no_other(home: Home) -> None:
    made, other = home.create(), home.create()
    claim(home, made)
    lease = claim(home, other)

    async def watch() -> None:
        hub = Hub(home.services.watch)
        async with following(hub, made.id) as message, following(hub, other.id) as stays:
            await message()
            await stays()
            with home.database.write() as tx:
                broken = update(generation).values(progress={"fraction": "much"})
                tx.connection.execute(broken.where(generation.c.id == made.id))
            with pytest.raises(StopAsyncIteration):
                await to_the_end(message)
            home.ledger.beat(lease, Progress(fraction=0.5, stage="render", step=1, steps=2), 60.0)
            assert (await stays()).data["progress"] == 0.5

    asyncio.run(watch())


def test_streams_outlive_a_look_that_fails(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vitascope.http.hub.TROUBLE_SECONDS", 0.01)
    made = home.create()
    failed: list[bool] = []
    lease, look = claim(home, made), home.services.watch.look

    def failing(tracks: Sequence[Track]) -> list[list[Told]]:
        if failed == [False]:
            failed[0] = True
            raise ValueError("a row of a newer version")
        return look(tracks)

    monkeypatch.setattr(home.services.watch, "look", failing)

    async def watch() -> None:
        async with following(Hub(home.services.watch), made.id) as message:
            await message()
            failed.append(False)
            home.ledger.beat(lease, Progress(fraction=0.5, stage="render", step=1, steps=2), 60.0)
            assert (await message()).data["progress"] == 0.5

    asyncio.run(watch())
    assert failed == [True]


def test_silence_is_filled(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vitascope.http.hub.KEEP_ALIVE_SECONDS", 0.1)
    made = home.create()

    async def watch() -> None:
        chunks = Hub(home.services.watch).follow(made.id)
        assert b"event: state" in await anext(chunks)
        assert await asyncio.wait_for(anext(chunks), PATIENCE) == KEEP_ALIVE
        await chunks.aclose()

    asyncio.run(watch())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("7", (7, False)),
        (" 7.5000 ", (7, False)),
        ("7.end", (7, True)),
        ("٧", (0, False)),
        (".end", (0, False)),
    ],
)
def test_last_ids(text: str, meant: tuple[int, bool]) -> None:
    assert parse_last_id(text) == meant


def test_one_stream_too_many_is_refused_before_it_begins(home: Home) -> None:
    app = create_app(home.build(streams_per_owner=1))
    made = home.create()
    with (
        TestClient(app, headers={"Authorization": f"Bearer {API_KEY}"}) as client,
        app.state.places.take(made.owner),
    ):
        answer = client.get(PATH.format(made.id))
    assert answer.status_code == 429
    assert "streams of events" in answer.text
    assert int(answer.headers["retry-after"]) > 0
