"""The quadruped rig: dog to elephant by proportions, with a walk, a trot and a gallop."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from vitascope.engines.previz.catalogue import form_name, form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs import frog, lizard
from vitascope.engines.previz.rigs.age import is_baby, is_old
from vitascope.engines.previz.rigs.beasts import BEASTS, Beast
from vitascope.engines.previz.rigs.coats import COATS
from vitascope.engines.previz.rigs.colours import linear, mix, palette
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.flesh import Paint, Solid, bar, grown, lobe
from vitascope.engines.previz.rigs.kit import Kit, Point
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.trophies import dress
from vitascope.engines.previz.rigs.worn import Wearer, clad

SHOULDER, HIP = 0.20, -0.34
GREY = linear("#b8b4ae")
"""What an old coat fades to."""
VIVID = 0.12
"""How far apart red, green and blue of a striped cat are at least: white, grey and black ones have none."""
HAUNCHES = 0.20
"""Legs at least so high lift the chest of one that sits."""
MOUTHFUL, STEEPEST, GRAZING, DEEPEST = 0.035, 1.05, 1.20, 0.75
"""How high the muzzle of one that grazes is; the neck's and the muzzle's slopes, and the chest's, radians."""
ASLEEP, LAID = 0.25, 0.50
"""How steeply the muzzle of a sleeper and a laid tail go down, radians."""
THICKSET = 0.052
"""Legs at least so thick are not curled up with."""
LEGS = (("fore", 0.0), ("hind", 0.5))


def back(beast: Beast) -> float:
    """The height of the trunk's middle line."""
    return beast.leg + 0.34 * beast.deep


def face(beast: Beast) -> tuple[Point, Point]:
    """The skull's middle and the tip of the nose."""
    y, z = back(beast) + 0.20 * beast.deep, SHOULDER + 0.04
    y, z = y + beast.neck * math.sin(beast.lean), z + beast.neck * math.cos(beast.lean)
    way = 0.6 * beast.head + beast.snout
    nose = (0.0, y - way * math.sin(beast.nod), z + way * math.cos(beast.nod))
    return (0.0, y, z), nose


def wearer(beast: Beast) -> Wearer:
    """Where hats, glasses, scarves and capes are worn."""
    skull, _ = face(beast)
    high, h, wide = back(beast), beast.head, 0.72 if beast.hooves or beast.bare else 0.60
    root = np.array((0.0, high + 0.10 * beast.deep, SHOULDER + 0.01))
    nape = np.array((0.0, skull[1] - 0.15 * h, skull[2] - 0.35 * h))
    _, y, z = root + 0.40 * (nape - root)
    top = high + 0.53 * beast.deep
    return Wearer(
        head=skull,
        radius=h,
        eye=((wide + 0.10) * h, skull[1] + 0.22 * h, skull[2] + 0.90 * h),
        neck=(0.0, float(y), float(z)),
        girth=1.22 * beast.throat,
        breast=(0.0, high - 0.20 * beast.deep, max(SHOULDER + 0.15, float(z))),
        aside=0.45,
        ridge=0.25,
        lift=0.30,
        lean=0.5 * math.pi - math.atan2(float(nape[1] - root[1]), float(nape[2] - root[2])),
        trunk=((0.0, high, 0.03), (0.57 * beast.wide, 0.53 * beast.deep, 0.21)),
        back=((0.0, top, SHOULDER), (0.0, top - 0.01, HIP - 0.06), 0.52 * beast.wide),
    )


