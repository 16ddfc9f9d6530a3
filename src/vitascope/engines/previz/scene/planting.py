"""What grows where: the stands of meadow, forest, jungle, hills and village."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.plan import Environment, ShotPlan, TimeOfDay, Weather
from vitascope.engines.previz.scene import foliage
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.foliage import Numbers, Paint
from vitascope.engines.previz.scene.noise import band, fbm
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.relief import Relief
from vitascope.engines.previz.scene.sprites import pack
from vitascope.engines.previz.scene.stand import FIELDS, GLOW, SOFT, TRUNK, Stand, pictured
from vitascope.engines.previz.scene.terrain import Terrain


@dataclass(frozen=True)
class Plot:
    """The ground that is planted, the camera at ``x, z`` looking north."""

    random: np.random.Generator
    terrain: Terrain
    look: Look
    x: float
    z: float

    def strewn(self, count: int, near: float, far: float, wide: float) -> tuple[Array, Array]:
        """Places ahead of the camera, evenly over a wedge and ``near`` metres about the camera left out."""
        ahead = np.sqrt(self.random.uniform(0.0, 1.0, count)) * (far + 8.0) - 8.0
        aside = self.random.uniform(-1.0, 1.0, count) * (8.0 + np.maximum(ahead, 0.0) * wide)
        keep = np.hypot(ahead, aside) > near
        return (self.x + aside[keep]).astype(np.float32), (self.z + ahead[keep]).astype(np.float32)

    def rows(self, x: Array, z: Array, picture: Array, tall: Numbers | float, wide: Numbers | float) -> Array:
        """Rows of a stand at these places."""
        out = np.zeros((len(x), FIELDS), np.float32)
        out[:, 0], out[:, 1] = x, z
        out[:, 2] = self.terrain.grounds(x, z) - 0.04
        out[:, 3], out[:, 4], out[:, 5] = tall, wide, picture
        out[:, 7] = self.random.random(len(x))
        out[:, 8] = 0.016
        out[:, 9] = 1.0
        out[:, 10:13] = self.random.uniform(0.8, 1.15, (len(x), 1))
        return out


def clear_of_path(plot: Plot, x: Array, z: Array, half: float, reach: float) -> NDArray[np.bool_]:
    """Whether places keep off the way ahead of the camera, which opens and closes."""
    ahead = z - plot.z
    room = half * np.clip(1.25 - ahead / reach, 0.0, 1.0) + 0.6
    return np.asarray(np.abs(x - plot.x - 1.2 * np.sin(ahead * 0.09)) > room)


_LEAVES: Final = {
    "oak": "#5f7d32", "elm": "#6d8a3c", "bush": "#5f7d32", "spruce": "#34502e", "fern": "#5f8f38",
    "grass": "#6f9a3c", "straw": "#a3a455", "wild": "#3f7a34", "palm": "#558238",
}  # fmt: skip
_TURNING: Final = {"oak": "#b0702c", "elm": "#b98a30", "bush": "#b0702c"}
SEASONS: Final = {
    "autumn": {"oak": "#c4551a", "elm": "#dc9a22", "bush": "#a8341c", "fern": "#a87a34", "grass": "#94903c",
               "straw": "#c08a3c", "wild": "#c8861e"},
    "blossom": {"oak": "#f0a4bc", "elm": "#f6c4d2", "bush": "#ee96b4", "wild": "#f0a4bc"},
    "savanna": {"oak": "#6f7a34", "elm": "#7d8238", "bush": "#7a7a3c", "grass": "#b89a4a",
                "straw": "#d0b060"},
}  # fmt: skip
"""Colours of leaves by what a plan calls the sight."""


def _paints(plan: ShotPlan, look: Look) -> dict[str, Paint]:
    """Leaf colours by name."""
    turning = plan.environment is Environment.FOREST and plan.seed % 5 == 4
    colours = _LEAVES | (_TURNING if turning else {})
    for sight in plan.sights:
        colours |= SEASONS.get(sight, {})
    return {name: Paint.of(look, linear(colour)) for name, colour in colours.items()}


def pictures(plan: ShotPlan, look: Look, shown: NDArray[np.bool_]) -> list[Array]:
    """The painted things, numbered as below; of those that are not ``shown``, nothing."""
    paint = _paints(plan, look)
    tints = [
        next((BLOOMS[s] for s in plan.sights if MEADOWS.get(s) == kind), usual) for kind, usual in _USUAL
    ]
    made: list[Callable[[np.random.Generator], Array]] = [
        lambda random: foliage.crown(random, paint["oak"], (256, 288), 34, 190, 0.30),
        lambda random: foliage.crown(random, paint["elm"], (256, 320), 28, 190, 0.34),
        lambda random: foliage.crown(random, paint["bush"], (256, 160), 22, 120, 0.0),
        lambda random: foliage.conifer(random, paint["spruce"], (192, 384), 30, 0.04),
        lambda random: foliage.conifer(random, paint["spruce"], (192, 320), 24, 0.0),
        lambda random: foliage.fern(random, paint["fern"], (192, 112)),
        lambda random: foliage.palm(random, paint["palm"], (288, 256)),
        lambda random: foliage.broadleaf(random, paint["wild"], (224, 192)),
        lambda random: foliage.tuft(random, paint["grass"], (160, 96), 56),
        lambda random: foliage.tuft(random, paint["straw"], (128, 112), 34),
        lambda random: foliage.tuft(random, paint["grass"], (128, 112), 26, linear(tints[0])),
        lambda random: foliage.tuft(random, paint["grass"], (128, 112), 26, linear(tints[1])),
        lambda random: foliage.tuft(random, paint["grass"], (128, 112), 26, linear(tints[2])),
        lambda _: foliage.soft((64, 192), _beam),
        lambda _: foliage.soft((256, 64), _bank(plan.seed)),
        lambda random: foliage.crown(random, paint["wild"], (288, 192), 26, 150, 0.0),
    ]
    seeds = [np.random.default_rng([plan.seed, 82, number]) for number in range(len(made))]
    nothing = np.zeros((2, 2, 4), np.float32)
    return [each(seeds[n]) if shown[n] else nothing for n, each in enumerate(made)]


OAK: Final = 0
ELM: Final = 1
BUSH: Final = 2
SPRUCE: Final = 3
FIR: Final = 4
FERN: Final = 5
PALM: Final = 6
BROADLEAF: Final = 7
GRASS: Final = 8
STRAW: Final = 9
DAISY: Final = 10
POPPY: Final = 11
BELL: Final = 12
_USUAL: Final = ((DAISY, "#f2f0ea"), (POPPY, "#d8343a"), (BELL, "#7a5fd0"))
MEADOWS: Final = {"daisies": DAISY, "sunflowers": DAISY, "poppies": POPPY, "tulips": POPPY, "lavender": BELL}
"""Whole fields of one flower, by what a plan calls the sight, and the picture that shows it."""
BLOOMS: Final = {"daisies": "#f6f4ee", "sunflowers": "#f2b81c", "poppies": "#dc2418", "tulips": "#e43a6a",
                 "lavender": "#8a64cc"}  # fmt: skip
CARPET: Final = 3600
"""Flowers of a whole field."""
BEAM: Final = 13
MIST: Final = 14
WILD: Final = 15
PLUME: Final = 16
"""The pictures' numbers; the last is one that a kind of wood adds to all others."""


