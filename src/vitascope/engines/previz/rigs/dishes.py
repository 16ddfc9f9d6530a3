"""Food in bowls and on plates."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.kit import Build, Kit, Point, box, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, cone, tube
from vitascope.engines.previz.rigs.steam import steam
from vitascope.engines.previz.rigs.stuff import Stuff

CHINA = "#cfcac0"
BOWL = (
    (0.0, 0.0),
    (0.17, 0.0),
    (0.18, 0.03),
    (0.33, 0.10),
    (0.45, 0.22),
    (0.50, 0.38),
    (0.47, 0.38),
    (0.44, 0.30),
)
PLATE = (
    (0.0, 0.03),
    (0.0, 0.0),
    (0.26, 0.0),
    (0.30, 0.015),
    (0.50, 0.06),
    (0.50, 0.075),
    (0.30, 0.035),
    (0.0, 0.03),
)
FULL = 0.31
"""How high a bowl is filled."""
HERE = 0.035
"""The height of a plate's middle."""


def dot(at: Point, size: float | Point, tone: str, kit: Kit, stuff: Stuff = Stuff.PAINT) -> Part:
    """A lump."""
    return ball(at, size, Look(stuff), 5 + 3 * kit.fine, tone_of(linear(tone)))


def disc(at: Point, radius: float, thick: float, tone: str, kit: Kit, stuff: Stuff = Stuff.PLAIN) -> Part:
    """A flat slice with rounded edges."""
    low, high, soft = at[1], at[1] + thick, 0.18 * thick
    profile = (
        (0.0, low),
        (radius - soft, low),
        (radius, low + soft),
        (radius, high - soft),
        (radius - soft, high),
        (0.0, high),
    )
    return lathe(
        profile, Look(stuff), kit.sides(9), tone_of(linear(tone)), at=(at[0], 0.0, at[2]), crisp=False
    )


def strands(
    at: Point, reach: float, tone: str, kit: Kit, count: int, stuff: Stuff = Stuff.SKIN
) -> list[Part]:
    """Noodles: arcs over one another about ``at``, ``reach`` wide."""
    made: list[Part] = []
    w = np.linspace(0.0, 1.0, kit.count(7, 10, 14))
    for k in range(count):
        a, long = 2.4 * k, reach * (0.45 + 0.5 * ((0.618 * k) % 1.0))
        turn = a + (1.4 + 1.5 * ((0.37 * k) % 1.0)) * (w - 0.5) * 2.0
        far = long * (0.75 + 0.2 * np.sin(5.0 * w + k))
        rise = (
            0.075 * reach * np.sin(np.pi * w)
            + 0.16 * reach * (1.0 - far / reach)
            + 0.02 * np.sin(7.0 * w + k)
        )
        path = np.stack([at[0] + far * np.cos(turn), at[1] + rise, at[2] + far * np.sin(turn)], -1)
        shade = tone_of(linear(tone) * (0.82 + 0.3 * ((0.73 * k) % 1.0)))
        made.append(tube(path.astype(np.float32), np.full(len(w), 0.017, np.float32), Look(stuff), 6, shade))
    return made


def _bowl(kit: Kit, colours: list[Floats], filling: str) -> list[Part]:
    made = lathe(BOWL, Look(Stuff.PAINT), kit.sides(16), tone_of(colours[0]), crisp=False)
    level = lathe(
        ((0.455, FULL), (0.0, FULL + 0.001)), Look(Stuff.PAINT), kit.sides(16), tone_of(linear(filling))
    )
    return [made, level]


def _plate(kit: Kit) -> list[Part]:
    return [lathe(PLATE, Look(Stuff.PAINT), kit.sides(16), tone_of(linear(CHINA)), crisp=False)]


