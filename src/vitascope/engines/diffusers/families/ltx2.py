"""LTX-2.x: pictures and short clips at steps of the latent; the sound it makes is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.cards import Card
from vitascope.engines.diffusers.conditions import Hold, Shot
from vitascope.engines.diffusers.families.base import common
from vitascope.engines.diffusers.timeline import Reach

CONTEXT = 9
GRID = 8
LAST = -1
"""The last step of the latent; an index past the end would be left out with no more than a warning."""
SKIPPED_BLOCK = 28
"""The block that spatio-temporal guidance leaves out, unless the model has fewer."""


class Ltx2:
    """Conditions name a step of the latent, not a frame."""

    classes = ("LTX2ConditionPipeline", "LTX2Pipeline", "LTX2ImageToVideoPipeline")
    multiple = 32

    def reach(self, card: Card) -> Reach:  # noqa: ARG002 - the same for every size
        """See ``Adapter``. An ending is one frame: it fills the last step of the latent."""
        return Reach(GRID, CONTEXT, 1, anywhere=False)

    def pipeline(self, shot: Shot) -> str:  # noqa: ARG002 - there is one
        """See ``Adapter``."""
        return self.classes[0]

    def arguments(self, shot: Shot, pipe: Any) -> Mapping[str, Any]:
        """See ``Adapter``."""
        given = common(shot) | {"frame_rate": float(shot.fps)}
        if pipe.transformer.config.num_layers <= SKIPPED_BLOCK:
            given |= {"stg_scale": 0.0, "audio_stg_scale": 0.0, "spatio_temporal_guidance_blocks": None}
        if shot.holds:
            given["conditions"] = [_condition(hold) for hold in shot.holds]
        return given


def _condition(hold: Hold) -> Any:
    kind = heavy.library("diffusers.pipelines.ltx2.pipeline_ltx2_condition").LTX2VideoCondition
    return kind(frames=hold.frames, index=0 if hold.at == 0 else LAST, strength=1.0)
