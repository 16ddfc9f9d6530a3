"""Drawing a posed rest shape: what all rigs share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from vitascope.engines.previz.canvas import Air, Canvas, Light, Placement, Pose
from vitascope.engines.previz.compiled import F, Floats
from vitascope.engines.previz.rigs import posing
from vitascope.engines.previz.rigs.clip import clip
from vitascope.engines.previz.rigs.composite import paint
from vitascope.engines.previz.rigs.mesh import Layer, Mesh
from vitascope.engines.previz.rigs.raster import OFFSETS
from vitascope.engines.previz.rigs.shade import BUMP, VALUES
from vitascope.engines.previz.rigs.shining import Clock, lay
from vitascope.engines.previz.rigs.texels import Textures
from vitascope.engines.previz.rigs.view import View, lamps, view


class Posture(Protocol):
    """How a rig is bent at one moment, and its materials."""

    @property
    def materials(self) -> Floats:
        """The materials' table."""
        ...

    def write(self, mesh: Mesh, frame: Floats, points: Floats) -> None:
        """Write the mesh's camera-space ``points``; ``frame`` is as in ``posing.pose``."""
        ...


@dataclass(frozen=True)
class Stance:
    """A body on a bent spine, with hinges and wings: the tables ``posing.pose`` reads."""

    hinges: Floats
    wing: Floats
    spine: Floats
    reach: Floats
    materials: Floats

    def write(self, mesh: Mesh, frame: Floats, points: Floats) -> None:
        """Bend the mesh."""
        posing.pose(
            mesh.rest, mesh.group, mesh.motion, self.hinges, self.wing, self.spine, self.reach, frame, points
        )  # fmt: skip


@dataclass(frozen=True)
class Level:
    """A rest shape that is fine enough up to ``pixels`` of body length on the screen.

    It is shaped when it is first seen; two threads may both do so, with the same result.
    """

    pixels: float
    shape: Callable[[], Mesh]

    @cached_property
    def mesh(self) -> Mesh:
        """The shape."""
        return self.shape()


@dataclass(frozen=True)
class Puppet:
    """A rig: rest shapes by fineness, textures, and how it stands at a placement.

    ``radius`` bounds the posed shape, in body lengths; ``size`` scales all of its individuals and ``girth``
    their width. They share shapes and textures; each has its own ``hue``. Whoever ``shines`` has auras.
    """

    levels: tuple[Level, ...]
    textures: Textures
    stance: Callable[[Placement, Light], Posture]
    radius: float
    size: float = 1.0
    girth: float = 1.0
    shines: bool = False

    def draw(self, canvas: Canvas, pose: Pose, placement: Placement, light: Light, air: Air) -> None:
        """Draw over ``canvas`` wherever this is nearer than what it shows."""
        shot = self._view(canvas, pose, placement)
        reach = self.radius * placement.length * self.size
        if not shot.seen(canvas, reach):
            return
        stance = self.stance(placement, light)
        mesh = self._level(shot, placement.length, reach)
        points = np.empty_like(mesh.rest)
        stance.write(mesh, shot.frame, points)
        values = np.zeros((len(points), VALUES), np.float32)
        posing.normals(points, mesh.triangles, values)
        posing.dress(mesh.paint, points, F(air.density), values)
        values[:, 7:10] *= hue(placement.who)
        materials = stance.materials.copy()
        materials[:, BUMP] *= np.float32(placement.length * self.size)
        lights = lamps(pose, light, air, shot.lens)
        for layer in _ordered(mesh, points):
            self._paint(canvas, shot, layer, (points, values), materials, lights)

    def shine(self, canvas: Canvas, pose: Pose, placement: Placement, light: Light, clock: Clock) -> None:
        """Lay its fires, smoke and beams over a picture in which all subjects are drawn."""
        if not self.shines:
            return
        shot = self._view(canvas, pose, placement)
        mesh = self.levels[0].mesh
        points = np.empty_like(mesh.rest)
        self.stance(placement, light).write(mesh, shot.frame, points)
        lay(canvas, shot, mesh, points, light, clock)

    def _view(self, canvas: Canvas, pose: Pose, placement: Placement) -> View:
        shot = view(canvas, pose, placement)
        shot.frame[:3] *= np.float32(self.size)
        shot.frame[0] *= np.float32(self.girth)
        return shot

    def _level(self, shot: View, length: float, reach: float) -> Mesh:
        """The coarsest shape that is fine enough for the nearest point's distance."""
        distance = max(float(shot.frame[3, 2]) - 0.5 * reach, shot.near)
        return self.mesh(float(shot.lens[0]) * length * self.size / distance)

    def mesh(self, pixels: float) -> Mesh:
        """The coarsest shape that is fine enough for a body that is so many pixels long, made if need be."""
        return next((level for level in self.levels if pixels <= level.pixels), self.levels[-1]).mesh

    def _paint(
        self, canvas: Canvas, shot: View, layer: Layer, shape: tuple[Floats, Floats],
        materials: Floats, lights: Floats,
    ) -> None:  # fmt: skip
        points, values = shape
        triangles, material = layer.triangles, layer.material
        screen = np.empty_like(points)
        near = F(shot.near)
        cut = posing.project(points, near, shot.lens, screen)
        if cut:
            points, values, triangles, material = clip(points, values, triangles, material, near)
            screen = np.empty_like(points)
            posing.project(points, near, shot.lens, screen)
        t = self.textures
        paint(
            screen, points, values, triangles, material, layer.edges, cut or layer.both, materials, lights,
            OFFSETS, t.flat, t.flat_table, t.solid, t.solid_table, t.decode, canvas.rgb, canvas.depth,
        )  # fmt: skip


def hue(who: int) -> Floats:
    """What an individual's colours are multiplied by, ``(3,)``: the first is as it was planned."""
    if who == 0:
        return np.ones(3, np.float32)
    chance = np.random.default_rng([who, 977])
    light, warm = 0.78 + 0.40 * chance.random(), 0.12 * (chance.random() - 0.5)
    return np.array([light * (1 + warm), light, light * (1 - warm)], np.float32)


def _ordered(mesh: Mesh, points: Floats) -> list[Layer]:
    """The opaque layer, then the others from far to near."""

    def depth(layer: Layer) -> float:
        return float(points[layer.triangles[::3, 0], 2].mean())

    return [*mesh.layers[:1], *sorted(mesh.layers[1:], key=depth, reverse=True)]
