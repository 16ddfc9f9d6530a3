"""The tree and flower rigs: what grows and sways."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from vitascope.engines.previz.catalogue import form_name, form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import palette
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.kit import Kit, Point, lathe, merged, tone_of, turned_over
from vitascope.engines.previz.rigs.mesh import Look, Part, ball, cone, grid, tube
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.stuff import Stuff


def slack(made: Part, share: float = 1.0) -> Part:
    """A part that waves the more the higher and the further out it is."""
    high = np.clip(made.rest[:, 1], 0, 1) ** 1.5
    return made.with_(
        flex=(share * (0.3 * high + 0.7 * high * np.hypot(made.rest[:, 0], made.rest[:, 2]) * 3)).astype(
            np.float32
        )
    )


def trunk(kit: Kit, path: list[Point], radii: tuple[float, ...], colour: Floats) -> None:
    """A stem or a branch through points."""
    rows = np.array(path, np.float32)
    w = np.linspace(0, 1, max(3 * len(rows), 6))
    at = np.linspace(0, 1, len(rows))
    line = np.stack([np.interp(w, at, rows[:, k]) for k in range(3)], -1)
    radius = np.interp(w, np.linspace(0, 1, len(radii)), radii)
    flare = 1 + 0.8 * np.exp(-line[:, 1] / 0.03) * (rows[0, 1] < 0.02)
    made = tube(
        line.astype(np.float32),
        (radius * flare).astype(np.float32),
        Look(Stuff.BARK),
        kit.sides(6),
        tone_of(colour),
        (0, 0, 1),
    )
    kit.add(slack(made.with_(place=_around(made)), 0.6))


def _around(made: Part) -> Floats:
    p = made.place
    return np.stack([p[:, 0] * 2.0, p[:, 1] * 0.7, 0 * p[:, 0]], -1).astype(np.float32)


def tuft(
    centre: Point,
    radius: float | tuple[float, float, float],
    colour: Floats,
    chance: np.random.Generator,
    rings: int,
    rough: float = 0.22,
) -> Part:
    """A ragged ball of leaves, darker below and inside."""
    made = ball((0, 0, 0), 1.0, Look(Stuff.LEAF), rings)
    p = made.rest
    bumps = 1 + rough * (chance.random(len(p)) - 0.35)
    columns = rings * 2 - 1
    grid_ = bumps.reshape(rings, columns)
    grid_[:, -1] = grid_[:, 0]
    grid_[0], grid_[-1] = 1.0, 1.0
    size = np.asarray(radius, np.float32)
    rest = p * grid_.reshape(-1, 1) * size + np.asarray(centre, np.float32)
    shade = 0.40 + 0.60 * np.clip(0.5 + 0.5 * p[:, 1] + 1.4 * (grid_.ravel() - 1), 0, 1)
    tone = colour * (0.75 + 0.5 * chance.random())
    tint = np.broadcast_to(tone, p.shape) * (0.9 + 0.25 * chance.random((len(p), 1)))
    place = (
        made.place
        * np.array([0.11, 0.22, 0], np.float32)
        * (float(size.max()) / 0.105 if size.ndim else float(size) / 0.105)
    )
    return made.with_(
        rest=rest.astype(np.float32),
        openness=shade.astype(np.float32),
        colour=tint.astype(np.float32),
        place=place.astype(np.float32),
    )


def crown(
    kit: Kit, centre: Point, size: Point, count: int, tuft_size: float, colour: Floats, squash: float = 0.8
) -> None:
    """Tufts spread over an ellipsoid, mostly near its surface."""
    chance = np.random.default_rng(17)
    number = int(count * (0.45, 0.75, 1.0)[kit.fine - 1])
    grown = (1.35, 1.12, 1.0)[kit.fine - 1]
    kit.add(slack(tuft(centre, (size[0] * 0.72, size[1] * 0.72, size[2] * 0.72), colour * 0.45, chance, 9)))
    for k in range(number):
        up = 1 - 2 * (k + 0.5) / number
        a, r = k * 2.39996, math.sqrt(1 - up * up)
        far = 0.62 + 0.30 * chance.random()
        at = (
            centre[0] + size[0] * far * r * math.cos(a),
            centre[1] + size[1] * far * up,
            centre[2] + size[2] * far * r * math.sin(a),
        )
        each = tuft_size * grown * (0.75 + 0.5 * chance.random())
        made = tuft(
            at,
            (each, each * squash, each),
            colour * (0.72 + 0.30 * (up > -0.1)),
            chance,
            kit.count(6, 8, 11),
            0.42,
        )
        kit.add(slack(made))


def oak(kit: Kit, colours: list[Floats]) -> None:
    """A broad crown on a strong trunk."""
    trunk(
        kit,
        [(0, 0, 0), (0.01, 0.2, 0), (-0.01, 0.4, 0.01), (0, 0.6, 0)],
        (0.045, 0.036, 0.028, 0.015),
        colours[1],
    )
    for a in range(6):
        x, z = math.cos(a * 1.05), math.sin(a * 1.05)
        trunk(
            kit,
            [(0, 0.26 + 0.03 * (a % 3), 0), (0.12 * x, 0.40, 0.12 * z), (0.26 * x, 0.55, 0.26 * z)],
            (0.020, 0.014, 0.006),
            colours[1],
        )
    crown(kit, (0, 0.64, 0), (0.41, 0.34, 0.41), 90, 0.105, colours[0])


def birch(kit: Kit, colours: list[Floats]) -> None:
    """Slender and white, with light leaves."""
    for lean, tall in ((0.0, 0.9), (0.05, 0.7)):
        trunk(
            kit,
            [(lean, 0, lean), (lean * 1.6, 0.4, lean), (lean * 2.2, tall, lean * 0.4)],
            (0.020, 0.015, 0.004),
            colours[1],
        )
    for k in range(kit.count(6, 12, 18)):
        kit.add(
            ball(
                (0.017 * math.cos(k * 2.1), 0.06 + 0.03 * k, 0.017 * math.sin(k * 2.1)),
                (0.006, 0.003, 0.006),
                Look(Stuff.PLAIN),
                6,
                (0.02, 0.02, 0.02),
            )
        )
    crown(kit, (0.03, 0.66, 0.0), (0.20, 0.32, 0.20), 70, 0.070, colours[0], 1.0)


def pine(kit: Kit, colours: list[Floats]) -> None:
    """Whorls of boughs that hang down, smaller to the top."""
    trunk(kit, [(0, 0, 0), (0, 0.5, 0), (0, 0.97, 0)], (0.030, 0.018, 0.003), colours[1])
    chance = np.random.default_rng(9)
    rows = kit.count(9, 13, 17)
    for k in range(rows):
        w = k / (rows - 1)
        y, reach = 0.16 + 0.80 * w, 0.235 * (1 - w) ** 0.85 + 0.012
        boughs = max(int(kit.count(9, 13, 17) * (1 - 0.5 * w)), 5)
        for b in range(boughs):
            a = math.tau * (b + 0.37 * (k % 3) + 0.3 * chance.random()) / boughs
            far = reach * (0.8 + 0.35 * chance.random())
            tip = (far * math.cos(a), y - 0.40 * far, far * math.sin(a))
            tone = colours[0] * (0.55 + 0.7 * chance.random())
            made = cone(
                (0, y + 0.035, 0),
                tip,
                0.32 * far + 0.012,
                Look(Stuff.LEAF),
                (0, 0.10 * far, 0),
                rings=kit.count(4, 5, 6),
                sides=5,
                colour=tone_of(tone),
                power=0.75,
            )
            fade = (0.35 + 0.65 * made.place[:, 0]).astype(np.float32)
            kit.add(slack(made.with_(openness=fade, place=made.rest * 1.0), 0.6))


def _leaf_blade(path: Floats, wide: float, droop: float, tone: Floats, n: int) -> Part:
    """A palm's frond: a mid rib with leaflets hanging to both sides."""
    del n
    along = np.gradient(path, axis=0)
    side = np.cross(along, (0, 1, 0))
    side /= np.linalg.norm(side, axis=1, keepdims=True) + 1e-9
    w = np.linspace(0, 1, len(path))
    half = wide * np.sin(np.pi * np.clip(w * 0.92 + 0.06, 0, 1)) ** 0.6
    saw = half * np.where(np.arange(len(path)) % 2, 1.0, 0.35)
    edge = [path + s * side * saw[:, None] - np.array([0, 1, 0]) * (droop * saw)[:, None] for s in (-1, 1)]
    sheet = np.stack([edge[0], path, edge[1]], 1)
    made = grid(sheet.astype(np.float32), Look(Stuff.LEAF, 0, 0), tone_of(tone))
    other = made.with_()
    return merged([made, turned_over(other)])


