from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest

from vitascope.engines.previz.apparent import LARGEST, SPREAD, SPREAD_OTHER
from vitascope.engines.previz.canvas import Air, Canvas, Light, Placement, Pose
from vitascope.engines.previz.catalogue import CATALOGUE, form_name, form_of, forms, medium_of
from vitascope.engines.previz.plan import Medium, Subject
from vitascope.engines.previz.rigs import RIGS, Rig, build
from vitascope.engines.previz.rigs.figure import FINENESS
from vitascope.engines.previz.rigs.puppet import Puppet, hue

DAY = Light((0.4, 0.8, -0.45), (1.3, 1.2, 1.1), (0.4, 0.45, 0.5), (-0.3, 0.4, 0.87), (0.5, 0.5, 0.5))
AIR = Air((0.5, 0.6, 0.7), 0.0)
SKY = (0.30, 0.42, 0.56)
SOME_PROPS = 12
"""Every so many of the silhouettes is drawn: they are all made alike."""
ROOTED = {"island", "rock"}
"""What rises out of the sea goes on below it."""
ALL = [
    (rig, form)
    for rig, names in forms().items()
    for form in (names[::SOME_PROPS] if rig == "prop" else names)
]
SIZE = (256, 144)
SIDE = 2.2
"""A heading that shows a flank and something of the front."""
TRAVELLERS = [
    ("quadruped", "dog"),
    ("quadruped", "elephant"),
    ("biped", "man"),
    ("biped", "trex"),
    ("insect", "ant"),
]


@cache
def rig_of(rig: str, form: str) -> Rig:
    return build(Subject(noun=form, rig=rig, form=form, length=2.0), 3)


def away(rig: str) -> float:
    """Metres at which a shot shows a length of 2 metres of this rig."""
    return 2.0 * 1.3 / (LARGEST * SPREAD.get(rig, SPREAD_OTHER))


def drawn(rig: str, form: str, **more: float) -> Canvas:
    canvas = Canvas.blank(*SIZE)
    canvas.rgb[:] = SKY
    settings: dict[str, Any] = {
        "x": 0.0,
        "y": 0.0,
        "z": away(rig),
        "length": 2.0,
        "heading": SIDE,
        "gait": 0.1,
        **more,
    }
    who = int(settings.pop("who", 0))
    pose = Pose(0.0, 0.4, 0.0, pitch=-0.08)
    rig_of(rig, form).draw(canvas, pose, Placement(**settings, who=who), DAY, AIR)
    return canvas


def change(a: Canvas, b: Canvas) -> float:
    return float(np.abs(a.rgb - b.rgb).mean())


def lowest(rig: str, form: str, **more: Any) -> float:
    """How far above the ground a figure's lowest foot is, in lengths; gestures come from a placement."""
    made = rig_of(rig, form)
    assert isinstance(made, Puppet)
    stance = made.stance(Placement(0.0, 0.0, 5.0, 1.0, **more), DAY)
    mesh, points = made.levels[0].mesh, np.empty_like(made.levels[0].mesh.rest)
    frame = np.concatenate([np.eye(3), np.zeros((1, 3))]).astype(np.float32)
    stance.write(mesh, frame, points)
    seen = points[np.unique(mesh.triangles)] if len(mesh.triangles) else points
    return float(seen[:, 1].min()) + form_of(rig, form).stand


def test_every_rig_of_the_catalogue_can_be_built() -> None:
    assert set(CATALOGUE) == set(RIGS)
    assert len(RIGS) >= 18
    assert len(ALL) >= 150


def test_an_unknown_form_is_the_default_one() -> None:
    assert form_name("quadruped", "okapi") == CATALOGUE["quadruped"].default
    assert form_name("steed", "horse") == ""
    plain, odd = (
        build(Subject(noun="x", rig="car", form=form, length=2.0), 1) for form in ("", "hovercraft")
    )
    canvases = []
    for rig in (plain, odd):
        canvas = Canvas.blank(*SIZE)
        rig.draw(canvas, Pose(0, 0, 0), Placement(0, 0, 4.0, 2.0), DAY, AIR)
        canvases.append(canvas)
    assert np.array_equal(canvases[0].rgb, canvases[1].rgb)


def test_ants_walk_and_bees_fly() -> None:
    assert medium_of("insect", "ant") == Medium.GROUND
    assert medium_of("insect", "bee") == Medium.AIR
    assert medium_of("ship", "galleon") == Medium.SURFACE


