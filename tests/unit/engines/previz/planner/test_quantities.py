"""How many there are: numbers in digits and in words, and two of the same kind."""

from __future__ import annotations

import pytest

from vitascope.engines.previz.plan import CROWD
from vitascope.engines.previz.planner import plan_shot

NUMBERS = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    "twenty-one", "twenty-two", "twenty-three", "twenty-four",
]  # fmt: skip
"""From one on."""
LARGE = {
    "half a dozen": 6, "half-dozen": 6, "a dozen": 12, "two dozen": CROWD, "a score of": 20,
    "ninety-nine": CROWD, "one hundred and one": CROWD, "ten thousand": CROWD, "10,000": CROWD,
    "a herd of 7": 7,
}  # fmt: skip
ONE = """
a 5-year-old dog
a dog at 2 o'clock
a 4k video of a dog
a dog on 35mm film
a 9:16 video of a dog
a dog, 24 fps
a two-headed dog
a 1950s dog
a dog in 1945
a 2.5 metres long dog
"""
KINDS = """
one red car and two blue cars | car 1 #c8281e, car 2 #2c62c8
a red and a blue balloon | balloon 1 #c8281e, balloon 1 #2c62c8
a blue bird, a green bird | bird 1 #2c62c8, bird 1 #3a9a46
two white horses and a black one | horse 2 #f4f2ec, horse 1 #141416
a red and blue balloon | balloon 1 #c8281e #2c62c8
A red dragon flies. The red dragon roars. | dragon 1 #c8281e
A red car overtakes a blue car, then the blue car stops | car 1 #c8281e, car 1 #2c62c8
"""


@pytest.mark.parametrize("number", range(1, CROWD + 1))
def test_numbers_are_read_in_digits_and_in_words(number: int) -> None:
    sheep = "sheep" if number % 2 else "ducks"
    for written in (str(number), NUMBERS[number - 1]):
        (subject,) = plan_shot(f"{written} {sheep}", 4, 5.0).subjects
        assert subject.count == number, written


@pytest.mark.parametrize(("written", "count"), LARGE.items())
def test_large_numbers_are_as_many_as_there_is_room_for(written: str, count: int) -> None:
    (subject,) = plan_shot(f"{written} crows", 4, 5.0).subjects
    assert subject.count == count


@pytest.mark.parametrize("prompt", ONE.strip().splitlines())
def test_a_measure_is_no_number_of_things(prompt: str) -> None:
    (dog,) = plan_shot(prompt, 4, 5.0).subjects
    assert (dog.noun, dog.count, dog.traits) == ("dog", 1, ())


def test_none_is_nobody() -> None:
    assert [each.noun for each in plan_shot("0 cats and 2 dogs", 4, 5.0).subjects] == ["dog"]


@pytest.mark.parametrize(
    ("prompt", "cast"),
    [(row.split("|")[0].strip(), row.split("|")[1].strip()) for row in KINDS.strip().splitlines()],
)
def test_two_of_a_kind_are_told_apart(prompt: str, cast: str) -> None:
    shown = [
        " ".join((each.noun, str(each.count), *each.colours)) for each in plan_shot(prompt, 4, 5.0).subjects
    ]
    assert shown == cast.split(", ")


def test_size_and_age_tell_two_apart_and_a_repetition_does_not() -> None:
    large, small = plan_shot("a giant robot fights a tiny robot", 4, 5.0).subjects
    assert large.length > 4 * small.length
    old, young = plan_shot("an old man and a young man talk", 4, 5.0).subjects
    assert (old.traits, young.traits) == (("old",), ("young",))
    assert len(plan_shot("A bird flies. A bird sings.", 4, 5.0).subjects) == 1
