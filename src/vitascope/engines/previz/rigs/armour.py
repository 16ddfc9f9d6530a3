"""Armour and dress of other times and places: breastplates, kimonos, wide trousers, furs."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.garments import WAIST, Garment, panel, ring, trim_of, wrap
from vitascope.engines.previz.rigs.kit import Kit, box, lathe, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, ball, grid
from vitascope.engines.previz.rigs.people import Person
from vitascope.engines.previz.rigs.stuff import Stuff


def kimono(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """The upper part of a kimono, its sleeves wide, a white edge at the neck."""
    wrap(kit, p, (0.83, 0.56), tone_of(colours[0]), out=0.008)
    for side in (1, -1):
        panel(
            kit,
            [(0.040 * side, 0.852), (0.052 * side, 0.850), (-0.004 * side, 0.70), (0.012 * side, 0.70)],
            0.088,
            (0.75, 0.74, 0.70),
        )
    sleeve = lathe(
        ((0.040, 0.0), (0.062, -0.11), (0.058, -0.112)),
        Look(Stuff.SAIL, 0, 1),
        kit.sides(6),
        tone_of(colours[0] * 0.92),
        at=(p.broad + 0.034, 0.665, 0.004),
    )
    kit.add(sleeve, "forearm_r", both=True)


def _skirt(
    kit: Kit, top: float, low: float, wide: tuple[float, float], tone: Colour, folds: float = 0.05
) -> None:
    n, rows = kit.sides(10), kit.count(4, 7, 10)
    w = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    turn = np.linspace(0, 2 * np.pi, n + 1, dtype=np.float32)[None]
    r = (wide[0] + (wide[1] - wide[0]) * w) * (1 + folds * w * np.cos(turn * 12))
    points = np.stack([r * np.cos(turn), top + (low - top) * w + 0 * turn, 0.9 * r * np.sin(turn)], -1)
    made = grid(points.astype(np.float32), Look(Stuff.SAIL, 0, 1), tone)
    kit.add(
        made.with_(flex=np.repeat(0.6 * w[:, 0] ** 2, n + 1).astype(np.float32), place=made.rest.copy()),
        "root",
    )


def robe(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """The narrow skirt of a kimono."""
    del p
    _skirt(kit, WAIST, 0.04, (0.088, 0.105), tone_of(colours[0]), 0.0)


def ballgown(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A wide skirt to the floor, and a ribbon."""
    _skirt(kit, WAIST + 0.02, 0.03, (0.5 * p.hips + 0.045, 0.24), tone_of(colours[1]), 0.07)
    ring(kit, p, WAIST + 0.01, 0.030, tone_of(colours[1] * 0.6), 0.010)


def kilt(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A warrior's short skirt of straps."""
    del p
    _skirt(kit, WAIST - 0.01, 0.37, (0.090, 0.145), tone_of(colours[0] * 0.8), 0.10)


def hakama(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Wide trousers: a pleated cloth for each leg."""
    x = 0.62 * p.hips
    low, high = 0.06, p.crotch + 0.06
    for bone, top, end, r in (
        ("leg_r", high, 0.52 * p.crotch, (0.060, 0.082)),
        ("shin_r", 0.54 * p.crotch, low, (0.080, 0.098)),
    ):
        made = lathe(
            ((r[1], end), (r[0], top)),
            Look(Stuff.SAIL, 0, 1),
            kit.sides(8),
            tone_of(colours[1]),
            at=(x, 0.0, 0.0),
            crisp=False,
        )
        kit.add(made, bone, both=True)
    wrap(kit, p, (WAIST, p.crotch + 0.02), tone_of(colours[1]), out=0.010, bone="root")


def lamellar(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A breastplate of rows of small plates, and plates over the shoulders."""
    tone, edge = tone_of(colours[0]), trim_of(p)
    for k in range(5):
        y = 0.805 - 0.042 * k
        wrap(
            kit,
            p,
            (y, y - 0.044),
            tone,
            out=0.010 + 0.004 * (k % 2),
            stuff=Stuff.METAL,
            flare=0.006,
            bone="chest",
        )
        if k:
            ring(kit, p, y, 0.007, edge, 0.020, Stuff.METAL)
    for k in range(3):
        y = 0.822 - 0.040 * k
        plate = box(
            (p.broad - 0.012 + 0.010 * k, y - 0.042, -0.058),
            (p.broad + 0.044 + 0.010 * k, y, 0.058),
            Look(Stuff.METAL),
            tone,
            0.86,
        )
        kit.add(plate, "arm_r", both=True)
        trim = box(
            (p.broad - 0.013 + 0.010 * k, y - 0.046, -0.059),
            (p.broad + 0.045 + 0.010 * k, y - 0.040, 0.059),
            Look(Stuff.CLOTH),
            edge,
        )
        kit.add(trim, "arm_r", both=True)


def tassets(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Skirts of plates that hang from the waist."""
    for k in range(3):
        y = WAIST - 0.055 * k
        for middle in np.linspace(0.0, math.tau, 5, endpoint=False):
            arc = (float(middle) - 0.52, float(middle) + 0.52)
            wrap(
                kit,
                p,
                (y, y - 0.052),
                tone_of(colours[0]),
                arc=arc,
                out=0.018 + 0.014 * k,
                stuff=Stuff.METAL,
                bone="root",
                flare=0.012,
            )
            wrap(kit, p, (y - 0.048, y - 0.056), trim_of(p), arc=arc, out=0.031 + 0.014 * k, bone="root")


def mantle(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A monk's cloth over one shoulder."""
    del colours
    wrap(kit, p, (0.835, 0.58), trim_of(p), arc=(-2.9, 0.25), out=0.012, bone="chest")


def fur(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A collar of fur over the shoulders."""
    tone = tone_of(linear("#5a4632") if p.stout < 1.25 else linear("#f4f2ee"))
    del colours
    for k in range(kit.count(10, 16, 22)):
        a = math.tau * k / kit.count(10, 16, 22)
        at = ((p.broad + 0.004) * math.sin(a), 0.822 - 0.02 * math.cos(a) ** 2, 0.068 * math.cos(a))
        kit.add(ball(at, (0.036, 0.032, 0.032), Look(Stuff.FUR), 7, tone), "chest")


ARMOUR: Final[dict[str, Garment]] = {
    "kimono": kimono,
    "robe": robe,
    "ballgown": ballgown,
    "kilt": kilt,
    "hakama": hakama,
    "lamellar": lamellar,
    "tassets": tassets,
    "mantle": mantle,
    "fur": fur,
}
"""By what a person wears; see ``trades``."""
