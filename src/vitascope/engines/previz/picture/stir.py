"""What stirs in a still picture: water, leaves, clouds, where the words name them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import FPS
from vitascope.engines.previz.picture.depth import Map
from vitascope.engines.previz.picture.plan import PicturePlan
from vitascope.engines.previz.picture.warp import Nodes


@dataclass(frozen=True)
class Manner:
    """How a kind of thing stirs: cycles per second, reach across and along in heights, size of its waves.

    ``cells`` are how many waves fit the height, ``flat`` how many times wider than high they are.
    """

    words: frozenset[str]
    hertz: float
    across: float
    along: float
    cells: int
    flat: float


AIR = Manner(
    frozenset({"cloud", "fog", "mist", "smoke", "steam", "dust"}), 0.12, 0.010, 0.003, cells=3, flat=2.0
)
WATER = Manner(
    frozenset(
        {"water", "wave", "river", "sea", "ocean", "lake", "ripple", "waterfall", "reflection", "kelp"}
    ),
    0.45,
    0.0022,
    0.0028,
    cells=18,
    flat=3.0,
)
LEAVES = Manner(
    frozenset(
        {
            "leaf",
            "leaves",
            "grass",
            "wind",
            "breeze",
            "plant",
            "tree",
            "petal",
            "hair",
            "cloth",
            "flag",
            "curtain",
        }
    ),
    0.6,
    0.0030,
    0.0012,
    cells=14,
    flat=1.0,
)
BORDER = 0.06
"""Share of the height over which everything comes to rest towards the picture's edges."""


class Stir:
    """A displacement that is nil where the picture stands in the clip, and closes with a loop."""

    def __init__(self, plan: PicturePlan, picture: NDArray[np.uint8], near: Map) -> None:
        self._plan = plan
        self._parts = [
            (_cycles(manner, plan), _fields(manner, _where(manner, near, picture), plan.seed))
            for manner in (AIR, WATER, LEAVES)
            if manner.words & set(plan.ambient)
        ]

    def add(self, nodes: Nodes, index: int, width: int, height: int) -> Nodes:
        """The nodes of frame ``index``, with what stirs there."""
        for hertz, fields in self._parts:
            turn = math.tau * hertz * self._plan.since(index)
            scale = fields.shape[1] / width
            x = np.ascontiguousarray(nodes[..., 0] * np.float32(scale))
            y = np.ascontiguousarray(nodes[..., 1] * np.float32(scale))
            seen = cv2.remap(fields, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
            phases = seen[..., 2:]
            sway = seen[..., :2] * np.float32(height) * (np.sin(turn + phases) - np.sin(phases))
            nodes = np.asarray(nodes + sway, np.float32)
        return nodes


def _cycles(manner: Manner, plan: PicturePlan) -> float:
    """Cycles per second; whole ones in a loop."""
    seconds = plan.frames / FPS
    return max(1, round(manner.hertz * seconds)) / seconds if plan.loop else manner.hertz


def _where(manner: Manner, near: Map, picture: NDArray[np.uint8]) -> Map:
    """Where a picture probably has such a thing, 0 to 1: clouds far off, leaves green, water no wall."""
    height, width = near.shape
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32)
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    detail = cv2.GaussianBlur(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), (0, 0), height / 60)
    rough = np.clip(detail / max(float(np.percentile(detail, 90)), 1.0), 0, 1)
    green, blue = np.clip((-lab[..., 1] - 3) / 8, 0, 1), np.clip((-lab[..., 2] - 2) / 8, 0, 1)
    pale = np.clip(1 - np.hypot(lab[..., 1], lab[..., 2]) / 10, 0, 1) * (1 - rough)
    if manner is AIR:
        place = np.clip(1 - near / 0.35, 0, 1)
    elif manner is WATER:
        place = np.clip((near - 0.1) / 0.3, 0, 1) * np.max([green, blue, pale], axis=0)
    else:
        place = rough * green * np.clip((near - 0.05) / 0.2, 0, 1)
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
    edge = np.minimum(np.minimum(x, width - 1 - x), np.minimum(y, height - 1 - y)) / (BORDER * height)
    even = cv2.GaussianBlur(np.asarray(place, np.float32), (0, 0), height / 45)
    return np.asarray(np.clip(1.6 * even - 0.5, 0, 1) * np.clip(edge, 0, 1), np.float32)


def _fields(manner: Manner, place: Map, seed: int) -> NDArray[np.float32]:
    """Reach across and along, and the phases of both, ``(height, width, 4)``."""
    height, width = place.shape
    random = np.random.default_rng([seed, 15, manner.cells])
    rows, columns = manner.cells + 2, max(2, round(manner.cells * width / height / manner.flat)) + 2
    knots = random.random((rows, columns, 2), dtype=np.float32) * np.float32(math.tau)
    phases = cv2.resize(knots, (width, height), interpolation=cv2.INTER_CUBIC)
    reach = place[..., None] * np.array([manner.across, manner.along], np.float32)
    return np.ascontiguousarray(np.concatenate([reach, phases], -1), np.float32)


def stirs(words: Sequence[str]) -> tuple[str, ...]:
    """Those of the words that make something stir."""
    known = AIR.words | WATER.words | LEAVES.words
    return tuple(word for word in words if word in known)
