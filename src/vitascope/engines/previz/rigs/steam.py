"""Steam over what is hot: thin sheets that rise and sway."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.rigs.figure import Gesture, Limbs
from vitascope.engines.previz.rigs.kit import Kit, Point
from vitascope.engines.previz.rigs.mesh import Look, grid
from vitascope.engines.previz.rigs.stuff import Stuff

WISPS = 3
PALE = (0.80, 0.82, 0.85)
GLOW = np.float32(0.05)
"""How much of it is seen in the dark."""


def steam(kit: Kit, at: Point, wide: float, tall: float) -> None:
    """Wisps over ``at``, spread ``wide`` and ``tall`` high, each on a bone of its own."""
    rows = kit.count(6, 9, 12)
    w = np.linspace(0.0, 1.0, rows)
    for k in range(WISPS):
        turn = math.pi * (k + 0.2) / WISPS
        aside = 0.30 * wide * math.sin(2.4 * k + 0.6)
        lean = 0.10 * tall * np.sin(4.4 * w + 1.9 * k) * w
        half = 0.5 * wide * (0.40 + 0.35 * w)
        across = np.stack([-half, 0.0 * half, half], 1)
        x = at[0] + aside + lean[:, None] + across * math.cos(turn)
        z = at[2] + 0.5 * aside + across * math.sin(turn)
        y = at[1] + (tall * (0.82 + 0.09 * k) * w)[:, None] + 0.0 * across
        sheet = grid(np.stack([x, y, z], -1).astype(np.float32), Look(Stuff.STEAM, 0, 1), PALE)
        kit.bone(f"steam_{k}", (at[0] + aside, at[1], at[2]))
        kit.add(sheet.with_(glow=np.full(len(sheet.rest), GLOW, np.float32)), f"steam_{k}")


def rise(limbs: Limbs, g: Gesture) -> None:
    """Sway and turn, if there is steam."""
    for k in range(WISPS):
        limbs.turn(
            f"steam_{k}",
            y=0.9 * math.sin(g.phase + 2.1 * k),
            z=0.10 * math.sin(2.0 * g.phase + 1.3 * k),
        )
        limbs.shift(f"steam_{k}", y=0.05 * math.sin(3.0 * g.phase + 2.1 * k))
