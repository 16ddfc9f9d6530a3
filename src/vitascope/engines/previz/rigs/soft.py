"""The soft rig: jellyfish, octopus and squid."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from vitascope.engines.previz.catalogue import form_name, form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import mix, palette, step
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.kit import Kit, fan, lathe, moved, tone_of
from vitascope.engines.previz.rigs.links import chain, linked
from vitascope.engines.previz.rigs.mesh import Look, ball, tube
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.stuff import Stuff

COLOURS = {
    "jellyfish": ("#c9a8e8", "#f2d8f0"),
    "octopus": ("#a8402c", "#e8b8a0"),
    "squid": ("#c8695a", "#f0cfc0"),
}
JOINTS = 6


def arm(kit: Kit, name: str, path: Floats, thick: float, colours: list[Floats], material: Stuff) -> None:
    """A tentacle with suckers on a chain of bones; ``path`` is ``(JOINTS, 3)``."""
    chain(kit, name, [(float(p[0]), float(p[1]), float(p[2])) for p in path])
    w = np.linspace(0, 1, kit.count(12, 20, 30))
    line = np.stack([np.interp(w * (JOINTS - 1), range(JOINTS), path[:, k]) for k in range(3)], -1)
    made = tube(
        line.astype(np.float32),
        (thick * (1 - 0.88 * w)).astype(np.float32),
        Look(material),
        kit.sides(5),
        tone_of(colours[0]),
        (0.1, 0.3, 1),
    )
    sides = len(made.rest) // len(w)
    low = step(made.rest[:, 1] - np.repeat(line[:, 1], sides), 0.2 * thick, -0.4 * thick)
    made = made.with_(
        colour=mix(np.broadcast_to(colours[0], made.rest.shape), colours[1], 0.8 * low),
        place=made.rest.copy(),
    )
    linked(kit, made, name, np.repeat(w * (JOINTS - 1), sides))


def octopus(kit: Kit, colours: list[Floats]) -> None:
    """A bag of a head and eight arms."""
    head = ball(
        (0, 0.62, -0.06), (0.20, 0.27, 0.24), Look(Stuff.HIDE), 14 + 6 * kit.fine, tone_of(colours[0])
    )
    kit.add(head.with_(place=head.rest.copy()))
    skirt = ball((0, 0.38, 0.0), (0.17, 0.13, 0.17), Look(Stuff.HIDE), 14, tone_of(colours[0]))
    kit.add(skirt.with_(place=skirt.rest.copy()))
    for k in range(8):
        a = math.tau * (k + 0.5) / 8
        w = np.linspace(0, 1, JOINTS)
        far = 0.10 + 0.42 * w
        path = np.stack([far * np.sin(a), 0.36 - 0.62 * w + 0.38 * w**2 + 0.02, far * np.cos(a)], -1)
        arm(kit, f"arm{k}_", path.astype(np.float32), 0.068, colours, Stuff.HIDE)
    bump = ball((0.115, 0.50, 0.115), 0.055, Look(Stuff.HIDE), 12, tone_of(colours[0]))
    kit.add(bump, both=True)
    eye = ball((0, 0, 0), 0.040, Look(Stuff.EYE), 12, (0.8, 0.6, 0.15))
    kit.add(moved(eye, (0.128, 0.51, 0.150), (0, -0.95, 0)), both=True)


def squid(kit: Kit, colours: list[Floats]) -> None:
    """A long mantle with two fins; arms in front."""
    w = np.linspace(0, 1, 24)
    r = np.interp(w, [0, 0.12, 0.4, 0.7, 1.0], [0.055, 0.085, 0.090, 0.055, 0.004])
    path = np.stack([0 * w, 0.2 + 0 * w, 0.12 - 0.62 * w], -1)
    made = tube(
        path.astype(np.float32), r.astype(np.float32), Look(Stuff.SKIN), kit.sides(8), tone_of(colours[0])
    )
    spots = step(np.sin(made.rest[:, 2] * 80) * np.sin(made.rest[:, 0] * 90 + made.rest[:, 1] * 70), 0.4, 0.7)
    kit.add(made.with_(colour=mix(np.broadcast_to(colours[0], made.rest.shape), colours[1], 0.5 * spots)))
    kit.pair("fin", (0.03, 0.2, -0.35))
    fin = fan(
        [(0.0, -0.22), (0.18, -0.34), (0.0, -0.48)],
        Look(Stuff.PETAL),
        tone_of(colours[1]),
        0.008,
        "xz",
        (0.03, 0.2, 0),
        cells=3,
    )
    kit.add(fin, "fin_r", both=True)
    kit.add(ball((0, 0.2, 0.16), (0.062, 0.058, 0.075), Look(Stuff.SKIN), 14, tone_of(colours[0])))
    eye = ball((0, 0, 0), 0.028, Look(Stuff.EYE), 12, (0.7, 0.65, 0.3))
    kit.add(moved(eye, (0.052, 0.205, 0.17), (0, -0.2, 0)), both=True)
    for k in range(8):
        a = math.tau * k / 8
        v = np.linspace(0, 1, JOINTS)
        long = 0.30 if k % 4 else 0.46
        spread = 0.03 + 0.05 * v
        path = np.stack([spread * np.sin(a), 0.2 + spread * np.cos(a) * 0.8, 0.2 + long * v], -1)
        arm(kit, f"arm{k}_", path.astype(np.float32), 0.018, colours, Stuff.SKIN)


def jellyfish(kit: Kit, colours: list[Floats]) -> None:
    """A bell that beats, with frills and threads."""
    kit.bone("bell", (0, 0.75, 0))
    profile = [
        (0.34 * math.sin(a), 0.62 + 0.34 * math.cos(a) ** 0.9)
        for a in np.linspace(0.02, math.pi / 2 - 0.05, 14)
    ]
    profile = [(0.0, profile[0][1]), *profile, (0.345, 0.60), (0.30, 0.585)]
    bell = lathe(profile, Look(Stuff.JELLY, 0, 4), kit.sides(12), tone_of(colours[0]), crisp=False)
    kit.add(bell.with_(glow=np.full(len(bell.rest), 0.5, np.float32)), "bell")
    core = ball((0, 0.74, 0), (0.15, 0.10, 0.15), Look(Stuff.JELLY, 0, 3), 14, tone_of(colours[1]))
    kit.add(core.with_(glow=np.full(len(core.rest), 1.2, np.float32)), "bell")
    for k in range(14):
        a = math.tau * k / 14
        inner = k % 3 == 0
        r, long, thick = (0.10, 0.52, 0.034) if inner else (0.30, 0.56 - 0.1 * (k % 2), 0.0075)
        w = np.linspace(0, 1, JOINTS)
        path = np.stack([r * (1 - 0.25 * w) * np.sin(a), 0.60 - long * w, r * (1 - 0.25 * w) * np.cos(a)], -1)
        arm(kit, f"arm{k}_", path.astype(np.float32), thick, [colours[1], colours[1]], Stuff.PETAL)


SHAPES = {"jellyfish": jellyfish, "octopus": octopus, "squid": squid}


def shape(form: str, colours: list[Floats], fine: int) -> Kit:
    """One of ``SHAPES`` in two colours, ``fine`` from 1 to 3."""
    kit = Kit(fine)
    SHAPES[form](kit, colours)
    return kit


def move(form: str, limbs: Limbs, g: Gesture) -> None:
    """Arms wind, the bell beats, fins ripple."""
    wide = {"octopus": 0.22, "squid": 0.14, "jellyfish": 0.10}[form] * (0.6 + 0.4 * g.effort)
    for k in range(14):
        for j in range(JOINTS):
            late = g.phase - 0.8 * j + 1.9 * k
            limbs.turn(f"arm{k}_{j}", x=wide * math.sin(late), z=wide * math.sin(late + 1.3))
    beat = math.sin(g.phase)
    limbs.shift("root", y=0.04 * beat)
    limbs.turn("root", z=0.05 * math.sin(g.phase + 1.0), y=0.2 * g.bend)
    limbs.turn("bell", x=0.06 * math.sin(g.phase + 0.5))
    for side, sign in (("r", 1), ("l", -1)):
        limbs.turn(f"fin_{side}", z=sign * 0.35 * math.sin(2 * g.phase))


def build(subject: Subject, seed: int) -> Puppet:
    """One of ``SHAPES`` in the subject's colours."""
    del seed
    form = form_name("soft", subject.form)
    own = palette(subject.colours, COLOURS[form])
    make = partial(shape, form, [own[0], own[1] if len(own) > 1 else palette(COLOURS[form], ())[1]])
    return figure(make, partial(move, form), stand=form_of("soft", form).stand, solid="hide", radius=1.0)
