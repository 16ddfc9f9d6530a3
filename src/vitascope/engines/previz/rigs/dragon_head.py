"""A dragon's head: skull, jaws, horns, teeth, tongue, eyes.

Head space: the jaw's hinge at the origin, the snout at z = 0.85, y up; the jaw is sculpted open by
``GAPE`` radians, half way, so that it can close and open further without stretching the skin much.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.previz.compiled import Floats, Ints
from vitascope.engines.previz.rigs.colours import mix, step
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, cone, part, tube
from vitascope.engines.previz.rigs.sculpt import CUT, Surface, carve, gape, limb, lump, sculpture

GAPE = 0.42
HEAD_HIDE, BODY_HIDE, FLESH, HORN, TOOTH, EYE, BONE, MEMBRANE = range(8)
"""Rows of the materials' table."""
JAW = 1
"""The hinge group of everything in the head; upper parts have weight 0."""

_PALATE, _FLOOR = -0.022, -0.070
"""The planes between which the mouth opens, the second one in the jaw's frame."""

_SHAPE = sculpture(
    [
        lump((0, 0.11, -0.10), (0.175, 0.150, 0.24), 0.02),
        limb((0, 0.085, 0.08), (0, 0.040, 0.68), (0.150, 0.078), 0.10),
        lump((0.060, 0.020, 0.60), (0.072, 0.060, 0.22), 0.06),
        lump((0.052, 0.075, 0.745), (0.050, 0.046, 0.062), 0.035),
        lump((0, 0.045, 0.735), (0.055, 0.055, 0.060), 0.04),
        limb((0, 0.205, 0.10), (0, 0.110, 0.66), (0.034, 0.016), 0.05),
        limb((0.056, 0.150, 0.44), (0.128, 0.216, 0.22), (0.028, 0.048), 0.035),
        limb((0.128, 0.216, 0.22), (0.200, 0.262, -0.02), (0.049, 0.052), 0.02),
        limb((0.195, 0.262, -0.02), (0.180, 0.225, -0.20), (0.052, 0.034), 0.04),
        limb((0.100, 0.060, 0.46), (0.205, 0.045, 0.10), (0.026, 0.056), 0.05),
        limb((0.205, 0.045, 0.10), (0.190, 0.010, -0.12), (0.056, 0.050), 0.05),
        lump((0.155, -0.050, -0.07), (0.090, 0.140, 0.120), 0.07),
        limb((0, -0.01, -0.12), (0, -0.03, -0.80), (0.165, 0.185), 0.10),
        limb((0.150, -0.085, -0.02), (0.118, -0.105, 0.34), (0.056, 0.044), 0.05, True),
        limb((0.118, -0.105, 0.34), (0.070, -0.108, 0.66), (0.044, 0.040), 0.03, True),
        limb((0.070, -0.108, 0.66), (0, -0.112, 0.715), (0.042, 0.046), 0.03, True),
        lump((0, -0.130, 0.32), (0.125, 0.045, 0.42), 0.05, True),
        gape(_PALATE, _FLOOR, 0.08, 0.03),
        limb((0.158, -0.012, 0.12), (0.118, -0.018, 0.46), (0.034, 0.028), 0.03),
        limb((0.118, -0.018, 0.46), (0.098, -0.030, 0.70), (0.028, 0.034), 0.02),
        limb((0.098, -0.030, 0.70), (0.035, -0.040, 0.805), (0.034, 0.034), 0.02),
        limb((0.035, -0.040, 0.805), (0, -0.038, 0.815), (0.034, 0.034), 0.02),
        limb((0.152, -0.060, 0.10), (0.112, -0.066, 0.44), (0.030, 0.026), 0.03, True),
        limb((0.112, -0.066, 0.44), (0.076, -0.070, 0.66), (0.026, 0.028), 0.02, True),
        limb((0.076, -0.070, 0.66), (0, -0.072, 0.730), (0.028, 0.030), 0.02, True),
        lump((0, -0.020, 0.40), (0.088, 0.048, 0.33), 0.03, False, CUT),
        lump((0, -0.062, 0.34), (0.086, 0.040, 0.30), 0.03, True, CUT),
        limb((0, -0.085, 0.26), (0, -0.040, -0.16), (0.088, 0.062), 0.04, False, CUT),
        lump((0.168, 0.157, 0.185), (0.062, 0.038, 0.080), 0.025, False, CUT),
        lump((0.066, 0.094, 0.802), (0.022, 0.018, 0.036), 0.02, False, CUT),
        limb((0.110, 0.100, 0.27), (0.175, 0.105, 0.10), (0.018, 0.020), 0.03),
    ],
    GAPE,
)  # fmt: skip
_LOW, _HIGH = (-0.31, -0.56, -0.62), (0.31, 0.36, 0.90)


