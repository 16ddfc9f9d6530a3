"""How rooms are fitted out: kitchens, libraries, offices, classrooms, bars, trains, and others.

Each builder gives what stands along the walls of ``chamber``'s room; its middle stays free.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene import masonry
from vitascope.engines.previz.scene.blocks import box
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.facets import face

HALF, DEEP, HIGH = 2.9, 7.2, 2.75
"""Metres: half the room's width, its depth and its height."""
Faces = list[Array]
Point = tuple[float, float, float]


@dataclass(frozen=True)
class Fittings:
    """What a room is made of: materials and colours of its floor and walls, and what stands there.

    ``curtains`` says whether its window has any; ``table`` whether a table and chairs stand in the middle.
    """

    build: Callable[[np.random.Generator, Array], Faces]
    floor: tuple[int, str, str, tuple[float, float]] = (masonry.PLANKS, "#7d5a38", "#7d5a38", (0.16, 1.9))
    wall: tuple[int, str, tuple[float, float]] = (masonry.PLAIN, "#cfc8ba", (1.0, 1.0))
    curtains: bool = False
    table: bool = False


def solid(low: Point, size: Point, tone: str, top: str = "") -> Faces:
    """A box in one colour; its ``top`` may have another."""
    colour = linear(tone)
    return box(low, size, colour, colour, roof=linear(top) if top else colour * np.float32(1.1))


def lit(low: Point, size: Point, glow: Array) -> Faces:
    """A box that gives light."""
    x, y, z = low
    w, h, d = size
    sides = (((x, y, z), (w, 0, 0)), ((x + w, y, z), (0, 0, d)), ((x, y, z + d), (0, 0, -d)))
    made = [face(at, u, (0, h, 0), masonry.GLOWING, glow, glow) for at, u in sides]
    return [*made, face((x, y, z + d), (w, 0, 0), (0, 0, -d), masonry.GLOWING, glow, glow)]


def board(x: float, y: float, wide: float, high: float, frame: str, tone: str) -> Faces:
    """A framed board on the far wall."""
    colour = linear(tone)
    made = solid((x - 0.05, y - 0.05, DEEP - 0.05), (wide + 0.1, high + 0.1, 0.04), frame)
    at = (x, y, DEEP - 0.052)
    return [*made, face(at, (wide, 0, 0), (0, high, 0), masonry.PLAIN, colour)]


def books(x: float, z: float, long: float, high: float, seed: int, *, side: int = 0) -> Faces:
    """A bookcase against the far wall (0), the left (-1) or the right one (1), from ``x`` or ``z`` on."""
    wood = "#5f432c"
    tone, pattern = linear(wood), (0.047, 0.41)
    if side == 0:
        front = face(
            (x, 0.06, z - 0.421), (long, 0, 0), (0, high, 0), masonry.BOOKS, tone, tone, pattern, 0, seed
        )
        return [*solid((x - 0.05, 0, z - 0.42), (long + 0.1, high + 0.1, 0.42), wood), front]
    low = -HALF if side < 0 else HALF - 0.42
    at, way = ((-HALF + 0.421, 0.06, z), long) if side < 0 else ((HALF - 0.421, 0.06, z + long), -long)
    front = face(at, (0, 0, way), (0, high, 0), masonry.BOOKS, tone, tone, pattern, 0, seed)
    return [*solid((low, 0, z - 0.05), (0.42, high + 0.1, long + 0.1), wood), front]


def bench(x: float, z: float, wide: float, high: float, tone: str, top: str, deep: float = 0.6) -> Faces:
    """A cupboard with doors and a worktop."""
    made = solid((x, 0.08, z), (wide, high - 0.12, deep), tone)
    made += solid((x - 0.02, high - 0.04, z - 0.03), (wide + 0.04, 0.04, deep + 0.03), top)
    doors = max(round(wide / 0.55), 1)
    for k in range(doors):
        step = wide / doors
        made += solid((x + k * step + 0.03, 0.14, z - 0.015), (step - 0.06, high - 0.26, 0.012), tone, tone)
        made += solid(
            (x + k * step + 0.5 * step - 0.07, high - 0.2, z - 0.035), (0.14, 0.02, 0.02), "#9a9ea2"
        )
    return made


