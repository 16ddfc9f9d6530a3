"""Walls, roofs, windows, doors and towers."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.car_body import PANE
from vitascope.engines.previz.rigs.kit import Kit, Point, box, fan, lathe, moved, tone_of, turned_over
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, ball, grid
from vitascope.engines.previz.rigs.ship_sail import pole
from vitascope.engines.previz.rigs.stuff import Stuff

WHITE: Colour = (0.78, 0.77, 0.73)


TIMBER: Colour = (0.13, 0.075, 0.04)


def wall(kit: Kit, low: Point, high: Point, stuff: Stuff, colour: Colour) -> None:
    """A block that is darker near the ground."""
    made = box(low, high, Look(stuff), colour, cells=3)
    up = np.clip((made.rest[:, 1] - low[1]) / 0.12, 0, 1) if low[1] < 0.01 else np.ones(len(made.rest))
    kit.add(made.with_(openness=(0.6 + 0.4 * up).astype(np.float32)))


def gable(
    kit: Kit,
    low: Point,
    high: Point,
    ridge: float,
    stuff: Stuff,
    colour: Colour,
    wall_: tuple[Stuff, Colour],
    over: float = 0.03,
) -> None:
    """A pitched roof along z above a block, with gables in the wall's stuff."""
    (x0, _, z0), (x1, y, z1) = low, high
    middle, drop = (x0 + x1) / 2, over * (ridge - y) / max((x1 - x0) / 2, 1e-3)
    slabs: list[Part] = []
    for side in (x0 - over, x1 + over):
        for lift in (0.0, 0.018):
            points = np.array(
                [
                    [(side, y - drop + lift, z) for z in (z0 - over, z1 + over)],
                    [(middle, ridge + lift, z) for z in (z0 - over, z1 + over)],
                ],
                np.float32,
            )
            made = grid(points, Look(stuff), colour)
            place = np.stack(
                [
                    made.rest[:, 2],
                    np.hypot(made.rest[:, 0] - middle, made.rest[:, 1] - ridge),
                    0 * made.rest[:, 0],
                ],
                -1,
            )
            slabs.append(made.with_(place=place.astype(np.float32)))
            slabs.append(turned_over(slabs[-1]))
    for made in slabs[2:4] + slabs[6:8] + slabs[0:2] + slabs[4:6]:
        kit.add(made)
    for z in (z0, z1):
        shape_ = fan(
            [(x0, y - 0.002), (x1, y - 0.002), (middle, ridge - 0.004)],
            Look(wall_[0]),
            wall_[1],
            0.006,
            "xy",
            (0, 0, z),
        )
        kit.add(shape_)
    for z in (z0 - over, z1 + over):
        for side in (x0 - over, x1 + over):
            pole(kit, (side, y - drop, z), (middle, ridge + 0.008, z), 0.010, TIMBER)


def window(
    kit: Kit,
    at: Point,
    size: tuple[float, float],
    face: str,
    frame: Colour = WHITE,
    lit: float = 1.0,
    bars: bool = True,
) -> None:
    """A framed window on a wall that faces ``x``, ``-x``, ``z`` or ``-z``."""
    w, h = size[0] / 2, size[1] / 2
    glass = box((-w, -h, -0.004), (w, h, 0.004), Look(Stuff.WINDOW), PANE)
    parts = [glass.with_(glow=np.full(len(glass.rest), lit, np.float32))]
    t = 0.12 * size[0] * 0.5 + 0.002
    if bars:
        rims = [
            ((-w - t, -h - t, -0.006), (w + t, -h, 0.012)),
            ((-w - t, h, -0.006), (w + t, h + t, 0.010)),
            ((-w - t, -h, -0.006), (-w, h, 0.010)),
            ((w, -h, -0.006), (w + t, h, 0.010)),
            ((-t / 4, -h, -0.004), (t / 4, h, 0.007)),
            ((-w, -t / 4, -0.004), (w, t / 4, 0.007)),
        ]
        parts += [box(a, b, Look(Stuff.PLAIN), frame) for a, b in rims[: 6 if kit.fine > 1 else 2]]
    turn = {"z": 0.0, "x": math.pi / 2, "-z": math.pi, "-x": -math.pi / 2}[face]
    for made in parts:
        kit.add(moved(made, at, (0, turn, 0)))


