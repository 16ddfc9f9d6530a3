"""Figures of the ballet, one after another, and a waltz."""

from __future__ import annotations

import math
from typing import Final

from vitascope.engines.previz.rigs.figure import Gesture, Limbs

Figure = dict[str, tuple[float, float, float]]
"""How far bones are turned, radians: about x, y and z."""


def _arms(right: tuple[float, float], left: tuple[float, float], bow: float = 0.3) -> Figure:
    """Both arms, each forward (less x) and outward; ``bow`` rounds them."""
    return {
        "arm_r": (right[0], 0.0, right[1]),
        "arm_l": (left[0], 0.0, -left[1]),
        "forearm_r": (-0.15, 0.0, bow if right[1] > 1.8 else -bow),
        "forearm_l": (-0.15, 0.0, -bow if left[1] > 1.8 else bow),
    }


FIFTH: Final[Figure] = {
    **_arms((-0.25, 2.75), (-0.25, 2.75), 0.55),
    "leg_r": (-0.05, 0.5, 0.02), "leg_l": (0.05, -0.5, -0.02), "foot_r": (1.05, 0.0, 0.0),
    "foot_l": (1.05, 0.0, 0.0), "spine": (-0.06, 0.0, 0.0), "head": (-0.12, 0.2, 0.0),
}  # fmt: skip
"""On the toes of both feet, the arms a crown."""
PLIE: Final[Figure] = {
    **_arms((-0.35, 1.15), (-0.95, 0.25)),
    "leg_r": (-0.55, 0.6, 0.30), "shin_r": (0.85, 0.0, 0.0), "foot_r": (-0.30, 0.0, 0.0),
    "leg_l": (-0.50, -0.6, -0.30), "shin_l": (0.85, 0.0, 0.0), "foot_l": (-0.30, 0.0, 0.0),
    "spine": (0.05, 0.15, 0.0), "head": (0.0, -0.2, 0.0),
}  # fmt: skip
"""Knees bent outward, about to turn or to leap."""
PASSE: Final[Figure] = {
    **_arms((-1.05, -0.10), (-1.05, -0.10), 0.5),
    "leg_r": (-1.05, 0.55, 0.55), "shin_r": (1.95, 0.0, 0.0), "foot_r": (1.0, 0.0, 0.0),
    "leg_l": (0.0, -0.2, 0.03), "foot_l": (1.15, 0.0, 0.0), "head": (-0.05, 0.0, 0.0),
}  # fmt: skip
"""On one toe, the other at the knee: the pirouette."""
ARABESQUE: Final[Figure] = {
    **_arms((-1.75, 0.15), (-0.15, 1.60), 0.08),
    "root": (0.42, 0.0, 0.0), "spine": (-0.40, 0.0, 0.0), "chest": (-0.22, 0.0, 0.0),
    "head": (-0.15, 0.0, 0.0), "leg_l": (-0.42, -0.2, 0.02), "foot_l": (1.10, 0.0, 0.0),
    "leg_r": (1.22, 0.2, 0.10), "shin_r": (0.08, 0.0, 0.0), "foot_r": (1.15, 0.0, 0.0),
}  # fmt: skip
"""On one toe, the other leg straight back, an arm ahead."""
ASIDE: Final[Figure] = {
    **_arms((-0.10, 2.70), (-0.15, 1.45), 0.4),
    "root": (0.0, 0.0, -0.06), "spine": (-0.05, 0.0, 0.10), "head": (-0.1, -0.35, 0.05),
    "leg_r": (-0.25, 0.5, 1.25), "foot_r": (1.15, 0.0, 0.0), "leg_l": (0.0, -0.3, 0.05),
    "foot_l": (1.10, 0.0, 0.0),
}  # fmt: skip
"""A leg raised to the side."""
SCORE: Final = ((0.0, FIFTH, 0.0), (0.14, PLIE, 0.0), (0.24, PASSE, 0.35), (0.46, PASSE, 2.0),
                (0.54, PLIE, 2.0), (0.66, ARABESQUE, 2.25), (0.78, ARABESQUE, 2.4), (0.88, ASIDE, 2.85),
                (1.0, FIFTH, 3.0))  # fmt: skip
"""At which share of a round which figure is reached, and after how many turns."""
HELD = 0.35
"""The share of the time between two figures that the first is held."""


def ballet(limbs: Limbs, g: Gesture, share: float) -> None:
    """Dance: what the figures ask for, by ``share``, each easing into the next."""
    at = g.phase / math.tau
    k = next(i for i in range(len(SCORE) - 1) if at <= SCORE[i + 1][0])
    (start, one, turns), (end, other, later) = SCORE[k], SCORE[k + 1]
    way = (at - start) / (end - start)
    eased = way if one is other else max(way - HELD, 0.0) / (1.0 - HELD)
    eased = eased * eased * (3.0 - 2.0 * eased)
    for bone in dict.fromkeys((*one, *other)):
        a, b = one.get(bone, (0.0, 0.0, 0.0)), other.get(bone, (0.0, 0.0, 0.0))
        x, y, z = (share * (low + (high - low) * eased) for low, high in zip(a, b, strict=True))
        limbs.turn(bone, x=x, y=y, z=z)
    limbs.turn("root", y=share * math.tau * (turns + (later - turns) * eased))


def waltz(limbs: Limbs, g: Gesture, share: float) -> None:
    """Sway and turn in a long skirt, the arms in a wide hold."""
    sway = math.sin(g.phase)
    limbs.turn("root", y=0.9 * share * math.sin(g.phase + 0.6), z=0.07 * share * sway)
    limbs.turn("spine", z=-0.05 * share * sway, x=-0.06 * share)
    limbs.turn("head", y=-0.25 * share * sway, z=0.10 * share * sway, x=-0.06 * share)
    limbs.shift("root", x=0.03 * share * sway, y=0.012 * share * abs(math.cos(g.phase)))
    for side, out in (("r", 1.0), ("l", -1.0)):
        lift = 0.10 * out * math.sin(g.phase + 1.0)
        limbs.turn(f"arm_{side}", x=-0.35 * share, z=out * share * (1.15 + lift))
        limbs.turn(f"forearm_{side}", x=-0.45 * share, y=-out * 0.35 * share, z=out * 0.15 * share)
        limbs.turn(f"hand_{side}", z=-out * 0.25 * share)
