"""How a wing bends: shoulder first, hand late; the hand folds back and droops on the way up."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from vitascope.engines.previz.compiled import F, Floats, bare

ROWS = 15
"""Rows of a tipped spine."""
NECK = (0.16, 0.32)
"""Where the neck bends."""
LEVEL = 0.1
"""How much of a tipped body's angle its head takes."""
FOLDED, NARROWED = 0.52, 0.42
"""How long and how wide a folded wing is, in shares of the spread one."""


@dataclass(frozen=True)
class Beat:
    """One kind of wing beat. Angles in radians, lengths in body lengths, at effort 1.

    ``shoulder`` is where the right wing starts and ``span`` its length; the arm swings by ``arm`` about
    ``rise``, the hand (from the share ``wrist`` of the span on) by ``hand`` more, ``lag`` later, about a
    ``droop``; it is swept back by ``sweep`` and folds by ``fold`` on the way up; ``twist`` turns the wing
    along its span.
    """

    shoulder: tuple[float, float, float]
    span: float
    arm: float = 0.62
    hand: float = 0.50
    lag: float = 1.25
    rise: float = 0.20
    droop: float = 0.16
    wrist: float = 0.22
    sweep: float = 0.10
    fold: float = 0.26
    twist: float = 0.24

    def vector(self) -> Floats:
        """As ``bend_wing`` reads it, ``(13,) float32``."""
        return np.array(
            [*self.shoulder, self.span, self.arm, self.hand, self.lag, self.rise, self.droop, self.wrist,
             self.sweep, self.fold, self.twist], np.float32,
        )  # fmt: skip


def fold(wing: Floats, beat: Floats, share: float, wide: float = 0.0) -> None:
    """Bring a bent wing's table towards one that is folded along the flank; ``share`` goes from 0 to 1.

    ``wide`` is how much further out than the shoulder the flank is.
    """
    n = len(wing)
    along = np.array([0.10, -0.10, -0.98], np.float32)
    chord = np.array([0.55, -0.83, 0.03], np.float32)
    rest = np.empty_like(wing)
    steps = np.arange(n, dtype=np.float32)[:, None] / np.float32(n - 1)
    out = np.array([wide, 0.0, 0.0], np.float32)
    rest[:, :3] = beat[:3] + out + steps * along * (FOLDED * beat[3])
    rest[:, 3:6], rest[:, 6:9], rest[:, 9:12] = along * FOLDED, np.cross(chord, along), chord * NARROWED
    wing += np.float32(share) * (rest - wing)


def tipped(table: Floats, angle: float, lift: float) -> Floats:
    """A straight spine's table, from z = 0.5 to -0.5, raised and tipped back; the head stays level."""
    at = np.linspace(0.5, -0.5, ROWS, dtype=np.float32)
    columns = [np.asarray(np.interp(-at, (-0.5, 0.0, 0.5), table[:, k]), np.float64) for k in range(12)]
    old = np.stack(columns, -1)
    head = np.clip((at - NECK[0]) / (NECK[1] - NECK[0]), 0.0, 1.0)
    turn = angle * (1.0 - (1.0 - LEVEL) * head)
    c, s = np.cos(turn), np.sin(turn)
    made = old.astype(np.float32)
    for k in (3, 6, 9):
        made[:, k + 1], made[:, k + 2] = (
            c * old[:, k + 1] + s * old[:, k + 2],
            c * old[:, k + 2] - s * old[:, k + 1],
        )
    way = np.diff(at)[:, None] * np.stack([0.0 * s, s, c], -1)[1:]
    path = np.concatenate([np.zeros((1, 3)), np.cumsum(way, 0)])
    path -= path[ROWS // 2]
    made[:, :3] = path + old[:, :3] * (1.0, 1.0, 0.0) + (0.0, lift, 0.0)
    return made


@bare
def bend_wing(turns: float, effort: float, b: Floats, t: Floats) -> None:
    """Write the wing's table, ``(n, 12)``, for a beat's vector; see ``posing``."""
    n = t.shape[0]
    stride = b[3] / F(n - 1)
    phase = F(2 * math.pi) * turns
    phase += F(0.25) * math.sin(phase)
    x, y, z = b[0], b[1], b[2]
    for i in range(n):
        r = F(i) / F(n - 1)
        hand = min(max((r - b[9]) / F(0.4), F(0)), F(1))
        hand = hand * hand * (F(3) - F(2) * hand)
        lift = b[7] - b[8] * hand - F(0.12) * r * r
        lift += effort * (b[4] * math.sin(phase) + b[5] * hand * math.sin(phase - b[6]))
        sweep = -(b[10] + b[11] * effort * (F(1) + math.cos(phase))) * hand
        twist = F(0.10) + effort * b[12] * math.cos(phase - F(0.4)) * (F(0.3) + F(0.7) * r)
        cl, sl, cs, ss = math.cos(lift), math.sin(lift), math.cos(sweep), math.sin(sweep)
        ct, st = math.cos(twist), math.sin(twist)
        ax, ay, az = cl * cs, sl * cs, ss
        fx, fy, fz = -cl * ss, -sl * ss, cs
        t[i, 0], t[i, 1], t[i, 2] = x, y, z
        t[i, 3], t[i, 4], t[i, 5] = ax, ay, az
        t[i, 6], t[i, 7], t[i, 8] = -sl * ct - fx * st, cl * ct - fy * st, -fz * st
        t[i, 9], t[i, 10], t[i, 11] = fx * ct - sl * st, fy * ct + cl * st, fz * ct
        x, y, z = x + ax * stride, y + ay * stride, z + az * stride
