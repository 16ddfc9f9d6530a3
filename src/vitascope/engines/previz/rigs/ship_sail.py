"""Vessels under sail or oars, and what all vessels are made of."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.car_body import DARK, PANE
from vitascope.engines.previz.rigs.colours import mix, step
from vitascope.engines.previz.rigs.kit import (
    Kit,
    Point,
    box,
    facing_out,
    fan,
    hull,
    lathe,
    moved,
    tone_of,
    turned_over,
)
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, ball, grid, tube
from vitascope.engines.previz.rigs.stuff import Stuff

CANVAS: Colour = (0.78, 0.72, 0.60)


WOOD: Colour = (0.24, 0.13, 0.065)


Hull = tuple[tuple[float, float, float, float], ...]


def body(
    kit: Kit, stations: Hull, look: Look, colours: list[Floats], deck: Colour, stripe: float = 0.0
) -> None:
    """A hull through ``(z, half width at the deck, keel, deck)``, open above, with a deck in it."""
    rows: Floats = np.array(stations, np.float64)
    z = np.linspace(stations[0][0], stations[-1][0], kit.count(12, 22, 34))
    wide, keel, top = (np.asarray(np.interp(z, rows[:, 0], rows[:, k]), np.float64) for k in (1, 2, 3))
    v = np.linspace(-1, 1, 2 * kit.count(4, 7, 10) + 1)
    out = np.sign(v) * np.abs(v) ** 0.55
    points = np.stack(
        [wide[:, None] * out, keel[:, None] + (top - keel)[:, None] * np.abs(v) ** 1.8, z[:, None] + 0 * v],
        -1,
    )
    made = grid(points.astype(np.float32), look)
    made = made.with_(place=made.rest[:, [2, 1, 0]].copy())
    low = step(made.rest[:, 1], 0.012, 0.006)
    tint = mix(np.broadcast_to(colours[0], made.rest.shape), colours[1], low)
    if stripe:
        tint = mix(
            tint, np.array([0.8, 0.8, 0.78], np.float32), step(np.abs(made.rest[:, 1] - stripe), 0.005, 0.003)
        )
    kit.add(facing_out(made.with_(colour=tint)))
    edge = np.stack(
        [
            wide[:, None] * np.linspace(-1, 1, 3),
            (top - 0.014)[:, None] + 0 * np.zeros(3),
            z[:, None] + 0 * np.zeros(3),
        ],
        -1,
    )
    floor = grid(edge.astype(np.float32), Look(Stuff.WOOD), deck)
    kit.add(_up(floor.with_(place=floor.rest[:, [2, 0, 1]].copy())))
    ends = [
        grid(
            np.stack([points[i], np.stack([0 * v, top[i] + 0 * v, z[i] + 0 * v], -1)]).astype(np.float32),
            look,
            tone_of(colours[0]),
        )
        for i in (0,)
    ]
    kit.add(facing_out(ends[0]))
    for sign in (-1, 1):
        rail = np.stack([sign * wide, top + 0.002, z], -1).astype(np.float32)
        kit.add(tube(rail, np.full(len(z), 0.006, np.float32), Look(Stuff.WOOD), 5, deck))


def _up(made: Part) -> Part:
    """A floor that is seen from above."""
    a, b, c = (made.rest[made.triangles[:, k]] for k in range(3))
    if float(np.cross(b - a, c - a)[:, 1].sum()) < 0:
        return turned_over(made)
    return made


def sail(
    kit: Kit,
    bone: str,
    corners: list[Point],
    belly: float,
    colour: Colour,
    layer: int = 1,
    stripes: bool = False,
) -> None:
    """A sail between four corners (or three, the last twice), blown towards +z and x by its belly."""
    n = kit.count(4, 7, 11)
    a, b, c, d = (np.array(p) for p in corners)
    u, v = np.meshgrid(np.linspace(0, 1, n), np.linspace(0, 1, n), indexing="ij")
    sheet = a + (b - a) * u[..., None] + ((d - a) + ((c - b) - (d - a)) * u[..., None]) * v[..., None]
    full = np.sin(np.pi * u) * np.sin(np.pi * np.clip(v, 0, 1))
    normal = np.cross(b - a, d - a)
    normal = normal / (np.linalg.norm(normal) + 1e-9)
    made = grid(
        (sheet + (belly * full)[..., None] * normal).astype(np.float32), Look(Stuff.SAIL, 0, layer), colour
    )
    place = np.stack([u, v, 0 * u], -1).reshape(-1, 3).astype(np.float32)
    if stripes:
        red = step(np.sin(v.ravel() * 26), -0.1, 0.1)
        made = made.with_(
            colour=mix(
                np.broadcast_to(np.array(colour, np.float32), made.rest.shape),
                np.array([0.5, 0.04, 0.03], np.float32),
                red,
            )
        )
    kit.add(made.with_(place=place, flex=(0.25 * full).ravel().astype(np.float32)), bone)


def pole(kit: Kit, a: Point, b: Point, radius: float, colour: Colour = WOOD, bone: str = "root") -> None:
    """A mast, yard, boom or rope."""
    w = np.linspace(0, 1, 3)[:, None]
    path = (np.array(a) * (1 - w) + np.array(b) * w).astype(np.float32)
    up = (0.0, 0.0, 1.0) if abs(b[1] - a[1]) > abs(b[2] - a[2]) else (0.0, 1.0, 0.0)
    kit.add(
        tube(
            path,
            np.array([radius, radius * 0.9, radius * 0.75], np.float32),
            Look(Stuff.WOOD),
            kit.sides(4),
            colour,
            up,
        ),
        bone,
    )


def sailboat(kit: Kit, colours: list[Floats]) -> None:
    """A yacht with a main sail and a jib."""
    hull_ = (
        (-0.33, 0.09, -0.01, 0.075),
        (-0.30, 0.10, -0.02, 0.075),
        (-0.05, 0.115, -0.03, 0.072),
        (0.2, 0.08, -0.025, 0.082),
        (0.38, 0.012, 0.03, 0.10),
        (0.40, 0.002, 0.075, 0.103),
    )
    body(kit, hull_, Look(Stuff.PAINT), colours, (0.40, 0.26, 0.14), 0.05)
    kit.add(
        hull(
            [(-0.14, 0.055, 0.06, 0.10), (0.10, 0.05, 0.06, 0.105), (0.17, 0.035, 0.07, 0.085)],
            Look(Stuff.PAINT),
            16,
            4,
            (0.78, 0.78, 0.76),
            10,
        )
    )
    pole(kit, (0, 0.07, 0.07), (0, 0.97, 0.05), 0.008, (0.55, 0.55, 0.55))
    pole(kit, (0, 0.155, 0.06), (0, 0.165, -0.30), 0.006, (0.55, 0.55, 0.55))
    sail(
        kit,
        "root",
        [(0, 0.17, 0.05), (0, 0.95, 0.048), (0, 0.95, 0.04), (0.03, 0.175, -0.29)],
        0.05,
        (0.86, 0.86, 0.84),
    )
    sail(
        kit,
        "root",
        [(0, 0.12, 0.37), (0, 0.82, 0.06), (0, 0.82, 0.06), (0.03, 0.14, 0.08)],
        -0.04,
        (0.86, 0.86, 0.84),
        2,
    )
    pole(kit, (0, 0.10, 0.395), (0, 0.90, 0.055), 0.002, DARK)


def galleon(kit: Kit, colours: list[Floats]) -> None:
    """Three masts, square sails, a high stern."""
    hull_ = ((-0.42, 0.085, -0.01, 0.21), (-0.36, 0.10, -0.03, 0.205), (-0.22, 0.115, -0.045, 0.165), (-0.20,
        0.115, -0.045, 0.125), (0.12, 0.112, -0.045, 0.115),
             (0.16, 0.108, -0.04, 0.15), (0.30, 0.07, -0.02, 0.165), (0.40, 0.01, 0.05, 0.18), (0.415, 0.002,
             0.12, 0.185))  # fmt: skip
    body(kit, hull_, Look(Stuff.WOOD), colours, (0.30, 0.18, 0.09))
    for y in (0.085, 0.125):
        for sign in (-1, 1):
            line = np.array(
                [(sign * 0.118, y, -0.30), (sign * 0.122, y - 0.01, -0.05), (sign * 0.10, y + 0.01, 0.2)],
                np.float32,
            )
            kit.add(tube(line, np.full(3, 0.006, np.float32), Look(Stuff.WOOD), 5, (0.55, 0.36, 0.10)))
    for k in range(6):
        kit.add(
            box(
                (0.105, 0.055, -0.20 + 0.06 * k),
                (0.122, 0.078, -0.175 + 0.06 * k),
                Look(Stuff.PLAIN),
                (0.01, 0.008, 0.006),
            ),
            both=True,
        )
    for k in range(4):
        made = box(
            (-0.06 + 0.032 * k, 0.13, -0.43), (-0.037 + 0.032 * k, 0.17, -0.415), Look(Stuff.WINDOW), PANE
        )
        kit.add(made.with_(glow=np.ones(len(made.rest), np.float32)))
    layer = 1
    for z, tall, wide in ((-0.27, 0.58, 0.12), (-0.03, 0.76, 0.165), (0.20, 0.66, 0.14)):
        pole(kit, (0, 0.1, z), (0, tall, z), 0.011)
        for low, high, share in ((0.17, 0.50, 1.0), (0.53, 0.77, 0.80), (0.79, 0.94, 0.55)):
            a, b, w = 0.1 + (tall - 0.1) * low, 0.1 + (tall - 0.1) * high, wide * share
            pole(kit, (-w * 0.95, b, z + 0.012), (w * 0.95, b, z + 0.012), 0.006)
            sail(
                kit,
                "root",
                [(-w, a, z + 0.03), (-w * 0.9, b, z + 0.018), (w * 0.9, b, z + 0.018), (w, a, z + 0.03)],
                -0.06,
                CANVAS,
                layer,
            )
            layer += 1
        for sign in (-1, 1):
            for back in (-0.04, 0.03):
                pole(kit, (sign * 0.11, 0.12, z + back), (0, tall * 0.93, z), 0.0018, DARK)
        flag = fan(
            [(z, tall), (z - 0.07, tall - 0.008), (z - 0.065, tall - 0.028), (z, tall - 0.03)],
            Look(Stuff.SAIL, 0, layer),
            (0.02, 0.02, 0.022),
            0.0,
            "zy",
        )
        kit.add(flag)
        layer += 1
    pole(kit, (0, 0.16, 0.38), (0, 0.28, 0.56), 0.009)
    sail(
        kit,
        "root",
        [(0, 0.27, 0.54), (0, 0.60, 0.21), (0, 0.60, 0.21), (0.01, 0.19, 0.30)],
        0.02,
        CANVAS,
        layer,
    )


def viking(kit: Kit, colours: list[Floats]) -> None:
    """A longship: shields, one striped sail, a dragon's neck at either end."""
    hull_ = (
        (-0.40, 0.012, 0.06, 0.16),
        (-0.34, 0.045, 0.0, 0.105),
        (-0.2, 0.085, -0.03, 0.075),
        (0.1, 0.09, -0.03, 0.072),
        (0.28, 0.06, -0.015, 0.09),
        (0.36, 0.03, 0.02, 0.125),
        (0.40, 0.008, 0.08, 0.17),
    )
    body(kit, hull_, Look(Stuff.WOOD), colours, (0.26, 0.15, 0.08))
    for sign, end in ((1, 0.40), (-1, -0.40)):
        w = np.linspace(0, 1, 9)
        neck = np.stack([0 * w, 0.10 + 0.22 * w, end + sign * (0.055 * np.sin(2.6 * w) - 0.01)], -1)
        kit.add(
            tube(
                neck.astype(np.float32),
                (0.018 * (1 - 0.6 * w)).astype(np.float32),
                Look(Stuff.WOOD),
                8,
                tone_of(colours[0]),
                (1, 0, 0),
            )
        )
    kit.add(ball((0, 0.325, 0.435), (0.014, 0.018, 0.04), Look(Stuff.WOOD), 10, tone_of(colours[0])))
    for k in range(9):
        z, red = -0.26 + 0.06 * k, k % 2
        tone = (0.5, 0.05, 0.03) if red else (0.72, 0.55, 0.16)
        x = float(np.interp(z, [-0.3, -0.2, 0.1, 0.28], [0.06, 0.086, 0.091, 0.061]))
        shield = lathe(
            ((0.0, 0.010), (0.008, 0.008), (0.026, 0.003), (0.027, 0.0)),
            Look(Stuff.WOOD),
            14,
            tone,
            at=(x + 0.002, 0.075, z),
            axis=0,
        )
        kit.add(facing_out(shield), both=True)
        pole(kit, (x, 0.07, z + 0.02), (x + 0.20, -0.01, z - 0.05), 0.0035)
        pole(kit, (-x, 0.07, z + 0.02), (-x - 0.20, -0.01, z - 0.05), 0.0035)
    pole(kit, (0, 0.03, 0.0), (0, 0.66, 0.0), 0.011)
    pole(kit, (-0.22, 0.60, 0.015), (0.22, 0.60, 0.015), 0.007)
    sail(
        kit,
        "root",
        [(-0.2, 0.2, 0.04), (-0.21, 0.60, 0.018), (0.21, 0.60, 0.018), (0.2, 0.2, 0.04)],
        -0.08,
        CANVAS,
        1,
        True,
    )


