"""Frames between two frames, for clips that come at another rate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.media.arrays import Plane, Planes

SAME = 0.02
"""Shares closer to a frame than this are that frame."""
CUT = 40.0
"""Grey levels by which frames differ, on average, that are two shots: nothing lies between those."""
FLOW_SIDE = 480
"""Pixels of the longer side of the luma on which motion is looked for."""

Field = NDArray[np.float32]


class Pair:
    """Two consecutive frames and the motion between them (dense inverse search, Kroeger et al. 2016)."""

    def __init__(self, first: Planes, second: Planes) -> None:
        self._first = first
        self._second = second
        self._flow: Field | None = None
        self._is_cut: bool | None = None

    def at(self, share: float) -> Planes:
        """The frame ``share`` (0 to 1) of the way: each end warped along the motion, the two mixed."""
        if share < SAME or share > 1 - SAME:
            return self._first if share < 0.5 else self._second
        if self._cut():
            return self._first if share < 0.5 else self._second
        return self.made(share)

    def made(self, share: float) -> Planes:
        """The frame that far on the way, where there is one to make."""
        flow = self._motion()
        mixed = (
            _mixed(one, other, flow, share) for one, other in zip(self._first, self._second, strict=True)
        )
        y, u, v = mixed
        return y, u, v

    def _cut(self) -> bool:
        if self._is_cut is None:
            one, other = _small(self._first[0]), _small(self._second[0])
            self._is_cut = float(cv2.absdiff(one, other).mean()) > CUT
        return self._is_cut

    def _motion(self) -> Field:
        """Pixels of the small luma from the first frame to the second, ``(height, width, 2)``."""
        if self._flow is None:
            search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
            found = search.calc(_small(self._first[0]), _small(self._second[0]), cast("Field", None))
            self._flow = np.asarray(found, np.float32)
        return self._flow


def resampled(
    frames: Iterator[Planes],
    places: Iterator[float],
    *,
    wraps: bool = False,
    pair_of: Callable[[Planes, Planes], Pair] = Pair,
) -> Iterator[Planes]:
    """One frame for each of ``places``, rising positions in a clip counted in its frames.

    What lies beyond the last frame is the last frame, or with ``wraps`` goes on at the first. Holds two
    frames, and the first. ``pair_of`` two consecutive ones makes what lies between them.
    """
    first = current = next(frames)
    following, index = next(frames, None), 0
    pair: Pair | None = None
    for place in places:
        while following is not None and place >= index + 1:
            current, following, index, pair = following, next(frames, None), index + 1, None
        target = following if following is not None else first if wraps else current
        pair = pair or pair_of(current, target)
        yield pair.at(min(max(place - index, 0.0), 1.0))


def _small(luma: Plane) -> Plane:
    height, width = luma.shape
    scale = min(1.0, FLOW_SIDE / max(height, width))
    size = (max(16, round(width * scale)), max(16, round(height * scale)))
    return np.asarray(cv2.resize(luma, size, interpolation=cv2.INTER_AREA), np.uint8)


def _mixed(first: Plane, second: Plane, flow: Field, share: float) -> Plane:
    height, width = first.shape
    whole = np.asarray(cv2.resize(flow, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    whole *= np.array([width / flow.shape[1], height / flow.shape[0]], np.float32)
    columns = np.arange(width, dtype=np.float32)[None, :]
    rows = np.arange(height, dtype=np.float32)[:, None]
    back, on = np.float32(-share) * whole, np.float32(1 - share) * whole
    before = _warped(first, np.add(columns, back[..., 0]), np.add(rows, back[..., 1]))
    after = _warped(second, np.add(columns, on[..., 0]), np.add(rows, on[..., 1]))
    return np.asarray(cv2.addWeighted(before, 1 - share, after, share, 0.0), np.uint8)


def _warped(plane: Plane, columns: Field, rows: Field) -> Plane:
    moved = cv2.remap(plane, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)
