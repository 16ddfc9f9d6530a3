"""What people work at: it stands before them, in their lengths, or is held in both hands."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.burdens import baby, bow, decks, hose, stream
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.figure import Gesture, Limbs
from vitascope.engines.previz.rigs.instruments import drums
from vitascope.engines.previz.rigs.kit import Kit, Point, box, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, ball, cone, tube
from vitascope.engines.previz.rigs.stuff import Stuff

Place = Callable[[Kit, list[Floats]], None]
"""Hangs a workplace in two colours on a kit that has a person's bones."""
TOP, LOW_TOP = 0.53, 0.345
"""How high a bench is, and a desk at which one sits."""
STEEL: Final[Colour] = (0.42, 0.44, 0.47)
DARK: Final[Colour] = (0.020, 0.020, 0.022)
WARES = ("#d8302a", "#4a9a3a", "#e8982a", "#f0d84a", "#7a3a8a")
"""What is in a pan."""
GLOWING = np.float32(1.2)


def _block(low: Point, high: Point, tone: Colour, stuff: Stuff = Stuff.WOOD) -> Part:
    return box(low, high, Look(stuff), tone)


def _glowing(made: Part, share: np.float32 = GLOWING) -> Part:
    return made.with_(glow=np.full(len(made.rest), share, np.float32))


def _bench(kit: Kit, tone: Colour, half: float = 0.36, top: float = TOP, near: float = 0.16) -> None:
    """A table on four legs."""
    far = near + 0.34
    kit.add(_block((-half, top - 0.025, near), (half, top, far), tone), "bench")
    kit.add(
        _block((-half + 0.02, top - 0.07, near + 0.02), (half - 0.02, top - 0.025, far - 0.02), tone), "bench"
    )
    for x in (-half + 0.015, half - 0.045):
        for z in (near + 0.015, far - 0.045):
            kit.add(_block((x, 0.0, z), (x + 0.03, top - 0.02, z + 0.03), tone), "bench")


def _stand(kit: Kit, ware: Point) -> None:
    """The bones of what stays where it is, and of the ware upon it."""
    kit.bone("bench", (0.0, 0.0, 0.0), "")
    kit.bone("ware", ware, "bench")


def dough(kit: Kit, colours: list[Floats]) -> None:
    """Dough on a floured table, a rolling pin beside it."""
    _stand(kit, (0.0, TOP, 0.30))
    _bench(kit, tone_of(colours[1]))
    flour = lathe(
        ((0.0, 0.003), (0.15, 0.002), (0.17, 0.0)),
        Look(Stuff.PLAIN),
        kit.sides(8),
        (0.8, 0.78, 0.72),
        at=(0.0, TOP, 0.30),
    )
    kit.add(flour, "bench")
    lump = ball(
        (0.0, TOP + 0.03, 0.30),
        (0.105, 0.045, 0.075),
        Look(Stuff.SKIN),
        8 + 4 * kit.fine,
        tone_of(colours[0]),
    )
    kit.add(lump, "ware")
    pin = lathe(
        (
            (0.0, -0.12),
            (0.010, -0.12),
            (0.010, -0.09),
            (0.020, -0.085),
            (0.020, 0.085),
            (0.010, 0.09),
            (0.010, 0.12),
            (0.0, 0.12),
        ),
        Look(Stuff.WOOD),
        10,
        (0.42, 0.24, 0.11),
        axis=0,
    )
    kit.add(moved(pin, (0.21, TOP + 0.02, 0.38), (0.0, 0.5, 0.0)), "bench")


