"""A car of other days."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.car_body import CHROME, DARK, PANE, RED, WARM, lamp, wheels
from vitascope.engines.previz.rigs.kit import Kit, box, hull, lathe, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, tube
from vitascope.engines.previz.rigs.stuff import Stuff

RADIUS, HALF = 0.098, 0.165
"""Of its wheels, and how far they are aside."""
AXLES = (-0.30, 0.325)


def vintage(kit: Kit, colours: list[Floats]) -> None:
    """A car of the thirties: a long bonnet, an upright grille, swept wings, running boards, round lamps."""
    tone, second = tone_of(colours[0]), tone_of(colours[1])
    paint = Look(Stuff.PAINT)
    kit.add(hull([(0.06, 0.105, 0.10, 0.265), (0.40, 0.070, 0.10, 0.250), (0.41, 0.066, 0.105, 0.245)], paint,
                 kit.sides(9), 3.6, tone, 12))  # fmt: skip
    body = [(-0.455, 0.105, 0.115, 0.200), (-0.44, 0.125, 0.09, 0.235), (-0.30, 0.145, 0.085, 0.262),
            (0.06, 0.140, 0.085, 0.262), (0.10, 0.118, 0.10, 0.262)]  # fmt: skip
    kit.add(hull(body, paint, kit.sides(10), 4.5, tone, 26))
    house = [(-0.335, 0.095, 0.25, 0.325), (-0.30, 0.123, 0.25, 0.385), (-0.02, 0.126, 0.25, 0.388),
             (0.055, 0.118, 0.25, 0.352), (0.085, 0.110, 0.25, 0.27)]  # fmt: skip
    kit.add(hull(house, paint, kit.sides(10), 4.5, second, 26))
    for low, high in ((-0.27, -0.15), (-0.13, 0.02)):
        kit.add(box((0.118, 0.272, low), (0.1285, 0.345, high), Look(Stuff.GLASS), PANE), both=True)
    screen = hull([(0.02, 0.100, 0.285, 0.362), (0.075, 0.098, 0.275, 0.340), (0.098, 0.094, 0.262, 0.275)],
                  Look(Stuff.GLASS), kit.sides(8), 6.0, PANE, 8)  # fmt: skip
    kit.add(screen)
    for side in (-1, 1):
        _wing(kit, side, second)
    kit.add(box((0.115, 0.070, -0.19), (0.205, 0.082, 0.20), Look(Stuff.RUBBER), DARK), both=True)
    _face(kit)
    for k in range(6):
        z = 0.13 + 0.035 * k
        kit.add(
            box((0.09, 0.15, z), (0.098 - 0.004 * k, 0.215, z + 0.012), Look(Stuff.PLAIN), DARK), both=True
        )
    lamp(kit, (0.185, 0.19, -0.425), (0.016, 0.016, 0.012), RED)
    kit.add(_bar(-0.475))
    spare = ((0.0, -0.02), (0.075, -0.02), (0.092, -0.012), (0.092, 0.012), (0.075, 0.02), (0.0, 0.02))
    kit.add(lathe(spare, Look(Stuff.RUBBER), kit.sides(8), DARK, at=(0, 0.20, -0.475), axis=2))
    wheels(kit, AXLES, RADIUS, HALF, 0.036)


def _face(kit: Kit) -> None:
    """Grille, lamps and bumper."""
    shell = [(0.400, 0.076, 0.095, 0.268), (0.425, 0.074, 0.095, 0.268)]
    kit.add(hull(shell, Look(Stuff.METAL), kit.sides(8), 5.0, CHROME, 4))
    kit.add(box((-0.058, 0.11, 0.424), (0.058, 0.25, 0.430), Look(Stuff.PLAIN), DARK))
    for k in range(9):
        x = -0.052 + 0.013 * k
        kit.add(box((x - 0.0025, 0.11, 0.428), (x + 0.0025, 0.25, 0.433), Look(Stuff.METAL), CHROME))
    cup = ((0.0, -0.05), (0.022, -0.042), (0.043, 0.0), (0.040, 0.004))
    for side in (-1.0, 1.0):
        at = (0.118 * side, 0.218, 0.405)
        kit.add(lathe(cup, Look(Stuff.METAL), kit.sides(8), CHROME, at=at, axis=2, crisp=False))
    kit.add(box((-0.12, 0.212, 0.375), (0.12, 0.222, 0.385), Look(Stuff.METAL), CHROME))
    lamp(kit, (0.118, 0.218, 0.408), (0.038, 0.038, 0.012), WARM)
    kit.add(_bar(0.485))


def _bar(z: float) -> Part:
    """A bumper."""
    return box((-0.19, 0.095, z - 0.008), (0.19, 0.118, z + 0.008), Look(Stuff.METAL), CHROME)


def _wing(kit: Kit, side: int, tone: Colour) -> None:
    """One swept strip over both wheels and the running board between them."""
    r = 1.22 * RADIUS
    front = [(AXLES[1] + r * math.cos(a), RADIUS + r * math.sin(a)) for a in np.linspace(-0.1, 2.5, 15)]
    rear = [(AXLES[0] + r * math.cos(a), RADIUS + r * math.sin(a)) for a in np.linspace(0.55, 3.2, 15)]
    path = [*front, (0.19, 0.088), (0.10, 0.078), (-0.10, 0.078), (-0.165, 0.088), *rear]
    line = np.array([(HALF * side, y, z) for z, y in path], np.float32)
    size = np.stack([np.full(len(path), 0.010), np.full(len(path), 0.047)], -1).astype(np.float32)
    kit.add(tube(line, size, Look(Stuff.PAINT), kit.sides(5), tone, (1, 0, 0)))
