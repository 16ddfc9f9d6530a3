"""A furnished room with a window in its right wall."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.scene import masonry
from vitascope.engines.previz.scene.blocks import box, darkness
from vitascope.engines.previz.scene.colour import linear, luma
from vitascope.engines.previz.scene.facets import face
from vitascope.engines.previz.scene.fittings import DEEP, HALF, HIGH, Fittings
from vitascope.engines.previz.scene.indoors import Indoors
from vitascope.engines.previz.scene.palette import Look

FREE: Final = ((-2.5, 2.5), (0.35, 2.45), (0.3, 6.2))
WINDOW: Final = ((3.2, 5.5), (0.75, 2.25))
"""The window's opening along z and y."""

VIEW: Final = (-1.25, 1.35)
"""The opening of a window in the far wall, along x."""

_FITTED = ((-2.9, -2.35, 2.0, 5.0), (-0.85, 0.95, 3.15, 4.25), (-1.3, 1.1, 5.9, 6.9), (1.9, 2.5, 5.9, 6.5))


@dataclass(frozen=True)
class Chamber:
    """A room's faces and light; ``mote`` is the colour of dust in it."""

    faces: Array
    beam: Indoors
    ambient: Array
    lamp: Array
    mote: Array


def room(look: Look, seed: int, *, table: bool = True, fitted: Fittings | None = None) -> Chamber:
    """A room, lit by its window by day and by a lamp when it is dark; a living room if not ``fitted``."""
    random = np.random.default_rng(seed + 97)
    dark = darkness(look)
    lamp = linear("#ffb56a", 0.25 + 1.5 * dark)
    ambient = (look.ambient * 0.46 + look.haze_colour * 0.14 + lamp * 0.055).astype(np.float32)
    wall = linear(str(random.choice(("#b9ab94", "#a8b0a4", "#b5a59c", "#9aa6ae"))), 0.95)
    if fitted is None:
        faces = [*_shell(Fittings(_living), wall), *_window(look, curtains=True), *_rug()]
        faces += [*(_table() if table else ()), *_living(random, lamp), *_rest(random, lamp, dark)]
    else:
        faces = [*_shell(fitted, linear(fitted.wall[1], 0.95)), *_window(look, curtains=fitted.curtains)]
        faces += fitted.build(random, lamp) + (_outlook(look) if fitted.view else [])
    rows = np.stack(faces).astype(np.float32)
    rows[:, 22:25] = ambient
    glow = np.isin(rows[:, 9], (masonry.GLOWING,))
    rows[glow, 22:25] = 1.0
    sky = (look.ambient * 1.5 + look.horizon * 0.9) / np.maximum(ambient, 1e-3)
    lamps = (
        ((HALF - 0.1, 1.5, 4.35), (sky * np.float32(0.62)).astype(np.float32), 1.7),
        ((2.2, 1.55, 6.2), (lamp * 0.9 / np.maximum(ambient, 1e-3)).astype(np.float32), 1.3),
    )
    rise = min(max(math.tan(look.elevation), 0.42), 0.72)
    way = np.array([1.0, rise, 0.30]) / math.hypot(1.0, rise, 0.30)
    sun = (look.key * np.float32(2.6 if luma(look.key) > 0.5 else 0.9)).astype(np.float32)
    beam = Indoors(
        at=HALF,
        z=WINDOW[0],
        y=WINDOW[1],
        toward=(float(way[0]), float(way[1]), float(way[2])),
        colour=(sun / np.maximum(ambient, 1e-3)).astype(np.float32),
        lamps=lamps,
        low=(-HALF, 0.0, -1.0),
        high=(HALF, HIGH, DEEP),
        shades=_FITTED if fitted is None else (),
    )
    mote = (sun * 0.25 + lamp * 0.12 + ambient * 0.3).astype(np.float32)
    return Chamber(rows, beam, ambient, lamp, mote)


def _living(random: np.random.Generator, lamp: Array) -> list[Array]:
    """A sofa and a bookcase."""
    del lamp
    return [*_sofa(random), *_shelves(random)]


