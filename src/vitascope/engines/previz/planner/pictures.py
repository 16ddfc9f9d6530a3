"""What a prompt asks of a picture that is brought to motion."""

from __future__ import annotations

from vitascope.domain.request import Frozen
from vitascope.engines.previz.plan import CameraMove, Environment, Mood, Weather
from vitascope.engines.previz.planner.reader import understand
from vitascope.engines.previz.planner.scenery import mood_of
from vitascope.engines.previz.planner.timing import TEMPER, Span, tempered, timed_moves


class PictureDirection(Frozen):
    """How to move over a picture.

    ``moves`` are in seconds from the take's start; there is none where the prompt names none, and ``pace``
    is the mood's, for whatever is done then. ``ambient``
    are the words for what should stir (*water*, *smoke*, *leaf*), in the prompt's order. ``tint`` is sRGB.
    ``weather`` is None where no word names it.
    """

    moves: tuple[CameraMove, ...] = ()
    pace: float = 1.0
    mood: Mood = Mood.NEUTRAL
    ambient: tuple[str, ...] = ()
    weather: Weather | None = None
    tint: str | None = None
    submerged: bool = False


def picture_words(prompt: str, seconds: float = 5.0) -> PictureDirection:
    """Read camera, mood and ambient words from any text, for a take of ``seconds``."""
    reading = understand(prompt)
    mood = mood_of(reading)
    moves = tempered(reading.moves, mood)
    return PictureDirection(
        moves=timed_moves(moves, Span(0.0, seconds)) if moves else (),
        pace=TEMPER.get(mood, 1.0),
        mood=mood,
        ambient=tuple(reading.ambient),
        weather=Weather(reading.weathers[0]) if reading.weathers else None,
        tint=reading.tint,
        submerged=any(place.fits[0] == Environment.UNDERWATER for place in reading.places),
    )
