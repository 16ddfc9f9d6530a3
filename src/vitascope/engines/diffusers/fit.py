"""From a model's windows to exactly the clip that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Condition, FrameBlock
from vitascope.engines.diffusers.conditions import Frames, Hold, between, context, retimed
from vitascope.engines.diffusers.timeline import End, Ends, Reach, Timeline, timeline
from vitascope.engines.diffusers.upscale import Upscaler
from vitascope.errors import EngineError
from vitascope.media.arrays import Plane, Planes
from vitascope.media.colour import rgb_to_yuv

FADE = 12
"""Clip frames over which the difference to a given picture fades."""
JOINT_FADE = 8
"""Model frames over which a window takes over the colours of the one before."""

Place = Literal["start", "end"]
Take = Callable[[tuple[Hold, ...], int], Frames]
"""Makes a window: what it holds, and its number."""


@dataclass(frozen=True)
class Footage:
    """All of a model's frames on its own clock and at its own size, with the timeline they were made by."""

    line: Timeline
    frames: Frames

    def at(self, place: float) -> NDArray[np.uint8]:
        """The picture at one place, ``(height, width, 3)``."""
        first = min(max(int(place), 0), len(self.frames) - 1)
        made: NDArray[np.uint8] = retimed(self.frames[first : first + 2], [place - first])[0]
        return made


class Director:
    """Asks for the windows of one clip, each with what its ends must show."""

    def __init__(self, spec: RenderSpec, conditions: Sequence[Condition], size: tuple[int, int]) -> None:
        """``size`` is the model's, width first."""
        self._spec = spec
        self._ends = {end.position: end for end in conditions}
        self._size = size

    def line(self, fps: int, longest: int, reach: Reach) -> Timeline:
        """How the clip is cut into windows."""
        start, end = self._context("start", fps, reach), self._context("end", fps, reach)
        ends = Ends(
            start=self._kind("start"),
            end=self._kind("end"),
            start_frames=1 if start is None else len(start),
            end_frames=reach.fits(reach.tail, longest // 2) if end is None else len(end),
            loop=self._spec.loop,
        )
        return timeline(self._spec.frames, fps, longest, reach, ends)

    def shoot(self, fps: int, longest: int, reach: Reach, take: Take) -> Footage:
        """Have every window made, each in sight of the one before."""
        line = self.line(fps, longest, reach)
        start, end = self._context("start", fps, reach), self._context("end", fps, reach)
        made: Frames | None = None
        for number in range(line.windows):
            head = start if made is None else made[-line.overlap :]
            holds = [Hold(0, head)] if head is not None else []
            if line.tail_at is not None and number == line.windows - 1:
                tail = self._beginning(made, line, reach, longest) if end is None else end
                holds.append(Hold(line.tail_at, tail))
            window = take(tuple(holds), number)
            if len(window) != line.length:
                raise EngineError(
                    f"The model made {len(window)} frames; expected {line.length}. "
                    "This is a fault of the engine."
                )
            made = window if made is None else np.concatenate([made, joined(made[-1], window, line.overlap)])
        if made is None:
            raise EngineError("No window was made. This is a fault of the engine.")
        return Footage(line, made)

    def anchors(self, footage: Footage, fit: Callable[[NDArray[np.uint8]], Planes]) -> tuple[Anchor, ...]:
        """What holds the clip to the given pictures, and a loop's end to its beginning."""
        line, count, found = footage.line, self._spec.frames, list[Anchor]()
        start, end = self._ends.get("start"), self._ends.get("end")
        joint = line.frames - line.length + (line.tail_at or 0)
        fade = min(FADE, max(count - 1, 1))  # where it ends, the other end's picture is whole
        if start is not None:
            index, place = (-1, line.body - 1) if start.source is not None else (0, 0)
            shown = fit(footage.at(place))
            found.append(Anchor(index, difference(rgb_to_yuv(start.pictures[-1]), shown), fade))
        if end is not None:
            clip = end.source is not None
            index = count if clip else count - 1
            shown = fit(footage.at(joint if clip else line.place(index)))
            found.append(Anchor(index, difference(rgb_to_yuv(end.pictures[0]), shown), fade))
        if self._spec.loop and line.tail_at is not None:
            first = fit(footage.at(line.place(0)))
            for anchor in found:
                first = anchor.applied(first, 0)
            found.append(Anchor(count, difference(first, fit(footage.at(joint))), fade))
        return tuple(found)

    def _kind(self, place: Place) -> End:
        end = self._ends.get(place)
        return None if end is None else "picture" if end.source is None else "clip"

    def _context(self, place: Place, fps: int, reach: Reach) -> Frames | None:
        end = self._ends.get(place)
        return None if end is None else context(end, fps, reach, *self._size)

    def _beginning(self, made: Frames | None, line: Timeline, reach: Reach, longest: int) -> Frames:
        """What a loop leads back into: its own first frames."""
        if made is None:
            raise EngineError("A loop was planned in one window. This is a fault of the engine.")
        return made[line.body : line.body + reach.fits(reach.tail, longest // 2)]


@dataclass(frozen=True)
class Anchor:
    """A difference that is added in full at the clip's frame ``index`` and fades over ``fade`` frames."""

    index: int
    difference: tuple[NDArray[np.int16], ...]
    fade: int

    def applied(self, planes: Planes, index: int) -> Planes:
        """The frame ``index`` with its share."""
        share = 1 - abs(index - self.index) / self.fade
        if share <= 0:
            return planes
        y, u, v = (_moved(plane, by, share) for plane, by in zip(planes, self.difference, strict=True))
        return y, u, v


def blocks(
    footage: Footage, spec: RenderSpec, director: Director, upscaler: Upscaler, go_on: Callable[[], None]
) -> Iterator[FrameBlock]:
    """The clip, one frame in a block, at exactly its size."""

    def fit(picture: NDArray[np.uint8]) -> Planes:
        return rgb_to_yuv(upscaler.fitted(picture, spec.width, spec.height))

    anchors = director.anchors(footage, fit)
    places = (footage.line.place(index) for index in range(spec.frames))
    for index, picture in enumerate(between(iter(footage.frames), places, wraps=False)):
        go_on()
        planes = fit(picture)
        for anchor in anchors:
            planes = anchor.applied(planes, index)
        yield FrameBlock(index, planes[0][None], planes[1][None], planes[2][None])


def joined(last: NDArray[np.uint8], window: Frames, overlap: int) -> Frames:
    """The new frames of a window, its colours led over from the one before.

    ``last`` is that one's last frame, which the window shows again as its frame ``overlap - 1``.
    """
    new = window[overlap:].astype(np.float32)
    by = last.astype(np.float32) - window[overlap - 1].astype(np.float32)
    for number in range(min(JOINT_FADE, len(new))):
        new[number] += by * (1 - (number + 1) / (JOINT_FADE + 1))
    return np.clip(np.rint(new), 0, 255).astype(np.uint8)


def difference(given: Planes, shown: Planes) -> tuple[NDArray[np.int16], ...]:
    """What is to be added to ``shown``."""
    return tuple(a.astype(np.int16) - b.astype(np.int16) for a, b in zip(given, shown, strict=True))


def _moved(plane: Plane, by: NDArray[np.int16], share: float) -> Plane:
    moved = plane.astype(np.float32) + np.float32(share) * by
    return np.clip(np.rint(moved), 0, 255).astype(np.uint8)
