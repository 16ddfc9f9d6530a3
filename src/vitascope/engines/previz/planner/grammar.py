"""Small words that steer the reading, by the names the reader uses."""

from __future__ import annotations

from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.phrases import Kind

WORDS = lexicon.grammar()
PRONOUNS = {"it": False, "he": False, "she": False, "they": True, "them": True}
"""Whether they stand for several."""
STEERING = {"camera": 0, "away": 1, "left": 1, "right": 1, "up": 1, "down": 1, "across": 2, "around": 2}
"""Directions that steer, the most telling first."""
RELATIONS = {
    "under": "over", "beneath": "over", "below": "over", "underneath": "over", "beside": "beside",
    "near": "beside",
    "by": "beside", "alongside": "beside", "against": "beside", "behind": "before", "before": "behind",
    "at": "behind",
    "holding": "before", "past": "behind", "toward": "behind", "towards": "behind", "around": "behind",
    "outside": "behind", "between": "flanking", "clearing": "across", "facing": "between",
    "working": "behind", "serving": "before",
}  # fmt: skip
"""Where a thing is with whom stands so with it: who is *under a tree* has the tree over them."""
OVERHEAD = frozenset({"above", "over"})
"""Before whom one is over that flies."""
ELEMENTS = (Kind.WEATHER, Kind.AMBIENT, Kind.PLANTS, Kind.PLACE, Kind.ABSTRACT, Kind.LIGHT)
"""What may rise, fall and move without being a subject."""
ADJECTIVES = (Kind.COLOUR, Kind.SIZE, Kind.COUNT, Kind.TRAIT)
NAMES = (Kind.NOUN, Kind.PLANTS, Kind.PART, Kind.COVERING, Kind.LIGHT, Kind.PLACE, Kind.AMBIENT)