def desk(x: float, z: float, wide: float, tone: str) -> Faces:
    """A plain desk on two sides."""
    made = solid((x, 0.70, z), (wide, 0.04, 0.62), tone)
    for at in (x + 0.02, x + wide - 0.06):
        made += solid((at, 0, z + 0.04), (0.04, 0.70, 0.54), "#4a4a4c")
    return made


def kitchen(random: np.random.Generator, lamp: Array) -> Faces:
    """Worktops and cupboards along the far and the left wall, a stove under its hood, a fridge."""
    del random
    front, top, steel = "#dfe3df", "#6a5240", "#a9adb1"
    tile = linear("#dfe6e4")
    made = [
        face(
            (-HALF, 0.9, DEEP - 0.01),
            (2 * HALF, 0, 0),
            (0, 0.6, 0),
            masonry.STONE,
            tile,
            tile,
            (0.15, 0.15),
            0.0,
            9,
        )
    ]
    made += bench(-1.9, 6.55, 1.5, 0.92, front, top)
    made += bench(0.35, 6.55, 2.5, 0.92, front, top)
    made += solid((-0.38, 0.05, 6.5), (0.7, 0.85, 0.65), steel, "#26282a")
    made += solid((-0.32, 0.25, 6.49), (0.58, 0.4, 0.012), "#1c1d20")
    for x in (-0.22, 0.12):
        made += lit((x - 0.06, 0.905, 6.72), (0.14, 0.012, 0.14), linear("#ff7a2a", 0.8))
    made += solid((0.02, 0.92, 6.66), (0.24, 0.16, 0.24), "#8a3a2c", "#5a2a20")
    made += solid((-0.36, 1.72, 6.75), (0.66, 0.16, 0.45), steel) + solid(
        (-0.18, 1.88, 6.9), (0.3, 0.87, 0.3), steel
    )
    for x, wide in ((-1.9, 1.45), (0.45, 1.1), (1.6, 1.2)):
        made += solid((x, 1.62, 6.82), (wide, 0.7, 0.38), front)
        made += solid((x + 0.03, 1.65, 6.808), (wide / 2 - 0.05, 0.64, 0.012), front, front)
        made += solid((x + wide / 2 + 0.02, 1.65, 6.808), (wide / 2 - 0.05, 0.64, 0.012), front, front)
    made += solid((-2.75, 0, 6.35), (0.72, 1.9, 0.8), "#c9ced2") + solid(
        (-2.1, 1.0, 6.33), (0.03, 0.6, 0.03), "#5a5e62"
    )
    made += bench(-HALF, 2.2, 0.62, 0.92, front, top, 3.6)
    for k, tone in enumerate(("#b8402c", "#d8a43a", "#4a7a4a", "#c8ccd0")):
        made += solid((-2.72, 0.92, 2.7 + 0.55 * k), (0.2, 0.16 + 0.07 * (k % 3), 0.2), tone)
    made += solid((-HALF, 1.55, 2.4), (0.28, 0.04, 3.2), top)
    for k in range(9):
        tone = ("#efe9da", "#7a9aa8", "#c87a4a")[k % 3]
        made += solid((-2.82, 1.59, 2.55 + 0.33 * k), (0.14, 0.12 + 0.05 * (k % 2), 0.14), tone)
    return [*made, *_pendants(lamp, (-0.9, 0.9), 5.2)]


