"""Small videos for tests: a textured picture that a camera pans over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from support.pictures import landscape
from vitascope.media.arrays import Planes
from vitascope.media.colour import rgb_to_yuv
from vitascope.media.encode import BOTH, Encoder, End
from vitascope.media.file import EncodedVideo


def panned(width: int, height: int, frames: int, speed: float = 1.5, seed: int = 1) -> Iterator[Planes]:
    """A pan at ``speed`` pixels a frame."""
    picture = landscape(width + 200, height + 100, seed)
    for number in range(frames):
        move = np.array([[1, 0, 20 + number * speed], [0, 1, 20]], np.float32)
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        yield rgb_to_yuv(np.asarray(cv2.warpAffine(picture, move, (width, height), flags=flags), np.uint8))


def written(
    path: Path,
    frames: list[Planes],
    pinned: frozenset[End] = BOTH,
    metadata: dict[str, str] | None = None,
    *,
    sketch: bool = False,
) -> EncodedVideo:
    """Encode these frames."""
    height, width = frames[0][0].shape
    with Encoder(
        path, width, height, 24, len(frames), pinned=pinned, metadata=metadata or {}, sketch=sketch
    ) as encoder:
        for y, u, v in frames:
            encoder.write(y, u, v)
        return encoder.close()


def clip(path: Path, width: int = 320, height: int = 180, frames: int = 24, seed: int = 1) -> EncodedVideo:
    """Encode a pan."""
    return written(path, list(panned(width, height, frames, seed=seed)))
