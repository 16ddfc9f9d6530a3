"""LTX-Video 0.9: pictures and short clips at any frame of the window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.conditions import Hold, Shot
from vitascope.engines.diffusers.families.base import common, same, tensor
from vitascope.engines.diffusers.levels import unbent
from vitascope.engines.diffusers.timeline import Reach

CONDITION = "LTXConditionPipeline"
CONTEXT = 9
"""Frames of a clip on either side of a joint: two steps of the latent, the fewest that make a clip."""

REFINING = (1000.0, 909.4, 725.0, 421.9)
"""Noise levels of the second stage, in thousandths, as published for the distilled models."""
REFINE_STRENGTH = 0.999
"""Of them all but the first: a doubled latent is not begun from noise alone."""
ADAIN, TONE = 1.0, 0.6
"""How far a doubled latent is brought to the statistics of the small one, and its extremes are pressed, as
published from 0.9.7 and 0.9.8 on."""
DECODING = {"decode_timestep": 0.05, "decode_noise_scale": 0.025}
"""What the decoder takes for the noise that is left, and how much is laid over: as published for LTX-Video.

Decoders that know of no noise (before 0.9.1) take neither.
"""
AS_GIVEN = {"image_cond_noise_scale": 0.0}
"""Distilled models are given pictures without noise over them, as published from 0.9.7 on."""


class Ltx:
    """Conditions name the frame they begin at, counted in frames of the picture."""

    classes: Mapping[str, str] = same(CONDITION, "LTXPipeline", "LTXImageToVideoPipeline")
    unused: tuple[str, ...] = ()
    multiple = 32
    upsampler = "diffusers.pipelines.ltx.modeling_latent_upsampler.LTXLatentUpsamplerModel"
    refine_steps = int(REFINE_STRENGTH * len(REFINING))

    def reach(self, card: Card) -> Reach:  # noqa: ARG002 - the same for every size
        """See ``Adapter``. An ending is laid beside the window's own latents, at any frame."""
        return Reach(8, CONTEXT, CONTEXT, anywhere=True)

    def pipeline(self, shot: Shot) -> str:  # noqa: ARG002 - there is one
        """See ``Adapter``."""
        return CONDITION

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

    def scheduler(self, shot: Shot, plain: Any, noise: Any, *, refining: bool) -> Any:  # noqa: ARG002
        """See ``Adapter``. Its pipeline names the levels of every clip."""
        return unbent(plain)

    def doubled(self, pipe: Any, upsampler: Any, latents: Any) -> Any:
        """See ``TwoStage``. The upsampler knows latents as the encoder makes them."""
        stage = heavy.diffusers().LTXLatentUpsamplePipeline(vae=pipe.vae, latent_upsampler=upsampler)
        given = latents.to(upsampler.device)
        small = pipe._denormalize_latents(given, *_scale(pipe.vae)).to(upsampler.dtype)  # noqa: SLF001
        made = stage.tone_map_latents(stage.adain_filter_latent(upsampler(small), small, ADAIN), TONE)
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
