"""The biped rig: people, robots, apes and, upright on two legs, a dinosaur and birds that do not fly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from vitascope.engines.previz.catalogue import form_name, form_of
from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.holding import holdings
from vitascope.engines.previz.plan import Held, Subject, Worn
from vitascope.engines.previz.rigs import fowl
from vitascope.engines.previz.rigs.age import is_baby, is_old
from vitascope.engines.previz.rigs.ballet import ballet, waltz
from vitascope.engines.previz.rigs.colours import linear, mix, palette, step
from vitascope.engines.previz.rigs.figure import Animate, Gesture, Limbs, figure
from vitascope.engines.previz.rigs.flesh import Solid, bar, grown, lobe
from vitascope.engines.previz.rigs.fowl_forms import FOWL
from vitascope.engines.previz.rigs.held import add, holding
from vitascope.engines.previz.rigs.kit import Kit, tone_of
from vitascope.engines.previz.rigs.mesh import Look, ball, tube
from vitascope.engines.previz.rigs.people import PEOPLE, Person
from vitascope.engines.previz.rigs.puppet import Puppet
from vitascope.engines.previz.rigs.stances import stand as take_stance
from vitascope.engines.previz.rigs.stances import stoop
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.trades import dressed, told
from vitascope.engines.previz.rigs.wardrobe import wear
from vitascope.engines.previz.rigs.wardrobe_base import NECK, skull
from vitascope.engines.previz.rigs.worn import Wearer, clad
from vitascope.engines.previz.wearing import wearings

SHOULDER, CHIN, WAIST = 0.815, 0.865, 0.60
LONG = frozenset({"gown", "ballgown", "robe"})
"""What is worn down to the floor."""
SLENDER = 0.9
"""Up to how stout one's arms need finer cells from afar."""
WEATHERED = "#c09078"
ARMED = frozenset({"sword", "staff"})
"""What is in the hands of some, unless they hold something else."""


REPLACED = {
    "head": frozenset({"toque", "cowboy", "straw", "crown", "hood", "fire_hat", "hard_hat", "peaked", "hat",
                       "cap", "nurse_cap", "scrub_cap", "boater", "beret", "tricorn", "top_hat", "santa_hat",
                       "sailor_cap", "beanie", "tiara", "visor_cap", "kabuto", "horned", "crested",
                       "helmet_cycle", "topknot", "veil"}),
    "eyes": frozenset({"glasses", "goggles", "eyepatch"}),
    "neck": frozenset({"scarf", "tie", "bow", "ruff"}),
}  # fmt: skip
"""What somebody does not wear who wears something else there."""


def wearer(p: Person) -> Wearer:
    """Where somebody wears hats, glasses and scarves."""
    y, h = skull(p), p.head
    return Wearer(
        head=(0.0, y, 0.0), radius=h, eye=(0.31 * h, y - 0.05 * h, 1.04 * h), neck=(0.0, NECK - 0.014, 0.0),
        girth=0.041 * (0.5 + 0.5 * p.stout), breast=(0.0, 0.69, 0.096 * (0.5 + 0.5 * p.stout)),
        bones=("head", "chest", "chest"),
    )  # fmt: skip


def _bones(kit: Kit, p: Person) -> None:
    x, c = 0.62 * p.hips, p.crotch
    kit.bone("spine", (0, WAIST, 0))
    kit.bone("chest", (0, 0.70, 0), "spine")
    kit.bone("head", (0, 0.845, 0.0), "chest")
    kit.bone("jaw", (0, 0.90, 0.01), "head")
    kit.pair("arm", (p.broad, SHOULDER, 0), "chest")
    kit.pair("forearm", (p.broad + 0.03, SHOULDER - 0.165, 0), "arm_r")
    kit.pair("hand", (p.broad + 0.04, SHOULDER - 0.31, 0.01), "forearm_r")
    kit.pair("leg", (x, c + 0.03, 0))
    kit.pair("shin", (x, 0.53 * c, 0.005), "leg_r")
    kit.pair("foot", (x, 0.045, -0.01), "shin_r")
    kit.downward.update(n for n in kit.names if n.startswith(("arm", "forearm", "leg", "shin")))
    for side, sign in (("r", 1), ("l", -1)):
        kit.foot(f"foot_{side}", (sign * x, 0.0, -0.03))
        kit.foot(f"foot_{side}", (sign * x, 0.0, 0.09))


