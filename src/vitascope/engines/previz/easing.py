"""How movements begin and end. All seconds; positions are shares of the whole movement."""

from __future__ import annotations

import math

RISE = 0.9
"""Seconds a movement takes to come up to speed, at most."""
RISE_SHARE = 0.4
SETTLED = 0.55
"""The speed left at the end of a movement that lasts until its take does, as a share of full speed."""
FADE = 1.2
"""Seconds in which that speed dies away afterwards, by a factor e."""


def smooth(share: float) -> float:
    """From 0 to 1 with no speed and no acceleration at either end."""
    x = min(max(share, 0.0), 1.0)
    return x * x * x * (x * (6.0 * x - 15.0) + 10.0)


def glide(seconds: float, start: float, end: float, *, lasting: bool) -> float:
    """How far a movement is: 0 until ``start``, 1 at ``end``.

    It rises from rest and keeps an even speed. It comes to rest at ``end``, or, if ``lasting``, still has
    some speed there, which dies away after it, so that a cut at ``end`` finds the camera moving.
    """
    length = max(end - start, 1e-3)
    ramp = min(RISE, RISE_SHARE * length)
    left = SETTLED if lasting else 0.0
    plateau = length - 2.0 * ramp
    whole = 0.5 * ramp + plateau + 0.5 * ramp * (1.0 + left)
    x = seconds - start
    if x <= 0.0:
        return 0.0
    if x < ramp:
        return _ramp(x, ramp) / whole
    if x < ramp + plateau:
        return (0.5 * ramp + x - ramp) / whole
    if x < length:
        falling = x - ramp - plateau
        return (0.5 * ramp + plateau + falling - (1.0 - left) * _ramp(falling, ramp)) / whole
    return 1.0 + left * FADE * (1.0 - math.exp(-(x - length) / FADE)) / whole


def _ramp(x: float, ramp: float) -> float:
    """The way covered while speed rises from 0 to 1 along a raised cosine."""
    return 0.5 * x - ramp / math.tau * math.sin(math.pi * x / ramp)


def there_and_back(turn: float) -> float:
    """0 at both ends of a loop, 1 in its middle; no speed at the ends."""
    return 0.5 - 0.5 * math.cos(math.tau * turn)


def aside(turn: float) -> float:
    """The other axis of a loop's path: 0 with no speed at both ends, one side first, then the other."""
    return math.sin(math.tau * turn) - 0.5 * math.sin(2.0 * math.tau * turn)
