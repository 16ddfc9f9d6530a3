"""Where land meets the sea: a beach with surf that rolls in, or cliffs with white water at their foot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from vitascope.engines.previz.canvas import Array, Home, Pose
from vitascope.engines.previz.focus import focus_distance, on_foot
from vitascope.engines.previz.plan import Environment, ShotPlan
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.kinds import KINDS, Kind, over_roofs, red_rocks
from vitascope.engines.previz.scene.noise import fbm, ridged
from vitascope.engines.previz.scene.relief import SIDE, Relief, smooth

CLIFFS: Final = "cliffs"
"""The sight that a plan calls for them by, on a coast."""
LEAST_DRY, DRY = 3.0, 1.3
"""Metres from the camera to the waterline ahead; and in distances of whom the shot is framed for."""
SLANT = 0.42
"""Metres that the waterline goes aside for each ahead."""
SHALLOW, STEEP = 0.045, 0.05
"""How the sand rises from the water, and how the bed falls."""
HIGH, STACKS = 36.0, 9
"""Metres from the sea to the top of the cliffs, and how many rocks stand before them."""
OFFING, LOW_FLIGHT = 34.0, 17.0
"""Metres from the cliffs to a camera over the sea, and its height."""
REACH = 90.0
"""Metres from the waterline beyond which the distance to it is not told apart."""


@dataclass(frozen=True)
class Shore:
    """The land's shape, and how far from the waterline each cell is: ``inland (side, side)``, metres."""

    relief: Relief
    inland: Array


def coastal(plan: ShotPlan) -> bool:
    """Whether a plan is set where land meets the sea."""
    return plan.environment is Environment.COAST


def rocky(plan: ShotPlan) -> bool:
    """Whether it has cliffs."""
    return coastal(plan) and not {CLIFFS, "road"}.isdisjoint(plan.sights)


def kind_of(plan: ShotPlan) -> Kind:
    """The kind of land a plan is on."""
    kind = red_rocks(plan) or over_roofs(plan) or KINDS[plan.environment]
    if not rocky(plan):
        return kind
    soil = replace(
        kind.soil,
        rock=linear("#7d7264"),
        vein=linear("#5f574e"),
        turf=linear("#587a34"),
        dry=linear("#7f8746"),
        patch=linear("#35322d"),
        steep=0.74,
    )
    return replace(kind, soil=soil, detail=0.34, slope=4.0, above=2.2, unit=4.0 if on_foot(plan) else 9.0)


def shore(plan: ShotPlan) -> Shore:
    """The land of a coast, to the left or to the right of the sea."""
    made = _cliffs(plan.seed) if rocky(plan) else _beach(plan)
    if _sea_on_left(plan):
        return made
    height, cover = (np.ascontiguousarray(part[:, ::-1]) for part in (made.relief.height, made.relief.cover))
    return Shore(replace(made.relief, height=height, cover=cover), np.ascontiguousarray(made.inland[:, ::-1]))


def home(plan: ShotPlan, pose: Pose, unit: float) -> Home:
    """Where the camera stands: on the sand or the cliff, or, where nobody stands there, over the sea."""
    if rocky(plan) and not on_foot(plan):
        aside = -OFFING if _sea_on_left(plan) else OFFING
        pose = replace(pose, x=pose.x + aside, y=LOW_FLIGHT, yaw=0.0, pitch=0.03)
    return Home(pose, unit, surface=0.0)


def _sea_on_left(plan: ShotPlan) -> bool:
    """On which side of the land the sea is; palms stand on the right, and on the land."""
    return bool(plan.seed % 2) or any(subject.rig == "tree" for subject in plan.subjects)


