"""What people hold, and how their arms hold it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.holding import Holding, holdings
from vitascope.engines.previz.plan import Held
from vitascope.engines.previz.props import props
from vitascope.engines.previz.rigs.colours import mix, palette
from vitascope.engines.previz.rigs.figure import Gesture, Limbs
from vitascope.engines.previz.rigs.held_forms import BUILT
from vitascope.engines.previz.rigs.kit import Kit, Point, moved
from vitascope.engines.previz.rigs.mesh import Look, Part, part
from vitascope.engines.previz.rigs.people import Person
from vitascope.engines.previz.rigs.silhouette import solid
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.workplaces import WORKPLACES, labour

HAND = 0.485
"""The height of a hanging hand, in the person's lengths."""
LONGEST, LONGEST_OVER = 1.15, 0.85
"""Of its person's length, that of what is held at most; the same of what is held overhead."""
CELLS = (16, 28, 48)
"""Points across a silhouette, by fineness."""


@dataclass(frozen=True)
class Way:
    """A way to hold something. Arms are turned by ``(x, y, z)``: forward with less x, aside with more z.

    ``left`` is None where that arm swings freely. ``at`` is where the thing is, from the breast bone, or
    None in the right hand; there it leans back by what the arm is raised, by ``lean`` and by ``side`` inward.
    ``turn`` turns it before it is put there, ``middle`` holds it by its middle, not by its foot. ``nod``
    bows the head; ``work`` is how far the arm swings at work; ``bow`` bends the back, and the ``seated``
    sit on a chair. ``mouth`` is the right arm when the thing is at the mouth, to which it goes at work.
    """

    arm: Point
    forearm: Point
    left: tuple[Point, Point] | None = None
    at: Point | None = None
    lean: float = 0.0
    side: float = 0.0
    turn: Point = (0.0, 0.0, 0.0)
    middle: bool = True
    nod: float = 0.0
    work: float = 0.0
    bow: float = 0.0
    seated: bool = False
    mouth: tuple[Point, Point] | None = None


def _both(arm: Point, forearm: Point, **more: object) -> Way:
    """Both arms alike."""
    left = ((arm[0], -arm[1], -arm[2]), (forearm[0], -forearm[1], -forearm[2]))
    return Way(arm, forearm, left, **more)  # type: ignore[arg-type]


