"""How things are shown: on pedestals, turning, on fire, opening, by neon."""

from __future__ import annotations

import pytest

from vitascope.engines.previz.plan import Environment, TimeOfDay
from vitascope.engines.previz.planner.planner import plan_shot


@pytest.mark.parametrize(
    ("prompt", "trait"),
    [
        ("Product shot of a perfume bottle slowly rotating on a marble pedestal", "on a pedestal"),
        ("A sneaker spinning on a wooden plinth", "on a wooden pedestal"),
    ],
)
def test_wares_turn_on_pedestals_in_a_studio(prompt: str, trait: str) -> None:
    plan = plan_shot(prompt, 3, 5.0)
    assert trait in plan.subjects[0].traits
    assert "studio" in plan.sights
    assert [(a.subject, a.verb) for a in plan.take.actions] == [(0, "spin")]


@pytest.mark.parametrize(
    ("prompt", "form"),
    [
        ("A steam train crosses a viaduct", "steam_train"),
        ("A vintage car on a country road", "vintage_car"),
        ("A pickup truck in the desert", "pickup"),
        ("A tram in the city", "tram"),
        ("An old steam locomotive", "locomotive"),
        ("An explosion in the desert", "explosion"),
        ("A smartphone on a desk", "smartphone"),
    ],
)
def test_things_have_their_own_shapes(prompt: str, form: str) -> None:
    assert plan_shot(prompt, 3, 5.0).subjects[0].form == form


def test_a_flower_that_blooms_opens() -> None:
    for prompt in ("A red rose blooming", "A tulip opens its petals"):
        assert "blooming" in plan_shot(prompt, 3, 5.0).subjects[0].traits
    assert "blooming" not in plan_shot("A red rose in the wind", 3, 5.0).subjects[0].traits


def test_neon_belongs_to_the_night() -> None:
    city = plan_shot("A spaceship flies through a neon-lit futuristic city", 3, 5.0)
    assert (city.environment, city.time_of_day) == (Environment.SKYLINE, TimeOfDay.NIGHT)
    assert "neon" in city.sights
    frog = plan_shot("A neon green frog on a leaf", 3, 5.0)
    assert "neon" not in frog.sights
