"""Fruit and vegetables that an outline cannot show."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import linear, mix, step
from vitascope.engines.previz.rigs.dishes import dot
from vitascope.engines.previz.rigs.kit import Build, Kit, box, lathe, moved, tinted, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, cone, grid, outward, tube
from vitascope.engines.previz.rigs.stuff import Stuff

STEM = "#5a4a22"


def turned(kit: Kit, profile: list[tuple[float, float]], tone: Floats, stuff: Stuff = Stuff.PAINT) -> Part:
    """A smooth round body."""
    rows = np.array(profile)
    w = np.linspace(0, len(rows) - 1, 6 * len(rows))
    fine = [np.interp(w, np.arange(len(rows)), rows[:, k]) for k in (0, 1)]
    soft = [np.convolve(np.pad(f, 3, mode="edge"), np.ones(7) / 7, "valid") for f in fine]
    soft[0][[0, -1]], soft[1][[0, -1]] = rows[[0, -1], 0], rows[[0, -1], 1]
    pairs = [(float(r), float(h)) for r, h in zip(*soft, strict=True)]
    return lathe(pairs, Look(stuff), kit.sides(12), tone_of(tone), crisp=False)


def stem(low: tuple[float, float, float], high: tuple[float, float, float], wide: float = 0.02) -> Part:
    """A stalk."""
    return cone(low, high, wide, Look(Stuff.BARK), sides=6, colour=tone_of(linear(STEM)), power=0.25)


def leaves(
    at: tuple[float, float, float], count: int, long: float, lift: float, wide: float = 0.07
) -> list[Part]:
    """Pointed leaves around a point."""
    made: list[Part] = []
    for k in range(count):
        a = math.tau * k / count + 0.3
        tip = (at[0] + long * math.cos(a), at[1] + lift, at[2] + long * math.sin(a))
        made.append(
            cone(
                at,
                tip,
                wide,
                Look(Stuff.LEAF),
                (0, 0.3 * abs(long), 0),
                sides=5,
                colour=tone_of(linear("#3c7a26")),
            )
        )
    return made


def banana(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Three bananas of one hand."""
    made: list[Part] = []
    w = np.linspace(0.0, 1.0, kit.count(9, 14, 20))
    for k in range(3):
        a = math.pi * (0.08 + 0.80 * w)
        fat = 0.078 * np.clip(np.sin(np.pi * np.clip(0.06 + 0.9 * w, 0, 1)), 0.15, 1) ** 0.45
        path = np.stack([0.44 * np.cos(a), 0.44 - 0.36 * np.sin(a), 0 * a], -1)
        body = tube(
            path.astype(np.float32),
            fat.astype(np.float32),
            Look(Stuff.PAINT),
            kit.sides(4),
            tone_of(colours[0]),
        )
        ends = tinted(
            body,
            lambda p: mix(
                np.broadcast_to(colours[0], p.shape), colours[1] * 0.5, step(np.abs(p[:, 0]), 0.36, 0.43)
            ),
        )
        made.append(moved(ends, (0, 0.0, 0.02 * k), (0.42 * (k - 1), 0, 0)))
    return made


