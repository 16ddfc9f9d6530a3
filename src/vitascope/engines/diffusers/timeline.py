"""From a clip of any length at 24 frames a second to windows of a model's own length and rate.

Two clocks: *clip* frames are counted at 24 a second and are what was asked for; *model* frames are those
that the model makes, counted over all its windows with what overlaps taken once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from vitascope.domain.render import FPS

End = Literal["picture", "clip"] | None
FREE_MISS = 1.0
"""Model frames by which a last picture may miss its place before the whole is played slower instead."""


@dataclass(frozen=True)
class Reach:
    """What a family takes in at the ends of one window.

    Windows have ``grid * n + 1`` frames. ``head`` and ``tail`` are the most frames it goes on after and leads
    into, 0 where it cannot; ``anywhere``: the tail may lie before the window's end.
    """

    grid: int
    head: int
    tail: int
    anywhere: bool

    def fits(self, frames: int, most: int) -> int:
        """The largest number of neighbouring frames on the grid, up to ``most`` and to those there are."""
        least = min(frames, most)
        return (least - 1) // self.grid * self.grid + 1 if least else 0


@dataclass(frozen=True)
class Ends:
    """What is given: the kind of each end, and how many model frames of context a clip there has."""

    start: End = None
    end: End = None
    start_frames: int = 1
    end_frames: int = 1
    loop: bool = False


@dataclass(frozen=True)
class Timeline:
    """``windows`` windows of ``length`` frames, each beginning with the last ``overlap`` of the one before.

    Clip frame ``i`` lies at the model's place ``first + i * step``. ``tail_at`` is the frame of the last
    window at which the ending begins, None where there is none. ``body`` is the first model frame that the
    clip shows.
    """

    windows: int
    length: int
    overlap: int
    first: float
    step: float
    tail_at: int | None
    body: int

    @property
    def frames(self) -> int:
        """Model frames over all windows."""
        return self.length + (self.windows - 1) * (self.length - self.overlap)

    def place(self, index: int) -> float:
        """Where a clip frame lies."""
        return self.first + index * self.step


def timeline(frames: int, fps: int, longest: int, reach: Reach, ends: Ends) -> Timeline:
    """The windows for a clip of ``frames`` frames from a model of ``fps`` trained up to ``longest`` frames.

    A family that cannot go on makes it in one window, however long.
    """
    nominal = fps / FPS
    longest = (longest - 1) // reach.grid * reach.grid + 1
    has_head = ends.start == "clip"
    origin = ends.start_frames - 1 if has_head else 0
    first = origin + nominal if has_head else 0.0
    tail = ends.end_frames if ends.end or ends.loop else 0
    marks = frames if ends.loop or ends.end == "clip" else frames - 1
    joint = max(origin + 1, round(first + nominal * marks))
    needed = joint + tail if tail else math.ceil(first + nominal * (frames - 1)) + 1
    overlap = reach.fits(reach.head, longest // 2)
    windows, length = _windows(needed, longest, (overlap, tail), reach, least=2 if ends.loop else 1)
    before_last = (windows - 1) * (length - overlap)
    body = origin + 1 if has_head else 0
    if not tail:
        return Timeline(windows, length, overlap, first, nominal, None, body)
    if windows > 1:  # an ending lies behind what the last window takes over from the one before
        joint = max(joint, before_last + overlap + 1)
    at = joint if reach.anywhere else before_last + length - tail
    if not (fps == FPS and abs(at - joint) <= FREE_MISS):
        joint = at
    step = (joint - origin) / max(marks + 1 if has_head else marks, 1)
    first = origin + step if has_head else 0.0
    return Timeline(windows, length, overlap, first, step, at - before_last, body)


def _windows(needed: int, longest: int, held: tuple[int, int], reach: Reach, least: int) -> tuple[int, int]:
    """How many windows, at least ``least``, and how long each is; ``held``: what overlaps, and the ending."""
    overlap, shortest = held[0], sum(held) + 1
    if overlap == 0:
        return 1, _on_grid(needed, reach.grid)
    count = least
    while True:
        length = _on_grid(max(shortest, math.ceil((needed + (count - 1) * overlap) / count)), reach.grid)
        if length <= longest or shortest >= longest:
            return count, length
        count += 1


def _on_grid(frames: int, grid: int) -> int:
    return math.ceil(max(frames - 1, 1) / grid) * grid + 1
