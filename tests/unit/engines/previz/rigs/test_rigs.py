from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from vitascope.engines.previz.canvas import FAR, Air, Canvas, Light, Placement, Pose
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs import Rig, build
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.warm import warm
from vitascope.errors import EngineError

LIGHT = Light((0.3, 0.8, -0.52), (1.4, 1.3, 1.2), (0.3, 0.35, 0.4), (-0.3, 0.4, 0.87), (0.5, 0.5, 0.5))
AIR = Air((0.5, 0.6, 0.7), 0.01)
SIDE = math.pi / 2


def subject(rig: str, *colours: str, traits: tuple[str, ...] = ()) -> Subject:
    return Subject(noun=rig, rig=rig, length=2.0, colours=colours, traits=traits)


SHAPED = ("fish", "dragon", "bird", "generic", "quadruped", "biped", "car")
"""Rigs of every make; ``test_forms`` draws all others."""


def placed(z: float = 3.0, length: float = 2.0, **more: Any) -> Placement:
    return Placement(**{"x": 0.0, "y": 0.0, "z": z, "length": length, "heading": SIDE, **more})


def drawn(
    rig: Rig, placement: Placement, pose: Pose | None = None, size: tuple[int, int] = (320, 180)
) -> Canvas:
    canvas = Canvas.blank(*size)
    canvas.rgb[:] = 0.25
    rig.draw(canvas, pose or Pose(0.0, 0.0, 0.0), placement, LIGHT, AIR)
    return canvas


def touched(canvas: Canvas) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    return np.asarray((np.abs(canvas.rgb - 0.25) > 1e-4).any(-1), np.bool_)


@pytest.fixture(scope="session", params=SHAPED)
def rig(request: pytest.FixtureRequest) -> Rig:
    return build(subject(request.param), 7)


@pytest.fixture(scope="session")
def fish() -> Rig:
    return build(subject("fish"), 7)


@pytest.fixture(scope="session")
def dragon() -> Rig:
    return build(subject("dragon"), 7)


def test_unknown_rig_names_the_known_ones() -> None:
    with pytest.raises(EngineError, match=r"'unicycle'.*fish, dragon, bird, .*generic"):
        build(subject("unicycle"), 1)


def test_warm_draws_everything() -> None:
    warm()


def test_same_bytes_from_every_thread(rig: Rig) -> None:
    places = [placed(gait=k / 6, bend=k / 6, jaw=k / 6, heading=k) for k in range(6)]
    alone = [drawn(rig, p) for p in places]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda p: drawn(rig, p), places * 2))
    for k, canvas in enumerate(together):
        assert canvas.rgb.tobytes() == alone[k % 6].rgb.tobytes()
        assert canvas.depth.tobytes() == alone[k % 6].depth.tobytes()


def test_whole_turns_of_the_gait_change_nothing(rig: Rig) -> None:
    first = drawn(rig, placed(gait=0.25))
    again = drawn(rig, placed(gait=3.25))
    moved = drawn(rig, placed(gait=0.75))
    assert np.array_equal(first.rgb, again.rgb)
    assert not np.array_equal(first.rgb, moved.rgb)


def test_the_gait_joins_without_a_step(rig: Rig) -> None:
    def step(a: float, b: float) -> float:
        return float(np.abs(drawn(rig, placed(gait=a)).rgb - drawn(rig, placed(gait=b)).rgb).mean())

    assert step(0.99, 1.01) < 2.5 * max(step(0.97, 0.99), step(1.01, 1.03)) + 1e-6


@pytest.mark.parametrize("name", ["fish", "dragon", "bird"])
def test_length_on_the_screen_is_the_placements(name: str) -> None:
    rig = build(subject(name), 7)
    size = rig.size if isinstance(rig, Puppet) else 1.0
    canvas = drawn(rig, placed(z=20.0), size=(640, 360))
    columns = np.flatnonzero(touched(canvas).any(1))
    expected = 2.0 * size * 360 * 1.3 / 20.0
    assert (columns[-1] - columns[0] + 1) == pytest.approx(expected, rel=0.25)


def test_it_stands_where_it_was_placed(rig: Rig) -> None:
    pose = Pose(10.0, 2.0, -5.0, yaw=0.4, pitch=0.1)
    away = 14.0
    x = 10.0 + away * math.sin(0.4) + 2.0 * math.cos(0.4)
    z = -5.0 + away * math.cos(0.4) - 2.0 * math.sin(0.4)
    canvas = drawn(rig, placed(x=x, y=3.0, z=z), pose)
    focal = pose.focal_pixels(180)
    columns, rows = np.nonzero(touched(canvas))
    assert columns.mean() == pytest.approx(160 + focal * 2.0 / away, abs=9)
    assert rows.mean() == pytest.approx(pose.horizon(180) - focal * 1.0 / away, abs=9)


