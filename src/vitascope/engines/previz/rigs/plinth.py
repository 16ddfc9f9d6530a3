"""What wares are shown on: a low round plinth of stone or wood that turns with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from vitascope.engines.previz.rigs.kit import Kit, lathe
from vitascope.engines.previz.rigs.mesh import Colour, Look
from vitascope.engines.previz.rigs.stuff import Stuff

HIGH = 0.42
"""In lengths of what stands on it."""
PLINTHS: Final[dict[str, tuple[Stuff, Colour]]] = {
    "on a pedestal": (Stuff.MARBLE, (0.40, 0.395, 0.385)),
    "on a wooden pedestal": (Stuff.WOOD, (0.20, 0.10, 0.045)),
    "on a black pedestal": (Stuff.MARBLE, (0.030, 0.030, 0.034)),
    "on a golden pedestal": (Stuff.METAL, (0.70, 0.48, 0.14)),
}
"""What each is made of, by the trait that asks for it."""


def trait_of(traits: Iterable[str]) -> str | None:
    """Which plinth something stands on, if any."""
    return next((trait for trait in traits if trait in PLINTHS), None)


def plinth(kit: Kit, trait: str) -> None:
    """The plinth, ``HIGH`` high."""
    stuff, tone = PLINTHS[trait]
    profile = (
        (0.0, 0.0), (0.66, 0.0), (0.66, 0.10), (0.645, 0.115), (0.56, 0.115), (0.56, HIGH - 0.03),
        (0.545, HIGH - 0.008), (0.53, HIGH), (0.0, HIGH),
    )  # fmt: skip
    kit.add(lathe(profile, Look(stuff), kit.sides(20), tone))
