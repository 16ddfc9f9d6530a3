"""Gives what happens in order its seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from vitascope.engines.previz.plan import DEEDS, TRAVEL, Action, CameraMove, Mood
from vitascope.engines.previz.planner.mentions import ActionMention, MoveMention

ACTION_WEIGHTS = {
    "appear": 0.5,
    "emerge": 1.0,
    "rush": 1.6,
    "turn": 1.0,
    "look": 0.8,
    "cross": 1.5,
    "walk": 1.5,
    "run": 1.5,
    "drive": 1.5,
    "sail": 1.5,
    "circle": 1.6,
    "fly": 1.4,
    "swim": 1.4,
    "open_jaws": 0.8,
    "land": 1.5,
    "sit": 0.8,
}
MOVE_WEIGHTS = {"pedestal_down": 0.5, "pedestal_up": 0.8, "dive": 1.1, "push_in": 1.6, "bolt_cam": 0.8}
WHOLE = frozenset(
    {
        "aerial",
        "elevator_doors",
        "eye_level",
        "ground_level",
        "handheld",
        "high_angle",
        "low_angle",
        "over_the_shoulder",
        "overhead",
        "pov",
        "selfie",
        "static",
        "tiny_planet",
    }
)
"""Concepts that last as long as the take, whatever else the camera does."""
TEMPER = {Mood.CALM: 0.75, Mood.DREAMY: 0.75, Mood.DARK: 0.9, Mood.MENACING: 1.1, Mood.BRIGHT: 1.1}
"""How far the camera goes where its pace is left to the mood."""
OVERLAP = 0.25
"""The share of a step by which the next one begins before it ends, so that movement flows."""
FASTEST = 1.5
"""The most by which haste shortens an action."""
SLOWEST, QUICKEST = 0.25, 2.0
"""The least and the most of the usual pace at which somebody goes."""
JAWS = (0.4, 0.9)
"""The part of a step in which jaws open that open along with it."""


@dataclass(frozen=True)
class Span:
    """Scene seconds from ``start`` to ``end``."""

    start: float
    end: float

    def part(self, low: float, high: float) -> Span:
        """The shares ``low`` to ``high`` of it."""
        length = self.end - self.start
        return Span(self.start + low * length, self.start + high * length)


def steps(weights: Sequence[float], span: Span, overlap: float) -> list[Span]:
    """One span per step, in order, longer for heavier ones; the last ends with ``span``."""
    total = sum(weights)
    spans: list[Span] = []
    passed = 0.0
    for position, weight in enumerate(weights):
        early = overlap * weights[position - 1] if position else 0.0
        spans.append(span.part((passed - early) / total, (passed + weight) / total))
        passed += weight
    return spans


def tempered(mentions: Sequence[MoveMention], mood: Mood) -> list[MoveMention]:
    """The same at the mood's pace, but for those whose pace was named."""
    pace = TEMPER.get(mood, 1.0)
    return [replace(move, pace=pace) if move.pace == 1.0 else move for move in mentions]


def timed_moves(mentions: Sequence[MoveMention], span: Span) -> tuple[CameraMove, ...]:
    """The camera's moves in scene seconds, as many as a take has room for."""
    mentions = mentions[:DEEDS]
    ordered = [mention for mention in mentions if mention.kind not in WHOLE]
    groups = _groups([mention.together for mention in ordered])
    weights = [max(MOVE_WEIGHTS.get(ordered[i].kind, 1.0) for i in group) for group in groups]
    spans = steps(weights, span, OVERLAP)
    where = {id(ordered[i]): spans[step] for step, group in enumerate(groups) for i in group}
    return tuple(_move(mention, where.get(id(mention), span)) for mention in mentions)


def _move(mention: MoveMention, span: Span) -> CameraMove:
    return CameraMove(
        kind=mention.kind, start=_second(span.start), end=_second(span.end), amount=mention.pace
    )


def timed_actions(mentions: Sequence[ActionMention], span: Span) -> tuple[Action, ...]:
    """Every subject's actions in scene seconds, in order of time; each subject has the whole span.

    As many as a take has room for: nobody sees more in a clip.
    """
    told = accumulate(len(mention.subjects) for mention in mentions)
    mentions = [mention for mention, number in zip(mentions, told, strict=True) if number <= DEEDS]
    subjects = sorted({subject for mention in mentions for subject in mention.subjects})
    found = [action for subject in subjects for action in _of_subject(mentions, subject, span)]
    return tuple(sorted(found, key=lambda action: (action.start, action.subject)))


def _of_subject(mentions: Sequence[ActionMention], subject: int, span: Span) -> list[Action]:
    own = [mention for mention in mentions if subject in mention.subjects]
    groups = _groups([mention.together for mention in own])
    weights = [max(ACTION_WEIGHTS.get(own[i].verb, 1.0) / own[i].pace for i in group) for group in groups]
    found: list[Action] = []
    for group, step in zip(groups, steps(weights, span, 0.0), strict=True):
        for i in group:
            joint = own[i].verb == "open_jaws" and len(group) > 1
            found.append(_action(own[i], subject, step.part(*JAWS) if joint else _paced(step, own[i])))
    return found


def _paced(step: Span, mention: ActionMention) -> Span:
    """What is done fast is done early, but who is on the way goes farther in the same time."""
    if mention.verb in TRAVEL:
        return step
    return step.part(0.0, 1.0 / min(max(mention.pace, 1.0), FASTEST))


def _action(mention: ActionMention, subject: int, span: Span) -> Action:
    return Action(
        subject=subject,
        verb=mention.verb,
        toward=mention.toward,
        start=_second(span.start),
        end=_second(span.end),
        pace=round(min(max(mention.pace, SLOWEST), QUICKEST), 3) if mention.verb in TRAVEL else 1.0,
    )


def _groups(together: Sequence[bool]) -> list[list[int]]:
    """Positions that share a step: one that is together joins the step before it."""
    groups: list[list[int]] = []
    for position, joined in enumerate(together):
        if joined and groups:
            groups[-1].append(position)
        else:
            groups.append([position])
    return groups


def _second(value: float) -> float:
    return round(value, 3)
