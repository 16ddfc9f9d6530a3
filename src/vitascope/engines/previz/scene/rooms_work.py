"""Rooms to work, learn and travel in: offices, classrooms, laboratories, workshops, trains.

Each gives what stands along the walls; the middle stays free.
"""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene import masonry
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.facets import face
from vitascope.engines.previz.scene.fittings import DEEP, HALF, HIGH, Faces, bench, board, desk, lit, solid


def _panel(z: float, deep: float, glow: Array) -> Array:
    """A light in the ceiling, across the room."""
    return face((-1.3, HIGH - 0.01, z), (0, 0, deep), (2.6, 0, 0), masonry.GLOWING, glow)


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
    glow = lamp * np.float32(0.6) + np.float32(0.35)
    return made + [_panel(z, 0.5, glow) for z in (2.2, 4.6)]


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
    glow = lamp * np.float32(0.4) + np.float32(0.5)
    return made + [_panel(z, 0.6, glow) for z in (2.0, 4.5)]


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


def gym(random: np.random.Generator, lamp: Array) -> Faces:
    """A hoop on the far wall, wall bars, a bench, mats, a vaulting box and light from above."""
    del random
    made: Faces = board(-0.75, 1.55, 1.5, 0.85, "#2c3036", "#f2f2ee")
    made += solid((-0.28, 1.68, DEEP - 0.075), (0.56, 0.36, 0.01), "#c8301e")
    made += solid((-0.24, 1.72, DEEP - 0.085), (0.48, 0.28, 0.01), "#f2f2ee")
    made += solid((-0.23, 1.62, DEEP - 0.5), (0.46, 0.03, 0.42), "#e8641e")
    made += solid((-0.17, 1.30, DEEP - 0.44), (0.34, 0.32, 0.30), "#e4e4e0")
    for x in (-2.75, -1.75, 1.05, 2.05):
        made += solid((x, 0.0, DEEP - 0.10), (0.05, 2.3, 0.08), "#8a5c34")
    for left in (-2.75, 1.05):
        for k in range(11):
            made += solid((left, 0.2 + 0.19 * k, DEEP - 0.12), (1.05, 0.035, 0.035), "#b8844a")
    made += solid((-2.7, 0.38, 2.6), (0.32, 0.05, 2.4), "#b8844a")
    for z in (2.7, 4.8):
        made += solid((-2.66, 0.0, z), (0.24, 0.38, 0.08), "#6a4a2a")
    made += solid((1.5, 0.0, 5.4), (1.2, 0.16, 1.4), "#2a5a9a", "#3a6ab0")
    made += solid((-2.0, 0.0, 5.6), (0.9, 0.8, 0.5), "#b8844a", "#d8c8a8")
    for z in (2.0, 4.6):
        glow = lamp * np.float32(0.6) + np.float32(0.35)
        made.append(face((-1.3, HIGH - 0.01, z), (0, 0, 0.4), (2.6, 0, 0), masonry.GLOWING, glow))
    return made
