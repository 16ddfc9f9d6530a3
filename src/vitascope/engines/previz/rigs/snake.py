"""The snake rig: it winds over the ground; a cobra rears its head."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from vitascope.engines.previz.catalogue import form_name
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import mix, palette, step
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.kit import Kit, moved
from vitascope.engines.previz.rigs.links import chain, linked
from vitascope.engines.previz.rigs.mesh import Look, ball, cone, tube
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.stuff import Stuff

LINKS = 26
COLOURS = {
    "snake": ("#5f7a2a", "#2e2414"),
    "cobra": ("#6a5230", "#1c140c"),
    "worm": ("#c98878", "#a8604f"),
    "caterpillar": ("#a8c83c", "#1e1c16"),
}
SOFT = frozenset({"worm", "caterpillar"})
"""Those without scales, tongue and neck."""
RINGS, STOUT = 12, 2.6
"""Of a caterpillar, and how much thicker than a worm it is."""
MIDDLE = 0.026
"""How high above the ground the middle of a slender body is, in lengths."""


def _radius(form: str, s: Floats) -> Floats:
    """Half width from the nose (0) to the tail (1)."""
    at = [0.0, 0.012, 0.03, 0.055, 0.085, 0.12, 0.35, 0.6, 0.85, 1.0]
    thick = [0.004, 0.014, 0.022, 0.023, 0.016, 0.017, 0.026, 0.024, 0.012, 0.002]
    if form in SOFT:
        thick = [0.004, 0.016, 0.024, 0.027, 0.028, 0.028, 0.028, 0.027, 0.022, 0.004]
    half = np.interp(s, at, thick)
    if form == "caterpillar":
        half = STOUT * half * (1.0 + 0.13 * np.cos(math.tau * RINGS * s))
    return np.asarray(half, np.float32)


def _middle(form: str) -> float:
    """How high a body's middle is, in lengths."""
    return STOUT * MIDDLE if form == "caterpillar" else MIDDLE


def shape(form: str, colours: list[Floats], fine: int) -> Kit:
    """A snake in two colours, ``fine`` from 1 to 3."""
    kit, high = Kit(fine), _middle(form)
    chain(kit, "link", [(0, high, 0.5 - (k + 0.5) / LINKS) for k in range(LINKS)])
    s = np.linspace(0, 1, kit.count(50, 100, 160))
    r = _radius(form, s)
    wide = r * (1.0 + (0.35 if form not in SOFT else 0.0) * np.exp(-(((s - 0.04) / 0.025) ** 2)))
    if form == "cobra":
        wide = wide + 0.045 * np.exp(-(((s - 0.13) / 0.045) ** 2))
    path = np.stack([0 * s, high + 0 * s, 0.5 - s], -1).astype(np.float32)
    made = tube(
        path,
        np.stack([wide, r * (0.75 if form == "cobra" else 0.9)], -1).astype(np.float32),
        Look(Stuff.HIDE if form not in SOFT else Stuff.SKIN),
        kit.sides(8),
    )
    p = made.rest
    back = step(p[:, 1] - high, -0.006, 0.006)
    every = math.tau * RINGS if form == "caterpillar" else 95
    mark = step(np.sin(p[:, 2] * every) + 0.35 * np.cos(np.arctan2(p[:, 0], p[:, 1] - high) * 3), 0.25, 0.45)
    tone = mix(np.broadcast_to(colours[0], p.shape), colours[1], 0.85 * mark * back)
    tone = mix(tone, np.array([0.62, 0.56, 0.36], np.float32), 0.75 * (1 - back))
    linked(kit, made.with_(colour=tone, place=p.copy()), "link", (0.5 - p[:, 2]) * LINKS - 0.5)
    if form == "caterpillar":
        eye = ball((0, 0, 0), 0.018, Look(Stuff.EYE), 8 + fine, (0.04, 0.03, 0.02))
        kit.add(moved(eye, (0.036, 0.095, 0.475), (0, -0.5, 0)), "link0", both=True)
    if form not in SOFT:
        eye = ball((0, 0, 0), 0.0062, Look(Stuff.EYE), 8 + fine, (0.75, 0.5, 0.06))
        kit.add(moved(eye, (0.0215, 0.036, 0.472), (0, -0.5, 0)), "link0", both=True)
        kit.bone("tongue", (0, 0.022, 0.497), "link0")
        for x in (-0.008, 0.008):
            kit.add(
                cone(
                    (0, 0.022, 0.495),
                    (x, 0.024, 0.545),
                    0.0028,
                    Look(Stuff.SKIN),
                    rings=4,
                    sides=5,
                    colour=(0.6, 0.02, 0.03),
                ),
                "tongue",
            )
    return kit


def move(form: str, limbs: Limbs, g: Gesture) -> None:
    """Waves run from head to tail; the head keeps looking ahead."""
    rears = form == "cobra"
    swing = (0.30 if form not in SOFT else 0.16) * (0.35 + 0.65 * g.pace)
    for k in range(1, LINKS):
        limbs.turn(
            f"link{k}",
            y=swing * math.sin(g.phase - k * math.tau * 1.9 / LINKS) * min(k / 4, 1.0) - 0.04 * g.bend,
        )
    limbs.turn("link0", y=0.35 * g.bend + 0.1 * math.sin(g.phase))
    if rears:
        limbs.shift("root", y=0.20, z=-0.05)
        for k in range(1, 4):
            limbs.turn(f"link{k}", x=-0.10)
        for k in range(4, 9):
            limbs.turn(f"link{k}", x=-0.26)
        for k in range(9, 13):
            limbs.turn(f"link{k}", x=0.29)
    limbs.shift("tongue", z=0.02 * max(math.sin(3 * g.phase), 0.0) - 0.015)


def build(subject: Subject, seed: int) -> Puppet:
    """A snake of the subject's form and colours."""
    del seed
    form = form_name("snake", subject.form)
    own = palette(subject.colours, COLOURS[form])
    make = partial(shape, form, [own[0], own[1] if len(own) > 1 else palette(COLOURS[form], ())[1]])
    return figure(make, partial(move, form), stand=0.0 if form == "cobra" else _middle(form), solid="hide")
