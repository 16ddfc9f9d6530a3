"""A picture and a short video of what is made so far, now and then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vitascope.clock import Clock
from vitascope.domain.render import RenderSpec
from vitascope.engines.base import FrameBlock
from vitascope.media.rushes import Rushes
from vitascope.media.thumbnail import preview
from vitascope.worker.job import Answer, Previewed

SECONDS = 1.0
"""Between two pictures; one takes a few milliseconds."""
SHARE = 50
"""How much longer than to write a video it takes at least until the next."""
PICTURE, VIDEO = 480, 320
"""Pixels: their widths."""


class Previews:
    """Writes each picture and video over the one before, and tells of them."""

    def __init__(self, folder: Path, spec: RenderSpec, tell: Callable[[Answer], None], clock: Clock) -> None:
        """``folder`` is where the two lie, ``spec`` the clip that is made."""
        self._picture, self._video = folder / "preview.webp", folder / "rushes.mp4"
        self._rushes = Rushes(spec.frames, spec.fps, VIDEO)
        self._tell = tell
        self._clock = clock
        self._next = self._next_video = clock.monotonic() + SECONDS

    def see(self, block: FrameBlock) -> None:
        """Take from these frames what is wanted, and show it if it is time to."""
        for frame in range(block.count):
            self._rushes.see(block.index + frame, (block.y[frame], block.u[frame], block.v[frame]))
        now = self._clock.monotonic()
        if now < self._next:
            return
        self._next = now + SECONDS
        preview((block.y[-1], block.u[-1], block.v[-1]), self._picture, PICTURE)
        self._tell(Previewed(self._picture, self._newer()))

    def _newer(self) -> Path | None:
        """The video, written anew; None where the last one was so dear that it must do."""
        began = self._clock.monotonic()
        if began < self._next_video:
            return None
        self._rushes.write(self._video)
        ended = self._clock.monotonic()
        self._next_video = ended + SHARE * (ended - began)
        return self._video
