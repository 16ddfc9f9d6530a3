"""A remote engine against a server that does whatever a test wants."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from support.far import Answer, Far, refusal, state
from support.patience import PATIENCE
from unit.engines.remote.orders import SIZE, cancelled_once, engine, made, pan, psnr, spec, video
from vitascope.domain.request import Capability
from vitascope.engines.base import Condition, SourceClip
from vitascope.engines.remote.line import CREATES
from vitascope.errors import (
    Cancelled,
    ConfigurationError,
    EngineError,
    RemoteFailed,
    RemoteMismatch,
    RemoteRefused,
    RemoteUnreachable,
)
from vitascope.media.colour import rgb_to_yuv


def test_a_clip_is_asked_for_waited_for_and_fetched(far: Far, tmp_path: Path) -> None:
    pictures = pan(24)
    far.files["/video.mp4"] = video(tmp_path, pictures)
    done = state("completed", video={"url": f"{far.url}/video.mp4"})
    far.polls = [state("queued"), state("generating", meta={"progress": 0.5}), done]
    told: list[tuple[str, int, int]] = []
    blocks = list(engine(far).render(spec(), (), lambda *step: told.append(step), lambda: False))
    assert [block.index for block in blocks] == list(range(24))
    assert psnr(blocks[12].y[0], rgb_to_yuv(pictures[12])[0]) > 35
    create = far.of("POST")[0]
    assert create.headers["authorization"] == "Bearer secret-key"
    assert create.json == {
        "model": "ray", "prompt": "a fox", "resolution": "540p", "aspect_ratio": "16:9", "duration": 5,
        "seed": 7, "num_frames": 24,
    }  # fmt: skip
    assert ("remote", 500, 1000) in told


def test_what_is_kept_lets_the_next_attempt_wait_for_the_same_video(far: Far, tmp_path: Path) -> None:
    far.polls = [refusal(401, "gone")]
    kept: list[dict[str, Any]] = []
    first = engine(far)
    first.keep_with(kept.append)
    with pytest.raises(RemoteFailed):
        made(first, spec())
    assert kept[0].keys() == {"remote", "key"}
    assert kept[-1]["id"] == "far-1:ray"
    far.completes(video(tmp_path, pan(24)))
    assert len(made(engine(far), spec(plan=kept[-1]))) == 24
    assert len(far.of("POST")) == 1


def test_an_attempt_that_died_before_it_knew_the_id_sends_the_same_key_again(
    far: Far, tmp_path: Path
) -> None:
    far.completes(video(tmp_path, pan(24)))
    made(engine(far), spec(plan={"remote": "far", "key": "the-first-key"}))
    assert far.of("POST")[0].headers["idempotency-key"] == "the-first-key"


def test_a_generation_that_failed_there_is_made_anew_by_a_retry(far: Far, tmp_path: Path) -> None:
    failed = state("error", error={"name": "EngineError", "message": "no"})
    far.completes(video(tmp_path, pan(24)))
    far.polls.insert(0, failed)
    made(engine(far), spec(plan={"remote": "far", "key": "old", "id": "far-0:ray"}))
    assert far.of("POST")[0].headers["idempotency-key"] != "old"


@pytest.mark.parametrize(
    "trouble", [refusal(429, "slow down", Retry_After="0"), refusal(500, "oops"), Answer(None)]
)
def test_a_create_that_may_go_well_later_is_sent_again_with_one_key(
    far: Far, tmp_path: Path, trouble: Answer
) -> None:
    far.completes(video(tmp_path, pan(24)))
    far.creates = [trouble, state("queued")]
    made(engine(far), spec())
    first, second = far.of("POST")
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]


def test_a_server_that_stays_broken_is_unreachable_by_name(far: Far) -> None:
    far.creates = [refusal(500, "the database is on fire")]
    with pytest.raises(RemoteUnreachable, match="far answered 500 the database is on fire"):
        made(engine(far), spec())
    assert len(far.of("POST")) == CREATES


def test_a_server_that_forbids_to_try_again_is_not(far: Far) -> None:
    far.creates = [refusal(500, "never", x_should_retry="false")]
    with pytest.raises(RemoteRefused, match="500 never"):
        made(engine(far), spec())
    assert len(far.of("POST")) == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (refusal(400, "Prompt is too spicy"), "far refused it: 400 Prompt is too spicy"),
        (
            Answer(422, json.dumps({"detail": [{"loc": ["body", "prompt"], "msg": "too short"}]}).encode()),
            "422 body.prompt: too short",
        ),
        (
            Answer(400, json.dumps({"error": {"message": "no", "code": "content_policy"}}).encode()),
            "400 content_policy: no",
        ),
        (Answer(200, b"<html>hello</html>", "text/html; charset=utf-8"), "200 with text/html in place of"),
        (Answer(404, b"<html>", "text/html"), "404 with text/html"),
        (Answer(302, b"", headers={"Location": "http://127.0.0.1:1/"}), "302"),
        (Answer(200, b'{"hello": 1}'), "expected a generation in the dialect aiml"),
    ],
)  # fmt: skip
def test_a_refusal_is_told_in_the_servers_words(far: Far, answer: Answer, words: str) -> None:
    far.creates = [answer]
    with pytest.raises(RemoteRefused, match=words):
        made(engine(far), spec())
    assert len(far.heard) == 1


def test_a_failure_there_carries_its_name_and_message(far: Far) -> None:
    far.polls = [state("error", error={"name": "KeyframeUnreachable", "message": "No such picture."})]
    with pytest.raises(RemoteFailed, match=r"far could not make it\. KeyframeUnreachable: No such picture\."):
        made(engine(far), spec())


def test_a_completed_generation_without_a_video_is_a_failure(far: Far) -> None:
    far.polls = [state("completed")]
    with pytest.raises(RemoteFailed, match=r"video\.url is missing"):
        made(engine(far), spec())


@pytest.mark.usefixtures("calm")
def test_a_server_that_takes_too_long_is_given_up_and_told(far: Far) -> None:
    with pytest.raises(RemoteUnreachable, match="timeout_seconds"):
        made(engine(far, timeout_seconds=0.3), spec())
    assert [heard.path for heard in far.of("POST")][-1].endswith("/far-1/cancel")


@pytest.mark.usefixtures("calm")
def test_a_cancel_ends_it_there(far: Far) -> None:
    with pytest.raises(Cancelled):
        made(engine(far), spec(), cancelled=cancelled_once(far, "GET"))
    assert far.of("POST")[-1].path.endswith("/far-1/cancel")


@pytest.mark.usefixtures("calm")
def test_a_cancel_during_the_create_waits_for_the_id_and_ends_it(far: Far) -> None:
    far.creates = [Answer(200, state("queued").body, seconds=0.4)]
    with pytest.raises(Cancelled):
        made(engine(far), spec(), cancelled=cancelled_once(far, "POST"))
    assert far.of("POST")[-1].path.endswith("/far-1/cancel")


@pytest.mark.usefixtures("calm")
def test_where_nothing_can_be_cancelled_it_is_deleted(far: Far) -> None:
    far.stops = [refusal(404, "no such route"), Answer(204)]
    with pytest.raises(Cancelled):
        made(engine(far), spec(), cancelled=cancelled_once(far, "GET"))
    assert [heard.path for heard in far.of("DELETE")] == ["/v2/video/generations/far-1"]


def test_a_server_that_hangs_does_not_hold_up_a_cancel(far: Far) -> None:
    far.polls = [Answer(200, state("generating").body, seconds=2 * PATIENCE)]
    far.stops = [Answer(200, b"{}", seconds=2 * PATIENCE)]
    began = time.monotonic()
    with pytest.raises(Cancelled):
        made(engine(far), spec(), cancelled=cancelled_once(far, "GET"))
    assert time.monotonic() - began < PATIENCE
    assert not far.of("DELETE")


def test_a_first_picture_is_sent_and_the_clip_begins_with_it(far: Far, tmp_path: Path) -> None:
    pictures = pan(24)
    darker = [np.clip(picture.astype(np.int16) - 8, 0, 255).astype(np.uint8) for picture in pictures]
    far.completes(video(tmp_path, darker))
    frames = made(engine(far), spec(capability=Capability.FIRST), [_picture(pictures[0])])
    assert far.of("POST")[0].json["keyframes"]["frame0"]["url"].startswith("data:image/png;base64,")
    assert psnr(frames[0][0], rgb_to_yuv(pictures[0])[0]) > 45
    assert psnr(frames[23][0], rgb_to_yuv(darker[23])[0]) > 35


def test_a_server_that_ignores_the_picture_is_found_out(far: Far, tmp_path: Path) -> None:
    far.completes(video(tmp_path, pan(24)))
    other = np.full((SIZE[1], SIZE[0], 3), 250, np.uint8)
    with pytest.raises(RemoteMismatch, match="does not begin with the picture"):
        made(engine(far), spec(capability=Capability.FIRST), [_picture(other)])


def test_a_clip_goes_on_after_the_last_picture_of_one_made_elsewhere(far: Far, tmp_path: Path) -> None:
    pictures = pan(32)
    far.completes(video(tmp_path, pictures[7:]))
    source = SourceClip("previz", {"remote": "far", "id": "not-ours"}, 8)
    before = Condition("start", np.stack(pictures[:8]), source)
    frames = made(engine(far), spec(capability=Capability.EXTEND), [before])
    sent = far.of("POST")[0].json
    assert sent["num_frames"] == 25
    assert sent["keyframes"]["frame0"]["type"] == "image"
    assert psnr(frames[0][0], rgb_to_yuv(pictures[8])[0]) > psnr(frames[0][0], rgb_to_yuv(pictures[7])[0]) + 5


def test_a_clip_that_was_made_there_is_named_by_its_id(far: Far, tmp_path: Path) -> None:
    far.completes(video(tmp_path, pan(24)))
    source = SourceClip("remote:far", {"remote": "far", "key": "k", "id": "0f9a:ray"}, 8)
    made(engine(far), spec(capability=Capability.EXTEND), [Condition("start", np.stack(pan(8)), source)])
    sent = far.of("POST")[0].json
    assert sent["keyframes"] == {"frame0": {"type": "generation", "id": "0f9a"}}
    assert sent["num_frames"] == 24


def test_a_loop_that_does_not_close_is_refused(far: Far, tmp_path: Path) -> None:
    far.completes(video(tmp_path, pan(24, speed=6)))
    with pytest.raises(RemoteMismatch, match="does not loop"):
        made(engine(far), spec(loop=True))


def test_a_loop_that_closes_is_taken(far: Far, tmp_path: Path) -> None:
    there = pan(13)
    far.completes(video(tmp_path, [*there, *there[-2:0:-1]]))
    assert len(made(engine(far), spec(loop=True))) == 24


def test_what_is_no_video_is_named(far: Far) -> None:
    far.completes(b"<html>sorry</html>" * 100)
    with pytest.raises(RemoteMismatch, match="cannot be used"):
        made(engine(far), spec())


def test_a_file_at_another_address_is_fetched_without_the_key(far: Far, tmp_path: Path) -> None:
    far.completes(video(tmp_path, pan(24)))
    made(engine(far, url=far.url.replace("127.0.0.1", "localhost")), spec())
    fetched = next(heard for heard in far.heard if heard.path == "/video.mp4")
    assert "authorization" not in fetched.headers


def test_a_name_that_leads_inside_needs_to_be_allowed(far: Far) -> None:
    inside = engine(far, url="http://169.254.169.254")
    far.creates = [state("completed", video={"url": "http://10.0.0.1/video.mp4"})]
    with pytest.raises(RemoteRefused, match="'allow' of its entry"):
        made(engine(far), spec())
    assert inside.describe().name == "remote:far"


def test_what_a_server_is_said_to_do_is_declared_with_what_follows_from_it(far: Far) -> None:
    card = (
        engine(far, capabilities=("text", "first"), options=("steps",), roles=("fast",), rank=3)
        .describe()
        .cards[0]
    )
    assert card.capabilities == {Capability.TEXT, Capability.FIRST, Capability.EXTEND}
    assert (card.name, card.engine, card.rank) == ("far", "remote:far", 3)
    assert (sorted(card.options), sorted(card.roles)) == (["steps"], ["fast"])


@pytest.mark.parametrize(
    "settings",
    [{"capabilities": ("fly",)}, {"dialect": "openai", "capabilities": ("last",)}, {"options": ("plan",)}],
)
def test_what_no_dialect_carries_is_a_fault_of_the_settings(far: Far, settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="VITASCOPE_REMOTES"):
        engine(far, **settings)


def test_every_fault_is_an_engines(far: Far) -> None:
    for kind in (RemoteUnreachable, RemoteRefused, RemoteFailed, RemoteMismatch):
        assert issubclass(kind, EngineError)


def _picture(picture: np.ndarray[Any, np.dtype[np.uint8]]) -> Condition:
    return Condition("start", picture[None])