def _metres() -> tuple[Array, Array]:
    """To the right of where the camera stands, and ahead of it."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    return columns - 0.5 * SIDE, rows - 0.1 * SIDE


def _beach(plan: ShotPlan) -> Shore:
    """Sand along a wide bay, dunes behind it and a headland at its end."""
    seed, (right, ahead) = plan.seed, _metres()
    away = focus_distance(plan, Home(Pose(0.0, 0.0, 0.0), KINDS[plan.environment].unit))
    dry = max(DRY * away + 2.0, LEAST_DRY)
    waterline = SLANT * (ahead - dry) - 0.0014 * np.maximum(ahead - 30.0, 0.0) ** 2
    torn = 2.2 * (fbm(SIDE, seed + 2, 24, 3, 0.5) - 0.5) * smooth(8.0, 60.0, np.abs(ahead))
    inland = np.asarray((right - waterline) / np.hypot(1.0, SLANT) + torn, np.float32)
    rolling, fine = fbm(SIDE, seed, 20, 4, 0.5), fbm(SIDE, seed + 1, 90, 3, 0.6)
    sand = SHALLOW * np.clip(inland, 0.0, 40.0) + 0.10 * (fine - 0.5) * smooth(3.0, 9.0, inland)
    dunes = 7.0 * rolling * smooth(24.0, 60.0, inland)
    hills = 34.0 * rolling * smooth(70.0, 190.0, inland) + 26.0 * smooth(230.0, 330.0, ahead) * smooth(
        4.0, 45.0, inland
    )
    bed = np.maximum(STEEP * np.minimum(inland, 0.0), -7.0)
    grown = smooth(0.42, 0.6, rolling) * smooth(26.0, 48.0, inland)
    grown = np.maximum(grown, smooth(80.0, 130.0, inland))
    height = np.asarray(sand + dunes + hills + bed, np.float32)
    relief = Relief(height, 1.0, np.asarray(0.9 * grown, np.float32), 0.5 * SIDE, 0.1 * SIDE)
    return Shore(relief, np.clip(inland, -REACH, REACH).astype(np.float32))


def _cliffs(seed: int) -> Shore:
    """A green plateau that breaks off into the sea, with rocks before it; ``cover`` is wet stone."""
    random, (right, ahead) = np.random.default_rng(seed + 17), _metres()
    first, second = random.uniform(0.0, 6.3, 2)
    edge = -12.0 + 13.0 * np.sin(ahead / 29.0 + first) + 26.0 * np.sin(ahead / 76.0 + second)
    edge -= 70.0 * smooth(110.0, 300.0, ahead) - 90.0 * smooth(330.0, 520.0, ahead)
    crags = np.repeat(np.repeat(ridged(SIDE // 2, seed + 3, 26, 5, 1.5), 2, 0), 2, 1)
    torn = 26.0 * (fbm(SIDE, seed + 2, 22, 5, 0.55) - 0.5) + 7.0 * (crags - 0.4)
    near = smooth(60.0, 16.0, np.hypot(right, ahead))
    inland = (right - edge + torn) * (1.0 - near) + (right + 11.0 + 0.5 * torn) * near
    stacks = np.full((SIDE, SIDE), -REACH, np.float32)
    for _ in range(STACKS):
        far, radius = random.uniform(70.0, 420.0), random.uniform(4.0, 10.0)
        row = int(far + 0.1 * SIDE)
        at = float(edge[row, 0]) - random.uniform(16.0, 46.0)
        stacks = np.maximum(stacks, radius - np.hypot(right - at, ahead - far) + 0.35 * torn)
    broad, fine = fbm(SIDE, seed, 7, 4, 0.45), fbm(SIDE, seed + 1, 80, 3, 0.6)
    top = (HIGH * (0.75 + 0.5 * broad) + 22.0 * broad * smooth(40.0, 200.0, inland)) * (1.0 - 0.2 * near)
    wall = (
        0.16 * smooth(-3.0, 0.5, inland) + 0.5 * smooth(0.5, 4.5, inland) + 0.34 * smooth(5.0, 10.0, inland)
    )
    pillar = (0.35 + 0.75 * broad) * HIGH * smooth(-1.5, 4.0, stacks)
    land = np.maximum(top * wall, pillar) + 2.4 * (crags - 0.3) * smooth(
        -7.0, 0.0, np.maximum(inland, stacks)
    )
    water = np.maximum(inland, stacks)
    bed = -2.2 * smooth(-1.0, -6.0, water) + np.maximum(0.12 * np.minimum(water, 0.0), -9.0)
    height = np.asarray(land + bed + 0.5 * fine * smooth(6.0, 12.0, inland), np.float32)
    wet = smooth(5.0, 1.0, height) * 0.8
    relief = Relief(height, 1.0, np.asarray(wet, np.float32), 0.5 * SIDE, 0.1 * SIDE)
    return Shore(relief, np.clip(water, -REACH, REACH).astype(np.float32))
