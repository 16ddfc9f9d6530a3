from __future__ import annotations

import pytest

from vitascope.engines.diffusers.cards import card_named
from vitascope.engines.diffusers.memory import GIB, TIERS, Tier, Wishes, planned
from vitascope.errors import EngineError
from vitascope.settings import Weights

WEIGHTS: tuple[Weights, ...] = ("full", "fp8")
CARD = card_named("wan2.1-vace-14b")


@pytest.mark.parametrize(("free", "tier"), [(80, "none"), (48, "model"), (24, "group"), (8, "sequential")])
def test_less_memory_means_less_on_the_card(free: int, tier: Tier) -> None:
    assert CARD is not None
    plan = planned(CARD, "cuda:0", free * GIB, Wishes(), half=True)
    assert (plan.tier, plan.precision) == (tier, "bfloat16")
    assert f"{free}.0 GiB free" in plan.why


def test_a_setting_wins_and_old_cards_take_float16() -> None:
    assert CARD is not None
    plan = planned(CARD, "cuda:0", 80 * GIB, Wishes("group"), half=False)
    assert (plan.tier, plan.precision, plan.why) == ("group", "float16", "VITASCOPE_OFFLOAD")


def test_weights_in_eight_bits_take_less_room_on_every_tier() -> None:
    assert CARD is not None
    full, small = (planned(CARD, "cuda:0", 40 * GIB, Wishes(weights=one), half=True) for one in WEIGHTS)
    assert (full.tier, full.weights) == ("group", "full")
    assert (small.tier, small.weights) == ("none", "fp8")
    assert small.lower().weights == "fp8"


def test_tiers_are_gone_down_one_by_one_to_a_named_end() -> None:
    assert CARD is not None
    plan = planned(CARD, "cuda:0", 80 * GIB, Wishes(), half=True)
    seen = [plan.tier]
    while plan.tier != TIERS[-1]:
        plan = plan.lower()
        seen.append(plan.tier)
    assert tuple(seen) == TIERS
    with pytest.raises(EngineError, match="too small for this clip"):
        plan.lower()


def test_a_cpu_computes_in_float32_where_the_weights_lie() -> None:
    assert CARD is not None
    plan = planned(CARD, "cpu", 0, Wishes("group"), half=False)
    assert (plan.precision, plan.tier) == ("float32", "none")
    with pytest.raises(EngineError, match="memory of cpu"):
        plan.lower()


@pytest.mark.parametrize(
    ("free", "eight", "weights", "tier"),
    [
        (80, True, "full", "none"),
        (40, True, "fp8", "none"),
        (40, False, "full", "group"),
        (30, True, "full", "group"),
    ],
)
def test_eight_bits_are_chosen_where_a_card_then_holds_the_whole_model(
    free: int, eight: bool, weights: str, tier: Tier
) -> None:
    assert CARD is not None
    plan = planned(CARD, "cuda:0", free * GIB, Wishes(weights="auto"), half=True, eight=eight)
    assert (plan.weights, plan.tier) == (weights, tier)
    assert ("in 8 bits, in which the card computes" in plan.why) == (weights == "fp8")


def test_left_to_the_plan_a_cpu_and_a_fixed_tier_keep_full_weights() -> None:
    assert CARD is not None
    assert planned(CARD, "cpu", 0, Wishes(weights="auto"), half=False).weights == "full"
    fixed = planned(CARD, "cuda:0", 40 * GIB, Wishes("model", "auto"), half=True, eight=True)
    assert (fixed.weights, fixed.tier) == ("full", "model")
