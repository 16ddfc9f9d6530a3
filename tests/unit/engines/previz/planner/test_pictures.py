from __future__ import annotations

import pytest

from vitascope.engines.previz.plan import Mood, Weather
from vitascope.engines.previz.planner import picture_words


def test_moves_are_in_seconds_of_the_take() -> None:
    found = picture_words("Slowly pan left, then zoom out. Gentle waves, drifting smoke.", 9.0)
    assert [move.kind for move in found.moves] == ["pan_left", "zoom_out"]
    assert found.moves[0].start == 0.0
    assert found.moves[-1].end == 9.0
    assert found.moves[0].amount < 1.0


def test_a_prompt_without_camera_words_names_no_move() -> None:
    assert picture_words("A portrait of a woman in the wind").moves == ()


@pytest.mark.parametrize(
    ("prompt", "words"),
    [("Waves roll in and the leaves move in the wind", {"wave", "wind"}), ("No rain, only fog", {"fog"})],
)
def test_ambient_words(prompt: str, words: set[str]) -> None:
    assert words <= set(picture_words(prompt).ambient)
    assert "rain" not in picture_words(prompt).ambient


def test_the_mood_sets_the_pace_that_no_word_sets() -> None:
    calm, plain, named = (
        picture_words(prompt).moves[0].amount
        for prompt in ("A serene lake, pan left", "A lake, pan left", "A serene lake, quickly pan left")
    )
    assert calm < plain == 1.0 < named
    assert picture_words("A serene lake").pace < picture_words("A lake").pace == 1.0


def test_mood_weather_and_tint() -> None:
    found = picture_words("A sinister forest in heavy rain, bluish light")
    assert (found.mood, found.weather) == (Mood.MENACING, Weather.RAIN)
    assert found.tint == "#6a92c0"
    assert not found.submerged
    assert picture_words("dive underwater").submerged
