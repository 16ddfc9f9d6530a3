"""Colours: sRGB in plans and tables, linear everywhere else."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.canvas import Array

LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Weights of BT.709."""


def linear(hexadecimal: str, scale: float = 1.0) -> Array:
    """``(3,) float32`` linear light of an sRGB ``#rrggbb``, times ``scale``."""
    digits = hexadecimal.lstrip("#")
    coded = np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)], np.float32) / 255
    light = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    return (light * scale).astype(np.float32)


def luma(colour: Array) -> float:
    """How bright."""
    return float(colour @ LUMA)


def mix(first: Array, second: Array, share: float) -> Array:
    """From the first to the second."""
    return (first * (1 - share) + second * share).astype(np.float32)


def saturate(colour: Array, amount: float) -> Array:
    """Away from grey (above 1) or toward it (below 1), as bright as before."""
    grey = luma(colour)
    return np.asarray(np.maximum(grey + (colour - grey) * amount, 0), np.float32)


def lean(colour: Array, tint: Array, share: float) -> Array:
    """Toward a tint's hue, as bright as before."""
    hue = tint / max(luma(tint), 1e-4)
    return mix(colour, (hue * luma(colour)).astype(np.float32), share)


def triple(colour: Array) -> tuple[float, float, float]:
    """As plain numbers."""
    return float(colour[0]), float(colour[1]), float(colour[2])
