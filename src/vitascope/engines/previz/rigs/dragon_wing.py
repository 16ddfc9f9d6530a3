"""A dragon's wing: arm, four fingers and the skin between them, spread flat in rest.

Wing space: x from the shoulder outward, y up, z forward, body lengths.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import mix, step
from vitascope.engines.previz.rigs.dragon_head import BODY_HIDE, BONE, HORN, MEMBRANE
from vitascope.engines.previz.rigs.mesh import Look, Part, cone, grid, tube

RIGHT, LEFT = 2, 3
"""Hinge groups of the wings."""
SHOULDER = (0.046, 0.040, 0.085)
SPAN = 0.66
_ELBOW, _WRIST = (0.165, -0.045), (0.285, 0.050)
_TIPS = ((0.66, -0.045), (0.595, -0.235), (0.455, -0.345), (0.290, -0.375))
_BOWS = (0.040, 0.030, 0.016, 0.004)
_FLANK = (0.012, -0.250)


def _bone(a: tuple[float, float], b: tuple[float, float], bow: float, n: int) -> Floats:
    """Points from ``a`` to ``b`` in the wing's plane, bowed outward and forward."""
    w = np.linspace(0, 1, n, dtype=np.float32)[:, None]
    p, q = np.array([a[0], 0, a[1]], np.float32), np.array([b[0], 0, b[1]], np.float32)
    side = np.array([-(q[2] - p[2]), 0, q[0] - p[0]], np.float32)
    side /= np.linalg.norm(side) + 1e-9
    return np.asarray(p * (1 - w) + q * w + side * bow * 4 * w * (1 - w), np.float32)


def _place(made: Part) -> Part:
    """Move a part from wing space to the right shoulder."""
    moved = (made.rest + np.array([SHOULDER[0], 0, 0], np.float32)).astype(np.float32)
    return made.with_(rest=moved, place=moved if made.look.material == BODY_HIDE else made.place)


def _skin(a: Floats, b: Floats, scallop: float, colours: list[Floats], cells: int, layer: int) -> Part:
    """Skin between two bones, both listed outward; the free edge is pulled in between them."""
    w = np.linspace(0, 1, cells + 1, dtype=np.float32)
    n = len(a)
    t = np.linspace(0, 1, n, dtype=np.float32)[:, None]
    reach = t * (1 - scallop * np.sin(np.pi * w)[None] * t)
    index = reach * (n - 1)
    i = np.minimum(index.astype(int), n - 2)
    f = (index - i)[..., None]
    column = np.arange(cells + 1)[None]
    sheet = a[:, None] * (1 - w)[None, :, None] + b[:, None] * w[None, :, None]
    points = sheet[i, column] * (1 - f) + sheet[i + 1, column] * f
    made = grid(points.astype(np.float32), Look(MEMBRANE, RIGHT, layer))
    hide, skin = colours
    shade = step(np.broadcast_to(t, reach.shape), 0.0, 0.5).ravel()
    slack = (np.sin(np.pi * w)[None] * np.sin(np.pi * np.clip(t, 0, 1) * 0.75)).ravel()
    return made.with_(
        colour=mix(mix(hide, skin, 0.35), skin, shade), flex=slack.astype(np.float32),
        place=(points.reshape(-1, 3)[:, [0, 2, 1]] * 2.2).astype(np.float32),
    )  # fmt: skip


def _lead(elbow_path: Floats, n: int) -> Floats:
    """The front edge from shoulder to wrist, before the elbow."""
    return _bone((0.02, 0.018), (_WRIST[0], _WRIST[1] + 0.004), -0.012, n)[: len(elbow_path)]


def _arm(fine: int, colours: list[Floats]) -> list[Part]:
    n, sides = 4 + 2 * fine, 4 + 2 * fine
    look = Look(BODY_HIDE, RIGHT)
    hide = colours[0]
    w = np.linspace(0, 1, 3 * n, dtype=np.float32)
    knots = np.array(
        [(-0.03, 0.0), (0.0, 0.0), (0.09, -0.03), _ELBOW, (0.225, -0.002), _WRIST, (0.30, 0.058)]
    )
    at = np.array([-0.05, 0.0, 0.24, 0.5, 0.76, 1.0, 1.05])
    smooth = np.exp(-(((w[:, None] * 1.1 - 0.05) - np.linspace(-0.05, 1.05, 221)) ** 2) / 0.0022)
    smooth /= smooth.sum(1, keepdims=True)
    line = np.stack([np.interp(np.linspace(-0.05, 1.05, 221), at, knots[:, c]) for c in (0, 1)], -1)
    flat = (smooth @ line).astype(np.float32)
    radius = np.interp(
        w, [0, 0.18, 0.42, 0.5, 0.64, 0.9, 1], [0.030, 0.028, 0.016, 0.0165, 0.0175, 0.0115, 0.013]
    )
    parts = [
        tube(np.stack([flat[:, 0], 0 * w, flat[:, 1]], -1), radius.astype(np.float32), look, sides, hide)
    ]
    k = np.linspace(0, 1, 2 * n, dtype=np.float32)
    for tip, bow in zip(_TIPS, _BOWS, strict=True):
        finger = _bone(_WRIST, tip, bow, 2 * n)
        radius = 0.0105 * (1 - k) ** 0.75 + 0.0012 + 0.0022 * np.exp(-(((k - 0.42) / 0.05) ** 2))
        parts.append(tube(finger, radius.astype(np.float32), Look(BONE, RIGHT), sides, hide * 0.7))
    thumb = cone(
        (_WRIST[0], 0.004, _WRIST[1] + 0.006), (_WRIST[0] + 0.022, 0.016, _WRIST[1] + 0.060), 0.008,
        Look(HORN, RIGHT), (-0.006, 0.010, 0), rings=4 + fine, sides=sides, colour=(0.06, 0.05, 0.04),
    )  # fmt: skip
    return [*parts, thumb]


def _flapped(made: Part) -> Part:
    """A bone, which does not billow."""
    return made.with_(flex=np.zeros(len(made.rest), np.float32))


def wing(colours: list[Floats], fine: int) -> list[Part]:
    """Both wings; colours are hide and skin."""
    n, cells = 6 + 5 * fine, 2 + 2 * fine
    fingers = [_bone(_WRIST, tip, bow, n) for tip, bow in zip(_TIPS, _BOWS, strict=True)]
    skins = [_skin(a, b, 0.20, colours, cells, 1) for a, b in pairwise(fingers)]
    inner = np.concatenate(
        [_bone(_WRIST, _ELBOW, 0, n // 2 + 1)[:-1], _bone(_ELBOW, _FLANK, 0.03, n - n // 2)]
    )
    skins.append(_skin(fingers[3], inner, 0.14, colours, cells, 1))
    body = _bone((0.0, 0.0), _FLANK, 0.0, n)
    arm = np.concatenate(
        [_bone((0.0, 0.0), _ELBOW, 0, n // 2 + 1)[:-1], _bone(_ELBOW, _FLANK, 0.03, n - n // 2)]
    )
    skins.append(_skin(arm, body, 0.0, colours, cells, 1))
    elbow = np.concatenate(
        [_bone((0.0, 0.0), _ELBOW, 0, n // 2 + 1)[:-1], _bone(_ELBOW, _WRIST, 0, n - n // 2)]
    )
    skins.append(_skin(_lead(elbow, n), elbow, 0.0, colours, 2, 1))
    right = [_place(p) for p in [*map(_flapped, _arm(fine, colours)), *skins]]
    return [*right, *(p.mirrored(Look(p.look.material, LEFT, 2 if p.look.layer else 0)) for p in right)]
