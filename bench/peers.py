"""The image path against MoviePy's Ken Burns on one picture: ``python -m bench.peers [FRAMES]``.

Both make the same number of 1920x1080 frames of a slow push in and encode them with libx264 at one preset
and rate factor. CPU seconds count, of the process and its children, because other work on the machine
changes them little; wall seconds are printed beside them. MoviePy is no dependency: without it
(``pip install moviepy``) only this engine is measured.
"""

from __future__ import annotations

import importlib
import importlib.util
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from support.pictures import landscape
from vitascope.domain.render import FPS, RenderSpec
from vitascope.engines.base import Condition
from vitascope.engines.previz.engine import PrevizEngine
from vitascope.media.encode import Encoder
from vitascope.media.x264 import CRF

WIDTH, HEIGHT = 1920, 1080
PRESET = "superfast"
CLOSER = 0.1
"""How much of its size the picture grows by over the clip."""

Picture = NDArray[np.uint8]


def previz(picture: Picture, frames: int, path: Path) -> None:
    """This engine and this encoder."""
    spec = RenderSpec(prompt="push in", width=WIDTH, height=HEIGHT, frames=frames, seed=1)
    blocks = PrevizEngine().render(spec, [Condition("start", picture[np.newaxis])], _quiet, lambda: False)
    with Encoder(path, WIDTH, HEIGHT, FPS, frames) as encoder:
        for block in blocks:
            for k in range(block.count):
                encoder.write(block.y[k], block.u[k], block.v[k])
        encoder.close()


def moviepy(picture: Picture, frames: int, path: Path) -> None:
    """The zoom that MoviePy's own pages show: a clip that is resized as time goes on, cut to the frame."""
    editor: Any = importlib.import_module("moviepy")
    seconds = frames / FPS
    still = editor.ImageClip(picture).with_duration(seconds)
    closer = still.resized(lambda t: 1.0 + CLOSER * t / seconds).with_position("center")
    whole = editor.CompositeVideoClip([closer], size=(WIDTH, HEIGHT))
    options = ["-crf", str(CRF)]
    whole.write_videofile(
        str(path), fps=FPS, codec="libx264", preset=PRESET, ffmpeg_params=options, logger=None
    )


def measured(
    make: Callable[[Picture, int, Path], None], picture: Picture, frames: int
) -> tuple[float, float]:
    """CPU and wall seconds."""
    with tempfile.TemporaryDirectory() as folder:
        cpu, wall = _cpu(), time.monotonic()
        make(picture, frames, Path(folder) / "clip.mp4")
        return _cpu() - cpu, time.monotonic() - wall


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def _quiet(stage: str, done: int, total: int) -> None:
    """Nobody looks on."""


def main(frames: int) -> None:
    """Measure and print."""
    PrevizEngine().load("cpu")
    picture = landscape(WIDTH, HEIGHT)
    own = measured(previz, picture, frames)
    print(f"previz: {own[0]:.2f} s of CPU, {own[1]:.2f} s of wall for {frames} frames")
    if importlib.util.find_spec("moviepy") is None:
        print("MoviePy is not installed: pip install moviepy to compare with it")
        return
    other = measured(moviepy, picture, frames)
    print(
        f"MoviePy: {other[0]:.2f} s of CPU, {other[1]:.2f} s of wall: {other[0] / own[0]:.1f} times the CPU"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5 * FPS)
