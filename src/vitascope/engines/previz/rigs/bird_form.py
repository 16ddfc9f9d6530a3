"""The shape of a bird: body, beak, tail and feathered wings, spread flat in rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import mix, step
from vitascope.engines.previz.rigs.mesh import Look, Mesh, Part, ball, cone, grid, join, tube
from vitascope.engines.previz.rigs.noise import cloud, slopes

BODY, FEATHER, BEAK, EYE, BLUR = range(5)
RIGHT, LEFT = 1, 2
"""Hinge groups of the wings."""
_SHOULDER = 0.050


@dataclass(frozen=True)
class Plumage:
    """Wing proportions: span of one wing and depth, in body lengths; how far the first feathers part.

    ``stout`` and ``skull`` are how thick body and head are beside a usual bird's; ``bill`` is how long and
    thick it is. ``blurred`` wings beat too fast to be seen; a ``wader`` has a long neck, and legs that trail.
    """

    span: float
    chord: float
    blunt: float
    fingers: float
    stout: float = 1.0
    skull: float = 1.0
    bill: tuple[float, float] = (0.080, 0.021)
    blurred: bool = False
    wader: bool = False


def feathers(seed: int) -> Floats:
    """Feathers side by side, ``(256, 256, 6)``: u from root to tip, v across five of them."""
    v, u = np.meshgrid(*[(np.arange(256, dtype=np.float32) + 0.5) / 256] * 2, indexing="ij")
    across = np.mod(v * 5, 1)
    barbs = 0.5 + 0.5 * np.sin(2 * np.pi * (40 * u + 6 * abs(across - 0.42)))
    shaft = np.exp(-(((across - 0.42) / 0.035) ** 2))
    edge = step(across, 0.0, 0.10) * (1 - 0.35 * step(across, 0.86, 1.0))
    shade = (0.80 + 0.20 * edge) * (0.95 + 0.05 * barbs) * (0.90 + 0.2 * cloud((256, 256), (4, 8), 4, seed))
    height = (edge * 0.5 + 0.4 * shaft + 0.06 * barbs).astype(np.float32)
    along, side = slopes(height)
    return np.stack([shade, shade, shade, np.ones_like(u), along, side], -1).astype(np.float32)


_AT = (-0.34, -0.28, -0.20, -0.08, 0.06, 0.18, 0.26, 0.32, 0.38, 0.43, 0.455)
_HALF = (0.008, 0.026, 0.050, 0.082, 0.098, 0.092, 0.074, 0.062, 0.060, 0.042, 0.012)
_LINE = (0.010, 0.006, 0.0, -0.006, -0.006, 0.002, 0.016, 0.026, 0.030, 0.028, 0.026)


def _smooth(z: Floats | float, values: tuple[float, ...]) -> Floats:
    fine = np.linspace(-0.40, 0.50, 361)
    bell = np.exp(-((np.arange(-16, 17) / 7.0) ** 2))
    soft = np.convolve(np.pad(np.interp(fine, _AT, values), 16, mode="edge"), bell / bell.sum(), "valid")
    return np.asarray(np.interp(z, fine, soft), np.float32)


def _body(colours: list[Floats], shape: Plumage, fine: int) -> list[Part]:
    body, head, wing, _, beak = colours
    z = np.linspace(-0.34, 0.455, 8 + 8 * fine, dtype=np.float32)
    half = _smooth(z, _HALF)
    half *= shape.stout + (shape.skull - shape.stout) * step(z, 0.22, 0.32)
    half[-1] = 0.006
    path = np.stack([0 * z, _smooth(z, _LINE), z], -1)
    made = tube(path, np.stack([half * 0.92, half], -1), Look(BODY), 6 + 5 * fine)
    at, up = made.rest[:, 2], made.rest[:, 1]
    tint = mix(
        np.broadcast_to(body, made.rest.shape), wing, 0.8 * step(up, 0.035, 0.085) * step(at, 0.24, 0.12)
    )
    tint = mix(tint, head, step(at, 0.22, 0.29))
    shade = 0.70 + 0.30 * step(up, -0.09, 0.02)
    coat = made.place * np.array([9.0, 2.0, 0], np.float32)
    made = made.with_(colour=tint, openness=shade, place=coat)
    y = float(_smooth(0.45, _LINE))
    bill = cone(
        (0, y, 0.435),
        (0, y - 0.022, 0.435 + shape.bill[0]),
        shape.bill[1],
        Look(BEAK),
        (0, 0.010, 0),
        sides=4 + 2 * fine,
        colour=beak,
    )
    eyes = [ball((0.050, y + 0.020, 0.392), 0.0095, Look(EYE), 4 + fine, (0.006, 0.005, 0.005))]
    if shape.skull > 1.4:
        eyes = [
            ball((0.036, y + 0.030, 0.428), 0.024, Look(EYE), 6 + 2 * fine, (0.80, 0.42, 0.03)),
            ball((0.040, y + 0.031, 0.442), 0.0125, Look(EYE), 4 + fine, (0.004, 0.004, 0.004)),
        ]
    if shape.wader:
        eyes += [_trailing(beak, fine)]
    return [made, bill, *eyes, *(eye.mirrored() for eye in eyes)]


def _trailing(colour: Floats, fine: int) -> Part:
    """A long leg, stretched out behind."""
    foot = (0.030, -0.035, -0.78)
    return cone((0.030, -0.03, -0.20), foot, 0.012, Look(BEAK), sides=4 + fine, colour=colour, power=0.2)


def _blurred(wing: list[Part], span: float) -> list[Part]:
    """The wing again and again above and below itself, faint."""
    found: list[Part] = []
    for k, turn in enumerate(np.linspace(-0.5, 0.5, 7)):
        for each in wing:
            away = np.clip(each.rest[:, 0] - _SHOULDER, 0.0, span)
            look = Look(BLUR, RIGHT, 2 + k)
            found.append(replace(each.with_(flex=(float(turn) * away).astype(np.float32)), look=look))
    return found


def _leaf(
    root: Floats, tip: Floats, width: tuple[float, float], look: Look, cells: int, colour: Floats
) -> Part:
    """One feather: a narrow sheet, ``width`` at root and before its rounded tip."""
    u = np.linspace(0, 1, cells + 1, dtype=np.float32)[:, None]
    along = tip - root
    side = np.array([along[2], 0, -along[0]], np.float32) / (np.linalg.norm(along) + 1e-9)
    half = (width[0] + (width[1] - width[0]) * u) * np.sqrt(np.clip(1 - u**6, 0.0, 1))
    v = np.array([-1.0, 0.2, 1.0], np.float32)
    points = (root + along * u)[:, None] + (half * v)[..., None] * side
    camber = 0.10 * half * (1 - v**2)
    points[..., 1] += camber
    made = grid(points.astype(np.float32), look, colour)
    place = made.place * np.array([1.0, 0.2, 0], np.float32)
    return made.with_(place=place)


def _wing(colours: list[Floats], shape: Plumage, fine: int) -> list[Part]:
    _, _, wing, tip, _ = colours
    span, chord = shape.span, shape.chord
    wrist = 0.46 * span
    look = Look(FEATHER, RIGHT, 1)
    x = np.linspace(-0.02, wrist * 1.08, 4 + 4 * fine, dtype=np.float32)
    w = x / wrist
    lead = 0.055 * np.sin(np.clip(w, 0, 1.1) * 1.5)
    scallop = 0.012 * abs(np.sin(w * np.pi * 6))
    trail = lead - chord * (1.0 - 0.12 * w**2) + scallop - 0.03 * np.clip(w, 0, 1)
    v = np.linspace(0, 1, 3 + 2 * fine, dtype=np.float32)
    z = lead[None] + (trail - lead)[None] * v[:, None]
    y = 0.11 * chord * np.sin(np.pi * v**0.6)[:, None] * (1 - 0.55 * np.clip(w, 0, 1))[None]
    points = np.stack([np.broadcast_to(x[None], z.shape), y, z], -1)
    inner = grid(points.astype(np.float32), look)
    tint = mix(np.broadcast_to(wing, inner.rest.shape), tip, 0.55 * step(inner.place[:, 0], 0.55, 1.0))
    parts = [inner.with_(colour=tint, place=inner.place * np.array([1, 3.0, 0], np.float32))]
    count = 5 + 2 * fine
    for k in range(count):
        f = k / (count - 1)
        turn = 0.10 + 1.42 * f ** (0.75 + 0.25 * shape.fingers)
        reach = (span - wrist) * (1.0 - (0.62 - 0.26 * shape.blunt) * f)
        root = np.array([wrist * (1.04 - 0.10 * f), 0.004 - 0.0010 * k, 0.046 - 0.10 * chord * f], np.float32)
        end = root + reach * np.array([np.cos(turn), 0.0, -np.sin(turn)], np.float32)
        wide = 0.020 + 0.030 * f + 0.012 * (1 - shape.fingers)
        edge = mix(tip, wing, 0.75 * step(f, 0.45, 1.0))
        parts.append(_leaf(root, end, (wide, wide * (1.05 - 0.35 * (1 - f))), look, 2 + 2 * fine, edge))
    shift = np.array([_SHOULDER, 0, 0], np.float32)
    return [p.with_(rest=(p.rest + shift).astype(np.float32)) for p in parts]


def _tail(colours: list[Floats], fine: int) -> list[Part]:
    body, _, wing, _, _ = colours
    parts: list[Part] = []
    count = 3 + 2 * fine
    for k in range(count):
        f = 2 * k / (count - 1) - 1
        root = np.array([0.010 * f, 0.008 + 0.002 * (1 - abs(f)), -0.28], np.float32)
        end = root + 0.22 * (1 - 0.08 * f * f) * np.array(
            [np.sin(0.42 * f), 0.0, -np.cos(0.42 * f)], np.float32
        )
        parts.append(_leaf(root, end, (0.012, 0.026), Look(FEATHER, 0, 1), 2 + fine, mix(body, wing, 0.35)))
    return parts


def bird_mesh(colours: list[Floats], shape: Plumage, fine: int, worn: Sequence[Part] = ()) -> Mesh:
    """A bird, ``fine`` from 1 to 3; colours are body, head, wing, wing tip, beak."""
    right = _wing(colours, shape, fine)
    if shape.blurred:
        right = _blurred(right, shape.span)
    left = [p.mirrored(replace(p.look, group=LEFT)) for p in right]
    own = [*_body(colours, shape, fine), *_tail(colours, fine), *worn]
    return join([*own, *right, *left])