def _body(p: Person) -> list[Solid]:
    s, c, x = p.stout, p.crotch, 0.62 * p.hips
    a = 0.5 + 0.5 * s
    return [
        lobe("chest", (0, 0.742, 0.0), (p.broad * 0.96, 0.092, 0.066 * a), 0.04),
        bar("chest", (0.012, 0.838, -0.010), (0.72 * p.broad, 0.812, -0.004), (0.026 * a, 0.030 * a), 0.03),
        bar("spine", (0, c + 0.06, 0), (0, 0.70, 0), (0.055 * a, 0.060 * a), 0.05),
        lobe("spine", (0, 0.635, 0.0), (0.80 * p.hips + 0.014, 0.090, 0.054 * a), 0.05),
        lobe("root", (0, c + 0.055, -0.004), (p.hips * 1.06, 0.072, 0.064 * a), 0.04),
        lobe("chest", (0.86 * p.broad, SHOULDER - 0.018, 0), (0.038 * s, 0.037 * s, 0.038 * s), 0.03),
        bar("arm_r", (p.broad + 0.004, SHOULDER - 0.02, 0), (p.broad + 0.03, SHOULDER - 0.165, 0),
            (0.036 * s, 0.028 * s), 0.02),
        bar("forearm_r", (p.broad + 0.03, SHOULDER - 0.165, 0), (p.broad + 0.04, SHOULDER - 0.30, 0.01),
            (0.029 * s, 0.020 * s), 0.012),
        bar("leg_r", (x, c + 0.03, 0), (x, 0.53 * c, 0.005), (0.059 * s, 0.040 * s), 0.025),
        bar("shin_r", (x, 0.53 * c, 0.005), (x, 0.05, -0.01), (0.040 * s, 0.026 * s), 0.014),
    ]  # fmt: skip


def _bare(p: Person) -> list[Solid]:
    """Head, neck and hands."""
    s, h = p.stout, p.head
    hand = (p.broad + 0.042, SHOULDER - 0.335, 0.012)
    y = 0.872 + 0.72 * h
    return [
        bar("head", (0, 0.80, -0.004), (0, 0.885, 0.004), (0.038 * (0.5 + 0.5 * s), 0.032 * (0.5 + 0.5 * s)),
            0.02),
        lobe("head", (0, y, -0.004), (0.80 * h, 0.92 * h, 0.95 * h), 0.02),
        lobe("head", (0, y - 0.48 * h, 0.26 * h), (0.58 * h, 0.52 * h, 0.60 * h), 0.03),
        lobe("head", (0, y - 0.18 * h, 0.96 * h), (0.13 * h, 0.20 * h, 0.17 * h), 0.014),
        lobe("head", (0.80 * h, y - 0.16 * h, 0.0), (0.09 * h, 0.20 * h, 0.14 * h), 0.008),
        lobe("hand_r", (hand[0], hand[1] + 0.006, hand[2]), (0.014 * s, 0.034 * s, 0.024 * s), 0.01),
        bar("hand_r", (hand[0], hand[1] + 0.01, 0.025), (hand[0] - 0.012, hand[1] - 0.018, 0.042),
            (0.009 * s, 0.007 * s), 0.006),
    ]  # fmt: skip


