"""How much of a model lies on the graphics card, from what there is and what it needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from vitascope.engines.diffusers.card import Card
from vitascope.errors import EngineError
from vitascope.settings import Offload, Weights

Tier = Literal["none", "model", "group", "sequential"]
Held = Literal["full", "fp8"]
Precision = Literal["bfloat16", "float16", "float32"]
TIERS: tuple[Tier, ...] = ("none", "model", "group", "sequential")
"""From everything on the card to one layer at a time."""
GIB = 1 << 30
HALVED = 0.6
"""Of the memory, with the transformer's weights in 8 bits: what it computes with is as large as before."""


@dataclass(frozen=True)
class Plan:
    """Where a model computes and how much of it stays there; ``why`` is for the log and for people."""

    device: str
    precision: Precision
    tier: Tier
    why: str
    weights: Held = "full"

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


def planned(card: Card, device: str, free: int, wishes: Wishes, *, half: bool, eight: bool = False) -> Plan:
    """The plan for a card with ``free`` bytes; ``half``: it computes in bfloat16; ``eight``: in 8 bits too.

    On a CPU everything is in float32 where it lies. In 8 bits, weights take half the room: where it is left
    to the plan they are held so if all of the model then stays on the card, and in full it would not.
    """
    if device == "cpu":
        return Plan(device, "float32", "none", "no graphics card", _asked(wishes))
    precision: Precision = "bfloat16" if half else "float16"
    if wishes.offload != "auto":
        return Plan(device, precision, wishes.offload, "VITASCOPE_OFFLOAD", _asked(wishes))
    gib, weights, why = free / GIB, _asked(wishes), ""
    if wishes.weights == "auto" and eight and card.vram * HALVED <= gib < card.vram:
        weights, why = "fp8", "; in 8 bits, in which the card computes, all of it fits"
    wanted = card.vram * (HALVED if weights == "fp8" else 1.0)
    said = f"{gib:.1f} GiB free, {wanted:.0f} GiB wanted, {card.least_vram} GiB at least{why}"
    tier: Tier = "group" if gib >= card.least_vram else "sequential"
    if gib >= wanted:
        tier = "none"
    elif gib >= (wanted + card.least_vram) / 2:
        tier = "model"
    return Plan(device, precision, tier, said, weights)


def _asked(wishes: Wishes) -> Held:
    """How weights are held where nothing speaks for 8 bits but the operator."""
    return "fp8" if wishes.weights == "fp8" else "full"
