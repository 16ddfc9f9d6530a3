"""The flower rig: blossoms on stems, mushrooms, weeds under water."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from vitascope.engines.previz.catalogue import BLOOMING, form_name, form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import mix, palette, step
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.kit import Kit, Point, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, grid, tube
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.stuff import Stuff

GREEN = np.array([0.07, 0.20, 0.035], np.float32)


def slack(made: Part, share: float = 1.0) -> Part:
    """A part that waves the more the higher it is."""
    return made.with_(flex=(share * np.clip(made.rest[:, 1], 0, 1) ** 1.6).astype(np.float32))


def petal(
    long: float, wide: float, cup: float, tone: Floats, heart: Floats, n: int, curl: float = 0.0
) -> Part:
    """A petal from the origin along z, cupped upward, its heart in another colour."""
    u, v = np.meshgrid(np.linspace(0, 1, n), np.linspace(-1, 1, n), indexing="ij")
    half = wide * np.sin(np.pi * np.clip(u * 0.86 + 0.10, 0, 1)) ** 0.8
    points = np.stack([half * v, cup * u**2 * long + 0.35 * half * v * v - curl * u**4 * long, long * u], -1)
    made = grid(points.astype(np.float32), Look(Stuff.PETAL, 0, 1))
    shade = mix(np.broadcast_to(heart, made.rest.shape), tone, step(u.ravel(), 0.0, 0.35))
    return made.with_(
        colour=shade * (0.85 + 0.15 * np.abs(v.ravel()))[:, None].astype(np.float32),
        openness=(0.55 + 0.45 * u.ravel()).astype(np.float32),
    )


def stem(kit: Kit, top: Point, radius: float, leaves: int = 2) -> None:
    """A bent stem with leaves."""
    w = np.linspace(0, 1, 14)
    line = np.stack([top[0] * w**2, top[1] * w, top[2] * w**2], -1)
    kit.add(
        slack(
            tube(
                line.astype(np.float32),
                (radius * (1 - 0.3 * w)).astype(np.float32),
                Look(Stuff.PLAIN),
                kit.sides(4),
                tone_of(GREEN),
                (0, 0, 1),
            )
        )
    )
    for k in range(leaves):
        y = 0.16 + 0.50 * k / max(leaves, 1)
        leaf = petal(0.26, 0.058, 0.5, GREEN * 1.2, GREEN, kit.count(5, 8, 12), 0.3)
        at = (float(np.interp(y / top[1], w, line[:, 0])), y, 0.0)
        kit.add(slack(moved(leaf, at, (-0.5, 0.9 + 2.6 * k, 0))))


@dataclass(frozen=True)
class Hinge:
    """Where a petal's bones turn it: to its side, with the blossom, from ``shut`` to ``open``; radians."""

    turn: float
    lean: float
    shut: float
    open: float


@dataclass
class Bud(Kit):
    """A flower whose petals hang on hinges, numbered as their bones are."""

    hinges: list[Hinge] = field(default_factory=list[Hinge])

    def petal(self, made: Part, at: Point, turn: float, lift: float, lean: float) -> None:
        """Hang one on a hinge, on what turns it to its side, on what leans the blossom."""
        number = len(self.hinges)
        self.bone(f"lean_{number}", at, "bloom")
        self.bone(f"side_{number}", at, f"lean_{number}")
        self.bone(f"petal_{number}", at, f"side_{number}")
        self.add(slack(moved(made, at)), f"petal_{number}")
        tip = made.rest[int(made.rest[:, 2].argmax())]
        shut = 0.5 * math.pi - math.atan2(float(tip[1]), float(tip[2])) + CLOSE
        cup = shut - lift < CUPPED
        self.hinges.append(Hinge(turn, lean, shut, lift - WIDER if cup else lift))


CLOSE = 0.05
"""How far tips lean over the middle of a bud, radians."""
CUPPED, WIDER = 0.25, 0.45
"""A petal that is hardly less than shut as it usually is: by so much it opens further, radians."""
LATER = 0.45
"""By how much of the whole the inmost petals open later than the outermost."""


