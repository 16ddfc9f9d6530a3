"""Solids from silhouettes: a flat outline becomes a plate, or something round that is as deep as it is wide.

The front of the solid looks along +z, its width is along x and its height along y; the greatest extent is one
and it stands on y = 0.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.compiled import Floats, Ints
from vitascope.engines.previz.props import Prop, props
from vitascope.engines.previz.rigs.mesh import Look, grid

Mask = NDArray[np.uint8]
SIDE = 160
"""Pixels of a stored outline, each way."""
SCALE = 3
"""How much finer it is looked at, so that its edge is smooth."""
DETAIL = 0.45
"""The share of the filled outline up to which a colour is the detail's."""
BEVEL = 0.022
"""How far inward the edge of a plate is rounded, in its greatest extents."""
GAP = 0.045
"""The half width of gaps that are closed, in sides."""
TURNED = 0.9
"""How deep a round thing is from which on it is as round as if it were turned on a lathe."""
FEWEST = 24
"""Pixels of a speck, finer, that is left out."""


@dataclass(frozen=True)
class Solid:
    """A closed skin: ``rest (n, 3)``, ``triangles (m, 3)``, and how much of the detail's each point is."""

    rest: Floats
    triangles: Ints
    detail: Floats


@cache
def _inked() -> dict[str, Mask]:
    """Every form's ink, ``(SIDE, SIDE)`` of 0 and 1."""
    bits = zlib.decompress((files("vitascope.engines.previz.rigs") / "silhouettes.z").read_bytes())
    table = np.unpackbits(np.frombuffer(bits, np.uint8)).reshape(-1, SIDE, SIDE)
    outlined = (form for form, prop in props().items() if prop.icon)
    return dict(zip(outlined, table, strict=True))


@lru_cache(maxsize=64)
def solid(form: str, cells: int) -> Solid:
    """The solid of a form, about ``cells`` points wide."""
    prop = props()[form]
    ink = _smooth(_inked()[form].astype(np.float32))
    body = ink if prop.open else _filled(ink)
    y, x = np.nonzero(body)
    extent = float(max(np.ptp(x), np.ptp(y)))
    if prop.deep >= TURNED and prop.flat is None:
        return _turned(body, _detail(ink, body, prop), cells, extent)
    inside = np.asarray(cv2.distanceTransform(body, cv2.DIST_L2, 5), np.float32)
    flat, rim = _flat(body, inside, extent / cells)
    triangles = _triangles(flat, body)
    at = np.clip(flat.astype(int), 0, np.array(body.shape[::-1]) - 1)
    depth = _depth(inside[at[:, 1], at[:, 0]], prop, extent, float(inside.max()))
    depth[:rim] = 0.0
    detail = _detail(ink, body, prop)[at[:, 1], at[:, 0]]
    low = float(y.max())
    across, up = (flat[:, 0] - 0.5 * (x.min() + x.max())) / extent, (low - flat[:, 1]) / extent
    return _closed(np.stack([across, up, depth], -1).astype(np.float32), triangles, detail, rim)


def _smooth(ink: Floats) -> Mask:
    fine = cv2.resize(ink, None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_CUBIC)
    found = (cv2.GaussianBlur(fine, (0, 0), 0.9 * SCALE) > 0.5).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found)
    for one in range(1, count):
        if stats[one, cv2.CC_STAT_AREA] < FEWEST:
            found[labels == one] = 0
    return found


def _filled(ink: Mask) -> Mask:
    """With everything inside its outer edges, narrow gaps included."""
    wide = 2 * int(GAP * len(ink)) + 1
    pad = ((wide, wide), (wide, wide))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (wide, wide))
    closed = np.asarray(cv2.morphologyEx(np.pad(ink, pad), cv2.MORPH_CLOSE, disc), np.uint8)
    closed = closed[wide:-wide, wide:-wide].copy()
    edges, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(cv2.drawContours(np.zeros_like(ink), edges, -1, 1, cv2.FILLED), np.uint8)


