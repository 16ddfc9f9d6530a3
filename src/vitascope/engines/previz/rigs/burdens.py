"""What takes both hands: a drawn bow, a baby, a hose, a deck of records."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.figure import Gesture, Limbs
from vitascope.engines.previz.rigs.kit import Kit, box, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, ball, cone, tube
from vitascope.engines.previz.rigs.stuff import Stuff

DARK: Final[Colour] = (0.020, 0.020, 0.022)
STEEL: Final[Colour] = (0.42, 0.44, 0.47)
HIDDEN = -60.0
"""How far below the ground water is that does not run, in lengths."""


def bow(kit: Kit, colours: list[Floats]) -> None:
    """A bow in the left hand, its string drawn to the right one, and an arrow."""
    x, y, z = kit.pivots[kit.number("hand_l")]
    grip = (x, y - 0.03, z + 0.005)
    kit.bone("held", grip, "hand_l")
    bend = np.linspace(-1.15, 1.15, 17)
    limb = np.stack([0.0 * bend, 0.34 * (np.cos(bend) - 1.0), 0.36 * np.sin(bend)], -1) + np.array(grip)
    wide = (0.011 * np.cos(0.9 * bend)).astype(np.float32)
    wood = tube(limb.astype(np.float32), wide, Look(Stuff.WOOD), 7, tone_of(colours[0]), (1, 0, 0))
    kit.add(wood, "held")
    nock = np.array([grip[0], grip[1] + 0.30, grip[2]])
    string = np.stack([limb[0], nock, limb[-1]]).astype(np.float32)
    kit.add(
        tube(string, np.full(3, 0.0022, np.float32), Look(Stuff.PLAIN), 4, tone_of(colours[1]), (1, 0, 0)),
        "held",
    )
    shaft = np.stack([nock, nock - np.array([0.0, 0.40, 0.0])]).astype(np.float32)
    kit.add(
        tube(shaft, np.full(2, 0.0035, np.float32), Look(Stuff.WOOD), 5, tone_of(colours[0]), (1, 0, 0)),
        "held",
    )
    tip = (float(nock[0]), float(nock[1]) - 0.44, float(nock[2]))
    kit.add(cone(tuple(shaft[1]), tip, 0.010, Look(Stuff.METAL), sides=5, colour=STEEL), "held")
    quiver = lathe(
        ((0.0, 0.0), (0.030, 0.0), (0.034, 0.24), (0.0, 0.24)), Look(Stuff.WOOD), 8, tone_of(colours[0])
    )
    kit.add(moved(quiver, (0.05, 0.62, -0.085), (0.0, 0.0, -0.35)), "chest")


def baby(kit: Kit, colours: list[Floats]) -> None:
    """A baby in a blanket, its head in the left arm."""
    kit.bone("held", (0.0, 0.68, 0.13), "chest")
    wrap, skin = tone_of(colours[0]), tone_of(colours[1])
    fine = 8 + 3 * kit.fine
    kit.add(
        moved(
            ball((0, 0, 0), (0.105, 0.052, 0.056), Look(Stuff.CLOTH), fine, wrap),
            (0.015, 0.655, 0.150),
            (0, 0, -0.25),
        ),
        "held",
    )
    kit.add(ball((-0.105, 0.695, 0.150), 0.046, Look(Stuff.SKIN), fine, skin), "held")
    kit.add(ball((-0.112, 0.702, 0.140), (0.048, 0.050, 0.046), Look(Stuff.CLOTH), fine, wrap), "held")
    for x in (-0.118, -0.092):
        kit.add(ball((x, 0.704, 0.1955), (0.005, 0.003, 0.003), Look(Stuff.PLAIN), 5, DARK), "held")


def hose(kit: Kit, colours: list[Floats]) -> None:
    """A nozzle on a hose that runs over the ground, and its jet."""
    kit.bone("held", (0.0, 0.62, 0.25), "chest")
    kit.bone("jet", (0.0, 0.62, 0.36), "held")
    nozzle = ((0.0, -0.10), (0.020, -0.10), (0.024, 0.02), (0.014, 0.10), (0.019, 0.12), (0.0, 0.12))
    kit.add(
        lathe(nozzle, Look(Stuff.METAL), kit.sides(6), tone_of(colours[1]), at=(0.0, 0.60, 0.25), axis=2),
        "held",
    )
    line = np.array(
        [
            (0.0, 0.60, 0.15),
            (0.06, 0.55, 0.05),
            (0.15, 0.42, -0.06),
            (0.20, 0.20, -0.16),
            (0.22, 0.03, -0.28),
            (0.10, 0.015, -0.55),
        ],
        np.float32,
    )
    kit.add(tube(line, np.full(6, 0.019, np.float32), Look(Stuff.CLOTH), 8, tone_of(colours[0])), "held")
    w = np.linspace(0.0, 1.0, 14)
    path = np.stack([0.0 * w, 0.60 + 0.55 * w - 0.75 * w * w, 0.37 + 1.9 * w], -1).astype(np.float32)
    wide = (0.010 + 0.060 * w**1.5).astype(np.float32)
    for share, tone in ((1.0, (0.55, 0.66, 0.75)), (0.55, (0.80, 0.86, 0.90))):
        made = tube(path, wide * np.float32(share), Look(Stuff.JELLY, 0, 1), 10, tone)
        kit.add(made, "jet")


def decks(kit: Kit, colours: list[Floats]) -> None:
    """Two turntables and a mixer on a stand that is lit, and headphones."""
    kit.bone("bench", (0.0, 0.0, 0.0), "")
    kit.bone("turned", (-0.19, 0.55, 0.32), "bench")
    body, light = tone_of(colours[0]), tone_of(colours[1])
    kit.add(box((-0.42, 0.0, 0.18), (0.42, 0.50, 0.46), Look(Stuff.PAINT), body), "bench")
    kit.add(box((-0.44, 0.50, 0.16), (0.44, 0.53, 0.48), Look(Stuff.PAINT), DARK), "bench")
    glow = box((-0.40, 0.10, 0.461), (0.40, 0.14, 0.465), Look(Stuff.SPARK), light)
    kit.add(glow.with_(glow=np.full(len(glow.rest), 0.5, np.float32)), "bench")
    record = ((0.0, 0.548), (0.035, 0.549), (0.105, 0.548), (0.105, 0.540), (0.0, 0.540))
    label = ((0.0, 0.552), (0.034, 0.552), (0.034, 0.545))
    for x, bone in ((-0.19, "turned"), (0.19, "bench")):
        kit.add(lathe(record, Look(Stuff.RUBBER), kit.sides(10), DARK, at=(x, 0.0, 0.32)), bone)
        kit.add(lathe(label, Look(Stuff.PAINT), kit.sides(8), light, at=(x + 0.004, 0.0, 0.32)), bone)
    kit.add(box((-0.065, 0.53, 0.24), (0.065, 0.555, 0.42), Look(Stuff.METAL), STEEL), "bench")
    _, y, _ = kit.pivots[kit.number("head")]
    for x in (0.058, -0.058):
        kit.add(ball((x, y + 0.075, 0.0), (0.020, 0.030, 0.028), Look(Stuff.RUBBER), 8, DARK), "head")
    arch = [
        (0.060 * math.cos(a), y + 0.085 + 0.080 * math.sin(a), 0.0)
        for a in np.linspace(0.1, math.pi - 0.1, 12)
    ]
    kit.add(
        tube(
            np.array(arch, np.float32), np.full(12, 0.008, np.float32), Look(Stuff.RUBBER), 6, DARK, (0, 0, 1)
        ),
        "head",
    )


def stream(limbs: Limbs, g: Gesture) -> None:
    """Water runs where one works or fights with it, and swings a little."""
    runs = max(g.work, g.fight) > 0.0
    limbs.shift("jet", y=0.0 if runs else HIDDEN)
    limbs.turn("jet", x=0.05 * math.sin(g.phase), y=0.08 * math.sin(0.5 * g.phase))
