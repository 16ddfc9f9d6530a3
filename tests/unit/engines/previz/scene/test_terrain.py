"""Casting land: rays end where the land is, edges are blended, levels agree."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vitascope.engines.previz.canvas import FAR, Array, Canvas, Pose
from vitascope.engines.previz.scene import fields, terrain
from vitascope.engines.previz.scene.noise import band, blur, fbm
from vitascope.engines.previz.scene.terrain import Terrain

SIDE, CELL = 256, 2.0


def a_land(height: Array, colour: float = 0.5, density: float = 0.0) -> Terrain:
    """White noise switched off: flat paint, no gusts, no shadows."""
    heights, painted, scale = terrain.pyramid(height, np.full((*height.shape, 3), colour, np.float32))
    settings = np.zeros(fields.SETTINGS, np.float32)
    settings[fields.CELL] = CELL
    settings[fields.DENSITY] = density
    settings[fields.FALLOFF] = 1e-4
    settings[fields.TOP] = float(height.max())
    settings[fields.END] = 500.0
    settings[fields.SLOPE] = 2.0
    still = np.zeros((16, 16), np.float32)
    gust = np.zeros(3, np.float32)
    return Terrain(SIDE, CELL, heights, painted, scale, band(64, 1, 8), still, still, gust, settings)


def cast(land: Terrain, pose: Pose, width: int = 64, height: int = 48) -> tuple[Canvas, Array, Array]:
    """Draw it over black."""
    canvas = Canvas.blank(width, height)
    drift = np.ones(14, np.float32)
    tones = np.full((8, 3), 0.8, np.float32)
    sun = np.array([0, 1, 0, 0, 1, 0], np.float32)
    first, cover = terrain.draw(land, canvas, pose, drift, tones, sun)
    return canvas, first, cover


def test_a_plain_is_as_far_as_geometry_says() -> None:
    land = a_land(np.zeros((SIDE, SIDE), np.float32))
    pose = Pose(100.0, 10.0, 100.0, yaw=0.3)
    canvas, first, _ = cast(land, pose)
    rows = np.arange(30, 48)
    expected = 10.0 * pose.focal_pixels(48) / (rows + 0.5 - pose.horizon(48))
    assert canvas.depth[20, 30:48] == pytest.approx(expected, rel=0.01)
    assert canvas.rgb[20, 30:48] == pytest.approx(0.5, abs=0.01)
    assert (first >= 24).all()
    assert (canvas.depth[:, :20] == FAR).all()


def test_rays_end_on_the_land() -> None:
    height = (40 * blur(fbm(SIDE, 5, 4, 4), 3.0)).astype(np.float32)
    land = a_land(height)
    pose = Pose(200.0, 60.0, 150.0, yaw=-0.7, pitch=-0.2)
    canvas, _, _ = cast(land, pose)
    focal, horizon = pose.focal_pixels(48), pose.horizon(48)
    for i in range(4, 64, 9):
        for j in range(30, 48, 5):
            t = float(canvas.depth[i, j])
            k = (i + 0.5 - 32) / focal
            x = pose.x + t * (math.sin(pose.yaw) + math.cos(pose.yaw) * k)
            z = pose.z + t * (math.cos(pose.yaw) - math.sin(pose.yaw) * k)
            assert pose.y + t * (horizon - j - 0.5) / focal == pytest.approx(land.ground(x, z), abs=1.5)


def test_a_ridge_hides_what_is_behind_and_its_edge_is_blended() -> None:
    height = np.zeros((SIDE, SIDE), np.float32)
    rows = np.arange(SIDE, dtype=np.float32)[:, None] * CELL
    height += 20 * np.exp(-(((rows - 160) / 12) ** 2))
    canvas, first, cover = cast(a_land(height), Pose(100.0, 10.0, 100.0))
    top = 24 - 10 * 62.4 / 60
    assert first[32] == pytest.approx(top, abs=1.2)
    assert canvas.depth[32, int(first[32]) + 2] == pytest.approx(60.0, abs=8.0)
    assert 0.0 <= cover[32] <= 1.0
    assert first[32] - cover[32] == pytest.approx(top, abs=0.4)


def test_the_skyline_moves_smoothly_with_the_camera() -> None:
    height = (60 * fbm(SIDE, 7, 5, 6)).astype(np.float32)
    land = a_land(height)
    edges = []
    for step in range(12):
        _, first, cover = cast(land, Pose(200.0, 45.0, 100.0 + 0.2 * step))
        edges.append(first - cover)
    jumps = np.abs(np.diff(np.stack(edges), n=2, axis=0))
    assert float(np.percentile(jumps, 99)) < 0.75


def test_haze_ends_in_its_own_colour() -> None:
    height = np.zeros((SIDE, SIDE), np.float32)
    canvas, _, _ = cast(a_land(height, 0.1, density=0.02), Pose(0.0, 5.0, 0.0))
    column = canvas.rgb[32, 26:, 0]
    assert column[0] == pytest.approx(0.8, abs=0.08)
    assert (np.diff(column) <= 1e-3).all()


def test_levels_keep_their_place() -> None:
    rows = np.arange(SIDE, dtype=np.float32)[:, None]
    height = (np.sin(rows * 2 * np.pi / SIDE) * np.ones((1, SIDE))).astype(np.float32)
    heights, painted, _ = terrain.pyramid(height, np.abs(height)[..., None].repeat(3, 2))
    assert heights.size == painted.size == sum((SIDE >> k) ** 2 for k in range(fields.LEVELS))
    half = heights[SIDE * SIDE : SIDE * SIDE + (SIDE // 2) ** 2].reshape(SIDE // 2, SIDE // 2)
    assert half == pytest.approx(height[::2, ::2], abs=0.01)
