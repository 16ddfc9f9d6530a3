"""Colours of several words, and whose they are."""

from __future__ import annotations

from vitascope.engines.previz.plan import Mood, Weather
from vitascope.engines.previz.planner import plan_shot


def brightness(colour: str) -> int:
    return sum(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def test_a_shade_is_a_colour_and_no_mood() -> None:
    found: dict[str, str] = {}
    for shade in ("dark blue", "blue", "light blue", "pale blue"):
        plan = plan_shot(f"a {shade} car", 4, 5.0)
        assert (plan.mood, plan.weather) == (Mood.NEUTRAL, Weather.CLEAR)
        (found[shade],) = plan.subjects[0].colours
    order = [brightness(colour) for colour in found.values()]
    assert order == sorted(order)
    assert len(set(order)) == 4
    assert plan_shot("a dark forest", 4, 5.0).mood == Mood.DARK


def test_colours_of_two_words_are_one() -> None:
    for name in ("navy blue", "sky blue", "hot pink", "midnight blue", "forest green"):
        plan = plan_shot(f"a {name} car on a hill", 4, 5.0)
        assert len(plan.subjects[0].colours) == 1
        assert (plan.environment, plan.time_of_day) == ("hills", "day")


def test_a_hat_is_red_and_who_wears_it_is_not() -> None:
    (plain,) = plan_shot("a woman walks", 4, 5.0).subjects
    for worn in ("with a red hat", "in red boots", "wearing a red scarf", "with red glasses"):
        (woman,) = plan_shot(f"a woman {worn} walks", 4, 5.0).subjects
        assert woman.colours == plain.colours, worn
    (dressed,) = plan_shot("a woman in a red dress walks", 4, 5.0).subjects
    assert dressed.colours == ("#c8281e",)


def test_snow_that_lies_does_not_fall() -> None:
    for lying in ("snow-covered hills on a clear day", "a fox runs through snow", "a village in winter"):
        plan = plan_shot(lying, 4, 5.0)
        assert (plan.weather, plan.sights) == (Weather.CLEAR, ("snow",)), lying
    capped = plan_shot("a biplane over snow-capped peaks", 4, 5.0)
    assert (capped.environment, capped.weather) == ("mountains", Weather.CLEAR)
    for falling in ("a village in a blizzard", "snow falls on a village", "snowflakes over a street"):
        assert plan_shot(falling, 4, 5.0).weather == Weather.SNOW, falling
