"""The balloon and orb rigs: what is round and floats."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np

from vitascope.engines.previz.catalogue import form_name, form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.aircraft_wing import fin, propeller
from vitascope.engines.previz.rigs.aura import fire
from vitascope.engines.previz.rigs.car_body import window_row
from vitascope.engines.previz.rigs.colours import mix, palette, step
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.kit import Kit, box, facing_out, hull, merged, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, cone, grid
from vitascope.engines.previz.rigs.prop import ON_TABLE, TABLE_HIGH, table
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.ship_sail import pole
from vitascope.engines.previz.rigs.stuff import Stuff

BLUSH, LEAF = (0.80, 0.62, 0.16), (0.05, 0.16, 0.02)
"""The pale side of a fruit, and its leaf."""


def hot_air(kit: Kit, colours: list[Floats]) -> None:
    """A striped envelope, a basket, a burner that flares."""
    heights = np.array([0.22, 0.26, 0.34, 0.45, 0.58, 0.72, 0.84, 0.93, 0.985, 1.0])
    radii = np.array([0.05, 0.085, 0.165, 0.265, 0.345, 0.375, 0.335, 0.235, 0.10, 0.0])
    n, rows = 48, kit.count(14, 24, 36)
    h = np.linspace(0.22, 1.0, rows)
    r = np.interp(h, heights, radii)
    r = np.convolve(np.pad(r, 2, mode="edge"), [0.1, 0.2, 0.4, 0.2, 0.1], "valid")
    r[-1] = 0.0
    turn = np.linspace(0, math.tau, n + 1)
    gore = 1 + 0.018 * np.abs(np.sin(turn * 8))
    points = np.stack(
        [r[:, None] * gore * np.cos(turn), h[:, None] + 0 * turn, r[:, None] * gore * np.sin(turn)], -1
    )
    made = facing_out(grid(points.astype(np.float32), Look(Stuff.SAIL)))
    stripe = (np.floor(np.arange(n + 1) / n * 16).astype(int) % 2).astype(np.float32)
    band = ((h > 0.50) & (h < 0.60)).astype(np.float32)
    share = np.abs(stripe[None] - band[:, None]).ravel()
    kit.add(made.with_(colour=mix(np.broadcast_to(colours[0], made.rest.shape), colours[1], share)))
    for k in range(4):
        a = math.tau * k / 4 + 0.78
        pole(
            kit,
            (0.05 * math.cos(a), 0.075, 0.05 * math.sin(a)),
            (0.055 * math.cos(a), 0.24, 0.055 * math.sin(a)),
            0.0025,
        )
    kit.add(box((-0.05, 0.0, -0.05), (0.05, 0.075, 0.05), Look(Stuff.WOOD), (0.32, 0.19, 0.09), 1.06))
    kit.add(box((-0.055, 0.072, -0.055), (0.055, 0.082, 0.055), Look(Stuff.WOOD), (0.14, 0.07, 0.03)))
    for x in (-0.02, 0.022):
        kit.add(ball((x, 0.115, 0.0), (0.010, 0.012, 0.010), Look(Stuff.SKIN), 8, (0.55, 0.32, 0.22)))
        kit.add(
            ball(
                (x, 0.085, 0.0),
                (0.015, 0.022, 0.012),
                Look(Stuff.CLOTH),
                8,
                (0.08, 0.12, 0.3) if x > 0 else (0.4, 0.05, 0.05),
            )
        )
    kit.bone("flame", (0, 0.16, 0))
    kit.add(fire((0, 0.15, 0), 0.13, 0.022), "flame")


def toy(kit: Kit, colours: list[Floats]) -> None:
    """A glossy balloon on a string."""
    made = ball((0, 0.68, 0), (0.27, 0.32, 0.27), Look(Stuff.PAINT), 10 + 8 * kit.fine, tone_of(colours[0]))
    rest = made.rest.copy()
    low = np.clip((0.62 - rest[:, 1]) / 0.30, 0, 1)
    rest[:, [0, 2]] *= (1 - 0.28 * low**1.5)[:, None]
    kit.add(made.with_(rest=rest))
    kit.add(
        cone(
            (0, 0.335, 0), (0, 0.375, 0), 0.028, Look(Stuff.PAINT), sides=8, colour=tone_of(colours[0] * 0.8)
        )
    )
    w = np.linspace(0, 1, 12)
    for a, b in pairwise(w):
        pole(
            kit,
            (0.02 * math.sin(7 * a), 0.34 * (1 - a), 0),
            (0.02 * math.sin(7 * b), 0.34 * (1 - b), 0),
            0.004,
            (0.7, 0.7, 0.7),
        )


def airship(kit: Kit, colours: list[Floats]) -> None:
    """A long balloon with a gondola, fins and screws."""
    tone, second, y = tone_of(colours[0]), tone_of(colours[1]), 0.18
    w = np.linspace(-0.5, 0.5, 25)
    r = 0.125 * np.sqrt(np.clip(1 - ((w - 0.06) / np.where(w > 0.06, 0.441, 0.561)) ** 2, 0, 1)) + 0.001
    kit.add(
        hull(
            [(float(z), float(q), float(y - q), float(y + q)) for z, q in zip(w, r, strict=True)],
            Look(Stuff.CLOTH),
            kit.sides(10),
            2,
            tone,
            kit.count(20, 32, 48),
        )
    )
    kit.add(
        hull(
            [
                (-0.02, 0.02, 0.025, 0.07),
                (0.0, 0.032, 0.02, 0.075),
                (0.17, 0.032, 0.02, 0.075),
                (0.20, 0.018, 0.03, 0.07),
            ],
            Look(Stuff.PAINT),
            16,
            4,
            second,
            10,
        )
    )
    window_row(kit, 0.0325, 0.04, 0.058, (0.01, 0.17), 6)
    for angle in (0.0, math.pi / 2, math.pi, -math.pi / 2):
        blade = fin_blade(second)
        kit.add(moved(blade, (0, y, 0), (0, 0, angle)))
    propeller(kit, "screw_r", (0.06, 0.045, 0.03), 0.03, 3)
    propeller(kit, "screw_l", (-0.06, 0.045, 0.03), 0.03, 3)


def fin_blade(colour: tuple[float, float, float]) -> Part:
    """A tail fin above the axis of an airship."""
    kit = Kit(1)
    fin(kit, [(-0.33, 0.07), (-0.40, 0.165), (-0.48, 0.17), (-0.47, 0.03)], colour)
    return kit.parts[-1]


def sphere(kit: Kit, material: Stuff, colour: Floats, fine: int = 8) -> Part:
    """A ball a length wide, standing on the ground."""
    made = ball((0, 0.5, 0), 0.5, Look(material), 20 + fine * kit.fine, tone_of(colour))
    p = made.rest - np.array([0, 0.5, 0], np.float32)
    place = np.stack([0.5 * p[:, 0] + 0.28 * p[:, 2], 0.5 * p[:, 1] - 0.22 * p[:, 2], 0 * p[:, 0]], -1)
    return made.with_(place=place.astype(np.float32))


def orb(kit: Kit, colours: list[Floats]) -> None:
    """Smooth and glossy, with a heart of light."""
    kit.add(sphere(kit, Stuff.GLASS, colours[0] * 0.6))


def football(kit: Kit, colours: list[Floats]) -> None:
    """Black fields on a white ball."""
    made = sphere(kit, Stuff.RUBBER, colours[0], 26)
    g = (1 + math.sqrt(5)) / 2
    corners = np.array([(0, s, t * g) for s in (-1, 1) for t in (-1, 1)])
    poles = np.concatenate([np.roll(corners, k, 1) for k in range(3)])
    poles = poles / np.linalg.norm(poles[0])
    near = ((made.rest - (0, 0.5, 0)) / 0.5) @ poles.T
    field = step(near.max(1).astype(np.float32), 0.920, 0.930)
    kit.add(made.with_(colour=mix(np.broadcast_to(colours[0], made.rest.shape), colours[1], field)))


def fruit(kit: Kit, colours: list[Floats]) -> None:
    """An apple: dented above and below, paler on one side, with its stalk and a leaf."""
    made = sphere(kit, Stuff.PAINT, colours[0], 20)
    p = made.rest - np.array([0, 0.5, 0], np.float32)
    away = np.hypot(p[:, 0], p[:, 2])
    dent = np.exp(-((away / 0.16) ** 2)) * np.where(p[:, 1] > 0, 0.16, -0.07)
    wide = (1.0 + 0.10 * p[:, 1])[:, None] * np.array([1.04, 0.92, 1.04])
    rest = p * wide - np.stack([0 * dent, dent, 0 * dent], -1) + np.array([0, 0.46, 0])
    blush = 0.3 * step(p[:, 0] + 0.5 * p[:, 2], 0.1, 0.5)
    tone = mix(np.broadcast_to(colours[0], p.shape), mix(colours[0], np.array(BLUSH, np.float32), 0.4), blush)
    kit.add(made.with_(rest=rest.astype(np.float32), colour=tone))
    pole(kit, (0.0, 0.74, 0.0), (0.05, 0.98, 0.0), 0.018)
    kit.add(
        moved(
            ball((0.13, 0.0, 0), (0.13, 0.012, 0.06), Look(Stuff.LEAF), 10, LEAF),
            (0.03, 0.92, 0),
            (0, 0, 0.35),
        )
    )


def moon(kit: Kit, colours: list[Floats]) -> None:
    """Craters and seas."""
    kit.add(sphere(kit, Stuff.MOON, colours[0]))


def _noise(p: Floats, seed: float) -> Floats:
    total = np.zeros(len(p), np.float32)
    for k in range(5):
        f = 3.0 * 1.9**k
        total += (
            np.sin(f * p[:, 0] + seed + 1.7 * k + np.sin(f * 0.7 * p[:, 1]))
            * np.sin(f * p[:, 1] - 2.1 * k + np.sin(f * 0.6 * p[:, 2]))
            + np.sin(f * p[:, 2] + 0.9 * k)
        ) / 1.7**k
    return total


def planet(kit: Kit, colours: list[Floats]) -> None:
    """Seas, land, ice and clouds."""
    made = sphere(kit, Stuff.CLOUDED, colours[0], 30)
    p = (made.rest - np.array([0, 0.5, 0], np.float32)) * 2
    land = step(_noise(p, 1.0), 0.15, 0.35)
    tint = mix(np.broadcast_to(colours[0], p.shape), colours[1], land)
    tint = mix(tint, np.array([0.42, 0.33, 0.18], np.float32), 0.7 * land * step(_noise(p, 4.0), 0.2, 0.9))
    tint = mix(
        tint,
        np.array([0.9, 0.92, 0.95], np.float32),
        step(np.abs(p[:, 1]) + 0.06 * _noise(p, 7.0), 0.82, 0.90),
    )
    tint = mix(
        tint, np.array([0.85, 0.87, 0.9], np.float32), 0.85 * step(_noise(p * (1, 2.2, 1), 11.0), 0.7, 1.4)
    )
    kit.add(made.with_(colour=tint))


def ringed(kit: Kit, colours: list[Floats]) -> None:
    """Bands of cloud and a tilted ring."""
    made = sphere(kit, Stuff.CLOUDED, colours[0], 14)
    p = (made.rest - np.array([0, 0.5, 0], np.float32)) * 2
    band = 0.5 + 0.5 * np.sin(p[:, 1] * 17 + 0.5 * np.sin(5 * p[:, 1]))
    made = made.with_(
        colour=mix(np.broadcast_to(colours[0], p.shape), colours[1], 0.7 * band.astype(np.float32))
    )
    kit.add(moved(made, (0, 0.25, 0), scale=0.5))
    rows = np.linspace(0.33, 0.60, 14)
    turn = np.linspace(0, math.tau, 12 * kit.sides(6) + 1)
    points = np.stack(
        [rows[:, None] * np.cos(turn), 0 * rows[:, None] + 0 * turn, rows[:, None] * np.sin(turn)], -1
    )
    ring = grid(points.astype(np.float32), Look(Stuff.PETAL, 0, 1))
    tone = (0.45 + 0.55 * np.abs(np.sin(rows * 60)))[:, None] * np.ones(len(turn))
    ring = ring.with_(colour=(np.asarray(colours[1])[None] * tone.reshape(-1, 1)).astype(np.float32))
    kit.add(moved(ring, (0, 0.5, 0), (0.38, 0, 0.22)))


def sun(kit: Kit, colours: list[Floats]) -> None:
    """It shines by itself."""
    made = sphere(kit, Stuff.FLAME, colours[0])
    p = (made.rest - np.array([0, 0.5, 0], np.float32)) * 2
    kit.add(made.with_(glow=(0.30 + 0.10 * _noise(p * 1.6, 2.0)).astype(np.float32)))


def bubble(kit: Kit, colours: list[Floats]) -> None:
    """A film that is mostly seen at its rim."""
    made = sphere(kit, Stuff.BUBBLE, colours[0])
    p = made.rest
    film = np.stack([0.5 + 0.5 * np.sin(9 * p[:, 1] + k * 2.1 + 3 * p[:, 0]) for k in range(3)], -1)
    look = Look(Stuff.BUBBLE, 0, 1)
    kit.add(replace(made, look=look, colour=film.astype(np.float32) * 0.6))


def crystal(kit: Kit, colours: list[Floats]) -> None:
    """A cluster of facetted points."""
    for k, (x, z, tall, r, lean) in enumerate(
        (
            (0, 0, 1.0, 0.16, 0.0),
            (0.16, 0.05, 0.66, 0.10, -0.35),
            (-0.15, 0.04, 0.58, 0.11, 0.35),
            (0.02, 0.16, 0.50, 0.09, 0.1),
            (-0.04, -0.15, 0.6, 0.09, -0.1),
        )
    ):
        profile = ((0.6 * r, 0.0), (r, 0.16 * tall), (r, 0.74 * tall), (0.0, tall))
        faces = [_facet(profile, side, r) for side in range(6)]
        tone = colours[0] * (0.7 + 0.12 * k)
        made = facing_out(merged(faces)).with_()
        made = made.with_(
            colour=np.broadcast_to(tone, made.rest.shape).astype(np.float32)
            * (0.6 + 0.5 * made.rest[:, 1:2]),
            glow=np.full(len(made.rest), 0.25, np.float32),
        )
        kit.add(moved(made, (x, 0, z), (0.25 * (z > 0.1) - 0.25 * (z < -0.1), 0, lean)))


def _facet(profile: tuple[tuple[float, float], ...], side: int, radius: float) -> Part:
    del radius
    a, b = math.tau * side / 6, math.tau * (side + 1) / 6
    points = np.array(
        [[(r * math.cos(t), h, r * math.sin(t)) for t in (a, b)] for r, h in profile for _ in range(2)],
        np.float32,
    )
    return merged([grid(points[2 * k + 1 : 2 * k + 3], Look(Stuff.GLASS)) for k in range(len(profile) - 1)])


ROUND: dict[str, tuple[tuple[str, str], Callable[[Kit, list[Floats]], None]]] = {
    "hot_air": (("#d8281c", "#f5c518"), hot_air), "toy": (("#e02434", "#ffffff"), toy),
    "airship": (("#c9ced6", "#3a4a6a"), airship),
    "orb": (("#7fa8d8", "#ffffff"), orb), "ball": (("#f2f2ee", "#16171a"), football), "moon": (("#b8b4ac",
    "#8a8680"), moon),
    "planet": (("#15407a", "#2f6a2c"), planet), "ringed": (("#d9b884", "#a58358"), ringed),
    "sun": (("#ffb020", "#ff6010"), sun), "spark": (("#e8f06a", "#f8ffb0"), sun),
    "bubble": (("#d8f0ff", "#ffffff"), bubble), "crystal": (("#8a5ad8", "#5a2ab0"), crystal),
    "fruit": (("#c8222a", "#e8c050"), fruit),
}  # fmt: skip


def shape(form: str, colours: list[Floats], raised: bool, fine: int) -> Kit:
    """Something round in two colours, on a table if ``raised``, ``fine`` from 1 to 3."""
    kit = Kit(fine)
    ROUND[form][1](kit, colours)
    if raised:
        kit.parts[:] = [moved(made, (0.0, TABLE_HIGH, 0.0)) for made in kit.parts]
        table(kit)
    return kit


def move(spins: bool, limbs: Limbs, g: Gesture) -> None:
    """Float, sway and turn."""
    limbs.turn(
        "root",
        y=g.phase if spins else 0.12 * math.sin(g.phase),
        z=0.0 if spins else 0.03 * math.sin(g.phase) + 0.1 * g.bend,
    )
    limbs.shift("root", y=0.012 * math.sin(g.phase), x=0.008 * math.sin(g.phase + 1.0))
    limbs.shift("flame", y=0.01 * math.sin(5 * g.phase))
    for side in ("r", "l"):
        limbs.turn(f"screw_{side}", z=4 * g.phase)


def build(subject: Subject, seed: int) -> Puppet:
    """Something round of the subject's rig, form and colours."""
    del seed
    form = form_name(subject.rig, subject.form)
    usual = ROUND[form][0]
    own = palette(subject.colours, usual)
    make = partial(
        shape, form, [own[0], own[1] if len(own) > 1 else palette(usual, ())[1]], ON_TABLE in subject.traits
    )
    spins = form in {"ball", "moon", "planet", "ringed", "sun"}
    return figure(make, partial(move, spins), stand=form_of(subject.rig, form).stand, radius=0.8)
