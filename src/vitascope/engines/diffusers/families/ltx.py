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

REFINING = (1000.0, 909.0, 725.0, 421.0, 0.0)
"""Noise levels of the second stage, in thousandths, as published for the distilled models."""
REFINE_STRENGTH = 0.999
"""Of them all but the first: a doubled latent is not begun from noise alone."""
DECODING = {"decode_timestep": 0.05, "decode_noise_scale": 0.025}
"""What the decoder takes for the noise that is left, and how much is laid over: as published for LTX-Video.

Decoders that know of no noise (before 0.9.1) take neither.
"""
AS_GIVEN = {"image_cond_noise_scale": 0.0}
"""Distilled models are given pictures without noise over them, as published from 0.9.7 on."""


class Ltx:
    """Conditions name the frame they begin at, counted in frames of the picture."""

    classes = ("LTXConditionPipeline", "LTXPipeline", "LTXImageToVideoPipeline")
    multiple = 32
    upsampler = "diffusers.pipelines.ltx.modeling_latent_upsampler.LTXLatentUpsamplerModel"
    refine_steps = int(REFINE_STRENGTH * len(REFINING))

    def reach(self, card: Card) -> Reach:  # noqa: ARG002 - the same for every size
        """See ``Adapter``. An ending is laid beside the window's own latents, at any frame."""
        return Reach(8, CONTEXT, CONTEXT, anywhere=True)

    def pipeline(self, shot: Shot) -> str:  # noqa: ARG002 - there is one
        """See ``Adapter``."""
        return self.classes[0]

    def arguments(self, shot: Shot, pipe: Any) -> Mapping[str, Any]:  # noqa: ARG002
        """See ``Adapter``."""
        given = common(shot) | {"frame_rate": shot.fps} | DECODING
        if shot.guidance <= 1.0:
            given |= AS_GIVEN
        if shot.sigmas:
            given["timesteps"] = [1000 * level for level in shot.sigmas]
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
        return {"latents": latents, "denoise_strength": REFINE_STRENGTH, "timesteps": list(REFINING)}


def _scale(vae: Any) -> tuple[Any, Any, float]:
    return vae.latents_mean, vae.latents_std, vae.config.scaling_factor


def _condition(hold: Hold) -> Any:
    kind = heavy.library("diffusers.pipelines.ltx.pipeline_ltx_condition").LTXVideoCondition
    if len(hold.frames) == 1:
        return kind(image=tensor(hold.frames), frame_index=hold.at)
    return kind(video=tensor(hold.frames)[None], frame_index=hold.at)
