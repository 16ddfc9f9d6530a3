"""What quadrupeds wear: eyes, noses, ears, horns, manes, hooves, shells, trunks."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from vitascope.engines.previz.compiled import Floats, Ints
from vitascope.engines.previz.rigs.beasts import Beast
from vitascope.engines.previz.rigs.colours import mix
from vitascope.engines.previz.rigs.hair import beard, crest, fringe, great_mane, mane, ruff, topknot, wool
from vitascope.engines.previz.rigs.horns import (
    BLACK,
    Face,
    antlers,
    back_horns,
    great_horns,
    horns,
    knobs,
    nose_horns,
    tusks,
    unicorn,
)
from vitascope.engines.previz.rigs.kit import Kit, Point, fan, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, tube
from vitascope.engines.previz.rigs.stuff import Stuff

BROW = 0.25
"""How far the upper lids hang over the eyes outward, radians."""
LIPS, GAPE, SUNK = 0.62, 0.62, 0.96
"""How far below its middle, radians, lips run round a muzzle, how far back, as a share of its length, and how
deep they lie in it, as a share of its radius."""


def dress(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Add everything that is not flesh."""
    _eyes(kit, beast, colours, face)
    _ears(kit, beast, colours, face)
    if beast.hooves:
        _hooves(kit, beast)
    for extra in beast.extras:
        if extra in EXTRAS:
            EXTRAS[extra](kit, beast, colours, face, back)


def _eyes(kit: Kit, beast: Beast, colours: list[Floats], face: Face) -> None:
    (_, y, z), (_, ny, nz) = face
    h, m = beast.head, beast.muzzle
    wide = 0.72 if beast.hooves or beast.bare else 0.60
    size = (0.13 if beast.hooves or beast.bare else 0.19) * h + 0.004
    eye = ball((0, 0, 0), size, Look(Stuff.EYE), 6 + 3 * kit.fine, beast.eye)
    ahead = -0.9 if not beast.hooves else -0.35
    at = (wide * h, y + 0.22 * h, z + 0.62 * h)
    kit.pair("eye", at, "head")
    kit.add(moved(eye, at, (0, ahead, 0)), "eye_r", both=True)
    if kit.fine > 1:
        _lids(kit, beast, colours, at, (0.86 * size, ahead))
        _brows(kit, beast, colours, at, (size, ahead))
        _mouth(kit, beast, face)
    if not beast.bare and not beast.hooves:
        nose = ball(
            (0, ny + 0.35 * m, nz - 0.05 * m),
            (0.55 * m, 0.40 * m, 0.42 * m),
            Look(Stuff.RUBBER),
            6 + kit.fine,
            BLACK,
        )
        kit.add(nose, "head")
    else:
        hole = ball(
            (0.43 * m, ny + 0.18 * m, nz + 0.19 * m),
            (0.10 * m, 0.22 * m, 0.20 * m),
            Look(Stuff.RUBBER),
            5 + kit.fine,
            BLACK,
        )
        kit.add(hole, "head", both=True)


def _lids(kit: Kit, beast: Beast, colours: list[Floats], at: Point, sized: tuple[float, float]) -> None:
    """What is seen where an eye has gone in: a lid and its dark rim."""
    size, ahead = sized
    lid = ball((0, 0, 0), size, Look(Stuff.HIDE if beast.bare else Stuff.FUR), 10, tone_of(0.8 * colours[0]))
    kit.add(moved(lid, at, (0, ahead, 0)), "head", both=True)
    w = np.linspace(-1.25, 1.25, 12)
    rim = np.stack([0.98 * size * np.cos(w), -0.30 * size * np.cos(w), 0.98 * size * np.sin(w)], -1)
    line = tube(rim.astype(np.float32), np.full(12, 0.13 * size, np.float32), Look(Stuff.RUBBER), 5, BLACK)
    kit.add(moved(line, at, (0, ahead, 0)), "head", both=True)


def _brows(kit: Kit, beast: Beast, colours: list[Floats], at: Point, sized: tuple[float, float]) -> None:
    """A dark rim about the eye, and an upper lid that shades it."""
    size, ahead = sized
    turn = np.linspace(0.0, math.tau, 15)
    ring = np.stack([0.42 + 0.0 * turn, 0.90 * np.cos(turn), 0.90 * np.sin(turn)], -1) * size
    rim = tube(ring.astype(np.float32), np.full(15, 0.17 * size, np.float32), Look(Stuff.RUBBER), 5, BLACK)
    kit.add(moved(rim, at, (0, ahead, 0)), "head", both=True)
    arc = [
        (1.12 * size * math.cos(a), 1.12 * size * math.sin(a)) for a in np.linspace(0.62, 0.5 * math.pi, 6)
    ]
    coat = Look(Stuff.HIDE if beast.bare else Stuff.FUR)
    lid = lathe(arc, coat, 12, tone_of(0.62 * colours[0]), crisp=False)
    kit.add(moved(lid, at, (0, ahead, -BROW)), "head", both=True)


