"""Rooms to live and to be a guest in: kitchens, bedrooms, libraries, bars, halls.

Each gives what stands along the walls; the middle stays free.
"""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene import masonry
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.facets import face
from vitascope.engines.previz.scene.fittings import (
    DEEP,
    HALF,
    Faces,
    bench,
    board,
    books,
    desk,
    lit,
    pendants,
    solid,
)


def parlour(random: np.random.Generator, lamp: Array) -> Faces:
    """Shelves along the left wall, and a low bench under the window in the far one."""
    del lamp
    made = books(0.0, 3.4, 2.4, 1.7, int(random.integers(1 << 16)), side=-1)
    made += solid((-1.5, 0.0, DEEP - 0.42), (3.0, 0.42, 0.42), "#e4dfd4")
    made += solid((-1.48, 0.42, DEEP - 0.40), (2.96, 0.08, 0.40), "#7a4f44")
    for x, tone in ((-1.38, "#c9a24c"), (0.98, "#5d7a6a")):
        made += solid((x, 0.50, DEEP - 0.30), (0.40, 0.34, 0.14), tone)
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
    return [*made, *pendants(lamp, (-0.9, 0.9), 5.2)]


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
            (x - 0.1, 1.02, 5.02),
            (0.26, 0.08, 0.14),
            np.asarray(linear("#6adf9a", 0.7) + lamp * np.float32(0.3), np.float32),
        )
    for k in range(5):
        made += solid(
            (-0.55 + 0.02 * (k % 3), 0.74 + 0.05 * k, 5.1),
            (0.3, 0.045, 0.22),
            ("#7a2a2c", "#2a4a6a", "#4a5a2c")[k % 3],
        )
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
    return [*made, *pendants(lamp, (-1.2, 0.2, 1.6), 5.5)]


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
