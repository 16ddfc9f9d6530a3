"""The image path against MoviePy and DepthFlow: ``PYTHONPATH=tests python -m bench.peers PYTHON [FRAMES]``.

Each makes the same number of 1920x1080 frames of the same picture and encodes them with libx264 at one
preset and rate factor. The two others run in the environment whose interpreter is PYTHON (``python3 -m venv
others && others/bin/pip install moviepy depthflow``); DepthFlow is given its depth, and draws on the
processor by Mesa's EGL where there is no graphics card. What is absent is said and left out.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bench import others
from support.pictures import landscape
from vitascope.domain.render import FPS, RenderSpec
from vitascope.engines.base import Condition
from vitascope.engines.previz.engine import PrevizEngine
from vitascope.media.encode import Encoder
from vitascope.media.x264 import CRF, options

WIDTH, HEIGHT = others.WIDTH, others.HEIGHT
TARGETS = {"moviepy": 6.0, "depthflow": 30.0}
"""How many times longer than this engine each takes, at least."""

Picture = NDArray[np.uint8]


def previz(picture: Picture, frames: int, path: Path) -> str:
    """This engine and this encoder; the encoder's preset."""
    spec = RenderSpec(prompt="push in", width=WIDTH, height=HEIGHT, frames=frames, seed=1)
    blocks = PrevizEngine().render(spec, [Condition("start", picture[np.newaxis])], _quiet, lambda: False)
    with Encoder(path, WIDTH, HEIGHT, FPS, frames) as encoder:
        for block in blocks:
            for k in range(block.count):
                encoder.write(block.y[k], block.u[k], block.v[k])
        preset = options(encoder)["preset"]
        encoder.close()
    return preset


def another(python: str, name: str, picture: Path, frames: int, preset: str) -> dict[str, float] | str:
    """CPU and wall seconds of another program's clip, or why there is none."""
    clip = picture.with_name(f"{name}.mp4")
    # -P, since the folder that others.py lies in has a queue.py
    command = [python, "-P", others.__file__, name, picture, frames, preset, CRF, clip]
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if ran.returncode or not clip.exists():
        return "not measured: " + (ran.stderr.strip().splitlines() or ["it left no file"])[-1]
    found: dict[str, float] = json.loads(ran.stdout.strip().splitlines()[-1])
    return found


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _quiet(stage: str, done: int, total: int) -> None:
    """Nobody looks on."""


def main(python: str, frames: int) -> None:
    """Measure and print."""
    PrevizEngine().load("cpu")
    picture = landscape(WIDTH, HEIGHT)
    with tempfile.TemporaryDirectory() as folder:
        still = Path(folder) / "picture.png"
        Image.fromarray(picture).save(still)
        previz(picture, 2, Path(folder) / "warm.mp4")
        cpu, began = _cpu(), time.monotonic()
        preset = previz(picture, frames, Path(folder) / "previz.mp4")
        own = {"cpu": _cpu() - cpu, "wall": time.monotonic() - began}
        print(f"previz: {own['wall']:.2f} s, {own['cpu']:.2f} s of CPU for {frames} frames, {preset}")
        for name, target in TARGETS.items():
            found = another(python, name, still, frames, preset)
            print(f"{name}: {found if isinstance(found, str) else compared(found, own, target)}")


def compared(found: dict[str, float], own: dict[str, float], target: float) -> str:
    """Seconds, and how many times ours."""
    longer, costlier = found["wall"] / own["wall"], found["cpu"] / own["cpu"]
    seconds = f"{found['wall']:.2f} s, {found['cpu']:.2f} s of CPU"
    return f"{seconds}: {longer:.1f} times as long (target {target:g}), {costlier:.1f} times the CPU"


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5 * FPS)
