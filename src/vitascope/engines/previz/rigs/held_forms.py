"""Things to hold that are built, not cut from a silhouette: shafts with heads, an umbrella, a lantern.

Each stands on its foot at the origin, where it is held, and is a length high.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.aura import fire
from vitascope.engines.previz.rigs.instruments import accordion
from vitascope.engines.previz.rigs.kit import Kit, Point, box, fan, lathe, moved, tone_of, turned_over
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, cone, grid, tube
from vitascope.engines.previz.rigs.stuff import Stuff

Build = Callable[[Kit, list[Floats]], list[Part]]
GLOW = np.float32(0.5)


def _shaft(
    kit: Kit, low: float, high: float, radius: float, colour: Floats, stuff: Stuff = Stuff.WOOD
) -> Part:
    profile = ((0.0, low), (radius, low), (radius, high), (0.0, high))
    return lathe(profile, Look(stuff), max(kit.sides(4), 6), tone_of(colour))


def _lit(made: Part, share: np.float32 = GLOW) -> Part:
    return made.with_(glow=np.full(len(made.rest), share, np.float32))


def _block(low: Point, high: Point, colour: Floats, stuff: Stuff = Stuff.METAL) -> Part:
    return box(low, high, Look(stuff), tone_of(colour))


def umbrella(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A canopy of eight panels over a thin shaft."""
    turn = np.linspace(0.0, 1.0, 8)
    dome = [(0.5 * math.sin(1.45 * w), 0.74 - 0.42 * (1 - math.cos(1.45 * w))) for w in turn]
    out = lathe([(0.0, 0.74), *dome[1:]], Look(Stuff.SAIL), 16, tone_of(colours[0]), crisp=False)
    return [out, _shaft(kit, -0.06, 0.82, 0.008, colours[1]), _shaft(kit, -0.10, 0.02, 0.018, colours[1])]


