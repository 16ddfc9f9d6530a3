"""What is worn on head, eyes, neck and back, by whoever has these: people, beasts, birds, frogs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from vitascope.engines.previz.plan import Worn
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.kit import Kit, Point, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, Part, ball, cone, grid, tube
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.wearing import wearings

Profile = tuple[tuple[float, float], ...]
SIDES: Final = (14, 22, 32)
"""Sides of what is round, by fineness."""
LENS: Final = (0.42, 0.92)
"""The half width of a lens at most: in skulls, and as a share of how far the eye is from the middle."""
GOLD: Final[Colour] = (0.72, 0.46, 0.08)


@dataclass(frozen=True)
class Wearer:
    """Where things are worn, in the units of a kit.

    ``head`` is the skull's middle and ``radius`` its size; hats sit ``lift`` skulls higher than on people.
    ``eye`` is where the right lens of glasses is, turned outward by ``aside`` radians, and the bridge is
    ``ridge`` skulls above it. ``neck`` is a ring of radius ``girth`` whose axis is tipped forward by
    ``lean`` radians; what hangs from it ends at ``breast``. ``back`` is, where capes lie on it, the line of
    a back from the shoulders to the rump, with half its width; ``trunk`` is the middle of a trunk that lies
    level, and its half width, half height and half length.
    """

    head: Point
    radius: float
    eye: Point
    neck: Point
    girth: float
    breast: Point
    aside: float = 0.1
    ridge: float = 0.0
    lift: float = 0.0
    lean: float = 0.0
    back: tuple[Point, Point, float] | None = None
    bones: tuple[str, str, str] = ("head", "neck", "chest")
    trunk: tuple[Point, Point] | None = None


@dataclass(frozen=True)
class Cut:
    """For whom a thing is made, in which two colours, and with how many sides."""

    wearer: Wearer
    main: Colour
    detail: Colour
    sides: int

    def turned(
        self, profile: Profile, tone: Colour | None = None, stuff: Stuff = Stuff.CLOTH, *, crisp: bool = False
    ) -> Part:
        """Something turned on the head; ``profile`` is in skulls, from the skull's middle, top first."""
        return lathe(profile, Look(stuff), self.sides, tone or self.main, at=(0, 0, -0.06), crisp=crisp)

    def dots(self, count: int, height: float, size: float, tones: Sequence[Colour]) -> list[Part]:
        """A ring of balls around the head."""
        turns = (math.tau * k / count for k in range(count))
        return [
            ball((math.sin(a), height, math.cos(a) - 0.06), size, Look(Stuff.FUR), 6, tones[k % len(tones)])
            for k, a in enumerate(turns)
        ]


Make = Callable[[Cut], list[Part]]


def _brimmed(wide: float, high: float, curl: float = 0.0) -> Make:
    """A hat with a brim so wide and a crown so high, in skulls, and a band."""

    def make(cut: Cut) -> list[Part]:
        crown = ((0.0, high), (0.62, high - 0.02), (0.86, high - 0.16), (0.98, 0.52))
        brim = cut.turned(((0.96, 0.56), (wide, 0.34), (wide + 0.01, 0.30), (0.96, 0.38)), crisp=True)
        rest = brim.rest.copy()
        rest[:, 1] += curl * np.clip(np.abs(rest[:, 0]) - 0.95, 0.0, None)
        band = ((1.0, 0.74), (1.02, 0.52))
        return [cut.turned(crown), brim.with_(rest=rest), cut.turned(band, cut.detail)]

    return make


def _top_hat(cut: Cut) -> list[Part]:
    tall = ((0.0, 2.1), (1.02, 2.1), (0.94, 0.50), (1.48, 0.52), (1.48, 0.44), (0.93, 0.38))
    return [cut.turned(tall, crisp=True), cut.turned(((0.99, 0.86), (0.98, 0.52)), cut.detail)]


def _cap(cut: Cut) -> list[Part]:
    turn = np.linspace(-1.25, 1.25, 13)
    rows = [
        np.stack(
            [r * np.sin(turn), 0.36 + drop - 0.14 * (1 - np.cos(turn)), (r + out) * np.cos(turn) - 0.06], -1
        )
        for r, drop, out in ((0.98, 0.02, 0.0), (1.0, 0.0, 0.62), (0.98, -0.04, 0.0))
    ]
    peak = grid(np.array(rows, np.float32), Look(Stuff.CLOTH, 0, 1), cut.detail)
    return [cut.turned(((0.0, 1.18), (0.55, 1.08), (0.92, 0.76), (1.04, 0.34))), peak]


