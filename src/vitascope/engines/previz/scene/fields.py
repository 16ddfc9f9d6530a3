"""Where things stand in the arrays that the casting of land passes from kernel to kernel."""

from __future__ import annotations

from typing import Final

LEVELS: Final = 6
"""Reductions of a map, the map itself included."""

CRESTS: Final = 96
"""Edges in one column that are blended with what is behind them."""

AT: Final = 0
VEIL: Final = 1
TONE: Final = 2
OVER: Final = 3
FOOT: Final = 4
RED: Final = 5
GREEN: Final = 6
BLUE: Final = 7
LEVEL: Final = 8
FINE: Final = 9
FIELDS: Final = 10
"""What is known of a point on the land: distance, haze before it, light on it, gust over it, the metres
that its pixel covers, colour, which reduction of the map it shows and the texels a metre of its detail."""

CELL: Final = 0
DENSITY: Final = 1
FALLOFF: Final = 2
TOP: Final = 3
END: Final = 4
SLOPE: Final = 5
DETAIL: Final = 6
GUST: Final = 7
SHADOW: Final = 8
MIST: Final = 9
CAUSTIC: Final = 10
FLOOR: Final = 11
SETTINGS: Final = 12
"""What is set for a land: metres a cell, haze a metre and how fast it thins upward, the highest height,
where the land ends, the steepest slope, and the strengths of detail, gusts, cloud shadows, mist and
caustics, and the height at which the haze is as dense as said."""
