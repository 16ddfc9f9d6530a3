"""Prompt to shot plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vitascope.engines.previz.plan import (
    CameraMove,
    Environment,
    Medium,
    ShotPlan,
    Subject,
    Take,
)
from vitascope.engines.previz.planner.mentions import ActionMention, MoveMention, Reading, SubjectMention
from vitascope.engines.previz.planner.reader import understand
from vitascope.engines.previz.planner.scenery import conflicts, scenery
from vitascope.engines.previz.planner.timing import Span, timed_actions, timed_moves

MOST = 24
"""Individuals of one subject."""
ESTABLISHING = 0.6
"""How far the camera pushes in where nothing was said about it."""
PLURAL = (4, 7)
"""How many *dragons* are, at least and below."""
NEARBY = {
    Environment.OCEAN: Medium.SURFACE,
    Environment.UNDERWATER: Medium.WATER,
    Environment.SKY: Medium.AIR,
}


def plan_shot(prompt: str, seed: int, seconds: float, loop: bool = False) -> ShotPlan:
    """Plan a shot from any text. The same prompt, seed and length give the same plan."""
    reading = understand(prompt)
    look = scenery(reading)
    moves = _moves(reading, look.environment, 0.0, seconds)
    settle = _settled(moves)
    return ShotPlan(
        seed=seed,
        environment=look.environment,
        time_of_day=look.time_of_day,
        weather=look.weather,
        mood=look.mood,
        tint=look.tint,
        plants=look.plants,
        subjects=_subjects(reading.subjects, look.environment, seed),
        takes=(
            Take(
                start=0.0,
                seconds=seconds,
                loop=loop,
                prompt=prompt,
                camera=moves,
                actions=timed_actions(reading.actions, Span(settle, seconds)),
            ),
        ),
    )


def extend_shot(source: ShotPlan, prompt: str, seconds: float, loop: bool = False) -> ShotPlan | None:
    """The source with a new take behind the one it renders, or None where that cannot be one scene.

    It cannot where the prompt names another environment, where the source is no scene, or where another
    take follows already.
    """
    reading = understand(prompt)
    if (
        source.path != "scene"
        or source.clip != len(source.takes) - 1
        or conflicts(reading, source.environment)
    ):
        return None
    start = source.take.start + source.take.seconds
    subjects, numbers = _joined(source, reading, start)
    moves = _moves(reading, source.environment, start, seconds)
    take = Take(
        start=start,
        seconds=seconds,
        loop=loop,
        prompt=prompt,
        camera=moves,
        actions=timed_actions(_renumbered(reading.actions, numbers), Span(start, start + seconds)),
    )
    return source.model_copy(
        update={"subjects": subjects, "takes": (*source.takes, take), "clip": len(source.takes)}
    )


def lead_shot(source: ShotPlan, prompt: str, seconds: float) -> ShotPlan | None:
    """The source with a new take before the one it renders, or None as for ``extend_shot``."""
    reading = understand(prompt)
    if source.path != "scene" or source.clip != 0 or conflicts(reading, source.environment):
        return None
    start = source.take.start - seconds
    numbers = _matches(source.subjects, reading.subjects)
    take = Take(
        start=start,
        seconds=seconds,
        prompt=prompt,
        camera=_moves(reading, source.environment, start, seconds),
        actions=timed_actions(_renumbered(reading.actions, numbers), Span(start, start + seconds)),
    )
    return source.model_copy(update={"takes": (take, *source.takes), "clip": 0})


def _moves(
    reading: Reading, environment: Environment, start: float, seconds: float
) -> tuple[CameraMove, ...]:
    """The camera's moves; a quiet push where none was named."""
    mentions = [replace(move, kind=_fitting(move.kind, environment)) for move in reading.moves]
    return timed_moves(mentions or [MoveMention("push_in", ESTABLISHING)], Span(start, start + seconds))


def _fitting(kind: str, environment: Environment) -> str:
    return "crane_down" if kind == "dive" and environment != Environment.UNDERWATER else kind


def _settled(moves: Sequence[CameraMove]) -> float:
    """When subjects may begin: once a dive has passed the surface."""
    return max((round(m.start + 0.4 * (m.end - m.start), 3) for m in moves if m.kind == "dive"), default=0.0)


def _subjects(mentions: Sequence[SubjectMention], environment: Environment, seed: int) -> tuple[Subject, ...]:
    generator = np.random.default_rng([seed & 0xFFFFFFFF, 17])
    return tuple(_subject(mention, environment, int(generator.integers(*PLURAL))) for mention in mentions)


def _subject(mention: SubjectMention, environment: Environment, several: int) -> Subject:
    noun = mention.noun
    count = mention.count or (several if mention.plural else 1)
    return Subject(
        noun=noun.noun,
        rig=noun.rig,
        count=min(count, MOST),
        length=round(noun.length * mention.size, 3),
        colours=tuple(mention.colours) or noun.colours,
        place=mention.place or "centre",
        traits=tuple(mention.traits),
        medium=_medium(noun.medium, environment),
    )


def _medium(medium: Medium, environment: Environment) -> Medium:
    """What it moves in here: a whale at sea lies in the surface, anything under water swims."""
    if environment == Environment.UNDERWATER or (environment == Environment.SKY and medium != Medium.AIR):
        return NEARBY[environment]
    if environment == Environment.OCEAN and medium != Medium.AIR:
        return Medium.SURFACE
    if medium in {Medium.WATER, Medium.SURFACE}:
        return Medium.AIR if medium == Medium.WATER else Medium.GROUND
    return medium


def _matches(known: Sequence[Subject], mentions: Sequence[SubjectMention]) -> list[int | None]:
    """For each mention, the known subject it means: the same noun, else the same rig."""
    found: list[int | None] = []
    for mention in mentions:
        same = [i for i, subject in enumerate(known) if subject.noun == mention.noun.noun]
        alike = [i for i, subject in enumerate(known) if subject.rig == mention.noun.rig != "generic"]
        found.append(next(iter(same or alike), None))
    return found


def _joined(source: ShotPlan, reading: Reading, start: float) -> tuple[tuple[Subject, ...], list[int | None]]:
    """The source's subjects and those a continuation brings in, and each mention's number among them."""
    numbers = _matches(source.subjects, reading.subjects)
    subjects = list(source.subjects)
    fresh = _subjects(reading.subjects, source.environment, source.seed)
    for position, number in enumerate(numbers):
        if number is None:
            numbers[position] = len(subjects)
            subjects.append(fresh[position].model_copy(update={"since": start}))
    return tuple(subjects), numbers


def _renumbered(actions: Sequence[ActionMention], numbers: Sequence[int | None]) -> list[ActionMention]:
    """Actions of the plan's subjects; those nobody is known for belong to the first."""
    found: list[ActionMention] = []
    for action in actions:
        subjects = tuple(number for i in action.subjects if (number := numbers[i]) is not None)
        if subjects:
            found.append(replace(action, subjects=subjects))
    return found
