"""How long a clip is together with everything that it continues."""

from __future__ import annotations

from vitascope.domain.generation import Generation
from vitascope.domain.render import FPS, render_spec
from vitascope.domain.request import GenerationKeyframe
from vitascope.ledger import Ledger

KEPT = 10_000
"""Lengths remembered of clips that are not made yet; a chain behind a clip does not change."""


class Wholes:
    """Measures chains: what is made from the record, what is to be made from what it was asked to be."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._planned: dict[str, int] = {}

    def frames(self, generation: Generation) -> int:
        """Frames of the joined file, or of the clip alone where there is none and will be none."""
        made = generation.outcome
        if made is not None:
            return made.stitched_frames or made.frames
        if not generation.request.parents:
            return self.alone(generation)
        if generation.id not in self._planned:
            if len(self._planned) >= KEPT:
                self._planned.clear()
            self._planned[generation.id] = self._expected(generation)
        return self._planned[generation.id]

    @staticmethod
    def alone(generation: Generation) -> int:
        """Frames of a clip that is to be made, without what it continues."""
        return render_spec(generation.request, generation.seed).frames

    def _expected(self, generation: Generation) -> int:
        spec = render_spec(generation.request, generation.seed)
        parents = self._ledger.live(generation.request.parents).values()
        outcomes = [parent.outcome for parent in parents]
        fitting = [
            made
            for made in outcomes
            if made and (made.width, made.height, made.fps) == (spec.width, spec.height, FPS)
        ]
        if len(fitting) < len(set(generation.request.parents)):
            return spec.frames
        return spec.frames + sum(made.stitched_frames or made.frames for made in fitting)


def continues(generation: Generation) -> bool:
    """Whether the clip goes on from an earlier one."""
    return isinstance(generation.request.frame0, GenerationKeyframe)


def leads_on(generation: Generation) -> bool:
    """Whether the clip's end is the beginning of another."""
    return isinstance(generation.request.frame1, GenerationKeyframe)
