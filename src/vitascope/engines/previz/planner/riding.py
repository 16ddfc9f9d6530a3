"""What may carry somebody, and when it does."""

from __future__ import annotations

from vitascope.engines.previz.catalogue import LONG
from vitascope.engines.previz.planner.lexicon import Noun

RIDDEN = frozenset({"quadruped", "dragon", "whale", "bird", "insect"})
"""Rigs that may be ridden."""
WHEELED = frozenset(
    {"bicycle", "motorcycle", "scooter", "skateboard", "sled", "surfboard", "broom", "carousel_horse", "trex"}
)
SEATS = frozenset({"chair", "bench", "sofa", "bed", "table", "box", "barrel", "treasure_chest", "lily_pad",
                   "skateboard", "bicycle", "rock", "swing", "stairs",
                   "motorcycle", "scooter", "sled", "surfboard", "broom", "horse", "elephant",
                   "camel"})  # fmt: skip
"""Forms that one is *on* where that is said."""
INSIDE = frozenset({"chair", "sofa", "bed", "rowboat", "wheelchair"})
"""Forms that one is *in* where that is said."""
CONTAINERS = frozenset({"box", "basket", "barrel", "bathtub", "treasure_chest", "shopping_cart", "suitcase",
                        "pot", "top_hat", "bucket", "cup", "bowl"})  # fmt: skip
"""Forms that an animal is *in* and looks out of, however small they are."""
IN = frozenset({"in", "inside", "into", "within"})
"""Before what one is in."""
CONTAINED = frozenset({"biped", "quadruped", "bird", "snake", "soft"})
"""Rigs of who is in them."""
INNER = frozenset({"train", "steam_train", "tram", "bus", "van", "locomotive"})
"""Cars that one is *on* but inside."""
LEAST_AROUND = 0.4
"""Metres, up to which people are in nothing."""
BALLS, LEAST = frozenset({"ball", "fruit"}), 0.6
"""Round things one may stand on; of one's length, that of the least one may be on."""
FIXED, BROADEST = frozenset({"building", "tree", "flower", "car", "ship"}), 2.5
"""Rigs of what is on no wall; metres, beyond which nothing is."""
SMALL, CARRIED = frozenset({"bird", "quadruped", "insect", "bat", "snake"}), 0.5
"""Rigs of what sits on shoulders, and how long it is at most, in lengths of whose they are."""
ON = frozenset({"on", "upon", "atop", "onto"})
"""Before what one is on."""
ROWED = frozenset({"sail", "swim", "drive"})
"""What is done in a boat by who rows or paddles it."""
VISITED = frozenset({"on", "upon", "from", "over", "around", "to", "toward", "into", "at", "near", "above"})
"""What brings an insect to a flower."""
CROSSING = frozenset(
    {
        "cross",
        "drive",
        "walk",
        "run",
        "ride",
        "stand",
        "hover",
        "sit",
        "work",
        "dance",
        "meet",
        "wave",
        "look",
    }
)
"""What is done on a bridge."""


def carries(noun: Noun, verb: str, preposition: str) -> bool:
    """Whether who does ``verb``, with this preposition behind it, is upon the noun."""
    if noun.form == "bridge":
        return verb in CROSSING and preposition in {"", "on", "over", "across"}
    if noun.form == "rowboat" and verb in ROWED:
        return preposition in {"", "in"}
    if verb not in {"ride", "surf"} or preposition not in {"", "on", "upon"}:
        return False
    return noun.rig in RIDDEN or noun.form in WHEELED


def _tops(noun: Noun, rider: Noun) -> bool:
    """Whether one may be on top of it: on a car, a ball, a piano, a larger animal."""
    if rider.rig in {"building", "tree", "flower"}:
        return False
    if noun.rig in RIDDEN or noun.rig == "prop":
        return noun.length >= LEAST * rider.length and noun.family != "flyers"
    return (noun.rig == "car" and noun.form not in INNER) or (noun.rig == "orb" and noun.form in BALLS)


def _walled(noun: Noun, rider: Noun) -> bool:
    """Whether a wall or a fence is wide enough for it."""
    return noun.form in LONG and rider.rig not in FIXED and rider.length <= BROADEST


def _shouldered(noun: Noun, rider: Noun) -> bool:
    """Whether it is small enough for somebody's shoulder."""
    return noun.rig == "biped" and rider.rig in SMALL and rider.length <= CARRIED * noun.length


def contains(noun: Noun, preposition: str, rider: Noun) -> bool:
    """Whether the rider is in it, and looks out: *a kitten inside a cardboard box*."""
    small = rider.rig != "biped" or noun.length >= LEAST_AROUND
    return preposition in IN and noun.form in CONTAINERS and rider.rig in CONTAINED and small


def seats(noun: Noun, preposition: str, rider: Noun) -> bool:
    """Whether the rider sits or stands on it, or in it, where the prompt says so: *a bee on a rose*."""
    if preposition in IN:
        return (preposition == "in" and noun.form in INSIDE) or contains(noun, preposition, rider)
    if preposition in ON and (_tops(noun, rider) or _walled(noun, rider) or _shouldered(noun, rider)):
        return True
    visits = noun.rig == "flower" and rider.rig == "insect"
    if visits and preposition in VISITED:
        return True
    return preposition in ON and (visits or noun.form in SEATS)
