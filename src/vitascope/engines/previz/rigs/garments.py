"""What is worn on the body over shirt and trousers: aprons, coats, armour, sashes, skirts."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.kit import Kit, box, lathe, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, ball, grid, tube
from vitascope.engines.previz.rigs.people import Person
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.wardrobe_base import DARK, STEEL

Garment = Callable[[Kit, Person, list[Floats]], None]
WAIST = 0.618
ROUND, FRONT = (-math.pi, math.pi), (-0.95, 0.95)
"""Between which angles from the front something goes around a body."""
BRASS: Final[Colour] = (0.62, 0.42, 0.10)


def _girth(p: Person, y: Floats) -> tuple[Floats, Floats]:
    """How wide and how deep the body is at heights, from its middle."""
    a = 0.5 + 0.5 * p.stout
    heights = (0.10, 0.40, p.crotch + 0.05, 0.635, 0.74, 0.80, 0.835)
    wide = (
        1.10 * p.hips,
        1.15 * p.hips,
        1.12 * p.hips,
        0.84 * p.hips + 0.018,
        0.97 * p.broad,
        0.88 * p.broad,
        0.45 * p.broad,
    )
    deep = tuple(each * a for each in (0.070, 0.070, 0.072, 0.064, 0.074, 0.066, 0.050))
    return np.interp(y, heights, wide).astype(np.float32), np.interp(y, heights, deep).astype(np.float32)


def wrap(
    kit: Kit, p: Person, span: tuple[float, float], tone: Colour, *, arc: tuple[float, float] = ROUND,
    out: float = 0.008, flare: float = 0.0, stuff: Stuff = Stuff.CLOTH, bone: str = "",
) -> None:  # fmt: skip
    """A cloth around the body from a height down to another, ``out`` off it and wider by ``flare`` below.

    Above the waist it goes with the chest, below it hangs from the hips.
    """
    top, low = span
    if not bone and low < WAIST - 0.02 < WAIST + 0.02 < top:
        wrap(kit, p, (top, WAIST - 0.015), tone, arc=arc, out=out, stuff=stuff, bone="chest")
        wrap(kit, p, (WAIST, low), tone, arc=arc, out=out, flare=flare, stuff=stuff, bone="root")
        return
    w = np.linspace(0.0, 1.0, kit.count(4, 6, 8), dtype=np.float32)[:, None]
    turn = np.linspace(*arc, kit.sides(8) + 1, dtype=np.float32)[None]
    y = top + (low - top) * w
    wide, deep = _girth(p, y)
    over = out + flare * w
    points = np.stack([(wide + over) * np.sin(turn), y + 0.0 * turn, (deep + over) * np.cos(turn)], -1)
    loose = stuff == Stuff.CLOTH and low < WAIST - 0.1
    made = grid(points.astype(np.float32), Look(Stuff.SAIL if loose else stuff, 0, 1), tone)
    slack = np.repeat(w[:, 0] ** 2, points.shape[1]) * (1.0 if loose else 0.0)
    place = bone or ("chest" if low >= WAIST - 0.02 else "root")
    kit.add(made.with_(flex=slack.astype(np.float32), place=made.rest.copy()), place)


def trim_of(p: Person) -> Colour:
    """The colour of aprons, sashes and edges."""
    return tone_of(linear(p.trim))


def panel(kit: Kit, corners: list[tuple[float, float]], z: float, tone: Colour, bone: str = "chest") -> None:
    """A flat piece before the chest: two rows of points, from top to bottom."""
    rows = np.array(corners, np.float32).reshape(-1, 2, 2)
    points = np.concatenate([rows, np.full((*rows.shape[:2], 1), z, np.float32)], -1)
    made = grid(points, Look(Stuff.CLOTH, 0, 1), tone)
    kit.add(made.with_(place=made.rest.copy()), bone)


def ring(
    kit: Kit, p: Person, y: float, wide: float, tone: Colour, out: float = 0.006, stuff: Stuff = Stuff.CLOTH
) -> None:
    """A band around the body."""
    wrap(
        kit,
        p,
        (y + 0.5 * wide, y - 0.5 * wide),
        tone,
        out=out,
        stuff=stuff,
        bone="chest" if y > WAIST else "root",
    )


def apron(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """An apron with a bib."""
    del colours
    wrap(kit, p, (0.775, WAIST - 0.015), trim_of(p), arc=(-0.62, 0.62), out=0.010, bone="chest")
    wrap(kit, p, (WAIST, 0.30), trim_of(p), arc=(-1.15, 1.15), out=0.012, flare=0.012, bone="root")
    _straps(kit, p, 0.775)
    ring(kit, p, WAIST, 0.014, trim_of(p), 0.013)


def _straps(kit: Kit, p: Person, top: float) -> None:
    _, deep = _girth(p, np.array([top]))
    path = np.array(
        [
            (0.5 * p.broad, top, float(deep[0]) + 0.006),
            (0.42 * p.broad, 0.835, 0.040),
            (0.34 * p.broad, 0.852, -0.006),
            (0.36 * p.broad, 0.82, -0.055),
        ],
        np.float32,
    )
    kit.add(
        tube(path, np.full((4, 2), (0.012, 0.004), np.float32), Look(Stuff.CLOTH), 6, trim_of(p), (1, 0, 0)),
        "chest",
        both=True,
    )


def waist_apron(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """An apron from the waist."""
    del colours
    wrap(kit, p, (WAIST, 0.30), trim_of(p), arc=(-1.2, 1.2), out=0.012, flare=0.012, bone="root")


def bib(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """The bib and braces of overalls."""
    tone = tone_of(colours[1])
    wrap(kit, p, (0.755, WAIST - 0.02), tone, arc=(-0.7, 0.7), out=0.009, bone="chest")
    wrap(kit, p, (WAIST + 0.02, 0.53), tone, out=0.006, bone="root")
    path = np.array(
        [
            (0.52 * p.broad, 0.755, 0.078),
            (0.42 * p.broad, 0.838, 0.036),
            (0.38 * p.broad, 0.845, -0.02),
            (0.25 * p.broad, 0.64, -0.075),
        ],
        np.float32,
    )
    kit.add(
        tube(path, np.full((4, 2), (0.013, 0.004), np.float32), Look(Stuff.CLOTH), 6, tone, (1, 0, 0)),
        "chest",
        both=True,
    )


def braces(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Braces."""
    del colours
    _straps(kit, p, WAIST)