def _bones(kit: Kit, beast: Beast) -> None:
    y, x = back(beast), 0.28 * beast.wide
    zig = beast.crook * beast.leg
    skull, _ = face(beast)
    kit.bone("chest", (0, y, 0.0))
    kit.bone("neck", (0, y + 0.15 * beast.deep, SHOULDER), "chest")
    kit.bone("head", (0, skull[1], skull[2] - 0.3 * beast.head), "neck")
    kit.bone("jaw", (0, skull[1] - 0.4 * beast.head, skull[2] + 0.1 * beast.head), "head")
    kit.pair("fore", (x, beast.leg + 0.05, SHOULDER), "chest")
    kit.pair("foreshin", (x, 0.52 * beast.leg, SHOULDER), "fore_r")
    kit.pair("hind", (x, beast.leg + 0.08, HIP))
    kit.pair("shank", (x, 0.66 * beast.leg, HIP + zig), "hind_r")
    kit.pair("hindshin", (x, 0.40 * beast.leg, HIP - zig), "shank_r")
    length, _, droop = beast.tail
    for k in range(3):
        parent = "root" if k == 0 else f"tail{k - 1}"
        way = k / 3 * length
        kit.bone(
            f"tail{k}",
            (0, y + 0.22 * beast.waist - way * math.sin(droop), HIP - 0.13 - way * math.cos(droop)),
            parent,
        )
    kit.downward.update(n for n in kit.names if n.startswith(("fore", "hind", "shank")))
    low = y - 0.5 * beast.deep
    for bone, at, z in (("chest", low, 0.10), ("root", low + 0.7 * (beast.deep - beast.waist), HIP)):
        kit.foot(bone, (0.0, at, z))
    for shin, z in (("foreshin", SHOULDER), ("hindshin", HIP)):
        for side, sign in (("r", 1), ("l", -1)):
            kit.foot(f"{shin}_{side}", (sign * x, 0.0, z + 0.02))


def _trunk(beast: Beast) -> list[Solid]:
    y, w, d = back(beast), beast.wide, beast.deep
    lift = 0.5 * (d - beast.waist)
    solids = [
        lobe("chest", (0, y, 0.10), (0.5 * w, 0.5 * d, 0.21), 0.06),
        lobe("root", (0, y + 0.6 * lift, -0.14), (0.47 * w, 0.5 * beast.waist, 0.25), 0.08),
        lobe("root", (0, y + 0.5 * lift, HIP + 0.02), (0.47 * w, 0.5 * beast.waist + 0.01, 0.17), 0.08),
    ]
    if "hump" in beast.extras:
        solids.append(lobe("chest", (0, y + 0.38 * d, 0.12), (0.3 * w, 0.22 * d, 0.16), 0.10))
    if "humps" in beast.extras:
        solids += [
            lobe("root", (0, y + 0.52 * d, z), (0.24 * w, 0.34 * d, 0.085), 0.07) for z in (0.06, -0.20)
        ]
    return solids


def _legs(beast: Beast) -> list[Solid]:
    y, x, leg, t = back(beast), 0.28 * beast.wide, beast.leg, beast.thick
    zig = beast.crook * leg
    foot = 0.9 * t if beast.hooves else 1.15 * t
    upper = min(2.4 * t + 0.012, 0.085)
    return [
        lobe("fore_r", (x, y - 0.06 * beast.deep, SHOULDER - 0.01), (0.24 * beast.wide, 0.36 * beast.deep,
            0.09), 0.05),
        bar("fore_r", (x, leg + 0.02, SHOULDER - 0.01), (x, 0.52 * leg, SHOULDER), (upper, 1.25 * t), 0.03),
        bar("foreshin_r", (x, 0.52 * leg, SHOULDER), (x, 0.10 * leg, SHOULDER), (1.2 * t, 0.9 * t), 0.015),
        bar("foreshin_r", (x, 0.08 * leg + 0.2 * t, SHOULDER), (x, foot, SHOULDER + 0.9 * t), (t, foot),
            0.012),
        lobe("hind_r", (x, y - 0.10 * beast.deep, HIP), (0.26 * beast.wide, 0.40 * beast.waist, 0.115), 0.05),
        bar("hind_r", (x, leg + 0.03, HIP + 0.02), (x, 0.66 * leg, HIP + zig), (1.3 * upper, min(1.6 * t,
            0.075)), 0.03),
        bar("shank_r", (x, 0.66 * leg, HIP + zig), (x, 0.40 * leg, HIP - zig), (min(1.7 * t, 0.075),
            1.1 * t), 0.02),
        bar("hindshin_r", (x, 0.40 * leg, HIP - zig), (x, 0.09 * leg, HIP - 0.05 * leg), (1.15 * t,
            0.95 * t), 0.015),
        bar("hindshin_r", (x, 0.08 * leg + 0.2 * t, HIP - 0.05 * leg), (x, foot, HIP - 0.05 * leg + 1.1 * t),
            (t, foot), 0.012),
    ]  # fmt: skip


