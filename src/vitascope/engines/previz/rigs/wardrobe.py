"""What people wear and carry: hair, hats, helmets, gowns, armour, packs; and their faces."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.kit import Kit, Look, Part, ball, box, cone, fan, lathe, moved, tube
from vitascope.engines.previz.rigs.mesh import Colour, grid
from vitascope.engines.previz.rigs.people import Person
from vitascope.engines.previz.rigs.stuff import Stuff

DARK, STEEL, WHITE = (0.015, 0.014, 0.014), (0.42, 0.44, 0.47), (0.80, 0.80, 0.78)
NECK = 0.872


def wear(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Add a face and everything the person wears."""
    if not {"sheet", "robot", "visor", "helmet", "mask", "skull"} & set(p.extras):
        _face(kit, p)
    for extra in p.extras:
        if extra in CLOTHES:
            CLOTHES[extra](kit, p, colours)


def _tone(colour: Floats) -> Colour:
    return float(colour[0]), float(colour[1]), float(colour[2])


def _skull(p: Person) -> float:
    """The height of the skull's middle."""
    return NECK + 0.72 * p.head


def _face(kit: Kit, p: Person) -> None:
    y, h = _skull(p), p.head
    eye = ball((0, 0, 0), 0.135 * h, Look(Stuff.EYE), 6 + 2 * kit.fine, (0.30, 0.22, 0.14))
    white = ball((0.30 * h, y - 0.06 * h, 0.76 * h), (0.17 * h, 0.105 * h, 0.12 * h), Look(Stuff.PAINT), 6 + kit.fine, WHITE)
    kit.add(white, "head", both=True)
    kit.add(moved(eye, (0.30 * h, y - 0.06 * h, 0.785 * h), (0, -1.45, 0), 0.8), "head", both=True)
    brow = tube(np.array([(0.14 * h, y + 0.13 * h, 0.90 * h), (0.32 * h, y + 0.18 * h, 0.86 * h), (0.48 * h, y + 0.11 * h, 0.74 * h)], np.float32),
                np.full(3, 0.035 * h, np.float32), Look(Stuff.FUR), 5, _tone(linear(p.hair)))
    kit.add(brow, "head", both=True)


def _cap_of_hair(kit: Kit, p: Person, low: float, out: float) -> Part:
    y, h = _skull(p), p.head
    made = ball((0, y + 0.10 * h, -0.10 * h), (0.92 * h * out, 1.0 * h * out, 1.02 * h * out), Look(Stuff.FUR), 10 + 5 * kit.fine, _tone(linear(p.hair)))
    points = made.rest.copy()
    line = y + h * np.where(points[:, 2] > 0.25 * h, 0.42, low)
    points[:, 1] = np.maximum(points[:, 1], line)
    return made.with_(rest=points, place=points[:, [0, 2, 1]].copy())


def _hair(kit: Kit, p: Person, colours: list[Floats]) -> None:
    kit.add(_cap_of_hair(kit, p, -0.30, 1.0), "head")


def _long_hair(kit: Kit, p: Person, colours: list[Floats]) -> None:
    y, h = _skull(p), p.head
    kit.add(_cap_of_hair(kit, p, -0.40, 1.04), "head")
    for k in range(kit.count(5, 7, 9)):
        a = -1.9 + 3.8 * k / (kit.count(5, 7, 9) - 1)
        root = (0.72 * h * math.sin(a), y + 0.25 * h, -0.15 * h - 0.62 * h * math.cos(a))
        tip = (0.95 * h * math.sin(a), y - 2.3 * h, -0.25 * h - 0.75 * h * math.cos(a))
        kit.add(cone(root, tip, 0.36 * h, Look(Stuff.FUR), (0, 0, -0.12 * h), rings=7, sides=7, colour=_tone(linear(p.hair)), power=0.45), "head")


def _skirt_profile(kit: Kit, top: float, low: float, waist: float, hem: float, colour: Colour, bone: str = "root") -> None:
    n, rows = kit.sides(10), kit.count(4, 7, 10)
    w = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    turn = np.linspace(0, 2 * np.pi, n + 1, dtype=np.float32)[None]
    fold = 1 + 0.09 * w * np.cos(turn * 9)
    r = (waist + (hem - waist) * w**0.9) * fold
    points = np.stack([r * np.cos(turn), top + (low - top) * w + 0 * turn, 1.02 * r * np.sin(turn)], -1)
    made = grid(points.astype(np.float32), Look(Stuff.SAIL, 0, 1), colour)
    slack = np.repeat(w[:, 0] ** 2, n + 1)
    kit.add(made.with_(flex=slack.astype(np.float32), place=made.rest.copy()), bone)


