"""From one picture to another that shows the same thing: along the motion that RIFE sees between them.

RIFE says, for a few moments of the way, where each place lies in either picture. Each thing goes straight
from its one place to the other; every frame follows from the moments nearest to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import FPS
from vitascope.engines.base import Plane
from vitascope.engines.previz.easing import glide
from vitascope.engines.previz.picture.blend import weighted
from vitascope.engines.previz.picture.depth import Map
from vitascope.engines.previz.picture.flow import Field
from vitascope.engines.previz.picture.gleam import Gleam, turn_between
from vitascope.engines.previz.picture.journey import excursion
from vitascope.engines.previz.picture.lens import View, nodes_of
from vitascope.engines.previz.picture.morph import SOFT, UNSEEN, turns
from vitascope.engines.previz.picture.plate import Planes, Plate
from vitascope.engines.previz.picture.rife_net import MOMENTS, Moment
from vitascope.engines.previz.picture.warp import CELL, resting_nodes

_remap = cast("Any", cv2).remap
"""With x and y in one array; the second map is then None, which its types do not know."""

STEPS = 6
"""Fixed-point iterations that find what has come to a place."""


class RifeShot:
    """Two plates and what moved between them. The first frame is the first picture, the last the second."""

    def __init__(
        self, first: Plate, second: Plate, moments: Sequence[Moment], frames: int, seed: int
    ) -> None:
        self._first, self._second = first, second
        self._moments = moments
        self._frames = frames
        self._way = excursion(frames, seed)
        self._gleam = Gleam(first.small(), seed)
        self._flat = np.full((9, 16), 0.5, np.float32)
        rows, columns = moments[0].trust_first.shape
        self._scale = np.array([first.width / columns, first.height / rows], np.float32)
        self._rest = _resting(rows, columns)
        self._turns = self._sampled(turns(first.width, first.height, seed))

    def frame(self, index: int) -> Planes:
        """Y, U and V of frame ``index``."""
        if index == 0:
            return self._first.planes
        if index == self._frames - 1:
            return self._second.planes
        t = progress(index, self._frames)
        first, second, early, late = self._known(self._goal(index), t)
        weight = np.clip((late / (late + early) - self._turns) / SOFT + 0.5, 0.0, 1.0)
        sides = self._pulled(self._first, first), self._pulled(self._second, second)
        y, u, v = weighted(*sides, np.asarray(weight, np.float32))
        return self._gleam.over(y, turn_between(self._frames, index)), u, v

    def _known(self, goal: Field, t: float) -> tuple[Field, Field, Map, Map]:
        """For each place of ``goal`` at ``t`` its place in either picture, and how far each is to be seen."""
        at = float(np.interp(t, MOMENTS, range(len(MOMENTS))))
        low = min(int(at), len(MOMENTS) - 2)
        share = np.float32(at - low)
        early, late = (_followed(moment, goal, t) for moment in self._moments[low : low + 2])
        first, second, before, after = (
            np.asarray(a + (b - a) * share, np.float32) for a, b in zip(early, late, strict=True)
        )
        return first, second, before, after

    def _goal(self, index: int) -> Field:
        """Where the camera, which goes a small way out and back, looks at frame ``index``."""
        width, height = self._first.width, self._first.height
        moved = nodes_of(View(*self._way[index]), self._flat, width, height) - resting_nodes(width, height)
        return np.asarray(self._rest + self._sampled(moved) / self._scale, np.float32)

    def _pulled(self, plate: Plate, places: Field) -> Planes:
        """The plate at its full size, seen at these places."""
        moved = (places - self._rest) * self._scale
        y, u, v = plate.planes
        half = _map(moved * np.float32(0.5), u)
        return (
            _remapped(y, _map(moved, y), cv2.INTER_CUBIC),
            _remapped(u, half, cv2.INTER_LINEAR),
            _remapped(v, half, cv2.INTER_LINEAR),
        )

    def _sampled(self, nodes: NDArray[np.float32]) -> NDArray[np.float32]:
        """What is known at the nodes of a warp, at the passage's pixels."""
        at = ((self._rest + np.float32(0.5)) * self._scale - np.float32(0.5)) / np.float32(CELL)
        return _at(nodes, np.asarray(at, np.float32))


def _followed(moment: Moment, goal: Field, t: float) -> tuple[Field, Field, Map, Map]:
    """The places in both pictures of what at ``t`` has come to ``goal``, and how far each is to be seen."""
    way = np.asarray((1.0 - t) * moment.to_first + t * moment.to_second, np.float32)
    here = goal
    for _ in range(STEPS):
        here = goal - _at(way, here)
    first, second = here + _at(moment.to_first, here), here + _at(moment.to_second, here)
    early = (1.0 - t) * _at(moment.trust_first, here) * _inside(first)
    late = t * _at(moment.trust_second, here) * _inside(second)
    return first, second, np.asarray(early, np.float32), np.asarray(late, np.float32)


def _inside(places: Field) -> Map:
    """1 within the picture, and nearly nil three pixels outside it."""
    last = np.array(places.shape[1::-1], np.float32) - 1
    outside = np.abs(places - np.clip(places, 0, last)).sum(-1)
    return np.asarray(np.clip(1.0 - outside / 3.0, UNSEEN, 1.0), np.float32)


def progress(index: int, frames: int) -> float:
    """The share of the way at a frame, from rest to rest."""
    last = max(frames - 1, 1) / FPS
    return glide(index / FPS, 0.0, last, lasting=False)


def _resting(rows: int, columns: int) -> Field:
    """Each pixel's own place."""
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    return np.stack([x, y], -1)


def _at(values: NDArray[np.float32], places: Field) -> NDArray[np.float32]:
    """``values`` between their pixels, and beyond their edges the nearest."""
    return np.asarray(_remap(values, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _map(moved: Field, plane: Plane) -> Field:
    """Displacements at a plane's own size, as the places they lead to."""
    height, width = plane.shape
    grown = np.asarray(cv2.resize(moved, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    grown[..., 0] += np.arange(width, dtype=np.float32)
    grown[..., 1] += np.arange(height, dtype=np.float32)[:, np.newaxis]
    return grown


def _remapped(plane: Plane, places: Field, how: int) -> Plane:
    return np.asarray(_remap(plane, places, None, how, borderMode=cv2.BORDER_REPLICATE), np.uint8)
