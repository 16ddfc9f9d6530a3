"""The whale rig: mammals of the sea, which beat up and down."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from vitascope.engines.previz.catalogue import form_name
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import mix, palette, step
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.kit import Kit, fan, hull, moved, tone_of
from vitascope.engines.previz.rigs.links import chain, linked
from vitascope.engines.previz.rigs.mesh import Look, ball, cone
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.stuff import Stuff

LINKS = 9
"""Bones from the head to the tail."""


@dataclass(frozen=True)
class Whale:
    """A body through ``(z, half width, bottom, top)``; flipper and dorsal fin lengths; fluke width."""

    colours: tuple[str, str]
    body: tuple[tuple[float, float, float, float], ...]
    eye: tuple[float, float, float]
    flipper: float = 0.14
    dorsal: float = 0.05
    fluke: float = 0.16
    pattern: str = "belly"
    extras: tuple[str, ...] = ()


_WHALE = Whale(
    ("#3f4c5a", "#a9b2ba"),
    ((0.5, 0.010, -0.035, -0.01), (0.48, 0.05, -0.075, 0.02), (0.42, 0.085, -0.105, 0.055), (0.30, 0.105,
    -0.125, 0.085), (0.12, 0.112, -0.125, 0.10),
     (-0.08, 0.095, -0.095, 0.085), (-0.26, 0.055, -0.05, 0.055), (-0.40, 0.020, -0.018, 0.030), (-0.47,
     0.010, -0.004, 0.015)),
    (0.095, -0.030, 0.30), 0.15, 0.035, 0.17, "grooves",
)  # fmt: skip
_DOLPHIN = Whale(
    ("#6d7f92", "#d8dee4"),
    ((0.5, 0.010, -0.030, -0.008), (0.47, 0.018, -0.036, 0.0), (0.415, 0.024, -0.042, 0.012), (0.395, 0.045,
    -0.055, 0.05), (0.33, 0.075, -0.08, 0.085), (0.15, 0.092, -0.095, 0.105),
     (-0.05, 0.08, -0.08, 0.09), (-0.24, 0.045, -0.042, 0.055), (-0.40, 0.016, -0.016, 0.026), (-0.47, 0.009,
     -0.002, 0.012)),
    (0.068, 0.012, 0.345), 0.14, 0.11, 0.14, "belly",
)  # fmt: skip
WHALES = {
    "whale": _WHALE, "humpback": replace(_WHALE, colours=("#272d35", "#c8ccd0"), flipper=0.30, dorsal=0.03),
    "orca": replace(_DOLPHIN, colours=("#0f1114", "#eceff0"), pattern="orca", dorsal=0.17, flipper=0.15,
    fluke=0.16,
                    body=((0.5, 0.02, -0.03, 0.0), (0.47, 0.055, -0.06, 0.035), (0.38, 0.09, -0.09, 0.075),
                        (0.15, 0.112, -0.115, 0.11),
                          (-0.05, 0.1, -0.095, 0.1), (-0.26, 0.055, -0.05, 0.06), (-0.40, 0.018, -0.018,
                          0.03), (-0.47, 0.01, -0.004, 0.014)),
                    eye=(0.084, 0.002, 0.40)),
    "dolphin": _DOLPHIN,
    "beluga": replace(_DOLPHIN, colours=("#e6eaee", "#f4f6f8"), dorsal=0.0, body=((0.5, 0.012, -0.03,
    -0.005), (0.475, 0.04, -0.048, 0.005), (0.45, 0.06, -0.06, 0.055), (0.38, 0.085, -0.08, 0.09), (0.15,
    0.115, -0.11, 0.105), (-0.05, 0.1, -0.09, 0.09), (-0.24, 0.055, -0.05, 0.055), (-0.40, 0.018, -0.018,
    0.026), (-0.47, 0.01, -0.004, 0.012)), eye=(0.078, 0.0, 0.405)),
    "narwhal": replace(_DOLPHIN, colours=("#7c8894", "#d3d8dc"), dorsal=0.0, pattern="speckled",
    extras=("tusk",),
                       body=((0.42, 0.012, -0.03, -0.005), (0.40, 0.045, -0.05, 0.03), (0.34, 0.08, -0.08,
                           0.08), (0.12, 0.105, -0.10, 0.10), (-0.05, 0.09, -0.085, 0.085), (-0.24, 0.05,
                           -0.045, 0.05), (-0.40, 0.018, -0.018, 0.026), (-0.47, 0.01, -0.004, 0.012)),
                           eye=(0.072, 0.0, 0.35)),
    "seal": replace(_DOLPHIN, colours=("#5a5550", "#a8a094"), dorsal=0.0, flipper=0.15, fluke=0.10,
    pattern="speckled", extras=("whiskers",),
                    body=((0.5, 0.018, -0.02, 0.012), (0.475, 0.035, -0.035, 0.035), (0.42, 0.06, -0.05,
                        0.065), (0.34, 0.065, -0.06, 0.06), (0.16, 0.115, -0.105, 0.10), (-0.06, 0.12, -0.11,
                        0.105), (-0.28, 0.065, -0.06, 0.06), (-0.44, 0.02, -0.018, 0.024)), eye=(0.050,
                        0.030, 0.445)),
}  # fmt: skip


def _place(rest: Floats) -> Floats:
    """A point's place on the chain, from the head at 0."""
    return np.asarray((0.5 - rest[:, 2]) * LINKS, np.float32)


