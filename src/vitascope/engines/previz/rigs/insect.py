"""The insect rig, with bats, spiders and crabs: bodies of few parts, many legs, quick wings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import numpy as np

from vitascope.engines.previz.catalogue import form_name, form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import mix, palette, step
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.kit import Kit, Point, fan, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, ball, cone, grid, tube
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.stuff import Stuff

BLACK: Colour = (0.014, 0.013, 0.012)
Lump = tuple[Point, Point, int]
"""Middle, radii, and which colour: 0 and 1 are the subject's, 2 is black."""


@dataclass(frozen=True)
class Bug:
    """A body of lumps; legs by z and reach; wings by z, length, depth, sweep and colour."""

    colours: tuple[str, str]
    lumps: tuple[Lump, ...]
    material: Stuff = Stuff.PAINT
    legs: tuple[tuple[float, float], ...] = ((0.12, 0.30), (0.04, 0.32), (-0.04, 0.36))
    height: float = 0.2
    wings: tuple[tuple[float, float, float, float, int], ...] = ()
    eye: tuple[Point, float] = ((0.06, 0.25, 0.33), 0.035)
    extras: tuple[str, ...] = ()


BUGS = {
    "bee": Bug(("#e8a512", "#17120c"), (((0, 0.22, 0.28), (0.085, 0.09, 0.075), 2), ((0, 0.24, 0.10), (0.135,
    0.135, 0.14), 0), ((0, 0.21, -0.20), (0.145, 0.14, 0.24), 0)), Stuff.FUR,
               wings=((0.12, 0.42, 0.15, -0.25, 3), (0.04, 0.30, 0.11, -0.55, 3)), eye=((0.062, 0.25, 0.31),
                   0.045), extras=("bands", "feelers", "sting")),
    "butterfly": Bug(("#e8761a", "#16110d"), (((0, 0.2, 0.24), (0.032, 0.034, 0.035), 2), ((0, 0.2, 0.10),
    (0.038, 0.042, 0.11), 2), ((0, 0.19, -0.12), (0.028, 0.030, 0.17), 2)), Stuff.FUR,
                     legs=(), wings=((0.16, 0.60, 0.38, 0.30, 4), (0.02, 0.46, 0.36, -0.45, 4)), eye=((0.026,
                         0.21, 0.26), 0.014), extras=("feelers",)),
    "dragonfly": Bug(("#1c7f9a", "#123a4a"), (((0, 0.2, 0.40), (0.06, 0.05, 0.045), 0), ((0, 0.21, 0.26),
    (0.065, 0.075, 0.11), 0), ((0, 0.2, -0.15), (0.026, 0.026, 0.34), 0)),
                     legs=((0.30, 0.12), (0.24, 0.13), (0.18, 0.14)), wings=((0.30, 0.50, 0.11, 0.10, 3),
                         (0.20, 0.48, 0.13, -0.08, 3)), eye=((0.042, 0.22, 0.41), 0.042), extras=("rings",)),
    "fly": Bug(("#2a3438", "#4a5a4a"), (((0, 0.24, 0.26), (0.10, 0.10, 0.07), 2), ((0, 0.25, 0.08), (0.13,
    0.13, 0.14), 0), ((0, 0.22, -0.18), (0.13, 0.12, 0.18), 1)),
               wings=((0.06, 0.46, 0.18, -0.85, 3),), eye=((0.075, 0.26, 0.29), 0.062), extras=()),
    "ant": Bug(("#4a1f12", "#2a120a"), (((0, 0.17, 0.34), (0.085, 0.075, 0.095), 0), ((0, 0.155, 0.14),
    (0.048, 0.055, 0.12), 0), ((0, 0.15, -0.01), (0.026, 0.035, 0.035), 0), ((0, 0.16, -0.24), (0.115, 0.11,
    0.20), 1)),
               legs=((0.20, 0.30), (0.12, 0.32), (0.04, 0.36)), height=0.15, eye=((0.070, 0.185, 0.375),
                   0.020), extras=("feelers", "jaws")),
    "spider": Bug(("#3a2a20", "#1c1410"), (((0, 0.15, 0.12), (0.11, 0.085, 0.13), 0), ((0, 0.19, -0.20),
    (0.17, 0.155, 0.21), 1)), Stuff.FUR,
                  legs=((0.20, 0.46), (0.14, 0.42), (0.08, 0.42), (0.02, 0.48)), height=0.15, eye=((0.030,
                      0.205, 0.225), 0.022), extras=("fangs", "eyes")),
    "scorpion": Bug(("#5a4420", "#3a2a14"), (((0, 0.10, 0.16), (0.10, 0.055, 0.13), 0), ((0, 0.10, -0.06),
    (0.11, 0.06, 0.15), 0)),
                    legs=((0.20, 0.28), (0.12, 0.30), (0.04, 0.32), (-0.04, 0.34)), height=0.1, eye=((0.025,
                        0.15, 0.22), 0.014), extras=("claws", "stinger")),
    "crab": Bug(("#b8371c", "#e6c8a0"), (((0, 0.16, 0.0), (0.30, 0.10, 0.20), 0),), Stuff.HIDE,
                legs=((0.06, 0.50), (0.0, 0.54), (-0.06, 0.54), (-0.12, 0.48)), height=0.14, eye=((0.075,
                    0.30, 0.17), 0.026), extras=("claws", "stalks")),
    "beetle": Bug(("#1f5a3a", "#0e2a1c"), (((0, 0.15, 0.34), (0.09, 0.07, 0.085), 1), ((0, 0.17, 0.19),
    (0.16, 0.11, 0.11), 1), ((0, 0.18, -0.12), (0.21, 0.155, 0.32), 0)),
                  height=0.14, eye=((0.075, 0.165, 0.375), 0.022), extras=("seam", "feelers", "horn")),
    "ladybird": Bug(("#c81a10", "#141210"), (((0, 0.15, 0.32), (0.12, 0.095, 0.10), 2), ((0, 0.18, -0.05),
    (0.30, 0.25, 0.34), 0)),
                    height=0.12, eye=((0.085, 0.185, 0.37), 0.024), extras=("seam", "dots", "feelers")),
    "bat": Bug(("#2c2320", "#4a3328"), (((0, 0.24, 0.26), (0.085, 0.085, 0.085), 0), ((0, 0.2, 0.02), (0.085,
    0.09, 0.20), 0)), Stuff.FUR, legs=(),
               wings=((0.10, 0.85, 0.40, -0.05, 5),), eye=((0.045, 0.265, 0.325), 0.014), extras=("ears",
                   "snout")),
}  # fmt: skip