def vest(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A waistcoat, open over the shirt."""
    tone = tone_of(linear(p.trim) if p.trim != "#b8342a" else colours[0] * 0.45)
    for arc in ((0.28, 2.0 * math.pi - 0.28),):
        wrap(kit, p, (0.825, 0.59), tone, arc=arc, out=0.007, bone="chest")


def coat(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A coat to the knees, open in front, with lapels."""
    tone = tone_of(colours[0])
    wrap(kit, p, (0.825, WAIST - 0.015), tone, arc=(0.20, 2.0 * math.pi - 0.20), out=0.010, bone="chest")
    wrap(kit, p, (WAIST, 0.27), tone, arc=(0.22, 2.0 * math.pi - 0.22), out=0.012, flare=0.03, bone="root")
    for side in (1, -1):
        panel(
            kit,
            [
                (0.012 * side, 0.83),
                (0.055 * side, 0.835),
                (0.010 * side, 0.74),
                (0.05 * side, 0.76),
                (0.014 * side, 0.66),
                (0.024 * side, 0.66),
            ],
            0.085,
            tone_of(colours[0] * 0.85),
        )


def coat_tails(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """The tails of a dress coat."""
    for arc in ((math.pi - 0.9, math.pi - 0.04), (math.pi + 0.04, math.pi + 0.9)):
        wrap(kit, p, (WAIST, 0.28), tone_of(colours[0]), arc=arc, out=0.012, flare=0.02, bone="root")


def collar(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A white collar and shirt front."""
    del p, colours
    white = (0.82, 0.82, 0.80)
    panel(
        kit,
        [(-0.040, 0.845), (0.040, 0.845), (-0.016, 0.74), (0.016, 0.74), (-0.003, 0.67), (0.003, 0.67)],
        0.080,
        white,
    )
    kit.add(lathe(((0.044, 0.832), (0.041, 0.862)), Look(Stuff.CLOTH, 0, 1), kit.sides(8), white), "chest")


def tie(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A tie."""
    del colours
    panel(
        kit,
        [
            (-0.010, 0.836),
            (0.010, 0.836),
            (-0.007, 0.815),
            (0.007, 0.815),
            (-0.014, 0.70),
            (0.014, 0.70),
            (-0.001, 0.672),
            (0.001, 0.672),
        ],
        0.088,
        trim_of(p),
    )


def bow(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A bow tie."""
    del colours
    kit.add(
        ball((0.020, 0.842, 0.060), (0.020, 0.012, 0.007), Look(Stuff.CLOTH), 8, trim_of(p)),
        "chest",
        both=True,
    )


def scarf(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A kerchief around the neck."""
    del colours
    kit.add(
        lathe(
            ((0.040, 0.835), (0.056, 0.845), (0.050, 0.868), (0.038, 0.872)),
            Look(Stuff.CLOTH, 0, 1),
            kit.sides(8),
            trim_of(p),
            crisp=False,
        ),
        "chest",
    )
    panel(kit, [(-0.045, 0.845), (0.045, 0.845), (-0.003, 0.775), (0.003, 0.775)], 0.082, trim_of(p))


def shawl(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A shawl over the shoulders."""
    del colours
    rows = ((0.050, 0.858), (0.085, 0.842), (p.broad + 0.030, 0.812), (p.broad + 0.036, 0.765))
    made = lathe(rows, Look(Stuff.SAIL, 0, 1), kit.sides(10), trim_of(p), crisp=False)
    rest = made.rest * np.array([1.0, 1.0, 0.80], np.float32)
    kit.add(made.with_(rest=rest), "chest")


def sash(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A sash around the waist, its ends hanging."""
    del colours
    ring(kit, p, WAIST - 0.012, 0.042, trim_of(p), 0.016)
    wrap(kit, p, (WAIST - 0.02, 0.43), trim_of(p), arc=(0.30, 0.62), out=0.020, flare=0.012, bone="root")


def belt(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A belt with a buckle."""
    del colours
    ring(kit, p, WAIST - 0.028, 0.024, (0.035, 0.022, 0.014), 0.010)
    _, deep = _girth(p, np.array([WAIST - 0.028]))
    kit.add(
        box(
            (-0.016, WAIST - 0.042, float(deep[0]) + 0.008),
            (0.016, WAIST - 0.014, float(deep[0]) + 0.016),
            Look(Stuff.METAL),
            BRASS,
        ),
        "root",
    )


def badge(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A badge on the breast, stripes on the shoulders."""
    del colours
    star = lathe(((0.0, 0.004), (0.016, 0.0)), Look(Stuff.METAL), 6, BRASS, axis=2, at=(0.05, 0.765, 0.078))
    kit.add(star, "chest")
    kit.add(
        box((0.62 * p.broad, 0.842, -0.018), (0.98 * p.broad, 0.848, 0.018), Look(Stuff.CLOTH), BRASS),
        "chest",
        both=True,
    )


def stripes(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Stripes that shine, on the jacket, sleeves and legs."""
    del colours
    bright = (0.80, 0.86, 0.30)
    for y in (0.72, 0.655):
        ring(kit, p, y, 0.022, bright, 0.008)
    s = p.stout
    for bone, x, y, r in (
        ("forearm_r", p.broad + 0.034, 0.575, 0.030 * s),
        ("shin_r", 0.62 * p.hips, 0.155, 0.043 * s),
    ):
        band = lathe(
            ((r, -0.010), (r + 0.003, -0.010), (r + 0.003, 0.010), (r, 0.010)),
            Look(Stuff.CLOTH),
            kit.sides(7),
            bright,
            at=(x, y, 0.0),
        )
        kit.add(band, bone, both=True)


def stethoscope(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A stethoscope around the neck."""
    del p, colours
    path = np.array(
        [
            (0.036, 0.80, 0.080),
            (0.052, 0.838, 0.045),
            (0.046, 0.862, -0.01),
            (0.0, 0.868, -0.046),
            (-0.046, 0.862, -0.01),
            (-0.052, 0.838, 0.045),
            (-0.040, 0.76, 0.084),
            (-0.030, 0.70, 0.082),
        ],
        np.float32,
    )
    kit.add(tube(path, np.full(8, 0.0055, np.float32), Look(Stuff.RUBBER), 6, DARK), "chest")
    kit.add(ball((-0.030, 0.69, 0.084), (0.014, 0.014, 0.006), Look(Stuff.METAL), 8, STEEL), "chest")


def shorts(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Wide shorts: one cloth for each leg."""
    x = 0.62 * p.hips
    r = 0.059 * p.stout
    leg = ((r + 0.006, -0.15), (r + 0.010, -0.02), (r + 0.002, 0.0))
    kit.add(
        lathe(
            leg,
            Look(Stuff.CLOTH, 0, 1),
            kit.sides(8),
            tone_of(colours[1]),
            at=(x, p.crotch + 0.01, 0.0),
            crisp=False,
        ),
        "leg_r",
        both=True,
    )
    wrap(kit, p, (WAIST, p.crotch), tone_of(colours[1]), out=0.008, bone="root")


def boxing_gloves(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Thick gloves."""
    del colours
    at = (p.broad + 0.042, 0.462, 0.018)
    kit.add(
        ball(at, (0.040, 0.050, 0.044), Look(Stuff.PAINT), 10 + 2 * kit.fine, trim_of(p)), "hand_r", both=True
    )
    kit.add(
        ball((at[0] - 0.018, 0.478, 0.050), (0.018, 0.028, 0.020), Look(Stuff.PAINT), 8, trim_of(p)),
        "hand_r",
        both=True,
    )
    cuff = lathe(
        ((0.030, 0.0), (0.034, 0.0), (0.032, 0.036), (0.026, 0.036)),
        Look(Stuff.CLOTH),
        kit.sides(6),
        (0.8, 0.8, 0.78),
        at=(p.broad + 0.040, 0.500, 0.012),
    )
    kit.add(cuff, "hand_r", both=True)


def ruff(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A pleated collar."""
    del colours
    turn = np.linspace(0, 2 * np.pi, kit.sides(16) + 1, dtype=np.float32)
    rows = [
        np.stack([r * np.cos(turn), 0.848 + 0.012 * np.sin(turn * 16) * k, r * np.sin(turn)], -1)
        for k, r in ((0, 0.044), (1, 0.105))
    ]
    kit.add(grid(np.array(rows, np.float32), Look(Stuff.SAIL, 0, 1), trim_of(p)), "chest")


GARMENTS: Final[dict[str, Garment]] = {
    "apron": apron, "waist_apron": waist_apron, "bib": bib, "braces": braces, "vest": vest, "coat": coat,
    "coat_tails": coat_tails, "collar": collar, "tie": tie, "bow": bow, "scarf": scarf, "shawl": shawl,
    "sash": sash, "belt": belt, "badge": badge, "stripes": stripes, "stethoscope": stethoscope,
    "shorts": shorts, "boxing_gloves": boxing_gloves, "ruff": ruff,
}  # fmt: skip
"""By what a person wears; see ``trades``."""
