"""Steam over what is hot."""

from __future__ import annotations

from vitascope.engines.previz.rigs.aura import VAPOUR, smoke
from vitascope.engines.previz.rigs.kit import Kit, Point

WISPS = 2


def steam(kit: Kit, at: Point, wide: float, tall: float) -> None:
    """Wisps over ``at``, spread ``wide`` and ``tall`` high."""
    x, y, z = at
    for k in range(WISPS):
        aside = wide * (0.16 - 0.32 * k)
        made = smoke(
            (x + aside, y, z + 0.5 * aside), tall * (1.5 - 0.3 * k), 0.20 * wide, 0.62 - 0.1 * k, VAPOUR
        )
        kit.add(made)