def opened(hinges: list[Hinge], limbs: Limbs, g: Gesture) -> None:
    """Turn every petal as far as the blossom is open, the outermost first."""
    for number, hinge in enumerate(hinges):
        inner = min(max(hinge.open / hinge.shut, 0.0), 1.0)
        share = min(max(g.bloom * (1.0 + LATER) - LATER * inner, 0.0), 1.0)
        share = share * share * (3.0 - 2.0 * share)
        limbs.turn(f"lean_{number}", x=hinge.lean)
        limbs.turn(f"side_{number}", y=hinge.turn)
        limbs.turn(f"petal_{number}", x=-(hinge.shut + (hinge.open - hinge.shut) * share))


def whorl(
    kit: Kit,
    at: Point,
    count: int,
    made: Callable[[], Part],
    lift: float,
    turn: float = 0.0,
    lean: float = 0.0,
) -> None:
    """Petals around a place, raised by ``lift``; the blossom leans towards +z."""
    for k in range(count):
        if isinstance(kit, Bud):
            kit.petal(made(), at, math.tau * k / count + turn, lift, lean)
            continue
        one = moved(moved(made(), (0, 0, 0), (-lift, 0, 0)), (0, 0, 0), (0, math.tau * k / count + turn, 0))
        kit.add(slack(moved(one, at, (lean, 0, 0))), "bloom")


def rose(kit: Kit, colours: list[Floats]) -> None:
    """Petals in a spiral, tight within."""
    stem(kit, (0.0, 0.78, 0.02), 0.013, 3)
    kit.bone("bloom", (0, 0.78, 0.02))
    n = kit.count(6, 9, 13)
    for ring, (count, lift, long, wide) in enumerate(
        (
            (3, 1.50, 0.15, 0.07),
            (4, 1.32, 0.17, 0.085),
            (5, 1.08, 0.19, 0.10),
            (6, 0.78, 0.20, 0.11),
            (7, 0.45, 0.20, 0.11),
        )
    ):
        shade = colours[0] * (0.55 + 0.12 * ring)
        whorl(
            kit,
            (0, 0.79, 0.02),
            count,
            partial(petal, long, wide, 0.25, shade, shade * 0.5, n, 0.22),
            lift,
            0.7 * ring,
            0.35,
        )
    whorl(kit, (0, 0.785, 0.02), 5, partial(petal, 0.10, 0.022, 0.2, GREEN, GREEN, 6), 0.1, 0.3, 0.35)


def sunflower(kit: Kit, colours: list[Floats]) -> None:
    """A large dark disc in a ring of rays."""
    stem(kit, (0.0, 0.80, 0.05), 0.014, 4)
    kit.bone("bloom", (0, 0.80, 0.05))
    n = kit.count(5, 7, 9)
    for ring, count in enumerate((18, 18)):
        whorl(
            kit,
            (0, 0.80, 0.06),
            count,
            partial(petal, 0.185, 0.030, 0.12, colours[0] * (1 - 0.2 * ring), colours[0] * 0.6, n),
            0.10 + 0.12 * ring,
            0.17 * ring,
            1.15,
        )
    disc = lathe(
        ((0.0, 0.035), (0.05, 0.033), (0.085, 0.018), (0.09, 0.0), (0.0, -0.01)),
        Look(Stuff.SOIL),
        kit.sides(10),
        tone_of(colours[1]),
        crisp=False,
    )
    kit.add(slack(moved(disc, (0, 0.80, 0.06), (1.15, 0, 0))), "bloom")


def tulip(kit: Kit, colours: list[Floats]) -> None:
    """A cup of six petals."""
    stem(kit, (0.0, 0.74, 0.0), 0.015, 2)
    kit.bone("bloom", (0, 0.74, 0))
    n = kit.count(6, 9, 13)
    for ring in range(2):
        whorl(
            kit,
            (0, 0.735, 0),
            3,
            partial(petal, 0.27, 0.115, 0.42, colours[0] * (1 - 0.18 * ring), colours[0] * 0.7, n, -0.22),
            1.02 + 0.1 * ring,
            1.05 * ring,
            0.12,
        )


