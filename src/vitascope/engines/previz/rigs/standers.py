"""Birds on their feet: what a bird's shape is while it stands, walks, perches or pecks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Worn
from vitascope.engines.previz.rigs.colours import mix, step
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.flesh import Solid, bar, grown, lobe
from vitascope.engines.previz.rigs.kit import Kit, Point, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, ball, cone
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.worn import Wearer, clad

BENT = 0.6
"""The share of a neck's turn at its root."""
Colours = list[Floats]
"""Body, head, wing, wing tip, bill and feet, linear."""


@dataclass(frozen=True)
class Stander:
    """Proportions of a bird on its feet, about 1 unit tall or long.

    ``leg`` is the height of the hips, ``girth`` and ``half`` the body's radius and half length, which rises
    by ``tilt``; the neck is ``neck`` long and leans back by ``bow`` in its middle; the head is ``head``
    across, the bill ``bill`` long and ``thick`` and hooks by ``hook``. The tail is ``tail`` long and
    ``fan`` wide. ``belly`` ones have the second colour on the breast. ``face`` turns the eyes ahead, an
    owl's.
    """

    leg: float = 0.15
    girth: float = 0.155
    half: float = 0.20
    tilt: float = 0.45
    neck: float = 0.13
    bow: float = 0.0
    head: float = 0.105
    bill: float = 0.085
    thick: float = 0.028
    hook: float = 0.0
    tail: float = 0.34
    fan: float = 0.060
    shin: float = 0.012
    eye: float = 0.017
    belly: bool = False
    face: bool = False
    iris: tuple[float, float, float] = (0.03, 0.02, 0.015)

    @property
    def hips(self) -> Point:
        """Where the body turns."""
        return (0.0, self.leg + 0.55 * self.girth, 0.0)

    def along(self, share: float, above: float = 0.0) -> Point:
        """A point of the body's axis, -1 at the rump to 1 at the breast, and so far above it."""
        c, s = math.cos(self.tilt), math.sin(self.tilt)
        _, y, _ = self.hips
        way = share * self.half
        return (0.0, y + 0.35 * self.girth + way * s + above * c, way * c - above * s)

    @property
    def nape(self) -> tuple[Point, Point, Point]:
        """Where the neck starts, its middle and its end."""
        _, y, z = self.along(0.85, 0.25 * self.girth)
        top = (0.0, y + self.neck * 0.97, z + self.neck * 0.24)
        return (0.0, y, z), (0.0, y + 0.55 * self.neck, z + 0.12 * self.neck - self.bow), top

    @property
    def skull(self) -> Point:
        """The head's middle."""
        _, y, z = self.nape[2]
        return (0.0, y + 0.3 * self.head, z + 0.15 * self.head)

    @property
    def tip(self) -> Point:
        """The bill's tip."""
        _, y, z = self.skull
        return (0.0, y - 0.15 * self.head - self.hook, z + 0.85 * self.head + self.bill)


_WADER = Stander(leg=0.40, girth=0.085, half=0.15, tilt=0.30, neck=0.34, bow=0.05, head=0.038, bill=0.13,
    thick=0.014, tail=0.10, fan=0.045, shin=0.010, eye=0.008)  # fmt: skip
