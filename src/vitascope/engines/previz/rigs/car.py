"""The car rig: what goes on wheels, rails or tracks."""

from __future__ import annotations

import math
from functools import partial

from vitascope.engines.previz.catalogue import form_name, form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.car_body import CARS, saloon
from vitascope.engines.previz.rigs.car_heavy import BUILT
from vitascope.engines.previz.rigs.colours import palette
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.kit import Kit
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.rail import roll

STANDING = 0.02
"""The pace up to which it stands."""


def shape(form: str, colours: list[Floats], fine: int) -> Kit:
    """A vehicle in two colours, ``fine`` from 1 to 3."""
    kit = Kit(fine)
    if form in BUILT:
        BUILT[form][1](kit, colours)
    else:
        saloon(kit, CARS[form], colours)
    return kit


def move(names: tuple[str, ...], limbs: Limbs, g: Gesture) -> None:
    """Wheels turn and rods with them, while it goes; the body rocks a little."""
    rolled = g.phase if g.pace > STANDING else 0.0
    for name in names:
        if name.startswith(("wheel", "road", "rear", "front", "small")):
            limbs.turn(name, x=rolled * (2.0 if name.startswith("small") else 1.0))
    for name, (up, ahead) in roll(names, rolled).items():
        limbs.shift(name, y=up, z=ahead)
    limbs.turn("turret", y=0.25 * math.sin(g.phase) * (1 - g.pace) + 0.4 * g.bend)
    limbs.shift("root", y=0.0012 * math.sin(3 * g.phase) * (0.3 + g.pace))
    limbs.turn("root", z=0.012 * g.bend, x=0.002 * math.sin(2 * g.phase))


def build(subject: Subject, seed: int) -> Puppet:
    """A vehicle of the subject's form and colours."""
    del seed
    form = form_name("car", subject.form)
    usual = BUILT[form][0] if form in BUILT else CARS[form].colours
    own = palette(subject.colours, usual)
    make = partial(shape, form, [own[0], own[1] if len(own) > 1 else palette(usual, ())[1]])
    names = tuple(make(1).names)
    return figure(make, partial(move, names), stand=form_of("car", form).stand)
