"""Colours as planners write them (sRGB ``#rrggbb``), as light adds them up (linear)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from vitascope.engines.previz.compiled import Floats


def linear(code: str) -> Floats:
    """Linear RGB, ``(3,) float32``, of an sRGB ``#rrggbb``."""
    digits = code.lstrip("#")
    srgb = np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)], np.float64) / 255
    low, high = srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4
    return np.where(srgb <= 0.04045, low, high).astype(np.float32)


def palette(codes: Sequence[str], default: Sequence[str]) -> list[Floats]:
    """The given colours, or the default ones, as linear RGB."""
    return [linear(code) for code in (codes or default)]


def mix(a: Floats, b: Floats, share: Floats | float) -> Floats:
    """From ``a`` to ``b``; ``share`` may be an array that lacks the last, colour axis."""
    w = np.asarray(share, np.float32)[..., None]
    return np.asarray(a * (1 - w) + b * w, np.float32)


def step(x: Floats | float, low: Floats | float, high: Floats | float) -> Floats:
    """Smooth step from 0 at ``low`` to 1 at ``high`` (which may be the smaller)."""
    t = np.clip((np.asarray(x) - low) / np.subtract(high, low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def luminance(colour: Floats) -> float:
    """Relative luminance of a linear colour, BT.709."""
    return float(colour @ np.array([0.2126, 0.7152, 0.0722], np.float32))
