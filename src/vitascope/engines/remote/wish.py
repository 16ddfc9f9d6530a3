"""What is asked of a remote server, in no dialect yet."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vitascope.domain.render import FPS, RenderSpec, frame_size
from vitascope.domain.request import NUM_FRAMES, AspectRatio, Quality, Resolution
from vitascope.errors import RemoteMismatch
from vitascope.remotes import RemoteServer

LONGEST_STRETCH = 1.25
"""How much slower or faster a remote clip may be played to fill its time; more would be seen."""
SECONDS = {"aiml": (5, 9), "luma": (5, 9), "openai": (4, 8, 12)}
"""The lengths that each dialect documents."""


@dataclass(frozen=True)
class PictureEnd:
    """One end of the clip as a picture's file."""

    data: bytes
    media_type: str


@dataclass(frozen=True)
class ClipEnd:
    """One end of the clip as an earlier generation of the same remote server, by its id there."""

    id: str


End = PictureEnd | ClipEnd | None


@dataclass(frozen=True)
class Length:
    """``seconds`` as the dialect counts them, ``frames`` where the server reads a number of frames.

    ``skip`` frames at the beginning and ``drop`` at the end repeat what lies beyond the joint there;
    ``whole`` clips are used from their first frame to their last but these.
    """

    seconds: int
    frames: int | None
    skip: int = 0
    drop: int = 0
    whole: bool = False

    @property
    def beyond(self) -> int:
        """Frames that are asked for and not used."""
        return self.skip + self.drop


@dataclass(frozen=True)
class Shape:
    """The size to ask for: in pixels, and as the smallest named size that covers what is wanted."""

    width: int
    height: int
    resolution: Resolution
    ratio: AspectRatio


@dataclass(frozen=True)
class Wish:
    """One request to a remote server; ``options`` are those of ``domain.request.OPTIONS`` that are set."""

    model: str
    prompt: str
    length: Length
    shape: Shape
    start: End = None
    end: End = None
    loop: bool = False
    seed: int | None = None
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])


def options_of(spec: RenderSpec) -> dict[str, Any]:
    """What a request says beyond prompt, size and length."""
    given: dict[str, Any] = {
        "concepts": list(spec.concepts) or None,
        "negative_prompt": spec.negative_prompt or None,
        "steps": spec.steps,
        "guidance": spec.guidance,
        "quality": None if spec.quality is Quality.STANDARD else spec.quality.value,
        "lora": [one.model_dump() for one in spec.lora] or None,
        "audio": spec.audio or None,
    }
    return {name: value for name, value in given.items() if value is not None}


def length_of(remote: RemoteServer, frames: int, *, whole: bool, skip: int = 0, drop: int = 0) -> Length:
    """The length to ask for, so that ``frames`` at 24 a second can be made of it.

    Raises ``RemoteMismatch`` where none of the server's lengths will do.
    """
    if frames + skip + drop > NUM_FRAMES[1]:
        skip = drop = 0
    asked = frames + skip + drop
    needed = asked / FPS
    choices = sorted(remote.seconds or SECONDS[remote.dialect])
    if remote.extras:
        seconds = next((one for one in choices if one >= needed), choices[-1])
        return Length(seconds, asked, skip, drop, whole)
    near = [one for one in choices if needed / LONGEST_STRETCH <= one <= needed * LONGEST_STRETCH]
    longer = [] if whole else [one for one in choices if one >= needed]
    if not near and not longer:
        raise RemoteMismatch(
            f"{remote.name} makes clips of {', '.join(map(str, choices))} s, and {needed:.3g} s cannot be "
            f"made of one{' that must begin and end as asked' if whole else ''}. Ask for another length."
        )
    best = longer[0] if longer else min(near, key=lambda one: abs(math.log(one / needed)))
    return Length(best, None, skip, drop, whole)


def shape_of(remote: RemoteServer, width: int, height: int) -> Shape:
    """The size to ask for: exactly this one where the server makes it, else the one that loses least."""
    named = [Resolution(one) for one in remote.resolutions] or list(Resolution)
    pairs = [(one, ratio) for one in named for ratio in AspectRatio]
    resolution, ratio = min(pairs, key=lambda pair: _loss(frame_size(*pair), width, height))
    sizes = [(int(across), int(down)) for across, _, down in (one.partition("x") for one in remote.sizes)]
    across, down = min(sizes, key=lambda size: _loss(size, width, height), default=(width, height))
    return Shape(across, down, resolution, ratio)


def _loss(size: tuple[int, int], width: int, height: int) -> tuple[float, float]:
    """How much of a picture of this size is cut away or missing; then how much larger than needed it is."""
    scale = max(width / size[0], height / size[1])
    cut = 1 - width * height / (size[0] * size[1] * scale * scale)
    return round(cut + max(0.0, math.log(scale)), 3), size[0] * size[1]
