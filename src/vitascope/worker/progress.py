"""From an engine's steps to one fraction that never runs backwards."""

from __future__ import annotations

from collections.abc import Callable

from vitascope.clock import Clock
from vitascope.worker.job import Answer, Progressed

KEYFRAMES, PLAN, PREPARE, RENDER, FINISH = "keyframes", "plan", "prepare", "render", "finish"
STARTED = {KEYFRAMES: 0.01, PLAN: 0.02, PREPARE: 0.03, RENDER: 0.05, FINISH: 0.97}
"""How much of the whole lies behind when a stage begins: rendering is nearly all of it."""
PAUSE = 0.1
"""Seconds between two reports of the same stage of an engine."""


class Progress:
    """Tells how far one job is: every block of frames, and of an engine's own stages ten steps a second.

    No frame is left out, for by them it is told whether an attempt that died got further than others.
    """

    def __init__(
        self, tell: Callable[[Answer], None], clock: Clock, frames: int, ahead: float = 0.02
    ) -> None:
        """``ahead`` is the engine's share of work before its first frame, 0 to 1."""
        span = STARTED[FINISH] - STARTED[PREPARE]
        self._first = STARTED[PREPARE] + span * min(max(ahead, 0.02), 0.98)
        self._rendering = False
        self._tell = tell
        self._clock = clock
        self._frames = frames
        self._stage = ""
        self._next = 0.0
        self._fraction = 0.0

    def begin(self, stage: str) -> None:
        """A stage of ours begins."""
        self._say(STARTED[stage], stage, 0, 0)

    def engine(self, stage: str, step: int, steps: int) -> None:
        """What an engine reports: its own stages lie between preparing and the first frame."""
        if self._rendering:
            return  # From the first frame on, frames that are encoded are the better measure.
        now = self._clock.monotonic()
        if stage == self._stage and now < self._next:
            return
        self._next = now + PAUSE
        share = step / steps if steps > 0 else 0.0
        self._say(STARTED[PREPARE] + share * (self._first - STARTED[PREPARE]) * 0.99, stage, step, steps)

    def encoded(self, done: int) -> None:
        """That many frames are encoded."""
        self._rendering = True
        span = STARTED[FINISH] - self._first
        self._say(self._first + span * done / self._frames, RENDER, done, self._frames)

    def _say(self, fraction: float, stage: str, step: int, steps: int) -> None:
        self._fraction = max(self._fraction, min(fraction, 1.0))
        self._stage = stage
        self._tell(Progressed(self._fraction, stage, step, steps))