def palm(kit: Kit, colours: list[Floats]) -> None:
    """A bent, ringed trunk and arching fronds."""
    trunk(
        kit,
        [(-0.10, 0, 0), (-0.085, 0.2, 0), (-0.03, 0.5, 0), (0.03, 0.78, 0)],
        (0.030, 0.022, 0.020, 0.018),
        colours[1],
    )
    top, chance = np.array([0.03, 0.79, 0.0]), np.random.default_rng(5)
    for k in range(15):
        a = math.tau * k / 15 + 0.2 * chance.random()
        lift = 0.16 if k % 2 else 0.03
        long = 0.30 + 0.08 * chance.random()
        w = np.linspace(0, 1, kit.count(9, 15, 25))
        path = top + np.stack(
            [long * w * math.cos(a), 2.2 * lift * w - (0.40 + 0.5 * lift) * w * w, long * w * math.sin(a)], -1
        )
        kit.add(slack(_leaf_blade(path, 0.060, 0.8, colours[0] * (0.7 + 0.5 * chance.random()), 0), 1.2))
    for k in range(4):
        kit.add(
            ball(
                (0.03 + 0.03 * math.cos(k * 1.6), 0.765, 0.03 * math.sin(k * 1.6)),
                0.022,
                Look(Stuff.WOOD),
                8,
                (0.14, 0.08, 0.03),
            )
        )


