"""What is seen from near: heads of animals, a dish, a blossom with its visitor."""

from __future__ import annotations

import math

import pytest

from support.stages import seen, stage_for
from vitascope.engines.previz.camera import pose
from vitascope.engines.previz.canvas import Placement
from vitascope.engines.previz.catalogue import form_of
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.heads import HEADS
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.rigs.beasts import BEASTS
from vitascope.engines.previz.rigs.colours import palette
from vitascope.engines.previz.rigs.figure import Skeleton
from vitascope.engines.previz.rigs.quadruped import face, shape
from vitascope.engines.previz.scene.world import build
from vitascope.engines.previz.stage import Stage
from vitascope.engines.previz.staging import placements

LATE = 3.0
"""Seconds, where the camera is about where subjects are framed from."""


def shown(plan: ShotPlan, second: float = LATE) -> list[Placement]:
    return [each for _, each in placements(plan, stage_for(plan), Moment(plan, second))]


def head_on_screen(plan: ShotPlan, second: float = LATE) -> tuple[float, float, float]:
    """The middle of the first subject's head, in picture heights from the picture's, and its extent."""
    subject, each, stage = plan.subjects[0], shown(plan, second)[0], stage_for(plan)
    head = HEADS[subject.form]
    ahead = head.ahead * each.length
    height = (head.high - form_of(subject.rig, subject.form).stand) * each.length
    at = pose(plan, stage.home, Moment(plan, second), stage.ground)
    x, z = each.x + ahead * math.sin(each.heading), each.z + ahead * math.cos(each.heading)
    right, up, depth = seen(at, x, each.y + height, z)
    return right, up, head.wide * each.length * at.focal / depth


@pytest.mark.parametrize("form", ["dog", "cat", "horse", "giraffe", "elephant", "rabbit", "turtle", "bull"])
def test_heads_are_where_the_models_have_them(form: str) -> None:
    beast, stand = BEASTS[form], form_of("quadruped", form).stand
    first, second = palette((), beast.colours)[:2]
    bones = Skeleton.of(shape(beast, [first, second], 1), stand)
    (_, skull, behind), (_, nose, before) = face(beast)
    head = HEADS[form]
    assert bones.scale * min(skull, nose) - 0.02 < head.high < bones.scale * max(skull, nose) + 0.02
    back, front = (bones.scale * z + bones.shift[2] for z in (behind, before))
    assert back - 0.02 < head.ahead < front + 0.02


def test_every_beast_has_a_head() -> None:
    assert HEADS.keys() >= BEASTS.keys()


@pytest.mark.parametrize(
    "prompt",
    ["close-up of a horse's face", "portrait of a lion", "a cat, extreme close-up", "macro shot of a mouse",
     "close-up of an elephant", "close up of a giraffe"],
)  # fmt: skip
def test_a_close_up_of_an_animal_is_of_its_head(prompt: str) -> None:
    right, up, extent = head_on_screen(plan_shot(prompt, 3, 5.0))
    assert abs(right) < 0.6
    assert abs(up) < 0.35
    assert extent > 0.5


def test_eyes_are_seen_from_nearer_still() -> None:
    face_of, eyes_of = (
        head_on_screen(plan_shot(f"close-up of a wolf's {part}", 3, 5.0))[2] for part in ("face", "eyes")
    )
    assert eyes_of > 1.2 * face_of


@pytest.mark.parametrize(
    "prompt",
    ["extreme close-up of a tiger's amber eye", "close-up of a wolf's eyes", "macro of the eyes of a horse"],
)
def test_the_eyes_of_an_animal_are_its_own(prompt: str) -> None:
    (subject,) = plan_shot(prompt, 3, 5.0).subjects
    assert subject.rig == "quadruped"
    assert "eyes" in subject.traits


def test_several_or_the_whole_are_not_cut_down_to_a_head() -> None:
    for prompt in ("a wolf in the forest", "close-up of three wolves", "a wolf with yellow eyes"):
        assert head_on_screen(plan_shot(prompt, 3, 5.0))[2] < 0.4


def test_a_dish_in_close_up_fills_more_of_the_picture() -> None:
    sizes = []
    for prompt in ("a bowl of ramen", "a bowl of ramen, close-up"):
        plan = plan_shot(prompt, 3, 5.0)
        stage = stage_for(plan)
        bowl = shown(plan)[0]
        at = pose(plan, stage.home, Moment(plan, LATE), stage.ground)
        sizes.append(bowl.length / seen(at, bowl.x, bowl.y, bowl.z)[2])
    assert sizes[1] > 1.5 * sizes[0]


@pytest.mark.parametrize(
    ("prompt", "least"),
    [
        ("a frog on a lily pad", 0.3),
        ("a toad sits on a water lily leaf", 0.3),
        ("two frogs on a lily pad", 0.2),
    ],
)
def test_a_small_rider_is_shown_as_large_as_alone(prompt: str, least: float) -> None:
    plan = plan_shot(prompt, 3, 5.0)
    late = Moment(plan, LATE)
    world = build(plan)
    stage = Stage(world.home, world.anchors, world.ground)
    frog = next(each for number, each in placements(plan, stage, late) if number == 0)
    at = pose(plan, stage.home, late, stage.ground)
    assert frog.length * at.focal / seen(at, frog.x, frog.y, frog.z)[2] > least


@pytest.mark.parametrize(
    "prompt", ["a frog on a lily pad", "a mouse on a piece of cheese", "a kitten on a dog", "a boy on a pony"]
)
def test_those_upon_one_another_keep_their_sizes_together(prompt: str) -> None:
    plan = plan_shot(prompt, 3, 5.0)
    lengths = {number: each.length for number, each in placements(plan, stage_for(plan), Moment(plan, 1.0))}
    upper = next(number for number, each in enumerate(plan.subjects) if each.upon is not None)
    lower = plan.subjects[upper].upon
    assert lower is not None
    true = plan.subjects[upper].length / plan.subjects[lower].length
    assert lengths[upper] / lengths[lower] == pytest.approx(true, rel=0.01)
