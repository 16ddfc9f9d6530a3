"""What figures are covered with: one table of materials and one set of textures for all of them.

Textures are factors on a surface's own colour, so that one set serves every figure.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.bird_form import feathers
from vitascope.engines.previz.rigs.colours import mix, step
from vitascope.engines.previz.rigs.materials import SOLID_TEXTURE, Material, table
from vitascope.engines.previz.rigs.noise import cloud, hide, slopes
from vitascope.engines.previz.rigs.texels import Textures, pack

SIDE = 256


class Stuff(IntEnum):
    """Rows of ``MATERIALS``."""

    FUR = 0
    HIDE = 1
    SKIN = 2
    CLOTH = 3
    METAL = 4
    PAINT = 5
    GLASS = 6
    RUBBER = 7
    LAMP = 8
    WOOD = 9
    BRICK = 10
    STONE = 11
    PLASTER = 12
    WINDOW = 13
    LEAF = 14
    BARK = 15
    PETAL = 16
    FEATHER = 17
    MEMBRANE = 18
    EYE = 19
    HORN = 20
    FLAME = 21
    TILE = 22
    SAIL = 23
    MOON = 24
    CLOUDED = 25
    JELLY = 26
    PLAIN = 27
    SOIL = 28
    BUBBLE = 29
    STEAM = 30
    WET = 31
    SPARK = 32
    CRYSTAL = 33
    MARBLE = 34


(
    _EYE,
    _BARK,
    _BRICK,
    _PLANK,
    _FEATHER,
    _LEAVES,
    _TILE,
    _BLOCKS,
    _WEAVE,
    _PANEL,
    _CRATERS,
    _CLOUDS,
    _VEINS,
    _WISP,
    _MARBLED,
) = range(15)

MATERIALS = table(
    Material(SOLID_TEXTURE, scale=3.2, bump=0.0022, gloss=0.05, sharpness=2, wrap=0.35, sheen=0.10, rim=1.0),
    Material(SOLID_TEXTURE, scale=9.0, bump=0.004, gloss=0.16, sharpness=4, wrap=0.15, sheen=0.20, rim=0.9),
    Material(_WEAVE, scale=2.0, bump=0.0002, gloss=0.10, sharpness=3, wrap=0.45, sheen=0.10, rim=0.8),
    Material(_WEAVE, scale=9.0, bump=0.0006, gloss=0.03, sharpness=2, wrap=0.30, sheen=0.08, rim=0.8),
    Material(_PANEL, scale=2.5, bump=0.0004, gloss=1.3, sharpness=5, wrap=0.10, sheen=0.75, rim=0.9),
    Material(gloss=1.1, sharpness=7, wrap=0.15, sheen=0.85, rim=0.8),
    Material(gloss=2.4, sharpness=7, wrap=0.10, sheen=1.6, rim=0.5),
    Material(gloss=0.12, sharpness=3, wrap=0.20, sheen=0.15, rim=0.5),
    Material(gloss=0.6, sharpness=5, wrap=0.40, emit=(2.6, 2.3, 1.7), rim=0.3),
    Material(_PLANK, scale=3.0, bump=0.0015, gloss=0.10, sharpness=3, wrap=0.25, sheen=0.08, rim=0.6),
    Material(_BRICK, scale=4.0, bump=0.0016, gloss=0.02, sharpness=2, wrap=0.20, rim=0.5),
    Material(_BLOCKS, scale=3.0, bump=0.0024, gloss=0.03, sharpness=2, wrap=0.20, rim=0.5),
    Material(_WEAVE, scale=1.5, bump=0.0003, gloss=0.03, sharpness=2, wrap=0.25, rim=0.5),
    Material(gloss=1.6, sharpness=6, wrap=0.10, sheen=1.1, emit=(2.0, 1.25, 0.50), rim=0.2),
    Material(_LEAVES, scale=7.0, bump=0.0030, gloss=0.10, sharpness=2, through=0.30, wrap=0.45, thin=True,
        rim=0.7),
    Material(_BARK, scale=3.0, bump=0.0040, gloss=0.02, sharpness=2, wrap=0.25, rim=0.6),
    Material(_VEINS, scale=4.0, bump=0.0006, gloss=0.08, sharpness=3, through=0.55, wrap=0.45, thin=True,
        rim=0.5),
    Material(_FEATHER, scale=5.0, bump=0.0010, gloss=0.06, sharpness=2, through=0.15, wrap=0.40, thin=True,
        rim=0.6),
    Material(_VEINS, scale=3.0, bump=0.0005, gloss=0.10, sharpness=3, through=0.45, wrap=0.30, thin=True,
        rim=0.6),
    Material(_EYE, gloss=2.4, sharpness=7, sheen=0.6, rim=0.2),
    Material(gloss=0.45, sharpness=4, wrap=0.20, sheen=0.25, rim=0.6),
    Material(emit=(6.0, 2.6, 0.7), wrap=0.5, thin=True, rim=0.0),
    Material(_TILE, scale=5.0, bump=0.0024, gloss=0.06, sharpness=3, wrap=0.20, sheen=0.08, rim=0.6),
    Material(_WEAVE, scale=3.0, bump=0.0006, gloss=0.02, sharpness=2, through=0.50, wrap=0.40, thin=True,
        rim=0.5),
    Material(_CRATERS, scale=1.3, bump=0.010, gloss=0.0, sharpness=2, wrap=0.08, rim=0.4),
    Material(_CLOUDS, scale=1.0, bump=0.001, gloss=0.25, sharpness=3, wrap=0.12, sheen=0.5, rim=1.2),
    Material(_VEINS, scale=2.0, gloss=0.9, sharpness=5, through=0.8, opacity=0.62, wrap=0.6, sheen=0.6,
             emit=(0.25, 0.30, 0.45), thin=True, rim=1.2),
    Material(wrap=0.3, rim=0.5),
    Material(_CLOUDS, scale=3.0, bump=0.004, wrap=0.3, rim=0.4),
    Material(gloss=3.0, sharpness=7, opacity=0.30, wrap=0.3, sheen=2.6, thin=True, rim=2.0),
    Material(_WISP, through=0.8, opacity=0.42, wrap=0.9, emit=(0.9, 0.95, 1.0), thin=True, rim=0.0),
    Material(gloss=0.55, sharpness=5, wrap=0.25, sheen=0.40, rim=0.8),
    Material(emit=(3.2, 3.2, 3.2), wrap=0.9, thin=True, rim=0.0),
    Material(gloss=3.2, sharpness=7, through=0.4, opacity=0.34, wrap=0.3, sheen=2.0, thin=True, rim=1.2),
    Material(_MARBLED, scale=1.0, gloss=0.55, sharpness=6, wrap=0.2, sheen=0.55, rim=0.5),
)  # fmt: skip


def _flat(shade: Floats, height: Floats, opacity: Floats | None = None) -> Floats:
    along, across = slopes(np.asarray(height, np.float32))
    rgb = shade if shade.ndim == 3 else np.repeat(shade[..., None], 3, -1)
    open_ = np.ones(height.shape, np.float32) if opacity is None else opacity
    return np.concatenate([rgb, np.stack([open_, along, across], -1)], -1).astype(np.float32)


def _axes() -> tuple[Floats, Floats]:
    """U along columns, v along rows."""
    v, u = np.meshgrid(*[(np.arange(SIDE, dtype=np.float32) + 0.5) / SIDE] * 2, indexing="ij")
    return u, v


def _eye() -> Floats:
    """A dark pupil in an iris of the surface's colour, with a white at the rim; u from the outer pole."""
    u, v = _axes()
    streak = 0.8 + 0.2 * np.sin(2 * np.pi * 31 * v)
    colour: Floats = np.repeat(streak[..., None], 3, -1)
    colour = mix(np.full(3, 0.015, np.float32), colour, step(u, 0.15, 0.17))
    colour = mix(colour, np.full(3, 0.12, np.float32), step(u, 0.31, 0.35))
    return _flat(colour, np.zeros_like(u))


