"""Furniture and table ware that an outline cannot show: a sofa, a cup."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.baking import BAKED
from vitascope.engines.previz.rigs.dishes import DISHES
from vitascope.engines.previz.rigs.fruits import FRUITS
from vitascope.engines.previz.rigs.games import GAMES
from vitascope.engines.previz.rigs.held_forms import BUILT
from vitascope.engines.previz.rigs.kit import Build, Kit, box, fan, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, cone, tube
from vitascope.engines.previz.rigs.seats import bed, bench, chair
from vitascope.engines.previz.rigs.steam import steam
from vitascope.engines.previz.rigs.stuff import Stuff

WOOD = (0.10, 0.05, 0.025)
COFFEE = (0.035, 0.014, 0.006)


def sofa(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Two seats between arms, a length wide, its back behind."""
    cloth, tone, deep = Look(Stuff.CLOTH), tone_of(colours[0]), tone_of(colours[0] * 0.82)
    made = [
        box((-0.46, 0.05, -0.20), (0.46, 0.17, 0.20), cloth, deep, cells=2),
        box((-0.46, 0.05, -0.23), (0.46, 0.43, -0.12), cloth, deep, 0.97, cells=3),
    ]
    for side in (-1.0, 1.0):
        low, high = sorted((side * 0.39, side * 0.50))
        made.append(box((low, 0.05, -0.23), (high, 0.27, 0.21), cloth, deep, cells=3))
        made.append(ball(((low + high) / 2, 0.27, -0.01), (0.065, 0.05, 0.225), cloth, kit.sides(8), deep))
        middle = side * 0.195
        made.append(ball((middle, 0.185, 0.03), (0.205, 0.055, 0.19), cloth, kit.sides(10), tone))
        made.append(ball((middle, 0.32, -0.10), (0.195, 0.125, 0.06), cloth, kit.sides(10), tone))
        for z in (-0.19, 0.17):
            at = side * 0.43
            made.append(box((at - 0.02, 0.0, z - 0.02), (at + 0.02, 0.06, z + 0.02), Look(Stuff.WOOD), WOOD))
    return made


