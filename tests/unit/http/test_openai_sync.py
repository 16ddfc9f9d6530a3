"""``POST /v1/videos/sync``."""

from __future__ import annotations

import asyncio
import json
from threading import Thread
from typing import Any

from starlette.testclient import TestClient
from starlette.types import Message

from support.patience import PATIENCE, until
from unit.http.videos import PROMPT, VIDEOS, refused
from unit.service.parts import API_KEY, OWNER, VIDEO, Home
from vitascope.http.app import create_app


def ending(home: Home, *, well: bool) -> Thread:
    """A worker for the next generation."""

    def work() -> None:
        until(lambda: home.services.generations.list(OWNER).generations)
        found = home.services.generations.list(OWNER).generations
        if well:
            home.finish(found[0])
        else:
            home.fail(found[0], "EngineError", "The lens is broken.")

    thread = Thread(target=work)
    thread.start()
    return thread


def test_the_answer_is_the_video(client: TestClient, home: Home) -> None:
    worker = ending(home, well=True)
    answer = client.post(f"{VIDEOS}/sync", json={"prompt": PROMPT})
    worker.join()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "video/mp4")
    assert answer.content == VIDEO
    assert client.get(f"{VIDEOS}/{answer.headers['x-video-id']}").json()["status"] == "completed"


def test_a_failure_is_no_reason_to_try_again(client: TestClient, home: Home) -> None:
    worker = ending(home, well=False)
    error = refused(client.post(f"{VIDEOS}/sync", data={"prompt": PROMPT}), 422)
    worker.join()
    assert (error["code"], "The lens is broken." in error["message"]) == ("generation_failed", True)
    assert refused(client.get(f"{VIDEOS}/sync"), 405)["code"] == "method_not_allowed"


def test_who_waits_has_a_place_and_who_hung_up_is_not_waited_for(home: Home) -> None:
    app = create_app(home.build(streams_per_owner=1))

    async def call(left: asyncio.Event) -> int:
        """The status that a client is answered who sends a create and then only waits until it leaves."""
        body, statuses = [json.dumps({"prompt": PROMPT}).encode()], []

        async def receive() -> Message:
            if body:
                return {"type": "http.request", "body": body.pop(), "more_body": False}
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            statuses.append(message.get("status"))

        await app(_scope(), receive, send)
        return int(statuses[0] or 0)

    async def calls() -> None:
        left = asyncio.Event()
        async with asyncio.timeout(PATIENCE):
            first = asyncio.create_task(call(left))
            await asyncio.to_thread(until, home.rows)
            assert await call(left) == 429
            assert home.rows() == 1
            left.set()
            assert await first == 499
            assert await call(left) == 499  # the place was given back

    asyncio.run(calls())
    assert home.rows() == 2


def _scope() -> dict[str, Any]:
    headers = {
        "host": "vitascope.test",
        "content-type": "application/json",
        "authorization": f"Bearer {API_KEY}",
    }
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": f"{VIDEOS}/sync",
        "raw_path": f"{VIDEOS}/sync".encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 5000),
        "server": ("vitascope.test", 80),
        "scheme": "http",
        "state": {},
    }
