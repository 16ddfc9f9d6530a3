"""On rails: a steam train behind its locomotive, a tram under its wire."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.aura import VAPOUR, Aura, aura
from vitascope.engines.previz.rigs.car_body import (
    CHROME,
    DARK,
    PANE,
    RED,
    WARM,
    lamp,
    panes,
    wheel,
    window_row,
)
from vitascope.engines.previz.rigs.kit import Kit, Point, box, hull, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, tube
from vitascope.engines.previz.rigs.stuff import Stuff

BRASS: Colour = (0.75, 0.5, 0.12)
COACHES, ENGINE = 3, 0.37
"""Of a train, and how much of it the locomotive and its tender are."""
CRANK = 0.034
"""The radius on which a coupling rod goes round, in locomotives."""


def rails(kit: Kit, half: float = 0.041) -> None:
    """Two rails on sleepers, somewhat longer than what stands on them."""
    for k in range(24):
        z = -0.55 + 0.047 * k
        kit.add(
            box(
                (-1.35 * half, -0.006, z), (1.35 * half, 0.0, z + 0.012), Look(Stuff.WOOD), (0.09, 0.06, 0.04)
            )
        )
    kit.add(
        box((0.93 * half, -0.002, -0.56), (1.07 * half, 0.003, 0.58), Look(Stuff.METAL), CHROME), both=True
    )


def locomotive(kit: Kit, colours: list[Floats]) -> None:
    """A steam engine and its tender, with smoke and steam."""
    tone, second = tone_of(colours[0]), tone_of(colours[1])
    _boiler(kit, tone, second)
    kit.add(box((-0.09, 0.12, -0.17), (0.09, 0.34, -0.01), Look(Stuff.PAINT), second))
    kit.add(box((-0.105, 0.34, -0.19), (0.105, 0.355, 0.01), Look(Stuff.PAINT), DARK))
    kit.add(box((0.086, 0.235, -0.14), (0.0925, 0.31, -0.04), Look(Stuff.WINDOW), PANE), both=True)
    kit.add(box((-0.088, 0.09, -0.5), (0.088, 0.23, -0.20), Look(Stuff.PAINT), tone))
    kit.add(box((-0.075, 0.225, -0.48), (0.075, 0.25, -0.22), Look(Stuff.STONE), DARK, 0.7))
    kit.add(box((0.0875, 0.10, -0.49), (0.0895, 0.112, -0.21), Look(Stuff.PAINT), BRASS), both=True)
    kit.add(box((0.0875, 0.205, -0.49), (0.0895, 0.217, -0.21), Look(Stuff.PAINT), BRASS), both=True)
    kit.add(box((-0.09, 0.085, -0.5), (0.09, 0.105, 0.44), Look(Stuff.METAL), DARK))
    guard = [
        [(-0.09, 0.10, 0.43), (0.09, 0.10, 0.43), (0.05, 0.02, 0.51), (-0.05, 0.02, 0.51)],
        [(0, 0, 0)] * 4,
    ]
    panes(kit, np.array(guard), Look(Stuff.METAL), (0.4, 0.03, 0.02))
    kit.add(box((-0.10, 0.10, 0.43), (0.10, 0.125, 0.45), Look(Stuff.PAINT), (0.4, 0.03, 0.02)))
    lamp(kit, (0, 0.31, 0.415), (0.02, 0.02, 0.014), WARM, both=False)
    _gear(kit)
    chimney = (0.0, 0.385, 0.35)
    kit.add(aura(Aura.SMOKE, chimney, (0.0, 0.78, -0.75), 0.060, VAPOUR, 1.5))
    kit.add(aura(Aura.SMOKE, chimney, (0.0, 0.62, -0.10), 0.045, (0.55, 0.55, 0.56), 1.3))
    kit.add(aura(Aura.SMOKE, (0.10, 0.06, 0.34), (0.30, 0.10, -0.02), 0.03, VAPOUR, 0.9), both=True)


def _boiler(kit: Kit, tone: Colour, second: Colour) -> None:
    """Along z, with brass bands, domes and a chimney."""
    metal = Look(Stuff.METAL)
    for profile, colour in (
        (((0.0, 0.42), (0.075, 0.42), (0.080, 0.40), (0.080, 0.0), (0.078, -0.02)), tone),
        (((0.0, 0.445), (0.055, 0.432), (0.068, 0.42)), second),
        *(((((0.0825, z - 0.006), (0.0845, z), (0.0825, z + 0.006))), BRASS) for z in (0.06, 0.16, 0.27)),
    ):
        kit.add(lathe(profile, metal, kit.sides(10), colour, at=(0, 0.205, 0), axis=2))
    stack = ((0.024, 0.26), (0.024, 0.33), (0.036, 0.385), (0.040, 0.392), (0.028, 0.395), (0.0, 0.37))
    kit.add(lathe(stack, metal, kit.sides(7), DARK, at=(0, 0, 0.35)))
    for z in (0.10, 0.21):
        dome = ((0.034, 0.27), (0.034, 0.30), (0.02, 0.32), (0.0, 0.325))
        kit.add(lathe(dome, metal, kit.sides(6), BRASS, at=(0, 0, z)))
    rail = np.array([(0.088, 0.235, -0.02), (0.088, 0.235, 0.40)], np.float32)
    kit.add(tube(rail, np.full(2, 0.004, np.float32), metal, 6, BRASS), both=True)


def _gear(kit: Kit) -> None:
    """Driving wheels joined by rods that go round with them, cylinders, carrying wheels."""
    for k, z in enumerate((-0.075, 0.075, 0.225)):
        for letter, side in (("r", 1), ("l", -1)):
            wheel(kit, f"wheel{k}_{letter}", (side * 0.082, 0.072, z), 0.072, 0.022, 9)
    for k, z in enumerate((0.345, 0.415, -0.27, -0.35, -0.44)):
        for letter, side in (("r", 1), ("l", -1)):
            wheel(kit, f"small{k}_{letter}", (side * 0.082, 0.040, z), 0.040, 0.02, 7)
    steel = Look(Stuff.METAL)
    for letter, side in (("r", 1), ("l", -1)):
        kit.bone(f"rod_{letter}", (0.0, 0.072, 0.075))
        low, high = sorted((0.099 * side, 0.106 * side))
        kit.add(box((low, 0.064, -0.085), (high, 0.080, 0.235), steel, CHROME), f"rod_{letter}")
        kit.add(box((low, 0.066, 0.075), (high, 0.078, 0.33), steel, CHROME), f"rod_{letter}")
    cylinder = ((0.0, 0.30), (0.034, 0.30), (0.034, 0.405), (0.0, 0.405))
    for x in (-0.098, 0.098):
        kit.add(lathe(cylinder, steel, kit.sides(7), DARK, at=(x, 0.085, 0), axis=2))


def steam_train(kit: Kit, colours: list[Floats]) -> None:
    """A locomotive, its tender and three coaches, with a rail under each side."""
    engine = Kit(kit.fine)
    locomotive(engine, [np.array([0.012, 0.013, 0.014], np.float32), colours[0]])
    coupled(kit, engine, ENGINE, 0.5 - 0.5 * ENGINE)
    start, room = 0.5 - ENGINE - 0.006, (1.0 - ENGINE) / COACHES
    for k in range(COACHES):
        _coach(kit, start - room * k, room - 0.012, k, colours)
    rails(kit, 0.031)


def coupled(kit: Kit, other: Kit, scale: float, z: float) -> None:
    """Take another kit's bones and parts over, ``scale`` as large and ``z`` ahead."""
    for name, pivot in zip(other.names[1:], other.pivots[1:], strict=True):
        x, y, along = (scale * v for v in pivot)
        kit.bone(name, (x, y, along + z))
    for one in other.parts:
        kit.add(moved(one, (0.0, 0.0, z), scale=scale), other.names[one.look.group])


