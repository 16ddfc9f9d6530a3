"""A village: plastered houses with tiled roofs along a way, a church among them."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene import masonry
from vitascope.engines.previz.scene.blocks import box, darkness, warm_light
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.facets import face, lighted
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.relief import Relief
from vitascope.engines.previz.scene.terrain import Terrain

Vector = tuple[float, float, float]

_WALLS = ("#d8c9a8", "#cdb48a", "#e0d8c8", "#c9a582", "#b9b09c", "#d6bfa0")
_ROOFS = ("#8a4630", "#7a3c2c", "#6e4a38", "#5a5450")


def village(look: Look, seed: int, shape: Relief, terrain: Terrain) -> Array:
    """The houses' faces, where ``relief.village`` left room for them."""
    random = np.random.default_rng(seed + 98)
    glow = warm_light(look, 1.1)
    lit = 0.06 + 0.64 * darkness(look)
    faces: list[Array] = []
    for side in (-1, 1):
        ahead = 15.0 if side > 0 else 9.0
        while ahead < 190.0:
            wide, deep = float(random.uniform(8, 12)), float(random.uniform(7, 9.5))
            away = 5.2 + float(random.uniform(0, 2.5)) + (6.0 if random.random() < 0.2 else 0.0)
            x = shape.x + (away if side > 0 else -away - deep)
            z = shape.z + ahead
            base = terrain.ground(x + deep / 2, z + wide / 2)
            faces += house(random, (x, base, z), (deep, wide), look, glow, lit)
            ahead += wide + float(random.uniform(2.5, 9.0))
    faces += _church(shape, terrain, look, glow, lit)
    return lighted(faces, look)


def _roof(look: Look, random: np.random.Generator) -> Array:
    roof = linear(_ROOFS[int(random.integers(len(_ROOFS)))])
    return np.asarray(roof + (np.float32(0.85) - roof) * look.white * 0.92, np.float32)


def house(
    random: np.random.Generator,
    at: tuple[float, float, float],
    size: tuple[float, float],
    look: Look,
    glow: Array,
    lit: float,
) -> list[Array]:
    """A house whose ridge runs along x or z, with a chimney."""
    x, y, z = at
    w, d = size
    high = float(random.choice((3.0, 3.3, 5.8)))
    steep = float(random.uniform(0.75, 1.05))
    wall = linear(_WALLS[int(random.integers(len(_WALLS)))], 0.9)
    mark = int(random.integers(1 << 20))
    pattern = 2.3, 2.9 if high > 4 else high
    sill = box((x, y - 1.5, z), (w, 1.55, d), linear("#7a7268"), glow)[:4]
    body = box((x, y, z), (w, high, d), wall, glow, windows=pattern, lit=lit, seed=mark)[:4]
    made = [*sill, *body, *_saddle(x, y + high, z, w, d, steep, wall, _roof(look, random), glow, lit, mark)]
    made += _door(x, y, z, w, d, random)
    brick = linear("#7d5042")
    top = y + high + steep * min(w, d) * 0.5
    made += box((x + w * 0.3, top - 1.2, z + d * 0.62), (0.7, 1.9, 0.7), brick, glow)
    return made


def _door(x: float, y: float, z: float, w: float, d: float, random: np.random.Generator) -> list[Array]:
    colour = linear(str(random.choice(("#5a3a22", "#2f4a3a", "#6a2f2a", "#33445a"))))
    frame = linear("#d8d0c0")
    out: list[Array] = []
    for side in (x - 0.04, x + w):
        out += box((side, y, z + d * 0.46), (0.04, 2.1, 1.05), frame, frame)
        out += box((side - 0.02, y, z + d * 0.46 + 0.1), (0.08, 2.0, 0.85), colour, colour)
    out += box((x + w * 0.45, y, z - 0.06), (1.0, 2.05, 0.06), colour, colour)
    return out


def _saddle(
    x: float,
    y: float,
    z: float,
    w: float,
    d: float,
    steep: float,
    wall: Array,
    roof: Array,
    glow: Array,
    lit: float,
    mark: int,
) -> list[Array]:
    """A roof with its ridge along the longer side, over both gables."""
    over, tiles = 0.45, (0.32, 0.34)
    made: list[Array] = []
    along_z = d >= w
    span = w if along_z else d
    rise, down, half = steep * span / 2, steep * over, span / 2 + over
    if along_z:
        slopes: list[tuple[Vector, Vector, Vector]] = [
            ((x - over, y - down, z + d + over), (0, 0, -d - 2 * over), (half, rise + down, 0)),
            ((x + w + over, y - down, z - over), (0, 0, d + 2 * over), (-half, rise + down, 0)),
        ]
        gables: list[tuple[Vector, Vector]] = [((x, y, z), (w, 0, 0)), ((x + w, y, z + d), (-w, 0, 0))]
    else:
        slopes = [
            ((x - over, y - down, z - over), (w + 2 * over, 0, 0), (0, rise + down, half)),
            ((x + w + over, y - down, z + d + over), (-w - 2 * over, 0, 0), (0, rise + down, -half)),
        ]
        gables = [((x + w, y, z), (0, 0, d)), ((x, y, z + d), (0, 0, -d))]
    for corner, u, v in slopes:
        made.append(face(corner, u, v, masonry.TILES, roof, roof, tiles, 0.0, mark))
    for corner, u in gables:
        long = math.hypot(*u)
        made.append(
            face(
                corner,
                u,
                (0, rise, 0),
                masonry.FACADE,
                wall,
                glow,
                (long / 3, 2.6),
                lit,
                mark + 9,
                gable=True,
            )
        )
    return made


def _church(shape: Relief, terrain: Terrain, look: Look, glow: Array, lit: float) -> list[Array]:
    """A church at the far end, its spire over the roofs."""
    x, z = shape.x + 9.0, shape.z + 205.0
    y = terrain.ground(x, z)
    stone, slate = linear("#a39a88"), linear("#4a4e54")
    slate = np.asarray(slate + (np.float32(0.85) - slate) * look.white * 0.8, np.float32)
    made = box((x, y - 1, z), (10.0, 9.0, 22.0), stone, glow, windows=(3.4, 8.0), lit=lit, seed=5)[:4]
    made += _saddle(x, y + 8, z, 10.0, 22.0, 1.1, stone, slate, glow, 0.0, 3)
    made += box((x - 6.4, y - 1, z), (6.4, 24.0, 6.4), stone, glow, windows=(3.2, 6.0), lit=lit, seed=8)
    for k, (u, v) in enumerate((((6.8, 0), (3.4, 3.4)), ((0, 6.8), (-3.4, 3.4)), ((0, -6.8), (3.4, -3.4)))):
        corner = ((x - 6.6, z - 0.2), (x + 0.2, z - 0.2), (x - 6.6, z + 6.6))[k]
        made.append(
            face(
                (corner[0], y + 23, corner[1]),
                (u[0], 0, u[1]),
                (v[0] - u[0] / 2, 15.0, v[1] - u[1] / 2),
                masonry.TILES,
                slate,
                slate,
                (0.4, 0.4),
                0.0,
                3,
                gable=True,
            )
        )
    return made
