"""Where a subject is before its first action, if that brings it in."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from vitascope.engines.previz.cues import (
    ABREAST,
    BEHIND,
    MARCH,
    Actor,
    Field,
    Targets,
    comes,
    crops,
    laid,
    way,
)
from vitascope.engines.previz.encounters import SPRAYED
from vitascope.engines.previz.plan import Action

SPROUT = 0.12
"""The share of its size that a plant has which is about to grow."""
RISEN = 0.55
"""How far below its place a balloon that rises starts, in half pictures."""
EDGE = 0.95
"""Where those start who cross the picture, half pictures from the middle."""
OUT = 1.3
"""Just outside the picture, in half widths."""


def entrance(actor: Actor, action: Action) -> Targets:
    """Where a subject is before its first action, if that brings it in."""
    if action.verb == "rise" and actor.grows:
        return {Field.GROWN: actor.all(SPROUT)}
    build = ENTRANCES.get(action.verb)
    return build(actor, action) if build and not actor.rooted else {}


def _from_side(actor: Actor, _: Action) -> Targets:
    made = actor.layout
    margin = np.exp(made.size - 0.4) / actor.slope
    return {
        Field.ACROSS: made.side * (OUT + margin),
        Field.SIZE: made.size - 0.4,
        Field.FACE: -made.side * math.pi / 2.0,
        Field.ROAM: actor.all(0.1 * actor.roam),
    }


def _from_afar(actor: Actor, _: Action) -> Targets:
    made = actor.layout
    if actor.subject.place == "above_peak":
        return {
            Field.ACROSS: made.across + 0.1 * made.side,
            Field.UP: made.up + 0.06,
            Field.SIZE: made.size - 0.12,
            Field.HOLD: actor.all(0.6),
            Field.ROAM: actor.all(0.5 * actor.roam),
        }
    if actor.subject.place == "shadows":
        return _from_side(actor, _)
    return {Field.UP: made.up + 0.1, Field.SIZE: made.size - 1.3, Field.FACE: actor.all(math.pi)}


def _from_edge(actor: Actor, action: Action) -> Targets:
    if action.toward in {"away", "camera"}:
        return _on_the_way(actor, action)
    ahead = way(actor, action)
    return {Field.ACROSS: -EDGE * ahead, Field.FACE: ahead * math.pi / 2.0, Field.ROAM: actor.all(0.0)}


def _run_up(actor: Actor, action: Action) -> Targets:
    if action.toward in {"left", "right"}:
        return _from_edge(actor, action)
    if action.toward == "away" or actor.subject.place in {"distance", "above_peak"}:
        return {}
    return {Field.SIZE: actor.layout.size - 1.5, Field.FACE: math.pi + 0.5 * actor.layout.side}


def _from_below(actor: Actor, _: Action) -> Targets:
    if actor.subject.rig == "balloon":
        return {Field.UP: actor.layout.up - RISEN}
    return {Field.UP: actor.all(-1.0) - np.exp(actor.layout.size)}


def _from_above(actor: Actor, _: Action) -> Targets:
    return {Field.UP: actor.all(0.75)}


def _abreast(actor: Actor, action: Action) -> Targets:
    """Those who are close together keep their distance."""
    made, ahead = actor.layout, way(actor, action)
    if action.toward == "camera":
        return {Field.SIZE: made.size - 0.5, Field.ACROSS: made.across * math.exp(-0.5)}
    return {Field.ACROSS: made.across - 0.5 * ahead, Field.FACE: ahead * math.pi / 2.0}


def _on_the_way(actor: Actor, action: Action) -> Targets:
    nowhere: Targets = {}
    return next(
        (start(actor, action) for holds, start in SETTING_OUT if holds(actor, action.toward)), nowhere
    )


def _in_file(actor: Actor, action: Action) -> Targets:
    ahead = way(actor, action)
    return {Field.ACROSS: actor.layout.across - MARCH * ahead, Field.FACE: ahead * math.pi / 2.0}


def _in_lane(actor: Actor, action: Action) -> Targets:
    del action
    farther = np.where(comes(actor) > 0.0, -0.8, 0.25)
    made = actor.layout
    return {Field.SIZE: made.size + farther, Field.ACROSS: made.across * np.exp(farther)}


def _with_team(actor: Actor, action: Action) -> Targets:
    return {Field.ACROSS: -BEHIND * way(actor, action), Field.FACE: way(actor, action) * math.pi / 2.0}


def _as_herd(actor: Actor, action: Action) -> Targets:
    ahead = way(actor, action)
    spots = 0.6 * actor.layout.across - 0.4 * ahead
    return {Field.ACROSS: spots, Field.FACE: ahead * math.pi / 2.0, Field.HOLD: actor.all(0.1)}


SIDES, ALONG = frozenset({"left", "right"}), frozenset({"camera", "away"})
Start = Callable[[Actor, Action], Targets]
SETTING_OUT: tuple[tuple[Callable[[Actor, str], bool], Start], ...] = (
    (lambda actor, toward: actor.in_file and toward not in ALONG, _in_file),
    (lambda actor, toward: actor.close and toward in {"camera", *SIDES}, _abreast),
    (lambda actor, toward: actor.in_lane and toward not in SIDES, _in_lane),
    (lambda actor, toward: actor.drawn and toward not in ALONG, _with_team),
    (lambda _, toward: toward in SIDES,
     lambda actor, action: {Field.ACROSS: -0.65 * way(actor, action) + ABREAST * actor.layout.across}),
    (lambda _, toward: toward == "camera", lambda actor, _: {Field.SIZE: actor.layout.size - 1.0}),
    (lambda actor, toward: actor.herd and toward != "away", _as_herd),
)  # fmt: skip
"""Where those start who go somewhere: the first that holds."""


def _at_rest(field: Field) -> Callable[[Actor, Action], Targets]:
    return lambda actor, _: {field: actor.all(1.0)}


def _at_work(actor: Actor, _: Action) -> Targets:
    """At it already; what is sprayed is sprayed away from the camera."""
    held = actor.subject.held
    sprays = held is not None and held.form in SPRAYED
    away = {Field.FACE: -0.5 * np.sign(actor.layout.across)} if sprays else {}
    return {Field.WORK: actor.all(1.0), **away}


def _lain(actor: Actor, _: Action) -> Targets:
    return laid(actor, "lie")


def _grazing(actor: Actor, _: Action) -> Targets:
    return {Field.WORK: actor.all(1.0)} if crops(actor) else {}


def _hovering(actor: Actor, _: Action) -> Targets:
    return {Field.HOLD: actor.all(1.0), Field.ROAM: actor.all(0.12 * actor.roam)} if actor.treads else {}


def _from_the_air(actor: Actor, _: Action) -> Targets:
    made = actor.layout
    return {
        Field.LIFT: actor.all(1.3),
        Field.ACROSS: made.across + 0.5 * made.side,
        Field.FACE: -made.side * math.pi / 2.0,
    }


ENTRANCES: dict[str, Callable[[Actor, Action], Targets]] = {
    "appear": _from_afar,
    "emerge": _from_side,
    "cross": _from_edge,
    "rush": _run_up,
    "rise": _from_below,
    "dive": _from_above,
    "swim": _on_the_way,
    "fly": _on_the_way,
    "walk": _on_the_way,
    "run": _on_the_way,
    "drive": _on_the_way,
    "sail": _on_the_way,
    "launch": _from_below,
    "fall": _from_above,
    "work": _at_work,
    "fight": lambda actor, _: {Field.WORK: actor.all(1.0), Field.FIGHT: actor.all(1.0)},
    "sleep": _at_rest(Field.LIE),
    "lie": _lain,
    "graze": _grazing,
    "hover": _hovering,
    "sit": _at_rest(Field.SIT),
    "land": _from_the_air,
}
