"""What is baked, and sweet things: bread, pizza, cakes, doughnuts, ice cream."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.aura import fire
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.dishes import PLATE, disc, dot
from vitascope.engines.previz.rigs.kit import Build, Kit, box, lathe, moved, tinted, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, cone, tube
from vitascope.engines.previz.rigs.steam import steam
from vitascope.engines.previz.rigs.stuff import Stuff


def torus(kit: Kit, y: float, wide: float, thick: float, tone: Floats, low: float = 0.0) -> Part:
    """A ring ``wide`` to its middle, as far up as above ``low`` of its section (-1 is all of it)."""
    start = math.asin(max(min(low, 1.0), -1.0))
    turn = (
        np.linspace(start, math.pi - start, kit.sides(7))
        if low > -1
        else np.linspace(-math.pi, math.pi, kit.sides(9))
    )
    profile = [(wide + thick * math.cos(a), y + thick * math.sin(a)) for a in turn]
    return lathe(profile, Look(Stuff.PAINT), kit.sides(14), tone_of(tone), crisp=False)


def hamburger(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A bun with seeds, lettuce, tomato, cheese that melts, and meat."""
    bun, _ = colours
    made = [
        disc((0, 0.0, 0), 0.44, 0.16, "#c98a44", kit, Stuff.SKIN),
        disc((0, 0.17, 0), 0.47, 0.14, "#5a2f18", kit, Stuff.HIDE),
        moved(
            box(
                (-0.37, 0, -0.37), (0.37, 0.02, 0.37), Look(Stuff.PAINT), tone_of(linear("#f4b020")), cells=2
            ),
            (0, 0.31, 0),
            (0, 0.6, 0),
        ),
    ]
    for k in range(4):
        a = 0.6 + 0.5 * math.pi * k + 0.25 * math.pi
        made.append(dot((0.47 * math.cos(a), 0.27, 0.47 * math.sin(a)), (0.06, 0.08, 0.06), "#f4b020", kit))
    made.append(disc((0, 0.335, 0), 0.43, 0.05, "#c8281c", kit, Stuff.PAINT))
    ring = np.linspace(0.0, math.tau, 50)
    frill = np.stack(
        [
            (0.45 + 0.03 * np.sin(9 * ring)) * np.cos(ring),
            0.40 + 0.022 * np.sin(13 * ring),
            (0.45 + 0.03 * np.sin(9 * ring)) * np.sin(ring),
        ],
        -1,
    )
    flat = np.tile(np.array([[0.055, 0.016]], np.float32), (50, 1))
    made.append(tube(frill.astype(np.float32), flat, Look(Stuff.LEAF), 8, tone_of(linear("#6cb02c"))))
    dome = [(0.47 * math.cos(a), 0.43 + 0.36 * math.sin(a)) for a in np.linspace(0.0, math.pi / 2, 9)]
    made.append(
        lathe([(0.0, 0.42), (0.45, 0.42), *dome], Look(Stuff.PAINT), kit.sides(14), tone_of(bun), crisp=False)
    )
    for k in range(30):
        far, a = 0.36 * math.sqrt((k + 0.5) / 30), 2.4 * k
        y = 0.435 + 0.36 * math.sqrt(max(1 - (far / 0.47) ** 2, 0.0))
        made.append(dot((far * math.cos(a), y, far * math.sin(a)), (0.020, 0.010, 0.014), "#f6e8c0", kit))
    return made


