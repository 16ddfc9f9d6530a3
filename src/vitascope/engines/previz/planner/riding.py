"""What may carry somebody, and when it does."""

from __future__ import annotations

from vitascope.engines.previz.planner.lexicon import Noun

RIDDEN = frozenset({"quadruped", "dragon", "whale", "bird", "insect"})
"""Rigs that may be ridden."""
WHEELED = frozenset(
    {"bicycle", "motorcycle", "scooter", "skateboard", "sled", "surfboard", "broom", "carousel_horse", "trex"}
)
SEATS = frozenset({"chair", "bench", "sofa", "bed", "box", "barrel", "treasure_chest", "skateboard",
"bicycle",
                   "motorcycle", "scooter", "sled", "surfboard", "broom", "horse", "elephant",
                   "camel"})  # fmt: skip
"""Forms that one is *on* where that is said."""
INSIDE = frozenset({"chair", "sofa", "bed", "rowboat"})
"""Forms that one is *in* where that is said."""
CROSSING = frozenset({"cross", "drive", "walk", "run", "ride", "stand", "hover", "sit"})
"""What is done on a bridge."""


def carries(noun: Noun, verb: str, preposition: str) -> bool:
    """Whether who does ``verb``, with this preposition behind it, is upon the noun."""
    if noun.form == "bridge":
        return verb in CROSSING and preposition in {"", "on", "over", "across"}
    if verb not in {"ride", "surf"} or preposition not in {"", "on", "upon"}:
        return False
    return noun.rig in RIDDEN or noun.form in WHEELED


def seats(noun: Noun, preposition: str, rider: Noun) -> bool:
    """Whether the rider sits or stands on it, or in it, where the prompt says so: *a bee on a rose*."""
    if preposition == "in":
        return noun.form in INSIDE
    visits = noun.rig == "flower" and rider.rig == "insect"
    return preposition in {"on", "upon", "atop"} and (visits or noun.form in SEATS)
