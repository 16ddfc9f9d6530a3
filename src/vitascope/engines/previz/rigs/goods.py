"""What is shown in shop windows: glass, watches, clocks, shoes, headphones, telephones."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.kit import (
    Build,
    Kit,
    Point,
    box,
    hull,
    lathe,
    loft,
    moved,
    section,
    tone_of,
    turned_over,
)
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, ball, tube
from vitascope.engines.previz.rigs.stuff import Stuff

CRYSTAL: Final = Look(Stuff.CRYSTAL, 0, 1)
STEEL: Colour = (0.55, 0.56, 0.58)
BLACK: Colour = (0.012, 0.012, 0.014)
PALE: Colour = (0.80, 0.78, 0.74)


def rod(path: list[Point], wide: float, look: Look, tone: Colour, sides: int = 7) -> Part:
    """A tube through points."""
    line = np.array(path, np.float32)
    spread = np.ptp(line, axis=0)
    up = (0.0, 0.0, 1.0) if spread[2] <= spread[0] else (1.0, 0.0, 0.0)
    return tube(line, np.full(len(line), wide, np.float32), look, sides, tone, up)


def block(half: tuple[float, float], heights: tuple[float, float], look: Look, tone: Colour, n: int) -> Part:
    """A rounded block that stands: half its width and depth, bottom and top."""
    low, high = heights
    soft = 0.10 * min(half)
    rows = [(low, 0.93), (low + soft, 1.0), (high - soft, 1.0), (high, 0.90)]
    rings: list[Floats] = []
    for y, share in rows:
        ring = section(half[0] * share, half[1] * share, 6.0, n)
        rings.append(np.stack([ring[:, 0], 0 * ring[:, 0] + y, ring[:, 1]], -1))
    return loft(np.array(rings, np.float32), look, tone)


def perfume(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A thick-walled flacon of glass with scent in it, a label, a collar and a tall cap."""
    scent, gold = tone_of(0.5 * colours[0] ** 1.2), tone_of(colours[1])
    neck = ((0.10, 0.600), (0.10, 0.635), (0.075, 0.64), (0.075, 0.67), (0.0, 0.67))
    cap = ((0.0, 0.665), (0.125, 0.665), (0.13, 0.675), (0.13, 0.97), (0.115, 0.995), (0.0, 1.0))
    n = kit.sides(12)
    label = box((-0.115, 0.20, 0.137), (0.115, 0.36, 0.1395), Look(Stuff.PAINT), PALE)
    return [
        block((0.225, 0.090), (0.055, 0.46), Look(Stuff.SKIN), scent, n),
        lathe(neck, Look(Stuff.METAL), kit.sides(10), gold),
        lathe(cap, Look(Stuff.METAL), kit.sides(12), gold),
        rod([(0.0, 0.10, 0.0), (0.0, 0.62, 0.0)], 0.010, Look(Stuff.PLAIN), PALE),
        block((0.28, 0.135), (0.0, 0.61), CRYSTAL, (0.92, 0.93, 0.95), n),
        label,
        box((-0.07, 0.29, 0.1395), (0.07, 0.30, 0.141), Look(Stuff.METAL), gold),
        box((-0.045, 0.255, 0.1395), (0.045, 0.262, 0.141), Look(Stuff.METAL), gold),
    ]


