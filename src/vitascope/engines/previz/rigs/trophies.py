"""What quadrupeds wear: eyes, noses, ears, horns, manes, hooves, shells, trunks."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from vitascope.engines.previz.compiled import Floats, Ints
from vitascope.engines.previz.rigs.beasts import Beast
from vitascope.engines.previz.rigs.colours import mix
from vitascope.engines.previz.rigs.kit import Kit, Look, Part, Point, ball, cone, fan, lathe, moved, shaded, tube
from vitascope.engines.previz.rigs.stuff import Stuff

IVORY = (0.62, 0.56, 0.44)
BLACK = (0.012, 0.011, 0.011)
Face = tuple[Point, Point]


def dress(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """Add everything that is not flesh."""
    _eyes(kit, beast, face)
    _ears(kit, beast, colours, face)
    if beast.hooves:
        _hooves(kit, beast)
    for extra in beast.extras:
        if extra in EXTRAS:
            EXTRAS[extra](kit, beast, colours, face, back)


def _eyes(kit: Kit, beast: Beast, face: Face) -> None:
    (_, y, z), (_, ny, nz) = face
    h, m = beast.head, beast.muzzle
    wide = 0.72 if beast.hooves or beast.bare else 0.60
    size = (0.13 if beast.hooves or beast.bare else 0.19) * h + 0.004
    eye = ball((0, 0, 0), size, Look(Stuff.EYE), 6 + 3 * kit.fine, beast.eye)
    ahead = -0.9 if not beast.hooves else -0.35
    kit.add(moved(eye, (wide * h, y + 0.22 * h, z + 0.62 * h), (0, ahead, 0)), "head", both=True)
    if not beast.bare and not beast.hooves:
        nose = ball((0, ny + 0.35 * m, nz - 0.05 * m), (0.55 * m, 0.40 * m, 0.42 * m), Look(Stuff.RUBBER), 6 + kit.fine, BLACK)
        kit.add(nose, "head")
    else:
        hole = ball((0.45 * m, ny + 0.2 * m, nz + 0.25 * m), (0.16 * m, 0.20 * m, 0.16 * m), Look(Stuff.PLAIN), 5 + kit.fine, BLACK)
        kit.add(hole, "head", both=True)


def _ears(kit: Kit, beast: Beast, colours: list[Floats], face: Face) -> None:
    (_, y, z), _ = face
    h, e = beast.head, beast.ear
    if not beast.ears:
        return
    kit.pair("ear", (0.55 * h, y + 0.6 * h, z - 0.1 * h), "head")
    outside, inside = colours[0] * 0.8, mix(colours[0], np.array([0.5, 0.22, 0.18], np.float32), 0.12 if beast.bare else 0.4)
    look = Look(Stuff.HIDE if beast.bare else Stuff.FUR)
    flat = _leaf_shape(beast.ears)
    made = fan([(u * e, v * e) for u, v in flat], look, tuple(float(c) for c in outside), 0.14 * e + 0.002, "xy")
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
        return [(0.45 - 0.5 * math.cos(a), -0.25 + (0.62 + 0.20 * math.cos(a)) * math.sin(a) - 0.2 * (1 - math.cos(a)) / 2) for a in t]
    if kind in {"floppy", "floppy_side"}:
        return [(0.33 * math.sin(a) * (1 - 0.25 * math.cos(a)), 0.5 - 0.55 * math.cos(a)) for a in t]
    return [(0.34, 0.0), (0.30, 0.3), (0.16, 0.7), (0.0, 1.0), (-0.16, 0.7), (-0.30, 0.3), (-0.34, 0.0), (0.0, -0.1)]


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
        hoof = lathe(((0.0, 0.0), (1.35 * t, 0.0), (1.0 * t, 1.7 * t), (0.0, 1.9 * t)), Look(Stuff.HORN), kit.sides(6), (0.05, 0.04, 0.035))
        kit.add(moved(hoof, (x, 0.0, z)), bone, both=True)


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
        lock = cone(root, tip, 0.28 * long + 0.006, Look(Stuff.FUR), (side * wide * 0.35, 0.10 * long, 0), rings=5, sides=5,
                    colour=tuple(float(c) for c in colour * (0.8 + 0.4 * chance.random())))
        kit.add(lock, bone)


def _neck_line(beast: Beast, face: Face, back: float) -> Floats:
    (_, y, z), _ = face
    low = np.array([0, back + 0.48 * beast.deep, 0.16])
    high = np.array([0, y + 0.85 * beast.head, z - 0.3 * beast.head])
    w = np.linspace(0, 1, 8)[:, None]
    bow = np.array([0, 0.25 * beast.throat, -0.25 * beast.throat]) * np.sin(np.pi * w)
    return np.asarray(low * (1 - w) + high * w + bow, np.float32)


def _mane(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    _hair(kit, _neck_line(beast, face, back), "neck", colours[1], (0.13, 0.10))
    (_, y, z), _ = face
    lock = [np.array([0, y + 0.9 * beast.head, z]), np.array([0, y + 0.85 * beast.head, z + 0.4 * beast.head])]
    _hair(kit, np.array(lock, np.float32), "head", colours[1], (0.07, 0.03))


def _crest(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    path = _neck_line(beast, face, back)
    tall = np.array([0.022 + 0.016 * (k % 2) for k in range(len(path))], np.float32)
    dark = tuple(float(c) for c in colours[1] * 0.7)
    kit.add(tube(path, np.stack([tall * 0.35, tall], -1), Look(Stuff.FUR), 6, dark), "neck")


def _great_mane(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    """A lion's: rows of locks around the face, longer below."""
    (_, y, z), _ = face
    h = beast.head
    tone = mix(colours[0], np.array([0.10, 0.035, 0.012], np.float32), 0.62)
    chance = np.random.default_rng(5)
    for row in range(kit.count(3, 5, 7)):
        far = row / kit.count(3, 5, 7)
        for k in range(kit.count(12, 18, 24)):
            a = math.tau * (k + 0.5 * (row % 2)) / kit.count(12, 18, 24)
            r = h * (0.80 + 0.55 * far)
            root = np.array([r * math.sin(a), y + r * math.cos(a) * 0.95 - 0.25 * far * h, z + h * (0.25 - 1.9 * far)])
            long = h * (1.0 + 0.5 * far - 0.35 * math.cos(a)) * (0.8 + 0.4 * chance.random())
            tip = root + long * np.array([0.62 * math.sin(a), 0.55 * math.cos(a) - 0.35, -0.55])
            lock = cone(root, tip, 0.30 * h, Look(Stuff.FUR), (0, 0.05 * h, 0), rings=5, sides=5,
                        colour=tuple(float(c) for c in tone * (0.65 + 0.6 * chance.random())))
            kit.add(lock, "neck" if far > 0.45 else "head")