def _shell(fitted: Fittings, wall: Array) -> list[Array]:
    """Floor, ceiling and walls, the right one around its window."""
    white, ledge = linear("#d9d4ca"), linear("#e4dfd4")
    ground, first, second, tiles = fitted.floor
    kind, _, courses = fitted.wall
    (z0, z1), (y0, y1) = WINDOW
    wide, deep = 2 * HALF, DEEP + 1.0
    made = [
        face(
            (-HALF, 0, -1), (wide, 0, 0), (0, 0, deep), ground, linear(first), linear(second), tiles, 0.0, 3
        ),
        face((-HALF, HIGH, -1), (0, 0, deep), (wide, 0, 0), masonry.PLAIN, white),
        face((-HALF, 0, DEEP), (wide, 0, 0), (0, HIGH, 0), kind, wall, wall, courses),
        face((-HALF, 0, -1), (0, 0, deep), (0, HIGH, 0), kind, wall, wall, courses),
        face((HALF, 0, -1), (-wide, 0, 0), (0, HIGH, 0), kind, wall, wall, courses),
    ]
    for a, b, low, high in (
        (DEEP, z1, 0.0, HIGH),
        (z1, z0, 0.0, y0),
        (z1, z0, y1, HIGH),
        (z0, -1.0, 0.0, HIGH),
    ):
        made.append(face((HALF, low, a), (0, 0, b - a), (0, high - low, 0), kind, wall, wall, courses))
    made += box((-HALF, 0, DEEP - 0.03), (wide, 0.12, 0.03), ledge, ledge)
    made += box((-HALF, 0, -1), (0.03, 0.12, deep), ledge, ledge)
    made += box((-HALF, HIGH - 0.09, DEEP - 0.06), (wide, 0.09, 0.06), ledge, ledge)
    return made


def _window(look: Look, *, curtains: bool) -> list[Array]:
    """The pane with the sky in it, its reveal, its sill, and curtains."""
    (z0, z1), (y0, y1) = WINDOW
    out = HALF + 0.14
    frame, linen = linear("#e8e4da"), linear("#c7a77d")
    sky_low = np.asarray(look.horizon * 1.1 + look.haze_colour * 0.2, np.float32)
    sky_top = np.asarray(look.middle * 0.95, np.float32)
    made = [
        face((out, y0, z1), (0, 0, z0 - z1), (0, y1 - y0, 0), masonry.PANE, sky_top, sky_low),
        face((HALF, y0, z0), (0.14, 0, 0), (0, 0, z1 - z0), masonry.PLAIN, frame),
        face((HALF, y0, z1), (0.14, 0, 0), (0, y1 - y0, 0), masonry.PLAIN, frame),
        face((out, y0, z0), (-0.14, 0, 0), (0, y1 - y0, 0), masonry.PLAIN, frame),
        face((HALF, y1, z0), (0, 0, z1 - z0), (0.14, 0, 0), masonry.PLAIN, frame),
    ]
    made += box((HALF - 0.1, y0 - 0.05, z0 - 0.1), (0.1, 0.05, z1 - z0 + 0.2), frame, frame)
    if not curtains:
        return made
    made += box(
        (HALF - 0.07, y1 + 0.16, z0 - 0.65), (0.03, 0.03, z1 - z0 + 1.3), linear("#4a3526"), linear("#4a3526")
    )
    for start in (z0 - 0.55, z1 + 0.05):
        for k in range(5):
            tone = np.float32(1.0 - 0.16 * (k % 2))
            deep = 0.10 if k % 2 else 0.14
            made += box((HALF - deep, 0.05, start + 0.1 * k), (deep, y1 + 0.12, 0.1), linen * tone, linen)
    return made


