"""Light that goes somewhere: cones of it in the air, and what fire and lamps fall upon."""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from vitascope.engines.previz.compiled import F, Floats, bare, kernel, leaf

(
    AT, WAY, LONG, SLOPE, NARROW, TINT, HAZE, FALLS,
) = 0, 3, 6, 7, 8, 9, 12, 13  # fmt: skip
CLOSE = 0.1
"""Metres before the camera from which on a cone has its place in the picture."""
EVEN = F(0.03)
"""By how much of it a depth differs from its neighbours' where there is no edge."""
CONE = 14
"""What a cone is told: its apex and its way (in camera space), its length, how much it widens, its radius
at the apex, metres; its colour, how much the air shows of it, how much brighter it makes what it falls on."""


@leaf
def _in_air(px: float, py: float, near: float, cone: Floats) -> float:
    """How much of a cone a ray through the slopes ``px, py`` sees, up to the depth ``near``."""
    ax, ay, az = cone[AT], cone[AT + 1], cone[AT + 2]
    ex, ey, ez = cone[WAY], cone[WAY + 1], cone[WAY + 2]
    square = px * px + py * py + F(1)
    cosine = px * ex + py * ey + ez
    toward, along = px * ax + py * ay + az, ex * ax + ey * ay + ez * az
    apart = max(square - cosine * cosine, F(1e-4) * square)
    reach = (toward * cosine - along * square) / apart
    reach = min(max(reach, F(0)), cone[LONG])
    far = (toward + cosine * reach) / square
    if far <= F(0):
        return F(0)
    far = min(far, near)
    dx, dy, dz = px * far - ax, py * far - ay, far - az
    reach = min(max(dx * ex + dy * ey + dz * ez, F(0)), cone[LONG])
    off = dx * dx + dy * dy + dz * dz - F(2) * reach * (dx * ex + dy * ey + dz * ez) + reach * reach
    radius = cone[NARROW] + cone[SLOPE] * reach
    share = off / (radius * radius)
    if share > F(4):
        return F(0)
    fading = F(1) - reach / cone[LONG]
    sine = math.sqrt(apart / square)
    wide = max(sine, F(0.18)) * (F(0.25) + radius / cone[NARROW])
    seen: float = math.exp(F(-1.6) * share) * fading / wide
    return seen


@leaf
def _fallen(px: float, py: float, near: float, cone: Floats) -> float:
    """How much of a cone falls on what is seen at the depth ``near``."""
    dx, dy, dz = px * near - cone[AT], py * near - cone[AT + 1], near - cone[AT + 2]
    reach = dx * cone[WAY] + dy * cone[WAY + 1] + dz * cone[WAY + 2]
    if reach <= F(0) or reach >= cone[LONG]:
        return F(0)
    off = dx * dx + dy * dy + dz * dz - reach * reach
    radius = cone[NARROW] + cone[SLOPE] * reach
    share = off / (radius * radius)
    if share > F(4):
        return F(0)
    fading = F(1) - reach / cone[LONG]
    fallen: float = math.exp(F(-1.6) * share) * fading * fading
    return fallen


@leaf
def _evenly(depth: Floats, x: int, y: int) -> bool:
    """Whether four neighbours are at about one depth: no edge is between them."""
    a, b, c, d = depth[x, y], depth[x + 1, y], depth[x, y + 1], depth[x + 1, y + 1]
    nearest = min(a, b, c, d)
    even: bool = max(a, b, c, d) - nearest < EVEN * nearest
    return even


@leaf
def _lay(rgb: Floats, x: int, y: int, more: float, lit: float, cone: Floats) -> None:
    for n in range(3):
        rgb[x, y, n] = rgb[x, y, n] * more + lit * cone[TINT + n]


def reach(lens: Floats, cone: Floats, width: int, height: int) -> tuple[int, int, int, int]:
    """The part of a picture that a cone may touch: left, right, top, bottom, all even.

    Light ends twice the cone's radius from its axis. What comes close to the camera may be anywhere.
    """
    long = float(cone[LONG])
    ends = np.stack([cone[AT:WAY], cone[AT:WAY] + long * cone[WAY:LONG]])
    wide = 2 * np.array([cone[NARROW], cone[NARROW] + long * cone[SLOPE]])
    corners = np.array(list(product((-1, 1), repeat=3)))
    x, y, z = (ends[:, None] + wide[:, None, None] * corners).reshape(-1, 3).T
    if z.min() < CLOSE:
        return 0, width, 0, height
    columns, rows = lens[1] + lens[0] * x / z, lens[2] - lens[0] * y / z
    left, top = (max(int(v.min()) // 2 * 2, 0) for v in (columns, rows))
    right, bottom = (int(v.max()) // 2 * 2 + 2 for v in (columns, rows))
    return left, min(right, width), top, min(bottom, height)


@bare
def shine(rgb: Floats, depth: Floats, lens: Floats, cone: Floats, part: tuple[int, int, int, int]) -> None:
    """Add a cone of light to a part of the picture; ``lens`` is focal length, middle column and horizon row.

    Light is soft: four neighbours at one depth have the same. Width and height are even.
    """
    per = F(1) / lens[0]
    for x in range(part[0], part[1], 2):
        for y in range(part[2], part[3], 2):
            even = _evenly(depth, x, y)
            more, lit = F(1), F(0)
            for k in range(4):
                column, row = x + k % 2, y + k // 2
                if k == 0 or not even:
                    spread = F(1) if even else F(0.5)
                    px = (F(column) + spread - lens[1]) * per
                    py = (lens[2] - F(row) - spread) * per
                    near = depth[column, row]
                    lit = cone[HAZE] * _in_air(px, py, near, cone)
                    more = F(1) + cone[FALLS] * _fallen(px, py, near, cone)
                if lit > F(0) or more > F(1):
                    _lay(rgb, column, row, more, lit, cone)


@kernel
def warm_up(rgb: Floats, depth: Floats, lens: Floats, lamp: Floats) -> None:
    """Light what is near a fire: ``lamp`` is its middle, its reach in metres, and its colour."""
    per = F(1) / lens[0]
    reach = lamp[3]
    nearest = max(lamp[2] - F(3) * reach, F(0.3))
    half = F(3) * reach / nearest
    x0, y0 = (
        lens[1] + lamp[0] / max(lamp[2], F(0.3)) * lens[0],
        lens[2] - lamp[1] / max(lamp[2], F(0.3)) * lens[0],
    )
    left, right = max(int(x0 - half * lens[0]), 0), min(int(x0 + half * lens[0]), rgb.shape[0])
    top, bottom = max(int(y0 - half * lens[0]), 0), min(int(y0 + half * lens[0]), rgb.shape[1])
    for x in range(left, right):
        for y in range(top, bottom):
            near = depth[x, y]
            dx = (F(x) + F(0.5) - lens[1]) * per * near - lamp[0]
            dy = (lens[2] - F(y) - F(0.5)) * per * near - lamp[1]
            dz = near - lamp[2]
            share = (dx * dx + dy * dy + dz * dz) / (reach * reach)
            if share > F(9):
                continue
            edge = F(1) - share / F(9)
            more = edge * edge / (F(0.55) + share)
            for n in range(3):
                rgb[x, y, n] *= F(1) + more * lamp[4 + n]
