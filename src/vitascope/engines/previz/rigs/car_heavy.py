"""Lorries, buses, trains, tanks and tractors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.car_body import (
    CHROME,
    DARK,
    PANE,
    RED,
    WARM,
    lamp,
    panes,
    wheel,
    wheels,
    window_row,
)
from vitascope.engines.previz.rigs.car_drawn import DRAWN
from vitascope.engines.previz.rigs.car_old import vintage
from vitascope.engines.previz.rigs.kit import Kit, box, fan, hull, lathe, tone_of
from vitascope.engines.previz.rigs.mesh import Look, tube
from vitascope.engines.previz.rigs.rail import locomotive, rails, steam_train, tram
from vitascope.engines.previz.rigs.stuff import Stuff


def truck(kit: Kit, colours: list[Floats]) -> None:
    """A lorry: cab, box, six wheels."""
    tone, second = tone_of(colours[0]), tone_of(colours[1])
    kit.add(box((-0.14, 0.10, -0.50), (0.14, 0.43, 0.24), Look(Stuff.PAINT), second))
    for k in range(9):
        kit.add(
            box(
                (0.138, 0.11, -0.48 + 0.08 * k),
                (0.1425, 0.42, -0.475 + 0.08 * k),
                Look(Stuff.METAL),
                (0.3, 0.3, 0.32),
            ),
            both=True,
        )
    kit.add(hull([(0.27, 0.12, 0.06, 0.36), (0.285, 0.135, 0.055, 0.37), (0.45, 0.135, 0.055, 0.355), (0.485,
        0.13, 0.055, 0.24), (0.50, 0.125, 0.06, 0.22)],
                 Look(Stuff.PAINT), kit.sides(8), 7, tone, 14))  # fmt: skip
    panes(
        kit,
        np.array(
            [
                [(-0.12, 0.245, 0.489), (0.12, 0.245, 0.489), (0.112, 0.335, 0.463), (-0.112, 0.335, 0.463)],
                [(0, 0, 0)] * 4,
            ]
        ),
        Look(Stuff.GLASS),
        PANE,
    )
    kit.add(box((0.128, 0.235, 0.36), (0.1365, 0.33, 0.45), Look(Stuff.GLASS), PANE), both=True)
    kit.add(box((-0.10, 0.10, 0.49), (0.10, 0.19, 0.506), Look(Stuff.METAL), CHROME))
    lamp(kit, (0.105, 0.105, 0.495), (0.022, 0.016, 0.014), WARM)
    lamp(kit, (0.11, 0.12, -0.50), (0.016, 0.014, 0.008), RED)
    kit.add(box((-0.12, 0.05, -0.48), (0.12, 0.10, 0.46), Look(Stuff.PLAIN), DARK))
    kit.add(
        tube(
            np.array([(0.13, 0.10, 0.26), (0.13, 0.3, 0.26), (0.13, 0.45, 0.26)], np.float32),
            np.full(3, 0.012, np.float32),
            Look(Stuff.METAL),
            8,
            CHROME,
            (0, 0, 1),
        ),
        both=True,
    )
    wheels(kit, (-0.38, -0.26, 0.38), 0.058, 0.115, 0.045)


def bus(kit: Kit, colours: list[Floats]) -> None:
    """A city bus."""
    tone, second = tone_of(colours[0]), tone_of(colours[1])
    kit.add(hull([(-0.5, 0.105, 0.04, 0.27), (-0.49, 0.115, 0.032, 0.285), (0.48, 0.115, 0.032, 0.285),
        (0.497, 0.11, 0.035, 0.272), (0.5, 0.105, 0.04, 0.26)],
                 Look(Stuff.PAINT), kit.sides(8), 9, tone, 20))  # fmt: skip
    window_row(kit, 0.1155, 0.155, 0.245, (-0.46, 0.40), 9)
    panes(
        kit,
        np.array(
            [
                [(-0.1, 0.12, 0.5015), (0.1, 0.12, 0.5015), (0.1, 0.245, 0.5015), (-0.1, 0.245, 0.5015)],
                [(0, 0, 0)] * 4,
            ]
        ),
        Look(Stuff.GLASS),
        PANE,
    )
    kit.add(box((0.112, 0.10, -0.49), (0.1165, 0.125, 0.49), Look(Stuff.PAINT), second), both=True)
    kit.add(box((0.112, 0.045, 0.41), (0.118, 0.235, 0.47), Look(Stuff.GLASS), PANE))
    lamp(kit, (0.085, 0.075, 0.498), (0.018, 0.013, 0.010), WARM)
    lamp(kit, (0.09, 0.09, -0.498), (0.014, 0.018, 0.006), RED)
    sign = box((-0.075, 0.252, 0.49), (0.075, 0.274, 0.503), Look(Stuff.LAMP), (1.0, 0.6, 0.1))
    kit.add(sign.with_(glow=np.full(len(sign.rest), 0.5, np.float32)))
    wheels(kit, (-0.28, 0.32), 0.045, 0.104, 0.03)


def train(kit: Kit, colours: list[Floats]) -> None:
    """A fast train: a nose and four cars."""
    tone, second = tone_of(colours[0]), tone_of(colours[1])
    for k in range(4):
        z = 0.5 - 0.25 * k
        nose = [
            (z - 0.085, 0.058, 0.022, 0.150),
            (z - 0.04, 0.052, 0.022, 0.125),
            (z - 0.012, 0.036, 0.024, 0.085),
            (z, 0.018, 0.03, 0.055),
        ]
        flat = [(z - 0.008, 0.058, 0.022, 0.150)]
        kit.add(
            hull(
                [(z - 0.245, 0.058, 0.022, 0.150), *(nose if k == 0 else flat)],
                Look(Stuff.PAINT),
                kit.sides(8),
                4.5,
                tone,
                24,
            )
        )
        window_row(kit, 0.0575, 0.095, 0.122, (z - 0.235, z - (0.10 if k == 0 else 0.015)), 7)
        kit.add(
            box(
                (0.0555, 0.060, z - 0.24),
                (0.0592, 0.074, z - (0.06 if k == 0 else 0.012)),
                Look(Stuff.PAINT),
                second,
            ),
            both=True,
        )
        for w in (0.205, 0.165, 0.085, 0.045):
            wheel_z = z - w - 0.005
            kit.add(
                lathe(
                    ((0.0, -0.008), (0.016, -0.008), (0.016, 0.008), (0.0, 0.008)),
                    Look(Stuff.METAL),
                    12,
                    DARK,
                    at=(0.042, 0.016, wheel_z),
                    axis=0,
                ),
                both=True,
            )
    kit.add(
        hull(
            [(0.405, 0.046, 0.112, 0.1515), (0.44, 0.045, 0.105, 0.142), (0.462, 0.036, 0.10, 0.118)],
            Look(Stuff.GLASS),
            16,
            3.5,
            PANE,
            8,
        )
    )
    lamp(kit, (0.026, 0.052, 0.486), (0.010, 0.007, 0.010), WARM)
    rails(kit)


def tank(kit: Kit, colours: list[Floats]) -> None:
    """A tank: hull, tracks, a turret that turns and a gun."""
    tone = tone_of(colours[0])
    outline = [
        (-0.46, 0.10),
        (-0.42, 0.03),
        (0.36, 0.0),
        (0.44, 0.04),
        (0.47, 0.10),
        (0.40, 0.155),
        (-0.42, 0.155),
    ]
    kit.add(fan(outline, Look(Stuff.RUBBER), DARK, 0.085, "zy", (0.19, 0, 0)), both=True)
    for k in range(6):
        wheel(kit, f"road{k}_r", (0.232, 0.058, -0.33 + 0.13 * k), 0.052, 0.025, 6)
        wheel(kit, f"road{k}_l", (-0.232, 0.058, -0.33 + 0.13 * k), 0.052, 0.025, 6)
    kit.add(
        hull(
            [
                (-0.44, 0.145, 0.09, 0.19),
                (-0.40, 0.15, 0.06, 0.205),
                (0.28, 0.15, 0.06, 0.20),
                (0.46, 0.145, 0.09, 0.135),
            ],
            Look(Stuff.METAL),
            24,
            9,
            tone,
            12,
        )
    )
    kit.add(box((0.14, 0.155, -0.44), (0.235, 0.17, 0.44), Look(Stuff.METAL), tone), both=True)
    kit.bone("turret", (0, 0.2, -0.04))
    kit.add(
        hull(
            [
                (-0.24, 0.10, 0.20, 0.27),
                (-0.18, 0.135, 0.20, 0.295),
                (0.04, 0.14, 0.20, 0.295),
                (0.15, 0.075, 0.205, 0.265),
            ],
            Look(Stuff.METAL),
            kit.sides(8),
            3.5,
            tone,
            14,
        ),
        "turret",
    )
    kit.add(
        tube(
            np.array([(0, 0.24, 0.12), (0, 0.243, 0.4), (0, 0.245, 0.60)], np.float32),
            np.array([0.024, 0.018, 0.017], np.float32),
            Look(Stuff.METAL),
            kit.sides(5),
            tone,
        ),
        "turret",
    )
    kit.add(
        lathe(
            ((0.0, -0.04), (0.026, -0.04), (0.026, 0.03), (0.012, 0.032)),
            Look(Stuff.METAL),
            kit.sides(5),
            tone,
            at=(0, 0.245, 0.60),
            axis=2,
        ),
        "turret",
    )
    kit.add(
        lathe(
            ((0.045, 0.29), (0.045, 0.315), (0.0, 0.32)),
            Look(Stuff.METAL),
            kit.sides(6),
            tone,
            at=(0.04, 0, -0.06),
        ),
        "turret",
    )


def tractor(kit: Kit, colours: list[Floats]) -> None:
    """Big wheels behind, a bonnet in front, a cab."""
    tone, second = tone_of(colours[0]), tone_of(colours[1])
    kit.add(
        hull(
            [(0.02, 0.09, 0.17, 0.36), (0.36, 0.085, 0.17, 0.35), (0.42, 0.075, 0.18, 0.32)],
            Look(Stuff.PAINT),
            kit.sides(8),
            5,
            tone,
            12,
        )
    )
    kit.add(box((-0.13, 0.36, -0.28), (0.13, 0.62, 0.03), Look(Stuff.GLASS), PANE, 0.88))
    kit.add(box((-0.14, 0.615, -0.30), (0.14, 0.65, 0.05), Look(Stuff.PAINT), tone))
    for x in (0.122,):
        for z in (-0.26, 0.01):
            kit.add(
                box((x - 0.008, 0.36, z - 0.01), (x + 0.008, 0.62, z + 0.01), Look(Stuff.PAINT), DARK),
                both=True,
            )
    kit.add(box((-0.12, 0.18, -0.30), (0.12, 0.36, 0.04), Look(Stuff.PAINT), tone))
    kit.add(
        tube(
            np.array([(0.05, 0.34, 0.26), (0.05, 0.45, 0.26), (0.05, 0.55, 0.26)], np.float32),
            np.full(3, 0.013, np.float32),
            Look(Stuff.METAL),
            8,
            DARK,
            (0, 0, 1),
        )
    )
    kit.add(box((0.13, 0.44, -0.42), (0.25, 0.46, -0.02), Look(Stuff.PAINT), second), both=True)
    lamp(kit, (0.05, 0.29, 0.418), (0.02, 0.02, 0.012), WARM)
    for side, sign in (("r", 1), ("l", -1)):
        wheel(kit, f"rear_{side}", (sign * 0.20, 0.23, -0.22), 0.23, 0.11)
        wheel(kit, f"front_{side}", (sign * 0.17, 0.13, 0.32), 0.13, 0.07)


BUILT: dict[str, tuple[tuple[str, str], Callable[[Kit, list[Floats]], None]]] = {
    "truck": (("#1f4f9a", "#dcdcd8"), truck), "bus": (("#c8281e", "#f2e6c8"), bus), "train": (("#e9ecef",
    "#1c4f9c"), train),
    "locomotive": (("#16261c", "#7a1512"), locomotive),
    "steam_train": (("#16261c", "#6a1a16"), steam_train), "tram": (("#b8261e", "#efe6cc"), tram),
    "vintage_car": (("#7a1a1c", "#141416"), vintage), "tank": (("#5a5f3c", "#3c4030"), tank),
    "tractor": (("#2f7d2a", "#e0b52a"), tractor), **DRAWN,
}  # fmt: skip