WAYS: Final = {
    "over": Way((-0.55, 0.0, -0.12), (-1.75, 0.0, 0.0), middle=False, lean=-0.30, side=0.24),
    "point": Way((-0.35, 0.0, 0.10), (-1.15, 0.0, 0.0), middle=False, lean=0.35, work=1.0),
    "lift": Way((-1.15, 0.0, 0.10), (-0.35, 0.0, 0.0)),
    "carry": Way((-0.05, 0.0, 0.10), (-0.12, 0.0, 0.0)),
    "mouth": Way((-0.40, 0.0, -0.06), (-2.10, 0.0, -0.30), work=0.12),
    "sip": Way((-0.22, 0.0, 0.02), (-1.55, 0.0, -0.30), mouth=((-0.40, 0.0, -0.06), (-2.10, 0.0, -0.30))),
    "blow": _both((-0.80, 0.0, -0.05), (-1.45, 0.0, -0.30), at=(0.0, 0.86, 0.24),
                  turn=(0.0, -0.5 * math.pi, 0.0), nod=-0.05),
    "raise": _both((-2.6, 0.0, 0.25), (-0.35, 0.0, 0.0), at=(0.0, 1.20, 0.06)),
    "read": _both((-0.55, 0.0, -0.10), (-1.20, 0.0, -0.42), at=(0.0, 0.66, 0.225), turn=(0.55, math.pi, 0.0),
                  nod=0.30),
    "show": _both((-0.45, 0.0, -0.06), (-1.05, 0.0, -0.42), at=(0.0, 0.63, 0.225), work=0.2),
    "strum": Way((-0.18, 0.0, 0.16), (-1.15, 0.0, -0.95), ((-0.45, 0.0, -0.42), (-1.35, 0.0, 0.20)),
                 at=(-0.02, 0.665, 0.125), nod=0.12, work=0.16),
    "tool": Way((-0.45, 0.0, -0.10), (-0.55, 0.0, -0.30), ((-0.65, 0.0, 0.18), (-0.90, 0.0, 0.45)),
                at=(0.0, 0.50, 0.22), turn=(0.35, 0.0, -0.40), nod=0.2, work=0.3),
    "bench": _both((-0.42, 0.0, 0.02), (-0.72, 0.0, -0.30), at=(0.0, 0.5, 0.3), nod=0.25, work=0.40,
                   bow=0.22),
    "wok": Way((-0.42, 0.0, 0.02), (-0.95, 0.0, -0.10), ((-0.62, 0.0, -0.25), (-1.0, 0.0, 0.15)),
               at=(0.0, 0.5, 0.3), nod=0.18, work=0.30, bow=0.10),
    "turn": _both((-0.55, 0.0, 0.02), (-0.75, 0.0, -0.32), at=(0.0, 0.5, 0.3), nod=0.30, work=0.06, bow=0.26),
    "type": _both((-0.38, 0.0, 0.03), (-1.15, 0.0, -0.22), at=(0.0, 0.5, 0.3), nod=0.12, work=0.10, bow=0.06,
                  seated=True),
    "easel": Way((-0.70, 0.0, 0.55), (-0.75, 0.0, 0.25), at=(0.0, 0.5, 0.3), work=0.28),
    "anvil": Way((-0.75, 0.0, 0.0), (-0.95, -0.30, 0.0), ((-0.50, 0.0, -0.10), (-0.80, 0.0, 0.20)),
                 at=(0.0, 0.5, 0.3), nod=0.22, work=0.75, bow=0.14),
    "pour": Way((-0.55, 0.0, 0.16), (-1.62, -0.55, 0.0), ((-0.32, 0.0, -0.04), (-1.42, 0.50, 0.0)),
                at=(0.0, 0.70, 0.22), nod=0.36, work=0.02, bow=0.05),
    "tray": Way((-0.30, 0.0, 0.34), (-1.75, 0.55, 0.0), middle=False),
    "cast": _both((-1.10, 0.0, 0.12), (-0.62, 0.0, -0.40), at=(0.0, 0.80, 0.36), nod=0.02, work=0.14),
    "decks": _both((-0.45, 0.0, 0.10), (-0.85, 0.0, 0.0), at=(0.0, 0.5, 0.3), nod=0.20, work=0.12, bow=0.08),
    "drums": _both((-0.42, 0.0, 0.04), (-1.05, 0.0, -0.18), at=(0.0, 0.5, 0.3), nod=0.15, work=0.35),
    "squeeze": _both((-0.40, 0.0, 0.20), (-1.35, 0.0, -0.55), at=(0.0, 0.66, 0.20), work=0.12, nod=0.05),
    "aim": Way((-0.35, 0.0, 1.15), (0.0, 0.0, 3.20), ((-1.52, 0.0, -0.05), (-0.05, 0.0, 0.0)),
               at=(0.0, 0.8, 0.3), work=0.03),
    "cradle": Way((-0.35, 0.0, 0.06), (-1.45, -0.85, 0.0), ((-0.50, 0.0, -0.06), (-1.25, 0.75, 0.0)),
                  at=(0.0, 0.68, 0.13), nod=0.22, work=0.03),
    "hose": Way((-0.20, 0.0, 0.04), (-1.25, -0.35, 0.0), ((-0.60, 0.0, -0.02), (-0.85, 0.40, 0.0)),
                at=(0.0, 0.62, 0.25), work=0.04, bow=0.06),
    "guarded": Way((-0.62, 0.0, 0.0), (-1.05, -0.52, 0.0), ((-0.55, 0.0, 0.0), (-1.05, 0.62, 0.0)),
                   middle=False, lean=0.55, side=0.15, work=0.9),
}  # fmt: skip
"""Every way of ``holding.toml``."""
BARE: Final = _both((-0.75, 0.0, -0.08), (-1.25, 0.0, -0.20), nod=0.12, work=0.45)
"""How hands work that hold nothing."""