@pytest.mark.parametrize(("rig", "form"), ALL)
def test_every_form_is_seen_and_moves(rig: str, form: str) -> None:
    canvas = drawn(rig, form)
    difference = np.abs(canvas.rgb - np.array(SKY, np.float32)).max(-1)
    assert (difference > 0.04).mean() >= 0.01
    assert np.isfinite(canvas.rgb).all()
    if form not in STILL and rig != "prop":
        assert change(canvas, drawn(rig, form, gait=0.37)) > 1e-5
    again = drawn(rig, form, gait=1.1)
    assert change(canvas, again) < 2e-4


STILL = {
    "house", "tower", "lighthouse", "skyscraper", "church", "temple", "pyramid", "barn", "cabin", "hut",
    "igloo", "arch", "mushroom",
    "castle", "bridge", "island", "rock", "stump", "statue", "fence", "wall",
}  # fmt: skip


@pytest.mark.parametrize(("rig", "form"), TRAVELLERS)
def test_the_lowest_foot_stands_on_the_ground_through_a_stride(rig: str, form: str) -> None:
    for gait in np.linspace(0.0, 1.0, 9):
        for pace in (0.0, 1.0, 2.0):
            height = lowest(rig, form, gait=float(gait), pace=pace)
            assert -0.055 < height < 0.03, (gait, pace)


@pytest.mark.parametrize(
    ("rig", "form"), [(r, f) for r, f in ALL if CATALOGUE[r].medium == Medium.GROUND and r != "snake"]
)
def test_what_stands_on_the_ground_rests_on_it(rig: str, form: str) -> None:
    height = lowest(rig, form, pace=0.0)
    assert height < 0.06
    assert height > -0.06 or form in ROOTED


@pytest.mark.parametrize("gesture", ["pace", "dance", "wave", "jaw", "bend"])
def test_gestures_change_a_man(gesture: str) -> None:
    still = drawn("biped", "man", pace=0.0)
    moved = drawn("biped", "man", **{"pace": 0.0, gesture: 1.0})
    assert change(still, moved) > 5e-5


def test_a_fountain_plays_by_itself() -> None:
    first, later = (drawn("prop", "fountain", pace=0.0, gait=gait) for gait in (0.1, 0.2))
    assert change(first, later) > 5e-5


def test_a_caterpillar_is_stouter_than_a_worm() -> None:
    bodies = {
        form: float((np.abs(drawn("snake", form).rgb - SKY).max(-1) > 0.04).mean())
        for form in ("worm", "caterpillar")
    }
    assert bodies["caterpillar"] > 1.8 * bodies["worm"]


def test_running_is_not_walking() -> None:
    assert change(drawn("quadruped", "horse", pace=1.0), drawn("quadruped", "horse", pace=2.0)) > 1e-4


@pytest.mark.parametrize(
    ("rig", "form"), [("quadruped", "horse"), ("car", "taxi"), ("building", "castle"), ("biped", "knight")]
)
def test_a_finer_shape_looks_like_the_coarser_one(rig: str, form: str) -> None:
    """Where one gives way to the other, in pixels of the subject."""
    pixels = FINENESS[0][0]
    before, after = (drawn(rig, form, z=144 * 1.3 * 2.0 / (pixels * share)) for share in (0.9, 1.1))
    covered = [
        float((np.abs(c.rgb - np.array(SKY, np.float32)).max(-1) > 0.04).mean()) for c in (before, after)
    ]
    assert covered[1] / covered[0] == pytest.approx((1.1 / 0.9) ** 2, rel=0.15)


def test_individuals_differ_in_colour_and_share_their_shape() -> None:
    assert np.array_equal(hue(0), np.ones(3, np.float32))
    assert not np.array_equal(hue(1), hue(2))
    first, second = drawn("fish", "koi", who=0), drawn("fish", "koi", who=3)
    assert change(first, second) > 1e-4
    assert np.array_equal(first.depth, second.depth)


def test_windows_are_lit_at_night() -> None:
    night = Light((0, 1, 0), (0.01, 0.01, 0.012), (0.004, 0.004, 0.006), (0, 0, 1), (0, 0, 0))
    canvas = Canvas.blank(*SIZE)
    placement = Placement(0.0, 0.0, 4.2, 2.0, heading=math.pi)
    rig_of("building", "house").draw(canvas, Pose(0.0, 0.4, 0.0), placement, night, AIR)
    assert canvas.rgb.max() > 1.0
    assert np.median(canvas.rgb[canvas.depth < 50]) < 0.05


def test_the_same_form_draws_the_same_bytes() -> None:
    one, other = (build(Subject(noun="h", rig="quadruped", form="fox", length=2.0), 5) for _ in range(2))
    pictures = []
    for rig in (one, other):
        canvas = Canvas.blank(*SIZE)
        rig.draw(canvas, Pose(0, 0, 0), Placement(0, 0, 4.0, 2.0, heading=1.0), DAY, AIR)
        pictures.append(canvas.rgb.tobytes())
    assert pictures[0] == pictures[1]