def wok(kit: Kit, colours: list[Floats]) -> None:
    """A wok over flames, what is fried in it leaping."""
    at = (0.0, TOP + 0.02, 0.32)
    _stand(kit, at)
    kit.add(_block((-0.24, 0.0, 0.18), (0.24, TOP - 0.03, 0.52), STEEL, Stuff.METAL), "bench")
    kit.add(_block((-0.26, TOP - 0.03, 0.16), (0.26, TOP - 0.015, 0.54), DARK, Stuff.METAL), "bench")
    kit.bone("flames", at, "bench")
    for k in range(9):
        a = math.tau * k / 9
        foot = (0.095 * math.sin(a), TOP - 0.015, at[2] + 0.095 * math.cos(a))
        tip = (0.16 * math.sin(a), TOP + 0.045 + 0.018 * (k % 3), at[2] + 0.16 * math.cos(a))
        kit.add(
            _glowing(cone(foot, tip, 0.026, Look(Stuff.FLAME), sides=6, colour=(0.3, 0.12, 0.03))), "flames"
        )
    bowl = (
        (0.0, 0.0),
        (0.06, 0.005),
        (0.115, 0.045),
        (0.135, 0.075),
        (0.128, 0.075),
        (0.10, 0.04),
        (0.0, 0.012),
    )
    kit.add(lathe(bowl, Look(Stuff.METAL), kit.sides(10), tone_of(colours[0]), at=at, crisp=False), "ware")
    grip = np.array([(0.09, at[1] + 0.06, at[2] - 0.09), (0.14, at[1] + 0.075, at[2] - 0.20)], np.float32)
    kit.add(tube(grip, np.full(2, 0.011, np.float32), Look(Stuff.WOOD), 8, tone_of(colours[1])), "ware")
    kit.bone("toss", at, "ware")
    chance = np.random.default_rng(7)
    for k in range(kit.count(8, 14, 20)):
        x, z = 0.15 * (chance.random(2) - 0.5)
        bit = ball(
            (0, 0, 0), (0.016, 0.008, 0.011), Look(Stuff.PAINT), 6, tone_of(linear(WARES[k % len(WARES)]))
        )
        place = (float(x), at[1] + 0.035 + 0.03 * float(chance.random()), at[2] + float(z))
        kit.add(moved(bit, place, (float(chance.random()), float(x) * 20, 0.5)), "toss" if k % 3 else "ware")


def wheel(kit: Kit, colours: list[Floats]) -> None:
    """A pot on a potter's wheel."""
    at = (0.0, TOP - 0.07, 0.27)
    kit.bone("bench", (0.0, 0.0, 0.0), "")
    kit.bone("turned", at, "bench")
    base = (
        (0.0, 0.0),
        (0.16, 0.0),
        (0.15, 0.05),
        (0.06, 0.08),
        (0.06, at[1] - 0.08),
        (0.20, at[1] - 0.06),
        (0.20, at[1] - 0.025),
        (0.0, at[1] - 0.02),
    )
    kit.add(lathe(base, Look(Stuff.WOOD), kit.sides(10), tone_of(colours[1]), at=(0.0, 0.0, at[2])), "bench")
    disc = ((0.0, -0.015), (0.135, -0.015), (0.135, 0.0), (0.0, 0.0))
    kit.add(lathe(disc, Look(Stuff.METAL), kit.sides(10), STEEL, at=at), "turned")
    pot = (
        (0.0, 0.0),
        (0.045, 0.0),
        (0.078, 0.04),
        (0.082, 0.07),
        (0.060, 0.115),
        (0.045, 0.14),
        (0.056, 0.165),
        (0.050, 0.165),
        (0.038, 0.14),
        (0.0, 0.12),
    )
    kit.add(lathe(pot, Look(Stuff.SKIN), kit.sides(10), tone_of(colours[0]), at=at, crisp=False), "turned")


def desk(kit: Kit, colours: list[Floats]) -> None:
    """A computer on a desk, and a chair."""
    _stand(kit, (0.0, LOW_TOP, 0.36))
    _bench(kit, tone_of(colours[1]), 0.40, LOW_TOP, 0.20)
    kit.add(_block((-0.13, LOW_TOP, 0.25), (0.13, LOW_TOP + 0.012, 0.33), DARK, Stuff.PAINT), "bench")
    kit.add(_block((0.17, LOW_TOP, 0.27), (0.20, LOW_TOP + 0.014, 0.31), DARK, Stuff.PAINT), "bench")
    screen = _block((-0.15, LOW_TOP + 0.035, -0.008), (0.15, LOW_TOP + 0.20, 0.008), DARK, Stuff.PAINT)
    lit = _glowing(
        _block(
            (-0.14, LOW_TOP + 0.045, -0.013), (0.14, LOW_TOP + 0.19, -0.006), tone_of(colours[0]), Stuff.LAMP
        ),
        np.float32(0.5),
    )
    foot = _block((-0.05, LOW_TOP, -0.03), (0.05, LOW_TOP + 0.04, 0.03), DARK, Stuff.PAINT)
    for made in (screen, lit, foot):
        kit.add(moved(made, (-0.22, 0.0, 0.46), (0.0, 0.55, 0.0)), "bench")
    chair(kit)