def _mouth(kit: Kit, beast: Beast, face: Face) -> None:
    """The line between the lips, from one corner round the muzzle to the other."""
    if "trunk" in beast.extras:
        return
    (_, y, z), (_, ny, nz) = face
    h, m = beast.head, beast.muzzle
    back, tip = np.array([0.0, y - 0.20 * h, z + 0.35 * h]), np.array([0.0, ny, nz - 0.6 * m])
    flat, deep = math.cos(LIPS), math.sin(LIPS)
    sides = [(share, SUNK * (m + (0.74 * h - m) * share)) for share in np.linspace(GAPE, 0.0, 6)]
    right = [tip + share * (back - tip) + r * np.array([flat, -deep, 0.0]) for share, r in sides]
    bow = [
        tip + SUNK * m * np.array([flat * math.cos(a), -deep, flat * math.sin(a)])
        for a in np.linspace(0.0, 0.5 * math.pi, 6)[1:]
    ]
    half = [*right, *bow]
    left = [point * (-1.0, 1.0, 1.0) for point in reversed(half[:-1])]
    path = np.array([*half, *left], np.float32)
    line = tube(path, np.full(len(path), 0.05 * m + 0.001, np.float32), Look(Stuff.PLAIN), 5, BLACK)
    kit.add(line, "head")


def _ears(kit: Kit, beast: Beast, colours: list[Floats], face: Face) -> None:
    (_, y, z), _ = face
    h, e = beast.head, beast.ear
    if not beast.ears:
        return
    kit.pair("ear", (0.55 * h, y + 0.6 * h, z - 0.1 * h), "head")
    outside, inside = (
        colours[0] * 0.8,
        mix(colours[0], np.array([0.5, 0.22, 0.18], np.float32), 0.0 if beast.bare else 0.4),
    )
    look = Look(Stuff.HIDE if beast.bare else Stuff.FUR)
    flat = _leaf_shape(beast.ears)
    made = fan([(u * e, v * e) for u, v in flat], look, tone_of(outside), 0.14 * e + 0.002, "xy")
    front = made.rest[:, 2] > 0
    tint = np.where(front[:, None], inside, outside).astype(np.float32)
    cup = made.rest + np.stack([0 * front, 0 * front, 1.6 * made.rest[:, 0] ** 2 / max(e, 1e-3)], -1)
    at, turn = _ear_pose(beast, (0.0, y, z))
    kit.add(moved(made.with_(colour=tint, rest=cup.astype(np.float32)), at, turn), "ear_r", both=True)


def _leaf_shape(kind: str) -> list[tuple[float, float]]:
    t = np.linspace(0, 2 * math.pi, 18, endpoint=False)
    if kind in {"round", "disc"}:
        return [(0.75 * math.cos(a), 0.55 + 0.75 * math.sin(a)) for a in t]
    if kind == "long":
        return [(0.16 * math.sin(a) * (1 + 0.3 * math.cos(a)), 0.5 - 0.5 * math.cos(a)) for a in t]
    if kind == "elephant":
        return [
            (
                0.45 - 0.5 * math.cos(a),
                -0.25 + (0.62 + 0.20 * math.cos(a)) * math.sin(a) - 0.2 * (1 - math.cos(a)) / 2,
            )
            for a in t
        ]
    if kind in {"floppy", "floppy_side"}:
        return [(0.33 * math.sin(a) * (1 - 0.25 * math.cos(a)), 0.5 - 0.55 * math.cos(a)) for a in t]
    return [
        (0.34, 0.0),
        (0.30, 0.3),
        (0.16, 0.7),
        (0.0, 1.0),
        (-0.16, 0.7),
        (-0.30, 0.3),
        (-0.34, 0.0),
        (0.0, -0.1),
    ]


def _ear_pose(beast: Beast, at: Point) -> tuple[Point, Point]:
    _, y, z = at
    h = beast.head
    if beast.ears == "floppy":
        return (0.80 * h, y + 0.62 * h, z - 0.05 * h), (0.0, 0.9, -2.7)
    if beast.ears == "floppy_side":
        return (0.62 * h, y + 0.55 * h, z - 0.25 * h), (0.0, 0.2, -1.75)
    if beast.ears == "elephant":
        return (0.66 * h, y + 0.25 * h, z - 0.30 * h), (0.0, 1.05, -0.35)
    if beast.ears == "long":
        return (0.38 * h, y + 0.75 * h, z - 0.2 * h), (-0.25, 0.3, -0.15)
    return (0.55 * h, y + 0.66 * h, z - 0.05 * h), (-0.1, 0.35, -0.28)


