"""At which size a model works for a clip of any size."""

from __future__ import annotations

import math

from vitascope.domain.request import Quality
from vitascope.engines.diffusers.card import Card

WIDEST = 2.4
"""The widest and, turned, the narrowest shape a model is asked for; the rest is cropped."""

NEAR = 0.95
"""Of the pixels asked for: a trained size with so many is enough. On a grid of 64, 720p is 1280x704."""


def native_size(card: Card, width: int, height: int, multiple: int, quality: Quality) -> tuple[int, int]:
    """The bucket for this shape: as many pixels as a trained size has, sides on the model's grid.

    Of several trained sizes it is the smallest with about as many pixels as are asked for, else the largest;
    for drafts always the smallest.
    """
    areas = sorted(across * down for across, down in card.sizes)
    enough = [area for area in areas if area >= NEAR * width * height]
    area = areas[0] if quality is Quality.DRAFT else enough[0] if enough else areas[-1]
    ratio = min(max(width / height, 1 / WIDEST), WIDEST)
    down = math.sqrt(area / ratio)
    return _on_grid(down * ratio, multiple), _on_grid(down, multiple)


def _on_grid(side: float, multiple: int) -> int:
    return max(round(side / multiple), 1) * multiple
