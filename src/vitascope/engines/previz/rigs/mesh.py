"""Rest shapes: parts made of grids, tubes and balls, joined into the arrays that kernels read.

Model space: the animal looks along +z, x right, y up, about one unit from nose to tail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from vitascope.engines.previz.compiled import Floats, Ints

Colour = tuple[float, float, float]
AURA = 90
"""The layer of what is no surface: see ``aura.py``."""


@dataclass(frozen=True)
class Look:
    """What a part is made of: a row of the materials' table, its layer and its moving group.

    Layer 0 is opaque; every other layer is drawn after it, farthest first.
    """

    material: int
    group: int = 0
    layer: int = 0


@dataclass(frozen=True)
class Part:
    """One piece of a rest shape.

    ``rest`` and ``place`` (texture coordinates) are ``(n, 3)``; ``colour`` is ``(n, 3)`` linear;
    ``openness`` (1 is unoccluded), ``glow``, ``weight`` (how far it follows its group) and ``flex``
    (how late, or how slack) are ``(n,)``; ``triangles`` is ``(m, 3) int32``. ``group``, ``(n,)``, is for
    parts whose points do not all move with the look's group.
    """

    rest: Floats
    triangles: Ints
    place: Floats
    colour: Floats
    openness: Floats
    glow: Floats
    weight: Floats
    flex: Floats
    look: Look
    group: Ints | None = None

    def with_(self, **arrays: Floats) -> Part:
        """Copy with some of the per-vertex arrays replaced."""
        return replace(self, **arrays)  # type: ignore[arg-type]

    def mirrored(self, look: Look | None = None) -> Part:
        """The same part on the other side."""
        flip = np.array([-1, 1, 1], np.float32)
        turned = np.ascontiguousarray(self.triangles[:, ::-1])
        return replace(self, rest=self.rest * flip, triangles=turned, look=look or self.look)


@dataclass(frozen=True)
class Layer:
    """Triangles drawn together; ``edges`` is ``(n, 4)``: two vertices, one or two triangles (or -1).

    ``both`` says that it has no inside, so that its backs are drawn too.
    """

    triangles: Ints
    material: Ints
    edges: Ints
    both: bool


@dataclass(frozen=True)
class Mesh:
    """A rest shape, ready to be posed.

    ``paint`` is ``(n, 8)``: texture place, colour, openness, glow. ``group`` is ``(n,) int32``;
    ``motion`` is ``(n, 2)``: weight and flex. ``auras`` is ``(n, 4)``: three vertices and a kind.
    """

    rest: Floats
    paint: Floats
    group: Ints
    motion: Floats
    triangles: Ints
    layers: tuple[Layer, ...] = field(default=())
    auras: Ints = field(default_factory=lambda: np.zeros((0, 4), np.int32))


def part(rest: Floats, triangles: Ints, look: Look, colour: Colour | Floats = (1, 1, 1)) -> Part:
    """A part without texture places, wholly open, that follows its group fully."""
    n = len(rest)
    tint = np.broadcast_to(np.asarray(colour, np.float32), (n, 3)).copy()
    one, none = np.ones(n, np.float32), np.zeros(n, np.float32)
    rest = np.ascontiguousarray(rest, np.float32)
    return Part(rest, triangles, rest.copy(), tint, one, none, one, none, look)


def grid(points: Floats, look: Look, colour: Colour | Floats = (1, 1, 1)) -> Part:
    """A sheet through ``(rows, columns, 3)`` points; texture places run 0 to 1 along both."""
    rows, columns = points.shape[:2]
    i, j = np.mgrid[0 : rows - 1, 0 : columns - 1]
    k = (i * columns + j).ravel()
    faces = np.concatenate(
        [np.stack([k, k + columns, k + 1], -1), np.stack([k + 1, k + columns, k + columns + 1], -1)]
    )
    u, v = np.meshgrid(np.linspace(0, 1, rows), np.linspace(0, 1, columns), indexing="ij")
    place = np.stack([u, v, 0 * u], -1).reshape(-1, 3).astype(np.float32)
    flat = points.reshape(-1, 3)
    tint = colour.reshape(-1, 3) if isinstance(colour, np.ndarray) and colour.ndim == 3 else colour
    return part(flat, faces.astype(np.int32), look, tint).with_(place=place)


def frames(path: Floats, up: tuple[float, float, float]) -> tuple[Floats, Floats]:
    """Side and up vectors, ``(n, 3)`` each, along a polyline."""
    along = np.gradient(path, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True) + 1e-12
    x, y, z = along[:, 0], along[:, 1], along[:, 2]
    side: Floats = np.stack([up[1] * z - up[2] * y, up[2] * x - up[0] * z, up[0] * y - up[1] * x], -1)
    side = side / (np.linalg.norm(side, axis=1, keepdims=True) + 1e-12)
    rise = np.cross(along, side)
    return np.asarray(side, np.float32), np.asarray(rise, np.float32)


def tube(
    path: Floats,
    radius: Floats,
    look: Look,
    sides: int = 10,
    colour: Colour | Floats = (1, 1, 1),
    up: tuple[float, float, float] = (0, 1, 0),
) -> Part:
    """A tube along ``(n, 3)`` points; ``radius`` is ``(n,)`` or ``(n, 2)`` (across, upward)."""
    side, rise = frames(path, up)
    wide = np.asarray(radius, np.float32)
    across, upward = (wide, wide) if wide.ndim == 1 else (wide[:, 0], wide[:, 1])
    turn = np.linspace(0, 2 * np.pi, sides + 1).astype(np.float32)
    ring = side[:, None] * (across[:, None] * np.cos(turn))[..., None]
    ring = ring + rise[:, None] * (upward[:, None] * np.sin(turn))[..., None]
    tint = colour
    if isinstance(colour, np.ndarray) and colour.ndim == 2:
        tint = np.repeat(colour[:, None], sides + 1, 1)
    made = grid((path[:, None] + ring).astype(np.float32), look, tint)
    return outward(made)


def cone(
    base: Sequence[float] | Floats,
    tip: Sequence[float] | Floats,
    radius: float,
    look: Look,
    bow: Sequence[float] = (0, 0, 0),
    *,
    rings: int = 8,
    sides: int = 8,
    colour: Colour | Floats = (1, 1, 1),
    power: float = 0.8,
) -> Part:
    """A horn, tooth or claw from ``base`` to ``tip``, bent by ``bow`` in the middle."""
    w = np.linspace(0, 1, rings, dtype=np.float32)[:, None]
    a, b = np.asarray(base, np.float32), np.asarray(tip, np.float32)
    path = a * (1 - w) + b * w + np.asarray(bow, np.float32) * 4 * w * (1 - w)
    width = radius * (1 - w[:, 0]) ** power + radius * 0.01
    along = (b - a) / (np.linalg.norm(b - a) + 1e-9)
    up = (0.0, 1.0, 0.0) if abs(along[1]) < 0.85 else (0.0, 0.0, 1.0)
    return tube(path.astype(np.float32), width.astype(np.float32), look, sides, colour, up)


def ball(
    centre: Sequence[float], radius: float | Sequence[float], look: Look, rings: int = 12,
    colour: Colour | Floats = (1, 1, 1),
) -> Part:  # fmt: skip
    """An ellipsoid whose poles lie on x; texture places: u from the outer (+x) pole, v around."""
    a = np.linspace(0.0, np.pi, rings, dtype=np.float32)[:, None]
    b = np.linspace(0, 2 * np.pi, rings * 2 - 1, dtype=np.float32)[None]
    unit = np.stack([np.cos(a) + 0 * b, np.sin(a) * np.sin(b), np.sin(a) * np.cos(b)], -1)
    points = unit * np.asarray(radius, np.float32) + np.asarray(centre, np.float32)
    return outward(grid(points.astype(np.float32), look, colour))


def outward(made: Part) -> Part:
    """Turn a closed part's faces so that their normals point out."""
    p = made.rest - made.rest.mean(0)
    a, b, c = (p[made.triangles[:, k]] for k in range(3))
    volume = float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum())
    if volume >= 0:
        return made
    return replace(made, triangles=np.ascontiguousarray(made.triangles[:, ::-1]))


