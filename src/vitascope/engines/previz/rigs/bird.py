"""The bird rig: gull, eagle, crow and whatever flies like them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from vitascope.engines.previz.canvas import Air, Canvas, Light, Placement, Pose
from vitascope.engines.previz.catalogue import form_name, form_of
from vitascope.engines.previz.compiled import F, Floats
from vitascope.engines.previz.plan import Medium, Subject, Worn
from vitascope.engines.previz.rigs.bird_form import BEAK, LEFT, RIGHT, Plumage, bird_mesh, feathers
from vitascope.engines.previz.rigs.colours import linear, step
from vitascope.engines.previz.rigs.flapping import Beat, bend_wing, fold, tipped
from vitascope.engines.previz.rigs.materials import Material, table
from vitascope.engines.previz.rigs.mesh import Look, Mesh
from vitascope.engines.previz.rigs.posing import HINGE
from vitascope.engines.previz.rigs.puppet import Level, Puppet, Stance
from vitascope.engines.previz.rigs.shining import Clock
from vitascope.engines.previz.rigs.standers import STANDERS, standing
from vitascope.engines.previz.rigs.texels import pack
from vitascope.engines.previz.rigs.worn import Wearer, pieces

MATERIALS = table(
    Material(texture=0, bump=0.0009, gloss=0.05, sharpness=2, wrap=0.40, sheen=0.10, rim=0.6),
    Material(texture=0, bump=0.0010, gloss=0.06, sharpness=2, through=0.22, wrap=0.35, thin=True, rim=0.4),
    Material(gloss=0.35, sharpness=4, wrap=0.3, sheen=0.2, rim=0.3),
    Material(gloss=1.6, sharpness=6, sheen=0.6, rim=0.2),
    Material(texture=0, gloss=0.06, sharpness=2, through=0.4, opacity=0.15, wrap=0.5, thin=True, rim=0.4),
)
STEPS = 24
HOVERING = 0.45
"""How far one that hovers tips its nose up, radians."""
UPRIGHT, LOW = 0.62, -0.10
"""How far one that stands tips its nose up, radians, and how much lower its middle is, in lengths."""
FINENESS = ((60.0, 1), (240.0, 2), (1e9, 3))


@dataclass(frozen=True)
class Kind:
    """A bird's colours (body, head, wing, wing tip, beak) and proportions."""

    colours: tuple[str, str, str, str, str]
    plumage: Plumage
    arm: float = 0.55


FEET = {"gull": "#e0a52c", "eagle": "#e0b030", "parrot": "#5a5650", "owl": "#c8b48c", "dove": "#c8605a",
        "sparrow": "#8a6248", "heron": "#8a8a4a", "flamingo": "#f08a94", "pelican": "#e8a03a",
        "toucan": "#4a6a9a", "swan": "#e8861c", "ostrich": "#d8b8a0", "peacock": "#8a7a62"}  # fmt: skip
