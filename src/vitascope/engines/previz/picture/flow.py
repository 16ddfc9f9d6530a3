"""What moved between two pictures, and whether they show the same thing at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.picture.depth import Map

Field = NDArray[np.float32]
"""Displacement in pixels of the small pictures, ``(height, width, 2) float32``."""

AGREE = 0.6
"""The share of a picture whose flow must lead there and back for two pictures to be related."""
EXPLAINED = 0.55
"""Of the difference between related pictures, the most that may be left when the motion is undone."""
ALIKE = 5.0
"""Grey levels of mean difference below which two pictures are one."""


@dataclass(frozen=True)
class Correspondence:
    """Flow from the first to the second picture and back, and how far each is to be trusted, 0 to 1."""

    there: Field
    back: Field
    trust_first: Map
    trust_second: Map


def correspond(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> Correspondence | None:
    """How two small RGB pictures of one size match, or None where they show different things."""
    a, b = (cast("NDArray[np.uint8]", cv2.cvtColor(p, cv2.COLOR_RGB2GRAY)) for p in (first, second))
    there, back = _dense(a, b), _dense(b, a)
    miss_first, miss_second = _miss(there, back), _miss(back, there)
    bound = a.shape[1] / 120
    raw = float(np.abs(a.astype(np.float32) - b).mean())
    left = float(np.abs(a.astype(np.float32) - sampled(b, there)).mean())
    agree = min(float((miss_first < bound).mean()), float((miss_second < bound).mean()))
    if raw > ALIKE and (agree < AGREE or left > EXPLAINED * raw):
        return None
    trust_first, trust_second = _trust(miss_first, bound), _trust(miss_second, bound)
    return Correspondence(_filled(there, trust_first), _filled(back, trust_second), trust_first, trust_second)


def sampled(values: NDArray[np.uint8] | Map, flow: Field) -> Map:
    """``values`` seen through a flow: at each pixel what lies at the flow's other end."""
    height, width = flow.shape[:2]
    x = flow[..., 0] + np.arange(width, dtype=np.float32)
    y = flow[..., 1] + np.arange(height, dtype=np.float32)[:, None]
    seen = cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return seen.astype(np.float32)


def _dense(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> Field:
    """Kroeger's dense inverse search."""
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    search.setFinestScale(1)
    start = np.zeros((*a.shape, 2), np.float32)
    return np.asarray(search.calc(a, b, start), np.float32)


def _miss(there: Field, back: Field) -> Map:
    """Pixels by which going there and back misses the start."""
    returned = np.stack([sampled(np.ascontiguousarray(back[..., i]), there) for i in (0, 1)], -1)
    return np.asarray(np.linalg.norm(there + returned, axis=-1), np.float32)


def _trust(miss: Map, bound: float) -> Map:
    return _soft(np.clip(1.5 - miss / np.float32(bound), 0.02, 1.0).astype(np.float32), 3.0)


def _filled(flow: Field, trust: Map) -> Field:
    """The flow, smoothed, and the trusted parts' affine motion where it is not to be trusted."""
    sigma = trust.shape[0] / 45
    known = _soft(np.ascontiguousarray(flow * trust[..., None]), sigma)
    weight = _soft(trust, sigma)[..., None]
    share = np.clip(weight * np.float32(2) - np.float32(0.5), 0, 1)
    return np.asarray(_affine(flow, trust) * (1 - share) + known / weight * share, np.float32)


def _affine(flow: Field, trust: Map) -> Field:
    """The affine motion that fits the trusted parts best, everywhere."""
    height, width = trust.shape
    y, x = (axis.astype(np.float64) for axis in np.mgrid[0:height, 0:width])
    basis = np.stack([np.ones_like(x), x / width - 0.5, y / height - 0.5], -1)
    weights = (trust[::4, ::4].reshape(-1, 1)) ** 2
    sample = basis[::4, ::4].reshape(-1, 3)
    target = flow[::4, ::4].reshape(-1, 2)
    fit, *_ = np.linalg.lstsq(sample * weights, target * weights, rcond=None)
    return np.asarray(basis @ fit, np.float32)


def _soft(values: Map, sigma: float) -> Map:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), np.float32)
