"""From one picture to another that shows the same thing: along the flow between them."""

from __future__ import annotations

import cv2
import numpy as np

from vitascope.engines.previz.picture.blend import weighted
from vitascope.engines.previz.picture.flow import Correspondence, Field
from vitascope.engines.previz.picture.gleam import Gleam, turn_between
from vitascope.engines.previz.picture.journey import excursion
from vitascope.engines.previz.picture.lens import View, nodes_of
from vitascope.engines.previz.picture.plate import Planes, Plate
from vitascope.engines.previz.picture.warp import CELL, Nodes, node_shape, warp

STEPS = 5
"""Fixed-point iterations that follow a flow backwards."""
SOFT = 0.3
"""Share of the clip in which one place changes from the first picture to the second."""
UNSEEN = 1e-3
"""Trust in what lies beyond a picture's edge: only where the other has nothing better."""


class MorphShot:
    """Two plates and what connects them. The first frame is the first picture, the last the second."""

    def __init__(self, first: Plate, second: Plate, match: Correspondence, frames: int, seed: int) -> None:
        self._first, self._second = first, second
        self._match = match
        self._frames = frames
        self._way = excursion(frames, seed)
        self._turns = turns(first.width, first.height, seed)
        self._gleam = Gleam(first.small(), seed)
        self._flat = np.full((9, 16), 0.5, np.float32)

    def frame(self, index: int) -> Planes:
        """Y, U and V of frame ``index``."""
        if index == 0:
            return self._first.planes
        if index == self._frames - 1:
            return self._second.planes
        t = index / (self._frames - 1)
        width, height = self._first.width, self._first.height
        seen = nodes_of(View(*self._way[index]), self._flat, width, height)
        scale = width / self._match.there.shape[1]
        first, trust_first = _pulled(seen, self._match.there, self._match.trust_first, t, scale)
        second, trust_second = _pulled(seen, self._match.back, self._match.trust_second, 1.0 - t, scale)
        late, early = t * trust_second, (1.0 - t) * trust_first
        weight = np.clip((late / (late + early) - self._turns) / SOFT + 0.5, 0.0, 1.0)
        shown = np.asarray(weight[: -(-height // CELL), : -(-width // CELL)], np.float32)
        y, u, v = weighted(warp(self._first, first), warp(self._second, second), shown)
        return self._gleam.over(y, turn_between(self._frames, index)), u, v


def turns(width: int, height: int, seed: int) -> Nodes:
    """When each node changes from the one picture to the other: in patches, around half-way.

    Two pictures laid over each other are as sharp as their alignment; one of them is sharp always.
    """
    rows, columns = node_shape(width, height)
    knots = np.random.default_rng([seed, 14]).random((rows // 6 + 3, columns // 6 + 3), dtype=np.float32)
    smooth = cv2.resize(knots, (columns, rows), interpolation=cv2.INTER_CUBIC)
    return np.asarray(SOFT / 2 + (1.0 - SOFT) * np.clip(smooth, 0.0, 1.0), np.float32)


def _pulled(nodes: Nodes, flow: Field, trust: Field, part: float, scale: float) -> tuple[Nodes, Field]:
    """Where each node lies in a picture whose content has gone ``part`` of its flow, and the trust there."""
    height, width = flow.shape[:2]
    goal = (nodes + np.float32(0.5)) / np.float32(scale) - np.float32(0.5)
    place = goal
    for _ in range(STEPS):
        x, y = np.ascontiguousarray(place[..., 0]), np.ascontiguousarray(place[..., 1])
        gone = cv2.remap(flow, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        place = goal - np.float32(part) * gone
    x = np.clip(place[..., 0], 0, width - 1)
    y = np.clip(place[..., 1], 0, height - 1)
    outside = np.abs(place[..., 0] - x) + np.abs(place[..., 1] - y)
    known = cv2.remap(trust, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    known = known * np.clip(1.0 - outside / 3.0, UNSEEN, 1.0)
    inside = (np.stack([x, y], -1) + np.float32(0.5)) * np.float32(scale) - np.float32(0.5)
    return np.asarray(inside, np.float32), np.asarray(known, np.float32)
