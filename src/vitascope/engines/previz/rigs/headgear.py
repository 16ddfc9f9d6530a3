"""Caps and hats of trades, ranks and times."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.kit import Kit, box, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, ball, cone, grid, tube
from vitascope.engines.previz.rigs.people import Person
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.wardrobe_base import DARK, WHITE, skull

Garment = Callable[[Kit, Person, list[Floats]], None]
Profile = tuple[tuple[float, float], ...]
BRASS: Final[Colour] = (0.62, 0.42, 0.10)
RED: Final[Colour] = (0.50, 0.03, 0.03)
STRAW: Final[Colour] = (0.62, 0.44, 0.18)


def trim_of(p: Person) -> Colour:
    """The colour of bands and cloths."""
    return tone_of(linear(p.trim))


def turned(kit: Kit, p: Person, profile: Profile, stuff: Stuff, tone: Colour) -> None:
    """Something turned on the head; ``profile`` is in skulls, from the skull's middle, top first."""
    y, h = skull(p), p.head
    rows = [(r * h, k * h) for r, k in profile]
    kit.add(lathe(rows, Look(stuff), kit.sides(10), tone, at=(0, y, -0.06 * h), crisp=False), "head")


def dot(
    kit: Kit,
    p: Person,
    at: tuple[float, float, float],
    size: tuple[float, float, float],
    stuff: Stuff,
    tone: Colour,
    both: bool = False,
) -> None:
    """A ball on the head, in skulls from its middle."""
    y, h = skull(p), p.head
    made = ball(
        (at[0] * h, y + at[1] * h, at[2] * h),
        (size[0] * h, size[1] * h, size[2] * h),
        Look(stuff),
        8 + 2 * kit.fine,
        tone,
    )
    kit.add(made, "head", both=both)


def peak(kit: Kit, p: Person, tone: Colour, stuff: Stuff = Stuff.PAINT, low: float = 0.36) -> None:
    """The peak of a cap: half a disc ahead of it."""
    y, h = skull(p), p.head
    turn = np.linspace(-1.25, 1.25, 13)
    rows = [
        np.stack(
            [
                r * np.sin(turn),
                low + drop - 0.16 * (1 - np.cos(turn)),
                r * np.cos(turn) - 0.06 + out * np.cos(turn),
            ],
            -1,
        )
        for r, drop, out in ((0.96, 0.02, 0.0), (1.0, 0.0, 0.62), (0.96, -0.04, 0.0))
    ]
    points = (np.array(rows) * h + np.array([0.0, y, 0.0])).astype(np.float32)
    kit.add(grid(points, Look(stuff, 0, 1), tone), "head")


