"""The dragon rig: a winged beast that flaps, weaves its neck and tail, and opens its jaws."""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from vitascope.engines.previz.canvas import Light, Placement
from vitascope.engines.previz.compiled import F, Floats, bare
from vitascope.engines.previz.plan import Medium, Subject
from vitascope.engines.previz.rigs import dragon_body, dragon_head, dragon_skin, dragon_wing
from vitascope.engines.previz.rigs.colours import mix, palette, step
from vitascope.engines.previz.rigs.dragon_body import NECK_END
from vitascope.engines.previz.rigs.dragon_head import GAPE, JAW
from vitascope.engines.previz.rigs.dragon_wing import LEFT, RIGHT, SHOULDER, SPAN
from vitascope.engines.previz.rigs.flapping import Beat, bend_wing, fold
from vitascope.engines.previz.rigs.materials import SOLID_TEXTURE, Material, table
from vitascope.engines.previz.rigs.mesh import Mesh, Part, join
from vitascope.engines.previz.rigs.noise import hide
from vitascope.engines.previz.rigs.posing import HINGE
from vitascope.engines.previz.rigs.puppet import Level, Puppet, Stance
from vitascope.engines.previz.rigs.shade import EMIT_BLUE, EMIT_RED
from vitascope.engines.previz.rigs.texels import pack

DEFAULT_COLOURS = ("#4a3e35", "#5e2a1e")
HEAD_SCALE = 0.165
FLESH_GLOW = (1.9, 0.42, 0.045)
TOOTH_GLOW = (0.30, 0.145, 0.055)
"""Teeth stand in the throat's light."""
MATERIALS = table(
    Material(SOLID_TEXTURE, scale=30.0, bump=0.016, gloss=0.34, sharpness=4, wrap=0.10, sheen=0.35, rim=1.3),
    Material(SOLID_TEXTURE, scale=20.0, bump=0.016, gloss=0.30, sharpness=4, wrap=0.10, sheen=0.30, rim=1.3),
    Material(
        SOLID_TEXTURE,
        scale=55.0,
        bump=0.010,
        gloss=0.9,
        sharpness=6,
        wrap=0.35,
        sheen=0.4,
        emit=FLESH_GLOW,
        rim=0.2,
    ),
    Material(texture=1, bump=0.0006, gloss=0.45, sharpness=5, wrap=0.10, sheen=0.25, rim=1.0),
    Material(gloss=0.8, sharpness=6, wrap=0.40, sheen=0.3, emit=TOOTH_GLOW, rim=0.5),
    Material(texture=0, gloss=2.0, sharpness=7, sheen=0.4, emit=(0.10, 0.05, 0.008), rim=0.1),
    Material(gloss=0.16, sharpness=4, wrap=0.15, sheen=0.15, rim=0.45),
    Material(texture=2, bump=0.0006, gloss=0.10, sharpness=3, through=0.42, wrap=0.3, thin=True, rim=0.6),
)
BEAT = Beat(SHOULDER, SPAN)
STEPS = 64
_BEAT = BEAT.vector()
REACH = np.array([0.5, -0.56, SHOULDER[0], SPAN], np.float32)
FINENESS = ((190.0, 1), (520.0, 2), (1300.0, 3), (1e9, 4))


@bare
def _spine(turns: float, bend: float, jaw: float, effort: float, t: Floats) -> None:
    """Level back, a neck that rises and lets the head look ahead, a tail that trails and sways."""
    n = t.shape[0]
    stride = F(1.06) / F(n - 1)
    anchor = int(F(0.45) / stride)
    phase = F(2 * math.pi) * turns
    for i in range(n):
        z = F(0.5) - F(i) * stride
        neck = min(max((z - F(0.12)) / F(0.225), F(0)), F(1))
        tail = min(max((F(-0.10) - z) / F(0.46), F(0)), F(1))
        pitch = F(0.62) * math.sin(F(math.pi) * min(neck * F(1.12), F(1)))
        pitch += neck * neck * (F(0.22) * jaw - F(0.10)) + F(0.05) * neck * math.sin(phase - F(1))
        pitch += tail * (F(0.14) + effort * F(0.16) * math.sin(phase - F(2.6) * tail - F(0.6)))
        yaw = bend * (F(0.75) * neck - F(0.9) * tail) + tail * F(0.22) * math.sin(phase - F(3.2) * tail)
        sp, cp, sy, cy = math.sin(pitch), math.cos(pitch), math.sin(yaw), math.cos(yaw)
        t[i, 9], t[i, 10], t[i, 11] = sy * cp, sp, cy * cp
        t[i, 3], t[i, 4], t[i, 5] = cy, F(0), -sy
        t[i, 6], t[i, 7], t[i, 8] = -sy * sp, cp, -cy * sp
    t[anchor, 0], t[anchor, 1] = F(0), F(-0.020) * effort * math.sin(phase - F(0.5))
    t[anchor, 2] = F(0.5) - F(anchor) * stride
    for i in range(anchor + 1, n):
        for k in range(3):
            t[i, k] = t[i - 1, k] - stride * F(0.5) * (t[i - 1, 9 + k] + t[i, 9 + k])
    for i in range(anchor - 1, -1, -1):
        for k in range(3):
            t[i, k] = t[i + 1, k] + stride * F(0.5) * (t[i + 1, 9 + k] + t[i, 9 + k])


