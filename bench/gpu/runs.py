"""One clip made by the engine, and the same one by plain diffusers on the same weights."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bench.gpu.clock import Counter, Stages, forget_peak, peak, synchronize
from vitascope.clock import SystemClock
from vitascope.domain.render import RenderSpec
from vitascope.domain.request import Capability, Quality
from vitascope.engines.base import Condition, FrameBlock
from vitascope.engines.diffusers import DiffusersEngine, Options, heavy
from vitascope.engines.diffusers.bay import Bay
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.conditions import Shot, Window
from vitascope.engines.diffusers.families import FAMILIES
from vitascope.engines.diffusers.loaded import precisions
from vitascope.engines.diffusers.reuse import EVERY_STEP, Reuse
from vitascope.engines.diffusers.store import INDEX
from vitascope.engines.diffusers.watch import Watch
from vitascope.media.colour import rgb_to_yuv
from vitascope.media.encode import Encoder

PROMPT = "a red fox runs through fresh snow"


@dataclass(frozen=True)
class Wanted:
    """One row: a clip of ``frames`` frames.

    ``every`` is the fixed schedule of steps that are computed; ``few`` steps without guidance, where it is
    not 0, as a distilled model makes.
    """

    width: int
    height: int
    frames: int
    quality: Quality
    every: int = 1
    few: int = 0

    def spec(self) -> RenderSpec:
        """The clip, as an engine is asked for it."""
        size = {"width": self.width, "height": self.height, "frames": self.frames}
        steps = {"steps": self.few, "guidance": 1.0} if self.few else {}
        return RenderSpec(prompt=PROMPT, seed=1, quality=self.quality, negative_prompt="", **size, **steps)


@dataclass(frozen=True)
class Measured:
    """Seconds by stage, arithmetic of the transformer in floating point operations, memory in GiB.

    ``decode``: seconds of decoding alone. In the clip itself it goes on beside what follows.
    """

    shots: tuple[Shot, ...]
    seconds: dict[str, float]
    flops: float
    decode: float
    peak: float
    way: str
    """By which kernel it attends and how weights are held."""

    @property
    def rate(self) -> float:
        """TFLOP/s while it denoises."""
        return self.flops / max(self.denoise, 1e-9) / 1e12

    @property
    def denoise(self) -> float:
        """Seconds in which the transformer computes."""
        return self.seconds.get("denoise", 0.0)

    @property
    def after(self) -> float:
        """Seconds from the last step to the file."""
        names = list(self.seconds)
        return sum(self.seconds[name] for name in names[names.index("denoise") + 1 :])

    @property
    def total(self) -> float:
        """Seconds from the request to the file."""
        return sum(self.seconds.values())


def first_picture(spec: RenderSpec) -> Condition:
    """What models begin with that make nothing of text alone."""
    noise = np.random.default_rng(spec.seed).integers(0, 256, (1, spec.height, spec.width, 3), np.uint8)
    return Condition("start", noise)


class Recording(Bay):
    """Remembers which windows it was asked for."""

    shots: tuple[Shot, ...] = ()

    def take(self, card: Card, shot: Shot, watch: Watch, reuse: Reuse = EVERY_STEP) -> Window:
        """See ``Bay``."""
        self.shots = (*self.shots, shot)
        return super().take(card, shot, watch, reuse)


class Bench:
    """One model on one device."""

    def __init__(self, card: Card, options: Options, device: str, scratch: Path) -> None:
        self._card, self._device, self._scratch = card, device, scratch
        self._options = options
        self._bay = Recording(options)
        self._engine = DiffusersEngine(card, self._bay)
        self._engine.load(device)

    def clip(self, wanted: Wanted) -> Measured:
        """Made twice: the first one loads and compiles, the second one is timed."""
        self._bay.options = replace(self._options, step_interval=wanted.every)
        self._bay.shots = ()
        self._made(wanted)
        shots = self._bay.shots
        flops, decode = self._counted(shots, Reuse(every=wanted.every))
        forget_peak(self._device)
        seconds = self._made(wanted)
        loaded = self._bay.loaded
        way = f"attention by {loaded.attention}; weights {loaded.weights}" if loaded is not None else ""
        return Measured(shots, seconds, flops, decode, peak(self._device), way)

    def plain(self, measured: Measured) -> float:
        """Seconds of the same windows with the library alone, at the model's own size, as a file."""
        self._bay.unload()
        folder = self._bay.store.path(self._card.name)
        name = str(json.loads((folder / INDEX).read_bytes())["_class_name"])
        kinds = precisions(self._card, "float32" if self._device == "cpu" else "bfloat16")
        pipe = getattr(heavy.diffusers(), name).from_pretrained(folder, dtype=kinds).to(self._device)
        pipe.set_progress_bar_config(disable=True)
        seconds = 0.0
        for _ in range(2):
            began = SystemClock().monotonic()
            for shot in measured.shots:
                given = dict(FAMILIES[self._card.family].arguments(replace(shot, refined=False), pipe))
                self._file(pipe(**given).frames[0], shot)
            synchronize(self._device)
            seconds = SystemClock().monotonic() - began
        return seconds

    def _made(self, wanted: Wanted) -> dict[str, float]:
        stages, spec = Stages(self._device), wanted.spec()
        given = () if Capability.TEXT in self._card.capabilities else (first_picture(spec),)
        self._encoded(self._engine.render(spec, given, stages.report, lambda: False), spec)
        stages.end()
        return stages.seconds

    def _counted(self, shots: Sequence[Shot], reuse: Reuse) -> tuple[float, float]:
        """The arithmetic of these windows, which are made once more for it, and seconds of decoding them."""
        loaded, decode = self._bay.loaded, 0.0
        counter = Counter(loaded.transformers if loaded is not None else [])
        for shot in shots:
            watch = Watch(lambda *_: None, lambda: False, shot.steps)
            window = self._bay.take(self._card, shot, watch, reuse)
            synchronize(self._device)
            began = SystemClock().monotonic()
            for _ in window.frames:
                pass
            decode += SystemClock().monotonic() - began
        return counter.close(), decode

    def _encoded(self, blocks: Iterable[FrameBlock], spec: RenderSpec) -> None:
        with Encoder(self._scratch / "clip.mp4", spec.width, spec.height, 24, spec.frames) as encoder:
            for block in blocks:
                for number in range(block.count):
                    encoder.write(block.y[number], block.u[number], block.v[number])
            encoder.close()

    def _file(self, frames: Any, shot: Shot) -> None:
        pictures = (np.nan_to_num(np.asarray(frames)).clip(0, 1) * 255).astype(np.uint8)
        with Encoder(
            self._scratch / "plain.mp4", shot.width, shot.height, shot.fps, len(pictures)
        ) as encoder:
            for picture in pictures:
                encoder.write(*rgb_to_yuv(picture))
            encoder.close()