STANDERS = {
    "dove": Stander(), "sparrow": Stander(girth=0.185, half=0.17, neck=0.08, head=0.135, bill=0.055,
        thick=0.032,
        tail=0.30, belly=True), "crow": Stander(bill=0.13, thick=0.036, hook=0.012, girth=0.15, leg=0.18),
    "gull": Stander(leg=0.17, half=0.24, tilt=0.20, bill=0.11, hook=0.012, tail=0.22, shin=0.011,
        iris=(0.75, 0.6, 0.1)),
    "eagle": Stander(leg=0.16, girth=0.19, half=0.20, tilt=0.85, neck=0.09, head=0.115, bill=0.085,
        thick=0.045,
        hook=0.055, tail=0.30, fan=0.09, shin=0.030, iris=(0.85, 0.6, 0.08)),
    "owl": Stander(leg=0.08, girth=0.24, half=0.17, tilt=1.15, neck=0.05, head=0.21, bill=0.010, thick=0.030,
        hook=0.045, tail=0.20, fan=0.09, shin=0.034, eye=0.052, belly=True, face=True, iris=(0.85, 0.5,
        0.05)),
    "parrot": Stander(leg=0.09, girth=0.135, half=0.19, tilt=0.95, neck=0.06, head=0.120, bill=0.045,
        thick=0.058,
        hook=0.060, tail=0.48, fan=0.045, shin=0.020, iris=(0.8, 0.75, 0.6)),
    "toucan": Stander(leg=0.10, girth=0.15, half=0.18, tilt=0.80, neck=0.07, head=0.105, bill=0.27,
        thick=0.070,
        hook=0.035, tail=0.30, shin=0.016, belly=True),
    "heron": _WADER,
    "flamingo": Stander(leg=0.46, girth=0.088, half=0.13, tilt=0.25, neck=0.36, bow=0.09, head=0.040,
        bill=0.055,
        thick=0.026, hook=0.050, tail=0.08, fan=0.04, shin=0.009, eye=0.007, iris=(0.8, 0.7, 0.2)),
    "pelican": Stander(leg=0.14, girth=0.17, half=0.22, tilt=0.35, neck=0.26, bow=0.05, head=0.062, bill=0.34,
        thick=0.040, hook=0.03, tail=0.14, fan=0.07, shin=0.016, eye=0.012),
    "peacock": Stander(leg=0.22, girth=0.10, half=0.17, tilt=0.15, neck=0.26, bow=0.02, head=0.042,
        bill=0.045,
        thick=0.016, tail=0.0, shin=0.012, eye=0.008),
    "ostrich": Stander(leg=0.42, girth=0.15, half=0.17, tilt=0.10, neck=0.36, bow=0.02, head=0.042,
        bill=0.055,
        thick=0.022, tail=0.14, fan=0.10, shin=0.018, eye=0.011),
    "hummingbird": Stander(leg=0.05, girth=0.12, half=0.17, tilt=0.7, neck=0.04, head=0.095, bill=0.32,
        thick=0.011,
        tail=0.24, fan=0.04, shin=0.006),
}  # fmt: skip


def _legs(s: Stander) -> tuple[Point, Point, Point]:
    """Hip, knee and ankle of the right leg."""
    x = 0.45 * s.girth
    back = 0.10 * s.leg
    return (x, s.leg + 0.35 * s.girth, 0.0), (x, 0.55 * s.leg, -back), (x, 0.02, 0.02)


def _bones(kit: Kit, s: Stander) -> None:
    kit.bone("body", s.hips)
    kit.bone("neck", s.nape[0], "body")
    kit.bone("crook", s.nape[1], "neck")
    kit.bone("head", s.nape[2], "crook")
    kit.bone("tail", s.along(-0.9), "body")
    kit.pair("arm", (0.8 * s.girth, s.along(0.5)[1], s.along(0.5)[2]), "body")
    hip, knee, ankle = _legs(s)
    kit.pair("leg", hip)
    kit.pair("shin", knee, "leg_r")
    kit.pair("foot", ankle, "shin_r")
    for side, sign in (("r", 1), ("l", -1)):
        kit.foot(f"foot_{side}", (sign * ankle[0], 0.0, ankle[2] + 0.03))
    kit.downward.update({"leg_r", "leg_l"})


def _flesh(s: Stander) -> list[Solid]:
    root, middle, top = s.nape
    hip, knee, _ = _legs(s)
    wide = min(0.75 * s.girth, 1.5 * s.head)
    half = 0.5 * (wide + 0.62 * s.head)
    return [
        bar("body", s.along(-0.75), s.along(0.35), (0.62 * s.girth, 0.96 * s.girth), 0.05),
        bar("body", s.along(0.2), s.along(0.75, -0.05 * s.girth), (0.96 * s.girth, 0.80 * s.girth), 0.05),
        bar("neck", root, middle, (wide, min(half, 1.2 * s.head)), 0.05),
        bar("crook", middle, top, (min(half, 1.2 * s.head), 0.70 * s.head), 0.04),
        lobe("head", s.skull, (0.92 * s.head, 0.94 * s.head, 1.05 * s.head), 0.03),
        bar("leg_r", hip, knee, (0.30 * s.girth, 1.3 * s.shin), 0.03),
    ]


def _plumage(s: Stander, colours: Colours, points: Floats, normals: Floats) -> Floats:
    """The body's colour, darker above; the head's; a breast of the second colour where there is one."""
    body, head, wing = colours[0], colours[1], colours[2]
    up = step(normals[:, 1], 0.0, 0.8) * step(points[:, 1], s.hips[1], s.hips[1] + 0.05)
    out = mix(np.broadcast_to(body, points.shape), wing, 0.45 * up)
    neck = s.nape[1]
    share = step(points[:, 1], neck[1] - 0.03, neck[1] + 0.03) * step(
        points[:, 2], s.along(-0.2)[2], s.along(0.3)[2]
    )
    out = mix(out, head, share)
    if s.belly:
        front = step(normals[:, 2] - 0.6 * normals[:, 1], 0.0, 0.5) * (1.0 - share)
        out = mix(out, 0.35 * head + 0.65 * np.float32(0.62), front)
    return np.asarray(out * (0.80 + 0.20 * step(normals[:, 1], -0.8, 0.1))[:, None], np.float32)


