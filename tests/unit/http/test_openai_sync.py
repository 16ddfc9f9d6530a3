"""``POST /v1/videos/sync``."""

from __future__ import annotations

from threading import Thread

from starlette.testclient import TestClient

from unit.http.videos import PROMPT, VIDEOS, refused
from unit.service.parts import OWNER, VIDEO, Home


def ending(home: Home, *, well: bool) -> Thread:
    """A worker for the next generation."""

    def work() -> None:
        while not (found := home.services.generations.list(OWNER).generations):
            pass
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
