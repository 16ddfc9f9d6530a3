"""Hair, beards, glasses and masks."""

from __future__ import annotations

from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.headgear import Garment, dot, trim_of, turned
from vitascope.engines.previz.rigs.kit import Kit, box, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, ball, cone, grid, tube
from vitascope.engines.previz.rigs.people import Person
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.wardrobe_base import DARK, WHITE, skull


def face_mask(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A cloth before mouth and nose."""
    dot(kit, p, (0.0, -0.46, 0.50), (0.62, 0.40, 0.56), Stuff.CLOTH, tone_of(colours[0] * 0.6 + 0.3))


def goggles(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Snow goggles."""
    del colours
    dot(kit, p, (0.0, 0.02, 0.55), (0.68, 0.28, 0.46), Stuff.GLASS, (0.30, 0.16, 0.03))


def glasses(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Round glasses."""
    del colours
    y, h = skull(p), p.head
    rim = lathe(
        ((0.20 * h, -0.02 * h), (0.24 * h, 0.0), (0.20 * h, 0.02 * h)), Look(Stuff.METAL), 14, DARK, axis=2
    )
    kit.add(moved(rim, (0.30 * h, y - 0.06 * h, 0.98 * h)), "head", both=True)
    arm = tube(
        np.array([(0.52 * h, y - 0.04 * h, 0.95 * h), (0.80 * h, y, 0.1 * h)], np.float32),
        np.full(2, 0.025 * h, np.float32),
        Look(Stuff.METAL),
        5,
        DARK,
    )
    kit.add(arm, "head", both=True)
    kit.add(
        box((-0.08 * h, y - 0.06 * h, 0.98 * h), (0.08 * h, y - 0.02 * h, 1.02 * h), Look(Stuff.METAL), DARK),
        "head",
    )


def eyepatch(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A patch over one eye."""
    del colours
    dot(kit, p, (0.31, -0.05, 0.84), (0.20, 0.17, 0.09), Stuff.CLOTH, (0.006, 0.006, 0.006))


def moustache(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A moustache."""
    del colours
    y, h = skull(p), p.head
    path = np.array(
        [(0.02, -0.40, 0.93), (0.20, -0.44, 0.88), (0.38, -0.54, 0.72)], np.float32
    ) * h + np.array([0, y, 0], np.float32)
    made = tube(
        path.astype(np.float32),
        np.array([0.09, 0.085, 0.03], np.float32) * h,
        Look(Stuff.FUR),
        7,
        tone_of(linear(p.hair)),
    )
    kit.add(made, "head", both=True)


def full_beard(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A full beard that is kept short."""
    moustache(kit, p, colours)
    dot(kit, p, (0.0, -0.78, 0.34), (0.58, 0.46, 0.54), Stuff.FUR, tone_of(linear(p.hair)))
    dot(kit, p, (0.60, -0.45, 0.22), (0.20, 0.46, 0.30), Stuff.FUR, tone_of(linear(p.hair)), both=True)


def braids(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Two braids before the shoulders."""
    del colours
    for k in range(5):
        size = 0.20 - 0.012 * k
        dot(
            kit,
            p,
            (0.78, -0.62 - 0.32 * k, 0.30 + 0.10 * k),
            (size, 0.22, size),
            Stuff.FUR,
            tone_of(linear(p.hair)),
            both=True,
        )


def tail(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A pony tail."""
    del colours
    y, h = skull(p), p.head
    kit.add(
        cone(
            (0, y + 0.55 * h, -0.85 * h),
            (0, y - 1.5 * h, -1.35 * h),
            0.30 * h,
            Look(Stuff.FUR),
            (0, 0.25 * h, -0.35 * h),
            rings=8,
            sides=8,
            colour=tone_of(linear(p.hair)),
            power=0.5,
        ),
        "head",
    )


def afro(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A wig of curls at either side."""
    del colours
    for x, y, z, r in (
        (0.85, 0.35, -0.2, 0.55),
        (0.78, -0.05, -0.45, 0.50),
        (0.5, 0.75, -0.4, 0.50),
        (0.0, 0.45, -0.8, 0.60),
    ):
        dot(kit, p, (x, y, z), (r, r, r), Stuff.FUR, tone_of(linear(p.hair)), both=x > 0)


def nose(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A red nose, and a mouth painted large."""
    del colours
    dot(kit, p, (0.0, -0.16, 1.10), (0.24, 0.24, 0.24), Stuff.PAINT, (0.7, 0.02, 0.02))
    dot(kit, p, (0.0, -0.56, 0.74), (0.34, 0.17, 0.16), Stuff.PLAIN, (0.75, 0.72, 0.70))


def topknot(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Hair tied up on top."""
    del colours
    dot(kit, p, (0.0, 1.14, -0.30), (0.16, 0.22, 0.30), Stuff.FUR, tone_of(linear(p.hair)))


def cowl(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A hood and a mask that leave the eyes free, and a headband."""
    tone = tone_of(colours[0])
    y, h = skull(p), p.head
    made = ball(
        (0, y + 0.02 * h, -0.08 * h),
        (0.98 * h, 1.12 * h, 1.08 * h),
        Look(Stuff.CLOTH),
        12 + 5 * kit.fine,
        tone,
    )
    rest = made.rest.copy()
    slit = (np.abs(rest[:, 1] - y + 0.04 * h) < 0.30 * h) & (rest[:, 2] > 0.3 * h)
    rest[slit, 2] = 0.45 * h
    kit.add(made.with_(rest=rest), "head")
    dot(kit, p, (0.0, -0.50, 0.40), (0.66, 0.36, 0.72), Stuff.CLOTH, tone)
    turned(kit, p, ((1.03, 0.52), (1.06, 0.40), (1.04, 0.28)), Stuff.CLOTH, trim_of(p))
    kit.add(lathe(((0.075, 0.815), (0.060, 0.87)), Look(Stuff.CLOTH, 0, 1), kit.sides(8), tone), "chest")
    ends = np.array([(0.10, 0.40, -1.10), (0.35, 0.15, -1.55), (0.55, -0.45, -1.75)]) * h + np.array(
        [0, y, 0]
    )
    kit.add(
        tube(
            ends.astype(np.float32),
            np.full((3, 2), (0.03, 0.12), np.float32) * np.float32(h),
            Look(Stuff.CLOTH),
            6,
            trim_of(p),
        ),
        "head",
    )


def veil(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A veil down the back."""
    del colours
    y = skull(p)
    w, u = np.meshgrid(np.linspace(0, 1, 9), np.linspace(-1, 1, 9), indexing="ij")
    points = np.stack([u * (0.05 + 0.10 * w), y + 0.05 - 0.62 * w, -0.065 - 0.07 * w + 0.03 * u * u], -1)
    made = grid(points.astype(np.float32), Look(Stuff.SAIL, 0, 1), WHITE)
    kit.add(made.with_(flex=(1.6 * w**1.5).ravel().astype(np.float32), place=made.rest.copy()), "head")


VISAGE: Final[dict[str, Garment]] = {
    "face_mask": face_mask,
    "goggles": goggles,
    "glasses": glasses,
    "eyepatch": eyepatch,
    "moustache": moustache,
    "full_beard": full_beard,
    "braids": braids,
    "tail": tail,
    "afro": afro,
    "nose": nose,
    "topknot": topknot,
    "cowl": cowl,
    "veil": veil,
}
"""By what a person wears; see ``trades``."""
