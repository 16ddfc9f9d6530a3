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

AGREE = (0.5, 0.75)
"""The shares of the two pictures whose flow must lead there and back for them to be related: of the one
with less in common, and of the other. Measured: a 0.8 crop 0.6 and 0.9, different things below 0.2."""
OTHER = 0.055
"""The share of a picture that may show something else once the motion is undone, such as a new subject."""
UNLIKE = np.float32(14.0)
"""Grey levels by which what a flow connects may differ before it is doubted."""
STRANGE = 25.0
"""Grey levels above which a place shows something else."""
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
    raw = _difference(a, b.astype(np.float32))
    agree = sorted((float((miss_first < bound).mean()), float((miss_second < bound).mean())))
    other = min(_unexplained(a, b, there), _unexplained(b, a, back))
    if raw > ALIKE and (agree[0] < AGREE[0] or agree[1] < AGREE[1] or other > OTHER):
        return None
    trust_first = _trust(miss_first / np.float32(bound), a, sampled(b, there))
    trust_second = _trust(miss_second / np.float32(bound), b, sampled(a, back))
    return Correspondence(_filled(there, trust_first), _filled(back, trust_second), trust_first, trust_second)


def sampled(values: NDArray[np.uint8] | Map, flow: Field) -> Map:
    """``values`` seen through a flow: at each pixel what lies at the flow's other end."""
    height, width = flow.shape[:2]
    x = flow[..., 0] + np.arange(width, dtype=np.float32)
    y = flow[..., 1] + np.arange(height, dtype=np.float32)[:, None]
    seen = cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return seen.astype(np.float32)


def _difference(a: NDArray[np.uint8], b: Map) -> float:
    return float(np.abs(a.astype(np.float32) - b).mean())


def _unexplained(here: NDArray[np.uint8], there: NDArray[np.uint8], flow: Field) -> float:
    """The share of a picture that is in the other one's frame and looks nothing like it there."""
    height, width = here.shape
    x = flow[..., 0] + np.arange(width, dtype=np.float32)
    y = flow[..., 1] + np.arange(height, dtype=np.float32)[:, None]
    inside = (x > 4) & (x < width - 5) & (y > 4) & (y < height - 5)
    unlike = _soft(np.abs(here.astype(np.float32) - sampled(there, flow)), 2.0) > STRANGE
    return float((unlike & inside).mean())


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


def _trust(miss: Map, here: NDArray[np.uint8], there: Map) -> Map:
    """1 where a flow returns and ends at what it began with; ``miss`` in shares of what may be missed."""
    unlike = _soft(np.abs(here.astype(np.float32) - there), 2.0) / UNLIKE
    doubt = np.maximum(miss, unlike)
    return _soft(np.clip(1.5 - doubt, 0.02, 1.0).astype(np.float32), 3.0)


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
