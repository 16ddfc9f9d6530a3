"""Water that falls over a cliff, and a rainbow."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.figure import Gesture, Limbs
from vitascope.engines.previz.rigs.kit import Build, Kit, lathe, moved, tone_of, turned_over
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, grid, tube
from vitascope.engines.previz.rigs.steam import steam
from vitascope.engines.previz.rigs.stuff import Stuff

STREAKS, RUN = 14, 2.0
"""Of white water, and how many falls each makes in a cycle."""
LIP, HALF, BEHIND = 0.94, 0.20, 0.06
"""The height the water falls from, half its width, and how far before the middle it falls."""
BANDS: Final = (
    (0.80, 0.03, 0.03),
    (0.85, 0.30, 0.02),
    (0.80, 0.70, 0.03),
    (0.06, 0.55, 0.08),
    (0.05, 0.20, 0.75),
    (0.30, 0.08, 0.60),
)
"""Colours of a rainbow, the outermost first."""
THICK = 0.011


def waterfall(kit: Kit, colours: list[Floats]) -> list[Part]:
    """A cliff with a notch, a sheet of water with white streaks in it, a pool and spray."""
    water, rock = tone_of(colours[0]), colours[1]
    chance = np.random.default_rng(11)
    made = [_cliff(chance, rock)]
    for k in range(16):
        side = -1.0 if k % 2 else 1.0
        at = (side * float(chance.uniform(0.26, 0.62)), 0.0, float(chance.uniform(0.05, 0.26)))
        size = float(chance.uniform(0.05, 0.13))
        tone = tone_of(rock * np.float32(chance.uniform(0.7, 1.1)))
        made.append(ball(at, (size, 0.8 * size, size), Look(Stuff.STONE), 7, tone))
    made.append(
        lathe(
            ((0.0, 0.014), (0.50, 0.014), (0.56, 0.0)),
            Look(Stuff.GLASS),
            kit.sides(14),
            (0.02, 0.07, 0.08),
            at=(0, 0, 0.22),
        )
    )
    sheet = _sheet(HALF, LIP, BEHIND)
    made.append(grid(sheet, Look(Stuff.PLAIN), water))
    made.append(turned_over(grid(sheet, Look(Stuff.PLAIN), water)))
    for k in range(STREAKS):
        x = HALF * 1.7 * ((0.618 * k) % 1.0 - 0.5)
        kit.bone(f"streak_{k}", (x, 0.0, 0.0))
        long, wide = 0.20 + 0.05 * (k % 3), 0.022 + 0.012 * (k % 2)
        strip = moved(
            grid(_sheet(wide, long, 0.0), Look(Stuff.STEAM, 0, 1), (0.95, 0.97, 1.0)), (x, 0.0, BEHIND + 0.05)
        )
        kit.add(strip.with_(glow=np.full(len(strip.rest), 0.12, np.float32)), f"streak_{k}")
    steam(kit, (0.0, 0.0, BEHIND + 0.12), 0.75, 0.34)
    return made


def _sheet(half: float, high: float, before: float) -> Floats:
    """Falling water: it leaves the lip forward and widens."""
    w = np.linspace(1.0, 0.0, 10)[:, None]
    across = np.linspace(-1.0, 1.0, 7)[None, :]
    x = half * (1.0 + 0.22 * (1.0 - w)) * across
    y = high * w + 0.0 * across
    z = before + 0.10 * high * np.sqrt(1.0 - w * w) - 0.02 * across**2
    return np.stack([x, y, z], -1).astype(np.float32)


def _cliff(chance: np.random.Generator, rock: Floats) -> Part:
    """Rough rock with a notch for the water and a brow that goes back."""
    rows, columns = 11, 19
    x = np.linspace(-0.72, 0.72, columns)[None, :] + 0.0 * np.zeros((rows, 1))
    y = np.linspace(0.0, 1.0, rows)[:, None] + 0.0 * x
    notch = np.exp(-((x / 0.26) ** 4))
    rough = chance.uniform(-0.05, 0.05, x.shape)
    z = rough - 0.05 * notch - 0.10 * y - 0.30 * np.abs(x) ** 2
    high = (1.0 - 0.06 * notch + chance.uniform(-0.05, 0.08, x.shape) * (y > 0.95) * (1.0 - notch)) * y
    back = np.stack([x[-1], 0.9 * high[-1], z[-1] - 0.30], -1)[None]
    face = np.concatenate([np.stack([x, high, z], -1), back])
    tone = chance.uniform(0.7, 1.15, (*face.shape[:2], 1)) * rock
    made = grid(face.astype(np.float32), Look(Stuff.STONE), tone.astype(np.float32))
    return made.with_(place=made.rest.copy())


def rainbow(kit: Kit, colours: list[Floats]) -> list[Part]:
    """Half rings of six colours."""
    del colours
    turn = np.linspace(0.0, math.pi, kit.count(18, 28, 40))
    made: list[Part] = []
    for k, tone in enumerate(BANDS):
        radius = 0.66 - 1.7 * THICK * k
        path = np.stack([radius * np.cos(turn), radius * np.sin(turn), 0.0 * turn], -1).astype(np.float32)
        ring = tube(path, np.full(len(path), THICK, np.float32), Look(Stuff.JELLY, 0, 1), 6, tone, (0, 0, 1))
        made.append(ring)
    return made


def pour(limbs: Limbs, g: Gesture) -> None:
    """White water falls, ever faster, and begins again at the lip."""
    share = RUN * g.phase / math.tau
    for k in range(STREAKS):
        age = (share + k / STREAKS) % 1.0
        fallen = 0.35 * age + 0.65 * age * age
        limbs.shift(f"streak_{k}", y=LIP * (1.0 - fallen) - 0.16, z=0.10 * LIP * math.sqrt(fallen) - 0.05)


FALLS: Final[dict[str, Build]] = {"waterfall": waterfall, "rainbow": rainbow}
"""What falls and what stands in its spray, by its form."""
