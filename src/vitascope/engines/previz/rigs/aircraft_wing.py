"""Aeroplanes, and what all aircraft are made of."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.aura import Aura, aura
from vitascope.engines.previz.rigs.car_body import CHROME, DARK, PANE, RED, lamp, wheel, window_row
from vitascope.engines.previz.rigs.kit import Kit, Point, box, fan, hull, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, ball, cone
from vitascope.engines.previz.rigs.ship_sail import pole
from vitascope.engines.previz.rigs.stuff import Stuff

JET = 0.45
"""How much a jet's flame is torn."""
GREEN: Colour = (0.05, 0.9, 0.15)


def wing(
    kit: Kit,
    root: tuple[float, float],
    tip: tuple[float, float, float, float],
    at: Point,
    thick: float,
    colour: Colour,
) -> None:
    """A wing on both sides: leading and trailing z at the root; x, y, leading and trailing z at the tip."""
    x, y, lead, trail = tip
    outline = [(at[0], root[0], 0.0), (x, lead, y), (x, trail, y), (at[0], root[1], 0.0)]
    top = fan([(p, q) for p, q, _ in outline], Look(Stuff.PAINT), colour, thick, "xz", (0, at[1], at[2]), 6)
    rest = top.rest.copy()
    share = np.clip((rest[:, 0] - at[0]) / (x - at[0]), 0, 1)
    rest[:, 1] = at[1] + (rest[:, 1] - at[1]) * (1 - 0.6 * share) + y * share
    kit.add(top.with_(rest=rest), both=True)


def fin(kit: Kit, outline: list[tuple[float, float]], colour: Colour, thick: float = 0.012) -> None:
    """An upright tail fin, in z and y."""
    kit.add(fan(outline, Look(Stuff.PAINT), colour, thick, "zy"))


def engine(kit: Kit, at: Point, radius: float, long: float, colour: Colour) -> None:
    """A jet engine under a wing."""
    profile = (
        (0.55 * radius, -long),
        (0.9 * radius, -0.4 * long),
        (radius, 0.3 * long),
        (0.92 * radius, 0.5 * long),
        (0.75 * radius, 0.48 * long),
    )
    kit.add(lathe(profile, Look(Stuff.PAINT), kit.sides(7), colour, at=at, axis=2, crisp=False), both=True)
    kit.add(
        lathe(
            ((0.0, 0.42 * long), (0.8 * radius, 0.40 * long)),
            Look(Stuff.METAL),
            kit.sides(7),
            DARK,
            at=at,
            axis=2,
        ),
        both=True,
    )
    kit.add(
        lathe(
            ((0.8 * radius, 0.38 * long), (0.0, 0.40 * long)),
            Look(Stuff.METAL),
            kit.sides(7),
            DARK,
            at=at,
            axis=2,
        ),
        both=True,
    )


def airliner(kit: Kit, colours: list[Floats]) -> None:
    """An airliner with two engines."""
    tone, second, y = tone_of(colours[0]), tone_of(colours[1]), 0.16
    kit.add(
        hull(
            [
                (-0.5, 0.006, y + 0.03, y + 0.045),
                (-0.38, 0.034, y - 0.018, y + 0.05),
                (-0.25, 0.05, y - 0.05, y + 0.05),
                (0.34, 0.05, y - 0.05, y + 0.05),
                (0.43, 0.042, y - 0.048, y + 0.036),
                (0.48, 0.025, y - 0.04, y + 0.008),
                (0.50, 0.006, y - 0.026, y - 0.014),
            ],
            Look(Stuff.PAINT),
            kit.sides(8),
            2,
            tone,
            kit.count(18, 30, 44),
        )
    )
    kit.add(
        hull(
            [
                (0.415, 0.034, y + 0.012, y + 0.038),
                (0.435, 0.033, y + 0.008, y + 0.034),
                (0.462, 0.026, y + 0.003, y + 0.017),
            ],
            Look(Stuff.GLASS),
            14,
            2.5,
            PANE,
            8,
        )
    )
    window_row(kit, 0.0495, y + 0.006, y + 0.017, (-0.28, 0.36), kit.count(12, 24, 36))
    wing(kit, (0.14, -0.06), (0.46, 0.05, -0.10, -0.145), (0.03, y - 0.03, 0), 0.018, tone)
    wing(kit, (-0.40, -0.47), (0.17, 0.02, -0.475, -0.505), (0.01, y + 0.02, 0), 0.010, tone)
    fin(kit, [(-0.35, y + 0.03), (-0.45, y + 0.185), (-0.50, y + 0.19), (-0.48, y + 0.03)], second)
    engine(kit, (0.15, y - 0.068, 0.075), 0.028, 0.10, second)
    lamp(kit, (0.455, y + 0.02, -0.10), (0.006, 0.006, 0.008), GREEN, both=False)
    lamp(kit, (-0.455, y + 0.02, -0.10), (0.006, 0.006, 0.008), RED, both=False)


