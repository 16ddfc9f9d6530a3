"""What people wear and carry: hair, hats, helmets, gowns, armour, packs; and their faces."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs import headwear
from vitascope.engines.previz.rigs.armour import ARMOUR
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.garments import GARMENTS
from vitascope.engines.previz.rigs.headgear import HEADGEAR
from vitascope.engines.previz.rigs.helmets import HELMETS
from vitascope.engines.previz.rigs.kit import Kit, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, ball, cone, grid, tube
from vitascope.engines.previz.rigs.people import Person
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.visage import VISAGE
from vitascope.engines.previz.rigs.wardrobe_base import WHITE, skull
from vitascope.engines.previz.rigs.wardrobe_hard import (
    cap,
    gloves,
    helmet,
    mask,
    muzzle,
    pack,
    plates,
    ribs,
    robot,
    skull_face,
    sword,
    tanks,
    visor,
)


def wear(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Add a face and everything the person wears."""
    if not {"sheet", "robot", "visor", "helmet", "mask", "skull"} & set(p.extras):
        _face(kit, p)
    for extra in p.extras:
        if extra in CLOTHES:
            CLOTHES[extra](kit, p, colours)


def _face(kit: Kit, p: Person) -> None:
    y, h = skull(p), p.head
    eye = ball((0, 0, 0), 0.135 * h, Look(Stuff.EYE), 6 + 2 * kit.fine, (0.30, 0.22, 0.14))
    white = ball(
        (0.30 * h, y - 0.06 * h, 0.76 * h),
        (0.17 * h, 0.105 * h, 0.12 * h),
        Look(Stuff.PAINT),
        6 + kit.fine,
        WHITE,
    )
    kit.add(white, "head", both=True)
    kit.add(moved(eye, (0.30 * h, y - 0.06 * h, 0.785 * h), (0, -1.45, 0), 0.8), "head", both=True)
    brow = tube(
        np.array(
            [
                (0.14 * h, y + 0.13 * h, 0.90 * h),
                (0.32 * h, y + 0.18 * h, 0.86 * h),
                (0.48 * h, y + 0.11 * h, 0.74 * h),
            ],
            np.float32,
        ),
        np.full(3, 0.035 * h, np.float32),
        Look(Stuff.FUR),
        5,
        tone_of(linear(p.hair)),
    )
    kit.add(brow, "head", both=True)


def _cap_of_hair(kit: Kit, p: Person, low: float, out: float) -> Part:
    y, h = skull(p), p.head
    made = ball(
        (0, y + 0.10 * h, -0.10 * h),
        (0.92 * h * out, 1.0 * h * out, 1.02 * h * out),
        Look(Stuff.FUR),
        10 + 5 * kit.fine,
        tone_of(linear(p.hair)),
    )
    points = made.rest.copy()
    line = y + h * np.where(points[:, 2] > 0.25 * h, 0.42, low)
    points[:, 1] = np.maximum(points[:, 1], line)
    return made.with_(rest=points, place=points[:, [0, 2, 1]].copy())


def _hair(kit: Kit, p: Person, colours: list[Floats]) -> None:
    del colours
    kit.add(_cap_of_hair(kit, p, -0.30, 1.0), "head")


def _long_hair(kit: Kit, p: Person, colours: list[Floats]) -> None:
    del colours
    y, h = skull(p), p.head
    kit.add(_cap_of_hair(kit, p, -0.40, 1.04), "head")
    for k in range(kit.count(5, 7, 9)):
        a = -1.9 + 3.8 * k / (kit.count(5, 7, 9) - 1)
        root = (0.72 * h * math.sin(a), y + 0.25 * h, -0.15 * h - 0.62 * h * math.cos(a))
        tip = (0.95 * h * math.sin(a), y - 2.3 * h, -0.25 * h - 0.75 * h * math.cos(a))
        kit.add(
            cone(
                root,
                tip,
                0.36 * h,
                Look(Stuff.FUR),
                (0, 0, -0.12 * h),
                rings=7,
                sides=7,
                colour=tone_of(linear(p.hair)),
                power=0.45,
            ),
            "head",
        )


def _skirt_profile(
    kit: Kit, top: float, low: float, waist: float, hem: float, colour: Colour, bone: str = "root"
) -> None:
    n, rows = kit.sides(10), kit.count(4, 7, 10)
    w = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    turn = np.linspace(0, 2 * np.pi, n + 1, dtype=np.float32)[None]
    fold = 1 + 0.09 * w * np.cos(turn * 9)
    r = (waist + (hem - waist) * w**0.9) * fold
    points = np.stack([r * np.cos(turn), top + (low - top) * w + 0 * turn, 1.02 * r * np.sin(turn)], -1)
    made = grid(points.astype(np.float32), Look(Stuff.SAIL, 0, 1), colour)
    slack = np.repeat(w[:, 0] ** 2, n + 1)
    kit.add(made.with_(flex=slack.astype(np.float32), place=made.rest.copy()), bone)


def _skirt(kit: Kit, p: Person, colours: list[Floats]) -> None:
    del p
    _skirt_profile(kit, 0.625, 0.23, 0.082, 0.175, tone_of(colours[1]))


def _gown(kit: Kit, p: Person, colours: list[Floats]) -> None:
    _skirt_profile(kit, 0.66, 0.03, 0.092, 0.19, tone_of(colours[1]))
    for w in (0.0,):
        sleeve = lathe(
            ((0.030, 0.0), (0.075, -0.17), (0.070, -0.172)),
            Look(Stuff.SAIL, 0, 1),
            kit.sides(6),
            tone_of(colours[0] * 0.9),
            at=(p.broad + 0.035, 0.665 + w, 0.005),
        )
        kit.add(sleeve, "forearm_r", both=True)