def pizza(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A round pizza with its toppings, one slice drawn out."""
    del colours
    made = [
        lathe(
            ((0.0, 0.0), (0.5, 0.0), (0.5, 0.025), (0.0, 0.025)),
            Look(Stuff.WOOD),
            kit.sides(14),
            tone_of(linear("#8a5a30")),
        )
    ]
    made.append(disc((0, 0.025, 0), 0.45, 0.035, "#d99a48", kit))
    made.append(torus(kit, 0.055, 0.42, 0.042, linear("#c9803a")))
    cheese = lathe(
        ((0.40, 0.062), (0.2, 0.070), (0.0, 0.070)),
        Look(Stuff.PLASTER),
        kit.sides(14),
        tone_of(linear("#f2c04a")),
        crisp=False,
    )
    made.append(
        tinted(
            cheese,
            lambda p: (
                linear("#f2c04a") * (0.72 + 0.4 * (0.5 + 0.5 * np.sin(31 * p[:, :1]) * np.sin(27 * p[:, 2:])))
            ),
        )
    )
    for k in range(11):
        far, a = 0.34 * math.sqrt((k + 0.4) / 11), 2.4 * k
        made.append(
            disc((far * math.cos(a), 0.068, far * math.sin(a)), 0.062, 0.012, "#a8281a", kit, Stuff.PAINT)
        )
    for k in range(10):
        far, a = 0.36 * math.sqrt((k + 0.9) / 10.5), 2.4 * k + 1.3
        leaf = dot((0, 0, 0), (0.045, 0.008, 0.026), "#3c7a24", kit, Stuff.LEAF)
        made.append(moved(leaf, (far * math.cos(a), 0.082, far * math.sin(a)), (0.0, a, 0.15)))
    for k in range(4):
        cut = box((-0.44, 0, -0.004), (0.44, 0.008, 0.004), Look(Stuff.PLAIN), tone_of(linear("#8a4a1c")))
        made.append(moved(cut, (0, 0.066, 0), (0, math.pi * k / 4, 0)))
    steam(kit, (0.0, 0.08, 0.0), 0.5, 0.42)
    return made


def cake(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A cake of two layers with cream, berries and candles, on a stand."""
    icing, jam = colours
    stand = ((0.0, 0.0), (0.22, 0.0), (0.06, 0.06), (0.06, 0.12), (0.50, 0.14), (0.50, 0.16), (0.0, 0.16))
    made = [lathe(stand, Look(Stuff.PAINT), kit.sides(14), tone_of(linear("#e8e8e4")))]
    for y, r, tone in ((0.16, 0.42, icing), (0.42, 0.30, icing)):
        side = ((0.0, y), (r, y), (r, y + 0.22), (r - 0.03, y + 0.26), (0.0, y + 0.26))
        made.append(lathe(side, Look(Stuff.PAINT), kit.sides(14), tone_of(tone)))
        made.append(torus(kit, y + 0.02, r, 0.030, jam, -1.0))
        count = int(26 * r) + 4
        for k in range(count):
            a = math.tau * k / count
            made.append(
                dot(
                    ((r - 0.04) * math.cos(a), y + 0.275, (r - 0.04) * math.sin(a)),
                    (0.045, 0.035, 0.045),
                    "#fbf4ea",
                    kit,
                )
            )
            if k % 2 == 0:
                made.append(
                    dot(((r - 0.04) * math.cos(a), y + 0.32, (r - 0.04) * math.sin(a)), 0.032, "#c01c2c", kit)
                )
    for k in range(5):
        a = math.tau * k / 5 + 0.3
        x, z = 0.13 * math.cos(a), 0.13 * math.sin(a)
        hue = ("#4a8ac8", "#e0c040", "#d84a7a")[k % 3]
        made.append(
            lathe(
                ((0.0, 0.68), (0.014, 0.68), (0.014, 0.86), (0.0, 0.86)),
                Look(Stuff.PAINT),
                kit.sides(4),
                tone_of(linear(hue)),
                at=(x, 0, z),
            )
        )
        made.append(fire((x, 0.85, z), 0.13, 0.024, 0.10))
    return made


def cake_slice(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A piece of cake on a plate: sponge, cream, a berry."""
    icing, jam = colours
    made = [lathe(PLATE, Look(Stuff.PAINT), kit.sides(14), tone_of(linear("#cfcac0")), crisp=False)]
    for y, high, tone in (
        (0.04, 0.10, linear("#d9a860")),
        (0.14, 0.03, jam),
        (0.17, 0.10, linear("#d9a860")),
        (0.27, 0.05, icing),
    ):
        made.append(_wedge(y, high, tone))
    made.append(dot((-0.02, 0.36, -0.16), 0.055, "#c01c2c", kit))
    return made


def _wedge(y: float, high: float, tone: Floats) -> Part:
    """A layer of a slice whose point looks ahead."""
    made = box((-0.20, y, -0.28), (0.20, y + high, 0.32), Look(Stuff.SKIN), tone_of(tone), cells=2)
    rest = made.rest.copy()
    rest[:, 0] *= 0.06 + 0.94 * (0.32 - rest[:, 2]) / 0.60
    return made.with_(rest=rest)


def bread(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A loaf with cuts, on a board, two slices before it."""
    crust = colours[0]
    made = [
        box((-0.5, 0.0, -0.26), (0.5, 0.035, 0.26), Look(Stuff.WOOD), tone_of(linear("#8a5a30")), cells=2)
    ]
    loaf = ball((0.08, 0.17, -0.04), (0.34, 0.15, 0.16), Look(Stuff.HIDE), 10 + 5 * kit.fine, tone_of(crust))
    made.append(tinted(loaf, lambda p: crust * (1.15 - 1.6 * np.clip(p[:, 1:2] - 0.14, 0, 0.2))))
    for k in range(4):
        cut = dot((0, 0, 0), (0.018, 0.014, 0.10), "#f0d8a4", kit)
        made.append(moved(cut, (-0.13 + 0.13 * k, 0.305 - 0.02 * abs(k - 1.5), -0.03), (0, 0.6, 0)))
    for k in range(2):
        x = -0.33 - 0.05 * k
        made.append(
            moved(
                disc((0, 0, 0), 0.135, 0.035, "#b87a3c", kit),
                (x, 0.16 - 0.04 * k, 0.02 + 0.05 * k),
                (0, 0, 1.25),
            )
        )
        made.append(
            moved(
                disc((0, 0, 0), 0.120, 0.037, "#f2dfb4", kit, Stuff.PLASTER),
                (x, 0.16 - 0.04 * k, 0.02 + 0.05 * k),
                (0, 0, 1.25),
            )
        )
    return made


def croissant(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A crescent in rolls."""
    made: list[Part] = []
    for k in range(11):
        a = math.pi * (0.05 + 0.9 * k / 10)
        fat = 0.055 + 0.125 * math.sin(a) ** 1.2
        at = (0.40 * math.cos(a), 0.95 * fat, -0.30 * math.sin(a) + 0.14)
        shade = colours[0] * (0.8 + 0.3 * (k % 2))
        made.append(
            moved(
                ball(
                    (0, 0, 0), (0.075, fat, 1.15 * fat), Look(Stuff.PAINT), 6 + 3 * kit.fine, tone_of(shade)
                ),
                at,
                (0, -a + math.pi / 2, 0),
            )
        )
    return made


def doughnut(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A ring with icing and sprinkles."""
    made = [torus(kit, 0.16, 0.33, 0.165, colours[1], -1.0), torus(kit, 0.175, 0.33, 0.170, colours[0], 0.1)]
    hues = ("#f8f0e0", "#4a9ad8", "#f0c83c", "#5ab04a")
    for k in range(40):
        a, b = 2.4 * k, math.pi * (0.25 + 0.5 * ((0.618 * k) % 1.0))
        r = 0.33 + 0.175 * math.cos(b)
        at = (r * math.cos(a), 0.175 + 0.175 * math.sin(b), r * math.sin(a))
        made.append(moved(dot((0, 0, 0), (0.028, 0.010, 0.010), hues[k % 4], kit), at, (0, 1.7 * k, 0)))
    return made


def cupcake(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A muffin in paper with a swirl of cream and a cherry."""
    cup = ((0.0, 0.0), (0.24, 0.0), (0.34, 0.36), (0.0, 0.36))
    made = [lathe(cup, Look(Stuff.PETAL), kit.sides(14), tone_of(colours[1]))]
    for k in range(14):
        a = math.tau * k / 14
        rib = cone(
            (0.24 * math.cos(a), 0, 0.24 * math.sin(a)),
            (0.345 * math.cos(a), 0.37, 0.345 * math.sin(a)),
            0.022,
            Look(Stuff.PETAL),
            sides=5,
            colour=tone_of(colours[1] * 1.5),
            power=0.1,
        )
        made.append(rib)
    w = np.linspace(0.0, 1.0, 70)
    turn, far = 7.2 * math.pi * w, 0.29 * (1 - w) ** 0.9
    path = np.stack([far * np.cos(turn), 0.40 + 0.42 * w, far * np.sin(turn)], -1)
    made.append(
        ball((0, 0.38, 0), (0.34, 0.14, 0.34), Look(Stuff.PAINT), 8 + 4 * kit.fine, tone_of(colours[0]))
    )
    made.append(
        tube(
            path.astype(np.float32),
            (0.105 * (1 - 0.7 * w)).astype(np.float32),
            Look(Stuff.PAINT),
            kit.sides(5),
            tone_of(colours[0]),
        )
    )
    made.append(dot((0, 0.90, 0), 0.085, "#c01626", kit))
    return made


def ice_cream(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Three scoops in a cone."""
    made = [
        lathe(
            ((0.015, 0.0), (0.17, 0.52), (0.185, 0.55), (0.0, 0.55)),
            Look(Stuff.TILE),
            kit.sides(10),
            tone_of(colours[1]),
            crisp=False,
        )
    ]
    scoops = (
        ((-0.085, 0.63, 0.0), colours[0]),
        ((0.09, 0.63, 0.0), linear("#e87a9a")),
        ((0.0, 0.79, 0.0), linear("#6a3a20")),
    )
    for at, tone in scoops:
        made.append(ball(at, 0.145, Look(Stuff.HIDE), 8 + 5 * kit.fine, tone_of(tone)))
        made.append(
            lathe(
                [(r, at[1] - 0.08 + 0.03 * math.sin(8 * r)) for r in (0.10, 0.15, 0.165, 0.10)],
                Look(Stuff.HIDE),
                kit.sides(8),
                tone_of(tone),
                at=(at[0], 0, at[2]),
                crisp=False,
            )
        )
    made.append(dot((0.0, 0.955, 0.0), 0.045, "#c01626", kit))
    return made


def pancakes(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A pile with butter, berries and syrup that runs down."""
    made = [lathe(PLATE, Look(Stuff.PAINT), kit.sides(14), tone_of(linear("#cfcac0")), crisp=False)]
    for k in range(5):
        x, z = 0.012 * math.cos(2.4 * k), 0.012 * math.sin(2.4 * k)
        made.append(disc((x, 0.035 + 0.062 * k, z), 0.30, 0.056, "#e0b06a", kit))
        made.append(disc((x, 0.083 + 0.062 * k, z), 0.288, 0.012, "#a8622a", kit))
    made.append(disc((0, 0.340, 0), 0.22, 0.012, "#6a2c0c", kit, Stuff.PAINT))
    for k in range(7):
        a = math.tau * k / 7
        long = 0.10 + 0.14 * ((0.618 * k) % 1.0)
        x, z = 0.30 * math.cos(a), 0.30 * math.sin(a)
        made.append(dot((0.8 * x, 0.343, 0.8 * z), (0.07, 0.012, 0.07), "#6a2c0c", kit))
        made.append(dot((x, 0.345 - 0.5 * long, z), (0.026, 0.55 * long, 0.026), "#6a2c0c", kit))
    made.append(box((-0.06, 0.35, -0.05), (0.05, 0.40, 0.06), Look(Stuff.PAINT), tone_of(linear("#f6dc7a"))))
    for x, z in ((0.12, 0.06), (0.10, -0.10), (-0.13, 0.10)):
        made.append(dot((x, 0.385, z), 0.04, "#2f3f8a", kit))
    steam(kit, (0.0, 0.36, 0.0), 0.35, 0.35)
    del colours
    return made


def cookie(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Three cookies with drops of chocolate, one upon the others."""
    made: list[Part] = []
    for x, y, z, turn in ((-0.20, 0.0, 0.0, 0.0), (0.20, 0.0, 0.02, 0.3), (0.02, 0.08, 0.0, 0.12)):
        one = [
            lathe(
                ((0.0, 0.0), (0.26, 0.0), (0.285, 0.03), (0.24, 0.07), (0.0, 0.085)),
                Look(Stuff.HIDE),
                kit.sides(10),
                tone_of(colours[0]),
                crisp=False,
            )
        ]
        for k in range(9):
            far, a = 0.22 * math.sqrt((k + 0.5) / 9), 2.4 * k + 5 * x
            one.append(dot((far * math.cos(a), 0.08, far * math.sin(a)), (0.032, 0.02, 0.03), "#3a1c0c", kit))
        made += [moved(piece, (x, y, z), (0.0, 0.0, 0.2 * turn)) for piece in one]
    return made


def cheese(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A wedge with holes, on a board."""
    del kit
    made = [box((-0.5, 0.0, -0.32), (0.5, 0.03, 0.32), Look(Stuff.WOOD), tone_of(linear("#8a5a30")), cells=2)]
    wedge = box((-0.36, 0.03, -0.2), (0.38, 0.36, 0.22), Look(Stuff.PAINT), tone_of(colours[0]), cells=3)
    rest = wedge.rest.copy()
    rest[:, 2] = 0.0 + (rest[:, 2] - 0.0) * (0.10 + 0.9 * (0.38 - rest[:, 0]) / 0.74)
    made.append(wedge.with_(rest=rest))
    for k in range(9):
        x, y = -0.30 + 0.065 * k, 0.09 + 0.21 * ((0.618 * k) % 1.0)
        z = 0.22 * (0.10 + 0.9 * (0.38 - x) / 0.74)
        size = 0.028 + 0.03 * ((0.37 * k) % 1.0)
        made.append(ball((x, y, z), (size, size, 0.012), Look(Stuff.PLAIN), 8, tone_of(colours[1] * 0.7)))
    return made


BAKED: Final[dict[str, Build]] = {
    "hamburger": hamburger,
    "pizza": pizza,
    "birthday_cake": cake,
    "cake_slice": cake_slice,
    "bread": bread,
    "croissant": croissant,
    "doughnut": doughnut,
    "cupcake": cupcake,
    "ice_cream": ice_cream,
    "pancakes": pancakes,
    "cookie": cookie,
    "cheese": cheese,
}
"""What is baked and sweet, by its form; each a length across, standing on 0."""