def _leg(kit: Kit, name: str, z: float, reach: float, bug: Bug, colour: Colour) -> None:
    """Three segments: up and out, down, and the foot."""
    root = (0.06, bug.height, z)
    kit.pair(name, root)
    a = math.atan2(z - 0.05, 0.18)
    x, w = math.cos(a) * reach, math.sin(a) * reach
    knee, foot = (0.06 + 0.50 * x, bug.height + 0.42 * reach, z + 0.5 * w), (0.06 + x, 0.008, z + w)
    shin = (0.06 + 0.82 * x, 0.10 * reach + 0.01, z + 0.82 * w)
    thick = 0.016 if reach < 0.4 else 0.021
    path = np.array([root, knee, shin, foot], np.float32)
    t = np.linspace(0, 3, kit.count(7, 10, 16))
    line = np.stack([np.interp(t, range(4), path[:, k]) for k in range(3)], -1).astype(np.float32)
    radius = np.interp(t, [0, 1, 2, 3], [1.4 * thick, thick, 0.8 * thick, 0.35 * thick]).astype(np.float32)
    kit.add(tube(line, radius, Look(bug.material), kit.sides(4), colour, (0, 0, 1)), f"{name}_r", both=True)
    for side, sign in (("r", 1), ("l", -1)):
        kit.foot(f"{name}_{side}", (sign * foot[0], 0.0, foot[2]))