def cup(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A cup on its saucer with an ear at its right, two thirds of a length wide and full."""
    china, tone = Look(Stuff.PAINT), tone_of(colours[0])
    saucer = ((0.0, 0.03), (0.22, 0.03), (0.46, 0.085), (0.47, 0.10), (0.22, 0.055), (0.0, 0.05))
    body = (
        (0.0, 0.06),
        (0.17, 0.06),
        (0.19, 0.09),
        (0.27, 0.22),
        (0.32, 0.40),
        (0.335, 0.58),
        (0.315, 0.58),
        (0.30, 0.50),
    )
    sides = kit.sides(16)
    made = [lathe(saucer, china, sides, tone), lathe(body, china, sides, tone, crisp=False)]
    made.append(lathe(((0.308, 0.515), (0.0, 0.516)), Look(Stuff.PAINT), sides, COFFEE))
    knots = np.linspace(-1.35, 1.45, kit.count(9, 15, 23))
    ear = np.stack([0.29 + 0.15 * np.cos(knots), 0.36 + 0.15 * np.sin(knots), 0.0 * knots], -1)
    wide = np.full(len(knots), 0.034, np.float32)
    made.append(tube(ear.astype(np.float32), wide, china, kit.sides(5), tone, (0, 0, 1)))
    steam(kit, (0.0, 0.54, 0.0), 0.42, 0.75)
    return made


def table(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A wooden table, 0.36 high for its width."""
    del kit
    wood, tone, dark = Look(Stuff.WOOD), tone_of(colours[0]), tone_of(colours[0] * 0.7)
    made = [
        box((-0.5, 0.33, -0.27), (0.5, 0.36, 0.27), wood, tone, cells=3),
        box((-0.45, 0.29, -0.23), (0.45, 0.33, 0.23), wood, dark, cells=2),
    ]
    return made + [
        box((x - 0.028, 0.0, z - 0.028), (x + 0.028, 0.30, z + 0.028), wood, dark, 1.25)
        for x in (-0.43, 0.43)
        for z in (-0.21, 0.21)
    ]


def bowl(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A bowl with a heap of fruit."""
    profile = ((0.0, 0.0), (0.16, 0.0), (0.18, 0.04), (0.38, 0.18), (0.48, 0.36), (0.45, 0.36), (0.0, 0.30))
    made = [lathe(profile, Look(Stuff.PAINT), kit.sides(14), tone_of(colours[0]), crisp=False)]
    hues = ((0.45, 0.03, 0.03), (0.75, 0.25, 0.02), (0.35, 0.45, 0.05), (0.75, 0.55, 0.04))
    for k in range(9):
        far = 0.26 if k < 6 else 0.11
        a = math.tau * k / (6 if k < 6 else 3) + 0.5 * (k >= 6)
        at = (far * math.cos(a), 0.40 if k < 6 else 0.54, far * math.sin(a))
        made.append(ball(at, 0.125, Look(Stuff.PAINT), 6 + 2 * kit.fine, hues[k % 4]))
    return made


def perfume(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A flacon of glass with a golden cap."""
    gold = tone_of(colours[1])
    neck = ((0.0, 0.60), (0.09, 0.60), (0.09, 0.68), (0.14, 0.68), (0.14, 0.98), (0.12, 1.0), (0.0, 1.0))
    return [
        box((-0.27, 0.0, -0.12), (0.27, 0.60, 0.12), Look(Stuff.GLASS), tone_of(colours[0]), 0.94, cells=3),
        box((-0.13, 0.18, 0.118), (0.13, 0.40, 0.125), Look(Stuff.PAINT), (0.85, 0.82, 0.75)),
        lathe(neck, Look(Stuff.METAL), kit.sides(10), gold),
    ]


def can(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A drink's can with a pale band."""
    tin, tone = Look(Stuff.METAL), tone_of(colours[0])
    ends = (
        ((0.0, 0.0), (0.21, 0.0), (0.26, 0.05), (0.26, 0.06)),
        ((0.26, 0.93), (0.21, 0.99), (0.20, 0.97), (0.0, 0.97)),
    )
    made = [lathe(end, tin, kit.sides(12), tone_of(colours[1])) for end in ends]
    made.append(lathe(((0.26, 0.06), (0.26, 0.93)), Look(Stuff.PAINT), kit.sides(12), tone, crisp=False))
    made.append(
        lathe(
            ((0.262, 0.38), (0.262, 0.62)), Look(Stuff.PAINT), kit.sides(12), (0.85, 0.85, 0.82), crisp=False
        )
    )
    return made


def lipstick(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A stick in its case."""
    case = ((0.0, 0.0), (0.15, 0.0), (0.15, 0.42), (0.12, 0.42), (0.12, 0.60), (0.0, 0.60))
    stick = ((0.0, 0.58), (0.10, 0.58), (0.10, 0.88), (0.05, 1.0), (0.0, 1.0))
    return [
        lathe(case, Look(Stuff.METAL), kit.sides(10), tone_of(colours[1])),
        lathe(stick, Look(Stuff.SKIN), kit.sides(10), tone_of(colours[0])),
    ]


def eye(kit: Kit, colours: list[Floats]) -> list[Part]:
    """An eye between its lids."""
    white = ball((0.0, 0.5, 0.0), 0.46, Look(Stuff.PAINT), 10 + 4 * kit.fine, tone_of(colours[0]))
    iris = ball((0.0, 0.0, 0.0), 0.40, Look(Stuff.EYE), 12 + 6 * kit.fine, tone_of(colours[1] * 1.6))
    skin = Look(Stuff.SKIN)
    lids = [moved(_lid(kit, skin), (0.0, 0.5, 0.0), (turn, 0.0, 0.0)) for turn in (-0.60, 0.62 + math.pi)]
    return [white, moved(iris, (0.0, 0.5, 0.085), (0.0, -0.5 * math.pi, 0.0)), *lids]


def _lid(kit: Kit, look: Look) -> Part:
    """The upper half of a shell."""
    profile = [(0.5 * math.cos(a), 0.5 * math.sin(a)) for a in np.linspace(0.0, 0.5 * math.pi, 9)]
    return lathe(profile, look, kit.sides(14), (0.58, 0.33, 0.23), crisp=False)


def flying_broom(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A broom that flies, handle first."""
    stick = lathe(
        ((0.0, -0.22), (0.018, -0.22), (0.018, 0.5), (0.0, 0.5)),
        Look(Stuff.WOOD),
        kit.sides(6),
        tone_of(colours[0]),
        axis=2,
    )
    twigs = ((0.0, -0.5), (0.085, -0.5), (0.065, -0.36), (0.02, -0.20), (0.0, -0.20))
    return [
        moved(one, (0.0, 0.085, 0.0))
        for one in (
            stick,
            lathe(twigs, Look(Stuff.FUR), kit.sides(8), tone_of(colours[1]), axis=2, crisp=False),
        )
    ]


def snail(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A snail: a foot, a head with horns, a coiled shell."""
    flesh, tone = Look(Stuff.SKIN), tone_of(colours[1])
    fine = 6 + 3 * kit.fine
    made = [
        ball((0.0, 0.06, 0.0), (0.11, 0.065, 0.50), flesh, fine, tone),
        ball((0.0, 0.17, 0.42), (0.075, 0.13, 0.09), flesh, fine, tone),
    ]
    for x in (-0.045, 0.045):
        made.append(ball((x, 0.36, 0.48), (0.014, 0.10, 0.014), flesh, 6, tone))
        made.append(ball((x, 0.46, 0.49), 0.026, Look(Stuff.PAINT), 6, (0.03, 0.02, 0.02)))
    for k in range(34):
        a, far = 0.42 * k, 0.21 * (1.0 - k / 36.0)
        wide = 0.115 * (1.0 - 0.75 * k / 34.0)
        at = (0.0, 0.31 + far * math.sin(a - 1.4), -0.08 + far * math.cos(a - 1.4))
        shade = 0.75 + 0.25 * (k % 2)
        made.append(ball(at, (1.25 * wide, wide, wide), Look(Stuff.HORN), fine, tone_of(colours[0] * shade)))
    return made


def piano(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A grand piano: keys to the front, its lid up."""
    del kit
    lacquer, black, ivory = Look(Stuff.PAINT), tone_of(colours[0]), tone_of(colours[1])
    curve = [
        (-0.45, 0.24),
        (0.45, 0.24),
        (0.45, 0.0),
        (0.30, -0.22),
        (0.14, -0.48),
        (-0.08, -0.62),
        (-0.36, -0.62),
        (-0.45, -0.5),
    ]
    made = [
        fan(curve, lacquer, black, 0.20, "xz", (0.0, 0.50, 0.0)),
        moved(fan(curve, lacquer, black, 0.015, "xz"), (-0.06, 0.80, -0.02), (0.0, 0.0, -0.55)),
        box((-0.45, 0.40, 0.22), (0.45, 0.47, 0.38), lacquer, black),
        box((-0.40, 0.47, 0.25), (0.40, 0.485, 0.375), lacquer, ivory),
    ]
    for k in range(14):
        x = -0.38 + 0.056 * k
        if k % 7 not in {2, 6}:
            made.append(box((x, 0.485, 0.25), (x + 0.03, 0.50, 0.32), lacquer, black))
    for x, z in ((-0.36, 0.2), (0.36, 0.2), (-0.16, -0.5)):
        made.append(box((x - 0.03, 0.0, z - 0.03), (x + 0.03, 0.42, z + 0.03), lacquer, black, 1.4))
    return made


def snowman(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Three balls of snow with a hat, a carrot, coals and two sticks."""
    snow, coal, fine = tone_of(colours[0]), tone_of(colours[1]), 10 + 5 * kit.fine
    made = [
        ball((0.0, at, 0.0), r, Look(Stuff.PLASTER), fine, snow)
        for at, r in ((0.22, 0.24), (0.53, 0.175), (0.755, 0.125))
    ]
    hat = ((0.0, 0.845), (0.145, 0.845), (0.145, 0.86), (0.09, 0.86), (0.085, 0.99), (0.0, 1.0))
    made.append(lathe(hat, Look(Stuff.CLOTH), kit.sides(12), coal))
    made.append(
        cone((0, 0.755, 0.11), (0, 0.74, 0.27), 0.026, Look(Stuff.PLAIN), sides=8, colour=(0.75, 0.22, 0.02))
    )
    spots = [(x, 0.795, 0.112) for x in (-0.045, 0.045)] + [
        (0.0, y, z) for y, z in ((0.60, 0.16), (0.53, 0.172), (0.45, 0.155))
    ]
    made += [ball(at, 0.017, Look(Stuff.PLAIN), 6, coal) for at in spots]
    for side in (-1.0, 1.0):
        made.append(
            cone(
                (side * 0.15, 0.55, 0.0),
                (side * 0.40, 0.70, 0.05),
                0.014,
                Look(Stuff.BARK),
                sides=6,
                colour=WOOD,
                power=0.3,
            )
        )
    return made


def strawberry(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A strawberry with its seeds and leaves."""
    h = np.linspace(0.0, 0.9, 14)
    r = 0.40 * np.sin(np.pi * np.clip(h / 0.9, 0, 1) ** 1.45) ** 0.75
    profile = [(float(a), float(b)) for a, b in zip(r, h, strict=True)]
    made = [lathe(profile, Look(Stuff.PAINT), kit.sides(16), tone_of(colours[0]), crisp=False)]
    for k in range(46):
        at = 0.10 + 0.70 * (k + 0.5) / 46
        a, wide = 2.4 * k, float(np.interp(at, h, r))
        made.append(
            ball(
                (wide * math.cos(a), at, wide * math.sin(a)),
                (0.012, 0.02, 0.012),
                Look(Stuff.PLAIN),
                5,
                tone_of(colours[1]),
            )
        )
    for k in range(8):
        a = math.tau * k / 8
        made.append(
            cone(
                (0, 0.9, 0),
                (0.30 * math.cos(a), 0.86, 0.30 * math.sin(a)),
                0.06,
                Look(Stuff.LEAF),
                (0, 0.05, 0),
                sides=5,
                colour=(0.06, 0.20, 0.03),
            )
        )
    made.append(
        cone(
            (0, 0.88, 0),
            (0.02, 1.0, 0),
            0.03,
            Look(Stuff.LEAF),
            sides=5,
            colour=(0.08, 0.22, 0.04),
            power=0.2,
        )
    )
    return made


def ladder(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Two rails and ten rungs, leaning back."""
    del kit
    wood, tone = Look(Stuff.WOOD), tone_of(colours[0])
    made = [box((x - 0.018, 0.0, -0.02), (x + 0.018, 1.0, 0.02), wood, tone, cells=2) for x in (-0.15, 0.15)]
    rungs = [
        box((-0.14, y, -0.012), (0.14, y + 0.022, 0.012), wood, tone) for y in np.linspace(0.07, 0.93, 10)
    ]
    return [moved(one, (0.0, 0.0, 0.12), (-0.20, 0.0, 0.0)) for one in (*made, *rungs)]


SHAFTED: Final[dict[str, Build]] = {
    form: BUILT[form] for form in ("sword", "umbrella", "axe", "hammer", "torch")
}
"""Things that stand as they are held."""
MADE: Final[dict[str, Build]] = DISHES | BAKED | FRUITS | GAMES | SHAFTED | {
    "sofa": sofa, "bed": bed, "bench": bench, "chair": chair, "cup": cup, "table": table, "bowl": bowl,
    "perfume": perfume, "can": can, "lipstick": lipstick, "snowman": snowman, "strawberry": strawberry,
    "eye": eye, "piano": piano, "flying_broom": flying_broom, "snail": snail, "ladder": ladder,
}  # fmt: skip
"""What is built, by its form; each a length across, standing on 0."""
