"""What is light or vapour rather than a surface: fire, smoke, steam, beams. Where a shape has some of it.

A shape says so by parts of their own that are never drawn as surfaces: three points that hang on a bone
like any others. The first is the foot, the second the tip, the third is as far beside the foot as it is wide.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from vitascope.engines.previz.compiled import Floats, Ints
from vitascope.engines.previz.rigs.mesh import AURA, Colour, Look, Part, part

Point = tuple[float, float, float]


class Aura(IntEnum):
    """Kinds."""

    FIRE = 0
    SMOKE = 1
    BEAM = 2
    HEADLIGHT = 3


_ONE: Ints = np.array([[0, 1, 2]], np.int32)
WARM: Colour = (1.0, 1.0, 1.0)
SOOT: Colour = (0.055, 0.050, 0.048)
VAPOUR: Colour = (0.80, 0.82, 0.85)


def aura(
    kind: Aura, foot: Point, tip: Point, wide: float, colour: Colour = WARM, strength: float = 1.0
) -> Part:
    """An anchor from ``foot`` to ``tip``; a beam is ``wide`` at its tip, everything else at its foot."""
    a, b = np.asarray(foot, np.float32), np.asarray(tip, np.float32)
    along = b - a
    level = np.array([along[2], 0.0, -along[0]], np.float32)
    side = level if float(np.abs(level).max()) > 1e-6 else np.array([1.0, 0.0, 0.0], np.float32)
    side = np.asarray(side / np.linalg.norm(side) * wide, np.float32)
    made = part(np.stack([a, b, a + side]), _ONE, Look(int(kind), 0, AURA), colour)
    return made.with_(glow=np.full(3, strength, np.float32))


def fire(foot: Point, high: float, wide: float, rage: float = 1.0, colour: Colour = WARM) -> Part:
    """A flame that burns upward; ``rage`` is how much it is torn, a candle's hardly."""
    x, y, z = foot
    made = aura(Aura.FIRE, foot, (x, y + high, z), wide, colour)
    return made.with_(openness=np.full(3, rage, np.float32))


def smoke(foot: Point, high: float, wide: float, strength: float = 1.0, colour: Colour = SOOT) -> Part:
    """Smoke that rises and widens."""
    x, y, z = foot
    return aura(Aura.SMOKE, foot, (x, y + high, z), wide, colour, strength)


def beam(start: Point, end: Point, wide: float, strength: float = 1.0, colour: Colour = WARM) -> Part:
    """A cone of light, seen by night in the air and where it falls."""
    return aura(Aura.BEAM, start, end, wide, colour, strength)


def anchored(parts: list[Part]) -> bool:
    """Whether any of these is an anchor."""
    return any(one.look.layer == AURA for one in parts)


def solid_only(parts: list[Part]) -> list[Part]:
    """What has an extent: surfaces; fires where there are none; all of it where nothing else is there."""
    surfaces = [one for one in parts if one.look.layer != AURA]
    fires = [one for one in parts if one.look.layer == AURA and one.look.material == Aura.FIRE]
    return surfaces or fires or parts


FIRES = 9
"""Of something that burns."""


def burning(points: Floats, seed: int, above: float = 0.22) -> list[Part]:
    """Fires and smoke about a shape of ``(n, 3)`` points, out of all ``above`` that share of its height."""
    low, high = points.min(0), points.max(0)
    tall, wide = float(high[1] - low[1]), float(max(high[0] - low[0], high[2] - low[2]))
    chance = np.random.default_rng([seed, 61])
    upper = points[points[:, 1] > low[1] + above * tall]
    size = max(0.34 * min(tall, wide), 0.12 * max(tall, wide))
    made: list[Part] = []
    for k in range(FIRES):
        x, y, z = (float(v) for v in upper[int(chance.integers(len(upper)))])
        y -= 0.25 * size
        grown = size * (0.7 + 0.7 * float(chance.random()))
        made.append(fire((x, y, z), 1.25 * grown, 0.45 * grown))
        if k % 2 == 0:
            made.append(smoke((x, y + 0.7 * grown, z), 4.6 * grown, 0.62 * grown, 1.25))
    return made
