"""Lizards, newts and crocodiles: low bodies between sprawling legs, which wind as they go."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np

from vitascope.engines.previz.catalogue import form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import mix, palette, step
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.flesh import Solid, bar, grown, lobe
from vitascope.engines.previz.rigs.kit import Kit, Point, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, ball, cone
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.stuff import Stuff

RINGS = 6
"""Bones of the tail."""
FORE, HIND = 0.21, -0.07
"""Where the legs are along the body."""
DARK = np.array([0.012, 0.011, 0.010], np.float32)


@dataclass(frozen=True)
class Crawler:
    """Proportions, in lengths from nose to tail of about 1.

    ``high`` is the height of the body's middle, ``wide`` and ``deep`` its radii; the head is ``head`` wide
    and ``snout`` long; legs are ``thick``; the tail is ``tail`` long and ``root`` thick, and ``curl`` says by
    how much it rolls up, radians for each bone. ``crest`` is the height of its spines, ``pads`` the radius of
    its toes; ``eye`` is the radius of eyes that stand out.
    """

    colours: tuple[str, str]
    stuff: Stuff = Stuff.HIDE
    high: float = 0.066
    wide: float = 0.062
    deep: float = 0.046
    head: float = 0.042
    snout: float = 0.060
    thick: float = 0.019
    tail: float = 0.50
    root: float = 0.036
    curl: float = 0.0
    crest: float = 0.0
    pads: float = 0.0
    eye: float = 0.012
    turret: bool = False
    marks: str = "bands"
    iris: tuple[float, float, float] = (0.65, 0.42, 0.08)


CRAWLERS = {
    "lizard": Crawler(("#6a8a3e", "#d8d0a0")),
    "gecko": Crawler(("#b8a070", "#efe6cc"), Stuff.WET, head=0.052, pads=0.015, eye=0.020, tail=0.42,
        marks="spots", iris=(0.75, 0.6, 0.2)),
    "newt": Crawler(("#3a2a22", "#e8782a"), Stuff.WET, high=0.052, wide=0.055, deep=0.044, head=0.046,
        snout=0.045, thick=0.016, root=0.040, eye=0.011, marks="spots", iris=(0.02, 0.02, 0.02)),
    "iguana": Crawler(("#5a8a4a", "#9aa870"), high=0.080, wide=0.066, deep=0.058, head=0.048, snout=0.055,
        thick=0.024, tail=0.56, crest=0.030),
    "chameleon": Crawler(("#4aa83e", "#d8d84a"), high=0.160, wide=0.052, deep=0.105, head=0.052, snout=0.050,
        thick=0.016, tail=0.62, root=0.034, curl=0.95, crest=0.012, eye=0.014, turret=True, marks="bars"),
    "crocodile": Crawler(("#4b5532", "#b5ab78"), high=0.070, wide=0.090, deep=0.056, head=0.056, snout=0.135,
        thick=0.026, tail=0.50, root=0.058, crest=0.016, eye=0.013, marks="bands", iris=(0.6, 0.5, 0.05)),
}  # fmt: skip


def _legs_at(c: Crawler, z: float, ahead: float) -> tuple[Point, Point, Point]:
    """The joint at the body, the elbow and the foot."""
    joint = (0.75 * c.wide, c.high - 0.3 * c.deep, z)
    out = 0.75 * c.wide + 2.6 * c.thick + 0.25 * c.high
    return joint, (out, 0.62 * c.high + c.thick, z - 0.3 * ahead), (out + 0.020, 0.7 * c.thick, z + ahead)


def _tail_way(c: Crawler) -> list[Point]:
    """Joints of the tail, straight back, or rolled up under itself."""
    y, z, angle = c.high - 0.1 * c.deep, -0.10, 0.10
    way, long = [(0.0, y, z)], c.tail / RINGS
    for k in range(RINGS):
        angle += c.curl * (k > 0)
        long *= 0.80 if c.curl else 1.0
        low = 0.0 if c.curl else (c.high - c.root) * 0.8 / RINGS
        y, z = y - long * math.sin(angle) * bool(c.curl) - low, z - long * math.cos(angle)
        way.append((0.0, y, z))
    return way


def _bones(kit: Kit, c: Crawler) -> None:
    kit.bone("chest", (0, c.high, 0.06))
    kit.bone("head", (0, c.high, 0.30), "chest")
    kit.bone("jaw", (0, c.high - 0.2 * c.head, 0.345), "head")
    for name, z, ahead, body in (("fore", FORE, 0.045, "chest"), ("hind", HIND, 0.030, "root")):
        joint, elbow, foot = _legs_at(c, z, ahead)
        kit.pair(name, joint, body)
        kit.pair(f"{name}shin", elbow, f"{name}_r")
        for side, sign in (("r", 1), ("l", -1)):
            kit.foot(f"{name}shin_{side}", (sign * foot[0], 0.0, foot[2]))
    for k, at in enumerate(_tail_way(c)[:-1]):
        kit.bone(f"tail{k}", at, "root" if k == 0 else f"tail{k - 1}")


def _body(c: Crawler) -> list[Solid]:
    y, h = c.high, c.head
    tip = 0.385 + c.snout
    solids = [
        lobe("chest", (0, y, 0.14), (0.95 * c.wide, 0.95 * c.deep, 0.13), 0.05),
        lobe("root", (0, y, 0.00), (c.wide, c.deep, 0.13), 0.05),
        lobe("root", (0, y - 0.1 * c.deep, -0.08), (0.75 * c.wide, 0.8 * c.deep, 0.08), 0.05),
        bar("head", (0, y, 0.23), (0, y + 0.15 * h, 0.34), (0.8 * h, 0.78 * h), 0.04),
        lobe("head", (0, y + 0.2 * h, 0.375), (h, 0.72 * h, 1.4 * h), 0.02),
        bar("head", (0, y + 0.2 * h, 0.39), (0, y + 0.05 * h, tip), (0.62 * h, 0.40 * h), 0.02),
        bar("jaw", (0, y - 0.42 * h, 0.37), (0, y - 0.30 * h, tip - 0.1 * h), (0.50 * h, 0.30 * h), 0.006),
    ]
    if c.turret:
        solids.append(bar("head", (0, y + 0.7 * h, 0.36), (0, y + 1.5 * h, 0.315), (0.5 * h, 0.2 * h), 0.03))
    way = _tail_way(c)
    for k, (a, b) in enumerate(pairwise(way)):
        wide = [c.root * (1.0 - 0.88 * (j / RINGS) ** (1.3 if not c.curl else 0.8)) for j in (k, k + 1)]
        solids.append(bar(f"tail{k}", a, b, (wide[0], wide[1]), 0.02))
    return solids


def _limbs(c: Crawler) -> list[Solid]:
    solids: list[Solid] = []
    toe, reach = max(0.42 * c.thick, c.pads), 2.0 * c.thick
    for name, z, ahead in (("fore", FORE, 0.045), ("hind", HIND, 0.030)):
        joint, elbow, (x, y, end) = _legs_at(c, z, ahead)
        solids.append(bar(f"{name}_r", joint, elbow, (1.35 * c.thick, 1.05 * c.thick), 0.02))
        solids.append(bar(f"{name}shin_r", elbow, (x, y, end), (1.0 * c.thick, 0.75 * c.thick), 0.008))
        for turn in (-0.5, 0.1, 0.7, 1.3):
            tip = (x + reach * math.sin(turn), 0.45 * c.thick, end + reach * math.cos(turn))
            thin = (0.42 * c.thick, toe if c.pads else 0.30 * c.thick)
            solids.append(bar(f"{name}shin_r", (x, 0.5 * c.thick, end), tip, thin, 0.006))
    return solids


def _skin(c: Crawler, colours: list[Floats], points: Floats, normals: Floats) -> Floats:
    """Marks on the back, and a paler belly."""
    x, y, z = points[:, 0], points[:, 1], points[:, 2]
    up = step(normals[:, 1], -0.1, 0.5)
    if c.marks == "bars":
        share = 0.55 * step(np.sin(46 * z + 9 * y), 0.2, 0.7) * step(z, 0.34, 0.28)
        marked = mix(np.broadcast_to(colours[0], points.shape), colours[1], share)
    else:
        spots = np.sin(88 * z + 3 * np.sin(60 * x)) * np.sin(88 * x + 2 * np.sin(50 * z) + 0.8)
        bands = np.sin(70 * z + 2 * np.sin(60 * x))
        share = step(spots if c.marks == "spots" else bands, 0.35, 0.65) * up
        marked = mix(np.broadcast_to(colours[0], points.shape), colours[0] * 0.42, 0.8 * share)
    return mix(marked, colours[1], 0.85 * step(normals[:, 1], -0.15, -0.65))


def _spines(kit: Kit, c: Crawler, colours: list[Floats]) -> None:
    """A row along the back, or two of scutes."""
    count = kit.count(12, 20, 28)
    for k in range(count):
        z = 0.28 - 0.42 * (k + 0.5) / count
        high = c.crest * (0.6 + 0.4 * math.sin(math.pi * (k + 0.5) / count))
        top = c.high + c.deep * math.sqrt(max(1.0 - ((z - 0.06) / 0.26) ** 2, 0.05))
        for x in (0.0,) if c.snout < 0.1 else (0.35 * c.wide, -0.35 * c.wide):
            base, tip = (x, top - 0.3 * high, z), (x, top + high, z - 0.5 * high)
            tone = tone_of(colours[0] * 0.7)
            kit.add(
                cone(base, tip, 0.010, Look(Stuff.HIDE), rings=4, sides=5, colour=tone),
                "chest" if z > 0.06 else "root",
            )


def _teeth(kit: Kit, c: Crawler) -> None:
    for k in range(kit.count(5, 7, 9)):
        z = 0.41 + 0.095 * k / kit.count(5, 7, 9)
        x, y = 0.50 * c.head * (1.0 - 0.35 * (z - 0.41) / 0.1), c.high - 0.12 * c.head
        tooth = cone(
            (x, y, z),
            (x * 1.05, y - 0.016, z),
            0.0042,
            Look(Stuff.HORN),
            rings=3,
            sides=5,
            colour=(0.75, 0.7, 0.55),
        )
        kit.add(tooth, "head", both=True)


def shape(c: Crawler, colours: list[Floats], fine: int) -> Kit:
    """A crawler in two colours, ``fine`` from 1 to 3."""
    kit = Kit(fine)
    _bones(kit, c)
    grown(kit, [*_body(c), *_limbs(c)], c.stuff, partial(_skin, c, colours), size=0.5, soft=0.012)
    at = (0.72 * c.head, c.high + 0.62 * c.head, 0.40)
    if c.turret:
        at = (0.95 * c.head, c.high + 0.45 * c.head, 0.40)
        cup = ball(at, 2.0 * c.eye, Look(Stuff.HIDE), 10, tone_of(colours[0] * 0.85))
        kit.add(cup, "head", both=True)
        at = (at[0] + 1.35 * c.eye, at[1], at[2] + 0.5 * c.eye)
    eye = ball((0, 0, 0), c.eye, Look(Stuff.EYE), 8 + fine, c.iris)
    kit.add(moved(eye, at, (0, -0.3, 0)), "head", both=True)
    if c.crest:
        _spines(kit, c, colours)
    if c.snout > 0.1:
        _teeth(kit, c)
    return kit


def move(c: Crawler, limbs: Limbs, g: Gesture) -> None:
    """Wind along with legs in diagonal pairs; while standing, look about."""
    a = g.phase
    wave = (0.16 + 0.08 * g.haste) * g.pace * (0.4 if c.turret else 1.0)
    limbs.turn("root", y=wave * math.sin(a))
    limbs.turn("chest", y=-2.0 * wave * math.sin(a) + 0.25 * g.bend)
    look = (1.0 - g.pace) * 0.30 * math.sin(a)
    limbs.turn(
        "head",
        y=1.2 * wave * math.sin(a) + 0.3 * g.bend + look,
        x=-0.12 * g.jaw + 0.06 * math.sin(a) * (1 - g.pace),
    )
    limbs.turn("jaw", x=0.03 + 0.55 * g.jaw)
    for name, late in (("fore", 0.0), ("hind", math.pi)):
        for side, sign in (("r", 1.0), ("l", -1.0)):
            b = a + late + (0.0 if side == "r" else math.pi)
            swing = 0.55 * g.pace * math.sin(b)
            lift = 0.30 * g.pace * max(math.cos(b), 0.0)
            limbs.turn(f"{name}_{side}", y=-sign * swing, z=sign * lift)
            limbs.turn(f"{name}shin_{side}", y=sign * 0.4 * swing)
    for k in range(RINGS):
        sway = (0.05 + 0.9 * wave) * math.sin(a - 0.9 * k + 1.2)
        limbs.turn(f"tail{k}", y=sway if not c.curl else 0.2 * sway)
    limbs.turn("root", z=0.10 * g.dance * math.sin(a))


def build(subject: Subject, form: str) -> Puppet:
    """One of ``CRAWLERS`` in the subject's colours."""
    crawler = CRAWLERS[form]
    own = palette(subject.colours, crawler.colours)
    second = own[1] if len(own) > 1 else palette(crawler.colours, ())[1]
    if subject.colours and form == "newt":
        crawler = replace(crawler, marks="bands")
    make = partial(shape, crawler, [own[0], second])
    return figure(make, partial(move, crawler), stand=form_of("quadruped", form).stand, solid="hide")
