"""What is no thing and yet stands there: a tornado, lightning, flames."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.aura import Aura, aura, fire, smoke
from vitascope.engines.previz.rigs.figure import Gesture, Limbs
from vitascope.engines.previz.rigs.kit import Build, Kit, lathe, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, tube
from vitascope.engines.previz.rigs.stuff import Stuff

SECTIONS, TONGUES = 9, 7
"""Of a funnel, and of a fire."""
LOGS, STONES = 6, 13
"""Of a campfire."""
STRIKES: Final = ((0.0, 0.07), (0.10, 0.20))
"""When lightning is seen, in shares of a cycle."""
AWAY = 40.0
"""How far below the ground it is else, in lengths."""


def _funnel(w: float) -> float:
    """The radius of a tornado at a height, in heights."""
    return 0.035 + 0.05 * w + 0.30 * float(w**3.2)


def tornado(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A funnel of cloud in sections that turn, and dust at its foot."""
    look = Look(Stuff.CLOUDED)
    for k in range(SECTIONS):
        low, high = k / SECTIONS - 0.02, (k + 1) / SECTIONS + 0.02
        heights = np.linspace(max(low, 0.0), high, 6)
        profile = [(_funnel(float(h)), float(h)) for h in heights]
        kit.bone(f"funnel_{k}", (0.0, 0.5 * (low + high), 0.0))
        tone = tone_of(colours[0] * (0.9 + 0.5 * k / SECTIONS))
        kit.add(lathe(profile, look, kit.sides(12), tone, crisp=False), f"funnel_{k}")
    kit.bone("dust", (0.0, 0.0, 0.0))
    skirt = [(0.26, 0.0), (0.20, 0.03), (0.13, 0.06), (0.09, 0.07), (0.05, 0.13), (0.03, 0.20)]
    kit.add(lathe(skirt, look, kit.sides(12), tone_of(colours[1]), crisp=False), "dust")
    return []


def lightning(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A forked bolt."""
    kit.bone("bolt", (0.0, 0.0, 0.0))
    chance = np.random.default_rng(5)
    trunk = _jagged(chance, (0.10, 1.0), (-0.02, 0.0), 15)
    made = [(trunk, 0.007)]
    for at in (4, 7, 10):
        end = (float(trunk[at, 0]) + 0.18 * (-1) ** at, max(float(trunk[at, 1]) - 0.28, 0.05))
        made.append((_jagged(chance, (float(trunk[at, 0]), float(trunk[at, 1])), end, 7), 0.0035))
    for path, wide in made:
        line = tube(path, np.linspace(wide, 0.4 * wide, len(path)), Look(Stuff.LAMP), 6, tone_of(colours[0]))
        kit.add(line.with_(glow=np.full(len(line.rest), 3.0, np.float32)), "bolt")
    return []


def _jagged(
    chance: np.random.Generator, start: tuple[float, float], end: tuple[float, float], count: int
) -> Floats:
    w = np.linspace(0.0, 1.0, count)[:, None]
    path = np.asarray(start) * (1 - w) + np.asarray(end) * w
    path[1:-1, 0] += 0.045 * (2.0 * chance.random(count - 2) - 1.0)
    return np.concatenate([path, 0.0 * w], 1).astype(np.float32)


def blaze(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A broad fire, and its smoke."""
    del kit, colours
    made: list[Part] = []
    for k in range(TONGUES):
        a = 2.4 * k
        far, tall = 0.17 * math.sqrt(k), 0.95 * (1.0 - 0.05 * k)
        made.append(fire((far * math.cos(a), -0.04, far * math.sin(a)), tall, 0.30 - 0.014 * k))
    made += [smoke((0.2 * k - 0.1, 0.55, 0.1 * k), 2.6 - 0.3 * k, 0.30, 0.65) for k in range(2)]
    return made


def explosion(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A ball of fire that bursts in all directions under a column of black smoke."""
    del kit, colours
    made: list[Part] = []
    for k in range(11):
        turn, lift = 2.4 * k, math.pi * (0.06 + 0.42 * ((0.618 * k) % 1.0))
        way = (math.cos(turn) * math.cos(lift), math.sin(lift), math.sin(turn) * math.cos(lift))
        tip = (0.52 * way[0], 0.08 + 0.62 * way[1], 0.52 * way[2])
        made.append(aura(Aura.FIRE, (0.06 * way[0], 0.05, 0.06 * way[2]), tip, 0.17))
    made.append(fire((0.0, -0.05, 0.0), 0.75, 0.34))
    made += [smoke((0.16 * (k - 1), 0.30, 0.08 * k), 1.5 + 0.2 * k, 0.26, 1.6) for k in range(3)]
    return made


def campfire(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Logs that lean together in a ring of stones, and flames."""
    del kit, colours
    made: list[Part] = []
    for k in range(LOGS):
        a = math.tau * k / LOGS + 0.3
        ends = [
            (0.40 * math.cos(a), 0.04, 0.40 * math.sin(a)),
            (-0.07 * math.cos(a), 0.26, -0.07 * math.sin(a)),
        ]
        log = tube(
            np.array(ends, np.float32), np.full(2, 0.05, np.float32), Look(Stuff.BARK), 7, (0.10, 0.05, 0.025)
        )
        made.append(log)
    for k in range(STONES):
        a = math.tau * k / STONES
        tone = 0.16 + 0.07 * (k % 3)
        at = (0.47 * math.cos(a), 0.035, 0.47 * math.sin(a))
        made.append(ball(at, (0.085, 0.06, 0.085), Look(Stuff.STONE), 7, (tone, tone, 0.95 * tone)))
    for k in range(4):
        a, far = 2.4 * k, 0.075 * math.sqrt(k)
        made.append(fire((far * math.cos(a), 0.05, far * math.sin(a)), 0.85 - 0.09 * k, 0.24 - 0.02 * k))
    made.append(smoke((0.0, 0.75, 0.0), 1.8, 0.12, 0.35, (0.30, 0.30, 0.31)))
    return made


def stir(limbs: Limbs, g: Gesture) -> None:
    """Turn, strike and flicker: whichever of them it is."""
    for k in range(SECTIONS):
        w = (k + 0.5) / SECTIONS
        limbs.turn(f"funnel_{k}", y=-3.0 * g.phase - 0.9 * k)
        limbs.shift(
            f"funnel_{k}",
            x=0.05 * math.sin(g.phase + 3.0 * w) * (1.2 - w),
            z=0.03 * math.cos(g.phase + 4.0 * w),
        )
    limbs.turn("dust", y=-4.0 * g.phase)
    share = g.phase / math.tau % 1.0
    if not any(low <= share < high for low, high in STRIKES):
        limbs.shift("bolt", y=-AWAY)


FORCES: Final[dict[str, Build]] = {
    "tornado": tornado,
    "lightning": lightning,
    "blaze": blaze,
    "explosion": explosion,
    "campfire": campfire,
}
"""What stirs by itself, by its form."""