def _beret(cut: Cut) -> list[Part]:
    disc = cut.turned(((0.0, 0.98), (0.85, 0.98), (1.32, 0.76), (1.02, 0.52), (0.98, 0.42)))
    return [moved(disc, (0.10, 0.02, 0.0), (0.0, 0.0, -0.20)), cut.turned(((0.04, 1.12), (0.04, 0.95)))]


def _beanie(cut: Cut) -> list[Part]:
    rim = ((1.06, 0.56), (1.10, 0.50), (1.10, 0.28), (1.02, 0.24))
    pompon = ball((0.0, 1.36, -0.05), 0.24, Look(Stuff.FUR), 8, cut.detail)
    return [cut.turned(((0.0, 1.24), (0.60, 1.16), (0.98, 0.80), (1.04, 0.40))),
            cut.turned(rim, cut.detail), pompon]  # fmt: skip


def _party_hat(cut: Cut) -> list[Part]:
    bands = [
        cut.turned(((0.44, 1.22), (0.56, 0.98)), cut.detail),
        cut.turned(((0.16, 1.78), (0.24, 1.62)), cut.detail),
    ]
    pompon = ball((0.0, 2.06, -0.06), 0.16, Look(Stuff.FUR), 8, cut.detail)
    return [cut.turned(((0.0, 2.08), (0.68, 0.70))), *bands, pompon]


def _pointed(cut: Cut) -> list[Part]:
    tip = cone((0, 0.46, -0.05), (0.10, 2.7, -0.35), 1.0, Look(Stuff.CLOTH), (0, 0.1, 0.1), rings=10,
               sides=cut.sides, colour=cut.main, power=0.9)  # fmt: skip
    return [tip, cut.turned(((0.96, 0.52), (1.80, 0.44), (1.80, 0.40), (0.96, 0.40)), crisp=True),
            cut.turned(((0.97, 0.72), (1.03, 0.50)), cut.detail)]  # fmt: skip


def _santa(cut: Cut) -> list[Part]:
    bag = cone((0, 0.45, -0.05), (0.9, 1.30, -0.75), 1.02, Look(Stuff.CLOTH), (-0.1, 0.45, 0), rings=10,
               sides=cut.sides, colour=cut.main)  # fmt: skip
    tip = ball((0.94, 1.24, -0.78), 0.26, Look(Stuff.FUR), 8, cut.detail)
    return [bag, tip, *cut.dots(18, 0.46, 0.20, [cut.detail])]


def _chef(cut: Cut) -> list[Part]:
    tall = ((0.0, 2.15), (0.75, 2.10), (1.22, 1.88), (1.25, 1.58), (0.98, 1.22), (0.98, 0.42), (0.92, 0.40))
    return [cut.turned(tall), cut.turned(((1.01, 0.86), (1.01, 0.44)), cut.detail)]


def _crown(cut: Cut) -> list[Part]:
    ring = ((0.90, 0.80), (1.02, 0.84), (0.98, 0.44), (0.88, 0.46))
    parts = [cut.turned(ring, stuff=Stuff.METAL)]
    for k in range(8):
        a = math.tau * k / 8
        foot = (0.98 * math.sin(a), 0.78, 0.98 * math.cos(a) - 0.06)
        tip = (1.08 * math.sin(a), 1.34, 1.08 * math.cos(a) - 0.06)
        parts.append(cone(foot, tip, 0.24, Look(Stuff.METAL), rings=4, sides=6, colour=cut.main))
        gem = ball(
            (1.08 * math.sin(a), 1.36, 1.08 * math.cos(a) - 0.06), 0.09, Look(Stuff.PAINT), 6, cut.detail
        )
        parts.append(gem)
    return parts


def _flowers(cut: Cut) -> list[Part]:
    leaves = cut.turned(((0.96, 0.66), (1.08, 0.58), (0.96, 0.48)), (0.08, 0.22, 0.05))
    return [leaves, *cut.dots(11, 0.60, 0.22, [cut.main, cut.detail, (0.80, 0.80, 0.78)])]