def _bark() -> Floats:
    u, v = _axes()
    ridge = cloud((SIDE, SIDE), (3, 24), 4, 3)
    return _flat(0.45 + 0.9 * ridge, ridge + 0 * u * v)


def _courses(rows: int, columns: int, gap: float, seed: int) -> tuple[Floats, Floats]:
    """Bricks in bond: how far inside one a point is (0 in joints), and a tone for each."""
    u, v = _axes()
    row = np.floor(v * rows)
    along = u * columns + 0.5 * (row % 2)
    a, b = np.mod(along, 1), np.mod(v * rows, 1)
    inside = step(a, 0, gap) * step(a, 1, 1 - gap) * step(b, 0, 2 * gap) * step(b, 1, 1 - 2 * gap)
    number = (row * columns + np.mod(np.floor(along), columns)).astype(int)
    tones = np.random.default_rng(seed).random(rows * columns + columns, dtype=np.float32)
    return np.asarray(inside, np.float32), tones[number]


def _brick() -> Floats:
    inside, tone = _courses(16, 6, 0.045, 5)
    grit = cloud((SIDE, SIDE), (32, 32), 3, 6)
    return _flat((0.62 + 0.5 * tone) * (0.7 + 0.3 * inside) * (0.85 + 0.3 * grit), inside + 0.3 * grit)


