"""The names a shot plan is written with."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from vitascope.domain.concepts import CONCEPTS
from vitascope.engines.previz.catalogue import CATALOGUE
from vitascope.engines.previz.holding import holdings
from vitascope.engines.previz.plan import ShotPlan
from vitascope.errors import EngineError

MOVES = (*CONCEPTS, "dive")
"""Kinds of a camera move."""
VERBS = (
    "appear", "circle", "cross", "dance", "dive", "drift", "drive", "emerge", "fall", "fight", "fly",
    "graze", "hover", "howl", "jump", "land", "launch", "lie", "look", "meet", "open_jaws", "rise", "run",
    "rush", "sail", "sit", "sleep",
    "spin", "stand", "sway", "swim", "turn", "walk", "wave", "work",
)  # fmt: skip
"""What a subject may do."""
TOWARD = ("camera", "away", "left", "right", "up", "down", "across", "around", "through", "over")
"""Where to."""
PLACES = ("centre", "left", "right", "distance", "foreground", "above", "above_peak", "shadows")
"""Where a subject starts."""
WHERE = (
    "over",
    "beside",
    "before",
    "behind",
    "amid",
    "across",
    "between",
    "facing",
    "flanking",
    "above",
    "hand",
)
"""Where something stands with somebody."""
SIGHTS = (
    "aurora", "autumn", "bamboo", "bar", "bedroom", "birch", "blossom", "breaker", "cave", "chimneys",
    "classroom", "cliffs", "daisies", "deadwood", "fireworks", "geometry", "gym", "hall", "ink",
    "kitchen", "laboratory", "lavender", "library", "mesas", "moon", "moonlit", "neon", "office", "palms",
    "particles", "pine", "pond", "poppies", "road", "savanna", "smoke", "snow", "stage", "studio",
    "studio_black", "studio_blue", "studio_green", "studio_pink", "studio_red", "studio_white",
    "studio_yellow", "sunflowers", "surf", "terraces", "track", "train", "tulips", "window", "workshop",
)  # fmt: skip
"""What is seen in the sky, covers a field or lies in the land, as ``snow`` does; ``moon`` is what a planet's
ground is of; a room may be a studio, a cave, or fitted out as one of many; a wood is of one kind, a coast has
cliffs, a desert is of stone, and what is abstract is ink, smoke, particles or geometry."""


def check_names(plan: ShotPlan) -> None:
    """Raises ``EngineError`` at the first name in a plan that means nothing, with what may be meant."""
    known_names("sights", "", plan.sights, SIGHTS)
    known_names("subjects", "rig", (subject.rig for subject in plan.subjects), CATALOGUE)
    known_names("subjects", "place", (subject.place for subject in plan.subjects), PLACES)
    held = (subject.held.form for subject in plan.subjects if subject.held is not None)
    known_names("subjects", "held.form", held, holdings())
    near = [subject.near for subject in plan.subjects if subject.near is not None]
    known_names("subjects", "near.where", (each.where for each in near), WHERE)
    for number, _ in enumerate(plan.subjects):
        _check_carriers(plan, number)
        _check_company(plan, number)
    for number, take in enumerate(plan.takes):
        known_names(f"takes.{number}.camera", "kind", (move.kind for move in take.camera), MOVES)
        known_names(f"takes.{number}.actions", "verb", (action.verb for action in take.actions), VERBS)
        aims = (action.toward or TOWARD[0] for action in take.actions)
        known_names(f"takes.{number}.actions", "toward", aims, TOWARD)
        odd = next((a.subject for a in take.actions if not 0 <= a.subject < len(plan.subjects)), None)
        if odd is not None:
            raise EngineError(
                f"The plan is not valid at takes.{number}.actions: subject {odd} is none of the plan's "
                f"{len(plan.subjects)} subjects. Count them from 0."
            )


def _check_carriers(plan: ShotPlan, number: int) -> None:
    """What is upon another is in the end upon something that is upon nothing."""
    at, passed = plan.subjects[number].upon, [number]
    while at is not None:
        if at >= len(plan.subjects) or at in passed:
            raise EngineError(
                f"The plan is not valid at subjects.{number}.upon: {at} is no other subject that carries it; "
                f"expected a number below {len(plan.subjects)}, without a circle. Change it, or leave it out."
            )
        passed.append(at)
        at = plan.subjects[at].upon


def _check_company(plan: ShotPlan, number: int) -> None:
    """What something stands with stands by itself."""
    near = plan.subjects[number].near
    if near is None:
        return
    if not _stands_alone(plan, near.subject, number):
        raise EngineError(
            f"The plan is not valid at subjects.{number}.near: {near.subject} is no other subject that "
            f"stands by itself; expected a number below {len(plan.subjects)}. Change it, or leave it out."
        )


def _stands_alone(plan: ShotPlan, host: int, guest: int) -> bool:
    """Whether a subject stands by itself, or upon others that do, and the guest carries none of them."""
    if host >= len(plan.subjects) or plan.subjects[host].near is not None:
        return False
    at: int | None = host
    for _ in plan.subjects:
        if at == guest or (at is not None and at >= len(plan.subjects)):
            return False
        at = None if at is None else plan.subjects[at].upon
    return True


def known_names(part: str, what: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Raises ``EngineError`` at the first of ``names`` that is not ``known``."""
    listed = tuple(known)
    for position, name in enumerate(names):
        if name not in listed:
            near = get_close_matches(name, listed, 3) or listed
            where = f"{part}.{position}.{what}".removesuffix(".")
            raise EngineError(
                f"The plan is not valid at {where}: {name[:40]!r} is unknown; expected "
                f"{', '.join(near)}. Change it, or send a plan as previz returned it."
            )
