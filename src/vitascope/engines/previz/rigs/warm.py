"""Compiling every kernel before the first frame needs it."""

from __future__ import annotations

from vitascope.engines.previz.canvas import Air, Canvas, Light, Placement, Pose
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs import build

_LIGHT = Light((0.0, 1.0, 0.0), (1.0, 1.0, 1.0), (0.2, 0.2, 0.2), (0.0, 0.0, 1.0), (1.0, 1.0, 1.0))
_AIR = Air((0.5, 0.5, 0.5), 0.01)

MAKES = ("fish", "dragon", "bird", "quadruped")
"""Between them they run every kernel: all other rigs are figures like the last."""

SHINING = (("prop", "campfire"), ("building", "lighthouse"))
"""These run the kernels of fire, smoke and beams."""


def warm() -> None:
    """Draw a rig of each make once, small, and once across the near plane; fills the cache on disk."""
    for name in MAKES:
        rig = build(Subject(noun=name, rig=name, length=1.0), 0)
        for distance in (3.0, 0.2):
            canvas = Canvas.blank(96, 54)
            rig.draw(canvas, Pose(0.0, 0.0, 0.0), Placement(0.0, 0.0, distance, 1.0), _LIGHT, _AIR)
    night = Light((0.0, 1.0, 0.0), (0.1, 0.1, 0.1), (0.02, 0.02, 0.02), (0.0, 0.0, 1.0), (0.1, 0.1, 0.1))
    for name, form in SHINING:
        lit, place = Subject(noun=form, rig=name, form=form, length=1.0), Placement(0.0, 0.0, 3.0, 1.0)
        build(lit, 0).shine(Canvas.blank(96, 54), Pose(0.0, 0.0, 0.0), place, night, lambda hertz: hertz)