def in_jaw(point: tuple[float, float, float]) -> tuple[float, float, float]:
    """Where a point of the closed lower jaw lies as sculpted."""
    c, s = math.cos(GAPE), math.sin(GAPE)
    return point[0], point[1] * c - point[2] * s, point[2] * c + point[1] * s


def jaw_weight(points: Floats) -> Floats:
    """How far each point follows the lower jaw: by where it lies between palate and jaw."""
    y, z = points[:, 1], points[:, 2]
    below = _PALATE - y
    above = y * math.cos(GAPE) + z * math.sin(GAPE) - _FLOOR
    share = below / np.maximum(below + above, 0.03)
    return step(share, 0.12, 0.88) * step(z, -0.06, 0.10)


def _pick(surface: Surface, chosen: Ints, look: Look) -> tuple[Part, Ints]:
    """The part of a surface that some of its triangles make."""
    used, triangles = np.unique(chosen, return_inverse=True)
    made = part(surface.points[used], triangles.reshape(-1, 3).astype(np.int32), look)
    return made, used.astype(np.int32)


def _in_mouth(surface: Surface) -> NDArray[np.bool_]:
    """Which points line the mouth: between the lips, above the jaw's floor, or in the throat."""
    x, y, z = (surface.points[:, k] for k in range(3))
    jaw_y = y * math.cos(GAPE) + z * math.sin(GAPE)
    between = (y < np.interp(z, (0.60, 0.70), (0.035, -0.030))) & (jaw_y > -0.112) & (z > 0.02)
    lips = np.interp(z, (0.0, 0.10, 0.46, 0.68, 0.77, 0.80), (0.135, 0.135, 0.098, 0.078, 0.035, 0.0))
    throat = (surface.depth > 0.03) & (abs(x) < 0.11) & (y < 0.04) & (abs(z) < 0.30)
    return np.asarray((between & (abs(x) < lips)) | throat, np.bool_)


def _skin(colours: list[Floats], cell: float) -> list[Part]:
    """Hide outside, flesh inside the mouth."""
    surface = carve(_SHAPE, _LOW, _HIGH, cell, 0.16)
    p = surface.points
    fleshy = _in_mouth(surface)[surface.triangles].sum(1) >= 2
    hide, a = _pick(surface, surface.triangles[~fleshy], Look(HEAD_HIDE, JAW))
    flesh, b = _pick(surface, surface.triangles[fleshy], Look(FLESH, JAW))
    hide = hide.with_(
        colour=_hide_colour(p[a], surface.normals[a], colours),
        openness=0.15 + 0.85 * surface.openness[a], weight=jaw_weight(p[a]),
    )  # fmt: skip
    deep = step(p[b][:, 2], 0.38, -0.08)
    ridge = 0.75 + 0.25 * np.sin(p[b][:, 2] * 95 + 14 * abs(p[b][:, 0]))
    pink, dark = np.array([0.26, 0.045, 0.036]), np.array([0.12, 0.014, 0.010])
    flesh = flesh.with_(
        colour=ridge[:, None] * mix(pink, dark, deep),
        openness=0.10 + 0.75 * surface.openness[b],
        glow=deep**1.4 * (1.1 * ridge - 0.1), weight=jaw_weight(p[b]),
    )  # fmt: skip
    return [hide, flesh]


def _hide_colour(p: Floats, n: Floats, colours: list[Floats]) -> Floats:
    """Darker on top, paler under the jaw, darkened around eyes, lips and nostrils."""
    base, pale, accent = colours
    mottle = np.sin(p[:, 0] * 31 + 3 * np.sin(p[:, 2] * 17)) * np.sin(p[:, 1] * 27 + p[:, 2] * 23)
    out = base * (0.92 + 0.16 * mottle)[:, None]
    out = mix(out, pale, 0.75 * step(n[:, 1], -0.25, -0.85))
    out = mix(out, accent, 0.45 * step(p[:, 1], 0.14, 0.27) * (0.6 + 0.4 * mottle))
    eye = np.hypot(abs(p[:, 0]) - 0.165, np.hypot(p[:, 1] - 0.16, (p[:, 2] - 0.165) * 0.6))
    nose = np.hypot(abs(p[:, 0]) - 0.066, np.hypot(p[:, 1] - 0.094, p[:, 2] - 0.80))
    dark = 0.75 * step(eye, 0.085, 0.045) + 0.6 * step(nose, 0.05, 0.025)
    return np.asarray(out * (1 - np.clip(dark, 0, 0.85))[:, None], np.float32)


