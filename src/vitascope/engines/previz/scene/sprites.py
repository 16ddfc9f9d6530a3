"""Pictures of things that stand in a scene, packed with their reductions for one kernel to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import Array

LEVELS = 7
"""Reductions of a sprite, the sprite itself included."""

FAINT = 0.008
"""Coverage below which nothing is drawn."""

CELLS = 32
"""Parts along a sprite's side that are told apart as empty or not."""


@dataclass(frozen=True)
class Atlas:
    """Every sprite one behind the other.

    ``texels (n, 4)`` are linear RGB times coverage, and coverage; ``places (sprites, LEVELS, 4)`` say for
    each reduction where it starts, its columns and its rows, and where its ``marks`` start. Texels run down a
    column; all but the lowest row of a picture's rim are clear. ``filled (sprites, CELLS, CELLS)`` says in
    which parts (by columns, then rows) there is anything, ``marks (m,) uint64`` by a bit for each of 64 parts
    of every column and the one after it.
    """

    texels: Array
    places: NDArray[np.int64]
    filled: NDArray[np.bool_]
    marks: NDArray[np.uint64]


def pack(pictures: Sequence[Array]) -> Atlas:
    """An atlas of pictures ``(rows, columns, 4)``, colours times coverage; row 0 is the top."""
    texels: list[Array] = []
    marks: list[NDArray[np.uint64]] = []
    places = np.zeros((len(pictures), LEVELS, 4), np.int64)
    start = column = 0
    for number, whole in enumerate(pictures):
        picture = whole
        for level in range(LEVELS):
            rows, columns = picture.shape[:2]
            places[number, level] = start, columns, rows, column
            framed = picture.copy()
            framed[0] = framed[:, 0] = framed[:, -1] = 0
            texels.append(np.ascontiguousarray(framed.transpose(1, 0, 2)).reshape(-1, 4))
            marks.append(_marks(framed[..., 3]))
            start, column = start + rows * columns, column + columns
            half = max(columns // 2, 2), max(rows // 2, 2)
            picture = np.asarray(cv2.resize(picture, half, interpolation=cv2.INTER_AREA), np.float32)
    filled = np.stack([_filled(p) for p in pictures])
    return Atlas(np.concatenate(texels).astype(np.float32), places, filled, np.concatenate(marks))


def _marks(cover: Array) -> NDArray[np.uint64]:
    """A bit for each of 64 parts of a column and the next, from above: whether anything shows there.

    What lies between a part's last texel and the next counts to it.
    """
    rows = len(cover)
    seen = cover >= FAINT
    seen[:, :-1] |= seen[:, 1:]
    count = np.concatenate([np.zeros((1, cover.shape[1]), np.int64), np.cumsum(seen, 0)])
    bounds = np.arange(65) * rows / 64
    low = np.clip(np.floor(bounds[:-1] - 0.51), 0, rows).astype(np.int64)
    high = np.clip(np.floor(bounds[1:] - 0.49) + 2, 0, rows).astype(np.int64)
    any_ = (count[high] > count[low]).astype(np.uint64)
    return np.asarray((any_ << np.arange(64, dtype=np.uint64)[:, None]).sum(0, dtype=np.uint64), np.uint64)


def _filled(picture: Array) -> NDArray[np.bool_]:
    """Which parts hold anything, a texel beyond their edge included."""
    cover = cv2.dilate((picture[..., 3] > 1e-3).astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.asarray(
        cv2.resize(cover.astype(np.float32), (CELLS, CELLS), interpolation=cv2.INTER_AREA).T > 0
    )


def settled(drawn: Array, columns: int, rows: int) -> Array:
    """A picture that was painted larger, reduced: its edges become coverage."""
    return np.asarray(cv2.resize(drawn, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)
