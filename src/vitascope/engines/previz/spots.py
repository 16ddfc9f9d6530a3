"""Where individuals of one subject are on the screen: spread, apart from one another, or in a file."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.stage import Framing, Stage, ground_at

Numbers = NDArray[np.float64]

ABLAZE = {"distance": 1.5, "centre": -0.35}
"""How much larger fires in the land are than what else is in a place, in the logarithm of their size."""
DEPTHS, DEPTH = {2: (0.06, 0.22), 3: (0.12, 0.42), 4: (0.2, 0.7)}, (0.3, 1.1)
"""Of so many: how much larger the first is shown than one alone, and how much smaller than it the last."""
FILE = 0.84
"""The share of the picture's width that those in a file fill."""
ROW, FREEBOARD = np.linspace(-1.0, 1.0, 41), 0.2
"""Half pictures across which dry land is looked for, and how far above the water it is, metres."""
FEW, BACK = 3, 0.75
"""More than so many stand in rows of two, each row so much farther away, against the first."""
NEXT = np.array([0.0, 0.44, 0.24, 0.68])
"""Where the two of a row and the two of the next one are between the shore and the picture's edge."""
ROOM = 0.85
"""The least distance between two individuals, in lengths."""


@dataclass(frozen=True)
class Layout:
    """Individuals of one subject, each array ``(count,) float64``.

    ``across`` and ``up`` are in half pictures from the middle, ``size`` is the logarithm of the apparent
    length in picture heights, ``side`` is -1 or 1, ``delay`` and ``phase`` are from 0 to 1. Beyond the
    size ``largest``, feet would be out of the picture.
    """

    length: float
    across: Numbers
    up: Numbers
    size: Numbers
    side: Numbers
    delay: Numbers
    phase: Numbers
    largest: float = math.inf

    @property
    def count(self) -> int:
        """How many."""
        return len(self.across)


def spread(
    subject: Subject, middle: tuple[float, float, float], random: np.random.Generator, length: float
) -> Layout:
    """All of one kind about their middle: across, up and size; ``length`` in metres."""
    count = subject.count
    order = np.arange(count)
    ranks = random.permutation(count)
    crowd = 1.0 if count > 1 else 0.0
    wide = 0.72 if subject.place not in {"above_peak", "distance"} else 0.3
    wide = 0.95 if subject.form == "blaze" else wide
    across = middle[0] + crowd * wide * (2.0 * (ranks + 0.5) / count - 1.0)
    up = middle[1] + crowd * wide * 0.7 * (2.0 * ((order * 0.618 + random.random()) % 1.0) - 1.0)
    raised = ABLAZE.get(subject.place, 0.0) if subject.form == "blaze" and count > 1 else 0.0
    nearest, deep = DEPTHS.get(count, DEPTH)
    size = middle[2] + raised + crowd * (nearest - deep * order / max(count - 1, 1))
    first = 1.0 if random.random() < 0.5 else -1.0
    side = np.where(np.abs(across) > 0.05, np.sign(across), first)
    return Layout(
        length=length,
        across=across,
        up=np.asarray(up, np.float64),
        size=size,
        side=side,
        delay=order / max(count, 1),
        phase=np.asarray((random.random() + 0.13 * order) % 1.0, np.float64),
    )


def apart(made: Layout, stage: Stage, focal: float) -> Layout:
    """Push individuals away from one another until each has room, measured in lengths."""
    depth = focal / np.exp(made.size)
    wide = stage.ratio / 2.0 / focal
    spots = np.stack([made.across * wide * depth, made.up / 2.0 / focal * depth, depth], axis=1)
    for _ in range(24):
        gaps = spots[:, None] - spots[None]
        gaps[..., 1] *= 1.6
        distance = np.sqrt((gaps**2).sum(-1)) + np.eye(made.count) * 9.0
        push = np.clip(ROOM - distance, 0.0, None) / np.maximum(distance, 1e-3)
        spots = spots + 0.4 * (push[..., None] * gaps).sum(1)
    near = np.maximum(spots[:, 2], 0.7)
    return replace(
        made,
        across=np.clip(spots[:, 0] / near / wide, -0.9, 0.9),
        up=np.clip(spots[:, 1] / near * 2.0 * focal, -0.75, 0.75),
        size=np.log(focal / near),
    )


def dry(made: Layout, stage: Stage, frame: Framing) -> Layout:
    """What would stand in the water, on land instead: from the shore on, many of a kind in rows."""
    shore = _shore(made, stage, frame)
    if (shore == ROW[0]).all():
        return made
    place = (made.across - ROW[0]) / (ROW[-1] - ROW[0])
    if made.count > FEW:
        order = np.arange(made.count)
        made = replace(made, size=made.size.max() - np.log1p(BACK * (order // 2 + 0.4)))
        place, shore = NEXT[order % 4], _shore(made, stage, frame)
    return replace(made, across=shore + place * (ROW[-1] - shore))


def _shore(made: Layout, stage: Stage, frame: Framing) -> Numbers:
    """Where land begins across the picture at the depth of each, in half pictures."""
    level = -math.inf if stage.home.surface is None else stage.home.surface
    depths = made.length * frame.focal / np.exp(made.size)
    land = [ground_at(stage, frame, ROW, float(depth)) > level + FREEBOARD for depth in depths]
    shore: Numbers = ROW[np.argmax(land, axis=1)]
    return shore


def filed(made: Layout, ratio: float) -> Layout:
    """One behind the other across the picture, all as large as there is room for."""
    order = np.arange(made.count)
    across = FILE * (1.0 - (2.0 * order + 1.0) / made.count)
    size = min(float(made.size.mean()), math.log(FILE * ratio / made.count))
    return replace(
        made, across=across, up=0.0 * made.up, size=np.full(made.count, size), side=np.full(made.count, -1.0)
    )


def thinned(made: Layout, count: int) -> Layout:
    """The first ``count`` individuals; more than there are stand where the first ones do."""
    picked = np.arange(count) % made.count
    kept = {name: getattr(made, name)[picked] for name in ("across", "up", "size", "side", "delay", "phase")}
    return replace(made, **kept)
