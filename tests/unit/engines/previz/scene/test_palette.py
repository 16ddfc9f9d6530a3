"""Looks: every combination is usable, and words do what they say."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from vitascope.engines.previz.plan import Environment, Mood, ShotPlan, Take, TimeOfDay, Weather
from vitascope.engines.previz.scene.colour import lean, linear, luma, saturate
from vitascope.engines.previz.scene.palette import Look, look

COLOURS = [name for name, kind in Look.__annotations__.items() if kind == "Array"]


def a_look(time_of_day: TimeOfDay, weather: Weather, mood: Mood, tint: str | None = None) -> Look:
    """Of mountains."""
    return look(
        ShotPlan(
            seed=1,
            environment=Environment.MOUNTAINS,
            time_of_day=time_of_day,
            weather=weather,
            mood=mood,
            tint=tint,
            takes=(Take(start=0.0, seconds=5.0),),
        )
    )


@pytest.mark.parametrize("tint", [None, "#ff2000"])
def test_every_combination_is_finite_and_legible(tint: str | None) -> None:
    for time_of_day, weather, mood in product(TimeOfDay, Weather, Mood):
        made = a_look(time_of_day, weather, mood, tint)
        for name in COLOURS:
            colour = getattr(made, name)
            assert colour.dtype == np.float32, name
            assert colour.shape == (3,)
            assert np.isfinite(colour).all()
            assert colour.min() >= 0.0
        assert luma(made.haze_colour) + 0.3 * luma(made.ambient) > 0.03
        light = made.light()
        assert math.hypot(*light.key) == pytest.approx(1.0)
        assert math.hypot(*light.rim) == pytest.approx(1.0)
        assert light.key[1] > 0


def test_words_do_what_they_say() -> None:
    day = a_look(TimeOfDay.DAY, Weather.CLEAR, Mood.NEUTRAL)
    night = a_look(TimeOfDay.NIGHT, Weather.CLEAR, Mood.NEUTRAL)
    assert luma(night.key) < 0.5 * luma(day.key)
    assert night.stars > day.stars == 0
    assert a_look(TimeOfDay.DAY, Weather.FOG, Mood.NEUTRAL).haze > 3 * day.haze
    assert a_look(TimeOfDay.DAY, Weather.STORM, Mood.NEUTRAL).cover > day.cover + 0.2
    assert a_look(TimeOfDay.DAY, Weather.SNOW, Mood.NEUTRAL).white == 1.0
    assert luma(a_look(TimeOfDay.DAY, Weather.CLEAR, Mood.DARK).middle) < luma(day.middle)
    dusk = a_look(TimeOfDay.DUSK, Weather.STORM, Mood.MENACING).haze_sun
    assert dusk[0] > 3 * dusk[2]


def test_a_tint_turns_hues_and_keeps_brightness() -> None:
    plain = a_look(TimeOfDay.DAY, Weather.CLEAR, Mood.NEUTRAL)
    green = a_look(TimeOfDay.DAY, Weather.CLEAR, Mood.NEUTRAL, "#10c040")
    assert green.middle[1] > green.middle[2] > 0
    assert plain.middle[2] > plain.middle[1]
    assert luma(green.middle) == pytest.approx(luma(plain.middle), rel=0.02)


def test_colour_arithmetic() -> None:
    assert linear("#ffffff").tolist() == [1.0, 1.0, 1.0]
    assert linear("#808080")[0] == pytest.approx(0.2158605, abs=1e-4)
    red = linear("#c02010")
    assert saturate(red, 0.0) == pytest.approx(np.full(3, luma(red)), abs=1e-6)
    assert luma(lean(red, linear("#2040ff"), 1.0)) == pytest.approx(luma(red), rel=1e-4)