def add(kit: Kit, p: Person, held: Held, length: float) -> None:
    """Hang what is held on a person of ``length`` metres, on a bone of its own."""
    thing = holdings()[held.form]
    if held.form in WORKPLACES:
        WORKPLACES[held.form](kit, _coloured(thing, held))
        return
    way = WAYS[thing.way]
    at: Point = (p.broad + 0.045, HAND, 0.02) if way.at is None else way.at
    kit.bone("held", at, "hand_r" if way.at is None else "chest")
    size = min(thing.length / length, LONGEST_OVER if thing.way == "over" else LONGEST)
    for one in _built(kit, thing, held):
        middle = -0.5 if way.middle and way.at is not None else 0.0
        drop = -0.92 if thing.way in {"lift", "carry"} else middle
        low = moved(one, (0.0, drop * _height(thing), 0.0))
        kit.add(moved(moved(low, scale=size), at, way.turn), "held")


def _height(thing: Holding) -> float:
    """How high it is, in its lengths."""
    return 2.0 * props()[thing.form].stand if thing.form else 1.0


def _coloured(thing: Holding, held: Held) -> list[Floats]:
    """Its main colour and its details'."""
    own = palette(held.colours, thing.colours)
    return [own[0], own[1] if len(own) > 1 else palette(thing.colours[1:], ())[0]]


def _built(kit: Kit, thing: Holding, held: Held) -> list[Part]:
    colours = _coloured(thing, held)
    if not thing.form:
        return BUILT[held.form](kit, colours)
    made = solid(thing.form, CELLS[kit.fine - 1])
    one = part(made.rest, made.triangles, Look(Stuff[props()[thing.form].stuff]))
    tint: Floats = mix(np.broadcast_to(colours[0], made.rest.shape), colours[1], made.detail)
    return [one.with_(colour=tint)]


def holding(move: Callable[[Limbs, Gesture], None], form: str) -> Callable[[Limbs, Gesture], None]:
    """The same movement with arms that hold a thing, or with none in the hands, that work where one works."""

    def act(limbs: Limbs, g: Gesture) -> None:
        move(limbs, g)
        if form:
            _grip(limbs, g, WAYS[holdings()[form].way], 1.0)
        elif g.work > 0.0 and g.fight == 0.0:
            _grip(limbs, g, BARE, g.work)

    return act


def _grip(limbs: Limbs, g: Gesture, way: Way, share: float) -> None:
    stroke = way.work * g.work * math.sin(2.0 * g.phase)
    other = way.work * g.work * math.sin(2.0 * g.phase + (math.pi if way is BARE else 0.0))
    raised = _arm(limbs, "r", _brought(way, g), share, stroke)
    if way.left is not None:
        _arm(limbs, "l", way.left, share, other if way.at is None or way is BARE else 0.5 * other)
    limbs.turn("head", x=way.nod * share)
    limbs.turn("spine", x=way.bow * share)
    if way.seated:
        for side in "rl":
            limbs.still(f"leg_{side}", 1.0)
            limbs.still(f"shin_{side}", 1.0)
            limbs.turn(f"leg_{side}", x=-1.42)
            limbs.turn(f"shin_{side}", x=1.38)
    labour(limbs, g)
    limbs.turn("spine", y=0.9 * stroke if way.at is not None else 0.0, x=0.05 * g.work)
    if way.at is None:
        limbs.turn("held", x=-raised + way.lean + 0.5 * stroke, z=way.side)


def _brought(way: Way, g: Gesture) -> tuple[Point, Point]:
    """The right arm's turns: one who drinks brings a cup to the mouth, and puts it down again."""
    if way.mouth is None:
        return way.arm, way.forearm
    up = g.work * (0.5 - 0.5 * math.cos(g.phase))
    arm, forearm = (
        tuple(a + up * (b - a) for a, b in zip(low, high, strict=True))
        for low, high in zip((way.arm, way.forearm), way.mouth, strict=True)
    )
    return arm, forearm  # type: ignore[return-value]


def _arm(limbs: Limbs, side: str, turns: tuple[Point, Point], share: float, stroke: float) -> float:
    """Turn one arm, ``share`` of the way from where it was; returns how far it is raised, less forward."""
    (ax, ay, az), (fx, fy, fz) = turns
    limbs.still(f"arm_{side}", share)
    limbs.still(f"forearm_{side}", share)
    limbs.turn(f"arm_{side}", x=share * (ax - 0.6 * stroke), y=share * ay, z=share * az)
    limbs.turn(f"forearm_{side}", x=share * (fx - 0.4 * stroke), y=share * fy, z=share * fz)
    return share * (ax + fx - stroke)
