"""From a request to exact pixels and frames."""

from __future__ import annotations

from typing import Any

from vitascope.domain.request import (
    AspectRatio,
    Capability,
    Frozen,
    GenerationRequest,
    Lora,
    Quality,
    Resolution,
)

FPS = 24
"""Frames per second of every video."""


class RenderSpec(Frozen):
    """What an engine is told to make: exactly these pixels, exactly this many frames.

    ``plan`` is what the engine's own ``plan`` answered for this generation, or one that was sent in.
    """

    prompt: str
    width: int
    height: int
    frames: int
    fps: int = FPS
    seed: int
    loop: bool = False
    capability: Capability = Capability.TEXT
    concepts: tuple[str, ...] = ()
    plan: dict[str, Any] | None = None
    negative_prompt: str | None = None
    steps: int | None = None
    guidance: float | None = None
    quality: Quality = Quality.STANDARD
    lora: tuple[Lora, ...] = ()
    audio: bool = False

    @property
    def seconds(self) -> float:
        """The clip's length."""
        return self.frames / self.fps


def frame_size(resolution: Resolution, ratio: AspectRatio) -> tuple[int, int]:
    """Width and height in pixels: the short side is the resolution, the long side the ratio, even."""
    short = resolution.short_side
    across, down = ratio.parts
    long = round(short * max(across, down) / min(across, down) / 2) * 2
    return (long, short) if across >= down else (short, long)


def frame_count(request: GenerationRequest) -> int:
    """Frames of the clip: ``num_frames`` where given, else 24 for each second."""
    return request.num_frames or request.duration * FPS


def render_spec(request: GenerationRequest, seed: int) -> RenderSpec:
    """The exact render a request stands for."""
    width, height = request.size or frame_size(request.resolution, request.aspect_ratio)
    return RenderSpec(
        prompt=request.prompt,
        width=width,
        height=height,
        frames=frame_count(request),
        seed=seed,
        loop=request.loop,
        capability=request.capability,
        concepts=request.concepts,
        plan=request.plan,
        negative_prompt=request.negative_prompt,
        steps=request.steps,
        guidance=request.guidance,
        quality=request.quality,
        lora=request.lora,
        audio=request.audio,
    )
