"""What happens around the subjects: fires, lightning, something that is poured."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.plan import Environment, Medium, Near, Subject
from vitascope.engines.previz.planner import lexicon
from vitascope.engines.previz.planner.mentions import ActionMention
from vitascope.engines.previz.planner.usual import usual

BURNING, FUEL = (
    frozenset({"burning", "blazing", "flaming"}),
    frozenset({"building", "car", "ship", "tree"}),
)
"""Traits of what burns, and rigs of what flames stand before."""
SMALLEST_FUEL = 0.9
"""The least length of what flames stand before, metres."""
FLAMES = 0.42
"""The height of flames, in lengths of what burns."""
WILDFIRE, LARGE_FLAME = 7, 6.0
"""How many fires there are where the land burns, and how high they are, metres."""
POURED_INTO = frozenset(
    {"cup", "beaker", "wine_glass", "beer_mug", "noodles", "soup", "pancakes", "rice", "bowl"}
)
"""Forms of what something is poured into."""
PLANTS = frozenset({"flower", "tree"})
"""Rigs of what grows."""
MOST = 12
"""Subjects of a plan."""


GROUNDLESS = frozenset({Environment.UNDERWATER, Environment.SKY, Environment.SPACE, Environment.ABSTRACT})
"""Where nobody stands."""


def happening(found: list[Subject], environment: Environment, sights: Sequence[str]) -> None:
    """Fires, of what burns and of the land, and something that is poured."""
    _inflamed(found)
    if "wildfire" in sights and environment not in GROUNDLESS | {Environment.ROOM, Environment.OCEAN}:
        _kindled(found, environment)
    if "poured" in sights:
        _poured(found)


def struck(found: list[Subject], environment: Environment, sights: Sequence[str]) -> None:
    """Lightning, far behind everything."""
    seen = any(each.form == "lightning" for each in found)
    if (
        "lightning" in sights
        and not seen
        and len(found) < MOST
        and environment not in GROUNDLESS | {Environment.ROOM}
    ):
        noun = lexicon.noun("lightning bolt")
        found.append(Subject(noun="lightning", rig=noun.rig, form=noun.form, count=4, length=noun.length,
                             medium=Medium.GROUND))  # fmt: skip


def _inflamed(found: list[Subject]) -> None:
    """Flames before what burns."""
    for number, subject in enumerate(tuple(found)):
        large = subject.rig in FUEL and subject.length >= SMALLEST_FUEL
        if large and not BURNING.isdisjoint(subject.traits) and len(found) < MOST:
            near = subject.near or Near(subject=number, where="amid")
            length = round(FLAMES * subject.length, 3)
            found.append(Subject(noun="flames", rig="prop", form="blaze", length=length, place=subject.place,
                                 count=3, medium=subject.medium, near=near))  # fmt: skip


def _kindled(found: list[Subject], environment: Environment) -> None:
    """A fire that goes through the land, behind whoever is there; between houses, it is before these."""
    housed = environment in {Environment.VILLAGE, Environment.STREET}
    if len(found) < MOST:
        noun = lexicon.noun("flames")
        found.append(Subject(noun="flames", rig=noun.rig, form=noun.form, count=WILDFIRE, length=LARGE_FLAME,
                             place="centre" if housed else "distance", medium=Medium.GROUND))  # fmt: skip


def _poured(found: list[Subject]) -> None:
    """What is poured fills the first thing that can be filled."""
    at = next((i for i, each in enumerate(found) if each.form in POURED_INTO), None)
    if at is not None:
        found[at] = found[at].model_copy(update={"traits": (*found[at].traits, "poured")})


def palms() -> Subject:
    """Three palms beside a beach."""
    return usual("palm tree", count=3, place="right", medium=Medium.SURFACE)


def growing(found: list[Subject], done: Sequence[ActionMention]) -> None:
    """All of what grows is seen, from however near."""
    for number in {number for action in done if action.verb == "rise" for number in action.subjects}:
        if found[number].rig in PLANTS and found[number].place == "foreground":
            found[number] = found[number].model_copy(update={"place": "centre"})
