"""Retrieving, listing, downloading and deleting through ``/v1/videos``."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

import pytest
from starlette.testclient import TestClient

from support.patience import PATIENCE
from unit.http.videos import VIDEOS, refused, video
from unit.service.films import content, film, filmed
from unit.service.parts import OTHER, VIDEO, Home, png
from vitascope.domain.generation import Generation, Progress
from vitascope.domain.request import GenerationKeyframe
from vitascope.http.app import create_app
from vitascope.http.dialects.openai.present import shown_id
from vitascope.service.generations import Standing


def got(client: TestClient, generation: Generation) -> dict[str, Any]:
    return video(client.get(f"{VIDEOS}/{shown_id(generation.id)}"))


@pytest.mark.parametrize(("fraction", "shown"), [(0.0, 1), (0.004, 1), (0.5, 50), (0.999, 99), (1.0, 99)])
def test_progress_is_honest(client: TestClient, home: Home, fraction: float, shown: int) -> None:
    generation = home.create()
    lease = home.ledger.claim("worker", 60.0, generation.pool, generation.id)
    assert lease is not None
    home.ledger.beat(lease, Progress(fraction=fraction, stage="render"), 60.0)
    found = got(client, generation)
    assert (found["status"], found["progress"], found["meta"]["stage"]) == ("in_progress", shown, "render")


def test_completed(client: TestClient, home: Home) -> None:
    generation = home.finish(home.create(size=(640, 360), num_frames=8))
    found = got(client, generation)
    assert (found["status"], found["progress"], found["error"]) == ("completed", 100, None)
    assert found["completed_at"] == int(generation.finished_at or 0)
    assert (found["size"], found["seconds"]) == ("640x360", "0.333")
    assert found["meta"]["assets"]["video"].endswith("/video.mp4")


def test_failed_and_cancelled(client: TestClient, home: Home) -> None:
    failed = got(client, home.fail(home.create(), "KeyframeUnreachable", "No answer."))
    assert (failed["status"], failed["completed_at"]) == ("failed", None)
    assert failed["error"] == {"code": "keyframe_unreachable", "message": "No answer."}
    cancelled = home.create()
    home.ledger.cancel(cancelled.id, cancelled.owner)
    found = got(client, cancelled)
    assert (found["status"], found["error"]["code"]) == ("failed", "cancelled")


def test_polls_come_later_where_others_wait(client: TestClient, home: Home) -> None:
    first, second = home.create(), home.create()
    waits = [
        client.get(f"{VIDEOS}/{shown_id(one.id)}").headers["openai-poll-after-ms"] for one in (first, second)
    ]
    assert waits == ["500", "1000"]


def test_it_says_when_it_expires(client: TestClient, home: Home) -> None:
    waiting, ended = home.create(), home.finish(home.create())
    assert [got(client, one)["expires_at"] for one in (waiting, ended)] == [None, None]
    app = create_app(home.build(retention_days=2))
    keeper = TestClient(app, headers=dict(client.headers))
    assert got(keeper, waiting)["expires_at"] is None
    assert got(keeper, ended)["expires_at"] == int((ended.finished_at or 0) + 2 * 86_400)


def test_a_poll_reads_the_ledger_only_where_something_changed(
    client: TestClient, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = home.finish(home.create())
    made = home.create(frame0=GenerationKeyframe(id=first.id))
    generations, read = home.services.generations, list[str]()
    standings = generations.standings

    def counted(ids: Iterable[str]) -> dict[str, Standing]:
        ids = list(ids)
        read.extend(ids)
        return standings(ids)

    monkeypatch.setattr(generations, "standings", counted)
    home.finish(made)
    assert [got(client, made)["status"] for _ in range(4)] == ["completed"] * 4
    assert read == [made.id]


def test_pages(client: TestClient, home: Home) -> None:
    ids = [shown_id(home.create().id) for _ in range(3)]
    home.create(OTHER)
    page = client.get(VIDEOS, params={"limit": 2}).json()
    assert (page["object"], page["has_more"]) == ("list", True)
    assert (page["first_id"], page["last_id"]) == (ids[2], ids[1])
    assert [one["id"] for one in page["data"]] == [ids[2], ids[1]]
    page = client.get(VIDEOS, params={"limit": 2, "after": page["last_id"]}).json()
    assert ([one["id"] for one in page["data"]], page["has_more"]) == ([ids[0]], False)
    assert [one["id"] for one in client.get(VIDEOS, params={"order": "asc"}).json()["data"]] == ids
    page = client.get(VIDEOS, params={"after": ids[0]}).json()
    assert page == {"object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False}


def test_content_in_three_variants(client: TestClient, home: Home) -> None:
    path = f"{VIDEOS}/{shown_id(home.finish(home.create()).id)}/content"
    for variant, kind, data in (
        ("", "video/mp4", VIDEO),
        ("?variant=video", "video/mp4", VIDEO),
        ("?variant=thumbnail", "image/webp", png()),
        ("?variant=spritesheet", "image/jpeg", png()),
    ):
        answer = client.get(path + variant, headers={"Accept": "application/binary"})
        assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, kind, data)
    assert refused(client.get(f"{path}?variant=gif"))["param"] == "variant"


def test_content_in_parts(client: TestClient, home: Home) -> None:
    path = f"{VIDEOS}/{shown_id(home.finish(home.create()).id)}/content"
    answer = client.get(path, headers={"Range": "bytes=10-19"})
    assert (answer.status_code, answer.content) == (206, VIDEO[10:20])
    assert answer.headers["content-range"] == f"bytes 10-19/{len(VIDEO)}"
    assert client.get(path, headers={"Range": f"bytes={len(VIDEO)}-"}).status_code == 416
    head = client.head(path)
    assert (head.headers["content-length"], head.content) == (str(len(VIDEO)), b"")
    assert client.get(path, headers={"If-None-Match": head.headers["etag"]}).status_code == 304


def test_content_needs_the_owners_key(client: TestClient, anonymous: TestClient, home: Home) -> None:
    mine = f"{VIDEOS}/{shown_id(home.finish(home.create()).id)}/content"
    others = f"{VIDEOS}/{shown_id(home.finish(home.create(OTHER)).id)}/content"
    assert client.get(mine).status_code == 200
    assert refused(client.get(others), 404)["code"] == "not_found"
    anonymous.headers.pop("Authorization")
    assert refused(anonymous.get(mine), 401)["code"] == "invalid_api_key"


def test_content_that_is_not_ready_or_will_never_be(client: TestClient, home: Home) -> None:
    waiting = shown_id(home.create().id)
    assert refused(client.get(f"{VIDEOS}/{waiting}/content"))["code"] == "video_not_ready"
    failed = shown_id(home.fail(home.create(), "EngineError", "No.").id)
    assert refused(client.get(f"{VIDEOS}/{failed}/content"), 404)["code"] == "not_found"


def test_a_continuation_is_shown_as_the_whole(client: TestClient, home: Home) -> None:
    first = filmed(home)
    second = film(home, home.create(frame0=GenerationKeyframe(id=first.id), num_frames=8))
    found = got(client, second)
    assert (found["seconds"], found["meta"]["frames"]) == ("0.5", 8)
    answer = client.get(f"{VIDEOS}/{found['id']}/content")
    assert answer.content == content(home, second, "stitched")


def test_deleting_what_is_finished_or_waits(client: TestClient, home: Home) -> None:
    for generation in (home.finish(home.create()), home.create(), home.fail(home.create(), "X", "y")):
        shown = shown_id(generation.id)
        answer = client.delete(f"{VIDEOS}/{shown}", headers={"Content-Type": "application/json"})
        assert answer.json() == {"id": shown, "object": "video.deleted", "deleted": True}
        assert refused(client.get(f"{VIDEOS}/{shown}"), 404)["code"] == "not_found"
    assert (home.rows(), home.files()) == (0, [])


def test_deleting_what_is_rendered_waits_for_its_worker(
    client: TestClient, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vitascope.http.removal.PATIENCE", PATIENCE)
    generation = home.create()
    lease = home.ledger.claim("worker", 60.0, generation.pool, generation.id)
    assert lease is not None

    def stop() -> None:
        while not home.ledger.get(generation.id).cancel_requested:
            pass
        home.ledger.cancelled(lease)

    worker = threading.Thread(target=stop)
    worker.start()
    answer = client.delete(f"{VIDEOS}/{shown_id(generation.id)}")
    worker.join()
    assert answer.json()["deleted"] is True
    assert home.rows() == 0


def test_a_worker_that_does_not_stop(client: TestClient, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vitascope.http.removal.PATIENCE", 0.2)
    generation = home.create()
    assert home.ledger.claim("worker", 60.0, generation.pool, generation.id)
    answer = client.delete(f"{VIDEOS}/{shown_id(generation.id)}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    assert "x-should-retry" not in answer.headers
    assert home.ledger.get(generation.id).cancel_requested


def test_answers_have_a_request_id(client: TestClient) -> None:
    ids = {client.get(VIDEOS).headers["x-request-id"] for _ in range(2)}
    assert len(ids) == 2
