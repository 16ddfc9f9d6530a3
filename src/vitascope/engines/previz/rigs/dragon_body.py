"""A dragon's body: neck, trunk, tail, legs, claws and the ridge of spines, in model space."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import mix, step
from vitascope.engines.previz.rigs.dragon_head import BODY_HIDE, HORN
from vitascope.engines.previz.rigs.mesh import Look, Part, cone, part, tube
from vitascope.engines.previz.rigs.sculpt import carve, limb, lump, sculpture

NECK_END = 0.345
"""Where the neck meets the head's hinge."""
_TAIL = -0.20
_SHAPE = sculpture(
    [
        limb((0, -0.004, 0.280), (0, -0.006, 0.24), (0.0275, 0.030), 0.02),
        limb((0, -0.006, 0.24), (0, -0.010, 0.12), (0.030, 0.046), 0.02),
        lump((0, -0.014, 0.055), (0.060, 0.076, 0.105), 0.05),
        limb((0, -0.014, 0.02), (0, -0.002, -0.11), (0.058, 0.042), 0.04),
        lump((0, -0.002, -0.125), (0.048, 0.050, 0.070), 0.04),
        limb((0, 0, -0.12), (0, 0, -0.26), (0.042, 0.026), 0.03),
        lump((0.040, 0.036, 0.070), (0.034, 0.028, 0.062), 0.03),
        lump((0.030, -0.045, 0.090), (0.036, 0.040, 0.050), 0.03),
        limb((0.050, -0.030, 0.085), (0.080, -0.080, 0.050), (0.027, 0.019), 0.02),
        limb((0.080, -0.080, 0.050), (0.072, -0.104, 0.115), (0.018, 0.011), 0.012),
        lump((0.071, -0.107, 0.128), (0.016, 0.010, 0.020), 0.010),
        lump((0.046, -0.018, -0.115), (0.032, 0.044, 0.052), 0.03),
        limb((0.052, -0.030, -0.105), (0.078, -0.078, -0.080), (0.034, 0.022), 0.02),
        limb((0.078, -0.078, -0.080), (0.070, -0.086, -0.165), (0.021, 0.011), 0.014),
        limb((0.070, -0.086, -0.165), (0.068, -0.104, -0.215), (0.011, 0.009), 0.010),
    ]
)


def _hide_colour(p: Floats, n: Floats, colours: list[Floats]) -> Floats:
    """Dark back, mottled flanks, a pale belly with cross bands."""
    base, pale, accent = colours
    mottle = np.sin(p[:, 0] * 190 + 3 * np.sin(p[:, 2] * 83)) * np.sin(p[:, 1] * 160 + p[:, 2] * 120)
    out = base * (0.92 + 0.16 * mottle)[:, None]
    out = mix(out, accent, 0.40 * step(n[:, 1], 0.45, 0.95) * (0.6 + 0.4 * mottle))
    band = 0.5 + 0.5 * np.sin(p[:, 2] * 2 * np.pi / 0.017)
    belly = step(n[:, 1], -0.40, -0.85) * step(abs(p[:, 0]), 0.050, 0.030)
    return mix(out, pale * (0.55 + 0.45 * band)[:, None], 0.8 * belly)


def _trunk(colours: list[Floats], cell: float) -> Part:
    surface = carve(_SHAPE, (-0.125, -0.14, -0.31), (0.125, 0.10, 0.37), cell, 0.045)
    keep = (surface.points[surface.triangles, 2] > _TAIL - 0.035).all(1)
    made = part(surface.points, surface.triangles[keep], Look(BODY_HIDE))
    return made.with_(
        colour=_hide_colour(surface.points, surface.normals, colours),
        openness=0.2 + 0.8 * surface.openness,
    )


def _tail_radius(z: Floats | float) -> Floats:
    at = np.array([-0.52, -0.50, -0.42, -0.34, -0.26, -0.19], np.float32)
    return np.asarray(np.interp(z, at, [0.002, 0.0045, 0.0095, 0.016, 0.0255, 0.033]), np.float32)


