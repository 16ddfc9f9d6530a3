"""One clip of a planned scene: world, camera, subjects and development, frame by frame."""

from __future__ import annotations

import math
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from vitascope.domain.render import FPS, RenderSpec
from vitascope.engines.previz.apparent import usual_size
from vitascope.engines.previz.camera import pose
from vitascope.engines.previz.canvas import Air, Canvas, Light, Pose
from vitascope.engines.previz.clock import Moment
from vitascope.engines.previz.focus import nearer
from vitascope.engines.previz.picture.lens import View, nodes_of
from vitascope.engines.previz.picture.plate import Planes, Plate
from vitascope.engines.previz.picture.warp import warp
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.rigs import Rig
from vitascope.engines.previz.rigs import build as build_rig
from vitascope.engines.previz.rigs.crowd import looks
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.scene.fireworks import Fireworks
from vitascope.engines.previz.scene.world import build as build_world
from vitascope.engines.previz.staging import Stage, placements
from vitascope.engines.previz.tone import Grade, develop
from vitascope.engines.previz.upscale import double

LARGEST = 2_760_000
"""Pixels up to which a scene is drawn at full size: 2520x1080 is, 3840x2160 is drawn at half and doubled."""

LEVEL = 0.002
"""Radians of roll that are rounded off, so that a camera that rocks does not pump."""

LIKELY = 1.1
"""A body's pixels at its nearest point, over those at its middle."""


class SceneShot:
    """A world and its subjects, baked once; any thread may ask for any frame."""

    def __init__(self, plan: ShotPlan, spec: RenderSpec) -> None:
        # Where nothing is compiled yet, another process compiles the subjects' kernels meanwhile. What
        # comes after the subjects is compiled here first, so that both do not compile the same.
        develop(Canvas.blank(16, 16), Grade(), plan.seed)
        self._plan = plan
        self._size = spec.width, spec.height
        self._drawn = drawn_size(spec.width, spec.height)
        with ThreadPoolExecutor(1, thread_name_prefix="rigs") as beside:
            rigs = beside.submit(_built, plan, self._drawn[1])
            self._world = build_world(plan)
            self._rigs = rigs.result()
        world = self._world
        self._stage = Stage(world.home, world.anchors, world.ground, spec.width / spec.height)
        self._fireworks = Fireworks(world.home.pose.yaw, plan.seed) if "fireworks" in plan.sights else None
        self._kept = _Kept()

    def frame(self, index: int) -> Planes:
        """Y, U and V of frame ``index`` of the plan's clip."""
        moment = Moment(self._plan, self._plan.take.start + index / FPS)
        seen = pose(self._plan, self._world.home, moment, self._world.ground)
        planes = self._drawing(seen, moment)
        if self._drawn == self._size:
            return planes
        return _cropped(double(*planes, *(2 * side for side in self._drawn)), *self._size)

    def _drawing(self, seen: Pose, moment: Moment) -> Planes:
        """The frame at the size it is drawn at, level or turned."""
        if seen.roll == 0.0:
            return self._level(seen, moment)
        spare = cover(seen.roll, self._drawn[0] / self._drawn[1])
        level = self._level(replace(seen, roll=0.0, focal=seen.focal / spare), moment)
        return turned(level, seen.roll, spare)

    def _level(self, seen: Pose, moment: Moment) -> Planes:
        canvas = self._kept.canvas(*self._drawn)
        placed = placements(self._plan, self._stage, moment)

        def subjects(over: Canvas, light: Light, air: Air) -> None:
            for number, placement in placed:
                alike = self._rigs[number]
                alike[placement.who % len(alike)].draw(over, seen, placement, light, air)
            for number, placement in placed:
                alike = self._rigs[number]
                alike[placement.who % len(alike)].shine(over, seen, placement, light, moment.cycle)

        self._world.draw(canvas, seen, moment, subjects)
        if self._fireworks is not None:
            self._fireworks.burst(canvas, seen, moment)
        return develop(canvas, self._world.grade, self._plan.seed)


def _built(plan: ShotPlan, height: int) -> list[list[Rig]]:
    """The rigs of each subject: one for each look that its individuals have.

    Their shapes are made for the size at which they are likely to be seen first, so that the first frame
    need not wait for them.
    """
    rigs: list[list[Rig]] = []
    for i, subject in enumerate(plan.subjects):
        pixels = LIKELY * height * usual_size(subject) * math.exp(nearer(plan, subject))
        alike = [build_rig(each, plan.seed + 101 * i) for each in looks(subject, plan.seed)]
        for rig in alike:
            if isinstance(rig, Puppet):
                rig.mesh(pixels * rig.size)
        rigs.append(alike)
    return rigs


class _Kept(threading.local):
    """One canvas for each thread; the world paints all of it every time."""

    def __init__(self) -> None:
        self._canvas = Canvas.blank(2, 2)

    def canvas(self, width: int, height: int) -> Canvas:
        if (self._canvas.width, self._canvas.height) != (width, height):
            self._canvas = Canvas.blank(width, height)
        return self._canvas


def drawn_size(width: int, height: int) -> tuple[int, int]:
    """The even size at which a scene is drawn: the frame's own, or half of it where that is large."""
    if width * height <= LARGEST:
        return width, height
    return 2 * math.ceil(width / 4), 2 * math.ceil(height / 4)


def cover(roll: float, ratio: float) -> float:
    """How much wider the camera must look for a turned picture to fill the frame."""
    lean = math.hypot(math.sin(roll), LEVEL) - LEVEL
    return abs(math.cos(roll)) + max(ratio, 1.0 / ratio) * lean


def turned(planes: Planes, roll: float, enlarged: float) -> Planes:
    """The frame turned clockwise about its middle and enlarged."""
    plate = Plate.of(planes)
    flat = np.full((4, 4), 0.5, np.float32)
    view = View(roll=roll, zoom=math.log(enlarged))
    return warp(plate, nodes_of(view, flat, plate.width, plate.height))


def _cropped(planes: Planes, width: int, height: int) -> Planes:
    y, u, v = planes
    half = (slice(height // 2), slice(width // 2))
    return y[:height, :width], u[half], v[half]