def _head(beast: Beast) -> list[Solid]:
    (_, y, z), (_, ny, nz) = face(beast)
    base, h, m = back(beast), beast.head, beast.muzzle
    start = (0.0, base + 0.10 * beast.deep, SHOULDER + 0.01)
    stop = (0.0, y - 0.15 * h, z - 0.35 * h)
    wide = 0.8 if beast.hooves else 0.92
    solids = [
        bar("neck", start, stop, (1.45 * beast.throat, beast.throat), 0.06),
        lobe("head", (0, y, z), (wide * h, h * 0.95, h * 1.05), 0.03),
        bar("head", (0, y - 0.20 * h, z + 0.35 * h), (0, ny, nz - 0.6 * m), (0.74 * h, m), 0.04),
        lobe("head", (0.48 * h, y - 0.25 * h, z + 0.15 * h), (0.42 * h, 0.5 * h, 0.6 * h), 0.03),
        lobe("head", (0.42 * h, y + 0.38 * h, z + 0.52 * h), (0.30 * h, 0.16 * h, 0.3 * h), 0.02),
    ]
    chin = (0.0, ny - 0.75 * m, nz - 1.3 * m)
    solids.append(bar("jaw", (0, y - 0.72 * h, z + 0.35 * h), chin, (0.46 * h, 0.62 * m), 0.012))
    return solids


def _tail(beast: Beast) -> list[Solid]:
    length, thick, droop = beast.tail
    y, z = back(beast) + 0.22 * beast.waist, HIP - 0.13
    solids: list[Solid] = []
    for k in range(3):
        a, b = (k - 0.3 * (k == 0)) / 3 * length, (k + 1) / 3 * length
        fat = 1.0 + 0.6 * beast.brush * (1, 2, 1)[k]
        ends = [(0.0, y - w * math.sin(droop), z - w * math.cos(droop)) for w in (a, b)]
        taper = (1.0, 0.9, 0.7, 0.35)
        solids.append(
            bar(f"tail{k}", ends[0], ends[1], (thick * taper[k] * fat, thick * taper[k + 1] * fat), 0.02)
        )
    return solids


def _coat(name: str, colours: list[Floats]) -> Paint:
    return lambda points, normals: COATS[name](points, normals, colours[0], colours[1])


def shape(beast: Beast, colours: list[Floats], fine: int) -> Kit:
    """A beast in two colours, ``fine`` from 1 to 3."""
    kit = Kit(fine)
    _bones(kit, beast)
    coat = _coat(beast.coat, colours)
    solids = [*_trunk(beast), *_legs(beast), *_head(beast), *_tail(beast)]
    grown(kit, solids, Stuff.HIDE if beast.bare else Stuff.FUR, coat, size=1.0)
    dress(kit, beast, colours, face(beast), back(beast))
    return kit


@dataclass(frozen=True)
class Body:
    """What postures depend on, in radians but for ``eye``, the way an eye goes to close, and shares.

    ``tall``: whether the haunches lift the chest of one that sits; ``bow`` is the neck's turn and ``level``
    the head's with which the muzzle is at the ground, ``kneel`` the chest's; ``dip`` and ``chin`` are the
    neck's and the head's of a sleeper, ``tail`` is how the tail droops; ``supple`` ones curl up, others
    only fold their legs.
    """

    tall: float
    bow: float
    level: float
    kneel: float
    dip: float
    chin: float
    eye: float
    supple: float
    tail: float


