from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from support.pace import counts
from support.stages import WIDE, Film, coverage, film, seen, stage_for
from vitascope.domain.render import FPS
from vitascope.engines.previz.camera import pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.planner import extend_shot, lead_shot, plan_shot
from vitascope.engines.previz.staging import Stage, placements

DRAGON = (
    "A menacing evil dragon appears in a distance above the tallest mountain, then rushes toward the camera "
    "with its jaws open, revealing massive fangs. We see it’s coming."
)
KOI = (
    "The camera moves down, dives underwater and moves through a dark, moody world of greenish light and "
    "drifting plants. Giant white koi fish emerge from the shadows and turn curiously toward the camera as "
    "it passes, their scales shimmering faintly in the murky depths."
)
PROMPTS = [
    DRAGON,
    KOI,
    "Three white birds cross the sky from left to right while the camera pans right",
    "A horse gallops toward the camera over a meadow",
    "A corgi stands in a field, the camera orbits left",
    "A school of red fish swims in a reef, pull out",
    "Two dragons circle over the desert, crane up",
    "A tiny hummingbird hovers, zoom in",
    "A pirate ship sails on the ocean at sunset",
    "Aerial drone shot of a wolf running through the snow",
    "A shark swims away into the distance",
    "An eagle dives, then turns toward the camera",
    "A lighthouse by the sea, low angle",
    "A whale rises in the ocean",
    "A phoenix flies away, tilt up",
    "A crowd of people walking, truck left",
]


def most_covered(plan: ShotPlan, ratio: float) -> NDArray[np.float64]:
    """The most of the picture that each subject's individuals cover together at any time."""
    stage = stage_for(plan, ratio)
    best = np.zeros(len(plan.subjects))
    for frame in range(0, round(plan.take.seconds * FPS), 4):
        moment = Moment(plan, plan.take.start + frame / FPS)
        at = pose(plan, stage.home, moment, stage.ground)
        now = np.zeros(len(plan.subjects))
        for number, placed in placements(plan, stage, moment):
            now[number] += coverage(at, placed, ratio)
        best = np.maximum(best, now)
    return best


@pytest.mark.parametrize("ratio", [WIDE, 1.0, 9 / 16, 21 / 9, 9 / 21])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_every_subject_is_seen_large_enough(prompt: str, ratio: float) -> None:
    for seed in (1, 8):
        assert most_covered(plan_shot(prompt, seed, 5.0), ratio).min() >= 0.01


@pytest.mark.parametrize("prompt", PROMPTS)
def test_and_in_a_loop_too(prompt: str) -> None:
    assert most_covered(plan_shot(prompt, 2, 5.0, loop=True), WIDE).min() >= 0.01


def on_screen(plan: ShotPlan, second: float, ratio: float = WIDE) -> NDArray[np.float64]:
    """Each individual's right, up (picture heights) and apparent length."""
    stage = stage_for(plan, ratio)
    at = pose(plan, stage.home, Moment(plan, second), stage.ground)
    rows: list[tuple[float, float, float]] = []
    for _, placed in placements(plan, stage, Moment(plan, second)):
        right, up, depth = seen(at, placed.x, placed.y, placed.z)
        rows.append((right, up, placed.length * at.focal / depth))
    return np.array(rows)


def test_the_dragon_is_small_above_the_peak_then_fills_the_frame() -> None:
    plan = plan_shot(DRAGON, 3, 5.0)
    stage = stage_for(plan)
    peak = seen(stage.home.pose, *stage.anchors["peak"])
    (right, up, size) = on_screen(plan, 0.2)[0]
    assert abs(right - peak[0]) < 0.2
    assert peak[1] < up < 0.5
    assert size < 0.12
    sizes = [on_screen(plan, second)[0, 2] for second in np.arange(1.5, 5.0, 0.25)]
    assert (np.diff(sizes) > 0).all()
    (right, up, size) = on_screen(plan, 4.95)[0]
    assert size > 1.2
    assert abs(right) < 0.2
    assert abs(up) < 0.2


def test_the_dragon_opens_its_jaws_and_comes_nose_first() -> None:
    plan = plan_shot(DRAGON, 3, 5.0)
    stage = stage_for(plan)
    jaws = [placements(plan, stage, Moment(plan, second))[0][1].jaw for second in (0.0, 2.0, 4.9)]
    assert jaws[0] < 0.1
    assert jaws[1] < 0.1
    assert jaws[2] > 0.95
    last = placements(plan, stage, Moment(plan, 4.9))[0][1]
    assert math.cos(last.heading - math.pi) > 0.9


