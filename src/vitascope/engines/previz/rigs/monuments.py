"""Castles, towers, temples and skyscrapers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from vitascope.engines.previz.compiled import Floats, Ints
from vitascope.engines.previz.rigs.aura import beam
from vitascope.engines.previz.rigs.building_parts import TIMBER, door, gable, turret, wall, window
from vitascope.engines.previz.rigs.car_body import DARK, PANE
from vitascope.engines.previz.rigs.kit import Kit, Point, box, fan, lathe, merged, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, grid
from vitascope.engines.previz.rigs.ship_sail import pole
from vitascope.engines.previz.rigs.stuff import Stuff


def _ward(kit: Kit, tone: Colour) -> None:
    """Four walls with merlons."""
    for low, high in (
        ((-0.42, 0, 0.30), (0.42, 0.24, 0.36)),
        ((-0.42, 0, -0.36), (0.42, 0.24, -0.30)),
        ((0.36, 0, -0.33), (0.42, 0.24, 0.33)),
        ((-0.42, 0, -0.33), (-0.36, 0.24, 0.33)),
    ):
        wall(kit, low, high, Stuff.STONE, tone)
        along = 0 if high[0] - low[0] > high[2] - low[2] else 2
        count = 13
        for k in range(count):
            mid = low[along] + (k + 0.5) / count * (high[along] - low[along])
            a, b = list(low), list(high)
            a[along], b[along], a[1], b[1] = mid - 0.016, mid + 0.016, 0.24, 0.27
            kit.add(box((a[0], a[1], a[2]), (b[0], b[1], b[2]), Look(Stuff.STONE), tone))


def castle(kit: Kit, colours: list[Floats]) -> None:
    """Walls with corner towers, a keep, a gate."""
    tone = tone_of(colours[0])
    _ward(kit, tone)
    for x in (-0.39, 0.39):
        for z in (-0.33, 0.33):
            turret(kit, (x, 0, z), 0.075, 0.36, colours, True)
    for x in (-0.12, 0.12):
        turret(kit, (x, 0, 0.34), 0.06, 0.32, colours, False)
    wall(kit, (-0.17, 0, -0.16), (0.17, 0.46, 0.12), Stuff.STONE, tone)
    for k in range(7):
        for z in (-0.16, 0.10):
            kit.add(
                box(
                    (-0.165 + 0.05 * k, 0.46, z),
                    (-0.135 + 0.05 * k, 0.495, z + 0.02),
                    Look(Stuff.STONE),
                    tone,
                )
            )
    turret(kit, (0.0, 0.40, -0.04), 0.085, 0.30, colours, True)
    for x in (-0.15, 0.15):
        turret(kit, (x, 0.2, 0.10), 0.045, 0.36, colours, True)
    arch = fan(
        [(-0.055, 0.0), (0.055, 0.0), (0.055, 0.11), (0.03, 0.15), (0, 0.165), (-0.03, 0.15), (-0.055, 0.11)],
        Look(Stuff.WOOD),
        (0.07, 0.04, 0.02),
        0.01,
        "xy",
        (0, 0, 0.362),
    )
    kit.add(arch)
    for x in (-0.09, 0.0, 0.09):
        for y in (0.26, 0.36):
            window(kit, (x, y, 0.122), (0.028, 0.06), "z", bars=False, lit=float(y < 0.3))


def tower(kit: Kit, colours: list[Floats]) -> None:
    """A tall keep of stone."""
    turret(kit, (0, 0, 0), 0.14, 0.80, [colours[0], colours[1]], False)
    kit.add(lathe(((0.10, 0.80), (0.10, 0.87)), Look(Stuff.STONE), kit.sides(9), tone_of(colours[0])))
    kit.add(lathe(((0.125, 0.865), (0.0, 1.0)), Look(Stuff.TILE), kit.sides(9), tone_of(colours[1])))
    door(kit, (0, 0, 0.155), (0.07, 0.13))


LANTERN: Point = (0.0, 0.86, 0.0)
"""Where its light is."""


def lighthouse(kit: Kit, colours: list[Floats]) -> None:
    """Bands of two colours, a gallery, a lamp that goes round."""
    for k in range(6):
        a, b = 0.03 + 0.125 * k, 0.03 + 0.125 * (k + 1)
        r = [0.125 - 0.055 * math.sqrt(h) if h > 0 else 0.125 for h in (a, b)]
        kit.add(lathe(((r[0], a), (r[1], b)), Look(Stuff.PLASTER), kit.sides(10), tone_of(colours[k % 2])))
    kit.add(
        lathe(((0.20, 0.0), (0.19, 0.035), (0.0, 0.036)), Look(Stuff.STONE), kit.sides(9), (0.3, 0.29, 0.27))
    )
    kit.add(
        lathe(
            ((0.08, 0.78), (0.11, 0.795), (0.11, 0.81), (0.0, 0.812)), Look(Stuff.METAL), kit.sides(9), DARK
        )
    )
    for k in range(14):
        a = math.tau * k / 14
        pole(
            kit,
            (0.105 * math.cos(a), 0.81, 0.105 * math.sin(a)),
            (0.105 * math.cos(a), 0.85, 0.105 * math.sin(a)),
            0.0025,
            DARK,
        )
    kit.add(lathe(((0.105, 0.847), (0.109, 0.850), (0.105, 0.853)), Look(Stuff.METAL), kit.sides(10), DARK))
    core = lathe(((0.052, 0.812), (0.052, 0.905)), Look(Stuff.LAMP), kit.sides(7), (1.0, 0.85, 0.5))
    kit.add(core.with_(glow=np.full(len(core.rest), 2.0, np.float32)))
    for k in range(8):
        a = math.tau * k / 8
        pole(
            kit,
            (0.055 * math.cos(a), 0.81, 0.055 * math.sin(a)),
            (0.055 * math.cos(a), 0.91, 0.055 * math.sin(a)),
            0.003,
            DARK,
        )
    kit.add(
        lathe(
            ((0.075, 0.905), (0.05, 0.95), (0.0, 0.985)),
            Look(Stuff.PAINT),
            kit.sides(8),
            tone_of(colours[0]),
            crisp=False,
        )
    )
    pole(kit, (0, 0.98, 0), (0, 1.0, 0), 0.004, DARK)
    for k, y in enumerate((0.2, 0.42, 0.62)):
        window(kit, (0, y, 0.126 - 0.055 * math.sqrt(y)), (0.03, 0.045), "z", lit=float(k % 2))
        window(kit, (0.126 - 0.055 * math.sqrt(y), y + 0.08, 0), (0.03, 0.045), "x", lit=float((k + 1) % 2))
    door(kit, (0, 0.035, 0.118), (0.05, 0.09))
    kit.bone("beams", LANTERN)
    for way in (-1.0, 1.0):
        end = (LANTERN[0], LANTERN[1] - 0.4, LANTERN[2] + 14.0 * way)
        kit.add(beam(LANTERN, end, 1.25, 0.55, (1.0, 0.93, 0.74)), "beams")


def windmill(kit: Kit, colours: list[Floats]) -> None:
    """A cap and four sails that turn."""
    tone = tone_of(colours[0])
    kit.add(
        lathe(
            ((0.20, 0.0), (0.17, 0.25), (0.125, 0.62), (0.0, 0.63)), Look(Stuff.PLASTER), kit.sides(8), tone
        )
    )
    kit.add(
        lathe(
            ((0.145, 0.61), (0.12, 0.70), (0.06, 0.77), (0.0, 0.79)),
            Look(Stuff.WOOD),
            kit.sides(8),
            tone_of(colours[1]),
            crisp=False,
        )
    )
    kit.bone("sails", (0, 0.68, 0.16))
    pole(kit, (0, 0.68, 0.0), (0, 0.68, 0.20), 0.018, TIMBER, "sails")
    for k in range(4):
        a = math.tau * k / 4
        arm = box((-0.008, 0.0, 0.176), (0.008, 0.42, 0.190), Look(Stuff.WOOD), TIMBER)
        cloth = box((0.006, 0.09, 0.180), (0.085, 0.41, 0.184), Look(Stuff.SAIL), (0.75, 0.70, 0.60))
        for made in (arm, cloth):
            kit.add(moved(moved(made, (0, 0, 0)), (0, 0.68, 0), (0, 0, a)), "sails")
        for j in range(6):
            bar = box(
                (0.0, 0.10 + 0.058 * j, 0.184), (0.088, 0.106 + 0.058 * j, 0.188), Look(Stuff.WOOD), TIMBER
            )
            kit.add(moved(bar, (0, 0.68, 0), (0, 0, a)), "sails")
    door(kit, (0, 0, 0.198), (0.07, 0.13))
    for y, z in ((0.30, 0.166), (0.48, 0.146)):
        window(kit, (0, y, z), (0.045, 0.055), "z")
        window(kit, (z, y, 0), (0.045, 0.055), "x")


def skyscraper(kit: Kit, colours: list[Floats]) -> None:
    """Three setbacks of glass; some windows are lit."""
    chance = np.random.default_rng(6)
    for low, high, half in ((0.0, 0.42, 0.15), (0.42, 0.72, 0.12), (0.72, 0.90, 0.085)):
        wall(kit, (-half, low, -half), (half, high, half), Stuff.PAINT, tone_of(colours[0]))
        floors, bays = int((high - low) / 0.026), int(half * 2 / 0.027)
        for floor in range(floors):
            y = low + (floor + 0.5) * (high - low) / floors
            for face in ("x", "-x", "z", "-z"):
                _strip(kit, half, y, face, bays, chance)
        kit.add(
            box(
                (-half - 0.006, high, -half - 0.006),
                (half + 0.006, high + 0.008, half + 0.006),
                Look(Stuff.PLAIN),
                tone_of(colours[1]),
            )
        )
    pole(kit, (0, 0.90, 0), (0, 1.0, 0), 0.008, (0.4, 0.4, 0.42))


def _strip(kit: Kit, half: float, y: float, face: str, bays: int, chance: np.random.Generator) -> None:
    """One floor's windows on one face, merged into one part."""
    turn = {"z": 0.0, "x": math.pi / 2, "-z": math.pi, "-x": -math.pi / 2}[face]
    width = 2 * half / bays
    made: list[Part] = []
    for bay in range(bays):
        x = -half + (bay + 0.5) * width
        points = np.array(
            [
                [(x - 0.4 * width, y + s, half + 0.002), (x + 0.4 * width, y + s, half + 0.002)]
                for s in (-0.0085, 0.0085)
            ],
            np.float32,
        )
        one = grid(points, Look(Stuff.WINDOW), PANE)
        one = one.with_(
            glow=np.full(4, float(chance.random() < 0.45) * (0.5 + 0.6 * chance.random()), np.float32)
        )
        made.append(replace(one, triangles=_front(one)))
    kit.add(moved(merged(made), (0, 0, 0), (0, turn, 0)))


