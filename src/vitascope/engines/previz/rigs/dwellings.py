"""Houses, barns, huts and churches."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.building_parts import TIMBER, WHITE, door, gable, wall, window
from vitascope.engines.previz.rigs.kit import Kit, box, facing_out, fan, lathe, moved, tone_of, turned_over
from vitascope.engines.previz.rigs.mesh import Look, grid
from vitascope.engines.previz.rigs.ship_sail import pole
from vitascope.engines.previz.rigs.stuff import Stuff


def house(kit: Kit, colours: list[Floats]) -> None:
    """Two floors, a chimney, a porch."""
    tone, roof = tone_of(colours[0]), tone_of(colours[1])
    wall(kit, (-0.34, 0, -0.28), (0.34, 0.46, 0.28), Stuff.PLASTER, tone)
    gable(kit, (-0.34, 0, -0.28), (0.34, 0.46, 0.28), 0.78, Stuff.TILE, roof, (Stuff.PLASTER, tone), 0.05)
    wall(kit, (0.14, 0.5, -0.14), (0.23, 0.86, -0.05), Stuff.BRICK, (0.30, 0.11, 0.07))
    for y in (0.15, 0.34):
        for z in (-0.15, 0.15):
            for face, x in (("x", 0.342), ("-x", -0.342)):
                window(kit, (x, y, z), (0.11, 0.12), face)
    for x in (-0.2, 0.2):
        for z, face in ((0.283, "z"), (-0.283, "-z")):
            window(kit, (x, 0.34, z), (0.11, 0.12), face)
            window(kit, (x, 0.14, z), (0.12, 0.13), face)
    window(kit, (0, 0.59, 0.286), (0.09, 0.09), "z")
    door(kit, (0, 0.0, 0.285), (0.11, 0.23), (0.32, 0.05, 0.03))
    kit.add(box((-0.10, 0.0, 0.28), (0.10, 0.02, 0.38), Look(Stuff.STONE), (0.4, 0.4, 0.38)))


def cabin(kit: Kit, colours: list[Floats]) -> None:
    """Logs and a steep roof."""
    tone, roof = tone_of(colours[0]), tone_of(colours[1])
    wall(kit, (-0.32, 0, -0.38), (0.32, 0.30, 0.38), Stuff.WOOD, tone)
    for k in range(7):
        y = 0.022 + 0.043 * k
        for x in (-0.33, 0.33):
            pole(kit, (x, y, -0.42), (x, y, 0.42), 0.024, tone)
        for z in (-0.39, 0.39):
            pole(kit, (-0.37, y, z), (0.37, y, z), 0.024, tone)
    gable(kit, (-0.32, 0, -0.38), (0.32, 0.30, 0.38), 0.64, Stuff.WOOD, roof, (Stuff.WOOD, tone), 0.08)
    wall(kit, (0.12, 0.4, -0.2), (0.22, 0.70, -0.1), Stuff.STONE, (0.32, 0.31, 0.30))
    door(kit, (-0.06, 0.0, 0.415), (0.13, 0.23))
    window(kit, (0.17, 0.16, 0.417), (0.13, 0.11), "z", TIMBER)
    for z in (-0.17, 0.17):
        window(kit, (0.357, 0.16, z), (0.13, 0.11), "x", TIMBER)
        window(kit, (-0.357, 0.16, z), (0.13, 0.11), "-x", TIMBER)


def barn(kit: Kit, colours: list[Floats]) -> None:
    """Red boards, white trim, a broken roof."""
    tone, roof = tone_of(colours[0]), tone_of(colours[1])
    wall(kit, (-0.34, 0, -0.45), (0.34, 0.32, 0.45), Stuff.WOOD, tone)
    for z in (-0.45, 0.45):
        kit.add(
            fan(
                [(-0.34, 0.315), (0.34, 0.315), (0.22, 0.53), (0, 0.63), (-0.22, 0.53)],
                Look(Stuff.WOOD),
                tone,
                0.006,
                "xy",
                (0, 0, z),
            )
        )
    for sign in (1, -1):
        for (xa, ya), (xb, yb) in (((0.38, 0.29), (0.23, 0.55)), ((0.23, 0.55), (0.0, 0.66))):
            points = np.array(
                [[(sign * xa, ya, z) for z in (-0.49, 0.49)], [(sign * xb, yb, z) for z in (-0.49, 0.49)]],
                np.float32,
            )
            made = grid(points, Look(Stuff.METAL), roof)
            for each in (
                made,
                turned_over(made),
            ):
                kit.add(each.with_(place=each.rest[:, [2, 1, 0]].copy()))
    kit.add(box((-0.15, 0, 0.445), (0.15, 0.28, 0.458), Look(Stuff.WOOD), tone_of(colours[0] * 0.8)))
    for a, b in (
        ((-0.15, 0.0), (0.15, 0.28)),
        ((-0.15, 0.28), (0.15, 0.0)),
        ((0, 0), (0, 0.28)),
        ((-0.15, 0.28), (0.15, 0.28)),
        ((-0.15, 0), (-0.15, 0.28)),
        ((0.15, 0), (0.15, 0.28)),
    ):
        pole(kit, (a[0], a[1], 0.46), (b[0], b[1], 0.46), 0.009, WHITE)
    window(kit, (0, 0.45, 0.455), (0.11, 0.11), "z")
    for z in (-0.28, 0.0, 0.28):
        window(kit, (0.343, 0.18, z), (0.1, 0.1), "x")
        window(kit, (-0.343, 0.18, z), (0.1, 0.1), "-x")


def church(kit: Kit, colours: list[Floats]) -> None:
    """A nave and a steeple with a cross."""
    tone, roof = tone_of(colours[0]), tone_of(colours[1])
    wall(kit, (-0.15, 0, -0.40), (0.15, 0.28, 0.16), Stuff.PLASTER, tone)
    gable(kit, (-0.15, 0, -0.40), (0.15, 0.28, 0.16), 0.44, Stuff.TILE, roof, (Stuff.PLASTER, tone), 0.02)
    wall(kit, (-0.085, 0, 0.12), (0.085, 0.56, 0.29), Stuff.PLASTER, tone)
    spire = lathe(((0.135, 0.56), (0.0, 0.93)), Look(Stuff.TILE), 4, roof, at=(0, 0, 0))
    kit.add(moved(spire, (0, 0, 0.205), (0, math.pi / 4, 0)))
    pole(kit, (0, 0.92, 0.205), (0, 1.0, 0.205), 0.006, (0.75, 0.6, 0.2))
    pole(kit, (-0.025, 0.97, 0.205), (0.025, 0.97, 0.205), 0.005, (0.75, 0.6, 0.2))
    for z in (-0.32, -0.20, -0.08, 0.04):
        for face, x in (("x", 0.152), ("-x", -0.152)):
            window(kit, (x, 0.15, z), (0.035, 0.12), face, (0.4, 0.38, 0.35))
    window(kit, (0, 0.45, 0.292), (0.05, 0.09), "z", (0.4, 0.38, 0.35))
    door(kit, (0, 0, 0.29), (0.075, 0.14))


def hut(kit: Kit, colours: list[Floats]) -> None:
    """Round, with a roof of straw."""
    kit.add(lathe(((0.36, 0.0), (0.36, 0.36)), Look(Stuff.PLASTER), kit.sides(10), tone_of(colours[0])))
    for k in range(3):
        a, b = 0.48 - 0.15 * k, 0.30 + 0.17 * k
        kit.add(
            lathe(
                ((a, b), (a - 0.22, b + 0.25), (0.0, 0.80 + 0.02 * k)),
                Look(Stuff.BARK),
                kit.sides(10),
                tone_of(colours[1] * (1 - 0.1 * k)),
                crisp=False,
            )
        )
    door(kit, (0, 0, 0.362), (0.15, 0.27))
    window(kit, (0.362, 0.19, 0), (0.09, 0.09), "x", TIMBER)


def igloo(kit: Kit, colours: list[Floats]) -> None:
    """Blocks of snow and an entrance."""
    profile = [(0.42 * math.cos(a), 0.42 * math.sin(a)) for a in np.linspace(0, math.pi / 2, 7)]
    kit.add(lathe(profile, Look(Stuff.STONE), kit.sides(10), tone_of(colours[0])))
    for z in (0.40, 0.52):
        kit.add(
            lathe(
                ((0.12, z), (0.145, z), (0.145, z + 0.12), (0.12, z + 0.12)),
                Look(Stuff.STONE),
                kit.sides(8),
                tone_of(colours[0]),
                at=(0, 0.13, 0),
                axis=2,
            )
        )
    kit.add(
        facing_out(
            lathe(
                ((0.0, 0.635), (0.12, 0.632)),
                Look(Stuff.PLAIN),
                kit.sides(8),
                (0.02, 0.025, 0.035),
                at=(0, 0.13, 0),
                axis=2,
            )
        )
    )