def test_depth_is_written_near_the_placement(rig: Rig) -> None:
    canvas = drawn(rig, placed(z=6.0))
    seen = canvas.depth < FAR
    assert seen.any()
    assert 4.0 < canvas.depth[seen].min() < canvas.depth[seen].max() < 8.5


def test_hidden_behind_something_nearer_it_changes_nothing(rig: Rig) -> None:
    canvas = Canvas.blank(320, 180)
    canvas.depth[:] = 0.9
    before = canvas.rgb.copy()
    rig.draw(canvas, Pose(0.0, 0.0, 0.0), placed(z=4.0), LIGHT, AIR)
    assert np.array_equal(canvas.rgb, before)
    assert np.all(canvas.depth == np.float32(0.9))


def test_half_hidden_only_the_other_half_is_drawn(rig: Rig) -> None:
    canvas = Canvas.blank(320, 180)
    canvas.rgb[:] = 0.25
    canvas.depth[:160] = 0.5
    rig.draw(canvas, Pose(0.0, 0.0, 0.0), placed(z=4.0), LIGHT, AIR)
    shown = touched(canvas)
    assert not shown[:160].any()
    assert shown[160:].any()


def test_behind_or_beside_the_camera_it_is_not_drawn(rig: Rig) -> None:
    assert not touched(drawn(rig, placed(z=-6.0))).any()
    assert not touched(drawn(rig, placed(x=60.0, z=6.0))).any()
    assert not touched(drawn(rig, placed(y=60.0, z=6.0))).any()


def test_in_the_foreground_it_covers_a_hundredth_of_the_picture(rig: Rig) -> None:
    assert touched(drawn(rig, placed(z=4.0))).mean() >= 0.01
    assert touched(drawn(rig, placed(z=4.0), size=(180, 320))).mean() >= 0.01


@pytest.mark.parametrize("distance", [1.2, 0.6, 0.2, 0.0, -0.5])
@pytest.mark.parametrize("heading", [0.0, math.pi, 1.9])
def test_passing_the_lens_stays_finite_and_inside_the_light(
    rig: Rig, distance: float, heading: float
) -> None:
    canvas = drawn(rig, placed(z=distance, heading=heading, jaw=1.0, gait=0.3), size=(160, 90))
    assert np.isfinite(canvas.rgb).all()
    assert np.isfinite(canvas.depth).all()
    assert -1e-4 <= canvas.rgb.min() <= canvas.rgb.max() < 40
    assert canvas.depth.min() >= 0.02


EXTREMES = [
    {"effort": 50.0, "bend": 40.0, "jaw": 9.0},
    {"effort": -3.0, "bend": -40.0, "jaw": -2.0},
    {"bank": 40.0, "climb": 11.0, "heading": -900.0, "gait": -1e6},
    {"gait": 1e7, "length": 1e-4},
    {"length": 5e3, "z": 2e3},
    {"x": 1e6, "z": 1e6},
    {"x": float("nan")},
]


@pytest.mark.parametrize("extreme", EXTREMES)
def test_extreme_placements_never_draw_nonsense(rig: Rig, extreme: dict[str, float]) -> None:
    canvas = drawn(rig, placed(**extreme), size=(96, 54))
    assert np.isfinite(canvas.rgb).all()
    assert np.isfinite(canvas.depth).all()


def test_a_coarser_shape_changes_the_picture_only_slightly(rig: Rig) -> None:
    assert isinstance(rig, Puppet)
    for coarse, fine in zip(rig.levels, rig.levels[1:], strict=False):
        pixels = coarse.pixels / 2
        distance = 180 * 1.3 * 2.0 / pixels
        place = placed(z=distance, heading=1.9, gait=0.1)
        pictures = []
        for level in (coarse, fine):
            only = Puppet((level,), rig.textures, rig.stance, rig.radius, rig.size)
            pictures.append(drawn(only, place).rgb)
        subject_pixels = max(float((np.abs(pictures[0] - 0.25) > 1e-4).any(-1).sum()), 1.0)
        change = np.abs(pictures[0] - pictures[1]).mean(-1).sum() / subject_pixels
        assert change < 0.09, (coarse.pixels, change)


