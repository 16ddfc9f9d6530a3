"""What a generation will cost to make."""

from __future__ import annotations

from vitascope.clock import Clock
from vitascope.domain.generation import Generation
from vitascope.domain.render import render_spec
from vitascope.ledger.pace import Paces

MEASURED_SECONDS = 30.0
"""How long a model's pace is not measured again."""
LEAST = 0.01
"""Seconds: a cost is above 0."""


class Estimates:
    """From the pace of what the model made lately; until it made any, as long as the clip plays."""

    def __init__(self, paces: Paces, clock: Clock) -> None:
        self._paces = paces
        self._clock = clock
        self._known: dict[str, tuple[float | None, float]] = {}

    def cost(self, generation: Generation) -> float:
        """Estimated seconds of one slot."""
        spec = render_spec(generation.request, generation.seed)
        pace = self._pace(generation.model)
        if pace is None:
            return spec.frames / spec.fps
        return max(pace * spec.width * spec.height * spec.frames / 1e6, LEAST)

    def _pace(self, model: str) -> float | None:
        now = self._clock.monotonic()
        pace, until = self._known.get(model, (None, now))
        if now >= until:
            pace = self._paces.of(model)
            self._known[model] = pace, now + MEASURED_SECONDS
        return pace