def noodles(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Ramen: noodles in broth with an egg, meat, seaweed, onions and two sticks."""
    made = _bowl(kit, colours, "#8a4f1c") + strands((0.02, FULL, 0.0), 0.40, "#eccf7e", kit, 22)
    for x, turn in ((-0.20, 0.4), (-0.08, -0.5)):
        made.append(
            moved(
                dot((0, 0, 0), (0.105, 0.06, 0.08), "#f6efe2", kit), (x, FULL + 0.05, 0.22), (0.25, turn, 0)
            )
        )
        made.append(dot((x, FULL + 0.10, 0.225), (0.055, 0.022, 0.045), "#f0930e", kit))
    for k in range(3):
        slice_ = disc((0, 0, 0), 0.12, 0.03, "#b0714c", kit, Stuff.SKIN)
        made.append(
            moved(slice_, (0.13 + 0.09 * k, FULL + 0.05 + 0.012 * k, 0.17 - 0.11 * k), (0.30, 0.0, -0.2))
        )
    leaf = box(
        (-0.11, 0.0, -0.008), (0.11, 0.30, 0.008), Look(Stuff.CLOTH), tone_of(linear("#1d2b1c")), cells=2
    )
    made.append(moved(leaf, (-0.16, FULL - 0.05, -0.26), (-0.25, 0.3, 0.12)))
    for k in range(14):
        far, a = 0.10 + 0.22 * ((0.618 * k) % 1.0), 2.4 * k
        made.append(
            moved(
                disc((0, 0, 0), 0.026, 0.014, "#4f9a2e", kit),
                (far * math.cos(a), FULL + 0.09, far * math.sin(a)),
                (0.3, 0, 0.2),
            )
        )
    made += [stick(kit, (0.12, 0.37, 0.34), (0.62, 0.50, -0.30), z) for z in (0.0, 0.07)]
    steam(kit, (0.0, FULL + 0.04, 0.0), 0.55, 0.62)
    return made


def stick(kit: Kit, low: Point, high: Point, aside: float) -> Part:
    """A chopstick, laid on a rim."""
    path = np.array([low, high], np.float32) + np.array([aside, 0.0, 0.5 * aside], np.float32)
    return tube(
        path, np.array([0.010, 0.016], np.float32), Look(Stuff.WOOD), kit.sides(4), tone_of(linear("#6a2418"))
    )


def soup(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A bowl of soup with herbs and cream."""
    made = _bowl(kit, colours, "#c8641e")
    w = np.linspace(0.4, 5.6, 26)
    swirl = np.stack([0.045 * w * np.cos(1.3 * w), FULL + 0.004 + 0 * w, 0.045 * w * np.sin(1.3 * w)], -1)
    made.append(
        tube(
            swirl.astype(np.float32),
            np.full(26, 0.014, np.float32),
            Look(Stuff.PAINT),
            6,
            tone_of(linear("#f4e4c4")),
        )
    )
    for k in range(9):
        far, a = 0.08 + 0.26 * ((0.618 * k) % 1.0), 2.4 * k + 1.0
        made.append(
            dot((far * math.cos(a), FULL + 0.008, far * math.sin(a)), (0.03, 0.01, 0.018), "#3f8a2a", kit)
        )
    steam(kit, (0.0, FULL + 0.02, 0.0), 0.55, 0.62)
    return made


def rice(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A heap of rice, or of whatever is eaten with it, in a bowl."""
    made = [
        *_bowl(kit, colours, "#f2eee2"),
        dot((0, FULL, 0), (0.42, 0.20, 0.42), "#f2eee2", kit, Stuff.PLASTER),
    ]
    hues = ("#d8772c", "#5a9a34", "#b8402c", "#e8c04a")
    for k in range(16):
        far, a = 0.30 * math.sqrt((k + 0.5) / 16), 2.4 * k
        top = FULL + 0.20 * math.sqrt(max(1 - (far / 0.42) ** 2, 0.0))
        made.append(dot((far * math.cos(a), top, far * math.sin(a)), (0.045, 0.03, 0.04), hues[k % 4], kit))
    steam(kit, (0.0, FULL + 0.12, 0.0), 0.5, 0.55)
    return made


def salad(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Leaves, tomatoes and slices in a bowl."""
    made = _bowl(kit, colours, "#3a5a22")
    for k in range(26):
        far, a = 0.40 * math.sqrt((k + 0.5) / 26), 2.4 * k
        at = (far * math.cos(a), FULL + 0.15 - 0.5 * far * far, far * math.sin(a))
        tone = ("#4f8f2a", "#79b03a", "#2f6a22")[k % 3]
        made.append(
            moved(
                dot((0, 0, 0), (0.13, 0.018, 0.085), tone, kit, Stuff.LEAF), at, (0.7 * math.sin(a), a, 0.6)
            )
        )
    for k in range(8):
        far, a = 0.10 + 0.22 * ((0.618 * k) % 1.0), 2.4 * k + 0.9
        made.append(
            dot((far * math.cos(a), FULL + 0.19 - 0.4 * far, far * math.sin(a)), 0.062, "#c8261c", kit)
        )
    return made


def pasta(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Spaghetti with sauce on a plate."""
    del colours
    made = _plate(kit) + strands((0.0, HERE + 0.02, 0.0), 0.34, "#ecc870", kit, 26)
    made.append(dot((0.0, 0.15, 0.0), (0.17, 0.05, 0.16), "#a8281a", kit))
    for k in range(5):
        a = 2.4 * k
        made.append(dot((0.09 * math.cos(a), 0.20, 0.09 * math.sin(a)), 0.052, "#6a2e1a", kit, Stuff.SKIN))
    for a in (0.3, 2.3):
        made.append(
            moved(
                dot((0, 0, 0), (0.07, 0.008, 0.04), "#3f8a2a", kit, Stuff.LEAF),
                (0.03 * math.cos(a), 0.26, 0.03),
                (0, a, 0.3),
            )
        )
    steam(kit, (0.0, 0.18, 0.0), 0.45, 0.45)
    return made


def steak(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A piece of meat or fish with vegetables on a plate."""
    tone = colours[0]
    made = [
        *_plate(kit),
        ball(
            (-0.07, HERE + 0.055, 0.0), (0.24, 0.06, 0.17), Look(Stuff.HIDE), 8 + 4 * kit.fine, tone_of(tone)
        ),
    ]
    for k in range(4):
        bar = box((-0.14, 0, -0.008), (0.14, 0.012, 0.008), Look(Stuff.PLAIN), tone_of(tone * 0.35))
        made.append(moved(bar, (-0.17 + 0.07 * k, HERE + 0.105 - 0.012 * abs(k - 1.5), 0.0), (0, 0.9, 0)))
    made += [
        cone(
            (0.20, HERE + 0.03, -0.14 + 0.07 * k),
            (0.40, HERE + 0.03, -0.20 + 0.09 * k),
            0.035,
            Look(Stuff.PAINT),
            sides=8,
            colour=tone_of(linear("#e87a1c")),
            power=0.4,
        )
        for k in range(4)
    ]
    for k in range(6):
        a = 2.4 * k
        made.append(
            dot(
                (0.10 + 0.07 * math.cos(a), HERE + 0.06, 0.27 + 0.05 * math.sin(a)),
                0.055,
                "#3c7a28",
                kit,
                Stuff.LEAF,
            )
        )
    steam(kit, (0.0, 0.14, 0.0), 0.4, 0.4)
    return made


def breakfast(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Two fried eggs and bacon on a plate."""
    del colours
    made = _plate(kit)
    for x, z in ((-0.15, 0.06), (0.10, 0.13)):
        made.append(dot((x, HERE + 0.012, z), (0.155, 0.022, 0.145), "#fbf8ef", kit))
        made.append(dot((x + 0.01, HERE + 0.03, z), (0.062, 0.045, 0.062), "#f5a30e", kit))
    w = np.linspace(-1.0, 1.0, 13)
    for k in range(3):
        path = np.stack(
            [0.26 * w, HERE + 0.03 + 0.02 * np.sin(9 * w + k), -0.13 - 0.09 * k + 0.02 * np.sin(5 * w)], -1
        )
        rasher = tube(
            path.astype(np.float32),
            np.tile(np.array([[0.038, 0.010]], np.float32), (13, 1)),
            Look(Stuff.SKIN),
            8,
            tone_of(linear(("#a83a26", "#c8694a", "#8f2f20")[k])),
        )
        made.append(rasher)
    steam(kit, (0.0, 0.08, 0.0), 0.4, 0.4)
    return made


def sushi(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Fish on rice, and rolls, on a board of slate."""
    del colours
    slate = tone_of(linear("#2c2f33"))
    made = [box((-0.5, 0.0, -0.24), (0.5, 0.03, 0.24), Look(Stuff.STONE), slate)]
    for k, tone in enumerate(("#f0763a", "#c8342c", "#f5b98a")):
        x = -0.34 + 0.21 * k
        made.append(dot((x, 0.085, -0.04), (0.075, 0.06, 0.15), "#f4f1e6", kit, Stuff.PLASTER))
        made.append(dot((x, 0.145, -0.04), (0.082, 0.035, 0.17), tone, kit))
    for k in range(3):
        x, z = 0.27 + 0.13 * (k % 2), -0.12 + 0.15 * k
        made.append(disc((x, 0.03, z), 0.075, 0.12, "#16201a", kit))
        made.append(disc((x, 0.145, z), 0.062, 0.01, "#f4f1e6", kit, Stuff.PLASTER))
        made.append(disc((x, 0.152, z), 0.025, 0.008, ("#f0763a", "#5a9a34", "#c8342c")[k], kit))
    made.append(dot((-0.42, 0.06, 0.15), (0.05, 0.04, 0.05), "#8fb050", kit, Stuff.PLASTER))
    made += [stick(kit, (-0.40, 0.05, 0.20), (0.45, 0.05, 0.17), z) for z in (0.0, 0.03)]
    return made


def taco(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Folded flat breads with a filling on a plate."""
    del colours
    made = _plate(kit)
    w = np.linspace(-1.0, 1.0, 15)
    for k in range(3):
        z = -0.18 + 0.17 * k
        for lean in (-0.30, 0.30):
            shell = disc((0, 0, 0), 0.20, 0.015, "#d9a148", kit)
            made.append(moved(shell, (0.0, HERE + 0.10, z + 0.18 * lean), (math.pi / 2 + lean, 0, 0)))
        top = np.stack([0.17 * w, HERE + 0.22 - 0.10 * w * w, z + 0.012 * np.sin(11 * w)], -1)
        tones = ("#4f9a2e", "#a8341f", "#6a3a1c")
        made.append(
            tube(
                top.astype(np.float32),
                np.full(15, 0.04, np.float32),
                Look(Stuff.LEAF),
                7,
                tone_of(linear(tones[k])),
            )
        )
        for j in range(7):
            x = -0.14 + 0.047 * j
            tone = ("#c8261c", "#f0e0a0", "#4f9a2e")[j % 3]
            made.append(dot((x, HERE + 0.255 - 3.2 * x * x, z + 0.02 * (-1) ** j), 0.026, tone, kit))
    return made


def hot_dog(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A sausage in a bun with mustard."""
    del colours
    made = [dot((0, 0.10, z), (0.42, 0.10, 0.10), "#d08e46", kit, Stuff.SKIN) for z in (-0.085, 0.085)]
    w = np.linspace(-1.0, 1.0, 25)
    link = np.stack([0.47 * w, 0.17 + 0.02 * w * w, 0 * w], -1).astype(np.float32)
    fat = 0.075 * np.sqrt(np.clip(1 - w**8, 0.02, 1))
    made.append(
        tube(link, fat.astype(np.float32), Look(Stuff.PAINT), kit.sides(7), tone_of(linear("#a03c1e")))
    )
    line = np.stack([0.40 * w, 0.245 + 0.02 * w * w, 0.035 * np.sin(14 * w)], -1).astype(np.float32)
    made.append(tube(line, np.full(25, 0.016, np.float32), Look(Stuff.PAINT), 6, tone_of(linear("#f2c014"))))
    return made


DISHES: Final[dict[str, Build]] = {
    "noodles": noodles,
    "soup": soup,
    "rice": rice,
    "salad": salad,
    "pasta": pasta,
    "steak": steak,
    "breakfast": breakfast,
    "sushi": sushi,
    "taco": taco,
    "hot_dog": hot_dog,
}
"""What is eaten from bowls and plates, by its form; each a length across, standing on 0."""