def move(body: Body, limbs: Limbs, g: Gesture) -> None:
    """Walk, trot or gallop by pace and haste, breathe and look about while standing; ``body``: see _rest."""
    run, swing = g.haste, g.pace * (0.40 + 0.26 * g.haste)
    for name, late in LEGS:
        for side, half in (("r", 0.0), ("l", math.pi * (1.0 - 0.75 * run))):
            a = g.phase + half + math.tau * late * (0.5 + 0.45 * run)
            fold = max(math.cos(a), 0.0) * g.pace
            limbs.turn(f"{name}_{side}", x=-swing * math.sin(a) - 0.10 * run * (late > 0))
            if name == "fore":
                limbs.turn(f"foreshin_{side}", x=fold * (0.9 + 0.5 * run))
            else:
                limbs.turn(f"shank_{side}", x=fold * (0.5 + 0.4 * run))
                limbs.turn(f"hindshin_{side}", x=-fold * (0.55 + 0.4 * run))
    limbs.turn("root", x=0.10 * run * math.sin(g.phase + 0.6), y=-0.18 * g.bend)
    limbs.turn("chest", x=-0.08 * run * math.sin(g.phase), y=0.35 * g.bend)
    nod = 0.06 * g.pace * math.sin(2 * g.phase) * (1 - run) + 0.10 * run * math.sin(g.phase + 0.4)
    look = (1.0 - g.pace) * 0.30 * math.sin(g.phase)
    limbs.turn("neck", x=nod + 0.20 * run - 0.25 * g.jaw, y=0.35 * g.bend + 0.6 * look)
    limbs.turn("head", x=-0.5 * nod - 0.12 * run, y=0.30 * g.bend + look, z=0.2 * g.dance * math.sin(g.phase))
    limbs.turn("jaw", x=0.05 + 0.60 * g.jaw)
    limbs.turn("trunk", x=-1.1 * g.jaw)
    for k in range(3):
        wag = (0.14 + 0.20 * (1 - g.pace) + 0.4 * g.dance) * math.sin(2 * g.phase - 0.8 * k)
        limbs.turn(f"tail{k}", x=-0.12 * run, y=wag)
        limbs.turn(
            f"trunk{k}", x=0.10 * math.sin(g.phase - 0.7 * k) - 0.45 * g.jaw, y=0.08 * math.sin(g.phase - k)
        )
    for side, sign in (("r", 1), ("l", -1)):
        limbs.turn(
            f"ear_{side}",
            y=sign * 0.25 * math.sin(g.phase) * (0.3 + 0.7 * g.pace),
            z=0.12 * math.sin(g.phase + 1),
        )
    if g.lie + g.sit > 0.0:
        _rest(body, limbs, g)
    if g.work + g.wave > 0.0:
        _bow(body, limbs, g)
    limbs.turn("root", z=0.12 * g.dance * math.sin(g.phase), y=0.25 * g.dance * math.sin(g.phase))
    limbs.shift("root", y=0.03 * g.pace * run * math.sin(g.phase) + 0.05 * g.dance * abs(math.sin(g.phase)))


def _rest(body: Body, limbs: Limbs, g: Gesture) -> None:
    """Lie: curled up asleep, or, if it sits as well, with the head up; or sit on the haunches."""
    curl, rest, sit = g.lie * (1.0 - g.sit), g.lie * g.sit, g.sit * (1.0 - g.lie)
    lie, tall, supple = curl + rest, body.tall, body.supple
    paws = rest * supple
    for side in ("r", "l"):
        limbs.turn(f"fore_{side}", x=-1.45 * (lie - paws) + 1.05 * paws + 0.62 * sit)
        limbs.turn(f"foreshin_{side}", x=2.85 * (lie - paws) - 2.55 * paws)
        limbs.turn(f"hind_{side}", x=-1.25 * lie - 0.75 * sit)
        limbs.turn(f"shank_{side}", x=2.50 * lie + 1.75 * sit)
        limbs.turn(f"hindshin_{side}", x=-2.45 * lie - 0.45 * sit)
        limbs.shift(f"eye_{side}", x=(-1 if side == "r" else 1) * body.eye * curl, z=-body.eye * curl)
    breath = math.sin(0.5 * g.phase)
    wound = curl * (0.25 + 0.75 * supple)
    limbs.turn("root", x=-0.62 * sit * tall, y=-0.30 * wound)
    limbs.turn("chest", x=0.02 * lie * breath, y=0.55 * wound)
    limbs.turn("neck", x=body.dip * curl + 0.45 * sit * tall, y=0.85 * wound)
    limbs.turn("head", x=0.20 * sit * tall + body.chin * curl, y=0.60 * wound)
    drop = (body.tail - LAID) * lie + (body.tail + 0.62 * tall - LAID) * sit
    for k in range(3):
        limbs.turn(f"tail{k}", x=drop * (k == 0), y=-0.75 * wound)


