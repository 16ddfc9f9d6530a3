"""How near each part of a picture probably is.

No model, only cues that hold for most pictures: the ground comes nearer towards the bottom, smooth areas
that touch the top are sky, what differs from the borders is a subject, haze is far; what is drawn on a page
lies in one plane. The guess is then made safe to move: walls keep their verticals, and it changes so slowly
that a warp cannot tear or fold.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.picture.compiled import f4, kernel

Map = NDArray[np.float32]

SLOPE = 3.2
"""The most that nearness may change over one picture height."""

PAGE = 0.9
"""Nearness of what is drawn on a page: not what a camera circles, so that it moves in an orbit too."""


def nearness(picture: NDArray[np.uint8]) -> Map:
    """0 (far) to 1 (near) for a small ``(height, width, 3) uint8`` RGB picture; same height and width."""
    rgb = picture.astype(np.float32) * np.float32(1 / 255)
    grey = cast("Map", cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))
    height, width = grey.shape
    unit = height / 270
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None] + np.zeros((1, width), np.float32)
    with ThreadPoolExecutor(1, thread_name_prefix="depth") as beside:  # a server waits for its first frame
        subject = beside.submit(_subject, rgb, grey, unit)
        sky, haze = _sky(grey, down, unit), _haze(rgb, grey, unit)
    ground = np.clip((down - 0.2) / 0.8, 0, 1)
    depth = 0.52 * ground + 0.33 * subject.result() + 0.15 * (1 - haze)
    depth = _upright(np.asarray(depth * (1 - 0.9 * sky), np.float32), grey, sky)
    depth = _guided(grey, depth, round(14 * unit) | 1, 8e-3)
    low, high = np.percentile(depth, (2, 98))
    depth = np.clip((depth - low) / max(float(high - low), 0.05), 0, 1).astype(np.float32)
    depth += np.float32(_drawn(picture)) * (np.float32(PAGE) - depth)
    return _safe(depth, SLOPE / height, 5 * unit)


def _drawn(picture: NDArray[np.uint8]) -> float:
    """How surely a picture is flat: a page, a poster or a logo has one colour over most of it, 0 to 1."""
    around = np.ones((3, 3), np.uint8)
    spread = cv2.subtract(cv2.dilate(picture, around), cv2.erode(picture, around))
    plain = float((spread.max(-1) <= 1).mean())
    return min(max((plain - 0.35) / 0.25, 0.0), 1.0)


def _box(values: Map, width: int, height: int | None = None) -> Map:
    return cast("Map", cv2.blur(values, (max(1, width), max(1, height or width))))


def _soft(values: Map, sigma: float) -> Map:
    return cast("Map", cv2.GaussianBlur(values, (0, 0), max(0.3, sigma)))


def _guided(guide: Map, values: Map, side: int, eps: float) -> Map:
    """He, Sun and Tang's guided filter: values smoothed, their steps kept where the guide has one."""
    mean_g, mean_v = _box(guide, side), _box(values, side)
    shared = _box(guide * values, side) - mean_g * mean_v
    spread = _box(guide * guide, side) - mean_g * mean_g + np.float32(eps)
    slope = np.asarray(shared / spread, np.float32)
    offset = np.asarray(mean_v - slope * mean_g, np.float32)
    return np.asarray(_box(slope, side) * guide + _box(offset, side), np.float32)


def _sky(grey: Map, down: Map, unit: float) -> Map:
    """Smooth regions that reach the top edge, 0 to 1."""
    rough = _soft(np.abs(cast("Map", cv2.Laplacian(grey, cv2.CV_32F, ksize=3))), 2.0 * unit)
    slope = _soft(np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)), 1.2 * unit)
    smooth = ((rough < 0.05) & (slope < 0.12) & (down < 0.8)).astype(np.uint8)
    _, labels = cv2.connectedComponents(smooth)
    top = np.unique(labels[: max(1, round(3 * unit))])
    region = np.isin(labels, top[top > 0]).astype(np.float32)
    grown = cv2.morphologyEx(region, cv2.MORPH_CLOSE, np.ones((round(7 * unit) | 1,) * 2, np.uint8))
    return np.clip(_guided(grey, cast("Map", grown), round(8 * unit) | 1, 1e-3), 0, 1)


