"""Manes, crests, ruffs, beards and wool of quadrupeds."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.beasts import Beast
from vitascope.engines.previz.rigs.colours import mix
from vitascope.engines.previz.rigs.horns import Face
from vitascope.engines.previz.rigs.kit import Kit, shaded, tone_of
from vitascope.engines.previz.rigs.mesh import Look, ball, cone, tube
from vitascope.engines.previz.rigs.stuff import Stuff

SHOULDERS = 0.20
"""Where the forelegs are."""


def _hair(kit: Kit, path: Floats, bone: str, colour: Floats, size: tuple[float, float]) -> None:
    """Locks that hang from a line, to either side."""
    long, wide = size
    count = kit.count(6, 12, 20)
    chance = np.random.default_rng(3)
    for k in range(count):
        w = (k + 0.5) / count * (len(path) - 1)
        i = min(int(w), len(path) - 2)
        root = path[i] + (path[i + 1] - path[i]) * (w - i)
        side = (1 if k % 2 else -1) * (0.5 + 0.5 * chance.random())
        tip = root + np.array([side * 0.5 * wide, -long * (0.7 + 0.4 * chance.random()), -0.35 * long])
        lock = cone(
            root,
            tip,
            0.28 * long + 0.006,
            Look(Stuff.FUR),
            (side * wide * 0.35, 0.10 * long, 0),
            rings=5,
            sides=5,
            colour=tone_of(colour * (0.8 + 0.4 * chance.random())),
        )
        kit.add(lock, bone)


def _neck_line(beast: Beast, face: Face, back: float) -> Floats:
    (_, y, z), _ = face
    low = np.array([0, back + 0.48 * beast.deep, 0.16])
    high = np.array([0, y + 0.85 * beast.head, z - 0.3 * beast.head])
    w = np.linspace(0, 1, 8)[:, None]
    bow = np.array([0, 0.25 * beast.throat, -0.25 * beast.throat]) * np.sin(np.pi * w)
    return np.asarray(low * (1 - w) + high * w + bow, np.float32)


def mane(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Mane."""
    _hair(kit, _neck_line(beast, face, back), "neck", colours[1], (0.13, 0.10))
    (_, y, z), _ = face
    lock = [
        np.array([0, y + 0.9 * beast.head, z]),
        np.array([0, y + 0.85 * beast.head, z + 0.4 * beast.head]),
    ]
    _hair(kit, np.array(lock, np.float32), "head", colours[1], (0.07, 0.03))


def crest(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Crest."""
    path = _neck_line(beast, face, back)
    tall = np.array([0.022 + 0.016 * (k % 2) for k in range(len(path))], np.float32)
    dark = tone_of(colours[1] * 0.7)
    kit.add(tube(path, np.stack([tall * 0.35, tall], -1), Look(Stuff.FUR), 6, dark), "neck")


def great_mane(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """A lion's: rows of locks around the face, longer below."""
    del back
    (_, y, z), _ = face
    h = beast.head
    tone = mix(colours[0], np.array([0.10, 0.035, 0.012], np.float32), 0.62)
    chance = np.random.default_rng(5)
    for row in range(kit.count(3, 5, 7)):
        far = row / kit.count(3, 5, 7)
        for k in range(kit.count(12, 18, 24)):
            a = math.tau * (k + 0.5 * (row % 2)) / kit.count(12, 18, 24)
            r = h * (0.80 + 0.55 * far)
            root = np.array(
                [r * math.sin(a), y + r * math.cos(a) * 0.95 - 0.25 * far * h, z + h * (0.25 - 1.9 * far)]
            )
            long = h * (1.0 + 0.5 * far - 0.35 * math.cos(a)) * (0.8 + 0.4 * chance.random())
            tip = root + long * np.array([0.62 * math.sin(a), 0.55 * math.cos(a) - 0.35, -0.55])
            lock = cone(
                root,
                tip,
                0.30 * h,
                Look(Stuff.FUR),
                (0, 0.05 * h, 0),
                rings=5,
                sides=5,
                colour=tone_of(tone * (0.65 + 0.6 * chance.random())),
            )
            kit.add(lock, "neck" if far > 0.45 else "head")


def ruff(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Ruff."""
    del back
    (_, y, z), _ = face
    h = beast.head
    around = kit.count(9, 15, 19)
    for k in range(2 * around):
        row, a = k % 2, math.tau * (k // 2 + 0.5 * (k % 2)) / around
        r = (0.80 + 0.14 * row) * h
        root = np.array([r * math.sin(a), y - 0.15 * h + r * math.cos(a), z - (0.05 + 0.5 * row) * h])
        tip = root + h * np.array([0.42 * math.sin(a), 0.38 * math.cos(a) - 0.2, -0.85])
        tone = mix(0.75 * colours[0], colours[1], 0.10 + 0.12 * (k % 3) + 0.3 * (math.cos(a) < 0))
        lock = cone(root, tip, 0.24 * h, Look(Stuff.FUR), rings=4, sides=5, colour=tone_of(tone))
        kit.add(lock, "head" if row == 0 else "neck")


def beard(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Beard."""
    del back
    _, (_, y, z) = face
    m = beast.muzzle
    kit.add(
        cone(
            (0, y - 0.9 * m, z - 1.0 * m),
            (0, y - 4.5 * m, z - 1.9 * m),
            0.7 * m,
            Look(Stuff.FUR),
            rings=6,
            sides=7,
            colour=tone_of(colours[1]),
        ),
        "jaw",
    )


def wool(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Wool."""
    del face
    chance = np.random.default_rng(7)
    count = kit.count(60, 140, 260)
    for k in range(count):
        y = 1 - 2 * (k + 0.5) / count
        r, a = math.sqrt(1 - y * y), k * 2.39996
        at = np.array(
            [
                0.5 * beast.wide * r * math.cos(a),
                back + 0.03 + 0.48 * beast.deep * y,
                -0.08 + 0.36 * r * math.sin(a),
            ]
        )
        size = (0.078, 0.052, 0.040)[kit.fine - 1] * (0.8 + 0.5 * chance.random())
        tone = tone_of(colours[0] * (0.8 + 0.3 * chance.random()))
        kit.add(
            shaded(ball(tuple(at), size, Look(Stuff.FUR), 6, tone), back - 0.3 * beast.deep, back + 0.2, 0.6),
            "root",
        )


def topknot(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """A poodle's curls on the head and down the neck."""
    del back
    (_, y, z), _ = face
    h = beast.head
    for k in range(kit.count(12, 24, 36)):
        u = 1 - 1.3 * (k + 0.5) / kit.count(12, 24, 36)
        r, a = math.sqrt(max(1 - u * u, 0.0)), k * 2.39996
        at = (0.7 * h * r * math.cos(a), y + 0.5 * h + 0.8 * h * u, z - 0.25 * h + 0.7 * h * r * math.sin(a))
        kit.add(ball(at, 0.42 * h, Look(Stuff.FUR), 6, tone_of(colours[0] * (0.9 + 0.1 * u))), "head")


def fringe(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Long hair on the breast."""
    tone = mix(colours[0], colours[1], 0.45)
    low = back - 0.42 * beast.deep
    breast = [np.array([0, back - 0.1 * beast.deep, SHOULDERS + 0.10]), np.array([0, low, SHOULDERS + 0.02])]
    _hair(kit, np.array(breast, np.float32), "chest", tone, (0.10, 0.09))
    del face
