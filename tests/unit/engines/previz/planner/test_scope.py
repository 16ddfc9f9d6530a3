"""What is ruled out, and what is not."""

from __future__ import annotations

import pytest

from vitascope.engines.previz.planner import plan_shot

DENIED = """
Nobody walks in the street | street | |
A dragon that never lands flies over a castle | mountains | dragon castle | fly
A knight who does not fight walks away | hills | knight | walk
A meadow, no clouds in the sky | meadow | |
A dragon? No. A horse on a hill. | hills | horse |
A dragon? No, a horse on a hill. | hills | horse |
A ship without sails drifts in the sea | ocean | ship | drift
A street where nobody lives, a dog sleeps | street | dog | sleep
An eagle in the sky | sky | eagle |
The fox does not run, it sleeps | forest | fox | sleep
"""


@pytest.mark.parametrize("row", DENIED.strip().splitlines())
def test_a_denial_reaches_as_far_as_it_is_meant(row: str) -> None:
    prompt, place, cast, deeds = (cell.strip() for cell in (row + "|").split("|")[:4])
    plan = plan_shot(prompt, 4, 5.0)
    assert plan.environment == place
    assert [each.noun for each in plan.subjects] == cast.split()
    assert [each.verb for each in plan.take.actions] == deeds.split()


def test_what_is_not_on_the_horizon_puts_nothing_there() -> None:
    (lighthouse, *_) = plan_shot("a lighthouse, no ships on the horizon", 4, 5.0).subjects
    assert (lighthouse.noun, lighthouse.place) == ("lighthouse", "centre")
