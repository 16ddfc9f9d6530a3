"""RIFE asked what moved between two pictures, in onnxruntime on the CPU."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.picture import rife_weights
from vitascope.engines.previz.picture.depth import Map
from vitascope.engines.previz.picture.flow import Field, sampled
from vitascope.engines.previz.picture.plate import Plate
from vitascope.engines.previz.picture.rife_graph import build
from vitascope.engines.previz.picture.rife_weights import MULTIPLE, Weights, missing
from vitascope.errors import EngineError

FINE, COARSE = 512 * 288, 256 * 144
"""Pixels of the pictures as they are looked at: of fewer, a greater motion is understood, but less of it."""

WORTH = 0.8
"""What differs after the coarse look, as a share of what does after the fine one, where it is preferred."""

MOMENTS = (0.125, 0.375, 0.5, 0.625, 0.875)
"""When the motion is looked at, in shares of the way. Nearer to the ends it is told too short."""
MIDDLE = MOMENTS.index(0.5)

UNLIKE = np.float32(14.0)
"""Grey levels by which what belongs together may differ before it is doubted."""


@dataclass(frozen=True)
class Moment:
    """What lies where at one moment: displacements to its places in the two pictures.

    In pixels of the pictures as they were looked at, ``(height, width)``. ``trust_first`` and
    ``trust_second`` say how far it is to be seen in each, 0 to 1; ``unlike`` by how many grey levels what
    belongs together differs, on average.
    """

    to_first: Field
    to_second: Field
    trust_first: Map
    trust_second: Map
    unlike: float


def passage(first: Plate, second: Plate) -> tuple[Moment, ...]:
    """What moved between two pictures of one size, at each of ``MOMENTS``.

    Raises ``EngineError`` where RIFE is not installed or its weights are not those expected.
    """
    if lacking := missing():
        raise EngineError(f"The plan's transition needs RIFE: {lacking}. Or leave the plan out.")
    fine, coarse = (_Pair(first, second, area) for area in (FINE, COARSE))
    best = coarse if coarse.middle.unlike < WORTH * fine.middle.unlike else fine
    return best.moments()


class _Pair:
    """Two pictures at one size, and what they show half-way."""

    def __init__(self, first: Plate, second: Plate, area: int) -> None:
        self._size = _size(first, area)
        pictures = [_reduced(side, *self._size) for side in (first, second)]
        self._greys = [np.asarray(cv2.cvtColor(p, cv2.COLOR_RGB2GRAY), np.uint8) for p in pictures]
        self._planes = [_planes(p) for p in pictures]
        self.middle = self._look(MOMENTS[MIDDLE])

    def moments(self) -> tuple[Moment, ...]:
        return tuple(
            self.middle if index == MIDDLE else self._look(time) for index, time in enumerate(MOMENTS)
        )

    def _look(self, time: float) -> Moment:
        moment = np.full((1, 1, 1, 1), time, np.float32)
        given = {"first": self._planes[0], "second": self._planes[1], "time": moment}
        made: list[NDArray[np.float32]] = _session(*self._size).run(["flow", "mask"], given)
        flow, mask = made[0][0], made[1][0, 0]
        fields = [np.ascontiguousarray(flow[at : at + 2].transpose(1, 2, 0)) for at in (0, 2)]
        return _judged(self._greys, fields, mask)


def _judged(greys: list[NDArray[np.uint8]], fields: list[Field], mask: Map) -> Moment:
    """The mask counts where the pictures do not show the same."""
    seen = [sampled(grey, field) for grey, field in zip(greys, fields, strict=True)]
    apart = np.asarray(cv2.GaussianBlur(np.abs(seen[0] - seen[1]), (0, 0), 2.0), np.float32)
    alike = np.clip(np.float32(1.5) - apart / UNLIKE, 0, 1)
    trusts = [np.asarray(alike + (1 - alike) * share, np.float32) for share in (mask, 1 - mask)]
    return Moment(fields[0], fields[1], trusts[0], trusts[1], float(apart.mean()))


def _size(plate: Plate, area: int) -> tuple[int, int]:
    """Height and width at which a picture is looked at."""
    height = math.sqrt(area * plate.height / plate.width)
    sides = (height, area / height)
    rounded = [max(2 * MULTIPLE, round(side / MULTIPLE) * MULTIPLE) for side in sides]
    return rounded[0], rounded[1]


def _reduced(plate: Plate, height: int, width: int) -> NDArray[np.uint8]:
    small = plate.small(width)
    if small.shape[0] == height:
        return small
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _planes(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """As the network takes a picture."""
    return np.ascontiguousarray(picture.transpose(2, 0, 1)[np.newaxis], np.float32) / np.float32(255)


@cache
def _weights() -> Weights:
    found = rife_weights.find()
    return {} if found is None else rife_weights.read(found)


@lru_cache(4)
def _session(height: int, width: int) -> Any:
    """The network for one size. One thread adds in one order, so that the same is always the same."""
    weights = _weights()
    onnxruntime = import_module("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    model = build(weights, height, width).SerializeToString()
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