def _coach(kit: Kit, front: float, long: float, number: int, colours: list[Floats]) -> None:
    """A panelled coach with a clerestory roof and lit windows; its front is at ``front``."""
    back, tone, paint = front - long, tone_of(colours[1]), Look(Stuff.PAINT)
    kit.add(box((-0.036, 0.036, back), (0.036, 0.108, front), paint, tone))
    kit.add(box((-0.0362, 0.068, back), (0.0362, 0.071, front), paint, BRASS))
    kit.add(hull([(back - 0.003, 0.038, 0.100, 0.122), (front + 0.003, 0.038, 0.100, 0.122)], paint,
                 kit.sides(6), 2.6, (0.09, 0.085, 0.08), 4))  # fmt: skip
    window_row(kit, 0.0362, 0.076, 0.096, (back + 0.008, front - 0.008), 8)
    kit.add(box((-0.03, 0.024, back + 0.01), (0.03, 0.036, front - 0.01), Look(Stuff.METAL), DARK))
    kit.add(box((-0.01, 0.03, front), (0.01, 0.04, front + 0.014), Look(Stuff.METAL), DARK))
    for k, share in enumerate((0.10, 0.20, 0.80, 0.90)):
        for letter, side in (("r", 1), ("l", -1)):
            at: Point = (0.030 * side, 0.0165, back + share * long)
            wheel(kit, f"small_coach{number}_{k}_{letter}", at, 0.0165, 0.008, 5)


