"""The fish rig: a koi, and by traits slimmer, rounder and more dangerous ones."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from vitascope.engines.previz.canvas import Light, Placement
from vitascope.engines.previz.catalogue import form_name
from vitascope.engines.previz.compiled import F, Floats, bare
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs import fish_skin
from vitascope.engines.previz.rigs.colours import palette
from vitascope.engines.previz.rigs.fish_form import (
    ANAL,
    DORSAL,
    EYE_AT,
    PECTORAL,
    PECTORAL_AT,
    PELVIC,
    PELVIC_AT,
    Build,
    Profile,
    fish_mesh,
    paired_root,
)
from vitascope.engines.previz.rigs.materials import Material, table
from vitascope.engines.previz.rigs.posing import ANGLE, HINGE, PHASE
from vitascope.engines.previz.rigs.puppet import Level, Puppet, Stance
from vitascope.engines.previz.rigs.texels import pack

BUILDS = {
    "slim": Build(deep=0.66, wide=0.72, pectoral=0.7, dorsal=0.8, barbels=False, snout=0.25),
    "round": Build(deep=1.45, wide=0.95, pectoral=1.0, dorsal=1.25, tail=1.15, barbels=False, eye=1.3),
    "shark": Build(
        deep=0.82, wide=0.95, snout=0.35, pectoral=1.45, dorsal=1.35, dorsal_base=(0.42, 0.53),
        tail=1.25, upper_lobe=1.3, fork=0.62, barbels=False, eye=0.7, scaled=0.0,
    ),
}  # fmt: skip
KOI = Build()
FORMS = {
    "koi": KOI, "fish": BUILDS["slim"], "tropical": BUILDS["round"], "shark": BUILDS["shark"],
    "eel": Build(deep=0.34, wide=0.42, pectoral=0.4, dorsal=0.7, dorsal_base=(0.3, 0.9), tail=0.55, fork=0.0,
    barbels=False),
}  # fmt: skip
COLOURS = {
    "koi": ("#f4efe6", "#e4572e"), "fish": ("#8fa3b0",), "tropical": ("#f2c42c", "#2a6ad0"),
    "shark": ("#6a7886",), "eel": ("#4a4e34",),
}  # fmt: skip
MATERIALS = table(
    Material(texture=0, bump=0.0022, gloss=0.60, sharpness=4, wrap=0.32, sheen=0.75, rim=0.8),
    Material(texture=1, bump=0.0012, gloss=0.10, sharpness=4, through=0.75, wrap=0.4, thin=True, rim=0.4),
    Material(texture=2, gloss=2.6, sharpness=7, sheen=0.9, rim=0.3),
    Material(gloss=0.1, wrap=0.3),
)
STEPS = 40
REACH = np.array([0.5, -0.58, 0.0, 1.0], np.float32)
FINENESS = ((60.0, 1), (190.0, 2), (620.0, 3), (1e9, 4))


@bare
def _spine(turns: float, bend: float, effort: float, table_: Floats) -> None:
    """A wave that runs to the tail and grows, over a body bent by ``bend``; level where ``s`` is 0.3."""
    n = table_.shape[0]
    anchor = int(F(0.3) / F(1.08) * F(n - 1))
    stride = F(1.08) / F(n - 1)
    for i in range(n):
        s = F(i) * stride
        grow = F(0.018) * (F(1) - s) * (F(1) - s) + F(0.100) * s * s
        rise = F(-0.036) * (F(1) - s) + F(0.200) * s
        phase = F(2 * math.pi) * (F(0.92) * s - turns)
        slope = rise * math.sin(phase) + grow * F(2 * math.pi * 0.92) * math.cos(phase)
        angle = bend * F(1.15) * (F(0.34) - s) - math.atan(effort * slope)
        table_[i, 9], table_[i, 10], table_[i, 11] = math.sin(angle), F(0), math.cos(angle)
        table_[i, 3], table_[i, 4], table_[i, 5] = math.cos(angle), F(0), -math.sin(angle)
        table_[i, 6], table_[i, 7], table_[i, 8] = F(0), F(1), F(0)
    s = F(anchor) * stride
    grow = F(0.018) * (F(1) - s) * (F(1) - s) + F(0.100) * s * s
    table_[anchor, 0] = effort * grow * math.sin(F(2 * math.pi) * (F(0.92) * s - turns))
    table_[anchor, 1], table_[anchor, 2] = F(0), F(0.5) - s
    for i in range(anchor + 1, n):
        for k in range(3):
            table_[i, k] = table_[i - 1, k] - stride * F(0.5) * (table_[i - 1, 9 + k] + table_[i, 9 + k])
    for i in range(anchor - 1, -1, -1):
        for k in range(3):
            table_[i, k] = table_[i + 1, k] + stride * F(0.5) * (table_[i + 1, 9 + k] + table_[i, 9 + k])


def _rest_hinges(build: Build) -> Floats:
    """Pivots and axes of all fins, and what does not change."""
    profile = Profile(build)
    rows = np.zeros((7, HINGE), np.float32)
    for groups, at, lag in ((PECTORAL, PECTORAL_AT, 1.3), (PELVIC, PELVIC_AT, 0.9)):
        x, y, z = paired_root(profile, *at)
        for group, side in zip(groups, (1, -1), strict=True):
            rows[group] = (side * x, y, z, 0.25 * side, 0, 1, 0, 0, 0, lag, 1, 1)
    top, bottom, _ = profile.at(np.array([0.5, 0.78], np.float32))
    rows[DORSAL] = (0, top[0], 0, 0, 0, 1, 0, 0, 0, 1.6, 1, 0)
    rows[ANAL] = (0, -bottom[1], 0, 0, 0, 1, 0, 0, 0, 1.6, 1, 0)
    return rows


def _hinges(rest: Floats, placement: Placement, effort: float) -> Floats:
    """Paired fins scull, in turn left and right; dorsal and anal fins lean after the body."""
    phase = 2 * math.pi * math.fmod(placement.gait, 1.0)
    rows, turn = rest.copy(), 0.35 * placement.bend
    for groups, swing, late in ((PECTORAL, 0.30, 0.0), (PELVIC, 0.20, 1.1)):
        for group, side in zip(groups, (1, -1), strict=True):
            beat = phase + late + (0.0 if side > 0 else 2.2)
            fold = side * (0.12 - swing * 0.3) + turn
            rows[group, ANGLE : PHASE + 1] = fold, side * swing * (0.5 + 0.5 * effort), beat
    rows[DORSAL, ANGLE : PHASE + 1] = 0, 0.10 * effort, phase - 2.4
    rows[ANAL, ANGLE : PHASE + 1] = 0, 0.12 * effort, phase - 4.2
    return rows


def build(subject: Subject, seed: int) -> Puppet:
    """A fish in the subject's colours; the first colour is the base, the next are patches."""
    form = form_name("fish", subject.form)
    shape = next((BUILDS[trait] for trait in subject.traits if trait in BUILDS), FORMS[form])
    colours = palette(subject.colours, COLOURS[form])
    chance = np.random.default_rng(seed)
    size = float(0.94 + 0.12 * chance.random())
    textures = pack(
        [
            fish_skin.body(colours, seed, shape.scaled, EYE_AT),
            fish_skin.fin(colours, 15, seed, fleshy=shape.scaled == 0),
            fish_skin.eye(np.array([0.62, 0.45, 0.16], np.float32)),
        ]
    )
    levels = tuple(
        Level(pixels, partial(fish_mesh, shape, colours[0] * 0.8, fine)) for pixels, fine in FINENESS
    )

    rest = _rest_hinges(shape)

    def stance(placement: Placement, _: Light) -> Stance:
        spine = np.empty((STEPS, 12), np.float32)
        turns = F(math.fmod(placement.gait, 1.0))
        effort = min(max(placement.effort, 0.0), 2.0)
        _spine(turns, F(min(max(placement.bend, -1.5), 1.5)), F(effort), spine)
        return Stance(_hinges(rest, placement, effort), spine, spine, REACH, MATERIALS)

    return Puppet(levels, textures, stance, radius=0.75, size=size)
