"""A clip as one picture: a few of its frames, side by side."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
SHOWN = (0, 24, 48, 71, 95, 119)
"""Frames of the sheet, ``ACROSS`` in a row."""
ACROSS = 3
SMALL = (320, 180)


def sheet(path: Path) -> Picture:
    """``SHOWN`` of a file's frames together, BGR ``(360, 960, 3) uint8``."""
    with av.open(str(path)) as container:
        frames = enumerate(container.decode(video=0))
        shown = [frame.to_ndarray(format="bgr24") for number, frame in frames if number in SHOWN]
    small = [cv2.resize(picture, SMALL, interpolation=cv2.INTER_AREA) for picture in shown]
    rows = [np.concatenate(small[i : i + ACROSS], axis=1) for i in range(0, len(small), ACROSS)]
    return np.concatenate(rows, axis=0)
