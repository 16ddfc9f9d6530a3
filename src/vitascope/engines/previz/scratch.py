"""Buffers that a thread keeps from frame to frame."""

from __future__ import annotations

import threading

import numpy as np

from vitascope.engines.previz.canvas import Array


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


scratch = Scratch()