def _curl(spine: Floats, share: float) -> None:
    """Lower neck and tail to the ground, as one that sleeps does."""
    ends = np.clip((np.abs(spine[:, 2]) - 0.12) / 0.38, 0.0, 1.0)
    spine[:, 1] -= share * ends * np.maximum(spine[:, 1] + 0.16, 0.0)


def _hinges(placement: Placement, jaw: float) -> Floats:
    phase = 2 * math.pi * math.fmod(placement.gait, 1.0)
    billow = -0.030 * math.cos(phase - 0.5)
    rows = np.zeros((4, HINGE), np.float32)
    rows[JAW] = (0, 0, NECK_END, 1, 0, 0, 0.05 + 0.78 * jaw - GAPE, 0, 0, 0, 1, 0)
    for group in (RIGHT, LEFT):
        rows[group] = (0, 0, SHOULDER[2], 0, 0, 0, 0, billow, 0, 0, 2, 1)
    return rows


def _headed(made: Part) -> Part:
    """From head space to model space."""
    moved = made.rest * np.float32(HEAD_SCALE) + np.array([0, 0, NECK_END], np.float32)
    return made.with_(rest=moved, place=made.place if made.look.material in _UNWRAPPED else moved)


_UNWRAPPED = (dragon_head.HORN, dragon_head.EYE)


def dragon_mesh(colours: list[Floats], fine: int) -> Mesh:
    """A dragon, ``fine`` from 1 (far away) to 4 (fills the picture); colours are hide and wing skin."""
    base, skin = colours
    pale = mix(base * 1.9, np.array([0.30, 0.20, 0.11], np.float32), 0.5)
    accent = mix(base * 0.30, skin, 0.25)
    coat = [base, pale, accent]
    parts = [_headed(p) for p in dragon_head.head(coat, fine)]
    return join(
        [*parts, *dragon_body.body(coat, min(fine, 3)), *dragon_wing.wing([base, skin], min(fine, 3))]
    )


def build(subject: Subject, seed: int) -> Puppet:
    """A dragon in the subject's colours: hide, then wing skin."""
    colours = palette(subject.colours, DEFAULT_COLOURS)
    base = colours[0]
    skin = colours[1] if len(colours) > 1 else mix(base, palette(DEFAULT_COLOURS, ())[1], 0.6)
    textures = pack([dragon_skin.eye(), dragon_skin.horn(), dragon_skin.membrane(seed)], hide())
    levels = tuple(Level(pixels, partial(dragon_mesh, [base, skin], fine)) for pixels, fine in FINENESS)

    standing = subject.medium != Medium.AIR

    def stance(placement: Placement, _: Light) -> Stance:
        spine, wing = np.empty((STEPS, 12), np.float32), np.empty((STEPS, 12), np.float32)
        turns, jaw = math.fmod(placement.gait, 1.0), min(max(placement.jaw, 0.0), 1.0)
        effort = min(max(placement.effort, 0.0), 1.6)
        _spine(F(turns), F(min(max(placement.bend, -1.5), 1.5)), F(jaw), F(effort), spine)
        down = (1.0 - float(step(placement.lift, 0.02, 0.5))) if standing else 0.0
        bend_wing(F(turns), F(effort), _BEAT, wing)
        fold(wing, _BEAT, down)
        asleep = down * placement.lie
        spine[:, 1] -= np.float32(0.10 * down)
        _curl(spine, asleep)
        materials = MATERIALS.copy()
        lit = [dragon_head.FLESH, dragon_head.TOOTH]
        materials[lit, EMIT_RED : EMIT_BLUE + 1] *= np.float32(jaw * jaw)
        return Stance(_hinges(placement, jaw), wing, spine, REACH, materials)

    return Puppet(levels, textures, stance, radius=1.0)
