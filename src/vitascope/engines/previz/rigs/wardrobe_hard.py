"""Helmets, armour, packs, and heads that are not faces."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.kit import Kit, box, fan, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, ball, cone, tube
from vitascope.engines.previz.rigs.people import Person
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.wardrobe_base import DARK, STEEL, WHITE, skull


def helmet(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Helmet."""
    del colours
    y, h = skull(p), 1.28 * p.head
    kit.add(ball((0, y, -0.06 * h), 1.05 * h, Look(Stuff.PAINT), 10 + 6 * kit.fine, WHITE), "head")
    kit.add(
        ball(
            (0, y - 0.02 * h, 0.16 * h),
            (0.86 * h, 0.80 * h, 0.92 * h),
            Look(Stuff.GLASS),
            10 + 6 * kit.fine,
            (0.10, 0.065, 0.012),
        ),
        "head",
    )
    kit.add(
        lathe(
            ((0.95 * h, -0.10 * h), (1.02 * h, 0.0), (0.95 * h, 0.10 * h)),
            Look(Stuff.METAL),
            kit.sides(10),
            STEEL,
            at=(0, y - 0.95 * h, 0),
        ),
        "head",
    )


def pack(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Pack."""
    tone = tone_of(colours[0] * 0.85)
    kit.add(box((-0.095, 0.62, -0.155), (0.095, 0.845, -0.055), Look(Stuff.CLOTH), tone, 0.9), "chest")
    kit.add(
        box(
            (-0.03, 0.70, 0.055 * p.stout), (0.03, 0.74, 0.07 * p.stout), Look(Stuff.METAL), (0.3, 0.32, 0.35)
        ),
        "chest",
    )


def gloves(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Gloves."""
    del colours
    tone = (0.30, 0.31, 0.33) if p.material != "CLOTH" or p.stout > 1.4 else DARK
    made = ball(
        (p.broad + 0.04, 0.485, 0.014),
        (0.026 * p.stout, 0.044 * p.stout, 0.030 * p.stout),
        Look(Stuff.RUBBER),
        8 + 2 * kit.fine,
        tone,
    )
    kit.add(made, "hand_r", both=True)


def visor(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Visor."""
    y, h = skull(p), p.head
    tone = tone_of(colours[0])
    kit.add(
        lathe(
            (
                (0.88 * h, -1.05 * h),
                (1.02 * h, -0.4 * h),
                (1.06 * h, 0.2 * h),
                (0.85 * h, 0.8 * h),
                (0.3 * h, 1.16 * h),
                (0.0, 1.2 * h),
            ),
            Look(Stuff.METAL),
            kit.sides(10),
            tone,
            at=(0, y, 0.02 * h),
            crisp=False,
        ),
        "head",
    )
    kit.add(
        box(
            (-0.62 * h, y + 0.02 * h, 0.70 * h),
            (0.62 * h, y + 0.16 * h, 1.02 * h),
            Look(Stuff.PLAIN),
            (0.004, 0.004, 0.004),
        ),
        "head",
    )
    ridge = fan(
        [(y - 0.9 * h, 0.92 * h), (y - 0.3 * h, 1.30 * h), (y + 0.02 * h, 1.06 * h), (y - 0.4 * h, 0.7 * h)],
        Look(Stuff.METAL),
        tone,
        0.5 * h,
        "yz",
    )
    kit.add(ridge, "head")
    plume = [
        (0, y + (1.1 + 0.35 * math.sin(2.4 * w)) * h - 0.5 * w * w * h, 0.35 * h - 1.7 * w * h)
        for w in np.linspace(0, 1, 8)
    ]
    kit.add(
        tube(
            np.array(plume, np.float32),
            np.array([0.05, 0.16, 0.22, 0.25, 0.25, 0.22, 0.15, 0.03], np.float32) * h,
            Look(Stuff.FUR),
            8,
            (0.45, 0.03, 0.03),
        ),
        "head",
    )


def plates(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Plates."""
    tone, x = tone_of(colours[0] * 1.1), 0.62 * p.hips
    kit.add(
        ball((p.broad + 0.008, 0.82, 0), (0.062, 0.052, 0.062), Look(Stuff.METAL), 8 + 4 * kit.fine, tone),
        "arm_r",
        both=True,
    )
    kit.add(
        ball((x, 0.53 * p.crotch, 0.022), (0.044, 0.048, 0.044), Look(Stuff.METAL), 8 + 3 * kit.fine, tone),
        "shin_r",
        both=True,
    )
    kit.add(
        ball(
            (p.broad + 0.03, 0.65, -0.004), (0.038, 0.038, 0.038), Look(Stuff.METAL), 8 + 2 * kit.fine, tone
        ),
        "forearm_r",
        both=True,
    )
    kit.add(
        ball((0, 0.745, 0.022), (0.115, 0.105, 0.072), Look(Stuff.METAL), 10 + 5 * kit.fine, tone), "chest"
    )


def sword(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Sword."""
    del colours
    at, z = p.broad + 0.045, 0.02
    blade = fan(
        [(0.44, -0.016), (0.02, -0.014), (-0.03, 0.0), (0.02, 0.014), (0.44, 0.016)],
        Look(Stuff.METAL),
        (0.6, 0.62, 0.66),
        0.008,
        "yz",
        (at, 0, z),
    )
    kit.add(moved(blade, (0, 0.30, 0.10), (-0.6, 0, 0)), "hand_r")


def robot(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Robot."""
    y, h = skull(p), p.head
    tone = tone_of(colours[0])
    kit.add(
        box(
            (-0.95 * h, y - 0.85 * h, -0.85 * h),
            (0.95 * h, y + 0.95 * h, 0.9 * h),
            Look(Stuff.METAL),
            tone,
            0.88,
        ),
        "head",
    )
    kit.add(
        box((-0.78 * h, y - 0.15 * h, 0.86 * h), (0.78 * h, y + 0.45 * h, 0.95 * h), Look(Stuff.GLASS), DARK),
        "head",
    )
    for lamp, at, r in (("LAMP", (0.36 * h, y + 0.15 * h, 0.93 * h), 0.17 * h),):
        eye = ball(at, r, Look(Stuff[lamp]), 8 + 2 * kit.fine, (0.2, 0.8, 1.0))
        kit.add(eye.with_(glow=np.full(len(eye.rest), 1.4, np.float32)), "head", both=True)
    kit.add(
        cone(
            (0, y + 0.9 * h, 0),
            (0, y + 1.7 * h, 0),
            0.05 * h,
            Look(Stuff.METAL),
            sides=6,
            colour=STEEL,
            power=0.1,
        ),
        "head",
    )
    tip = ball((0, y + 1.72 * h, 0), 0.13 * h, Look(Stuff.LAMP), 8, (1.0, 0.15, 0.1))
    kit.add(tip.with_(glow=np.ones(len(tip.rest), np.float32)), "head")
    kit.add(
        box(
            (-0.115, 0.655, -0.065), (0.115, 0.835, 0.078), Look(Stuff.METAL), tone_of(colours[0] * 1.05), 1.1
        ),
        "chest",
    )
    core = lathe(
        ((0.0, 0.004), (0.026, 0.004), (0.030, 0.0)),
        Look(Stuff.LAMP),
        kit.sides(6),
        (0.2, 0.8, 1.0),
        at=(0, 0.76, 0.08),
        axis=2,
    )
    kit.add(core.with_(glow=np.full(len(core.rest), 1.2, np.float32)), "chest")
    joints = (
        ((p.broad + 0.012, 0.815, 0.0), 0.046, "arm_r"),
        ((p.broad + 0.03, 0.65, 0.0), 0.037, "forearm_r"),
        ((0.62 * p.hips, 0.53 * p.crotch, 0.005), 0.048, "shin_r"),
    )
    for place, r, bone in joints:
        kit.add(
            lathe(
                ((0.0, -r), (r, -r), (r, r), (0.0, r)),
                Look(Stuff.METAL),
                kit.sides(6),
                tone_of(colours[1]),
                at=place,
                axis=0,
            ),
            bone,
            both=True,
        )


def mask(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Mask."""
    del colours
    y, h = skull(p), p.head
    kit.add(
        ball((0, y + 0.02 * h, -0.04 * h), (0.88 * h, 1.0 * h, 0.98 * h), Look(Stuff.RUBBER), 14, DARK),
        "head",
    )
    kit.add(
        ball(
            (0, y + 0.05 * h, 0.55 * h),
            (0.66 * h, 0.42 * h, 0.52 * h),
            Look(Stuff.GLASS),
            14,
            (0.06, 0.12, 0.16),
        ),
        "head",
    )


def tanks(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Tanks."""
    del colours
    made = lathe(
        ((0.0, -0.13), (0.036, -0.12), (0.036, 0.09), (0.014, 0.12), (0.0, 0.13)),
        Look(Stuff.PAINT),
        kit.sides(7),
        (0.75, 0.55, 0.05),
        at=(0.042, 0.72, -0.105),
    )
    kit.add(made, "chest", both=True)
    fin = fan(
        [(0.02, -0.03), (0.055, 0.22), (-0.055, 0.22), (-0.02, -0.03)],
        Look(Stuff.RUBBER),
        (0.72, 0.5, 0.05),
        0.012,
        "xz",
        (0.62 * p.hips, 0.012, 0.05),
    )
    kit.add(fin, "foot_r", both=True)


def cap(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Cap."""
    y, h = skull(p), p.head
    kit.add(
        lathe(
            ((1.15 * h, 0.05 * h), (1.06 * h, 0.5 * h), (0.7 * h, 0.95 * h), (0.0, 1.12 * h)),
            Look(Stuff.CLOTH),
            kit.sides(9),
            tone_of(colours[0] * 0.8),
            at=(0, y, 0),
            crisp=False,
        ),
        "head",
    )


def muzzle(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Muzzle."""
    y, h = skull(p), p.head
    kit.add(
        ball(
            (0, y - 0.42 * h, 0.72 * h),
            (0.5 * h, 0.42 * h, 0.42 * h),
            Look(Stuff.SKIN),
            12,
            tone_of(linear(p.skin)),
        ),
        "head",
    )
    kit.add(
        ball(
            (0, y + 0.24 * h, 0.55 * h),
            (0.68 * h, 0.18 * h, 0.36 * h),
            Look(Stuff.FUR),
            10,
            tone_of(colours[0]),
        ),
        "head",
    )


def skull_face(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Skull face."""
    del colours
    y, h = skull(p), p.head
    kit.add(
        ball(
            (0.32 * h, y - 0.08 * h, 0.70 * h),
            (0.22 * h, 0.24 * h, 0.2 * h),
            Look(Stuff.PLAIN),
            12,
            (0.004, 0.003, 0.003),
        ),
        "head",
        both=True,
    )
    kit.add(
        ball(
            (0, y - 0.40 * h, 0.84 * h),
            (0.10 * h, 0.14 * h, 0.12 * h),
            Look(Stuff.PLAIN),
            8,
            (0.004, 0.003, 0.003),
        ),
        "head",
    )
    for k in range(-3, 4):
        kit.add(
            box(
                ((k * 0.12 - 0.045) * h, y - 0.86 * h, 0.72 * h),
                ((k * 0.12 + 0.045) * h, y - 0.66 * h, 0.86 * h),
                Look(Stuff.HORN),
                (0.8, 0.76, 0.62),
            ),
            "head",
        )


def ribs(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Ribs."""
    del p, colours
    turn = np.linspace(0, 2 * np.pi, 21)
    for k in range(6):
        y, r = 0.80 - 0.032 * k, 0.095 - 0.03 * abs(k - 2.0) / 4
        path = np.stack([r * np.sin(turn), y - 0.022 * np.cos(turn), 0.062 * np.cos(turn)], -1)
        kit.add(
            tube(
                path.astype(np.float32),
                np.full(21, 0.009, np.float32),
                Look(Stuff.HORN),
                6,
                (0.78, 0.73, 0.58),
            ),
            "chest",
        )
