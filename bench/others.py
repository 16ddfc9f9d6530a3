"""One clip by MoviePy or DepthFlow: ``python others.py NAME PICTURE FRAMES PRESET CRF OUT``.

Runs by itself in an environment in which they are installed (``pip install moviepy depthflow``) and this
project need not be. Prints CPU and wall seconds as JSON: of making the clip, from a picture in memory to the
closed file, without imports and without estimating depth.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FPS = 24
WIDTH, HEIGHT = 1920, 1080
CLOSER = 0.1
"""How much of its size the picture grows by over the clip."""
Clip = Callable[[], object]


def moviepy(picture: Any, frames: int, preset: str, crf: str, path: str) -> Clip:
    """The zoom that MoviePy's own pages show: a clip that is resized as time goes on, cut to the frame."""
    editor: Any = importlib.import_module("moviepy")

    def make() -> None:
        seconds = frames / FPS
        still = editor.ImageClip(picture).with_duration(seconds)
        closer = still.resized(lambda t: 1.0 + CLOSER * t / seconds).with_position("center")
        whole = editor.CompositeVideoClip([closer], size=(WIDTH, HEIGHT))
        options = ["-crf", crf]
        whole.write_videofile(
            path, fps=FPS, codec="libx264", preset=preset, ffmpeg_params=options, logger=None
        )

    return make


def depthflow(picture: Any, frames: int, preset: str, crf: str, path: str) -> Clip:
    """A camera that moves sideways over the picture; what is lower in it is nearer."""
    numpy: Any = importlib.import_module("numpy")
    scene: Any = importlib.import_module("depthflow.scene")

    class Sideways(scene.DepthScene):  # type: ignore[misc]
        def update(self) -> None:
            self.state.offset = (0.3 * math.sin(self.cycle), 0.0)

    rows = numpy.linspace(0.0, 255.0, picture.shape[0])[:, None]
    depth = numpy.repeat(rows, picture.shape[1], axis=1).astype(numpy.uint8)
    drawn: Any = Sideways(backend="headless")
    drawn.input(image=picture, depth=depth)
    drawn.ffmpeg.h264(preset=preset, crf=int(crf))
    return lambda: drawn.main(width=WIDTH, height=HEIGHT, fps=FPS, time=frames / FPS, output=path)


def main(name: str, picture: str, frames: str, *rest: str) -> None:
    """Measure and print."""
    image: Any = importlib.import_module("numpy").asarray(importlib.import_module("PIL.Image").open(picture))
    with tempfile.TemporaryDirectory() as folder:
        for tool in ("ffmpeg", "ffprobe"):  # DepthFlow looks for them by name; MoviePy brings the first
            exe: str = importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe()
            (Path(folder) / tool).symlink_to(exe)
        os.environ["PATH"] = os.pathsep.join((os.environ["PATH"], folder))
        make = {"moviepy": moviepy, "depthflow": depthflow}[name](image, int(frames), *rest)
        cpu, wall = _cpu(), time.monotonic()
        make()
        print(json.dumps({"cpu": _cpu() - cpu, "wall": time.monotonic() - wall}))


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


if __name__ == "__main__":
    main(*sys.argv[1:])
