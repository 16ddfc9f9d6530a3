"""Several of a kind that are not all alike: people in other clothes, cars and things in other colours."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from vitascope.engines.previz.catalogue import COLOURFUL, MIXED, VARIOUS
from vitascope.engines.previz.plan import Held, Subject, Worn

Thing = TypeVar("Thing", Held, Worn)
LOOKS: Final = 5
"""So many looks there are at most."""
COATS: Final = ("#8a3a34", "#c8a050", "#3a6a4a", "#6a6e78", "#4a3a6a", "#b8b4a8", "#2a3a5a", "#a85a2a")
LACQUERS: Final = ("#2a4a7a", "#e4e4e0", "#1e2024", "#7a8088", "#d8a42a", "#2f5a3a")
VIVID: Final = ("#d8302c", "#2c62c8", "#e8b82a", "#2f9a4a", "#8a3ab0", "#e8702a")
SHARED: Final = {"man": ("man", "woman"), "child": ("child", "girl")}
"""Forms that are seen beside one another where only people, or children, were named."""
GENERAL = frozenset({"person", "child"})
"""Nouns that are of either sex."""


def looks(subject: Subject, seed: int) -> tuple[Subject, ...]:
    """The subjects to build for one of a plan: it alone, or some that differ and take turns."""
    colourful = not COLOURFUL.isdisjoint(subject.traits) and subject.rig != "biped"
    various = any(each.various for each in _had(subject))
    if not (MIXED in subject.traits or VARIOUS in subject.traits or colourful or various):
        return (subject,)
    shown = (subject.model_copy(update=_own(subject, seed, k)) for k in range(min(subject.count, LOOKS)))
    return tuple(shown)


def _had(subject: Subject) -> tuple[Held | Worn, ...]:
    """What they hold and wear."""
    return (*([] if subject.held is None else [subject.held]), *subject.worn)


def _one_of(thing: Thing, number: int) -> Thing:
    """A thing in the colour in which one of several has it."""
    colours = thing.colours
    return thing.model_copy(update={"colours": (colours[number % len(colours)],)}) if thing.various else thing


def _own(subject: Subject, seed: int, number: int) -> dict[str, Any]:
    """What one of them has of its own."""
    own: dict[str, Any] = {}
    if subject.held is not None:
        own["held"] = _one_of(subject.held, number)
    if subject.worn:
        own["worn"] = tuple(_one_of(each, number) for each in subject.worn)
    if MIXED in subject.traits and number:
        hues = COATS if subject.rig == "biped" else LACQUERS
        forms = SHARED.get(subject.form, (subject.form,)) if subject.noun in GENERAL else (subject.form,)
        own |= {"colours": (hues[(seed + number) % len(hues)],), "form": forms[number % len(forms)]}
    elif VARIOUS in subject.traits:
        own["colours"] = (subject.colours[number % len(subject.colours)],)
    elif subject.rig != "biped" and not COLOURFUL.isdisjoint(subject.traits):
        own["colours"] = (VIVID[number % len(VIVID)], *subject.colours[1:])
    return own