def _wing(kit: Kit, k: int, bug: Bug, colours: list[Floats]) -> None:
    """A wing on either side: glassy (3), patterned (4) or of skin between fingers (5)."""
    z, long, deep, sweep, kind = bug.wings[k]
    top = 0.30 if kind == 3 else 0.22
    kit.pair(f"wing{k}", (0.03, top, z))
    n = kit.count(6, 10, 16)
    u, v = np.meshgrid(np.linspace(0, 1, n), np.linspace(-1, 1, n), indexing="ij")
    if kind == 5:
        half = 0.5 * deep * (1.05 - u**1.6) * (1 - 0.28 * np.abs(np.sin(math.tau * u * 1.5)) * (v < 0))
        points = np.stack(
            [0.03 + long * u, top + 0 * u, z + half * v - 0.10 + 0.16 * np.sin(np.pi * u) + long * sweep * u],
            -1,
        )
    else:
        half = 0.5 * deep * np.sin(np.pi * np.clip(u * 0.90 + 0.06, 0, 1)) ** (0.55 if kind == 4 else 0.8)
        points = np.stack(
            [
                0.03 + long * u,
                top + 0.02 * u,
                z + half * v + long * sweep * u + 0.25 * deep * u * v * (kind == 4),
            ],
            -1,
        )
    look = Look((Stuff.BUBBLE, Stuff.PETAL, Stuff.MEMBRANE)[kind - 3], 0, 1 + k)
    made = grid(points.astype(np.float32), look)
    kit.add(made.with_(colour=_painted(kind, colours, u.ravel(), v.ravel())), f"wing{k}_r")
    other = Look(look.material, 0, 10 + k)
    kit.add(made.with_(colour=_painted(kind, colours, u.ravel(), v.ravel())).mirrored(other), f"wing{k}_l")
    if kind == 5:
        for w in (0.32, 0.62, 1.0):
            tip = (
                0.03 + long * w,
                top,
                z - 0.10 + 0.16 * math.sin(math.pi * w) + 0.5 * deep * (1.05 - w**1.6) * 0.2,
            )
            kit.add(
                cone(
                    (0.03, top, z + 0.02),
                    tip,
                    0.014,
                    Look(Stuff.FUR),
                    (0, 0, 0.07),
                    rings=7,
                    sides=5,
                    colour=tone_of(colours[0]),
                    power=0.4,
                ),
                f"wing{k}_r",
                both=True,
            )


def _painted(kind: int, colours: list[Floats], u: Floats, v: Floats) -> Floats:
    if kind == 3:
        return np.broadcast_to(np.array([0.55, 0.62, 0.66], np.float32), (len(u), 3)).copy()
    if kind == 5:
        return mix(np.broadcast_to(colours[0], (len(u), 3)), colours[1], 0.7)
    edge = np.maximum(step(u, 0.80, 0.86), step(np.abs(v), 0.78, 0.86))
    vein = step(np.abs(np.sin(5.2 * np.arctan2(v * 0.6, u + 0.05) * 2)), 0.12, 0.03) * step(u, 0.25, 0.4)
    dots = step(np.hypot((u - 0.90) * 5, np.mod(v * 3 + 0.5, 1) - 0.5), 0.30, 0.22)
    tone = mix(np.broadcast_to(colours[0], (len(u), 3)), colours[1], np.maximum(edge, 0.9 * vein))
    return mix(tone, np.array([0.85, 0.82, 0.72], np.float32), 0.9 * dots)


def shape(form: str, colours: list[Floats], fine: int) -> Kit:
    """A bug in two colours, ``fine`` from 1 to 3."""
    bug, kit = BUGS[form], Kit(fine)
    tones = [*colours, np.array(BLACK, np.float32)]
    for middle, radii, which in bug.lumps:
        made = ball(middle, radii, Look(bug.material), 10 + 5 * fine, tone_of(tones[which]))
        kit.add(made.with_(colour=_marks(bug, made.rest, tones, which), place=made.rest.copy()))
    for k, (z, reach) in enumerate(bug.legs):
        _leg(
            kit,
            f"leg{k}",
            z,
            reach,
            bug,
            tone_of(tones[0] * 0.8)
            if "claws" in bug.extras or form == "spider"
            else BLACK
            if form != "ant"
            else tone_of(tones[1]),
        )
    for k in range(len(bug.wings)):
        _wing(kit, k, bug, colours)
    at, size = bug.eye
    stuff = Stuff.EYE if form == "bat" else Stuff.GLASS
    kit.add(
        ball(
            at,
            size,
            Look(stuff),
            8 + 2 * fine,
            (0.10, 0.02, 0.015) if form in {"fly", "dragonfly"} else (0.02, 0.018, 0.016),
        ),
        both=True,
    )
    _more(kit, bug, tones)
    return kit