def chair(kit: Kit) -> None:
    """What one sits on at a desk."""
    kit.add(_block((-0.11, 0.205, -0.13), (0.11, 0.23, 0.09), DARK, Stuff.CLOTH), "bench")
    kit.add(_block((-0.10, 0.28, -0.15), (0.10, 0.50, -0.125), DARK, Stuff.CLOTH), "bench")
    for low, high in (
        ((-0.015, 0.03, -0.035), (0.015, 0.21, -0.005)),
        ((-0.02, 0.22, -0.15), (0.02, 0.30, -0.13)),
        ((-0.12, 0.0, -0.035), (0.12, 0.03, -0.005)),
        ((-0.015, 0.0, -0.14), (0.015, 0.03, 0.10)),
    ):
        kit.add(_block(low, high, STEEL, Stuff.METAL), "bench")


def easel(kit: Kit, colours: list[Floats]) -> None:
    """A picture on an easel, at the right hand, its face where the painter's is; and a brush."""
    _stand(kit, (0.0, 0.0, 0.0))
    turned, at = (0.0, -0.45, 0.0), (0.46, 0.0, 0.10)
    parts = [
        _block((-0.22, 0.40, -0.012), (0.22, 0.92, 0.006), (0.75, 0.72, 0.66), Stuff.PAINT),
        _block((-0.24, 0.375, -0.02), (0.24, 0.40, 0.03), tone_of(colours[1])),
        _block((-0.012, 0.92, -0.02), (0.012, 1.02, 0.0), tone_of(colours[1])),
    ]
    parts += [
        moved(_block((-0.011, 0.0, -0.02), (0.011, 1.0, 0.0), tone_of(colours[1])), (x, 0, -0.01), (0, 0, x))
        for x in (-0.17, 0.17)
    ]
    parts.append(
        moved(
            _block((-0.011, 0.0, 0.0), (0.011, 0.98, 0.02), tone_of(colours[1])), (0, 0, -0.26), (0.25, 0, 0)
        )
    )
    chance = np.random.default_rng(3)
    bands = ("#7ab0d8", "#c8dce8", "#e8b05a", "#4a7a4a", "#2f5a3a")
    for k, band in enumerate(bands):
        low = 0.88 - 0.092 * k
        parts.append(
            _block((-0.20, low - 0.09, 0.006), (0.20, low, 0.009), tone_of(linear(band)), Stuff.PLAIN)
        )
    for k in range(5):
        x, y = 0.34 * (chance.random() - 0.5), 0.50 + 0.12 * chance.random()
        tone = tone_of(linear(WARES[k]))
        parts.append(ball((float(x), float(y), 0.010), (0.025, 0.022, 0.004), Look(Stuff.PAINT), 7, tone))
    for made in parts:
        kit.add(moved(made, at, turned), "bench")
    hand = _hand(kit, "hand_r")
    handle = tube(
        np.array([(hand[0], hand[1] + 0.03, hand[2]), (hand[0], hand[1] - 0.15, hand[2] + 0.05)], np.float32),
        np.array([0.004, 0.006], np.float32),
        Look(Stuff.WOOD),
        6,
        tone_of(colours[0]),
    )
    kit.add(handle, "hand_r")