_HORNS = (
    ((0.105, 0.215, -0.14), (0.255, 0.390, -0.86), 0.062, (0.075, 0.085, 0)),
    ((0.170, 0.150, -0.16), (0.370, 0.215, -0.62), 0.046, (0.050, 0.030, 0)),
    ((0.185, 0.050, -0.14), (0.360, 0.020, -0.46), 0.038, (0.030, 0.0, 0)),
    ((0.170, -0.060, -0.12), (0.300, -0.130, -0.36), 0.032, (0.020, -0.01, 0)),
    ((0.180, 0.295, 0.06), (0.225, 0.385, -0.06), 0.026, (0, 0.015, 0)),
    ((0.140, 0.255, 0.18), (0.170, 0.315, 0.09), 0.019, (0, 0.010, 0)),
    ((0.026, 0.110, 0.70), (0.034, 0.180, 0.63), 0.018, (0, 0.010, 0)),
    ((0, 0.150, 0.56), (0, 0.215, 0.47), 0.018, (0, 0.010, 0)),
    ((0, 0.180, 0.40), (0, 0.245, 0.31), 0.020, (0, 0.010, 0)),
)
_JAW_HORNS = (
    ((0.165, -0.115, 0.02), (0.265, -0.200, -0.17), 0.030, (0.015, 0, 0)),
    ((0.140, -0.130, 0.20), (0.205, -0.200, 0.06), 0.020, (0.010, 0, 0)),
    ((0.060, -0.145, 0.62), (0.070, -0.225, 0.54), 0.018, (0, 0, 0)),
    ((0.090, -0.140, 0.46), (0.110, -0.205, 0.38), 0.015, (0, 0, 0)),
)


def _horns(fine: int) -> list[Part]:
    parts: list[Part] = []
    rings, sides = 5 + 2 * fine, 4 + fine
    for table, jaw in ((_HORNS, False), (_JAW_HORNS, True)):
        for base, tip, radius, bow in table:
            a, b = (in_jaw(base), in_jaw(tip)) if jaw else (base, tip)
            made = cone(a, b, radius, Look(HORN, JAW), bow, rings=rings, sides=sides, power=0.7)
            fade = made.place[:, :1]
            colour = np.array([0.030, 0.024, 0.020]) * (1 - fade) + np.array([0.20, 0.165, 0.12]) * fade
            size = float(np.linalg.norm(np.subtract(tip, base))) / 0.75
            rings_ = made.place * np.array([min(size, 1.0), 1, 1], np.float32)
            made = made.with_(
                place=rings_,
                colour=colour.astype(np.float32),
                weight=np.full(len(made.rest), float(jaw), np.float32),
            )
            parts += [made] if base[0] == 0 else [made, made.mirrored()]
    return parts


_UPPER_TEETH = (
    (0.022, 0.822, 0.050, 0.011), (0.058, 0.800, 0.085, 0.014), (0.088, 0.745, 0.165, 0.021),
    (0.097, 0.680, 0.070, 0.013), (0.101, 0.620, 0.105, 0.016), (0.106, 0.560, 0.060, 0.012),
    (0.110, 0.500, 0.085, 0.014), (0.118, 0.440, 0.052, 0.011), (0.126, 0.380, 0.070, 0.013),
    (0.133, 0.320, 0.044, 0.010), (0.140, 0.265, 0.052, 0.010), (0.147, 0.210, 0.034, 0.008),
)  # fmt: skip
_LOWER_TEETH = (
    (0.020, 0.732, 0.050, 0.010), (0.052, 0.702, 0.135, 0.018), (0.074, 0.645, 0.065, 0.012),
    (0.083, 0.585, 0.095, 0.015), (0.092, 0.525, 0.056, 0.011), (0.101, 0.465, 0.078, 0.013),
    (0.110, 0.405, 0.048, 0.010), (0.119, 0.345, 0.062, 0.011), (0.127, 0.285, 0.040, 0.009),
    (0.135, 0.230, 0.046, 0.009),
)  # fmt: skip


