from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from support import film
from support.pictures import landscape, portrait
from vitascope.domain.render import RenderSpec
from vitascope.domain.request import Capability
from vitascope.engines.base import Condition, FrameBlock, SourceClip
from vitascope.engines.previz import PrevizEngine
from vitascope.engines.registry import Registry
from vitascope.errors import Cancelled, EngineError
from vitascope.media.colour import rgb_to_yuv

ENGINE = PrevizEngine()
SIZE = 256, 144
HILLS = "green hills under a clear sky, the camera pans right"


def spec(prompt: str = HILLS, frames: int = 10, **fields: Any) -> RenderSpec:
    given = {"prompt": prompt, "width": SIZE[0], "height": SIZE[1], "frames": frames, "seed": 4} | fields
    return RenderSpec.model_validate(given)


def never() -> bool:
    return False


def rendered(asked: RenderSpec, conditions: list[Condition]) -> list[FrameBlock]:
    asked = asked.model_copy(update={"plan": ENGINE.plan(asked, conditions)})
    return list(ENGINE.render(asked, conditions, lambda *_: None, never))


def lumas(blocks: list[FrameBlock]) -> NDArray[np.float32]:
    return np.concatenate([block.y for block in blocks]).astype(np.float32)


def image(side: Any, picture: NDArray[np.uint8]) -> Condition:
    return Condition(side, picture[np.newaxis])


def clip(side: Any, plan: dict[str, Any] | None = None) -> Condition:
    wide = landscape(SIZE[0] + 14, SIZE[1])
    pictures = np.stack([wide[:, i * 2 : i * 2 + SIZE[0]] for i in range(7)])
    return Condition(side, pictures, SourceClip("previz", plan, 10))


LAND, FACE = landscape(*SIZE), portrait(*SIZE)
ASKED: dict[str, tuple[RenderSpec, list[Condition]]] = {
    "text": (spec(), []),
    "first": (spec(), [image("start", LAND)]),
    "last": (spec(), [image("end", LAND)]),
    "first_last": (spec(), [image("start", LAND), image("end", FACE)]),
    "extend": (spec(), [clip("start", ENGINE.plan(spec(), []))]),
    "extend an upload": (spec(), [clip("start")]),
    "reverse_extend": (spec(), [clip("end", ENGINE.plan(spec(), []))]),
    "between": (spec(), [clip("start", ENGINE.plan(spec(), [])), clip("end")]),
    "between a clip and a picture": (spec(), [clip("start"), image("end", FACE)]),
    "loop": (spec(loop=True), []),
    "loop and first": (spec(loop=True), [image("start", LAND)]),
    "loop and extend": (spec(loop=True), [clip("start")]),
}


def test_the_card_can_do_everything_and_gives_way() -> None:
    (card,) = ENGINE.describe().cards
    assert card.capabilities == frozenset(Capability)
    assert card.roles == {"best", "fast"}
    assert (card.name, card.engine, card.licence) == ("previz", "previz", "Apache-2.0")
    installed = Registry.installed()
    assert installed.cards[-1] == card
    assert installed.resolve("previz", frozenset(Capability)) == card


