"""Hats, crowns and a tutu: what tells one trade from another."""

from __future__ import annotations

import math

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.colours import linear
from vitascope.engines.previz.rigs.kit import Kit, box, lathe, moved, tone_of
from vitascope.engines.previz.rigs.mesh import Colour, Look, ball, grid
from vitascope.engines.previz.rigs.people import Person
from vitascope.engines.previz.rigs.stuff import Stuff
from vitascope.engines.previz.rigs.wardrobe_base import WHITE, skull

STRAW, FELT, GOLD, RED = (0.62, 0.44, 0.18), (0.16, 0.085, 0.04), (0.72, 0.46, 0.08), (0.50, 0.03, 0.03)


def _round(kit: Kit, p: Person, profile: tuple[tuple[float, float], ...], stuff: Stuff, tone: Colour) -> None:
    """Something turned on the head; ``profile`` is in skulls, from the skull's middle."""
    y, h = skull(p), p.head
    rows = [(r * h, k * h) for r, k in profile]
    kit.add(lathe(rows, Look(stuff), kit.sides(10), tone, at=(0, y, -0.06 * h)), "head")


def _brimmed(kit: Kit, p: Person, tone: Colour) -> None:
    crown = ((0.0, 1.45), (0.70, 1.42), (0.86, 1.20), (1.0, 0.50), (1.95, 0.44), (1.97, 0.40), (0.98, 0.36))
    _round(kit, p, crown, Stuff.CLOTH, tone)


def cowboy(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A felt hat with a wide brim."""
    del colours
    _brimmed(kit, p, FELT)


def straw(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A straw hat."""
    del colours
    _brimmed(kit, p, STRAW)


def toque(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A cook's hat."""
    del colours
    tall = ((0.0, 2.25), (0.75, 2.20), (1.22, 1.95), (1.25, 1.60), (0.98, 1.25), (0.96, 0.42), (0.90, 0.40))
    _round(kit, p, tall, Stuff.CLOTH, WHITE)


def crown(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A ring of gold with points."""
    del colours
    y, h = skull(p), p.head
    _round(kit, p, ((0.97, 0.46), (1.01, 0.46), (1.04, 0.82), (0.97, 0.82)), Stuff.METAL, GOLD)
    for k in range(8):
        a = math.tau * k / 8
        point = box((-0.15 * h, 0.0, -0.03 * h), (0.15 * h, 0.42 * h, 0.03 * h), Look(Stuff.METAL), GOLD, 0.1)
        at = (1.0 * h * math.sin(a), y + 0.80 * h, h * math.cos(a) - 0.06 * h)
        kit.add(moved(point, at, (0, a, 0)), "head")


def hard_hat(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A helmet of those who work in danger."""
    dome = ((0.0, 1.28), (0.55, 1.20), (0.95, 0.80), (1.05, 0.40), (1.40, 0.34), (1.40, 0.30), (1.0, 0.32))
    _round(kit, p, dome, Stuff.PAINT, tone_of(colours[0]))


def hood(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A hood over the head, open in front."""
    y, h = skull(p), p.head
    made = ball((0, y + 0.08 * h, -0.22 * h), (1.12 * h, 1.28 * h, 1.12 * h), Look(Stuff.CLOTH),
                10 + 4 * kit.fine, tone_of(colours[0]))  # fmt: skip
    rest = made.rest.copy()
    rest[:, 2] = np.minimum(rest[:, 2], 0.42 * h)
    kit.add(made.with_(rest=rest), "head")


def bun(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """Hair tied up."""
    del colours
    y, h = skull(p), p.head
    tone = tone_of(linear(p.hair))
    kit.add(ball((0, y + 0.95 * h, -0.55 * h), 0.42 * h, Look(Stuff.FUR), 8 + 3 * kit.fine, tone), "head")


def tutu(kit: Kit, p: Person, colours: list[Floats]) -> None:
    """A dancer's skirt that stands out."""
    del p
    n, rows = kit.sides(14), kit.count(4, 6, 8)
    w = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    turn = np.linspace(0, 2 * np.pi, n + 1, dtype=np.float32)[None]
    ruffle = 0.018 * w * np.cos(turn * 14)
    for drop in (0.0, 0.02):
        r = 0.085 + 0.16 * w
        points = np.stack([r * np.cos(turn), 0.60 - 0.05 * w**2 - drop + ruffle, r * np.sin(turn)], -1)
        made = grid(points.astype(np.float32), Look(Stuff.SAIL, 0, 1), tone_of(colours[0]))
        kit.add(made.with_(flex=np.repeat(w[:, 0] ** 2, n + 1).astype(np.float32), place=made.rest.copy()))
