"""What floats on a great wave is raised by it, and leans as it slopes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from vitascope.engines.previz.canvas import Placement
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.plan import Medium, ShotPlan
from vitascope.engines.previz.scene.breaker import BREAKER, Swell
from vitascope.engines.previz.stage import Stage

Found = list[tuple[int, Placement]]
BOARD = "surfboard"
ABOVE, BEFORE = 0.25, 0.75
"""How far above and before the wave's face a board is, metres: its spray and ripples reach as far."""
TILTED = 0.7
"""How much of the wave's slope is what floats there has."""


def lifted(plan: ShotPlan, stage: Stage, found: Sequence[tuple[int, Placement]], moment: Moment) -> Found:
    """The same placements, with what lies in the surface upon the wave where there is one."""
    if BREAKER not in stage.anchors:
        return list(found)
    swell = Swell(stage.anchors[BREAKER], moment)
    return [
        (number, _put(each, swell, rides=plan.subjects[number].form == BOARD))
        if plan.subjects[number].medium == Medium.SURFACE
        else (number, each)
        for number, each in found
    ]


def _put(each: Placement, swell: Swell, *, rides: bool) -> Placement:
    """One at the height that the wave has where it is; a board is on its face."""
    x, z = each.x, swell.face(each.x) if rides else each.z
    sine, cosine, half = math.sin(each.heading), math.cos(each.heading), 0.5 * each.length

    def slope(east: float, north: float) -> float:
        ahead, behind = (
            swell.height(x + half * east, z + half * north),
            swell.height(x - half * east, z - half * north),
        )
        return math.atan(TILTED * (ahead - behind) / each.length)

    return replace(
        each,
        y=each.y + swell.height(x, z) + (ABOVE if rides else 0.0),
        z=z - (BEFORE if rides else 0.0),
        climb=each.climb + slope(sine, cosine),
        bank=each.bank - slope(cosine, -sine),
    )