def _helmet(cut: Cut) -> list[Part]:
    bowl = ((0.0, 1.24), (0.60, 1.14), (0.98, 0.80), (1.14, 0.26), (1.06, 0.24))
    stripe = ball((0.0, 0.62, -0.06), (0.16, 0.68, 1.14), Look(Stuff.PAINT), 10, cut.detail)
    return [cut.turned(bowl, stuff=Stuff.PAINT), stripe]


def _headphones(cut: Cut) -> list[Part]:
    turn = np.linspace(0.1, math.pi - 0.1, 14)
    arch = np.stack([1.10 * np.cos(turn), 0.05 + 1.18 * np.sin(turn), 0.0 * turn], -1).astype(np.float32)
    band = tube(arch, np.full(14, 0.10, np.float32), Look(Stuff.RUBBER), 6, cut.main, (0, 0, 1))
    cups = [
        ball((x, 0.05, 0.0), (0.24, 0.42, 0.40), Look(Stuff.RUBBER), 10, cut.detail) for x in (1.04, -1.04)
    ]
    return [band, *cups]


def _lenses(cut: Cut, scale: float) -> tuple[list[Part], float]:
    """Two oval plates before the eyes, and half their width; in the kit's units."""
    w = cut.wearer
    half = scale * min(LENS[0] * w.radius, LENS[1] * w.eye[0])
    lens = ball((0, 0, 0), (half, 0.78 * half, 0.16 * half), Look(Stuff.PAINT), 12, cut.main)
    right = moved(lens, w.eye, (0.0, w.aside, 0.0))
    return [right, right.mirrored()], half


def _frame(cut: Cut, half: float, thick: float) -> list[Part]:
    """The bridge over the nose and the sides along the head."""
    w = cut.wearer
    x, y, z = w.eye
    inner = (x - half * math.cos(w.aside), y, z + half * math.sin(w.aside))
    outer = (x + half * math.cos(w.aside), y, z - half * math.sin(w.aside))
    ridge = y + w.ridge * w.radius
    bow = [inner, (0.5 * inner[0], ridge, inner[2]), (0.0, ridge + 0.05 * w.radius, inner[2]),
           (-0.5 * inner[0], ridge, inner[2]), (-inner[0], y, inner[2])]  # fmt: skip
    ear = (max(1.0 * w.radius, outer[0]), y + 0.1 * w.radius, w.head[2] - 0.2 * w.radius)
    side = _rod([outer, ear], thick * w.radius, cut.detail)
    return [_rod(bow, thick * w.radius, cut.detail), side, side.mirrored()]


def _rod(path: Sequence[Point], radius: float, tone: Colour) -> Part:
    points = np.array(path, np.float32)
    return tube(points, np.full(len(points), radius, np.float32), Look(Stuff.PAINT), 6, tone)


def _sunglasses(cut: Cut) -> list[Part]:
    lenses, half = _lenses(cut, 1.0)
    return [*lenses, *_frame(cut, half, 0.06)]


def _glasses(cut: Cut) -> list[Part]:
    _, half = _lenses(cut, 0.9)
    turn = np.linspace(0.0, math.tau, 19)
    ring = np.stack([half * np.cos(turn), 0.85 * half * np.sin(turn), 0.0 * turn], -1).astype(np.float32)
    rim = tube(ring, np.full(19, 0.11 * half, np.float32), Look(Stuff.PAINT), 6, cut.main, (0, 0, 1))
    right = moved(rim, cut.wearer.eye, (0.0, cut.wearer.aside, 0.0))
    return [right, right.mirrored(), *_frame(cut, half, 0.05)]


def _goggles(cut: Cut) -> list[Part]:
    lenses, half = _lenses(cut, 1.25)
    return [*lenses, *_frame(cut, half, 0.14)]


def _ring(cut: Cut, wide: float, thick: float, tone: Colour, stuff: Stuff = Stuff.CLOTH) -> Part:
    """A band around the neck: how far it stands off, and half its height, in the neck's radii."""
    w = cut.wearer
    profile = ((1.0, thick), (wide, 0.5 * thick), (wide, -0.5 * thick), (1.0, -thick))
    made = lathe(profile, Look(stuff, 0, 1), cut.sides, tone, crisp=False)
    return moved(made, w.neck, (w.lean, 0.0, 0.0), w.girth)