def _pendants(lamp: Array, places: tuple[float, ...], z: float) -> Faces:
    """Lamps that hang from the ceiling."""
    made: Faces = []
    for x in places:
        made += solid((x - 0.006, 2.2, z), (0.012, 0.55, 0.012), "#202022")
        made += solid((x - 0.14, 2.08, z - 0.14), (0.28, 0.12, 0.28), "#2c3a38")
        made += lit((x - 0.07, 2.0, z - 0.07), (0.14, 0.08, 0.14), lamp * np.float32(1.4))
    return made


def library(random: np.random.Generator, lamp: Array) -> Faces:
    """Shelves up to the ceiling on three sides, a ladder, reading lamps."""
    marks = [int(n) for n in random.integers(1 << 16, size=6)]
    made = books(-2.4, DEEP, 1.5, 2.5, marks[0]) + books(-0.8, DEEP, 1.5, 2.5, marks[1])
    made += books(0.8, DEEP, 1.6, 2.5, marks[2])
    made += books(0, 0.6, 2.6, 2.5, marks[3], side=-1) + books(0, 3.35, 3.2, 2.5, marks[4], side=-1)
    made += books(0, -0.4, 3.2, 2.5, marks[5], side=1)
    for x in (0.28, 0.62):
        made += solid((x, 0, 6.55), (0.04, 2.5, 0.04), "#6a4426")
    for k in range(8):
        made += solid((0.28, 0.25 + 0.28 * k, 6.55), (0.38, 0.03, 0.04), "#6a4426")
    made += desk(-1.3, 4.9, 2.2, "#6a4426")
    for x in (-1.0, 0.5):
        made += solid((x, 0.74, 5.1), (0.03, 0.3, 0.03), "#8a7a3a") + lit(
            (x - 0.1, 1.02, 5.02), (0.26, 0.08, 0.14), linear("#6adf9a", 0.7) + lamp * np.float32(0.3)
        )
    for k in range(5):
        made += solid(
            (-0.55 + 0.02 * (k % 3), 0.74 + 0.05 * k, 5.1),
            (0.3, 0.045, 0.22),
            ("#7a2a2c", "#2a4a6a", "#4a5a2c")[k % 3],
        )
    return made


def office(random: np.random.Generator, lamp: Array) -> Faces:
    """Desks with screens, chairs, a white board, cabinets and light from above."""
    del random
    made: Faces = board(-0.9, 1.1, 2.2, 1.1, "#9a9ea2", "#eef0f0")
    screen = linear("#7ab0e0", 0.55)
    for x, z in ((-2.6, 5.6), (0.9, 5.6), (-2.75, 3.2), (1.55, 3.0)):
        made += desk(x, z, 1.4, "#c9b695")
        made += solid((x + 0.4, 0.80, z + 0.35), (0.6, 0.38, 0.04), "#1c1e22") + solid(
            (x + 0.65, 0.74, z + 0.36), (0.1, 0.08, 0.1), "#1c1e22"
        )
        made.append(
            face((x + 0.42, 0.82, z + 0.348), (0.56, 0, 0), (0, 0.34, 0), masonry.GLOWING, screen, screen)
        )
        made += solid((x + 0.4, 0.745, z + 0.08), (0.45, 0.02, 0.15), "#2c2e32")
        made += solid((x + 0.4, 0.42, z - 0.45), (0.5, 0.08, 0.45), "#2c343c") + solid(
            (x + 0.4, 0.55, z - 0.5), (0.5, 0.55, 0.07), "#2c343c"
        )
        made += solid((x + 0.62, 0.05, z - 0.25), (0.06, 0.38, 0.06), "#26282a")
    made += solid((-0.9, 0, 6.75), (0.5, 1.0, 0.42), "#8a9298") + solid(
        (-0.35, 0, 6.75), (0.5, 1.0, 0.42), "#8a9298"
    )
    made += solid((0.55, 0, 6.7), (0.3, 0.35, 0.3), "#b8643a") + solid(
        (0.5, 0.35, 6.65), (0.4, 0.6, 0.4), "#3a7a3a"
    )
    for z in (2.2, 4.6):
        made.append(
            face(
                (-1.3, HIGH - 0.01, z),
                (0, 0, 0.5),
                (2.6, 0, 0),
                masonry.GLOWING,
                lamp * np.float32(0.6) + np.float32(0.35),
            )
        )
    return made


