"""What a subject's traits do to its proportions: how stout it is, and how old."""

from __future__ import annotations

from collections.abc import Sequence

FAT = frozenset({"fat", "chubby", "plump", "obese"})
SLIM = frozenset({"slim", "slender", "skinny", "thin"})
OLD = frozenset({"old", "elderly", "aged", "ancient"})
BABY = frozenset({"baby"})
STOUT, LEAN = 1.45, 0.74
"""How wide the fat and the slim are."""


def girth_of(traits: Sequence[str]) -> float:
    """How wide it is beside others of its kind."""
    if FAT.intersection(traits):
        return STOUT
    return LEAN if SLIM.intersection(traits) else 1.0


def is_old(traits: Sequence[str]) -> bool:
    """Whether it is told to be old."""
    return bool(OLD.intersection(traits))


def is_baby(traits: Sequence[str]) -> bool:
    """Whether it is told to be a baby."""
    return bool(BABY.intersection(traits))
