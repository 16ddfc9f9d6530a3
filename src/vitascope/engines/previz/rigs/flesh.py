"""Bodies sculpted from blended solids that belong to bones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from vitascope.engines.previz.compiled import F, Floats
from vitascope.engines.previz.rigs.kit import Kit
from vitascope.engines.previz.rigs.mesh import Look, Part, part
from vitascope.engines.previz.rigs.sculpt import carve, distances, limb, lump, sculpture

Point = tuple[float, float, float]
Paint = Callable[[Floats, Floats], Floats]
"""Colours ``(n, 3)`` from points and normals, ``(n, 3)`` each."""
FARTHER = 9.0
"""Farther than any solid is from a point."""
CELLS = (0.030, 0.019, 0.0125)


@dataclass(frozen=True)
class Solid:
    """One solid, mirrored at x = 0, and the bone it goes with; a bone ``_r`` has its twin on the left."""

    row: tuple[float, ...]
    bone: str


def bar(bone: str, a: Point, b: Point, radii: tuple[float, float], blend: float = 0.03) -> Solid:
    """A round cone from ``a`` to ``b``."""
    return Solid(tuple(limb(a, b, radii, blend)), bone)


def lobe(bone: str, centre: Point, radii: Point, blend: float = 0.04) -> Solid:
    """An ellipsoid."""
    return Solid(tuple(lump(centre, radii, blend)), bone)


def grown(
    kit: Kit, solids: list[Solid], material: int, paint: Paint, size: float = 1.0, soft: float = 0.02
) -> Part:
    """Sculpt the solids and hang them on their bones; ``size`` scales the cells, ``soft`` the joints."""
    whole = sculpture([list(solid.row) for solid in solids])
    low, high = _bounds(whole.solids)
    surface = carve(whole, low, high, CELLS[kit.fine - 1] * size, 0.10 * size)
    made = part(surface.points, surface.triangles, Look(material))
    first, second, share = _weights(kit, solids, surface.points, soft)
    made = made.with_(
        colour=np.asarray(paint(surface.points, surface.normals), np.float32),
        openness=(0.45 + 0.55 * surface.openness).astype(np.float32),
        weight=share,
        place=_strands(kit, surface.points, first),
    )
    made = replace(made, group=(first + 256 * second).astype(np.int32))
    kit.parts.append(made)
    return made


def _bounds(rows: Floats) -> tuple[Point, Point]:
    """A box about all solids, on both sides."""
    lows: list[Floats] = []
    highs: list[Floats] = []
    for row in rows:
        if row[1] == 0:
            a, b, r = row[4:7], row[7:10], float(row[10:12].max())
            lows.append(np.minimum(a, b) - r)
            highs.append(np.maximum(a, b) + r)
        else:
            lows.append(row[4:7] - row[7:10])
            highs.append(row[4:7] + row[7:10])
    low, high = np.min(lows, 0) - 0.05, np.max(highs, 0) + 0.05
    wide = float(high[0])
    return (-wide, float(low[1]), float(low[2])), (wide, float(high[1]), float(high[2]))


def _weights(kit: Kit, solids: list[Solid], points: Floats, soft: float) -> tuple[Floats, Floats, Floats]:
    """The nearest two bones of every point, and the second's share."""
    names = list(dict.fromkeys(solid.bone for solid in solids))
    away = np.full((len(names), len(points)), 9.0, np.float32)
    out = np.empty(len(points), np.float32)
    for solid in solids:
        distances(sculpture([list(solid.row)]).solids, F(0), F(1), False, points, out)
        row = names.index(solid.bone)
        away[row] = np.minimum(away[row], out)
    order = np.argsort(away, 0)
    a = order[0]
    b = order[1] if len(names) > 1 else order[0]
    column = np.arange(len(points))
    others = away
    if kit.kindred:
        others = np.where(_kin(kit, names)[:, a], away, np.float32(FARTHER))
        others[a, column] = FARTHER
        b = np.argmin(others, 0)
    near, next_ = away[a, column], others[b, column]
    share = 1.0 / (1.0 + np.exp(np.clip((next_ - near) / soft, 0, 20)))
    share[share < 0.02] = 0.0
    right = np.array([kit.number(name) for name in names])
    left = np.array([kit.number(name[:-1] + "l" if name.endswith("_r") else name) for name in names])
    hand = points[:, 0] >= 0
    return np.where(hand, right[a], left[a]), np.where(hand, right[b], left[b]), share.astype(np.float32)


def _kin(kit: Kit, names: list[str]) -> npt.NDArray[np.bool_]:
    """Which bones hang on one another, or beside one another, ``(bones, bones) bool``."""
    own = np.array([kit.number(name) for name in names])
    above = np.array(kit.parents)[own]
    on_it = own[:, None] == above[None]
    beside = above[:, None] == above[None]
    return np.asarray(on_it | on_it.T | beside, np.bool_)


def _strands(kit: Kit, points: Floats, bone: Floats) -> Floats:
    """Texture places: strands run back along the body, and down along limbs."""
    down = np.array([name in kit.downward for name in kit.names])[bone.astype(int)]
    return np.where(down[:, None], points[:, [0, 2, 1]], points).astype(np.float32)