def _bow(body: Body, limbs: Limbs, g: Gesture) -> None:
    """Bring the muzzle to the ground and crop, or throw the head back."""
    nip = g.work * (0.05 * math.sin(2 * g.phase) + 0.03 * math.sin(3 * g.phase))
    limbs.turn("neck", x=body.bow * g.work - 0.40 * g.wave)
    limbs.turn("head", x=body.level * g.work + nip - 0.80 * g.wave)
    limbs.turn("chest", x=body.kneel * g.work)
    for side in ("r", "l"):
        limbs.turn(f"fore_{side}", x=-body.kneel * g.work)
        limbs.turn(f"ear_{side}", x=-0.5 * g.wave)


def _body(beast: Beast) -> Body:
    """What the postures of a beast depend on."""
    skull, nose = face(beast)
    pivot = back(beast) + 0.15 * beast.deep
    up, ahead = skull[1] - pivot, skull[2] - SHOULDER
    reach, rise = math.hypot(up, ahead), math.atan2(up, ahead)
    long = math.hypot(nose[1] - skull[1], nose[2] - skull[2])
    fall = pivot - MOUTHFUL - long * math.sin(GRAZING)
    share = min(max(fall / reach, -1.0), math.sin(STEEPEST))
    kneel = min(max(fall - share * reach, 0.0) / (SHOULDER + 0.5 * reach), DEEPEST)
    bow = rise + math.asin(share)
    low = min(max((0.65 * beast.deep - 0.75 * beast.head) / reach, -1.0), 1.0)
    dip = max(rise + math.asin(low), 0.0) * (0.45 if beast.hooves else 1.0)
    if "trunk" in beast.extras:
        bow = kneel = 0.1
    return Body(
        tall=min(beast.leg / HAUNCHES, 1.0),
        bow=bow,
        level=GRAZING - beast.nod - bow - kneel,
        kneel=kneel,
        dip=dip,
        chin=ASLEEP - beast.nod - dip,
        eye=1.1 * (0.19 * beast.head + 0.004),
        supple=0.0 if beast.hooves or beast.thick > THICKSET else 1.0,
        tail=beast.tail[2],
    )


def build(subject: Subject, seed: int) -> Puppet:
    """A beast of the subject's form and colours."""
    del seed
    form = form_name("quadruped", subject.form)
    if form in frog.COLOURS:
        return frog.build(subject, form)
    if form in lizard.CRAWLERS:
        return lizard.build(subject, form)
    beast = BEASTS[form]
    if is_baby(subject.traits):
        beast = replace(beast, head=1.35 * beast.head, snout=0.75 * beast.snout, leg=0.86 * beast.leg)
    own = palette(subject.colours, beast.colours)
    colours = [own[0], own[1] if len(own) > 1 else palette(beast.colours, ())[1]]
    if beast.tame and subject.colours and np.ptp(own[0]) < VIVID:
        beast = replace(beast, coat="plain")
    if is_old(subject.traits):
        colours = [mix(colour, GREY, 0.45) for colour in colours]
    stand = form_of("quadruped", form).stand
    solid = "hide" if beast.bare else "fur"
    bare = partial(shape, beast, colours)
    made = clad(bare, wearer(beast), subject.worn)
    return figure(made, partial(move, _body(beast)), stand=stand, solid=solid, bare=bare)
