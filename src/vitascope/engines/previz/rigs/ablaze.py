"""A puppet that burns: fires and smoke hang on points of its shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from vitascope.engines.previz.rigs.aura import burning
from vitascope.engines.previz.rigs.mesh import Mesh, join
from vitascope.engines.previz.rigs.puppet import Level, Puppet

TRAITS = frozenset({"burning", "blazing", "flaming", "on fire", "in flames", "ablaze"})
ABOVE, THINGS = 0.22, 0.62
"""From which share of its height on something burns, and a thing, which may stand on a table."""
FUEL = frozenset({"building", "car", "ship", "tree", "prop", "aircraft"})


def ablaze(made: Puppet, seed: int, above: float) -> Puppet:
    """The same puppet on fire, ``above`` that share of its height."""
    first, *finer = made.levels
    lit = Level(first.pixels, partial(_lit, first.shape, seed, above))
    return replace(made, levels=(lit, *finer), shines=True)


def _lit(shape: Callable[[], Mesh], seed: int, above: float) -> Mesh:
    """The shape with anchors, each on the bone of the point it burns at."""
    mesh = shape()
    solid = mesh.rest[np.unique(mesh.triangles)]
    fires = join(burning(solid, seed, above))
    near = [int(((mesh.rest - foot) ** 2).sum(1).argmin()) for foot in fires.rest[::3]]
    start = len(mesh.rest)
    return replace(
        mesh,
        rest=np.concatenate([mesh.rest, fires.rest]),
        paint=np.concatenate([mesh.paint, fires.paint]),
        group=np.concatenate([mesh.group, np.repeat(mesh.group[near], 3)]),
        motion=np.concatenate([mesh.motion, np.repeat(mesh.motion[near], 3, axis=0)]),
        auras=np.concatenate([mesh.auras, fires.auras + np.array([start, start, start, 0], np.int32)]),
    )
