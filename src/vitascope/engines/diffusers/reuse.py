"""Steps of which a model does only a part, because the steps before tell what would come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vitascope.engines.diffusers import heavy

FIRST = 3
"""Steps at the beginning that are always computed: what is foretold later is foretold from these."""
BLOCKS = [r"(transformer_|vace_)?blocks\.\d+"]
OUTPUTS = [r"(audio_)?proj_out"]


@dataclass(frozen=True)
class Reuse:
    """``threshold``: a step whose first block changes less than that takes the rest from the step before.

    ``every``: of ``every`` steps one is computed and the others are foretold from how the output changes
    (TaylorSeer, arXiv 2503.06923): a fixed schedule, whatever is shown.
    """

    threshold: float = 0.0
    every: int = 1

    def config(self) -> Any:
        """In the words of diffusers; None where every step is computed."""
        diffusers, torch = heavy.diffusers(), heavy.torch()
        if self.threshold > 0:
            return diffusers.FirstBlockCacheConfig(threshold=self.threshold)
        if self.every > 1:
            return diffusers.TaylorSeerCacheConfig(
                cache_interval=self.every,
                disable_cache_before_step=FIRST,
                taylor_factors_dtype=torch.float32,
                skip_predict_identifiers=BLOCKS,
                cache_identifiers=OUTPUTS,
            )
        return None


EVERY_STEP = Reuse()