def _beam(x: Array, y: Array) -> Array:
    """A shaft of light, brighter and sharper above."""
    soft = np.exp(-((x * (1.7 - 0.6 * y)) ** 2) * 1.6) * (1 - np.abs(x)) ** 0.5
    return np.asarray(soft * np.clip((y + 1) * 4, 0, 1) * np.clip((0.98 - y) * 0.75, 0, 1) ** 1.2, np.float32)


def _bank(seed: int) -> Callable[[Array, Array], Array]:
    """A bank of mist, torn at its upper edge."""
    noise = fbm(256, seed + 71, 4, 5, 0.5)

    def shape(x: Array, y: Array) -> Array:
        torn = noise[: x.shape[0], : x.shape[1]]
        edge = np.clip((1 - np.abs(x)) * 1.6, 0, 1)
        cover = edge**1.5 * np.exp(-((y - 0.15) ** 2) * 4.5) * np.clip(torn * 1.7 - 0.25, 0, 1)
        return np.asarray(cover, np.float32)

    return shape


def trees(
    plot: Plot, x: Array, z: Array, kinds: tuple[int, ...], tall: tuple[float, float], shape: float
) -> Array:
    """Whole trees: a trunk each, and its head."""
    n = len(x)
    high = plot.random.uniform(*tall, n).astype(np.float32)
    heads = plot.rows(x, z, plot.random.choice(kinds, n).astype(np.float32), high, high * shape)
    heads[:, 4] *= plot.random.uniform(0.9, 1.15, n)
    trunks = heads.copy()
    trunks[:, 2] -= 0.15
    trunks[:, 3], trunks[:, 4], trunks[:, 5] = high * 0.72, high * 0.036, TRUNK
    trunks[:, 6] = plot.random.normal(0, 0.012, n)
    trunks[:, 8] = 0.0
    return np.concatenate([trunks, heads])