def join(parts: Sequence[Part]) -> Mesh:
    """Join parts into one mesh, a layer for each layer number they name."""
    starts = np.cumsum([0] + [len(p.rest) for p in parts])[:-1]
    paint = [np.concatenate([p.place, p.colour, p.openness[:, None], p.glow[:, None]], 1) for p in parts]
    moved = [p.triangles + np.int32(s) for p, s in zip(parts, starts, strict=True)]
    rest = np.concatenate([p.rest for p in parts]).astype(np.float32)
    layers = tuple(
        _layer(
            [(m, p) for m, p in zip(moved, parts, strict=True) if p.look.layer == number], rest, number > 0
        )
        for number in sorted({p.look.layer for p in parts} - {AURA})
    )
    drawn = [m for m, p in zip(moved, parts, strict=True) if p.look.layer != AURA]
    anchors = [(*m[0], p.look.material) for m, p in zip(moved, parts, strict=True) if p.look.layer == AURA]
    return Mesh(
        rest=rest,
        paint=np.ascontiguousarray(np.concatenate(paint), np.float32),
        group=np.concatenate([_groups(p) for p in parts]),
        motion=np.concatenate([np.stack([p.weight, p.flex], -1) for p in parts]).astype(np.float32),
        triangles=np.ascontiguousarray(np.concatenate([_NONE, *drawn]), np.int32),
        layers=layers,
        auras=np.array(anchors, np.int32).reshape(-1, 4),
    )