def willow(kit: Kit, colours: list[Floats]) -> None:
    """A dome of hanging strands."""
    trunk(
        kit,
        [(0, 0, 0), (0.02, 0.25, 0), (0, 0.55, 0.02), (0, 0.75, 0)],
        (0.05, 0.038, 0.026, 0.01),
        colours[1],
    )
    crown(kit, (0, 0.76, 0), (0.30, 0.22, 0.30), 40, 0.10, colours[0])
    chance = np.random.default_rng(8)
    for _ in range(kit.count(70, 150, 240)):
        a, r = chance.random() * math.tau, 0.14 + 0.30 * math.sqrt(chance.random())
        y = 0.93 - 1.5 * r * r + 0.05 * chance.random()
        low = max(0.10 + 0.25 * chance.random(), 0.06)
        x, z = r * math.cos(a), r * math.sin(a)
        made = cone(
            (x * 0.85, y, z * 0.85),
            (x * 1.12, low, z * 1.12),
            0.022,
            Look(Stuff.LEAF),
            (0.10 * x, 0.05, 0.10 * z),
            rings=5,
            sides=4,
            colour=tone_of(colours[0] * (0.7 + 0.6 * chance.random())),
            power=0.35,
        )
        down = (1 - made.place[:, 0]).astype(np.float32)
        kit.add(made.with_(flex=1.6 * (1 - down), openness=0.5 + 0.5 * (1 - down), place=made.rest.copy()))


def dead(kit: Kit, colours: list[Floats]) -> None:
    """Bare, forked and crooked."""
    chance = np.random.default_rng(12)

    def branch(base: Floats, way: Floats, long: float, radius: float, depth: int) -> None:
        bend = base + way * long * 0.5 + (chance.random(3) - 0.5) * 0.12 * long
        end = base + way * long
        trunk(kit, [tuple(base), tuple(bend), tuple(end)], (radius, radius * 0.8, radius * 0.55), colours[1])
        for _ in range(3 if depth else 0):
            turn = way + (chance.random(3) - 0.5) * np.array([1.7, 0.9, 1.7])
            turn /= np.linalg.norm(turn)
            branch(
                base + (end - base) * (0.65 + 0.35 * chance.random()),
                turn,
                long * 0.62,
                radius * 0.52,
                depth - 1,
            )

    branch(np.array([0.0, 0, 0]), np.array([0.05, 1.0, 0.0]), 0.45, 0.042, kit.count(2, 3, 3))


def cherry(kit: Kit, colours: list[Floats]) -> None:
    """Blossom on spreading boughs."""
    trunk(kit, [(0, 0, 0), (0.03, 0.16, 0), (-0.01, 0.30, 0)], (0.05, 0.038, 0.03), colours[1])
    for a in range(5):
        x, z = math.cos(a * 1.26), math.sin(a * 1.26)
        trunk(
            kit,
            [(0, 0.26, 0), (0.16 * x, 0.42, 0.16 * z), (0.34 * x, 0.56, 0.34 * z)],
            (0.024, 0.016, 0.007),
            colours[1],
        )
    crown(kit, (0, 0.64, 0), (0.50, 0.30, 0.50), 110, 0.105, colours[0], 0.75)


