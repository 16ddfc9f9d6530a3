"""Fields of colour that drift across the picture; the seed chooses them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from vitascope.domain.render import RenderSpec
from vitascope.domain.request import Capability
from vitascope.engines.base import Cancelled as Asked
from vitascope.engines.base import Condition, EngineInfo, FrameBlock, ModelCard, Report
from vitascope.errors import Cancelled

NAME = "colour-fields"


class ColourFields:
    """Makes videos from text alone; what it cannot do is refused before it is asked."""

    def describe(self) -> EngineInfo:
        """One model. A higher ``rank`` than others makes it the one that ``luma/ray-2`` means."""
        card = ModelCard(
            name=NAME,
            engine=NAME,
            licence="Apache-2.0",
            capabilities=frozenset({Capability.TEXT, Capability.LOOP}),
            rank=-10,
            description="Fields of colour that drift.",
        )
        return EngineInfo(NAME, "0.1.0", (card,))

    def load(self, device: str) -> None:
        """Nothing to load. Weights would be read here, onto ``device`` (``cpu``, ``cuda:0``)."""

    def plan(self, spec: RenderSpec, conditions: Sequence[Condition]) -> dict[str, Any] | None:
        """Two colours, from the seed: the plan is stored with the video and can be sent in again."""
        if spec.plan is not None:
            return spec.plan
        chance = np.random.default_rng(spec.seed)
        return {"colours": chance.integers(64, 192, size=(2, 2)).tolist()}

    def render(
        self, spec: RenderSpec, conditions: Sequence[Condition], report: Report, cancelled: Asked
    ) -> Iterator[FrameBlock]:
        """One frame at a time: brightness wanders, chroma goes from the one colour to the other."""
        colours = np.array((spec.plan or {})["colours"], dtype=np.float32)
        for index in range(spec.frames):
            if cancelled():
                raise Cancelled("The owner cancelled this generation.")
            turn = 2 * np.pi * index / (spec.frames if spec.loop else 4 * spec.fps)
            across = np.linspace(0, 2 * np.pi, spec.width, dtype=np.float32)
            luma = np.broadcast_to(126 + 60 * np.sin(across + turn), (spec.height, spec.width))
            share = (1 + np.cos(turn)) / 2
            blue, red = share * colours[0] + (1 - share) * colours[1]
            half = (1, spec.height // 2, spec.width // 2)
            yield FrameBlock(
                index,
                luma.round().astype(np.uint8)[None],
                np.full(half, round(float(blue)), np.uint8),
                np.full(half, round(float(red)), np.uint8),
            )
            report("fields", index + 1, spec.frames)