def _bill(kit: Kit, s: Stander, tone: Floats) -> None:
    _, y, z = s.skull
    base = (0.0, y - 0.12 * s.head, z + 0.72 * s.head)
    lift = (0.0, 0.7 * s.hook, 0.25 * s.hook)
    sides = kit.sides(5)
    kit.add(
        cone(
            base,
            s.tip,
            s.thick,
            Look(Stuff.HORN),
            lift,
            rings=10,
            sides=sides,
            colour=tone_of(tone),
            power=0.65,
        ),
        "head",
    )


def _eyes(kit: Kit, s: Stander) -> None:
    _, y, z = s.skull
    eye = ball((0, 0, 0), s.eye, Look(Stuff.EYE), 8 + 2 * kit.fine, s.iris)
    at = (
        (0.42 * s.head, y + 0.12 * s.head, z + 0.84 * s.head)
        if s.face
        else (0.78 * s.head, y + 0.2 * s.head, z + 0.45 * s.head)
    )
    kit.add(moved(eye, at, (0, -1.25 if s.face else -0.35, 0)), "head", both=True)


def _wings(kit: Kit, s: Stander, colours: Colours) -> None:
    """Folded along the flanks, and a tail of long feathers."""
    _, y, z = s.along(-0.25, 0.12 * s.girth)
    size = (0.22 * s.girth, 0.62 * s.girth, 1.05 * s.half + 0.25 * s.tail)
    wing = ball((0, 0, 0), size, Look(Stuff.FEATHER), 14)
    share = step(wing.rest[:, 2], 0.0, -0.9 * size[2])
    wing = wing.with_(
        colour=mix(np.broadcast_to(colours[2], wing.rest.shape), colours[3], share), place=wing.rest.copy()
    )
    kit.add(moved(wing, (0.86 * s.girth, y, z), (-s.tilt, 0.10, 0)), "arm_r", both=True)
    _, y, z = s.along(-0.95)
    for k in range(-2, 3):
        feather = ball(
            (0, 0, -0.5 * s.tail),
            (0.5 * s.fan, 0.012, 0.5 * s.tail + 0.03),
            Look(Stuff.FEATHER),
            10,
            tone_of(colours[3]),
        )
        kit.add(moved(feather, (0.2 * s.fan * k, y, z), (-0.75 * s.tilt, 0.12 * k, 0)), "tail")


def _feet(kit: Kit, s: Stander, tone: Floats) -> None:
    hip, knee, (x, low, z) = _legs(s)
    del hip
    colour = tone_of(tone)
    shank = cone(knee, (x, low, z), s.shin, Look(Stuff.HORN), sides=6, colour=colour, power=0.1)
    kit.add(shank, "shin_r", both=True)
    long = max(0.28 * s.leg, 3.2 * s.shin, 0.045)
    for side in (-0.55, 0.0, 0.55, math.pi):
        reach = long * (0.6 if side == math.pi else 1.0)
        tip = (x + reach * math.sin(side), 0.5 * s.shin, z + reach * math.cos(side))
        toe = cone((x, s.shin, z), tip, s.shin, Look(Stuff.HORN), rings=4, sides=5, colour=colour, power=0.4)
        kit.add(toe, "foot_r", both=True)


def _train(kit: Kit, s: Stander, colours: Colours) -> None:
    """A peacock's, laid behind it, with eyes on its feathers."""
    _, y, z = s.along(-0.6, 0.5 * s.girth)
    green, gold = np.array([0.03, 0.20, 0.07], np.float32), (0.30, 0.22, 0.03)
    for k in range(kit.count(14, 22, 30)):
        f = (k + 0.5) / kit.count(14, 22, 30)
        side, long = 0.55 * math.sin(7.0 * k), 0.45 + 0.35 * f
        end = (long * math.sin(side) * 0.45, 0.05 + 0.10 * (1 - f), z - long)
        tone = tone_of(mix(green, colours[0], 0.3 * (k % 3)))
        kit.add(
            cone(
                (0.03 * math.sin(7.0 * k), y, z),
                end,
                0.022,
                Look(Stuff.FEATHER),
                (0, 0.05, 0),
                rings=8,
                sides=5,
                colour=tone,
                power=0.3,
            ),
            "tail",
        )
        for size, hue in ((0.028, gold), (0.017, (0.02, 0.10, 0.40))):
            kit.add(
                ball(
                    (end[0], end[1] + 0.012, end[2]),
                    (size, 0.012 + 0.1 * size, 1.3 * size),
                    Look(Stuff.FEATHER),
                    8,
                    hue,
                ),
                "tail",
            )


