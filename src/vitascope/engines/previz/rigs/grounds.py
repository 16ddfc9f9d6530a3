"""What others stand on: a bridge of many arches, a sandbank, a rock in the sea."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import mix, step
from vitascope.engines.previz.rigs.kit import Kit, box, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, grid
from vitascope.engines.previz.rigs.noise import cloud
from vitascope.engines.previz.rigs.stuff import Stuff

ARCHES = 9
DECK = 0.125
"""Height of a bridge's way, in its lengths."""
SAND, CLIFF = 0.034, 0.10
"""Heights of a sandbank and of a rock."""


def bridge(kit: Kit, colours: list[Floats]) -> None:
    """A stone bridge with its arches along z; its way is level."""
    tone, trim = tone_of(colours[0]), tone_of(colours[1])
    span, thick, wide = 1.0 / ARCHES, 0.035, 0.045
    for k in range(ARCHES + 1):
        z = -0.5 + k * span
        kit.add(box((-wide, 0.0, z - thick), (wide, DECK - 0.02, z + thick), Look(Stuff.STONE), tone, 0.9))
    radius, blocks = 0.5 * span - 0.6 * thick, kit.count(7, 11, 15)
    for k in range(ARCHES):
        z = -0.5 + (k + 0.5) * span
        for b in range(blocks):
            a = math.pi * (b + 0.5) / blocks
            half = 0.55 * math.pi * radius / blocks
            one = box((-wide, radius, -half), (wide, radius + 0.028, half), Look(Stuff.STONE), trim)
            kit.add(moved(one, (0, DECK - 0.035 - radius - 0.02, z), (a - math.pi / 2, 0, 0)))
        for b in range(blocks):
            low, high = (z + radius * math.cos(math.pi * (b + s) / blocks) for s in (1, 0))
            foot = DECK - 0.05 - radius + radius * math.sin(math.pi * (b + 0.5) / blocks)
            kit.add(box((-0.9 * wide, foot, low), (0.9 * wide, DECK - 0.02, high), Look(Stuff.STONE), tone))
    kit.add(box((-wide - 0.006, DECK - 0.025, -0.53), (wide + 0.006, DECK, 0.53), Look(Stuff.STONE), trim))
    for x in (-wide, wide):
        kit.add(box((x - 0.006, DECK, -0.53), (x + 0.006, DECK + 0.018, 0.53), Look(Stuff.STONE), tone))


def _mound(kit: Kit, colours: list[Floats], high: float, rough: float, stuff: Stuff) -> None:
    """A rounded rise of 1 across, level on top, that goes down below y = 0."""
    rows, columns = kit.count(14, 24, 34), kit.count(28, 48, 72)
    noise = cloud((rows, columns), (3, 6), 4, 5)
    away = np.linspace(0.0, 1.0, rows, dtype=np.float32)[:, None]
    turn = np.linspace(0.0, 2.0 * np.pi, columns, dtype=np.float32)[None]
    noise[:, -1] = noise[:, 0]
    shore = 1.0 + 0.10 * np.sin(2 * turn + 0.7) + 0.06 * np.sin(5 * turn)
    radius = 0.5 * away * shore / 1.16
    y = high * (1.0 - 1.6 * step(away, 0.55, 1.0)) + rough * high * (noise - 0.5) * step(away, 0.1, 0.5)
    points = np.stack([radius * np.sin(turn), y, radius * np.cos(turn)], -1)
    wet = step(y, 0.25 * high, -0.1 * high)
    tint = mix(np.broadcast_to(colours[0], points.shape), colours[1] * 0.7, wet)
    made = grid(points.astype(np.float32), Look(stuff), tint.astype(np.float32))
    kit.add(made.with_(place=(made.rest * 3.0).astype(np.float32)))


def island(kit: Kit, colours: list[Floats]) -> None:
    """A sandbank."""
    _mound(kit, colours, SAND, 0.25, Stuff.SOIL)


def rock(kit: Kit, colours: list[Floats]) -> None:
    """A rock with a level top."""
    _mound(kit, colours, CLIFF, 0.9, Stuff.HIDE)
