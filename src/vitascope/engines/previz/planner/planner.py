"""Prompt to shot plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vitascope.engines.previz.catalogue import FURNITURE, HAND_IN_HAND, MIXED, VARIOUS
from vitascope.engines.previz.plan import (
    COLOURS,
    CROWD,
    LONGEST,
    WEARABLE,
    WORDS,
    CameraMove,
    Environment,
    Medium,
    ShotPlan,
    Subject,
    Take,
)
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.abstraction import emptied, tones
from vitascope.engines.previz.planner.cast import Around
from vitascope.engines.previz.planner.mentions import ActionMention, MoveMention, Reading, SubjectMention
from vitascope.engines.previz.planner.reader import UNDIRECTED, understand
from vitascope.engines.previz.planner.scenery import (
    STUDIOS,
    conflicts,
    environment_of,
    mood_of,
    product,
    scenery,
    staged,
)
from vitascope.engines.previz.planner.stairs import stepping
from vitascope.engines.previz.planner.support import accompanied, plain, supported
from vitascope.engines.previz.planner.tables import ON_TABLE, STOOD
from vitascope.engines.previz.planner.timing import Span, tempered, timed_actions, timed_moves
from vitascope.engines.previz.portraits import SPREADING
from vitascope.engines.previz.vocabulary import SIGHTS

TINIEST = 0.001
"""Metres."""
TRAITS = WORDS - 16
"""Of those that are named; more come with where it is and what it does."""
"""Individuals of one subject."""
ESTABLISHING = 0.6
"""How far the camera pushes in where nothing was said about it."""
UNPATTERNED = frozenset({"car", "flower", "prop", "balloon", "orb", "building", "ship", "aircraft"})
"""Rigs of things: *red and blue cars* are red ones and blue ones, *black and white cows* are both."""
VARIED = frozenset({"man", "woman", "child", "girl"})
"""Forms of people that are not dressed alike."""
PLURAL = (4, 7)
"""How many *dragons* are, at least and below."""
TRACKED = {"truck_left": "left", "truck_right": "right"}
"""Moves of a camera that goes beside somebody, and where to."""
GOING = frozenset({"walk", "run", "cross", "drive", "sail"})
"""What is done together in one direction."""
NEARBY = {
    Environment.OCEAN: Medium.SURFACE,
    Environment.UNDERWATER: Medium.WATER,
    Environment.SKY: Medium.AIR,
    Environment.SPACE: Medium.AIR,
    Environment.ABSTRACT: Medium.AIR,
}


def plan_shot(prompt: str, seed: int, seconds: float, loop: bool = False) -> ShotPlan:
    """Plan a shot from any text. The same prompt, seed and length give the same plan."""
    reading = suited(understand(prompt))
    if not reading.places and reading.subjects and product(reading.subjects[0]):
        reading.sights.append("studio_black" if reading.subjects[0].noun.form == "eye" else "studio")
    if not staged(reading) and environment_of(reading) is not Environment.ABSTRACT:
        reading.sights[:] = [sight for sight in reading.sights if sight not in STUDIOS]
    look = scenery(reading)
    emptied(reading, look.environment)
    moves = _moves(reading, look.environment, Span(0.0, seconds))
    settle = _settled(moves)
    cast = _subjects(reading.subjects, look.environment, seed)
    around = Around(look.environment, tuple(reading.sights))
    shown, done = supported(*stepping(list(cast), concerted(reading.actions, moves, cast)), around)
    return ShotPlan(
        seed=seed,
        environment=look.environment,
        time_of_day=look.time_of_day,
        weather=look.weather,
        mood=look.mood,
        tint=look.tint,
        tones=tones(prompt, look.environment),
        plants=look.plants,
        sights=tuple(sight for sight in reading.sights if sight in SIGHTS),
        subjects=tuple(_afloat(shown, each) for each in shown),
        takes=(
            Take(
                start=0.0,
                seconds=seconds,
                loop=loop,
                prompt=prompt,
                camera=moves,
                actions=timed_actions(done, Span(settle, seconds)),
            ),
        ),
    )


def extend_shot(source: ShotPlan, prompt: str, seconds: float, loop: bool = False) -> ShotPlan | None:
    """The source with a new take behind the one it renders, or None where that cannot be one scene.

    It cannot where the prompt names another environment, where the source is no scene, or where another
    take follows already.
    """
    reading = suited(understand(prompt, _known(source)))
    if (
        source.path != "scene"
        or source.clip != len(source.takes) - 1
        or conflicts(reading, source.environment)
    ):
        return None
    start = source.take.start + source.take.seconds
    take = _take(source, prompt, reading, Span(start, start + seconds))
    newcomers = _subjects(reading.subjects[len(source.subjects) :], source.environment, source.seed)
    cast = [*source.subjects, *(one.model_copy(update={"since": start}) for one in newcomers)]
    accompanied(cast)
    return source.model_copy(
        update={
            "subjects": tuple(cast),
            "takes": (*source.takes, take.model_copy(update={"loop": loop})),
            "clip": len(source.takes),
        }
    )


def lead_shot(source: ShotPlan, prompt: str, seconds: float) -> ShotPlan | None:
    """The source with a new take before the one it renders, or None as for ``extend_shot``.

    Only subjects that the source has can act in it.
    """
    reading = suited(understand(prompt, _known(source)))
    if source.path != "scene" or source.clip != 0 or conflicts(reading, source.environment):
        return None
    span = Span(source.take.start - seconds, source.take.start)
    take = _take(source, prompt, reading, span)
    acting = tuple(action for action in take.actions if action.subject < len(source.subjects))
    take = take.model_copy(update={"actions": acting})
    return source.model_copy(update={"takes": (take, *source.takes), "clip": 0})


def suited(reading: Reading) -> Reading:
    """The same with every verb as those do it who do it: who runs on wheels drives."""
    table = lexicon.verbs().suited
    found: list[ActionMention] = []
    for action in reading.actions:
        for subject in action.subjects:
            rig = reading.subjects[subject].noun.rig
            verb = table.get(rig, {}).get(action.verb, action.verb)
            found.append(replace(action, subjects=(subject,), verb=verb))
    return replace(reading, actions=found)


def concerted(
    actions: Sequence[ActionMention], moves: Sequence[CameraMove], cast: Sequence[Subject] = ()
) -> list[ActionMention]:
    """The same with one way for all who go together, where none was named: that of a camera beside them.

    Who walks hand in hand comes to the camera.
    """
    hands = {number for number, each in enumerate(cast) if HAND_IN_HAND in each.traits}
    actions = [
        replace(each, toward="camera")
        if each.verb in {"walk", "run"} and not each.toward and hands.issuperset(each.subjects)
        else each
        for each in actions
    ]
    beside = next((TRACKED[move.kind] for move in moves if move.kind in TRACKED), "")
    going = {number for each in actions if each.verb in GOING for number in each.subjects}
    way = beside or ("right" if len(going) > 1 else "")
    return [
        replace(each, toward=way) if way and each.verb in GOING and each.toward in UNDIRECTED else each
        for each in actions
    ]


def _take(source: ShotPlan, prompt: str, reading: Reading, span: Span) -> Take:
    return Take(
        start=span.start,
        seconds=span.end - span.start,
        prompt=prompt,
        camera=_moves(reading, source.environment, span),
        actions=timed_actions(plain(reading.actions), span),
    )


def _known(source: ShotPlan) -> list[SubjectMention]:
    """The source's subjects as the reader's."""
    return [
        SubjectMention(noun=lexicon.noun(subject.noun), count=subject.count, known=True)
        for subject in source.subjects
    ]


def _moves(reading: Reading, environment: Environment, span: Span) -> tuple[CameraMove, ...]:
    """The camera's moves; a quiet push where none was named."""
    mentions = [replace(move, kind=_fitting(move.kind, environment)) for move in reading.moves]
    mood = mood_of(reading)
    return timed_moves(tempered(mentions, mood) or [MoveMention("push_in", ESTABLISHING)], span)


