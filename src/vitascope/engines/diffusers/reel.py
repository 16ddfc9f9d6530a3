"""A model's frames as they come, for who asks for them in order and now and then a little ahead."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import count

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.diffusers.conditions import PairOf, retimed
from vitascope.media.inbetween import Pair


class Reel:
    """Frames ``(height, width, 3) uint8``, held until they are taken in order."""

    def __init__(self, frames: Iterator[NDArray[np.uint8]], pair_of: PairOf = Pair) -> None:
        """``pair_of`` two of them makes what lies between."""
        self._frames = frames
        self.pair_of = pair_of
        self._held: deque[NDArray[np.uint8]] = deque()
        self._first = 0

    def __iter__(self) -> Iterator[NDArray[np.uint8]]:
        """All of them in order. Of those that were taken the last two are still held."""
        for taken in count():
            if not self._has(taken):
                return
            while self._first < taken - 1:
                self._held.popleft()
                self._first += 1
            yield self._held[taken - self._first]

    def at(self, place: float) -> NDArray[np.uint8]:
        """The picture at a place that was not left behind; beyond the end it is the last one."""
        index = max(int(place), self._first)
        self._has(index + 1)
        last = self._first + len(self._held) - 1
        pair = np.stack([self._held[min(one, last) - self._first] for one in (index, index + 1)])
        made: NDArray[np.uint8] = retimed(pair, [min(max(place - index, 0.0), 1.0)], self.pair_of)[0]
        return made

    def _has(self, index: int) -> bool:
        """Whether there is such a frame; waits for it."""
        while index >= self._first + len(self._held):
            frame = next(self._frames, None)
            if frame is None:
                return False
            self._held.append(frame)
        return True