def _skirt(kit: Kit, p: Person, colours: list[Floats]) -> None:
    _skirt_profile(kit, 0.625, 0.23, 0.082, 0.175, _tone(colours[1]))


def _gown(kit: Kit, p: Person, colours: list[Floats]) -> None:
    _skirt_profile(kit, 0.66, 0.03, 0.092, 0.19, _tone(colours[1]))
    for w in (0.0,):
        sleeve = lathe(((0.030, 0.0), (0.075, -0.17), (0.070, -0.172)), Look(Stuff.SAIL, 0, 1), kit.sides(6), _tone(colours[0] * 0.9), at=(p.broad + 0.035, 0.665 + w, 0.005))
        kit.add(sleeve, "forearm_r", both=True)


def _hat(kit: Kit, p: Person, colours: list[Floats]) -> None:
    y, h = _skull(p), p.head
    tone = _tone(colours[0] * 0.9)
    kit.add(lathe(((0.0, 0.36 * h), (2.1 * h, 0.28 * h), (2.1 * h, 0.34 * h), (0.95 * h, 0.46 * h)), Look(Stuff.CLOTH), kit.sides(10), tone, at=(0, y, -0.05 * h)), "head")
    kit.add(cone((0, y + 0.36 * h, -0.05 * h), (0, y + 3.1 * h, -0.75 * h), 1.0 * h, Look(Stuff.CLOTH), (0, 0, 0.12 * h), rings=10, sides=kit.sides(8), colour=tone, power=0.9), "head")


def _beard(kit: Kit, p: Person, colours: list[Floats]) -> None:
    y, h = _skull(p), p.head
    for x in (-0.3, 0.0, 0.3):
        root, tip = (x * h, y - 0.62 * h, 0.62 * h), (0.6 * x * h, y - 3.0 * h + abs(x) * h, 0.75 * h)
        kit.add(cone(root, tip, 0.42 * h, Look(Stuff.FUR), (0, 0, 0.15 * h), rings=8, sides=8, colour=_tone(linear(p.hair)), power=0.7), "head")


def _staff(kit: Kit, p: Person, colours: list[Floats]) -> None:
    at = (p.broad + 0.05, 0.0, 0.045)
    kit.add(tube(np.array([(at[0], 0.06, at[2]), (at[0], 0.55, at[2]), (at[0], 1.0, at[2])], np.float32), np.array([0.010, 0.012, 0.014], np.float32), Look(Stuff.WOOD), 8, (0.16, 0.09, 0.045), (0, 0, 1)), "hand_r")
    glow = ball((at[0], 1.02, at[2]), 0.026, Look(Stuff.LAMP), 8 + 4 * kit.fine, (0.4, 0.75, 1.0))
    kit.add(glow.with_(glow=np.ones(len(glow.rest), np.float32)), "hand_r")


def _helmet(kit: Kit, p: Person, colours: list[Floats]) -> None:
    y, h = _skull(p), 1.28 * p.head
    kit.add(ball((0, y, -0.06 * h), 1.05 * h, Look(Stuff.PAINT), 10 + 6 * kit.fine, WHITE), "head")
    kit.add(ball((0, y - 0.02 * h, 0.16 * h), (0.86 * h, 0.80 * h, 0.92 * h), Look(Stuff.GLASS), 10 + 6 * kit.fine, (0.10, 0.065, 0.012)), "head")
    kit.add(lathe(((0.95 * h, -0.10 * h), (1.02 * h, 0.0), (0.95 * h, 0.10 * h)), Look(Stuff.METAL), kit.sides(10), STEEL, at=(0, y - 0.95 * h, 0)), "head")


def _pack(kit: Kit, p: Person, colours: list[Floats]) -> None:
    tone = _tone(colours[0] * 0.85)
    kit.add(box((-0.095, 0.62, -0.155), (0.095, 0.845, -0.055), Look(Stuff.CLOTH), tone, 0.9), "chest")
    kit.add(box((-0.03, 0.70, 0.055 * p.stout), (0.03, 0.74, 0.07 * p.stout), Look(Stuff.METAL), (0.3, 0.32, 0.35)), "chest")


