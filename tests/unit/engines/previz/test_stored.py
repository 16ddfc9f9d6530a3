from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest

from vitascope.domain.render import RenderSpec
from vitascope.engines.previz.picture.plan import PicturePlan, Pin, TransitionPlan
from vitascope.engines.previz.plan import CameraMove, Environment, ShotPlan, Take
from vitascope.engines.previz.stored import Plan, dump, load, scene_behind
from vitascope.errors import EngineError

SPEC = RenderSpec(prompt="a hill", width=640, height=360, frames=24, seed=1)
SCENE = ShotPlan(seed=1, environment=Environment.HILLS, takes=(Take(start=0, seconds=1),))
PICTURE = PicturePlan(seed=1, frames=24, pin=Pin.BEFORE, launch=0.5, inherited=(0, 0, 0.01, 0, 0, 0, 0))
PLANS: list[Plan] = [
    SCENE,
    PICTURE,
    TransitionPlan(
        seed=2,
        frames=24,
        moves=(CameraMove(kind="dive", start=0, end=1),),
        first=SCENE,
        second=PICTURE.model_copy(update={"pin": Pin.AFTER}),
    ),
]


def through_json(stored: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(stored))
    return found


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.path)
def test_a_plan_comes_back_from_json_as_it_was(plan: Plan) -> None:
    assert load(through_json(dump(plan, SPEC))) == plan


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"path": "sculpture"}, "expected scene, picture, transition"),
        ({"environment": "moon"}, "environment"),
        ({"takes": []}, "0 takes"),
        ({"clip": 3}, "clip is 3"),
        ({"clip": -1}, "clip is -1"),
        ({"weight": 1}, "weight"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_place(change: dict[str, Any], says: str) -> None:
    with pytest.raises(EngineError, match=says):
        load({**dump(SCENE, SPEC), **change})


CAT = {"noun": "cat", "rig": "quadruped", "length": 0.5}
TAKE = {"start": 0, "seconds": 1}
MOVE = {"kind": "static", "start": 0, "end": 1}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"tint": "zz"}, "tint"),
    ({"tint": "#12345"}, "tint"),
    ({"subjects": [{**CAT, "colours": ["zz"]}]}, "subjects.0.colours.0"),
    ({"subjects": [{**CAT, "held": {"form": "book", "colours": ["red"]}}]}, "subjects.0.held.colours.0"),
    ({"subjects": [CAT] * 65}, "subjects"),
    ({"subjects": [{**CAT, "length": math.inf}]}, "subjects.0.length"),
    ({"subjects": [{**CAT, "since": math.nan}]}, "subjects.0.since"),
    ({"takes": [{**TAKE, "start": -math.inf}]}, "takes.0.start"),
    ({"takes": [{**TAKE, "seconds": 1e300}]}, "takes.0.seconds"),
    ({"takes": [{**TAKE, "camera": [{**MOVE, "amount": 1e9}]}]}, "takes.0.camera.0.amount"),
    ({"takes": [{**TAKE, "camera": [MOVE] * 65}]}, "takes.0.camera"),
    ({"takes": [TAKE] * 1025}, "takes"),
]


@pytest.mark.parametrize(("change", "place"), WRONG)
def test_what_no_engine_could_draw_is_refused(change: dict[str, Any], place: str) -> None:
    with pytest.raises(EngineError, match=re.escape(f"not valid at {place}")):
        load({**dump(SCENE, SPEC), **change})


@pytest.mark.parametrize("change", [{"clip": 3}, {"sights": ["a unicorn"]}, {"tint": "zz"}])
def test_the_shots_of_a_transition_are_read_as_closely(change: dict[str, Any]) -> None:
    stored = dump(PLANS[2], SPEC)
    with pytest.raises(EngineError):
        load({**stored, "first": {**stored["first"], **change}})


def test_nothing_is_no_plan() -> None:
    with pytest.raises(EngineError, match="path is None"):
        load({})


def test_a_scene_is_behind_a_clip_of_the_same_shape() -> None:
    stored = through_json(dump(SCENE, SPEC))
    assert scene_behind(stored, SPEC) == SCENE
    assert scene_behind(stored, SPEC.model_copy(update={"width": 1280, "height": 720})) == SCENE


@pytest.mark.parametrize(
    "stored",
    [
        None,
        dump(PICTURE, SPEC),
        {**dump(SCENE, SPEC), "size": [360, 360]},
        {**dump(SCENE, SPEC), "size": "large"},
        {"path": "elsewhere"},
    ],
)
def test_no_scene_is_behind_anything_else(stored: dict[str, Any] | None) -> None:
    assert scene_behind(stored, SPEC) is None


A_FOX = ShotPlan.model_validate(
    {
        "seed": 1,
        "environment": "forest",
        "subjects": [{"noun": "fox", "rig": "quadruped", "length": 0.8}],
        "takes": [
            {
                "start": 0,
                "seconds": 1,
                "camera": [{"kind": "push_in", "start": 0, "end": 1}],
                "actions": [{"subject": 0, "verb": "run", "start": 0, "end": 1}],
            }
        ],
    }
)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("push_in", "push-in", "takes.0.camera.0.kind: 'push-in' is unknown; expected push_in"),
        ('"run"', '"runs"', "takes.0.actions.0.verb: 'runs' is unknown; expected run"),
        ("quadruped", "horse", "subjects.0.rig: 'horse' is unknown"),
        ('"subject": 0', '"subject": 2', "subject 2 is none of the plan's 1 subjects"),
        ('"centre"', '"middle"', "subjects.0.place: 'middle' is unknown"),
        ('"toward": ""', '"toward": "north"', "takes.0.actions.0.toward: 'north' is unknown"),
    ],
)
def test_a_name_that_means_nothing_is_refused_with_those_near_it(old: str, new: str, says: str) -> None:
    text = json.dumps(dump(A_FOX, SPEC))
    assert load(json.loads(text)) == A_FOX
    assert old in text
    with pytest.raises(EngineError) as caught:
        load(json.loads(text.replace(old, new)))
    assert says in caught.value.message
