"""What towns are made of: boxes with windows, along a street and as a skyline."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene import masonry
from vitascope.engines.previz.scene.colour import linear, luma
from vitascope.engines.previz.scene.facets import face, lighted
from vitascope.engines.previz.scene.neon import HIGHER, on_house, on_tower
from vitascope.engines.previz.scene.palette import Look

STREET = 480.0
"""Metres after which the street repeats."""

ROAD, WALK = 9.0, 3.2
"""Metres of the road's width, and of each pavement's."""

_WALLS = ("#8d7a68", "#a3937c", "#77706a", "#94614a", "#6d7480", "#b0a28c", "#5f5a58", "#8a4f3e")
_TOWERS = ("#6d7c8e", "#7c8694", "#8c8a86", "#5f6c7a", "#98958c", "#707880")


def darkness(look: Look) -> float:
    """How much windows are lit: 0 by day, 1 by night."""
    return float(np.clip(1.15 - luma(look.ambient) * 1.1 - luma(look.key) * 0.55, 0.0, 1.0))


def warm_light(look: Look, strength: float = 1.0) -> Array:
    """Lamplight as bright as it seems beside this look."""
    return linear("#ffc27a", strength * (0.55 + 0.75 * darkness(look)))


def box(
    low: tuple[float, float, float],
    size: tuple[float, float, float],
    colour: Array,
    glow: Array,
    *,
    windows: tuple[float, float] | None = None,
    lit: float = 0.0,
    seed: int = 0,
    shop: float = 0.0,
    roof: Array | None = None,
) -> list[Array]:
    """Four walls and a top; with ``windows`` (metres by metres) they are façades."""
    x, y, z = low
    w, h, d = size
    kind = masonry.PLAIN if windows is None else masonry.FACADE
    pattern = windows or (1.0, 1.0)
    sides = (
        ((x, y, z), (w, 0, 0)),
        ((x + w, y, z), (0, 0, d)),
        ((x + w, y, z + d), (-w, 0, 0)),
        ((x, y, z + d), (0, 0, -d)),
    )
    made = [
        face(corner, u, (0, h, 0), kind, colour, glow, pattern, lit, seed + 31 * k, shop=shop)
        for k, (corner, u) in enumerate(sides)
    ]
    top = colour * np.float32(0.6) if roof is None else roof
    made.append(face((x, y + h, z), (w, 0, 0), (0, 0, d), masonry.PLAIN, top))
    return made


def street(look: Look, seed: int, *, neon: bool = False) -> Array:
    """A street that runs north between houses of all heights."""
    random, signs = np.random.default_rng(seed + 91), np.random.default_rng(seed + 191)
    dark, glow = darkness(look), warm_light(look)
    lit = 0.08 + 0.34 * dark
    half = ROAD / 2 + WALK
    faces: list[Array] = []
    for side in (-1, 1):
        z = 0.0
        number = 0
        while z < STREET - 1.0:
            wide = min(float(random.uniform(11, 22)), STREET - z)
            if STREET - z - wide < 9.0:
                wide = STREET - z
            high = float(random.choice((13.0, 17.0, 21.0, 26.0, 34.0, 46.0)))
            wall = linear(_WALLS[int(random.integers(len(_WALLS)))], 0.9)
            gap = 7.0 if number % 4 == 3 else 0.0
            deep = float(random.uniform(14, 18))
            x = half if side > 0 else -half - deep
            pattern = float(random.choice((2.4, 2.9, 3.4))), float(random.choice((3.2, 3.5)))
            mark = seed % 9973 + 131 * number + 7 * side
            shop = (0.22 + 0.78 * dark) if random.random() < 0.8 else 0.0
            faces += box(
                (x, 0.0, z),
                (deep, high, wide - gap),
                wall,
                glow,
                windows=pattern,
                lit=lit,
                seed=mark,
                shop=shop,
            )
            faces += _cornice(side, half, z, wide - gap, high, wall)
            if random.random() < 0.45:
                faces += _sign(random, side, half, z + 2.0, dark)
            if neon:
                faces += on_house(signs, side, half, (z, wide - gap), high, 0.3 + 0.7 * dark)
            z += wide
            number += 1
    faces += _ground(look, half, dark)
    faces += _towers(random, half, glow, lit)
    for z in np.arange(12.0, STREET, 24.0):
        for side in (-1, 1):
            faces += _lamp(side * (ROAD / 2 + 0.7), float(z), -side * 1.3, glow, dark)
    rows = lighted(faces, look)
    _street_light(rows, glow, dark)
    return rows


def _cornice(side: int, half: float, z: float, wide: float, high: float, wall: Array) -> list[Array]:
    """A ledge along the roof's edge and one over the shops."""
    pale = wall * np.float32(1.12)
    out: list[Array] = []
    for y, tall, reach in ((high - 0.7, 0.8, 0.45), (4.35, 0.35, 0.3)):
        x = half - reach if side > 0 else -half
        out += box((x, y, z), (reach, tall, wide), pale, pale)
    return out


