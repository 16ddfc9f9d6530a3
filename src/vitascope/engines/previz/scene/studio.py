"""A studio: a seamless backdrop in one tone under a spot, and a stage of boards before the dark."""

from __future__ import annotations

from typing import Final

import numpy as np

from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.scene import masonry
from vitascope.engines.previz.scene.chamber import Chamber
from vitascope.engines.previz.scene.colour import linear
from vitascope.engines.previz.scene.facets import face
from vitascope.engines.previz.scene.indoors import Indoors

HALF, DEEP, HIGH = 16.0, 13.0, 9.0
"""Metres: half the width, the depth and the height."""
FREE: Final = ((-5.0, 5.0), (0.25, 5.0), (-2.5, 7.5))

TONES: Final = {
    "studio": "#5a5e66", "studio_black": "#15161a", "studio_white": "#eceae6", "studio_red": "#b0262c",
    "studio_blue": "#2c5cae", "studio_green": "#2f9a4c", "studio_yellow": "#e8b92e", "studio_pink": "#e88aa8",
    "stage": "#17141a",
}  # fmt: skip
"""Backdrops by the sight that asks for them."""


def backdrop(plan: ShotPlan) -> str | None:
    """The backdrop a plan asks for, if any."""
    return next((sight for sight in plan.sights if sight in TONES), None)


def studio(name: str) -> Chamber:
    """A wide empty room in one tone, its light on the middle."""
    tone = linear(TONES[name])
    pale = float(tone.mean())
    lamp = linear("#fff1de", 1.0)
    ambient = (lamp * np.float32(0.34 + 0.40 * pale)).astype(np.float32)
    wide, deep = 2 * HALF, DEEP + 3.0
    boards = name == "stage"
    wood = linear("#7a4a2a")
    floor = wood if boards else np.asarray(tone * np.float32(1.05) + np.float32(0.004), np.float32)
    kind = masonry.PLANKS if boards else masonry.PLAIN
    cloth = masonry.CLOTH if boards else masonry.PLAIN
    red = linear("#5a1016")
    sides = red if boards else tone
    faces = [
        face((-HALF, 0, -3), (wide, 0, 0), (0, 0, deep), kind, floor, floor, (0.16, 1.9), 0.0, 3),
        face((-HALF, HIGH, -3), (0, 0, deep), (wide, 0, 0), masonry.PLAIN, tone * np.float32(0.6)),
        face((-HALF, 0, DEEP), (wide, 0, 0), (0, HIGH, 0), cloth, sides, sides * np.float32(0.6), (0.5, 9.0)),
        face((-HALF, 0, -3), (0, 0, deep), (0, HIGH, 0), masonry.PLAIN, sides),
        face((HALF, 0, DEEP), (0, 0, -deep), (0, HIGH, 0), masonry.PLAIN, sides),
    ]
    rows = np.stack(faces).astype(np.float32)
    rows[:, 22:25] = ambient
    spot = (lamp * np.float32(3.4) / np.maximum(ambient, 1e-3) * np.float32(0.55)).astype(np.float32)
    beam = Indoors(
        at=99.0,
        z=(0.0, 0.01),
        y=(0.0, 0.01),
        toward=(1.0, 0.5, 0.3),
        colour=np.zeros(3, np.float32),
        lamps=(((0.0, 3.4, 2.9), spot, 1.5), ((-4.0, 3.0, 4.5), spot * np.float32(0.25), 2.5)),
        low=(-HALF, 0.0, -3.0),
        high=(HALF, HIGH, DEEP),
        shades=(),
    )
    return Chamber(rows, beam, ambient, lamp, (lamp * np.float32(0.02)).astype(np.float32))
