"""Bodies that lean over two legs: a tyrannosaur, a penguin, a hen, waterfowl."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs.colours import mix, palette, step
from vitascope.engines.previz.rigs.figure import Gesture, Limbs, figure
from vitascope.engines.previz.rigs.flesh import grown
from vitascope.engines.previz.rigs.fowl_forms import FOWL, WATERFOWL, Fowl
from vitascope.engines.previz.rigs.kit import Kit, fan, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Look, ball, cone
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.worn import Wearer, clad

THROATS = {
    "trex": (0.058, (0.0, 0.440, 0.195), 0.064, 0.95), "penguin": (0.100, (0.0, 0.765, 0.005), 0.105, 0.0),
    "chicken": (0.058, (0.0, 0.665, 0.215), 0.072, 0.25), "duck": (0.082, (0.0, 0.400, 0.275), 0.074, 0.25),
    "swan": (0.052, (0.0, 0.655, 0.275), 0.046, 0.0),
}  # fmt: skip
"""The skull's radius, and where a neck is, how thick, and how far it leans, radians."""


def _bones(kit: Kit, f: Fowl) -> None:
    kit.bone("neck", f.neck)
    kit.bone("head", f.head, "neck")
    kit.bone("jaw", (0, f.head[1] - 0.02, f.head[2] + 0.04), "head")
    kit.pair("leg", f.hip)
    kit.pair("shin", f.knee, "leg_r")
    kit.pair("foot", f.ankle, "shin_r")
    kit.pair(
        "arm",
        (
            0.07 if f is FOWL["trex"] else 0.165,
            0.36 if f is FOWL["trex"] else (0.66 if f is FOWL["penguin"] else 0.46),
            0.13 if f is FOWL["trex"] else 0.0,
        ),
    )
    for k, z in enumerate((-0.15, -0.30, -0.45)):
        kit.bone(f"tail{k}", (0, f.hip[1], z), "root" if k == 0 else f"tail{k - 1}")
    for side, sign in (("r", 1), ("l", -1)):
        for z in (-0.01, f.toe):
            kit.foot(f"foot_{side}", (sign * f.ankle[0], 0.0, f.ankle[2] + z))


def _wearer(name: str) -> Wearer:
    """Where hats, glasses and scarves are worn."""
    f, (radius, neck, girth, lean) = FOWL[name], THROATS[name]
    (x, y, z), size = f.eye
    head = (0.0, y - 0.15 * radius, z - 0.55 * radius)
    return Wearer(
        head=head, radius=radius, eye=(x + 0.5 * size, y, z + 2.0 * size), neck=neck, girth=girth,
        breast=(0.0, neck[1] - 2.2 * girth, neck[2] + 1.35 * girth), aside=0.7, lift=0.1, lean=lean,
        bones=("head", "neck", "root"),
    )  # fmt: skip


def _coat(name: str, colours: list[Floats], points: Floats, normals: Floats) -> Floats:
    if name == "penguin":
        belly = (
            step(points[:, 2], 0.02, 0.06)
            * step(points[:, 1], 0.86, 0.78)
            * step(np.abs(points[:, 0]), 0.15, 0.12)
        )
        cheek = 0.8 * step(np.hypot(np.abs(points[:, 0]) - 0.085, points[:, 1] - 0.84), 0.05, 0.03)
        return mix(
            mix(np.broadcast_to(colours[0], points.shape), colours[1], belly),
            np.array([0.8, 0.42, 0.04], np.float32),
            cheek,
        )
    if name in WATERFOWL:
        return _plumage(name, colours, points, normals)
    pale = 0.8 * step(normals[:, 1], -0.2, -0.8)
    bands = (
        0.35
        * step(np.sin(points[:, 2] * 55 + 3 * np.sin(points[:, 1] * 20)), 0.3, 0.9)
        * step(normals[:, 1], 0.0, 0.6)
    )
    return mix(np.broadcast_to(colours[0], points.shape) * (1 - bands)[:, None], colours[1], pale)


def _plumage(name: str, colours: list[Floats], points: Floats, normals: Floats) -> Floats:
    """A duck has a dark back, a head of its own colour and a white collar."""
    body = np.broadcast_to(colours[0], points.shape)
    if name == "swan":
        return mix(body, colours[1], step(points[:, 1], 0.6, 0.7))
    back = 1.0 - 0.35 * step(normals[:, 1], 0.3, 1.0)
    head = step(points[:, 1], 0.40, 0.43)
    collar = step(np.abs(points[:, 1] - 0.39), 0.030, 0.018) * step(points[:, 2], 0.12, 0.18)
    white = np.array([0.85, 0.85, 0.82], np.float32)
    return mix(mix(body * back[:, None], colours[1], head), white, collar)