_NONE: Ints = np.zeros((0, 3), np.int32)


def _groups(made: Part) -> Ints:
    return np.full(len(made.rest), made.look.group, np.int32) if made.group is None else made.group


def _layer(pieces: list[tuple[Ints, Part]], rest: Floats, both: bool) -> Layer:
    triangles = np.ascontiguousarray(np.concatenate([t for t, _ in pieces]), np.int32)
    material = np.concatenate([np.full(len(t), p.look.material, np.int32) for t, p in pieces])
    return Layer(triangles, material, _edges(triangles, rest), both)


def _welded(rest: Floats) -> Ints:
    """A number for each vertex, the same for those at one place: along x and y first, then along z."""
    x, y, z = np.round(rest.T * 1e6).astype(np.int64)
    _, column = np.unique(x * (int(np.ptp(y)) + 1) + y - y.min(), return_inverse=True)
    _, same = np.unique(column * (int(np.ptp(z)) + 1) + z - z.min(), return_inverse=True)
    return np.asarray(same, np.int64)


def _edges(triangles: Ints, rest: Floats) -> Ints:
    """Every edge once, with the triangles on its sides; vertices at one place count as one."""
    welded = _welded(rest)[triangles]
    pairs = np.concatenate([triangles[:, [a, b]] for a, b in ((0, 1), (1, 2), (2, 0))])
    keys = np.sort(np.concatenate([welded[:, [a, b]] for a, b in ((0, 1), (1, 2), (2, 0))]), 1)
    owner = np.tile(np.arange(len(triangles)), 3)
    code = keys[:, 0] * (int(keys.max()) + 1) + keys[:, 1]
    order = np.sort(code * len(code) + np.arange(len(code))) % len(code)
    code, pairs, owner, keys = code[order], pairs[order], owner[order], keys[order]
    first = np.flatnonzero(np.r_[True, code[1:] != code[:-1]])
    count = np.diff(np.r_[first, len(code)])
    second = np.where(count > 1, owner[np.minimum(first + 1, len(owner) - 1)], -1)
    kept = keys[first, 0] != keys[first, 1]
    table = np.stack([pairs[first, 0], pairs[first, 1], owner[first], second], -1)[kept]
    return np.ascontiguousarray(table, np.int32)