"""The colours of feet, where they are not black."""
DARK = "#1b1b1c"
WADERS, DEEP = frozenset({"heron", "flamingo", "ostrich"}), 0.16
"""Who stands in water, and how deep, in lengths."""
PERCHED = 0.03
"""How many lengths above where it stands a bird is seen on its feet."""
KINDS = {
    "gull": Kind(("#f2f2ee", "#f6f6f2", "#9aa3ab", "#1c1d20", "#e0a52c"), Plumage(0.98, 0.21, 0.30, 0.2)),
    "eagle": Kind(
        ("#3b2a1d", "#efe9dc", "#33241a", "#1d150f", "#e3ad2f"), Plumage(1.02, 0.33, 0.85, 1.0), 0.45
    ),
    "crow": Kind(("#15161a", "#141519", "#17181d", "#101114", "#1b1b1c"), Plumage(0.86, 0.30, 0.65, 0.8)),
    "owl": Kind(
        ("#8a6a44", "#c8b48c", "#6f5434", "#4a3824", "#3a3128"), Plumage(0.92, 0.36, 0.90, 0.7, 1.8, 2.1), 0.5
    ),
    "dove": Kind(("#f4f4f2", "#f6f6f4", "#e6e8ea", "#d4d8dc", "#d89a8a"), Plumage(0.78, 0.27, 0.5, 0.5), 0.7),
    "parrot": Kind(
        ("#c81a1a", "#d0201c", "#1c4fb0", "#e8b81c", "#2a2622"), Plumage(0.80, 0.27, 0.45, 0.5), 0.65
    ),
    "hummingbird": Kind(
        ("#1f8a4a", "#2aa05a", "#2c4a44", "#23302e", "#141414"),
        Plumage(0.43, 0.14, 0.2, 0.1, 1.25, 1.25, bill=(0.30, 0.010), blurred=True),
        0.85,
    ),
    "sparrow": Kind(
        ("#7a5a3e", "#8a6a4e", "#5a4028", "#3a2a1c", "#3a3026"), Plumage(0.70, 0.25, 0.6, 0.5, 1.2, 1.3), 0.8
    ),
    "toucan": Kind(
        ("#141416", "#f4efe0", "#141416", "#141416", "#f09a1e"),
        Plumage(0.78, 0.28, 0.5, 0.5, bill=(0.22, 0.050)),
        0.6,
    ),
    "heron": Kind(
        ("#8a949e", "#e8eaec", "#6e7882", "#3a424c", "#d8a83a"),
        Plumage(1.05, 0.34, 0.7, 0.9, 0.85, 0.7, bill=(0.20, 0.016), wader=True),
        0.5,
    ),
    "flamingo": Kind(
        ("#f08a94", "#f4a0a8", "#e8606e", "#1a1618", "#2a2224"),
        Plumage(0.95, 0.28, 0.5, 0.7, 0.75, 0.6, bill=(0.09, 0.024), wader=True),
        0.55,
    ),
    "pelican": Kind(
        ("#ece6da", "#f0ece0", "#e0dace", "#2a2826", "#e8a84a"),
        Plumage(1.25, 0.34, 0.8, 1.0, 1.1, 0.9, bill=(0.34, 0.030)),
        0.45,
    ),
    "peacock": Kind(
        ("#1e5aa0", "#1e4ac0", "#2a6a5a", "#1a4a3a", "#5a5650"), Plumage(0.80, 0.34, 0.6, 0.6), 0.6
    ),
    "ostrich": Kind(
        ("#1c1a1a", "#c8a898", "#1c1a1a", "#e8e4de", "#c8907a"), Plumage(0.70, 0.30, 0.4, 0.4), 0.5
    ),
    "phoenix": Kind(
        ("#e8501a", "#f8c83c", "#f07a1e", "#f8d048", "#f2b52c"), Plumage(1.12, 0.40, 0.80, 1.0), 0.55
    ),
    "swan": Kind(("#f6f6f4", "#f8f8f6", "#f0f0ee", "#e6e6e4", "#e8861c"), Plumage(1.06, 0.27, 0.6, 0.7), 0.5),
}
_ALIASES = {
    "eagle": ("eagle", "hawk", "falcon", "condor", "vulture", "buzzard", "owl", "kite", "phoenix"),
    "crow": ("crow", "raven", "rook", "jackdaw", "blackbird", "magpie", "bat", "black", "dark"),
}


def _name(subject: Subject) -> str:
    """The kind's name."""
    if subject.form in KINDS:
        return subject.form
    words = {*subject.traits, *subject.noun.lower().split()}
    form = form_name("bird", subject.form)
    return next((name for name, known in _ALIASES.items() if words & set(known)), form)


def _kind(subject: Subject) -> Kind:
    """By trait or noun; a gull otherwise. The subject's own colours come first.

    The second one is an eagle's head, and the wings of all others.
    """
    name = _name(subject)
    kind, own = KINDS[name], subject.colours
    if not own:
        return kind
    body, second, tip = (own[min(k, len(own) - 1)] for k in range(3))
    if name == "eagle":
        return replace(kind, colours=(body, second, body, body, kind.colours[4]))
    return replace(kind, colours=(body, body, second, tip, kind.colours[4]))


@dataclass(frozen=True)
class Perching:
    """A bird that is on its feet until it rises."""

    flying: Puppet
    standing: Puppet

    def draw(self, canvas: Canvas, pose: Pose, placement: Placement, light: Light, air: Air) -> None:
        """Draw it on its feet or on the wing."""
        self._shown(placement).draw(canvas, pose, placement, light, air)

    def shine(self, canvas: Canvas, pose: Pose, placement: Placement, light: Light, clock: Clock) -> None:
        """Its fires, where it burns."""
        self._shown(placement).shine(canvas, pose, placement, light, clock)

    def _shown(self, placement: Placement) -> Puppet:
        return self.standing if placement.lift < PERCHED else self.flying