def _throat(cut: Cut, out: float) -> Point:
    """The foremost point of a band around the neck."""
    w = cut.wearer
    _, y, z = w.neck
    return (0.0, y - out * w.girth * math.sin(w.lean), z + out * w.girth * math.cos(w.lean))


def _hung(cut: Cut, aside: float, half: float, share: float) -> Part:
    """A strip of cloth that hangs from the neck over the breast, so wide at its ends, in the neck's radii."""
    w = cut.wearer
    top, low = np.array(_throat(cut, 1.25)), np.array(w.breast)
    k = np.linspace(0.0, share, 8)[:, None]
    line = top + (low - top) * k
    line[:, 2] += 0.25 * w.girth * np.sin(math.pi * k[:, 0])
    line[:, 2] = np.maximum(line[:, 2], top[2] * (1 - k[:, 0]) + low[2] * k[:, 0])
    across = np.linspace(-1.0, 1.0, 4) * half * w.girth
    rows = np.repeat(line[:, None], 4, 1)
    rows[..., 0] += across + aside * w.girth
    return grid(rows.astype(np.float32), Look(Stuff.CLOTH, 0, 1), cut.main)


def _scarf(cut: Cut) -> list[Part]:
    return [_ring(cut, 1.32, 0.42, cut.main), _hung(cut, 0.15, 0.42, 1.0), _hung(cut, -0.35, 0.38, 0.8)]


def _bandana(cut: Cut) -> list[Part]:
    w = cut.wearer
    top, low = np.array(_throat(cut, 1.25)), np.array(w.breast)
    rows = np.stack([top + (low - top) * k for k in np.linspace(0.0, 0.75, 6)])[:, None].repeat(5, 1)
    rows[..., 0] += np.linspace(-1.0, 1.0, 5) * w.girth * np.linspace(1.1, 0.03, 6)[:, None]
    cloth = grid(rows.astype(np.float32), Look(Stuff.CLOTH, 0, 1), cut.main)
    return [_ring(cut, 1.22, 0.30, cut.main), cloth]


def _collar(cut: Cut) -> list[Part]:
    tag = ball(_throat(cut, 1.35), 0.22 * cut.wearer.girth, Look(Stuff.METAL), 8, cut.detail)
    return [_ring(cut, 1.16, 0.22, cut.main), tag]


def _necklace(cut: Cut) -> list[Part]:
    w = cut.wearer
    bead = ball((0, 0, 0), 0.15, Look(Stuff.PAINT), 6, cut.main)
    turns = np.linspace(0.0, math.tau, 22, endpoint=False)
    spots = [(1.22 * math.sin(a), -0.25 - 0.35 * math.cos(a), 1.22 * math.cos(a)) for a in turns]
    return [moved(moved(bead, at), w.neck, (w.lean, 0.0, 0.0), w.girth) for at in spots]


def _bow_tie(cut: Cut) -> list[Part]:
    g, (x, y, z) = cut.wearer.girth, _throat(cut, 1.30)
    wings = [ball((x + s * 0.48 * g, y, z), (0.50 * g, 0.34 * g, 0.14 * g), Look(Stuff.CLOTH), 10, cut.main)
             for s in (1, -1)]  # fmt: skip
    return [
        _ring(cut, 1.12, 0.14, cut.main),
        *wings,
        ball((x, y, z + 0.05 * g), 0.17 * g, Look(Stuff.CLOTH), 8, cut.detail),
    ]


def _tie(cut: Cut) -> list[Part]:
    knot = ball(_throat(cut, 1.30), 0.24 * cut.wearer.girth, Look(Stuff.CLOTH), 8, cut.main)
    return [_ring(cut, 1.12, 0.16, cut.main), knot, _hung(cut, 0.0, 0.28, 1.0)]


