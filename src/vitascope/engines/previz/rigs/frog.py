"""Frogs and toads: a flat head with bulging eyes, folded hind legs, and a hop."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from vitascope.engines.previz.catalogue import form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import mix, palette, step
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.flesh import Solid, bar, grown, lobe
from vitascope.engines.previz.rigs.kit import Kit, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, ball
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.worn import Wearer, clad

COLOURS = {"frog": ("#4f9a34", "#e6e4b0"), "toad": ("#7a6244", "#c8b48c")}
HIP, KNEE, ANKLE = (0.13, 0.16, -0.28), (0.29, 0.20, 0.00), (0.24, 0.05, -0.31)
SHOULDER, ELBOW, WRIST = (0.16, 0.20, 0.15), (0.235, 0.13, 0.10), (0.205, 0.03, 0.20)
EYE_AT, EYE = (0.120, 0.362, 0.21), 0.050
WEARER = Wearer(
    head=(0.0, 0.290, 0.23), radius=0.13, eye=(0.125, 0.365, 0.285), neck=(0.0, 0.235, 0.10), girth=0.185,
    breast=(0.0, 0.10, 0.33), aside=0.5, lean=1.2, back=((0.0, 0.36, 0.10), (0.0, 0.28, -0.40), 0.20),
    bones=("head", "root", "root"),
)  # fmt: skip
"""Where it wears what it wears."""
LIPS = 0.262
"""The height of the mouth's line."""
DARK = np.array([0.010, 0.012, 0.008], np.float32)
AIRBORNE = (0.16, 0.74)
"""From which share of a hop to which it is in the air."""
HIGH = 0.42
"""How high a hop is, in lengths."""


def _bones(kit: Kit) -> None:
    kit.bone("head", (0, 0.25, 0.12))
    kit.bone("throat", (0, 0.22, 0.22), "head")
    kit.pair("hind", HIP)
    kit.pair("shank", KNEE, "hind_r")
    kit.pair("foot", ANKLE, "shank_r")
    kit.pair("fore", SHOULDER)
    kit.pair("hand", ELBOW, "fore_r")
    kit.pair("eye", EYE_AT, "head")
    kit.downward.update(n for n in kit.names if n.startswith(("hind", "shank", "fore")))


def _trunk() -> list[Solid]:
    x, y, z = EYE_AT
    return [
        lobe("root", (0, 0.190, -0.14), (0.200, 0.130, 0.26), 0.08),
        lobe("root", (0, 0.225, 0.06), (0.195, 0.130, 0.20), 0.08),
        lobe("head", (0, 0.290, 0.23), (0.195, 0.088, 0.17), 0.05),
        lobe("head", (0, 0.285, 0.34), (0.140, 0.070, 0.115), 0.05),
        lobe("throat", (0, 0.225, 0.25), (0.170, 0.060, 0.175), 0.03),
        lobe("head", (x - 0.012, y, z - 0.012), (0.060, 0.060, 0.064), 0.03),
    ]


def _legs() -> list[Solid]:
    solids = [
        bar("hind_r", HIP, KNEE, (0.088, 0.066), 0.04),
        bar("shank_r", KNEE, ANKLE, (0.060, 0.034), 0.015),
        bar("foot_r", ANKLE, (0.31, 0.028, -0.10), (0.034, 0.022), 0.015),
        bar("fore_r", SHOULDER, ELBOW, (0.050, 0.038), 0.03),
        bar("hand_r", ELBOW, WRIST, (0.038, 0.026), 0.012),
    ]
    for x, z in ((0.27, 0.06), (0.34, 0.07), (0.40, 0.04)):
        solids.append(bar("foot_r", (0.31, 0.022, -0.10), (x, 0.014, z), (0.018, 0.013), 0.012))
    for x, z in ((0.15, 0.28), (0.21, 0.30), (0.275, 0.27)):
        solids.append(bar("hand_r", (0.205, 0.022, 0.20), (x, 0.014, z), (0.016, 0.013), 0.010))
    return solids


