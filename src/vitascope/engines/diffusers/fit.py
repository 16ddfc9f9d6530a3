"""From a model's windows to exactly the clip that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Condition, FrameBlock
from vitascope.engines.diffusers.anchors import Anchors
from vitascope.engines.diffusers.conditions import Frames, Hold, between, context
from vitascope.engines.diffusers.reel import Reel
from vitascope.engines.diffusers.timeline import End, Ends, Reach, Timeline, timeline
from vitascope.engines.diffusers.upscale import Upscaler
from vitascope.engines.diffusers.watch import Watch
from vitascope.errors import EngineError
from vitascope.media.arrays import Planes
from vitascope.media.colour import rgb_to_yuv

JOINT_FADE = 8
"""Model frames over which a window takes over the colours of the one before."""

Place = Literal["start", "end"]
Picture = NDArray[np.uint8]
"""``(height, width, 3)``."""
Take = Callable[[tuple[Hold, ...], int], Iterator[Frames]]
"""Makes a window, in blocks: what it holds, and its number."""


@dataclass(frozen=True)
class Native:
    """What a model makes at once: frames a second, the most frames, and what it takes in at its ends."""

    fps: int
    longest: int
    reach: Reach
    size: tuple[int, int]
    """Width first."""

    @property
    def ending(self) -> int:
        """Frames of a clip that it leads into."""
        return self.reach.fits(self.reach.tail, self.longest // 2)


class Director:
    """Asks for the windows of one clip, each with what its ends must show."""

    def __init__(self, spec: RenderSpec, conditions: Sequence[Condition], native: Native) -> None:
        self._spec = spec
        self._ends: dict[Place, Condition] = {end.position: end for end in conditions}
        self._native = native
        self._start, self._end = self._context("start"), self._context("end")
        self.line = self._line()
        """How the clip is cut into windows."""

    def shoot(self, take: Take) -> Generator[Picture]:
        """Every frame on the model's clock. The last window's are handed on while later ones are decoded."""
        line, made = self.line, list[Picture]()
        for number in range(line.windows - 1):
            made += self._window(take, made, number)
        last = self._window(take, made, line.windows - 1)
        first = next(last)  # it is being decoded from now on
        yield from made
        yield first
        yield from last

    def blocks(self, reel: Reel, upscaler: Upscaler, watch: Watch) -> Iterator[FrameBlock]:
        """The clip from what was shot, one frame in a block, at exactly its size."""
        spec, line = self._spec, self.line

        def fit(picture: Picture) -> Planes:
            return rgb_to_yuv(upscaler.fitted(picture, spec.width, spec.height))

        anchors = Anchors(spec, self._ends, line, reel, fit)
        watch.say("upscale")
        places = (line.place(index) for index in range(spec.frames))
        for index, picture in enumerate(between(iter(reel), places, reel.pair_of)):
            watch.go_on()
            y, u, v = anchors.applied(fit(picture), index)
            yield FrameBlock(index, y[None], u[None], v[None])

    def _window(self, take: Take, made: list[Picture], number: int) -> Iterator[Picture]:
        """The new frames of one window, in sight of those that were made."""
        line = self.line
        head = np.stack(made[-line.overlap :]) if made else self._start
        holds = [Hold(0, head)] if head is not None else []
        if line.tail_at is not None and number == line.windows - 1:
            holds.append(Hold(line.tail_at, self._beginning(made) if self._end is None else self._end))
        frames = _counted(take(tuple(holds), number), line.length)
        return joined(made[-1], frames, line.overlap) if made else frames

    def _line(self) -> Timeline:
        native, start, end = self._native, self._start, self._end
        ends = Ends(
            start=self._kind("start"),
            end=self._kind("end"),
            start_frames=1 if start is None else len(start),
            end_frames=native.ending if end is None else len(end),
            loop=self._spec.loop,
        )
        return timeline(self._spec.frames, native.fps, native.longest, native.reach, ends)

    def _kind(self, place: Place) -> End:
        end = self._ends.get(place)
        return None if end is None else "picture" if end.source is None else "clip"

    def _context(self, place: Place) -> Frames | None:
        end, native = self._ends.get(place), self._native
        return None if end is None else context(end, native.fps, native.reach, *native.size)

    def _beginning(self, made: list[Picture]) -> Frames:
        """What a loop, which has two windows at least, leads back into: its own first frames."""
        return np.stack(made[self.line.body : self.line.body + self._native.ending])


def joined(last: Picture, window: Iterator[Picture], overlap: int) -> Iterator[Picture]:
    """The new frames of a window, its colours led over from the one before.

    ``last`` is that one's last frame, which the window shows again as its frame ``overlap - 1``.
    """
    by = np.zeros(last.shape, np.float32)
    for number, picture in enumerate(window, 1 - overlap):
        if number == 0:
            by = last.astype(np.float32) - picture.astype(np.float32)
        elif number > JOINT_FADE:
            yield picture
        elif number > 0:
            led = picture.astype(np.float32) + by * (1 - number / (JOINT_FADE + 1))
            yield np.clip(np.rint(led), 0, 255).astype(np.uint8)


def _counted(blocks: Iterator[Frames], length: int) -> Iterator[Picture]:
    """One frame after the other; ``EngineError`` unless there are exactly so many."""
    made = 0
    for block in blocks:
        made += len(block)
        yield from block
    if made != length:
        raise EngineError(f"The model made {made} frames; expected {length}. This is a fault of the engine.")
