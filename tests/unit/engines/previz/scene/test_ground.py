"""Light and colour of land."""

from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.canvas import Array
from vitascope.engines.previz.plan import Environment, Mood, ShotPlan, Take, TimeOfDay, Weather
from vitascope.engines.previz.scene import ground
from vitascope.engines.previz.scene.kinds import KINDS
from vitascope.engines.previz.scene.noise import fbm
from vitascope.engines.previz.scene.palette import Look, look
from vitascope.engines.previz.scene.relief import Relief

SIDE = 64


def seen(weather: Weather = Weather.CLEAR) -> Look:
    plan = ShotPlan(
        seed=1,
        environment=Environment.MOUNTAINS,
        time_of_day=TimeOfDay.DAY,
        weather=weather,
        mood=Mood.NEUTRAL,
        takes=(Take(start=0.0, seconds=5.0),),
    )
    return look(plan)


def lit(height: Array, cover: Array | None = None, weather: Weather = Weather.CLEAR) -> Array:
    cover = np.zeros_like(height) if cover is None else cover
    return ground.lit(Relief(height, 1.0, cover, 0.0, 0.0), KINDS[Environment.HILLS].soil, seen(weather), 3)


def test_slopes_that_face_the_light_are_brighter() -> None:
    x, _, z = seen().toward_key
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) * np.float32(2 * np.pi / SIDE)
    height = (0.4 * SIDE / 8 * np.sin(columns)).astype(np.float32)
    toward = -np.cos(columns) * np.sign(x)
    light = lit(height if abs(x) > abs(z) else np.ascontiguousarray(height.T)).sum(2)
    toward = toward if abs(x) > abs(z) else -np.cos(rows) * np.sign(z)
    assert light[toward > 0.7].mean() > 1.1 * light[toward < -0.7].mean()


def test_cover_has_a_colour_of_its_own() -> None:
    flat = 2 * fbm(SIDE, 1)
    cover = np.zeros_like(flat)
    cover[:, : SIDE // 2] = 1
    bare, covered = lit(flat), lit(flat, cover)
    assert np.array_equal(bare[:, SIDE // 2 :], covered[:, SIDE // 2 :])
    assert not np.allclose(bare[:, : SIDE // 2], covered[:, : SIDE // 2])


def test_snow_lies_on_level_ground() -> None:
    flat = 2 * fbm(SIDE, 1)
    clear, white = lit(flat), lit(flat, weather=Weather.SNOW)
    assert (white.std(2) / white.mean(2)).mean() < (clear.std(2) / clear.mean(2)).mean()


def test_normals_are_of_unit_length_and_lean_downhill() -> None:
    height = 5 * fbm(SIDE, 2)
    x, y, z = ground.normals(height, 1.0)
    assert x * x + y * y + z * z == pytest.approx(np.ones_like(x), abs=1e-5)
    rising = np.roll(height, -1, 1) > np.roll(height, 1, 1)
    assert (x[rising] <= 0).all()
