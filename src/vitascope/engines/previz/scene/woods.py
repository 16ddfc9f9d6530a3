"""Woods of one kind: bamboo, birches, pines, dead trees, palms, and the trees of a savanna."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.plan import Environment, ShotPlan, Weather
from vitascope.engines.previz.scene import foliage
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.foliage import Paint
from vitascope.engines.previz.scene.ground import Soil
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.planting import (
    BUSH,
    ELM,
    FERN,
    FIR,
    GRASS,
    OAK,
    PLUME,
    SPRUCE,
    STRAW,
    Plot,
    beams,
    clear_of_path,
    mists,
    palms,
    pictures,
    shining,
    standing,
    trees,
    undergrowth,
)
from vitascope.engines.previz.scene.relief import Relief
from vitascope.engines.previz.scene.stand import PLACE_X, PLACE_Z, ROOT, TALL, TRUNK, WIDE, Stand, pictured
from vitascope.engines.previz.scene.terrain import Terrain

WOODED: Final = frozenset({Environment.FOREST, Environment.JUNGLE})
"""Where a wood may be of one kind."""
LITTER: Final = {
    "autumn": ("#8a4a1e", "#b8762a", "#a85a1e"),
    "bamboo": ("#6f6a3a", "#8a7a4a", "#8f7d55"),
    "deadwood": ("#5a5248", "#6e6456", "#7a6e5e"),
    "savanna": ("#b0924a", "#c8aa60", "#7a7638"),
    "blossom": ("#7a9a4c", "#c89aa4", "#e0b4c0"),
}
"""What lies on the ground, by what a plan calls the sight: turf, dry turf, and paths or far woods."""
MOONLIT: Final = "moonlit"
"""The sight of a moon that is named."""
GAP, RISES = 0.10, 0.14
"""Radians to either side of it that are free of trees, and the slope up to which they hide nothing."""
RING, RINGS = 0.52, 9
"""Metres from one joint of a bamboo stem to the next, and how many are seen of the near ones."""


def littered(plan: ShotPlan, soil: Soil) -> Soil:
    """The soil with what has fallen on it."""
    tones = next((LITTER[sight] for sight in plan.sights if sight in LITTER), None)
    if tones is None or plan.environment not in WOODED | {Environment.MEADOW, Environment.VILLAGE}:
        return soil
    turf, dry, patch = (linear(tone) for tone in tones)
    autumn = "savanna" not in plan.sights and plan.environment is Environment.MEADOW
    turf = turf if not autumn else (0.45 * turf + 0.55 * soil.turf).astype(np.float32)
    return replace(
        soil, turf=turf, dry=dry, patch=soil.patch if plan.environment is Environment.VILLAGE else patch
    )


def _stems(plot: Plot, count: int, clear: float) -> tuple[Array, Array]:
    """Places of trees about a way that winds."""
    x, z = plot.strewn(count, 3.2, 105.0, 0.75)
    off = clear_of_path(plot, x, z, clear, 60.0)
    return x[off], z[off]


def _floor(plot: Plot, plan: ShotPlan, ferns: int) -> list[Array]:
    """What grows below, and what hangs in the air."""
    made = [
        undergrowth(plot, ferns, (FERN,), (0.4, 0.9), far=46, shape=1.7),
        undergrowth(plot, 420, (GRASS, STRAW), (0.2, 0.45), far=22),
        mists(plot, 8, 0.30 if plan.weather is Weather.FOG else 0.14),
    ]
    return [*made, beams(plot, 8, 0.36)] if shining(plan) else made


def _bamboo(plot: Plot, plan: ShotPlan) -> Array:
    """Slim green stems, close together, with joints; leaves far up."""
    x, z = _stems(plot, 900, 3.4)
    n = len(x)
    high = plot.random.uniform(12.0, 19.0, n).astype(np.float32)
    stems = plot.rows(x, z, np.full(n, TRUNK, np.float32), high, 0.12)
    stems[:, 4] = plot.random.uniform(0.09, 0.17, n)
    stems[:, 6] = plot.random.normal(0.0, 0.03, n)
    stems[:, 8] = 0.004
    stems[:, 10:13] *= plot.random.uniform(0.7, 1.25, (n, 1)) * np.array([1.0, 1.0, 0.9], np.float32)
    near = np.flatnonzero(np.hypot(x - plot.x, z - plot.z) < 15.0)
    rings = np.repeat(stems[near], RINGS, 0)
    up = np.tile(np.arange(RINGS, dtype=np.float32), len(near)) * RING + 0.35
    rings[:, 0] += rings[:, 6] * up
    rings[:, 1] -= 0.02
    rings[:, 2] += up
    rings[:, 4] *= 1.16 * (1.0 - up / rings[:, 3])
    rings[:, 3], rings[:, 6] = 0.035, 0.0
    rings[:, 10:13] *= 1.35
    leaves = np.repeat(stems, 2, 0)
    leaves[:, 5] = PLUME
    leaves[:, 2] += leaves[:, 3] * plot.random.uniform(0.28, 0.72, len(leaves))
    leaves[:, 0] += plot.random.normal(0.0, 0.4, len(leaves))
    leaves[:, 3] = plot.random.uniform(3.0, 5.5, len(leaves))
    leaves[:, 4] = leaves[:, 3] * 0.85
    leaves[:, 6], leaves[:, 8] = 0.0, 0.02
    return np.concatenate([stems, rings, leaves, *_floor(plot, plan, 160)])


def _birches(plot: Plot, plan: ShotPlan) -> Array:
    """White stems, light leaves."""
    x, z = _stems(plot, 420, 4.5)
    grown = trees(plot, x, z, (ELM, ELM, OAK), (13.0, 19.0), 0.5)
    grown[: len(x), 4] *= 0.62
    return np.concatenate([grown, *_floor(plot, plan, 420)])


def _pines(plot: Plot, plan: ShotPlan) -> Array:
    """Spruces and firs, dense behind, high stems nearby."""
    x, z = _stems(plot, 520, 5.0)
    near = np.hypot(x - plot.x, z - plot.z) < 16.0
    parts = [trees(plot, x[~near], z[~near], (SPRUCE, FIR), (13.0, 26.0), 0.40)]
    parts.append(trees(plot, x[near], z[near], (SPRUCE,), (20.0, 27.0), 0.34))
    small = undergrowth(plot, 110, (FIR,), (1.0, 3.4), far=90, shape=0.62)
    parts.append(small[clear_of_path(plot, small[:, 0], small[:, 1], 4.5, 70.0)])
    return np.concatenate([*parts, *_floor(plot, plan, 500)])


def _dead(plot: Plot, plan: ShotPlan) -> Array:
    """Leafless trees and dry grass."""
    del plan
    x, z = _stems(plot, 260, 4.5)
    high = plot.random.uniform(7.0, 15.0, len(x)).astype(np.float32)
    grown = plot.rows(x, z, np.full(len(x), PLUME, np.float32), high, high * 0.85)
    grown[:, 8] = 0.004
    dry = undergrowth(plot, 500, (STRAW,), (0.2, 0.5), far=40)
    return np.concatenate([grown, dry, mists(plot, 12, 0.34)])


def _palm_grove(plot: Plot, plan: ShotPlan) -> Array:
    """Palms over grass."""
    x, z = _stems(plot, 210, 4.5)
    return np.concatenate([palms(plot, x, z), *_floor(plot, plan, 200)])


def _savanna(plot: Plot, plan: ShotPlan) -> Array:
    """Golden grass to the horizon, and acacias here and there."""
    del plan
    x, z = plot.strewn(130, 26.0, 420.0, 0.8)
    side = 1.0 if plot.random.random() < 0.5 else -1.0
    off = clear_of_path(plot, x, z, 9.0, 200.0)
    x = np.append(x[off], np.array([plot.x + side * 15.0, plot.x - side * 31.0], np.float32))
    z = np.append(z[off], np.array([plot.z + 36.0, plot.z + 64.0], np.float32))
    high = plot.random.uniform(7.0, 11.5, len(x)).astype(np.float32)
    grown = plot.rows(x, z, np.full(len(high), PLUME, np.float32), high, high * 1.75)
    grown[:, 8] = 0.004
    tall = undergrowth(plot, 5200, (STRAW, STRAW, GRASS), (0.3, 0.75), far=60, shape=2.0)
    bushes = undergrowth(plot, 50, (BUSH,), (0.8, 1.6), far=180, shape=1.8)
    return np.concatenate([grown, tall, bushes])


def _clifftop(plot: Plot, plan: ShotPlan) -> Array:
    """Grass on what is well above the sea."""
    del plan
    tufts = undergrowth(plot, 5200, (GRASS, GRASS, STRAW), (0.14, 0.34), far=46, shape=2.0)
    return tufts[tufts[:, 2] > 2.4]


Plants = Callable[[Plot, ShotPlan], Array]
KINDS: Final[dict[str, tuple[Plants, str]]] = {
    "bamboo": (_bamboo, "#86a446"),
    "birch": (_birches, "#dcd8cc"),
    "pine": (_pines, "#6b5038"),
    "deadwood": (_dead, "#6e655c"),
    "palms": (_palm_grove, "#8a7658"),
}
"""What grows in a wood of a kind, and the colour of its bark, by what a plan calls the sight."""


def _extra(plan: ShotPlan, look: Look, random: np.random.Generator) -> list[Array]:
    """The picture that a kind of wood has and others have not."""
    if "bamboo" in plan.sights:
        return [foliage.plumes(random, Paint.of(look, linear("#7da23c")), (256, 288), 150)]
    if "deadwood" in plan.sights:
        return [foliage.bare(random, Paint.of(look, linear("#6e655c")), (288, 320))]
    if "savanna" in plan.sights:
        return [foliage.umbrella(random, Paint.of(look, linear("#66742e")), (352, 208))]
    return []


def _grove(plan: ShotPlan) -> tuple[Plants, str, float] | None:
    """What grows, its bark, and up to how far it is seen."""
    if plan.environment is Environment.COAST:
        return _clifftop, "#6b5846", 120.0
    if plan.environment is Environment.MEADOW and "savanna" in plan.sights:
        return _savanna, "#5d4c38", 620.0
    if plan.environment not in WOODED:
        return None
    return next(((*KINDS[sight], 115.0) for sight in plan.sights if sight in KINDS), None)


def moonlit(plan: ShotPlan, look: Look, stand: Stand | None, x: float, z: float) -> Stand | None:
    """The stand with a gap through which a moon that is named is seen from ``x, z``."""
    if stand is None or MOONLIT not in plan.sights or plan.environment not in WOODED:
        return stand
    right, ahead = stand.rows[:, PLACE_X] - x, stand.rows[:, PLACE_Z] - z
    away = np.hypot(right, ahead)
    beside = np.abs(np.arctan2(right, ahead) - look.azimuth) * away - 0.5 * stand.rows[:, WIDE]
    hides = (
        (beside < GAP * away)
        & (stand.rows[:, ROOT] + stand.rows[:, TALL] > RISES * away)
        & (stand.rows[:, TALL] > 1.5)
    )
    return replace(stand, rows=stand.rows[~hides])


def wood(plan: ShotPlan, look: Look, shape: Relief, terrain: Terrain) -> Stand | None:
    """The stand of a plan that asks for one kind of wood."""
    found = _grove(plan)
    if found is None:
        return None
    plant, bark, end = found
    random = np.random.default_rng(plan.seed + 81)
    rows = plant(Plot(random, terrain, look, shape.x, shape.z), plan).astype(np.float32)
    shown = [*pictures(plan, look, pictured(rows, PLUME)), *_extra(plan, look, random)]
    return standing(plan, look, terrain, rows, shown, (bark, end))