def peaked(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A cap with a flat top, a band, a peak and a badge."""
    top = ((0.0, 1.02), (1.10, 1.06), (1.26, 0.94), (1.02, 0.62), (1.0, 0.36))
    turned(kit, p, top, Stuff.CLOTH, tone_of(colours[0] * 0.9))
    turned(kit, p, ((1.02, 0.60), (1.04, 0.36)), Stuff.CLOTH, (0.02, 0.02, 0.024))
    peak(kit, p, (0.012, 0.012, 0.014))
    dot(kit, p, (0.0, 0.74, 1.02), (0.16, 0.18, 0.08), Stuff.METAL, BRASS)


def visor_cap(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A baseball cap."""
    del colours
    turned(kit, p, ((0.0, 1.16), (0.55, 1.06), (0.92, 0.74), (1.02, 0.34)), Stuff.CLOTH, trim_of(p))
    peak(kit, p, trim_of(p), Stuff.CLOTH)


def nurse_cap(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A white cap with a red cross."""
    del colours
    y, h = skull(p), p.head
    kit.add(
        moved(
            box((-0.72 * h, 0.0, -0.22 * h), (0.72 * h, 0.55 * h, 0.22 * h), Look(Stuff.CLOTH), WHITE, 1.15),
            (0, y + 0.78 * h, 0.25 * h),
            (-0.15, 0, 0),
        ),
        "head",
    )
    for a, b in ((0.09, 0.24), (0.24, 0.09)):
        kit.add(
            box(
                (-a * h, y + (1.08 - b) * h, 0.52 * h),
                (a * h, y + (1.08 + b) * h, 0.58 * h),
                Look(Stuff.CLOTH),
                RED,
            ),
            "head",
        )


def scrub_cap(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A surgeon's cap."""
    turned(kit, p, ((0.0, 1.18), (0.60, 1.12), (0.98, 0.80), (1.02, 0.30)), Stuff.CLOTH, tone_of(colours[0]))


def boater(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A flat straw hat with a band."""
    del colours
    turned(
        kit,
        p,
        ((0.0, 0.95), (0.98, 0.95), (1.0, 0.46), (1.50, 0.44), (1.50, 0.38), (0.96, 0.38)),
        Stuff.CLOTH,
        STRAW,
    )
    turned(kit, p, ((1.03, 0.66), (1.04, 0.47)), Stuff.CLOTH, trim_of(p))


def beret(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A beret, to one side."""
    del colours
    y, h = skull(p), p.head
    flat = ball(
        (0, 0, 0), (1.18 * h, 0.34 * h, 1.15 * h), Look(Stuff.CLOTH), 10 + 3 * kit.fine, (0.14, 0.02, 0.03)
    )
    kit.add(moved(flat, (-0.12 * h, y + 0.86 * h, -0.10 * h), (0.0, 0.0, 0.22)), "head")
    turned(kit, p, ((1.0, 0.66), (1.02, 0.46)), Stuff.CLOTH, (0.10, 0.015, 0.02))


def tricorn(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A hat with its brim turned up at three sides, edged in gold."""
    del colours
    y, h = skull(p), p.head
    turned(kit, p, ((0.0, 1.20), (0.70, 1.12), (0.98, 0.70), (1.0, 0.40)), Stuff.CLOTH, DARK)
    turn = np.linspace(0, 2 * np.pi, 37)
    lift = 0.28 + 0.42 * (0.5 - 0.5 * np.cos(3 * turn))
    reach = 1.72 - 0.45 * (0.5 - 0.5 * np.cos(3 * turn))
    rows = [
        np.stack([0.98 * np.sin(turn), 0 * turn + 0.42, 0.98 * np.cos(turn) - 0.06], -1),
        np.stack([reach * np.sin(turn), 0.30 + lift, reach * np.cos(turn) - 0.06], -1),
    ]
    points = (np.array(rows) * h + np.array([0.0, y, 0.0])).astype(np.float32)
    kit.add(grid(points, Look(Stuff.SAIL, 0, 1), DARK), "head")
    kit.add(
        tube(points[1][:-1], np.full(36, 0.03 * h, np.float32), Look(Stuff.CLOTH), 5, BRASS, (0, 1, 0)),
        "head",
    )


def top_hat(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A top hat."""
    del colours
    turned(
        kit,
        p,
        ((0.0, 2.25), (1.08, 2.25), (0.96, 0.50), (1.50, 0.52), (1.50, 0.44), (0.95, 0.38)),
        Stuff.CLOTH,
        DARK,
    )
    turned(kit, p, ((1.0, 0.85), (1.0, 0.54)), Stuff.CLOTH, trim_of(p))


def santa_hat(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A red cap that hangs over, with white fur."""
    y, h = skull(p), p.head
    kit.add(
        cone(
            (0, y + 0.45 * h, -0.05 * h),
            (0.9 * h, y + 1.35 * h, -0.75 * h),
            1.02 * h,
            Look(Stuff.CLOTH),
            (-0.1 * h, 0.45 * h, 0),
            rings=10,
            sides=kit.sides(7),
            colour=tone_of(colours[0]),
        ),
        "head",
    )
    turn = np.linspace(0, math.tau, 18, endpoint=False)
    for a in turn:
        dot(kit, p, (1.0 * math.sin(a), 0.46, 1.0 * math.cos(a) - 0.05), (0.20, 0.18, 0.20), Stuff.FUR, WHITE)
    dot(kit, p, (0.95, 1.30, -0.78), (0.26, 0.26, 0.26), Stuff.FUR, WHITE)


def sailor_cap(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A white cap, turned up."""
    del colours
    turned(
        kit,
        p,
        ((0.0, 1.02), (0.80, 0.98), (0.92, 0.80), (1.10, 0.86), (1.12, 0.48), (0.98, 0.46)),
        Stuff.CLOTH,
        WHITE,
    )


def beanie(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A knitted cap."""
    turned(kit, p, ((0.0, 1.22), (0.60, 1.14), (0.98, 0.78), (1.03, 0.30)), Stuff.CLOTH, trim_of(p))
    turned(kit, p, ((1.07, 0.44), (1.08, 0.20)), Stuff.CLOTH, tone_of(colours[0]))
    dot(kit, p, (0.0, 1.32, -0.05), (0.2, 0.2, 0.2), Stuff.FUR, WHITE)


def tiara(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A small crown with points that rise to the middle."""
    del colours
    for k in range(-3, 4):
        a = 0.26 * k
        high = 0.30 + 0.34 * math.cos(1.2 * a) ** 2
        dot(
            kit,
            p,
            (0.98 * math.sin(a), 0.62 + 0.5 * high, 0.90 * math.cos(a) - 0.05),
            (0.07, 0.5 * high, 0.07),
            Stuff.METAL,
            BRASS,
        )
    dot(kit, p, (0.0, 1.20, 0.84), (0.10, 0.10, 0.08), Stuff.GLASS, (0.6, 0.05, 0.2))


HEADGEAR: Final[dict[str, Garment]] = {
    "peaked": peaked, "visor_cap": visor_cap, "nurse_cap": nurse_cap, "scrub_cap": scrub_cap,
    "boater": boater, "beret": beret, "tricorn": tricorn, "top_hat": top_hat, "santa_hat": santa_hat,
    "sailor_cap": sailor_cap, "beanie": beanie,         "tiara": tiara,
    }  # fmt: skip
"""By what a person wears; see ``trades``."""