def anvil(kit: Kit, colours: list[Floats]) -> None:
    """A glowing bar on an anvil, and a hammer."""
    at = (0.0, TOP - 0.10, 0.33)
    _stand(kit, at)
    stump = ((0.0, 0.0), (0.15, 0.0), (0.13, 0.20), (0.13, 0.27), (0.0, 0.27))
    kit.add(lathe(stump, Look(Stuff.BARK), kit.sides(8), (0.16, 0.09, 0.05), at=(0.0, 0.0, at[2])), "bench")
    y, z = at[1], at[2]
    kit.add(_block((-0.09, 0.27, z - 0.06), (0.09, 0.31, z + 0.06), DARK, Stuff.METAL), "bench")
    kit.add(_block((-0.045, 0.30, z - 0.04), (0.045, y - 0.06, z + 0.04), DARK, Stuff.METAL), "bench")
    kit.add(_block((-0.13, y - 0.07, z - 0.05), (0.11, y, z + 0.05), DARK, Stuff.METAL), "bench")
    kit.add(cone((0.10, y - 0.03, z), (0.25, y - 0.005, z), 0.045, Look(Stuff.METAL), colour=DARK), "bench")
    bar = _block((-0.17, y, z - 0.018), (0.05, y + 0.014, z + 0.018), tone_of(colours[0]), Stuff.SPARK)
    kit.add(_glowing(bar, np.float32(0.8)), "ware")
    hand = _hand(kit, "hand_r")
    haft = _block(
        (hand[0] - 0.008, hand[1] - 0.008, hand[2] - 0.06),
        (hand[0] + 0.008, hand[1] + 0.008, hand[2] + 0.15),
        tone_of(colours[1]),
    )
    head = _block(
        (hand[0] - 0.024, hand[1] - 0.065, hand[2] + 0.11),
        (hand[0] + 0.024, hand[1] + 0.045, hand[2] + 0.16),
        STEEL,
        Stuff.METAL,
    )
    kit.add(haft, "hand_r")
    kit.add(head, "hand_r")


def _hand(kit: Kit, bone: str) -> Point:
    """The middle of a hand."""
    x, y, z = kit.pivots[kit.number(bone)]
    return x, y - 0.03, z + 0.005


def pouring(kit: Kit, colours: list[Floats]) -> None:
    """A jug in the right hand, tilted over a cup in the left."""
    kit.bone("held", (0.0, 0.70, 0.22), "chest")
    x, y, z = -0.035, 0.665, 0.225
    body = (
        (0.0, 0.0),
        (0.022, 0.0),
        (0.038, 0.022),
        (0.042, 0.045),
        (0.039, 0.045),
        (0.034, 0.040),
        (0.0, 0.038),
    )
    kit.add(
        lathe(body, Look(Stuff.PAINT), kit.sides(8), tone_of(colours[0]), at=(x, y, z), crisp=False), "held"
    )
    milk = lathe(
        ((0.0, 0.0405), (0.034, 0.0405)), Look(Stuff.PLAIN), kit.sides(8), (0.20, 0.09, 0.035), at=(x, y, z)
    )
    kit.add(milk, "held")
    art = [
        (0.016 * math.sin(a) ** 3, 0.013 * math.cos(a) - 0.005 * math.cos(2 * a))
        for a in np.linspace(0, math.tau, 14)
    ]
    for u, v in art:
        kit.add(ball((x + u, y + 0.041, z + v), 0.0035, Look(Stuff.PLAIN), 5, (0.8, 0.74, 0.62)), "held")
    saucer = ((0.0, -0.004), (0.055, 0.002), (0.055, 0.005), (0.0, 0.0))
    kit.add(lathe(saucer, Look(Stuff.PAINT), kit.sides(8), tone_of(colours[0]), at=(x, y, z)), "held")
    profile = (
        (0.0, 0.0),
        (0.032, 0.0),
        (0.036, 0.03),
        (0.026, 0.075),
        (0.030, 0.085),
        (0.026, 0.085),
        (0.0, 0.07),
    )
    jug = lathe(profile, Look(Stuff.METAL), kit.sides(8), tone_of(colours[1]), crisp=False)
    kit.add(moved(moved(jug, (0.03, -0.085, 0.0)), (x + 0.004, y + 0.125, z), (0.0, 0.0, 1.05), 0.8), "held")
    w = np.linspace(0.0, 1.0, 6, dtype=np.float32)
    path = np.stack([x + 0.004 - 0.004 * w, y + 0.125 - 0.082 * w, z + 0.0 * w], -1).astype(np.float32)
    kit.add(
        tube(path, np.full(6, 0.0045, np.float32), Look(Stuff.PLAIN), 6, (0.82, 0.77, 0.68), (0, 0, 1)),
        "held",
    )


