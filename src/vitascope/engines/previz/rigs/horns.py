"""Horns, antlers, tusks, teeth and spines of quadrupeds."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.beasts import Beast
from vitascope.engines.previz.rigs.kit import Kit, Point
from vitascope.engines.previz.rigs.mesh import Look, ball, cone
from vitascope.engines.previz.rigs.stuff import Stuff

IVORY = (0.62, 0.56, 0.44)


BLACK = (0.012, 0.011, 0.011)


Face = tuple[Point, Point]


def _horn_pair(
    kit: Kit, base: Point, tip: Point, radius: float, bow: Point, colour: tuple[float, float, float] = IVORY
) -> None:
    kit.add(
        cone(
            base,
            tip,
            radius,
            Look(Stuff.HORN),
            bow,
            rings=6 + 2 * kit.fine,
            sides=kit.sides(4),
            colour=colour,
        ),
        "head",
        both=True,
    )


def horns(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Horns."""
    del colours, back
    (_, y, z), _ = face
    h = beast.head
    _horn_pair(
        kit,
        (0.45 * h, y + 0.75 * h, z),
        (1.35 * h, y + 1.45 * h, z + 0.35 * h),
        0.20 * h,
        (0.30 * h, -0.12 * h, 0),
    )


def great_horns(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Great horns."""
    del colours, back
    (_, y, z), _ = face
    h = beast.head
    _horn_pair(
        kit, (0.5 * h, y + 0.7 * h, z), (1.7 * h, y + 1.9 * h, z + 0.9 * h), 0.27 * h, (0.7 * h, -0.35 * h, 0)
    )


def back_horns(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Back horns."""
    del colours, back
    (_, y, z), _ = face
    h = beast.head
    _horn_pair(
        kit,
        (0.35 * h, y + 0.8 * h, z + 0.1 * h),
        (0.9 * h, y + 1.6 * h, z - 1.7 * h),
        0.24 * h,
        (0, 0.7 * h, 0),
        (0.16, 0.13, 0.10),
    )


def antlers(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Antlers."""
    del colours, back
    (_, y, z), _ = face
    h = beast.head
    tone = (0.30, 0.20, 0.12)
    base = np.array([0.4 * h, y + 0.8 * h, z - 0.1 * h])
    tip = base + h * np.array([2.2, 3.9, -0.6])
    bow = h * np.array([0.9, -0.5, -1.0])
    _horn_pair(kit, tuple(base), tuple(tip), 0.17 * h, tuple(bow), tone)
    for w, out in (
        (0.18, (0.3, 0.9, 1.5)),
        (0.45, (0.1, 1.3, 1.1)),
        (0.68, (0.0, 1.4, 0.7)),
        (0.85, (-0.3, 1.0, 0.5)),
    ):
        root = base * (1 - w) + tip * w + bow * 4 * w * (1 - w)
        _horn_pair(kit, tuple(root), tuple(root + h * np.array(out)), 0.11 * h, (0, 0, 0.15 * h), tone)


def unicorn(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Unicorn."""
    del colours, back
    (_, y, z), _ = face
    h = beast.head
    kit.add(
        cone(
            (0, y + 0.7 * h, z + 0.5 * h),
            (0, y + 3.0 * h, z + 2.3 * h),
            0.20 * h,
            Look(Stuff.HORN),
            rings=12,
            sides=kit.sides(4),
            colour=(0.85, 0.72, 0.42),
        ),
        "head",
    )


def knobs(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Knobs."""
    del colours, back
    (_, y, z), _ = face
    h = beast.head
    _horn_pair(
        kit,
        (0.35 * h, y + 0.7 * h, z - 0.1 * h),
        (0.45 * h, y + 1.9 * h, z - 0.4 * h),
        0.16 * h,
        (0, 0, 0),
        (0.25, 0.14, 0.07),
    )
    knob = ball((0.44 * h, y + 1.75 * h, z - 0.38 * h), 0.20 * h, Look(Stuff.FUR), 8, (0.06, 0.035, 0.02))
    kit.add(knob, "head", both=True)


def nose_horns(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Nose horns."""
    del colours, back
    _, (_, y, z) = face
    m = beast.muzzle
    for at, long, r in ((-0.1, 3.0, 0.62), (-1.6, 1.5, 0.48)):
        kit.add(
            cone(
                (0, y + 0.5 * m, z + at * m),
                (0, y + (0.6 + long) * m, z + (at + 0.25 * long) * m),
                r * m,
                Look(Stuff.HORN),
                (0, 0, 0.3 * m),
                rings=10,
                sides=kit.sides(5),
                colour=(0.30, 0.27, 0.23),
            ),
            "head",
        )


def tusks(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Tusks."""
    del colours, back
    _, (_, ny, nz) = face
    h = beast.head
    _horn_pair(
        kit,
        (0.42 * h, ny - 0.05 * h, nz - 0.35 * h),
        (0.60 * h, ny - 0.55 * h, nz + 1.25 * h),
        0.13 * h,
        (0.06 * h, -0.45 * h, 0),
    )