def tram(kit: Kit, colours: list[Floats]) -> None:
    """Two low cars joined by bellows, tall windows, a bow on the roof that reaches for the wire."""
    tone, second = tone_of(colours[0]), tone_of(colours[1])
    paint = Look(Stuff.PAINT)
    for low, high in ((-0.5, -0.015), (0.015, 0.5)):
        ends = [
            (low, 0.054, 0.03, 0.155),
            (low + 0.012, 0.06, 0.022, 0.162),
            (high - 0.012, 0.06, 0.022, 0.162),
            (high, 0.054, 0.03, 0.155),
        ]
        kit.add(hull(ends, paint, kit.sides(8), 9.0, tone, 16))
        kit.add(box((-0.0605, 0.062, low + 0.012), (0.0605, 0.072, high - 0.012), paint, second))
        window_row(kit, 0.0603, 0.080, 0.138, (low + 0.02, high - 0.02), 7)
        kit.add(box((-0.05, 0.160, low + 0.05), (0.05, 0.170, high - 0.05), paint, second))
        for share in (0.22, 0.78):
            z = low + share * (high - low)
            kit.add(box((-0.058, 0.006, z - 0.045), (0.058, 0.03, z + 0.045), Look(Stuff.METAL), DARK))
    kit.add(box((-0.05, 0.03, -0.02), (0.05, 0.155, 0.02), Look(Stuff.RUBBER), DARK))
    for end, side in ((0.5015, 1), (-0.5015, -1)):
        front = [
            [(-0.046, 0.085, end), (0.046, 0.085, end), (0.044, 0.140, end), (-0.044, 0.140, end)],
            [(0, 0.1, 0)] * 4,
        ]
        panes(kit, np.array(front), Look(Stuff.GLASS), PANE)
        sign = box(
            (-0.035, 0.143, end - 0.004 * side - 0.004),
            (0.035, 0.156, end - 0.004 * side + 0.004),
            Look(Stuff.LAMP),
            (1.0, 0.7, 0.2),
        )
        kit.add(sign.with_(glow=np.full(len(sign.rest), 0.6, np.float32)))
    lamp(kit, (0.035, 0.055, 0.499), (0.009, 0.009, 0.006), WARM)
    lamp(kit, (0.04, 0.055, -0.499), (0.007, 0.007, 0.005), RED)
    for path in (
        [(0, 0.17, 0.16), (0, 0.205, 0.21), (0, 0.245, 0.17)],
        [(-0.04, 0.246, 0.17), (0.04, 0.246, 0.17)],
    ):
        line = np.array(path, np.float32)
        up = (1.0, 0.0, 0.0) if len(path) == 3 else (0.0, 0.0, 1.0)
        kit.add(tube(line, np.full(len(path), 0.0022, np.float32), Look(Stuff.METAL), 6, DARK, up))
    rails(kit, 0.043)


def roll(names: tuple[str, ...], phase: float) -> dict[str, tuple[float, float]]:
    """Where coupling rods are on their way round: up and ahead, by the bone."""
    found: dict[str, tuple[float, float]] = {}
    for name in names:
        if name.startswith("rod_"):
            a = phase + (0.5 * math.pi if name.endswith("_l") else 0.0)
            found[name] = (-CRANK * math.sin(a), CRANK * math.cos(a))
    return found
