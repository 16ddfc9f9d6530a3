"""Who is on a swing goes with it, and who is on stairs is as high as the step there."""

from __future__ import annotations

import math
from dataclasses import replace

from vitascope.engines.previz.canvas import Placement

SWUNG, STAIRS = "swing", "stairs"
"""Forms of what carries in a way of its own."""
ROPES = 0.77
"""How long the ropes of a swing are, in its lengths."""
FARTHEST = 0.62
"""How far a swing goes either way, radians."""
RISE, DEPTH, BACK = 0.48, 0.74, 0.45
"""A flight's height and depth, in its lengths; how far behind its middle one is in that of one's way."""


def angle_of(phase: float) -> float:
    """How far forward a swing is at a phase of its gait, radians."""
    return FARTHEST * math.sin(phase)


def swung(each: Placement, swing: Placement) -> Placement:
    """One who sits on a swing, where that has gone and leaning as its ropes do."""
    angle = angle_of(math.tau * math.fmod(swing.gait, 1.0))
    long = ROPES * swing.length
    ahead, up = long * math.sin(angle), long * (1.0 - math.cos(angle))
    return replace(
        each,
        x=each.x + ahead * math.sin(swing.heading),
        y=each.y + up,
        z=each.z + ahead * math.cos(swing.heading),
        climb=each.climb + angle,
    )


def stepped(each: Placement, stairs: Placement, stand: float) -> Placement:
    """One on stairs that come down where they look: whatever way it goes, it stays on them.

    ``stand`` is the height of its middle above its feet, metres.
    """
    sine, cosine = math.sin(stairs.heading), math.cos(stairs.heading)
    ahead = (each.x - stairs.x) * sine + (each.z - stairs.z) * cosine
    aside = (each.x - stairs.x) * cosine - (each.z - stairs.z) * sine
    deep = DEPTH * stairs.length
    ahead = 0.5 * deep * math.tanh((ahead + BACK * deep) / deep)
    share = 0.5 - ahead / deep
    floor = stairs.y - 0.5 * RISE * stairs.length
    aside = max(min(aside, 0.4 * stairs.length), -0.4 * stairs.length)
    return replace(
        each,
        x=stairs.x + ahead * sine + aside * cosine,
        y=floor + share * RISE * stairs.length + stand,
        z=stairs.z + ahead * cosine - aside * sine,
    )
