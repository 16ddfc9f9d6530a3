"""Enlarging: as sharp as a cubic, in place, at any size."""

from __future__ import annotations

import cv2
import numpy as np

from vitascope.engines.previz.tone import Plane
from vitascope.engines.previz.upscale import double


def a_plane(width: int, height: int) -> Plane:
    """Soft noise over the whole range."""
    noise = np.random.default_rng(4).integers(0, 256, (height, width), dtype=np.uint8)
    soft = cv2.GaussianBlur(noise.astype(np.float32), (0, 0), 1.5)
    return np.asarray(np.clip(128 + (soft - soft.mean()) * 5, 0, 255), np.uint8)


def test_twice_the_size_agrees_with_an_independent_cubic() -> None:
    plane = a_plane(120, 68)
    y, u, _ = double(plane, plane[::2, ::2], plane[::2, ::2], 240, 136)
    cubic = cv2.resize(np.ascontiguousarray(plane[::2, ::2]), (120, 68), interpolation=cv2.INTER_CUBIC)
    assert np.abs(u.astype(int) - cubic).mean() < 4.0
    smooth = cv2.resize(plane, (240, 136), interpolation=cv2.INTER_CUBIC)
    assert np.abs(y.astype(int) - smooth)[8:-8, 8:-8].mean() < 5.0
    assert cv2.Laplacian(y, cv2.CV_32F).std() > cv2.Laplacian(smooth, cv2.CV_32F).std()


def test_a_flat_plane_stays_flat_and_an_edge_stays_put() -> None:
    flat = np.full((34, 60), 77, np.uint8)
    assert set(np.unique(double(flat, flat[::2, ::2], flat[::2, ::2], 120, 68)[0])) == {77}
    step = np.zeros((34, 60), np.uint8)
    step[:, 30:] = 200
    y = double(step, flat[::2, ::2], flat[::2, ::2], 120, 68)[0]
    assert int(np.argmax(y[30] > 100)) == 60


def test_other_factors() -> None:
    plane = a_plane(60, 34)
    y, u, v = double(plane, plane[::2, ::2], plane[::2, ::2], 90, 52)
    assert y.shape == (52, 90)
    assert u.shape == v.shape == (26, 45)