def undergrowth(
    plot: Plot,
    count: int,
    kinds: tuple[int, ...],
    size: tuple[float, float],
    *,
    far: float,
    shape: float = 1.4,
) -> Array:
    """Low plants strewn about the camera, up to ``far`` metres."""
    x, z = plot.strewn(count, 1.2, far, 1.0)
    tall = plot.random.uniform(*size, len(x)).astype(np.float32)
    made = plot.rows(x, z, plot.random.choice(kinds, len(x)).astype(np.float32), tall, tall * shape)
    made[:, 8] = 0.03
    return made


def beams(plot: Plot, count: int, strength: float) -> Array:
    """Shafts of sunlight between trees."""
    x, z = plot.strewn(count, 9.0, 42.0, 0.55)
    made = plot.rows(x, z, np.full(len(x), BEAM + GLOW, np.float32), 17.0, 2.2)
    made[:, 4] = plot.random.uniform(0.7, 2.8, len(x))
    dx, dy, _ = plot.look.toward_sun
    steep = max(dy, 0.42)
    made[:, 6] = np.clip(dx / steep * 0.9 + 0.18 * plot.random.normal(0, 0.15, len(x)), -0.9, 0.9)
    made[:, 8] = 0.004
    made[:, 9] = strength * plot.random.uniform(0.4, 1.0, len(x))
    made[:, 10:13] = plot.look.sun + plot.look.haze_sun * 0.3
    return made


def mists(plot: Plot, count: int, opacity: float) -> Array:
    """Low banks of mist."""
    x, z = plot.strewn(count, 10.0, 80.0, 0.7)
    made = plot.rows(x, z, np.full(len(x), MIST + SOFT, np.float32), 5.0, 30.0)
    made[:, 3] = plot.random.uniform(2.5, 7.0, len(x))
    made[:, 4] = plot.random.uniform(18.0, 44.0, len(x))
    made[:, 8] = 0.3
    made[:, 9] = opacity
    made[:, 10:13] = plot.look.haze_colour * 0.55 + plot.look.haze_sun * 0.5
    return made


def shining(plan: ShotPlan) -> bool:
    """Whether the sun comes through leaves."""
    return plan.time_of_day is not TimeOfDay.NIGHT and plan.weather in {Weather.CLEAR, Weather.CLOUDS}


def _forest(plot: Plot, plan: ShotPlan) -> Array:
    """Tall trunks about a way that winds, heads far up, ferns and saplings below."""
    x, z = plot.strewn(300, 3.5, 105.0, 0.75)
    off = clear_of_path(plot, x, z, 5.5, 60.0)
    x, z = x[off], z[off]
    fir = plot.random.random(len(x)) < (0.35 if plan.seed % 2 else 0.6)
    near = np.hypot(x - plot.x, z - plot.z) < 24
    whole = trees(plot, x[fir & ~near], z[fir & ~near], (SPRUCE, FIR), (14, 24), 0.42)
    broad = trees(plot, x[~fir & ~near], z[~fir & ~near], (OAK, ELM), (13, 21), 0.82)
    stems = trees(plot, x[near], z[near], (OAK, ELM), (17, 22), 0.8)
    boughs = plot.rows(x[near], z[near] + 0.3, np.full(int(near.sum()), BUSH, np.float32), 2.6, 5.0)
    boughs[:, 2] += plot.random.uniform(3.2, 7.0, len(boughs))
    boughs[:, 0] += plot.random.uniform(-2.5, 2.5, len(boughs))
    parts = [whole, broad, stems, boughs]
    parts.append(undergrowth(plot, 720, (FERN,), (0.45, 1.0), far=46, shape=1.7))
    parts.append(undergrowth(plot, 420, (GRASS, STRAW), (0.2, 0.45), far=22))
    bushes = undergrowth(plot, 130, (BUSH, FIR), (1.0, 2.6), far=90, shape=1.15)
    parts.append(bushes[clear_of_path(plot, bushes[:, 0], bushes[:, 1], 4.5, 70.0)])
    parts.append(mists(plot, 8, 0.30 if plan.weather is Weather.FOG else 0.16))
    if shining(plan):
        parts.append(beams(plot, 9, 0.38))
    return np.concatenate(parts)


