"""Vessels with engines."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.car_body import DARK, PANE, lamp, window_row
from vitascope.engines.previz.rigs.colours import mix
from vitascope.engines.previz.rigs.kit import Kit, Point, box, fan, hull, lathe, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, ball
from vitascope.engines.previz.rigs.ship_sail import body, pole
from vitascope.engines.previz.rigs.stuff import Stuff


def motorboat(kit: Kit, colours: list[Floats]) -> None:
    """A speedboat with a screen."""
    hull_ = (
        (-0.48, 0.13, 0.0, 0.10),
        (-0.2, 0.15, -0.02, 0.105),
        (0.15, 0.135, -0.015, 0.12),
        (0.38, 0.07, 0.02, 0.135),
        (0.5, 0.004, 0.09, 0.14),
    )
    body(kit, hull_, Look(Stuff.PAINT), colours, (0.55, 0.50, 0.42), 0.07)
    kit.add(
        hull(
            [(0.02, 0.125, 0.085, 0.118), (0.3, 0.085, 0.09, 0.138), (0.44, 0.035, 0.10, 0.142)],
            Look(Stuff.PAINT),
            16,
            4,
            (0.8, 0.8, 0.78),
            10,
        )
    )
    kit.add(
        hull(
            [(-0.01, 0.115, 0.11, 0.19), (0.05, 0.11, 0.11, 0.175), (0.13, 0.085, 0.11, 0.128)],
            Look(Stuff.GLASS),
            16,
            4,
            PANE,
            8,
        )
    )
    kit.add(box((-0.10, 0.10, -0.28), (0.10, 0.145, -0.16), Look(Stuff.CLOTH), (0.6, 0.55, 0.48)))
    kit.add(box((-0.035, 0.06, -0.53), (0.035, 0.17, -0.46), Look(Stuff.PAINT), DARK, 0.8))


def _funnel(kit: Kit, at: Point, radius: float, tall: float, colour: Colour) -> None:
    x, y, z = at
    kit.add(
        lathe(
            ((radius, 0.0), (radius * 0.95, tall * 0.72)),
            Look(Stuff.PAINT),
            kit.sides(7),
            colour,
            at=(x, y, z),
        )
    )
    kit.add(
        lathe(
            (
                (radius * 0.96, tall * 0.72),
                (radius * 0.95, tall),
                (radius * 0.7, tall),
                (radius * 0.7, tall * 0.8),
            ),
            Look(Stuff.PAINT),
            kit.sides(7),
            DARK,
            at=(x, y, z),
        )
    )
    for k in range(5):
        name = f"puff{len(kit.names)}"
        kit.bone(name, (x, y + tall, z))
        tone = 0.30 + 0.06 * k
        kit.add(
            ball((x, y + tall, z), radius * (0.9 + 0.5 * k), Look(Stuff.CLOUDED), 8, (tone, tone, tone)), name
        )


def steamer(kit: Kit, colours: list[Floats]) -> None:
    """A liner with four funnels and rows of windows."""
    hull_ = (
        (-0.5, 0.02, 0.03, 0.062),
        (-0.46, 0.042, -0.01, 0.058),
        (-0.3, 0.055, -0.03, 0.055),
        (0.25, 0.055, -0.03, 0.056),
        (0.42, 0.025, -0.02, 0.064),
        (0.5, 0.002, 0.03, 0.072),
    )
    body(kit, hull_, Look(Stuff.PAINT), colours, (0.42, 0.30, 0.18), 0.046)
    for low, high, start, stop, wide in (
        (0.045, 0.075, -0.38, 0.30, 0.048),
        (0.075, 0.10, -0.34, 0.26, 0.044),
        (0.10, 0.12, -0.30, 0.22, 0.038),
    ):
        kit.add(box((-wide, low, start), (wide, high, stop), Look(Stuff.PAINT), (0.80, 0.80, 0.77)))
        window_row(kit, wide, low + 0.009, high - 0.006, (start + 0.01, stop - 0.01), kit.count(10, 20, 30))
    window_row(kit, 0.0545, 0.026, 0.034, (-0.28, 0.24), kit.count(10, 20, 34))
    kit.add(box((-0.042, 0.12, 0.17), (0.042, 0.142, 0.215), Look(Stuff.PAINT), (0.8, 0.8, 0.77)))
    for z in (-0.22, -0.10, 0.02, 0.13):
        _funnel(
            kit,
            (0, 0.115, z),
            0.024,
            0.10,
            tone_of(mix(colours[1], np.array([0.75, 0.36, 0.08], np.float32), 0.7)),
        )
    for z in (0.36, -0.42):
        pole(kit, (0, 0.05, z), (0, 0.27, z - 0.015), 0.004)


def cargo(kit: Kit, colours: list[Floats]) -> None:
    """A container ship."""
    hull_ = (
        (-0.5, 0.05, -0.005, 0.062),
        (-0.46, 0.068, -0.03, 0.06),
        (0.36, 0.068, -0.03, 0.06),
        (0.46, 0.03, -0.02, 0.07),
        (0.5, 0.004, 0.03, 0.078),
    )
    body(kit, hull_, Look(Stuff.PAINT), colours, (0.22, 0.10, 0.07))
    chance = np.random.default_rng(4)
    hues = (
        (0.45, 0.06, 0.04),
        (0.05, 0.16, 0.36),
        (0.08, 0.30, 0.16),
        (0.62, 0.36, 0.06),
        (0.5, 0.5, 0.48),
        (0.25, 0.10, 0.05),
    )
    for bay in range(9):
        z = -0.28 + 0.072 * bay
        for row in range(4):
            for tier in range(int(chance.integers(2, 5))):
                x, y = -0.06 + 0.03 * row, 0.055 + 0.019 * tier
                kit.add(
                    box(
                        (x, y, z),
                        (x + 0.029, y + 0.0185, z + 0.068),
                        Look(Stuff.METAL),
                        hues[int(chance.integers(6))],
                    )
                )
    kit.add(box((-0.06, 0.055, -0.42), (0.06, 0.155, -0.34), Look(Stuff.PAINT), (0.8, 0.8, 0.77)))
    kit.add(box((-0.066, 0.155, -0.415), (0.066, 0.175, -0.335), Look(Stuff.PAINT), (0.8, 0.8, 0.77)))
    window_row(kit, 0.066, 0.160, 0.170, (-0.41, -0.34), 5)
    window_row(kit, 0.060, 0.08, 0.088, (-0.41, -0.35), 5)
    _funnel(kit, (0, 0.15, -0.45), 0.016, 0.06, tone_of(colours[0]))


def warship(kit: Kit, colours: list[Floats]) -> None:
    """Grey, with turrets and masts."""
    hull_ = (
        (-0.5, 0.04, 0.0, 0.05),
        (-0.4, 0.052, -0.03, 0.048),
        (0.1, 0.055, -0.03, 0.05),
        (0.35, 0.03, -0.02, 0.062),
        (0.5, 0.002, 0.03, 0.08),
    )
    body(kit, hull_, Look(Stuff.METAL), colours, tone_of(colours[0] * 0.6))
    tone = tone_of(colours[0] * 1.1)
    for low, high, a, b, w in (
        (0.045, 0.085, -0.22, 0.12, 0.036),
        (0.085, 0.12, -0.02, 0.10, 0.028),
        (0.12, 0.15, 0.02, 0.08, 0.02),
        (0.045, 0.10, -0.36, -0.28, 0.03),
    ):
        kit.add(box((-w, low, a), (w, high, b), Look(Stuff.METAL), tone, 0.82))
    window_row(kit, 0.0275, 0.100, 0.108, (0.0, 0.09), 5)
    for n, (z, y) in enumerate(((0.20, 0.055), (0.30, 0.062), (-0.42, 0.05))):
        kit.bone(f"turret{n}", (0, y, z))
        kit.add(
            box((-0.024, y, z - 0.03), (0.024, y + 0.026, z + 0.03), Look(Stuff.METAL), tone, 0.8),
            f"turret{n}",
        )
        for x in (-0.011, 0.011):
            end = z + (0.11 if z > 0 else -0.11)
            pole(kit, (x, y + 0.016, z), (x, y + 0.026, end), 0.004, tone, f"turret{n}")
    for z in (0.04, -0.15):
        pole(kit, (0, 0.1, z), (0, 0.25, z), 0.005, tone)
        pole(kit, (-0.03, 0.20, z), (0.03, 0.20, z), 0.003, tone)
    _funnel(kit, (0, 0.085, -0.10), 0.022, 0.07, tone)


def submarine(kit: Kit, colours: list[Floats]) -> None:
    """A long body with a tower, rudders and a screw that turns."""
    tone = tone_of(colours[0])
    kit.add(
        hull(
            [
                (-0.5, 0.004, -0.03, -0.022),
                (-0.44, 0.026, -0.055, 0.002),
                (-0.3, 0.05, -0.078, 0.024),
                (0.3, 0.052, -0.078, 0.026),
                (0.43, 0.042, -0.068, 0.016),
                (0.48, 0.024, -0.05, -0.002),
                (0.5, 0.006, -0.032, -0.02),
            ],
            Look(Stuff.METAL),
            kit.sides(8),
            2,
            tone,
            kit.count(18, 30, 44),
        )
    )
    kit.add(
        hull(
            [
                (0.02, 0.008, 0.02, 0.095),
                (0.06, 0.020, 0.02, 0.10),
                (0.15, 0.020, 0.02, 0.10),
                (0.185, 0.008, 0.02, 0.092),
            ],
            Look(Stuff.METAL),
            16,
            3,
            tone,
            10,
        )
    )
    kit.add(box((0.018, 0.066, 0.08), (0.075, 0.072, 0.13), Look(Stuff.METAL), tone), both=True)
    for x in (-0.008, 0.008):
        pole(kit, (x, 0.09, 0.10 + 3 * x), (x, 0.145, 0.10 + 3 * x), 0.004, DARK)
    tail = [(-0.47, -0.026), (-0.40, -0.026), (-0.43, 0.055), (-0.46, 0.055)]
    kit.add(fan(tail, Look(Stuff.METAL), tone, 0.01, "zy"))
    kit.add(fan([(z, -y - 0.052) for z, y in tail], Look(Stuff.METAL), tone, 0.01, "zy"))
    kit.add(
        fan(
            [(0.0, -0.47), (0.0, -0.40), (0.085, -0.43), (0.085, -0.46)],
            Look(Stuff.METAL),
            tone,
            0.01,
            "xz",
            (0, -0.026, 0),
        ),
        both=True,
    )
    kit.bone("screw", (0, -0.026, -0.5))
    for k in range(5):
        a = math.tau * k / 5
        kit.add(
            ball(
                (0.025 * math.cos(a), -0.026 + 0.025 * math.sin(a), -0.505),
                (0.012, 0.012, 0.004),
                Look(Stuff.METAL),
                8,
                (0.6, 0.42, 0.14),
            ),
            "screw",
        )
    lamp(kit, (0, 0.102, 0.16), (0.006, 0.006, 0.006), (1.0, 0.9, 0.7), both=False)