def _tail(colours: list[Floats], fine: int) -> list[Part]:
    """The tail, and the blade at its end."""
    z = np.linspace(_TAIL + 0.01, -0.5, 8 + 8 * fine, dtype=np.float32)
    path = np.stack([0 * z, 0 * z, z], -1)
    radius = _tail_radius(z)
    made = tube(path, np.stack([radius * 0.95, radius], -1), Look(BODY_HIDE), 6 + 4 * fine)
    normal = made.rest - np.stack([0 * made.rest[:, 0], 0 * made.rest[:, 0], made.rest[:, 2]], -1)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9
    made = made.with_(colour=_hide_colour(made.rest, normal.astype(np.float32), colours), place=made.rest)
    blade = [
        cone((0, 0, -0.475), (0.030, 0.004, -0.512), 0.010, Look(HORN), (0.010, 0, 0.008), sides=5),
        cone((0, 0, -0.485), (0, 0.002, -0.545), 0.008, Look(HORN), sides=5),
    ]
    blade = [_dark(b) for b in blade]
    return [made, *blade, blade[0].mirrored()]


def _dark(made: Part) -> Part:
    """Horn, dark at the root."""
    fade = made.place[:, :1]
    colour = np.array([0.028, 0.022, 0.018]) * (1 - fade) + np.array([0.15, 0.12, 0.09]) * fade
    short = made.place * np.array([0.16, 1, 1], np.float32)
    return made.with_(colour=colour.astype(np.float32), place=short)


_CREST = ((0.45, 0.0), (0.36, 0.022), (0.24, 0.026), (0.12, 0.036), (0.05, 0.058), (-0.02, 0.052),
          (-0.11, 0.044), (-0.20, 0.032), (-0.34, 0.016), (-0.50, 0.004))  # fmt: skip


def _spines(fine: int) -> list[Part]:
    """The ridge from the neck to the tail's end, largest over the shoulders."""
    at: Floats = np.array([c[0] for c in _CREST][::-1])
    top = np.array([c[1] for c in _CREST][::-1])
    parts: list[Part] = []
    count = (14, 26, 38, 38)[fine - 1]
    for k in range(count):
        z = 0.325 - 0.8 * k / (count - 1)
        y = float(np.interp(z, at, top))
        size = float(np.interp(z, [-0.5, -0.2, 0.05, 0.2, 0.34], [0.010, 0.022, 0.036, 0.028, 0.018]))
        size *= 1.0 if k % 2 == 0 else 0.66
        base, tip = (0.0, y - 0.004, z), (0.0, y + size, z - 0.8 * size)
        made = cone(base, tip, size * 0.30, Look(HORN), (0, 0, size * 0.10), rings=3 + fine, sides=3 + fine)
        parts.append(_dark(made))
    return parts


def _claws(fine: int) -> list[Part]:
    parts: list[Part] = []
    for x, y, z in ((0.071, -0.109, 0.138), (0.068, -0.106, -0.216)):
        for spread in (-1, 0, 1):
            base = (x + 0.010 * spread, y, z)
            tip = (x + 0.017 * spread, y - 0.020, z + 0.022)
            made = _dark(
                cone(base, tip, 0.0055, Look(HORN), (0, 0.005, 0.004), rings=3 + fine, sides=3 + fine)
            )
            parts += [made, made.mirrored()]
    return parts


def body(colours: list[Floats], fine: int) -> list[Part]:
    """All parts of a body, ``fine`` from 1 to 4; colours are hide, belly and accent."""
    cell = (0.0160, 0.0125, 0.0105, 0.0085)[fine - 1]
    parts = [_trunk(colours, cell), *_tail(colours, fine), *_spines(fine)]
    return parts if fine == 1 else [*parts, *_claws(fine)]