def surfboard(kit: Kit, colours: list[Floats]) -> None:
    """A board with a stripe and a fin."""
    outline = ((-0.5, 0.03), (-0.40, 0.085), (-0.1, 0.118), (0.2, 0.105), (0.42, 0.05), (0.5, 0.004))
    for half, low, high, tone in ((1.0, 0.0, 0.032, colours[0]), (0.22, 0.031, 0.0345, colours[1])):
        rows = [(z, half * w, low + 0.25 * max(z, 0) ** 3, high + 0.25 * max(z, 0) ** 3) for z, w in outline]
        kit.add(hull(rows, Look(Stuff.PAINT), kit.sides(8), 2.6, tone_of(tone)))


def skis(kit: Kit, colours: list[Floats]) -> None:
    """A pair of narrow boards, their tips turned up."""
    outline = ((-0.5, 0.016), (-0.46, 0.020), (0.0, 0.017), (0.36, 0.021), (0.46, 0.016), (0.5, 0.003))
    for x in (-0.044, 0.044):
        rows = [(z, w, 1.9 * max(z - 0.34, 0) ** 2, 0.010 + 1.9 * max(z - 0.34, 0) ** 2) for z, w in outline]
        kit.add(moved(hull(rows, Look(Stuff.PAINT), kit.sides(6), 3.0, tone_of(colours[0])), (x, 0.016, 0.0)))
        kit.add(
            box(
                (x - 0.017, 0.024, -0.06),
                (x + 0.017, 0.036, 0.08),
                Look(Stuff.RUBBER),
                tone_of(colours[1] * 0.3),
            )
        )