def tumbler(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A tall glass, three quarters full, with ice and a straw."""
    drink, n = tone_of(colours[0]), kit.sides(14)
    wall = ((0.0, 0.0), (0.215, 0.0), (0.225, 0.02), (0.275, 0.86), (0.265, 0.865), (0.255, 0.84))
    inside = ((0.0, 0.05), (0.20, 0.05), (0.248, 0.68), (0.0, 0.685))
    made = [
        lathe(inside, Look(Stuff.SKIN), n, drink),
        lathe(wall, CRYSTAL, n, (0.90, 0.93, 0.95), crisp=False),
        rod([(0.05, 0.30, 0.03), (0.17, 1.0, -0.04)], 0.018, Look(Stuff.PAINT), tone_of(colours[1])),
    ]
    for k in range(3):
        a = 2.1 * k
        cube = box((-0.07, -0.07, -0.07), (0.07, 0.07, 0.07), CRYSTAL, (0.95, 0.97, 1.0))
        made.append(moved(cube, (0.10 * math.cos(a), 0.68, 0.10 * math.sin(a)), (0.4 + k, 0.7 * k, 0.3)))
    return made


def wine_glass(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A bowl on a stem, half full."""
    n = kit.sides(14)
    bowl = (
        (0.018, 0.42),
        (0.10, 0.45),
        (0.19, 0.55),
        (0.225, 0.68),
        (0.215, 0.82),
        (0.175, 1.0),
        (0.168, 0.99),
    )
    wine = ((0.0, 0.46), (0.09, 0.475), (0.178, 0.565), (0.206, 0.68), (0.0, 0.682))
    foot = ((0.0, 0.0), (0.19, 0.0), (0.19, 0.012), (0.04, 0.03), (0.018, 0.08), (0.014, 0.30), (0.020, 0.42))
    return [
        lathe(wine, Look(Stuff.SKIN), n, tone_of(colours[0]), crisp=False),
        lathe(foot, CRYSTAL, n, (0.92, 0.94, 0.96), crisp=False),
        lathe(bowl, CRYSTAL, n, (0.92, 0.94, 0.96), crisp=False),
    ]


def wine_bottle(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A dark bottle with a label and a capsule."""
    n = kit.sides(14)
    body = (
        (0.0, 0.0), (0.125, 0.0), (0.135, 0.015), (0.135, 0.58), (0.12, 0.66), (0.062, 0.74), (0.048, 0.80),
        (0.047, 0.97), (0.0, 0.97),
    )  # fmt: skip
    label = ((0.1365, 0.17), (0.1365, 0.44))
    capsule = ((0.049, 0.80), (0.050, 0.955), (0.056, 0.96), (0.056, 0.985), (0.050, 1.0), (0.0, 1.0))
    return [
        lathe(body, Look(Stuff.GLASS), n, tone_of(colours[0]), crisp=False),
        lathe(label, Look(Stuff.PLASTER), n, (0.75, 0.71, 0.60)),
        lathe(((0.1372, 0.375), (0.1372, 0.40)), Look(Stuff.PAINT), n, (0.35, 0.05, 0.05)),
        lathe(((0.1372, 0.21), (0.1372, 0.222)), Look(Stuff.METAL), n, (0.55, 0.40, 0.12)),
        lathe(capsule, Look(Stuff.PAINT), kit.sides(10), (0.22, 0.02, 0.03)),
    ]


def _dial(kit: Kit, middle: Point, radius: float, tones: tuple[Colour, Colour]) -> list[Part]:
    """Marks and hands on a face that looks along +z; the thin one is on the bone ``second``."""
    x, y, z = middle
    face, mark = tones
    disc = ((0.0, 0.0), (radius, 0.0))
    made = [lathe(disc, Look(Stuff.PLAIN), kit.sides(14), face, at=middle, axis=2)]
    made[0] = _both(made[0])
    for k in range(12):
        a = math.tau * k / 12
        long = 0.13 if k % 3 else 0.20
        tick = box(
            (-0.018 * radius, (0.93 - long) * radius, 0.004),
            (0.018 * radius, 0.93 * radius, 0.010),
            Look(Stuff.PAINT),
            mark,
        )
        made.append(moved(tick, middle, (0.0, 0.0, -a)))
    for turn, long, wide in ((2.0, 0.52, 0.045), (0.75, 0.80, 0.030)):
        hand = box(
            (-wide * radius, -0.1 * radius, 0.012),
            (wide * radius, long * radius, 0.018),
            Look(Stuff.PAINT),
            mark,
            1.0,
        )
        made.append(moved(hand, middle, (0.0, 0.0, -turn)))
    kit.bone("second", middle)
    thin = box(
        (-0.010 * radius, -0.18 * radius, 0.020),
        (0.010 * radius, 0.88 * radius, 0.024),
        Look(Stuff.PAINT),
        (0.6, 0.03, 0.02),
    )
    kit.add(moved(thin, (x, y, z)), "second")
    kit.add(ball((x, y, z + 0.02), (0.06 * radius, 0.06 * radius, 0.012), Look(Stuff.METAL), 7, STEEL))
    return made


def _both(made: Part) -> Part:
    """Turned so that it is seen from +z."""
    a, b, c = (made.rest[made.triangles[:, k]] for k in range(3))
    if float(np.cross(b - a, c - a)[:, 2].sum()) >= 0.0:
        return made
    return turned_over(made)


def clock(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A round clock in a rim, on a foot."""
    face, dark = tone_of(colours[0]), tone_of(colours[1])
    rim = (
        (0.0, -0.06),
        (0.46, -0.06),
        (0.50, -0.02),
        (0.50, 0.05),
        (0.465, 0.055),
        (0.455, 0.02),
        (0.0, 0.02),
    )
    return [
        lathe(rim, Look(Stuff.WOOD), kit.sides(16), (0.16, 0.075, 0.03), at=(0, 0.5, 0), axis=2),
        *_dial(kit, (0.0, 0.5, 0.022), 0.455, (face, dark)),
    ]


def watch(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A wrist watch that stands in its closed strap: a steel case, a crown, a dark face under glass."""
    metal, dark = tone_of(colours[0]), tone_of(colours[1])
    case = (
        (0.0, -0.055),
        (0.215, -0.055),
        (0.235, -0.03),
        (0.235, 0.03),
        (0.215, 0.052),
        (0.20, 0.045),
        (0.197, 0.02),
        (0.0, 0.02),
    )
    at = (0.0, 0.52, 0.30)
    turn = np.linspace(0.42, math.tau - 0.42, kit.count(19, 31, 47))
    ring = np.stack([0 * turn, 0.52 + 0.46 * np.sin(turn), 0.335 * np.cos(turn) - 0.02], -1)
    width = np.stack([np.full(len(turn), 0.020), 0.125 - 0.03 * np.sin(0.5 * turn)], -1)
    strap = tube(
        ring.astype(np.float32), width.astype(np.float32), Look(Stuff.HIDE), kit.sides(5), dark, (1, 0, 0)
    )
    crown = lathe(
        ((0.0, 0.0), (0.03, 0.0), (0.03, 0.05), (0.0, 0.05)),
        Look(Stuff.METAL),
        12,
        metal,
        at=(0.235, 0.52, 0.30),
        axis=0,
    )
    lugs = [
        box((-0.125, y - 0.03, 0.255), (0.125, y + 0.03, 0.315), Look(Stuff.METAL), metal)
        for y in (0.30, 0.74)
    ]
    face = _dial(kit, (at[0], at[1], at[2] + 0.037), 0.195, (tone_of(colours[1] * 0.5), metal))
    return [lathe(case, Look(Stuff.METAL), kit.sides(16), metal, at=at, axis=2), strap, crown, *lugs, *face]


def hourglass(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Two bulbs of glass between wooden plates on three posts; sand above, a thread, a heap below."""
    wood, sand = Look(Stuff.WOOD), tone_of(colours[1] * 0.8)
    n = kit.sides(12)
    made = [
        lathe(
            ((0.0, y), (0.26, y), (0.27, y + 0.02), (0.27, y + 0.05), (0.26, y + 0.07), (0.0, y + 0.07)),
            wood,
            n,
            (0.16, 0.075, 0.03),
        )
        for y in (0.0, 0.93)
    ]
    for k in range(3):
        a = math.tau * k / 3 + 0.5
        x, z = 0.22 * math.cos(a), 0.22 * math.sin(a)
        made.append(rod([(x, 0.05, z), (x, 0.95, z)], 0.020, wood, (0.16, 0.075, 0.03)))
    made += [
        lathe(((0.0, 0.08), (0.165, 0.08), (0.16, 0.13), (0.0, 0.27)), Look(Stuff.SOIL), n, sand),
        lathe(
            ((0.012, 0.51), (0.07, 0.60), (0.145, 0.70), (0.02, 0.685), (0.0, 0.68)),
            Look(Stuff.SOIL),
            n,
            sand,
        ),
        rod([(0.0, 0.12, 0.0), (0.0, 0.56, 0.0)], 0.008, Look(Stuff.SOIL), sand),
    ]
    bulb = (
        (0.16, 0.07), (0.185, 0.14), (0.165, 0.28), (0.07, 0.42), (0.022, 0.50), (0.07, 0.58), (0.165, 0.72),
        (0.185, 0.86), (0.16, 0.93),
    )  # fmt: skip
    return [*made, lathe(bulb, CRYSTAL, n, (0.92, 0.94, 0.96), crisp=False)]


def sneaker(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A running shoe along z: a thick sole that rises to the toe, an upper, laces, a stripe, a heel tab."""
    tone, pale = tone_of(colours[0]), tone_of(colours[1])
    n = kit.sides(9)
    sole = [
        (-0.49, 0.10, 0.035, 0.115), (-0.44, 0.145, 0.0, 0.135), (-0.20, 0.135, 0.0, 0.115),
        (0.10, 0.165, 0.0, 0.10), (0.34, 0.16, 0.015, 0.10), (0.47, 0.09, 0.05, 0.11),
        (0.50, 0.03, 0.07, 0.10),
    ]  # fmt: skip
    upper = [
        (-0.475, 0.085, 0.10, 0.36), (-0.43, 0.115, 0.09, 0.41), (-0.30, 0.120, 0.09, 0.385),
        (-0.16, 0.120, 0.09, 0.375), (-0.02, 0.128, 0.08, 0.315), (0.16, 0.142, 0.08, 0.235),
        (0.33, 0.138, 0.08, 0.185), (0.45, 0.085, 0.085, 0.155), (0.485, 0.035, 0.09, 0.12),
    ]  # fmt: skip
    made = [
        hull(sole, Look(Stuff.RUBBER), n, 3.2, pale, 36),
        hull(upper, Look(Stuff.CLOTH), n, 2.6, tone, 40),
        hull(
            [(-0.40, 0.06, 0.36, 0.43), (-0.30, 0.085, 0.35, 0.40), (-0.17, 0.075, 0.34, 0.385)],
            Look(Stuff.CLOTH),
            n,
            2.2,
            BLACK,
            12,
        ),
        hull(
            [(-0.16, 0.055, 0.33, 0.425), (-0.10, 0.06, 0.30, 0.42), (0.0, 0.055, 0.28, 0.34)],
            Look(Stuff.CLOTH),
            n,
            3.0,
            pale,
            12,
        ),
    ]
    for k in range(6):
        z = -0.07 + 0.052 * k
        high = float(np.interp(z, [-0.16, -0.02, 0.16, 0.33], [0.375, 0.315, 0.235, 0.185]))
        made += [_lace(z, high, way, pale) for way in (-1.0, 1.0)]
    for side in (-1.0, 1.0):
        sweep: list[Point] = [
            (0.128 * side, 0.28, -0.30),
            (0.135 * side, 0.18, -0.12),
            (0.142 * side, 0.15, 0.06),
            (0.137 * side, 0.19, 0.15),
        ]
        made.append(rod(sweep, 0.016, Look(Stuff.PAINT), pale))
    return made


def _lace(z: float, high: float, way: float, tone: Colour) -> Part:
    """One lace over the tongue of a shoe."""
    low = high - 0.012
    path: list[Point] = [(-0.065 * way, low, z), (0.0, high + 0.012, z + 0.02), (0.065 * way, low, z + 0.04)]
    return rod(path, 0.012, Look(Stuff.CLOTH), tone)


def headphones(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A padded band over two closed cups with soft cushions."""
    tone, look = tone_of(colours[0]), Look(Stuff.PAINT)
    turn = np.linspace(-0.12, math.pi + 0.12, kit.count(17, 27, 41))
    band = np.stack([0.40 * np.cos(turn), 0.46 + 0.46 * np.sin(turn), 0 * turn], -1).astype(np.float32)
    width = np.stack([np.full(len(turn), 0.022), np.full(len(turn), 0.055)], -1).astype(np.float32)
    pad = np.stack([np.full(9, 0.032), np.full(9, 0.065)], -1).astype(np.float32)
    crown = np.stack(
        [
            0.385 * np.cos(np.linspace(1.0, 2.14, 9)),
            0.445 + 0.45 * np.sin(np.linspace(1.0, 2.14, 9)),
            np.zeros(9),
        ],
        -1,
    )
    made = [
        tube(band, width, Look(Stuff.METAL), kit.sides(5), STEEL, (0, 0, 1)),
        tube(crown.astype(np.float32), pad, Look(Stuff.HIDE), kit.sides(6), BLACK, (0, 0, 1)),
    ]
    cup = ((0.0, 0.075), (0.13, 0.07), (0.185, 0.04), (0.19, 0.0), (0.17, -0.01), (0.0, -0.01))
    ring = ((0.09, -0.012), (0.10, -0.075), (0.15, -0.085), (0.185, -0.06), (0.19, -0.012))
    trim = ((0.0, 0.078), (0.085, 0.0775), (0.09, 0.070))
    for side in (-1.0, 1.0):
        for profile, what, colour in (
            (cup, look, tone),
            (ring, Look(Stuff.HIDE), BLACK),
            (trim, Look(Stuff.METAL), STEEL),
        ):
            flipped = tuple((r, side * h) for r, h in profile)
            made.append(
                lathe(flipped, what, kit.sides(12), colour, at=(0.385 * side, 0.27, 0.0), axis=0, crisp=False)
            )
    return made


def telephone(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A thin slab of glass that stands, its screen lit, three lenses on its back."""
    tone = tone_of(colours[0])
    slab = block((0.235, 0.026), (0.0, 1.0), Look(Stuff.METAL), tone, kit.sides(12))
    screen = box((-0.215, 0.02, 0.025), (0.215, 0.98, 0.0275), Look(Stuff.PAINT), (0.02, 0.03, 0.06))
    rest = screen.rest
    sky = np.stack([0.10 + 0.55 * rest[:, 1], 0.12 + 0.15 * rest[:, 1], 0.55 - 0.25 * rest[:, 1]], -1)
    made = [slab, screen.with_(colour=sky.astype(np.float32))]
    for x, y in ((-0.13, 0.90), (-0.13, 0.78), (-0.02, 0.84)):
        lens = ((0.0, 0.0), (0.05, 0.0), (0.05, -0.016), (0.035, -0.018), (0.0, -0.014))
        made.append(lathe(lens, Look(Stuff.GLASS), 20, BLACK, at=(-x, y, -0.026), axis=2))
    return made


GOODS: Final[dict[str, Build]] = {
    "perfume": perfume, "beaker": tumbler, "wine_glass": wine_glass, "wine_bottle": wine_bottle,
    "clock": clock, "watch": watch, "hourglass": hourglass, "shoe": sneaker, "headphones": headphones,
    "smartphone": telephone,
}  # fmt: skip
"""What is built, by its form."""
