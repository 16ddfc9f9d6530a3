"""What rooms are fitted out with: cupboards, shelves, desks, boards, lamps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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

    ``curtains`` says whether its window has any; ``view`` whether there is a wide one in the far wall;
    ``table`` whether a table and chairs stand in the middle.
    """

    build: Callable[[np.random.Generator, Array], Faces]
    floor: tuple[int, str, str, tuple[float, float]] = (masonry.PLANKS, "#7d5a38", "#7d5a38", (0.16, 1.9))
    wall: tuple[int, str, tuple[float, float]] = (masonry.PLAIN, "#cfc8ba", (1.0, 1.0))
    curtains: bool = False
    view: bool = False
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


def pendants(lamp: Array, places: tuple[float, ...], z: float) -> Faces:
    """Lamps that hang from the ceiling."""
    made: Faces = []
    for x in places:
        made += solid((x - 0.006, 2.2, z), (0.012, 0.55, 0.012), "#202022")
        made += solid((x - 0.14, 2.08, z - 0.14), (0.28, 0.12, 0.28), "#2c3a38")
        made += lit((x - 0.07, 2.0, z - 0.07), (0.14, 0.08, 0.14), lamp * np.float32(1.4))
    return made