def classroom(random: np.random.Generator, lamp: Array) -> Faces:
    """A black board with writing, the teacher's desk, rows of small ones, a map, a clock."""
    made: Faces = board(-1.9, 0.95, 3.6, 1.25, "#8a5c34", "#20392c")
    chalk = linear("#dfe6dc", 0.8)
    for row in range(4):
        x = -1.75
        while x < 0.2 + 0.5 * (row % 2):
            long = float(random.uniform(0.12, 0.4))
            made.append(
                face((x, 1.95 - 0.22 * row, DEEP - 0.056), (long, 0, 0), (0, 0.045, 0), masonry.PLAIN, chalk)
            )
            x += long + 0.07
    made += solid((-1.9, 0.88, 6.98), (3.6, 0.04, 0.12), "#8a5c34")
    made += desk(0.6, 6.0, 1.3, "#8a5c34") + solid((0.85, 0.74, 6.2), (0.28, 0.12, 0.2), "#7a2a2c", "#e8e0d0")
    for x in (-2.5, 1.35):
        for k in range(3):
            z = 1.9 + 1.35 * k
            made += desk(x, z, 1.05, "#b98a54")
            made += solid((x + 0.3, 0.42, z - 0.42), (0.42, 0.04, 0.38), "#3a6a8a") + solid(
                (x + 0.3, 0.5, z - 0.44), (0.42, 0.36, 0.04), "#3a6a8a"
            )
            made += solid((x + 0.34, 0.0, z - 0.3), (0.04, 0.42, 0.04), "#5a5e62") + solid(
                (x + 0.64, 0.0, z - 0.3), (0.04, 0.42, 0.04), "#5a5e62"
            )
    land, sea = linear("#b8a86a"), linear("#8ab4cc")
    made.append(
        face((2.0, 1.2, DEEP - 0.02), (0.75, 0, 0), (0, 0.95, 0), masonry.CLOTH, land, sea, (0.5, 0.4))
    )
    del lamp
    return made


def bar(random: np.random.Generator, lamp: Array) -> Faces:
    """A counter with stools before shelves of bottles, small tables, lamps over them."""
    wood, top = "#4a2c1a", "#7a4a28"
    made = solid((-1.9, 0, 5.6), (4.3, 1.05, 0.5), wood) + solid((-2.0, 1.05, 5.5), (4.5, 0.06, 0.68), top)
    for k in range(7):
        made += solid((-1.8 + 0.6 * k, 0.12, 5.585), (0.5, 0.8, 0.012), top)
    made.append(face((-1.9, 1.0, DEEP - 0.01), (4.3, 0, 0), (0, 1.55, 0), masonry.PLAIN, linear("#3a2418")))
    hues = ("#3f6a3a", "#8a4a1c", "#c8a04a", "#7a2430", "#b8c8cc", "#2a3a5a")
    for row in range(3):
        y = 1.15 + 0.45 * row
        made += solid((-1.9, y - 0.04, 6.9), (4.3, 0.04, 0.28), top)
        for k in range(26):
            tone = hues[int(random.integers(len(hues)))]
            x, high = -1.83 + 0.163 * k, float(random.uniform(0.20, 0.33))
            made += solid((x, y, 6.98), (0.085, 0.65 * high, 0.085), tone) + solid(
                (x + 0.028, y + 0.65 * high, 7.0), (0.03, 0.35 * high, 0.03), tone
            )
    for x in (-1.4, -0.5, 0.4, 1.3):
        made += solid((x, 0.72, 4.95), (0.34, 0.06, 0.34), "#7a2a24") + solid(
            (x + 0.15, 0, 5.1), (0.05, 0.72, 0.05), "#8a8e92"
        )
    made += solid((-2.7, 0.72, 2.6), (0.85, 0.04, 0.85), top) + solid(
        (-2.3, 0, 3.0), (0.06, 0.72, 0.06), "#2c2c2e"
    )
    made += lit((-2.32, 0.76, 2.98), (0.07, 0.10, 0.07), lamp * np.float32(1.2))
    return [*made, *_pendants(lamp, (-1.2, 0.2, 1.6), 5.5)]