def _blocks() -> Floats:
    inside, tone = _courses(8, 4, 0.03, 7)
    grit = cloud((SIDE, SIDE), (12, 12), 5, 8)
    return _flat((0.75 + 0.3 * tone) * (0.55 + 0.45 * inside) * (0.7 + 0.6 * grit), 0.8 * inside + 0.7 * grit)


def _plank() -> Floats:
    u, v = _axes()
    board = np.floor(v * 8).astype(int)
    tone = np.random.default_rng(9).random(8, dtype=np.float32)[board]
    seam = step(np.mod(v * 8, 1), 0, 0.08)
    grain = cloud((SIDE, SIDE), (48, 4), 3, 10)
    return _flat((0.7 + 0.35 * tone) * (0.45 + 0.55 * seam) * (0.7 + 0.6 * grain) + 0 * u, seam + 0.3 * grain)


def _leaves() -> Floats:
    tufts, fine = cloud((SIDE, SIDE), (14, 14), 3, 11), cloud((SIDE, SIDE), (40, 40), 2, 12)
    body = 0.55 * tufts + 0.45 * fine
    return _flat(0.25 + 1.5 * step(body, 0.25, 0.8), body * 2.0)


def _tile() -> Floats:
    u, v = _axes()
    row = np.floor(v * 10)
    a = np.mod(u * 10 + 0.5 * (row % 2), 1)
    lip = np.mod(v * 10, 1) - 0.25 * (2 * a - 1) ** 2
    dome = np.sqrt(np.clip(1 - (2 * a - 1) ** 2, 0, 1))
    return _flat((0.5 + 0.5 * step(lip, -0.1, 0.25)) * (0.75 + 0.25 * dome), dome * 0.6 + lip)


def _weave() -> Floats:
    grime = cloud((SIDE, SIDE), (4, 4), 6, 13)
    return _flat(0.86 + 0.28 * grime, grime)


def _panel() -> Floats:
    u, v = _axes()
    seams = np.minimum(
        step(np.abs(np.mod(u * 3, 1) - 0.5), 0.0, 0.018), step(np.abs(np.mod(v * 4, 1) - 0.5), 0.0, 0.02)
    )
    rub = cloud((SIDE, SIDE), (3, 6), 6, 14)
    return _flat((0.72 + 0.28 * seams) * (0.85 + 0.3 * rub), seams)