def door(kit: Kit, at: Point, size: tuple[float, float], colour: Colour = TIMBER) -> None:
    """A door in a wall that faces z."""
    x, y, z = at
    w, h = size
    kit.add(
        box(
            (x - w / 2 - 0.008, y, z - 0.01),
            (x + w / 2 + 0.008, y + h + 0.01, z + 0.006),
            Look(Stuff.PLAIN),
            WHITE,
        )
    )
    kit.add(box((x - w / 2, y, z - 0.01), (x + w / 2, y + h, z + 0.011), Look(Stuff.WOOD), colour))
    kit.add(ball((x + 0.32 * w, y + 0.48 * h, z + 0.014), 0.008, Look(Stuff.METAL), 8, (0.7, 0.5, 0.15)))


def battlement(kit: Kit, at: Point, radius: float, thick: float, colour: Colour, count: int) -> None:
    """Merlons around a round top."""
    for k in range(count):
        a = math.tau * k / count
        made = box(
            (-0.5 * thick, 0, -0.35 * thick),
            (0.5 * thick, 1.1 * thick, 0.35 * thick),
            Look(Stuff.STONE),
            colour,
        )
        kit.add(moved(made, (at[0] + radius * math.sin(a), at[1], at[2] + radius * math.cos(a)), (0, a, 0)))


def turret(kit: Kit, at: Point, radius: float, tall: float, colours: list[Floats], pointed: bool) -> None:
    """A round tower with a battlement, or a pointed roof with a flag."""
    x, y, z = at
    tone = tone_of(colours[0])
    profile = (
        (1.12 * radius, y),
        (radius, y + 0.06),
        (radius, y + tall * 0.9),
        (1.18 * radius, y + tall * 0.94),
        (1.18 * radius, y + tall),
    )
    kit.add(lathe((*profile, (0.0, y + tall)), Look(Stuff.STONE), kit.sides(9), tone, at=(x, 0, z)))
    if pointed:
        kit.add(
            lathe(
                (
                    (1.32 * radius, y + tall - 0.005),
                    (0.62 * radius, y + tall + 1.5 * radius),
                    (0.0, y + tall + 3.2 * radius),
                ),
                Look(Stuff.TILE),
                kit.sides(9),
                tone_of(colours[1]),
                at=(x, 0, z),
            )
        )
        top = y + tall + 3.2 * radius
        pole(kit, (x, top - 0.02, z), (x, top + 0.06, z), 0.003)
        kit.add(
            fan(
                [(z, top + 0.06), (z - 0.055, top + 0.045), (z, top + 0.028)],
                Look(Stuff.SAIL, 0, 1),
                tone_of(colours[1]),
                0.0,
                "zy",
                (x, 0, 0),
            )
        )
    else:
        battlement(kit, (x, y + tall, z), 1.08 * radius, 0.34 * radius, tone, 10)
    for k in range(3):
        for a in (0.0, 2.1, 4.2):
            h = y + tall * (0.3 + 0.25 * k)
            slit = box(
                (-0.10 * radius, -0.28 * radius, -0.02),
                (0.10 * radius, 0.28 * radius, 0.006),
                Look(Stuff.WINDOW),
                PANE,
            )
            kit.add(
                moved(
                    slit.with_(glow=np.full(len(slit.rest), float((k + int(a)) % 2), np.float32)),
                    (x + radius * math.sin(a), h, z + radius * math.cos(a)),
                    (0, a, 0),
                )
            )