def _front(made: Part) -> Ints:
    """Triangles turned towards +z."""
    a, b, c = (made.rest[made.triangles[:, k]] for k in range(3))
    flip = np.cross(b - a, c - a)[:, 2] < 0
    triangles = made.triangles.copy()
    triangles[flip] = triangles[flip][:, ::-1]
    return np.ascontiguousarray(triangles)


def temple(kit: Kit, colours: list[Floats]) -> None:
    """Steps, columns, a pediment."""
    tone = tone_of(colours[0])
    for k in range(3):
        s = 0.03 * k
        kit.add(
            box(
                (-0.40 + s, 0.028 * k, -0.50 + s),
                (0.40 - s, 0.028 * (k + 1), 0.50 - s),
                Look(Stuff.STONE),
                tone,
            )
        )
    wall(kit, (-0.21, 0.08, -0.30), (0.21, 0.36, 0.30), Stuff.STONE, tone_of(colours[0] * 0.7))
    spots = [(x, z) for x in (-0.29, -0.145, 0.0, 0.145, 0.29) for z in (-0.40, 0.40)] + [
        (x, z) for x in (-0.29, 0.29) for z in (-0.27, -0.135, 0.0, 0.135, 0.27)
    ]
    for x, z in spots:
        kit.add(
            lathe(
                ((0.034, 0.084), (0.030, 0.10), (0.024, 0.345), (0.036, 0.36)),
                Look(Stuff.STONE),
                kit.sides(6),
                tone,
                at=(x, 0, z),
            )
        )
    kit.add(box((-0.34, 0.36, -0.45), (0.34, 0.41, 0.45), Look(Stuff.STONE), tone))
    gable(
        kit,
        (-0.34, 0, -0.45),
        (0.34, 0.41, 0.45),
        0.54,
        Stuff.TILE,
        tone_of(colours[1]),
        (Stuff.STONE, tone),
        0.02,
    )