def _marks(bug: Bug, p: Floats, tones: list[Floats], which: int) -> Floats:
    tone = np.broadcast_to(tones[which], p.shape)
    if "bands" in bug.extras and which == 0:
        tone = mix(tone, tones[1], step(np.sin(p[:, 2] * 52 + 1.0), -0.05, 0.15) * step(p[:, 2], 0.0, -0.03))
    if "rings" in bug.extras:
        tone = mix(tone, tones[1], 0.8 * step(np.sin(p[:, 2] * 70), 0.5, 0.7))
    if which == 0 and "seam" in bug.extras:
        tone = mix(tone, tones[2], step(np.abs(p[:, 0]), 0.010, 0.004))
    if which == 0 and "dots" in bug.extras:
        for x, z in ((0.11, 0.12), (0.17, -0.06), (0.10, -0.22), (0.0, 0.22)):
            tone = mix(tone, tones[2], step(np.hypot(np.abs(p[:, 0]) - x, p[:, 2] - z), 0.055, 0.045))
    return np.asarray(tone, np.float32)


def _feelers(kit: Kit, bug: Bug, tones: list[Floats]) -> None:
    del tones
    (x, y, z), size = bug.eye
    kit.add(
        cone(
            (0.4 * x, y + 0.3 * size, z + 0.02),
            (2.4 * x + 0.03, y + 0.20, z + 0.16),
            0.009,
            Look(Stuff.PLAIN),
            (0, 0.05, 0),
            rings=6,
            sides=5,
            colour=BLACK,
            power=0.3,
        ),
        both=True,
    )


def _claws(kit: Kit, bug: Bug, tones: list[Floats]) -> None:
    kit.pair("claw", (0.12, 0.12, 0.16))
    tone = tone_of(tones[0])
    path = np.array([(0.10, 0.12, 0.16), (0.30, 0.17, 0.28), (0.27, 0.14, 0.42)], np.float32)
    kit.add(
        tube(path, np.array([0.030, 0.034, 0.040], np.float32), Look(bug.material), 8, tone, (0, 1, 0.2)),
        "claw_r",
        both=True,
    )
    kit.add(
        ball((0.25, 0.14, 0.46), (0.060, 0.045, 0.085), Look(bug.material), 10, tone), "claw_r", both=True
    )
    for x in (-0.026, 0.03):
        kit.add(
            cone(
                (0.25 + x, 0.14, 0.51),
                (0.25 + 0.3 * x, 0.14, 0.64),
                0.027,
                Look(bug.material),
                (x * 1.2, 0, 0),
                rings=6,
                sides=6,
                colour=tone,
            ),
            "claw_r",
            both=True,
        )


def _stinger(kit: Kit, bug: Bug, tones: list[Floats]) -> None:
    for k in range(6):
        a = 0.5 * k
        at = (0, 0.11 + 0.17 * (1 - math.cos(a)) * 1.15, -0.22 - 0.20 * math.sin(a))
        kit.add(ball(at, 0.050 - 0.003 * k, Look(bug.material), 10, tone_of(tones[k % 2])))
    kit.add(
        cone(
            (0, 0.50, -0.30),
            (0, 0.44, -0.14),
            0.026,
            Look(Stuff.HORN),
            (0, 0.05, 0),
            rings=6,
            sides=6,
            colour=BLACK,
        )
    )


def _limbs(kit: Kit, bug: Bug, tones: list[Floats]) -> None:
    """Feelers, sting, claws and stinger."""
    if "feelers" in bug.extras:
        _feelers(kit, bug, tones)
    if "sting" in bug.extras:
        kit.add(cone((0, 0.20, -0.42), (0, 0.18, -0.52), 0.018, Look(Stuff.HORN), sides=6, colour=BLACK))
    if "claws" in bug.extras:
        _claws(kit, bug, tones)
    if "stinger" in bug.extras:
        _stinger(kit, bug, tones)


