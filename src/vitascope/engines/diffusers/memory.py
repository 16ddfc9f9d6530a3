"""How much of a model lies on the graphics card, from what there is and what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vitascope.engines.diffusers.cards import Card
from vitascope.errors import EngineError
from vitascope.settings import Offload

Tier = Literal["none", "model", "group", "sequential"]
TIERS: tuple[Tier, ...] = ("none", "model", "group", "sequential")
"""From everything on the card to one layer at a time."""
GIB = 1 << 30


@dataclass(frozen=True)
class Plan:
    """Where a model computes and how much of it stays there; ``why`` is for the log and for people."""

    device: str
    precision: Literal["bfloat16", "float16", "float32"]
    tier: Tier
    why: str

    def lower(self) -> Plan:
        """The plan that takes less memory; ``EngineError`` below the lowest."""
        rest = TIERS[TIERS.index(self.tier) + 1 :]
        if self.device == "cpu" or not rest:
            raise EngineError(
                f"The memory of {self.device} is too small for this clip, with {self.tier} offload as well. "
                "Ask for a smaller or shorter one, or take a smaller model (`vitascope models list`)."
            )
        return Plan(self.device, self.precision, rest[0], f"out of memory with {self.tier} offload")


def planned(card: Card, device: str, free: int, offload: Offload, *, half: bool) -> Plan:
    """The plan for a card with ``free`` bytes; ``half``: the device computes in bfloat16.

    On a CPU everything is in float32 where it lies.
    """
    if device == "cpu":
        return Plan(device, "float32", "none", "no graphics card")
    precision: Literal["bfloat16", "float16"] = "bfloat16" if half else "float16"
    if offload != "auto":
        return Plan(device, precision, offload, "VITASCOPE_OFFLOAD")
    gib = free / GIB
    said = f"{gib:.1f} GiB free, {card.vram} GiB wanted, {card.least_vram} GiB at least"
    if gib >= card.vram:
        return Plan(device, precision, "none", said)
    if gib >= (card.vram + card.least_vram) / 2:
        return Plan(device, precision, "model", said)
    return Plan(device, precision, "group" if gib >= card.least_vram else "sequential", said)