def rowboat(kit: Kit, colours: list[Floats]) -> None:
    """Benches and a pair of oars that row."""
    hull_ = (
        (-0.48, 0.10, -0.005, 0.11),
        (-0.44, 0.125, -0.025, 0.10),
        (0.0, 0.165, -0.035, 0.09),
        (0.3, 0.11, -0.025, 0.105),
        (0.48, 0.012, 0.03, 0.135),
        (0.5, 0.003, 0.09, 0.14),
    )
    body(kit, hull_, Look(Stuff.WOOD), colours, (0.28, 0.17, 0.09))
    for z in (-0.28, 0.02, 0.26):
        w = float(np.interp(z, [-0.44, 0.0, 0.3], [0.12, 0.16, 0.108]))
        kit.add(box((-w, 0.082, z - 0.035), (w, 0.094, z + 0.035), Look(Stuff.WOOD), (0.36, 0.22, 0.11)))
    kit.pair("oar", (0.155, 0.10, -0.06))
    blade = fan(
        [(0.42, -0.02), (0.60, -0.03), (0.62, 0.03), (0.42, 0.02)],
        Look(Stuff.WOOD),
        (0.42, 0.28, 0.15),
        0.01,
        "xz",
    )
    shaft = tube(
        np.array([(0.08, 0.12, -0.06), (0.28, 0.06, -0.06), (0.45, 0.0, -0.06)], np.float32),
        np.full(3, 0.008, np.float32),
        Look(Stuff.WOOD),
        7,
        (0.42, 0.28, 0.15),
    )
    kit.add(shaft, "oar_r", both=True)
    kit.add(
        blade.with_(
            rest=(
                blade.rest * [1, 1, 1]
                + [0, -0.005, -0.06]
                + np.stack(
                    [0 * blade.rest[:, 0], -0.28 * (blade.rest[:, 0] - 0.42), 0 * blade.rest[:, 0]], -1
                )
            ).astype(np.float32)
        ),
        "oar_r",
        both=True,
    )