def _ruff(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    (_, y, z), _ = face
    h = beast.head
    for k in range(kit.count(8, 12, 14)):
        a = math.tau * k / kit.count(8, 12, 14)
        root = np.array([0.72 * h * math.sin(a), y - 0.1 * h + 0.72 * h * math.cos(a), z - 0.05 * h])
        tip = root + h * np.array([0.75 * math.sin(a), 0.55 * math.cos(a) - 0.2, -0.75])
        colour = tuple(float(c) for c in mix(colours[0], colours[1], 0.5 + 0.4 * (math.cos(a) < 0)))
        kit.add(cone(root, tip, 0.34 * h, Look(Stuff.FUR), rings=4, sides=5, colour=colour), "head")


def _horn_pair(kit: Kit, base: Point, tip: Point, radius: float, bow: Point, colour: tuple[float, float, float] = IVORY) -> None:
    kit.add(cone(base, tip, radius, Look(Stuff.HORN), bow, rings=6 + 2 * kit.fine, sides=kit.sides(4), colour=colour), "head", both=True)


def _horns(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    (_, y, z), _ = face
    h = beast.head
    _horn_pair(kit, (0.45 * h, y + 0.75 * h, z), (1.35 * h, y + 1.45 * h, z + 0.35 * h), 0.20 * h, (0.30 * h, -0.12 * h, 0))


def _great_horns(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    (_, y, z), _ = face
    h = beast.head
    _horn_pair(kit, (0.5 * h, y + 0.7 * h, z), (1.7 * h, y + 1.9 * h, z + 0.9 * h), 0.27 * h, (0.7 * h, -0.35 * h, 0))


def _back_horns(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    (_, y, z), _ = face
    h = beast.head
    _horn_pair(kit, (0.35 * h, y + 0.8 * h, z + 0.1 * h), (0.9 * h, y + 1.6 * h, z - 1.7 * h), 0.24 * h, (0, 0.7 * h, 0), (0.16, 0.13, 0.10))


def _antlers(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    (_, y, z), _ = face
    h = beast.head
    tone = (0.30, 0.20, 0.12)
    base = np.array([0.4 * h, y + 0.8 * h, z - 0.1 * h])
    tip = base + h * np.array([2.2, 3.9, -0.6])
    bow = h * np.array([0.9, -0.5, -1.0])
    _horn_pair(kit, tuple(base), tuple(tip), 0.17 * h, tuple(bow), tone)
    for w, out in ((0.18, (0.3, 0.9, 1.5)), (0.45, (0.1, 1.3, 1.1)), (0.68, (0.0, 1.4, 0.7)), (0.85, (-0.3, 1.0, 0.5))):
        root = base * (1 - w) + tip * w + bow * 4 * w * (1 - w)
        _horn_pair(kit, tuple(root), tuple(root + h * np.array(out)), 0.11 * h, (0, 0, 0.15 * h), tone)


def _unicorn(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    (_, y, z), _ = face
    h = beast.head
    kit.add(cone((0, y + 0.7 * h, z + 0.5 * h), (0, y + 3.0 * h, z + 2.3 * h), 0.20 * h, Look(Stuff.HORN), rings=12,
                 sides=kit.sides(4), colour=(0.85, 0.72, 0.42)), "head")


def _knobs(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    (_, y, z), _ = face
    h = beast.head
    _horn_pair(kit, (0.35 * h, y + 0.7 * h, z - 0.1 * h), (0.45 * h, y + 1.9 * h, z - 0.4 * h), 0.16 * h, (0, 0, 0), (0.25, 0.14, 0.07))
    knob = ball((0.44 * h, y + 1.75 * h, z - 0.38 * h), 0.20 * h, Look(Stuff.FUR), 8, (0.06, 0.035, 0.02))
    kit.add(knob, "head", both=True)


def _nose_horns(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    _, (_, y, z) = face
    m = beast.muzzle
    for at, long, r in ((-0.1, 3.0, 0.62), (-1.6, 1.5, 0.48)):
        kit.add(cone((0, y + 0.5 * m, z + at * m), (0, y + (0.6 + long) * m, z + (at + 0.25 * long) * m), r * m, Look(Stuff.HORN),
                     (0, 0, 0.3 * m), rings=10, sides=kit.sides(5), colour=(0.30, 0.27, 0.23)), "head")


def _beard(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    _, (_, y, z) = face
    m = beast.muzzle
    kit.add(cone((0, y - 0.9 * m, z - 1.0 * m), (0, y - 4.5 * m, z - 1.9 * m), 0.7 * m, Look(Stuff.FUR), rings=6, sides=7,
                 colour=tuple(float(c) for c in colours[1])), "jaw")


def _tusks(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    (_, y, z), (_, ny, nz) = face
    h = beast.head
    _horn_pair(kit, (0.42 * h, ny - 0.05 * h, nz - 0.35 * h), (0.60 * h, ny - 0.55 * h, nz + 1.25 * h), 0.13 * h, (0.06 * h, -0.45 * h, 0))


def _trunk(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    _, (_, ny, nz) = face
    m, ends = beast.muzzle, [0.0, 0.36, 0.70, 1.0]
    way = [np.array([0, ny + 0.2 * m - 0.46 * w + 0.0 * w, nz - 0.25 * m + 0.09 * math.sin(2.2 * w) + 0.06 * w * w]) for w in np.linspace(0, 1, 16)]
    kit.bone("trunk", tuple(way[0]), "head")
    for k in range(3):
        start = way[round(15 * ends[k])]
        kit.bone(f"trunk{k}", tuple(start), "trunk" if k == 0 else f"trunk{k - 1}")
    w = np.linspace(0, 1, 16)
    made = tube(np.array(way, np.float32), (m * (0.92 - 0.60 * w)).astype(np.float32), Look(Stuff.HIDE), kit.sides(6),
                (np.array(colours[0])[None] * (0.9 + 0.12 * np.sin(60 * w))[:, None]).astype(np.float32))
    group = np.repeat(np.clip(np.floor(w * 3), 0, 2), kit.sides(6) + 1).astype(int)
    mine = np.array([kit.number(f"trunk{k}") for k in range(3)])
    after = np.minimum(group + 1, 2)
    made = kit.add(made.with_(place=made.rest.copy()), "trunk0")
    kit.parts[-1] = _soft(made, mine[group] + 256 * mine[after], np.repeat(np.mod(w * 3, 1) ** 2 * (w < 2 / 3), kit.sides(6) + 1))


def _soft(made: Part, groups: Ints, share: Floats) -> Part:
    return replace(made, group=groups.astype(np.int32), weight=share.astype(np.float32))


def _wool(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    chance = np.random.default_rng(7)
    for k in range(kit.count(40, 90, 150)):
        y = 1 - 2 * (k + 0.5) / kit.count(40, 90, 150)
        r, a = math.sqrt(1 - y * y), k * 2.39996
        at = np.array([0.5 * beast.wide * r * math.cos(a), back + 0.03 + 0.48 * beast.deep * y, -0.08 + 0.36 * r * math.sin(a)])
        size = (0.085, 0.062, 0.052)[kit.fine - 1] * (0.8 + 0.5 * chance.random())
        tone = tuple(float(c) for c in colours[0] * (0.8 + 0.3 * chance.random()))
        kit.add(shaded(ball(tuple(at), size, Look(Stuff.FUR), 6, tone), back - 0.3 * beast.deep, back + 0.2, 0.6), "root")


def _shell(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    made = ball((0, back - 0.02, -0.08), (0.27, 0.17, 0.36), Look(Stuff.HIDE), kit.sides(8))
    p = made.rest
    cell = np.abs(np.sin(p[:, 2] * 26)) * np.abs(np.sin(p[:, 0] * 26 + 1.57))
    tone = mix(np.asarray(colours[1]) * 0.35, colours[1], np.clip(cell * 2, 0, 1))
    kit.add(made.with_(colour=tone, rest=np.where(p[:, 1:2] < back - 0.05, p * [1, 0, 1] + [0, back - 0.05, 0], p).astype(np.float32)))


def _spines(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    for k in range(kit.count(12, 20, 26)):
        z = 0.2 - 1.15 * k / kit.count(12, 20, 26)
        y = back + 0.40 * beast.deep if z > -0.4 else back + 0.22 * beast.waist + 0.02
        bone = "root" if z > -0.42 else f"tail{min(int((-0.47 - z) / beast.tail[0] * 3), 2) if z < -0.47 else 0}"
        kit.add(cone((0.035, y - 0.01, z), (0.04, y + 0.028, z - 0.02), 0.016, Look(Stuff.HIDE), rings=3, sides=5,
                     colour=tuple(float(c) for c in colours[0] * 0.6)), bone, both=True)


def _teeth(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    (_, y, z), (_, ny, nz) = face
    for k in range(9):
        w = k / 8
        at = (beast.muzzle * (0.8 + 0.5 * (1 - w)), ny - 0.35 * beast.muzzle + (y - ny) * (1 - w) * 0.3, z + 0.4 * beast.head + (nz - z - 0.4 * beast.head) * w)
        kit.add(cone(at, (at[0], at[1] - 0.028, at[2]), 0.007, Look(Stuff.HORN), rings=3, sides=4, colour=IVORY), "head", both=True)


def _patches(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    (_, y, z), _ = face
    h = beast.head
    spot = ball((0.50 * h, y + 0.16 * h, z + 0.60 * h), (0.26 * h, 0.30 * h, 0.24 * h), Look(Stuff.FUR), 10, BLACK)
    kit.add(spot, "head", both=True)


def _udder(kit: Kit, beast: Beast, colours: list[Floats], face: Face, back: float) -> None:
    kit.add(ball((0, beast.leg - 0.02, -0.27), (0.085, 0.06, 0.085), Look(Stuff.SKIN), 10, (0.75, 0.42, 0.38)))


Extra = Callable[[Kit, Beast, list[Floats], Face, float], None]
EXTRAS: dict[str, Extra] = {
    "mane": _mane, "crest": _crest, "great_mane": _great_mane, "ruff": _ruff, "horns": _horns,
    "great_horns": _great_horns, "back_horns": _back_horns, "antlers": _antlers, "unicorn": _unicorn,
    "knobs": _knobs, "nose_horns": _nose_horns, "beard": _beard, "tusks": _tusks, "trunk": _trunk, "wool": _wool,
    "shell": _shell, "spines": _spines, "teeth": _teeth, "patches": _patches, "udder": _udder,
}  # fmt: skip
