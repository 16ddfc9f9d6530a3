"""Helicopters, rockets and spacecraft."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.aircraft_wing import GREEN, fin, flame, wing
from vitascope.engines.previz.rigs.aura import Aura, aura
from vitascope.engines.previz.rigs.car_body import CHROME, DARK, PANE, RED, lamp, window_row
from vitascope.engines.previz.rigs.kit import Kit, box, fan, hull, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, ball
from vitascope.engines.previz.rigs.ship_sail import pole
from vitascope.engines.previz.rigs.stuff import Stuff


def helicopter(kit: Kit, colours: list[Floats]) -> None:
    """A cabin of glass, a boom, two rotors, skids."""
    tone, second, y = tone_of(colours[0]), tone_of(colours[1]), 0.20
    kit.add(
        hull(
            [
                (-0.16, 0.04, y, y + 0.07),
                (-0.08, 0.085, y - 0.07, y + 0.10),
                (0.10, 0.10, y - 0.085, y + 0.11),
                (0.24, 0.085, y - 0.08, y + 0.07),
                (0.33, 0.035, y - 0.055, y - 0.005),
            ],
            Look(Stuff.PAINT),
            kit.sides(9),
            2.6,
            tone,
            kit.count(16, 26, 34),
        )
    )
    kit.add(
        hull(
            [
                (0.11, 0.097, y - 0.015, y + 0.103),
                (0.16, 0.099, y - 0.035, y + 0.104),
                (0.24, 0.083, y - 0.045, y + 0.075),
                (0.322, 0.034, y - 0.043, y + 0.002),
            ],
            Look(Stuff.GLASS),
            kit.sides(8),
            2.4,
            PANE,
            14,
        )
    )
    kit.add(box((0.093, y - 0.03, -0.02), (0.104, y + 0.07, 0.09), Look(Stuff.GLASS), PANE), both=True)
    kit.add(
        hull(
            [(-0.56, 0.012, y + 0.05, y + 0.08), (-0.1, 0.035, y + 0.02, y + 0.09)],
            Look(Stuff.PAINT),
            12,
            2.2,
            tone,
            8,
        )
    )
    fin(
        kit,
        [(-0.50, y + 0.06), (-0.56, y + 0.19), (-0.61, y + 0.19), (-0.58, y + 0.06), (-0.55, y - 0.02)],
        second,
    )
    kit.add(box((-0.09, y + 0.06, -0.45), (0.09, y + 0.068, -0.40), Look(Stuff.PAINT), second))
    kit.add(
        hull(
            [
                (-0.10, 0.03, y + 0.09, y + 0.135),
                (0.0, 0.045, y + 0.09, y + 0.15),
                (0.08, 0.02, y + 0.10, y + 0.125),
            ],
            Look(Stuff.PAINT),
            12,
            3,
            second,
            8,
        )
    )
    kit.add(lathe(((0.010, y + 0.13), (0.010, y + 0.19), (0.0, y + 0.195)), Look(Stuff.METAL), 10, CHROME))
    kit.bone("rotor", (0, y + 0.19, 0.0))
    for k in range(4):
        blade = box((0.0, -0.004, -0.018), (0.56, 0.004, 0.018), Look(Stuff.PAINT), DARK)
        kit.add(moved(blade, (0, y + 0.19, 0), (0, math.tau * k / 4 + 0.4, -0.03)), "rotor")
    kit.bone("tail_rotor", (0.022, y + 0.12, -0.57))
    for k in range(3):
        blade = box((0.0, 0.0, -0.009), (0.006, 0.105, 0.009), Look(Stuff.PAINT), DARK)
        kit.add(moved(blade, (0.022, y + 0.12, -0.57), (math.tau * k / 3, 0, 0)), "tail_rotor")
    for sign in (1, -1):
        pole(kit, (sign * 0.115, 0.012, -0.14), (sign * 0.115, 0.012, 0.30), 0.009, DARK)
        for z in (-0.04, 0.17):
            pole(kit, (sign * 0.06, y - 0.06, z), (sign * 0.115, 0.012, z), 0.007, DARK)
    lamp(kit, (0, y - 0.09, 0.08), (0.01, 0.008, 0.01), RED, both=False)


def drone(kit: Kit, colours: list[Floats]) -> None:
    """Four rotors on arms, a camera below."""
    tone = tone_of(colours[0])
    kit.add(
        hull(
            [(-0.2, 0.06, 0.10, 0.17), (0.0, 0.085, 0.09, 0.19), (0.2, 0.05, 0.10, 0.165)],
            Look(Stuff.PAINT),
            kit.sides(8),
            3,
            tone,
            16,
        )
    )
    for x, z in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        at = (x * 0.30, 0.17, z * 0.34)
        pole(kit, (x * 0.05, 0.14, z * 0.12), (at[0], 0.15, at[2]), 0.020, tone)
        kit.add(
            lathe(
                ((0.032, 0.13), (0.032, 0.175), (0.0, 0.18)),
                Look(Stuff.METAL),
                kit.sides(6),
                DARK,
                at=(at[0], 0, at[2]),
            )
        )
        name = f"rotor{x}{z}"
        kit.bone(name, at)
        for k in range(2):
            kit.add(
                moved(
                    box((0, 0.0, -0.016), (0.17, 0.006, 0.016), Look(Stuff.PAINT), DARK),
                    (at[0], 0.182, at[2]),
                    (0, math.pi * k + 0.5 * x, 0),
                ),
                name,
            )
        pole(kit, (at[0], 0.15, at[2]), (at[0], 0.0, at[2]), 0.010, tone)
        lamp(kit, (at[0], 0.125, at[2]), (0.016, 0.012, 0.016), GREEN if z < 0 else RED, both=False)
    kit.add(ball((0, 0.065, 0.16), 0.045, Look(Stuff.PAINT), 14, DARK))
    kit.add(ball((0, 0.062, 0.19), 0.026, Look(Stuff.GLASS), 12, PANE))


def rocket(kit: Kit, colours: list[Floats]) -> None:
    """Upright, with fins, windows and fire."""
    tone, second = tone_of(colours[0]), tone_of(colours[1])
    profile = ((0.055, 0.075), (0.075, 0.16), (0.088, 0.36), (0.086, 0.58), (0.070, 0.76))
    kit.add(lathe(profile, Look(Stuff.PAINT), kit.sides(10), tone, crisp=False))
    kit.add(
        lathe(
            ((0.070, 0.76), (0.050, 0.87), (0.022, 0.96), (0.0, 1.0)),
            Look(Stuff.PAINT),
            kit.sides(10),
            second,
            crisp=False,
        )
    )
    for y, r in ((0.30, 0.0885), (0.70, 0.0775)):
        kit.add(
            lathe(
                ((r, y), (r + 0.003, y + 0.012), (r - 0.003, y + 0.03)),
                Look(Stuff.PAINT),
                kit.sides(10),
                second,
            )
        )
    for k in range(4):
        blade = fan(
            [(0.06, 0.28), (0.13, 0.17), (0.175, 0.0), (0.15, 0.0), (0.11, 0.07), (0.055, 0.11)],
            Look(Stuff.PAINT),
            second,
            0.016,
            "xy",
        )
        kit.add(moved(blade, (0, 0, 0), (0, math.tau * k / 4 + math.pi / 4, 0)))
    for k, y in enumerate((0.62, 0.50)):
        ring = lathe(
            ((0.030, 0.0), (0.030, 0.012), (0.022, 0.014)), Look(Stuff.METAL), kit.sides(7), CHROME, axis=2
        )
        for turn in (0.0, math.pi):
            kit.add(moved(ring, (0, y, 0.080 * math.cos(turn)), (0, turn, 0), 1.0 - 0.15 * k))
            glass = ball((0, y, 0.082 * math.cos(turn)), (0.022, 0.022, 0.010), Look(Stuff.WINDOW), 12, PANE)
            kit.add(glass.with_(glow=np.ones(len(glass.rest), np.float32)))
    kit.add(
        lathe(
            ((0.055, 0.08), (0.045, 0.05), (0.062, 0.0), (0.05, 0.0)), Look(Stuff.METAL), kit.sides(8), DARK
        )
    )
    flame(kit, (0, 0.01, 0), (0, -0.55, 0), 0.062)
    kit.add(aura(Aura.SMOKE, (0, -0.30, 0), (0, -1.5, 0), 0.12, (0.78, 0.77, 0.75), 1.5), "flame")


def ufo(kit: Kit, colours: list[Floats]) -> None:
    """A disc, a dome, a ring of lights."""
    tone = tone_of(colours[0])
    kit.add(
        lathe(
            (
                (0.0, 0.02),
                (0.16, 0.03),
                (0.34, 0.075),
                (0.48, 0.115),
                (0.5, 0.125),
                (0.48, 0.135),
                (0.36, 0.165),
                (0.2, 0.205),
                (0.18, 0.21),
            ),
            Look(Stuff.METAL),
            kit.sides(16),
            tone,
            crisp=False,
        )
    )
    kit.add(
        ball((0, 0.20, 0), (0.185, 0.145, 0.185), Look(Stuff.GLASS), 10 + 6 * kit.fine, (0.05, 0.16, 0.14))
    )
    kit.bone("ring", (0, 0, 0))
    for k in range(14):
        a = math.tau * k / 14
        tint = ((0.2, 1.0, 0.6), (1.0, 0.7, 0.2))[k % 2]
        lamp(
            kit,
            (0.42 * math.cos(a), 0.097, 0.42 * math.sin(a)),
            (0.022, 0.018, 0.022),
            tint,
            both=False,
            bone="ring",
        )
    glow = lathe(((0.0, 0.016), (0.14, 0.026)), Look(Stuff.LAMP), kit.sides(10), (0.5, 1.0, 0.9))
    kit.add(glow.with_(glow=np.full(len(glow.rest), 1.2, np.float32)))


def spaceship(kit: Kit, colours: list[Floats]) -> None:
    """A long hull, a bridge, four engines."""
    tone, second, y = tone_of(colours[0]), tone_of(colours[1]), 0.14
    kit.add(
        hull(
            [
                (-0.42, 0.13, y - 0.05, y + 0.06),
                (-0.2, 0.14, y - 0.055, y + 0.065),
                (0.1, 0.09, y - 0.04, y + 0.05),
                (0.4, 0.035, y - 0.018, y + 0.024),
                (0.5, 0.006, y - 0.004, y + 0.006),
            ],
            Look(Stuff.METAL),
            kit.sides(8),
            6,
            tone,
            kit.count(14, 24, 34),
        )
    )
    kit.add(
        hull(
            [
                (-0.36, 0.06, y + 0.05, y + 0.10),
                (-0.12, 0.055, y + 0.05, y + 0.105),
                (0.08, 0.02, y + 0.045, y + 0.06),
            ],
            Look(Stuff.METAL),
            16,
            6,
            second,
            12,
        )
    )
    kit.add(
        hull(
            [
                (-0.32, 0.03, y + 0.09, y + 0.155),
                (-0.25, 0.035, y + 0.09, y + 0.16),
                (-0.18, 0.022, y + 0.09, y + 0.125),
            ],
            Look(Stuff.METAL),
            14,
            5,
            tone,
            8,
        )
    )
    window_row(kit, 0.0345, y + 0.13, y + 0.142, (-0.31, -0.22), 5)
    window_row(kit, 0.056, y + 0.075, y + 0.085, (-0.34, -0.08), kit.count(6, 10, 16))
    wing(kit, (0.05, -0.36), (0.30, -0.035, -0.28, -0.40), (0.10, y, 0), 0.03, tone)
    for x, h in ((0.05, y + 0.03), (0.09, y - 0.015)):
        kit.add(
            lathe(
                ((0.030, -0.47), (0.036, -0.42), (0.036, -0.38)),
                Look(Stuff.METAL),
                kit.sides(6),
                DARK,
                at=(x, h, 0),
                axis=2,
            ),
            both=True,
        )
        disc = lathe(
            ((0.0, -0.452), (0.028, -0.455)),
            Look(Stuff.LAMP),
            kit.sides(6),
            (0.3, 0.7, 1.0),
            at=(x, h, 0),
            axis=2,
        )
        for made in (disc, disc.with_()):
            kit.add(made.with_(glow=np.full(len(made.rest), 2.5, np.float32)), both=True)
    for k in range(5):
        kit.add(
            box(
                (0.03 + 0.012 * k, y + 0.05, -0.40 + 0.07 * k),
                (0.05 + 0.012 * k, y + 0.068 - 0.002 * k, -0.36 + 0.07 * k),
                Look(Stuff.METAL),
                second,
            ),
            both=True,
        )


def satellite(kit: Kit, colours: list[Floats]) -> None:
    """A box in gold foil with two wings of cells and a dish."""
    tone, second, y = tone_of(colours[0]), tone_of(colours[1]), 0.3
    kit.add(box((-0.10, y - 0.12, -0.10), (0.10, y + 0.12, 0.10), Look(Stuff.METAL), tone))
    for k in range(4):
        for row in range(2):
            x, low = 0.14 + 0.11 * k, y - 0.10 + 0.10 * row
            kit.add(
                box((x, low + 0.004, -0.006), (x + 0.104, low + 0.096, 0.006), Look(Stuff.GLASS), second),
                both=True,
            )
    pole(kit, (-0.58, y, 0), (0.58, y, 0), 0.008, CHROME)
    dish = lathe(
        ((0.0, 0.0), (0.08, 0.018), (0.14, 0.06), (0.13, 0.064), (0.07, 0.026), (0.0, 0.01)),
        Look(Stuff.PAINT),
        kit.sides(9),
        (0.8, 0.8, 0.78),
        axis=2,
        crisp=False,
    )
    kit.add(moved(dish, (0, y + 0.03, 0.13)))
    pole(kit, (0, y + 0.03, 0.13), (0, y + 0.03, 0.26), 0.006, CHROME)