def _outlook(look: Look) -> list[Array]:
    """A wide window in the far wall with sky over hills in it, and curtains beside it."""
    (x0, x1), (y0, y1), z = VIEW, WINDOW[1], DEEP - 0.02
    frame, linen = linear("#e8e4da"), linear("#c7a77d")
    low = np.asarray(look.horizon * 1.1 + look.haze_colour * 0.2, np.float32)
    high, hill = np.asarray(look.middle * 0.95, np.float32), linear("#4c6a3c")
    far, near = (np.asarray(low * (1.0 - s) + hill * low * s, np.float32) for s in (0.45, 0.85))
    wide, land = x1 - x0, y0 + 0.36 * (y1 - y0)
    made = [
        face((x0, land, z), (wide, 0, 0), (0, y1 - land, 0), masonry.PANE, high, low),
        face((x0, y0, z), (wide, 0, 0), (0, land - y0, 0), masonry.PANE, far, near),
    ]
    for k in range(4):
        made += box((x0 - 0.04 + k * wide / 3, y0, z - 0.06), (0.08, y1 - y0, 0.06), frame, frame)
    for y in (y0 - 0.06, y0 + 0.62 * (y1 - y0), y1):
        made += box((x0 - 0.04, y, z - 0.06), (wide + 0.08, 0.06, 0.06), frame, frame)
    made += box((x0 - 0.12, y0 - 0.1, z - 0.16), (wide + 0.24, 0.05, 0.16), frame, frame)
    made += box((x0 - 0.65, y1 + 0.16, z - 0.1), (wide + 1.3, 0.03, 0.03), linear("#4a3526"), frame)
    for start in (x0 - 0.58, x1 + 0.08):
        for k in range(5):
            deep = 0.14 if k % 2 else 0.10
            made += box(
                (start + 0.1 * k, 0.05, z - deep),
                (0.1, y1 + 0.12, deep),
                linen * np.float32(1.0 - 0.16 * (k % 2)),
                linen,
            )
    return made


def _legs(
    low: tuple[float, float], high: tuple[float, float], tall: float, wide: float, wood: Array
) -> list[Array]:
    made: list[Array] = []
    for x in (low[0], high[0] - wide):
        for z in (low[1], high[1] - wide):
            made += box((x, 0, z), (wide, tall, wide), wood, wood)
    return made


def _rug() -> list[Array]:
    rug, woven = linear("#7a2f2c"), linear("#c9a66a")
    return [face((-1.7, 0.012, 2.5), (3.4, 0, 0), (0, 0, 2.6), masonry.CLOTH, rug, woven, (0.42, 0.42))]


def _table() -> list[Array]:
    """A table with a bowl, and two chairs."""
    wood, dark = linear("#8a5a34"), linear("#5a3a24")
    made = box((-0.85, 0.70, 3.2), (1.8, 0.05, 1.0), wood, wood, roof=wood * np.float32(1.1))
    made += _legs((-0.78, 3.27), (0.88, 4.13), 0.70, 0.07, wood)
    made += box((-0.12, 0.75, 3.55), (0.32, 0.09, 0.32), linear("#3f6f78"), dark, roof=linear("#c9772c"))
    made += box((0.4, 0.75, 3.5), (0.22, 0.035, 0.3), linear("#7c3b3a"), dark, roof=linear("#8f4a44"))
    made += box((0.42, 0.785, 3.52), (0.2, 0.03, 0.27), linear("#37506a"), dark, roof=linear("#46617c"))
    for x in (-1.45, 1.12):
        made += _chair(x, 3.45, dark, back_left=x < 0)
    return made


def _chair(x: float, z: float, wood: Array, *, back_left: bool) -> list[Array]:
    made = box((x, 0.43, z), (0.44, 0.05, 0.44), wood, wood, roof=linear("#9a7f5c"))
    made += _legs((x, z), (x + 0.44, z + 0.44), 0.43, 0.045, wood)
    at = x if back_left else x + 0.40
    for k in range(3):
        made += box((at, 0.48, z + 0.02 + 0.17 * k), (0.04, 0.45, 0.06), wood, wood)
    made += box((at, 0.88, z), (0.04, 0.1, 0.44), wood, wood)
    return made


