"""What tests ask of a remote engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from support.far import Far
from support.patience import PATIENCE
from support.pictures import landscape
from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Condition, FrameBlock
from vitascope.engines.remote import RemoteEngine
from vitascope.media.arrays import Planes
from vitascope.media.colour import rgb_to_yuv
from vitascope.media.encode import Encoder
from vitascope.remotes import RemoteServer

SIZE = (320, 180)
ROOM = 400
"""Pixels over which a pan may lead."""


def engine(far: Far, **settings: Any) -> RemoteEngine:
    """An engine for the server."""
    given: dict[str, Any] = {
        "name": "far",
        "url": far.url,
        "dialect": "aiml",
        "key": "secret-key",
        "model": "ray",
        "capabilities": ("text", "first", "last", "loop", "extend"),
        "extras": True,
        "patience_seconds": PATIENCE,
    }
    return RemoteEngine(RemoteServer.model_validate(given | settings))


def spec(frames: int = 24, **fields: Any) -> RenderSpec:
    """A render of a small size."""
    given: dict[str, Any] = {
        "prompt": "a fox",
        "width": SIZE[0],
        "height": SIZE[1],
        "frames": frames,
        "seed": 7,
    }
    return RenderSpec.model_validate(given | fields)


def made(
    engine: RemoteEngine,
    spec: RenderSpec,
    conditions: Sequence[Condition] = (),
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Planes]:
    """Every frame."""
    blocks = list(engine.render(spec, conditions, lambda *_: None, cancelled))
    assert [block.index for block in blocks] == list(range(len(blocks)))
    return [_planes(block) for block in blocks]


def cancelled_once(far: Far, method: str) -> Callable[[], bool]:
    """Somebody who cancels as soon as the server has heard a request of that method."""
    return lambda: bool(far.of(method))


def pan(frames: int, size: tuple[int, int] = SIZE, speed: float = 2.0) -> list[NDArray[np.uint8]]:
    """Pictures of a camera that moves ``speed`` pixels a frame, ``(height, width, 3)``."""
    width, height = size
    whole = landscape(width + ROOM, height)
    assert speed * frames < ROOM
    return [np.ascontiguousarray(whole[:, int(speed * n) : int(speed * n) + width]) for n in range(frames)]


def video(folder: Path, pictures: Sequence[NDArray[np.uint8]], fps: int = 24) -> bytes:
    """These pictures as an MP4."""
    height, width = pictures[0].shape[:2]
    path = folder / f"{len(pictures)}-{width}-{fps}.mp4"
    with Encoder(path, width, height, fps, len(pictures)) as encoder:
        for picture in pictures:
            encoder.write(*rgb_to_yuv(picture))
        encoder.close()
    return path.read_bytes()


def psnr(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """In dB."""
    error = float(((one.astype(np.float64) - other) ** 2).mean())
    return 99.0 if error == 0 else 10 * float(np.log10(255**2 / error))


def _planes(block: FrameBlock) -> Planes:
    assert block.count == 1
    return block.y[0], block.u[0], block.v[0]