def _more(kit: Kit, bug: Bug, tones: list[Floats]) -> None:
    """Everything that is not body, leg or wing."""
    extras, ((x, y, z), size) = bug.extras, bug.eye
    _limbs(kit, bug, tones)
    if "stalks" in extras:
        kit.add(
            cone(
                (x, 0.22, z), (x, y, z), 0.014, Look(Stuff.HIDE), sides=6, colour=tone_of(tones[0]), power=0.1
            ),
            both=True,
        )
    if "horn" in extras:
        kit.add(
            cone(
                (0, 0.19, 0.38),
                (0, 0.36, 0.52),
                0.026,
                Look(Stuff.PAINT),
                (0, -0.04, 0.04),
                rings=7,
                sides=7,
                colour=tone_of(tones[1]),
            )
        )
    if "eyes" in extras:
        for dx, dy in ((0.065, 0.0), (0.055, -0.035)):
            kit.add(ball((dx, y + dy, z - 0.01), 0.6 * size, Look(Stuff.GLASS), 8, BLACK), both=True)
    if "fangs" in extras or "jaws" in extras:
        kit.add(
            cone(
                (0.035, y - 0.07, z + 0.03),
                (0.022, y - 0.14, z + 0.06),
                0.02,
                Look(Stuff.HORN),
                (0.01, 0, 0.02),
                rings=5,
                sides=6,
                colour=BLACK,
            ),
            both=True,
        )
    if "ears" in extras:
        ear = fan(
            [(-0.04, 0.0), (0.04, 0.0), (0.03, 0.09), (0.0, 0.14), (-0.03, 0.09)],
            Look(Stuff.FUR),
            tone_of(tones[1]),
            0.01,
            "xy",
        )
        kit.add(moved(ear, (0.055, 0.30, 0.24), (0.1, 0.3, -0.25)), both=True)
    if "snout" in extras:
        kit.add(ball((0, 0.225, 0.345), (0.034, 0.026, 0.03), Look(Stuff.SKIN), 8, tone_of(tones[1])))


def move(form: str, limbs: Limbs, g: Gesture) -> None:
    """Legs step in two sets of three (or four); wings beat."""
    for k in range(4):
        for side, sign in (("r", 1), ("l", -1)):
            a = g.phase + math.pi * ((k + (sign > 0)) % 2)
            limbs.turn(
                f"leg{k}_{side}",
                y=sign * 0.28 * g.pace * math.sin(a),
                z=sign * 0.22 * g.pace * max(math.cos(a), 0.0),
            )
    wide = {"butterfly": 1.0, "bat": 0.75}.get(form, 0.62)
    rest = {"butterfly": 0.25, "bat": 0.05}.get(form, 0.10)
    for k in range(2):
        beat = math.sin(g.phase - 0.35 * k)
        for side, sign in (("r", 1), ("l", -1)):
            limbs.turn(f"wing{k}_{side}", z=sign * (rest + wide * beat), y=-sign * 0.10 * math.cos(g.phase))
            limbs.turn(
                f"claw_{side}",
                y=sign * 0.15 * math.sin(g.phase),
                z=sign * (0.15 + 0.5 * g.dance) * abs(math.sin(0.5 * g.phase * 2)),
            )
    heave = 0.05 if form in {"butterfly", "bat"} else 0.012
    limbs.shift(
        "root",
        y=-heave
        * math.sin(g.phase)
        * (form not in {"ant", "spider", "beetle", "crab", "scorpion", "ladybird"}),
    )
    limbs.turn("root", x=0.05 * math.sin(g.phase + 1.0), y=0.15 * g.bend)


def build(subject: Subject, seed: int) -> Puppet:
    """A bug (or a bat) of the subject's form and colours."""
    del seed
    form = form_name(subject.rig, subject.form)
    usual = BUGS[form].colours
    own = palette(subject.colours, usual)
    make = partial(shape, form, [own[0], own[1] if len(own) > 1 else palette(usual, ())[1]])
    solid = "hide" if form == "crab" else "fur"
    return figure(make, partial(move, form), stand=form_of(subject.rig, form).stand, solid=solid, radius=1.2)
