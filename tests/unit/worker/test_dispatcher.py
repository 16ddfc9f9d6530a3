from __future__ import annotations

from pathlib import Path

import pytest

from support import film, pictures
from support.house import OWNER, Works, children, start
from vitascope.domain.generation import State
from vitascope.domain.request import GenerationKeyframe, ImageKeyframe, Resolution
from vitascope.worker.slots.local import LocalSlot

# what comes out


def test_a_clip_has_exactly_the_frames_that_were_asked_for(shared: Works) -> None:
    made = shared.made(num_frames=31)
    stream = film.stream(shared.file(made))
    assert (stream.width, stream.height, stream.frames, stream.rate) == (960, 540, 31, 24)
    assert made.outcome is not None
    assert (made.outcome.frames, made.outcome.width, made.outcome.fps) == (31, 960, 24)
    assert made.outcome.plan == {"seed": 7, "pictures": {}}
    assert {asset.name for asset in made.assets} == {"video", "thumbnail", "sheet"}
    assert made.progress.fraction == 1.0


def test_one_seed_is_one_clip(shared: Works) -> None:
    first, again, other = shared.made(), shared.made(), shared.made(seed=8)
    packets = [film.packets(shared.file(made)) for made in (first, again, other)]
    assert packets[0] == packets[1] != packets[2]


def test_a_remote_keyframe_is_fetched_fitted_and_kept(shared: Works) -> None:
    data = pictures.encoded(pictures.landscape(800, 600), "PNG")
    with pictures.served({"a.png": data}) as web:
        made = shared.made(frame0=ImageKeyframe(url=f"{web}/a.png"), frame1=ImageKeyframe(url=f"{web}/a.png"))
    frames = film.decoded(shared.file(made))
    wanted = film.reference(data, 960, 540)
    assert film.psnr(film.luma(frames[0]), wanted) > 35
    assert film.psnr(film.luma(frames[-1]), wanted) > 35
    assert shared.file(made, "input.frame0").read_bytes() == data


@pytest.mark.parametrize(
    ("path", "name", "says"),
    [("missing.png", "KeyframeUnreachable", "404"), ("text.png", "MediaError", "picture")],
)
def test_a_remote_keyframe_that_is_wrong_fails_with_name_and_message(
    shared: Works, path: str, name: str, says: str
) -> None:
    with pictures.served({"text.png": b"this is a text"}) as web:
        found = shared.final(shared.create(frame0=ImageKeyframe(url=f"{web}/{path}")))
    assert found.state is State.FAILED
    assert found.error is not None
    assert found.error.name == name
    assert says in found.error.message


def test_extensions_are_joined_in_playing_order(shared: Works) -> None:
    first = shared.made(num_frames=10)
    after = shared.made(num_frames=12, seed=1, frame0=GenerationKeyframe(id=first.id))
    before = shared.made(num_frames=14, seed=2, frame1=GenerationKeyframe(id=after.id))
    middle = shared.made(
        num_frames=16, frame0=GenerationKeyframe(id=after.id), frame1=GenerationKeyframe(id=before.id)
    )
    packets = {made.id: film.packets(shared.file(made)) for made in (first, after, before, middle)}
    chains = {
        after.id: [first, after],
        before.id: [before, after],
        middle.id: [first, after, middle, before, after],
    }
    for made, chain in chains.items():
        joined = film.packets(shared.file(shared.house.ledger.get(made), "stitched"))
        assert joined == [packet for part in chain for packet in packets[part.id]]


def test_clips_of_two_sizes_are_not_joined_and_it_says_why(shared: Works) -> None:
    small = shared.made(num_frames=4)
    large = shared.made(num_frames=4, resolution=Resolution.P720, frame0=GenerationKeyframe(id=small.id))
    longer = shared.made(num_frames=4, resolution=Resolution.P720, frame0=GenerationKeyframe(id=large.id))
    assert large.outcome is not None
    assert "960x540" in (large.outcome.stitched_reason or "")
    assert large.asset("stitched") is None
    assert longer.outcome is not None
    assert longer.outcome.stitched_reason == large.outcome.stitched_reason


# faults of engines


@pytest.mark.parametrize(
    ("model", "says"),
    [("short", "20 frames; expected exactly 24"), ("long", "more than 24"), ("broken", "zero wide")],
)
def test_a_wrong_engine_fails_the_generation_and_nothing_else(shared: Works, model: str, says: str) -> None:
    found = shared.final(shared.create(model))
    assert found.state is State.FAILED
    assert found.error is not None
    assert found.error.name == "EngineError"
    assert says in found.error.message
    shared.made()


def test_a_generation_that_kills_its_process_again_and_again_is_poisoned(shared: Works) -> None:
    found = shared.final(shared.create("dying"))
    assert found.state is State.FAILED
    assert found.attempt == 3
    assert found.error is not None
    assert found.error.name == "Poisoned"
    shared.made()


# cancel


def test_a_queued_generation_is_cancelled_at_once(shared: Works, tmp_path: Path) -> None:
    running, queued = shared.held(tmp_path / "never"), shared.create()
    shared.house.services.generations.cancel(queued.id, OWNER)
    assert shared.get(queued).state is State.CANCELLED
    shared.house.services.generations.cancel(running.id, OWNER)
    shared.final(running)


def test_a_running_generation_stops_and_keeps_its_engine(shared: Works, tmp_path: Path) -> None:
    running = shared.held(tmp_path / "never")
    before = [child.pid for child in children()]
    shared.house.services.generations.cancel(running.id, OWNER)
    assert shared.final(running).state is State.CANCELLED
    assert [child.pid for child in children()] == before
    assert not any(key.startswith(running.id) for key in shared.stored())


def test_an_engine_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    works = start(tmp_path, cancel_grace_seconds=0.2)
    deaf = works.create("deaf")
    works.until(deaf, lambda found: found.progress.stage == "sleep")
    slot = works.house.dispatcher._runners[0]._slot
    assert isinstance(slot, LocalSlot)
    working = slot.child_pid
    works.house.services.generations.cancel(deaf.id, OWNER)
    assert works.final(deaf).state is State.CANCELLED
    assert working not in [child.pid for child in children()]
    works.made()
    works.house.close()


# how fast


def test_an_idle_house_is_told_of_work_and_does_not_wait_until_it_looks(shared: Works) -> None:
    (runner,) = shared.house.dispatcher._runners
    often, runner._idle = runner._idle, 3600.0
    try:
        shared.made(num_frames=2)  # the last wait of the old length ends here
        for _ in range(3):
            shared.made(num_frames=2)
    finally:
        runner._idle = often
        runner.wake()
