"""What every family adapter does, and the forms in which pictures reach a pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.conditions import Frames, Shot
from vitascope.engines.diffusers.timeline import Reach


class Adapter(Protocol):
    """One family."""

    multiple: int
    """Pixels that both sides are multiples of."""

    @property
    def classes(self) -> Mapping[str, str]:
        """The pipelines that a folder of this family may say it is, each with the class of ``diffusers``."""
        ...

    @property
    def unused(self) -> tuple[str, ...]:
        """Parts of such a folder that are never read."""
        ...

    def reach(self, card: Card) -> Reach:
        """What one window takes in at its ends."""
        ...

    def pipeline(self, shot: Shot) -> str:
        """The class that makes this shot; others of the family share its weights."""
        ...

    def arguments(self, shot: Shot, pipe: Any) -> Mapping[str, Any]:
        """What the pipeline is called with, beyond what every pipeline takes."""
        ...

    def scheduler(self, shot: Shot, plain: Any, noise: Any, *, refining: bool) -> Any:
        """What steps through the shot's levels of noise; ``plain`` is the model's own.

        ``noise`` is the generator of the clip, ``refining`` the second of two stages.
        """
        ...


@runtime_checkable
class TwoStage(Protocol):
    """A family whose latents can be doubled and refined."""

    refine_steps: int
    """Steps of the second stage."""

    @property
    def upsampler(self) -> str:
        """The class of ``diffusers`` that doubles its latents."""
        ...

    def doubled(self, pipe: Any, upsampler: Any, latents: Any) -> Any:
        """The first stage's latents at twice the size."""
        ...

    def refining(self, made: Any, latents: Any) -> Mapping[str, Any]:
        """What the second stage is called with besides: ``made`` is what the first answered."""
        ...


def common(shot: Shot) -> dict[str, Any]:
    """What every pipeline takes. The noise is made on the CPU, so that every device makes the same clip."""
    torch = heavy.torch()
    return {
        "prompt": shot.prompt,
        "negative_prompt": shot.negative or None,
        "width": shot.width,
        "height": shot.height,
        "num_frames": shot.frames,
        "num_inference_steps": shot.steps,
        "guidance_scale": shot.guidance,
        "generator": torch.Generator("cpu").manual_seed(shot.seed),
        "output_type": "np",
    }


def same(*classes: str) -> dict[str, str]:
    """Classes by their own names."""
    return {name: name for name in classes}


def tensor(frames: Frames) -> Any:
    """``(n, 3, height, width)`` in 0 to 1, as the video processors of ``diffusers`` take them."""
    scaled: NDArray[np.float32] = np.ascontiguousarray(frames.transpose(0, 3, 1, 2), np.float32) / 255.0
    return heavy.torch().from_numpy(scaled)