def cactus(kit: Kit, colours: list[Floats]) -> None:
    """Ribbed columns, arms bent up."""
    tone = colours[0]

    def column(points: list[Point], radius: float) -> None:
        rows = np.array(points, np.float32)
        w, at = np.linspace(0, 1, kit.count(10, 18, 28)), np.linspace(0, 1, len(rows))
        line = np.stack([np.interp(w, at, rows[:, k]) for k in range(3)], -1)
        cap = np.sqrt(np.clip(1 - np.clip((w - 0.90) / 0.10, 0, 1) ** 2, 0, 1)) * np.clip(
            w / 0.02 + 0.8, 0, 1
        )
        made = tube(
            line.astype(np.float32),
            (radius * cap + 1e-4).astype(np.float32),
            Look(Stuff.PLAIN),
            48,
            tone_of(tone),
            (0, 0, 1),
        )
        around = made.place[:, 1]
        rib = 0.5 + 0.5 * np.cos(2 * np.pi * 12 * around)
        middle = np.repeat(line, 49, 0).astype(np.float32)
        rest = middle + (made.rest - middle) * (0.86 + 0.14 * rib)[:, None]
        kit.add(
            made.with_(
                rest=rest.astype(np.float32),
                openness=(0.5 + 0.5 * rib).astype(np.float32),
                colour=(tone * (0.7 + 0.4 * rib)[:, None]).astype(np.float32),
            )
        )

    column([(0, 0, 0), (0, 0.5, 0), (0, 1.0, 0)], 0.085)
    column([(0.05, 0.36, 0), (0.17, 0.37, 0), (0.21, 0.42, 0), (0.215, 0.55, 0), (0.215, 0.78, 0)], 0.055)
    column(
        [
            (-0.05, 0.48, 0),
            (-0.15, 0.49, 0.01),
            (-0.19, 0.54, 0.01),
            (-0.195, 0.62, 0.01),
            (-0.195, 0.72, 0.01),
        ],
        0.05,
    )


def bush(kit: Kit, colours: list[Floats]) -> None:
    """A low, round shrub."""
    crown(kit, (0, 0.40, 0), (0.48, 0.30, 0.48), 80, 0.14, colours[0])


def stump(kit: Kit, colours: list[Floats]) -> None:
    """What is left of a tree: something to sit on."""
    bark, cut = tone_of(colours[1]), (0.34, 0.22, 0.12)
    profile = ((0.22, 0.0), (0.165, 0.12), (0.15, 0.5), (0.165, 0.97), (0.15, 1.0))
    kit.add(lathe(profile, Look(Stuff.BARK), kit.sides(8), bark))
    kit.add(lathe(((0.15, 1.0), (0.0, 1.004)), Look(Stuff.WOOD), kit.sides(8), cut))


TREES: dict[str, tuple[tuple[str, str], Callable[[Kit, list[Floats]], None]]] = {
    "oak": (("#4f7a2a", "#4a3726"), oak), "pine": (("#26512f", "#4a3524"), pine), "palm": (("#4d8a2f",
    "#7a6548"), palm),
    "birch": (("#8fb544", "#d8d4ca"), birch), "willow": (("#7f9f45", "#5a4630"), willow),
    "cherry": (("#f2a9c0", "#3f2c24"), cherry),
    "dead": (("#5a4a3c", "#4c4038"), dead), "cactus": (("#4f7d3f", "#2f4a26"), cactus),
    "stump": (("#6a4a30", "#5a4430"), stump), "bush": (("#4a7a30",
    "#3f2c1c"), bush),
}  # fmt: skip


def shape(form: str, colours: list[Floats], fine: int) -> Kit:
    """A tree in the colours of its leaves and its bark, ``fine`` from 1 to 3."""
    kit = Kit(fine)
    TREES[form][1](kit, colours)
    return kit


def move(limbs: Limbs, g: Gesture) -> None:
    """Sway in the wind."""
    limbs.turn(
        "root",
        z=0.010 * g.effort * math.sin(g.phase) + 0.05 * g.dance * math.sin(g.phase),
        x=0.006 * math.sin(g.phase + 1),
    )
    limbs.wind = (0.010 * (0.5 + g.effort), g.phase, 11.0, 7.0)


def build(subject: Subject, seed: int) -> Puppet:
    """A tree of the subject's form and colours."""
    del seed
    form = form_name("tree", subject.form)
    usual = TREES[form][0]
    own = palette(subject.colours, usual)
    make = partial(shape, form, [own[0], own[1] if len(own) > 1 else palette(usual, ())[1]])
    return figure(make, move, stand=form_of("tree", form).stand)