def _subject(rgb: Map, grey: Map, unit: float) -> Map:
    """What stands out from the colours along all four borders, towards the middle, 0 to 1."""
    lab = cast("Map", cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB))
    height, width = grey.shape
    rim = max(3, height // 16)
    strips = (lab[:rim], lab[-rim:], lab[:, :rim], lab[:, -rim:])
    distance = np.minimum.reduce([_distance(lab, strip.reshape(-1, 3)) for strip in strips])
    strength = np.clip(distance / max(float(np.percentile(distance, 96)), 1e-3), 0, 1)
    x = (np.linspace(0, 1, width, dtype=np.float32) - 0.5) / 0.42
    y = (np.linspace(0, 1, height, dtype=np.float32) - 0.55) / 0.5
    middle = np.exp(-(x[None, :] ** 2) - y[:, None] ** 2)
    return np.clip(_guided(grey, (strength * middle).astype(np.float32), round(26 * unit) | 1, 6e-3), 0, 1)


def _distance(lab: Map, sample: Map) -> Map:
    """Mahalanobis distance of every pixel from a sample of colours."""
    spread = np.cov(sample.T.astype(np.float64)) + np.eye(3) * 30.0
    whiten = np.linalg.cholesky(np.linalg.inv(spread)).astype(np.float32)
    square = np.square((lab - sample.mean(0)) @ whiten)
    return np.asarray(np.sqrt(square[..., 0] + square[..., 1] + square[..., 2]), np.float32)


def _haze(rgb: Map, grey: Map, unit: float) -> Map:
    """He, Sun and Tang's dark channel: bright even in its darkest colour means veiled, 0 to 1."""
    dark = cv2.erode(rgb.min(-1), np.ones((round(11 * unit) | 1,) * 2, np.uint8)).astype(np.float32)
    veil = dark / max(float(np.percentile(dark, 99)), 0.1)
    return np.clip(_guided(grey, np.clip(veil, 0, 1), round(22 * unit) | 1, 2e-3), 0, 1)


def _upright(depth: Map, grey: Map, sky: Map) -> Map:
    """Where there are verticals (walls, masts, trunks), the depth of their foot from there to the top."""
    height = grey.shape[0]
    across = np.abs(cast("Map", cv2.Sobel(grey, cv2.CV_32F, 1, 0)))
    along = np.abs(cast("Map", cv2.Sobel(grey, cv2.CV_32F, 0, 1)))
    tall = height // 6 | 1
    share = _box(across, 7, tall) / (_box(across, 7, tall) + _box(along, 7, tall) + np.float32(0.02))
    standing = np.clip((share - 0.5) / 0.16, 0, 1).astype(np.float32)
    between = np.ones((1, height // 4 | 1), np.uint8)
    standing = cast("Map", cv2.morphologyEx(standing, cv2.MORPH_CLOSE, between))
    standing = _soft(standing, height / 90) * (1 - sky)
    held = np.minimum(standing, np.float32(0.99))
    result = depth.copy()
    for row in range(height - 2, -1, -1):
        result[row] += held[row] * (result[row + 1] - result[row])
    return result


def _safe(depth: Map, slope: float, rounding: float) -> Map:
    """Near things keep their shape; what lies behind rises towards their edges, by ``slope`` at most."""
    raised = np.ascontiguousarray(_soft(depth, rounding))
    _raise(raised, slope)
    return np.clip(_soft(raised, rounding), 0, 1)


@kernel
def _raise(values: Map, slope: Any) -> None:
    """The smallest map above ``values`` whose slope is bounded, in place; two chamfer passes."""
    height, width = values.shape
    side, diagonal = f4(slope), f4(slope * 1.4142)
    for j in range(height):
        for i in range(width):
            best = values[j, i]
            if i > 0:
                best = max(best, values[j, i - 1] - side)
            if j > 0:
                best = max(best, values[j - 1, i] - side)
                best = max(best, values[j - 1, max(i - 1, 0)] - diagonal)
                best = max(best, values[j - 1, min(i + 1, width - 1)] - diagonal)
            values[j, i] = best
    for j in range(height - 1, -1, -1):
        for i in range(width - 1, -1, -1):
            best = values[j, i]
            if i < width - 1:
                best = max(best, values[j, i + 1] - side)
            if j < height - 1:
                best = max(best, values[j + 1, i] - side)
                best = max(best, values[j + 1, max(i - 1, 0)] - diagonal)
                best = max(best, values[j + 1, min(i + 1, width - 1)] - diagonal)
            values[j, i] = best