def pyramid(kit: Kit, colours: list[Floats]) -> None:
    """Courses of blocks."""
    rows = kit.count(14, 24, 34)
    for k in range(rows):
        half, y = 0.5 * (1 - k / rows), 0.64 * k / rows
        shade = colours[0] * (0.92 + 0.12 * math.sin(k * 2.3))
        kit.add(box((-half, y, -half), (half, y + 0.64 / rows, half), Look(Stuff.STONE), tone_of(shade)))


def arch(kit: Kit, colours: list[Floats]) -> None:
    """A gate one walks through."""
    tone = tone_of(colours[0])
    for x in (-0.30, 0.30):
        wall(kit, (x - 0.12, 0, -0.14), (x + 0.12, 0.60, 0.14), Stuff.STONE, tone)
    for k in range(11):
        a = math.pi * (k + 0.5) / 11
        block = box((-0.06, 0.18, -0.138), (0.06, 0.30, 0.138), Look(Stuff.STONE), tone)
        kit.add(moved(block, (0, 0.55, 0), (0, 0, a - math.pi / 2)))
    wall(kit, (-0.42, 0.72, -0.14), (0.42, 0.90, 0.14), Stuff.STONE, tone)
    for low, high in (
        ((-0.45, 0.90, -0.17), (0.45, 0.93, 0.17)),
        ((-0.44, 0.60, -0.155), (-0.17, 0.625, 0.155)),
        ((0.17, 0.60, -0.155), (0.44, 0.625, 0.155)),
    ):
        kit.add(box(low, high, Look(Stuff.STONE), tone_of(colours[0] * 1.1)))