def _jungle(plot: Plot, plan: ShotPlan) -> Array:
    """Palms and wild trees in layers, great leaves below, vines and mist."""
    x, z = plot.strewn(420, 4.0, 110.0, 0.85)
    off = clear_of_path(plot, x, z, 5.0, 50.0)
    x, z = x[off], z[off]
    part = plot.random.random(len(x))
    high = part < 0.5
    wild = trees(plot, x[high], z[high], (WILD, ELM), (12, 24), 0.85)
    fronds = palms(plot, x[~high], z[~high])
    parts = [wild, fronds, _vines(plot, 70)]
    wall = undergrowth(plot, 330, (WILD, BROADLEAF, FERN), (1.4, 4.2), far=80, shape=1.35)
    parts.append(wall[clear_of_path(plot, wall[:, 0], wall[:, 1], 4.0, 46.0)])
    low = undergrowth(plot, 520, (BROADLEAF, FERN, FERN), (0.5, 1.3), far=34, shape=1.3)
    parts.append(low[clear_of_path(plot, low[:, 0], low[:, 1], 1.7, 60.0)])
    parts.append(undergrowth(plot, 420, (GRASS, FERN), (0.15, 0.4), far=18))
    parts.append(mists(plot, 12, 0.42 if plan.weather is Weather.FOG else 0.30))
    if shining(plan):
        parts.append(beams(plot, 8, 0.4))
    return np.concatenate(parts)


def palms(plot: Plot, x: Array, z: Array) -> Array:
    """Palms of many heights, which lean."""
    n = len(x)
    high = plot.random.uniform(5, 13, n).astype(np.float32)
    trunks = plot.rows(x, z, np.full(n, TRUNK, np.float32), high, 0.30)
    trunks[:, 6] = plot.random.normal(0, 0.09, n)
    trunks[:, 8] = 0.0
    heads = plot.rows(x, z, np.full(n, PALM, np.float32), 5.0, 6.0)
    heads[:, 3] = plot.random.uniform(4.0, 6.0, n)
    heads[:, 4] = heads[:, 3] * 1.15
    heads[:, 0] += trunks[:, 6] * high
    heads[:, 2] += high - heads[:, 3] * 0.47
    heads[:, 8] = 0.02
    return np.concatenate([trunks, heads])


def _vines(plot: Plot, count: int) -> Array:
    """Ropes that hang from above the picture."""
    x, z = plot.strewn(count, 4.0, 34.0, 0.7)
    made = plot.rows(x, z, np.full(len(x), TRUNK, np.float32), 12.0, 0.06)
    made[:, 4] = plot.random.uniform(0.02, 0.06, len(x))
    made[:, 2] += plot.random.uniform(2.0, 7.0, len(x))
    made[:, 6] = plot.random.normal(0, 0.13, len(x))
    made[:, 8] = 0.004
    made[:, 10:13] *= np.array([0.55, 0.75, 0.4], np.float32)
    return made


def _meadow(plot: Plot, plan: ShotPlan) -> Array:
    """Grass and flowers at one's feet, single trees and copses farther off."""
    random = plot.random
    groves = [undergrowth(plot, 0, (GRASS,), (0.2, 0.4), far=20)]
    for _ in range(13):
        ahead, aside = random.uniform(70, 420), random.uniform(-0.75, 0.75)
        n = int(random.integers(4, 16))
        x = plot.x + aside * ahead + random.normal(0, 13, n)
        z = plot.z + ahead + random.normal(0, 9, n)
        kinds = (OAK, ELM) if random.random() < 0.75 else (SPRUCE, FIR)
        shape = 0.86 if kinds[0] == OAK else 0.44
        groves.append(trees(plot, x.astype(np.float32), z.astype(np.float32), kinds, (8, 16), shape))
    side = 1.0 if random.random() < 0.5 else -1.0
    lone_x = np.array([plot.x + side * 13.0, plot.x - side * 27.0], np.float32)
    lone_z = np.array([plot.z + 34.0, plot.z + 62.0], np.float32)
    groves.append(trees(plot, lone_x, lone_z, (OAK, ELM), (10, 13), 0.95))
    parts = [*groves]
    parts.append(undergrowth(plot, 5200, (GRASS, GRASS, GRASS, STRAW), (0.18, 0.42), far=40, shape=2.0))
    field = next((MEADOWS[sight] for sight in plan.sights if sight in MEADOWS), None)
    parts.append(_patches(plot) if field is None else _carpet(plot, field))
    parts.append(undergrowth(plot, 60, (BUSH,), (1.0, 2.2), far=180, shape=1.6))
    return np.concatenate(parts)