def _gloves(kit: Kit, p: Person, colours: list[Floats]) -> None:
    tone = (0.30, 0.31, 0.33) if p.material != "CLOTH" or p.stout > 1.4 else DARK
    made = ball((p.broad + 0.04, 0.485, 0.014), (0.026 * p.stout, 0.044 * p.stout, 0.030 * p.stout), Look(Stuff.RUBBER), 8 + 2 * kit.fine, tone)
    kit.add(made, "hand_r", both=True)


def _visor(kit: Kit, p: Person, colours: list[Floats]) -> None:
    y, h = _skull(p), p.head
    tone = _tone(colours[0])
    kit.add(lathe(((0.88 * h, -1.05 * h), (1.02 * h, -0.4 * h), (1.06 * h, 0.2 * h), (0.85 * h, 0.8 * h), (0.3 * h, 1.16 * h), (0.0, 1.2 * h)),
                  Look(Stuff.METAL), kit.sides(10), tone, at=(0, y, 0.02 * h), crisp=False), "head")
    kit.add(box((-0.62 * h, y + 0.02 * h, 0.70 * h), (0.62 * h, y + 0.16 * h, 1.02 * h), Look(Stuff.PLAIN), (0.004, 0.004, 0.004)), "head")
    ridge = fan([(y - 0.9 * h, 0.92 * h), (y - 0.3 * h, 1.30 * h), (y + 0.02 * h, 1.06 * h), (y - 0.4 * h, 0.7 * h)], Look(Stuff.METAL), tone, 0.5 * h, "yz")
    kit.add(ridge, "head")
    plume = [(0, y + (1.1 + 0.35 * math.sin(2.4 * w)) * h - 0.5 * w * w * h, 0.35 * h - 1.7 * w * h) for w in np.linspace(0, 1, 8)]
    kit.add(tube(np.array(plume, np.float32), np.array([0.05, 0.16, 0.22, 0.25, 0.25, 0.22, 0.15, 0.03], np.float32) * h, Look(Stuff.FUR), 8, (0.45, 0.03, 0.03)), "head")


def _plates(kit: Kit, p: Person, colours: list[Floats]) -> None:
    tone, x = _tone(colours[0] * 1.1), 0.62 * p.hips
    kit.add(ball((p.broad + 0.008, 0.82, 0), (0.062, 0.052, 0.062), Look(Stuff.METAL), 8 + 4 * kit.fine, tone), "arm_r", both=True)
    kit.add(ball((x, 0.53 * p.crotch, 0.022), (0.044, 0.048, 0.044), Look(Stuff.METAL), 8 + 3 * kit.fine, tone), "shin_r", both=True)
    kit.add(ball((p.broad + 0.03, 0.65, -0.004), (0.038, 0.038, 0.038), Look(Stuff.METAL), 8 + 2 * kit.fine, tone), "forearm_r", both=True)
    kit.add(ball((0, 0.745, 0.022), (0.115, 0.105, 0.072), Look(Stuff.METAL), 10 + 5 * kit.fine, tone), "chest")


def _cape(kit: Kit, p: Person, colours: list[Floats]) -> None:
    kit.bone("cape", (0, 0.82, -0.06), "chest")
    rows, columns = kit.count(5, 9, 13), kit.count(5, 9, 13)
    w, u = np.meshgrid(np.linspace(0, 1, rows), np.linspace(-1, 1, columns), indexing="ij")
    points = np.stack([u * (0.10 + 0.09 * w), 0.835 - 0.68 * w, -0.075 - 0.05 * w + 0.015 * np.cos(u * 9) * w + 0.03 * u * u], -1)
    made = grid(points.astype(np.float32), Look(Stuff.SAIL, 0, 1), (0.35, 0.02, 0.025))
    kit.add(made.with_(flex=(w**1.5).ravel().astype(np.float32) * 2, place=made.rest.copy()), "cape")