def train(random: np.random.Generator, lamp: Array) -> Faces:
    """Pairs of seats along an aisle under racks and lamps, and a door at its end."""
    del random
    cloth, dark = "#7a2f34", "#5a2026"
    made: Faces = []
    for x in (-2.75, 1.45):
        for k in range(4):
            z = 0.6 + 1.65 * k
            for w in (0.0, 0.64):
                made += solid((x + w, 0.12, z), (0.60, 0.33, 0.55), dark, cloth)
                made += solid((x + w, 0.45, z + 0.52), (0.60, 0.75, 0.14), cloth) + solid(
                    (x + w + 0.1, 1.0, z + 0.50), (0.4, 0.18, 0.03), "#e6dfd0"
                )
    for x in (-HALF, HALF - 0.5):
        made += solid((x, 2.05, -0.8), (0.5, 0.05, DEEP + 0.6), "#a8a49a")
    for k, tone in enumerate(("#6a4426", "#2c4a5a", "#8a8e92")):
        made += solid((-2.85, 2.10, 1.2 + 1.7 * k), (0.4, 0.24, 0.6), tone)
    made += solid((-0.55, 0, DEEP - 0.06), (1.1, 2.1, 0.05), "#8a8e92")
    made.append(face((-0.3, 1.15, DEEP - 0.07), (0.6, 0, 0), (0, 0.75, 0), masonry.PLAIN, linear("#5a7080")))
    light = lamp * np.float32(0.5) + np.float32(0.4)
    return [*made, face((-0.12, HIGH - 0.01, -0.5), (0, 0, DEEP), (0.24, 0, 0), masonry.GLOWING, light)]


def laboratory(random: np.random.Generator, lamp: Array) -> Faces:
    """White benches with glass and screens, cupboards, bright light from above."""
    front, top = "#e6eaec", "#3a4046"
    made = bench(-2.2, 6.5, 4.6, 0.92, front, top) + bench(-HALF, 1.6, 0.65, 0.92, front, top, 4.2)
    for x in (-2.2, -0.6, 1.0):
        made += solid((x, 1.65, 6.85), (1.4, 0.65, 0.34), "#d8dee2")
    hues = ("#5ac88a", "#4a9ad8", "#d85a7a", "#e0b83a", "#c8dce4")
    for k in range(15):
        tone, high = hues[int(random.integers(len(hues)))], float(random.uniform(0.10, 0.26))
        at = (-2.0 + 0.29 * k, 0.92, 6.75) if k < 8 else (-2.7, 0.92, 1.9 + 0.5 * (k - 8))
        made += solid(at, (0.11, high, 0.11), tone) + solid(
            (at[0] + 0.035, 0.92 + high, at[2] + 0.035), (0.04, 0.1, 0.04), "#d8ecf0"
        )
    screen = linear("#58d0b0", 0.5)
    for x in (0.7, 1.5):
        made += solid((x, 0.96, 6.9), (0.62, 0.42, 0.05), "#1c1e22")
        made.append(
            face(
                (x + 0.03, 0.99, 6.898),
                (0.56, 0, 0),
                (0, 0.36, 0),
                masonry.GLOWING,
                screen,
                screen * np.float32(0.4),
            )
        )
    for z in (2.0, 4.5):
        made.append(
            face(
                (-1.3, HIGH - 0.01, z),
                (0, 0, 0.6),
                (2.6, 0, 0),
                masonry.GLOWING,
                lamp * np.float32(0.4) + np.float32(0.5),
            )
        )
    return made


