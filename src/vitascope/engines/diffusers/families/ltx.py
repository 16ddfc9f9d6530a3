"""LTX-Video 0.9: pictures and short clips at any frame of the window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.cards import Card
from vitascope.engines.diffusers.conditions import Hold, Shot
from vitascope.engines.diffusers.families.base import common, tensor
from vitascope.engines.diffusers.timeline import Reach

CONTEXT = 9
"""Frames of a clip on either side of a joint: two steps of the latent, the fewest that make a clip."""

REFINE_STRENGTH, REFINE_OF = 0.4, 10
"""The second stage is the last part of so many steps."""


class Ltx:
    """Conditions name the frame they begin at, counted in frames of the picture."""

    classes = ("LTXConditionPipeline", "LTXPipeline", "LTXImageToVideoPipeline")
    multiple = 32
    upsampler = "diffusers.pipelines.ltx.modeling_latent_upsampler.LTXLatentUpsamplerModel"
    refine_steps = round(REFINE_STRENGTH * REFINE_OF)

    def reach(self, card: Card) -> Reach:  # noqa: ARG002 - the same for every size
        """See ``Adapter``. An ending is laid beside the window's own latents, at any frame."""
        return Reach(8, CONTEXT, CONTEXT, anywhere=True)

    def pipeline(self, shot: Shot) -> str:  # noqa: ARG002 - there is one
        """See ``Adapter``."""
        return self.classes[0]

    def arguments(self, shot: Shot, pipe: Any) -> Mapping[str, Any]:  # noqa: ARG002
        """See ``Adapter``."""
        given = common(shot) | {"frame_rate": shot.fps}
        if shot.holds:
            given["conditions"] = [_condition(hold) for hold in shot.holds]
        return given

    def doubled(self, pipe: Any, upsampler: Any, latents: Any) -> Any:
        """See ``TwoStage``. The upsampler knows latents as the encoder makes them."""
        given = latents.to(upsampler.device)
        made = upsampler(pipe._denormalize_latents(given, *_scale(pipe.vae)).to(upsampler.dtype))  # noqa: SLF001
        return pipe._normalize_latents(made.to(given.dtype), *_scale(pipe.vae))  # noqa: SLF001

    def refining(self, made: Any, latents: Any) -> Mapping[str, Any]:  # noqa: ARG002
        """See ``TwoStage``."""
        return {"latents": latents, "denoise_strength": REFINE_STRENGTH, "num_inference_steps": REFINE_OF}


def _scale(vae: Any) -> tuple[Any, Any, float]:
    return vae.latents_mean, vae.latents_std, vae.config.scaling_factor


def _condition(hold: Hold) -> Any:
    kind = heavy.library("diffusers.pipelines.ltx.pipeline_ltx_condition").LTXVideoCondition
    if len(hold.frames) == 1:
        return kind(image=tensor(hold.frames), frame_index=hold.at)
    return kind(video=tensor(hold.frames)[None], frame_index=hold.at)