def shape(form: str, colours: Colours, fine: int) -> Kit:
    """One of ``STANDERS``, ``fine`` from 1 to 3."""
    s, kit = STANDERS[form], Kit(fine)
    _bones(kit, s)
    grown(kit, _flesh(s), Stuff.FEATHER, partial(_plumage, s, colours), size=0.6, soft=0.03)
    _bill(kit, s, colours[4])
    _eyes(kit, s)
    _wings(kit, s, colours)
    _feet(kit, s, colours[5])
    if form == "peacock":
        _train(kit, s, colours)
    return kit


def _down(s: Stander) -> tuple[float, float]:
    """How far the body and the neck turn, radians, until the bill is at the ground."""
    joints = (s.hips, *s.nape[:2], s.tip)
    steps = [(b[1] - a[1], b[2] - a[2]) for a, b in pairwise(joints)]
    for k in range(1, 41):
        body, neck = 0.024 * k, 0.045 * k
        turns = (body, body + BENT * neck, body + neck)
        falls = zip(steps, turns, strict=True)
        if s.hips[1] + sum(y * math.cos(turn) - z * math.sin(turn) for (y, z), turn in falls) < 0.01:
            return body, neck
    return 0.96, 1.8


def move(s: Stander, peck: tuple[float, float], limbs: Limbs, g: Gesture) -> None:
    """Step with a nodding head, look about, peck, settle down on the feet or flap for joy."""
    swing = 0.55 * g.pace
    for side, half in (("r", 0.0), ("l", math.pi)):
        a = g.phase + half
        lift = max(math.cos(a), 0.0) * g.pace
        limbs.turn(f"leg_{side}", x=-swing * math.sin(a) - 0.25 * lift)
        limbs.turn(f"shin_{side}", x=0.9 * lift)
        limbs.turn(f"foot_{side}", x=-0.6 * lift + 0.6 * swing * math.sin(a))
        limbs.turn(
            f"arm_{side}", z=(1 if side == "r" else -1) * 0.9 * g.dance * (0.5 + 0.5 * math.sin(g.phase))
        )
    dab = 0.5 + 0.5 * math.tanh(4.0 * math.sin(g.phase) + 2.0)
    down = g.work * dab
    nod = 0.12 * g.pace * math.sin(2 * g.phase)
    limbs.turn("body", x=peck[0] * down + 0.10 * g.haste, y=0.05 * g.pace * math.sin(g.phase))
    look = (1.0 - g.pace) * (1.0 - g.work) * (1.0 - g.lie)
    limbs.turn("neck", x=BENT * peck[1] * down + nod + 0.5 * g.lie - 0.1 * g.jaw, y=0.3 * g.bend)
    limbs.turn("crook", x=(1.0 - BENT) * peck[1] * down - 1.3 * nod + 0.3 * g.lie)
    turn = 0.55 * math.tanh(3.0 * math.sin(g.phase)) * look
    limbs.turn("head", x=-0.5 * nod + 0.1 * g.lie, y=turn + 0.3 * g.bend, z=0.12 * turn)
    limbs.turn("tail", x=0.10 * math.sin(2 * g.phase) * (0.3 + g.pace))
    low = max(g.lie, 0.6 * g.sit) * min(s.leg, 0.20)
    limbs.shift("body", y=-0.6 * low + 0.02 * g.dance * abs(math.sin(2 * g.phase)))


def _wearer(s: Stander) -> Wearer:
    """Where hats, glasses and scarves are worn."""
    (_, y, z), (_, low, ahead) = s.skull, s.nape[1]
    ahead += 0.25 * s.head
    return Wearer(
        head=s.skull, radius=s.head, eye=(0.64 * s.head, y + 0.16 * s.head, z + 0.84 * s.head),
        neck=(0.0, low, ahead), girth=min(0.60 * s.girth, 0.95 * s.head), aside=0.55, lift=0.1, lean=0.35,
        breast=(0.0, low - 1.4 * s.head, ahead + 0.95 * s.girth), bones=("head", "neck", "body"),
    )  # fmt: skip


def standing(form: str, colours: Colours, stand: float, worn: Sequence[Worn] = ()) -> Puppet:
    """One of ``STANDERS`` in six colours, its feet ``stand`` below its middle."""
    s = STANDERS[form]
    bare = partial(shape, form, colours)
    made = clad(bare, _wearer(s), worn)
    return figure(made, partial(move, s, _down(s)), stand=stand, solid="fur", bare=bare)