def workshop(random: np.random.Generator, lamp: Array) -> Faces:
    """A bench with a vice, tools on the wall, a forge with its fire, barrels and planks."""
    del random, lamp
    made = solid((-1.0, 0.80, 6.3), (2.6, 0.09, 0.75), "#8a6238") + solid(
        (-0.9, 0, 6.4), (0.12, 0.8, 0.12), "#6a4a2a"
    )
    made += solid((1.38, 0, 6.4), (0.12, 0.8, 0.12), "#6a4a2a") + solid(
        (0.9, 0.89, 6.35), (0.2, 0.14, 0.3), "#4a4e54"
    )
    made.append(
        face(
            (-1.0, 1.2, DEEP - 0.02),
            (2.6, 0, 0),
            (0, 1.1, 0),
            masonry.PLANKS,
            linear("#6a4c2e"),
            linear("#6a4c2e"),
            (0.16, 1.9),
            0.0,
            5,
        )
    )
    for k in range(9):
        high = 0.3 + 0.09 * (k % 3)
        x = -0.85 + 0.28 * k
        made += solid((x, 2.15 - high, DEEP - 0.06), (0.035, high, 0.03), "#9a7040") + solid(
            (x - 0.05, 2.1 - high, DEEP - 0.07), (0.135, 0.09, 0.05), "#6a6e74"
        )
    made += solid((-2.7, 0, 5.6), (1.3, 0.85, 1.2), "#6a5a50") + lit(
        (-2.5, 0.85, 5.8), (0.9, 0.06, 0.8), linear("#ff6a1c", 1.6)
    )
    made += solid((-2.8, 1.7, 5.6), (1.5, 0.2, 1.3), "#4a4340") + solid(
        (-2.45, 1.9, 5.9), (0.8, 0.85, 0.8), "#4a4340"
    )
    for x, z in ((2.2, 6.4), (1.9, 5.7)):
        made += solid((x, 0, z), (0.5, 0.8, 0.5), "#7a4e28")
    for k in range(5):
        made += solid((-2.85, 0.02 + 0.07 * k, 1.6), (0.5 - 0.05 * (k % 2), 0.06, 2.6), "#a8804e")
    return made


def hall(random: np.random.Generator, lamp: Array) -> Faces:
    """Columns on both sides, pictures, a carpet, candles."""
    made: Faces = []
    for side in (-1.0, 1.0):
        for k in range(4):
            x, z = side * 2.25 - 0.2, 1.0 + 1.75 * k
            made += solid((x, 0.2, z), (0.40, 2.25, 0.40), "#cfc6b2") + solid(
                (x - 0.08, 0, z - 0.08), (0.56, 0.2, 0.56), "#b8ae98"
            )
            made += solid((x - 0.08, 2.45, z - 0.08), (0.56, 0.3, 0.56), "#b8ae98")
            made += lit((x + 0.2 - side * 0.28, 1.5, z + 0.17), (0.06, 0.14, 0.06), lamp * np.float32(1.6))
    red, gold = linear("#7a1a22"), linear("#c8a04a")
    made.append(face((-0.85, 0.012, -1.0), (1.7, 0, 0), (0, 0, 8.0), masonry.CLOTH, red, gold, (1.7, 0.9)))
    hues = ("#2f4f6a", "#8a552f", "#4d653a", "#6a3a4a")
    for k, x in enumerate((-1.9, -0.75, 0.75)):
        wide = 0.9 if k != 1 else 1.25
        made += solid((x - 0.06, 1.0, DEEP - 0.07), (wide + 0.12, 1.3, 0.06), "#b08a3a")
        one, two = (linear(str(hue), 0.8) for hue in random.choice(hues, 2, replace=False))
        made.append(
            face(
                (x, 1.06, DEEP - 0.072),
                (wide, 0, 0),
                (0, 1.18, 0),
                masonry.CLOTH,
                one,
                two,
                (wide * 0.8, 0.9),
            )
        )
    return made