def test_koi_come_in_from_outside_after_the_dive_and_turn_to_the_camera() -> None:
    plan = plan_shot(KOI, 3, 5.0)
    stage = stage_for(plan)
    assert (np.abs(on_screen(plan, 1.4)[:, 0]) > 0.5 * WIDE).all()
    later = on_screen(plan, 4.5)
    assert (np.abs(later[:, 0]) < 0.5 * WIDE).all()
    assert len({bool(side) for side in later[:, 0] > 0}) == 2
    at = pose(plan, stage.home, Moment(plan, 4.9), stage.ground)
    for _, placed in placements(plan, stage, Moment(plan, 4.9)):
        toward = math.atan2(at.x - placed.x, at.z - placed.z)
        assert math.cos(placed.heading - toward) > 0.5
        assert -5.5 < placed.y < 0.0
    before = placements(plan, stage, Moment(plan, 2.4))
    assert max(math.cos(placed.heading - math.pi) for _, placed in before) < 0.8


@pytest.mark.parametrize(("way", "sign"), [("left to right", 1), ("right to left", -1)])
def test_crossing_goes_the_way_that_was_asked(way: str, sign: int) -> None:
    plan = plan_shot(f"A bird crosses from {way}, static", 4, 5.0)
    first, last = on_screen(plan, 0.3)[0, 0], on_screen(plan, 4.7)[0, 0]
    assert sign * (last - first) > 0.8
    middle = placements(plan, stage_for(plan), Moment(plan, 2.5))[0][1]
    assert sign * math.sin(middle.heading) > 0.9


def test_walkers_stand_on_the_ground_and_ships_float() -> None:
    for prompt in ("A horse gallops toward the camera over hills", "A corgi sits in a meadow, orbit right"):
        plan = plan_shot(prompt, 1, 5.0)
        stage = stage_for(plan)
        for second in np.arange(0.0, 5.0, 0.5):
            for _, placed in placements(plan, stage, Moment(plan, float(second))):
                assert 0.0 < placed.y - stage.ground(placed.x, placed.z) < 0.5 * placed.length
    ship = plan_shot("A ship on the ocean", 1, 5.0)
    for _, placed in placements(ship, stage_for(ship), Moment(ship, 2.0)):
        assert 0.0 < placed.y < 0.5 * placed.length


def chain(prompt: str, *, loop: bool) -> ShotPlan:
    source = plan_shot(prompt, 3, 5.0)
    longer = extend_shot(source, "it turns left, pan right", 5.0, loop=loop)
    assert longer is not None
    last = extend_shot(longer, "push in", 5.0)
    assert last is not None
    whole = lead_shot(last.model_copy(update={"clip": 0}), "it circles, tilt down", 5.0)
    assert whole is not None
    return whole


def jolt(made: Film, joint: float) -> tuple[float, float]:
    """The change of velocity at a joint, and the usual one around it, lengths per second."""
    change = np.linalg.norm(np.diff(made.velocities, axis=0), axis=2).max(1)
    at = made.frame(joint)
    return float(change[at - 1]), float(np.median(change))


@pytest.mark.parametrize("loop", [False, True])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_subjects_pass_joints_without_a_jolt(prompt: str, loop: bool) -> None:
    plan = chain(prompt, loop=loop)
    stage = stage_for(plan)
    for joint in (0.0, 5.0, 10.0):
        made = film(plan, stage, (joint - 0.5, joint + 0.5))
        found, usual = jolt(made, joint)
        assert found < 4.0 * usual + 0.03, joint
        speeds = np.linalg.norm(made.velocities, axis=2)
        at = made.frame(joint)
        assert (speeds[at] < 2.0 * speeds[at - 1] + 0.1).all()


@pytest.mark.parametrize("prompt", PROMPTS)
def test_takes_added_later_or_before_change_no_earlier_frame(prompt: str) -> None:
    source = plan_shot(prompt, 3, 5.0)
    plan = chain(prompt, loop=False)
    stage = stage_for(source)
    for second in (0.0, 0.04, 2.0, 4.96):
        before = placements(source, stage, Moment(source, second))
        after = placements(plan, stage, Moment(plan, second))
        for (i, old), (j, new) in zip(before, after, strict=True):
            assert i == j
            for name, value in vars(old).items():
                assert vars(new)[name] == pytest.approx(value, abs=1e-9), name


