"""What animals draw: carts, coaches and covered wagons."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.car_body import PANE, WARM, lamp, wheel, wheels
from vitascope.engines.previz.rigs.kit import Kit, box, tone_of, turned_over
from vitascope.engines.previz.rigs.mesh import Colour, Look, ball, grid, tube
from vitascope.engines.previz.rigs.stuff import Stuff

SPOKES = 8
GOLD = (0.80, 0.52, 0.10)
BRIGHT = ((0.75, 0.05, 0.10), (0.85, 0.60, 0.05), (0.05, 0.35, 0.70), (0.10, 0.55, 0.15), (0.55, 0.10, 0.60))
"""The colours of balloons and scallops."""


def cart(kit: Kit, colours: list[Floats]) -> None:
    """A wooden cart on two wheels, with shafts."""
    tone = tone_of(colours[0])
    kit.add(box((-0.17, 0.24, -0.36), (0.17, 0.27, 0.20), Look(Stuff.WOOD), tone))
    for low, high in (((0.155, 0.27, -0.36), (0.17, 0.40, 0.20)),):
        kit.add(box(low, high, Look(Stuff.WOOD), tone), both=True)
    kit.add(box((-0.17, 0.27, -0.365), (0.17, 0.40, -0.35), Look(Stuff.WOOD), tone))
    for side in (-1, 1):
        _rod(kit, [(0.10 * side, 0.25, 0.15), (0.09 * side, 0.24, 0.35), (0.08 * side, 0.20, 0.55)], tone)
    wheels(kit, (-0.10,), 0.2, 0.2, 0.03)


def coach(kit: Kit, colours: list[Floats]) -> None:
    """A closed coach on four wheels: a door and windows, the driver's bench, luggage, lamps and a pole."""
    tone, trim = tone_of(colours[0]), tone_of(colours[1])
    paint, wood = Look(Stuff.PAINT), Look(Stuff.WOOD)
    kit.add(box((-0.145, 0.19, -0.20), (0.145, 0.34, 0.12), paint, tone, 1.12))
    kit.add(box((-0.162, 0.34, -0.22), (0.162, 0.56, 0.14), paint, tone))
    kit.add(box((-0.18, 0.56, -0.245), (0.18, 0.585, 0.165), paint, trim))
    kit.add(box((-0.166, 0.335, -0.224), (0.166, 0.348, 0.144), paint, trim))
    for low, high in ((-0.19, -0.11), (-0.085, 0.005), (0.03, 0.11)):
        kit.add(box((0.160, 0.385, low), (0.1655, 0.52, high), Look(Stuff.GLASS), PANE), both=True)
    kit.add(box((0.1625, 0.20, -0.092), (0.165, 0.55, -0.088), paint, trim), both=True)
    kit.add(box((0.1625, 0.20, 0.008), (0.165, 0.55, 0.012), paint, trim), both=True)
    kit.add(box((-0.13, 0.36, 0.15), (0.13, 0.39, 0.27), wood, trim))
    kit.add(box((-0.13, 0.24, 0.27), (0.13, 0.255, 0.36), wood, trim))
    kit.add(box((-0.13, 0.20, -0.35), (0.13, 0.36, -0.22), wood, trim))
    kit.add(box((-0.12, 0.585, -0.18), (0.04, 0.66, -0.02), wood, (0.10, 0.045, 0.02)))
    kit.add(box((-0.02, 0.585, 0.0), (0.13, 0.64, 0.11), wood, (0.16, 0.09, 0.04)))
    lamp(kit, (0.185, 0.45, 0.15), (0.018, 0.03, 0.018), WARM)
    _running(kit, (-0.20, 0.165), (0.22, 0.125), trim)


