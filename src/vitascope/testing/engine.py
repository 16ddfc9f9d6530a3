"""A small engine for tests: moving stripes, drawn as fast as they can be encoded.

Name it in ``VITASCOPE_ENGINES`` as ``vitascope.testing.engine:StripesEngine``; it can do everything an
engine can declare, and its models rank above the built-in one. Subclass it and change the class
attributes for an engine that is slow, needs long to load, or breaks.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from vitascope import __version__
from vitascope.domain.render import RenderSpec
from vitascope.domain.request import OPTIONS, Capability
from vitascope.engines.base import Cancelled as Asked
from vitascope.engines.base import Condition, EngineInfo, FrameBlock, ModelCard, Report, Sound
from vitascope.errors import Cancelled

STRIPES = 6
"""Stripes across the picture."""
TONE = 440.0
"""Hertz: what is heard with a clip that was asked for with sound."""
RATE = 16_000
"""Samples of it a second."""
FADE = 12
"""Frames over which a given picture turns into stripes, fewer in short clips."""

Levels = NDArray[np.floating[Any]]
Planes = tuple[Levels, Levels, Levels]


class StripesEngine:
    """Vertical stripes that wander; the seed sets colour and place.

    A clip that is given pictures begins or ends as exactly these; one that continues another fades from
    its last frame. With ``loop`` the stripes wander by exactly one stripe.
    """

    name: ClassVar[str] = "stripes"
    rank: ClassVar[int] = 1000
    block: ClassVar[int] = 4
    """Frames in a block."""
    load_seconds: ClassVar[float] = 0.0
    frame_seconds: ClassVar[float] = 0.0
    """How long loading and each frame take beyond what they need."""
    _heard: Sound | None = None

    def describe(self) -> EngineInfo:
        """One model of the engine's own name, with every capability and option."""
        card = ModelCard(
            name=self.name,
            engine=self.name,
            licence="Apache-2.0",
            capabilities=frozenset(Capability),
            rank=self.rank,
            options=frozenset(OPTIONS),
            description="Moving stripes, for tests.",
        )
        return EngineInfo(self.name, __version__, (card,))

    def load(self, device: str) -> None:  # noqa: ARG002 - the contract names it
        """Nothing is needed; takes ``load_seconds``."""
        time.sleep(self.load_seconds)

    def plan(self, spec: RenderSpec, conditions: Sequence[Condition]) -> dict[str, Any]:
        """The seed, and how many pictures each end was given."""
        return {"seed": spec.seed, "pictures": {end.position: len(end.pictures) for end in conditions}}

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Asked
    ) -> Iterator[FrameBlock]:
        """Yield the stripes in blocks of ``block`` frames; asks ``cancelled`` before each frame."""
        ends = [(end, _to_yuv(_nearest(end))) for end in conditions]
        self._heard = _tone(spec.seconds) if spec.audio else None
        for index in range(0, spec.frames, self.block):
            frames: list[Planes] = []
            for frame in range(index, min(index + self.block, spec.frames)):
                if cancelled():
                    raise Cancelled("The owner cancelled this generation.")
                frames.append(self._frame(spec, frame, ends))
                report("stripes", frame + 1, spec.frames)
            y, u, v = (np.stack(planes).round().astype(np.uint8) for planes in zip(*frames, strict=True))
            yield FrameBlock(index, y, u, v)

    def sound(self) -> Sound | None:
        """One tone, as long as the clip, where sound was asked for."""
        return self._heard

    def _frame(self, spec: RenderSpec, frame: int, ends: list[tuple[Condition, Planes]]) -> Planes:
        time.sleep(self.frame_seconds)
        planes = _stripes(spec, frame)
        for end, picture in ends:
            share = _share(end, frame, spec)
            if share > 0:
                y, u, v = (
                    share * given + (1 - share) * drawn for given, drawn in zip(picture, planes, strict=True)
                )
                planes = y, u, v
        return planes


class SlowStripes(StripesEngine):
    """Takes 50 ms for each frame: there is time to kill it."""

    name = "slow-stripes"
    rank = 1001
    block = 1
    frame_seconds = 0.05


def _tone(seconds: float) -> Sound:
    turns = np.arange(round(seconds * RATE), dtype=np.float32) * np.float32(TONE / RATE)
    wave: NDArray[np.float32] = np.float32(0.25) * np.sin(2 * np.pi * turns, dtype=np.float32)
    return Sound(wave[:, None], RATE)


def _stripes(spec: RenderSpec, frame: int) -> Planes:
    turn = frame / (spec.frames if spec.loop else 2 * spec.fps)
    columns = np.arange(spec.width, dtype=np.float32) / spec.width
    phase = 2 * np.pi * (STRIPES * columns - turn + spec.seed % 97 / 97)
    row = np.float32(126) + np.float32(90) * np.sin(phase, dtype=np.float32)
    y = np.broadcast_to(row, (spec.height, spec.width))
    half = (spec.height // 2, spec.width // 2)
    u = np.full(half, 96 + spec.seed % 64, np.float32)
    v = np.full(half, 96 + spec.seed // 64 % 64, np.float32)
    return y, u, v


def _nearest(end: Condition) -> NDArray[np.uint8]:
    """The picture next to the clip: what plays last before it, or first after it."""
    nearest: NDArray[np.uint8] = end.pictures[-1 if end.position == "start" else 0]
    return nearest


def _share(end: Condition, frame: int, spec: RenderSpec) -> float:
    """How much of an end's picture a frame shows: all of it at the end, or one step beyond it."""
    away = frame if end.position == "start" else spec.frames - 1 - frame
    if spec.loop:
        away = min(frame, spec.frames - frame)
    fade = min(FADE, spec.frames // 2)
    return 1 - (away + (end.source is not None)) / fade


def _to_yuv(picture: NDArray[np.uint8]) -> Planes:
    """RGB to planar YUV 4:2:0, BT.709, limited range (ITU-R BT.709-6, section 3)."""
    red, green, blue = (picture[..., channel].astype(np.float32) for channel in range(3))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    y = 16 + luma * (219 / 255)
    u = 128 + _halved(blue - luma) * (224 / 255 / 1.8556)
    v = 128 + _halved(red - luma) * (224 / 255 / 1.5748)
    return y, u, v


def _halved(plane: Levels) -> Levels:
    height, width = plane.shape
    halved: Levels = plane.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
    return halved
