"""What is folded from paper."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.kit import Kit, tone_of
from vitascope.engines.previz.rigs.mesh import Look, grid
from vitascope.engines.previz.rigs.stuff import Stuff

BOW, DECK, PEAK = (0.0, 0.22, 0.5), 0.10, 0.34
"""The tip of the bow, how high the sides are amidships, and how high the fold in the middle is."""


def paper_boat(kit: Kit, colours: list[Floats]) -> None:
    """A hull of two sheets around a pyramid, seen from both sides."""
    look = Look(Stuff.PETAL, 0, 1)
    for side in (-1.0, 1.0):
        rim = [(0.0, BOW[1], -BOW[2]), (0.17 * side, DECK, 0.0), (0.0, BOW[1], BOW[2])]
        keel = [(0.0, -0.03, -0.30), (0.05 * side, -0.03, 0.0), (0.0, -0.03, 0.30)]
        kit.add(grid(np.array([keel, rim], np.float32), look, tone_of(colours[0])))
        foot = [(0.0, 0.02, -0.26), (0.10 * side, 0.02, 0.0), (0.0, 0.02, 0.26)]
        top = [(0.0, PEAK, 0.0)] * 3
        kit.add(grid(np.array([foot, top], np.float32), look, tone_of(colours[1])))
