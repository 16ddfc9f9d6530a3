"""Still water in the land before the camera: a pond, or a lake where what floats on it is large."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from vitascope.engines.previz.canvas import Array, Canvas, Home, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.focus import focus_distance, main_subject
from vitascope.engines.previz.plan import Environment, Medium, ShotPlan, Weather
from vitascope.engines.previz.scene import mirror
from vitascope.engines.previz.scene.colour import lean, linear
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scene.palette import Look
from vitascope.engines.previz.scene.planting import GRASS, STRAW
from vitascope.engines.previz.scene.relief import SIDE, Relief, smooth
from vitascope.engines.previz.scene.sky import Sky
from vitascope.engines.previz.scene.stand import Stand
from vitascope.engines.previz.scene.terrain import Terrain

POND: Final = "pond"
"""The sight that a plan calls for it by."""
LANDS: Final = frozenset(
    {Environment.MEADOW, Environment.FOREST, Environment.JUNGLE, Environment.HILLS, Environment.VILLAGE}
)
WIDE, LONG = 34.0, 17.0
"""Half its extent across and along, metres, at least."""
BANK, DRY, BEYOND = 2.4, 2.2, 5.0
"""Metres: from the camera to the water, and from who stands before it; how far the shore slopes."""
LOWER, DEPTH = 0.30, 0.9
"""How far the water is below the bank, and its bed below the water, metres."""
REEDS, TALLER = 0.30, 2.6
"""Up to so high above the water grass grows so much taller."""
CLEAR = 7.0
"""Metres to either side of the camera in which what grows before the water hides nobody."""
LOOKING_DOWN = 0.10
"""Radians that the camera looks lower, to see the water."""
ROUGH: Final = {Weather.STORM: 2.4, Weather.RAIN: 1.8, Weather.FOG: 0.5}
SPEEDS = (0.03, 0.09, -0.06, 0.12)


@dataclass(frozen=True)
class Pond:
    """Water at ``level`` metres with its middle at ``x, z``, ``wide`` and ``long`` metres to its shores."""

    level: float
    x: float
    z: float
    wide: float
    long: float
    noise: Array
    numbers: Array

    def dug(self, shape: Relief) -> Relief:
        """The land with a hollow for it and a shore that rises gently."""
        rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
        across, along = columns * shape.cell - self.x, rows * shape.cell - self.z
        torn = 1.0 + 0.22 * (np.roll(self.noise, 40, 0).repeat(4, 0).repeat(4, 1) - 0.5)
        away = np.hypot(across / self.wide, along / self.long) * torn
        metres = (away - 1.0) * self.long
        bank = self.level + 0.5 * LOWER * np.tanh(metres / 1.2) + 0.02 * np.maximum(metres, 0.0)
        bed = self.level - DEPTH * smooth(0.0, -4.0, metres)
        near = np.where(metres < 0.0, np.minimum(bed, bank), bank)
        apart = smooth(2.0, 3.0 * BEYOND, metres)
        height = near * (1.0 - apart) + np.maximum(shape.height, bank) * apart
        dry = smooth(0.0, 12.0, metres)
        return replace(shape, height=height.astype(np.float32), cover=(shape.cover * dry).astype(np.float32))

    def lay(self, canvas: Canvas, pose: Pose, moment: Moment, sky: Sky) -> None:
        """The water, with what it mirrors of the picture."""
        drift = np.array([moment.drift(s, 1.0) % 1.0 * 256 for s in SPEEDS], np.float32)
        mirror.lay(canvas, pose, self.noise, sky.tones, sky.sun, drift, self.numbers)

    def kept(self, stand: Stand | None, land: Terrain) -> Stand | None:
        """What grows outside of the water, grass at the shore as tall as reeds."""
        if stand is None:
            return None
        above = land.grounds(stand.rows[:, 0], stand.rows[:, 1]) - self.level
        rows = stand.rows[above > 0.03].copy()
        aside = np.abs(rows[:, 0] - self.x) > CLEAR
        behind = rows[:, 1] > self.z
        shore = np.isin(rows[:, 5], (GRASS, STRAW)) & (above[above > 0.03] < REEDS) & (aside | behind)
        rows[shore, 3] *= TALLER
        return replace(stand, rows=rows)


def pond(plan: ShotPlan, made: Look, shape: Relief, home: Home) -> Pond | None:
    """The water that a plan asks for, before or behind its main subject."""
    if POND not in plan.sights or plan.environment not in LANDS:
        return None
    subject, away = main_subject(plan), focus_distance(plan, home)
    stands = subject is not None and subject.medium == Medium.GROUND
    wide, long = max(WIDE, 3.0 * away), max(LONG, 1.6 * away)
    near = away + DRY if stands else BANK
    ahead = round((shape.z + near) / shape.cell)
    level = float(shape.height[ahead % SIDE, int(shape.x / shape.cell) % SIDE]) - LOWER
    body = lean(made.ambient, linear("#35564a"), 0.6) * np.float32(0.22)
    rough = ROUGH.get(plan.weather, 0.8)
    numbers = [level, 0.05, rough, 11.0, 1.0, 1e9, -1e9, *body, 0.12]
    noise = fbm(256, plan.seed + 95, 6, 5, 0.5)
    return Pond(
        level=level,
        x=shape.x,
        z=shape.z + near + long,
        wide=wide,
        long=long,
        noise=noise,
        numbers=np.array(numbers, np.float32),
    )