def _sword(kit: Kit, p: Person, colours: list[Floats]) -> None:
    at, z = p.broad + 0.045, 0.02
    blade = fan([(0.44, -0.016), (0.02, -0.014), (-0.03, 0.0), (0.02, 0.014), (0.44, 0.016)], Look(Stuff.METAL), (0.6, 0.62, 0.66), 0.008, "yz", (at, 0, z))
    kit.add(moved(blade, (0, 0.30, 0.10), (-0.6, 0, 0)), "hand_r")


def _robot(kit: Kit, p: Person, colours: list[Floats]) -> None:
    y, h = _skull(p), p.head
    tone = _tone(colours[0])
    kit.add(box((-0.95 * h, y - 0.85 * h, -0.85 * h), (0.95 * h, y + 0.95 * h, 0.9 * h), Look(Stuff.METAL), tone, 0.88), "head")
    kit.add(box((-0.78 * h, y - 0.15 * h, 0.86 * h), (0.78 * h, y + 0.45 * h, 0.95 * h), Look(Stuff.GLASS), DARK), "head")
    for lamp, at, r in (("LAMP", (0.36 * h, y + 0.15 * h, 0.93 * h), 0.17 * h),):
        eye = ball(at, r, Look(Stuff[lamp]), 8 + 2 * kit.fine, (0.2, 0.8, 1.0))
        kit.add(eye.with_(glow=np.full(len(eye.rest), 1.4, np.float32)), "head", both=True)
    kit.add(cone((0, y + 0.9 * h, 0), (0, y + 1.7 * h, 0), 0.05 * h, Look(Stuff.METAL), sides=6, colour=STEEL, power=0.1), "head")
    tip = ball((0, y + 1.72 * h, 0), 0.13 * h, Look(Stuff.LAMP), 8, (1.0, 0.15, 0.1))
    kit.add(tip.with_(glow=np.ones(len(tip.rest), np.float32)), "head")
    kit.add(box((-0.115, 0.655, -0.065), (0.115, 0.835, 0.078), Look(Stuff.METAL), _tone(colours[0] * 1.05), 1.1), "chest")
    core = lathe(((0.0, 0.004), (0.026, 0.004), (0.030, 0.0)), Look(Stuff.LAMP), kit.sides(6), (0.2, 0.8, 1.0), at=(0, 0.76, 0.08), axis=2)
    kit.add(core.with_(glow=np.full(len(core.rest), 1.2, np.float32)), "chest")
    joints = (((p.broad + 0.012, 0.815, 0.0), 0.046, "arm_r"), ((p.broad + 0.03, 0.65, 0.0), 0.037, "forearm_r"), ((0.62 * p.hips, 0.53 * p.crotch, 0.005), 0.048, "shin_r"))
    for place, r, bone in joints:
        kit.add(lathe(((0.0, -r), (r, -r), (r, r), (0.0, r)), Look(Stuff.METAL), kit.sides(6), _tone(colours[1]), at=place, axis=0), bone, both=True)


def _mask(kit: Kit, p: Person, colours: list[Floats]) -> None:
    y, h = _skull(p), p.head
    kit.add(ball((0, y + 0.02 * h, -0.04 * h), (0.88 * h, 1.0 * h, 0.98 * h), Look(Stuff.RUBBER), 14, DARK), "head")
    kit.add(ball((0, y + 0.05 * h, 0.55 * h), (0.66 * h, 0.42 * h, 0.52 * h), Look(Stuff.GLASS), 14, (0.06, 0.12, 0.16)), "head")


def _tanks(kit: Kit, p: Person, colours: list[Floats]) -> None:
    made = lathe(((0.0, -0.13), (0.036, -0.12), (0.036, 0.09), (0.014, 0.12), (0.0, 0.13)), Look(Stuff.PAINT), kit.sides(7), (0.75, 0.55, 0.05), at=(0.042, 0.72, -0.105))
    kit.add(made, "chest", both=True)
    fin = fan([(0.02, -0.03), (0.055, 0.22), (-0.055, 0.22), (-0.02, -0.03)], Look(Stuff.RUBBER), (0.72, 0.5, 0.05), 0.012, "xz", (0.62 * p.hips, 0.012, 0.05))
    kit.add(fin, "foot_r", both=True)