@pytest.mark.parametrize("seconds", [5.0, 9.0])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_loops_close(prompt: str, seconds: float) -> None:
    plan = plan_shot(prompt, 6, seconds, loop=True)
    stage = stage_for(plan)
    first, last = (
        [p for _, p in placements(plan, stage, Moment(plan, second))] for second in (0.0, seconds - 1e-9)
    )
    for a, b in zip(first, last, strict=True):
        assert math.dist((a.x, a.y, a.z), (b.x, b.y, b.z)) < 1e-5 * a.length
        assert math.cos(a.heading - b.heading) > 0.999
        assert abs((b.gait - a.gait) - round(b.gait - a.gait)) < 1e-4
    half = [p for _, p in placements(plan, stage, Moment(plan, seconds / 2))]
    assert all(vars(a) != vars(b) for a, b in zip(first, half, strict=True))


@pytest.mark.parametrize("loop", [False, True])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_nobody_goes_backwards(prompt: str, loop: bool) -> None:
    plan = plan_shot(prompt, 3, 5.0, loop=loop)
    made = film(plan, stage_for(plan), rate=8)
    headings = made.subjects[:-1, :, 3]
    along = made.velocities[..., 0] * np.sin(headings) + made.velocities[..., 2] * np.cos(headings)
    assert along.min() > -0.35


@pytest.mark.parametrize("prompt", PROMPTS)
def test_nobody_freezes_or_leaves_for_good(prompt: str) -> None:
    plan = plan_shot(prompt, 3, 5.0)
    for _ in range(3):
        longer = extend_shot(plan, "", 5.0)
        assert longer is not None
        plan = longer
    stage = stage_for(plan)
    back = max(
        coverage(pose(plan, stage.home, Moment(plan, second), stage.ground), placed, WIDE)
        for second in np.arange(15.0, 20.0, 0.5).tolist()
        for _, placed in placements(plan, stage, Moment(plan, second))
    )
    assert back > 0.002
    one, other = ([p for _, p in placements(plan, stage, Moment(plan, second))] for second in (17.0, 17.4))
    assert all(vars(a) != vars(b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    "prompt", ["A school of fish in a reef", "A flock of birds", "24 koi, one giant", KOI]
)
def test_individuals_keep_apart(prompt: str) -> None:
    plan = plan_shot(prompt, 9, 5.0)
    made = film(plan, stage_for(plan)).subjects[::6]
    count = made.shape[1]
    gaps = np.linalg.norm(made[:, :, None, :3] - made[:, None, :, :3], axis=-1) / made[0, 0, 7]
    gaps += np.eye(count) * 9.0
    assert gaps.min(axis=(1, 2)).min() > 0.2
    assert np.median(gaps.min(axis=2)) > 0.45


def test_a_newcomer_is_not_there_before_its_take() -> None:
    source = plan_shot("An empty mountain landscape", 3, 5.0)
    plan = extend_shot(source, "A white eagle flies past", 5.0)
    assert plan is not None
    assert len(plan.subjects) == len(source.subjects) + 1
    stage = stage_for(plan)
    assert placements(plan, stage, Moment(plan, 4.9)) == []
    assert len(placements(plan, stage, Moment(plan, 5.0))) == 1
    assert abs(on_screen(plan, 5.0)[0, 0]) > 0.5 * WIDE
    assert most_covered(plan, WIDE).max() >= 0.01


def test_seeds_differ_and_repeat() -> None:
    stage = stage_for(plan_shot("A school of fish", 1, 5.0))

    def where(seed: int) -> list[float]:
        plan = plan_shot("A school of fish", seed, 5.0)
        return [placed.x for _, placed in placements(plan, stage, Moment(plan, 1.0))]

    assert where(1) == where(1)
    assert where(1) != where(2)


def test_two_dozen_individuals_are_placed_fast() -> None:
    plan = plan_shot("Thousands of fish swim in a reef", 1, 5.0)
    assert plan.subjects[0].count == 24
    stage: Stage = stage_for(plan)

    def place() -> None:
        for frame in range(12):
            placements(plan, stage, Moment(plan, frame / FPS))

    assert counts(place) / 12 < 10.0


def test_a_train_keeps_to_its_bridge() -> None:
    plan = plan_shot("a steam train crosses a stone viaduct", 3, 5.0)
    stage = stage_for(plan)
    for second in (0.0, 1.5, 3.0, 4.9):
        (_, train), (_, bridge) = placements(plan, stage, Moment(plan, second))
        aside = (train.x - bridge.x) * math.cos(bridge.heading) - (train.z - bridge.z) * math.sin(
            bridge.heading
        )
        assert abs(aside) < 1e-6
        assert math.sin(train.heading - bridge.heading) == pytest.approx(0.0, abs=1e-6)
