"""Wan 2.x: text, or a first picture, or a first and a last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vitascope.domain.request import Capability
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.conditions import Shot
from vitascope.engines.diffusers.families.base import common, same, tensor
from vitascope.engines.diffusers.levels import exact
from vitascope.engines.diffusers.timeline import Reach
from vitascope.errors import EngineError

TEXT, PICTURE = "WanPipeline", "WanImageToVideoPipeline"
DISTILLED = "WanDMDPipeline"
"""As FastVideo calls ``TEXT`` where the weights are distilled: its parts are the same."""


class Wan:
    """A clip is gone on after by its last frame alone."""

    classes: Mapping[str, str] = same(TEXT, PICTURE) | {DISTILLED: TEXT}
    unused: tuple[str, ...] = ()
    multiple = 32

    def reach(self, card: Card) -> Reach:
        """See ``Adapter``. A model that reads no last picture would ignore one without a word."""
        head = int(Capability.FIRST in card.capabilities)
        return Reach(4, head, int(Capability.FIRST_LAST in card.capabilities), anywhere=False)

    def pipeline(self, shot: Shot) -> str:
        """See ``Adapter``."""
        return PICTURE if shot.holds else TEXT

    def arguments(self, shot: Shot, pipe: Any) -> Mapping[str, Any]:
        """See ``Adapter``."""
        given, head, tail = common(shot), shot.head(), shot.tail()
        if shot.guidance_low is not None and pipe.config.get("boundary_ratio") is not None:
            given["guidance_scale_2"] = shot.guidance_low
        if head is not None:
            given["image"] = tensor(head.frames[-1:])
        elif tail is not None:
            raise EngineError(
                "This model can end with a picture only where it begins with one. Give a first picture too, "
                "or name a model that has the capability 'last'."
            )
        if tail is not None:
            if pipe.config.get("expand_timesteps"):
                raise EngineError(
                    "This model reads no last picture. Leave it out, or name a model with 'first_last'."
                )
            given["last_image"] = tensor(tail.frames[:1])
        return given

    def scheduler(self, shot: Shot, plain: Any, noise: Any, *, refining: bool) -> Any:  # noqa: ARG002
        """See ``Adapter``."""
        return wan_scheduler(shot, plain, noise)


def wan_scheduler(shot: Shot, plain: Any, noise: Any) -> Any:
    """Wan's pipelines take a number of steps and no levels: where they matter the scheduler has them."""
    return exact(shot.sigmas, noise if shot.renoised else None) if shot.sigmas else plain
