"""The shape of a fish: body, fins, eyes, barbels, for several builds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.mesh import Look, Mesh, Part, ball, grid, join, outward, tube

SKIN, FIN, EYE, BARBEL = range(4)
PECTORAL, PELVIC = (1, 2), (3, 4)
"""Hinge groups of the paired fins, right and left."""
DORSAL, ANAL = 5, 6


@dataclass(frozen=True)
class Build:
    """Proportions. ``deep`` and ``wide`` scale the carp's profile; fins are scaled by their own."""

    deep: float = 1.0
    wide: float = 1.0
    snout: float = 0.0
    pectoral: float = 1.0
    dorsal: float = 1.0
    dorsal_base: tuple[float, float] = (0.36, 0.66)
    tail: float = 1.0
    upper_lobe: float = 1.0
    fork: float = 0.45
    barbels: bool = True
    eye: float = 1.0
    scaled: float = 1.0


TRUNK = 0.80
"""Share of the length from the nose to the root of the tail fin."""
EYE_AT = (0.098, 0.20)
_AT = (0.0, 0.02, 0.06, 0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_TOP = (0.006, 0.021, 0.042, 0.067, 0.092, 0.113, 0.119, 0.112, 0.098, 0.080, 0.060, 0.046, 0.042)
_BOTTOM = (0.010, 0.028, 0.047, 0.066, 0.084, 0.100, 0.106, 0.104, 0.092, 0.073, 0.053, 0.041, 0.040)
_WIDTH = (0.012, 0.029, 0.047, 0.064, 0.078, 0.086, 0.086, 0.080, 0.068, 0.052, 0.036, 0.019, 0.003)


def _smooth(s: Floats | float, values: tuple[float, ...]) -> Floats:
    """Interpolate a profile without its corners."""
    fine = np.linspace(-0.1, 1.1, 241)
    raw = np.interp(fine, _AT, values)
    raw = np.where(fine < 0, values[0] - (np.interp(-fine, _AT, values) - values[0]), raw)
    kernel = np.exp(-((np.arange(-8, 9) / 3.5) ** 2))
    soft = np.convolve(np.pad(raw, 8, mode="edge"), kernel / kernel.sum(), "valid")
    return np.asarray(np.interp(s, fine, soft), np.float32)


@dataclass(frozen=True)
class Profile:
    """Height above and below the middle line and half width at ``s``, 0 at the nose, 1 at the tail."""

    build: Build

    def at(self, s: Floats | float) -> tuple[Floats, Floats, Floats]:
        """Top, bottom and half width, in body lengths."""
        b = self.build
        point = 1 - b.snout * np.exp(-np.asarray(s) * 9)
        close = np.sqrt(np.clip(np.asarray(s) / 0.02, 0, 1))
        top, bottom = _smooth(s, _TOP) * b.deep, _smooth(s, _BOTTOM) * b.deep
        keep = 0.25 + 0.75 * close
        return top * point * keep, bottom * point * keep, _smooth(s, _WIDTH) * b.wide * point * keep


def _z(s: Floats | float) -> Floats:
    return np.asarray(0.5 - np.asarray(s) * TRUNK, np.float32)


def _body(profile: Profile, rings: int, sides: int) -> Part:
    s = (np.linspace(0, 1, rings) ** 1.25).astype(np.float32)
    top, bottom, width = (a[:, None] for a in profile.at(s))
    v = np.linspace(0, 1, sides + 1, dtype=np.float32)[None]
    turn = v * 2 * np.pi
    up = -np.cos(turn)
    across = np.sin(turn)
    across = np.sign(across) * np.abs(across) ** 0.92
    y = np.where(up > 0, top * up, bottom * up)
    points = np.stack([width * across, y, np.broadcast_to(_z(s)[:, None], y.shape)], -1)
    made = grid(points.astype(np.float32), Look(SKIN))
    place = np.stack([np.broadcast_to(s[:, None], y.shape), np.broadcast_to(v, y.shape), 0 * y], -1)
    shade = 0.72 + 0.28 * np.clip(up + 0.9, 0, 1)
    open_ = np.broadcast_to(shade, y.shape).ravel().astype(np.float32)
    return outward(made).with_(place=place.reshape(-1, 3).astype(np.float32), openness=open_)


def _fan(
    roots: Floats, angles: Floats, lengths: Floats, plane: tuple[Floats, Floats], look: Look, rows: int,
    curl: float = 0.0,
) -> Part:  # fmt: skip
    """A fin: rays from ``roots`` at ``angles`` within a plane of two unit vectors, curling by ``curl``."""
    u = np.linspace(0, 1, rows, dtype=np.float32)
    turn = angles[None] + curl * u[:, None] * np.sign(angles)[None]
    stride = lengths[None] / (rows - 1)
    forward = np.cumsum(np.cos(turn) * stride, 0) - np.cos(turn[:1]) * stride
    sideways = np.cumsum(np.sin(turn) * stride, 0) - np.sin(turn[:1]) * stride
    points = roots[None] + forward[..., None] * plane[0] + sideways[..., None] * plane[1]
    made = grid(points.astype(np.float32), look)
    inset = made.place * np.array([0.985, 1, 1], np.float32) + np.array([0.006, 0, 0], np.float32)
    return made.with_(flex=np.repeat(u, len(angles)), place=inset)


def _vector(x: float, y: float, z: float) -> Floats:
    v = np.array([x, y, z], np.float32)
    return np.asarray(v / np.linalg.norm(v), np.float32)


def _tail(profile: Profile, cells: int) -> Part:
    b = profile.build
    v = np.linspace(-1, 1, 2 * cells + 1, dtype=np.float32)
    root = np.stack([0 * v, 0.036 * v * b.deep, (_z(0.965) - 0.030 * (1 - v**2)).astype(np.float32)], -1)
    lobe = np.where(v > 0, b.upper_lobe, 1.0)
    full = (1 - b.fork) + b.fork * np.abs(v) ** 1.1
    rounded = 1 - 0.28 * np.abs(v) ** 7
    lengths = 0.235 * b.tail * full * rounded * lobe
    back, up = _vector(0, 0, -1), _vector(0, 1, 0)
    return _fan(root, 0.72 * v, lengths.astype(np.float32), (back, up), Look(FIN, 0, 1), cells, -0.16)


def _dorsal(profile: Profile, cells: int) -> Part:
    b = profile.build
    w = np.linspace(0, 1, 2 * cells + 1, dtype=np.float32)
    s = b.dorsal_base[0] + (b.dorsal_base[1] - b.dorsal_base[0]) * w
    root = np.stack([0 * w, profile.at(s)[0] * 0.93, _z(s)], -1)
    lengths = 0.098 * b.dorsal * np.sqrt(np.clip(w / 0.10, 0.05, 1)) * (1 - 0.5 * w**0.8)
    angles = 0.95 - 0.62 * w
    return _fan(
        root, angles.astype(np.float32), lengths.astype(np.float32),
        (_vector(0, 0, -1), _vector(0, 1, 0)), Look(FIN, DORSAL, 2), cells, -0.25,
    )  # fmt: skip


def _anal(profile: Profile, cells: int) -> Part:
    w = np.linspace(0, 1, cells + 1, dtype=np.float32)
    s = 0.73 + 0.10 * w
    root = np.stack([0 * w, -profile.at(s)[1] * 0.92, _z(s)], -1)
    lengths = 0.095 * np.sqrt(np.clip(w / 0.2, 0.1, 1)) * (1 - 0.45 * w)
    plane = (_vector(0, 0, -1), _vector(0, -1, 0))
    angles = (0.95 - 0.5 * w).astype(np.float32)
    return _fan(root, angles, lengths.astype(np.float32), plane, Look(FIN, ANAL, 3), cells, -0.2)


def paired_root(profile: Profile, s: float, height: float) -> tuple[float, float, float]:
    """Where a right-hand fin leaves the body, ``height`` from -1 (belly) to 1 (back)."""
    top, bottom, width = (float(a) for a in profile.at(s))
    y = height * (top if height > 0 else bottom)
    return width * float(np.sqrt(1 - height**2)) * 0.93, y, float(_z(s))


PECTORAL_AT, PELVIC_AT = (0.262, -0.60), (0.545, -0.84)


def _paired(profile: Profile, at: tuple[float, float], size: float, look: Look, cells: int) -> Part:
    """A paddle on the right side: out, back and a little down."""
    x, y, z = paired_root(profile, *at)
    w = np.linspace(0, 1, cells + 1, dtype=np.float32)
    root = np.stack([x + 0 * w, y - 0.006 * w, z + 0.018 - 0.036 * w * size / 0.16], -1)
    lengths = size * (0.62 + 0.42 * np.sin(np.pi * (0.12 + 0.62 * w)) - 0.22 * w**3)
    angles = (-0.22 + 1.02 * w).astype(np.float32)
    plane = (_vector(0.74, -0.42, -0.52), _vector(-0.52, -0.02, -0.86))
    made = _fan(root, angles, lengths.astype(np.float32), plane, look, cells, 0.12)
    dip = 0.16 * size * made.flex**2
    rest = made.rest - np.stack([0 * dip, dip, 0 * dip], -1)
    return made.with_(rest=rest.astype(np.float32))


def _face(profile: Profile, colour: Floats, fine: int) -> list[Part]:
    b = profile.build
    top, _, width = (float(a) for a in profile.at(EYE_AT[0]))
    up = EYE_AT[1]
    centre = (width * float(np.sqrt(1 - up**2)) * 0.865, top * up, float(_z(EYE_AT[0])))
    size = 0.0165 * b.eye
    right = ball(centre, (size * 0.82, size, size), Look(EYE), rings=6 + 2 * fine)
    parts = [right, right.mirrored()]
    if not b.barbels:
        return parts
    k = np.linspace(0, 1, 5 + fine, dtype=np.float32)
    for s, y, reach, thick in ((0.030, -0.62, 0.052, 0.0030), (0.014, -0.25, 0.030, 0.0022)):
        _, bottom, half = (float(a) for a in profile.at(s))
        path = np.stack(
            [half * 0.72 + reach * 0.42 * k, bottom * y - reach * (0.8 * k - 0.25 * k**2),
             float(_z(s)) - reach * 0.5 * k**2], -1,
        ).astype(np.float32)  # fmt: skip
        made = tube(path, thick * (1 - 0.8 * k), Look(BARBEL), 3 + fine, np.asarray(colour), (0, 0, 1))
        parts += [made, made.mirrored()]
    return parts


def fish_mesh(build: Build, colour: Floats, fine: int) -> Mesh:
    """A fish with ``fine`` from 1 (far away) to 4 (fills the picture); ``colour`` is the barbels'."""
    profile = Profile(build)
    cells = (4, 6, 9, 12)[fine - 1]
    rings, sides = ((14, 10), (26, 18), (44, 30), (64, 40))[fine - 1]
    pectoral = _paired(profile, PECTORAL_AT, 0.165 * build.pectoral, Look(FIN, PECTORAL[0], 4), cells)
    pelvic = _paired(profile, PELVIC_AT, 0.105, Look(FIN, PELVIC[0], 6), cells)
    parts = [
        _body(profile, rings, sides),
        *_face(profile, colour, fine),
        _tail(profile, cells),
        _dorsal(profile, cells),
        _anal(profile, cells),
        pectoral,
        pectoral.mirrored(Look(FIN, PECTORAL[1], 5)),
        pelvic,
        pelvic.mirrored(Look(FIN, PELVIC[1], 7)),
    ]
    return join(parts if fine > 2 else [_flattened(p) for p in parts])


def _flattened(made: Part) -> Part:
    """Far away all fins are one layer: nobody sees one through another."""
    return replace(made, look=Look(made.look.material, made.look.group, min(made.look.layer, 1)))