def covered(kit: Kit, colours: list[Floats]) -> None:
    """A wagon under an arched canvas."""
    canvas, tone = tone_of(colours[0]), tone_of(colours[1])
    kit.add(box((-0.15, 0.20, -0.36), (0.15, 0.35, 0.24), Look(Stuff.WOOD), tone, 1.1))
    turn = np.linspace(-0.06, math.pi + 0.06, 15)
    rows = [
        [(0.175 * math.cos(a), 0.36 + (0.30 + 0.02 * bulge) * math.sin(a), z) for a in turn]
        for z, bulge in ((-0.40, 1), (-0.25, -1), (-0.08, 0), (0.09, -1), (0.28, 1))
    ]
    sheet = grid(np.array(rows, np.float32), Look(Stuff.SAIL), canvas)
    kit.add(sheet)
    kit.add(turned_over(sheet))
    kit.add(box((-0.13, 0.36, 0.27), (0.13, 0.38, 0.35), Look(Stuff.WOOD), tone))
    _running(kit, (-0.24, 0.165), (0.17, 0.13), tone)


def parade_float(kit: Kit, colours: list[Floats]) -> None:
    """A stage on hidden wheels: a skirt with scallops, tiers, arches of balloons, a crown at the back."""
    tone, trim = tone_of(colours[0]), tone_of(colours[1])
    cloth, paint = Look(Stuff.CLOTH), Look(Stuff.PAINT)
    kit.add(box((-0.16, 0.03, -0.48), (0.16, 0.13, 0.46), cloth, tone, cells=3))
    kit.add(box((-0.17, 0.13, -0.49), (0.17, 0.145, 0.47), paint, trim))
    for k in range(12):
        at = (0.165, 0.115, -0.44 + 0.08 * k)
        kit.add(
            ball(at, (0.008, 0.035, 0.04), cloth, 8, trim if k % 2 else BRIGHT[k % len(BRIGHT)]), both=True
        )
    for low, high, wide, back in (
        (0.145, 0.20, 0.13, 0.16),
        (0.20, 0.26, 0.10, 0.02),
        (0.26, 0.32, 0.07, -0.12),
    ):
        kit.add(box((-wide, low, -0.46), (wide, high, back), cloth, tone if low > 0.19 else trim, cells=2))
    for z, high in ((0.28, 0.34), (-0.02, 0.42), (-0.30, 0.50)):
        for k in range(13):
            a = math.pi * k / 12
            at = (0.135 * math.cos(a), 0.15 + (high - 0.15) * math.sin(a), z)
            kit.add(ball(at, 0.030, paint, 6 + 2 * kit.fine, BRIGHT[k % len(BRIGHT)]))
    kit.add(ball((0.0, 0.40, -0.38), (0.09, 0.09, 0.09), Look(Stuff.METAL), 10 + 2 * kit.fine, GOLD))
    for k in range(7):
        a = math.tau * k / 7
        at = (0.07 * math.cos(a), 0.50, -0.38 + 0.07 * math.sin(a))
        kit.add(ball(at, (0.014, 0.055, 0.014), Look(Stuff.METAL), 7, GOLD))


def _running(kit: Kit, rear: tuple[float, float], front: tuple[float, float], tone: Colour) -> None:
    """Two axles, each ``(place, radius)`` of its wheels, and the pole that the team is put to."""
    for name, (z, radius) in (("rear", rear), ("front", front)):
        for letter, side in (("r", 1), ("l", -1)):
            wheel(kit, f"{name}_{letter}", (0.185 * side, radius, z), radius, 0.03, SPOKES)
        kit.add(
            box((-0.18, radius - 0.012, z - 0.012), (0.18, radius + 0.012, z + 0.012), Look(Stuff.WOOD), tone)
        )
    kit.add(box((-0.03, 0.17, rear[0]), (0.03, 0.20, front[0]), Look(Stuff.WOOD), tone))
    _rod(kit, [(0.0, 0.17, front[0]), (0.0, 0.20, 0.5), (0.0, 0.24, 0.86)], tone)


def _rod(kit: Kit, path: list[tuple[float, float, float]], tone: Colour) -> None:
    points = np.array(path, np.float32)
    kit.add(tube(points, np.full(len(path), 0.012, np.float32), Look(Stuff.WOOD), 7, tone))


DRAWN: dict[str, tuple[tuple[str, str], Callable[[Kit, list[Floats]], None]]] = {
    "cart": (("#8a6238", "#5a3c20"), cart),
    "coach": (("#5a1c18", "#c8a04a"), coach),
    "covered": (("#e8e0cc", "#6a4a2c"), covered),
    "parade_float": (("#c8286a", "#f0c83c"), parade_float),
}
"""The usual colours of each form, and what builds it."""
