"""A clip as something that can be asked for any of its frames."""

from __future__ import annotations

from typing import Protocol

from vitascope.engines.previz.picture.depth import nearness
from vitascope.engines.previz.picture.gleam import Gleam, turn_at
from vitascope.engines.previz.picture.journey import covered, journey
from vitascope.engines.previz.picture.lens import View, nodes_of
from vitascope.engines.previz.picture.plan import PicturePlan
from vitascope.engines.previz.picture.plate import Planes, Plate
from vitascope.engines.previz.picture.stir import Stir
from vitascope.engines.previz.picture.warp import warp


class Shot(Protocol):
    """A clip that can be asked for any of its frames, by several threads at once."""

    def frame(self, index: int) -> Planes:
        """Y, U and V of frame ``index``; the same bytes each time."""
        ...


class PictureShot:
    """One picture under a moving camera."""

    def __init__(self, plate: Plate, plan: PicturePlan) -> None:
        self._plate = plate
        self._plan = plan
        small = plate.small()
        self._near = nearness(small)
        self._stir = Stir(plan, small, self._near)
        self._gleam = Gleam(small, plan.seed)
        self._track = covered(journey(plan), self._near, plate.width, plate.height)

    def frame(self, index: int) -> Planes:
        """Y, U and V of frame ``index``; where the camera stands at the picture's place, its own bytes."""
        view = View(*(float(part) for part in self._track[index]))
        if not any(view):
            return self._plate.planes
        size = self._plate.width, self._plate.height
        y, u, v = warp(self._plate, self._stir.add(nodes_of(view, self._near, *size), index, *size))
        return self._gleam.over(y, turn_at(self._plan, index)), u, v