def _skin(w: Whale, colours: list[Floats], p: Floats) -> Floats:
    tone = np.broadcast_to(colours[0], p.shape)
    middle = np.interp(
        p[:, 2], [row[0] for row in w.body[::-1]], [(row[2] + row[3]) / 2 for row in w.body[::-1]]
    )
    low = np.interp(p[:, 2], [row[0] for row in w.body[::-1]], [row[2] for row in w.body[::-1]])
    under = step((p[:, 1] - middle) / (middle - low + 1e-4), -0.25, -0.6)
    if w.pattern == "grooves":
        line = 0.6 + 0.4 * np.sin(p[:, 0] * 220)
        return mix(tone, colours[1] * line[:, None].astype(np.float32), under * step(p[:, 2], 0.02, 0.2))
    if w.pattern == "orca":
        patch = step(np.hypot((p[:, 2] - 0.335) / 0.062, (p[:, 1] - 0.035) / 0.024), 1.0, 0.85)
        flank = step(np.hypot((p[:, 2] + 0.13) / 0.13, (p[:, 1] + 0.045) / 0.03), 1.0, 0.8)
        return mix(tone, colours[1], np.maximum(np.maximum(patch, flank), step(under, 0.55, 0.75)))
    if w.pattern == "speckled":
        spot = np.sin(p[:, 2] * 90 + 4 * np.sin(p[:, 1] * 60)) * np.sin(
            p[:, 1] * 110 + 5 * np.sin(p[:, 2] * 45)
        )
        tone = tone * (1 - 0.5 * step(spot, 0.25, 0.5))[:, None]
    return mix(np.asarray(tone, np.float32), colours[1], 0.9 * under)


