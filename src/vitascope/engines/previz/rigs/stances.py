"""How people stand where they do nothing, upon boards, skis and pedals, in a jump and in a fight."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from vitascope.engines.previz.rigs.figure import Gesture, Limbs

SIDES = (("r", 1.0), ("l", -1.0))
"""The arms and legs, and which way is outward."""
SIDEWAYS = 1.2
"""How far one turns aside who stands on a board, radians."""
ASLANT = 0.45
"""The same of one who is about to strike."""


def squat(limbs: Limbs, depth: float, side: str = "rl") -> None:
    """Bend the knees, the feet flat; at 1 the thighs are level."""
    for each in side:
        limbs.turn(f"leg_{each}", x=-1.15 * depth)
        limbs.turn(f"shin_{each}", x=1.95 * depth)
        limbs.turn(f"foot_{each}", x=-0.80 * depth)


def relax(limbs: Limbs, g: Gesture, share: float) -> None:
    """Stand at ease: the weight on one leg, the other knee bent, the arms a little; and breathe."""
    loose, firm = ("l", "r") if g.side > 0 else ("r", "l")
    breath = math.sin(g.phase)
    tilt = share * g.side * (0.035 + 0.008 * math.sin(g.phase + 0.7))
    limbs.turn("root", z=tilt)
    limbs.turn(f"leg_{firm}", z=-tilt - 0.03 * g.side * share)
    squat(limbs, 0.16 * share, loose)
    limbs.turn(f"leg_{loose}", z=-0.10 * g.side * share, y=-0.25 * g.side * share)
    limbs.turn("spine", z=-1.7 * tilt, x=0.015 * breath * share)
    limbs.turn("chest", z=-0.5 * tilt, x=-0.02 * breath * share)
    limbs.turn("head", z=tilt, y=0.10 * math.sin(g.phase + 2.0) * share)
    for each, out in SIDES:
        slack = 1.0 if each == loose else 0.6
        limbs.turn(f"arm_{each}", x=0.06 * share, z=out * (0.07 + 0.012 * breath) * share)
        limbs.turn(f"forearm_{each}", x=-(0.16 + 0.20 * slack) * share, y=-out * 0.3 * share)
        limbs.turn(f"hand_{each}", x=-0.15 * share)


def spring(limbs: Limbs, g: Gesture) -> None:
    """Leap: crouch with the arms back, stretch, draw up the knees, and land."""
    low = g.leap * (1.0 - g.aloft) ** 3
    high = g.leap * g.aloft**1.5
    squat(limbs, 0.85 * low)
    squat(limbs, 0.75 * high, "r")
    squat(limbs, 0.40 * high, "l")
    limbs.turn("leg_l", x=0.55 * high)
    limbs.turn("spine", x=0.55 * low - 0.08 * high)
    limbs.turn("head", x=-0.35 * low)
    for each, out in SIDES:
        limbs.turn(f"arm_{each}", x=0.8 * low - 1.5 * high, z=out * (0.15 * low + 0.75 * high))
        limbs.turn(f"forearm_{each}", x=-0.4 * low - 0.3 * high)


def board(limbs: Limbs, g: Gesture) -> None:
    """Sideways on a board, low, the arms out for balance; in the air the knees are drawn up."""
    sway = math.sin(g.phase)
    high = g.leap * g.aloft
    limbs.turn("root", y=SIDEWAYS + 0.10 * sway, z=0.06 * sway)
    squat(limbs, 0.42 + 0.05 * math.sin(2.0 * g.phase) + 0.30 * high + 0.15 * g.leap * (1.0 - g.aloft))
    limbs.turn("leg_r", z=0.42)
    limbs.turn("leg_l", z=-0.36)
    limbs.turn("foot_r", z=-0.40)
    limbs.turn("foot_l", z=0.34)
    limbs.turn("spine", x=0.34, y=-0.40, z=-0.10 * sway)
    limbs.turn("chest", x=0.06, y=-0.25)
    limbs.turn("head", x=-0.34, y=-0.55)
    limbs.turn("arm_r", x=-0.15, z=1.05 + 0.12 * sway + 0.35 * high)
    limbs.turn("arm_l", x=-0.35, z=-1.15 + 0.12 * sway - 0.35 * high)
    limbs.turn("forearm_r", x=-0.55)
    limbs.turn("forearm_l", x=-0.35)


def skis(limbs: Limbs, g: Gesture) -> None:
    """Crouched forward, swinging from edge to edge, the hands before one."""
    sway = math.sin(g.phase)
    limbs.turn("root", z=0.10 * sway)
    squat(limbs, 0.48 + 0.06 * math.sin(2.0 * g.phase))
    limbs.turn("spine", x=0.50, z=-0.14 * sway)
    limbs.turn("head", x=-0.40)
    for each, out in SIDES:
        limbs.turn(f"arm_{each}", x=-0.35 + 0.15 * out * sway, z=out * 0.40)
        limbs.turn(f"forearm_{each}", x=-0.95)


def pedals(limbs: Limbs, g: Gesture) -> None:
    """Bent to the handlebar, treading."""
    for each, out in SIDES:
        tread = math.sin(g.phase + (0.0 if out > 0 else math.pi))
        limbs.still(f"leg_{each}", 1.0)
        limbs.still(f"shin_{each}", 1.0)
        limbs.turn(f"leg_{each}", x=-0.95 - 0.42 * tread, z=out * 0.06)
        limbs.turn(f"shin_{each}", x=1.15 + 0.42 * tread)
        limbs.still(f"arm_{each}", 1.0)
        limbs.still(f"forearm_{each}", 1.0)
        limbs.turn(f"arm_{each}", x=-0.95, z=out * 0.12)
        limbs.turn(f"forearm_{each}", x=-0.35)
    limbs.turn("spine", x=0.42)
    limbs.turn("head", x=-0.35)


def kite(limbs: Limbs, g: Gesture) -> None:
    """Look up to it, an arm raised that holds the string, the other hand below that."""
    pull = 0.12 * math.sin(g.phase)
    for each in "rl":
        limbs.still(f"arm_{each}", 1.0)
        limbs.still(f"forearm_{each}", 1.0)
    limbs.turn("arm_r", x=-2.30 + pull)
    limbs.turn("forearm_r", x=-0.20)
    limbs.turn("arm_l", x=-1.25 + pull, z=0.25)
    limbs.turn("forearm_l", x=-1.10, z=0.30)
    limbs.turn("spine", x=-0.14 + 0.3 * pull)
    limbs.turn("head", x=-0.42)


def pair(limbs: Limbs, g: Gesture) -> None:
    """In hold with a partner: one arm out to the side with theirs, the other about them; step and sway."""
    share, sway = g.dance, math.sin(g.phase) * g.side
    limbs.turn("root", z=0.07 * share * sway)
    limbs.shift("root", x=0.03 * share * sway)
    for each, out in SIDES:
        lift = max(math.sin(g.phase + (0.0 if out * g.side > 0 else math.pi)), 0.0)
        limbs.turn(f"leg_{each}", x=-0.40 * share * lift, z=out * 0.05 * share)
        limbs.turn(f"shin_{each}", x=0.65 * share * lift)
        limbs.turn(f"foot_{each}", x=0.25 * share * lift)
        limbs.still(f"arm_{each}", share)
        limbs.still(f"forearm_{each}", share)
    joined, about = ("l", "r") if g.side > 0 else ("r", "l")
    for each, out in SIDES:
        if each == joined:
            limbs.turn(f"arm_{each}", x=-0.55 * share, z=out * 1.30 * share)
            limbs.turn(f"forearm_{each}", x=-0.45 * share, z=out * 0.25 * share)
        elif each == about:
            limbs.turn(f"arm_{each}", x=-1.15 * share, z=out * 0.40 * share)
            limbs.turn(f"forearm_{each}", x=-0.35 * share, y=-out * 0.70 * share)
    limbs.turn("spine", x=-0.06 * share)
    limbs.turn("head", y=0.35 * share * (1.0 if joined == "r" else -1.0))


def guard(limbs: Limbs, g: Gesture) -> None:
    """Fists up before the chin, on springy knees; straight blows, left and right."""
    share = g.fight
    limbs.turn("root", y=ASLANT * share, x=0.06 * share)
    squat(limbs, share * (0.20 + 0.06 * math.sin(2.0 * g.phase)))
    limbs.turn("leg_l", x=-0.25 * share, z=-0.14 * share)
    limbs.turn("leg_r", x=0.22 * share, z=0.14 * share)
    for each, out in SIDES:
        blow = share * max(math.sin(g.phase + (0.0 if out < 0 else math.pi)), 0.0) ** 6
        limbs.still(f"arm_{each}", share)
        limbs.still(f"forearm_{each}", share)
        limbs.turn(f"arm_{each}", x=-0.55 * share - 0.95 * blow, z=out * (0.12 * share - 0.10 * blow))
        limbs.turn(f"forearm_{each}", x=-2.05 * share + 1.95 * blow, y=-out * 0.75 * (share - 0.7 * blow))
        limbs.turn("spine", y=0.5 * out * -blow)
    limbs.turn("spine", x=0.16 * share, y=-0.5 * ASLANT * share)
    limbs.turn("head", x=0.05 * share, y=-0.5 * ASLANT * share)


def stoop(limbs: Limbs) -> None:
    """The bent back of the old."""
    limbs.turn("spine", x=0.16)
    limbs.turn("chest", x=0.14)
    limbs.turn("head", x=-0.20)
    for each in "rl":
        limbs.turn(f"arm_{each}", x=-0.22)
        limbs.turn(f"forearm_{each}", x=-0.25)


STANCES: Final[dict[str, Callable[[Limbs, Gesture], None]]] = {
    "board": board,
    "skis": skis,
    "pedals": pedals,
    "kite": kite,
    "pair": pair,
}
"""By the stance of a placement."""


def stand(limbs: Limbs, g: Gesture, armed: bool) -> None:
    """Whatever is done on the spot, upon what is walked already; the ``armed`` fight with what they hold."""
    busy = max(g.dance, g.lie, g.sit, g.ride, g.fight, g.leap, g.pace)
    if busy < 1.0 and not g.stance:
        relax(limbs, g, 1.0 - busy)
    if g.leap > 0.0 and not g.stance:
        spring(limbs, g)
    if g.fight > 0.0 and not armed:
        guard(limbs, g)
    if g.stance in STANCES:
        STANCES[g.stance](limbs, g)
