"""Cars, and what all vehicles are made of: wheels, lamps, panes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.aura import Aura, aura
from vitascope.engines.previz.rigs.kit import Kit, Point, box, facing_out, hull, lathe, merged, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, ball, grid, tube
from vitascope.engines.previz.rigs.stuff import Stuff

DARK: Colour = (0.016, 0.017, 0.019)


CHROME: Colour = (0.45, 0.46, 0.48)


PANE: Colour = (0.030, 0.038, 0.045)


RED: Colour = (0.9, 0.05, 0.03)


WARM: Colour = (1.0, 0.93, 0.75)


AHEAD = 0.3
"""In lengths before the middle: from there on a warm light is one that shines ahead."""


@dataclass(frozen=True)
class Car:
    """A car body in lengths; ``body`` is its side view from the tail: z, half width, bottom, top.

    ``cabin`` is the glass house: z of its foot and its roof behind and in front, and heights of both.
    ``axles`` are the wheels' z, ``wheel`` their radius.
    """

    colours: tuple[str, str]
    body: tuple[tuple[float, float, float, float], ...]
    cabin: tuple[float, float, float, float, float, float]
    axles: tuple[float, ...] = (-0.30, 0.30)
    wheel: float = 0.074
    wide: float = 0.195
    roof: float = 0.82
    extras: tuple[str, ...] = ()


_SALOON = Car(
    ("#a3191c", "#1c1d20"),
    ((-0.50, 0.150, 0.085, 0.150), (-0.485, 0.178, 0.060, 0.185), (-0.40, 0.195, 0.050, 0.198), (-0.2, 0.2,
    0.045, 0.200),
     (0.15, 0.2, 0.045, 0.200), (0.30, 0.198, 0.050, 0.192), (0.44, 0.182, 0.060, 0.165), (0.49, 0.155,
     0.075, 0.135), (0.50, 0.13, 0.085, 0.12)),
    (-0.40, -0.20, 0.06, 0.22, 0.192, 0.310),
)  # fmt: skip


CARS = {
    "car": _SALOON,
    "sports_car": Car(
        ("#d8341a", "#141416"),
        ((-0.50, 0.165, 0.09, 0.165), (-0.48, 0.2, 0.055, 0.195), (-0.36, 0.208, 0.045, 0.198), (-0.1, 0.2,
        0.035, 0.175),
         (0.2, 0.202, 0.035, 0.165), (0.36, 0.2, 0.040, 0.150), (0.47, 0.17, 0.045, 0.105), (0.50, 0.12,
         0.055, 0.085)),
        (-0.34, -0.12, 0.02, 0.20, 0.165, 0.262), wheel=0.078, wide=0.2, roof=0.72, extras=("spoiler",)),
    "taxi": replace(_SALOON, colours=("#f2b705", "#141416"), extras=("sign", "checks")),
    "police": replace(_SALOON, colours=("#f2f4f6", "#12244a"), extras=("beacon", "doors")),
    "van": Car(
        ("#e8e8e6", "#2a2c30"),
        ((-0.50, 0.18, 0.06, 0.40), (-0.49, 0.19, 0.045, 0.42), (0.18, 0.19, 0.045, 0.42), (0.27, 0.19,
        0.045, 0.37), (0.36, 0.19, 0.045, 0.245),
         (0.47, 0.18, 0.05, 0.20), (0.50, 0.15, 0.06, 0.15)),
        (0.16, 0.16, 0.19, 0.345, 0.235, 0.372), wheel=0.068, wide=0.182, roof=0.96, extras=("side_glass",)),
    "jeep": Car(
        ("#5a6238", "#20221c"),
        ((-0.50, 0.18, 0.11, 0.235), (-0.49, 0.19, 0.10, 0.24), (0.12, 0.19, 0.10, 0.24), (0.16, 0.18, 0.10,
        0.235), (0.47, 0.165, 0.11, 0.225), (0.49, 0.16, 0.12, 0.21)),
        (-0.46, -0.44, 0.10, 0.15, 0.235, 0.385), wheel=0.098, wide=0.195, roof=0.94, extras=("spare",)),
    "pickup": Car(
        ("#2a5a9a", "#1c1d20"),
        ((-0.50, 0.17, 0.085, 0.150), (-0.485, 0.19, 0.07, 0.160), (-0.12, 0.195, 0.065, 0.165),
         (-0.08, 0.195, 0.065, 0.215), (0.20, 0.195, 0.065, 0.215), (0.42, 0.19, 0.07, 0.205),
         (0.48, 0.178, 0.08, 0.19), (0.50, 0.16, 0.09, 0.17)),
        (-0.10, -0.07, 0.08, 0.19, 0.212, 0.335), axles=(-0.30, 0.31), wheel=0.082, wide=0.195, roof=0.84,
        extras=("bed",)),
}  # fmt: skip


def wheel(kit: Kit, name: str, at: Point, radius: float, wide: float, spokes: int = 5) -> None:
    """A tyre and its rim on a bone of its own; the outer side is at +x."""
    kit.bone(name, at)
    x = 1 if at[0] >= 0 else -1
    w, r = 0.5 * wide, radius
    tyre = (
        (0.60 * r, -w),
        (0.9 * r, -w),
        (r, -0.7 * w),
        (r, 0.7 * w),
        (0.9 * r, w),
        (0.62 * r, w),
        (0.58 * r, 0.6 * w),
    )
    kit.add(lathe(tyre, Look(Stuff.RUBBER), kit.sides(10), DARK, at=at, axis=0), name)
    disc = lathe(
        ((0.0, 0.35 * w), (0.58 * r, 0.25 * w)),
        Look(Stuff.METAL),
        kit.sides(8),
        (0.05, 0.05, 0.055),
        at=(0, 0, 0),
        axis=0,
    )
    kit.add(moved(_lit_up(disc), at, (0, 0 if x > 0 else math.pi, 0)), name)
    for k in range(spokes):
        spoke = box(
            (0.30 * w, 0.06 * r, -0.085 * r), (0.75 * w, 0.60 * r, 0.085 * r), Look(Stuff.METAL), CHROME
        )
        kit.add(
            moved(
                moved(spoke, (0, 0, 0), (math.tau * k / spokes, 0, 0)), at, (0, 0 if x > 0 else math.pi, 0)
            ),
            name,
        )
    hub = lathe(
        ((0.16 * r, 0.2 * w), (0.16 * r, 0.85 * w), (0.0, 0.9 * w)), Look(Stuff.METAL), 10, CHROME, axis=0
    )
    kit.add(moved(_lit_up(hub), at, (0, 0 if x > 0 else math.pi, 0)), name)


def _lit_up(made: Part) -> Part:
    """Both faces, whichever way it was turned."""
    return merged([made, replace(made, triangles=np.ascontiguousarray(made.triangles[:, ::-1]))])


def wheels(kit: Kit, axles: tuple[float, ...], radius: float, half: float, wide: float) -> None:
    """A wheel on either side of each axle."""
    for k, z in enumerate(axles):
        for side, sign in (("r", 1), ("l", -1)):
            wheel(kit, f"wheel{k}_{side}", (sign * half, radius, z), radius, wide)


def lamp(kit: Kit, at: Point, size: Point, colour: Colour, both: bool = True, bone: str = "root") -> None:
    """A light that shines at night."""
    made = ball(at, size, Look(Stuff.LAMP), 6 + 2 * kit.fine, colour)
    made = made.with_(
        glow=np.full(len(made.rest), 1.0, np.float32),
        colour=np.broadcast_to(colour, made.rest.shape).astype(np.float32),
    )
    kit.add(made, bone, both=both)
    if colour == WARM and at[2] > AHEAD:
        thrown = (1.3 * at[0], at[1] - 0.35, at[2] + 3.2)
        kit.add(aura(Aura.HEADLIGHT, at, thrown, 0.75, WARM), bone, both=both)


def panes(kit: Kit, corners: Floats, look: Look, colour: Colour) -> None:
    """Flat quadrangles, ``(n, 4, 3)``, facing away from their common middle."""
    made = merged([grid(c[[0, 1, 3, 2]].reshape(2, 2, 3).astype(np.float32), look, colour) for c in corners])
    kit.add(facing_out(made))


def _cabin(kit: Kit, c: Car, tone: Colour) -> None:
    foot_back, roof_back, roof_front, foot_front, low, high = c.cabin
    wide, top = 0.96 * c.wide, 0.96 * c.wide * c.roof
    a = [(-wide, low, foot_back), (wide, low, foot_back), (wide, low, foot_front), (-wide, low, foot_front)]
    b = [(-top, high, roof_back), (top, high, roof_back), (top, high, roof_front), (-top, high, roof_front)]
    sides = [[a[i], a[(i + 1) % 4], b[(i + 1) % 4], b[i]] for i in range(4)]
    panes(kit, np.array(sides), Look(Stuff.GLASS), PANE)
    thick = 0.010
    roof = hull([(roof_back - 0.02, top * 0.9, high - 0.012, high + 0.004), (roof_back + 0.04, top * 1.03,
        high - 0.012, high + 0.016),
                 (roof_front - 0.04, top * 1.03, high - 0.012, high + 0.016), (roof_front + 0.015, top * 0.9,
                 high - 0.012, high + 0.004)],
                Look(Stuff.PAINT), kit.sides(8), 4, tone, 10)  # fmt: skip
    kit.add(roof)
    posts = [(a[i], b[i]) for i in range(4)]
    middle = 0.5 * (roof_back + roof_front) - 0.02
    posts += [
        ((s * wide, low, 0.5 * (foot_back + foot_front) - 0.02), (s * top, high, middle)) for s in (1, -1)
    ]
    for p, q in posts:
        w = np.linspace(0, 1, 3)[:, None]
        kit.add(
            tube(
                (np.array(p) * (1 - w) + np.array(q) * w).astype(np.float32),
                np.full(3, thick, np.float32),
                Look(Stuff.PAINT),
                6,
                tone,
                (0.3, 0, 1),
            )
        )


def _trim(kit: Kit, c: Car) -> None:
    """Lamps, grille, bumpers, mirrors, handles, arches."""
    nose, tail = c.body[-2], c.body[1]
    y = 0.5 * (nose[2] + nose[3]) + 0.012
    lamp(kit, (0.76 * nose[1], y, nose[0] - 0.012), (0.034, 0.018, 0.020), WARM)
    lamp(kit, (0.80 * tail[1], 0.5 * (tail[2] + tail[3]) + 0.03, tail[0] + 0.004), (0.032, 0.020, 0.014), RED)
    kit.add(
        box(
            (-0.55 * nose[1], y - 0.045, nose[0] - 0.03),
            (0.55 * nose[1], y - 0.005, nose[0] + 0.012),
            Look(Stuff.PLAIN),
            DARK,
        )
    )
    kit.add(
        box(
            (-0.035, y - 0.040, nose[0] + 0.006),
            (0.035, y - 0.022, nose[0] + 0.016),
            Look(Stuff.PAINT),
            (0.7, 0.7, 0.66),
        )
    )
    kit.add(
        box(
            (-0.045, tail[2] + 0.05, tail[0] - 0.012),
            (0.045, tail[2] + 0.075, tail[0] + 0.01),
            Look(Stuff.PAINT),
            (0.7, 0.7, 0.66),
        )
    )
    front = c.cabin[3] - 0.03
    kit.add(
        ball(
            (c.wide + 0.018, c.cabin[4] + 0.015, front - 0.02),
            (0.022, 0.013, 0.012),
            Look(Stuff.PAINT),
            8,
            DARK,
        ),
        both=True,
    )
    for z in (0.04, -0.16):
        kit.add(
            box(
                (c.wide - 0.004, c.cabin[4] - 0.035, z - 0.02),
                (c.wide + 0.006, c.cabin[4] - 0.026, z + 0.02),
                Look(Stuff.METAL),
                CHROME,
            ),
            both=True,
        )
    for z in c.axles:
        arch = lathe(
            ((0.0, 0.0), (1.16 * c.wheel, 0.0)),
            Look(Stuff.PLAIN),
            kit.sides(8),
            (0.006, 0.006, 0.007),
            at=(c.wide + 0.006, c.wheel + 0.004, z),
            axis=0,
        )
        kit.add(_lit_up(arch), both=True)


def saloon(kit: Kit, c: Car, colours: list[Floats]) -> None:
    """Anything with a body, a glass house and four wheels."""
    tone, second = tone_of(colours[0]), tone_of(colours[1])
    kit.add(hull(c.body, Look(Stuff.PAINT), kit.sides(10), 5.0, tone, kit.count(14, 26, 40)))
    kit.add(
        box(
            (-c.wide * 0.97, c.body[2][2] - 0.004, c.body[1][0]),
            (c.wide * 0.97, c.body[2][2] + 0.02, c.body[-2][0]),
            Look(Stuff.PLAIN),
            DARK,
        )
    )
    _cabin(kit, c, second if "spare" in c.extras else tone)
    _trim(kit, c)
    wheels(kit, c.axles, c.wheel, c.wide - 0.008, 0.052)
    for extra in c.extras:
        EXTRAS[extra](kit, c, second)


def _spoiler(kit: Kit, c: Car, tone: Colour) -> None:
    del c
    kit.add(box((-0.18, 0.245, -0.49), (0.18, 0.256, -0.42), Look(Stuff.PAINT), tone))
    kit.add(box((0.13, 0.18, -0.465), (0.145, 0.25, -0.44), Look(Stuff.PAINT), tone), both=True)


def _sign(kit: Kit, c: Car, tone: Colour) -> None:
    del c, tone
    lamp_box = box((-0.07, 0.322, -0.10), (0.07, 0.365, -0.04), Look(Stuff.LAMP), (0.95, 0.85, 0.45), 0.85)
    kit.add(lamp_box.with_(glow=np.full(len(lamp_box.rest), 0.7, np.float32)))


def _checks(kit: Kit, c: Car, tone: Colour) -> None:
    for k in range(14):
        for row in range(2):
            if (k + row) % 2:
                z, y = -0.28 + 0.04 * k, 0.128 + 0.018 * row
                kit.add(
                    box(
                        (c.wide - 0.002, y, z),
                        (c.wide + 0.0065, y + 0.018, z + 0.04),
                        Look(Stuff.PAINT),
                        tone,
                    ),
                    both=True,
                )


def _beacon(kit: Kit, c: Car, tone: Colour) -> None:
    del c, tone
    kit.add(box((-0.12, 0.32, -0.10), (0.12, 0.332, -0.05), Look(Stuff.PLAIN), DARK))
    lamp(kit, (0.065, 0.342, -0.075), (0.045, 0.018, 0.022), (0.05, 0.12, 1.0), both=False)
    lamp(kit, (-0.065, 0.342, -0.075), (0.045, 0.018, 0.022), (1.0, 0.04, 0.04), both=False)


def _doors(kit: Kit, c: Car, tone: Colour) -> None:
    kit.add(
        box((c.wide - 0.002, 0.065, -0.16), (c.wide + 0.0065, 0.185, 0.17), Look(Stuff.PAINT), tone),
        both=True,
    )


def _side_glass(kit: Kit, c: Car, tone: Colour) -> None:
    del c, tone
    kit.add(box((0.186, 0.26, 0.02), (0.1945, 0.36, 0.16), Look(Stuff.GLASS), PANE), both=True)
    screen = [(0.268, 0.166, 0.33, 0.372), (0.274, 0.166, 0.32, 0.372), (0.354, 0.166, 0.21, 0.260)]
    kit.add(hull(screen, Look(Stuff.GLASS), kit.sides(8), 4, PANE, 6))


def _spare(kit: Kit, c: Car, tone: Colour) -> None:
    del c, tone
    made = lathe(
        ((0.0, -0.025), (0.09, -0.025), (0.095, 0.0), (0.09, 0.025), (0.0, 0.025)),
        Look(Stuff.RUBBER),
        kit.sides(9),
        DARK,
        at=(0, 0.2, -0.52),
        axis=2,
    )
    kit.add(made)


def _bed(kit: Kit, c: Car, tone: Colour) -> None:
    """What is dark between the sides of a pickup's bed."""
    del c
    floor = Look(Stuff.RUBBER)
    paint = tone_of(kit.parts[0].colour[0])
    kit.add(box((0.165, 0.14, -0.485), (0.197, 0.225, -0.105), Look(Stuff.PAINT), paint), both=True)
    for low, high in ((-0.495, -0.475), (-0.115, -0.095)):
        kit.add(box((-0.19, 0.14, low), (0.19, 0.225, high), Look(Stuff.PAINT), paint))
    kit.add(box((-0.17, 0.160, -0.48), (0.17, 0.172, -0.11), floor, tone))


EXTRAS: dict[str, Callable[[Kit, Car, Colour], None]] = {
    "spoiler": _spoiler, "sign": _sign, "checks": _checks, "beacon": _beacon, "doors": _doors,
    "side_glass": _side_glass, "spare": _spare, "bed": _bed,
}  # fmt: skip


def window_row(
    kit: Kit, x: float, low: float, high: float, span: tuple[float, float], count: int, bone: str = "root"
) -> None:
    """Windows along both sides, lit at night."""
    start, stop = span
    step = (stop - start) / count
    for k in range(count):
        made = box(
            (x - 0.006, low, start + step * (k + 0.08)),
            (x + 0.003, high, start + step * (k + 0.92)),
            Look(Stuff.WINDOW),
            PANE,
        )
        kit.add(made.with_(glow=np.full(len(made.rest), 0.75, np.float32)), bone, both=True)
