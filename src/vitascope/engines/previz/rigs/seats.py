"""What one sits or lies on, of boards: a bed, a bench, a chair. Each is as long as wide as ``MADE`` says."""

from __future__ import annotations

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.kit import Kit, box, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, ball
from vitascope.engines.previz.rigs.stuff import Stuff

SLATS = 4
"""Boards of a seat, and of a back."""
LINEN = (0.80, 0.78, 0.74)


def bed(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A mattress, pillow and blanket in a frame; its head at the left."""
    wood, cloth, tone = Look(Stuff.WOOD), Look(Stuff.CLOTH), tone_of(colours[0])
    frame = tone_of(colours[1] * 0.5)
    made = [
        box((-0.49, 0.07, -0.25), (0.49, 0.15, 0.25), wood, frame, cells=3),
        box((-0.47, 0.14, -0.24), (0.47, 0.25, 0.24), cloth, LINEN, cells=3),
        box((-0.20, 0.14, -0.252), (0.478, 0.265, 0.252), cloth, tone, cells=4),
        box((-0.52, 0.0, -0.26), (-0.48, 0.48, 0.26), wood, frame, cells=3),
        box((0.48, 0.0, -0.26), (0.51, 0.30, 0.26), wood, frame, cells=3),
    ]
    pillows = (
        ball((-0.36, 0.275, z), (0.085, 0.038, 0.105), cloth, kit.sides(10), LINEN) for z in (-0.115, 0.115)
    )
    return [*made, *pillows]


def bench(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Boards on two iron feet, with a back."""
    del kit
    wood, tone, iron = Look(Stuff.WOOD), tone_of(colours[0]), (0.03, 0.03, 0.035)
    made: list[Part] = []
    for k in range(SLATS):
        z = 0.13 - 0.075 * k
        made.append(box((-0.5, 0.235, z - 0.032), (0.5, 0.255, z + 0.032), wood, tone, cells=4))
    for k in range(SLATS - 1):
        y = 0.31 + 0.065 * k
        made.append(box((-0.5, y - 0.026, -0.155), (0.5, y + 0.026, -0.138), wood, tone, cells=4))
    for x in (-0.38, 0.38):
        made += [
            _leg(x, 0.10, 0.0, 0.235, iron),
            _leg(x, -0.14, 0.0, 0.47, iron),
            box((x - 0.015, 0.20, -0.15), (x + 0.015, 0.235, 0.15), Look(Stuff.METAL), iron),
        ]
    return made


def chair(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A wooden chair; its back has slats."""
    del kit
    wood, tone, dark = Look(Stuff.WOOD), tone_of(colours[0]), tone_of(colours[0] * 0.8)
    made = [box((-0.23, 0.44, -0.22), (0.23, 0.48, 0.23), wood, tone, cells=3)]
    made.append(box((-0.22, 0.93, -0.235), (0.22, 1.0, -0.205), wood, tone, cells=2))
    made.append(box((-0.22, 0.55, -0.232), (0.22, 0.59, -0.208), wood, dark))
    for x in (-0.205, 0.205):
        made += [_leg(x, 0.20, 0.0, 0.44, dark), _leg(x, -0.22, 0.0, 0.97, dark)]
    for k in range(SLATS):
        x = -0.12 + 0.08 * k
        made.append(box((x - 0.014, 0.57, -0.226), (x + 0.014, 0.95, -0.214), wood, dark))
    return made


def _leg(x: float, z: float, low: float, high: float, tone: Colour) -> Part:
    return box((x - 0.02, low, z - 0.02), (x + 0.02, high, z + 0.02), Look(Stuff.WOOD), tone)
