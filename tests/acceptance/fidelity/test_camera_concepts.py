"""F12: every camera concept moves the picture the way its name says, measured on rendered frames.

On one scene; ``--scenes 3`` measures all of them, and so does ``make gallery``.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from support.optics import Motion, motions
from vitascope.domain.concepts import CONCEPTS, camera_words
from vitascope.domain.render import FPS, RenderSpec
from vitascope.engines.previz import scene_shot
from vitascope.engines.previz.camera import pose
from vitascope.engines.previz.canvas import Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.planner import plan_shot
from vitascope.engines.previz.scene.world import World, build

SCENES = ("mountains at dawn", "a cosy living room", "a sunny meadow")
FRAMES = 24
LOOKED_AT = (4, 8, 12, 16, 20)
MOVES = {
    "truck_left": ("near_across", 1), "truck_right": ("near_across", -1),
    "pan_left": ("across", 1), "pan_right": ("across", -1),
    "tilt_up": ("down", 1), "tilt_down": ("down", -1),
    "pedestal_up": ("near_down", 1), "pedestal_down": ("near_down", -1),
    "crane_up": ("near_down", 1), "crane_down": ("near_down", -1),
    "zoom_in": ("growth", 1), "zoom_out": ("growth", -1),
    "push_in": ("growth", 1), "pull_out": ("growth", -1),
    "orbit_left": ("across", -1), "orbit_right": ("across", 1),
    "roll_left": ("turn", -1), "roll_right": ("turn", 1),
    "dolly_zoom": ("growth", -1), "tiny_planet": ("turn", 1), "selfie": ("near_down", -1),
    "aerial": ("growth", 1), "aerial_drone": ("growth", 1), "bolt_cam": ("growth", 1),
    "elevator_doors": ("growth", 1), "pov": ("growth", 1), "ground_level": ("growth", 1),
    "eye_level": ("growth", 1), "low_angle": ("growth", 1), "high_angle": ("growth", 1),
    "overhead": ("growth", 1), "over_the_shoulder": ("growth", 1),
}  # fmt: skip
"""What of the picture moves, and which way, in a step of four frames. Left means that the picture goes right;
what grows comes nearer; an orbit takes what lies far behind along with it."""
LEAST = {"across": 0.01, "down": 0.01, "near_across": 0.01, "near_down": 0.005, "growth": 0.002, "turn": 0.01}
FRAMINGS = {
    "low_angle": ("pitch", 1), "high_angle": ("pitch", -1), "overhead": ("pitch", -1), "aerial": ("y", 1),
    "aerial_drone": ("y", 1), "ground_level": ("y", -1), "tiny_planet": ("y", 1),
    "over_the_shoulder": ("x", 1),
}  # fmt: skip
"""How the camera stands for a concept, against how it stands without one."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "scene" in metafunc.fixturenames:
        metafunc.parametrize(
            "scene", SCENES[: metafunc.config.getoption("--scenes", default=1)], scope="module"
        )


@cache
def world(scene: str) -> World:
    """A scene, baked once: the camera is no part of it."""
    return build(plan_shot(scene, 3, FRAMES / FPS))


def rendered(scene: str, concept: str, monkeypatch: pytest.MonkeyPatch) -> NDArray[np.float64]:
    """How the picture moves under a concept, step by step."""
    monkeypatch.setattr(scene_shot, "build_world", lambda _: world(scene))
    spec = RenderSpec(prompt=scene, width=960, height=540, frames=FRAMES, seed=3)
    plan = plan_shot(f"{scene}, {camera_words(concept)}", 3, spec.seconds)
    shot = scene_shot.SceneShot(plan, spec)
    return motions(shot.frame(index)[0] for index in LOOKED_AT)


@pytest.mark.parametrize("concept", MOVES)
def test_the_picture_moves_as_the_concept_says(
    scene: str, concept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure, sign = MOVES[concept]
    steps = rendered(scene, concept, monkeypatch)[:, Motion._fields.index(measure)]
    assert sign * steps.mean() > LEAST[measure], steps
    assert np.all(sign * steps > 0.0) or concept in {"pov", "selfie"}, steps


def test_a_static_camera_stands_and_a_hand_shakes(scene: str, monkeypatch: pytest.MonkeyPatch) -> None:
    still, shaken = (
        np.abs(rendered(scene, kind, monkeypatch)[:, :2]).max() for kind in ("static", "handheld")
    )
    assert still < 0.002
    assert shaken > 3.0 * still
    swings = np.diff(rendered(scene, "handheld", monkeypatch)[:, :2], axis=0)
    assert np.abs(swings).max() > 0.001


@pytest.mark.parametrize("concept", FRAMINGS)
def test_the_camera_stands_as_the_concept_says(scene: str, concept: str) -> None:
    def first(words: str) -> Pose:
        plan = plan_shot(f"{scene}, {words}", 3, FRAMES / FPS)
        return pose(plan, world(scene).home, Moment(plan, 0.0), world(scene).ground)

    name, sign = FRAMINGS[concept]
    change = getattr(first(camera_words(concept)), name) - getattr(first("static camera"), name)
    assert sign * change > 0.1 * (1.0 if name == "pitch" else min(world(scene).home.unit, 1.0))


def test_every_concept_is_measured() -> None:
    assert set(MOVES) | {"static", "handheld"} == set(CONCEPTS)