def daisy(kit: Kit, colours: list[Floats]) -> None:
    """White rays, a yellow heart."""
    stem(kit, (0.03, 0.76, 0.03), 0.012, 2)
    kit.bone("bloom", (0.03, 0.76, 0.03))
    whorl(
        kit,
        (0.03, 0.765, 0.035),
        17,
        partial(petal, 0.20, 0.030, 0.05, colours[0], colours[0] * 0.8, kit.count(5, 7, 9)),
        0.15,
        0.0,
        0.85,
    )
    kit.add(
        slack(
            moved(
                ball((0, 0.01, 0), (0.062, 0.035, 0.062), Look(Stuff.SOIL), 12, tone_of(colours[1])),
                (0.03, 0.765, 0.035),
                (0.85, 0, 0),
            )
        ),
        "bloom",
    )


def mushroom(kit: Kit, colours: list[Floats]) -> None:
    """A red cap with white spots, and a small one."""
    kit.bone("bloom", (0, 0.5, 0))
    for at, size in (((0.0, 0.0, 0.0), 1.0), ((0.34, 0.0, 0.10), 0.45)):
        stalk = lathe(
            ((0.11, 0.0), (0.085, 0.2), (0.075, 0.60), (0.0, 0.62)),
            Look(Stuff.SKIN),
            kit.sides(8),
            (0.75, 0.70, 0.58),
            crisp=False,
        )
        kit.add(moved(stalk, at, scale=size))
        cap = lathe(
            ((0.07, 0.56), (0.30, 0.54), (0.40, 0.58), (0.39, 0.66), (0.33, 0.80), (0.2, 0.91), (0.0, 0.95)),
            Look(Stuff.SKIN),
            kit.sides(10),
            tone_of(colours[0]),
            crisp=False,
        )
        under = cap.rest[:, 1] < 0.57
        cap = cap.with_(
            colour=np.where(under[:, None], np.array([0.62, 0.55, 0.42], np.float32), cap.colour).astype(
                np.float32
            )
        )
        kit.add(moved(cap, at, scale=size))
        for k in range(16):
            a, h = k * 2.39996, 0.64 + 0.28 * ((k * 0.618) % 1.0)
            r = float(np.interp(h, [0.58, 0.66, 0.80, 0.91, 0.95], [0.40, 0.39, 0.33, 0.2, 0.02]))
            kit.add(
                moved(
                    ball(
                        (r * math.cos(a), h, r * math.sin(a)),
                        0.030 + 0.014 * (k % 3),
                        Look(Stuff.SKIN),
                        8,
                        tone_of(colours[1]),
                    ),
                    at,
                    scale=size,
                )
            )


def seaweed(kit: Kit, colours: list[Floats]) -> None:
    """Long blades that stand up and wave."""
    kit.bone("bloom", (0, 0, 0))
    chance = np.random.default_rng(3)
    for k in range(11):
        a, tall = k * 2.4, 0.55 + 0.45 * chance.random()
        u, v = np.meshgrid(np.linspace(0, 1, kit.count(8, 14, 22)), np.linspace(-1, 1, 5), indexing="ij")
        half = 0.030 * np.sin(np.pi * np.clip(u * 0.9 + 0.08, 0, 1)) * (1 + 0.25 * np.sin(18 * u))
        points = np.stack([half * v, tall * u, 0.05 * np.sin(6 * u + k) * u], -1)
        made = grid(
            points.astype(np.float32),
            Look(Stuff.PETAL, 0, 1),
            tone_of(colours[0] * (0.7 + 0.5 * chance.random())),
        )
        kit.add(slack(moved(made, (0.12 * math.cos(a), 0, 0.12 * math.sin(a)), (0, a, 0)), 6.0))


