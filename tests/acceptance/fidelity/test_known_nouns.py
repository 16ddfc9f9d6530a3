"""F13: what a prompt names is seen: a frame with it differs from the same frame without it.

Forty nouns by chance, the same every time; ``--nouns 200`` looks at all, and so does ``make gallery``.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from support.visible import coverage
from vitascope.engines.previz.plan import ShotPlan
from vitascope.engines.previz.planner import plan_shot

NOUNS = Path(__file__).parents[3].joinpath("bench", "gallery", "nouns.txt").read_text("utf-8").split()
PLANS = [plan_shot(f"a {noun}", 7, 5.0) for noun in NOUNS]
SEED = 20


def chosen(count: int) -> list[ShotPlan]:
    """So many of them by chance, those of one place together: they share its baking."""
    picked = np.random.default_rng(SEED).permutation(len(PLANS))[:count]
    return sorted((PLANS[i] for i in picked), key=lambda plan: (plan.environment, plan.take.prompt))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "plan" in metafunc.fixturenames:
        plans = chosen(metafunc.config.getoption("--nouns", default=40))
        metafunc.parametrize("plan", plans, ids=[plan.take.prompt for plan in plans])


def test_a_known_noun_covers_a_hundredth_of_the_frame(plan: ShotPlan) -> None:
    assert coverage(plan) >= 0.01


def test_every_noun_of_the_list_is_known() -> None:
    assert len(set(NOUNS)) == 200
    unknown = [plan.take.prompt for plan in PLANS if len(shown(plan)) != 1 or "unknown" in shown(plan)]
    assert unknown == []


def shown(plan: ShotPlan) -> list[str]:
    """The rigs of what is shown for itself: a rock under a lighthouse is there to carry it."""
    carrying = {subject.upon for subject in plan.subjects}
    return [subject.rig for number, subject in enumerate(plan.subjects) if number not in carrying]
