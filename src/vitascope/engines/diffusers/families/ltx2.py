"""LTX-2.x: pictures and short clips at steps of the latent; what it lets hear is dropped or kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.conditions import Hold, Shot
from vitascope.engines.diffusers.families.base import common, same
from vitascope.engines.diffusers.levels import unbent
from vitascope.engines.diffusers.timeline import Reach

CONDITION = "LTX2ConditionPipeline"
CONTEXT = 9
GRID = 8
REFINING = (0.909375, 0.725, 0.421875)
"""Noise levels of the second stage: the last ones a distilled model was trained for."""
UNGUIDED: dict[str, float] = {
    "stg_scale": 0.0,
    "modality_scale": 1.0,
    "guidance_rescale": 0.0,
    "audio_guidance_scale": 1.0,
    "audio_stg_scale": 0.0,
    "audio_modality_scale": 1.0,
    "audio_guidance_rescale": 0.0,
}
"""One pass a step: the pipeline's own values would make four even of a model that needs no guidance."""
SKIPPED_BLOCK = 28
"""The block that spatio-temporal guidance leaves out, unless the model has fewer."""


class Ltx2:
    """Conditions name a step of the latent, not a frame."""

    classes: Mapping[str, str] = same(CONDITION, "LTX2Pipeline", "LTX2ImageToVideoPipeline")
    unused: tuple[str, ...] = ("processor", "prompt_enhancer", "duration_head")
    multiple = 32
    upsampler = "diffusers.pipelines.ltx2.latent_upsampler.LTX2LatentUpsamplerModel"
    refine_steps = len(REFINING)

    def reach(self, card: Card) -> Reach:  # noqa: ARG002 - the same for every size
        """See ``Adapter``. An ending is laid beside the window's own latents, at any frame."""
        return Reach(GRID, CONTEXT, CONTEXT, anywhere=True)

    def pipeline(self, shot: Shot) -> str:  # noqa: ARG002 - there is one
        """See ``Adapter``."""
        return CONDITION

    def arguments(self, shot: Shot, pipe: Any) -> Mapping[str, Any]:
        """See ``Adapter``."""
        given = common(shot) | {"frame_rate": float(shot.fps)}
        if shot.sigmas:
            given["sigmas"] = list(shot.sigmas)
        if pipe.transformer.config.num_layers <= SKIPPED_BLOCK:
            given |= {"stg_scale": 0.0, "audio_stg_scale": 0.0, "spatio_temporal_guidance_blocks": None}
        if shot.guidance <= 1.0:
            given |= UNGUIDED
        if shot.holds:
            given["conditions"] = [_condition(hold) for hold in shot.holds]
        return given

    def scheduler(self, shot: Shot, plain: Any, noise: Any, *, refining: bool) -> Any:  # noqa: ARG002
        """See ``Adapter``. Levels of the model's own are moved up with the number of tokens."""
        return unbent(plain) if refining or shot.sigmas else plain

    def doubled(self, pipe: Any, upsampler: Any, latents: Any) -> Any:  # noqa: ARG002
        """See ``TwoStage``."""
        return upsampler(latents.to(upsampler.device, upsampler.dtype))

    def refining(self, made: Any, latents: Any) -> Mapping[str, Any]:
        """See ``TwoStage``. The sound goes on where the first stage left it."""
        return {
            "latents": latents,
            "audio_latents": made.audio,
            "sigmas": list(REFINING),
            "noise_scale": REFINING[0],
            "num_inference_steps": len(REFINING),
            "guidance_scale": 1.0,
        } | UNGUIDED


def _condition(hold: Hold) -> Any:
    kind = heavy.library("diffusers.pipelines.ltx2.pipeline_ltx2_condition").LTX2VideoCondition
    return kind(frames=hold.frames, index=latent_step(hold), strength=1.0)


def latent_step(hold: Hold) -> float:
    """Where the pipeline must be told a hold lies, in steps of the latent, of which 0 is the first frame.

    Of a clip, whose first frame alone fills a step, the others lie on the steps of the window itself. A
    single picture lies on the first frame of a step, and between two steps on exactly the frame meant.
    """
    if hold.at == 0:
        return 0
    return hold.at / GRID if len(hold.frames) > 1 else (hold.at - 1) / GRID + 1