def _hooves(kit: Kit, beast: Beast) -> None:
    x, t = 0.28 * beast.wide, beast.thick
    for bone, z in (("foreshin_r", 0.20 + 0.9 * t), ("hindshin_r", -0.34 - 0.05 * beast.leg + 1.1 * t)):
        hoof = lathe(
            ((0.0, 0.0), (1.35 * t, 0.0), (1.0 * t, 1.7 * t), (0.0, 1.9 * t)),
            Look(Stuff.HORN),
            kit.sides(6),
            (0.05, 0.04, 0.035),
        )
        kit.add(moved(hoof, (x, 0.0, z)), bone, both=True)


def _trunk(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    del back
    _, (_, ny, nz) = face
    m, ends = beast.muzzle, [0.0, 0.36, 0.70, 1.0]
    way = [
        np.array(
            [0, ny + 0.2 * m - 0.46 * w + 0.0 * w, nz - 0.25 * m + 0.09 * math.sin(2.2 * w) + 0.06 * w * w]
        )
        for w in np.linspace(0, 1, 16)
    ]
    kit.bone("trunk", tuple(way[0]), "head")
    for k in range(3):
        start = way[round(15 * ends[k])]
        kit.bone(f"trunk{k}", tuple(start), "trunk" if k == 0 else f"trunk{k - 1}")
    w = np.linspace(0, 1, 16)
    made = tube(
        np.array(way, np.float32),
        (m * (0.92 - 0.60 * w)).astype(np.float32),
        Look(Stuff.HIDE),
        kit.sides(6),
        (np.array(colours[0])[None] * (0.9 + 0.12 * np.sin(60 * w))[:, None]).astype(np.float32),
    )
    group = np.repeat(np.clip(np.floor(w * 3), 0, 2), kit.sides(6) + 1).astype(int)
    mine = np.array([kit.number(f"trunk{k}") for k in range(3)])
    after = np.minimum(group + 1, 2)
    made = kit.add(made.with_(place=made.rest.copy()), "trunk0")
    kit.parts[-1] = _soft(
        made,
        mine[group] + 256 * mine[after],
        np.repeat(np.mod(w * 3, 1) ** 2 * (w < 2 / 3), kit.sides(6) + 1),
    )


def _soft(made: Part, groups: Ints, share: Floats) -> Part:
    return replace(made, group=groups.astype(np.int32), weight=share.astype(np.float32))


HORN = (0.14, 0.085, 0.03)
"""What shells are made of."""


def _shell(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    del beast, face
    low = back - 0.035
    made = ball((0, low, -0.08), (0.30, 0.23, 0.40), Look(Stuff.HIDE), 24 + 16 * kit.fine)
    p = made.rest
    across, along = p[:, 0] / 0.19, (p[:, 2] + 0.08) / 0.17
    shift = 0.5 * (np.abs(np.round(across)) % 2)
    seam = np.maximum(np.abs(across - np.round(across)), np.abs(along + shift - np.round(along + shift)))
    rim = np.clip((low + 0.035 - p[:, 1]) * 40, 0, 1)
    dark = np.clip((seam - 0.36) * 12, 0, 1) * (1 - rim)
    horn = mix(colours[0] * 0.45, np.array(HORN, np.float32), 0.5)
    plate = mix(np.broadcast_to(horn, p.shape), horn * 0.2, dark.astype(np.float32))
    tone = mix(plate, colours[0] * 1.3, (0.8 * rim).astype(np.float32))
    flat = np.where(p[:, 1:2] < low - 0.02, p * [0.92, 0, 0.92] + [0, low - 0.02, -0.006], p)
    kit.add(made.with_(colour=tone.astype(np.float32), rest=flat.astype(np.float32)))


def _patches(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    del colours, back
    (_, y, z), _ = face
    h = beast.head
    spot = ball(
        (0.50 * h, y + 0.16 * h, z + 0.60 * h), (0.26 * h, 0.30 * h, 0.24 * h), Look(Stuff.FUR), 10, BLACK
    )
    kit.add(spot, "head", both=True)


def _udder(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    del colours, face, back
    kit.add(
        ball((0, beast.leg - 0.02, -0.27), (0.085, 0.06, 0.085), Look(Stuff.SKIN), 10, (0.75, 0.42, 0.38))
    )


Extra = Callable[[Kit, Beast, list[Floats], Face, float], None]


EXTRAS: dict[str, Extra] = {
    "mane": mane, "crest": crest, "great_mane": great_mane, "ruff": ruff, "horns": horns,
    "great_horns": great_horns, "back_horns": back_horns, "antlers": antlers, "unicorn": unicorn,
    "knobs": knobs, "nose_horns": nose_horns, "beard": beard, "tusks": tusks, "trunk": _trunk,
    "wool": wool, "topknot": topknot, "fringe": fringe,
    "shell": _shell, "patches": _patches,
    "udder": _udder,
}  # fmt: skip