def lily_pad(kit: Kit, colours: list[Floats]) -> None:
    """Round leaves with a notch, flat on the water, and a bud beside them."""
    kit.bone("bloom", (-0.36, 0.03, -0.26))
    n = kit.count(20, 36, 56)
    for x, z, size, way in ((0.0, 0.0, 0.36, 0.4), (-0.46, -0.16, 0.20, 2.2), (0.40, -0.34, 0.17, 4.0)):
        u, a = np.meshgrid(np.linspace(0, 1, 6), np.linspace(0.16, math.tau - 0.16, n), indexing="ij")
        r = size * u
        lip = 0.02 + 0.018 * np.clip(u - 0.85, 0, 1) / 0.15
        points = np.stack([x + r * np.sin(a + way), lip, z + r * np.cos(a + way)], -1)
        made = grid(points.astype(np.float32), Look(Stuff.PETAL, 0, 1))
        veins = step(np.abs(np.sin(7.0 * a.ravel())), 0.16, 0.03) * (1 - 0.7 * u.ravel())
        tone = mix(colours[0] * (0.8 + 0.25 * u.ravel()[:, None]), colours[0] * 1.5, 0.6 * veins)
        kit.add(made.with_(colour=np.asarray(tone, np.float32)))
    for ring, (count, lean) in enumerate(((8, 0.5), (6, 0.95))):
        for k in range(count):
            leaf = petal(0.13 - 0.02 * ring, 0.032, 0.25, colours[1], colours[1] * 0.8, kit.count(5, 7, 9))
            turn = math.tau * (k + 0.5 * ring) / count
            kit.add(moved(leaf, (-0.36, 0.03, -0.26), (-lean, turn, 0)), "bloom")


FLOWERS: dict[str, tuple[tuple[str, str], Callable[[Kit, list[Floats]], None]]] = {
    "rose": (("#c8142c", "#6a0a18"), rose), "sunflower": (("#f5b811", "#2e1a0c"), sunflower),
    "tulip": (("#e0335a", "#f2c02c"), tulip),
    "daisy": (("#f6f4ee", "#f0b41c"), daisy), "mushroom": (("#c21f16", "#f2ece0"), mushroom),
    "seaweed": (("#3f6a2a", "#2a4a1c"), seaweed), "lily_pad": (("#3f7a34", "#f0c4d4"), lily_pad),
}  # fmt: skip


def shape(form: str, colours: list[Floats], fine: int, make: type[Kit] = Kit) -> Kit:
    """A flower in the colours of its petals and its heart, ``fine`` from 1 to 3."""
    kit = make(fine)
    FLOWERS[form][1](kit, colours)
    return kit


def move(limbs: Limbs, g: Gesture) -> None:
    """Nod in the wind."""
    limbs.turn("root", z=0.05 * math.sin(g.phase) * (0.6 + g.dance), x=0.03 * math.sin(g.phase + 0.8))
    limbs.turn(
        "bloom",
        z=0.08 * math.sin(g.phase - 0.6),
        x=0.06 * math.sin(g.phase),
        y=0.2 * g.dance * math.sin(g.phase),
    )
    limbs.wind = (0.014 * (0.4 + g.effort), g.phase, 5.0, 4.0)


def build(subject: Subject, seed: int) -> Puppet:
    """A flower of the subject's form and colours."""
    del seed
    form = form_name("flower", subject.form)
    usual = FLOWERS[form][0]
    own = palette(subject.colours, usual)
    make = partial(shape, form, [own[0], own[1] if len(own) > 1 else palette(usual, ())[1]])
    stand = form_of("flower", form).stand
    if BLOOMING not in subject.traits:
        return figure(make, move, stand=stand)
    bud = partial(make, make=Bud)
    first = bud(1)
    hinges = first.hinges if isinstance(first, Bud) else []
    return figure(bud, partial(_bloom, hinges), stand=stand, bare=make)


def _bloom(hinges: list[Hinge], limbs: Limbs, g: Gesture) -> None:
    move(limbs, g)
    opened(hinges, limbs, g)
