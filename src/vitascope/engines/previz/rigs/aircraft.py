"""The aircraft rig: wings, rotors, rockets and what comes from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from vitascope.engines.previz.catalogue import form_name, form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.aircraft_other import drone, helicopter, rocket, satellite, spaceship, ufo
from vitascope.engines.previz.rigs.aircraft_wing import airliner, biplane, jet, propeller_plane
from vitascope.engines.previz.rigs.colours import palette
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.kit import Kit
from vitascope.engines.previz.rigs.puppet import Puppet

CRAFT: dict[str, tuple[tuple[str, str], Callable[[Kit, list[Floats]], None]]] = {
    "airliner": (("#eef0f2", "#1f4fa0"), airliner), "jet": (("#7d858d", "#5a626a"), jet),
    "biplane": (("#b3281c", "#e8e0cc"), biplane),
    "propeller": (("#f2f2ee", "#c8281e"), propeller_plane), "helicopter": (("#c8281e", "#f0f0ee"),
    helicopter), "drone": (("#e6e8ea", "#222426"), drone),
    "rocket": (("#eef0f2", "#c8281e"), rocket), "ufo": (("#9aa3ab", "#5affc0"), ufo),
    "spaceship": (("#8d949c", "#5d656e"), spaceship),
    "satellite": (("#c8942a", "#14285a"), satellite),
}  # fmt: skip


def shape(form: str, colours: list[Floats], fine: int) -> Kit:
    """A craft in two colours, ``fine`` from 1 to 3."""
    kit = Kit(fine)
    CRAFT[form][1](kit, colours)
    return kit


def move(names: tuple[str, ...], limbs: Limbs, g: Gesture) -> None:
    """Rotors turn, fire flickers, all of it trembles a little."""
    for name in names:
        if name.startswith(("rotor", "tail_rotor", "ring", "screw")):
            limbs.turn(
                name,
                **(
                    {"z": 5 * g.phase}
                    if name == "screw"
                    else {"x": 5 * g.phase}
                    if name == "tail_rotor"
                    else {"y": (1 if name == "ring" else 4) * g.phase}
                ),
            )
    limbs.turn("root", x=0.008 * math.sin(g.phase), z=0.012 * math.sin(g.phase + 1.0) - 0.1 * g.bend)
    limbs.shift("root", y=0.006 * math.sin(g.phase + 2.0))
    limbs.shift("flame", y=0.010 * math.sin(7 * g.phase), z=0.012 * math.sin(5 * g.phase))


def build(subject: Subject, seed: int) -> Puppet:
    """A craft of the subject's form and colours."""
    del seed
    form = form_name("aircraft", subject.form)
    usual = CRAFT[form][0]
    own = palette(subject.colours, usual)
    make = partial(shape, form, [own[0], own[1] if len(own) > 1 else palette(usual, ())[1]])
    names = tuple(make(1).names)
    return figure(make, partial(move, names), stand=form_of("aircraft", form).stand, radius=1.2)