def _sign(random: np.random.Generator, side: int, half: float, z: float, dark: float) -> list[Array]:
    """A tall sign that stands out from the wall."""
    hues = ("#ff3d7f", "#35d6ff", "#ffb020", "#8a5bff", "#3dff9a")
    colour = linear(hues[int(random.integers(len(hues)))], 0.16 + 0.95 * dark)
    base, tall, out = float(random.uniform(5, 7)), float(random.uniform(2.2, 4.5)), 0.8
    x = half - out if side > 0 else -half
    mark = int(random.integers(1 << 16))
    front = face(
        (x, base, z),
        (out, 0, 0),
        (0, tall, 0),
        masonry.SIGN,
        colour,
        colour * np.float32(0.1),
        (out, 0.8),
        0.0,
        mark,
    )
    back = face(
        (x + out, base, z + 0.25),
        (-out, 0, 0),
        (0, tall, 0),
        masonry.SIGN,
        colour,
        colour * np.float32(0.1),
        (out, 0.8),
        0.0,
        mark,
    )
    edge = linear("#202024")
    return [front, back, *box((x, base, z + 0.01), (out, tall, 0.23), edge, edge)[1::2]]


def _ground(look: Look, half: float, dark: float) -> list[Array]:
    """Road and pavements over one period, cut in strips so that near ones are drawn finely."""
    asphalt = linear("#3c3d40") if look.white < 0.5 else linear("#8c9098")
    stone = linear("#77746e") if look.white < 0.5 else linear("#d6dbe2")
    pool = warm_light(look) * np.float32(dark * 1.1)
    made: list[Array] = []
    for z in np.arange(0.0, STREET, 24.0):
        at = (-ROAD / 2, 0.0, float(z))
        made.append(face(at, (ROAD, 0, 0), (0, 0, 24.0), masonry.ROAD, asphalt, pool, (ROAD, 24.0)))
        for side in (-1, 1):
            x = ROAD / 2 if side > 0 else -half
            top = (x, 0.16, float(z))
            made.append(
                face(top, (WALK, 0, 0), (0, 0, 24.0), masonry.STONE, stone, stone, (0.9, 0.9), 0.0, 5)
            )
            if side > 0:
                kerb = face((x, 0, float(z) + 24), (0, 0, -24.0), (0, 0.16, 0), masonry.PLAIN, stone)
            else:
                kerb = face((x + WALK, 0, float(z)), (0, 0, 24.0), (0, 0.16, 0), masonry.PLAIN, stone)
            made.append(kerb)
        for side in (-1, 1):
            far = 400.0
            x = half if side > 0 else -half - far
            made.append(face((x, 0.0, float(z)), (far, 0, 0), (0, 0, 24.0), masonry.PLAIN, asphalt))
    return made


def _towers(random: np.random.Generator, half: float, glow: Array, lit: float) -> list[Array]:
    """High buildings that look over the roofs."""
    made: list[Array] = []
    for _ in range(26):
        side = 1 if random.random() < 0.5 else -1
        wide, high = float(random.uniform(16, 28)), float(random.uniform(50, 120))
        away = half + float(random.uniform(24, 130))
        x = away if side > 0 else -away - wide
        wall = linear(_TOWERS[int(random.integers(len(_TOWERS)))], 0.8)
        z = float(random.uniform(0, STREET - wide))
        mark = int(random.integers(1 << 20))
        made += box((x, 0, z), (wide, high, wide), wall, glow, windows=(3.0, 3.6), lit=lit, seed=mark)
    return made


def _lamp(x: float, z: float, arm: float, glow: Array, dark: float) -> list[Array]:
    """A street lamp: a post, an arm over the road and a bright head."""
    iron = linear("#2a2c30")
    post = box((x - 0.06, 0.1, z - 0.06), (0.12, 5.6, 0.12), iron, iron)
    low, long = min(x, x + arm), abs(arm)
    arm_ = box((low, 5.6, z - 0.05), (long, 0.09, 0.1), iron, iron)
    bulb = glow * np.float32(0.3 + 2.4 * dark)
    at = x + arm - 0.25
    head = [
        face((at, 5.46, z - 0.14), (0.5, 0, 0), (0, 0.14, 0), masonry.GLOWING, bulb),
        face((at + 0.5, 5.46, z - 0.14), (0, 0, 0.28), (0, 0.14, 0), masonry.GLOWING, bulb),
        face((at, 5.46, z + 0.14), (0, 0, -0.28), (0, 0.14, 0), masonry.GLOWING, bulb),
    ]
    return [*post, *arm_, *head]