def shape(name: str, colours: list[Floats], fine: int) -> Kit:
    """One of ``FOWL`` in two colours."""
    f, kit = FOWL[name], Kit(fine)
    _bones(kit, f)
    grown(kit, list(f.solids), f.material, partial(_coat, name, colours), size=0.8 if name == "trex" else 1.0)
    at, size = f.eye
    ahead = -0.35 if name == "trex" else -0.6
    eye = ball(
        (0, 0, 0),
        size,
        Look(Stuff.EYE),
        8 + 2 * fine,
        (0.75, 0.45, 0.05) if name == "trex" else (0.25, 0.12, 0.05),
    )
    kit.add(moved(eye, at, (0, ahead, 0)), "head", both=True)
    {"trex": _fangs, "penguin": _flippers, "chicken": _comb}.get(name, partial(_swimmer, name))(kit, colours)
    return kit


def _fangs(kit: Kit, colours: list[Floats]) -> None:
    del colours
    for k in range(8):
        z, x = 0.31 + 0.016 * k, 0.036 - 0.0022 * k
        kit.add(
            cone(
                (x, 0.455, z),
                (x, 0.425, z - 0.004),
                0.0062,
                Look(Stuff.HORN),
                rings=4,
                sides=5,
                colour=(0.7, 0.64, 0.5),
            ),
            "head",
            both=True,
        )
        kit.add(
            cone(
                (x * 0.8, 0.438, z - 0.01),
                (x * 0.8, 0.456, z - 0.012),
                0.005,
                Look(Stuff.HORN),
                rings=4,
                sides=5,
                colour=(0.7, 0.64, 0.5),
            ),
            "jaw",
            both=True,
        )
    mouth = ball((0, 0.448, 0.35), (0.034, 0.010, 0.075), Look(Stuff.PLAIN), 10, (0.12, 0.015, 0.012))
    kit.add(mouth, "jaw")


def _flippers(kit: Kit, colours: list[Floats]) -> None:
    outline = [(0.02, 0.0), (0.045, -0.15), (0.02, -0.33), (-0.02, -0.36), (-0.05, -0.18), (-0.04, 0.0)]
    tone = (float(colours[0][0]), float(colours[0][1]), float(colours[0][2]))
    wing = fan([(z, y) for z, y in outline], Look(Stuff.FUR), tone, 0.025, "zy")
    kit.add(moved(wing, (0.178, 0.66, 0.0), (0, 0, 0.22)), "arm_r", both=True)
    kit.add(
        cone(
            (0, 0.865, 0.10),
            (0, 0.845, 0.21),
            0.026,
            Look(Stuff.HORN),
            (0, 0.01, 0),
            rings=8,
            sides=8,
            colour=(0.05, 0.04, 0.04),
        ),
        "head",
    )
    _feet(kit, FOWL["penguin"], (0.75, 0.33, 0.05), 0.030)


def _comb(kit: Kit, colours: list[Floats]) -> None:
    red = (0.62, 0.03, 0.025)
    comb = [
        (0.22, 0.84),
        (0.215, 0.90),
        (0.24, 0.87),
        (0.25, 0.92),
        (0.275, 0.88),
        (0.29, 0.91),
        (0.31, 0.85),
    ]
    kit.add(fan(comb, Look(Stuff.SKIN), red, 0.02, "zy"), "head")
    kit.add(
        cone(
            (0, 0.80, 0.31),
            (0, 0.785, 0.375),
            0.022,
            Look(Stuff.HORN),
            rings=6,
            sides=7,
            colour=(0.75, 0.5, 0.1),
        ),
        "head",
    )
    kit.add(ball((0.012, 0.735, 0.305), (0.014, 0.035, 0.016), Look(Stuff.SKIN), 8, red), "head", both=True)
    dark = colours[0] * 0.35
    for k in range(5):
        a = 0.35 + 0.16 * k
        kit.add(
            cone(
                (0, 0.56, -0.26),
                (0.03 * (k % 2), 0.56 + 0.36 * math.sin(a + 0.4), -0.26 - 0.30 * math.cos(a)),
                0.045,
                Look(Stuff.FEATHER),
                (0, 0.05, 0),
                rings=8,
                sides=7,
                colour=(float(dark[0]), float(dark[1]), float(dark[2])),
                power=0.5,
            ),
            "tail0",
        )
    wing = ball(
        (0.135, 0.46, -0.04),
        (0.03, 0.10, 0.18),
        Look(Stuff.FEATHER),
        12,
        (float(dark[0] * 2), float(dark[1] * 2), float(dark[2] * 2)),
    )
    kit.add(wing, "arm_r", both=True)
    _feet(kit, FOWL["chicken"], (0.7, 0.45, 0.1), 0.016)


