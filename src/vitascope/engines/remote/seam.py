"""Whether a clip that should loop does."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.errors import RemoteMismatch
from vitascope.media.arrays import Plane

SIZE = (480, 270)
"""Width and height of the luma on which steps between frames are measured."""
NEIGHBOURS = 3
"""Steps on either side of the seam with which it is compared."""
FACTOR, LEAST = 1.5, 0.5
"""How much larger than the largest of them the seam may be, and what nobody sees, in grey levels."""


class Seam:
    """Sees every frame, keeps a few."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._first: list[NDArray[np.float32]] = []
        self._last: deque[NDArray[np.float32]] = deque(maxlen=NEIGHBOURS + 1)

    def see(self, luma: Plane) -> None:
        """The next frame."""
        small = np.asarray(cv2.resize(luma, SIZE, interpolation=cv2.INTER_AREA), np.float32)
        if len(self._first) <= NEIGHBOURS:
            self._first.append(small)
        self._last.append(small)

    def check(self) -> None:
        """Raise ``RemoteMismatch`` where the step from the last frame to the first is a jump."""
        last = list(self._last)
        steps = [*_steps(self._first), *_steps(last)]
        seam = float(np.abs(last[-1] - self._first[0]).mean())
        allowed = max(FACTOR * max(steps, default=0.0), LEAST)
        if seam > allowed:
            raise RemoteMismatch(
                f"The video from {self._name} does not loop: its end differs from its beginning by "
                f"{seam:.1f} grey levels, expected at most {allowed:.1f}. Take 'loop' out of its "
                "capabilities in VITASCOPE_REMOTES."
            )


def _steps(frames: list[NDArray[np.float32]]) -> list[float]:
    return [float(np.abs(a - b).mean()) for a, b in pairwise(frames)]