def shape(w: Whale, colours: list[Floats], fine: int) -> Kit:
    """A whale in two colours, ``fine`` from 1 to 3."""
    kit = Kit(fine)
    chain(kit, "link", [(0, 0, 0.5 - (k + 0.5) / LINKS) for k in range(LINKS)])
    made = hull(w.body, Look(Stuff.SKIN), kit.sides(10), 2.1, (1, 1, 1), kit.count(24, 44, 70))
    linked(kit, made.with_(colour=_skin(w, colours, made.rest)), "link", _place(made.rest))
    tone = tone_of(colours[0])
    kit.bone("flipper_r", (0.085, -0.07, 0.22), "link2")
    kit.bone("flipper_l", (-0.085, -0.07, 0.22), "link2")
    f = w.flipper
    blade = fan(
        [
            (0.0, 0.035),
            (0.55 * f, 0.0),
            (f, -0.55 * f),
            (0.9 * f, -0.60 * f),
            (0.4 * f, -0.30 * f),
            (0.0, -0.045),
        ],
        Look(Stuff.SKIN),
        tone,
        0.014,
        "xz",
        cells=4,
    )
    kit.add(moved(blade, (0.078, -0.072, 0.24), (0, 0, -0.45)), "flipper_r", both=True)
    d = w.dorsal
    if d:
        fin = fan(
            [
                (-0.03, 0.0),
                (-0.03 - 0.75 * d, d),
                (-0.03 - 1.0 * d, d * 0.96),
                (-0.05 - 0.85 * d, 0.30 * d),
                (-0.12 - 0.35 * d, -0.012),
                (0.08, -0.02),
            ],
            Look(Stuff.SKIN),
            tone,
            0.014,
            "zy",
            cells=3,
        )
        top = float(np.interp(-0.06, [row[0] for row in w.body[::-1]], [row[3] for row in w.body[::-1]]))
        made = moved(fin, (0, top, 0))
        linked(kit, made, "link", _place(made.rest))
    u = w.fluke
    for sign in (1, -1):
        fluke = fan(
            [
                (0.0, -0.40),
                (sign * 0.55 * u, -0.455),
                (sign * u, -0.545),
                (sign * 0.9 * u, -0.55),
                (sign * 0.4 * u, -0.515),
                (0.0, -0.50),
            ],
            Look(Stuff.SKIN),
            tone,
            0.012,
            "xz",
            (0, 0.006, 0),
            cells=3,
        )
        linked(kit, fluke, "link", _place(fluke.rest))
    eye = ball((0, 0, 0), 0.011, Look(Stuff.EYE), 10, (0.06, 0.04, 0.03))
    kit.add(moved(eye, w.eye, (0, -0.3, 0)), "link1", both=True)
    _extras(kit, w)
    return kit


def _extras(kit: Kit, w: Whale) -> None:
    if "tusk" in w.extras:
        kit.add(
            cone(
                (0, -0.01, 0.40),
                (0, 0.02, 0.78),
                0.012,
                Look(Stuff.HORN),
                rings=10,
                sides=8,
                colour=(0.75, 0.68, 0.52),
            ),
            "link1",
        )
    if "whiskers" in w.extras:
        kit.add(ball((0, 0.004, 0.502), 0.012, Look(Stuff.RUBBER), 8, (0.01, 0.01, 0.01)), "link0")
        for k in range(4):
            kit.add(
                cone(
                    (0.02, -0.008 - 0.004 * k, 0.485),
                    (0.085, -0.02 - 0.016 * k, 0.47),
                    0.0016,
                    Look(Stuff.PLAIN),
                    rings=3,
                    sides=4,
                    colour=(0.5, 0.48, 0.44),
                ),
                "link0",
                both=True,
            )


def move(limbs: Limbs, g: Gesture) -> None:
    """A wave that grows to the tail, up and down; flippers steer."""
    for k in range(1, LINKS):
        grow = (k / LINKS) ** 1.6
        limbs.turn(
            f"link{k}",
            x=0.22 * grow * (0.4 + 0.6 * g.effort) * math.sin(g.phase - 0.75 * k),
            y=-0.16 * g.bend,
        )
    limbs.turn("link0", x=0.05 * math.sin(g.phase), y=0.5 * g.bend)
    limbs.shift("root", y=0.015 * math.sin(g.phase + 0.8))
    for side, sign in (("r", 1), ("l", -1)):
        limbs.turn(f"flipper_{side}", z=sign * (0.18 * math.sin(g.phase + 1.2) - 0.05), y=-sign * 0.15)


def build(subject: Subject, seed: int) -> Puppet:
    """A whale of the subject's form and colours."""
    del seed
    w = WHALES[form_name("whale", subject.form)]
    own = palette(subject.colours, w.colours)
    return figure(
        partial(shape, w, [own[0], own[1] if len(own) > 1 else palette(w.colours, ())[1]]), move, stand=0.0
    )