def _teeth(fine: int) -> list[Part]:
    """Fangs and smaller teeth, curved back, from the lips' rims."""
    parts: list[Part] = []
    ivory = np.array([0.62, 0.54, 0.40], np.float32)
    for table, jaw in ((_UPPER_TEETH, False), (_LOWER_TEETH, True)):
        for x, z, length, radius in table:
            up = 1.0 if jaw else -1.0
            gum = -0.058 if jaw else -0.045
            base, tip = (x, gum - 0.012 * up, z), (x * 0.97, gum + up * length, z - 0.22 * length)
            bow = (0.10 * length, 0, 0.10 * length)
            a, b = (in_jaw(base), in_jaw(tip)) if jaw else (base, tip)
            made = cone(a, b, radius, Look(TOOTH, JAW), bow, rings=3 + fine, sides=3 + fine, power=0.75)
            root = step(made.place[:, 0], 0.22, 0.0)
            made = made.with_(
                colour=mix(ivory, np.array([0.16, 0.07, 0.04], np.float32), root),
                weight=np.full(len(made.rest), float(jaw), np.float32),
                openness=(0.45 + 0.55 * made.place[:, 0]).astype(np.float32),
                glow=np.full(len(made.rest), 1.15 - z, np.float32),
            )
            parts += [made, made.mirrored()]
    return parts


def _tongue(fine: int) -> list[Part]:
    """A tongue that lies in the lower jaw, curls up and ends in two tips."""
    parts: list[Part] = []
    n = 6 + 3 * fine
    k = np.linspace(0, 1, n, dtype=np.float32)
    body = [(0.0, -0.078 + 0.046 * math.sin(2.4 * w) + 0.020 * w * w, -0.06 + 0.58 * w) for w in k]
    path = np.array([in_jaw(p) for p in body], np.float32)
    root = np.sqrt(np.clip(k / 0.2, 0.0004, 1))
    width = np.stack([0.058 * root * np.sqrt(1 - 0.70 * k**2), 0.022 * root * (1 - 0.55 * k)], -1)
    made = tube(path, width.astype(np.float32), Look(FLESH, JAW), 6 + 2 * fine)
    red = np.array([0.30, 0.040, 0.036], np.float32)
    parts.append(_fleshy(made, red, 0.45 * step(made.place[:, 0], 0.45, 0.0)))
    w = np.linspace(0, 1, 5 + fine, dtype=np.float32)
    fork = [(0.016 + 0.030 * t, body[-1][1] + 0.030 * t * t, body[-1][2] - 0.02 + 0.13 * t) for t in w]
    path = np.array([in_jaw(p) for p in fork], np.float32)
    tip = tube(path, (0.019 * (1 - 0.92 * w)).astype(np.float32), Look(FLESH, JAW), 5 + fine)
    tip = _fleshy(tip, red, np.zeros(len(tip.rest), np.float32))
    return [*parts, tip, tip.mirrored()]


def _fleshy(made: Part, colour: Floats, glow: Floats) -> Part:
    n = len(made.rest)
    tint = np.broadcast_to(colour, (n, 3)).astype(np.float32)
    return made.with_(
        colour=tint, glow=glow, weight=np.ones(n, np.float32), openness=np.full(n, 0.6, np.float32)
    )


def _eyes(fine: int) -> list[Part]:
    """Eyes that look forward and out from under the brows."""
    made = ball((0, 0, 0), 0.043, Look(EYE, JAW), 6 + 3 * fine)
    c, s = math.cos(0.95), math.sin(0.95)
    x, y, z = made.rest.T
    turned = np.stack([c * x - s * z + 0.140, y + 0.158, s * x + c * z + 0.182], -1)
    n = len(made.rest)
    made = made.with_(
        rest=turned.astype(np.float32), weight=np.zeros(n, np.float32), glow=np.ones(n, np.float32)
    )
    return [made, made.mirrored()]


def head(colours: list[Floats], fine: int) -> list[Part]:
    """All parts of a head, in head space, ``fine`` from 1 to 4; colours are hide, belly and accent."""
    cell = (0.080, 0.046, 0.030, 0.0225)[fine - 1]
    parts = [*_skin(colours, cell), *_horns(fine), *_eyes(fine)]
    return parts if fine == 1 else [*parts, *_teeth(fine), *_tongue(fine)]
