"""Colours and measures of clothes."""

from __future__ import annotations

from vitascope.engines.previz.rigs.people import Person

DARK, STEEL, WHITE = (0.015, 0.014, 0.014), (0.42, 0.44, 0.47), (0.80, 0.80, 0.78)


NECK = 0.872


def skull(p: Person) -> float:
    """The height of the skull's middle."""
    return NECK + 0.72 * p.head
