"""Where what is built stands far off, so that it is seen beside whoever is before it."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.stage import Framing, Stage, ground_at

MADE_OUT, CLEAR = 0.30, 0.9
"""The least apparent length of what is built far away, and the share of its height that is enough to see."""
BEYOND = (0.42, -0.42, 0.3, -0.3, 0.56, -0.56)
"""Where it may stand beside who is before it, in half pictures."""
CRESTS = tuple(0.08 * step for step in range(1, 12))
"""The shares of the way to it at which the land is looked at."""


def afar(
    middle: tuple[float, float, float], length: float, view: tuple[Stage, Framing], *, alone: bool
) -> tuple[float, float, float]:
    """What is built far away: large enough to be made out, beside others, where no hill hides it."""
    (across, up, size), (stage, frame) = middle, view
    size = max(size, math.log(MADE_OUT))
    depth = length * frame.focal / math.exp(size)
    places = (across, *BEYOND) if alone else BEYOND

    def seen(place: float) -> float:
        return min(clear(stage, frame, place, (depth, length)), CLEAR)

    return max(places, key=seen), up, size


def clear(stage: Stage, frame: Framing, across: float, far: tuple[float, float]) -> float:
    """The share of its height that the land leaves to be seen; ``far`` is its depth and height, metres."""
    depth, height = far
    depths = np.array([*CRESTS, 1.0]) * depth
    slopes = (ground_at(stage, frame, across, depths) - frame.y) / depths
    low = float(slopes[-1])
    crest = max(float(slopes[:-1].max()), low)
    return min((low + height / depth - crest) / (height / depth), 1.0)
