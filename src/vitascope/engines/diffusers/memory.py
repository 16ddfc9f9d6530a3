"""How much of a model lies on the graphics card, from what there is and what it needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from vitascope.engines.diffusers.cards import Card
from vitascope.errors import EngineError
from vitascope.settings import Offload, Weights

Tier = Literal["none", "model", "group", "sequential"]
TIERS: tuple[Tier, ...] = ("none", "model", "group", "sequential")
"""From everything on the card to one layer at a time."""
GIB = 1 << 30
HALVED = 0.6
"""Of the memory, with the transformer's weights in 8 bits: what it computes with is as large as before."""


@dataclass(frozen=True)
class Plan:
    """Where a model computes and how much of it stays there; ``why`` is for the log and for people."""

    device: str
    precision: Literal["bfloat16", "float16", "float32"]
    tier: Tier
    why: str
    weights: Weights = "full"

    def lower(self) -> Plan:
        """The plan that takes less memory; ``EngineError`` below the lowest."""
        rest = TIERS[TIERS.index(self.tier) + 1 :]
        if self.device == "cpu" or not rest:
            raise EngineError(
                f"The memory of {self.device} is too small for this clip, with {self.tier} offload as well. "
                "Ask for a smaller or shorter one, or take a smaller model (`vitascope models list`)."
            )
        return replace(self, tier=rest[0], why=f"out of memory with {self.tier} offload")


@dataclass(frozen=True)
class Wishes:
    """What the operator decides of a plan."""

    offload: Offload = "auto"
    weights: Weights = "full"


def planned(card: Card, device: str, free: int, wishes: Wishes, *, half: bool) -> Plan:
    """The plan for a card with ``free`` bytes; ``half``: the device computes in bfloat16.

    On a CPU everything is in float32 where it lies. In 8 bits, weights take half the room.
    """
    if device == "cpu":
        return Plan(device, "float32", "none", "no graphics card", wishes.weights)
    precision: Literal["bfloat16", "float16"] = "bfloat16" if half else "float16"
    if wishes.offload != "auto":
        return Plan(device, precision, wishes.offload, "VITASCOPE_OFFLOAD", wishes.weights)
    gib, wanted = free / GIB, card.vram * (HALVED if wishes.weights == "fp8" else 1.0)
    said = f"{gib:.1f} GiB free, {wanted:.0f} GiB wanted, {card.least_vram} GiB at least"
    tier: Tier = "group" if gib >= card.least_vram else "sequential"
    if gib >= wanted:
        tier = "none"
    elif gib >= (wanted + card.least_vram) / 2:
        tier = "model"
    return Plan(device, precision, tier, said, wishes.weights)