def bedroom(random: np.random.Generator, lamp: Array) -> Faces:
    """A bed at the far wall, a wardrobe, a table with a lamp, a picture."""
    cloth = str(random.choice(("#5a7a9a", "#8a5a6a", "#6a7a5a")))
    made = solid((-1.2, 0.12, 4.9), (1.9, 0.32, 2.2), "#6a4a30") + solid(
        (-1.15, 0.44, 4.85), (1.8, 0.16, 2.15), "#efe9de"
    )
    made += solid((-1.18, 0.46, 4.82), (1.86, 0.17, 1.45), cloth) + solid(
        (-1.25, 0, 7.05), (2.0, 1.15, 0.1), "#6a4a30"
    )
    for x in (-1.0, -0.15):
        made += solid((x, 0.6, 6.55), (0.65, 0.14, 0.4), "#f6f3ea")
    made += solid((-HALF, 0, 2.4), (0.65, 2.1, 2.0), "#8a6a48") + solid(
        (-2.24, 0.1, 2.45), (0.015, 1.9, 0.9), "#9a7a54"
    )
    made += solid((-2.24, 0.1, 3.42), (0.015, 1.9, 0.9), "#9a7a54")
    made += solid((0.85, 0, 6.6), (0.5, 0.5, 0.5), "#8a6a48") + solid(
        (1.07, 0.5, 6.82), (0.06, 0.2, 0.06), "#b8a04a"
    )
    made += lit((0.98, 0.7, 6.73), (0.24, 0.22, 0.24), lamp * np.float32(1.1))
    return [*made, *board(-0.8, 1.5, 1.1, 0.7, "#4a3526", "#8aa4b0")]


_TILES: Final = (masonry.STONE, "#b8b4a8", "#b8b4a8", (0.45, 0.45))
_SLABS: Final = (masonry.STONE, "#77706a", "#77706a", (0.9, 0.9))
FITTED: Final[dict[str, Fittings]] = {
    "kitchen": Fittings(kitchen, _TILES, (masonry.PLAIN, "#cfd6d0", (1.0, 1.0))),
    "library": Fittings(library, wall=(masonry.PLAIN, "#7a6248", (1.0, 1.0)), curtains=True),
    "office": Fittings(office, (masonry.CLOTH, "#5a626a", "#626a72", (0.5, 0.5)), (masonry.PLAIN, "#d6dadc", (1.0, 1.0))),
    "classroom": Fittings(classroom, wall=(masonry.PLAIN, "#d8d2b0", (1.0, 1.0))),
    "bar": Fittings(bar, (masonry.PLANKS, "#5a3c24", "#5a3c24", (0.16, 1.9)), (masonry.PLAIN, "#6a4038", (1.0, 1.0))),
    "train": Fittings(train, (masonry.CLOTH, "#3a4450", "#444e5a", (0.6, 0.6)), (masonry.PLAIN, "#d0c6ae", (1.0, 1.0))),
    "laboratory": Fittings(laboratory, (masonry.STONE, "#c8ccce", "#c8ccce", (0.6, 0.6)), (masonry.PLAIN, "#dfe6ea", (1.0, 1.0))),
    "workshop": Fittings(workshop, _SLABS, (masonry.STONE, "#6a6058", (0.5, 0.3))),
    "hall": Fittings(hall, (masonry.STONE, "#a89c8a", "#a89c8a", (0.8, 0.8)), (masonry.PLAIN, "#a89880", (1.0, 1.0)), curtains=True),
    "bedroom": Fittings(bedroom, curtains=True),
}  # fmt: skip
"""Rooms by the sight that asks for them."""