def _fitting(kind: str, environment: Environment) -> str:
    return "crane_down" if kind == "dive" and environment != Environment.UNDERWATER else kind


def _settled(moves: Sequence[CameraMove]) -> float:
    """When subjects may begin: once a dive has passed the surface."""
    return max((round(m.start + 0.4 * (m.end - m.start), 3) for m in moves if m.kind == "dive"), default=0.0)


def _subjects(mentions: Sequence[SubjectMention], environment: Environment, seed: int) -> tuple[Subject, ...]:
    generator = np.random.default_rng([seed & 0xFFFFFFFF, 17])
    return tuple(_subject(mention, environment, int(generator.integers(*PLURAL))) for mention in mentions)


def cast_subject(noun: str, environment: Environment) -> Subject:
    """One of what a noun means, as it is usually seen in a place."""
    return _subject(SubjectMention(noun=lexicon.noun(noun), count=1), environment, 1)


def _subject(mention: SubjectMention, environment: Environment, several: int) -> Subject:
    noun = mention.noun
    count = mention.count or (several if mention.plural else 1)
    stood = noun.form not in FURNITURE and (noun.rig == "prop" or noun.form == "fruit")
    on_table = environment == Environment.ROOM and stood and noun.length < ON_TABLE
    various = count > 1 and len(mention.colours) > 1 and noun.rig in UNPATTERNED
    mixed = count > 1 and not mention.colours and (noun.form in VARIED or noun.rig == "car")
    return Subject(
        noun=noun.noun,
        rig=noun.rig,
        form=noun.form,
        count=min(count, CROWD),
        length=round(min(max(noun.length * mention.size, TINIEST), LONGEST), 3),
        colours=tuple(mention.colours[:COLOURS]) or noun.colours,
        place=mention.place or ("above" if noun.form == "kite" else "centre"),
        traits=(
            *mention.traits[:TRAITS],
            *(trait for trait, holds in ((STOOD, on_table), (MIXED, mixed), (VARIOUS, various)) if holds),
        ),
        medium=_medium(noun.medium, noun.rig, environment),
        upon=mention.upon,
        near=mention.near,
        held=mention.held,
        worn=tuple(mention.worn[:WEARABLE]),
    )


def _afloat(shown: Sequence[Subject], subject: Subject) -> Subject:
    """What is upon a leaf that floats is where that is."""
    carrier = None if subject.upon is None else shown[subject.upon]
    floats = carrier is not None and carrier.form in SPREADING and carrier.medium == Medium.SURFACE
    return subject.model_copy(update={"medium": Medium.SURFACE}) if floats else subject


def _medium(medium: Medium, rig: str, environment: Environment) -> Medium:
    """What it moves in here: a whale at sea lies in the surface, anything under water swims."""
    if environment in {Environment.UNDERWATER, Environment.SKY, Environment.SPACE, Environment.ABSTRACT}:
        return NEARBY[environment]
    if environment == Environment.OCEAN and medium != Medium.AIR:
        return Medium.SURFACE
    if environment == Environment.COAST and medium == Medium.WATER:
        return Medium.SURFACE
    if environment == Environment.COAST:
        return medium
    if environment == Environment.PLANET and rig == "biped":
        return Medium.GROUND
    if medium in {Medium.WATER, Medium.SURFACE}:
        return Medium.AIR if medium == Medium.WATER else Medium.GROUND
    return medium
