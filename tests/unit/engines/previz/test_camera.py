from __future__ import annotations

import math

import numpy as np
import pytest

from support.stages import film, seen, stage_for
from vitascope.domain.render import FPS
from vitascope.engines.previz.camera import pose, swimming_height
from vitascope.engines.previz.canvas import Home, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.focus import eye_height
from vitascope.engines.previz.plan import CameraMove, Environment, ShotPlan, Take
from vitascope.engines.previz.planner import extend_shot, lead_shot, plan_shot

SCENES = [Environment.MOUNTAINS, Environment.UNDERWATER, Environment.SKY]


def shot(
    *moves: CameraMove, environment: Environment = Environment.MOUNTAINS, loop: bool = False
) -> ShotPlan:
    take = Take(start=0.0, seconds=5.0, camera=moves, loop=loop)
    return ShotPlan(seed=1, environment=environment, takes=(take,))


def over_take(kind: str, environment: Environment = Environment.MOUNTAINS) -> ShotPlan:
    return shot(CameraMove(kind=kind, start=0.0, end=5.0), environment=environment)


def flow(plan: ShotPlan) -> dict[str, float]:
    """How the picture of still points in front moves: shift, growth, and turn against the clock."""
    stage = stage_for(plan)
    home = stage.home.pose
    first, last = (
        pose(plan, stage.home, Moment(plan, second), stage.ground) for second in (0.0, 5.0 - 1 / FPS)
    )
    points = [
        (home.x + a * d, home.y + b * d, home.z + d)
        for d in (4.0 * stage.home.unit, 9.0 * stage.home.unit)
        for a in (-0.25, 0.0, 0.25)
        for b in (-0.15, 0.0, 0.15)
    ]
    before = np.array([seen(first, *point)[:2] for point in points])
    after = np.array([seen(last, *point)[:2] for point in points])
    a, b = before - before.mean(0), after - after.mean(0)
    across, up = (after - before).mean(0)
    cross = (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()
    return {
        "across": float(across),
        "up": float(up),
        "growth": math.log(float((b**2).sum() / (a**2).sum())) / 2,
        "turn": math.atan2(float(cross), float((a * b).sum())),
    }


@pytest.mark.parametrize("environment", SCENES)
@pytest.mark.parametrize(
    ("kind", "measure", "sign"),
    [
        ("truck_left", "across", 1), ("truck_right", "across", -1),
        ("pan_left", "across", 1), ("pan_right", "across", -1),
        ("pedestal_up", "up", -1), ("pedestal_down", "up", 1),
        ("crane_up", "up", -1), ("crane_down", "up", 1),
        ("tilt_up", "up", -1), ("tilt_down", "up", 1),
        ("zoom_in", "growth", 1), ("zoom_out", "growth", -1),
        ("push_in", "growth", 1), ("pull_out", "growth", -1),
        ("roll_left", "turn", 1), ("roll_right", "turn", -1),
        ("aerial_drone", "growth", 1), ("bolt_cam", "growth", 1), ("pov", "growth", 1),
    ],
)  # fmt: skip
def test_concepts_move_the_picture_as_asked(
    environment: Environment, kind: str, measure: str, sign: int
) -> None:
    found = flow(over_take(kind, environment=environment))
    assert found[measure] * sign > 0.03, found
    shifts = {"across", "up"} if measure in {"across", "up"} else {"growth", "turn"}
    for other in shifts - {measure}:
        assert abs(found[other]) < abs(found[measure]), found


def test_the_camera_goes_where_the_concept_says() -> None:
    def end(kind: str) -> Pose:
        plan = over_take(kind)
        stage = stage_for(plan)
        return pose(plan, stage.home, Moment(plan, 4.99), stage.ground)

    home = stage_for(over_take("static")).home.pose
    assert end("truck_left").x < home.x - 20
    assert end("truck_right").x > home.x + 20
    assert end("push_in").z > home.z + 30
    assert end("pull_out").z < home.z - 30
    assert end("pedestal_up").y > home.y + 15
    assert end("pedestal_down").y < home.y - 15
    assert end("pan_left").yaw < -0.4
    assert end("pan_right").yaw > 0.4
    assert end("tilt_up").pitch > home.pitch + 0.2
    assert end("tilt_down").pitch < home.pitch - 0.2
    assert end("roll_left").roll < -0.25
    assert end("roll_right").roll > 0.25


@pytest.mark.parametrize(("kind", "side"), [("orbit_left", -1), ("orbit_right", 1)])
def test_an_orbit_goes_round_and_keeps_looking_at_what_is_in_front(kind: str, side: int) -> None:
    plan = over_take(kind)
    stage = stage_for(plan)
    home = stage.home.pose
    centre = (home.x, home.y, home.z + 3.0 * stage.home.unit)
    for second in (1.0, 2.5, 4.9):
        at = pose(plan, stage.home, Moment(plan, second), stage.ground)
        across, _, depth = seen(at, *centre)
        assert abs(across) < 0.02
        assert depth == pytest.approx(3.0 * stage.home.unit, rel=0.02)
    assert side * (at.x - home.x) > stage.home.unit


def test_a_dolly_zoom_keeps_what_is_in_front_and_widens_the_rest() -> None:
    plan = over_take("dolly_zoom")
    stage = stage_for(plan)
    home = stage.home.pose
    at = pose(plan, stage.home, Moment(plan, 4.99), stage.ground)
    near, far = 3.0 * stage.home.unit, 30.0 * stage.home.unit

    def size(camera: Pose, distance: float) -> float:
        return camera.focal / (distance - (camera.z - home.z))

    assert size(at, near) == pytest.approx(size(home, near), rel=0.02)
    assert size(at, far) < 0.75 * size(home, far)


def test_framings_hold_from_the_first_frame() -> None:
    def start(kind: str) -> Pose:
        plan = over_take(kind)
        return pose(plan, stage_for(plan).home, Moment(plan, 0.0), stage_for(plan).ground)

    home = stage_for(over_take("static")).home.pose
    assert start("high_angle").y > home.y
    assert start("high_angle").pitch < -0.2
    assert start("low_angle").y < home.y
    assert start("low_angle").pitch > 0.15
    assert start("overhead").pitch < -0.55
    assert start("ground_level").y < home.y
    assert start("aerial").y > home.y + 30


def test_static_only_breathes() -> None:
    made = film(over_take("static"), stage_for(over_take("static")))
    assert 0.0 < np.abs(made.camera[:, 3] - made.camera[0, 3]).max() < 0.01
    apart = np.abs(made.camera[FPS:, 3:5] - made.camera[:-FPS, 3:5]).max(1)
    assert apart.min() > 2e-4


def test_handheld_shakes_more_and_in_every_direction() -> None:
    quiet = film(over_take("static"), stage_for(over_take("static"))).camera
    shaky = film(over_take("handheld"), stage_for(over_take("handheld"))).camera
    for axis in (3, 4):
        assert np.abs(np.diff(shaky[:, axis])).mean() > 5 * np.abs(np.diff(quiet[:, axis])).mean()
    assert np.ptp(shaky[:, 5]) > 0.005


def test_a_dive_starts_above_the_water_and_ends_level_below() -> None:
    plan = plan_shot("The camera moves down, dives underwater and moves through kelp", 3, 5.0)
    stage = stage_for(plan)
    made = film(plan, stage).camera
    assert made[0, 1] > 1.0
    assert made[-1, 1] == pytest.approx(swimming_height(stage.home), abs=0.3)
    assert np.diff(made[:80, 1]).max() < 0.01
    assert made[:, 4].min() < -0.2
    assert abs(made[-1, 4]) < 0.06
    crossing = int(np.argmax(made[:, 1] < 0.0))
    assert FPS <= crossing <= 2.2 * FPS
    assert made[-1, 2] > made[crossing, 2] + 1.0


def test_without_a_dive_the_camera_is_below_from_the_start_and_stays_there() -> None:
    plan = plan_shot("A reef, crane up", 3, 9.0)
    made = film(plan, stage_for(plan)).camera
    assert made[:, 1].max() < 0.0


@pytest.mark.parametrize("kind", ["pedestal_down", "crane_down", "ground_level", "low_angle", "push_in"])
def test_never_below_the_ground(kind: str) -> None:
    plan = over_take(kind)

    def cliff(x: float, z: float) -> float:
        return 139.0 + 0.9 * max(z - 130.0, 0.0)

    for frame in range(120):
        at = pose(plan, stage_for(plan).home, Moment(plan, frame / FPS), cliff)
        assert at.y > cliff(at.x, at.z) + 0.5


def test_takes_added_later_or_before_change_no_earlier_frame() -> None:
    source = plan_shot("handheld, pan left then push in over the mountains", 5, 5.0)
    longer = extend_shot(source, "crane up, roll left, low angle", 5.0)
    assert longer is not None
    both = lead_shot(longer.model_copy(update={"clip": 0}), "tilt down, zoom out", 5.0)
    assert both is not None
    stage = stage_for(source)
    for frame in range(120):
        second = frame / FPS
        expected = pose(source, stage.home, Moment(source, second), stage.ground)
        for plan in (longer, both):
            assert pose(plan, stage.home, Moment(plan, second), stage.ground) == expected


CHAIN_PROMPTS = [
    "push in",
    "pan left, then tilt up",
    "handheld crane up",
    "orbit right",
    "zoom out",
    "high angle",
]


@pytest.mark.parametrize("first", CHAIN_PROMPTS)
@pytest.mark.parametrize("second", CHAIN_PROMPTS[:3])
@pytest.mark.parametrize("loop", [False, True])
def test_joints_are_smooth(first: str, second: str, loop: bool) -> None:
    source = plan_shot(first, 5, 5.0)
    longer = extend_shot(source, second, 5.0, loop=loop)
    assert longer is not None
    last = extend_shot(longer, "static", 5.0)
    assert last is not None
    whole = lead_shot(last.model_copy(update={"clip": 0}), second, 5.0)
    assert whole is not None
    for joint in (0.0, 5.0, 10.0):
        made = film(whole, stage_for(whole), (joint - 0.5, joint + 0.5))
        steps = made.camera_steps
        at = made.frame(joint)
        near = np.median(steps[at - 6 : at])
        assert steps[at] <= 2.0 * near + 1e-4
        assert steps[at - 1] <= 2.0 * np.median(steps[at : at + 6]) + 1e-4


@pytest.mark.parametrize("seconds", [5.0, 9.0])
@pytest.mark.parametrize("prompt", [*CHAIN_PROMPTS, "dolly zoom", "static", "truck left while zooming in"])
def test_loops_close_and_never_mirror(prompt: str, seconds: float) -> None:
    plan = plan_shot(prompt, 5, seconds, loop=True)
    made = film(plan, stage_for(plan))
    steps = made.camera_steps
    assert np.abs(made.camera[0] - made.camera[-1]).max() < 1e-9
    assert steps[-1] <= 1.5 * max(steps[:3].max(), steps[-4:-1].max()) + 1e-4
    moved = np.abs(made.camera[FPS:] - made.camera[:-FPS])
    assert (moved[:, 3:5].max(1) > 1e-4).all()


def test_home_is_where_it_is() -> None:
    home = Home(Pose(3.0, 200.0, 7.0, yaw=0.4, focal=1.1), 30.0)
    plan = over_take("push_in")
    first, last = (pose(plan, home, Moment(plan, second)) for second in (0.0, 4.99))
    assert first == home.pose
    assert (last.x - 3.0) / (last.z - 7.0) == pytest.approx(math.tan(0.4), rel=0.05)


def test_the_camera_is_lower_before_who_sleeps_and_stays_there_when_it_wakes() -> None:
    home = Home(Pose(0.0, 1.0, 0.0), 8.0)
    walking, sleeping = (plan_shot(f"a cat {does} in a meadow", 1, 5.0) for does in ("walks", "sleeps"))
    assert eye_height(sleeping, home) < 0.8 * eye_height(walking, home)
    for plan, prompt in ((sleeping, "it runs away"), (walking, "it sleeps")):
        longer = extend_shot(plan, prompt, 5.0)
        assert longer is not None
        assert eye_height(longer, home) == eye_height(plan, home)
