"""Compiling every kernel before the first frame needs it."""

from __future__ import annotations

from vitascope.engines.previz.canvas import Air, Canvas, Light, Placement, Pose
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs import RIGS, build

_LIGHT = Light((0.0, 1.0, 0.0), (1.0, 1.0, 1.0), (0.2, 0.2, 0.2), (0.0, 0.0, 1.0), (1.0, 1.0, 1.0))
_AIR = Air((0.5, 0.5, 0.5), 0.01)


def warm() -> None:
    """Draw every rig once, small, and once across the near plane; fills the cache on disk."""
    for name in RIGS:
        rig = build(Subject(noun=name, rig=name, length=1.0), 0)
        for distance in (3.0, 0.2):
            canvas = Canvas.blank(96, 54)
            rig.draw(canvas, Pose(0.0, 0.0, 0.0), Placement(0.0, 0.0, distance, 1.0), _LIGHT, _AIR)
