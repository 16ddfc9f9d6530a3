"""The prop rig: things that are the solid of a silhouette, on a small table where a trait says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from vitascope.engines.previz.catalogue import form_name, form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.props import props
from vitascope.engines.previz.rigs.colours import mix, palette, step
from vitascope.engines.previz.rigs.cycles import CYCLES
from vitascope.engines.previz.rigs.falls import FALLS, pour
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.fishbowl import fishbowl, swim
from vitascope.engines.previz.rigs.forces import FORCES, stir
from vitascope.engines.previz.rigs.fountain import FOUNTAINS, play
from vitascope.engines.previz.rigs.furniture import MADE
from vitascope.engines.previz.rigs.goods import GOODS
from vitascope.engines.previz.rigs.kit import Build, Kit, lathe, moved
from vitascope.engines.previz.rigs.lights import LIT
from vitascope.engines.previz.rigs.mesh import Look, Part, grid, part
from vitascope.engines.previz.rigs.parkland import PARKLAND, sway
from vitascope.engines.previz.rigs.plinth import HIGH, plinth, trait_of
from vitascope.engines.previz.rigs.pour import FILLED, POURED, flow, jug
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.silhouette import solid
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.vessels import VESSELS
from vitascope.engines.previz.swinging import SWUNG

ON_TABLE = "on a table"
"""The trait of what stands on one."""
KITE = "kite"
SLACK = (0.0, -0.6, 0.1)
"""Where the end of a kite's string hangs that nobody holds, in lengths."""
STRETCHES, STRING = 12, 0.005
"""Of how many stretches a string is, and half its width, in a kite's lengths."""
FAR = 6.0
"""How far from a kite its string may reach, in lengths."""
CELLS = (20, 40, 76)
"""Points across, by fineness."""
TABLE_HIGH, TABLE_WIDE = 0.62, 0.62
TABLE = (0.16, 0.085, 0.045)
ROLLING = 0.02
"""The pace from which on wheels turn."""
GLOW = np.float32(0.15)
BUILT: Final[dict[str, Build]] = {
    **MADE,
    **GOODS,
    **LIT,
    **CYCLES,
    **FORCES,
    **FALLS,
    **FOUNTAINS,
    **VESSELS,
    **PARKLAND,
    "fishbowl": fishbowl,
}
"""What is no silhouette, by its form."""
MOVED: Final[dict[str, Callable[[Limbs, Gesture], None]]] = {
    **dict.fromkeys(FORCES, stir),
    **dict.fromkeys(FOUNTAINS, play),
    "waterfall": pour,
    "fishbowl": swim,
    SWUNG: sway,
}
"""What moves by itself, by its form."""


def shape(form: str, colours: list[Floats], under: str | None, filled: bool, fine: int) -> Kit:
    """A thing in two colours, ``fine`` from 1 to 3; ``under`` is the trait that says what it stands on."""
    kit = Kit(fine)
    make = BUILT.get(form)
    built = make(kit, colours) if make is not None else [_outlined(form, colours, fine)]
    if "body" not in kit.names:
        kit.bone("body", (0.0, 0.0, 0.0))
    for one in built:
        kit.add(one, "body")
    if form == KITE:
        _string(kit, form_of("prop", form).stand)
    high = 0.0 if under is None else TABLE_HIGH if under == ON_TABLE else HIGH
    _lift(kit, high)
    if under == ON_TABLE:
        table(kit)
    elif under is not None:
        plinth(kit, under)
    if filled:
        jug(kit, form, high)
    return kit


def _string(kit: Kit, middle: float) -> None:
    """A string that is drawn out to wherever its bone is moved; it hangs through a little.

    It is round about each axis, so that it has a width whichever way it is drawn.
    """
    kit.bone("string", (0.0, middle, 0.0))
    w = np.linspace(0.0, 1.0, STRETCHES, dtype=np.float32)
    path = np.stack([0.0 * w, middle - 0.25 * w * (1.0 - w), 0.0 * w], -1)
    turn = np.linspace(0.0, 2.0 * np.pi, 7)
    round_ = np.stack([np.cos(turn), np.sin(turn), 0.0 * turn], -1)
    for axis in range(3):
        ring = STRING * np.roll(round_, axis, -1)
        made = grid((path[:, None] + ring).astype(np.float32), Look(Stuff.SAIL, 0, 1), (0.10, 0.08, 0.07))
        group = np.full(len(made.rest), kit.number("body") + 256 * kit.number("string"), np.int32)
        kit.parts.append(replace(made, group=group, weight=np.repeat(w, len(turn))))


def _lift(kit: Kit, high: float) -> None:
    """Put all there is as high as what it stands on."""
    kit.parts[:] = [moved(one, (0.0, high, 0.0)) for one in kit.parts]
    kit.pivots[:] = [(x, y + high, z) for x, y, z in kit.pivots]


def _outlined(form: str, colours: list[Floats], fine: int) -> Part:
    prop = props()[form]
    made = solid(form, CELLS[fine - 1])
    one = part(made.rest, made.triangles, Look(Stuff[prop.stuff]))
    tint = mix(np.broadcast_to(colours[0], made.rest.shape), colours[1], made.detail)
    one = one.with_(colour=tint)
    if prop.lit is not None:
        one = one.with_(glow=GLOW * step(made.rest[:, 1], prop.lit - 0.05, prop.lit + 0.05))
    return moved(one, turn=(0.0, -0.5 * np.pi * prop.side, 0.0)) if prop.side else one


def table(kit: Kit) -> None:
    """A small round table of wood, ``TABLE_HIGH`` high."""
    wide, high = TABLE_WIDE, TABLE_HIGH
    profile = (
        (0.0, 0.0), (0.34, 0.0), (0.34, 0.03), (0.06, 0.08), (0.045, high - 0.10), (0.10, high - 0.05),
        (wide, high - 0.05), (wide, high - 0.012), (wide - 0.012, high), (0.0, high),
    )  # fmt: skip
    kit.add(lathe(profile, Look(Stuff.WOOD), kit.sides(12), TABLE))


def move(form: str, limbs: Limbs, g: Gesture) -> None:
    """It stands, and rocks where it dances; what moves by itself does so."""
    limbs.turn("body", z=0.16 * g.dance * np.sin(g.phase))
    if g.pace > ROLLING:
        for name in ("wheel_rear", "wheel_front", "crank"):
            limbs.turn(name, x=g.phase)
    limbs.turn("second", z=-g.phase)
    flow(limbs, g)
    if form in MOVED:
        MOVED[form](limbs, g)
    limbs.shift("string", *(g.tether or SLACK))


def build(subject: Subject, seed: int) -> Puppet:
    """A thing of the subject's form and colours."""
    del seed
    form = form_name("prop", subject.form)
    usual = props()[form].colours
    own = palette(subject.colours, usual)
    second = own[1] if len(own) > 1 else palette(usual[1:], ())[0] if len(usual) > 1 else own[0] * 0.4
    filled = POURED in subject.traits and form in FILLED
    under = trait_of(subject.traits) or (ON_TABLE if ON_TABLE in subject.traits else None)
    make = partial(shape, form, [own[0], second], under)
    reach = FAR if form == KITE else 0.9
    return figure(
        partial(make, filled),
        partial(move, form),
        stand=form_of("prop", form).stand,
        bare=partial(_bare, make),
        radius=reach,
    )


def _bare(make: Callable[[bool, int], Kit], fine: int) -> Kit:
    """The thing itself, without the steam over it and without what is poured."""
    kit = make(False, fine)
    kit.parts[:] = [one for one in kit.parts if one.look.layer == 0] or kit.parts
    return kit
