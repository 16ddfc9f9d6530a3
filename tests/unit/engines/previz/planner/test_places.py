"""Where a prompt is set: coasts, roads in the open, woods of a kind, stone, nothing in particular."""

from __future__ import annotations

import pytest

from vitascope.engines.previz.catalogue import IN_LANE
from vitascope.engines.previz.plan import Medium
from vitascope.engines.previz.planner import plan_shot

PLACES = """
Drone shot over rugged coastal cliffs with crashing waves | coast | cliffs
Waves crash against the cliffs | coast | cliffs
A child builds a sandcastle at the seaside | coast |
A sailboat off the coast | ocean |
A surfer near the beach | ocean |
A dolphin leaps near the shore | ocean |
A lighthouse on a cliff by the sea | ocean |
A red car drives along a winding coastal road | coast | road
A truck on a desert highway | desert | road
A motorcycle on a mountain road | mountains | road
A bus on the highway | hills | road
A deer crosses the road in the forest | forest | road
A horse on a dirt road | hills | track
A taxi drives down a road in the city | street |
A samurai in a bamboo forest | forest | bamboo
A deer among birches in a birch forest | forest | birch
A wolf in a haunted forest | forest | deadwood
Two friends in a park in autumn | meadow | autumn
Lions rest in the savanna | meadow | savanna
Red mesas of monument valley | desert | mesas
Balloons over fairy chimneys | desert | chimneys
A tsunami rolls over the sea | ocean | breaker
An owl in a forest under a full moon | forest | moonlit
A chef tosses pasta in a frying pan | room | kitchen
Liquid gold swirling, abstract | abstract |
Purple ink in water | abstract | ink
A fractal zoom | abstract | geometry
Glowing particles in the dark | abstract | particles
A cat with glowing particles around it | village |
A woman looks at abstract art in a museum | room | hall
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in PLACES.strip().splitlines()]


@pytest.mark.parametrize(("prompt", "environment", "sight"), CASES)
def test_the_place_is_the_one_that_is_named(prompt: str, environment: str, sight: str) -> None:
    plan = plan_shot(prompt, 3, 5.0)
    assert plan.environment == environment
    assert not sight or sight in plan.sights


def test_cars_keep_to_their_lane_on_roads_in_the_open_and_not_beside_them() -> None:
    assert IN_LANE in plan_shot("a car on a country road", 3, 5.0).subjects[0].traits
    assert IN_LANE not in plan_shot("a car in a meadow", 3, 5.0).subjects[0].traits


def test_on_a_coast_one_stands_on_the_land_and_fish_are_in_the_water() -> None:
    walker, boat = plan_shot("a girl on a beach watches a sailboat", 3, 5.0).subjects
    assert (walker.medium, boat.medium) == (Medium.GROUND, Medium.SURFACE)


def test_what_is_nothing_in_particular_has_nobody_in_it_and_the_colours_that_are_named() -> None:
    plan = plan_shot("abstract swirling paint in turquoise and orange on a black background", 3, 5.0)
    assert (plan.subjects, plan.take.actions) == ((), ())
    assert plan.tones == ("#34c2bc", "#ee7a1e")
    assert plan_shot("a red car on a beach", 3, 5.0).tones == ()
