"""What stirs in a still picture: water, leaves, clouds, where the words name them.

Where they name none, what the picture plainly shows stirs half as far: a blue sky, much that is green and
rough, blue water with waves.
"""

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


UNASKED = 0.5
"""How far what no word names stirs, against what one does."""
SKY, GREEN, WAVES = 0.12, 0.06, 0.10
"""The least shares of the picture that are plainly a sky, foliage or water."""
FOLIAGE = 12.0
"""How much brightness changes from pixel to pixel among leaves, at least; a wall's grain is half of it."""
LEVEL = 1.3
"""How much more the brightness of waves changes downwards than across, at least."""


class Stir:
    """A displacement that is nil where the picture stands in the clip, and closes with a loop."""

    def __init__(self, plan: PicturePlan, picture: NDArray[np.uint8], near: Map) -> None:
        self._plan = plan
        asked, look = set(plan.ambient), Look.of(picture, near)
        self._parts = [
            (_cycles(manner, plan), _fields(manner, look.where(manner), plan.seed, 1.0 if asked else UNASKED))
            for manner in (AIR, WATER, LEAVES)
            if (manner.words & asked if asked else look.shows(manner))
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


@dataclass(frozen=True)
class Look:
    """What tells the kinds apart, each ``(height, width)``: ``grey``, ``detail`` of 255, the rest 0 to 1."""

    near: Map
    grey: Map
    detail: Map
    rough: Map
    green: Map
    blue: Map
    pale: Map

    @classmethod
    def of(cls, picture: NDArray[np.uint8], near: Map) -> Look:
        """Of an RGB picture, and how near each of its pixels is."""
        grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.float32)
        lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
        detail = cv2.GaussianBlur(np.abs(cv2.Laplacian(grey, cv2.CV_32F)), (0, 0), near.shape[0] / 60)
        rough = np.clip(detail / max(float(np.percentile(detail, 90)), 1.0), 0, 1)
        green, blue = np.clip((-lab[..., 1] - 3) / 8, 0, 1), np.clip((-lab[..., 2] - 2) / 8, 0, 1)
        pale = np.clip(1 - np.hypot(lab[..., 1], lab[..., 2]) / 10, 0, 1) * (1 - rough)
        return cls(near, grey, *(np.asarray(each, np.float32) for each in (detail, rough, green, blue, pale)))

    def where(self, manner: Manner) -> Map:
        """Where there probably is such a thing: clouds far off, leaves green, water no wall."""
        height, width = self.near.shape
        x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
        edge = np.minimum(np.minimum(x, width - 1 - x), np.minimum(y, height - 1 - y)) / (BORDER * height)
        even = cv2.GaussianBlur(np.asarray(self._place(manner), np.float32), (0, 0), height / 45)
        return np.asarray(np.clip(1.6 * even - 0.5, 0, 1) * np.clip(edge, 0, 1), np.float32)

    def shows(self, manner: Manner) -> bool:
        """Whether there plainly is such a thing, and enough of it."""
        place = self._place(manner) > 0.5
        if manner is LEAVES:
            return bool((place & (self.detail > FOLIAGE)).mean() >= GREEN)
        place &= self.blue > 0.5
        half = len(place) // 2
        if manner is AIR:
            return bool((place & (self.grey > 90) & (self.rough < 0.5))[:half].sum() >= SKY * place.size)
        place[:half] = False
        return bool(place.mean() >= WAVES and self._is_level(place))

    def _place(self, manner: Manner) -> Map:
        if manner is AIR:
            return np.asarray(np.clip(1 - self.near / 0.35, 0, 1), np.float32)
        if manner is WATER:
            tint = np.max([self.green, self.blue, self.pale], axis=0)
            return np.asarray(np.clip((self.near - 0.1) / 0.3, 0, 1) * tint, np.float32)
        return np.asarray(self.rough * self.green * np.clip((self.near - 0.05) / 0.2, 0, 1), np.float32)

    def _is_level(self, place: NDArray[np.bool_]) -> bool:
        down, across = (np.abs(cv2.Sobel(self.grey, cv2.CV_32F, *way)) for way in ((0, 1), (1, 0)))
        return float(down[place].mean()) >= LEVEL * float(across[place].mean()) > 0.0


def _fields(manner: Manner, place: Map, seed: int, share: float) -> NDArray[np.float32]:
    """Reach across and along, a ``share`` of the usual, and the phases of both, ``(height, width, 4)``."""
    height, width = place.shape
    random = np.random.default_rng([seed, 15, manner.cells])
    rows, columns = manner.cells + 2, max(2, round(manner.cells * width / height / manner.flat)) + 2
    knots = random.random((rows, columns, 2), dtype=np.float32) * np.float32(math.tau)
    phases = cv2.resize(knots, (width, height), interpolation=cv2.INTER_CUBIC)
    reach = place[..., None] * np.array([manner.across * share, manner.along * share], np.float32)
    return np.ascontiguousarray(np.concatenate([reach, phases], -1), np.float32)


def stirs(words: Sequence[str]) -> tuple[str, ...]:
    """Those of the words that make something stir."""
    known = AIR.words | WATER.words | LEAVES.words
    return tuple(word for word in words if word in known)