def _fingers(kit: Kit, p: Person, look: Look) -> None:
    """Four on either hand, a little bent."""
    s, tone = p.stout, tone_of(linear(p.skin))
    x, y, z = p.broad + 0.041, SHOULDER - 0.352, 0.012
    for k, long in enumerate((0.040, 0.046, 0.043, 0.033)):
        root = z + (0.0165 - 0.0105 * k) * s
        bend = np.array(
            [
                (x, y + 0.008, root),
                (x - 0.001, y - 0.5 * long, root + 0.002),
                (x - 0.010, y - long, root + 0.004),
            ],
            np.float32,
        )
        wide = np.array([0.0072, 0.0068, 0.0048], np.float32) * np.float32(s)
        finger = tube(bend, wide, look, 4 + 2 * kit.fine, tone, (0, 0, 1))
        kit.add(finger, "hand_r", both=True)
        tip = ball((x - 0.010, y - long, root + 0.004), 0.0048 * s, look, 3 + kit.fine, tone)
        kit.add(tip, "hand_r", both=True)


def _shoes(p: Person) -> list[Solid]:
    x, s = 0.62 * p.hips, 0.5 + 0.5 * p.stout
    return [
        bar("foot_r", (x, 0.030, -0.022), (x, 0.022, 0.075), (0.030 * s, 0.022 * s), 0.012),
        bar("shin_r", (x, 0.045, -0.01), (x, 0.10, -0.008), (0.030 * s, 0.033 * s * p.stout), 0.01),
    ]


def _uncovered(p: Person, points: Floats) -> Floats:
    """Where arms below the sleeves and legs below the hem are bare, ``(n,)``."""
    wrist, ankle = SHOULDER - 0.305, 0.06
    hem = SHOULDER - 0.02 + (wrist - SHOULDER + 0.02) * p.sleeve
    lean = np.interp(points[:, 1], (0.55, 0.60, SHOULDER - 0.15, SHOULDER), (0.013, 0.004, 0.004, -0.012))
    beside = p.broad + np.asarray(lean, np.float32)
    arms = step(points[:, 1], hem, hem - 0.004) * step(np.abs(points[:, 0]), beside, beside + 0.004)
    low = p.crotch + (ankle - p.crotch) * p.leg
    legs = step(points[:, 1], low, low - 0.004) * step(np.abs(points[:, 0]), p.broad, p.broad - 0.004)
    return np.asarray(arms * (p.sleeve < 1.0) + legs * (p.leg < 1.0), np.float32)


def shape(p: Person, colours: list[Floats], held: Held | None, length: float, fine: int) -> Kit:
    """A person in the coat's and the trousers' colours, ``fine`` from 1 to 3, and what is held."""
    kit = Kit(fine, kindred=True)
    _bones(kit, p)
    material, skin = Stuff[p.material], linear(p.skin)

    def clothed(points: Floats, normals: Floats) -> Floats:
        del normals
        trousers = step(points[:, 1], p.crotch + 0.118, p.crotch + 0.112) * step(
            np.abs(points[:, 0]), p.broad + 0.02, p.broad
        )
        top = np.broadcast_to(colours[0] if p.shirt else skin, points.shape)
        tone = mix(mix(top, colours[1], trousers), skin, _uncovered(p, points))
        belt = step(np.abs(points[:, 1] - p.crotch - 0.118), 0.010, 0.007) * step(
            np.abs(points[:, 0]), p.broad, p.broad - 0.02
        )
        return mix(tone, np.array([0.03, 0.02, 0.015], np.float32), belt * (p.material == "CLOTH"))

    def naked(points: Floats, normals: Floats) -> Floats:
        del normals
        tone = np.broadcast_to(skin, points.shape)
        lips = np.hypot(points[:, 0] / 0.30, (points[:, 1] - 0.872 - 0.02 * p.head) / 0.10) / p.head
        red = step(lips, 1.0, 0.8) * step(points[:, 2], 0.5 * p.head, 0.7 * p.head)
        return mix(tone, skin * np.array([0.85, 0.42, 0.40], np.float32), red)

    if "sheet" not in p.extras:
        grown(kit, _body(p), material, clothed, size=0.72 if p.stout > SLENDER or fine > 1 else 0.5)
        flesh = material if p.material in {"METAL", "HORN", "FUR"} else Stuff.SKIN
        grown(kit, _bare(p), flesh, naked, size=0.5)
        _fingers(kit, p, Look(flesh))
        boots = linear(p.boots)
        grown(kit, _shoes(p), Stuff.RUBBER, lambda q, _: np.broadcast_to(boots, q.shape), size=0.6)
    wear(kit, p, colours)
    if held is not None:
        add(kit, p, held, length)
    return kit