def _carpet(plot: Plot, kind: int) -> Array:
    """One kind of flower, from one's feet to the trees."""
    ahead = 2.2 + 88.0 * plot.random.random(CARPET) ** 1.7
    aside = plot.random.uniform(-0.85, 0.85, CARPET) * (ahead + 3)
    x, z = (plot.x + aside).astype(np.float32), (plot.z + ahead).astype(np.float32)
    tall = plot.random.uniform(0.30, 0.55, CARPET).astype(np.float32)
    rows = plot.rows(x, z, np.full(CARPET, float(kind), np.float32), tall, tall * 1.3)
    rows[:, 8] = 0.035
    return rows


def _patches(plot: Plot) -> Array:
    """Flowers, in drifts of one kind."""
    made: list[Array] = []
    for _ in range(30):
        ahead = plot.random.uniform(3, 44)
        aside = plot.random.uniform(-0.8, 0.8) * (ahead + 3)
        n = int(plot.random.integers(8, 30))
        x = (plot.x + aside + plot.random.normal(0, 1.6, n)).astype(np.float32)
        z = (plot.z + ahead + plot.random.normal(0, 1.6, n)).astype(np.float32)
        kind = float(plot.random.choice((DAISY, DAISY, POPPY, BELL)))
        tall = plot.random.uniform(0.28, 0.5, n).astype(np.float32)
        rows = plot.rows(x, z, np.full(n, kind, np.float32), tall, tall * 1.15)
        rows[:, 8] = 0.035
        made.append(rows)
    return np.concatenate(made)


def _village(plot: Plot, plan: ShotPlan) -> Array:
    """Garden trees behind and beside the houses, grass along the way."""
    x, z = plot.strewn(90, 14.0, 190.0, 0.75)
    off = clear_of_path(plot, x, z, 9.0, 400.0)
    garden = trees(plot, x[off], z[off], (OAK, ELM, ELM), (6, 11), 0.9)
    grass = undergrowth(plot, 1300, (GRASS, STRAW, GRASS, DAISY), (0.16, 0.34), far=30, shape=1.7)
    grass = grass[np.abs(grass[:, 0] - plot.x) > 2.6]
    bushes = undergrowth(plot, 60, (BUSH,), (0.8, 1.5), far=90, shape=1.6)
    bushes = bushes[clear_of_path(plot, bushes[:, 0], bushes[:, 1], 4.5, 400.0)]
    del plan
    return np.concatenate([garden, grass, bushes])


_PLANTED: Final = {
    Environment.MEADOW: (_meadow, 620.0),
    Environment.FOREST: (_forest, 115.0),
    Environment.JUNGLE: (_jungle, 110.0),
    Environment.VILLAGE: (_village, 240.0),
}


def planted(plan: ShotPlan, look: Look, shape: Relief, terrain: Terrain) -> Stand | None:
    """The stand of a plan's environment, if anything grows there."""
    found = _PLANTED.get(plan.environment)
    if found is None:
        return None
    plant, end = found
    random = np.random.default_rng(plan.seed + 81)
    rows = plant(Plot(random, terrain, look, shape.x, shape.z), plan).astype(np.float32)
    bark = "#6b5846" if plan.environment is not Environment.JUNGLE else "#5d5a40"
    return standing(plan, look, terrain, rows, pictures(plan, look, pictured(rows, PLUME)), (bark, end))


def standing(
    plan: ShotPlan, look: Look, terrain: Terrain, rows: Array, shown: list[Array], seen: tuple[str, float]
) -> Stand:
    """A stand of these rows and pictures; ``seen`` is the colour of bark, and up to how far it is seen."""
    x, y, z = look.toward_key
    key = np.array([x, y, max(-z, 0.15)], np.float32)
    bark, end = linear(seen[0]), seen[1]
    return Stand(
        rows=rows,
        atlas=pack(shown),
        box=terrain.size,
        end=end,
        bark=band(256, plan.seed + 82, 24),
        light=np.stack([key, look.key, look.ambient * np.float32(1.2), bark]).astype(np.float32),
        settings=terrain.settings,
        hertz=0.22 * math.sqrt(max(look.wind, 0.4)),
    )