def grapes(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A bunch that lies."""
    made = [stem((0.36, 0.20, 0), (0.50, 0.36, 0.02))]
    for k in range(46):
        w = (k + 0.5) / 46
        far = 0.24 * math.sin(math.pi * min(w + 0.18, 1.0)) ** 0.8 * math.sqrt((0.618 * k) % 1.0 * 0.7 + 0.3)
        a = 2.4 * k
        at = (
            -0.42 + 0.80 * w,
            0.10 + 0.16 * w * (1 - w) * 2 + 0.75 * far * max(math.sin(a), -0.2),
            far * math.cos(a),
        )
        made.append(
            ball(
                at,
                0.078,
                Look(Stuff.PAINT),
                5 + 2 * kit.fine,
                tone_of(colours[0] * (0.75 + 0.4 * ((0.37 * k) % 1.0))),
            )
        )
    return made


def cherries(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Two cherries on their stalks."""
    made: list[Part] = []
    for x in (-0.24, 0.24):
        made.append(
            ball(
                (x, 0.21, 0.05 * x),
                (0.22, 0.21, 0.22),
                Look(Stuff.PAINT),
                9 + 5 * kit.fine,
                tone_of(colours[0]),
            )
        )
        w = np.linspace(0.0, 1.0, 12)
        path = np.stack([x * (1 - w) ** 1.4, 0.40 + 0.58 * w, 0.05 * np.sin(3 * w)], -1).astype(np.float32)
        made.append(tube(path, np.full(12, 0.014, np.float32), Look(Stuff.BARK), 6, tone_of(colours[1])))
    return [
        *made,
        moved(
            dot((0.14, 0, 0), (0.16, 0.012, 0.075), "#3c7a26", kit, Stuff.LEAF), (0, 0.96, 0), (0, 0.3, -0.25)
        ),
    ]


def carrot(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Three carrots with their leaves, lying."""
    made: list[Part] = []
    for k in range(3):
        turn, z = 0.35 * (k - 1), 0.13 * (k - 1)
        body = cone(
            (0.10, 0.075, 0),
            (-0.48, 0.03, 0),
            0.075,
            Look(Stuff.SKIN),
            rings=14,
            sides=kit.sides(6),
            colour=tone_of(colours[0]),
            power=0.7,
        )
        rings = tinted(body, lambda p: colours[0] * (0.8 + 0.25 * (np.sin(70 * p[:, :1]) > -0.6)))
        green = [
            cone(
                (0.10, 0.08, 0),
                (0.46, 0.10 + 0.05 * j, 0.10 * (j - 1)),
                0.03,
                Look(Stuff.LEAF),
                sides=5,
                colour=tone_of(colours[1] * (0.8 + 0.3 * j)),
                power=0.3,
            )
            for j in range(3)
        ]
        made += [moved(one, (0, 0.03 * (k == 1), z), (0, turn, 0)) for one in (rings, *green)]
    return made


def corn(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A cob with rows of grains in two of its leaves."""
    h = np.linspace(0.0, 1.0, kit.count(14, 26, 40))
    r = 0.15 * np.sin(np.pi * np.clip(0.12 + 0.86 * h, 0, 1)) ** 0.6
    body = lathe(
        [(float(a), float(b)) for a, b in zip(r, 0.04 + 0.96 * h, strict=True)],
        Look(Stuff.PAINT),
        kit.sides(12),
        tone_of(colours[0]),
        crisp=False,
    )
    grains = tinted(
        body,
        lambda p: (
            colours[0]
            * (
                0.62
                + 0.45 * np.abs(np.sin(60 * p[:, 1:2])) * np.abs(np.sin(8 * np.arctan2(p[:, 2:], p[:, :1])))
            )
        ),
    )
    husk = [
        cone(
            (0, 0.09, 0),
            (0.22 * s, 0.72, 0.06),
            0.12,
            Look(Stuff.LEAF),
            (0.12 * s, 0, 0),
            sides=6,
            colour=tone_of(colours[1]),
            power=0.5,
        )
        for s in (-1.0, 1.0)
    ]
    return [grains, *husk]


def pumpkin(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Ribs around a stalk."""
    made: list[Part] = []
    for k in range(11):
        a = math.tau * k / 11
        made.append(
            moved(
                ball(
                    (0.22, 0.38, 0),
                    (0.26, 0.38, 0.17),
                    Look(Stuff.SKIN),
                    7 + 4 * kit.fine,
                    tone_of(colours[0] * (0.9 + 0.12 * (k % 2))),
                ),
                (0, 0, 0),
                (0, a, 0),
            )
        )
    return [*made, stem((0, 0.66, 0), (0.06, 0.92, 0.02), 0.07)]


def pear(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A pear with its stalk and a leaf."""
    body = turned(
        kit,
        [
            (0.0, 0.02),
            (0.20, 0.0),
            (0.34, 0.12),
            (0.36, 0.30),
            (0.28, 0.48),
            (0.17, 0.66),
            (0.14, 0.78),
            (0.07, 0.86),
            (0.0, 0.85),
        ],
        colours[0],
    )
    blush = tinted(
        body,
        lambda p: mix(
            np.broadcast_to(colours[0], p.shape),
            linear("#b8562c"),
            0.5 * step(p[:, 0] + 0.4 * p[:, 2], 0.10, 0.40),
        ),
    )
    return [blush, stem((0, 0.82, 0), (0.05, 1.0, 0))]


def pineapple(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A body in lozenges under a tuft."""
    body = turned(
        kit,
        [(0.0, 0.0), (0.16, 0.0), (0.25, 0.12), (0.26, 0.32), (0.22, 0.52), (0.10, 0.60), (0.0, 0.60)],
        colours[0],
        Stuff.TILE,
    )
    made = [body]
    for ring, (long, up) in enumerate(((0.24, 0.16), (0.17, 0.28), (0.08, 0.40))):
        for k in range(7):
            a = math.tau * (k + 0.5 * ring) / 7
            made.append(
                cone(
                    (0.04 * math.cos(a), 0.58, 0.04 * math.sin(a)),
                    (long * math.cos(a), 0.58 + up, long * math.sin(a)),
                    0.045,
                    Look(Stuff.LEAF),
                    (0, 0.05, 0),
                    sides=5,
                    colour=tone_of(colours[1]),
                )
            )
    return made


def watermelon(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A half and a slice, red with seeds."""
    red, green = colours
    pale = linear("#dfe8b0")
    made: list[Part] = []
    a = np.linspace(-0.5 * math.pi, 0.0, 12)
    shell = [(0.30 * math.cos(t), 0.30 + 0.30 * math.sin(t)) for t in a]
    half = lathe([(0.0, 0.0), *shell[1:]], Look(Stuff.PAINT), kit.sides(14), tone_of(green), crisp=False)
    striped = tinted(
        half, lambda p: green * (0.55 + 0.75 * (np.sin(14 * np.arctan2(p[:, 2:], p[:, :1])) > 0))
    )
    cut = [
        striped,
        lathe(((0.30, 0.30), (0.265, 0.301), (0.0, 0.302)), Look(Stuff.PAINT), kit.sides(14), tone_of(pale)),
    ]
    cut.append(lathe(((0.262, 0.304), (0.0, 0.306)), Look(Stuff.PAINT), kit.sides(14), tone_of(red)))
    for k in range(14):
        far, b = 0.10 + 0.11 * ((0.618 * k) % 1.0), 2.4 * k
        cut.append(dot((far * math.cos(b), 0.308, far * math.sin(b)), (0.014, 0.006, 0.010), "#1c120c", kit))
    made += [moved(one, (0.17, -0.02, -0.05), (0.75, 0.0, -0.12)) for one in cut]
    made = [moved(one, (0, 0.06, 0)) for one in made]
    for tone, r, z in ((green, 0.30, 0.040), (pale, 0.275, 0.043), (red, 0.255, 0.046)):
        flat = [(r * math.cos(t), 0.30 + r * math.sin(t)) for t in np.linspace(-math.pi, 0.0, 19)]
        made.append(moved(_slab(flat, Look(Stuff.PAINT), tone, z), (-0.26, 0.02, 0.22), (-0.10, 0.35, 0)))
    return made


def _slab(outline: list[tuple[float, float]], look: Look, tone: Floats, half: float) -> Part:
    """A plate with an outline, seen from both sides."""
    rows = np.array(outline, np.float32)
    middle = np.array([[0.0, float(rows[:, 1].max())]], np.float32)
    rings = np.stack([np.broadcast_to(middle, rows.shape), rows, rows, np.broadcast_to(middle, rows.shape)])
    deep = np.array([half, half, -half, -half], np.float32)[:, None, None] * np.ones(
        (4, len(rows), 1), np.float32
    )
    points = np.concatenate([rings, deep], -1)
    return outward(grid(points.astype(np.float32), look, tone_of(tone)))


def avocado(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A half with its stone, cut side up."""
    made = [
        ball(
            (0, 0.18, 0.0),
            (0.30, 0.18, 0.46),
            Look(Stuff.HIDE),
            10 + 4 * kit.fine,
            tone_of(linear("#2c4a1c")),
        )
    ]
    made.append(
        ball(
            (0, 0.235, 0.0),
            (0.285, 0.13, 0.44),
            Look(Stuff.PAINT),
            10 + 4 * kit.fine,
            tone_of(colours[0] * 1.2),
        )
    )
    made.append(dot((0, 0.30, -0.10), (0.13, 0.13, 0.13), "#6a3a18", kit))
    return [moved(one, (0, 0, 0), (0.35, 0.5, 0)) for one in made]


def popcorn(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A striped box that is heaped full."""
    made: list[Part] = []
    for k in range(14):
        a, b = math.tau * k / 14, math.tau * (k + 1) / 14
        tone = colours[1] if k % 2 else linear("#f4f2ec")
        made.append(_stave(a, b, tone))
    for k in range(60):
        far, a = 0.31 * math.sqrt((k + 0.5) / 60), 2.4 * k
        y = 0.66 + 0.20 * (1 - (far / 0.31) ** 2) + 0.03 * math.sin(5 * k)
        made.append(
            dot(
                (far * math.cos(a), y, far * math.sin(a)),
                0.058 + 0.012 * math.sin(3 * k),
                "#f6ecc8",
                kit,
                Stuff.PLASTER,
            )
        )
    return made


def _stave(a: float, b: float, tone: Floats) -> Part:
    """A stripe of the box, seen from outside."""
    rows = ((0.0, 0.0), (0.22, 0.0), (0.32, 0.66), (0.30, 0.66))
    points = [[(r * math.cos(t), y, r * math.sin(t)) for t in (b, a)] for r, y in rows]
    return grid(np.array(points, np.float32), Look(Stuff.PETAL), tone_of(tone))


def fries(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Chips in a carton."""
    del kit
    made = [
        box((-0.26, 0.0, -0.12), (0.26, 0.52, 0.12), Look(Stuff.PAINT), tone_of(colours[1]), 1.25, cells=2)
    ]
    for k in range(26):
        x, z = -0.25 + 0.5 * ((0.618 * k) % 1.0), -0.10 + 0.2 * ((0.37 * k) % 1.0)
        chip = box(
            (-0.032, 0.0, -0.032),
            (0.032, 0.48, 0.032),
            Look(Stuff.SKIN),
            tone_of(colours[0] * (0.8 + 0.3 * ((0.73 * k) % 1.0))),
        )
        made.append(moved(chip, (x, 0.30 + 0.16 * ((0.53 * k) % 1.0), z), (1.2 * z, 0.4 * k, -0.55 * x)))
    return made


FRUITS: Final[dict[str, Build]] = {
    "banana": banana,
    "grapes": grapes,
    "cherries": cherries,
    "carrot": carrot,
    "corn": corn,
    "pumpkin": pumpkin,
    "pear": pear,
    "pineapple": pineapple,
    "watermelon": watermelon,
    "avocado": avocado,
    "popcorn": popcorn,
    "fries": fries,
}
"""Fruit, vegetables and what is nibbled, by form; each a length across, standing on 0."""
