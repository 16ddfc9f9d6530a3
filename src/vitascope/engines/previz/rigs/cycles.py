"""Two wheels: a bicycle, a motorcycle, a scooter. They look along +z; a length from end to end."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.aura import Aura, aura
from vitascope.engines.previz.rigs.kit import Build, Kit, Point, box, hull, lathe, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, ball, tube
from vitascope.engines.previz.rigs.stuff import Stuff

TYRE: Colour = (0.014, 0.014, 0.016)
STEEL: Colour = (0.42, 0.43, 0.45)
BLACK: Colour = (0.02, 0.02, 0.022)
LEATHER: Colour = (0.05, 0.028, 0.018)


def _rods(path: list[Point], wide: float, look: Stuff, tone: Colour, sides: int = 8) -> Part:
    """A tube through points, in the plane of the frame or across it."""
    line = np.array(path, np.float32)
    across = float(np.ptp(line[:, 0])) > float(np.ptp(line[:, 1:], axis=0).max())
    up = (0.0, 0.3, 1.0) if across else (1.0, 0.0, 0.0)
    return tube(line, np.full(len(line), wide, np.float32), Look(look), sides, tone, up)


def _wheel(kit: Kit, name: str, at: Point, radius: float, thick: float, spokes: int) -> None:
    """A tyre, a rim and spokes on a bone of their own."""
    kit.bone(name, at)
    turn = np.linspace(0.0, math.tau, kit.count(17, 29, 45))
    ring = np.stack([0 * turn, np.sin(turn), np.cos(turn)], -1)
    for size, wide, look, tone in (
        (radius - thick, thick, Stuff.RUBBER, TYRE),
        (radius - 2.1 * thick, 0.55 * thick, Stuff.METAL, STEEL),
    ):
        line = (ring * size + np.asarray(at)).astype(np.float32)
        kit.add(
            tube(line, np.full(len(turn), wide, np.float32), Look(look), kit.sides(5), tone, (1, 0, 0)), name
        )
    core, out = 0.11 * radius, 1.6 * thick
    hub = lathe(
        ((0.0, -out), (core, -out), (core, out), (0.0, out)),
        Look(Stuff.METAL), 10, STEEL, at=at, axis=0,
    )  # fmt: skip
    kit.add(hub, name)
    for k in range(spokes):
        a = math.tau * k / spokes
        end = (radius - 2 * thick) * np.array([0.0, math.sin(a), math.cos(a)])
        side = 0.8 * thick * (1 if k % 2 else -1)
        line = np.array([(at[0] + side, at[1], at[2]), tuple(np.asarray(at) + end)], np.float32)
        thin = np.full(2, 0.10 * thick + 0.0012, np.float32)
        kit.add(tube(line, thin, Look(Stuff.METAL), 4, STEEL, (1, 0, 0)), name)


def _guard(at: Point, radius: float, half: float, arc: tuple[float, float], tone: Colour) -> Part:
    """A mudguard over a part of a wheel."""
    turn = np.linspace(*arc, 17)
    line = np.stack([0 * turn, at[1] + radius * np.sin(turn), at[2] + radius * np.cos(turn)], -1)
    size = np.stack([np.full(17, 0.006), np.full(17, half)], -1)
    return tube(line.astype(np.float32), size.astype(np.float32), Look(Stuff.PAINT), 10, tone, (1, 0, 0))


def bicycle(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A diamond frame, thin wheels with spokes, bent bars, a saddle, a chain wheel with pedals."""
    tone, radius = tone_of(colours[0]), 0.192
    rear, front = (0.0, radius, -0.30), (0.0, radius, 0.305)
    _wheel(kit, "wheel_rear", rear, radius, 0.011, 18)
    _wheel(kit, "wheel_front", front, radius, 0.011, 18)
    crank, saddle, head, stem = (
        (0.0, 0.165, -0.055),
        (0.0, 0.475, -0.135),
        (0.0, 0.43, 0.195),
        (0.0, 0.50, 0.175),
    )
    seat, low = (0.0, 0.40, -0.115), (0.0, 0.385, 0.21)
    for path in ([crank, seat], [crank, low], [seat, head], [low, stem]):
        kit.add(_rods(path, 0.0125, Stuff.PAINT, tone))
    for side in (-1.0, 1.0):
        x = 0.022 * side
        kit.add(_rods([crank, (x, rear[1], rear[2])], 0.0075, Stuff.PAINT, tone))
        kit.add(_rods([seat, (x, rear[1], rear[2])], 0.0065, Stuff.PAINT, tone))
        kit.add(_rods([low, (x, 0.33, 0.235), (x, front[1], front[2])], 0.0085, Stuff.PAINT, tone))
        bars: list[Point] = [(0.0, 0.535, 0.185), (0.07 * side, 0.545, 0.20), (0.145 * side, 0.54, 0.165),
                             (0.165 * side, 0.535, 0.10)]  # fmt: skip
        kit.add(_rods(bars, 0.0085, Stuff.METAL, STEEL))
        kit.add(_rods([bars[2], bars[3]], 0.013, Stuff.RUBBER, BLACK))
    kit.add(_rods([stem, (0.0, 0.54, 0.185)], 0.010, Stuff.METAL, STEEL))
    kit.add(_rods([seat, saddle], 0.009, Stuff.METAL, STEEL))
    kit.add(ball((0.0, 0.485, -0.165), (0.045, 0.018, 0.05), Look(Stuff.HIDE), kit.sides(5), LEATHER))
    kit.add(ball((0.0, 0.486, -0.105), (0.022, 0.014, 0.065), Look(Stuff.HIDE), kit.sides(5), LEATHER))
    kit.add(_rods([(0.02, 0.197, rear[2]), (0.02, 0.20, crank[2])], 0.004, Stuff.METAL, BLACK))
    kit.add(_rods([(0.02, 0.187, rear[2]), (0.02, 0.13, crank[2])], 0.004, Stuff.METAL, BLACK))
    kit.bone("crank", crank)
    ring = ((0.0, 0.014), (0.048, 0.014), (0.048, 0.024), (0.0, 0.024))
    kit.add(lathe(ring, Look(Stuff.METAL), kit.sides(7), STEEL, at=crank, axis=0), "crank")
    for side in (-1.0, 1.0):
        end = (0.045 * side, crank[1] + 0.09 * side, crank[2])
        kit.add(_rods([(0.03 * side, crank[1], crank[2]), end], 0.006, Stuff.METAL, STEEL), "crank")
        x, y, z = end
        sole = box(
            (x - 0.02, y - 0.008, z - 0.026), (x + 0.025, y + 0.008, z + 0.026), Look(Stuff.RUBBER), BLACK
        )
        kit.add(sole, "crank")
    return []