def build(subject: Subject, seed: int) -> Puppet | Perching:
    """A bird in the subject's colours, with feet where it is on the ground."""
    flying = _winged(subject, seed)
    name = _name(subject)
    wades = subject.medium == Medium.SURFACE and name in WADERS
    if (subject.medium != Medium.GROUND and not wades) or name not in STANDERS:
        return flying
    feet = FEET.get(name, DARK)
    colours = [linear(code) for code in (*_kind(subject).colours, feet)]
    stand = form_of("bird", form_name("bird", subject.form)).stand + (DEEP if wades else 0.0)
    return Perching(flying, standing(name, colours, stand, subject.worn))


def _shape(colours: list[Floats], plumage: Plumage, worn: Sequence[Worn], fine: int) -> Mesh:
    """A bird with spread wings, and what it wears, which goes with the body."""
    h = 0.062 * plumage.skull
    wearer = Wearer(
        head=(0.0, 0.030, 0.385), radius=h, eye=(0.8 * h, 0.030 + 0.3 * h, 0.385 + 0.55 * h), aside=0.8,
        neck=(0.0, 0.010, 0.285), girth=0.064 * plumage.stout, breast=(0.0, -0.14, 0.30), lift=0.1, lean=1.45,
        back=((0.0, 0.085, 0.24), (0.0, 0.06, -0.22), 0.07),
    )  # fmt: skip
    clothes = (replace(one, look=Look(BEAK, 0, one.look.layer)) for _, one in pieces(wearer, worn, fine))
    return bird_mesh(colours, plumage, fine, tuple(clothes))


def _winged(subject: Subject, seed: int) -> Puppet:
    kind = _kind(subject)
    colours = [linear(code) for code in kind.colours]
    size = float(0.93 + 0.14 * np.random.default_rng(seed).random())
    beat = Beat((0.050, 0.040, 0.100), kind.plumage.span, arm=kind.arm, hand=0.42, sweep=0.12, fold=0.30)
    vector = beat.vector()
    reach = np.array([0.5, -0.5, beat.shoulder[0], beat.span], np.float32)
    levels = tuple(
        Level(pixels, partial(_shape, colours, kind.plumage, subject.worn, fine)) for pixels, fine in FINENESS
    )

    standing = subject.medium != Medium.AIR
    upright = UPRIGHT if subject.medium == Medium.GROUND else 0.0

    def stance(placement: Placement, _: Light) -> Stance:
        turns = math.fmod(placement.gait, 1.0)
        effort = min(max(placement.effort, 0.0), 1.6)
        down = (1.0 - float(step(placement.lift, 0.02, 0.5))) if standing else 0.0
        wing = np.empty((STEPS, 12), np.float32)
        bend_wing(F(turns), F(effort), vector, wing)
        fold(wing, vector, down, 0.07 * (kind.plumage.stout - 1.0))
        spine = _spine(turns, placement.bend, effort * (1.0 - down))
        if kind.plumage.blurred:
            spine = tipped(spine, HOVERING, 0.0)
        if down > 0.0:
            spine = tipped(spine, down * upright, down * LOW)
        return Stance(_hinges(beat), wing, spine, reach, MATERIALS)

    return Puppet(levels, pack([feathers(seed)]), stance, radius=1.3, size=size)


def _hinges(beat: Beat) -> Floats:
    rows = np.zeros((3, HINGE), np.float32)
    for group in (RIGHT, LEFT):
        rows[group] = (0, 0, beat.shoulder[2], 0, 0, 0, 0, 1, 0, 0, 2, 1)
    return rows


def _spine(turns: float, bend: float, effort: float) -> Floats:
    """A stiff body that heaves against the wings and turns its head and tail a little."""
    t = np.zeros((3, 12), np.float32)
    heave = -0.025 * effort * math.sin(2 * math.pi * turns)
    for i, z in enumerate((0.5, 0.0, -0.5)):
        yaw = 0.35 * bend * z
        sine, cosine = math.sin(yaw), math.cos(yaw)
        t[i] = (
            z * math.sin(yaw * 0.5),
            heave,
            z * math.cos(yaw * 0.5),
            cosine,
            0,
            -sine,
            0,
            1,
            0,
            sine,
            0,
            cosine,
        )
    return t