def _sofa(random: np.random.Generator) -> list[Array]:
    """A sofa along the far wall with cushions."""
    cloth = linear(str(random.choice(("#4f6672", "#6b5a4e", "#59684c", "#7a5048"))))
    light = cloth * np.float32(1.25)
    made = box((-1.3, 0.08, 6.0), (2.4, 0.34, 0.85), cloth, cloth, roof=light)
    made += box((-1.3, 0.42, 6.65), (2.4, 0.42, 0.25), cloth, cloth, roof=light)
    made += box((-1.5, 0.08, 5.95), (0.22, 0.55, 0.95), cloth, cloth, roof=light)
    made += box((1.08, 0.08, 5.95), (0.22, 0.55, 0.95), cloth, cloth, roof=light)
    for k in range(3):
        made += box(
            (-1.24 + 0.77 * k, 0.42, 6.02), (0.74, 0.10, 0.62), light, light, roof=light * np.float32(1.1)
        )
    made += box((-1.1, 0.52, 6.45), (0.42, 0.36, 0.16), linear("#c98b3c"), light)
    made += box((0.5, 0.52, 6.45), (0.42, 0.36, 0.16), linear("#d8cfc0"), light)
    return made


def _shelves(random: np.random.Generator) -> list[Array]:
    """A bookcase along the left wall."""
    wood = linear("#5f432c")
    mark = int(random.integers(1 << 16))
    made = box((-HALF, 0, 2.0), (0.42, 2.15, 3.0), wood, wood)
    made.append(
        face(
            (-HALF + 0.421, 0.06, 2.05),
            (0, 0, 2.9),
            (0, 2.05, 0),
            masonry.BOOKS,
            wood,
            wood,
            (0.047, 0.41),
            0,
            mark,
        )
    )
    return made


def _rest(random: np.random.Generator, lamp: Array, dark: float) -> list[Array]:
    """Pictures, a floor lamp, a plant and a door."""
    made: list[Array] = []
    hues = ("#2f5f7a", "#a8552f", "#5d7a45", "#c2a24c", "#4a3f6a", "#b8b0a0")
    for x, y, w, h in ((-1.15, 1.35, 0.62, 0.8), (-0.3, 1.5, 0.8, 0.55), (0.72, 1.35, 0.5, 0.7)):
        made += box((x, y, DEEP - 0.05), (w, h, 0.04), linear("#2b2119"), lamp)
        one, two = (linear(str(hue), 0.8) for hue in random.choice(hues, 2, replace=False))
        at = (x + 0.05, y + 0.05, DEEP - 0.052)
        made.append(face(at, (w - 0.1, 0, 0), (0, h - 0.1, 0), masonry.CLOTH, one, two, (w * 0.8, h * 0.9)))
    brass = linear("#6a5638")
    made += box((2.19, 0.0, 6.19), (0.03, 1.42, 0.03), brass, brass)
    made += box((2.07, 0.0, 6.07), (0.27, 0.03, 0.27), brass, brass)
    bright, soft = lamp * np.float32(0.9 + 0.7 * dark), lamp * np.float32(0.5 + 0.3 * dark)
    x, z, w = 2.02, 6.02, 0.38
    for corner, u in (((x, 1.4, z), (w, 0, 0)), ((x, 1.4, z + w), (0, 0, -w)), ((x + w, 1.4, z), (0, 0, w))):
        made.append(face(corner, u, (0, 0.36, 0), masonry.GLOWING, soft, bright))
    door = linear("#8b6a48")
    made += box((1.55 - 3.9, 0, DEEP - 0.06), (0.95, 2.08, 0.05), linear("#d9d4ca"), door)
    made += box((1.62 - 3.9, 0, DEEP - 0.075), (0.81, 2.0, 0.03), door, door)
    for y in (0.2, 1.15):
        made += box((1.75 - 3.9, y, DEEP - 0.085), (0.55, 0.75, 0.012), door * np.float32(0.85), door)
    return made
