"""Helmets of trades and of warriors."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.headgear import BRASS, RED, Garment, dot, peak, trim_of, turned
from vitascope.engines.previz.rigs.kit import Kit, box, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, ball, grid, tube
from vitascope.engines.previz.rigs.people import Person
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.wardrobe_base import DARK, STEEL, skull


def fire_hat(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A fire helmet: a ridge along it, a brim that is long behind, a shield in front."""
    del colours
    dome = ((0.0, 1.30), (0.55, 1.20), (0.95, 0.80), (1.04, 0.42), (1.50, 0.22), (1.50, 0.18), (1.0, 0.32))
    turned(kit, p, dome, Stuff.PAINT, RED)
    y, h = skull(p), p.head
    kit.add(
        box(
            (-0.05 * h, y + 0.75 * h, -0.95 * h),
            (0.05 * h, y + 1.42 * h, 0.75 * h),
            Look(Stuff.PAINT),
            RED,
            0.6,
        ),
        "head",
    )
    kit.add(
        moved(
            box((-0.28 * h, 0.0, -0.05 * h), (0.28 * h, 0.62 * h, 0.05 * h), Look(Stuff.METAL), BRASS, 0.7),
            (0, y + 0.42 * h, 0.98 * h),
            (-0.25, 0, 0),
        ),
        "head",
    )


def kabuto(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A samurai's helmet: a bowl, a neck guard that spreads, a golden crest."""
    y, h = skull(p), p.head
    tone = tone_of(colours[0] * 0.55)
    turned(kit, p, ((0.0, 1.30), (0.50, 1.24), (0.95, 0.86), (1.08, 0.34)), Stuff.METAL, tone)
    turn = np.linspace(0.85, 2 * np.pi - 0.85, 25)
    for k in range(3):
        rows = [
            np.stack([r * np.sin(turn), 0 * turn + high, r * np.cos(turn) - 0.06], -1)
            for r, high in ((1.04 + 0.20 * k, 0.34 - 0.30 * k), (1.28 + 0.20 * k, 0.06 - 0.30 * k))
        ]
        points = (np.array(rows) * h + np.array([0.0, y, 0.0])).astype(np.float32)
        kit.add(grid(points, Look(Stuff.METAL, 0, 1), tone if k % 2 else tone_of(colours[0])), "head")
    peak(kit, p, tone, Stuff.METAL, 0.40)
    horn = np.array(
        [(0.06, 0.62, 1.06), (0.36, 0.95, 1.16), (0.58, 1.45, 1.12), (0.62, 1.95, 1.0)]
    ) * h + np.array([0, y, 0])
    wide = np.array([(0.10, 0.03), (0.10, 0.03), (0.08, 0.02), (0.01, 0.01)]) * h
    kit.add(
        tube(horn.astype(np.float32), wide.astype(np.float32), Look(Stuff.METAL), 7, BRASS, (0, 0, 1)),
        "head",
        both=True,
    )
    dot(kit, p, (0.0, 0.66, 1.05), (0.16, 0.16, 0.07), Stuff.METAL, BRASS)
    cord = np.array(
        [(0.92, 0.25, 0.35), (0.72, -0.5, 0.55), (0.30, -0.98, 0.62), (0.0, -1.05, 0.66)]
    ) * h + np.array([0, y, 0])
    kit.add(
        tube(cord.astype(np.float32), np.full(4, 0.05 * h, np.float32), Look(Stuff.CLOTH), 6, trim_of(p)),
        "head",
        both=True,
    )


def horned(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A helmet of iron with two horns, as legend has it."""
    del colours
    y, h = skull(p), p.head
    turned(kit, p, ((0.0, 1.32), (0.50, 1.22), (0.92, 0.86), (1.05, 0.34)), Stuff.METAL, STEEL)
    turned(kit, p, ((1.08, 0.52), (1.12, 0.42), (1.10, 0.30)), Stuff.METAL, BRASS)
    kit.add(
        box((-0.09 * h, y - 0.25 * h, 0.92 * h), (0.09 * h, y + 0.5 * h, 1.10 * h), Look(Stuff.METAL), BRASS),
        "head",
    )
    horn = np.array(
        [(0.90, 0.70, -0.05), (1.40, 0.85, 0.0), (1.72, 1.30, 0.1), (1.70, 1.85, 0.2)]
    ) * h + np.array([0, y, 0])
    wide = np.array([0.24, 0.20, 0.13, 0.02]) * h
    kit.add(
        tube(
            horn.astype(np.float32),
            wide.astype(np.float32),
            Look(Stuff.HORN),
            8,
            (0.72, 0.64, 0.48),
            (0, 0, 1),
        ),
        "head",
        both=True,
    )


def crested(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A Roman helmet: cheek plates and a red crest."""
    del colours
    y, h = skull(p), p.head
    turned(
        kit, p, ((0.0, 1.26), (0.50, 1.18), (0.94, 0.82), (1.04, 0.30), (1.16, 0.24)), Stuff.METAL, trim_of(p)
    )
    dot(kit, p, (0.66, -0.40, 0.20), (0.20, 0.55, 0.50), Stuff.METAL, trim_of(p), both=True)
    arch = (
        np.array(
            [(0.0, 1.30 + 0.42 * math.sin(a), -0.05 + 1.15 * math.cos(a)) for a in np.linspace(0.25, 2.9, 12)]
        )
        * h
    )
    made = tube(
        (arch + np.array([0, y, 0])).astype(np.float32),
        np.full((12, 2), (0.12, 0.30), np.float32) * np.float32(h),
        Look(Stuff.FUR),
        7,
        RED,
        (1, 0, 0),
    )
    kit.add(made, "head")


def helmet_cycle(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A cyclist's helmet."""
    del colours
    y, h = skull(p), p.head
    kit.add(
        ball(
            (0, y + 0.46 * h, -0.10 * h),
            (0.98 * h, 0.78 * h, 1.20 * h),
            Look(Stuff.PAINT),
            10 + 3 * kit.fine,
            trim_of(p),
        ),
        "head",
    )
    for x in (-0.42, 0.0, 0.42):
        dot(kit, p, (x, 0.98, 0.15), (0.10, 0.30, 0.72), Stuff.PLAIN, DARK)


HELMETS: Final[dict[str, Garment]] = {
    "fire_hat": fire_hat,
    "kabuto": kabuto,
    "horned": horned,
    "crested": crested,
    "helmet_cycle": helmet_cycle,
}
"""By what a person wears; see ``trades``."""