def _craters() -> Floats:
    u, v = _axes()
    chance = np.random.default_rng(15)
    height = 0.5 * cloud((SIDE, SIDE), (5, 5), 6, 16)
    for _ in range(70):
        x, y, r = chance.random(), chance.random(), 0.012 + 0.075 * chance.random() ** 4
        away = np.hypot((u - x + 0.5) % 1 - 0.5, (v - y + 0.5) % 1 - 0.5) / r
        height += r * 9 * (0.35 * np.exp(-(((away - 1) / 0.22) ** 2)) - 0.45 * step(away, 1.0, 0.7))
    seas = step(cloud((SIDE, SIDE), (3, 3), 3, 17), 0.55, 0.35)
    return _flat((1.05 - 0.45 * seas) * (0.8 + 0.4 * height), height)


def _clouds() -> Floats:
    swirl = cloud((SIDE, SIDE), (3, 3), 6, 18)
    return _flat(0.6 + 0.8 * swirl, swirl)


def _veins() -> Floats:
    u, v = _axes()
    line = 0.5 + 0.5 * np.sin(2 * np.pi * (12 * v + 1.2 * cloud((SIDE, SIDE), (3, 3), 3, 19)))
    return _flat(0.82 + 0.2 * line + 0 * u, 0.6 * line)


def _wisp() -> Floats:
    """Steam: nothing at the edges, at its foot and where it ends; u goes up."""
    u, v = _axes()
    curl = cloud((SIDE, SIDE), (3, 4), 4, 23)
    ends = step(u, 0.0, 0.22) * step(u, 1.0, 0.45) * step(v, 0.02, 0.45) * step(v, 0.98, 0.55)
    return _flat(np.ones_like(u), np.zeros_like(u), np.asarray(ends * step(curl, 0.30, 0.62), np.float32))


def _marbled() -> Floats:
    """Thin dark veins that wander through pale stone."""
    warp = cloud((SIDE, SIDE), (3, 3), 5, 29)
    vein = np.abs(cloud((SIDE, SIDE), (4, 4), 5, 31) + 0.35 * warp - 0.68)
    fine = np.abs(cloud((SIDE, SIDE), (7, 7), 4, 37) - 0.5)
    shade = 0.55 + 0.40 * step(vein, 0.0, 0.09) + 0.10 * step(fine, 0.0, 0.06)
    return _flat(shade * (0.9 + 0.15 * warp), 0.0 * warp)


def _fur(side: int = 64) -> Floats:
    """Hair that fills space: strands along the third axis; as ``noise.hide``."""
    chance = np.random.default_rng(21)
    height = np.zeros((side, side, side), np.float32)
    for cells, share in ((16, 0.5), (32, 0.5)):
        grain = chance.random((6, cells, cells)).astype(np.float32)
        fine = np.repeat(np.repeat(grain, side // cells, 1), side // cells, 2)
        at = np.arange(side) / side * 6
        low = at.astype(int)
        w = (at - low)[:, None, None].astype(np.float32)
        height += share * (fine[low % 6] * (1 - w) + fine[(low + 1) % 6] * w)
    for axis in (1, 2):
        beside = np.roll(height, 1, axis) + np.roll(height, -1, axis)
        height = np.asarray((beside + 2 * height) / 4, np.float32)
    slope = [(np.roll(height, -1, axis) - np.roll(height, 1, axis)) * (side / 2) for axis in (2, 1, 0)]
    return np.stack([0.55 + 0.9 * height, *slope], -1).astype(np.float32)


@cache
def textures(solid: str) -> Textures:
    """The textures of all figures; ``solid`` is what fills space: ``fur`` or ``hide``."""
    flats = [
        _eye(), _bark(), _brick(), _plank(), feathers(4), _leaves(), _tile(), _blocks(), _weave(), _panel(),
        _craters(), _clouds(), _veins(), _wisp(), _marbled(),
    ]  # fmt: skip
    return pack(flats, _fur() if solid == "fur" else hide())
