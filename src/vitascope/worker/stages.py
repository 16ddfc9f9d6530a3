"""How long each stage of an attempt takes, for metrics and traces."""

from __future__ import annotations

from vitascope.clock import Clock
from vitascope.telemetry import metrics, traces
from vitascope.worker.progress import PREPARE, STARTED

STORE = "store"
"""The stage after the child's last: its files are put away."""


class Stages:
    """The stage that an attempt is in. What an engine calls its own steps counts as preparing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._stage: str | None = None
        self._since = 0.0

    def enter(self, stage: str | None) -> None:
        """The stage ends that it was in, and another begins, or none."""
        known = stage if stage in {*STARTED, STORE, None} else PREPARE
        if known == self._stage:
            return
        now = self._clock.monotonic()
        if self._stage is not None:
            metrics.STAGE_SECONDS.labels(self._stage).observe(now - self._since)
            ended = self._clock.now()
            traces.stage(self._stage, ended - (now - self._since), ended)
        self._stage, self._since = known, now
