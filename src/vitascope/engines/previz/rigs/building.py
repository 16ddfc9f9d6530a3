"""The building rig: houses, towers, castles, temples; windows light up at night."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from vitascope.engines.previz.catalogue import form_name, form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import palette
from vitascope.engines.previz.rigs.dwellings import barn, cabin, church, house, hut, igloo
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.grounds import bridge, island, rock
from vitascope.engines.previz.rigs.kit import Kit
from vitascope.engines.previz.rigs.monuments import (
    arch,
    castle,
    lighthouse,
    pyramid,
    skyscraper,
    temple,
    tower,
    windmill,
)
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.statuary import fence, statue, wall

BUILDINGS: dict[str, tuple[tuple[str, str], Callable[[Kit, list[Floats]], None]]] = {
    "house": (("#e6dcc6", "#8a3a26"), house), "castle": (("#9a948a", "#4a5a7a"), castle),
    "tower": (("#8f8a80", "#6a3326"), tower),
    "lighthouse": (("#c8281e", "#f0efea"), lighthouse), "windmill": (("#e9e2d2", "#5a3a22"), windmill),
    "skyscraper": (("#5a6878", "#3a434e"), skyscraper),
    "church": (("#e8e4da", "#4c5360"), church), "temple": (("#d8ccb0", "#b8755a"), temple),
    "pyramid": (("#cfae72", "#a88a55"), pyramid),
    "barn": (("#8f1f16", "#6f757a"), barn), "cabin": (("#7a5230", "#4a3a2c"), cabin), "hut": (("#b58a5a",
    "#a5874a"), hut),
    "igloo": (("#e6eef6", "#c8d6e4"), igloo), "arch": (("#c8b896", "#a09070"), arch),
    "bridge": (("#9a8f80", "#7a7064"), bridge), "island": (("#d8bc84", "#b89860"), island),
    "rock": (("#6a655e", "#4a4640"), rock),
    "statue": (("#d8d4c8", "#b0aca2"), statue), "fence": (("#f2efe6", "#d8d4c8"), fence),
    "wall": (("#8a4a36", "#b8b0a0"), wall),
}  # fmt: skip


def shape(form: str, colours: list[Floats], fine: int) -> Kit:
    """A building in the colours of its walls and its roof, ``fine`` from 1 to 3."""
    kit = Kit(fine)
    BUILDINGS[form][1](kit, colours)
    return kit


def move(limbs: Limbs, g: Gesture) -> None:
    """It stands; sails turn, lights go round and flags wave."""
    limbs.turn("sails", z=-g.phase)
    limbs.turn("beams", y=1.2 + g.phase)
    limbs.wind = (0.3, g.phase, 4.0, 3.0)


def build(subject: Subject, seed: int) -> Puppet:
    """A building of the subject's form and colours."""
    del seed
    form = form_name("building", subject.form)
    usual = BUILDINGS[form][0]
    own = palette(subject.colours, usual)
    make = partial(shape, form, [own[0], own[1] if len(own) > 1 else palette(usual, ())[1]])
    return figure(make, move, stand=form_of("building", form).stand)
