"""The shortest video our encoder makes, to find out what fits together with its videos."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from vitascope.media.encode import Encoder
from vitascope.media.file import EncodedVideo

_FRAMES = 2
_GREY = 128


def sample(out: Path, width: int, height: int, fps: int) -> EncodedVideo:
    """Write two grey frames of that size as every video here is written. Raises as ``Encoder`` does."""
    y = np.full((height, width), _GREY, np.uint8)
    half = np.full((height // 2, width // 2), _GREY, np.uint8)
    with Encoder(out, width, height, fps, _FRAMES) as encoder:
        for _ in range(_FRAMES):
            encoder.write(y, half, half)
        return encoder.close()