def _street_light(rows: Array, glow: Array, dark: float) -> None:
    """By night the lamps light what is low."""
    low = np.clip(1.0 - (rows[:, 1] + 0.5 * np.abs(rows[:, 7])) / 34.0, 0.15, 1.0)
    rows[:, 22:25] += glow * (dark * 0.11 * low[:, None]).astype(np.float32)


def skyline(look: Look, seed: int, drop: float = 0.0, *, terrace: bool = True, neon: bool = False) -> Array:
    """Towers beyond a water, highest in the middle, and the quay one stands on, ``drop`` metres above it.

    From up there one sees more of the city. Without a ``terrace``, there is nothing to stand on.
    """
    random, signs = np.random.default_rng(seed + 92), np.random.default_rng(seed + 192)
    dark, glow = darkness(look), warm_light(look)
    lit = 0.05 + 0.40 * dark
    faces: list[Array] = []
    rows = 9 if drop else 5
    for row in range(rows):
        z = 330.0 + row * 75.0
        x = -760.0 + float(random.uniform(0, 30))
        while x < 760.0:
            wide = float(random.uniform(20, 46))
            middle = np.exp(-(((x + 30) / 260.0) ** 2)) + 0.55 * np.exp(-(((x - 330) / 120.0) ** 2))
            high = float(
                12 + random.uniform(4, 30) + middle * random.uniform(5, 78) * (0.6 + 0.3 * min(row, 4))
            )
            wall = linear(_TOWERS[int(random.integers(len(_TOWERS)))], 0.85)
            high *= HIGHER if neon else 1.0
            built = _tower(random, (x, z + float(random.uniform(-16, 16))), wide, high, wall, glow, lit)
            faces += built
            if neon:
                low = (x, 0.0, float(built[0][2]))
                faces += on_tower(signs, low, (wide, high, wide), 0.3 + 0.7 * dark)
            x += wide + float(random.uniform(2, 22))
    quay = linear("#6e6a64")
    deep = 100.0 + 75.0 * (rows - 1)
    faces += box((-900.0, -2.4, 318.0), (1800.0, 3.4, deep), quay, quay, roof=quay * np.float32(0.8))
    for made in faces:
        made[1] -= drop
    return lighted([*faces, *(_terrace(look, glow, dark) if terrace else ())], look)


def _terrace(look: Look, glow: Array, dark: float) -> list[Array]:
    """What one stands on before a city: stones, a low wall and its lamps."""
    faces: list[Array] = []
    pale = linear("#8a867e")
    stone = linear("#77746e") if look.white < 0.5 else linear("#d6dbe2")
    faces.append(face((-400, 0, -60.0), (800, 0, 0), (0, 0, 78.0), masonry.STONE, stone, stone, (1.2, 1.2)))
    faces += box((-400.0, 0.0, 17.2), (800.0, 0.42, 0.8), pale, pale)
    for x in np.arange(-117.0, 118.0, 9.0):
        faces += _post(float(x), 17.6, glow, dark)
    return faces


def _tower(
    random: np.random.Generator,
    at: tuple[float, float],
    wide: float,
    high: float,
    wall: Array,
    glow: Array,
    lit: float,
) -> list[Array]:
    """A tower, perhaps stepped, perhaps with a mast."""
    x, z = at
    mark, pattern = int(random.integers(1 << 20)), (float(random.choice((2.6, 3.2, 4.0))), 3.6)
    deep = wide * float(random.uniform(0.7, 1.1))
    made = box((x, 0, z), (wide, high, deep), wall, glow, windows=pattern, lit=lit, seed=mark)
    y = high
    for _ in range(int(random.integers(0, 3)) if high > 60 else 0):
        step = wide * 0.14
        x, z, wide, deep = x + step, z + step, wide - 2 * step, deep - 2 * step
        tall = high * float(random.uniform(0.10, 0.22))
        made += box((x, y, z), (wide, tall, deep), wall, glow, windows=pattern, lit=lit, seed=mark + 5)
        y += tall
    if high > 95:
        made += box((x + wide / 2 - 0.5, y, z + deep / 2), (1.0, high * 0.22, 1.0), wall, glow)
    return made


def _post(x: float, z: float, glow: Array, dark: float) -> list[Array]:
    """A lamp on the quay's wall."""
    iron = linear("#26282c")
    bulb = glow * np.float32(0.4 + 2.4 * dark)
    made = box((x - 0.05, 0.42, z - 0.05), (0.1, 2.5, 0.1), iron, iron)
    return [
        *made,
        face((x - 0.16, 2.9, z - 0.16), (0.32, 0, 0), (0, 0.4, 0), masonry.GLOWING, bulb),
        face((x + 0.16, 2.9, z - 0.16), (0, 0, 0.32), (0, 0.4, 0), masonry.GLOWING, bulb),
        face((x - 0.16, 2.9, z + 0.16), (0, 0, -0.32), (0, 0.4, 0), masonry.GLOWING, bulb),
    ]
