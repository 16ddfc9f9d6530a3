"""Who is in the water, on it, or out of it."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.plan import Environment, Medium, Subject
from vitascope.engines.previz.planner.events import GROUNDLESS, palms
from vitascope.engines.previz.planner.mentions import ActionMention

ROADSIDE = frozenset({
    Environment.MEADOW, Environment.FOREST, Environment.JUNGLE, Environment.HILLS, Environment.DESERT,
    Environment.MOUNTAINS, Environment.ARCTIC, Environment.COAST, Environment.PLANET, Environment.VOLCANO,
})  # fmt: skip
"""Where a road goes through open land."""
POND = "pond"
"""The sight of still water."""
WATERFOWL = frozenset({"duck", "duckling", "swan", "goose", "mallard", "loon", "grebe", "cygnet", "gosling"})
"""Birds that swim."""
AIRBORNE = frozenset({"fly", "rise", "hover", "land", "launch", "rush"})
"""What they do in the air."""
BUOYANT = frozenset({"fly", "hover", "launch", "swim", "drift", "circle"})
"""What is done in the air by what lives in water, where there is none."""
AMPHIBIOUS = frozenset({
    ("quadruped", "turtle"), ("insect", "crab"), ("whale", "seal"), ("biped", "diver"), ("soft", "octopus"),
    ("quadruped", "crocodile"),
})  # fmt: skip
"""Rigs and forms that live in water, and go on land too."""
LAKESIDE = frozenset(
    {Environment.MEADOW, Environment.FOREST, Environment.JUNGLE, Environment.HILLS, Environment.VILLAGE}
)
"""Where there may be still water."""


def wetted(
    found: list[Subject], done: Sequence[ActionMention], environment: Environment, sights: Sequence[str]
) -> None:
    """What is in the water here, or out of it; a beach where nobody is has palms."""
    if environment == Environment.COAST and "cliffs" not in sights and not found:
        found.append(palms().model_copy(update={"medium": Medium.GROUND}))
    if POND in sights and environment in LAKESIDE:
        _floated(found, done)
    elif environment not in GROUNDLESS | {Environment.OCEAN, Environment.COAST}:
        _stranded(found, done)


def _stranded(found: list[Subject], done: Sequence[ActionMention]) -> None:
    """On land, fish lie on the ground and others of the water walk, where they are not said to float."""
    buoyant = {number for action in done if action.verb in BUOYANT for number in action.subjects}
    for number, subject in enumerate(found):
        water = subject.rig == "fish" or (subject.rig, subject.form) in AMPHIBIOUS
        if water and subject.medium == Medium.AIR and number not in buoyant and subject.place != "above":
            found[number] = subject.model_copy(update={"medium": Medium.GROUND})


def _floated(found: list[Subject], done: Sequence[ActionMention]) -> None:
    """Boats and waterfowl are on the water, where these are not said to fly."""
    flying = {number for action in done if action.verb in AIRBORNE for number in action.subjects}
    for number, subject in enumerate(found):
        fowl = subject.rig == "bird" and subject.noun in WATERFOWL and number not in flying
        if fowl:
            form = "duck" if subject.noun.startswith(("duck", "mallard")) else "swan"
            swimming = {"medium": Medium.SURFACE, "rig": "biped", "form": form}
            found[number] = subject.model_copy(update=swimming)
        elif subject.rig in {"ship", "whale", "fish"} or subject.form == "lily_pad":
            found[number] = subject.model_copy(update={"medium": Medium.SURFACE})