def _turned(body: Mask, detail: Floats, cells: int, extent: float) -> Solid:
    """Rings about an upright axis, as wide as the outline is; what is on its front is seen all around."""
    rows = np.nonzero(body.any(1))[0]
    picked = np.asarray(np.linspace(int(rows[0]), int(rows[-1]), 2 * cells), np.float64)
    spans = [np.nonzero(body[int(row)])[0] for row in picked.tolist()]
    low = np.array([span[0] if len(span) else 0 for span in spans], np.float32)
    high = np.array([span[-1] if len(span) else 0 for span in spans], np.float32)
    radius, middle = 0.5 * (high - low + 1.0), 0.5 * (high + low)
    radius[[0, -1]] = 0.0
    turn = np.linspace(0.0, 2.0 * np.pi, 2 * (cells // 2) + 1)
    across = radius[:, None] * np.sin(turn)
    column = np.clip((middle[:, None] + 0.97 * across).astype(int), 0, body.shape[1] - 1)
    centre = float(0.5 * (low.min() + high.max()))
    points = np.stack(
        [
            (middle[:, None] - centre + across) / extent,
            np.broadcast_to((float(rows[-1]) - picked)[:, None] / extent, across.shape),
            radius[:, None] * np.cos(turn) / extent,
        ],
        -1,
    ).astype(np.float32)
    made = grid(points, Look(0))
    tint = detail[picked.astype(int)[:, None], column].ravel()
    return Solid(made.rest, np.ascontiguousarray(made.triangles), tint)


def _flat(body: Mask, inside: Floats, step: float) -> tuple[Floats, int]:
    """Points of the outlines, then points between them, ``(n, 2)`` pixels; and how many of the first."""
    found: list[Floats] = []
    for edge in cv2.findContours(body, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)[0]:
        line = edge[:, 0].astype(np.float32)
        count = max(int(len(line) / (0.7 * step)), 6)
        picked = np.linspace(0, len(line), count, endpoint=False).astype(int)
        turns = np.stack([np.roll(line, shift, 0) for shift in (-2, -1, 0, 1, 2)])
        soft = np.asarray(turns.mean(0), np.float32)
        found.append(
            soft[picked] + np.float32(0.01) * np.sin(np.arange(count) * 7.3, dtype=np.float32)[:, None]
        )
    rim = sum(map(len, found))
    rows = np.arange(0, body.shape[0], 0.87 * step)
    grid = [
        (x + 0.5 * step * (k % 2), y)
        for k, y in enumerate(rows)
        for x in np.arange(0, body.shape[1] - step, step)
    ]
    inner = np.array(grid, np.float32)
    at = inner.astype(int)
    inner = inner[inside[at[:, 1], at[:, 0]] > 0.55 * step]
    ridge = _ridge(inside, step)
    return np.concatenate([*found, inner, ridge]), rim


def _ridge(inside: Floats, step: float) -> Floats:
    """Points along the middle of what is too thin for the grid."""
    peak = (
        (inside >= cv2.dilate(inside, np.ones((3, 3), np.uint8)) - 1e-3)
        & (inside > 1.0)
        & (inside <= 1.1 * step)
    )
    y, x = np.nonzero(peak)
    order = np.arange(0, len(x), max(int(0.35 * step), 1))
    return np.stack([x[order] + 0.13, y[order] + 0.07], -1).astype(np.float32)


def _triangles(flat: Floats, body: Mask) -> Ints:
    """Delaunay's, as far as they are inside."""
    plane = cv2.Subdiv2D((-8, -8, body.shape[1] + 16, body.shape[0] + 16))
    numbers: dict[tuple[float, float], int] = {}
    for number, (x, y) in enumerate(flat.tolist()):
        plane.insert((x, y))
        numbers.setdefault((round(x, 2), round(y, 2)), number)
    found: list[tuple[int, int, int]] = []
    for ax, ay, bx, by, cx, cy in np.asarray(plane.getTriangleList()).tolist():
        corners = [numbers.get((round(x, 2), round(y, 2)), -1) for x, y in ((ax, ay), (bx, by), (cx, cy))]
        x, y = int((ax + bx + cx) / 3.0), int((ay + by + cy) / 3.0)
        within = 0 <= x < body.shape[1] and 0 <= y < body.shape[0] and bool(body[y, x])
        if min(corners) >= 0 and within:
            turned = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) > 0
            a, b, c = corners
            found.append((a, c, b) if turned else (a, b, c))
    return np.array(found, np.int32)


def _depth(inside: Floats, prop: Prop, extent: float, most: float) -> Floats:
    """Half of how thick it is where it is so far from its edge, in greatest extents."""
    reach = BEVEL * extent if prop.flat is not None else most
    share = np.clip(inside / max(reach, 1e-6), 0.0, 1.0)
    half = 0.5 * prop.flat if prop.flat is not None else prop.deep * most / extent
    return np.asarray(half * np.sqrt(1.0 - (1.0 - share) ** 2), np.float32)


def _detail(ink: Mask, body: Mask, prop: Prop) -> Floats:
    """1 where the second colour belongs: on what there is less of, ink or what it encloses."""
    holes = body & (1 - ink)
    if prop.open or not holes.any():
        return np.zeros(body.shape, np.float32)
    few = holes if holes.sum() < DETAIL * body.sum() else ink
    return np.asarray(cv2.GaussianBlur(few.astype(np.float32), (0, 0), 1.2), np.float32)


def _closed(front: Floats, triangles: Ints, detail: Floats, rim: int) -> Solid:
    """The front and its mirror image, joined at the rim."""
    back = front[rim:] * np.array([1, 1, -1], np.float32)
    behind = np.where(triangles >= rim, triangles + len(front) - rim, triangles)[:, ::-1]
    return Solid(
        np.concatenate([front, back]),
        np.ascontiguousarray(np.concatenate([triangles, behind]), np.int32),
        np.concatenate([detail, detail[rim:]]).astype(np.float32),
    )