def test_listing_models_loads_no_compiler_and_no_picture_library() -> None:
    code = (
        "import sys; from vitascope.engines.previz import PrevizEngine; PrevizEngine().describe(); "
        "print(*sorted({'numba', 'cv2', 'llvmlite'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "")


@pytest.mark.parametrize("asked", ASKED)
def test_every_capability_gives_exactly_the_frames_that_were_asked_for(asked: str) -> None:
    wanted, conditions = ASKED[asked]
    at = 0
    for block in rendered(wanted, conditions):
        assert block.index == at
        assert block.y.shape == (block.count, SIZE[1], SIZE[0])
        assert block.u.shape == block.v.shape == (block.count, SIZE[1] // 2, SIZE[0] // 2)
        assert block.y.dtype == block.u.dtype == block.v.dtype == np.uint8
        at += block.count
    assert at == wanted.frames


@pytest.mark.parametrize("asked", ["text", "first_last", "extend an upload"])
def test_the_number_of_threads_changes_no_byte(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for threads in ("1", "3"):
        monkeypatch.setenv("VITASCOPE_RENDER_THREADS", threads)
        made.append(rendered(*ASKED[asked]))
    for left, right in zip(*made, strict=True):
        for plane in "yuv":
            np.testing.assert_array_equal(getattr(left, plane), getattr(right, plane))


def test_keyframes_are_the_ends_to_the_byte() -> None:
    blocks = rendered(*ASKED["first_last"])
    for block, at, picture in ((blocks[0], 0, LAND), (blocks[-1], -1, FACE)):
        for plane, given in zip((block.y, block.u, block.v), rgb_to_yuv(picture), strict=True):
            np.testing.assert_array_equal(plane[at], given)


@pytest.mark.parametrize("asked", ["extend an upload", "between a clip and a picture", "loop and extend"])
def test_a_clip_goes_on_from_a_video(asked: str) -> None:
    wanted, conditions = ASKED[asked]
    wanted = wanted.model_copy(update={"frames": 48})
    video = np.stack([rgb_to_yuv(p)[0] for p in conditions[0].pictures]).astype(np.float32)
    film.assert_joint(video, lumas(rendered(wanted, conditions)), "before")


def test_a_scene_is_extended_by_the_frame_that_follows() -> None:
    long = spec(frames=20)
    whole = lumas(rendered(long, []))
    first = ENGINE.plan(spec(frames=10), [])
    more = lumas(rendered(spec("", frames=10), [clip("start", first)]))
    before = lumas(rendered(spec(frames=10), []))
    film.assert_joint(before, more, "before")
    assert film.difference(before[-1], more[0]) < 3 * film.difference(whole[9], whole[10]) + 0.5


def test_progress_starts_at_once_and_counts_every_block() -> None:
    told: list[tuple[str, int, int]] = []
    wanted, conditions = ASKED["first"]
    blocks = list(ENGINE.render(wanted, conditions, lambda *step: told.append(step), never))
    ends = [block.index + block.count for block in blocks]
    assert told == [("prepare", 0, 0), *(("render", end, 10) for end in ends)]


def test_cancelling_stops_at_once() -> None:
    stop = False
    wanted, conditions = spec(frames=400), [image("start", LAND)]
    frames = ENGINE.render(wanted, conditions, lambda *_: None, lambda: stop)
    next(frames)
    stop = True
    more: list[FrameBlock] = []
    with pytest.raises(Cancelled):
        more.extend(frames)
    assert len(more) <= 1


def test_cancelling_before_the_first_frame_makes_none() -> None:
    with pytest.raises(Cancelled, match="before its first frame"):
        list(ENGINE.render(spec(), [image("start", LAND)], lambda *_: None, lambda: True))


@pytest.mark.parametrize(
    ("planned_for", "asked", "says"),
    [
        ("first", (spec(), []), "picture at the clip's start"),
        ("last", ASKED["first"], "picture at the clip's end"),
        ("text", ASKED["first"], "clip's start must be a picture"),
        ("first_last", ASKED["first"], "joins two ends"),
        ("first", (spec(frames=11), ASKED["first"][1]), "for 10 frames and the clip has 11"),
    ],
)
def test_a_plan_for_something_else_is_refused(
    planned_for: str, asked: tuple[RenderSpec, list[Condition]], says: str
) -> None:
    plan = ENGINE.plan(*ASKED[planned_for])
    wanted, conditions = asked[0].model_copy(update={"plan": plan}), asked[1]
    with pytest.raises(EngineError, match=says):
        list(ENGINE.render(wanted, conditions, lambda *_: None, never))


def test_the_cpu_is_the_only_device() -> None:
    with pytest.raises(EngineError, match="Use 'cpu'"):
        ENGINE.load("cuda:0")
