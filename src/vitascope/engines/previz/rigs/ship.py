"""The ship rig: sail, oars, steam and what dives. The water line is at y = 0."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from vitascope.engines.previz.catalogue import form_name, form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import palette
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.kit import Kit
from vitascope.engines.previz.rigs.paper import paper_boat
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.ship_sail import galleon, rowboat, sailboat, skis, surfboard, viking
from vitascope.engines.previz.rigs.ship_steam import cargo, motorboat, steamer, submarine, warship

SHIPS: dict[str, tuple[tuple[str, str], Callable[[Kit, list[Floats]], None]]] = {
    "sailboat": (("#f0efec", "#a3261c"), sailboat), "galleon": (("#4a2d17", "#2e1c10"), galleon),
    "surfboard": (("#f0ece0", "#e0502c"), surfboard), "rowboat": (("#7a4a22", "#3c2412"), rowboat),
    "motorboat": (("#f2f2f0", "#1c3f8a"), motorboat), "steamer": (("#16181c", "#7a1a14"), steamer),
    "cargo": (("#1d3f6a", "#7a1a14"), cargo),
    "warship": (("#7d868e", "#4a2622"), warship), "viking": (("#5a381c", "#3a2412"), viking),
    "submarine": (("#2c3238", "#20252a"), submarine), "paper_boat": (("#f6f4ee", "#dcd8cc"), paper_boat),
    "skis": (("#d83a2a", "#f0ece0"), skis),
}  # fmt: skip


def shape(form: str, colours: list[Floats], fine: int) -> Kit:
    """A vessel in two colours, ``fine`` from 1 to 3."""
    kit = Kit(fine)
    SHIPS[form][1](kit, colours)
    return kit


def move(names: tuple[str, ...], limbs: Limbs, g: Gesture) -> None:
    """Pitch and roll on the swell; oars, screws, smoke and sails at work."""
    limbs.turn(
        "root",
        x=0.035 * math.sin(g.phase),
        z=0.030 * math.sin(g.phase + 1.1) - 0.12 * g.bend,
        y=0.01 * math.sin(g.phase),
    )
    limbs.shift("root", y=0.006 * math.sin(g.phase + 0.6))
    for side, sign in (("r", 1), ("l", -1)):
        limbs.turn(f"oar_{side}", y=sign * 0.5 * math.sin(g.phase), z=sign * 0.22 * math.cos(g.phase))
    limbs.turn("screw", z=3 * g.phase)
    puffs = [name for name in names if name.startswith("puff")]
    for k, name in enumerate(puffs):
        age = (k % 5 + (g.phase / math.tau) % 1.0) / 5.0
        limbs.shift(name, y=0.10 * math.sqrt(age), z=-0.26 * age, x=0.02 * math.sin(7 * age + k))
    limbs.wind = (0.035, g.phase, 6.0, 5.0)


def build(subject: Subject, seed: int) -> Puppet:
    """A vessel of the subject's form and colours."""
    del seed
    form = form_name("ship", subject.form)
    model = subject.noun if subject.noun == "skis" else form
    usual = SHIPS[model][0]
    own = palette(subject.colours, usual)
    make = partial(shape, model, [own[0], own[1] if len(own) > 1 else palette(usual, ())[1]])
    names = tuple(make(1).names)
    return figure(make, partial(move, names), stand=form_of("ship", form).stand)