def motorcycle(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A twin-cylinder engine in a frame, a tank, a long saddle, a raked fork, a round lamp and exhausts."""
    tone, trim, radius = tone_of(colours[0]), tone_of(colours[1]), 0.155
    rear, front = (0.0, radius, -0.325), (0.0, radius, 0.345)
    for name, at in (("wheel_rear", rear), ("wheel_front", front)):
        _wheel(kit, name, at, radius, 0.030, 12)
    kit.add(_guard(front, radius + 0.02, 0.042, (0.25, 2.5), trim))
    kit.add(_guard(rear, radius + 0.025, 0.048, (0.7, 3.1), trim))
    tank = [
        (-0.02, 0.05, 0.345, 0.40),
        (0.03, 0.072, 0.325, 0.435),
        (0.13, 0.070, 0.33, 0.44),
        (0.205, 0.045, 0.35, 0.415),
    ]
    kit.add(hull(tank, Look(Stuff.PAINT), kit.sides(7), 2.6, trim, 16))
    saddle = [
        (-0.33, 0.05, 0.365, 0.40),
        (-0.26, 0.066, 0.345, 0.395),
        (-0.10, 0.070, 0.33, 0.375),
        (0.0, 0.045, 0.34, 0.385),
    ]
    kit.add(hull(saddle, Look(Stuff.HIDE), kit.sides(7), 3.0, BLACK, 16))
    kit.add(
        hull(
            [(-0.33, 0.03, 0.30, 0.36), (-0.02, 0.045, 0.24, 0.345)],
            Look(Stuff.PAINT),
            kit.sides(6),
            3.5,
            tone,
            8,
        )
    )
    kit.add(box((-0.055, 0.095, -0.10), (0.055, 0.20, 0.12), Look(Stuff.METAL), STEEL, 0.9))
    for lean, z in ((-0.35, 0.0), (0.45, 0.06)):
        for k in range(5):
            at = (0.0, 0.205 + 0.024 * k, z + 0.024 * k * math.tan(lean))
            fin = ((0.0, -0.007), (0.052, -0.007), (0.052, 0.007), (0.0, 0.007))
            kit.add(lathe(fin, Look(Stuff.METAL), kit.sides(6), STEEL if k % 2 else BLACK, at=at))
    for side in (-1.0, 1.0):
        x = 0.058 * side
        kit.add(_rods([(x, radius, front[2]), (x, 0.43, 0.225)], 0.0125, Stuff.METAL, STEEL))
        kit.add(
            _rods([(0.05 * side, radius, rear[2]), (0.045 * side, 0.17, -0.08)], 0.014, Stuff.PAINT, tone)
        )
        kit.add(
            _rods([(0.06 * side, 0.33, -0.23), (0.055 * side, radius, rear[2])], 0.012, Stuff.METAL, STEEL)
        )
        kit.add(
            _rods(
                [(0.0, 0.445, 0.215), (0.09 * side, 0.475, 0.20), (0.165 * side, 0.485, 0.135)],
                0.009,
                Stuff.METAL,
                STEEL,
            )
        )
        kit.add(_rods([(0.135 * side, 0.484, 0.16), (0.185 * side, 0.486, 0.12)], 0.014, Stuff.RUBBER, BLACK))
        kit.add(_rods([(0.14 * side, 0.485, 0.155), (0.16 * side, 0.55, 0.16)], 0.004, Stuff.METAL, STEEL))
        kit.add(
            ball((0.165 * side, 0.56, 0.16), (0.028, 0.020, 0.008), Look(Stuff.PAINT), kit.sides(4), BLACK)
        )
        pipe = [
            (0.05 * side, 0.24, 0.10),
            (0.075 * side, 0.15, 0.14),
            (0.085 * side, 0.095, 0.06),
            (0.09 * side, 0.095, -0.2),
        ]
        kit.add(_rods(pipe, 0.013, Stuff.METAL, STEEL))
        kit.add(_rods([(0.09 * side, 0.095, -0.17), (0.095 * side, 0.125, -0.42)], 0.024, Stuff.METAL, STEEL))
    kit.add(
        _rods(
            [(0.0, 0.34, 0.20), (0.0, 0.15, 0.12), (0.0, 0.09, 0.0), (0.0, 0.10, -0.12)],
            0.014,
            Stuff.PAINT,
            tone,
        )
    )
    _headlamp(kit, (0.0, 0.405, 0.285), 0.052)
    glow = ball((0.0, 0.34, -0.475), (0.03, 0.018, 0.012), Look(Stuff.LAMP), 8, (0.9, 0.05, 0.03))
    kit.add(glow.with_(glow=np.ones(len(glow.rest), np.float32)))
    return []


def scooter(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A shield before the knees, a flat floor, a round tail over a small wheel."""
    tone, radius = tone_of(colours[0]), 0.135
    rear, front = (0.0, radius, -0.30), (0.0, radius, 0.35)
    for name, at in (("wheel_rear", rear), ("wheel_front", front)):
        _wheel(kit, name, at, radius, 0.032, 10)
    tail = [
        (-0.46, 0.06, 0.20, 0.29),
        (-0.36, 0.115, 0.13, 0.345),
        (-0.16, 0.12, 0.12, 0.36),
        (-0.04, 0.08, 0.12, 0.33),
    ]
    kit.add(hull(tail, Look(Stuff.PAINT), kit.sides(8), 2.5, tone, 18))
    kit.add(box((-0.10, 0.115, -0.08), (0.10, 0.145, 0.22), Look(Stuff.PAINT), tone))
    kit.add(
        hull(
            [(-0.36, 0.07, 0.35, 0.40), (-0.1, 0.078, 0.35, 0.405), (0.02, 0.05, 0.35, 0.39)],
            Look(Stuff.HIDE),
            kit.sides(6),
            3.0,
            LEATHER,
            10,
        )
    )
    shield = [
        (0.20, 0.13, 0.13, 0.36),
        (0.225, 0.135, 0.13, 0.50),
        (0.265, 0.10, 0.14, 0.50),
        (0.285, 0.05, 0.16, 0.46),
    ]
    kit.add(hull(shield, Look(Stuff.PAINT), kit.sides(8), 3.0, tone, 10))
    kit.add(_guard(front, radius + 0.02, 0.05, (0.2, 2.7), tone))
    kit.add(_rods([(0.0, radius, front[2]), (0.0, 0.56, 0.225)], 0.02, Stuff.METAL, STEEL))
    for side in (-1.0, 1.0):
        kit.add(_rods([(0.0, 0.565, 0.225), (0.17 * side, 0.57, 0.17)], 0.011, Stuff.METAL, STEEL))
        kit.add(_rods([(0.12 * side, 0.57, 0.187), (0.19 * side, 0.572, 0.163)], 0.015, Stuff.RUBBER, BLACK))
        kit.add(_rods([(0.12 * side, 0.575, 0.19), (0.15 * side, 0.64, 0.19)], 0.004, Stuff.METAL, STEEL))
        kit.add(
            ball((0.152 * side, 0.65, 0.19), (0.028, 0.026, 0.008), Look(Stuff.METAL), kit.sides(4), STEEL)
        )
    kit.add(ball((0.0, 0.575, 0.235), (0.06, 0.045, 0.05), Look(Stuff.PAINT), kit.sides(6), tone))
    _headlamp(kit, (0.0, 0.575, 0.285), 0.038)
    return []


def _headlamp(kit: Kit, at: Point, radius: float) -> None:
    """A round lamp in chrome that shines ahead at night."""
    cup = ((0.0, -0.055), (0.6 * radius, -0.045), (radius, 0.0), (0.92 * radius, 0.006))
    kit.add(lathe(cup, Look(Stuff.METAL), kit.sides(7), STEEL, at=at, axis=2, crisp=False))
    glass = ball(
        (at[0], at[1], at[2] + 0.001),
        (0.9 * radius, 0.9 * radius, 0.016),
        Look(Stuff.LAMP),
        10,
        (1.0, 0.93, 0.75),
    )
    kit.add(glass.with_(glow=np.ones(len(glass.rest), np.float32)))
    kit.add(aura(Aura.HEADLIGHT, at, (at[0], at[1] - 0.45, at[2] + 5.0), 1.3))


CYCLES: Final[dict[str, Build]] = {"bicycle": bicycle, "motorcycle": motorcycle, "scooter": scooter}
"""What is built, by its form."""