def balloon(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A balloon on a string."""
    made = ball(
        (0.0, 0.82, 0.0), (0.16, 0.19, 0.16), Look(Stuff.PAINT), 8 + 4 * kit.fine, tone_of(colours[0])
    )
    return [made, _shaft(kit, -0.02, 0.64, 0.003, colours[1], Stuff.PLAIN)]


def flag(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A cloth on a pole."""
    cloth = box((0.0, 0.62, -0.003), (0.52, 0.98, 0.003), Look(Stuff.SAIL), tone_of(colours[0]), cells=3)
    slack = cloth.with_(flex=np.asarray(2.5 * np.clip(cloth.rest[:, 0], 0, 1), np.float32))
    return [slack, _shaft(kit, -0.25, 1.0, 0.012, colours[1])]


def sword(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A blade, a guard and a hilt."""
    edge = [(0.10, -0.026), (0.90, -0.022), (1.0, 0.0), (0.90, 0.022), (0.10, 0.026)]
    blade = fan(edge, Look(Stuff.METAL), tone_of(colours[0]), 0.012, "yz")
    guard = _block((-0.014, 0.075, -0.085), (0.014, 0.105, 0.085), colours[1] * 1.6)
    return [
        blade,
        guard,
        _shaft(kit, -0.10, 0.09, 0.016, colours[1]),
        ball((0.0, -0.11, 0.0), 0.024, Look(Stuff.METAL), 6, tone_of(colours[1] * 1.6)),
    ]


def katana(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A curved blade with a round guard and a long hilt."""
    bow = [(w, 0.055 * w * w) for w in np.linspace(0.0, 1.0, 9)]
    edge = [(0.20 + 0.80 * w, z - 0.016) for w, z in bow] + [
        (0.20 + 0.78 * w, z + 0.016) for w, z in bow[::-1]
    ]
    rows = np.array(edge, np.float32)
    back, front = rows[:9], rows[9:][::-1]
    sheet = np.stack([np.stack([0 * r[:, 0], r[:, 0], r[:, 1]], -1) for r in (back, front)], 1)
    blade = grid(sheet.astype(np.float32), Look(Stuff.METAL), tone_of(colours[0]))
    guard = lathe(
        ((0.0, 0.19), (0.045, 0.19), (0.045, 0.205), (0.0, 0.205)), Look(Stuff.METAL), 10, (0.5, 0.36, 0.1)
    )
    return [blade, turned_over(blade), guard, _shaft(kit, -0.08, 0.19, 0.018, colours[1], Stuff.CLOTH)]


def lightsaber(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A blade of light."""
    beam = lathe(
        ((0.0, 0.08), (0.022, 0.09), (0.022, 0.97), (0.0, 1.0)), Look(Stuff.SPARK), 8, tone_of(colours[0])
    )
    return [_lit(beam, np.float32(1.4)), _shaft(kit, -0.12, 0.09, 0.022, colours[1], Stuff.METAL)]


def dagger(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A short blade."""
    edge = [(0.20, -0.05), (0.85, -0.04), (1.0, 0.03), (0.85, 0.07), (0.20, 0.07)]
    blade = fan(edge, Look(Stuff.METAL), tone_of(colours[0]), 0.02, "yz")
    return [blade, _shaft(kit, -0.16, 0.20, 0.04, colours[1])]


def wand(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A stick with a light at its tip."""
    spark = ball((0.0, 1.0, 0.0), 0.075, Look(Stuff.LAMP), 8, tone_of(colours[1]))
    return [_shaft(kit, -0.1, 1.0, 0.022, colours[0]), _lit(spark, np.float32(2.0))]


def pan(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A round pan on a long handle."""
    profile = ((0.0, -0.035), (0.17, -0.035), (0.21, 0.035), (0.195, 0.035), (0.16, -0.02), (0.0, -0.02))
    round_pan = lathe(profile, Look(Stuff.METAL), kit.sides(12), tone_of(colours[0]), at=(0, 0.78, 0), axis=2)
    return [round_pan, _shaft(kit, -0.12, 0.58, 0.022, colours[1])]


def torch(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A burning head on a stick."""
    flames = [fire((0.0, 0.64, 0.0), 0.62, 0.13), fire((0.02, 0.66, 0.02), 0.45, 0.10)]
    bowl = lathe(
        ((0.0, 0.56), (0.05, 0.56), (0.085, 0.70), (0.0, 0.70)), Look(Stuff.METAL), 8, tone_of(colours[0])
    )
    return [*flames, bowl, _shaft(kit, -0.25, 0.58, 0.035, colours[0])]


def cane(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A stick with a bent handle, to lean on."""
    bend = np.linspace(0.0, math.pi, 9)
    crook = np.stack([0.0 * bend, 0.94 + 0.06 * np.sin(bend), -0.06 + 0.06 * np.cos(bend)], -1)
    handle = tube(
        crook.astype(np.float32),
        np.full(9, 0.016, np.float32),
        Look(Stuff.WOOD),
        7,
        tone_of(colours[0]),
        (1, 0, 0),
    )
    return [
        _shaft(kit, 0.0, 0.95, 0.015, colours[0]),
        _shaft(kit, 0.0, 0.03, 0.02, colours[1], Stuff.RUBBER),
        handle,
    ]


def staff(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A long stick with a stone."""
    stone = ball((0.0, 0.60, 0.0), 0.04, Look(Stuff.GLASS), 8, tone_of(colours[1]))
    return [_shaft(kit, -0.40, 0.58, 0.014, colours[0]), stone]


def spear(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A shaft with a point, held by its middle."""
    tip = cone((0, 0.52, 0), (0, 0.66, 0), 0.026, Look(Stuff.METAL), sides=6, colour=tone_of(colours[1]))
    return [_shaft(kit, -0.42, 0.54, 0.011, colours[0]), tip]


def hammer(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A head across a handle."""
    head = _block((-0.09, 0.80, -0.20), (0.09, 0.98, 0.24), colours[1])
    return [_shaft(kit, -0.15, 0.95, 0.04, colours[0]), head]


def axe(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A blade beside the end of a handle."""
    edge = [(0.78, 0.02), (0.70, 0.26), (0.86, 0.30), (1.02, 0.26), (0.94, 0.02)]
    blade = fan(edge, Look(Stuff.METAL), tone_of(colours[1]), 0.03, "yz")
    return [_shaft(kit, -0.22, 1.0, 0.024, colours[0]), blade]


def rod(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A fishing rod, its line hanging from the tip."""
    pole = moved(_shaft(kit, -0.15, 0.95, 0.007, colours[0]), turn=(0.75, 0.0, 0.0))
    line = moved(_shaft(kit, -0.75, 0.0, 0.0016, colours[1], Stuff.PLAIN), (0.0, 0.69, 0.65))
    return [pole, line]


def paintbrush(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A brush."""
    tip = cone((0, 0.72, 0), (0, 1.0, 0), 0.06, Look(Stuff.CLOTH), sides=6, colour=tone_of(colours[1]))
    return [_shaft(kit, -0.25, 0.75, 0.035, colours[0]), tip]


def bat(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A club that is thicker at its end."""
    profile = (
        (0.0, -0.12),
        (0.03, -0.12),
        (0.022, -0.05),
        (0.024, 0.2),
        (0.045, 0.85),
        (0.03, 1.0),
        (0.0, 1.0),
    )
    return [lathe(profile, Look(Stuff.WOOD), kit.sides(6), tone_of(colours[0]), crisp=False)]


def racket(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A frame with strings."""
    turn = np.linspace(0.0, math.tau, 18, endpoint=False)
    rim = [(0.70 + 0.28 * math.cos(a), 0.20 * math.sin(a)) for a in turn]
    face = fan([(u, 0.88 * v) for u, v in rim], Look(Stuff.SAIL), tone_of(colours[1]), 0.004, "yx")
    outer = fan(rim, Look(Stuff.PAINT), tone_of(colours[0]), 0.003, "yx")
    return [face, outer, _shaft(kit, -0.15, 0.44, 0.024, colours[0])]


def _handled(head: Callable[[list[Floats]], list[Part]]) -> Build:
    """A head at the foot of a long handle."""

    def build(kit: Kit, colours: list[Floats]) -> list[Part]:
        return [_shaft(kit, 0.16, 1.0, 0.013, colours[0]), *head(colours)]

    return build


def _bristles(colours: list[Floats]) -> list[Part]:
    return [
        lathe(
            ((0.0, 0.0), (0.10, 0.0), (0.07, 0.10), (0.02, 0.22), (0.0, 0.22)),
            Look(Stuff.FUR),
            8,
            tone_of(colours[1]),
            crisp=False,
        )
    ]


def _scoop(colours: list[Floats]) -> list[Part]:
    edge = [(0.0, 0.0), (0.05, 0.07), (0.20, 0.075), (0.20, -0.075), (0.05, -0.07)]
    return [fan(edge, Look(Stuff.METAL), tone_of(colours[1]), 0.014, "yx")]


def _teeth(colours: list[Floats]) -> list[Part]:
    bar = _block((-0.13, 0.13, -0.012), (0.13, 0.16, 0.012), colours[1])
    return [
        bar,
        *(
            _block((x - 0.006, 0.0, -0.006), (x + 0.006, 0.14, 0.006), colours[1])
            for x in (-0.12, -0.06, 0.0, 0.06, 0.12)
        ),
    ]


def phone(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A flat slab, its screen lit."""
    del kit
    slab = _block((-0.27, 0.0, -0.035), (0.27, 1.0, 0.03), colours[0], Stuff.PAINT)
    screen = box((-0.24, 0.05, 0.03), (0.24, 0.95, 0.042), Look(Stuff.LAMP), tone_of(colours[1]))
    return [slab, _lit(screen, np.float32(0.25))]


def flute(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A pipe that is held across."""
    pipe = _shaft(kit, -0.5, 0.5, 0.02, colours[0], Stuff.METAL)
    return [moved(pipe, (0.0, 0.1, 0.0), (0.0, 0.0, 0.5 * math.pi))]


def microphone(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A ball of mesh on a grip."""
    head = ball((0.0, 0.62, 0.0), 0.20, Look(Stuff.METAL), 8, tone_of(colours[1]))
    return [_shaft(kit, -0.35, 0.55, 0.09, colours[0], Stuff.PAINT), head]


def cup(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A mug, full."""
    body = ((0.0, -0.35), (0.30, -0.35), (0.36, 0.0), (0.40, 0.5), (0.36, 0.5), (0.34, 0.42), (0.0, 0.42))
    ear = [
        ball(
            (0.42 + 0.14 * math.cos(a), 0.10 + 0.2 * math.sin(a), 0.0),
            0.05,
            Look(Stuff.PAINT),
            6,
            tone_of(colours[0]),
        )
        for a in np.linspace(-1.3, 1.3, 7)
    ]
    return [lathe(body, Look(Stuff.PAINT), kit.sides(8), tone_of(colours[0])), *ear]


def pipe(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A pipe: a bowl at the end of a stem."""
    bowl = lathe(
        ((0.0, 0.0), (0.14, 0.0), (0.16, 0.3), (0.12, 0.34), (0.0, 0.25)),
        Look(Stuff.WOOD),
        10,
        tone_of(colours[0]),
    )
    stem = moved(_shaft(kit, 0.0, 0.75, 0.035, colours[1]), (0.0, 0.05, 0.0), (-1.1, 0.0, 0.0))
    return [bowl, stem]


def lantern(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A glowing glass between two caps, on a ring."""
    glass = lathe(
        ((0.0, 0.16), (0.20, 0.16), (0.24, 0.40), (0.20, 0.62), (0.0, 0.62)),
        Look(Stuff.LAMP),
        kit.sides(8),
        tone_of(colours[0]),
        crisp=False,
    )
    caps = [
        lathe(profile, Look(Stuff.METAL), kit.sides(8), tone_of(colours[1]))
        for profile in (
            ((0.0, 0.06), (0.26, 0.06), (0.26, 0.16), (0.0, 0.16)),
            ((0.0, 0.62), (0.26, 0.62), (0.08, 0.80), (0.0, 0.80)),
        )
    ]
    return [_lit(glass, np.float32(1.0)), *caps, _shaft(kit, 0.78, 0.96, 0.02, colours[1], Stuff.METAL)]


def bucket(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A pail and its handle."""
    body = ((0.0, 0.0), (0.28, 0.0), (0.38, 0.60), (0.35, 0.60), (0.27, 0.05), (0.0, 0.05))
    bow = [
        ball(
            (0.36 * math.cos(a), 0.60 + 0.34 * math.sin(a), 0.0),
            0.02,
            Look(Stuff.METAL),
            6,
            tone_of(colours[1]),
        )
        for a in np.linspace(0.0, math.pi, 15)
    ]
    return [lathe(body, Look(Stuff.METAL), kit.sides(8), tone_of(colours[0])), *bow]


def flower(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A blossom on a stem."""
    heart = ball((0.0, 0.85, 0.0), (0.10, 0.08, 0.10), Look(Stuff.PETAL), 8, tone_of(colours[0]))
    petals = [
        ball(
            (0.13 * math.cos(a), 0.87, 0.13 * math.sin(a)),
            (0.10, 0.05, 0.10),
            Look(Stuff.PETAL),
            6,
            tone_of(colours[0] * 0.85),
        )
        for a in np.linspace(0, math.tau, 6, endpoint=False)
    ]
    return [heart, *petals, _shaft(kit, -0.2, 0.82, 0.015, colours[1], Stuff.PLAIN)]


def round_(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A ball."""
    return [ball((0.0, 0.5, 0.0), 0.5, Look(Stuff.PAINT), 8 + 4 * kit.fine, tone_of(colours[0]))]


BUILT: Final[dict[str, Build]] = {
    "umbrella": umbrella,
    "accordion": accordion,
    "balloon": balloon,
    "flag": flag,
    "sword": sword,
    "katana": katana,
    "lightsaber": lightsaber,
    "dagger": dagger,
    "wand": wand,
    "torch": torch,
    "staff": staff,
    "cane": cane,
    "spear": spear,
    "hammer": hammer,
    "axe": axe,
    "rod": rod,
    "paintbrush": paintbrush,
    "bat": bat,
    "racket": racket,
    "broom": _handled(_bristles),
    "shovel": _handled(_scoop),
    "rake": _handled(_teeth),
    "paddle": _handled(_scoop),
    "phone": phone,
    "flute": flute,
    "microphone": microphone,
    "cup": cup,
    "lantern": lantern,
    "pipe": pipe,
    "bucket": bucket,
    "flower": flower,
    "ball": round_,
    "pan": pan,
}
"""What is built, by its name in ``holding.toml``."""