def _hat(kit: Kit, p: Person, colours: list[Floats]) -> None:
    y, h = skull(p), p.head
    tone = tone_of(colours[0] * 0.9)
    kit.add(
        lathe(
            ((0.0, 0.36 * h), (2.1 * h, 0.28 * h), (2.1 * h, 0.34 * h), (0.95 * h, 0.46 * h)),
            Look(Stuff.CLOTH),
            kit.sides(10),
            tone,
            at=(0, y, -0.05 * h),
        ),
        "head",
    )
    kit.add(
        cone(
            (0, y + 0.36 * h, -0.05 * h),
            (0, y + 3.1 * h, -0.75 * h),
            1.0 * h,
            Look(Stuff.CLOTH),
            (0, 0, 0.12 * h),
            rings=10,
            sides=kit.sides(8),
            colour=tone,
            power=0.9,
        ),
        "head",
    )


def _beard(kit: Kit, p: Person, colours: list[Floats]) -> None:
    del colours
    y, h = skull(p), p.head
    for x in (-0.3, 0.0, 0.3):
        root, tip = (x * h, y - 0.62 * h, 0.62 * h), (0.6 * x * h, y - 3.0 * h + abs(x) * h, 0.75 * h)
        kit.add(
            cone(
                root,
                tip,
                0.42 * h,
                Look(Stuff.FUR),
                (0, 0, 0.15 * h),
                rings=8,
                sides=8,
                colour=tone_of(linear(p.hair)),
                power=0.7,
            ),
            "head",
        )


def _staff(kit: Kit, p: Person, colours: list[Floats]) -> None:
    del colours
    at = (p.broad + 0.05, 0.0, 0.045)
    kit.add(
        tube(
            np.array([(at[0], 0.06, at[2]), (at[0], 0.55, at[2]), (at[0], 1.0, at[2])], np.float32),
            np.array([0.010, 0.012, 0.014], np.float32),
            Look(Stuff.WOOD),
            8,
            (0.16, 0.09, 0.045),
            (0, 0, 1),
        ),
        "hand_r",
    )
    glow = ball((at[0], 1.02, at[2]), 0.026, Look(Stuff.LAMP), 8 + 4 * kit.fine, (0.4, 0.75, 1.0))
    kit.add(glow.with_(glow=np.ones(len(glow.rest), np.float32)), "hand_r")


def _cape(kit: Kit, p: Person, colours: list[Floats]) -> None:
    del p, colours
    kit.bone("cape", (0, 0.82, -0.06), "chest")
    rows, columns = kit.count(5, 9, 13), kit.count(5, 9, 13)
    w, u = np.meshgrid(np.linspace(0, 1, rows), np.linspace(-1, 1, columns), indexing="ij")
    points = np.stack(
        [
            u * (0.10 + 0.09 * w),
            0.835 - 0.68 * w,
            -0.075 - 0.05 * w + 0.015 * np.cos(u * 9) * w + 0.03 * u * u,
        ],
        -1,
    )
    made = grid(points.astype(np.float32), Look(Stuff.SAIL, 0, 1), (0.35, 0.02, 0.025))
    kit.add(made.with_(flex=(w**1.5).ravel().astype(np.float32) * 2, place=made.rest.copy()), "cape")


def _sheet(kit: Kit, p: Person, colours: list[Floats]) -> None:
    del p
    n, rows = kit.sides(12), kit.count(10, 18, 26)
    w = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    turn = np.linspace(0, 2 * np.pi, n + 1, dtype=np.float32)[None]
    r = 0.115 * np.sqrt(np.clip(1 - (1 - np.clip(w / 0.14, 0, 1)) ** 2, 0, 1)) + 0.13 * w**1.2
    r = r * (1 + 0.10 * w * np.cos(turn * 7))
    y = 0.99 - 0.97 * w + 0.04 * w**8 * np.cos(turn * 7) + 0 * turn
    points = np.stack([r * np.cos(turn), y, 0.9 * r * np.sin(turn)], -1)
    made = grid(points.astype(np.float32), Look(Stuff.CLOTH), tone_of(colours[0]))
    kit.add(made.with_(flex=np.repeat(w[:, 0] ** 2, n + 1).astype(np.float32) * 2.5))
    kit.add(
        ball((0.042, 0.885, 0.098), (0.022, 0.034, 0.020), Look(Stuff.PLAIN), 10, (0.003, 0.003, 0.004)),
        both=True,
    )
    kit.add(ball((0, 0.815, 0.118), (0.020, 0.030, 0.018), Look(Stuff.PLAIN), 10, (0.003, 0.003, 0.004)))


Garment = Callable[[Kit, Person, list[Floats]], None]


CLOTHES: dict[str, Garment] = {
    "hair": _hair, "long_hair": _long_hair, "skirt": _skirt, "gown": _gown, "hat": _hat, "beard": _beard,
    "staff": _staff, "helmet": helmet, "pack": pack, "gloves": gloves, "visor": visor, "plates": plates,
    "cape": _cape, "sword": sword, "robot": robot, "mask": mask, "tanks": tanks, "cap": cap,
    "muzzle": muzzle, "skull": skull_face, "ribs": ribs, "sheet": _sheet,
    "cowboy": headwear.cowboy, "straw": headwear.straw, "toque": headwear.toque, "crown": headwear.crown,
    "hard_hat": headwear.hard_hat, "hood": headwear.hood, "bun": headwear.bun, "tutu": headwear.tutu,
    **GARMENTS, **ARMOUR, **HEADGEAR, **HELMETS, **VISAGE,
}  # fmt: skip