def move(limbs: Limbs, g: Gesture) -> None:
    """Walk or run; stand and breathe; dance; wave."""
    run, swing = g.haste, g.pace * (0.42 + 0.30 * g.haste)
    for side, half, sign in (("r", 0.0, 1), ("l", math.pi, -1)):
        a = g.phase + half
        lift = max(math.cos(a), 0.0) ** 1.5 * g.pace
        step_ = g.dance * max(math.sin(g.phase * 2 + half), 0.0)
        limbs.turn(
            f"leg_{side}", x=-swing * math.sin(a) - 0.18 * run * lift - 0.5 * step_, z=sign * 0.12 * g.dance
        )
        limbs.turn(f"shin_{side}", x=lift * (0.75 + 0.9 * run) + 0.10 * g.pace + 0.9 * step_)
        limbs.turn(f"foot_{side}", x=0.5 * swing * math.sin(a) - 0.45 * lift - 0.3 * step_)
        limbs.turn(f"arm_{side}", x=swing * 0.85 * math.sin(a) - 0.1 * run, z=sign * 0.06)
        limbs.turn(f"forearm_{side}", x=-0.16 - g.pace * 0.12 - 1.15 * run)
        groove = math.sin(g.phase * 2 + half)
        limbs.turn(
            f"arm_{side}",
            x=-g.dance * (0.5 + 0.5 * groove),
            z=sign * g.dance * (1.3 + 0.5 * math.sin(g.phase + half)),
        )
        limbs.turn(f"forearm_{side}", x=-g.dance * 0.8, z=sign * 0.5 * g.dance)
    limbs.turn("arm_r", z=2.5 * g.wave)
    limbs.turn("forearm_r", z=0.45 * g.wave * math.sin(2 * g.phase))
    twist = 0.12 * g.pace * math.sin(g.phase)
    breath = 0.012 * math.sin(g.phase)
    limbs.turn(
        "root",
        x=0.06 * g.pace + 0.16 * run,
        y=0.35 * g.dance * math.sin(g.phase),
        z=0.08 * g.dance * math.sin(2 * g.phase),
    )
    limbs.turn("spine", y=twist + 0.2 * g.bend, x=breath, z=-0.10 * g.dance * math.sin(2 * g.phase))
    limbs.turn("chest", y=twist, x=-breath)
    idle = (1 - g.pace) * 0.25 * math.sin(g.phase)
    limbs.turn(
        "head",
        y=-2 * twist + 0.4 * g.bend + idle,
        x=-0.12 * run - 0.15 * g.jaw,
        z=0.12 * g.dance * math.sin(g.phase),
    )
    limbs.turn("jaw", x=0.4 * g.jaw)
    limbs.turn("cape", x=0.12 + 0.35 * run + 0.12 * g.pace * (1 + math.sin(2 * g.phase)))
    limbs.shift("root", y=0.03 * g.dance * abs(math.sin(2 * g.phase)))
    if g.lie + g.sit + g.ride > 0.0:
        _rest(limbs, g)
    limbs.wind = (0.006 + 0.010 * g.pace, g.phase, 14.0, 9.0)