def test_outlines_are_smooth() -> None:
    """A sphere's coverage on its rim takes many values between none and all."""
    rig = build(subject("generic", "#000000"), 1)
    canvas = Canvas.blank(320, 180)
    canvas.rgb[:] = 1.0
    dark = Light((0, 1, 0), (0, 0, 0), (0, 0, 0), (0, 0, 1), (0, 0, 0))
    rig.draw(canvas, Pose(0.0, 0.0, 0.0), placed(z=4.0), dark, Air((0, 0, 0), 0.0))
    shares = np.unique(np.round(canvas.rgb[..., 0] * 16))
    assert len(shares) >= 15
    inside = float((1 - canvas.rgb[..., 0]).sum())
    focal, radius = 180 * 1.3, 1.0
    visible = focal * radius / math.sqrt(16 - radius**2)
    assert inside == pytest.approx(math.pi * visible**2, rel=0.02)


def test_individuals_differ_by_seed_and_agree_with_themselves() -> None:
    colours = ("#f4efe6", "#e4572e")
    one, same, other = (build(subject("fish", *colours), seed) for seed in (1, 1, 2))
    first, again, different = (drawn(r, placed()).rgb for r in (one, same, other))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, different)


def test_colours_are_the_subjects() -> None:
    red, blue = (
        drawn(build(subject("fish", code), 3), placed()) for code in ("#d01010", "#1010d0")
    )  # fmt: skip
    solid = (red.depth < FAR) & (blue.depth < FAR)
    assert red.rgb[solid][:, 0].mean() > 2 * red.rgb[solid][:, 2].mean()
    assert blue.rgb[solid][:, 2].mean() > 2 * blue.rgb[solid][:, 0].mean()


@pytest.mark.parametrize("trait", ["slim", "round", "shark"])
def test_traits_change_a_fishs_build(fish: Rig, trait: str) -> None:
    other = build(subject("fish", traits=(trait,)), 7)
    plain, changed = (touched(drawn(r, placed(z=6.0))).any(0).sum() for r in (fish, other))
    assert changed != plain


def test_open_jaws_glow(dragon: Rig) -> None:
    night = Light((0, 1, 0), (0, 0, 0), (0, 0, 0), (0, 0, 1), (0, 0, 0))

    def light(jaw: float) -> float:
        canvas = Canvas.blank(320, 180)
        place = placed(z=2.6, heading=math.pi, y=-0.3, jaw=jaw)
        dragon.draw(canvas, Pose(0.0, 0.0, 0.0), place, night, Air((0, 0, 0), 0.0))
        return float(canvas.rgb[..., 0].sum())

    assert light(1.0) > 20 * light(0.0) + 10


def test_thick_air_hides_the_subject(rig: Rig) -> None:
    canvas = Canvas.blank(160, 90)
    canvas.rgb[:] = (0.5, 0.6, 0.7)
    rig.draw(canvas, Pose(0.0, 0.0, 0.0), placed(z=8.0), LIGHT, Air((0.5, 0.6, 0.7), 2.0))
    assert np.abs(canvas.rgb - np.array((0.5, 0.6, 0.7), np.float32)).max() < 1e-3


def test_bank_and_climb_have_the_documented_sense(dragon: Rig) -> None:
    up = drawn(dragon, placed(z=8.0, climb=0.5))
    columns, rows = np.nonzero(touched(up))
    nose, tail = rows[columns > 175].mean(), rows[columns < 145].mean()
    assert nose < tail
    gull = build(subject("bird"), 7)
    banked = drawn(gull, placed(z=8.0, heading=0.0, bank=0.6, effort=0.0))
    columns, rows = np.nonzero(touched(banked))
    assert rows[columns > 175].mean() > rows[columns < 145].mean()


def test_a_white_cat_has_no_stripes_and_a_ginger_one_has() -> None:
    def banded(colour: str) -> float:
        """How much the light changes along a cat's side, as a share of it."""
        cat = Subject(noun="cat", rig="quadruped", form="cat", colours=(colour,), length=0.5)
        canvas = drawn(build(cat, 3), placed())
        columns, rows = (np.flatnonzero(touched(canvas).any(axis)) for axis in (1, 0))
        middle = (
            slice(*np.percentile(columns, (40, 65)).astype(int)),
            slice(*np.percentile(rows, (40, 55)).astype(int)),
        )
        side = canvas.rgb[middle].sum(-1)
        return float(np.abs(np.diff(side, axis=0)).mean() / side.mean())

    assert banded("#f4f2ec") < 0.5 * banded("#ee7a1e")