def jet(kit: Kit, colours: list[Floats]) -> None:
    """A fighter with swept wings, two fins and a burner."""
    tone, second, y = tone_of(colours[0]), tone_of(colours[1]), 0.10
    kit.add(
        hull(
            [
                (-0.42, 0.06, y - 0.035, y + 0.035),
                (-0.2, 0.085, y - 0.045, y + 0.045),
                (0.08, 0.075, y - 0.045, y + 0.05),
                (0.25, 0.035, y - 0.03, y + 0.045),
                (0.42, 0.016, y - 0.012, y + 0.016),
                (0.5, 0.003, y - 0.003, y + 0.003),
            ],
            Look(Stuff.METAL),
            kit.sides(8),
            2.6,
            tone,
            kit.count(16, 26, 38),
        )
    )
    kit.add(
        hull(
            [
                (0.05, 0.012, y + 0.04, y + 0.055),
                (0.12, 0.028, y + 0.03, y + 0.085),
                (0.2, 0.028, y + 0.025, y + 0.08),
                (0.29, 0.008, y + 0.025, y + 0.04),
            ],
            Look(Stuff.GLASS),
            kit.sides(6),
            2,
            PANE,
            14,
        )
    )
    wing(kit, (0.10, -0.28), (0.36, -0.005, -0.20, -0.27), (0.05, y, 0), 0.014, tone)
    wing(kit, (-0.28, -0.42), (0.20, 0.0, -0.40, -0.45), (0.04, y, 0), 0.010, tone)
    tail = fan(
        [(-0.25, 0.0), (-0.38, 0.15), (-0.44, 0.15), (-0.42, 0.0)], Look(Stuff.METAL), second, 0.010, "zy"
    )
    kit.add(moved(tail, (0.06, y + 0.03, 0), (0, 0, -0.28)), both=True)
    for x in (0.03,):
        kit.add(
            lathe(
                ((0.022, -0.45), (0.028, -0.40), (0.030, -0.36)),
                Look(Stuff.METAL),
                kit.sides(6),
                DARK,
                at=(x, y, 0),
                axis=2,
            ),
            both=True,
        )
        flame(kit, (x, y, -0.44), (0, 0, -0.16), 0.020, both=True)
    kit.add(box((0.075, y - 0.04, 0.06), (0.10, y + 0.025, 0.13), Look(Stuff.METAL), tone), both=True)
    kit.add(
        cone(
            (0.36, y - 0.004, -0.20),
            (0.36, y - 0.004, -0.05),
            0.008,
            Look(Stuff.METAL),
            colour=(0.7, 0.7, 0.7),
            sides=8,
            power=0.3,
        ),
        both=True,
    )


def flame(kit: Kit, at: Point, way: Point, radius: float, both: bool = False) -> None:
    """Fire from a nozzle, on the bone ``flame``."""
    if "flame" not in kit.names:
        kit.bone("flame", at)
    for share in (1.0, 0.62):
        end = (at[0] + way[0] * share, at[1] + way[1] * share, at[2] + way[2] * share)
        for side in (1.0, -1.0) if both else (1.0,):
            ends = [(side * x, y, z) for x, y, z in (at, end)]
            made = aura(Aura.FIRE, ends[0], ends[1], 1.4 * radius * share)
            kit.add(made.with_(openness=np.full(3, JET, np.float32)), "flame")


def propeller(kit: Kit, name: str, at: Point, radius: float, blades: int, colour: Colour = DARK) -> None:
    """Blades that turn about z."""
    kit.bone(name, at)
    for k in range(blades):
        blade = fan(
            [
                (-0.05 * radius, 0.0),
                (-0.10 * radius, radius * 0.6),
                (-0.03 * radius, radius),
                (0.05 * radius, radius),
                (0.08 * radius, 0.5 * radius),
                (0.04 * radius, 0.0),
            ],
            Look(Stuff.PAINT),
            colour,
            0.04 * radius,
            "xy",
        )
        kit.add(moved(moved(blade, (0, 0, 0), (0, 0.35, 0)), at, (0, 0, math.tau * k / blades)), name)
    kit.add(
        cone(
            at,
            (at[0], at[1], at[2] + 0.3 * radius),
            0.14 * radius,
            Look(Stuff.PAINT),
            sides=10,
            colour=RED,
            power=0.5,
        ),
        name,
    )