def _rest(limbs: Limbs, g: Gesture) -> None:
    """Lie on the back, sit with drawn-up knees, or ride."""
    lie, sit = g.lie, g.sit
    for side, sign in (("r", 1), ("l", -1)):
        limbs.turn(f"leg_{side}", x=-2.05 * sit - 1.05 * g.ride, z=sign * (0.12 * sit + 0.42 * g.ride))
        limbs.turn(f"shin_{side}", x=2.05 * sit + 1.0 * g.ride)
        limbs.turn(f"foot_{side}", x=0.35 * lie)
        limbs.turn(f"arm_{side}", x=-0.75 * sit - 0.65 * g.ride, z=sign * 0.1 * lie)
        limbs.turn(f"forearm_{side}", x=-0.45 * sit - 0.5 * g.ride)
    limbs.turn("root", x=-1.5 * lie)
    limbs.turn("spine", x=0.12 * sit)


def _aged(person: Person, form: str, traits: Sequence[str]) -> Person:
    """With grey hair, and a man with a beard; a baby with a large head."""
    if is_baby(traits):
        person = replace(person, head=1.25 * person.head, crotch=0.88 * person.crotch)
    if not is_old(traits):
        return person
    beard = ("beard",) if form == "man" else ()
    extras = tuple("bun" if each == "long_hair" else each for each in person.extras)
    cap = ("hair",) if extras != person.extras else ()
    return replace(person, hair=PEOPLE["elder"].hair, skin=WEATHERED, extras=(*cap, *extras, *beard))


def _shine(held: Held | None) -> Floats | None:
    """The colour of the light in somebody's hands."""
    return None if held is None else palette(held.colours, holdings()[held.form].colours)[0]


def _manner(person: Person, armed: bool, traits: Sequence[str]) -> Animate:
    """How one of this kind moves: the old stoop, the tutu dances the ballet, long gowns a waltz."""
    old = is_old(traits) or "stoop" in person.extras
    gowned = not LONG.isdisjoint(person.extras)
    steps = ballet if "tutu" in person.extras else waltz if gowned else None

    def act(limbs: Limbs, g: Gesture) -> None:
        if g.dance > 0.0 and (steps is not None or g.stance):
            move(limbs, replace(g, dance=0.0))
            if steps is not None and not g.stance:
                steps(limbs, g, g.dance)
        else:
            move(limbs, g)
        take_stance(limbs, g, armed)
        if old:
            stoop(limbs)

    return act


def _kept(extras: Sequence[str], worn: Sequence[Worn]) -> list[str]:
    """What somebody still wears who wears this, too."""
    gone = frozenset[str]().union(*(REPLACED.get(wearings()[each.form].on, ()) for each in worn))
    return [each for each in extras if each not in gone]


def _caped(worn: Sequence[Worn]) -> list[str]:
    """A cape hangs from shoulders as kings' do."""
    return ["cape"] if any(wearings()[each.form].on == "back" for each in worn) else []


def build(subject: Subject, seed: int) -> Puppet:
    """Someone of the subject's form and colours."""
    del seed
    form = form_name("biped", subject.form)
    stand = form_of("biped", form).stand
    if form in FOWL:
        return fowl.build(subject, form, stand)
    person = _aged(dressed(PEOPLE[form], subject.noun), form, subject.traits)
    own = palette(told(subject), person.colours)
    second = own[1] if len(own) > 1 else palette(person.colours, ())[1]
    if len(own) == 1 and (person.colours[0] == person.colours[1] or not person.shirt):
        second = own[0]
    held, length = subject.held, max(subject.length, 0.5)
    if held is not None:
        person = replace(person, extras=tuple(e for e in person.extras if e not in ARMED))
    person = replace(person, extras=(*_kept(person.extras, subject.worn), *_caped(subject.worn)))
    bare = partial(shape, person, [own[0], second], None, length)
    act = holding(_manner(person, held is not None, subject.traits), held.form if held is not None else "")
    made = clad(partial(shape, person, [own[0], second], held, length), wearer(person), subject.worn)
    return figure(made, act, stand=stand, bare=bare, spark=_shine(held))