def _swimmer(name: str, kit: Kit, colours: list[Floats]) -> None:
    """A duck's or a swan's bill, wings along the flanks, and webbed feet."""
    (x, y, z), wide = WATERFOWL[name]
    orange = (0.80, 0.36, 0.04) if name == "swan" else (0.72, 0.52, 0.10)
    bill = ball(
        (x, y - 0.4 * wide, z + 1.4 * wide), (wide, 0.42 * wide, 2.0 * wide), Look(Stuff.HORN), 10, orange
    )
    kit.add(bill, "head")
    tone = colours[0] * (0.62 if name == "duck" else 0.93)
    wing = ball((0.150, 0.235, -0.10), (0.040, 0.100, 0.29), Look(Stuff.FEATHER), 14, tone_of(tone))
    kit.add(moved(wing, (0, 0.0, 0.0), (-0.10, 0, 0)), "arm_r", both=True)
    _feet(kit, FOWL[name], (0.80, 0.38, 0.05), 0.014)


def _feet(kit: Kit, f: Fowl, colour: tuple[float, float, float], thick: float) -> None:
    x, _, z = f.ankle
    kit.add(
        cone(
            (x, f.knee[1], f.knee[2]),
            (x, 0.02, z),
            thick,
            Look(Stuff.HORN),
            sides=6,
            colour=colour,
            power=0.1,
        ),
        "shin_r",
        both=True,
    )
    for side in (-0.5, 0.0, 0.5):
        tip = (x + 0.13 * math.sin(side), 0.012, z + 0.14 * math.cos(side))
        kit.add(
            cone((x, 0.02, z), tip, thick, Look(Stuff.HORN), rings=5, sides=6, colour=colour, power=0.5),
            "foot_r",
            both=True,
        )


def move(limbs: Limbs, g: Gesture) -> None:
    """Stride or waddle, head and tail against one another."""
    swing = g.pace * (0.42 + 0.25 * g.haste)
    for side, half, sign in (("r", 0.0, 1), ("l", math.pi, -1)):
        a = g.phase + half
        lift = max(math.cos(a), 0.0) * g.pace
        limbs.turn(f"leg_{side}", x=-swing * math.sin(a))
        limbs.turn(f"shin_{side}", x=0.7 * lift)
        limbs.turn(f"foot_{side}", x=-0.5 * lift + 0.5 * swing * math.sin(a))
        limbs.turn(
            f"arm_{side}",
            x=0.2 * math.sin(a),
            z=sign * (0.12 + 0.10 * g.pace * math.sin(2 * g.phase) + 0.7 * g.dance),
        )
    roll = 0.10 * g.pace + 0.2 * g.dance
    limbs.turn("root", z=roll * math.sin(g.phase), y=0.06 * math.sin(g.phase), x=0.05 * g.haste)
    limbs.turn(
        "neck",
        x=0.06 * math.sin(2 * g.phase) - 0.25 * g.jaw,
        y=0.3 * g.bend + 0.25 * (1 - g.pace) * math.sin(g.phase),
    )
    limbs.turn("head", y=0.3 * g.bend, z=-roll * math.sin(g.phase), x=-0.1 * g.jaw)
    limbs.turn("jaw", x=0.08 + 0.6 * g.jaw)
    for k in range(3):
        limbs.turn(f"tail{k}", y=0.10 * math.sin(g.phase - 0.7 * k))


def build(subject: Subject, form: str, stand: float) -> Puppet:
    """One of ``FOWL`` in the subject's colours."""
    own = palette(subject.colours, FOWL[form].colours)
    second = own[1] if len(own) > 1 else palette(FOWL[form].colours, ())[1]
    solid = "hide" if form == "trex" else "fur"
    bare = partial(shape, form, [own[0], second])
    return figure(clad(bare, _wearer(form), subject.worn), move, stand=stand, solid=solid, bare=bare)