def tray(kit: Kit, colours: list[Floats]) -> None:
    """A tray on the palm, with two cups."""
    hand = _hand(kit, "hand_r")
    kit.bone("held", hand, "hand_r")
    x, y, z = hand[0] + 0.01, hand[1] + 0.02, hand[2] + 0.03
    plate = ((0.0, 0.0), (0.12, 0.0), (0.13, 0.014), (0.125, 0.014), (0.115, 0.006), (0.0, 0.006))
    kit.add(lathe(plate, Look(Stuff.METAL), kit.sides(10), tone_of(colours[1]), at=(x, y, z)), "held")
    cup = (
        (0.0, 0.006),
        (0.024, 0.006),
        (0.034, 0.030),
        (0.036, 0.055),
        (0.033, 0.055),
        (0.029, 0.047),
        (0.0, 0.047),
    )
    for u, v in ((-0.045, 0.03), (0.045, -0.02)):
        made = lathe(
            cup, Look(Stuff.PAINT), kit.sides(6), tone_of(colours[0]), at=(x + u, y, z + v), crisp=False
        )
        kit.add(made, "held")
        coffee = lathe(
            ((0.0, 0.050), (0.031, 0.050)), Look(Stuff.PLAIN), 10, (0.05, 0.022, 0.01), at=(x + u, y, z + v)
        )
        kit.add(coffee, "held")


def spell(kit: Kit, colours: list[Floats]) -> None:
    """A ball of light before the hands, sparks about it, and threads of light that wind out of it."""
    at = (0.0, 0.80, 0.36)
    kit.bone("held", at, "chest")
    kit.bone("sparks", at, "held")
    tone = tone_of(colours[0])
    pale = tone_of(0.45 * colours[0] + 0.55)
    kit.add(_glowing(ball(at, 0.045, Look(Stuff.SPARK), 8 + 3 * kit.fine, pale), np.float32(1.6)), "held")
    for lean in (0.5, -0.7, 1.6):
        turn = np.linspace(0.0, 1.5 * math.tau, 40)
        r = 0.055 + 0.075 * np.linspace(0.0, 1.0, 40) ** 1.3
        ring = np.stack([r * np.cos(turn), 0.35 * r * np.sin(2.0 * turn + lean), r * np.sin(turn)], -1)
        wide = 0.0055 * np.sin(np.linspace(0.05, math.pi, 40)) + 0.0006
        made = tube(ring.astype(np.float32), wide.astype(np.float32), Look(Stuff.SPARK), 5, tone, (0, 0, 1))
        kit.add(_glowing(moved(made, at, (lean, 2.0 * lean, 0.4 * lean)), np.float32(0.9)), "sparks")
    chance = np.random.default_rng(11)
    for _ in range(kit.count(14, 24, 34)):
        away = chance.normal(size=3)
        away *= (0.08 + 0.16 * chance.random()) / (np.linalg.norm(away) + 1e-6)
        place = (at[0] + float(away[0]), at[1] + float(away[1]), at[2] + float(away[2]))
        size = 0.003 + 0.006 * float(chance.random())
        kit.add(_glowing(ball(place, size, Look(Stuff.SPARK), 5, tone), np.float32(1.4)), "sparks")


WORKPLACES: Final[dict[str, Place]] = {
    "dough": dough, "wok": wok, "wheel": wheel, "computer": desk, "easel": easel, "anvil": anvil,
    "pouring": pouring, "tray": tray, "spell": spell,
    "bow": bow, "baby": baby, "hose": hose, "decks": decks, "drums": drums,
}  # fmt: skip
"""By their name in ``holding.toml``."""


def labour(limbs: Limbs, g: Gesture) -> None:
    """What is worked on moves too: pots and sparks turn, dough is squeezed, what is in a wok leaps."""
    turn = math.sin(2.0 * g.phase)
    stream(limbs, g)
    limbs.turn("turned", y=2.0 * g.phase)
    limbs.turn("sparks", y=g.phase, x=0.3 * math.sin(g.phase))
    limbs.shift("flames", y=0.010 * math.sin(5.0 * g.phase), x=0.004 * math.sin(7.0 * g.phase))
    limbs.turn("flames", y=g.phase)
    up = g.work * max(turn, 0.0)
    limbs.shift("toss", y=0.13 * up, z=-0.02 * up)
    limbs.turn("toss", x=-0.5 * up)
    limbs.turn("ware", x=-0.14 * g.work * max(-turn, 0.0))