def _cap(kit: Kit, p: Person, colours: list[Floats]) -> None:
    y, h = _skull(p), p.head
    kit.add(lathe(((1.15 * h, 0.05 * h), (1.06 * h, 0.5 * h), (0.7 * h, 0.95 * h), (0.0, 1.12 * h)), Look(Stuff.CLOTH), kit.sides(9), _tone(colours[0] * 0.8), at=(0, y, 0), crisp=False), "head")


def _muzzle(kit: Kit, p: Person, colours: list[Floats]) -> None:
    y, h = _skull(p), p.head
    kit.add(ball((0, y - 0.42 * h, 0.72 * h), (0.5 * h, 0.42 * h, 0.42 * h), Look(Stuff.SKIN), 12, _tone(linear(p.skin))), "head")
    kit.add(ball((0, y + 0.24 * h, 0.55 * h), (0.68 * h, 0.18 * h, 0.36 * h), Look(Stuff.FUR), 10, _tone(colours[0])), "head")


def _skull_face(kit: Kit, p: Person, colours: list[Floats]) -> None:
    y, h = _skull(p), p.head
    kit.add(ball((0.32 * h, y - 0.08 * h, 0.70 * h), (0.22 * h, 0.24 * h, 0.2 * h), Look(Stuff.PLAIN), 12, (0.004, 0.003, 0.003)), "head", both=True)
    kit.add(ball((0, y - 0.40 * h, 0.84 * h), (0.10 * h, 0.14 * h, 0.12 * h), Look(Stuff.PLAIN), 8, (0.004, 0.003, 0.003)), "head")
    for k in range(-3, 4):
        kit.add(box(((k * 0.12 - 0.045) * h, y - 0.86 * h, 0.72 * h), ((k * 0.12 + 0.045) * h, y - 0.66 * h, 0.86 * h), Look(Stuff.HORN), (0.8, 0.76, 0.62)), "head")


def _ribs(kit: Kit, p: Person, colours: list[Floats]) -> None:
    turn = np.linspace(0, 2 * np.pi, 21)
    for k in range(6):
        y, r = 0.80 - 0.032 * k, 0.095 - 0.03 * abs(k - 2.0) / 4
        path = np.stack([r * np.sin(turn), y - 0.022 * np.cos(turn), 0.062 * np.cos(turn)], -1)
        kit.add(tube(path.astype(np.float32), np.full(21, 0.009, np.float32), Look(Stuff.HORN), 6, (0.78, 0.73, 0.58)), "chest")


def _sheet(kit: Kit, p: Person, colours: list[Floats]) -> None:
    n, rows = kit.sides(12), kit.count(10, 18, 26)
    w = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    turn = np.linspace(0, 2 * np.pi, n + 1, dtype=np.float32)[None]
    r = 0.115 * np.sqrt(np.clip(1 - (1 - np.clip(w / 0.14, 0, 1)) ** 2, 0, 1)) + 0.13 * w**1.2
    r = r * (1 + 0.10 * w * np.cos(turn * 7))
    y = 0.99 - 0.97 * w + 0.04 * w**8 * np.cos(turn * 7) + 0 * turn
    points = np.stack([r * np.cos(turn), y, 0.9 * r * np.sin(turn)], -1)
    made = grid(points.astype(np.float32), Look(Stuff.CLOTH), _tone(colours[0]))
    kit.add(made.with_(flex=np.repeat(w[:, 0] ** 2, n + 1).astype(np.float32) * 2.5))
    kit.add(ball((0.042, 0.885, 0.098), (0.022, 0.034, 0.020), Look(Stuff.PLAIN), 10, (0.003, 0.003, 0.004)), both=True)
    kit.add(ball((0, 0.815, 0.118), (0.020, 0.030, 0.018), Look(Stuff.PLAIN), 10, (0.003, 0.003, 0.004)))


Garment = Callable[[Kit, Person, list[Floats]], None]
CLOTHES: dict[str, Garment] = {
    "hair": _hair, "long_hair": _long_hair, "skirt": _skirt, "gown": _gown, "hat": _hat, "beard": _beard,
    "staff": _staff, "helmet": _helmet, "pack": _pack, "gloves": _gloves, "visor": _visor, "plates": _plates,
    "cape": _cape, "sword": _sword, "robot": _robot, "mask": _mask, "tanks": _tanks, "cap": _cap,
    "muzzle": _muzzle, "skull": _skull_face, "ribs": _ribs, "sheet": _sheet,
}  # fmt: skip