def _cape(cut: Cut) -> list[Part]:
    """A cloth over a back that lies level, down on either side; people's hangs behind them."""
    if cut.wearer.back is None:
        return []
    (_, y0, z0), (_, y1, z1), half = cut.wearer.back
    k = np.linspace(0.0, 1.0, 9)[:, None]
    turn = np.linspace(-1.15, 1.15, 11)[None]
    wide = half * (0.85 + 0.35 * k)
    rows = np.stack([wide * np.sin(turn) * 1.05, y0 + (y1 - y0) * k - wide * (1 - np.cos(turn)),
                     z0 + (z1 - z0) * k + 0.0 * turn], -1)  # fmt: skip
    made = grid(rows.astype(np.float32), Look(Stuff.SAIL, 0, 1), cut.main)
    return [made.with_(flex=np.repeat(k[:, 0] ** 2, 11).astype(np.float32))]


def _jacket(cut: Cut) -> list[Part]:
    """Cloth around a trunk that lies level, with a hem at either end."""
    if cut.wearer.trunk is None:
        return []
    (_, y, z), (wide, high, long) = cut.wearer.trunk
    along = np.linspace(-1.0, 1.0, 12)[:, None]
    turn = np.linspace(-math.pi, math.pi, 2 * cut.sides + 1)[None]
    fit = 1.06 - 0.10 * along**4
    rows = np.stack(
        [wide * fit * np.sin(turn), y + high * fit * np.cos(turn), z + long * along + 0.0 * turn], -1
    )
    cloth = grid(rows.astype(np.float32), Look(Stuff.CLOTH, 0, 1), cut.main)
    hems: list[Part] = []
    for end in (0, -1):
        ring = rows[end].astype(np.float32)
        thick = np.full(len(ring), 0.05 * wide, np.float32)
        hems.append(tube(ring, thick, Look(Stuff.CLOTH), 6, cut.detail, (0, 0, 1)))
    return [cloth, *hems]


ON_HEAD: Final[dict[str, Make]] = {
    "hat": _brimmed(1.55, 1.30), "straw_hat": _brimmed(1.95, 1.20), "cowboy_hat": _brimmed(1.95, 1.45, 0.5),
    "top_hat": _top_hat, "cap": _cap, "beret": _beret, "beanie": _beanie, "party_hat": _party_hat,
    "pointed_hat": _pointed, "santa_hat": _santa, "chef_hat": _chef, "crown": _crown,
    "flower_crown": _flowers, "helmet": _helmet,
}  # fmt: skip
"""What is made in skulls, and sits as high as a hat does."""
ON_EARS: Final[dict[str, Make]] = {"headphones": _headphones}
"""What is made in skulls, around the skull's middle."""
FITTED: Final[dict[str, tuple[int, Make]]] = {
    "sunglasses": (0, _sunglasses), "glasses": (0, _glasses), "goggles": (0, _goggles),
    "scarf": (1, _scarf), "bandana": (1, _bandana), "collar": (1, _collar), "necklace": (1, _necklace),
    "bow_tie": (1, _bow_tie), "tie": (1, _tie), "cape": (2, _cape),
    "jacket": (2, _jacket),
}  # fmt: skip
"""What is made to measure: the number of the bone it hangs on, and how."""


def pieces(wearer: Wearer, worn: Sequence[Worn], fine: int) -> list[tuple[str, Part]]:
    """What is worn, each piece with the name of its bone."""
    found: list[tuple[str, Part]] = []
    for each in worn:
        usual = wearings()[each.form].colours
        main, detail = (*each.colours, *usual[len(each.colours) :])[:2]
        cut = Cut(wearer, tone_of(linear(main)), tone_of(linear(detail)), SIDES[fine - 1])
        if each.form in FITTED:
            bone, make = FITTED[each.form]
            found += [(wearer.bones[bone], one) for one in make(cut)]
            continue
        lift = wearer.lift * wearer.radius if each.form in ON_HEAD else 0.0
        x, y, z = wearer.head
        parts = {**ON_HEAD, **ON_EARS}[each.form](cut)
        found += [(wearer.bones[0], moved(one, (x, y + lift, z), scale=wearer.radius)) for one in parts]
    return found


def clad(make: Callable[[int], Kit], wearer: Wearer, worn: Sequence[Worn]) -> Callable[[int], Kit]:
    """The same shape, wearing that."""

    def made(fine: int) -> Kit:
        kit = make(fine)
        for bone, one in pieces(wearer, worn, fine):
            kit.add(one, bone)
        return kit

    return made if worn else make