def biplane(kit: Kit, colours: list[Floats]) -> None:
    """Two wings, wires, an open seat."""
    tone, second, y = tone_of(colours[0]), tone_of(colours[1]), 0.24
    kit.add(
        hull(
            [
                (-0.5, 0.008, y, y + 0.02),
                (-0.3, 0.03, y - 0.035, y + 0.035),
                (0.1, 0.06, y - 0.065, y + 0.06),
                (0.36, 0.062, y - 0.065, y + 0.06),
                (0.42, 0.045, y - 0.05, y + 0.045),
            ],
            Look(Stuff.CLOTH),
            kit.sides(8),
            3,
            tone,
            24,
        )
    )
    kit.add(
        lathe(
            ((0.0, 0.435), (0.03, 0.43), (0.052, 0.40)),
            Look(Stuff.METAL),
            kit.sides(7),
            CHROME,
            at=(0, y, 0),
            axis=2,
        )
    )
    for level, lead in ((y + 0.155, 0.30), (y - 0.045, 0.26)):
        kit.add(
            box(
                (-0.56, level, lead - 0.155),
                (0.56, level + 0.016, lead),
                Look(Stuff.CLOTH),
                second if level > y else tone,
            )
        )
    for x in (0.42, 0.22):
        for z in (0.27, 0.16):
            pole(kit, (x, y - 0.04, z - 0.02), (x, y + 0.16, z), 0.006)
            pole(kit, (-x, y - 0.04, z - 0.02), (-x, y + 0.16, z), 0.006)
    for x in (0.05, -0.05):
        pole(kit, (x, y + 0.04, 0.24), (x * 1.6, y + 0.16, 0.24), 0.005)
    kit.add(box((-0.19, y + 0.005, -0.50), (0.19, y + 0.016, -0.40), Look(Stuff.CLOTH), second))
    fin(kit, [(-0.39, y + 0.02), (-0.44, y + 0.13), (-0.52, y + 0.13), (-0.53, y), (-0.48, y)], second)
    kit.add(ball((0, y + 0.085, 0.02), (0.028, 0.034, 0.030), Look(Stuff.SKIN), 10, (0.20, 0.11, 0.06)))
    kit.add(ball((0, y + 0.055, 0.02), (0.04, 0.012, 0.06), Look(Stuff.PLAIN), 10, DARK))
    for sign in (1, -1):
        pole(kit, (sign * 0.04, y - 0.05, 0.26), (sign * 0.12, y - 0.17, 0.28), 0.006)
        wheel(kit, f"wheel_{sign}", (sign * 0.125, y - 0.18, 0.28), 0.06, 0.03, 3)
    propeller(kit, "screw", (0, y, 0.435), 0.17, 2, (0.16, 0.09, 0.045))


def propeller_plane(kit: Kit, colours: list[Floats]) -> None:
    """A small plane with a high wing."""
    tone, second, y = tone_of(colours[0]), tone_of(colours[1]), 0.20
    kit.add(
        hull(
            [
                (-0.5, 0.008, y + 0.01, y + 0.03),
                (-0.2, 0.04, y - 0.04, y + 0.05),
                (0.05, 0.065, y - 0.07, y + 0.105),
                (0.2, 0.065, y - 0.07, y + 0.10),
                (0.27, 0.06, y - 0.065, y + 0.045),
                (0.42, 0.045, y - 0.05, y + 0.03),
            ],
            Look(Stuff.PAINT),
            kit.sides(8),
            3,
            tone,
            kit.count(18, 28, 36),
        )
    )
    kit.add(
        hull(
            [
                (-0.02, 0.0655, y + 0.03, y + 0.085),
                (0.17, 0.0665, y + 0.03, y + 0.088),
                (0.24, 0.05, y + 0.032, y + 0.062),
            ],
            Look(Stuff.GLASS),
            14,
            6,
            PANE,
            8,
        )
    )
    wing(kit, (0.2, 0.06), (0.60, 0.03, 0.17, 0.07), (0.0, y + 0.105, 0), 0.02, tone)
    wing(kit, (-0.39, -0.48), (0.19, 0.01, -0.42, -0.49), (0.0, y + 0.02, 0), 0.012, tone)
    fin(kit, [(-0.36, y + 0.03), (-0.44, y + 0.16), (-0.51, y + 0.16), (-0.49, y + 0.01)], second)
    for sign in (1, -1):
        pole(kit, (sign * 0.06, y - 0.05, 0.1), (sign * 0.34, y + 0.105, 0.13), 0.006, tone)
        wheel(kit, f"wheel_{sign}", (sign * 0.13, y - 0.155, 0.1), 0.045, 0.03, 3)
        pole(kit, (sign * 0.04, y - 0.06, 0.1), (sign * 0.12, y - 0.14, 0.1), 0.007, tone)
    kit.add(box((0.058, y - 0.02, -0.12), (0.066, y + 0.005, 0.22), Look(Stuff.PAINT), second), both=True)
    propeller(kit, "screw", (0, y - 0.005, 0.43), 0.15, 2)