def _skin(form: str, colours: list[Floats], points: Floats, normals: Floats) -> Floats:
    """Pale below, blotched above, with the line of a wide mouth."""
    x, y, z = points[:, 0], points[:, 1], points[:, 2]
    grain = 26.0 if form == "frog" else 44.0
    blot = np.sin(grain * z + 2 * np.sin(19 * x)) * np.sin(grain * x + 1.7 * np.sin(17 * z) + 0.6)
    spots = step(blot, 0.55, 0.80) * step(normals[:, 1], 0.0, 0.5)
    bands = step(np.sin(34 * z + 30 * np.abs(x)), 0.5, 0.8) * step(np.abs(x), 0.20, 0.25)
    skin = mix(np.broadcast_to(colours[0], points.shape), colours[0] * 0.42, np.maximum(spots, 0.6 * bands))
    skin = mix(skin, colours[1], 0.92 * step(normals[:, 1] - 1.5 * (y - 0.20), -0.05, -0.55))
    lips = step(np.abs(y - LIPS - 0.25 * np.maximum(0.20 - z, 0.0)), 0.011, 0.004) * step(z, 0.13, 0.19)
    return mix(skin, DARK, 0.85 * lips)


def shape(form: str, colours: list[Floats], fine: int) -> Kit:
    """A frog or a toad in two colours, ``fine`` from 1 to 3."""
    kit = Kit(fine)
    _bones(kit)
    stuff = Stuff.WET if form == "frog" else Stuff.HIDE
    grown(kit, [*_trunk(), *_legs()], stuff, partial(_skin, form, colours), size=0.75)
    x, y, z = EYE_AT
    gold = (0.85, 0.55, 0.06) if form == "toad" else (0.85, 0.66, 0.12)
    eye = ball((0, 0, 0), EYE, Look(Stuff.EYE), 10 + 2 * fine, gold)
    kit.add(moved(eye, (x + 0.010, y + 0.006, z + 0.012), (0, -0.75, 0)), "eye_r", both=True)
    hole = ball((0.030, 0.318, 0.428), 0.008, Look(Stuff.PLAIN), 6, tone_of(DARK))
    kit.add(hole, "head", both=True)
    return kit


def move(limbs: Limbs, g: Gesture) -> None:
    """Crouch with a beating throat; on the way, hop."""
    turn = g.phase / math.tau % 1.0
    low, high = AIRBORNE
    flown = min(max((turn - low) / (high - low), 0.0), 1.0)
    push = max(math.sin(math.pi * min(max((turn - 0.06) / 0.40, 0.0), 1.0)), 0.0) * g.pace
    rise = 4.0 * flown * (1.0 - flown) * g.pace
    limbs.shift("root", y=HIGH * (0.7 + 0.3 * g.haste) * rise - 0.02 * g.lie)
    limbs.turn("root", x=-0.34 * push + 0.30 * g.pace * math.sin(math.pi * flown) * (flown > 0.5))
    for side in ("r", "l"):
        limbs.turn(f"hind_{side}", x=1.15 * push, y=(1 if side == "r" else -1) * 0.5 * push)
        limbs.turn(f"shank_{side}", x=0.15 * push, y=(1 if side == "r" else -1) * -1.9 * push)
        limbs.turn(f"foot_{side}", x=0.9 * push, y=(1 if side == "r" else -1) * 1.6 * push)
        limbs.turn(f"fore_{side}", x=0.9 * push - 0.7 * rise * (flown > 0.5))
        limbs.turn(f"hand_{side}", x=0.3 * push)
    beat = 0.5 + 0.5 * math.sin(3.0 * g.phase)
    limbs.shift("throat", y=-0.016 * beat * (1.0 - g.pace) - 0.06 * g.jaw)
    limbs.turn(
        "head", x=-0.10 * g.jaw + 0.25 * g.lie, y=0.3 * g.bend + 0.10 * math.sin(g.phase) * (1 - g.pace)
    )
    blink = max(math.sin(g.phase), 0.0) ** 40
    for side in ("r", "l"):
        limbs.shift(f"eye_{side}", y=-0.055 * max(g.lie, blink))
    limbs.turn("root", z=0.10 * g.dance * math.sin(g.phase))


def build(subject: Subject, form: str) -> Puppet:
    """A frog or a toad in the subject's colours."""
    own = palette(subject.colours, COLOURS[form])
    second = own[1] if len(own) > 1 else palette(COLOURS[form], ())[1]
    bare = partial(shape, form, [own[0], second])
    made = clad(bare, WEARER, subject.worn)
    return figure(made, move, stand=form_of("quadruped", form).stand, solid="hide", bare=bare)
