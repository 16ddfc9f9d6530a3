"""What holds a clip to the pictures it was given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Condition
from vitascope.engines.diffusers.reel import Reel
from vitascope.engines.diffusers.timeline import Timeline
from vitascope.media.arrays import Plane, Planes
from vitascope.media.colour import rgb_to_yuv

FADE = 12
"""Clip frames over which the difference to a given picture fades."""

Fit = Callable[[NDArray[np.uint8]], Planes]
"""A model's picture at the clip's size."""


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


class Anchors:
    """Those of one clip: the given pictures at its ends, and for a loop its own beginning at its end.

    What the end must show is looked at when the clip comes near it: until then the model may still be making
    it.
    """

    def __init__(
        self,
        spec: RenderSpec,
        ends: Mapping[Literal["start", "end"], Condition],
        line: Timeline,
        reel: Reel,
        fit: Fit,
    ) -> None:
        """Look at the beginning of ``reel``, of which nothing is taken yet."""
        self._count, self._line, self._reel, self._fit = spec.frames, line, reel, fit
        self._fade = min(FADE, max(spec.frames - 1, 1))  # where it ends, the other end's picture is whole
        self._end, self._loops = ends.get("end"), spec.loop and line.tail_at is not None
        self._found = [self._beginning(start)] if (start := ends.get("start")) else []
        self._first = self._held(fit(reel.at(line.place(0))), 0)
        self._complete = False

    def applied(self, planes: Planes, index: int) -> Planes:
        """The clip's frame ``index``, held to what is given; to be asked in order."""
        if not self._complete and index >= self._count - self._fade:
            self._found += self._ending()
            self._complete = True
        return self._held(planes, index)

    def _held(self, planes: Planes, index: int) -> Planes:
        for anchor in self._found:
            planes = anchor.applied(planes, index)
        return planes

    def _beginning(self, start: Condition) -> Anchor:
        index, place = (-1, self._line.body - 1) if start.source is not None else (0, 0)
        return self._between(index, rgb_to_yuv(start.pictures[-1]), place)

    def _ending(self) -> list[Anchor]:
        line, found = self._line, list[Anchor]()
        joint = line.frames - line.length + (line.tail_at or 0)
        if self._end is not None:
            clip = self._end.source is not None
            index = self._count if clip else self._count - 1
            place = joint if clip else line.place(index)
            found.append(self._between(index, rgb_to_yuv(self._end.pictures[0]), place))
        if self._loops:
            found.append(self._between(self._count, self._first, joint))
        return found

    def _between(self, index: int, given: Planes, place: float) -> Anchor:
        """What is missing, at the clip's frame ``index``, from what the model shows at ``place``."""
        shown = self._fit(self._reel.at(place))
        missing = tuple(a.astype(np.int16) - b.astype(np.int16) for a, b in zip(given, shown, strict=True))
        return Anchor(index, missing, self._fade)


def _moved(plane: Plane, by: NDArray[np.int16], share: float) -> Plane:
    moved = plane.astype(np.float32) + np.float32(share) * by
    return np.clip(np.rint(moved), 0, 255).astype(np.uint8)
