"""Buffers that are kept from frame to frame: new memory costs the system a fault for every page."""

from __future__ import annotations

import sys
import threading

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.canvas import Array

_HELD = 3
"""References to an array that only ``Frames`` has: its list, the loop's variable and the question's own."""


class Scratch(threading.local):
    """One array per name and thread, replaced when another shape is asked for, freed with its thread.

    What is in the array is whatever was left there: the caller writes every element it reads.
    """

    def __init__(self) -> None:
        self._kept: dict[str, Array] = {}

    def take(self, name: str, *shape: int) -> Array:
        """A ``float32`` array of this shape."""
        kept = self._kept.get(name)
        if kept is None or kept.shape != shape:
            kept = self._kept[name] = np.empty(shape, np.float32)
        return kept


class Frames:
    """The planes of finished frames, taken again once nobody holds them, nor a part of them, any more.

    Whoever keeps a plane keeps its contents. What is in a plane that is taken is whatever was left there.
    """

    def __init__(self) -> None:
        self._kept: list[NDArray[np.uint8]] = []
        self._lock = threading.Lock()

    def take(self, height: int, width: int) -> NDArray[np.uint8]:
        """A plane ``(height, width) uint8``."""
        shape = height, width
        with self._lock:
            for plane in self._kept:
                if plane.shape == shape and sys.getrefcount(plane) <= _HELD:
                    return plane
            plane = np.empty(shape, np.uint8)
            self._kept.append(plane)
        return plane

    def clear(self) -> None:
        """Keep none."""
        with self._lock:
            self._kept.clear()


frames = Frames()
scratch = Scratch()
